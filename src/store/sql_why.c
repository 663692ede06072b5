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

#include "store/sql_expression.h"
#include "store/sql_why_private.h"

#include <string.h>

enum { DEPTH_LIMIT = 16 };

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

// --- one SELECT by itself ---

// WhyColumns of its own facts behind those of an inner question, and those that "*" passes on.
static void write_owns(Why *why, const WhyCore *core, GString *out, SqlOwns *owns) {
    g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(SqlOwn));
    Span items = core->core.items;
    guint number = 0;
    for (guint i = items.from; i < items.to && core->items->len; number++) {
        Span item = why_next_item(why, items, i);
        const char *facts = core->items->pdata[number];
        const SqlOwn own = {sql_item_name(&why->text, item, why->arena),
                            arena_printf(why->arena, SQL_WHY_OWN, why->owned),
                            why_keep_text(why, sql_without_name(&why->text, item)), number};
        i = item.to + 1;
        if (!facts)
            continue;
        why->owned++;
        g_string_append_printf(out, ", %s AS %s", facts, own.facts);
        g_array_append_val(made, own);
    }
    for (guint t = 0; core->has_star && t < core->from.count; t++)
        g_array_append_vals(made, core->from.tables[t].owns.columns,
                            core->from.tables[t].owns.count);
    owns->count = made->len;
    owns->columns = arena_memdup(why->arena, made->data, made->len * sizeof(SqlOwn));
}

// The column of the facts of a row, where "*" may pass those of inner questions on: that of the
// only table serves, and beside those of several it has a name of its own.
static void write_row(Why *why, const WhyCore *core, GString *out, SqlOwns *owns) {
    guint passed = 0;
    for (guint t = 0; core->has_star && t < core->from.count; t++) {
        const char *column = core->from.tables[t].column;
        if (column && !core->from.tables[t].is_dataset) {
            passed++;
            owns->row = column;
        }
    }
    if (passed && core->from.count == 1)
        return;
    owns->row = passed ? arena_printf(why->arena, SQL_WHY_ROW "_%u", why->owned++) : NULL;
    g_string_append_printf(out, ", %s AS %s", core->row, owns->row ? owns->row : SQL_WHY_ROW);
}

static bool write_alone(Why *why, WhyCore *core, const SqlKnown *known, WhyLevel level,
                        GString *out, SqlOwns *owns) {
    bool is_distinct = core->core.is_distinct;
    const WhyColumns columns = {&core->from, known, core->is_aggregate, out};
    why_write_items(why, core, out);
    if (level == WHY_TOP && !is_distinct)
        why_add_items(why, &columns, core->core.items);
    if (level == WHY_INNER && !is_distinct && core->row) {
        write_owns(why, core, out, owns);
        write_row(why, core, out, owns);
    } else {
        g_string_append_printf(out,
                               !core->row                           ? ", NULL%s"
                               : is_distinct && !core->is_aggregate ? ", group_concat(%s)"
                                                                    : ", %s",
                               core->row ? core->row : "");
        g_string_append_printf(out, " AS %s", why_row_name(level));
    }
    why_write_rest(why, core, out);
    if (is_distinct)
        write_groups(why, &core->core, out);
    return true;
}

// --- several, with what stands before and behind them ---

static void free_core(void *data) {
    why_core_clear(data);
    g_free(data);
}

static WhySet kind_of(const Why *why, Span between) {
    if (sql_is_word_at(&why->text, between.from, "intersect"))
        return WHY_INTERSECT;
    if (sql_is_word_at(&why->text, between.from, "except"))
        return WHY_EXCEPT;
    return sql_is_word_at(&why->text, between.from + 1, "all") ? WHY_ALL : WHY_UNION;
}

static bool read_cores(Why *why, Span span, const SqlKnown *known, GPtrArray *cores,
                       GArray *kinds) {
    for (guint i = span.from; i < span.to;) {
        Span core, between;
        sql_compound_next(&why->text, (Span){i, span.to}, &core, &between);
        WhyCore *made = g_new0(WhyCore, 1);
        bool good = why_read_core(why, core, known, made);
        g_ptr_array_add(cores, made);
        if (!good)
            return false;
        WhySet kind = kind_of(why, between);
        g_array_append_val(kinds, kind);
        i = between.from == span.to
                ? span.to
                : between.from + 1 + sql_is_word_at(&why->text, between.from + 1, "all");
    }
    return cores->len > 0;
}

static bool is_all_rows(const GPtrArray *cores, const GArray *kinds) {
    for (guint i = 0; i < cores->len; i++) {
        const WhyCore *core = cores->pdata[i];
        if (core->is_aggregate || core->core.is_distinct || !sql_from_is_rows(&core->from) ||
            (i && g_array_index(kinds, WhySet, i - 1) != WHY_ALL))
            return false;
    }
    return true;
}

static bool write_cores(Why *why, Span span, const SqlKnown *known, WhyLevel level, GString *out,
                        bool *has_facts, SqlOwns *owns) {
    g_autoptr(GPtrArray) cores = g_ptr_array_new_with_free_func(free_core);
    g_autoptr(GArray) kinds = g_array_new(FALSE, FALSE, sizeof(WhySet));
    bool has_star = false;
    if (!read_cores(why, span, known, cores, kinds) || !why_check_star(why, cores, kinds))
        return false;
    for (guint i = 0; i < cores->len; i++) {
        const WhyCore *core = cores->pdata[i];
        *has_facts = *has_facts || core->row;
        has_star = has_star || core->has_star;
    }
    WhyCore *first = cores->pdata[0];
    bool is_plain =
        !first->core.is_distinct || can_be_grouped(why, &first->core, first->is_aggregate);
    owns->is_rows = is_all_rows(cores, kinds);
    if (cores->len == 1 && is_plain)
        return write_alone(why, first, known, level, out, owns);
    if (has_star)
        why_write_stars(why, cores, level, out);
    else
        why_write_sets(why, cores, kinds, level, out, owns);
    return true;
}

// WhyColumns that a WITH names anew, "t(a, b)", with those of their facts behind them.
static void rename_owns(const Why *why, Span columns, SqlOwns *owns, GString *out) {
    SqlOwn *renamed = arena_array(why->arena, SqlOwn, owns->count + 1);
    g_autofree char *names = sql_text_copy(&why->text, columns);
    g_string_append_printf(out, "(%s", names);
    for (guint i = 0; i < owns->count; i++) {
        guint token = columns.from;
        for (guint c = 0; c < owns->columns[i].column && token < columns.to; c++)
            token = sql_find_comma(&why->text, (Span){token, columns.to}) + 1;
        renamed[i] = owns->columns[i];
        if (token < columns.to && sql_text_token(&why->text, token)->word)
            renamed[i].name = arena_strdup(why->arena, sql_text_token(&why->text, token)->word);
        g_string_append_printf(out, ", %s", owns->columns[i].facts);
    }
    g_string_append(out, ", " SQL_WHY_ROW ")");
    owns->columns = renamed;
    owns->row = NULL;
}

SqlKnown *why_write_with(Why *why, const SqlWith *with, const SqlKnown *known, GString *out) {
    g_autoptr(GString) text = g_string_new(NULL);
    SqlKnown *made = arena_new0(why->arena, SqlKnown);
    *made = (SqlKnown){.name = with->name, .body = with->body, .next = known};
    guint parts = why->parts->len;
    bool is_own = sql_find_any_word(&why->text, with->body, with->name) < with->body.to;
    bool good = !is_own && why_write_query(why, with->body, known, WHY_INNER, text,
                                           &made->has_facts, &made->owns);
    if (!good) {
        why->problem = NULL;
        g_array_set_size(why->parts, parts);
        made->has_facts = false;
        made->is_opaque = sql_from_mentions_facts(&why->text, with->body, known);
    }
    if (!made->has_facts)
        made->owns = (SqlOwns){0};
    g_autofree char *head = sql_text_copy(&why->text, with->head);
    g_autofree char *as = sql_text_copy(&why->text, with->as);
    g_autofree char *body = sql_text_copy(&why->text, with->body);
    g_autofree char *columns = sql_text_copy(&why->text, with->columns);
    g_string_append(out, head);
    if (made->has_facts && *columns)
        rename_owns(why, with->columns, &made->owns, out);
    else if (*columns)
        g_string_append_printf(out, "(%s)", columns);
    g_string_append_printf(out, " %s (%s)", as, made->has_facts ? text->str : body);
    return made;
}

bool why_write_query(Why *why, Span span, const SqlKnown *known, WhyLevel level, GString *out,
                     bool *has_facts, SqlOwns *owns) {
    g_autoptr(GString) text = g_string_new(NULL);
    SqlWith with;
    guint at = span.from;
    bool has = false, good = true;
    if (why->depth == DEPTH_LIMIT)
        return why_fail(why, "its SQL is nested too deep");
    why->depth++;
    while (good && sql_with_next(&why->text, span, &at, &with))
        known = why_write_with(why, &with, known, text);
    Span body = {at, span.to}, tail = sql_tail(&why->text, body);
    body.to = tail.from;
    g_string_append(text, " ");
    good = write_cores(why, body, known, level, text, &has, owns);
    why->depth--;
    *has_facts = has;
    if (!good)
        return false;
    g_autofree char *end = sql_text_copy(&why->text, tail);
    g_autofree char *verbatim = sql_text_copy(&why->text, span);
    if (has)
        g_string_append_printf(out, "%s %s", text->str, end);
    else
        g_string_append(out, verbatim);
    return true;
}

SqlWhy sql_why_make(Arena *arena, const char *sql) {
    Why why = {.arena = arena, .parts = g_array_new(FALSE, FALSE, sizeof(WhyPart))};
    SqlWhy made = {.problem = "its SQL is not closed"};
    g_autoptr(GString) out = g_string_new(NULL);
    bool has_facts = false;
    SqlOwns owns = {0};
    if (sql_text_begin(&why.text, sql)) {
        bool good =
            why_write_query(&why, sql_text_all(&why.text), NULL, WHY_TOP, out, &has_facts, &owns);
        made.problem = why.problem;
        made.sql = good && has_facts ? arena_strdup(arena, out->str) : NULL;
        made.part_count = why.parts->len;
        made.parts = arena_memdup(arena, why.parts->data, why.parts->len * sizeof(WhyPart));
    }
    sql_text_end(&why.text);
    g_array_unref(why.parts);
    return made;
}
