// A SELECT with what it says of facts: its FROM rewritten, the facts of its rows, and of those
// items that are made of others than their row.
#include "store/sql_why_private.h"

#include "store/sql_why.h"

#include <string.h>

bool why_fail(Why *why, const char *problem) {
    if (!why->problem)
        why->problem = problem;
    return false;
}

const char *why_keep_text(const Why *why, Span span) {
    g_autofree char *text = sql_text_copy(&why->text, span);
    return arena_strdup(why->arena, text);
}

Span why_next_item(const Why *why, Span items, guint from) {
    return (Span){from, sql_find_comma(&why->text, (Span){from, items.to})};
}

bool why_write_from(Why *why, const SqlCore *core, const SqlKnown *known, SqlFrom *from,
                    GString *out) {
    SqlFromReader reader = {.text = &why->text, .span = core->from, .known = known};
    for (;;) {
        Span inner;
        switch (sql_from_next(&reader, from, out, &inner)) {
        case SQL_FROM_END:
            return true;
        case SQL_FROM_PROBLEM:
            return why_fail(why, reader.problem);
        case SQL_FROM_QUERY:
            break;
        }
        g_autoptr(GString) text = g_string_new(NULL);
        bool has_facts = false;
        SqlOwns owns = {0};
        if (!why_write_query(why, inner, known, WHY_INNER, text, &has_facts, &owns))
            return false;
        g_string_append(out, text->str);
        sql_from_query_end(&reader, from, has_facts, &owns, &why->unnamed, out);
    }
}

void why_core_clear(WhyCore *core) {
    g_string_free(core->tables, TRUE);
    g_free(core->row);
    g_ptr_array_unref(core->items);
}

// What a column of a question inside another is made of, where that is not its whole row.
static char *item_facts(const Why *why, const WhyCore *core, Span item) {
    char *facts = sql_value_facts(&why->text, &core->from, item, core->is_aggregate);
    if (facts || core->is_aggregate)
        return facts;
    g_autofree char *named = sql_from_facts(&why->text, &core->from, item);
    g_autofree char *row = sql_from_facts(&why->text, &core->from, (Span){0, 0});
    return g_strcmp0(named, row) != 0 ? g_steal_pointer(&named) : NULL;
}

bool why_read_core(Why *why, Span span, const SqlKnown *known, WhyCore *out) {
    *out = (WhyCore){.tables = g_string_new(NULL), .items = g_ptr_array_new_with_free_func(g_free)};
    if (!sql_core_read(&why->text, span, &out->core))
        return why_fail(why, "its SQL holds something else than SELECT");
    if (!why_write_from(why, &out->core, known, &out->from, out->tables))
        return false;
    Span items = out->core.items;
    out->is_aggregate =
        out->core.has_group || out->core.has_having || sql_has_aggregate(&why->text, items);
    out->from.is_grouped = out->is_aggregate;
    out->has_star = sql_has_star(&why->text, items);
    g_autofree char *facts = sql_from_facts(&why->text, &out->from, (Span){0, 0});
    if (!facts && out->from.is_opaque)
        return why_fail(why, "its SQL gathers facts in a way that is not followed");
    if (facts)
        out->row = out->is_aggregate ? g_strdup_printf("group_concat(%s)", facts)
                                     : g_steal_pointer(&facts);
    for (guint i = items.from; i < items.to && !out->has_star && out->row;) {
        Span item = why_next_item(why, items, i);
        g_ptr_array_add(out->items, item_facts(why, out, item));
        i = item.to + 1;
    }
    return true;
}

// "SELECT items", without DISTINCT; what follows them is the caller's up to write_rest.
void why_write_items(const Why *why, const WhyCore *core, GString *out) {
    g_autofree char *items = sql_text_copy(&why->text, core->core.items);
    g_string_append_printf(out, "SELECT %s", items);
}

void why_write_rest(const Why *why, const WhyCore *core, GString *out) {
    g_autofree char *rest = sql_text_copy(&why->text, core->core.rest);
    bool has_from = core->core.from.to > core->core.from.from;
    g_string_append_printf(out, "%s%s %s", has_from ? " FROM " : "", core->tables->str, rest);
}

const char *why_row_name(WhyLevel level) {
    return level == WHY_INNER ? SQL_WHY_ROW : SQL_WHY_TOP;
}
