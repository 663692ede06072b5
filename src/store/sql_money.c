// Each aggregate over amounts gets their words; of max() and min(), which say no sum, and of sums
// of DISTINCT amounts an average beside them is made, which refuses in the same way. What WHERE,
// FILTER or GROUP BY make one word needs no guard.
#include "store/sql_edit.h"
#include "store/sql_money_core.h"

#include <string.h>

enum { CALLS_LIMIT = 64, TEXT_LIMIT = 150000, DEPTH_LIMIT = 8 };

gsize sql_money_start(const SqlMoney *money, guint token) {
    return sql_text_token(&money->work.tree.text, token)->start;
}

gsize sql_money_end(const SqlMoney *money, Span span) {
    return sql_text_token(&money->work.tree.text, span.to - 1)->end;
}

char *sql_money_part(const SqlMoney *money, Span span) {
    if (span.to <= span.from)
        return g_strdup("");
    return sql_edits_apply(money->work.edits, money->sql, sql_money_start(money, span.from),
                           sql_money_end(money, span));
}

bool sql_money_is_any(const SqlText *text, guint index, const char *const *words, guint count) {
    for (guint i = 0; i < count; i++)
        if (sql_is_word_at(text, index, words[i]))
            return true;
    return false;
}

bool sql_money_compares(const SqlText *text, guint index) {
    static const char *const edges[] = {"max", "min"};
    return sql_money_is_any(text, index, edges, G_N_ELEMENTS(edges));
}

const MoneyCall *sql_money_call(const SqlMoney *money, guint number) {
    bool is_there = money->calls && number >= 1 && number <= money->calls->len;
    return is_there ? &g_array_index(money->calls, MoneyCall, number - 1) : NULL;
}

// --- sums ---

static void put(SqlMoney *money, gsize at, const char *text) {
    sql_edits_put(money->work.edits, at, at, text);
}

static void note_doubt(SqlMoney *money, Span span) {
    if (!money->is_in_doubt)
        money->doubt = span;
    money->is_in_doubt = true;
}

static bool is_sum(const SqlText *text, guint index) {
    static const char *const sums[] = {"sum", "total", "avg", "decimal_sum"};
    return sql_money_is_any(text, index, sums, G_N_ELEMENTS(sums));
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

static SqlMoneyTraits traits_of(const SqlAmount *amount) {
    SqlMoneyTraits traits = amount->traits;
    traits.is_dollars = is_dollars(amount);
    return traits;
}

// One that is written twice in a SELECT has one number, so that engines work it out once.
static guint number_of(SqlMoney *money, const SqlSelect *select, const SqlCall *call) {
    const SqlText *text = &money->work.tree.text;
    g_autofree char *written = sql_text_copy(text, call->span);
    for (guint i = 0; i < money->calls->len; i++) {
        const MoneyCall *known = &g_array_index(money->calls, MoneyCall, i);
        g_autofree char *other = sql_text_copy(text, known->span);
        if (known->select == select && strcmp(written, other) == 0)
            return i + 1;
    }
    MoneyCall fresh = {.span = call->span,
                       .argument = call->argument,
                       .filter = call->filter,
                       .select = select,
                       .compares = sql_money_compares(text, call->span.from)};
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
    put(money, sql_money_start(money, call->span.from), before);
    put(money, sql_money_end(money, call->span), " END");
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

// What tells apart the amounts of a sum; NULL: nothing needs to, or, in a window, the engine
// cannot.
static const char *repeated_row(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                                const SqlAmount *amount) {
    const SqlText *text = &money->work.tree.text;
    bool is_window = call->over.to > call->over.from;
    if (sql_money_compares(text, call->span.from) || !may_repeat(select, DEPTH_LIMIT) ||
        sql_is_word_at(text, call->span.from + 2, "distinct"))
        return NULL;
    if (is_window && !money->options.spares_repeats)
        sql_money_note_window(money, select, call, amount);
    return is_window ? NULL : amount->words[WORD_ROW].sql;
}

// What the engine is to look at.
static void find_guards(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                        const SqlAmount *amount, const char *words[WORD_COUNT]) {
    const SqlText *text = &money->work.tree.text;
    bool compares = sql_money_compares(text, call->span.from);
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
    MoneyCall *known = &g_array_index(money->calls, MoneyCall, number - 1);
    bool has_currency = call->argument.to < money->work.tree.text.pair[call->span.from + 1];
    const AmountWord *currency = &amount->words[WORD_CURRENCY];
    known->words[WORD_CURRENCY] = has_currency ? currency->sql : words[WORD_CURRENCY];
    known->words[WORD_BASIS] = words[WORD_BASIS];
    known->words[WORD_COUNTED] = words[WORD_COUNTED];
    known->words[WORD_ROW] = words[WORD_ROW];
    known->traits = traits_of(amount);
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
    put(money, sql_money_start(money, call->span.from), before);
    put(money, sql_money_end(money, call->span), " END");
}

static void guard(SqlMoney *money, const SqlSelect *select, const SqlCall *call,
                  const SqlAmount *amount) {
    const SqlText *text = &money->work.tree.text;
    const char *words[WORD_COUNT] = {0};
    guint open = call->span.from + 1, close = text->pair[open];
    find_guards(money, select, call, amount, words);
    sql_money_note_restated(money, select, call, amount);
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
    if (sql_money_compares(text, call->span.from) || sql_is_word_at(text, open + 1, "distinct")) {
        guard_beside(money, call, said);
        return;
    }
    g_autofree char *more = g_strconcat(", ", said, NULL);
    // Behind what an aggregate in the argument, as in sum(sum(x)) OVER (), ends with.
    sql_edits_put_behind(money->work.edits, sql_money_start(money, close), more);
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
        if (!select || !(is_sum(&tree->text, i) || sql_money_compares(&tree->text, i)) ||
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
                             .is_ratio = amount.kind == AMOUNT_RATIO, .traits = traits_of(&amount),
                             .is_sum = amount.is_sum};
    if (one->value.to > one->value.from) {
        column.start = sql_money_start(money, one->value.from);
        column.end = sql_money_end(money, one->value);
    }
    g_array_append_val(money->columns, column);
}

// Whether something is put in between two tokens.
static bool is_changed(const SqlMoney *money, Span span) {
    gsize start = sql_money_start(money, span.from), end = sql_money_end(money, span);
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
        else if (is_bare && (sql_money_compares(&money->work.tree.text, one->value.from) ||
                             is_sum(&money->work.tree.text, one->value.from)))
            name = sql_text_token(&money->work.tree.text, one->value.from)->word;
        g_ptr_array_add(money->names, (gpointer)name);
    }
}

// --- all of it ---

// Whether a name of a column of amounts may stand in the question, or "*" of a table that has one.
static bool may_hold_amounts(const char *sql) {
    return strcasestr(sql, "amount") || strcasestr(sql, "value") || strcasestr(sql, "converted") ||
           strcasestr(sql, "difference") || strcasestr(sql, "decimal_sum") ||
           (strchr(sql, '*') && (strcasestr(sql, "partnership") || strcasestr(sql, "changes") ||
                                 strcasestr(sql, "quantities")));
}

static void read_all(SqlMoney *money) {
    AmountWork *work = &money->work;
    guint count = work->tree.top->arms->output_count;
    for (guint i = 0; i < count; i++)
        add_column(money, i);
    guard_all(money);
    sql_money_note_asides(money);
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
    money->calls = g_array_new(FALSE, FALSE, sizeof(MoneyCall));
    money->columns = g_array_new(FALSE, FALSE, sizeof(SqlMoneyColumn));
    money->asides = g_array_new(FALSE, TRUE, sizeof(MoneyAside));
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
        g_array_unref(money->asides);
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
    g_array_set_size(money->asides, 0);
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
    const MoneyCall *call = sql_money_call(money, number);
    if (!call)
        return false;
    *start = sql_money_start(money, call->span.from);
    *end = sql_money_end(money, call->span);
    *compares = call->compares;
    return true;
}

SqlMoneyTraits sql_money_traits(const SqlMoney *money, guint number) {
    const MoneyCall *call = sql_money_call(money, number);
    return call ? call->traits : (SqlMoneyTraits){0};
}

bool sql_money_doubt(const SqlMoney *money, gsize *start, gsize *end) {
    bool is_known = money->doubt.to > money->doubt.from;
    *start = is_known ? sql_money_start(money, money->doubt.from) : 0;
    *end = is_known ? sql_money_end(money, money->doubt) : 0;
    return money->is_in_doubt;
}
