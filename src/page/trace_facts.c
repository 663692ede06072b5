// What SQL's aggregates count, row by row: the lineage of a row is the handle by which its columns
// are found again after filters and sorting, which pass lineages on as they are.
#include "page/trace.h"

#include <string.h>

typedef struct {
    const StoreWhy *why;
    guint row;
} Known;

const Table *trace_learn(Trace *trace, const Table *table, const StoreWhy *why) {
    trace->problem = why->problem;
    if (why->problem)
        return table;
    Table *made = arena_memdup(trace->arena, table, sizeof *table);
    made->lineage = arena_array(trace->arena, const Lineage *, table->row_count + 1);
    for (guint row = 0; row < table->row_count; row++) {
        Known *known = arena_new0(trace->arena, Known);
        *known = (Known){why, row};
        const Lineage *told = table->lineage ? table->lineage[row] : NULL;
        made->lineage[row] = told ? told : why->rows[row];
        g_hash_table_insert(trace->rows, (gpointer)made->lineage[row], known);
    }
    return made;
}

static const Known *find_known(const Trace *trace, const Lineage *lineage) {
    return lineage ? g_hash_table_lookup(trace->rows, lineage) : NULL;
}

static bool has_part(const StoreWhy *why, const char *field) {
    for (guint i = 0; i < why->part_count; i++)
        if (strcmp(why->parts[i].column, field) == 0)
            return true;
    return false;
}

// ---- sets of facts

// In the arena, never NULL.
static const Lineage *unite(Arena *arena, const GPtrArray *lineages) {
    Table table = {.row_count = lineages->len, .lineage = (const Lineage **)lineages->pdata};
    g_autofree guint *rows = g_new(guint, lineages->len + 1);
    for (guint i = 0; i < lineages->len; i++)
        rows[i] = i;
    const Lineage *all = lineage_of_rows(arena, &table, rows, lineages->len);
    return all ? all : arena_new0(arena, Lineage);
}

// a without b, when all of b is in a; else both.
static const Lineage *subtract(Arena *arena, const Lineage *a, const Lineage *b) {
    Lineage *rest = arena_new0(arena, Lineage);
    guint32 *ids = arena_array(arena, guint32, a->count + 1);
    guint taken = 0;
    for (guint i = 0; i < a->count; i++) {
        if (taken < b->count && b->ids[taken] == a->ids[i])
            taken++;
        else
            ids[rest->count++] = a->ids[i];
    }
    rest->ids = ids;
    return taken == b->count ? rest : lineage_union(arena, a, b);
}

// ---- parts

static TracePart part_in_rows(Trace *trace, const GPtrArray *rows, guint part) {
    const StoreWhy *why = ((const Known *)rows->pdata[0])->why;
    const WhyPart *asked = &why->parts[part];
    TracePart made = {.role = asked->role, .text = asked->text, .is_extreme = asked->is_extreme};
    g_autoptr(GPtrArray) facts = g_ptr_array_new();
    g_autoptr(GPtrArray) compared = g_ptr_array_new();
    for (guint i = 0; i < rows->len; i++) {
        gsize at = (gsize)((const Known *)rows->pdata[i])->row * why->part_count + part;
        g_ptr_array_add(facts, (gpointer)why->facts[at]);
        if (asked->is_extreme)
            g_ptr_array_add(compared, (gpointer)why->compared[at]);
    }
    made.lineage = unite(trace->arena, facts);
    if (asked->is_extreme)
        made.others = unite(trace->arena, compared)->count - made.lineage->count;
    return made;
}

// Of a difference of extremes both are what it is made of.
static bool is_taken_away(const TracePart *part) {
    return part->role == WHY_SUBTRACTED && !part->is_extreme;
}

// What counts: the facts of the parts that are added, without those of the parts that are taken
// away. Of nothing but divisors, all of the rows.
static const Lineage *count_parts(Trace *trace, const GArray *parts, const Lineage *all) {
    const Lineage *counted = NULL;
    for (guint i = 0; i < parts->len; i++) {
        const TracePart *part = &g_array_index(parts, TracePart, i);
        if (part->role != WHY_DIVISOR && !is_taken_away(part))
            counted = counted ? lineage_union(trace->arena, counted, part->lineage) : part->lineage;
    }
    for (guint i = 0; counted && i < parts->len; i++) {
        const TracePart *part = &g_array_index(parts, TracePart, i);
        if (is_taken_away(part))
            counted = subtract(trace->arena, counted, part->lineage);
    }
    return counted ? counted : all;
}

static void set_parts(Trace *trace, const GPtrArray *rows, const char *field, TraceFacts *facts) {
    const StoreWhy *why = ((const Known *)rows->pdata[0])->why;
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(TracePart));
    for (guint i = 0; i < why->part_count; i++) {
        if (strcmp(why->parts[i].column, field) != 0)
            continue;
        TracePart part = part_in_rows(trace, rows, i);
        g_array_append_val(parts, part);
    }
    if (parts->len == 0)
        return;
    facts->lineage = count_parts(trace, parts, facts->lineage);
    facts->part_count = parts->len;
    facts->parts = arena_memdup(trace->arena, parts->data, parts->len * sizeof(TracePart));
}

TraceFacts trace_facts_of(Trace *trace, const Table *table, const char *field, const guint *rows,
                          guint count) {
    TraceFacts facts = {.lineage = lineage_of_rows(trace->arena, table, rows, count)};
    if (table->lineage && count == 0)
        facts.lineage = arena_new0(trace->arena, Lineage);
    if (!field || !table->lineage || count == 0)
        return facts;
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (guint i = 0; i < count; i++) {
        const Known *row = find_known(trace, table->lineage[rows[i]]);
        if (!row || (known->len && ((const Known *)known->pdata[0])->why != row->why))
            return facts;
        g_ptr_array_add(known, (gpointer)row);
    }
    set_parts(trace, known, field, &facts);
    return facts;
}

TraceFacts trace_facts_of_row(Trace *trace, const Lineage *lineage, const char *const *fields,
                              guint count) {
    TraceFacts facts = {.lineage = lineage};
    const Known *known = find_known(trace, lineage);
    const char *only = NULL;
    guint found = 0;
    for (guint i = 0; known && i < count; i++) {
        if (!has_part(known->why, fields[i]) || g_strcmp0(only, fields[i]) == 0)
            continue;
        only = fields[i];
        found++;
    }
    if (found != 1)
        return facts;
    g_autoptr(GPtrArray) rows = g_ptr_array_new();
    g_ptr_array_add(rows, (gpointer)known);
    set_parts(trace, rows, only, &facts);
    return facts;
}
