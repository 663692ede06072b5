// Text among numbers.
#pragma once
#include "table/table.h"

// Warns of each column that text among its numbers made a column of text; after
// table_infer_types. at: where the data is asked for.
void table_warn_of_strays(const Table *table, Diags *diags, const Place *at);
