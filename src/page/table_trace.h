// Cells of tables for explanations (trace.h).
#pragma once
#include "page/table_spec.h"

typedef struct TableTrace TableTrace;

// NULL when nobody asked; the others accept that. shown: the rows that are printed; all: those that
// totals count (the same table when there is no limit).
TableTrace *table_trace_new(Compose *compose, const TableSpec *spec, const Table *shown,
                            const Table *all);
// Begins a printed row that is made of these rows of the shown (NULL: the first `count`), or of all
// when it has a name: "total", "subtotal". NULL: the next number.
void table_trace_row(TableTrace *trace, const guint *rows, guint count, const char *name);
void table_trace_cell(TableTrace *trace, const char *field, const char *text);
// Of a total by an aggregate: only rows with a value in the field are behind it, of a least or
// greatest value those that hold it.
void table_trace_total(TableTrace *trace, const char *field, int op, Value value, const char *text);
