// The shared half of the field charts' rewriters: which channels each mark has, properties by
// precedence, and the layers of the parts.
#include "chart/field_chart.h"
#include "base/suggest.h"
#include "chart/config.h"
#include "chart/def.h"

// ---------- channels ----------

typedef struct {
    const char *mark;
    const char *channels[20]; // of its own, NULL terminated
} FieldMark;

static const FieldMark MARKS[] = {
    {"network",
     {"node", "detail", "source", "target", "size", "color", "opacity", "shape", "text",
      "strokeWidth", "stroke", "strokeDash", "strokeOpacity", NULL}},
    {"sankey", {"stages", "size", "color", NULL}},
    {"timeline", {"x", "x2", "y", "color", "shape", "opacity", "size", "text", NULL}},
};
// Every mark has these.
static const char *const COMMON[] = {"row",  "column", "facet",       "tooltip",
                                     "href", "url",    "description", "key"};
// No other mark has these.
static const char *const OWN[] = {"node", "source", "target", "stages"};

static const FieldMark *find_mark(const char *name) {
    for (guint i = 0; name && i < G_N_ELEMENTS(MARKS); i++)
        if (!strcmp(MARKS[i].mark, name))
            return &MARKS[i];
    return NULL;
}

bool field_chart_is(const char *mark) {
    return find_mark(mark) != NULL;
}

static bool is_among(const char *const *names, guint count, const char *name) {
    for (guint i = 0; i < count && names[i]; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

static void refuse_channel(Chart *chart, const JsonNode *node, const FieldMark *mark) {
    guint count = g_strv_length((char **)mark->channels);
    g_autofree char *hint = suggest_hint(node->key, mark->channels, count);
    g_autofree char *list = g_strjoinv(", ", (char **)mark->channels);
    json_error(chart->diags, node, DIAG_WRONG_VALUE, hint, "a %s has no channel \"%s\"; it has %s",
               mark->mark, node->key, list);
}

static void check_channel(Chart *chart, const JsonNode *node, const FieldMark *mark) {
    if (mark) {
        if (!is_among(mark->channels, G_N_ELEMENTS(mark->channels), node->key) &&
            !is_among(COMMON, G_N_ELEMENTS(COMMON), node->key))
            refuse_channel(chart, node, mark);
    } else if (is_among(OWN, G_N_ELEMENTS(OWN), node->key)) {
        json_error(chart->diags, node, DIAG_WRONG_VALUE, NULL,
                   "the channel \"%s\" is for the mark \"%s\" only", node->key,
                   strcmp(node->key, "stages") ? "network" : "sankey");
    }
}

void field_chart_check(Chart *chart, const JsonNode *view) {
    const JsonNode *mark = json_node_member(view, "mark"),
                   *encoding = json_node_member(view, "encoding");
    if (!encoding || !json_is_object(encoding->json) || !mark)
        return;
    const FieldMark *own = find_mark(mark_type_name(mark->json));
    JsonMembers members;
    const JsonNode *channel;
    json_members_begin(&members, encoding);
    while ((channel = json_members_next(&members)))
        check_channel(chart, channel, own);
}

// ---------- properties ----------

void field_chart_begin(FieldChart *field, Chart *chart, json_t *spec) {
    *field = (FieldChart){.chart = chart, .spec = spec};
    field->mark = mark_object(chart, json_object_get(spec, "mark"));
    field->type = mark_type_name(field->mark);
    json_t *encoding = json_object_get(spec, "encoding");
    field->encoding = typed_encoding(chart, encoding ? encoding : chart_own(chart, json_object()));
    field->layers = chart_own(chart, json_array());
    field->options = chart_own(chart, json_object());
}

json_t *field_chart_prop(const FieldChart *field, const char *name) {
    json_t *own = json_object_get(field->mark, name);
    return own ? own : config_get(field->chart, field->type, name);
}

guint field_chart_count(const FieldChart *field, const char *name, guint least, guint most) {
    json_t *value = field_chart_prop(field, name);
    double number = json_is_number(value) ? json_number_value(value) : least;
    if (number >= least && number <= most)
        return (guint)number;
    chart_error(field->chart, value, DIAG_WRONG_VALUE, NULL,
                "\"%s\" is %g, expected a number from %u to %u", name, number, least, most);
    return least;
}

// The channel as the specification has it, for messages; else what holds it.
static const json_t *channel_given(const FieldChart *field, const char *channel) {
    const json_t *encoding = json_object_get(field->spec, "encoding");
    const json_t *given = json_object_get(encoding, channel);
    return given ? given : encoding ? encoding : field->spec;
}

const char *field_chart_field(const FieldChart *field, const char *channel, bool needed) {
    json_t *def = json_object_get(field->encoding, channel);
    const char *name = js_string(def, "field");
    if (!name && needed)
        chart_error(field->chart, channel_given(field, channel), DIAG_MISSING_KEY, NULL,
                    "a %s needs a field for the channel \"%s\"", field->type, channel);
    return name;
}

json_t *field_chart_scaled(const FieldChart *field, json_t *def, json_t *scale_default) {
    chart_own(field->chart, scale_default);
    json_t *scale = json_object_get(def, "scale");
    bool is_scaled = js_has(def, "field") && !(scale && !json_is_object(scale));
    if (!is_scaled || js_equals(json_object_get(def, "type"), "nominal"))
        return def;
    json_t *merged = json_copy(scale_default);
    if (js_has(scale, "range") || js_has(scale, "rangeMin") || js_has(scale, "rangeMax"))
        json_object_del(merged, "range");
    if (js_has(scale, "type")) // that may have no zero
        json_object_del(merged, "zero");
    json_object_update(merged, scale);
    return chart_own(field->chart, js_with(def, "scale", merged));
}

// ---------- parts ----------

// Parts that are marks of Vega-Lite, and those that are texts and look like others.
static const struct {
    const char *part, *mark;
    bool is_text;
} PARTS[] = {
    {"rule", "rule", false}, {"date", "text", true}, {"label", NULL, true}, {"head", NULL, true}};

static json_t *part_mark(const FieldChart *field, const char *part) {
    json_t *own = json_object_get(field->mark, part);
    json_t *config = config_get(field->chart, field->type, part), *mark = json_object();
    const char *type = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(PARTS); i++) {
        if (strcmp(PARTS[i].part, part))
            continue;
        type = PARTS[i].mark;
        if (PARTS[i].is_text)
            json_object_update(mark, json_object_get(field->chart->config, "text"));
    }
    json_object_update(mark, config);
    json_object_update(mark, own);
    json_object_set_new(mark, "type",
                        type ? json_string(type) : json_sprintf("%s-%s", field->type, part));
    if (!type) // all parts have the same rows
        json_object_set_new(mark, "invalid", json_null());
    return mark;
}

void field_chart_option(FieldChart *field, const char *name) {
    json_t *value = field_chart_prop(field, name);
    if (value)
        json_object_set(field->options, name, value);
}

void field_chart_halo(FieldChart *field) {
    json_t *halo = field_chart_prop(field, "halo");
    const char *background = js_string(field->chart->config, "background");
    Colour colour;
    bool is_opaque = background && colour_parse(background, &colour) && colour.a >= 1;
    json_object_set_new(field->options, "halo",
                        halo ? json_incref(halo) : json_string(is_opaque ? background : "white"));
}

void field_chart_color(FieldChart *field, const char *part) {
    json_t *color = json_object_get(field->mark, "color"),
           *own = json_object_get(field->mark, part);
    if (!color || js_has(own, "color") || (own && !json_is_object(own)))
        return;
    json_t *made = own ? json_copy(own) : json_object();
    json_object_set(made, "color", color);
    field->mark = chart_own(field->chart, js_with(field->mark, part, made));
}

void field_chart_part(FieldChart *field, const char *part, json_t *encoding, json_t *what) {
    Chart *chart = field->chart;
    json_t *own = json_object_get(field->mark, part),
           *config = config_get(chart, field->type, part);
    json_t *layer = what ? what : json_object();
    if (js_is_false(own) || (!own && js_is_false(config))) {
        json_decref(encoding);
        json_decref(layer);
        return;
    }
    json_object_set_new(layer, "mark", part_mark(field, part));
    json_object_set(layer, "options", field->options);
    json_object_set_new(layer, "encoding", encoding);
    json_array_append_new(field->layers, layer);
}

json_t *field_chart_end(FieldChart *field, const Inherited *from) {
    Chart *chart = field->chart;
    if (chart_failed(chart))
        return NULL;
    json_t *outer = json_copy(field->spec);
    json_object_del(outer, "mark");
    json_object_del(outer, "encoding");
    json_object_set(outer, "layer", field->layers);
    return normalize_view(chart, chart_own(chart, outer), from);
}
