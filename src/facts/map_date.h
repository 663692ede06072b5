// Dates of foreign records become EDTF.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

// How a date is written. Named: "iso" (a day, month or year, a time behind a day is dropped),
// "edtf", "dmy", "mdy", "ymd" (three numbers with anything between), "my", "ym", "year", "unix",
// "unix-ms", "quarter" (Q3 2024), "half" (H1 2024), "season" (Spring 2025); else a pattern of
// d3-time-format such as "%d %B %Y".
typedef struct {
    const char *name;
    bool (*read)(const char *text, const char *pattern, char *out);
} MapDateFormat;

enum { MAP_DATE_SIZE = 64 }; // bytes of a date as EDTF with its NUL

// False when a name is neither one of the list nor a pattern that says a year.
bool map_date_format(const char *name, MapDateFormat *out);
const char *const *map_date_names(void); // NULL terminated
// The date in EDTF; false when the text is not written in this way or no such day exists.
bool map_date_read(const MapDateFormat *format, const char *text, char *out);
