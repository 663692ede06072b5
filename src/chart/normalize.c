// The rewriting itself. Values that stay as they are stay the same JSON values, so that messages of
// later passes still find their place. Everything made is owned by the chart's pool.
#include "chart/normalize.h"
#include "chart/def.h"
#include "chart/field_chart.h"

typedef json_t *(*Rewrite)(Chart *chart, json_t *spec, const Inherited *from);

const char *mark_type_name(const json_t *mark) {
    return json_is_string(mark) ? json_string_value(mark) : js_string(mark, "type");
}

json_t *mark_object(Chart *chart, json_t *mark) {
    return json_is_object(mark) ? mark : chart_own(chart, json_pack("{s:O}", "type", mark));
}

static json_t *typed_channel(Chart *chart, json_t *json, Channel channel) {
    static const char *const NAMES[] = {NULL, "quantitative", "temporal", "ordinal", "nominal"};
    if (!json_is_object(json))
        return json;
    const Def *def = def_read(chart, json, channel);
    if (!def_is_field_or_datum(def) || channel_is_secondary(channel))
        return json;
    json_t *typed = json;
    if (def->type != TYPE_NONE && !js_has(json, "type"))
        typed = chart_own(chart, js_with(json, "type", json_string(NAMES[def->type])));
    if (def->binning && json_is_true(json_object_get(json, "bin")))
        typed = chart_own(chart, js_with(typed, "bin", json_incref(def->bin)));
    return typed;
}

json_t *typed_encoding(Chart *chart, json_t *encoding) {
    json_t *typed = chart_own(chart, json_object());
    const char *name;
    json_t *value;
    json_object_foreach(encoding, name, value) {
        Channel channel = channel_find(name);
        json_object_set(typed, name,
                        channel == CHANNEL_NONE ? value : typed_channel(chart, value, channel));
    }
    return typed;
}

// ---------- encodings of layers ----------

static bool has_field_or_datum(const json_t *def) {
    return js_has(def, "field") || js_has(def, "datum") ||
           js_equals(json_object_get(def, "aggregate"), "count");
}

static json_t *merged_members(Chart *chart, json_t *parent, json_t *child) {
    json_t *merged = json_is_object(parent) ? json_copy(parent) : json_object();
    json_object_update(merged, child);
    return chart_own(chart, merged);
}

static json_t *merged_condition(Chart *chart, json_t *parent, json_t *child) {
    json_t *condition = merged_members(chart, parent, json_object_get(child, "condition"));
    return chart_own(chart, js_with(child, "condition", json_incref(condition)));
}

// What a channel is when the layer above (parent) and the view (child) both may define it.
static json_t *merged_channel(Chart *chart, json_t *parent, json_t *child) {
    if (!child)
        return parent;
    if (!parent)
        return child;
    if (has_field_or_datum(child))
        return merged_members(chart, parent, child);
    if (has_field_or_datum(json_object_get(child, "condition")))
        return merged_condition(chart, parent, child);
    return child;
}

static json_t *merged_encoding(Chart *chart, json_t *parent, json_t *child) {
    if (!parent)
        return child;
    json_t *merged = chart_own(chart, json_object());
    const char *name;
    json_t *value;
    json_object_foreach(parent, name, value)
        json_object_set(merged, name, merged_channel(chart, value, json_object_get(child, name)));
    json_object_foreach(child, name, value) if (!js_has(parent, name))
        json_object_set(merged, name, value);
    return merged;
}

// ---------- units ----------

// A line with x2 or y2 is a rule, unless the data is binned.
static bool is_ranged_line(Chart *chart, const json_t *spec) {
    if (strcmp(mark_type_name(json_object_get(spec, "mark")), "line"))
        return false;
    const json_t *encoding = json_object_get(spec, "encoding");
    static const char *const PAIRS[][2] = {
        {"x", "x2"}, {"y", "y2"}, {"theta", "theta2"}, {"radius", "radius2"}};
    for (guint i = 0; i < G_N_ELEMENTS(PAIRS); i++) {
        json_t *main = json_object_get(encoding, PAIRS[i][0]);
        if (!js_has(encoding, PAIRS[i][1]) || !main)
            continue;
        const Def *def = def_read(chart, main, CHANNEL_X);
        if ((def->is_field && !def->binned) || def->is_datum)
            return true;
    }
    return false;
}

static json_t *as_rule(Chart *chart, json_t *spec) {
    json_t *mark = mark_object(chart, json_object_get(spec, "mark"));
    mark = js_with(mark, "type", json_string("rule"));
    return chart_own(chart, js_with(spec, "mark", mark));
}

static Rewrite composite_rewrite(const char *mark) {
    static const struct {
        const char *name;
        Rewrite rewrite;
    } ROWS[] = {{"boxplot", normalize_boxplot},     {"errorbar", normalize_errorbar},
                {"errorband", normalize_errorband}, {"network", normalize_network},
                {"sankey", normalize_sankey},       {"timeline", normalize_timeline}};
    for (guint i = 0; i < G_N_ELEMENTS(ROWS); i++)
        if (!strcmp(ROWS[i].name, mark))
            return ROWS[i].rewrite;
    return NULL;
}

static json_t *normalize_unit(Chart *chart, json_t *spec, const Inherited *from) {
    json_t *encoding = json_object_get(spec, "encoding");
    if (from->repeater && encoding)
        encoding = normalize_repeated(chart, encoding, from->repeater);
    encoding = merged_encoding(chart, from->encoding, encoding);
    if (encoding != json_object_get(spec, "encoding"))
        spec = chart_own(chart, js_with(spec, "encoding", json_incref(encoding)));
    Inherited inner = {.overlay_done = from->overlay_done, .depth = from->depth};
    Rewrite composite = composite_rewrite(mark_type_name(json_object_get(spec, "mark")));
    if (composite)
        return composite(chart, spec, &inner);
    json_t *overlaid = normalize_overlay(chart, spec, &inner);
    if (overlaid)
        return overlaid;
    return is_ranged_line(chart, spec) ? as_rule(chart, spec) : spec;
}

// ---------- facets ----------

static json_t *facet_def(Chart *chart, json_t *def, const json_t *repeater) {
    if (!repeater || !def)
        return def;
    json_t *holder = chart_own(chart, json_pack("{s:O}", "facet", def));
    return json_object_get(normalize_repeated(chart, holder, repeater), "facet");
}

// Layout members that stand in the definition of "row" and "column" belong to the facet.
static void lift_layout(json_t *outer, const char *channel, json_t *def) {
    static const char *const KEYS[] = {"align", "center", "spacing"};
    for (guint i = 0; i < G_N_ELEMENTS(KEYS); i++) {
        json_t *value = json_object_get(def, KEYS[i]);
        if (!value)
            continue;
        json_t *holder = json_object_get(outer, KEYS[i]);
        if (!json_is_object(holder)) {
            holder = json_object();
            json_object_set_new(outer, KEYS[i], holder);
        }
        json_object_set(holder, channel, value);
    }
}

static json_t *row_column_facet(Chart *chart, json_t *outer, const json_t *encoding,
                                const json_t *repeater) {
    static const char *const CHANNELS[] = {"row", "column"};
    json_t *facet = json_object();
    for (guint i = 0; i < G_N_ELEMENTS(CHANNELS); i++) {
        json_t *def = json_object_get(encoding, CHANNELS[i]);
        if (!def)
            continue;
        lift_layout(outer, CHANNELS[i], def);
        json_object_set(facet, CHANNELS[i], facet_def(chart, def, repeater));
    }
    return facet;
}

static void lift_wrapped_layout(json_t *outer, json_t *def) {
    static const char *const KEYS[] = {"align", "center", "spacing", "columns", "bounds"};
    for (guint i = 0; i < G_N_ELEMENTS(KEYS); i++)
        if (js_has(def, KEYS[i]))
            json_object_set(outer, KEYS[i], json_object_get(def, KEYS[i]));
}

static json_t *inner_unit(Chart *chart, json_t *spec, json_t *outer) {
    static const char *const INNER[] = {"mark", "width", "height", "view", "projection", "params"};
    json_t *inner = chart_own(chart, json_object());
    for (guint i = 0; i < G_N_ELEMENTS(INNER); i++) {
        json_t *value = json_object_get(spec, INNER[i]);
        if (value)
            json_object_set(inner, INNER[i], value);
        json_object_del(outer, INNER[i]);
    }
    json_t *encoding = json_copy(json_object_get(spec, "encoding"));
    json_object_del(encoding, "row");
    json_object_del(encoding, "column");
    json_object_del(encoding, "facet");
    json_object_set_new(inner, "encoding", encoding);
    json_object_del(outer, "encoding");
    return inner;
}

static json_t *faceted_unit(Chart *chart, json_t *spec, const Inherited *from) {
    const json_t *encoding = json_object_get(spec, "encoding");
    json_t *outer = chart_own(chart, json_copy(spec));
    if (js_has(encoding, "row") || js_has(encoding, "column")) {
        json_object_set_new(outer, "facet",
                            row_column_facet(chart, outer, encoding, from->repeater));
    } else {
        json_t *def = facet_def(chart, json_object_get(encoding, "facet"), from->repeater);
        lift_wrapped_layout(outer, def);
        json_object_set(outer, "facet", def);
    }
    json_t *inner = inner_unit(chart, spec, outer);
    Inherited below = *from;
    below.depth++;
    json_object_set(outer, "spec", normalize_view(chart, inner, &below));
    return outer;
}

static json_t *normalize_facet(Chart *chart, json_t *spec, const Inherited *from) {
    Inherited below = *from;
    below.depth++;
    json_t *facet = json_object_get(spec, "facet");
    if (from->repeater)
        facet = js_has(facet, "row") || js_has(facet, "column")
                    ? normalize_repeated(chart, facet, from->repeater)
                    : facet_def(chart, facet, from->repeater);
    json_t *child = normalize_view(chart, json_object_get(spec, "spec"), &below);
    json_t *made = js_with(spec, "spec", child ? json_incref(child) : json_null());
    json_object_set(made, "facet", facet);
    return chart_own(chart, made);
}

// ---------- layers and concats ----------

static json_t *normalize_children(Chart *chart, json_t *spec, const char *key,
                                  const Inherited *from) {
    json_t *children = json_array();
    json_t *child;
    size_t i;
    json_array_foreach(json_object_get(spec, key), i, child) {
        json_t *made = normalize_view(chart, child, from);
        if (made)
            json_array_append(children, made);
    }
    return chart_own(chart, js_with(spec, key, children));
}

static json_t *normalize_layer(Chart *chart, json_t *spec, const Inherited *from) {
    Inherited below = *from;
    below.depth++;
    json_t *encoding = json_object_get(spec, "encoding");
    if (from->repeater && encoding)
        encoding = normalize_repeated(chart, encoding, from->repeater);
    below.encoding = merged_encoding(chart, from->encoding, encoding);
    return normalize_children(chart, spec, "layer", &below);
}

static json_t *normalize_concat(Chart *chart, json_t *spec, const Inherited *from) {
    static const char *const KEYS[] = {"hconcat", "vconcat", "concat"};
    Inherited below = *from;
    below.depth++;
    for (guint i = 0; i < G_N_ELEMENTS(KEYS); i++)
        if (js_has(spec, KEYS[i]))
            return normalize_children(chart, spec, KEYS[i], &below);
    return NULL;
}

static bool has_facet_channel(const json_t *spec) {
    const json_t *encoding = json_object_get(spec, "encoding");
    return js_has(json_object_get(encoding, "row"), "field") ||
           js_has(json_object_get(encoding, "column"), "field") ||
           js_has(json_object_get(encoding, "facet"), "field");
}

static Rewrite form_of(const json_t *spec) {
    if (js_has(spec, "facet"))
        return normalize_facet;
    if (js_has(spec, "repeat"))
        return normalize_repeat;
    if (js_has(spec, "hconcat") || js_has(spec, "vconcat") || js_has(spec, "concat"))
        return normalize_concat;
    if (js_has(spec, "layer"))
        return normalize_layer;
    if (js_has(spec, "mark"))
        return has_facet_channel(spec) ? faceted_unit : normalize_unit;
    return NULL;
}

json_t *normalize_view(Chart *chart, json_t *spec, const Inherited *from) {
    if (from->depth > CHART_NESTING_MAX) {
        chart_error(chart, spec, DIAG_TOO_LARGE, NULL, "views are nested more than %d deep",
                    CHART_NESTING_MAX);
        return NULL;
    }
    Rewrite rewrite = form_of(spec);
    if (rewrite)
        return rewrite(chart, spec, from);
    chart_error(chart, spec, DIAG_MISSING_KEY, NULL,
                "a view has none of mark, layer, facet, concat, hconcat, vconcat and repeat");
    return NULL;
}

json_t *normalize(Chart *chart, json_t *spec) {
    return normalize_view(chart, spec, &(Inherited){.depth = 0});
}
