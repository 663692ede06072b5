// What networks and Sankey diagrams share: one run for each cell of the facets around, columns, and
// values over the rows of a node or link.
#include "chart/graph.h"
#include "table/money.h"

#include <math.h>

bool graph_is(const json_t *spec) {
    return js_has(spec, "graph");
}

static const GraphKind *kind_of(const json_t *graph) {
    return js_equals(json_object_get(graph, "kind"), "network") ? &NETWORK_GRAPH : &SANKEY_GRAPH;
}

// ---------- values over rows ----------

const char *graph_name(const GraphRun *run, Value value) {
    if (value_is_nullish(value))
        return NULL;
    const char *name = value_to_string(value, run->chart->arena);
    return *name ? name : NULL;
}

static AggregateField aggregate_of(const json_t *entry) {
    return (AggregateField){.op = aggregate_find(js_string(entry, "op")),
                            .field = js_string(entry, "field"),
                            .as = js_string(entry, "as")};
}

static void check_money(const GraphRun *run, const AggregateField *aggregate, const guint *rows,
                        guint count) {
    Arena *arena = run->chart->arena;
    const MoneySet set = {run->table, aggregate->field, rows, count,
                          money_operation(aggregate->op)};
    const char *problem = set.what && count ? money_problem(arena, &set) : NULL;
    Place place = json_node_place(chart_place(run->chart, run->spec));
    if (problem)
        chart_error(run->chart, run->spec, DIAG_MIXED_CURRENCIES, money_hint(problem), "%s",
                    problem);
    else if (set.what && count)
        money_warn(run->chart->diags, &place, &set);
}

double graph_weight(const GraphRun *run, const guint *rows, guint count) {
    AggregateField weight = aggregate_of(json_object_get(run->spec, "weight"));
    if (!weight.field)
        return count;
    check_money(run, &weight, rows, count);
    Value value = aggregate_compute(run->chart->arena, &weight, run->table, rows, count);
    double number = value_to_number(value);
    return isfinite(number) && number > 0 ? number : 0;
}

static int by_value(gconstpointer a, gconstpointer b) {
    return value_compare(*(const Value *)a, *(const Value *)b);
}

// The most frequent value; of several the least.
static Value most_frequent(const GraphRun *run, const char *path, const guint *rows, guint count) {
    Field field = field_bind(run->chart->arena, run->table, path);
    g_autofree Value *values = g_new(Value, count + 1);
    guint valid = 0, longest = 0;
    Value best = value_null();
    for (guint i = 0; i < count; i++) {
        values[valid] = field_value(&field, rows[i]);
        valid += !value_is_nullish(values[valid]);
    }
    qsort(values, valid, sizeof(Value), by_value);
    for (guint i = 0, start = 0; i < valid; i++) {
        if (value_compare(values[start], values[i]) != 0)
            start = i;
        if (i - start + 1 <= longest)
            continue;
        longest = i - start + 1;
        best = values[start];
    }
    return best;
}

void graph_add_lists(const GraphRun *run, GPtrArray *columns) {
    json_t *item;
    size_t i;
    json_array_foreach(json_object_get(run->spec, "aggregate"), i, item)
        g_ptr_array_add(columns, (gpointer)js_string(item, "as"));
    json_array_foreach(json_object_get(run->spec, "carry"), i, item)
        g_ptr_array_add(columns, (gpointer)field_name(run->chart->arena, json_string_value(item)));
}

guint graph_list_values(const GraphRun *run, const guint *rows, guint count, Value *out) {
    json_t *item;
    size_t i;
    guint used = 0;
    json_array_foreach(json_object_get(run->spec, "aggregate"), i, item) {
        AggregateField aggregate = aggregate_of(item);
        check_money(run, &aggregate, rows, count);
        out[used++] = aggregate_compute(run->chart->arena, &aggregate, run->table, rows, count);
    }
    json_array_foreach(json_object_get(run->spec, "carry"), i, item) out[used++] =
        most_frequent(run, json_string_value(item), rows, count);
    return used;
}

void graph_add_row(const GraphRun *run, const Value *values, const Lineage *lineage) {
    g_autofree Value *row = g_new0(Value, run->column_count + run->facet_count + 1);
    for (guint i = 0; i < run->column_count; i++)
        row[i] = values[i];
    for (guint i = 0; i < run->facet_count; i++)
        row[run->column_count + i] = run->facets[i];
    table_builder_row(run->out, row, lineage);
}

// ---------- cells ----------

static void add_columns(GraphRun *run, const View *unit) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    kind_of(run->spec)->columns(run, names);
    run->column_count = names->len;
    for (guint i = 0; i < unit->data.facet_count; i++)
        g_ptr_array_add(names, (gpointer)unit->data.facets[i]);
    for (guint i = 0; i < names->len; i++)
        table_builder_column(run->out, g_ptr_array_index(names, i));
}

static bool run_cells(GraphRun *run, const Table *table, const Groups *groups,
                      const char *const *facets) {
    g_autofree Value *values = g_new0(Value, run->facet_count + 1);
    run->facets = values;
    for (guint g = 0; g < groups->count; g++) {
        const guint *rows = group_rows(groups, g);
        for (guint i = 0; i < run->facet_count; i++)
            values[i] = table_value(table, facets[i], rows[0]);
        run->table = groups->count == 1
                         ? table
                         : table_pick(run->chart->arena, table, rows, group_size(groups, g));
        if (!kind_of(run->spec)->rows(run))
            return false;
    }
    return true;
}

const Table *graph_apply(View *unit, const Table *table) {
    GraphRun run = {.chart = unit->chart,
                    .unit = unit,
                    .spec = json_object_get(unit->spec, "graph"),
                    .table = table,
                    .facet_count = unit->data.facet_count};
    unit->counts = arena_new0(unit->chart->arena, GraphCounts);
    run.out = table_builder_new(unit->chart->arena);
    add_columns(&run, unit);
    Groups groups =
        groups_make(unit->chart->arena, table, unit->data.facets, run.facet_count, GROUP_BY_TEXT);
    bool good = run_cells(&run, table, &groups, unit->data.facets);
    const Table *made = table_builder_end(run.out);
    return good ? made : NULL;
}
