// What a question may get wrong without failing: divisions whose kind is not known, money of which
// one currency is counted.
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

// Whether the same was said before, of another question.
static bool is_told(const Diags *diags, DiagId id, const char *message) {
    for (guint i = 0; i < diags_kept(diags); i++)
        if (diags_nth(diags, i)->id == id && strcmp(diags_nth(diags, i)->message, message) == 0)
            return true;
    return false;
}

// With rates one currency of each partnership is converted into amount_converted.
static void warn_of_uncounted(const QueryText *query) {
    static const char name[] = "amount_converted";
    const char *found = query->store->rates ? strstr(query->sql, name) : NULL;
    bool is_asked = found || (query->store->rates &&
                              g_str_has_prefix(query->sql, "SELECT * FROM partnerships "));
    const StoreMoney *money = is_asked ? store_money(query->store) : NULL;
    if (!money || money->several == 0)
        return;
    g_autofree char *message =
        g_strdup_printf("amount_converted counts one currency of a partnership; %" G_GINT64_FORMAT
                        " %s on the same basis in others, which may be the same money: \"%s\"%s",
                        money->several, money->several == 1 ? "has amounts" : "have amounts",
                        money->example, money->several > 1 ? " and others" : "");
    gsize start = found ? (gsize)(found - query->sql) : 0;
    if (!is_told(query->diags, DIAG_SEVERAL_CURRENCIES, message))
        query_report_at(query, DIAG_WARNING, DIAG_SEVERAL_CURRENCIES, start,
                        found ? start + strlen(name) : 0,
                        "where they are money of their own, sum \"converted\" of the table "
                        "\"amounts\"",
                        message);
}

void query_warn_of_sql(const QueryText *query) {
    warn_of_division(query);
    warn_of_uncounted(query);
}

static const struct {
    const char *before, *after, *hint;
} asides[] = {
    [ASIDE_ORDER] = {"ORDER BY ", " compares",
                     "order by currency first, filter to one of them, order by amount_usd, or give "
                     "--rates and take amount_converted"},
    [ASIDE_RANK] =
        {"the ORDER BY of a window, ", ", compares",
         "PARTITION BY currency, filter to one of them, take amount_usd, or give --rates "
         "and take amount_converted"},
    [ASIDE_COMPARISON] = {"", " compares",
                          "say the currency beside it, compare amount_usd, or give --rates and "
                          "compare amount_converted"},
};

static void warn_of_repeats(const QueryText *query, const SqlAside *aside, const char *counts) {
    g_autofree char *call = query_excerpt(query, aside->start, aside->end);
    g_autofree char *message =
        query_twice_message(SQL_MONEY_REPEATS, call, counts, /*is_converted=*/false);
    query_report_at(query, DIAG_WARNING, DIAG_COUNTED_TWICE, aside->start, aside->end,
                    query_twice_hint(SQL_MONEY_REPEATS, /*is_converted=*/false), message);
}

static void warn_of_restated(const QueryText *query, const SqlAside *aside, const char *counts) {
    g_autofree char *call = query_excerpt(query, aside->start, aside->end);
    g_autofree char *message = g_strdup_printf(
        "money may count twice in %s: amounts on one basis in several currencies (%s) are often "
        "one sum said in each",
        call, counts);
    query_report_at(
        query, DIAG_WARNING, DIAG_COUNTED_TWICE, aside->start, aside->end,
        "sum \"amount_converted\" of \"partnerships\", which takes one currency of each, "
        "or group by currency",
        message);
}

void query_warn_of_aside(const QueryText *query, const SqlAside *aside, const char *counts) {
    if (aside->kind == ASIDE_REPEATS) {
        warn_of_repeats(query, aside, counts);
        return;
    }
    if (aside->kind == ASIDE_RESTATED) {
        warn_of_restated(query, aside, counts);
        return;
    }
    g_autofree char *term = query_excerpt(query, aside->start, aside->end);
    g_autofree char *message = g_strdup_printf(
        "%s%s%s %s (%s)", asides[aside->kind].before, term, asides[aside->kind].after,
        aside->is_quantity ? "quantities in several units" : "amounts in several currencies",
        counts);
    const char *hint =
        aside->is_quantity ? "say the unit beside it, or group by it" : asides[aside->kind].hint;
    query_report_at(query, DIAG_WARNING, DIAG_SEVERAL_CURRENCIES, aside->start, aside->end, hint,
                    message);
}
