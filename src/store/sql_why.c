// Which facts are behind a result, asked in SQL: every SELECT over facts gets one more column with
// the numbers of the facts of its row, from the innermost outwards, and the outermost one more for
// each aggregate, with the facts that it counts:
//     SELECT year, count(*) FILTER (WHERE umbrella) AS n FROM partnerships GROUP BY year
// gets  group_concat(fact) FILTER (WHERE umbrella) AS accord_part_0, group_concat(fact) AS
// accord_facts. Of min and max the values come along, so that those that hold them are known. Of
// tables joined, those that hold facts themselves go before what was made of facts; an expression
// that names its table has the facts of that one. This is the "replicate" provenance of relational
// queries (Glavic, Alonso: Perm, ICDE 2009) for what can be said in one SELECT. What is beyond it
// is left alone and named.
#include "store/sql_why.h"

#include "store/sql_from.h"
#include "store/sql_select.h"

#include <string.h>

enum { DEPTH_LIMIT = 16 };

// Where a question stands: in another, as the outermost, or as one of several that UNION joins.
typedef enum { LEVEL_INNER, LEVEL_TOP, LEVEL_TOP_ARM } Level;

typedef struct {
    SqlText text;
    Arena *arena;
    const char *problem;
    guint depth, unnamed;
    GArray *parts; // of WhyPart
} Why;

static bool write_query(Why *why, Span span, const SqlKnown *known, Level level, GString *out,
                        bool *has_facts);

static bool fail(Why *why, const char *problem) {
    if (!why->problem)
        why->problem = problem;
    return false;
}

// --- aggregates ---

// Facts of the tables that an expression names, else of all.
static char *facts_of(const Why *why, const SqlFrom *from, Span span) {
    return sql_from_facts(&why->text, from, span);
}

// When a row adds something: a sum is not changed by nothing, a count by NULL.
static void write_condition(const Why *why, const SqlCall *call, GString *out) {
    g_autofree char *argument = sql_text_copy(&why->text, call->argument);
    g_autoptr(GString) condition = g_string_new(NULL);
    bool is_plain = !call->is_star && !sql_has_aggregate(&why->text, call->argument);
    if (call->filter.to > call->filter.from) {
        g_autofree char *filter = sql_text_copy(&why->text, call->filter);
        g_string_append_printf(condition, "(%s)", filter);
    }
    if (is_plain)
        g_string_append_printf(condition,
                               call->is_sum ? "%sCAST((%s) AS TEXT) NOT IN ('0', '0.0', 'false')"
                                            : "%s(%s) IS NOT NULL",
                               condition->len ? " AND " : "", argument);
    if (condition->len)
        g_string_append_printf(out, " FILTER (WHERE %s)", condition->str);
}

static char *call_facts(const Why *why, const SqlFrom *from, const SqlCall *call) {
    g_autofree char *facts = facts_of(why, from, call->argument);
    GString *out = g_string_new(NULL);
    if (!facts)
        return g_string_free(out, FALSE);
    bool is_nested = sql_has_aggregate(&why->text, call->argument);
    g_string_append_printf(out, is_nested ? "group_concat(group_concat(%s))" : "group_concat(%s)",
                           facts);
    write_condition(why, call, out);
    g_autofree char *over = sql_text_copy(&why->text, call->over);
    g_string_append_printf(out, "%s%s", *over ? " " : "", over);
    return g_string_free(out, FALSE);
}

// The begin of a value as text without commas.
#define PLAIN_TEXT "substr(replace(CAST((%s) AS TEXT), ',', '\x1f'), 1, 200)"

// Of min(x): "=" with it, then the facts of each x with it.
static char *extreme_facts(const Why *why, const SqlFrom *from, const SqlCall *call) {
    g_autofree char *facts = facts_of(why, from, call->argument);
    if (!facts)
        return g_strdup("");
    bool is_nested = sql_has_aggregate(&why->text, call->argument);
    g_autofree char *argument = sql_text_copy(&why->text, call->argument);
    g_autofree char *written = sql_text_copy(&why->text, call->span);
    g_autofree char *over = sql_text_copy(&why->text, call->over);
    g_autoptr(GString) condition = g_string_new(NULL);
    write_condition(why, call, condition);
    return g_strdup_printf(
        "('=' || coalesce(" PLAIN_TEXT
        ", '') || ',' || coalesce(group_concat(%s(CAST(%s AS TEXT)) || ':' || " PLAIN_TEXT
        ")%s%s%s, ''))",
        written, is_nested ? "group_concat" : "", facts, argument, condition->str, *over ? " " : "",
        over);
}

// --- questions in place of a value ---

// All aggregates of a list of items in one expression, or NULL.
static char *all_calls(const Why *why, const SqlFrom *from, Span items) {
    g_autoptr(GString) out = g_string_new(NULL);
    SqlCall call;
    for (guint i = items.from; i < items.to;) {
        if (!sql_call_read(&why->text, i, &call)) {
            i++;
            continue;
        }
        g_autofree char *facts = call_facts(why, from, &call);
        if (*facts)
            g_string_append_printf(out, "%scoalesce(%s, '')", out->len ? " || ',' || " : "", facts);
        i = call.span.to;
    }
    return out->len ? g_strdup(out->str) : NULL;
}

static bool write_from(Why *why, const SqlCore *core, const SqlKnown *known, SqlFrom *from,
                       GString *out);

// The only aggregate of a list of one item, when it is a least or greatest value and nothing else.
static bool read_lone_extreme(const Why *why, Span items, SqlCall *call) {
    return sql_call_read(&why->text, items.from, call) && call->is_extreme && !call->is_star &&
           (call->span.to == items.to || sql_is_word_at(&why->text, call->span.to, "as"));
}

// "(SELECT count(*) FROM ...)" among the items of another: the same with its facts; NULL: none.
static char *scalar_facts(Why *why, Span span, const SqlKnown *known, bool *extreme) {
    SqlCall call;
    SqlCore core;
    SqlFrom from = {0};
    g_autoptr(GString) tables = g_string_new(NULL);
    if (!sql_core_read(&why->text, span, &core) || core.has_group || core.is_distinct ||
        sql_has_compound(&why->text, span) || !write_from(why, &core, known, &from, tables))
        return NULL;
    bool is_aggregate = sql_has_aggregate(&why->text, core.items);
    *extreme = read_lone_extreme(why, core.items, &call);
    g_autofree char *facts = *extreme       ? extreme_facts(why, &from, &call)
                             : is_aggregate ? all_calls(why, &from, core.items)
                                            : facts_of(why, &from, (Span){0, 0});
    if (!facts)
        return NULL;
    g_autofree char *rest = sql_text_copy(&why->text, core.rest);
    return g_strdup_printf("(SELECT %s FROM %s %s)", facts, tables->str, rest);
}

// --- the columns of the outermost SELECT ---

typedef struct {
    const SqlFrom *from;
    const SqlKnown *known;
    bool is_aggregate;
    GString *out;
} Columns;

static void add_part(Why *why, const Columns *columns, WhyPart part, const char *facts) {
    if (!facts || !*facts)
        return;
    g_string_append_printf(columns->out, ", %s AS " SQL_WHY_PART, facts, why->parts->len);
    g_array_append_val(why->parts, part);
}

static const char *keep_text(const Why *why, Span span) {
    g_autofree char *text = sql_text_copy(&why->text, span);
    return arena_strdup(why->arena, text);
}

// The facts of the tables that a plain expression names, when they are not those of its row.
static void add_plain(Why *why, const Columns *columns, Span item, const char *name) {
    g_autofree char *own = facts_of(why, columns->from, item);
    g_autofree char *row = facts_of(why, columns->from, (Span){0, 0});
    if (g_strcmp0(own, row) != 0)
        add_part(why, columns, (WhyPart){name, keep_text(why, item), WHY_COUNTED, false}, own);
}

static void add_call(Why *why, const Columns *columns, WhyPart part, const SqlCall *call) {
    part.is_extreme = call->is_extreme && !call->is_star;
    g_autofree char *facts = part.is_extreme ? extreme_facts(why, columns->from, call)
                                             : call_facts(why, columns->from, call);
    add_part(why, columns, part, facts);
}

static void add_question(Why *why, const Columns *columns, WhyPart part, Span inner) {
    g_autofree char *facts = scalar_facts(why, inner, columns->known, &part.is_extreme);
    add_part(why, columns, part, facts);
}

static void add_item(Why *why, const Columns *columns, Span item) {
    const char *name = sql_item_name(&why->text, item, why->arena);
    guint before = why->parts->len;
    SqlCall call;
    for (guint i = item.from; i < item.to;) {
        Span inner = sql_subquery_at(&why->text, i);
        if (inner.to > inner.from) {
            if (sql_is_value(&why->text, item, i))
                add_question(why, columns,
                             (WhyPart){name, keep_text(why, inner), WHY_COUNTED, false}, inner);
            i = inner.to + 1;
        } else if (sql_call_read(&why->text, i, &call)) {
            WhyPart part = {name, keep_text(why, call.span), WHY_COUNTED, false};
            if (sql_role_at(&why->text, item, i, &part.role))
                add_call(why, columns, part, &call);
            i = call.span.to;
        } else {
            i++;
        }
    }
    if (why->parts->len == before && !columns->is_aggregate)
        add_plain(why, columns, item, name);
}

static void add_items(Why *why, const Columns *columns, Span items) {
    for (guint i = items.from; i < items.to;) {
        guint end = sql_find_comma(&why->text, (Span){i, items.to});
        add_item(why, columns, (Span){i, end});
        i = end + 1;
    }
}

// --- one SELECT ---

static bool write_from(Why *why, const SqlCore *core, const SqlKnown *known, SqlFrom *from,
                       GString *out) {
    SqlFromReader reader = {.text = &why->text, .span = core->from, .known = known};
    for (;;) {
        Span inner;
        switch (sql_from_next(&reader, from, out, &inner)) {
        case SQL_FROM_END:
            return true;
        case SQL_FROM_PROBLEM:
            return fail(why, reader.problem);
        case SQL_FROM_QUERY:
            break;
        }
        g_autoptr(GString) text = g_string_new(NULL);
        bool has_facts = false;
        if (!write_query(why, inner, known, LEVEL_INNER, text, &has_facts))
            return false;
        g_string_append(out, text->str);
        sql_from_query_end(&reader, from, has_facts, &why->unnamed, out);
    }
}

// DISTINCT is a GROUP BY of all columns, which can gather facts.
static bool can_be_grouped(const Why *why, const SqlCore *core, bool is_aggregate) {
    return !is_aggregate && !sql_has_star(&why->text, core->items) &&
           sql_find_any_word(&why->text, core->items, "over") == core->items.to;
}

static void write_groups(const Why *why, const SqlCore *core, GString *out) {
    guint count = sql_count_items(&why->text, core->items);
    for (guint i = 0; i < count; i++)
        g_string_append_printf(out, i ? ", %u" : " GROUP BY %u", i + 1);
}

static bool write_core(Why *why, Span span, const SqlKnown *known, Level level, GString *out,
                       bool *has_facts) {
    SqlCore core;
    SqlFrom from = {0};
    g_autoptr(GString) tables = g_string_new(NULL);
    if (!sql_core_read(&why->text, span, &core))
        return fail(why, "its SQL holds something else than SELECT");
    if (!write_from(why, &core, known, &from, tables))
        return false;
    bool is_aggregate =
        core.has_group || core.has_having || sql_has_aggregate(&why->text, core.items);
    if (core.is_distinct && !can_be_grouped(why, &core, is_aggregate))
        return fail(why, "its SQL says SELECT DISTINCT of more than columns");
    g_autofree char *items = sql_text_copy(&why->text, core.items);
    g_autofree char *rest = sql_text_copy(&why->text, core.rest);
    g_autofree char *facts = facts_of(why, &from, (Span){0, 0});
    if (!facts && from.is_opaque)
        return fail(why, "its SQL gathers facts in a way that is not followed");
    *has_facts = facts != NULL;
    g_string_append_printf(out, "SELECT %s", items);
    Columns columns = {&from, known, is_aggregate || core.is_distinct, out};
    if (level == LEVEL_TOP && !core.is_distinct)
        add_items(why, &columns, core.items);
    g_string_append_printf(out,
                           !facts                             ? ", NULL%s"
                           : is_aggregate || core.is_distinct ? ", group_concat(%s)"
                                                              : ", %s",
                           facts ? facts : "");
    g_string_append_printf(out, " AS %s%s%s %s", level == LEVEL_INNER ? SQL_WHY_ROW : SQL_WHY_TOP,
                           core.from.to > core.from.from ? " FROM " : "", tables->str, rest);
    if (core.is_distinct)
        write_groups(why, &core, out);
    return true;
}

// --- several, with what stands before and behind them ---

static bool write_cores(Why *why, Span span, const SqlKnown *known, Level level, GString *out,
                        bool *has_facts) {
    if (level == LEVEL_TOP && sql_has_compound(&why->text, span))
        level = LEVEL_TOP_ARM;
    for (guint i = span.from; i < span.to;) {
        Span core, between;
        bool has = false;
        if (!sql_compound_next(&why->text, (Span){i, span.to}, &core, &between))
            return fail(why, "its SQL says UNION without ALL, INTERSECT or EXCEPT");
        if (!write_core(why, core, known, level, out, &has))
            return false;
        *has_facts = *has_facts || has;
        g_autofree char *word = sql_text_copy(&why->text, between);
        g_string_append_printf(out, " %s ", word);
        i = between.to;
    }
    return true;
}

// One "name AS (...)". What cannot be rewritten stays as it is and is known as such.
static SqlKnown *write_with(Why *why, const SqlWith *with, const SqlKnown *known, GString *out) {
    g_autoptr(GString) text = g_string_new(NULL);
    SqlKnown *made = arena_new0(why->arena, SqlKnown);
    *made = (SqlKnown){.name = with->name, .next = known};
    guint parts = why->parts->len;
    bool is_own = sql_find_any_word(&why->text, with->body, with->name) < with->body.to;
    bool good = !is_own && write_query(why, with->body, known, LEVEL_INNER, text, &made->has_facts);
    if (!good) {
        why->problem = NULL;
        g_array_set_size(why->parts, parts);
        made->has_facts = false;
        made->is_opaque = sql_from_mentions_facts(&why->text, with->body, known);
    }
    g_autofree char *head = sql_text_copy(&why->text, with->head);
    g_autofree char *columns = sql_text_copy(&why->text, with->columns);
    g_autofree char *as = sql_text_copy(&why->text, with->as);
    g_autofree char *body = sql_text_copy(&why->text, with->body);
    g_string_append(out, head);
    if (*columns)
        g_string_append_printf(out, "(%s%s)", columns, made->has_facts ? ", " SQL_WHY_ROW : "");
    g_string_append_printf(out, " %s (%s)", as, made->has_facts ? text->str : body);
    return made;
}

static bool write_query(Why *why, Span span, const SqlKnown *known, Level level, GString *out,
                        bool *has_facts) {
    g_autoptr(GString) text = g_string_new(NULL);
    SqlWith with;
    guint at = span.from;
    bool has = false, good = true;
    if (why->depth == DEPTH_LIMIT)
        return fail(why, "its SQL is nested too deep");
    why->depth++;
    while (good && sql_with_next(&why->text, span, &at, &with))
        known = write_with(why, &with, known, text);
    Span body = {at, span.to}, tail = sql_tail(&why->text, body);
    body.to = tail.from;
    good = write_cores(why, body, known, level, text, &has);
    why->depth--;
    *has_facts = has;
    if (!good)
        return false;
    g_autofree char *end = sql_text_copy(&why->text, tail);
    g_autofree char *verbatim = sql_text_copy(&why->text, span);
    if (has)
        g_string_append_printf(out, "%s%s", text->str, end);
    else
        g_string_append(out, verbatim);
    return true;
}

SqlWhy sql_why_make(Arena *arena, const char *sql) {
    Why why = {.arena = arena, .parts = g_array_new(FALSE, FALSE, sizeof(WhyPart))};
    SqlWhy made = {.problem = "its SQL is not closed"};
    g_autoptr(GString) out = g_string_new(NULL);
    bool has_facts = false;
    if (sql_text_begin(&why.text, sql)) {
        bool good = write_query(&why, sql_text_all(&why.text), NULL, LEVEL_TOP, out, &has_facts);
        made.problem = why.problem;
        made.sql = good && has_facts ? arena_strdup(arena, out->str) : NULL;
        made.part_count = why.parts->len;
        made.parts = arena_memdup(arena, why.parts->data, why.parts->len * sizeof(WhyPart));
    }
    sql_text_end(&why.text);
    g_array_unref(why.parts);
    return made;
}
