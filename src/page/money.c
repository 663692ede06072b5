// Amounts of a dataset stand beside their currency and basis: an operation on them means something
// only where both are one.
#include "page/money.h"

#include "table/transform.h"

#include <string.h>

static bool is_money(const char *field) {
    return strcmp(field, "amount") == 0 || strcmp(field, "value") == 0;
}

// The name of an operation that adds or compares amounts; NULL for others, such as count.
static const char *name_of(int op) {
    static const char *const ops[] = {"sum",   "mean",   "average", "median",   "q1",
                                      "q3",    "min",    "max",     "variance", "variancep",
                                      "stdev", "stdevp", "product"};
    for (guint i = 0; i < G_N_ELEMENTS(ops); i++)
        if (aggregate_find(ops[i]) == op)
            return ops[i];
    return NULL;
}

// Two different words of a column in rows that have an amount; false when there are no two.
static bool find_two(const Table *table, const char *field, const char *column,
                     const char *words[2]) {
    words[0] = NULL;
    for (guint row = 0; row < table->row_count; row++) {
        Value word = table_value(table, column, row);
        if (value_is_nullish(table_value(table, field, row)) || word.type != VALUE_STRING)
            continue;
        words[1] = word.as.string;
        if (!words[0])
            words[0] = words[1];
        if (strcmp(words[0], words[1]) != 0)
            return true;
    }
    return false;
}

const char *money_problem(Arena *arena, const Table *table, const char *field, int op) {
    static const char *const kinds[][2] = {{"currency", "in several currencies"},
                                           {"basis", "on several bases"}};
    const char *words[2];
    const char *name = name_of(op);
    if (!name || !is_money(field) || !table_column(table, field))
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (table_column(table, kinds[i][0]) && find_two(table, field, kinds[i][0], words))
            return arena_printf(arena, "the amounts are %s, %s and %s: their %s means nothing",
                                kinds[i][1], words[0], words[1], name);
    return NULL;
}
