// Numbers that mean nothing over several currencies without being added up: "amount > 1000000", a
// first term of ORDER BY, in a question or in a window; and sums in windows, whose amounts a join
// repeats. The engine sees no fault in them. For each there is a question of its own, over the same
// tables under the same conditions, that says which currencies stand in how many rows. A comparison
// is left out of its own condition, and so is what OR puts beside it.
#include "store/sql_expression.h"
#include "store/sql_money_core.h"

enum { ASIDES_LIMIT = 16 };

// Whether a CASE around the token looks at the word before it.
static bool is_chosen_by(SqlMoney *money, guint index, const char *word) {
    const SqlText *text = &money->work.tree.text;
    guint depth = 0;
    for (guint i = index; i > 0; i--) {
        if (sql_is_word_at(text, i - 1, "end"))
            depth++;
        else if (sql_is_word_at(text, i - 1, "case") && depth)
            depth--;
        else if (sql_is_word_at(text, i - 1, "case") &&
                 sql_place_mentions(&money->work, (Span){i - 1, index}, word))
            return true;
    }
    return false;
}

static void note(SqlMoney *money, const MoneyAside *aside) {
    if (money->asides->len < ASIDES_LIMIT)
        g_array_append_vals(money->asides, aside, 1);
}

static const SqlText *text_of(const SqlMoney *money) {
    return &money->work.tree.text;
}

// Whether an expression is of amounts that may be in several currencies.
static bool is_mixed(SqlMoney *money, MoneyAside *aside, Span span) {
    const AmountPlace place = {.select = aside->select, .is_grouped = aside->is_grouped};
    SqlAmount amount = sql_amount_of(&money->work, &place, span);
    const AmountWord *word = &amount.words[WORD_CURRENCY];
    aside->word = word->sql;
    aside->is_quantity = amount.traits.is_quantity;
    return amount.kind == AMOUNT_KNOWN && word->sql && !word->constant;
}

// --- orders ---

// Without ASC, DESC and what follows; of a number the output that it means.
static Span order_value(const SqlMoney *money, const SqlSelect *select, Span term) {
    static const char *const ends[] = {"asc", "desc", "nulls", "collate"};
    const SqlText *text = text_of(money);
    guint to = term.from;
    while (to < term.to && !sql_money_is_any(text, to, ends, G_N_ELEMENTS(ends)))
        to = sql_text_next(text, to);
    Span value = {term.from, MIN(to, term.to)};
    const SqlToken *token = sql_text_token(text, value.from);
    if (value.to != value.from + 1 || token->kind != TOKEN_NUMBER)
        return value;
    guint64 number = g_ascii_strtoull(text->sql + token->start, NULL, 10);
    bool is_output = number >= 1 && number <= select->output_count;
    return is_output ? select->outputs[number - 1].value : (Span){0, 0};
}

// Behind another term amounts are only compared where that is equal: the first one is looked at
// that is no condition, such as "amount IS NULL".
static void note_order(SqlMoney *money, MoneyAside *aside, Span terms) {
    const SqlText *text = text_of(money);
    Span term = {terms.from, sql_find_comma(text, terms)};
    while (term.to < terms.to && sql_is_condition(text, term))
        term = (Span){term.to + 1, sql_find_comma(text, (Span){term.to + 1, terms.to})};
    Span value = order_value(money, aside->select, term);
    aside->span = term;
    if (value.to > value.from && is_mixed(money, aside, value))
        note(money, aside);
}

// Of questions that stand by themselves.
static void note_orders(SqlMoney *money) {
    static const char *const ends[] = {"limit", "offset", "fetch"};
    const SqlTree *tree = &money->work.tree;
    for (guint i = 0; i < tree->selects->len; i++) {
        const SqlSelect *select = tree->selects->pdata[i];
        guint from = select->core.rest.to, to = from + 2;
        if (select->is_values || select->outer || select->query->arm_count != 1 ||
            select->span.to < to || !sql_is_word_at(&tree->text, from, "order"))
            continue;
        while (to < select->span.to && !sql_money_is_any(&tree->text, to, ends, G_N_ELEMENTS(ends)))
            to = sql_text_next(&tree->text, to);
        MoneyAside aside = {
            .kind = ASIDE_ORDER, .select = select, .is_grouped = select->is_aggregate};
        note_order(money, &aside, (Span){from + 2, MIN(to, select->span.to)});
    }
}

// --- windows ---

static guint find_word_of(const SqlText *text, Span span, const char *const *words, guint count) {
    guint i = span.from;
    while (i < span.to && !sql_money_is_any(text, i, words, count))
        i = sql_skip(text, i, span.to);
    return MIN(i, span.to);
}

static guint find_frame(const SqlText *text, Span window) {
    static const char *const frames[] = {"rows", "range", "groups"};
    return find_word_of(text, window, frames, G_N_ELEMENTS(frames));
}

static guint find_window_order(const SqlText *text, Span window) {
    static const char *const order[] = {"order"};
    return find_word_of(text, window, order, 1);
}

// "(PARTITION BY ... ORDER BY ...)", behind OVER or in WINDOW.
static void note_rank(SqlMoney *money, const SqlSelect *select, guint open) {
    const SqlText *text = text_of(money);
    Span window = {open + 1, text->pair[open]};
    guint order = find_window_order(text, window), to = find_frame(text, window);
    MoneyAside aside = {.kind = ASIDE_RANK,
                        .select = select,
                        .window = {window.from, order},
                        .is_grouped = select->is_aggregate};
    if (order + 2 < to)
        note_order(money, &aside, (Span){order + 2, to});
}

void sql_money_note_window(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                           const SqlAmount *amount) {
    const SqlText *text = text_of(money);
    guint open = call->over.from + 1;
    const char *row = amount->words[WORD_ROW].sql;
    if (!row || select->outer || !sql_is_sign_at(text, open, "("))
        return;
    Span window = {open + 1, text->pair[open]};
    bool has_name = window.to > window.from && sql_is_name_at(text, window.from) &&
                    !sql_is_word_at(text, window.from, "partition");
    if (has_name || find_frame(text, window) < window.to)
        return;
    MoneyAside aside = {.kind = ASIDE_REPEATS,
                        .select = select,
                        .span = call->span,
                        .window = {window.from, find_window_order(text, window)},
                        .call = {.span = call->span,
                                 .argument = call->argument,
                                 .filter = call->filter,
                                 .select = select,
                                 .traits = {.is_dollars = !amount->words[WORD_CURRENCY].sql},
                                 .currency = sql_amount_word(&amount->words[WORD_CURRENCY])}};
    aside.call.words[WORD_ROW] = row;
    note(money, &aside);
}

// --- sums of what is converted ---

// The table amounts, which a sum takes amounts from; NULL: it is not there.
static const SqlSource *find_amounts(const SqlSelect *select) {
    for (guint i = 0; i < select->source_count; i++)
        if (g_strcmp0(select->sources[i].dataset, "amounts") == 0)
            return &select->sources[i];
    return NULL;
}

static const char *keys_of(SqlMoney *money, const SqlSelect *select) {
    const GPtrArray *keys = sql_place_keys(&money->work, select);
    const char *list = "";
    for (guint i = 0; i < keys->len; i++)
        list = arena_printf(money->work.arena, "%s, %s", list, (char *)keys->pdata[i]);
    return list;
}

void sql_money_note_restated(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                             const SqlAmount *amount) {
    AmountWork *work = &money->work;
    const SqlSource *source = find_amounts(select);
    bool is_window = call->over.to > call->over.from;
    if (!source || !amount->traits.is_converted || !amount->traits.is_listed || is_window ||
        select->outer || sql_money_compares(&work->tree.text, call->span.from))
        return;
    const AmountPlace place = {.select = select};
    const SqlColumnRef value = {select, source, "value", 0}, fact = {select, source, "fact", 0};
    const SqlAmount stated = sql_amount_of_column(work, &place, &value);
    const AmountWord *currency = &stated.words[WORD_CURRENCY];
    if (currency->constant || sql_place_is_key(work, select, currency->sql))
        return;
    MoneyAside aside = {.kind = ASIDE_RESTATED,
                        .select = select,
                        .span = call->span,
                        .keys = keys_of(money, select),
                        .call = {.argument = call->argument,
                                 .filter = call->filter,
                                 .select = select,
                                 .words = {[WORD_CURRENCY] = currency->sql,
                                           [WORD_BASIS] = stated.words[WORD_BASIS].sql,
                                           [WORD_ROW] = sql_tree_text(work->arena, &fact)},
                                 .currency = sql_amount_word(&amount->words[WORD_CURRENCY])}};
    note(money, &aside);
}

// --- comparisons ---

static bool is_compare(const SqlText *text, guint index) {
    static const char *const signs[] = {"<", ">", "<=", ">="};
    for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
        if (sql_is_sign_at(text, index, signs[i]))
            return true;
    return sql_is_word_at(text, index, "between");
}

static bool is_any_sign(const SqlText *text, guint index, const char *const *signs, guint count) {
    for (guint i = 0; i < count; i++)
        if (sql_is_sign_at(text, index, signs[i]))
            return true;
    return false;
}

// What stands before a condition, or behind it.
static bool is_outside(const SqlText *text, guint index) {
    static const char *const words[] = {
        "where",    "on",        "having", "when",  "then",  "else",   "end",    "select",
        "distinct", "by",        "case",   "group", "order", "limit",  "offset", "from",
        "union",    "intersect", "as",     "asc",   "desc",  "except", "nulls",  "window",
        "join",     "collate",   "left",   "inner", "cross"};
    static const char *const signs[] = {"(", ")", ","};
    return sql_money_is_any(text, index, words, G_N_ELEMENTS(words)) ||
           is_any_sign(text, index, signs, G_N_ELEMENTS(signs));
}

// What stands before an operand, or behind it.
static bool is_edge(const SqlText *text, guint index) {
    static const char *const words[] = {"and", "or", "not", "is", "in", "like", "between"};
    static const char *const signs[] = {"=", "==", "<>", "!=", "<", ">", "<=", ">=", "||"};
    return is_outside(text, index) || sql_money_is_any(text, index, words, G_N_ELEMENTS(words)) ||
           is_any_sign(text, index, signs, G_N_ELEMENTS(signs));
}

// Where what ends at the token begins: a parenthesis, CASE, or the token itself.
static guint step_back(const SqlText *text, guint index) {
    guint depth = 0;
    if (sql_is_sign_at(text, index, ")"))
        return text->pair[index];
    if (!sql_is_word_at(text, index, "end"))
        return index;
    for (guint i = index; i > 0; i--) {
        if (sql_is_word_at(text, i, "end"))
            depth++;
        else if (sql_is_word_at(text, i, "case") && --depth == 0)
            return i;
    }
    return index;
}

typedef bool IsEdge(const SqlText *text, guint index);

static bool ends_there(const SqlText *text, guint index, IsEdge *is_end) {
    bool is_whole = sql_is_sign_at(text, index, ")") || sql_is_word_at(text, index, "end");
    return !is_whole && is_end(text, index);
}

static guint walk_back(const SqlText *text, guint from, guint index, IsEdge *is_end) {
    while (index > from && !ends_there(text, index - 1, is_end))
        index = step_back(text, index - 1);
    return index;
}

static guint walk_on(const SqlText *text, guint index, guint to, IsEdge *is_end) {
    while (index < to && (sql_is_sign_at(text, index, "(") || sql_is_word_at(text, index, "case") ||
                          !is_end(text, index)))
        index = sql_skip(text, index, to);
    return MIN(index, to);
}

// Nothing but the number 0, which is the same in all currencies.
static bool is_zero(const SqlText *text, Span span) {
    const SqlToken *token = sql_text_token(text, span.from);
    return span.to == span.from + 1 && token->kind == TOKEN_NUMBER &&
           g_ascii_strtod(text->sql + token->start, NULL) == 0;
}

// Whether the token stands in the argument or the FILTER of an aggregate.
static bool is_in_aggregate(const SqlText *text, const SqlSelect *select, guint index) {
    SqlCall call;
    for (guint i = index; i > select->span.from; i--) {
        if (sql_is_sign_at(text, i, ")"))
            i = text->pair[i];
        else if (sql_is_sign_at(text, i, "(") &&
                 (sql_is_word_at(text, i - 1, "filter") ||
                  (sql_call_read(text, i - 1, &call) && call.over.to <= call.over.from)))
            return true;
    }
    return false;
}

static bool holds(Span span, guint index) {
    return span.from <= index && index < span.to;
}

static bool is_of_groups(const SqlMoney *money, const SqlSelect *select, guint index) {
    const SqlText *text = text_of(money);
    return select->is_aggregate && !holds(sql_place_where(text, select), index) &&
           !holds(select->core.from, index) && !is_in_aggregate(text, select, index);
}

// Of the comparison at the token: one side amounts, the other none.
static void note_comparison(SqlMoney *money, const SqlSelect *select, guint index) {
    const SqlText *text = text_of(money);
    guint to = select->core.rest.to;
    bool is_negated = index > select->span.from && sql_is_word_at(text, index - 1, "not");
    Span left = {0, index - is_negated}, right = {index + 1, 0};
    left.from = walk_back(text, select->span.from + 1, left.to, is_edge);
    right.to = walk_on(text, right.from, to, is_edge);
    bool is_range = sql_is_word_at(text, index, "between") && sql_is_word_at(text, right.to, "and");
    guint end = is_range ? walk_on(text, right.to + 1, to, is_edge) : right.to;
    if (left.to <= left.from || right.to <= right.from)
        return;
    MoneyAside aside = {.kind = ASIDE_COMPARISON,
                        .select = select,
                        .span = {left.from, end},
                        .is_grouped = is_of_groups(money, select, index)};
    MoneyAside other = aside;
    const AmountPlace place = {.select = select, .is_grouped = aside.is_grouped};
    bool is_left = is_mixed(money, &aside, left), is_right = is_mixed(money, &other, right);
    Span number = is_left ? right : left;
    if (is_left == is_right || is_zero(text, number) ||
        sql_amount_of(&money->work, &place, number).kind != AMOUNT_NONE)
        return;
    aside.operand = is_left ? left : right;
    aside.word = is_left ? aside.word : other.word;
    aside.is_quantity = is_left ? aside.is_quantity : other.is_quantity;
    if (!is_chosen_by(money, aside.span.from, aside.word))
        note(money, &aside);
}

void sql_money_note_asides(SqlMoney *money) {
    const SqlTree *tree = &money->work.tree;
    note_orders(money);
    for (guint i = 0; i < tree->text.tokens->len; i++) {
        const SqlSelect *select = tree->owners[i];
        if (!select || select->is_values || select->outer)
            continue;
        bool is_window = sql_is_sign_at(&tree->text, i, "(") &&
                         (sql_is_word_at(&tree->text, i + 1, "order") ||
                          sql_is_word_at(&tree->text, i + 1, "partition"));
        if (is_window)
            note_rank(money, select, i);
        else if (i > select->span.from && is_compare(&tree->text, i))
            note_comparison(money, select, i);
    }
}

// --- questions ---

// What OR, at this level, puts around the token.
static Span alternative_of(const SqlText *text, Span span, guint index) {
    for (guint i = span.from; i < span.to; i = sql_skip(text, i, span.to)) {
        if (!sql_is_word_at(text, i, "or"))
            continue;
        if (i > index)
            return (Span){span.from, i};
        span.from = i + 1;
    }
    return span;
}

static void put_part(const SqlMoney *money, Span span, GString *out) {
    g_autofree char *part = sql_money_part(money, span);
    g_string_append_printf(out, " %s ", part);
}

// The condition without the comparison.
static void put_condition(const SqlMoney *money, const MoneyAside *aside, Span root, GString *out) {
    const SqlText *text = text_of(money);
    Span all = alternative_of(text, root, aside->span.from);
    guint at = all.from, next = at;
    while (at < all.to && (next = sql_skip(text, at, all.to)) <= aside->span.from)
        at = next;
    if (at == aside->span.from) {
        bool is_negated = at > all.from && sql_is_word_at(text, at - 1, "not");
        put_part(money, (Span){all.from, at - is_negated}, out);
        g_string_append_c(out, '(');
        put_part(money, aside->operand, out);
        g_string_append(out, ") IS NOT NULL");
        put_part(money, (Span){aside->span.to, all.to}, out);
    } else if (at < all.to && sql_is_sign_at(text, at, "(")) {
        put_part(money, (Span){all.from, at + 1}, out);
        put_condition(money, aside, (Span){at + 1, text->pair[at]}, out);
        put_part(money, (Span){text->pair[at], all.to}, out);
    } else {
        put_part(money, all, out);
    }
}

// All of the condition that a comparison outside of WHERE and HAVING is in.
static Span condition_around(const SqlText *text, const SqlSelect *select, Span span) {
    return (Span){walk_back(text, select->span.from + 1, span.from, is_outside),
                  walk_on(text, span.to, select->core.rest.to, is_outside)};
}

// "(condition)", or what is always true. New string.
static char *clause_text(const SqlMoney *money, const MoneyAside *aside, Span clause) {
    g_autoptr(GString) out = g_string_new("(");
    if (clause.to > clause.from && holds(clause, aside->span.from))
        put_condition(money, aside, clause, out);
    else if (clause.to > clause.from)
        put_part(money, clause, out);
    else
        g_string_append(out, "1 = 1");
    g_string_append_c(out, ')');
    return g_strdup(out->str);
}

// The words of the rows that are compared. New string.
static char *compared_rows(const SqlMoney *money, const MoneyAside *aside) {
    const SqlText *text = text_of(money);
    const SqlSelect *select = aside->select;
    Span where = sql_place_where(text, select), having = sql_place_clause(text, select, "having"),
         group = sql_place_clause(text, select, "group");
    bool is_inner = !holds(where, aside->span.from) && !holds(having, aside->span.from);
    Span own = is_inner ? condition_around(text, select, aside->span) : (Span){0, 0};
    g_autofree char *from = sql_money_part(money, select->core.from),
                    *rows = clause_text(money, aside, where),
                    *groups = clause_text(money, aside, having),
                    *inner = clause_text(money, aside, own), *by = sql_money_part(money, group);
    if (!aside->is_grouped)
        return g_strdup_printf("SELECT %s AS accord_word FROM %s WHERE %s AND %s", aside->word,
                               from, rows, inner);
    return g_strdup_printf("SELECT %s AS accord_word FROM %s WHERE %s %s %s HAVING %s AND %s",
                           aside->word, from, rows, *by ? "GROUP" : "", by, groups, inner);
}

// The words of the rows of a SELECT, with those of a window's rows. New string.
static char *ordered_rows(const SqlMoney *money, const MoneyAside *aside) {
    const SqlCore *core = &aside->select->core;
    g_autofree char *items = sql_money_part(money, core->items),
                    *from = sql_money_part(money, core->from),
                    *rest = sql_money_part(money, core->rest),
                    *window = sql_money_part(money, aside->window);
    if (aside->kind == ASIDE_ORDER)
        return g_strdup_printf("SELECT %s, %s AS accord_word FROM %s %s", items, aside->word, from,
                               rest);
    return g_strdup_printf(
        "SELECT accord_word FROM (SELECT %s AS accord_word, min(%s) OVER (%s) AS "
        "accord_low, max(%s) OVER (%s) AS accord_high FROM %s %s) AS accord_ranks "
        "WHERE accord_low <> accord_high",
        aside->word, aside->word, window, aside->word, window, from, rest);
}

static char *question_of(const SqlMoney *money, const MoneyAside *aside) {
    if (aside->kind == ASIDE_REPEATS) {
        bool has_keys = aside->window.to > aside->window.from + 2;
        g_autofree char *keys =
            has_keys ? sql_money_part(money, (Span){aside->window.from + 2, aside->window.to})
                     : g_strdup("");
        return sql_money_repeats(money, &aside->call, keys);
    }
    if (aside->kind == ASIDE_RESTATED)
        return sql_money_restated(money, &aside->call, aside->keys);
    g_autofree char *with = sql_money_with(money), *rows = aside->kind == ASIDE_COMPARISON
                                                               ? compared_rows(money, aside)
                                                               : ordered_rows(money, aside);
    return g_strdup_printf("%s SELECT accord_word AS word, count(*) AS n FROM (%s) AS accord_asked "
                           "WHERE accord_word IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1",
                           with, rows);
}

static SqlMoneyCount counts_of(SqlAsideKind kind) {
    if (kind == ASIDE_RESTATED)
        return COUNT_RESTATED;
    return kind == ASIDE_REPEATS ? COUNT_REPEATS : COUNT_CURRENCIES;
}

bool sql_money_aside(const SqlMoney *money, guint index, SqlAside *out) {
    if (!money->asides || index >= money->asides->len)
        return false;
    const MoneyAside *aside = &g_array_index(money->asides, MoneyAside, index);
    g_autofree char *sql = question_of(money, aside);
    *out = (SqlAside){.kind = aside->kind,
                      .counts = counts_of(aside->kind),
                      .start = sql_money_start(money, aside->span.from),
                      .end = sql_money_end(money, aside->span),
                      .is_quantity = aside->is_quantity,
                      .sql = arena_strdup(money->work.arena, sql)};
    return true;
}
