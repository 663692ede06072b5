// Orders rows by fields, as Vega's compare with its stable tie break by row.
#pragma once
#include "table/transform.h"

typedef struct {
    const Field *fields;
    const bool *descending;
    guint count;
} Sorter;

Sorter sorter_new(Arena *arena, const Table *table, const SortField *sort, guint count);
// Negative, 0 or positive, without the tie break.
int sorter_compare(const Sorter *sorter, guint row_a, guint row_b);
// Sorts row indices; equal rows by index. Does nothing without fields.
void sorter_sort(const Sorter *sorter, guint *rows, guint count);
