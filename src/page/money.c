// Amounts of a dataset stand beside their currency and basis: an operation on them means something
// only where both are one. Those of the store know it; in other data "amount" and "value" are taken
// for amounts where a column "currency" or "basis" stands beside them.
#include "page/money.h"

#include "table/money.h"

#include <string.h>

static bool has_money(const Table *table, const char *field) {
    const Column *column = table_column(table, field);
    return column && (column->money.currency || column->money.basis);
}

static const Value *words_of(const Table *table, const char *name) {
    const Column *column = table_column(table, name);
    return column ? column->values : NULL;
}

static const Table *by_names(Arena *arena, const Table *table, const char *field) {
    if (strcmp(field, "amount") != 0 && strcmp(field, "value") != 0)
        return table;
    Table *noted = table_extend(arena, table, 0);
    money_note(noted, field, (MoneyWords){words_of(table, "currency"), words_of(table, "basis")});
    return noted;
}

const char *page_money_problem(Arena *arena, const Table *table, const char *field, int op) {
    if (!has_money(table, field))
        table = by_names(arena, table, field);
    const MoneySet set = {.table = table, .field = field, .what = money_operation(op)};
    return set.what ? money_problem(arena, &set) : NULL;
}
