// What a row of totals is called.
#pragma once
#include "page/table_spec.h"

// "Total" or "Subtotal" where sums or several counts stand in it, else what the operation gives
// ("Mean"); several names are joined by a slash, in the order of the columns.
const char *table_total_label(const Compose *compose, const TableSpec *spec, TableRowKind kind);
