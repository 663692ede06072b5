// The facts behind a key figure: those of the rows that its aggregate is over, or of all datasets
// that its template names. With one dataset there is a way from all facts to the figure.
#include "page/kpi_trace.h"

#include "page/scope_trace.h"
#include "page/scope_verified.h"

void kpi_trace_begin(Compose *compose) {
    trace_begin(scope_trace(compose->scope));
}

// A figure on its way to an item.
typedef struct {
    GArray *steps;
    TraceFacts facts;
    GArray *values; // of TraceValue
} Figure;

// The row that a value stands in, of several.
static void step_to_row(Compose *compose, const TraceUse *use, GArray *steps) {
    if (use->is_aggregate || use->count != 1 || use->table->row_count < 2)
        return;
    trace_step(
        steps,
        arena_printf(compose->arena, "row %u of %u", use->rows[0] + 1, use->table->row_count),
        lineage_of_rows(compose->arena, use->table, use->rows, 1), 1);
}

static void add_value(Trace *trace, const TraceUse *use, Figure *figure) {
    TraceValue value = trace_value(trace, use->value, use);
    if (value.exact)
        g_array_append_val(figure->values, value);
}

// Of a template: what it took from datasets.
static void trace_template(Compose *compose, Trace *trace, Figure *figure) {
    const GArray *used = trace->used;
    figure->facts = trace_end(trace);
    figure->steps = trace->names->len == 1
                        ? scope_trace_steps_of(compose->scope, trace->names->pdata[0])
                        : scope_trace_steps(compose->scope, NULL);
    for (guint i = 0; i < used->len; i++)
        add_value(trace, &g_array_index(used, TraceUse, i), figure);
    if (used->len == 1) {
        const TraceUse *use = &g_array_index(used, TraceUse, 0);
        step_to_row(compose, use, figure->steps);
        figure->facts = trace_counted(trace, use, figure->steps);
    } else {
        trace_step_to(figure->steps, &figure->facts);
    }
}

// Of an aggregate. Rows without a value in the field are no part of it.
static void trace_aggregate(Compose *compose, Trace *trace, const ValueSpec *spec, Value value,
                            Figure *figure) {
    trace_end(trace);
    figure->steps = scope_trace_steps(compose->scope, spec->data);
    const Table *all = scope_data(compose->scope, spec->data);
    if (!all)
        return;
    const Table *table = scope_verified_rows(compose->scope, all, NULL);
    if (table->row_count < all->row_count)
        trace_step(figure->steps, "facts whose evidence was found, or not looked for",
                   scope_trace_facts(compose->scope, table), table->row_count);
    const TraceUse use = {.field = spec->field.name,
                          .table = table,
                          .count = table->row_count,
                          .value = value,
                          .is_aggregate = true,
                          .op = spec->op,
                          .path = arena_printf(compose->arena, "%s%s%s", aggregate_name(spec->op),
                                               spec->field.name ? " of " : "",
                                               spec->field.name ? spec->field.name : "")};
    figure->facts = trace_counted(trace, &use, figure->steps);
    add_value(trace, &use, figure);
}

static const Lineage *keep_figure(Compose *compose, const Figure *figure, TraceItem *item) {
    Arena *arena = compose->arena;
    item->facts = figure->facts;
    item->step_count = figure->steps->len;
    item->steps = arena_memdup(arena, figure->steps->data, figure->steps->len * sizeof(TraceStep));
    item->value_count = figure->values->len;
    item->values =
        arena_memdup(arena, figure->values->data, figure->values->len * sizeof(TraceValue));
    g_array_unref(figure->steps);
    g_array_unref(figure->values);
    trace_add(scope_trace(compose->scope), item);
    return figure->facts.lineage;
}

const Lineage *kpi_trace_end(Compose *compose, const KpiItem *item, const char *text, Value value) {
    Trace *trace = scope_trace(compose->scope);
    if (!trace)
        return NULL;
    Figure figure = {.values = g_array_new(FALSE, FALSE, sizeof(TraceValue))};
    if (item->value.data)
        trace_aggregate(compose, trace, &item->value, value, &figure);
    else
        trace_template(compose, trace, &figure);
    const char *label = template_expand(compose->scope, item->label, TEMPLATE_PLAIN);
    TraceItem made = {.kind = TRACE_FIGURE,
                      .id = trace_id(trace, "kpi", trace_slug(compose->arena, label ? label : "")),
                      .label = label,
                      .text = text};
    return keep_figure(compose, &figure, &made);
}
