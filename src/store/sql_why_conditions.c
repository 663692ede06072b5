// Which condition leaves facts out: a SELECT is asked for the facts of its rows without WHERE, then
// with the first term of it, with the first two, and so on, then with HAVING. Where it selects from
// one other question alone, that one is asked before it.
#include "store/sql_why_private.h"

#include "store/sql_expression.h"
#include "store/sql_why.h"

enum { CONDITIONS_MAX = 24, DEPTH_LIMIT = 8 };

typedef struct {
    Why *why;
    GArray *out;     // of SqlCondition
    GString *prefix; // what WITH says so far
} Conditions;

static void add(Conditions *conditions, const char *what, const char *sql) {
    Arena *arena = conditions->why->arena;
    const SqlCondition made = {arena_strdup(arena, what),
                               arena_printf(arena, "%s %s", conditions->prefix->str, sql)};
    if (conditions->out->len < CONDITIONS_MAX)
        g_array_append_val(conditions->out, made);
}

// --- WHERE ---

static Span where_of(const SqlText *text, const SqlCore *core) {
    static const char *const after[] = {"group", "having", "window"};
    if (core->rest.from >= core->rest.to || !sql_is_word_at(text, core->rest.from, "where"))
        return (Span){core->rest.from, core->rest.from};
    guint i = core->rest.from + 1;
    for (; i < core->rest.to; i = sql_text_next(text, i))
        for (guint k = 0; k < G_N_ELEMENTS(after); k++)
            if (sql_is_word_at(text, i, after[k]))
                return (Span){core->rest.from + 1, i};
    return (Span){core->rest.from + 1, core->rest.to};
}

static bool has_or(const SqlText *text, Span where) {
    for (guint i = where.from; i < where.to; i = sql_skip(text, i, where.to))
        if (sql_is_word_at(text, i, "or"))
            return true;
    return false;
}

// The first AND that parts two terms; that of BETWEEN parts none.
static guint find_and(const SqlText *text, Span where) {
    bool is_between = false;
    for (guint i = where.from; i < where.to; i = sql_skip(text, i, where.to)) {
        bool is_and = sql_is_word_at(text, i, "and");
        if (is_and && !is_between)
            return i;
        is_between = sql_is_word_at(text, i, "between") || (is_between && !is_and);
    }
    return where.to;
}

// The facts of all rows together.
static char *facts_of_rows(const WhyCore *core, const char *facts, const char *where) {
    return g_strdup_printf("SELECT group_concat(%s) AS " SQL_WHY_TOP " FROM %s%s%s", facts,
                           core->tables->str, *where ? " WHERE " : "", where);
}

static void add_terms(Conditions *conditions, const WhyCore *core, const char *facts) {
    const SqlText *text = &conditions->why->text;
    Span where = where_of(text, &core->core);
    bool is_one = has_or(text, where);
    for (guint i = where.from; i < where.to;) {
        guint end = is_one ? where.to : find_and(text, (Span){i, where.to});
        g_autofree char *term = sql_text_copy(text, (Span){i, end});
        g_autofree char *so_far = sql_text_copy(text, (Span){where.from, end});
        g_autofree char *what = g_strdup_printf("%s %s", i == where.from ? "WHERE" : "AND", term);
        g_autofree char *sql = facts_of_rows(core, facts, so_far);
        add(conditions, what, sql);
        i = end + 1;
    }
}

static void add_having(Conditions *conditions, const WhyCore *core) {
    const SqlText *text = &conditions->why->text;
    Span rest = core->core.rest;
    guint from = rest.from, to;
    while (from < rest.to && !sql_is_word_at(text, from, "having"))
        from = sql_text_next(text, from);
    for (to = from; to < rest.to && !sql_is_word_at(text, to, "window");)
        to = sql_text_next(text, to);
    if (from >= rest.to)
        return;
    g_autofree char *having = sql_text_copy(text, (Span){from, to});
    g_autoptr(GString) sql =
        g_string_new("SELECT group_concat(" SQL_WHY_ROW ") AS " SQL_WHY_TOP " FROM (");
    why_write_items(conditions->why, core, sql);
    g_string_append_printf(sql, ", %s AS " SQL_WHY_ROW, core->row);
    why_write_rest(conditions->why, core, sql);
    g_string_append(sql, ") AS accord_having");
    add(conditions, having, sql->str);
}

// --- questions ---

static void add_query(Conditions *conditions, Span span, const SqlKnown *known, guint depth);

// What the SELECT takes its rows from, where that is one other question.
static void add_inner(Conditions *conditions, const SqlCore *core, const SqlKnown *known,
                      guint depth) {
    const SqlText *text = &conditions->why->text;
    Span from = core->from, inner = sql_subquery_at(text, from.from);
    for (guint i = from.from; i < from.to; i = sql_text_next(text, i))
        if (sql_is_sign_at(text, i, ",") || sql_is_word_at(text, i, "join"))
            return;
    if (inner.to > inner.from) {
        add_query(conditions, inner, known, depth + 1);
        return;
    }
    const SqlKnown *found = sql_known_find(known, sql_text_token(text, from.from)->word);
    if (found && found->has_facts)
        add_query(conditions, found->body, found->next, depth + 1);
}

static void add_core(Conditions *conditions, Span span, const SqlKnown *known, guint depth) {
    Why *why = conditions->why;
    g_auto(WhyCore) core = {0};
    if (!why_read_core(why, span, known, &core) || !core.row)
        return;
    add_inner(conditions, &core.core, known, depth);
    g_autofree char *facts = sql_from_facts(&why->text, &core.from, (Span){0, 0});
    g_autofree char *from = sql_text_copy(&why->text, core.core.from);
    g_autofree char *what = g_strdup_printf("FROM %s", from);
    g_autofree char *sql = facts_of_rows(&core, facts, "");
    add(conditions, what, sql);
    add_terms(conditions, &core, facts);
    if (core.core.has_having)
        add_having(conditions, &core);
}

// Of several SELECTs each adds its own facts: no condition leaves any out of all of them.
static void add_query(Conditions *conditions, Span span, const SqlKnown *known, guint depth) {
    const SqlText *text = &conditions->why->text;
    gsize begin = conditions->prefix->len;
    SqlWith with;
    guint at = span.from;
    if (depth == DEPTH_LIMIT)
        return;
    while (sql_with_next(text, span, &at, &with))
        known = why_write_with(conditions->why, &with, known, conditions->prefix);
    Span body = {at, sql_tail(text, (Span){at, span.to}).from};
    if (!sql_has_compound(text, body))
        add_core(conditions, body, known, depth);
    g_string_truncate(conditions->prefix, begin);
}

const SqlCondition *sql_why_conditions(Arena *arena, const char *sql, guint *count) {
    Why why = {.arena = arena, .parts = g_array_new(FALSE, FALSE, sizeof(WhyPart))};
    g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(SqlCondition));
    g_autoptr(GString) prefix = g_string_new(NULL);
    Conditions conditions = {&why, out, prefix};
    if (sql_text_begin(&why.text, sql))
        add_query(&conditions, sql_text_all(&why.text), NULL, 0);
    sql_text_end(&why.text);
    g_array_unref(why.parts);
    *count = out->len;
    return arena_memdup(arena, out->data, out->len * sizeof(SqlCondition));
}
