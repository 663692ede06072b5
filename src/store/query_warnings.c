// What a question may get wrong without failing: divisions whose kind is not known, money of which
// one currency is counted, amounts that say nothing of their currency.
#include "store/private.h"
#include "store/sql_division.h"

#include <string.h>

// A division that one engine may make of whole numbers and another of decimals.
static void warn_of_division(const QueryText *query) {
    gsize start, end;
    if (sql_division_doubt(query->sql, &start, &end))
        query_report_at(query, DIAG_WARNING, DIAG_INTEGER_DIVISION, start, end,
                        "write 1.0 * a / b, or CAST(a AS INTEGER) / b for whole numbers",
                        "it cannot be told whether this divides whole numbers, which drops the "
                        "fraction");
}

static const char uncounted[] = "amount_converted counts one currency of a partnership; ";

static bool is_told(const Diags *diags) {
    for (guint i = 0; i < diags_kept(diags); i++)
        if (g_str_has_prefix(diags_nth(diags, i)->message, uncounted))
            return true;
    return false;
}

// With rates one currency of each partnership is converted into amount_converted.
static void warn_of_uncounted(const QueryText *query) {
    static const char name[] = "amount_converted";
    if (!query->store->rates || is_told(query->diags))
        return;
    const char *found = strstr(query->sql, name);
    bool is_asked = found || g_str_has_prefix(query->sql, "SELECT * FROM partnerships ");
    const StoreMoney *money = is_asked ? store_money(query->store) : NULL;
    if (!money || money->several == 0)
        return;
    g_autofree char *message = g_strdup_printf(
        "%s%" G_GINT64_FORMAT
        " %s on the same basis in others, which may be the same money: \"%s\"%s",
        uncounted, money->several, money->several == 1 ? "has amounts" : "have amounts",
        money->example, money->several > 1 ? " and others" : "");
    gsize start = found ? (gsize)(found - query->sql) : 0;
    query_report_at(query, DIAG_WARNING, DIAG_SEVERAL_CURRENCIES, start,
                    found ? start + strlen(name) : 0,
                    "to count them all, sum \"converted\" of the table \"amounts\"", message);
}

void query_warn_of_sql(const QueryText *query) {
    warn_of_division(query);
    warn_of_uncounted(query);
}

// Whether facts hold two words of a kind, and the question speaks of neither.
static bool is_unsaid(const char *sql, const char *column, const char *const two[2]) {
    return g_strcmp0(two[0], two[1]) != 0 && !strcasestr(sql, column);
}

// Amounts of which nothing says what they are in can be added up where nobody sees it.
static void warn_of_unsaid(const QueryText *query, const Column *column, const char *currency) {
    if (strcmp(currency, "currency") != 0 ||
        !(strcasestr(query->sql, "partnerships") || strcasestr(query->sql, "amounts")))
        return;
    const StoreMoney *money = store_money(query->store);
    bool in_currencies =
        !column->money.currency && is_unsaid(query->sql, "currency", money->currencies);
    const char *const *two = in_currencies ? money->currencies : money->bases;
    if (!in_currencies && (column->money.basis || !is_unsaid(query->sql, "basis", money->bases)))
        return;
    g_autofree char *message = g_strdup_printf(
        "the facts have amounts %s %s and %s, and nothing beside \"%s\" tells them apart: a sum of "
        "them would not be refused",
        in_currencies ? "in" : "on the bases", two[0], two[1], column->name);
    query_report_at(query, DIAG_WARNING, DIAG_SEVERAL_CURRENCIES, 0, 0,
                    in_currencies ? "select currency and basis too, or filter to one currency"
                                  : "select basis too, or filter to one basis",
                    message);
}

void query_warn_of_amounts(const QueryText *query, const Table *table) {
    const char *currency, *basis;
    for (guint i = 0; query->node && table->row_count > 1 && i < table->column_count; i++)
        if (sql_money_words(query->money, table->columns[i].name, &currency, &basis))
            warn_of_unsaid(query, &table->columns[i], currency);
}
