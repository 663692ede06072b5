// The data flow of the tree of views. A view starts from its own source or from its parent's
// result; the columns of the facets around it part its groups everywhere below.
#include "chart/data.h"
#include "base/suggest.h"
#include "chart/blank.h"
#include "chart/graph.h"
#include "chart/source_data.h"

#include <math.h>
#include <string.h>

void view_each_field(const View *view, EncodingVisit visit, void *data) {
    static const Channel CHANNELS[] = {CHANNEL_ROW, CHANNEL_COLUMN, CHANNEL_FACET};
    if (view->kind == VIEW_UNIT)
        encoding_each_field(view->encoding, visit, data);
    for (guint i = 0; view->kind == VIEW_FACET && i < G_N_ELEMENTS(view->facet); i++)
        if (view->facet[i].def)
            visit(data, view->facet[i].def, CHANNELS[i]);
}

const Table *data_apply(View *view, const Table *table, json_t *transforms) {
    Chart *chart = view->chart;
    const JsonNode *node = chart_node(chart, chart_own(chart, transforms));
    return transform_apply(&chart->transform, table, node);
}

// ---------- transforms of the specification ----------

// Grouped transforms inside a facet group by the facet's columns too.
static json_t *faceted_transform(const View *view, json_t *transform) {
    static const char *const GROUPED[] = {"aggregate", "joinaggregate", "window", "stack",
                                          "impute"};
    for (guint i = 0; view->data.facet_count && i < G_N_ELEMENTS(GROUPED); i++) {
        if (!js_has(transform, GROUPED[i]))
            continue;
        json_t *groupby = json_array();
        json_array_extend(groupby, json_object_get(transform, "groupby"));
        for (guint f = 0; f < view->data.facet_count; f++)
            json_array_append_new(groupby, json_string(view->data.facets[f]));
        return js_with(transform, "groupby", groupby);
    }
    return json_incref(transform);
}

static void note_parsed(View *view, const char *field, const char *type) {
    g_hash_table_insert(view->data.parsed, arena_strdup(view->chart->arena, field), (gpointer)type);
}

// The names that a transform makes are not parsed again.
static void note_outputs(View *view, const json_t *transform) {
    const json_t *as = json_object_get(transform, "as");
    const json_t *item;
    size_t i;
    if (json_is_string(as))
        note_parsed(view, json_string_value(as), "derived");
    json_array_foreach((json_t *)as, i, item) if (json_is_string(item))
        note_parsed(view, json_string_value(item), "derived");
    static const char *const LISTS[] = {"aggregate", "joinaggregate", "window"};
    for (guint k = 0; k < G_N_ELEMENTS(LISTS); k++)
        json_array_foreach(json_object_get(transform, LISTS[k]), i, item) if (js_string(item, "as"))
            note_parsed(view, js_string(item, "as"), "derived");
}

// The type that the values of a field predicate have.
static const char *predicate_type(const json_t *filter) {
    static const char *const KEYS[] = {"equal", "lt", "lte", "gt", "gte", "range", "oneOf"};
    if (js_has(filter, "timeUnit"))
        return "date";
    for (guint i = 0; i < G_N_ELEMENTS(KEYS); i++) {
        const json_t *value = json_object_get(filter, KEYS[i]);
        if (json_is_array(value))
            value = json_array_get(value, 0);
        if (datetime_is(value))
            return "date";
        if (json_is_number(value) && json_number_value(value) != 0)
            return "number";
        if (json_is_string(value) && json_string_length(value))
            return "string";
    }
    return NULL;
}

// Transforms parse what they need as they need it; that is settled then.
static void note_filter(View *view, const json_t *filter, guint depth) {
    static const char *const LOGIC[] = {"and", "or", "not"};
    const json_t *item;
    size_t i;
    const char *field = js_string(filter, "field");
    const char *type = field ? predicate_type(filter) : NULL;
    if (type && !g_hash_table_contains(view->data.parsed, field))
        note_parsed(view, field, type);
    for (guint k = 0; !field && k < G_N_ELEMENTS(LOGIC) && depth < CHART_NESTING_MAX; k++) {
        const json_t *inner = json_object_get(filter, LOGIC[k]);
        if (json_is_object(inner))
            note_filter(view, inner, depth + 1);
        json_array_foreach((json_t *)inner, i, item) note_filter(view, item, depth + 1);
    }
}

static void note_transform(View *view, const json_t *transform) {
    const char *field = js_string(transform, "field");
    note_filter(view, json_object_get(transform, "filter"), 0);
    if (js_has(transform, "timeUnit") && field)
        note_parsed(view, field, "date");
    note_outputs(view, transform);
}

// ---------- steps, for explanations ----------

static void add_step(View *view, const char *what, const Table *table) {
    Arena *arena = view->chart->arena;
    if (!view->chart->marks)
        return;
    ChartStep *steps = arena_array(arena, ChartStep, (gsize)view->data.step_count + 1);
    if (view->data.step_count)
        memcpy(steps, view->data.steps, view->data.step_count * sizeof *steps);
    steps[view->data.step_count++] = (ChartStep){what, table};
    view->data.steps = steps;
}

static void take_step(void *data, const JsonNode *transform, const Table *table) {
    View *view = data;
    char *dump = json_dumps(transform->json, JSON_COMPACT);
    add_step(view, arena_strdup(view->chart->arena, dump ? dump : ""), table);
    free(dump);
}

static TransformContext traced_context(View *view) {
    TransformContext context = view->chart->transform;
    if (view->chart->marks)
        context.on_step = take_step;
    context.on_step_data = view;
    return context;
}

static const Table *apply_transforms(View *view, const Table *table) {
    Chart *chart = view->chart;
    TransformContext context = traced_context(view);
    json_t *transforms = json_object_get(view->spec, "transform");
    json_t *transform;
    size_t i;
    if (view->data.facet_count) {
        json_t *faceted = json_array();
        json_array_foreach(transforms, i, transform)
            json_array_append_new(faceted, faceted_transform(view, transform));
        table = transform_apply(&context, table, chart_node(chart, chart_own(chart, faceted)));
    } else {
        table = transform_apply(&context, table, chart_node(chart, transforms));
    }
    json_array_foreach(transforms, i, transform) note_transform(view, transform);
    return table;
}

// ---------- one view ----------

static bool is_layered(const View *view) {
    return view->parent && view->parent->kind == VIEW_LAYER;
}

static void copy_parsed(View *view) {
    view->data.parsed = g_hash_table_new(g_str_hash, g_str_equal);
    if (!view->parent)
        return;
    GHashTableIter iter;
    gpointer name, type;
    g_hash_table_iter_init(&iter, view->parent->data.parsed);
    while (g_hash_table_iter_next(&iter, &name, &type))
        g_hash_table_insert(view->data.parsed, name, type);
}

// What format.parse settles is not parsed again; "parse": null settles everything.
static void note_given_types(View *view, const json_t *data) {
    const json_t *parse = json_object_get(json_object_get(data, "format"), "parse");
    const char *field;
    json_t *type;
    json_object_foreach((json_t *)parse, field, type) note_parsed(view, field, "given");
    view->data.parses_nothing = (parse && json_is_null(parse)) || js_has(data, "sequence");
}

// A view in a facet whose data is its own is not parted by that facet.
static void inherit_facets(View *view) {
    const View *parent = view->parent;
    if (!parent)
        return;
    view->data.facets = parent->data.facets;
    view->data.facet_count = parent->data.facet_count;
    if (parent->kind != VIEW_FACET)
        return;
    const char **facets = arena_array(view->chart->arena, const char *, view->data.facet_count + 6);
    for (guint i = 0; i < parent->data.facet_count; i++)
        facets[i] = parent->data.facets[i];
    guint count = parent->data.facet_count;
    for (guint i = 0; i < G_N_ELEMENTS(parent->facet); i++) {
        if (parent->facet[i].field)
            facets[count++] = parent->facet[i].field;
        if (parent->facet[i].field_end)
            facets[count++] = parent->facet[i].field_end;
    }
    view->data.facets = facets;
    view->data.facet_count = count;
}

// The table a view starts from, and the key that tells its rows from others.
static const Table *start_table(View *view) {
    Chart *chart = view->chart;
    json_t *data = json_object_get(view->spec, "data");
    copy_parsed(view);
    if (data && json_is_null(data)) {
        view->data.raw_key = "none";
        return table_new(chart->arena, 0, NULL, 0);
    }
    if (data) {
        bool is_new = js_has(data, "url") || js_has(data, "values") || js_has(data, "sequence");
        if (is_new)
            g_hash_table_remove_all(view->data.parsed);
        note_given_types(view, data);
        view->data.source = data;
        return source_data(chart, data, &view->data.raw_key);
    }
    if (view->parent) {
        inherit_facets(view);
        view->data.source = view->parent->data.source;
        view->data.steps = view->parent->data.steps;
        view->data.step_count = view->parent->data.step_count;
        view->data.raw_key = view->parent->data.raw_key;
        view->data.parses_nothing = view->parent->data.parses_nothing;
        return view->parent->data.stages[DATA_MAIN].table;
    }
    view->data.raw_key = "default";
    if (chart->input->default_data)
        return chart->input->default_data;
    return table_new(chart->arena, 0, NULL, 1); // one row, for charts of constants
}

static const char *extended_key(View *view, const char *key, const char *part, json_t *json) {
    char *dump = json ? json_dumps(json, JSON_COMPACT) : NULL;
    const char *extended = arena_printf(view->chart->arena, "%s|%s%s", key, part, dump ? dump : "");
    free(dump);
    return extended;
}

static void add_group_name(void *data, const Def *field, Channel channel) {
    (void)channel;
    if (!field->aggregate)
        g_string_append_printf(data, ",%s", field->name);
}

// Rows after aggregation are the same when the groups are.
static const char *main_key(View *unit) {
    g_autoptr(GString) groups = g_string_new(NULL);
    if (encoding_is_aggregate(unit->encoding))
        encoding_each_field(unit->encoding, add_group_name, groups);
    return arena_printf(unit->chart->arena, "%s|%s|%d", unit->data.raw_key, groups->str,
                        (int)mark_invalid_mode(unit->chart, unit->mark_def));
}

typedef struct {
    Chart *chart;
    const Table *table;
    bool has_data, missed; // missed: a field was not found
} FieldCheck;

static void warn_unknown(const FieldCheck *check, json_t *at, const char *field) {
    g_autofree char *hint =
        suggest_hint_or_list(field, table_names(check->table), check->table->column_count);
    chart_warning(check->chart, at, DIAG_UNKNOWN_FIELD, hint, "no row has the field \"%s\"", field);
}

// {"sort": {"field": NAME}} orders by a column of the data.
static void check_sort(const FieldCheck *check, const Def *def) {
    json_t *sort = def_get(def, "sort");
    const char *field = js_string(sort, "field");
    if (field && check->has_data && strcmp(field, "*") && !table_column(check->table, field))
        warn_unknown(check, json_object_get(sort, "field"), field);
}

static void check_field(void *data, const Def *def, Channel channel) {
    FieldCheck *check = data;
    check_sort(check, def);
    const char *field = def->arg != ARG_NONE ? def->arg_field : def->field;
    if (!field || channel == CHANNEL_NONE || !strcmp(field, "*") ||
        table_column(check->table, field))
        return;
    check->missed = true;
    if (check->has_data)
        warn_unknown(check, def_get(def, "field"), field);
}

static bool has_data(const View *view) {
    const Chart *chart = view->chart;
    for (; view; view = view->parent)
        if (js_has(view->spec, "data"))
            return true;
    return chart->input->default_data != NULL;
}

// A field that no row has shows nothing, as in Vega; but it is said.
static void check_fields(View *view, const Table *table) {
    Chart *chart = view->chart;
    FieldCheck check = {chart, table, has_data(view), false};
    if (table && table->row_count)
        view_each_field(view, check_field, &check);
    if (check.missed && !check.has_data)
        chart_warning(chart, chart->input->spec->json, DIAG_EMPTY,
                      "add \"data\": {\"url\": FILE}, {\"values\": [...]} or {\"name\": DATASET}",
                      "the chart shows fields but has no data");
}

static const Table *raw_table(View *view, const Table *table) {
    bool has_fields = view->kind == VIEW_UNIT || view->kind == VIEW_FACET;
    if (has_fields && is_layered(view) && table)
        table = data_bin(view, table);
    if (table && js_has(view->spec, "transform")) {
        json_t *transforms = json_object_get(view->spec, "transform");
        const Table *start = table;
        table = apply_transforms(view, start);
        if (has_data(view))
            blank_check_transforms(view, start, table);
        view->data.raw_key = extended_key(view, view->data.raw_key, "t", transforms);
    }
    if (table && graph_is(view->spec)) {
        json_t *graph = json_object_get(view->spec, "graph");
        table = graph_apply(view, table);
        view->data.raw_key = extended_key(view, view->data.raw_key, "g", graph);
    }
    if (table && has_fields)
        blank_check_fields(view, table);
    if (table && has_fields && !view->data.parses_nothing)
        table = data_parse_fields(view, table);
    if (table && has_fields && !is_layered(view))
        table = data_bin(view, table);
    check_fields(view, table);
    return table && has_fields ? data_time_units(view, table) : table;
}

// Which rows marks and domains are made of under a mode: all or the valid ones.
static bool marks_take_all(InvalidMode mode, Mark mark) {
    return mode == INVALID_SHOW || (mode != INVALID_FILTER && mark_is_path(mark));
}
static bool scales_take_all(InvalidMode mode) {
    return mode == INVALID_SHOW || mode == INVALID_BREAK_SHOW_DOMAINS;
}

// Domains have rows of their own only where the configuration asks for it too: "invalid" of a mark
// definition does not reach them, as in Vega-Lite.
static bool domains_take_all(const View *unit) {
    InvalidMode mode = mark_invalid_mode(unit->chart, unit->mark_def);
    InvalidMode config = mark_invalid_config(unit->chart, unit->mark_def);
    bool marks_all = marks_take_all(mode, unit->mark);
    if (marks_all == scales_take_all(mode) ||
        marks_take_all(config, unit->mark) == scales_take_all(config))
        return marks_all;
    return scales_take_all(config);
}

static void finish_unit(View *unit, const Table *table) {
    table = data_aggregate(unit, table);
    if (table)
        table = data_impute(unit, table);
    if (table)
        table = data_stack(unit, table);
    if (!table)
        return;
    const Table *valid = data_filter_invalid(unit, table);
    InvalidMode mode = mark_invalid_mode(unit->chart, unit->mark_def);
    unit->data.main_key = main_key(unit);
    const Table *shown = marks_take_all(mode, unit->mark) ? table : valid;
    if (shown && shown->row_count < table->row_count)
        add_step(unit, "rows with values that its scales can show", shown);
    unit->data.stages[DATA_MAIN] = rows_all(shown);
    unit->data.stages[DATA_SCALE] = rows_all(domains_take_all(unit) ? table : valid);
}

static void parse_view(View *view) {
    guint before = diags_warnings(view->chart->diags);
    const Table *start = start_table(view);
    const Table *table = start ? raw_table(view, start) : NULL;
    if (!table)
        return;
    view->data.stages[DATA_RAW] = rows_all(table);
    if (view->kind == VIEW_UNIT) {
        finish_unit(view, table);
        if (diags_warnings(view->chart->diags) == before)
            blank_check_unit(view, table);
        data_check_money(view, table);
        return;
    }
    view->data.main_key = view->data.raw_key;
    view->data.stages[DATA_MAIN] = view->data.stages[DATA_SCALE] = rows_all(table);
    for (guint i = 0; i < view->child_count; i++)
        parse_view(view->children[i]);
}

bool data_parse(View *view) {
    parse_view(view);
    return !chart_failed(view->chart);
}
