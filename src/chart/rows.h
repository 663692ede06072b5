// The rows of a table that the current part of the chart shows: all of them, or those of a facet's
// cell. Units keep their current rows while a cell is drawn.
#pragma once
#include "table/table.h"

typedef struct {
    const Table *table;
    guint count;
    const guint *index; // NULL: rows 0 to count - 1
} Rows;

static inline guint rows_at(const Rows *rows, guint i) {
    return rows->index ? rows->index[i] : i;
}
static inline Rows rows_all(const Table *table) {
    return (Rows){table, table ? table->row_count : 0, NULL};
}
