// What the cells of the conflicts table say, in the language of the report. Each takes a row of the
// dataset conflicts and the cell's value; words of cells (table_spec.h).
#pragma once
#include "page/block.h"
#include "table/table.h"

// What they disagree on: "Status", "Amount (committed)", "Build the mill".
const char *conflict_field(const Compose *compose, const Table *table, guint row, const char *text);
// "320,000,000 USD", "19 Nov 2025", "2026, overdue".
const char *conflict_value(const Compose *compose, const Table *table, guint row, const char *text);
// Why one was chosen: "newer source".
const char *conflict_rule(const Compose *compose, const Table *table, guint row, const char *text);
