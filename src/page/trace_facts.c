// What SQL's aggregates count, row by row: the lineage of a row is the handle by which its columns
// are found again after filters and sorting, which pass lineages on as they are. Columns made of
// aggregates also tell their facts cell by cell, for what transforms make of them.
#include "page/trace.h"

#include "table/aggregate.h"
#include "table/cell_facts.h"

#include <string.h>

typedef struct {
    const StoreWhy *why;
    guint row;
    const char *mark; // CellFacts.how of columns that are as the question gave them
} Known;

static const Known *find_known(const Trace *trace, const Lineage *lineage) {
    return lineage ? g_hash_table_lookup(trace->rows, lineage) : NULL;
}

// Whether the field is a column of the question that aggregates make, as the question gave it.
static bool has_part(const Known *known, const Table *table, const char *field) {
    const Column *column = table_column(table, field);
    if (!column || column->cells.how != known->mark)
        return false;
    for (guint i = 0; i < known->why->part_count; i++)
        if (strcmp(known->why->parts[i].column, field) == 0)
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

static void set_stages(Trace *trace, const GPtrArray *rows, guint part, TracePart *made) {
    const StoreWhy *why = ((const Known *)rows->pdata[0])->why;
    made->stage_count = why->parts[part].stage_count;
    for (guint s = 0; s < made->stage_count; s++) {
        g_autoptr(GPtrArray) facts = g_ptr_array_new();
        for (guint i = 0; i < rows->len; i++) {
            gsize at = (gsize)((const Known *)rows->pdata[i])->row * why->part_count + part;
            g_ptr_array_add(facts, (gpointer)why->stages[at * WHY_STAGES_MAX + s]);
        }
        made->stages[s] = why->parts[part].stages[s];
        made->left[s] = unite(trace->arena, facts);
    }
}

static TracePart part_in_rows(Trace *trace, const GPtrArray *rows, guint part) {
    const StoreWhy *why = ((const Known *)rows->pdata[0])->why;
    const WhyPart *asked = &why->parts[part];
    TracePart made = {.role = asked->role,
                      .text = asked->text,
                      .is_extreme = asked->is_extreme,
                      .is_counting = asked->is_counting};
    g_autoptr(GPtrArray) facts = g_ptr_array_new();
    g_autoptr(GPtrArray) compared = g_ptr_array_new();
    for (guint i = 0; i < rows->len; i++) {
        gsize at = (gsize)((const Known *)rows->pdata[i])->row * why->part_count + part;
        g_ptr_array_add(facts, (gpointer)why->facts[at]);
        made.rows += why->counted[at];
        if (asked->is_extreme)
            g_ptr_array_add(compared, (gpointer)why->compared[at]);
    }
    made.lineage = unite(trace->arena, facts);
    set_stages(trace, rows, part, &made);
    if (asked->is_extreme)
        made.others = unite(trace->arena, compared)->count - made.lineage->count;
    return made;
}

// Only of a difference of numbers of rows: of one of amounts or extremes both are what it is made
// of.
static bool is_taken_away(const TracePart *part) {
    return part->role == WHY_SUBTRACTED && part->is_counting;
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

// ---- learning

static void learn_column(Trace *trace, Table *table, guint column, const StoreWhy *why) {
    const Lineage **facts = arena_array(trace->arena, const Lineage *, table->row_count + 1);
    const char *name = table->columns[column].name, *mark = NULL;
    for (guint row = 0; row < table->row_count; row++) {
        const Known *known = find_known(trace, table->lineage[row]);
        g_autoptr(GPtrArray) rows = g_ptr_array_new();
        g_ptr_array_add(rows, (gpointer)known);
        TraceFacts made = {.lineage = why->rows[row]};
        set_parts(trace, rows, name, &made);
        facts[row] = made.lineage;
        mark = known->mark;
    }
    table->columns[column].cells = (CellFacts){facts, mark};
}

static bool is_part(const StoreWhy *why, const char *column) {
    for (guint i = 0; i < why->part_count; i++)
        if (strcmp(why->parts[i].column, column) == 0)
            return true;
    return false;
}

const Table *trace_learn(Trace *trace, const Table *table, const StoreWhy *why) {
    trace->problem = why->problem;
    if (why->problem)
        return table;
    Table *made = table_extend(trace->arena, table, 0);
    const char *mark = arena_strdup(trace->arena, "what its SQL counts");
    made->lineage = arena_array(trace->arena, const Lineage *, table->row_count + 1);
    for (guint row = 0; row < table->row_count; row++) {
        Known *known = arena_new0(trace->arena, Known);
        *known = (Known){why, row, mark};
        const Lineage *told = table->lineage ? table->lineage[row] : NULL;
        made->lineage[row] = told ? told : why->rows[row];
        g_hash_table_insert(trace->rows, (gpointer)made->lineage[row], known);
    }
    for (guint i = 0; i < made->column_count; i++)
        if (is_part(why, made->columns[i].name))
            learn_column(trace, made, i, why);
    return made;
}

// ---- asking

TraceFacts trace_facts_of(Trace *trace, const Table *table, const char *field, const guint *rows,
                          guint count) {
    const Column *column = field ? table_column(table, field) : NULL;
    TraceFacts facts = {.lineage = cell_facts_of_rows(trace->arena, table, field, rows, count)};
    facts.how = column && column->cells.facts ? column->cells.how : NULL;
    if (table->lineage && count == 0)
        facts.lineage = arena_new0(trace->arena, Lineage);
    if (!field || !table->lineage || count == 0)
        return facts;
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (guint i = 0; i < count; i++) {
        const Known *row = find_known(trace, table->lineage[rows[i]]);
        if (!row || !has_part(row, table, field) ||
            (known->len && ((const Known *)known->pdata[0])->why != row->why))
            return facts;
        g_ptr_array_add(known, (gpointer)row);
    }
    set_parts(trace, known, field, &facts);
    return facts;
}

static const guint *all_rows(Arena *arena, guint count) {
    guint *rows = arena_array(arena, guint, count + 1);
    for (guint i = 0; i < count; i++)
        rows[i] = i;
    return rows;
}

// Those of the rows that an operation needs, and the step to them.
static const guint *keep_counted(Trace *trace, const TraceUse *use, int op, const guint *rows,
                                 guint *count, GArray *steps) {
    Arena *arena = trace->arena;
    const AggregateField aggregate = {.op = op, .field = use->field};
    guint before = *count;
    rows = cell_facts_counted(arena, &aggregate, use->table, rows, count);
    if (!steps || *count == before)
        return rows;
    const Lineage *left = lineage_of_rows(arena, use->table, rows, *count);
    trace_step(steps, cell_facts_how(arena, &aggregate),
               left || !use->table->lineage ? left : arena_new0(arena, Lineage), *count);
    return rows;
}

// A sum leaves out what has no value, then what is 0.
TraceFacts trace_counted(Trace *trace, const TraceUse *use, GArray *steps) {
    guint count = use->count;
    const guint *rows = use->rows ? use->rows : all_rows(trace->arena, count);
    bool has_values = aggregate_needs_field(use->op) && use->op != aggregate_find("missing");
    if (use->is_aggregate && has_values)
        rows = keep_counted(trace, use, aggregate_find("valid"), rows, &count, steps);
    if (use->is_aggregate)
        rows = keep_counted(trace, use, use->op, rows, &count, steps);
    TraceFacts facts = trace_facts_of(trace, use->table, use->field, rows, count);
    if (steps)
        trace_step_to(steps, &facts);
    return facts;
}
