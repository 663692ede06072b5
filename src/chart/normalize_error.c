// Error bars and error bands: rows summed up to a centre with an extent, or limits that the data
// states (https://vega.github.io/vega-lite/docs/errorbar.html, errorband.html).
#include "chart/composite.h"
#include "chart/config.h"

typedef struct {
    Composite c;
    bool is_raw;        // limits are computed from rows
    const char *orient; // by the channels that state limits
    json_t *ops, *calculates;
} Error;

// ---------- what the data states ----------

static bool has_def(const Error *e, const char *channel) {
    const json_t *def = json_object_get(e->c.encoding, channel);
    return js_has(def, "field") || js_has(def, "datum");
}

static bool refuse(const Error *e, const char *problem) {
    chart_error(e->c.chart, e->c.spec, DIAG_WRONG_VALUE, NULL, "the encoding of this %s %s",
                e->c.type, problem);
    return false;
}

static bool read_input(Error *e) {
    bool ends_x = has_def(e, "x2"), ends_y = has_def(e, "y2");
    bool errors_x = has_def(e, "xError"), errors_y = has_def(e, "yError");
    bool seconds = has_def(e, "xError2") || has_def(e, "yError2");
    if (!ends_x && !ends_y && !errors_x && !errors_y && !seconds) {
        e->is_raw = true;
        return true;
    }
    if ((ends_x || ends_y) && (errors_x || errors_y || seconds))
        return refuse(e, "states both ends and errors");
    if ((ends_x && ends_y) || (errors_x && errors_y))
        return refuse(e, "states limits for both x and y");
    if ((has_def(e, "xError2") && !errors_x) || (has_def(e, "yError2") && !errors_y))
        return refuse(e, "states a second error without a first");
    e->orient = ends_x || errors_x ? "horizontal" : "vertical";
    const char *axis = ends_x || errors_x ? "x" : "y";
    const Def *def = def_read(e->c.chart, json_object_get(e->c.encoding, axis), channel_find(axis));
    return def_is_continuous(def) || refuse(e, "states limits for a position that is no measure");
}

// ---------- limits from rows ----------

static void add_op(Error *e, const char *op, const char *prefix) {
    json_array_append_new(e->ops, composite_aggregate(&e->c, op, prefix));
}

static void add_calculate(Error *e, const char *left, char sign, const char *right,
                          const char *prefix) {
    Chart *chart = e->c.chart;
    const char *text = right ? arena_printf(chart->arena, "%s %c %s", left, sign, right) : left;
    json_array_append_new(e->calculates, composite_calculate(&e->c, text, prefix));
}

static bool summarize(Error *e) {
    Chart *chart = e->c.chart;
    const char *center = js_string(e->c.mark, "center"), *extent = js_string(e->c.mark, "extent");
    if (!center)
        center = extent ? (strcmp(extent, "iqr") ? "mean" : "median")
                        : json_string_value(config_get(chart, "errorbar", "center"));
    if (!center)
        center = "mean";
    if (!extent)
        extent = strcmp(center, "mean") ? "iqr" : "stderr";
    if (!strcmp(extent, "stderr") || !strcmp(extent, "stdev")) {
        add_op(e, extent, "extent_");
        add_op(e, center, "center_");
        const char *middle = composite_datum(chart, "center_", e->c.field);
        const char *by = composite_datum(chart, "extent_", e->c.field);
        add_calculate(e, middle, '+', by, "upper_");
        add_calculate(e, middle, '-', by, "lower_");
    } else if (!strcmp(extent, "iqr")) {
        add_op(e, "q1", "lower_");
        add_op(e, "q3", "upper_");
        add_op(e, "median", "center_");
    } else if (!strcmp(extent, "ci")) {
        chart_unsupported(chart, e->c.mark, "\"extent\": \"ci\" (a random sample decides it)");
        return false;
    } else {
        chart_error(chart, e->c.mark, DIAG_WRONG_VALUE, NULL,
                    "the extent of an %s is \"stderr\", \"stdev\" or \"iqr\"", e->c.type);
        return false;
    }
    return true;
}

// ---------- limits that the data states ----------

static const char *datum_of(const Error *e, const char *suffix) {
    g_autofree char *channel = g_strconcat(e->c.axis, suffix, NULL);
    const char *field = js_string(json_object_get(e->c.encoding, channel), "field");
    return field ? composite_datum(e->c.chart, "", field) : NULL;
}

static bool take_limits(Error *e) {
    const char *value = composite_datum(e->c.chart, "", e->c.field);
    const char *end = datum_of(e, "2"), *error = datum_of(e, "Error");
    if (end) {
        add_calculate(e, end, 0, NULL, "upper_");
        add_calculate(e, value, 0, NULL, "lower_");
        return true;
    }
    if (!error)
        return refuse(e, "states limits without a field");
    const char *below = datum_of(e, "Error2");
    add_calculate(e, value, '+', error, "upper_");
    add_calculate(e, value, below ? '+' : '-', below ? below : error, "lower_");
    return true;
}

// ---------- the whole ----------

static bool prepare(Error *e, Chart *chart, json_t *spec) {
    *e = (Error){0};
    if (!composite_begin(&e->c, chart, spec) || !read_input(e) ||
        !composite_orient(&e->c, e->orient))
        return false;
    g_autofree char *error = g_strconcat(e->c.axis, "Error", NULL);
    g_autofree char *error2 = g_strconcat(e->c.axis, "Error2", NULL);
    const char *const without[] = {e->c.axis, e->c.axis2, error, error2, NULL};
    composite_extract(&e->c, without);
    e->ops = chart_own(chart, json_copy(e->c.aggregate));
    e->calculates = chart_own(chart, json_array());
    return e->is_raw ? summarize(e) : take_limits(e);
}

static json_t *finish(const Error *e, json_t *layers, const Inherited *from) {
    Chart *chart = e->c.chart;
    json_t *transforms = json_array(), *outer = chart_own(chart, composite_outer(&e->c));
    json_array_extend(transforms, json_object_get(e->c.spec, "transform"));
    json_array_extend(transforms, e->c.prepare);
    if (json_array_size(e->ops)) {
        json_t *groupby = e->is_raw ? json_incref(e->c.groupby) : json_array();
        json_array_append_new(transforms,
                              json_pack("{s:O,s:o}", "aggregate", e->ops, "groupby", groupby));
    }
    json_array_extend(transforms, e->calculates);
    json_object_set_new(outer, "transform", transforms);
    if (json_array_size(layers) == 1)
        json_object_update(outer, json_array_get(layers, 0));
    else
        json_object_set(outer, "layer", layers);
    return normalize_view(chart, outer, from);
}

static void put(json_t *into, const char *key, json_t *value) {
    if (value)
        json_object_set(into, key, value);
}

json_t *normalize_errorbar(Chart *chart, json_t *spec, const Inherited *from) {
    Error e;
    if (!prepare(&e, chart, spec))
        return NULL;
    const Composite *c = &e.c;
    json_object_del(c->shared, "size");
    json_t *layers = chart_own(chart, json_array());
    json_t *thickness = json_object_get(c->mark, "thickness");
    static const char *const ENDS[] = {"lower", "upper"};
    for (guint i = 0; i < G_N_ELEMENTS(ENDS); i++) {
        json_t *tick = json_pack("{s:s,s:s}", "type", "tick", "orient",
                                 c->vertical ? "horizontal" : "vertical");
        put(tick, "thickness", thickness);
        put(tick, "size", json_object_get(c->mark, "size"));
        CompositePart part = {"ticks", tick, ENDS[i], NULL, c->shared};
        composite_part(c, layers, &part);
    }
    json_t *rule = json_pack("{s:s}", "type", "rule");
    put(rule, "size", thickness);
    CompositePart part = {"rule", rule, "lower", "upper", c->shared};
    composite_part(c, layers, &part);
    return finish(&e, layers, from);
}

// A band has a direction when both x and y are encoded.
static json_t *band_mark(const Composite *c, bool is_2d, const char *name, const char *plain) {
    json_t *mark = json_pack("{s:s}", "type", is_2d ? name : plain);
    json_t *interpolate = json_object_get(c->mark, "interpolate");
    if (is_2d && js_truthy(interpolate)) {
        put(mark, "interpolate", interpolate);
        put(mark, "tension", json_object_get(c->mark, "tension"));
    }
    return mark;
}

json_t *normalize_errorband(Chart *chart, json_t *spec, const Inherited *from) {
    Error e;
    if (!prepare(&e, chart, spec))
        return NULL;
    const Composite *c = &e.c;
    bool is_2d = js_has(c->encoding, "x") && js_has(c->encoding, "y");
    json_t *layers = chart_own(chart, json_array());
    CompositePart band = {"band", band_mark(c, is_2d, "area", "rect"), "lower", "upper", c->shared};
    composite_part(c, layers, &band);
    static const char *const ENDS[] = {"lower", "upper"};
    for (guint i = 0; i < G_N_ELEMENTS(ENDS); i++) {
        CompositePart border = {"borders", band_mark(c, is_2d, "line", "rule"), ENDS[i], NULL,
                                c->shared};
        composite_part(c, layers, &border);
    }
    return finish(&e, layers, from);
}
