// The compiler's main line: one pass after the other over one specification.
#include "chart/alt.h"
#include "chart/alt_field.h"
#include "chart/axis_model.h"
#include "chart/chart_data.h"
#include "chart/config.h"
#include "chart/data.h"
#include "chart/functions.h"
#include "chart/group.h"
#include "chart/header.h"
#include "chart/legend_model.h"
#include "chart/normalize.h"
#include "chart/picture.h"
#include "chart/schema.h"
#include "chart/selection.h"
#include "chart/size.h"
#include "chart/source_data.h"

// ---------- what expressions and transforms see from outside ----------

static Value value_of_json(Chart *chart, const json_t *json) {
    if (json_is_string(json))
        return value_string(json_string_value(json));
    if (json_is_number(json))
        return value_number(json_number_value(json));
    if (json_is_boolean(json))
        return value_bool(json_is_true(json));
    if (datetime_is(json))
        return value_time(datetime_instant(chart, json));
    return json_is_array(json) ? value_from_json((json_t *)json) : value_null();
}

// Compositions have cells of many sizes, and no plot of their own.
static bool is_composed(const json_t *spec) {
    static const char *const CHANNELS[] = {"facet", "row", "column"};
    const json_t *encoding = json_object_get(spec, "encoding");
    for (guint i = 0; i < G_N_ELEMENTS(CHANNELS); i++)
        if (json_object_get(encoding, CHANNELS[i]))
            return true;
    return !json_object_get(spec, "mark") && !json_object_get(spec, "layer");
}

// Vega's signals "width" and "height": of the plot. What is read before the plot has its size sees
// what the specification says, if that is a number.
static bool find_size(Chart *chart, const char *name, Value *out) {
    const ChartInput *input = chart->input;
    int dimension = !strcmp(name, "width") ? DIM_WIDTH : !strcmp(name, "height") ? DIM_HEIGHT : -1;
    if (dimension < 0 || is_composed(input->spec->json))
        return false;
    const json_t *given = json_object_get(input->spec->json, name);
    if (chart->sized)
        *out = value_number(size_of(chart->sized, dimension));
    else if (json_is_number(given) && !(input->width > 0 || input->height > 0))
        *out = value_number(json_number_value(given));
    else
        return false;
    return true;
}

static bool find_param(void *data, const char *name, Value *out) {
    Chart *chart = data;
    const Value *extent = g_hash_table_lookup(chart->extents, name);
    if (extent) {
        *out = *extent;
        return true;
    }
    const json_t *param = json_object_get(chart->params, name);
    if (param) {
        *out = value_of_json(chart, param);
        return true;
    }
    json_t *selected = selection_signal(chart, name);
    if (selected) {
        *out = value_from_json(selected);
        return true;
    }
    if (chart->input->find_param && chart->input->find_param(chart->input->data, name, out))
        return true;
    return find_size(chart, name, out);
}

static void set_param(void *data, const char *name, Value value) {
    Chart *chart = data;
    g_hash_table_insert(chart->extents, arena_strdup(chart->arena, name),
                        arena_memdup(chart->arena, &value, sizeof value));
}

static const Table *find_table(void *data, const JsonNode *node) {
    const char *key;
    return js_has(node->json, "param") ? selection_table(data, node->json)
                                       : source_data(data, node->json, &key);
}

// ---------- begin and end ----------

static void chart_begin(Chart *chart, const ChartInput *input) {
    *chart = (Chart){.input = input,
                     .arena = input->arena,
                     .diags = input->diags,
                     .pool = json_array(),
                     .params = json_object(),
                     .docs = g_ptr_array_new_with_free_func((GDestroyNotify)json_doc_free),
                     .sources = g_hash_table_new(g_str_hash, g_str_equal),
                     .extents = g_hash_table_new(g_str_hash, g_str_equal),
                     .selections = g_hash_table_new(g_str_hash, g_str_equal),
                     .groups = g_ptr_array_new(),
                     .marks = input->on_mark ? g_array_new(FALSE, FALSE, sizeof(ChartMark)) : NULL,
                     .errors_before = diags_errors(input->diags),
                     .stretch = {1, 1}};
    chart_own(chart, chart->params);
    chart->transform = (TransformContext){.arena = input->arena,
                                          .diags = input->diags,
                                          .zone = input->zone,
                                          .locale = input->locale,
                                          .find_param = find_param,
                                          .find_table = find_table,
                                          .find_selection = selection_find,
                                          .data = chart,
                                          .set_param = set_param,
                                          .tells_cells = input->on_mark != NULL};
    chart->expression = (ExpressionContext){.arena = input->arena,
                                            .diags = input->diags,
                                            .zone = input->zone,
                                            .locale = input->locale,
                                            .find_param = find_param,
                                            .data = chart,
                                            .call = chart_call};
}

static void chart_end(Chart *chart) {
    for (guint i = 0; i < chart->groups->len; i++) {
        Group *group = g_ptr_array_index(chart->groups, i);
        g_array_unref(group->nodes);
    }
    g_ptr_array_unref(chart->groups);
    g_clear_pointer(&chart->marks, g_array_unref);
    g_ptr_array_unref(chart->docs);
    g_hash_table_unref(chart->sources);
    g_hash_table_unref(chart->extents);
    g_hash_table_unref(chart->selections);
    json_decref(chart->pool);
}

// ---------- the passes ----------

static bool analyse(View *root) {
    Chart *chart = root->chart;
    scale_parse_types(root);
    selection_parse(root);
    if (chart_failed(chart) || !data_parse(root))
        return false;
    scale_parse(root);
    size_parse(root);
    axis_parse(root);
    header_parse(root);
    legend_parse(root);
    return !chart_failed(chart);
}

// Checks, then gives the normalized specification; NULL and reported when something is wrong.
static json_t *prepare(Chart *chart) {
    if (!schema_check(chart))
        return NULL;
    json_t *spec = schema_resolve(chart, chart->input->spec->json);
    const JsonNode *theme = chart->input->config;
    config_init(chart, theme ? schema_resolve(chart, theme->json) : NULL,
                json_object_get(spec, "config"));
    json_t *normalized = chart_failed(chart) ? NULL : normalize(chart, spec);
    return chart_failed(chart) ? NULL : normalized;
}

static void tell_marks(const Chart *chart) {
    for (guint i = 0; chart->marks && i < chart->marks->len; i++)
        chart->input->on_mark(chart->input->data, &g_array_index(chart->marks, ChartMark, i));
}

static Scene *compile(Chart *chart) {
    chart->spec = prepare(chart);
    if (!chart->spec)
        return NULL;
    View *root = view_build(chart, chart->spec, NULL, NULL);
    bool is_good = !chart_failed(chart) && analyse(root);
    chart->sized = root;
    Scene *scene = is_good ? picture_draw(root) : NULL;
    if (scene && !chart_failed(chart)) {
        field_charts_report(root);
        tell_marks(chart);
        scene->description = alt_text(root);
        if (chart->input->with_tables)
            scene->table_count = chart_data_tables(root, &scene->tables);
    }
    view_free(root);
    return scene;
}

Scene *chart_compile(const ChartInput *input) {
    Chart chart;
    chart_begin(&chart, input);
    Scene *scene = compile(&chart);
    if (chart_failed(&chart))
        scene = NULL;
    chart_end(&chart);
    return scene;
}
