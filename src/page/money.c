// Amounts of a dataset stand beside their currency and basis: an operation on them means something
// only where both are one. Those of the store know it; in other data "amount" and "value" are taken
// for amounts where a column "currency" or "basis" stands beside them.
#include "page/money.h"

#include "base/format_locale.h"
#include "facts/currency_mention.h"

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

// --- signs ---

#define NO_BREAK "\u00a0"

// Whether the sign that the language writes for "$" cannot mean the currency.
static bool is_other_sign(const FormatLocale *locale, const char *currency) {
    g_autoptr(GString) text = g_string_new(locale->currency[0]);
    g_string_append_c(text, '1');
    g_string_append(text, locale->currency[1]);
    g_string_replace(text, NO_BREAK, " ", 0);
    gsize digit = (gsize)(strchr(text->str, '1') - text->str);
    return currency_mention(text->str, digit, digit + 1, currency) == CURRENCY_OTHER;
}

// NULL: no amount, or not known.
static const char *currency_at(const Column *column, guint row) {
    const MoneyWords *money = &column->money;
    if (money->is_quantity || !value_is_number(column->values[row]))
        return NULL;
    if (money->currency)
        return money->currency[row].type == VALUE_STRING ? money->currency[row].as.string : NULL;
    return money->is_dollars ? "USD" : NULL;
}

// The first currency of the amounts that the sign cannot mean, NULL: none; in how many rows one is.
static const char *find_other(const Table *table, const Column *column, const FormatLocale *locale,
                              guint *rows) {
    const char *found = NULL, *last = NULL;
    bool is_other = false;
    for (guint row = 0; row < table->row_count; row++) {
        const char *currency = currency_at(column, row);
        if (currency && g_strcmp0(last, currency) != 0)
            is_other = is_other_sign(locale, last = currency);
        if (!currency || !is_other)
            continue;
        found = found ? found : currency;
        ++*rows;
    }
    return found;
}

static bool has_sign(const char *format) {
    NumberFormat parsed;
    return format && number_format_check(format) && number_format_parse(format, &parsed) &&
           parsed.symbol == '$';
}

void page_money_check_sign(Scope *scope, const Place *place, const MoneySet *set,
                           const char *format) {
    const Column *column = set->field ? table_column(set->table, set->field) : NULL;
    const FormatLocale *locale = scope_locale(scope);
    guint rows = 0;
    const char *other =
        column && has_sign(format) ? find_other(set->table, column, locale, &rows) : NULL;
    if (!other)
        return;
    g_autoptr(GString) sign = g_string_new(locale->currency[0]);
    g_string_append(sign, locale->currency[1]);
    g_string_replace(sign, NO_BREAK, "", 0);
    diag_warning(
        scope_diags(scope), DIAG_SEVERAL_CURRENCIES, place,
        "leave \"$\" out and say the currency beside the number, as in \"unit\" of a key "
        "figure or in a column \"currency\"; or give --rates and take amount_converted",
        "format \"%s\" writes \"%s\" at amounts in another currency, such as %s (%u row%s of "
        "\"%s\")",
        format, sign->str, other, rows, rows == 1 ? "" : "s", set->field);
}
