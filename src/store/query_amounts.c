// The amounts of a result: the words beside them, which the question was given columns for, and
// what cannot be said of them.
#include "store/private.h"
#include "table/money.h"

#include <string.h>

// --- words ---

static Column *find_column(Table *table, const char *name) {
    for (guint i = 0; name && i < table->column_count; i++)
        if (g_ascii_strcasecmp(table->columns[i].name, name) == 0)
            return &table->columns[i];
    return NULL;
}

static const Value *words_of(Table *table, const char *name) {
    const Column *column = find_column(table, name);
    return column ? column->values : NULL;
}

// The number of the fact is no column of the table, but its lineage.
static const Value *rows_of(Table *table, const char *name) {
    const Value *values = words_of(table, name);
    if (values || !name || !table->lineage || g_ascii_strcasecmp(name, "fact") != 0)
        return values;
    Value *rows = arena_array(table->arena, Value, table->row_count);
    for (guint row = 0; row < table->row_count; row++) {
        const Lineage *facts = table->lineage[row];
        bool is_one = facts && facts->count == 1;
        rows[row] = is_one ? value_number(facts->ids[0]) : value_null();
    }
    return rows;
}

// Amounts know what they are in.
static void note_words(Table *table, const SqlMoneyColumn *amounts) {
    Column *column = find_column(table, amounts->name);
    if (!column)
        return;
    column->money = (MoneyWords){.currency = words_of(table, amounts->words[0]),
                                 .basis = words_of(table, amounts->words[1]),
                                 .counted = words_of(table, amounts->words[2]),
                                 .row = rows_of(table, amounts->words[3]),
                                 .is_dollars = amounts->traits.is_dollars,
                                 .is_converted = amounts->traits.is_converted,
                                 .is_quantity = amounts->traits.is_quantity};
    money_simplify(&column->money, table->row_count);
}

void query_note_amounts(const SqlMoney *money, Table *table) {
    guint index = 0, kept = 0;
    const SqlMoneyColumn *amounts;
    while ((amounts = sql_money_next(money, &index)))
        note_words(table, amounts);
    for (guint i = 0; i < table->column_count; i++)
        if (!sql_money_is_hidden(money, table->columns[i].name))
            table->columns[kept++] = table->columns[i];
    table->column_count = kept;
}

// --- several in one ---

// An amount that is not 0 and stands in two currencies.
static bool is_joined(Value amount, Value word) {
    return word.type == VALUE_STRING && strstr(word.as.string, SQL_MONEY_JOINT) &&
           value_is_number(amount) && value_to_number(amount) != 0;
}

// The rows in which it does; 0: none. *word: the first one's.
static guint count_joined(const Table *table, const Column *column, const char **word) {
    const Value *words = column ? column->money.currency : NULL;
    guint count = 0;
    for (guint row = 0; words && row < table->row_count; row++) {
        if (!is_joined(column->values[row], words[row]))
            continue;
        if (count++ == 0)
            *word = words[row].as.string;
    }
    return count;
}

// "EUR + USD" as "EUR and USD". New string.
static char *spoken(const char *word) {
    const char *sign = strstr(word, SQL_MONEY_JOINT);
    return g_strdup_printf("%.*s and %s", (int)(sign - word), word, sign + strlen(SQL_MONEY_JOINT));
}

static void refuse_joined(const QueryText *query, const SqlMoneyColumn *amounts, const char *word,
                          guint rows) {
    g_autofree char *both = spoken(word);
    g_autofree char *message = g_strdup_printf(
        "\"%s\" puts %s in %s into one number, in %u row%s", amounts->name,
        amounts->traits.is_quantity ? "quantities" : "amounts", both, rows, rows == 1 ? "" : "s");
    query_error_at(query, DIAG_MIXED_CURRENCIES, amounts->start, amounts->end,
                   amounts->traits.is_quantity
                       ? "take quantities in one unit"
                       : "take amounts in one currency, or give --rates and take amount_converted",
                   message);
}

// --- doubts ---

static bool is_several(const char *const two[2]) {
    return g_strcmp0(two[0], two[1]) != 0;
}

// Amounts of which nothing says what they are in can be added up where nobody sees it.
static void warn_of_doubt(const QueryText *query) {
    gsize start, end;
    if (!sql_money_doubt(query->money, &start, &end))
        return;
    const StoreMoney *money = store_money(query->store);
    bool in_currencies = is_several(money->currencies);
    const char *const *two = in_currencies ? money->currencies : money->bases;
    if (!in_currencies && !is_several(money->bases))
        return;
    g_autofree char *what = query_excerpt(query, start, end);
    g_autofree char *message = g_strdup_printf(
        "the facts have amounts %s %s and %s, and it cannot be told which of them %s%s%s: a sum of "
        "them would not be refused",
        in_currencies ? "in" : "on the bases", two[0], two[1],
        *what ? "stand in \"" : "the question asks for", what, *what ? "\"" : "");
    query_report_at(query, DIAG_WARNING, DIAG_SEVERAL_CURRENCIES, start, end,
                    in_currencies ? "select currency and basis too, or filter to one currency"
                                  : "select basis too, or filter to one basis",
                    message);
}

bool query_check_amounts(const QueryText *query, Table *table) {
    guint index = 0;
    const SqlMoneyColumn *amounts;
    bool good = true;
    while ((amounts = sql_money_next(query->money, &index))) {
        const char *word = NULL;
        Column *column = find_column(table, amounts->name);
        guint rows = count_joined(table, column, &word);
        if (rows)
            refuse_joined(query, amounts, word, rows);
        if (column && amounts->is_ratio)
            column->money = (MoneyWords){0};
        good = good && rows == 0;
    }
    warn_of_doubt(query);
    query_warn_of_umbrellas(query, table);
    return good;
}
