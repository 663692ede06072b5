// Numbers of sources behind a row: from its facts to their evidence to the sources' numbers.
#pragma once
#include "store/store.h"

typedef struct Citations Citations;

// Looks all evidence up once per document.
Citations *citations_new(Arena *arena, Store *store, Diags *diags);
void citations_free(Citations *citations); // accepts NULL
// The numbers behind a row, ascending, without doubles; *count of them, in the arena. NULL when
// nothing is known.
const guint *citations_of_row(Citations *citations, Arena *arena, const Table *table, guint row,
                              guint *count);
// Orders numbers (guint), ascending.
int citations_compare(const void *a, const void *b);
// The number of a source by its id; 0 when there is none.
guint citations_number(const Citations *citations, const char *source);
