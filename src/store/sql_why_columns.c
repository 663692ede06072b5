// The columns of facts beside the items of the outermost SELECT: one for each aggregate, question
// and column of an inner question that an item is made of, and one for each condition on the way
// there.
#include "store/sql_why_private.h"

#include "store/sql_why.h"

#include <string.h>

// --- questions in place of a value ---

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
    Span tail = sql_tail(&why->text, span);
    if (!sql_core_read(&why->text, (Span){span.from, tail.from}, &core) || core.has_group ||
        core.is_distinct || sql_has_compound(&why->text, span) ||
        !why_write_from(why, &core, known, &from, tables))
        return NULL;
    bool is_aggregate = sql_has_aggregate(&why->text, core.items);
    *extreme = read_lone_extreme(why, core.items, &call);
    g_autofree char *facts = is_aggregate
                                 ? sql_value_facts(&why->text, &from, core.items, is_aggregate)
                                 : sql_from_facts(&why->text, &from, core.items);
    if (!facts)
        return NULL;
    g_autofree char *rest = sql_text_copy(&why->text, core.rest);
    g_autofree char *end = sql_text_copy(&why->text, tail);
    return g_strdup_printf("(SELECT %s FROM %s %s %s)", facts, tables->str, rest, end);
}

// --- the columns of the outermost SELECT ---

void why_add_part(Why *why, const WhyColumns *columns, WhyPart part, const char *facts) {
    if (!facts || !*facts)
        return;
    g_string_append_printf(columns->out, ", %s AS " SQL_WHY_PART, facts, why->parts->len);
    g_array_append_val(why->parts, part);
}

// The facts of the tables that a plain expression names, when they are not those of its row.
static void add_plain(Why *why, const WhyColumns *columns, Span item, const char *name) {
    g_autofree char *own = sql_from_facts(&why->text, columns->from, item);
    g_autofree char *row = sql_from_facts(&why->text, columns->from, (Span){0, 0});
    const WhyPart part = {.column = name, .text = why_keep_text(why, item)};
    if (g_strcmp0(own, row) != 0)
        why_add_part(why, columns, part, own);
}

// A column for each stage but the last, whose facts are those of the part.
static void add_stages(Why *why, const WhyColumns *columns, const SqlCall *call, WhyPart *part) {
    g_auto(SqlStages) stages = sql_stages(&why->text, call);
    part->stage_count = stages.count;
    for (guint i = 0; i < stages.count; i++)
        part->stages[i] = arena_strdup(why->arena, stages.words[i]);
    for (guint i = 0; i + 1 < stages.count; i++) {
        g_autofree char *facts = sql_call_facts(&why->text, columns->from, call, i + 1);
        g_string_append_printf(columns->out, ", %s AS " SQL_WHY_STAGE, facts, why->parts->len, i);
    }
}

static void add_call(Why *why, const WhyColumns *columns, WhyPart part, const SqlCall *call) {
    part.is_extreme = call->is_extreme && !call->is_star;
    part.is_counting = sql_is_counting(&why->text, call);
    g_autofree char *facts = sql_counted_facts(&why->text, columns->from, call);
    if (facts)
        add_stages(why, columns, call, &part);
    why_add_part(why, columns, part, facts);
}

static void add_question(Why *why, const WhyColumns *columns, WhyPart part, Span inner) {
    g_autofree char *facts = scalar_facts(why, inner, columns->known, &part.is_extreme);
    why_add_part(why, columns, part, facts);
}

// A column of a question inside this one that tells facts of its own.
static void add_own(Why *why, const WhyColumns *columns, WhyPart part, Span name) {
    const SqlTable *table = NULL;
    const SqlOwn *own = sql_from_own(&why->text, columns->from, name, &table);
    g_autofree char *facts = sql_own_facts(&why->text, columns->from, name, columns->is_aggregate);
    part.text = own->text;
    why_add_part(why, columns, part, facts);
}

// One of them after the other: questions, aggregates, columns that tell their own.
static guint add_next(Why *why, const WhyColumns *columns, Span item, const char *name, guint i) {
    const SqlText *text = &why->text;
    Span inner = sql_subquery_at(text, i), own;
    WhyPart part = {.column = name};
    SqlCall call;
    if (inner.to > inner.from) {
        part.text = why_keep_text(why, inner);
        if (sql_is_value(text, item, i))
            add_question(why, columns, part, inner);
        return inner.to + 1;
    }
    if (sql_call_read(text, i, &call)) {
        part.text = why_keep_text(why, call.span);
        if (sql_role_at(text, item, i, &part.role))
            add_call(why, columns, part, &call);
        return call.span.to;
    }
    if (!sql_from_own_at(text, columns->from, item, i, &own))
        return i + 1;
    if (sql_role_at(text, item, i, &part.role))
        add_own(why, columns, part, own);
    return own.to;
}

static bool is_star(const Why *why, Span item) {
    return item.to > item.from && sql_is_sign_at(&why->text, item.to - 1, "*") &&
           (item.to == item.from + 1 || sql_is_sign_at(&why->text, item.to - 2, "."));
}

// WhyColumns that tell their own, of all tables that "*" is.
static void add_star(Why *why, const WhyColumns *columns, Span item) {
    const char *only = item.to > item.from + 1 ? sql_text_token(&why->text, item.from)->word : NULL;
    for (guint t = 0; t < columns->from->count; t++) {
        const SqlTable *table = &columns->from->tables[t];
        for (guint i = 0; i < table->owns.count; i++) {
            const SqlOwn *own = &table->owns.columns[i];
            g_autofree char *facts = g_strdup_printf("%s.%s", table->written, own->facts);
            const WhyPart part = {.column = own->name, .text = own->text};
            if (!only || g_strcmp0(only, table->name) == 0)
                why_add_part(why, columns, part, facts);
        }
    }
}

// Whether a column stands there that tells no facts of its own.
static bool is_column(const Why *why, const WhyColumns *columns, Span item, guint i) {
    Span own;
    return sql_is_column_at(&why->text, item, i) &&
           !sql_from_own_at(&why->text, columns->from, item, i, &own);
}

// The row itself, beside what an item takes from other rows: "amount - lag(amount) OVER w".
static void add_row(Why *why, const WhyColumns *columns, Span item, const char *name,
                    guint column) {
    g_autofree char *facts = sql_from_facts(&why->text, columns->from, item);
    WhyPart part = {.column = name, .text = why_keep_text(why, (Span){column, column + 1})};
    if (sql_role_at(&why->text, item, column, &part.role) && part.role != WHY_DIVISOR)
        why_add_part(why, columns, part, facts);
}

static void add_item(Why *why, const WhyColumns *columns, Span item) {
    const char *name = sql_item_name(&why->text, item, why->arena);
    guint before = why->parts->len;
    if (is_star(why, item)) {
        add_star(why, columns, item);
        return;
    }
    guint column = item.to;
    for (guint i = item.from; i < item.to;) {
        if (column == item.to && is_column(why, columns, item, i))
            column = i;
        i = add_next(why, columns, item, name, i);
    }
    if (why->parts->len == before && !columns->is_aggregate)
        add_plain(why, columns, item, name);
    else if (column < item.to && !columns->is_aggregate)
        add_row(why, columns, item, name, column);
}

void why_add_items(Why *why, const WhyColumns *columns, Span items) {
    for (guint i = items.from; i < items.to;) {
        Span item = why_next_item(why, items, i);
        add_item(why, columns, item);
        i = item.to + 1;
    }
}
