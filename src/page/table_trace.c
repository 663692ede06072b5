// Each printed cell becomes an item; those of a row have the same facts behind them.
#include "page/table_trace.h"

#include "page/scope_trace.h"

struct TableTrace {
    Compose *compose;
    Trace *trace;
    const Table *shown;
    const char *name; // of the table in ids
    const TraceStep *steps;
    guint step_count, row, subtotal;
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
    add_limit(compose, steps, shown, all);
    *made = (TableTrace){.compose = arena_memdup(compose->arena, compose, sizeof *compose),
                         .trace = trace,
                         .shown = shown,
                         .name = name_of(trace, spec),
                         .step_count = steps->len};
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

static void add_cell(TableTrace *trace, const char *field, const char *text, const guint *rows,
                     guint count) {
    Arena *arena = trace->trace->arena;
    const char *name = arena_printf(arena, "%s/%s/%s", trace->name, trace->row_name, field);
    TraceItem item = {.kind = TRACE_CELL,
                      .id = trace_id(trace->trace, "table", name),
                      .label = field,
                      .text = text,
                      .facts = trace_facts_of(trace->trace, trace->shown, field, rows, count),
                      .steps = trace->steps,
                      .step_count = trace->step_count};
    trace_add(trace->trace, &item);
}

void table_trace_cell(TableTrace *trace, const char *field, const char *text) {
    if (trace)
        add_cell(trace, field, text, trace->rows, trace->count);
}

void table_trace_total(TableTrace *trace, const char *field, const char *text) {
    if (!trace)
        return;
    Arena *arena = trace->trace->arena;
    Field bound = field_bind(arena, trace->shown, field);
    guint *rows = arena_array(arena, guint, trace->count + 1), count = 0;
    for (guint i = 0; i < trace->count; i++) {
        Value value = field_value(&bound, trace->rows[i]);
        if (value.type != VALUE_NULL && value.type != VALUE_UNDEFINED)
            rows[count++] = trace->rows[i];
    }
    add_cell(trace, field, text, rows, count);
}
