// Each printed cell becomes an item. The way to it goes over the data of the table to its row, and
// from there to what counts of its column.
#include "page/table_trace.h"

#include "page/scope_trace.h"

struct TableTrace {
    Compose *compose;
    Trace *trace;
    const Table *shown, *all;
    const TableSpec *spec;
    const char *name; // of the table in ids
    const TraceStep *steps;
    guint step_count;       // the last of a row that is shown is the limit
    guint total_step_count; // of totals
    guint row, subtotal;
    const char *row_name, *row_step; // the step: or NULL
    const guint *rows;               // of the printed row
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
        trace_step(steps,
                   arena_printf(compose->arena, "the first %u of %u rows", shown->row_count,
                                all->row_count),
                   scope_trace_facts(compose->scope, shown), shown->row_count);
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
                         .spec = spec,
                         .name = name_of(trace, spec),
                         .step_count = steps->len,
                         .total_step_count = before_limit};
    made->steps = arena_memdup(compose->arena, steps->data, steps->len * sizeof(TraceStep));
    g_array_unref(steps);
    return made;
}

// ---- rows

static const guint *first_rows(Arena *arena, guint count) {
    guint *rows = arena_array(arena, guint, count + 1);
    for (guint i = 0; i < count; i++)
        rows[i] = i;
    return rows;
}

// "sector Energy", or NULL.
static const char *describe_field(const TableTrace *trace, const Table *table, const char *field,
                                  guint row) {
    Arena *arena = trace->trace->arena;
    Value value = table_value(table, field, row);
    if (value_is_nullish(value))
        return NULL;
    return arena_printf(arena, "%s %s", field, value_to_string(value, arena));
}

// By its first text, which names the row for people too, else by its first column.
static const char *describe_row(const TableTrace *trace, guint row) {
    const char *first = NULL;
    for (guint i = 0; i < trace->spec->column_count; i++) {
        const char *field = trace->spec->columns[i].field.name;
        const char *text = describe_field(trace, trace->shown, field, row);
        first = first ? first : text;
        if (text && table_value(trace->shown, field, row).type == VALUE_STRING)
            return text;
    }
    return first;
}

// The step from all rows to those of the printed row; NULL: it is all of them.
static const char *step_of_row(const TableTrace *trace, const char *name) {
    Arena *arena = trace->trace->arena;
    if (!name) {
        const char *what = describe_row(trace, trace->rows[0]);
        return arena_printf(arena, "row %u of %u%s%s", trace->row, trace->shown->row_count,
                            what ? ": " : "", what ? what : "");
    }
    const char *group = trace->spec->group_by.name;
    if (!g_str_equal(name, "subtotal") || !group || trace->count == 0)
        return NULL;
    const char *what = describe_field(trace, trace->all, group, trace->rows[0]);
    return arena_printf(arena, "the group %s", what ? what : "without one");
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
    trace->row_step = step_of_row(trace, name);
}

// ---- cells

static void add_cell(TableTrace *trace, const TraceUse *use, const char *text, guint step_count) {
    Arena *arena = trace->trace->arena;
    const char *name = arena_printf(arena, "%s/%s/%s", trace->name, trace->row_name, use->field);
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(TraceStep));
    g_array_append_vals(steps, trace->steps, step_count);
    const Lineage *row = lineage_of_rows(arena, use->table, use->rows, use->count);
    if (trace->row_step)
        trace_step(steps, trace->row_step, row, use->count);
    TraceItem item = {.kind = TRACE_CELL,
                      .id = trace_id(trace->trace, "table", name),
                      .label = use->field,
                      .text = text,
                      .facts = trace_counted(trace->trace, use, steps)};
    TraceValue value = trace_value(trace->trace, use->value, use);
    item.value_count = value.exact != NULL;
    item.values = value.exact ? arena_memdup(arena, &value, sizeof value) : NULL;
    item.step_count = steps->len;
    item.steps = arena_memdup(arena, steps->data, steps->len * sizeof(TraceStep));
    trace_add(trace->trace, &item);
}

void table_trace_cell(TableTrace *trace, const char *field, const char *text) {
    if (!trace)
        return;
    const TraceUse use = {.field = field,
                          .table = trace->shown,
                          .rows = trace->rows,
                          .count = trace->count,
                          .value = table_value(trace->shown, field, trace->rows[0])};
    add_cell(trace, &use, text, trace->step_count);
}

void table_trace_total(TableTrace *trace, const char *field, int op, Value value,
                       const char *text) {
    if (!trace)
        return;
    const TraceUse use = {.field = field,
                          .table = trace->all,
                          .rows = trace->rows,
                          .count = trace->count,
                          .value = value,
                          .is_aggregate = true,
                          .op = op};
    add_cell(trace, &use, text, trace->total_step_count);
}
