// Two words of one kind behind amounts that are put together make a number that means nothing. The
// words come from the store, beside the amounts; here they are only carried along and compared.
#include "table/money.h"

#include "table/transform.h"

#include <string.h>

void money_note(Table *table, const char *column, MoneyWords money) {
    for (guint i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, column) == 0)
            table->columns[i].money = money;
}

const char *money_operation(int op) {
    static const char *const ops[] = {
        "sum", "mean",     "average",   "median", "q1",     "q3",     "min", "max",
        "ci0", "variance", "variancep", "stdev",  "stdevp", "stderr", "ci1", "product"};
    for (guint i = 0; i < G_N_ELEMENTS(ops); i++)
        if (aggregate_find(ops[i]) == op)
            return ops[i];
    return NULL;
}

static bool is_amount(Value value) {
    return value_is_valid(value) && value_is_number(value) && value_to_number(value) != 0;
}

// The word beside an amount; NULL when there is none.
static const char *word_at(const Value *words, const Column *column, guint row) {
    if (words[row].type != VALUE_STRING || !is_amount(column->values[row]))
        return NULL;
    return words[row].as.string;
}

// Two different words in the rows; false when there are no two.
static bool find_two(const MoneySet *set, const Column *column, const Value *words,
                     const char *two[2]) {
    guint count = set->rows ? set->row_count : set->table->row_count;
    two[0] = NULL;
    for (guint i = 0; i < count; i++) {
        const char *word = word_at(words, column, set->rows ? set->rows[i] : i);
        if (!word)
            continue;
        two[1] = word;
        if (!two[0])
            two[0] = word;
        if (two[0] != word && strcmp(two[0], word) != 0)
            return true;
    }
    return false;
}

const char *money_problem(Arena *arena, const MoneySet *set) {
    static const char form[] = "the amounts are %s, %s and %s: their %s means nothing";
    const Column *column = set->field ? table_column(set->table, set->field) : NULL;
    const char *two[2];
    if (!column)
        return NULL;
    if (column->money.currency && find_two(set, column, column->money.currency, two))
        return arena_printf(arena, form, "in several currencies", two[0], two[1], set->what);
    if (column->money.basis && find_two(set, column, column->money.basis, two))
        return arena_printf(arena, form, "on several bases", two[0], two[1], set->what);
    return NULL;
}

const char *money_hint(const char *problem) {
    if (strstr(problem, "on several bases"))
        return "group by basis, or filter to one of them";
    if (strstr(problem, "stack"))
        return "give each currency a place of its own (xOffset, a facet), filter to one of them, "
               "or give --rates and take amount_converted";
    return "group by currency, filter to one of them, or give --rates and take amount_converted";
}

bool money_check_groups(Diags *diags, const JsonNode *node, const MoneySet *set,
                        const Groups *groups) {
    const Column *column = set->field ? table_column(set->table, set->field) : NULL;
    if (!column || (!column->money.currency && !column->money.basis))
        return true;
    g_autoptr(Arena) arena = arena_new();
    const char *problem = NULL;
    for (guint g = 0; g < groups->count && !problem; g++) {
        MoneySet one = *set;
        one.rows = group_rows(groups, g);
        one.row_count = group_size(groups, g);
        problem = money_problem(arena, &one);
    }
    if (problem && node)
        json_error(diags, node, DIAG_MIXED_CURRENCIES, money_hint(problem), "%s", problem);
    else if (problem)
        diag_error(diags, DIAG_MIXED_CURRENCIES, NULL, money_hint(problem), "%s", problem);
    return !problem;
}

// The first word of each group.
static const Value *words_of_groups(Arena *arena, const Column *column, const Value *words,
                                    const Groups *groups) {
    if (!words)
        return NULL;
    Value *out = arena_array(arena, Value, groups->count);
    for (guint g = 0; g < groups->count; g++) {
        const char *word = NULL;
        for (guint i = 0; i < group_size(groups, g) && !word; i++)
            word = word_at(words, column, group_rows(groups, g)[i]);
        out[g] = word ? value_string(word) : value_null();
    }
    return out;
}

MoneyWords money_of_groups(Arena *arena, const Table *table, const char *field,
                           const Groups *groups) {
    const Column *column = field ? table_column(table, field) : NULL;
    if (!column)
        return (MoneyWords){NULL, NULL};
    return (MoneyWords){words_of_groups(arena, column, column->money.currency, groups),
                        words_of_groups(arena, column, column->money.basis, groups)};
}
