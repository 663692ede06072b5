// Each mark of a chart becomes an item, with its values and the facts behind it. A bar and the
// label that repeats its value are one item.
#include "page/chart_trace.h"

#include "page/scope_trace.h"

#include <string.h>

static TraceValue *copy_values(Trace *trace, const ChartMark *mark) {
    TraceValue *values = arena_array(trace->arena, TraceValue, mark->value_count + 1);
    for (guint i = 0; i < mark->value_count; i++) {
        const ChartMarkValue *value = &mark->values[i];
        values[i] = (TraceValue){value->title, value->text, value->exact, value->is_printed};
    }
    return values;
}

static TraceValue *find_value(const TraceItem *item, const TraceValue *wanted) {
    for (guint i = 0; i < item->value_count; i++)
        if (strcmp(item->values[i].label, wanted->label) == 0 &&
            strcmp(item->values[i].exact, wanted->exact) == 0)
            return &item->values[i];
    return NULL;
}

static bool has_values(const TraceItem *item, const TraceItem *other) {
    for (guint i = 0; i < other->value_count; i++)
        if (!find_value(item, &other->values[i]))
            return false;
    return true;
}

// The texts that stand on the page, from the item with the fewer values.
static void take_texts(const TraceItem *from, TraceItem *item) {
    for (guint i = 0; i < from->value_count; i++)
        if (from->values[i].is_printed)
            *find_value(item, &from->values[i]) = from->values[i];
    item->text = item->value_count == 1 ? item->values->text : NULL;
}

static bool same_facts(const Lineage *a, const Lineage *b) {
    return a == b || (a && b && a->count == b->count &&
                      memcmp(a->ids, b->ids, a->count * sizeof *a->ids) == 0);
}

// A bar and its label are one mark: of the same key and facts, where one has the values of the
// other. Whether the item went into the one that was there.
static bool join_mark(ChartTrace *chart, const TraceItem *item) {
    TraceItem *first = NULL;
    guint *index = g_hash_table_lookup(chart->keys, item->label);
    if (index)
        first = &g_array_index(scope_trace(chart->compose->scope)->items, TraceItem, *index);
    if (!first || !same_facts(first->facts.lineage, item->facts.lineage))
        return false;
    if (!has_values(first, item) && !has_values(item, first))
        return false;
    TraceItem joined = has_values(first, item) ? *first : *item;
    take_texts(has_values(first, item) ? item : first, &joined);
    joined.id = first->id;
    *first = joined;
    return true;
}

void chart_trace_mark(void *data, const ChartMark *mark) {
    ChartTrace *chart = data;
    Trace *trace = scope_trace(chart->compose->scope);
    chart->marks++;
    bool has_key = mark->key && *mark->key;
    if (!has_key && !mark->lineage) // a rule or a label of the layout's own
        return;
    const char *label = has_key ? mark->key : arena_printf(trace->arena, "%u", chart->marks);
    const char *name = arena_printf(trace->arena, "%s/%s", chart->name, label);
    TraceItem item = {.kind = TRACE_MARK,
                      .label = label,
                      .text = mark->value_count == 1 ? mark->values->text : NULL,
                      .value_count = mark->value_count,
                      .values = copy_values(trace, mark),
                      .facts = trace_facts_of_row(trace, mark->lineage,
                                                  (const char *const *)(void *)chart->fields->pdata,
                                                  chart->fields->len)};
    if (join_mark(chart, &item))
        return;
    item.id = trace_id(trace, "chart", name);
    if (!g_hash_table_contains(chart->keys, label)) {
        guint *index = arena_new0(trace->arena, guint);
        *index = trace->items->len;
        g_hash_table_insert(chart->keys, (gpointer)label, index);
    }
    trace_add(trace, &item);
}

// The fields of all encodings in a spec, of its layers and facets too.
static void collect_fields(const json_t *spec, GPtrArray *fields, guint depth) {
    enum { DEPTH_LIMIT = 16 };
    const char *key;
    json_t *value;
    if (depth == DEPTH_LIMIT)
        return;
    if (json_is_array(spec))
        for (size_t i = 0; i < json_array_size(spec); i++)
            collect_fields(json_array_get(spec, i), fields, depth + 1);
    json_object_foreach((json_t *)spec, key, value) {
        if (strcmp(key, "field") == 0 && json_is_string(value))
            g_ptr_array_add(fields, (gpointer)json_string_value(value));
        else if (strcmp(key, "transform") != 0)
            collect_fields(value, fields, depth + 1);
    }
}

ChartTrace chart_trace_begin(Compose *compose, const char *id, const JsonNode *spec) {
    Trace *trace = scope_trace(compose->scope);
    ChartTrace chart = {.compose = compose};
    if (!trace)
        return chart;
    trace->charts++;
    chart.first = trace->items->len;
    chart.fields = g_ptr_array_new();
    chart.keys = g_hash_table_new(g_str_hash, g_str_equal);
    collect_fields(spec->json, chart.fields, 0);
    chart.name = id ? id : arena_printf(trace->arena, "%u", trace->charts);
    return chart;
}

static guint count_drawn(const Trace *trace, guint first) {
    const Lineage *all = NULL;
    for (guint i = first; i < trace->items->len; i++)
        all = lineage_union(trace->arena, all,
                            g_array_index(trace->items, TraceItem, i).facts.lineage);
    return all ? all->count : TRACE_UNKNOWN;
}

// All marks of a chart have the same way behind them.
static void set_steps(const ChartTrace *chart, const JsonNode *data) {
    Trace *trace = scope_trace(chart->compose->scope);
    GArray *steps = scope_trace_steps(chart->compose->scope, data);
    guint drawn = count_drawn(trace, chart->first);
    if (drawn != g_array_index(steps, TraceStep, steps->len - 1).facts)
        scope_trace_step(steps, "drawn: what the chart's own transforms and scales leave", drawn);
    const TraceStep *kept = arena_memdup(trace->arena, steps->data, steps->len * sizeof *kept);
    for (guint i = chart->first; i < trace->items->len; i++) {
        g_array_index(trace->items, TraceItem, i).steps = kept;
        g_array_index(trace->items, TraceItem, i).step_count = steps->len;
    }
    g_array_unref(steps);
}

void chart_trace_end(ChartTrace *chart, const JsonNode *data) {
    const Trace *trace = scope_trace(chart->compose->scope);
    if (trace && trace->items->len > chart->first)
        set_steps(chart, data);
    g_clear_pointer(&chart->fields, g_ptr_array_unref);
    g_clear_pointer(&chart->keys, g_hash_table_unref);
}
