// The table of colour schemes; see scheme_data.c.
#pragma once
#include "chart/scheme.h"

typedef struct {
    const char *name; // lower case
    SchemeKind kind;
    const char *hex; // rrggbb without separators
} SchemeRow;

extern const SchemeRow scheme_rows[];
extern const guint scheme_row_count;
extern const char *const scheme_name_list[]; // ends with NULL
