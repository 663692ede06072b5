// Each printed cell becomes an item; those of a row have the same facts behind them.
#include "page/table_trace.h"

#include "page/scope_trace.h"

struct TableTrace {
    Compose *compose;
    Trace *trace;
    const Table *shown, *all;
    const char *name; // of the table in ids
    const TraceStep *steps;
    guint step_count;       // the last of a row that is shown is the limit
    guint total_step_count; // of totals
    guint row, subtotal;
    const char *row_name;
    const guint *rows; // of the printed row
    guint count;
};

static const char *name_of(Trace *trace, const TableSpec *spec) {
    const JsonNode *id = spec->node ? json_node_member(spec->node, "id") : NULL;
    trace->tables++;
    if (id && json_is_string(id->json))
        return json_string_value(id->json);
    return arena_printf(trace->arena, "%u", trace->tables);
}

static void add_limit(Compose *compose, GArray *steps, const Table *shown, const Table *all) {
    if (shown->row_count < all->row_count)
        scope_trace_step(steps,
                         arena_printf(compose->arena, "the first %u of %u rows", shown->row_count,
                                      all->row_count),
                         scope_trace_facts(compose->scope, shown));
}

TableTrace *table_trace_new(Compose *compose, const TableSpec *spec, const Table *shown,
                            const Table *all) {
    Trace *trace = scope_trace(compose->scope);
    if (!trace)
        return NULL;
    TableTrace *made = arena_new0(compose->arena, TableTrace);
    GArray *steps = scope_trace_steps(compose->scope, spec->data);
    guint before_limit = steps->len;
    add_limit(compose, steps, shown, all);
    *made = (TableTrace){.compose = arena_memdup(compose->arena, compose, sizeof *compose),
                         .trace = trace,
                         .shown = shown,
                         .all = all,
                         .name = name_of(trace, spec),
                         .step_count = steps->len,
                         .total_step_count = before_limit};
    made->steps = arena_memdup(compose->arena, steps->data, steps->len * sizeof(TraceStep));
    g_array_unref(steps);
    return made;
}

static const guint *first_rows(Arena *arena, guint count) {
    guint *rows = arena_array(arena, guint, count + 1);
    for (guint i = 0; i < count; i++)
        rows[i] = i;
    return rows;
}

void table_trace_row(TableTrace *trace, const guint *rows, guint count, const char *name) {
    if (!trace)
        return;
    Arena *arena = trace->trace->arena;
    trace->rows = rows ? arena_memdup(arena, rows, count * sizeof *rows) : first_rows(arena, count);
    trace->count = count;
    if (!name)
        trace->row_name = arena_printf(arena, "%u", ++trace->row);
    else if (g_str_equal(name, "subtotal"))
        trace->row_name = arena_printf(arena, "subtotal-%u", ++trace->subtotal);
    else
        trace->row_name = name;
}

// Rows of the table that are behind a printed cell.
typedef struct {
    const Table *table;
    const guint *rows;
    guint count, step_count;
} Behind;

static void add_cell(TableTrace *trace, const char *field, const char *text, const Behind *behind) {
    Arena *arena = trace->trace->arena;
    const char *name = arena_printf(arena, "%s/%s/%s", trace->name, trace->row_name, field);
    TraceItem item = {
        .kind = TRACE_CELL,
        .id = trace_id(trace->trace, "table", name),
        .label = field,
        .text = text,
        .facts = trace_facts_of(trace->trace, behind->table, field, behind->rows, behind->count),
        .steps = trace->steps,
        .step_count = behind->step_count};
    trace_add(trace->trace, &item);
}

void table_trace_cell(TableTrace *trace, const char *field, const char *text) {
    if (!trace)
        return;
    Behind behind = {trace->shown, trace->rows, trace->count, trace->step_count};
    add_cell(trace, field, text, &behind);
}

void table_trace_total(TableTrace *trace, const char *field, int op, const char *text) {
    if (!trace)
        return;
    Arena *arena = trace->trace->arena;
    Field bound = field_bind(arena, trace->all, field);
    guint *rows = arena_array(arena, guint, trace->count + 1), count = 0;
    for (guint i = 0; i < trace->count; i++) {
        Value value = field_value(&bound, trace->rows[i]);
        if (value.type != VALUE_NULL && value.type != VALUE_UNDEFINED)
            rows[count++] = trace->rows[i];
    }
    TraceUse where = {.field = field, .table = trace->all, .rows = rows, .count = count};
    const guint *holding = scope_trace_holding(trace->compose->scope, op, &where);
    Behind behind = {trace->all, holding, where.count, trace->total_step_count};
    add_cell(trace, field, text, &behind);
}
