// The facts behind a key figure: those of the rows that its aggregate is over, or of all datasets
// that its template names.
#include "page/kpi_trace.h"

#include "page/scope_trace.h"
#include "page/scope_verified.h"

void kpi_trace_begin(Compose *compose) {
    trace_begin(scope_trace(compose->scope));
}

static GArray *steps_of_names(Compose *compose, const Trace *trace) {
    if (trace->names->len == 1)
        return scope_trace_steps_of(compose->scope, trace->names->pdata[0]);
    return scope_trace_steps(compose->scope, NULL);
}

static guint fact_count(Compose *compose, const Table *table, const guint *rows, guint count) {
    const Lineage *lineage = lineage_of_rows(compose->arena, table, rows, count);
    return lineage ? lineage->count : 0;
}

// Rows without a value in the field are no part of the aggregate.
static TraceFacts facts_of_value(Compose *compose, const ValueSpec *spec, GArray *steps) {
    const Table *all = scope_data(compose->scope, spec->data);
    guint count = 0;
    if (!all)
        return (TraceFacts){0};
    const Table *table = scope_verified_rows(compose->scope, all, NULL);
    if (table->row_count < all->row_count)
        scope_trace_step(steps, "facts whose evidence was found, or not looked for",
                         scope_trace_facts(compose->scope, table));
    const guint *rows = scope_trace_valid(compose->scope, table, spec->field.name, &count);
    const Lineage *lineage = lineage_of_rows(compose->arena, table, rows, count);
    if (count < table->row_count)
        scope_trace_step(
            steps, arena_printf(compose->arena, "rows with a value in \"%s\"", spec->field.name),
            lineage ? lineage->count : 0);
    TraceUse where = {.field = spec->field.name, .table = table, .rows = rows, .count = count};
    const guint *holding = scope_trace_holding(compose->scope, spec->op, &where);
    if (holding != rows)
        scope_trace_step(steps,
                         arena_printf(compose->arena, "rows with the %s \"%s\"",
                                      spec->op == aggregate_find("min") ? "least" : "greatest",
                                      spec->field.name),
                         fact_count(compose, table, holding, where.count));
    return trace_facts_of(scope_trace(compose->scope), table, spec->field.name, holding,
                          where.count);
}

const Lineage *kpi_trace_end(Compose *compose, const KpiItem *item, const char *text) {
    Trace *trace = scope_trace(compose->scope);
    if (!trace)
        return NULL;
    TraceFacts facts = trace_end(trace);
    GArray *steps = item->value.data ? scope_trace_steps(compose->scope, item->value.data)
                                     : steps_of_names(compose, trace);
    if (item->value.data)
        facts = facts_of_value(compose, &item->value, steps);
    const char *label = template_expand(compose->scope, item->label, TEMPLATE_PLAIN);
    TraceItem traced = {.kind = TRACE_FIGURE,
                        .id =
                            trace_id(trace, "kpi", trace_slug(compose->arena, label ? label : "")),
                        .label = label,
                        .text = text,
                        .facts = facts,
                        .step_count = steps->len};
    traced.steps = arena_memdup(compose->arena, steps->data, steps->len * sizeof(TraceStep));
    g_array_unref(steps);
    trace_add(trace, &traced);
    return facts.lineage;
}
