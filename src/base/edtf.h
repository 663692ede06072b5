// Dates as sources know them: Extended Date/Time Format level 0 and 1 (ISO 8601-2:2019, annex A;
// https://www.loc.gov/standards/datetime/): 2025-07-08, 2025-07, 2025, 197X, 19XX, 2025-22
// (seasons 21 to 24), qualifiers ~ ? %, intervals a/b, a/.., ../b.
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

typedef struct {
    EdtfPrecision precision;
    int first, last; // days since 1970-01-01, both inclusive; northern seasons
    bool approximate, uncertain;
    bool open_start, open_end; // of an interval: "..", or empty (unknown); first/last is then the
                               // other end
    int year;                  // of the first day (of the last when the start is open)
} Edtf;

// False when text is not EDTF as above, or a day does not exist. On failure *problem (may be
// NULL) says why in a static string, e.g. "month 13 does not exist".
bool edtf_parse(const char *text, Edtf *out, const char **problem);
// The word for a precision: "day", "month", ...
const char *edtf_precision_name(EdtfPrecision precision);
