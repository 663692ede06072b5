// Sums of money: over one currency and one kind of promise, or not at all.
#pragma once
#include "table/table.h"

// What speaks against an operation (of aggregate_find) over all rows of a field: that its amounts
// are in several currencies, or announced and committed together. In the arena; NULL when nothing
// does.
const char *page_money_problem(Arena *arena, const Table *table, const char *field, int op);
