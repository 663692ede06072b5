// Each mark of a chart becomes an item, with its values and the facts behind it. A bar and the
// label that repeats its value are one item.
#include "page/chart_trace.h"

#include "page/scope_trace.h"

#include <string.h>

// ---- values

static TraceValue *copy_values(Trace *trace, const ChartMark *mark) {
    TraceValue *values = arena_array(trace->arena, TraceValue, mark->value_count + 1);
    for (guint i = 0; i < mark->value_count; i++) {
        const ChartMarkValue *value = &mark->values[i];
        const TraceUse use = {.field = value->field,
                              .table = mark->table,
                              .rows = &mark->row,
                              .count = 1,
                              .path = value->title};
        values[i] = trace_value(trace, value->value, &use);
        values[i].text = value->text;
        values[i].exact = value->exact;
        values[i].is_printed = value->is_printed;
        values[i].facts = value->facts;
        values[i].how = value->how;
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
                      (a->count == 0 || memcmp(a->ids, b->ids, a->count * sizeof *a->ids) == 0));
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
    joined.steps = first->steps;
    joined.step_count = first->step_count;
    *first = joined;
    return true;
}

// ---- the way to a mark

static void free_way(void *data) {
    g_array_unref(data);
}

// From all facts to the dataset that the rows of a view begin with.
static GArray *steps_of_source(const ChartTrace *chart, const json_t *source) {
    Scope *scope = chart->compose->scope;
    const char *name = json_string_value(json_object_get(source, "name"));
    if (name)
        return scope_trace_steps_of(scope, name);
    GArray *steps = scope_trace_steps(scope, source ? NULL : chart->data);
    if (source)
        trace_step(steps, "data of the chart's own", NULL, TRACE_UNKNOWN);
    return steps;
}

static GArray *find_way(ChartTrace *chart, const ChartMark *mark) {
    const void *key = mark->steps ? (const void *)mark->steps : (const void *)mark->source;
    GArray *steps = g_hash_table_lookup(chart->ways, key);
    if (steps)
        return steps;
    steps = steps_of_source(chart, mark->source);
    for (guint i = 0; i < mark->step_count; i++) {
        const ChartStep *step = &mark->steps[i];
        const Lineage *left = scope_trace_facts(chart->compose->scope, step->table);
        const TraceStep *last = &g_array_index(steps, TraceStep, steps->len - 1);
        if (last->facts != (left ? left->count : TRACE_UNKNOWN) ||
            last->rows != step->table->row_count)
            trace_step(steps, step->what, left, step->table->row_count);
    }
    g_hash_table_insert(chart->ways, (gpointer)key, steps);
    return steps;
}

// Of one value what it is made of, of several what they are made of together.
static TraceFacts facts_of_mark(Trace *trace, const ChartMark *mark) {
    if (mark->value_count == 1 && mark->table->lineage)
        return trace_facts_of(trace, mark->table, mark->values->field, &mark->row, 1);
    TraceFacts facts = {.lineage = mark->lineage};
    const Lineage *all = NULL;
    guint own = 0;
    for (guint i = 0; i < mark->value_count; i++) {
        const ChartMarkValue *value = &mark->values[i];
        own += value->facts != NULL;
        all = lineage_union(trace->arena, all, value->facts);
        facts.how = value->how ? value->how : facts.how;
    }
    if (own && own == mark->value_count)
        facts.lineage = all;
    return facts;
}

static void set_way(ChartTrace *chart, const ChartMark *mark, TraceItem *item) {
    Trace *trace = scope_trace(chart->compose->scope);
    const GArray *way = find_way(chart, mark);
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(TraceStep));
    g_array_append_vals(steps, way->data, way->len);
    trace_step(steps,
               arena_printf(trace->arena, "the mark%s%s", mark->group ? ": " : "",
                            mark->group ? mark->group : ""),
               mark->lineage, 1);
    trace_step_to(steps, &item->facts);
    item->step_count = steps->len;
    item->steps = arena_memdup(trace->arena, steps->data, steps->len * sizeof(TraceStep));
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
                      .facts = facts_of_mark(trace, mark)};
    if (join_mark(chart, &item))
        return;
    set_way(chart, mark, &item);
    item.id = trace_id(trace, "chart", name);
    if (!g_hash_table_contains(chart->keys, label)) {
        guint *index = arena_new0(trace->arena, guint);
        *index = trace->items->len;
        g_hash_table_insert(chart->keys, (gpointer)label, index);
    }
    trace_add(trace, &item);
}

ChartTrace chart_trace_begin(Compose *compose, const char *id, const JsonNode *data) {
    Trace *trace = scope_trace(compose->scope);
    ChartTrace chart = {.compose = compose, .data = data};
    if (!trace)
        return chart;
    trace->charts++;
    chart.keys = g_hash_table_new(g_str_hash, g_str_equal);
    chart.ways = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_way);
    chart.name = id ? id : arena_printf(trace->arena, "%u", trace->charts);
    return chart;
}

void chart_trace_end(ChartTrace *chart) {
    g_clear_pointer(&chart->keys, g_hash_table_unref);
    g_clear_pointer(&chart->ways, g_hash_table_unref);
}
