// Which changes matter, as a layout says it:
// {"all"?, "wording"?, "percent"?, "amount"?: {"USD": 1000000, ...}}.
#pragma once
#include "facts/change.h"
#include "table/table.h"

// True when the member is there; what is wrong is reported.
bool materiality_read(Arena *arena, Reader *reader, const char *key, Materiality *out);
// Of a row of the dataset "changes". NULL: as its column "material" says.
bool materiality_of_row(const Materiality *materiality, const Table *table, guint row);
