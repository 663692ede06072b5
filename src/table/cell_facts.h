// Which facts are behind single cells of a table: an aggregate over a column is made of the rows
// that have a value in it, and of an extreme those that hold it. Told for explanations only.
#pragma once
#include "table/group.h"
#include "table/transform.h"

// Of a cell: its own, else those of its row. NULL: not known.
const Lineage *cell_facts_of(const Table *table, const Column *column, guint row);
// Of a field in some rows, together; field NULL, or one that tells none of its own: of the rows.
const Lineage *cell_facts_of_rows(Arena *arena, const Table *table, const char *field,
                                  const guint *rows, guint count);
void cell_facts_note(Table *table, const char *column, CellFacts cells);

// Rows of a field that an operation (aggregate_find) of them is made of: those with a value, of a
// sum with one other than 0, of an extreme those that hold it. In the arena, *count of them; `rows`
// itself when it is all of them.
const guint *cell_facts_counted(Arena *arena, const AggregateField *aggregate, const Table *table,
                                const guint *rows, guint *count);
// The same in words; NULL: it is all of them.
const char *cell_facts_how(Arena *arena, const AggregateField *aggregate);

// For an output of a formula over fields: the facts of those that tell their own, together.
void cell_facts_of_formula(Table *out, const char *as, const Table *table,
                           const char *const *fields, guint count);
// For an output of an aggregate with a row per group, or (joined) with the rows of the table.
void cell_facts_of_groups(Table *out, const AggregateField *aggregate, const Table *table,
                          const Groups *groups, bool joined);
