// repeat: one view for each name of a list, with {"repeat": ...} replaced by the name
// (https://vega.github.io/vega-lite/docs/repeat.html).
#include "chart/normalize.h"

// The name that a reference {"repeat": "row"} stands for; NULL when it is no reference.
static json_t *repeated_value(json_t *value, const json_t *repeater) {
    const char *key = js_string(value, "repeat");
    return key ? json_object_get(repeater, key) : NULL;
}

static bool is_reference(const json_t *value) {
    return json_is_object(value) && js_string(value, "repeat");
}

static json_t *replaced_key(Chart *chart, json_t *def, const char *key, const json_t *repeater) {
    json_t *value = json_object_get(def, key);
    if (!is_reference(value))
        return def;
    json_t *name = repeated_value(value, repeater);
    if (!name) {
        chart_error(chart, def, DIAG_UNKNOWN_NAME, NULL, "nothing is repeated by \"%s\"",
                    js_string(value, "repeat"));
        return def;
    }
    return chart_own(chart, js_with(def, key, json_incref(name)));
}

static json_t *repeated_def(Chart *chart, json_t *def, const json_t *repeater) {
    if (!json_is_object(def))
        return def;
    bool was_datum = is_reference(json_object_get(def, "datum"));
    def = replaced_key(chart, def, "field", repeater);
    def = replaced_key(chart, def, "datum", repeater);
    if (was_datum && !js_has(def, "type"))
        def = chart_own(chart, js_with(def, "type", json_string("nominal")));
    json_t *sort = json_object_get(def, "sort");
    json_t *new_sort = json_is_object(sort) ? replaced_key(chart, sort, "field", repeater) : sort;
    if (new_sort != sort)
        def = chart_own(chart, js_with(def, "sort", json_incref(new_sort)));
    json_t *condition = json_object_get(def, "condition");
    json_t *new_condition =
        json_is_object(condition) ? repeated_def(chart, condition, repeater) : condition;
    if (new_condition != condition)
        def = chart_own(chart, js_with(def, "condition", json_incref(new_condition)));
    return def;
}

static json_t *repeated_list(Chart *chart, json_t *list, const json_t *repeater) {
    json_t *made = json_array();
    json_t *item;
    size_t i;
    json_array_foreach(list, i, item) json_array_append(made, repeated_def(chart, item, repeater));
    return chart_own(chart, made);
}

json_t *normalize_repeated(Chart *chart, json_t *encoding, const json_t *repeater) {
    json_t *made = chart_own(chart, json_object());
    const char *channel;
    json_t *def;
    json_object_foreach(encoding, channel, def) {
        json_t *value = json_is_array(def) ? repeated_list(chart, def, repeater)
                                           : repeated_def(chart, def, repeater);
        json_object_set(made, channel, value);
    }
    return made;
}

static json_t *with_name(Chart *chart, const json_t *repeater, const char *key, json_t *name) {
    return chart_own(chart, js_with(repeater, key, json_incref(name)));
}

static json_t *repeat_layer(Chart *chart, json_t *spec, json_t *names, const Inherited *from) {
    json_t *layer = json_array();
    json_t *name;
    size_t i;
    json_array_foreach(names, i, name) {
        Inherited below = *from;
        below.depth++;
        below.repeater = with_name(chart, from->repeater, "layer", name);
        json_t *child = normalize_view(chart, json_object_get(spec, "spec"), &below);
        if (child)
            json_array_append(layer, child);
    }
    json_t *made = js_with(spec, "layer", layer);
    json_object_del(made, "repeat");
    json_object_del(made, "spec");
    return chart_own(chart, made);
}

// "row" and "column" around "layer": the layer is repeated inside each cell.
static json_t *repeat_outside(Chart *chart, json_t *spec, const Inherited *from) {
    const json_t *repeat = json_object_get(spec, "repeat");
    json_t *inner = json_pack("{s:{s:O},s:O}", "repeat", "layer", json_object_get(repeat, "layer"),
                              "spec", json_object_get(spec, "spec"));
    json_t *outer_repeat = json_copy((json_t *)repeat);
    json_object_del(outer_repeat, "layer");
    json_t *outer = js_with(spec, "repeat", outer_repeat);
    json_object_set_new(outer, "spec", inner);
    return normalize_repeat(chart, chart_own(chart, outer), from);
}

typedef struct {
    Chart *chart;
    json_t *child;
    const Inherited *from;
    json_t *views; // array under construction
} Repeat;

static void add_view(Repeat *r, const json_t *repeater) {
    Inherited below = *r->from;
    below.depth++;
    below.repeater = repeater;
    json_t *view = normalize_view(r->chart, r->child, &below);
    if (!view)
        return;
    json_t *without_data = json_copy(view);
    json_object_del(without_data, "data"); // goes up to the concat
    json_array_append_new(r->views, without_data);
}

static void add_grid(Repeat *r, json_t *rows, json_t *columns) {
    size_t row_count = rows ? json_array_size(rows) : 1;
    size_t column_count = columns ? json_array_size(columns) : 1;
    for (size_t i = 0; i < row_count; i++)
        for (size_t k = 0; k < column_count; k++) {
            const json_t *repeater = r->from->repeater;
            if (rows)
                repeater = with_name(r->chart, repeater, "row", json_array_get(rows, i));
            if (columns)
                repeater = with_name(r->chart, repeater, "column", json_array_get(columns, k));
            add_view(r, repeater);
        }
}

static void add_list(Repeat *r, json_t *names) {
    json_t *name;
    size_t i;
    json_array_foreach(names, i, name)
        add_view(r, with_name(r->chart, r->from->repeater, "repeat", name));
}

static size_t view_count(const json_t *repeat) {
    if (json_is_array(repeat))
        return json_array_size(repeat);
    const json_t *row = json_object_get(repeat, "row"), *column = json_object_get(repeat, "column");
    return (row ? json_array_size(row) : 1) * (column ? json_array_size(column) : 1);
}

static json_t *columns_of(const json_t *spec) {
    const json_t *repeat = json_object_get(spec, "repeat");
    if (json_is_array(repeat)) {
        json_t *columns = json_object_get(spec, "columns");
        return columns ? json_incref(columns) : NULL;
    }
    const json_t *column = json_object_get(repeat, "column");
    return json_integer(column ? (json_int_t)json_array_size(column) : 1);
}

static json_t *repeat_views(Chart *chart, json_t *spec, const Inherited *from) {
    json_t *repeat = json_object_get(spec, "repeat");
    json_t *child = json_object_get(spec, "spec");
    Repeat r = {chart, child, from, json_array()};
    if (json_is_array(repeat))
        add_list(&r, repeat);
    else
        add_grid(&r, json_object_get(repeat, "row"), json_object_get(repeat, "column"));
    json_t *made = json_copy(spec);
    json_object_del(made, "repeat");
    json_object_del(made, "spec");
    json_object_set_new(made, "concat", r.views);
    json_t *columns = columns_of(spec);
    json_object_del(made, "columns");
    if (columns)
        json_object_set_new(made, "columns", columns);
    if (!js_has(made, "align"))
        json_object_set_new(made, "align", json_string("all"));
    json_t *data = json_object_get(child, "data");
    if (data)
        json_object_set(made, "data", data);
    return chart_own(chart, made);
}

json_t *normalize_repeat(Chart *chart, json_t *spec, const Inherited *from) {
    json_t *repeat = json_object_get(spec, "repeat");
    json_t *layer = json_object_get(repeat, "layer");
    if (view_count(repeat) > CHART_REPEAT_MAX || json_array_size(layer) > CHART_REPEAT_MAX) {
        chart_error(chart, repeat, DIAG_TOO_LARGE, NULL, "repeat makes more than %d views",
                    CHART_REPEAT_MAX);
        return NULL;
    }
    if (layer && (js_has(repeat, "row") || js_has(repeat, "column")))
        return repeat_outside(chart, spec, from);
    return layer ? repeat_layer(chart, spec, layer, from) : repeat_views(chart, spec, from);
}
