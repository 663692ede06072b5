// Sums of money: over one currency and one kind of promise, or not at all.
#pragma once
#include "page/scope.h"
#include "table/money.h"

// What an operation (of aggregate_find) over all rows of a field takes together, for money_problem
// and money_warn; .what NULL: nothing speaks against it.
MoneySet page_money_set(Arena *arena, const Table *table, const char *field, int op);
// Warns of a number format whose "$" writes another currency's sign than that of amounts of the
// set; format may be NULL or of dates, place NULL.
void page_money_check_sign(Scope *scope, const Place *place, const MoneySet *set,
                           const char *format);
