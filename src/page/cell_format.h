// How the values of a column are printed when the layout does not say: numbers alike, so that they
// line up; years without separators; dates short.
#pragma once
#include "page/scope.h"

typedef enum { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_DATE, COLUMN_OTHER } ColumnType;

typedef struct {
    ColumnType type;
    const char *format; // d3-format or d3-time-format; NULL: plain
} CellFormat;

// By what the column holds; wanted is the layout's format or NULL.
CellFormat cell_format_of(Scope *scope, const Field *field, guint row_count, const char *wanted);
// The same for one number.
CellFormat cell_format_of_number(Arena *arena, Value value, const char *wanted);
// NULL for what is missing.
const char *cell_format_print(Scope *scope, const CellFormat *format, Value value);
