// Questions about a sum that an engine refused: it is asked again for how many rows there are of
// each kind, over the same tables under the same conditions.
#include "store/sql_edit.h"
#include "store/sql_money_core.h"

char *sql_money_with(const SqlMoney *money) {
    const SqlQuery *top = money->work.tree.top;
    return sql_money_part(money, (Span){top->span.from, top->arms->span.from});
}

// "WHERE" and what it says: what the SELECT does, FILTER, an amount that is not 0. New string.
static char *counting_condition(const SqlMoney *money, const MoneyCall *call) {
    const SqlText *text = &money->work.tree.text;
    g_autofree char *where = sql_money_part(money, sql_place_where(text, call->select));
    g_autofree char *filter = sql_money_part(money, call->filter);
    g_autofree char *amount = sql_text_copy(text, call->argument);
    return g_strdup_printf("WHERE (%s) AND (%s) AND (%s) <> 0", *where ? where : "1 = 1",
                           *filter ? filter : "1 = 1", amount);
}

static const char *currency_of(const MoneyCall *call) {
    if (call->currency)
        return call->currency;
    return call->traits.is_dollars ? "'USD'" : "CAST(NULL AS TEXT)";
}

char *sql_money_repeats(const SqlMoney *money, const MoneyCall *call, const char *keys) {
    g_autofree char *condition = counting_condition(money, call), *with = sql_money_with(money);
    g_autofree char *from = sql_money_part(money, call->select->core.from);
    g_autofree char *amount = sql_text_copy(&money->work.tree.text, call->argument);
    const char *row = call->words[WORD_ROW];
    return g_strdup_printf(
        "%s SELECT word, count(DISTINCT part) AS n, sum(more) AS money FROM (SELECT max(%s) AS "
        "word, %s AS part, sum(%s) - max(%s) AS more FROM %s %s GROUP BY %s%s%s HAVING count(*) > "
        "1) AS accord_repeated GROUP BY 1 ORDER BY 2 DESC, 1",
        with, currency_of(call), row, amount, amount, from, condition, row, *keys ? ", " : "",
        keys);
}

char *sql_money_restated(const SqlMoney *money, const MoneyCall *call, const char *keys) {
    g_autofree char *condition = counting_condition(money, call), *with = sql_money_with(money);
    g_autofree char *from = sql_money_part(money, call->select->core.from);
    g_autofree char *amount = sql_text_copy(&money->work.tree.text, call->argument);
    const char *fact = call->words[WORD_ROW], *currency = call->words[WORD_CURRENCY];
    return g_strdup_printf(
        "%s SELECT max(word) AS word, count(DISTINCT part) AS n, sum(sums) AS money FROM (SELECT "
        "max(%s) AS word, %s AS part, sum(%s) AS sums FROM %s %s GROUP BY %s, %s%s HAVING min(%s) "
        "<> max(%s)) AS accord_restated HAVING count(*) > 0",
        with, currency_of(call), fact, amount, from, condition, fact, call->words[WORD_BASIS], keys,
        currency, currency);
}

static char *counting_repeats(SqlMoney *money, const MoneyCall *call) {
    const GPtrArray *keys = sql_place_keys(&money->work, call->select);
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; i < keys->len; i++)
        g_string_append_printf(list, "%s%s", i ? ", " : "", (char *)keys->pdata[i]);
    return sql_money_repeats(money, call, list->str);
}

// Of a SELECT that stands by itself: what WITH names is there for all.
char *sql_money_counting(SqlMoney *money, guint number, SqlMoneyCount kind) {
    static const AmountWordKind kinds[] = {WORD_CURRENCY, WORD_BASIS, WORD_COUNTED, WORD_ROW};
    const MoneyCall *call = money->asked ? sql_money_call(money, number) : NULL;
    const char *word = call ? call->words[kinds[kind]] : NULL;
    if (!word || call->select->outer || call->select->core.from.to <= call->select->core.from.from)
        return NULL;
    if (kind == COUNT_REPEATS)
        return counting_repeats(money, call);
    g_autofree char *with = sql_money_with(money), *condition = counting_condition(money, call);
    g_autofree char *from = sql_money_part(money, call->select->core.from);
    g_autofree char *amount = sql_text_copy(&money->work.tree.text, call->argument);
    return g_strdup_printf("%s SELECT %s AS word, count(*) AS n, sum(%s) AS money FROM %s %s AND "
                           "%s %s GROUP BY 1 ORDER BY 2 DESC, 1",
                           with, kind == COUNT_UMBRELLAS ? currency_of(call) : word, amount, from,
                           condition, word, kind == COUNT_UMBRELLAS ? "= 0" : "IS NOT NULL");
}
