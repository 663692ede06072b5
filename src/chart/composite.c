// The shared half of composite marks, by Vega-Lite's normalizers.
#include "chart/composite.h"
#include "chart/config.h"

// ---------- the measured axis ----------

bool composite_begin(Composite *c, Chart *chart, json_t *spec) {
    *c = (Composite){.chart = chart, .spec = spec};
    c->mark = mark_object(chart, json_object_get(spec, "mark"));
    c->type = mark_type_name(c->mark);
    c->encoding = typed_encoding(chart, json_object_get(spec, "encoding"));
    c->aggregate = chart_own(chart, json_array());
    c->groupby = chart_own(chart, json_array());
    c->prepare = chart_own(chart, json_array());
    c->shared = chart_own(chart, json_object());
    return true;
}

static const Def *channel_def(const Composite *c, const char *name) {
    return def_read(c->chart, json_object_get(c->encoding, name), channel_find(name));
}

static bool is_aggregated_by(const Composite *c, const Def *def) {
    return def->aggregate && !strcmp(def->aggregate, c->type);
}

static const char *find_orient(const Composite *c) {
    const char *own = js_string(c->mark, "orient");
    if (own)
        return own;
    const Def *x = channel_def(c, "x"), *y = channel_def(c, "y");
    bool x_measured = def_is_continuous(x), y_measured = def_is_continuous(y);
    if (!x_measured)
        return y_measured ? "vertical" : NULL;
    if (!y_measured)
        return "horizontal";
    if (!x->aggregate && is_aggregated_by(c, y))
        return "vertical";
    if (!y->aggregate && is_aggregated_by(c, x))
        return "horizontal";
    return def_is_temporal(y) && !def_is_temporal(x) ? "horizontal" : "vertical";
}

// Whether a field is a path into objects; a dot that is part of a name is escaped.
static bool is_nested(const char *field) {
    for (const char *p = field; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        else if (*p == '.' || *p == '[')
            return true;
    }
    return false;
}

bool composite_orient(Composite *c, const char *given_orient) {
    const char *orient = given_orient ? given_orient : find_orient(c);
    if (!orient) {
        chart_error(c->chart, c->spec, DIAG_WRONG_VALUE, NULL, "a %s needs a quantitative x or y",
                    c->type);
        return false;
    }
    c->vertical = !strcmp(orient, "vertical");
    c->axis = c->vertical ? "y" : "x";
    c->axis2 = c->vertical ? "y2" : "x2";
    c->main = json_object_get(c->encoding, c->axis);
    c->field = js_string(c->main, "field");
    if (!c->field) {
        chart_error(c->chart, c->main ? c->main : c->spec, DIAG_MISSING_KEY, NULL,
                    "the %s of a %s needs a field", c->axis, c->type);
        return false;
    }
    if (is_nested(c->field)) {
        chart_unsupported(c->chart, json_object_get(c->main, "field"),
                          "a field inside an object, measured by a composite mark,");
        return false;
    }
    if (js_has(c->main, "aggregate"))
        c->main = chart_own(c->chart, js_with(c->main, "aggregate", NULL));
    return true;
}

// ---------- transforms of the encoding ----------

static void put_default(json_t *def, const char *guide, const char *format_type) {
    json_t *merged = json_pack("{s:s}", "formatType", format_type);
    json_object_update(merged, json_object_get(def, guide));
    json_object_set_new(def, guide, merged);
}

// A time unit on a scale that is no time scale still writes times.
static void keep_time_format(json_t *made, Channel channel) {
    if (channel == CHANNEL_TEXT)
        json_object_set_new(made, "formatType", json_string("time"));
    else if (channel_is_xy(channel))
        put_default(made, "axis", "time");
    else if (channel_has_scale(channel))
        put_default(made, "legend", "time");
}

static json_t *derived_def(const Composite *c, const Def *def, const char *field) {
    static const char *const DROPPED[] = {"field", "aggregate", "bin", "timeUnit"};
    json_t *made = chart_own(c->chart, json_copy(def->json));
    for (guint i = 0; i < G_N_ELEMENTS(DROPPED); i++)
        json_object_del(made, DROPPED[i]);
    const json_t *guide = json_object_get(made, "axis");
    if (!js_has(guide, "title") && !js_has(json_object_get(made, "legend"), "title") &&
        !js_has(made, "title")) {
        json_t *base = chart_own(c->chart, def_title_base(def));
        const char *title = def_title(c->chart, base);
        json_object_set_new(made, "title", title ? json_string(title) : json_null());
    }
    json_object_set_new(made, "field", json_string(field));
    return made;
}

static json_t *aggregate_entry(const Def *def, const char *as) {
    json_t *entry = json_pack("{s:s,s:s}", "op", def->aggregate, "as", as);
    if (def->field)
        json_object_set_new(entry, "field",
                            json_string(def->arg_field ? def->arg_field : def->field));
    return entry;
}

static json_t *extract_aggregate(Composite *c, const Def *def) {
    const char *as = def->name;
    const char *field = as;
    if (def->arg != ARG_NONE) {
        as = arena_printf(c->chart->arena, "%s_%s", def->aggregate, def->arg_field);
        field = arena_printf(c->chart->arena, "%s.%s", as, def->field ? def->field : "");
    }
    if (strcmp(def->aggregate, "boxplot") && strcmp(def->aggregate, "errorbar") &&
        strcmp(def->aggregate, "errorband"))
        json_array_append_new(c->aggregate, aggregate_entry(def, as));
    return derived_def(c, def, field);
}

static json_t *extract_bin(Composite *c, const Def *def, Channel channel) {
    json_array_append_new(c->groupby, json_string(def->name));
    json_array_append_new(c->prepare, json_pack("{s:O,s:s,s:s}", "bin", def->bin, "field",
                                                def->field, "as", def->name));
    const char *end = def_column(c->chart, def, "end");
    json_array_append_new(c->groupby, json_string(end));
    if (channel_is_xy(channel))
        json_object_set_new(c->shared, channel == CHANNEL_X ? "x2" : "y2",
                            json_pack("{s:s}", "field", end));
    json_t *made = derived_def(c, def, def->name);
    json_object_set_new(made, "bin", json_string("binned"));
    json_object_set_new(made, "type", json_string("quantitative"));
    return made;
}

static json_t *extract_unit(Composite *c, const Def *def, Channel channel) {
    json_array_append_new(c->groupby, json_string(def->name));
    if (!def->unit.binned)
        json_array_append_new(c->prepare, json_pack("{s:O,s:s,s:s}", "timeUnit", def->unit_json,
                                                    "field", def->field, "as", def->name));
    json_t *made = derived_def(c, def, def->name);
    if (!def->unit.binned && def->type != TYPE_TEMPORAL)
        keep_time_format(made, channel);
    return made;
}

static void extract_channel(Composite *c, const char *name, json_t *json) {
    Channel channel = channel_find(name);
    const Def *def = channel == CHANNEL_NONE ? NULL : def_read(c->chart, json, channel);
    json_t *made = json;
    if (def && def->is_field && def->aggregate)
        made = extract_aggregate(c, def);
    else if (def && def->is_field && def->binning)
        made = extract_bin(c, def, channel);
    else if (def && def->is_field && def->has_unit)
        made = extract_unit(c, def, channel);
    else if (js_string(json, "field"))
        json_array_append(c->groupby, json_object_get(json, "field"));
    json_object_set(c->shared, name, made);
}

static void extract_list(Composite *c, const char *name, json_t *list) {
    json_t *item;
    size_t i;
    json_array_foreach(list, i, item) if (js_string(item, "field"))
        json_array_append(c->groupby, json_object_get(item, "field"));
    json_object_set(c->shared, name, list);
}

void composite_extract(Composite *c, const char *const *without) {
    const char *name;
    json_t *value;
    json_object_foreach(c->encoding, name, value) {
        if (g_strv_contains(without, name))
            continue;
        if (json_is_array(value))
            extract_list(c, name, value);
        else
            extract_channel(c, name, value);
    }
}

// ---------- parts ----------

static void put_truthy(json_t *mark, const json_t *from, const char *key) {
    json_t *value = json_object_get(from, key);
    if (js_truthy(value))
        json_object_set(mark, key, value);
}

json_t *composite_mark(const Composite *c, const char *part, json_t *base) {
    const json_t *own = json_object_get(c->mark, part);
    json_t *config = config_get(c->chart, c->type, part);
    json_t *mark = NULL;
    if (own ? js_truthy(own) : js_truthy(config)) {
        mark = chart_own(c->chart, json_is_object(config) ? json_copy(config) : json_object());
        put_truthy(mark, c->mark, "clip");
        put_truthy(mark, c->mark, "color");
        put_truthy(mark, c->mark, "opacity");
        json_object_update(mark, base);
        g_autofree char *style = g_strdup_printf("%s-%s", c->type, part);
        json_object_set_new(mark, "style", json_string(style));
        if (json_is_object(own))
            json_object_update(mark, (json_t *)own);
    }
    json_decref(base);
    return mark;
}

json_t *composite_axis_def(const Composite *c, const char *field) {
    static const char *const KEPT[] = {"type", "title", "scale", "axis"};
    json_t *def = json_pack("{s:s,s:s}", "field", field, "title", c->field);
    for (guint i = 0; i < G_N_ELEMENTS(KEPT); i++)
        if (js_has(c->main, KEPT[i]))
            json_object_set(def, KEPT[i], json_object_get(c->main, KEPT[i]));
    return def;
}

void composite_part(const Composite *c, json_t *layers, const CompositePart *part) {
    json_t *mark = composite_mark(c, part->name, part->mark);
    if (!mark)
        return;
    json_t *encoding = json_object();
    g_autofree char *from = g_strdup_printf("%s_%s", part->from, c->field);
    json_object_set_new(encoding, c->axis, composite_axis_def(c, from));
    if (part->to) {
        g_autofree char *to = g_strdup_printf("%s_%s", part->to, c->field);
        json_object_set_new(encoding, c->axis2, json_pack("{s:s}", "field", to));
    }
    json_object_update(encoding, part->encoding);
    json_array_append_new(layers, json_pack("{s:O,s:o}", "mark", mark, "encoding", encoding));
}

// ---------- transforms ----------

const char *composite_name(Chart *chart, const char *prefix, const char *field) {
    g_autoptr(GString) name = g_string_new(prefix);
    for (const char *p = field; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        g_string_append_c(name, *p);
    }
    return arena_strdup(chart->arena, name->str);
}

const char *composite_datum(Chart *chart, const char *prefix, const char *field) {
    g_autoptr(GString) text = g_string_new("datum[\"");
    for (const char *p = composite_name(chart, prefix, field); *p; p++) {
        if (*p == '"' || *p == '\\')
            g_string_append_c(text, '\\');
        g_string_append_c(text, *p);
    }
    g_string_append(text, "\"]");
    return arena_strdup(chart->arena, text->str);
}

json_t *composite_aggregate(const Composite *c, const char *op, const char *prefix) {
    return json_pack("{s:s,s:s,s:s}", "op", op, "field", c->field, "as",
                     composite_name(c->chart, prefix, c->field));
}

json_t *composite_calculate(const Composite *c, const char *expression, const char *prefix) {
    return json_pack("{s:s,s:s}", "calculate", expression, "as",
                     composite_name(c->chart, prefix, c->field));
}

json_t *composite_outer(const Composite *c) {
    static const char *const DROPPED[] = {"mark", "encoding", "params", "projection", "transform"};
    json_t *outer = json_copy(c->spec);
    for (guint i = 0; i < G_N_ELEMENTS(DROPPED); i++)
        json_object_del(outer, DROPPED[i]);
    return outer;
}
