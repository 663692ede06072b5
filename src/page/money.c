// Amounts of a dataset stand beside their currency and basis: an operation on them means something
// only where both are one. Those of the store know it; in other data "amount" and "value" are taken
// for amounts where a column "currency" or "basis" stands beside them.
#include "page/money.h"

#include <string.h>

static bool has_money(const Table *table, const char *field) {
    const Column *column = table_column(table, field);
    return column && money_is_known(&column->money);
}

static const Value *words_of(const Table *table, const char *name) {
    const Column *column = table_column(table, name);
    return column ? column->values : NULL;
}

static const Table *by_names(Arena *arena, const Table *table, const char *field) {
    if (strcmp(field, "amount") != 0 && strcmp(field, "value") != 0)
        return table;
    Table *noted = table_extend(arena, table, 0);
    money_note(noted, field,
               (MoneyWords){.currency = words_of(table, "currency"),
                            .basis = words_of(table, "basis"),
                            .counted = words_of(table, "counted")});
    return noted;
}

MoneySet page_money_set(Arena *arena, const Table *table, const char *field, int op) {
    if (!has_money(table, field))
        table = by_names(arena, table, field);
    return (MoneySet){.table = table, .field = field, .what = money_operation(op)};
}
