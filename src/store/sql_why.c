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

#include "store/sql_why_calls.h"

#include <string.h>

enum { DEPTH_LIMIT = 16 };

// Where a question stands: in another, or as the outermost.
typedef enum { LEVEL_INNER, LEVEL_TOP } Level;

typedef struct {
    SqlText text;
    Arena *arena;
    const char *problem;
    guint depth, unnamed, owned; // owned: columns of facts so far
    GArray *parts;               // of WhyPart
} Why;

static bool write_query(Why *why, Span span, const SqlKnown *known, Level level, GString *out,
                        bool *has_facts, SqlOwns *owns);

static bool fail(Why *why, const char *problem) {
    if (!why->problem)
        why->problem = problem;
    return false;
}

static const char *keep_text(const Why *why, Span span) {
    g_autofree char *text = sql_text_copy(&why->text, span);
    return arena_strdup(why->arena, text);
}

// --- questions in place of a value ---

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
    Span tail = sql_tail(&why->text, span);
    if (!sql_core_read(&why->text, (Span){span.from, tail.from}, &core) || core.has_group ||
        core.is_distinct || sql_has_compound(&why->text, span) ||
        !write_from(why, &core, known, &from, tables))
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

// The facts of the tables that a plain expression names, when they are not those of its row.
static void add_plain(Why *why, const Columns *columns, Span item, const char *name) {
    g_autofree char *own = sql_from_facts(&why->text, columns->from, item);
    g_autofree char *row = sql_from_facts(&why->text, columns->from, (Span){0, 0});
    const WhyPart part = {.column = name, .text = keep_text(why, item)};
    if (g_strcmp0(own, row) != 0)
        add_part(why, columns, part, own);
}

// A column for each stage but the last, whose facts are those of the part.
static void add_stages(Why *why, const Columns *columns, const SqlCall *call, WhyPart *part) {
    g_auto(SqlStages) stages = sql_stages(&why->text, call);
    part->stage_count = stages.count;
    for (guint i = 0; i < stages.count; i++)
        part->stages[i] = arena_strdup(why->arena, stages.words[i]);
    for (guint i = 0; i + 1 < stages.count; i++) {
        g_autofree char *facts = sql_call_facts(&why->text, columns->from, call, i + 1);
        g_string_append_printf(columns->out, ", %s AS " SQL_WHY_STAGE, facts, why->parts->len, i);
    }
}

static void add_call(Why *why, const Columns *columns, WhyPart part, const SqlCall *call) {
    part.is_extreme = call->is_extreme && !call->is_star;
    part.is_counting = sql_is_counting(&why->text, call);
    g_autofree char *facts = sql_counted_facts(&why->text, columns->from, call);
    if (facts)
        add_stages(why, columns, call, &part);
    add_part(why, columns, part, facts);
}

static void add_question(Why *why, const Columns *columns, WhyPart part, Span inner) {
    g_autofree char *facts = scalar_facts(why, inner, columns->known, &part.is_extreme);
    add_part(why, columns, part, facts);
}

// A column of a question inside this one that tells facts of its own.
static void add_own(Why *why, const Columns *columns, WhyPart part, Span name) {
    const SqlTable *table = NULL;
    const SqlOwn *own = sql_from_own(&why->text, columns->from, name, &table);
    g_autofree char *facts = sql_own_facts(&why->text, columns->from, name, columns->is_aggregate);
    part.text = own->text;
    add_part(why, columns, part, facts);
}

// One of them after the other: questions, aggregates, columns that tell their own.
static guint add_next(Why *why, const Columns *columns, Span item, const char *name, guint i) {
    const SqlText *text = &why->text;
    Span inner = sql_subquery_at(text, i), own;
    WhyPart part = {.column = name};
    SqlCall call;
    if (inner.to > inner.from) {
        part.text = keep_text(why, inner);
        if (sql_is_value(text, item, i))
            add_question(why, columns, part, inner);
        return inner.to + 1;
    }
    if (sql_call_read(text, i, &call)) {
        part.text = keep_text(why, call.span);
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

// Columns that tell their own, of all tables that "*" is.
static void add_star(Why *why, const Columns *columns, Span item) {
    const char *only = item.to > item.from + 1 ? sql_text_token(&why->text, item.from)->word : NULL;
    for (guint t = 0; t < columns->from->count; t++) {
        const SqlTable *table = &columns->from->tables[t];
        for (guint i = 0; i < table->owns.count; i++) {
            const SqlOwn *own = &table->owns.columns[i];
            g_autofree char *facts = g_strdup_printf("%s.%s", table->written, own->facts);
            const WhyPart part = {.column = own->name, .text = own->text};
            if (!only || g_strcmp0(only, table->name) == 0)
                add_part(why, columns, part, facts);
        }
    }
}

static void add_item(Why *why, const Columns *columns, Span item) {
    const char *name = sql_item_name(&why->text, item, why->arena);
    guint before = why->parts->len;
    if (is_star(why, item)) {
        add_star(why, columns, item);
        return;
    }
    for (guint i = item.from; i < item.to;)
        i = add_next(why, columns, item, name, i);
    if (why->parts->len == before && !columns->is_aggregate)
        add_plain(why, columns, item, name);
}

static Span next_item(const Why *why, Span items, guint from) {
    return (Span){from, sql_find_comma(&why->text, (Span){from, items.to})};
}

static void add_items(Why *why, const Columns *columns, Span items) {
    for (guint i = items.from; i < items.to;) {
        Span item = next_item(why, items, i);
        add_item(why, columns, item);
        i = item.to + 1;
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
        SqlOwns owns = {0};
        if (!write_query(why, inner, known, LEVEL_INNER, text, &has_facts, &owns))
            return false;
        g_string_append(out, text->str);
        sql_from_query_end(&reader, from, has_facts, &owns, &why->unnamed, out);
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

// A SELECT taken apart, to be written with columns of facts.
typedef struct {
    SqlCore core;
    SqlFrom from;
    GString *tables;
    char *row;        // the facts of a row; NULL: it has none
    GPtrArray *items; // of each item its own facts as char *, or NULL; empty with "*"
    bool is_aggregate, has_star;
} Core;

static void core_clear(Core *core) {
    g_string_free(core->tables, TRUE);
    g_free(core->row);
    g_ptr_array_unref(core->items);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Core, core_clear)

// What a column of a question inside another is made of, where that is not its whole row.
static char *item_facts(const Why *why, const Core *core, Span item) {
    char *facts = sql_value_facts(&why->text, &core->from, item, core->is_aggregate);
    if (facts || core->is_aggregate)
        return facts;
    g_autofree char *named = sql_from_facts(&why->text, &core->from, item);
    g_autofree char *row = sql_from_facts(&why->text, &core->from, (Span){0, 0});
    return g_strcmp0(named, row) != 0 ? g_steal_pointer(&named) : NULL;
}

static bool read_core(Why *why, Span span, const SqlKnown *known, Core *out) {
    *out = (Core){.tables = g_string_new(NULL), .items = g_ptr_array_new_with_free_func(g_free)};
    if (!sql_core_read(&why->text, span, &out->core))
        return fail(why, "its SQL holds something else than SELECT");
    if (!write_from(why, &out->core, known, &out->from, out->tables))
        return false;
    Span items = out->core.items;
    out->is_aggregate =
        out->core.has_group || out->core.has_having || sql_has_aggregate(&why->text, items);
    out->has_star = sql_has_star(&why->text, items);
    g_autofree char *facts = sql_from_facts(&why->text, &out->from, (Span){0, 0});
    if (!facts && out->from.is_opaque)
        return fail(why, "its SQL gathers facts in a way that is not followed");
    if (facts)
        out->row = out->is_aggregate ? g_strdup_printf("group_concat(%s)", facts)
                                     : g_steal_pointer(&facts);
    for (guint i = items.from; i < items.to && !out->has_star && out->row;) {
        Span item = next_item(why, items, i);
        g_ptr_array_add(out->items, item_facts(why, out, item));
        i = item.to + 1;
    }
    return true;
}

// "SELECT items", without DISTINCT; what follows them is the caller's up to write_rest.
static void write_items(const Why *why, const Core *core, GString *out) {
    g_autofree char *items = sql_text_copy(&why->text, core->core.items);
    g_string_append_printf(out, "SELECT %s", items);
}

static void write_rest(const Why *why, const Core *core, GString *out) {
    g_autofree char *rest = sql_text_copy(&why->text, core->core.rest);
    bool has_from = core->core.from.to > core->core.from.from;
    g_string_append_printf(out, "%s%s %s", has_from ? " FROM " : "", core->tables->str, rest);
}

static const char *row_name(Level level) {
    return level == LEVEL_INNER ? SQL_WHY_ROW : SQL_WHY_TOP;
}

// --- one SELECT by itself ---

// Columns of its own facts behind those of an inner question, and those that "*" passes on.
static void write_owns(Why *why, const Core *core, GString *out, SqlOwns *owns) {
    g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(SqlOwn));
    Span items = core->core.items;
    guint number = 0;
    for (guint i = items.from; i < items.to && core->items->len; number++) {
        Span item = next_item(why, items, i);
        const char *facts = core->items->pdata[number];
        const SqlOwn own = {sql_item_name(&why->text, item, why->arena),
                            arena_printf(why->arena, SQL_WHY_OWN, why->owned), keep_text(why, item),
                            number};
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
    *owns = (SqlOwns){made->len, arena_memdup(why->arena, made->data, made->len * sizeof(SqlOwn))};
}

static bool write_alone(Why *why, Core *core, const SqlKnown *known, Level level, GString *out,
                        SqlOwns *owns) {
    bool is_distinct = core->core.is_distinct;
    const Columns columns = {&core->from, known, core->is_aggregate, out};
    write_items(why, core, out);
    if (level == LEVEL_TOP && !is_distinct)
        add_items(why, &columns, core->core.items);
    if (level == LEVEL_INNER && !is_distinct && core->row)
        write_owns(why, core, out, owns);
    g_string_append_printf(out,
                           !core->row                           ? ", NULL%s"
                           : is_distinct && !core->is_aggregate ? ", group_concat(%s)"
                                                                : ", %s",
                           core->row ? core->row : "");
    g_string_append_printf(out, " AS %s", row_name(level));
    write_rest(why, core, out);
    if (is_distinct)
        write_groups(why, &core->core, out);
    return true;
}

// --- several SELECTs, or one whose rows are made single ---
//
// Each gives its columns, then the facts of each, then those of the row; what makes rows single is
// a GROUP BY of the columns that gathers facts:
//     SELECT accord_1, group_concat(accord_own_1), ... FROM (a UNION ALL b) GROUP BY 1
// and for INTERSECT and EXCEPT each row says on which side it stands.

typedef struct {
    Why *why;
    guint count; // of columns
    bool *own;   // which of them tell their own
    guint first_own;
    GString *sql; // so far
} Sets;

static void write_arm(const Sets *sets, const Core *core, GString *out) {
    const char *row = core->row ? core->row : "NULL";
    write_items(sets->why, core, out);
    for (guint i = 0; i < sets->count; i++)
        if (sets->own[i])
            g_string_append_printf(out, ", %s AS " SQL_WHY_OWN,
                                   core->items->len && core->items->pdata[i]
                                       ? (const char *)core->items->pdata[i]
                                       : row,
                                   sets->first_own + i);
    g_string_append_printf(out, ", %s AS " SQL_WHY_ROW, row);
    write_rest(sets->why, core, out);
}

// accord_1, ..., accord_own_1, ..., accord_facts; gathered: facts with group_concat.
static void write_set_columns(const Sets *sets, bool gathered, GString *out) {
    for (guint i = 0; i < sets->count; i++)
        g_string_append_printf(out, "%saccord_%u", i ? ", " : "", i + 1);
    for (guint i = 0; i < sets->count; i++)
        if (sets->own[i])
            g_string_append_printf(out,
                                   gathered ? ", group_concat(" SQL_WHY_OWN ") AS " SQL_WHY_OWN
                                            : ", " SQL_WHY_OWN,
                                   sets->first_own + i, sets->first_own + i);
    g_string_append(out, gathered ? ", group_concat(" SQL_WHY_ROW ") AS " SQL_WHY_ROW
                                  : ", " SQL_WHY_ROW);
}

static void write_side(const Sets *sets, const char *name, const char *sql, GString *out) {
    g_string_append_printf(out, "%s(", name);
    write_set_columns(sets, /*gathered=*/false, out);
    g_string_append_printf(out, ") AS (%s)", sql);
}

typedef enum { SET_ALL, SET_UNION, SET_INTERSECT, SET_EXCEPT } SetKind;

static SetKind kind_of(const Why *why, Span between) {
    if (sql_is_word_at(&why->text, between.from, "intersect"))
        return SET_INTERSECT;
    if (sql_is_word_at(&why->text, between.from, "except"))
        return SET_EXCEPT;
    return sql_is_word_at(&why->text, between.from + 1, "all") ? SET_ALL : SET_UNION;
}

// What stands so far, and the next; arm NULL: only made single.
static void put_together(Sets *sets, SetKind kind, const char *arm) {
    static const char *const having[] = {
        [SET_INTERSECT] = " HAVING min(accord_side) = 0 AND max(accord_side) = 1",
        [SET_EXCEPT] = " HAVING max(accord_side) = 0"};
    GString *out = g_string_new("SELECT ");
    write_set_columns(sets, kind != SET_ALL, out);
    g_string_append(out, " FROM (WITH ");
    write_side(sets, "accord_a", sets->sql->str, out);
    if (arm) {
        g_string_append(out, ", ");
        write_side(sets, "accord_b", arm, out);
    }
    g_string_append(out, " SELECT accord_a.*, 0 AS accord_side FROM accord_a");
    if (arm)
        g_string_append(out, " UNION ALL SELECT accord_b.*, 1 AS accord_side FROM accord_b");
    g_string_append_printf(out, ") AS accord_set_%u", ++sets->why->unnamed);
    for (guint i = 0; kind != SET_ALL && i < sets->count; i++)
        g_string_append_printf(out, i ? ", %u" : " GROUP BY %u", i + 1);
    if (kind == SET_INTERSECT || kind == SET_EXCEPT)
        g_string_append(out, having[kind]);
    g_string_free(sets->sql, TRUE);
    sets->sql = out;
}

static char *quoted(const char *name) {
    g_autofree char *inner = NULL;
    g_auto(GStrv) parts = g_strsplit(name, "\"", -1);
    inner = g_strjoinv("\"\"", parts);
    return g_strdup_printf("\"%s\"", inner);
}

// The columns under their names again, and what is known of those that tell their own.
static void write_names(const Sets *sets, Span items, Level level, GString *out, SqlOwns *owns) {
    Why *why = sets->why;
    g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(SqlOwn));
    g_autoptr(GString) behind = g_string_new(NULL);
    g_string_append(out, "SELECT ");
    for (guint i = 0, at = items.from; i < sets->count; i++) {
        Span item = next_item(why, items, at);
        const char *name = sql_item_name(&why->text, item, why->arena);
        const char *own = arena_printf(why->arena, SQL_WHY_OWN, sets->first_own + i);
        g_autofree char *shown = quoted(name);
        at = item.to + 1;
        g_string_append_printf(out, "%saccord_%u AS %s", i ? ", " : "", i + 1, shown);
        if (!sets->own[i])
            continue;
        const SqlOwn told = {name, own, name, i};
        g_array_append_val(made, told);
        const WhyPart part = {.column = name, .text = name};
        const Columns columns = {.out = behind};
        if (level == LEVEL_TOP)
            add_part(why, &columns, part, own);
        else
            g_string_append_printf(behind, ", %s", own);
    }
    g_string_append_printf(out, "%s, " SQL_WHY_ROW " AS %s FROM (%s) AS accord_set_%u", behind->str,
                           row_name(level), sets->sql->str, ++why->unnamed);
    *owns = (SqlOwns){made->len, arena_memdup(why->arena, made->data, made->len * sizeof(SqlOwn))};
}

static void note_own(Sets *sets, const Core *core) {
    for (guint i = 0; i < MIN(sets->count, core->items->len); i++)
        sets->own[i] = sets->own[i] || core->items->pdata[i];
}

// With "*" only UNION ALL is possible, and no column tells its own.
static bool check_star(Why *why, const GPtrArray *cores, const GArray *kinds) {
    bool has_star = false, is_single = false;
    for (guint i = 0; i < cores->len; i++) {
        const Core *core = cores->pdata[i];
        has_star = has_star || core->has_star;
        is_single = is_single || core->core.is_distinct ||
                    (i && g_array_index(kinds, SetKind, i - 1) != SET_ALL);
    }
    return !has_star || !is_single ||
           fail(why, "its SQL makes rows of \"*\" single; name the columns");
}

static void write_stars(Why *why, const GPtrArray *cores, Level level, GString *out) {
    for (guint i = 0; i < cores->len; i++) {
        const Core *core = cores->pdata[i];
        g_string_append(out, i ? " UNION ALL " : "");
        write_items(why, core, out);
        g_string_append_printf(out, ", %s AS %s", core->row ? core->row : "NULL", row_name(level));
        write_rest(why, core, out);
    }
}

static void write_sets(Why *why, const GPtrArray *cores, const GArray *kinds, Level level,
                       GString *out, SqlOwns *owns) {
    const Core *first = cores->pdata[0];
    Sets sets = {.why = why,
                 .count = sql_count_items(&why->text, first->core.items),
                 .first_own = why->owned,
                 .sql = g_string_new(NULL)};
    sets.own = arena_array(why->arena, bool, sets.count + 1);
    why->owned += sets.count;
    for (guint i = 0; i < cores->len; i++)
        note_own(&sets, cores->pdata[i]);
    write_arm(&sets, first, sets.sql);
    if (first->core.is_distinct)
        put_together(&sets, SET_UNION, NULL);
    for (guint i = 1; i < cores->len; i++) {
        const Core *core = cores->pdata[i];
        Sets alone = sets;
        alone.sql = g_string_new(NULL);
        write_arm(&sets, core, alone.sql);
        if (core->core.is_distinct)
            put_together(&alone, SET_UNION, NULL);
        put_together(&sets, g_array_index(kinds, SetKind, i - 1), alone.sql->str);
        g_string_free(alone.sql, TRUE);
    }
    write_names(&sets, first->core.items, level, out, owns);
    g_string_free(sets.sql, TRUE);
}

// --- several, with what stands before and behind them ---

static void free_core(void *data) {
    core_clear(data);
    g_free(data);
}

static bool read_cores(Why *why, Span span, const SqlKnown *known, GPtrArray *cores,
                       GArray *kinds) {
    for (guint i = span.from; i < span.to;) {
        Span core, between;
        sql_compound_next(&why->text, (Span){i, span.to}, &core, &between);
        Core *made = g_new0(Core, 1);
        bool good = read_core(why, core, known, made);
        g_ptr_array_add(cores, made);
        if (!good)
            return false;
        SetKind kind = kind_of(why, between);
        g_array_append_val(kinds, kind);
        i = between.from == span.to
                ? span.to
                : between.from + 1 + sql_is_word_at(&why->text, between.from + 1, "all");
    }
    return cores->len > 0;
}

static bool write_cores(Why *why, Span span, const SqlKnown *known, Level level, GString *out,
                        bool *has_facts, SqlOwns *owns) {
    g_autoptr(GPtrArray) cores = g_ptr_array_new_with_free_func(free_core);
    g_autoptr(GArray) kinds = g_array_new(FALSE, FALSE, sizeof(SetKind));
    bool has_star = false;
    if (!read_cores(why, span, known, cores, kinds) || !check_star(why, cores, kinds))
        return false;
    for (guint i = 0; i < cores->len; i++) {
        const Core *core = cores->pdata[i];
        *has_facts = *has_facts || core->row;
        has_star = has_star || core->has_star;
    }
    Core *first = cores->pdata[0];
    bool is_plain =
        !first->core.is_distinct || can_be_grouped(why, &first->core, first->is_aggregate);
    if (cores->len == 1 && is_plain)
        return write_alone(why, first, known, level, out, owns);
    if (has_star)
        write_stars(why, cores, level, out);
    else
        write_sets(why, cores, kinds, level, out, owns);
    return true;
}

// Columns that a WITH names anew, "t(a, b)", with those of their facts behind them.
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
}

// One "name AS (...)". What cannot be rewritten stays as it is and is known as such.
static SqlKnown *write_with(Why *why, const SqlWith *with, const SqlKnown *known, GString *out) {
    g_autoptr(GString) text = g_string_new(NULL);
    SqlKnown *made = arena_new0(why->arena, SqlKnown);
    *made = (SqlKnown){.name = with->name, .next = known};
    guint parts = why->parts->len;
    bool is_own = sql_find_any_word(&why->text, with->body, with->name) < with->body.to;
    bool good = !is_own && write_query(why, with->body, known, LEVEL_INNER, text, &made->has_facts,
                                       &made->owns);
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

static bool write_query(Why *why, Span span, const SqlKnown *known, Level level, GString *out,
                        bool *has_facts, SqlOwns *owns) {
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
            write_query(&why, sql_text_all(&why.text), NULL, LEVEL_TOP, out, &has_facts, &owns);
        made.problem = why.problem;
        made.sql = good && has_facts ? arena_strdup(arena, out->str) : NULL;
        made.part_count = why.parts->len;
        made.parts = arena_memdup(arena, why.parts->data, why.parts->len * sizeof(WhyPart));
    }
    sql_text_end(&why.text);
    g_array_unref(why.parts);
    return made;
}
