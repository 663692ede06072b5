// Several SELECTs, or one whose rows are made single. Each gives its columns, then the facts of
// those that tell their own, then those of the row; what makes rows single is a GROUP BY of the
// columns that gathers facts:
//     SELECT accord_1, group_concat(accord_own_1), ... FROM (a UNION ALL b) GROUP BY 1
// and for INTERSECT and EXCEPT each row says on which side it stands.
#include "store/sql_why_private.h"

#include "store/sql_why.h"

typedef struct {
    Why *why;
    guint count; // of columns
    bool *own;   // which of them tell their own
    guint first_own;
    GString *sql; // so far
} Sets;

static void write_arm(const Sets *sets, const WhyCore *core, GString *out) {
    const char *row = core->row ? core->row : "NULL";
    why_write_items(sets->why, core, out);
    for (guint i = 0; i < sets->count; i++)
        if (sets->own[i])
            g_string_append_printf(out, ", %s AS " SQL_WHY_OWN,
                                   core->items->len && core->items->pdata[i]
                                       ? (const char *)core->items->pdata[i]
                                       : row,
                                   sets->first_own + i);
    g_string_append_printf(out, ", %s AS " SQL_WHY_ROW, row);
    why_write_rest(sets->why, core, out);
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

// What stands so far, and the next; arm NULL: only made single.
static void put_together(Sets *sets, WhySet kind, const char *arm) {
    static const char *const having[] = {
        [WHY_INTERSECT] = " HAVING min(accord_side) = 0 AND max(accord_side) = 1",
        [WHY_EXCEPT] = " HAVING max(accord_side) = 0"};
    GString *out = g_string_new("SELECT ");
    write_set_columns(sets, kind != WHY_ALL, out);
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
    for (guint i = 0; kind != WHY_ALL && i < sets->count; i++)
        g_string_append_printf(out, i ? ", %u" : " GROUP BY %u", i + 1);
    if (kind == WHY_INTERSECT || kind == WHY_EXCEPT)
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
static void write_names(const Sets *sets, Span items, WhyLevel level, GString *out, SqlOwns *owns) {
    Why *why = sets->why;
    g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(SqlOwn));
    g_autoptr(GString) behind = g_string_new(NULL);
    g_string_append(out, "SELECT ");
    for (guint i = 0, at = items.from; i < sets->count; i++) {
        Span item = why_next_item(why, items, at);
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
        const WhyColumns columns = {.out = behind};
        if (level == WHY_TOP)
            why_add_part(why, &columns, part, own);
        else
            g_string_append_printf(behind, ", %s", own);
    }
    g_string_append_printf(out, "%s, " SQL_WHY_ROW " AS %s FROM (%s) AS accord_set_%u", behind->str,
                           why_row_name(level), sets->sql->str, ++why->unnamed);
    owns->count = made->len;
    owns->columns = arena_memdup(why->arena, made->data, made->len * sizeof(SqlOwn));
}

static void note_own(Sets *sets, const WhyCore *core) {
    for (guint i = 0; i < MIN(sets->count, core->items->len); i++)
        sets->own[i] = sets->own[i] || core->items->pdata[i];
}

bool why_check_star(Why *why, const GPtrArray *cores, const GArray *kinds) {
    bool has_star = false, is_single = false;
    for (guint i = 0; i < cores->len; i++) {
        const WhyCore *core = cores->pdata[i];
        has_star = has_star || core->has_star;
        is_single = is_single || core->core.is_distinct ||
                    (i && g_array_index(kinds, WhySet, i - 1) != WHY_ALL);
    }
    return !has_star || !is_single ||
           why_fail(why, "its SQL makes rows of \"*\" single; name the columns");
}

void why_write_stars(Why *why, const GPtrArray *cores, WhyLevel level, GString *out) {
    for (guint i = 0; i < cores->len; i++) {
        const WhyCore *core = cores->pdata[i];
        g_string_append(out, i ? " UNION ALL " : "");
        why_write_items(why, core, out);
        g_string_append_printf(out, ", %s AS %s", core->row ? core->row : "NULL",
                               why_row_name(level));
        why_write_rest(why, core, out);
    }
}

void why_write_sets(Why *why, const GPtrArray *cores, const GArray *kinds, WhyLevel level,
                    GString *out, SqlOwns *owns) {
    const WhyCore *first = cores->pdata[0];
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
        put_together(&sets, WHY_UNION, NULL);
    for (guint i = 1; i < cores->len; i++) {
        const WhyCore *core = cores->pdata[i];
        Sets alone = sets;
        alone.sql = g_string_new(NULL);
        write_arm(&sets, core, alone.sql);
        if (core->core.is_distinct)
            put_together(&alone, WHY_UNION, NULL);
        put_together(&sets, g_array_index(kinds, WhySet, i - 1), alone.sql->str);
        g_string_free(alone.sql, TRUE);
    }
    write_names(&sets, first->core.items, level, out, owns);
    g_string_free(sets.sql, TRUE);
}
