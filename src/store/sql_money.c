// Each aggregate over amounts gets their words; of max() and min(), which say no sum, and of sums
// of DISTINCT amounts an average beside them is made, which refuses in the same way. What WHERE,
// FILTER or GROUP BY make one word needs no guard.
#include "store/sql_money.h"

#include "store/sql_amount.h"
#include "store/sql_edit.h"

#include <string.h>

enum { CALLS_LIMIT = 64, TEXT_LIMIT = 150000, DEPTH_LIMIT = 8 };

typedef struct {
    Span span, argument, filter;
    const SqlSelect *select;
    bool compares;
    bool is_dollars;               // by the column's name: of no currency that could differ
    bool is_converted;             // by rates
    const char *words[WORD_COUNT]; // that the engine looks at; NULL
    const char *currency;          // that it is in; NULL: dollars, or not known
} Call;

// A term of an ORDER BY.
typedef struct {
    const SqlSelect *select;
    Span term;
    const char *word; // its currency
} Order;

struct SqlMoney {
    AmountWork work; // what it points to lives in the arena
    SqlMoneyOptions options;
    const char *sql;
    char *asked;      // owned; NULL
    GArray *calls;    // of Call, in the order of their numbers
    GArray *columns;  // of SqlMoneyColumn
    GArray *orders;   // of Order
    GPtrArray *names; // of all columns of the result that the engine may call otherwise; or NULL
    bool is_in_doubt;
    Span doubt; // empty: it is not known where
};

// --- sums ---

static gsize start_of(const SqlMoney *money, guint token) {
    return sql_text_token(&money->work.tree.text, token)->start;
}

static gsize end_of(const SqlMoney *money, Span span) {
    return sql_text_token(&money->work.tree.text, span.to - 1)->end;
}

static void put(SqlMoney *money, gsize at, const char *text) {
    sql_edits_put(money->work.edits, at, at, text);
}

static void note_doubt(SqlMoney *money, Span span) {
    if (!money->is_in_doubt)
        money->doubt = span;
    money->is_in_doubt = true;
}

static bool is_one_of(const SqlText *text, guint index, const char *const *words, guint count) {
    for (guint i = 0; i < count; i++)
        if (sql_is_word_at(text, index, words[i]))
            return true;
    return false;
}

static bool is_sum(const SqlText *text, guint index) {
    static const char *const sums[] = {"sum", "total", "avg", "decimal_sum"};
    return is_one_of(text, index, sums, G_N_ELEMENTS(sums));
}

static bool is_edge(const SqlText *text, guint index) {
    static const char *const edges[] = {"max", "min"};
    return is_one_of(text, index, edges, G_N_ELEMENTS(edges));
}

// What is to be looked at while the aggregate runs; NULL: it is one word anyhow.
static const char *guarding_word(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                                 const AmountWord *word) {
    bool is_window = call->over.to > call->over.from;
    if (!word->sql || word->constant ||
        (!is_window && sql_place_is_key(&money->work, select, word->sql)))
        return NULL;
    return word->sql;
}

// In a currency that no word of it says.
static bool is_dollars(const SqlAmount *amount) {
    return !amount->words[WORD_CURRENCY].sql && !amount->words[WORD_CURRENCY].constant &&
           amount->words[WORD_BASIS].sql;
}

// One that is written twice in a SELECT has one number, so that engines work it out once.
static guint number_of(SqlMoney *money, const SqlSelect *select, const SqlCall *call) {
    const SqlText *text = &money->work.tree.text;
    g_autofree char *written = sql_text_copy(text, call->span);
    for (guint i = 0; i < money->calls->len; i++) {
        const Call *known = &g_array_index(money->calls, Call, i);
        g_autofree char *other = sql_text_copy(text, known->span);
        if (known->select == select && strcmp(written, other) == 0)
            return i + 1;
    }
    Call fresh = {.span = call->span,
                  .argument = call->argument,
                  .filter = call->filter,
                  .select = select,
                  .compares = is_edge(text, call->span.from)};
    g_array_append_val(money->calls, fresh);
    return money->calls->len;
}

static const char *null_text(const char *text) {
    return text ? text : "NULL";
}

// avg(amount, currency, basis, 1) FILTER ... OVER ... IS NULL where max(amount) is, else it
// refuses.
static void guard_beside(SqlMoney *money, const SqlCall *call, const char *words) {
    AmountWork *work = &money->work;
    guint close = work->tree.text.pair[call->span.from + 1];
    g_autofree char *before = g_strdup_printf(
        "CASE WHEN avg(%s, %s) %s IS NULL THEN NULL ELSE ", sql_place_copy(work, call->argument),
        words, sql_place_copy(work, (Span){close + 1, call->span.to}));
    put(money, start_of(money, call->span.from), before);
    put(money, end_of(money, call->span), " END");
}

static bool may_repeat(const SqlSelect *select, guint depth);

static bool may_repeat_query(const SqlQuery *query, guint depth) {
    bool found = query->arm_count > 1;
    for (const SqlSelect *arm = query->arms; arm && !found && depth; arm = arm->next)
        found = may_repeat(arm, depth - 1);
    return found;
}

// Whether a row of a table may stand in several rows of a SELECT.
static bool may_repeat(const SqlSelect *select, guint depth) {
    static const char *const pairs[] = {"partnership_sectors", "partnership_parties", NULL};
    bool found = select->source_count > 1;
    for (guint i = 0; i < select->source_count && !found; i++) {
        const SqlSource *source = &select->sources[i];
        found = (source->dataset && g_strv_contains(pairs, source->dataset)) ||
                (source->query && may_repeat_query(source->query, depth));
    }
    return found;
}

static bool any_may_repeat(const SqlTree *tree) {
    bool found = false;
    for (guint i = 0; i < tree->selects->len && !found; i++)
        found = may_repeat(tree->selects->pdata[i], 1);
    return found;
}

// What tells apart the amounts of a sum; NULL: nothing needs to.
static const char *repeated_row(const SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                                const SqlAmount *amount) {
    const SqlText *text = &money->work.tree.text;
    bool is_window = call->over.to > call->over.from;
    if (is_window || is_edge(text, call->span.from) || !may_repeat(select, DEPTH_LIMIT) ||
        sql_is_word_at(text, call->span.from + 2, "distinct"))
        return NULL;
    return amount->words[WORD_ROW].sql;
}

// What the engine is to look at.
static void find_guards(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                        const SqlAmount *amount, const char *words[WORD_COUNT]) {
    const SqlText *text = &money->work.tree.text;
    bool compares = is_edge(text, call->span.from);
    bool has_currency = call->argument.to < text->pair[call->span.from + 1];
    bool is_spared = is_dollars(amount) && (money->options.spares_dollars || compares);
    if (!has_currency)
        words[WORD_CURRENCY] = guarding_word(money, select, call, &amount->words[WORD_CURRENCY]);
    if (!is_spared)
        words[WORD_BASIS] = guarding_word(money, select, call, &amount->words[WORD_BASIS]);
    if (!compares && !money->options.spares_umbrellas)
        words[WORD_COUNTED] = guarding_word(money, select, call, &amount->words[WORD_COUNTED]);
    words[WORD_ROW] = repeated_row(money, select, call, amount);
}

// "currency, basis, 1" or "currency, basis, counted, 1", behind what is written. New string.
static char *guard_text(const char *const words[WORD_COUNT], bool has_currency, guint number) {
    g_autoptr(GString) out = g_string_new(NULL);
    if (!has_currency)
        g_string_append_printf(out, "%s, ", null_text(words[WORD_CURRENCY]));
    g_string_append_printf(out, "%s, ", null_text(words[WORD_BASIS]));
    if (words[WORD_COUNTED])
        g_string_append_printf(out, "%s, ", words[WORD_COUNTED]);
    g_string_append_printf(out, "%u", number);
    return g_strdup(out->str);
}

static guint note_call(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                       const SqlAmount *amount, const char *const words[WORD_COUNT]) {
    guint number = number_of(money, select, call);
    Call *known = &g_array_index(money->calls, Call, number - 1);
    bool has_currency = call->argument.to < money->work.tree.text.pair[call->span.from + 1];
    const AmountWord *currency = &amount->words[WORD_CURRENCY];
    known->words[WORD_CURRENCY] = has_currency ? currency->sql : words[WORD_CURRENCY];
    known->words[WORD_BASIS] = words[WORD_BASIS];
    known->words[WORD_COUNTED] = words[WORD_COUNTED];
    known->words[WORD_ROW] = words[WORD_ROW];
    known->is_dollars = is_dollars(amount);
    known->is_converted = amount->is_converted;
    known->currency = sql_amount_word(currency);
    return number;
}

// CASE WHEN money_once(count(row), count(DISTINCT row), 1) IS NULL THEN NULL ELSE sum(...) END,
// which refuses what comes twice.
static void guard_rows(SqlMoney *money, const SqlCall *call, const char *row, guint number) {
    AmountWork *work = &money->work;
    guint close = work->tree.text.pair[call->span.from + 1];
    const char *filter = sql_place_copy(work, (Span){close + 1, call->span.to});
    const char *rows = arena_printf(work->arena, "CASE WHEN (%s) <> 0 THEN %s END",
                                    sql_place_copy(work, call->argument), row);
    const char *before = arena_printf(work->arena,
                                      "CASE WHEN money_once(count(%s) %s, count(DISTINCT %s) %s, "
                                      "%u) IS NULL THEN NULL ELSE ",
                                      rows, filter, rows, filter, number);
    put(money, start_of(money, call->span.from), before);
    put(money, end_of(money, call->span), " END");
}

static void guard(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                  const SqlAmount *amount) {
    const SqlText *text = &money->work.tree.text;
    const char *words[WORD_COUNT] = {0};
    guint open = call->span.from + 1, close = text->pair[open];
    find_guards(money, select, call, amount, words);
    bool has_words = words[WORD_CURRENCY] || words[WORD_BASIS] || words[WORD_COUNTED];
    if (!has_words && !words[WORD_ROW])
        return;
    if (money->calls->len == CALLS_LIMIT) {
        note_doubt(money, call->span);
        return;
    }
    guint number = note_call(money, select, call, amount, words);
    if (words[WORD_ROW])
        guard_rows(money, call, words[WORD_ROW], number);
    if (!has_words)
        return;
    g_autofree char *said = guard_text(words, call->argument.to < close, number);
    if (is_edge(text, call->span.from) || sql_is_word_at(text, open + 1, "distinct")) {
        guard_beside(money, call, said);
        return;
    }
    g_autofree char *more = g_strconcat(", ", said, NULL);
    put(money, start_of(money, close), more);
}

// What goes into JSON cannot be followed any further.
static void note_json(SqlMoney *money, const SqlSelect *select, guint index) {
    const SqlText *text = &money->work.tree.text;
    const SqlToken *token = sql_text_token(text, index);
    Span inside = {index + 2, text->pair[index + 1]};
    if (token->kind != TOKEN_WORD || !g_str_has_prefix(token->word, "json") ||
        inside.to < inside.from)
        return;
    const AmountPlace place = {.select = select};
    for (guint i = inside.from, end; i < inside.to; i = end + 1) {
        end = sql_find_comma(text, (Span){i, inside.to});
        SqlAmount amount = sql_amount_of(&money->work, &place, (Span){i, end});
        for (guint kind = 0; amount.kind == AMOUNT_KNOWN && kind < WORD_COUNTED; kind++)
            if (amount.words[kind].sql && !amount.words[kind].constant)
                note_doubt(money, (Span){index, inside.to + 1});
    }
}

static void guard_all(SqlMoney *money) {
    const SqlTree *tree = &money->work.tree;
    SqlCall call;
    for (guint i = 0; i < tree->text.tokens->len; i++) {
        const SqlSelect *select = tree->owners[i];
        if (select)
            note_json(money, select, i);
        if (!select || !(is_sum(&tree->text, i) || is_edge(&tree->text, i)) ||
            !sql_call_read(&tree->text, i, &call))
            continue;
        SqlAmount amount = sql_amount_of_argument(&money->work, select, &call);
        if (amount.kind == AMOUNT_LOST)
            note_doubt(money, call.span);
        else if (amount.kind == AMOUNT_KNOWN)
            guard(money, select, &call, &amount);
    }
}

// --- the result ---

static void add_column(SqlMoney *money, guint output) {
    const SqlQuery *top = money->work.tree.top;
    const SqlOutput *one = &top->arms->outputs[output];
    SqlAmount amount = sql_amount_of_output(&money->work, top, output);
    if (amount.kind == AMOUNT_LOST)
        note_doubt(money, one->value);
    if (amount.kind != AMOUNT_KNOWN && amount.kind != AMOUNT_RATIO)
        return;
    bool of_dollars = is_dollars(&amount);
    const char *basis = amount.words[WORD_BASIS].sql, *counted = amount.words[WORD_COUNTED].sql;
    const char *name = one->name ? one->name : sql_place_copy(&money->work, one->value);
    SqlMoneyColumn column = {name,
                             .words = {amount.words[WORD_CURRENCY].sql,
                                       of_dollars && money->options.spares_dollars ? NULL : basis,
                                       money->options.spares_umbrellas ? NULL : counted,
                                       amount.words[WORD_ROW].sql},
                             .is_ratio = amount.kind == AMOUNT_RATIO,
                             .is_dollars = of_dollars,
                             .is_sum = amount.is_sum,
                             .is_converted = amount.is_converted};
    if (one->value.to > one->value.from) {
        column.start = start_of(money, one->value.from);
        column.end = end_of(money, one->value);
    }
    g_array_append_val(money->columns, column);
}

// Whether something is put in between two tokens.
static bool is_changed(const SqlMoney *money, Span span) {
    gsize start = start_of(money, span.from), end = end_of(money, span);
    g_autofree char *text = sql_edits_apply(money->work.edits, money->sql, start, end);
    return strlen(text) != end - start;
}

// A column without a name of its own bears its formula in SQLite, its function in PostgreSQL.
static void read_names(SqlMoney *money) {
    const SqlSelect *first = money->work.tree.top->arms;
    if (first->is_values || first->is_open || (first->has_star && first->joins_names))
        return;
    money->names = g_ptr_array_new();
    for (guint i = 0; i < first->output_count; i++) {
        const SqlOutput *one = &first->outputs[i];
        bool is_bare =
            !one->name && one->value.to > one->value.from && is_changed(money, one->value);
        const char *name = NULL;
        if (is_bare && !money->work.is_remote)
            name = sql_place_copy(&money->work, one->value);
        else if (is_bare && (is_edge(&money->work.tree.text, one->value.from) ||
                             is_sum(&money->work.tree.text, one->value.from)))
            name = sql_text_token(&money->work.tree.text, one->value.from)->word;
        g_ptr_array_add(money->names, (gpointer)name);
    }
}

// --- orders ---

// Without ASC, DESC and what follows.
static Span order_value(const SqlMoney *money, const SqlSelect *select, Span term) {
    static const char *const ends[] = {"asc", "desc", "nulls", "collate"};
    const SqlText *text = &money->work.tree.text;
    guint to = term.from;
    while (to < term.to && !is_one_of(text, to, ends, G_N_ELEMENTS(ends)))
        to = sql_text_next(text, to);
    Span value = {term.from, MIN(to, term.to)};
    const SqlToken *token = sql_text_token(text, value.from);
    if (value.to != value.from + 1 || token->kind != TOKEN_NUMBER)
        return value;
    guint64 number = g_ascii_strtoull(text->sql + token->start, NULL, 10);
    bool is_output = number >= 1 && number <= select->output_count;
    return is_output ? select->outputs[number - 1].value : (Span){0, 0};
}

// Behind another term amounts are only compared where that is equal: the first one is looked at.
static void note_order(SqlMoney *money, const SqlSelect *select, Span terms) {
    const AmountPlace place = {.select = select, .is_grouped = select->is_aggregate};
    Span term = {terms.from, sql_find_comma(&money->work.tree.text, terms)};
    Span value = order_value(money, select, term);
    if (value.to <= value.from)
        return;
    SqlAmount amount = sql_amount_of(&money->work, &place, value);
    const AmountWord *word = &amount.words[WORD_CURRENCY];
    Order order = {select, term, word->sql};
    if (amount.kind == AMOUNT_KNOWN && word->sql && !word->constant)
        g_array_append_val(money->orders, order);
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
        while (to < select->span.to && !is_one_of(&tree->text, to, ends, G_N_ELEMENTS(ends)))
            to = sql_text_next(&tree->text, to);
        note_order(money, select, (Span){from + 2, MIN(to, select->span.to)});
    }
}

// --- all of it ---

// Whether a name of a column of amounts may stand in the question, or "*" of a table that has one.
static bool may_hold_amounts(const char *sql) {
    return strcasestr(sql, "amount") || strcasestr(sql, "value") || strcasestr(sql, "converted") ||
           strcasestr(sql, "difference") || strcasestr(sql, "decimal_sum") ||
           (strchr(sql, '*') && (strcasestr(sql, "partnership") || strcasestr(sql, "changes")));
}

static void read_all(SqlMoney *money) {
    AmountWork *work = &money->work;
    guint count = work->tree.top->arms->output_count;
    for (guint i = 0; i < count; i++)
        add_column(money, i);
    guard_all(money);
    note_orders(money);
    read_names(money);
    if (!sql_companion_hide(work)) {
        sql_money_drop(money);
        return;
    }
    gsize length = strlen(money->sql);
    money->asked = sql_edits_apply(work->edits, money->sql, 0, length);
    if (strlen(money->asked) == length)
        g_clear_pointer(&money->asked, g_free);
    else if (strlen(money->asked) > TEXT_LIMIT)
        sql_money_drop(money);
}

SqlMoney *sql_money_read(const char *sql, const SqlMoneyOptions *options) {
    SqlMoney *money = g_new0(SqlMoney, 1);
    money->options = *options;
    AmountWork *work = &money->work;
    if (!may_hold_amounts(sql))
        return money;
    work->arena = arena_new();
    work->is_remote = options->is_remote;
    work->has_counted = options->has_umbrellas;
    work->edits = sql_edits_new();
    money->sql = arena_strdup(work->arena, sql);
    money->calls = g_array_new(FALSE, FALSE, sizeof(Call));
    money->columns = g_array_new(FALSE, FALSE, sizeof(SqlMoneyColumn));
    money->orders = g_array_new(FALSE, FALSE, sizeof(Order));
    sql_tree_begin(&work->tree, work->arena, money->sql);
    if (work->tree.top && !options->spares_repeats)
        work->has_row = any_may_repeat(&work->tree);
    if (work->tree.top)
        read_all(money);
    else
        money->is_in_doubt = true;
    return money;
}

void sql_money_free(SqlMoney *money) {
    if (!money)
        return;
    if (money->work.arena) {
        sql_tree_end(&money->work.tree);
        g_array_unref(money->work.edits);
        g_array_unref(money->calls);
        g_array_unref(money->columns);
        g_array_unref(money->orders);
    }
    g_clear_pointer(&money->names, g_ptr_array_unref);
    g_free(money->asked);
    arena_free(money->work.arena);
    g_free(money);
}

const SqlMoneyOptions *sql_money_options(const SqlMoney *money) {
    return &money->options;
}

const char *sql_money_asked(const SqlMoney *money) {
    return money->asked;
}

void sql_money_drop(SqlMoney *money) {
    g_clear_pointer(&money->asked, g_free);
    g_clear_pointer(&money->names, g_ptr_array_unref);
    g_array_set_size(money->columns, 0);
    g_array_set_size(money->orders, 0);
    note_doubt(money, (Span){0, 0});
}

gsize sql_money_origin(const SqlMoney *money, gsize byte) {
    return money->asked ? sql_edits_origin(money->work.edits, byte) : byte;
}

const SqlMoneyColumn *sql_money_next(const SqlMoney *money, guint *index) {
    if (!money->columns || *index >= money->columns->len)
        return NULL;
    return &g_array_index(money->columns, SqlMoneyColumn, (*index)++);
}

bool sql_money_is_hidden(const SqlMoney *money, const char *name) {
    return money->asked && g_str_has_prefix(name, SQL_COMPANION);
}

const char *sql_money_name(const SqlMoney *money, guint column) {
    return money->asked && money->names && column < money->names->len ? money->names->pdata[column]
                                                                      : NULL;
}

bool sql_money_place(const SqlMoney *money, guint number, gsize *start, gsize *end,
                     bool *compares) {
    if (!money->calls || number < 1 || number > money->calls->len)
        return false;
    const Call *call = &g_array_index(money->calls, Call, number - 1);
    *start = start_of(money, call->span.from);
    *end = end_of(money, call->span);
    *compares = call->compares;
    return true;
}

// NULL: there is no such.
static const Call *call_at(const SqlMoney *money, guint number) {
    bool is_there = money->calls && number >= 1 && number <= money->calls->len;
    return is_there ? &g_array_index(money->calls, Call, number - 1) : NULL;
}

bool sql_money_is_dollars(const SqlMoney *money, guint number) {
    const Call *call = call_at(money, number);
    return call && call->is_dollars;
}

bool sql_money_is_converted(const SqlMoney *money, guint number) {
    const Call *call = call_at(money, number);
    return call && call->is_converted;
}

// A part of the question as it is asked. New string.
static char *asked_part(const SqlMoney *money, Span span) {
    if (span.to <= span.from)
        return g_strdup("");
    return sql_edits_apply(money->work.edits, money->sql, start_of(money, span.from),
                           end_of(money, span));
}

// "WHERE" and what it says: what the SELECT does, FILTER, an amount that is not 0. New string.
static char *counting_condition(const SqlMoney *money, const Call *call) {
    const SqlText *text = &money->work.tree.text;
    g_autofree char *where = asked_part(money, sql_place_where(text, call->select));
    g_autofree char *filter = asked_part(money, call->filter);
    g_autofree char *amount = sql_text_copy(text, call->argument);
    return g_strdup_printf("WHERE (%s) AND (%s) AND (%s) <> 0", *where ? where : "1 = 1",
                           *filter ? filter : "1 = 1", amount);
}

// The amounts of a call that come several times in a group: which, and how much of them is too
// much. New string.
static char *counting_repeats(SqlMoney *money, const Call *call, const char *currency,
                              const char *from) {
    const GPtrArray *keys = sql_place_keys(&money->work, call->select);
    g_autofree char *condition = counting_condition(money, call);
    g_autofree char *amount = sql_text_copy(&money->work.tree.text, call->argument);
    const char *row = call->words[WORD_ROW];
    g_autoptr(GString) out = g_string_new(NULL);
    g_string_append_printf(
        out,
        "SELECT word, count(DISTINCT part) AS n, sum(more) AS money FROM (SELECT "
        "max(%s) AS word, %s AS part, sum(%s) - max(%s) AS more FROM %s %s GROUP "
        "BY %s",
        currency, row, amount, amount, from, condition, row);
    for (guint i = 0; i < keys->len; i++)
        g_string_append_printf(out, ", %s", (char *)keys->pdata[i]);
    g_string_append(out, " HAVING count(*) > 1) AS accord_repeated GROUP BY 1 ORDER BY 2 DESC, 1");
    return g_strdup(out->str);
}

// Of a SELECT that stands by itself: what WITH names is there for all.
char *sql_money_counting(SqlMoney *money, guint number, SqlMoneyCount kind) {
    static const AmountWordKind kinds[] = {WORD_CURRENCY, WORD_BASIS, WORD_COUNTED, WORD_ROW};
    if (!money->asked || number < 1 || number > money->calls->len)
        return NULL;
    const SqlQuery *top = money->work.tree.top;
    const Call *call = &g_array_index(money->calls, Call, number - 1);
    const char *word = call->words[kinds[kind]];
    if (!word || call->select->outer || call->select->core.from.to <= call->select->core.from.from)
        return NULL;
    g_autofree char *with = asked_part(money, (Span){top->span.from, top->arms->span.from});
    g_autofree char *from = asked_part(money, call->select->core.from);
    const char *usd = call->is_dollars ? "'USD'" : "CAST(NULL AS TEXT)";
    const char *currency = call->currency ? call->currency : usd;
    if (kind == COUNT_REPEATS) {
        g_autofree char *repeats = counting_repeats(money, call, currency, from);
        return g_strconcat(with, " ", repeats, NULL);
    }
    g_autofree char *condition = counting_condition(money, call);
    g_autofree char *amount = sql_text_copy(&money->work.tree.text, call->argument);
    return g_strdup_printf("%s SELECT %s AS word, count(*) AS n, sum(%s) AS money FROM %s %s AND "
                           "%s %s GROUP BY 1 ORDER BY 2 DESC, 1",
                           with, kind == COUNT_UMBRELLAS ? currency : word, amount, from, condition,
                           word, kind == COUNT_UMBRELLAS ? "= 0" : "IS NOT NULL");
}

const char *sql_money_order(const SqlMoney *money, guint *index, gsize *start, gsize *end) {
    if (!money->orders || *index >= money->orders->len)
        return NULL;
    const Order *order = &g_array_index(money->orders, Order, (*index)++);
    const SqlQuery *top = money->work.tree.top;
    const SqlCore *core = &order->select->core;
    g_autofree char *with = asked_part(money, (Span){top->span.from, top->arms->span.from});
    g_autofree char *items = asked_part(money, core->items);
    g_autofree char *from = asked_part(money, core->from);
    g_autofree char *rest = asked_part(money, core->rest);
    *start = start_of(money, order->term.from);
    *end = end_of(money, order->term);
    return arena_printf(money->work.arena,
                        "%s SELECT min(accord_word) AS low, max(accord_word) AS high FROM (SELECT "
                        "%s, %s AS accord_word FROM %s %s) AS accord_ordered",
                        with, items, order->word, from, rest);
}

bool sql_money_doubt(const SqlMoney *money, gsize *start, gsize *end) {
    bool is_known = money->doubt.to > money->doubt.from;
    *start = is_known ? start_of(money, money->doubt.from) : 0;
    *end = is_known ? end_of(money, money->doubt) : 0;
    return money->is_in_doubt;
}
