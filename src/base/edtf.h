// Dates as sources know them: Extended Date/Time Format level 0 and 1 (ISO 8601-2:2019, annex A;
// https://www.loc.gov/standards/datetime/): 2025-07-08, 2025-07, 2025, 197X, 19XX, 2025-22
// (seasons 21 to 24), 2025-07-XX, Y12025, -0043; a time after a day is checked and passed over;
// qualifiers ~ ? % at the end; intervals a/b, a/.., ../b, a/, /b, whose ends may be any of these.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

typedef enum {
    EDTF_DAY,
    EDTF_MONTH,
    EDTF_SEASON,
    EDTF_YEAR,
    EDTF_DECADE,
    EDTF_CENTURY,
    EDTF_INTERVAL
} EdtfPrecision;

// One end of an interval as it was written; of a date that is no interval, both are the date.
typedef struct {
    EdtfPrecision precision;
    int first; // its first day since 1970-01-01
    bool approximate, uncertain;
} EdtfEnd;

typedef struct {
    EdtfPrecision precision;
    int first, last;             // days since 1970-01-01, both inclusive; northern seasons
    bool approximate, uncertain; // of an interval: either end
    bool open_start, open_end; // of an interval: "..", or empty (unknown); first and last are then
                               // those of the other end
    int year;                  // of the first day (of the last when the start is open)
    EdtfEnd ends[2];
} Edtf;

// False, and *out untouched, when text is not EDTF as above, a day does not exist, or an interval
// ends before it starts. On failure *problem (may be NULL) says why in a static string, e.g. "a
// month is 01 to 12, a season 21 to 24".
bool edtf_parse(const char *text, Edtf *out, const char **problem);
// The word for a precision: "day", "month", ...
const char *edtf_precision_name(EdtfPrecision precision);
