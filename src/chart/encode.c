// Channels without position: colour, opacity, stroke, size, shape, text. Conditions come first,
// then the answer for invalid values, then the channel itself.
#include "chart/encode.h"
#include "chart/config.h"

#include <math.h>

Encoder *encoder_new(View *unit) {
    Encoder *encoder = arena_new0(unit->chart->arena, Encoder);
    encoder->unit = unit;
    return encoder;
}

void encoder_set(Encoder *encoder, PropId id, Property property) {
    if (property.count)
        encoder->props[id] = property;
}

const ScaleModel *unit_scale(const Encoder *encoder, Channel channel) {
    View *unit = encoder->unit;
    Channel main = channel_main(channel);
    return unit->scales[main] ? view_scale(unit, main) : NULL;
}

Ref ref_moved(Chart *chart, Ref ref, const Ref *offset) {
    if (!offset || offset->kind == REF_NONE)
        return ref;
    ref.plus = arena_memdup(chart->arena, offset, sizeof *offset);
    return ref;
}

// ---------- conditions ----------

static json_t *condition_list(const Def *def, size_t *count) {
    json_t *condition = def_get(def, "condition");
    *count = json_is_array(condition) ? json_array_size(condition) : condition ? 1 : 0;
    return condition;
}

// The predicate of a condition on a parameter.
static json_t *param_test(Chart *chart, const json_t *condition) {
    const json_t *empty = json_object_get(condition, "empty");
    json_t *test = json_pack("{s:O}", "param", json_object_get(condition, "param"));
    if (empty)
        json_object_set(test, "empty", (json_t *)empty);
    return chart_own(chart, test);
}

static Rule condition_test(View *unit, json_t *condition) {
    Chart *chart = unit->chart;
    Rule rule = {.has_test = true};
    json_t *test = js_has(condition, "param") ? param_test(chart, condition)
                                              : json_object_get(condition, "test");
    chart->testing = unit;
    rule.test = test ? predicate_parse(&chart->transform, chart_node(chart, test)) : NULL;
    chart->testing = NULL;
    return rule;
}

typedef Ref (*MainRef)(Encoder *encoder, Channel channel, const Def *def, Ref fallback);

static Property conditional(Encoder *encoder, Channel channel, MainRef make, Ref fallback,
                            const Rule *invalid) {
    Chart *chart = encoder->unit->chart;
    const Def *def = encoder->unit->encoding->channel[channel];
    Property property = {0, NULL};
    size_t count;
    json_t *conditions = condition_list(def, &count);
    for (size_t i = 0; i < count; i++) {
        json_t *json = json_is_array(conditions) ? json_array_get(conditions, i) : conditions;
        Rule rule = condition_test(encoder->unit, json);
        rule.ref = make(encoder, channel, def_read(chart, json, channel), ref_none());
        // A condition that says nothing leaves the property as it is without an encoding.
        if (rule.ref.kind == REF_NONE && js_has(json, "param"))
            rule.ref = fallback.kind != REF_NONE ? fallback : ref_value(value_undefined());
        if (rule.ref.kind != REF_NONE)
            property_add(chart, &property, rule);
    }
    if (invalid)
        property_add(chart, &property, *invalid);
    Ref main = make(encoder, channel, def, fallback);
    if (main.kind != REF_NONE)
        property_add(chart, &property, (Rule){.ref = main});
    return property;
}

// ---------- channels ----------

static Ref channel_ref(Encoder *encoder, Channel channel, const Def *def, Ref fallback) {
    Mid mid = {.channel = channel, .def = def, .fallback = fallback, .band = NAN};
    return encode_middle(encoder, &mid);
}

// What stands for an invalid value when those are shown.
static bool invalid_rule(Encoder *encoder, Channel channel, Rule *rule) {
    View *unit = encoder->unit;
    Chart *chart = unit->chart;
    const Def *field = encoding_field(unit->encoding, channel);
    if (!field || scale_valid_mode(unit, channel, field) != VALID_SHOW)
        return false;
    *rule = (Rule){.invalid = field->name};
    json_t *given = json_object_get(config_get(chart, "scale", "invalid"), channel_name(channel));
    const ScaleModel *scale = unit_scale(encoder, channel);
    if (js_has(given, "value"))
        rule->ref = ref_json(chart, json_object_get(given, "value"));
    else if (scale)
        rule->ref = (Ref){.kind = REF_ZERO, .scale = scale, .mult = 1};
    return true;
}

static bool has_condition(const Def *def) {
    return js_has(def ? def->json : NULL, "condition");
}

static Ref default_ref(Encoder *encoder, Channel channel, const char *vega) {
    View *unit = encoder->unit;
    const char *name = channel_name(channel);
    const Def *def = unit->encoding->channel[channel];
    json_t *value = vega ? json_object_get(unit->mark_def, vega) : NULL;
    if (!value)
        value = json_object_get(unit->mark_def, name);
    bool looks_in_config = has_condition(def) || (vega && strcmp(vega, name));
    if (!value && looks_in_config)
        value = mark_config(unit->chart, unit->mark_def, name, vega);
    return value ? ref_json(unit->chart, value) : ref_none();
}

void encode_channel(Encoder *encoder, Channel channel, PropId id, const char *vega, Ref fallback) {
    if (fallback.kind == REF_NONE)
        fallback = default_ref(encoder, channel, vega);
    Rule invalid;
    bool has_invalid = invalid_rule(encoder, channel, &invalid);
    encoder_set(
        encoder, id,
        conditional(encoder, channel, channel_ref, fallback, has_invalid ? &invalid : NULL));
}

// Only what the mark definition itself says.
static void encode_mark_value(Encoder *encoder, const char *name, PropId id) {
    json_t *value = json_object_get(encoder->unit->mark_def, name);
    if (value)
        encoder_set(encoder, id,
                    property_single(encoder->unit->chart, ref_json(encoder->unit->chart, value)));
}

// ---------- colour ----------

static json_t *default_paint(const View *unit, const char *vega, bool with_color) {
    const Chart *chart = unit->chart;
    json_t *value = with_color ? mark_prop(chart, unit->mark_def, "color", vega)
                               : json_object_get(unit->mark_def, vega);
    if (!value && !with_color)
        value = mark_config(chart, unit->mark_def, vega, NULL);
    return value || !with_color ? value : config_get(chart, "mark", "color");
}

static bool is_hollow_visible(Mark mark) {
    return mark == MARK_BAR || mark == MARK_POINT || mark == MARK_CIRCLE || mark == MARK_SQUARE;
}

static void set_default_paint(Encoder *encoder, PropId id, json_t *value) {
    const char *name = id == PROP_FILL ? "fill" : "stroke";
    if (json_is_null(json_object_get(encoder->unit->mark_def, name))) // painted with nothing
        value = json_null();
    if (js_truthy(value) || json_is_null(value))
        encoder_set(encoder, id,
                    property_single(encoder->unit->chart, ref_json(encoder->unit->chart, value)));
}

static void encode_color(Encoder *encoder) {
    View *unit = encoder->unit;
    Chart *chart = unit->chart;
    bool filled = js_bool(unit->mark_def, "filled", true);
    json_t *fill = default_paint(unit, "fill", filled);
    if (!fill && is_hollow_visible(unit->mark))
        fill = chart_own(chart, json_string("transparent"));
    json_t *stroke = default_paint(unit, "stroke", !filled);
    set_default_paint(encoder, PROP_FILL, fill);
    set_default_paint(encoder, PROP_STROKE, stroke);
    Ref fill_ref = fill ? ref_json(chart, fill) : ref_none();
    Ref stroke_ref = stroke ? ref_json(chart, stroke) : ref_none();
    const Encoding *encoding = unit->encoding;
    if (encoding->channel[CHANNEL_COLOR])
        encode_channel(encoder, CHANNEL_COLOR, filled ? PROP_FILL : PROP_STROKE,
                       filled ? "fill" : "stroke", filled ? fill_ref : stroke_ref);
    if (encoding->channel[CHANNEL_FILL])
        encode_channel(encoder, CHANNEL_FILL, PROP_FILL, NULL, fill_ref);
    if (encoding->channel[CHANNEL_STROKE])
        encode_channel(encoder, CHANNEL_STROKE, PROP_STROKE, NULL, stroke_ref);
}

// The order channel as a value decides what is drawn on top.
static void encode_zindex(Encoder *encoder) {
    const Def *order = encoder->unit->encoding->channel[CHANNEL_ORDER];
    if (order && !mark_is_path(encoder->unit->mark))
        encoder_set(encoder, PROP_ZINDEX,
                    conditional(encoder, CHANNEL_ORDER, channel_ref, ref_none(), NULL));
}

void encode_base(Encoder *encoder) {
    encode_color(encoder);
    encode_channel(encoder, CHANNEL_OPACITY, PROP_OPACITY, NULL, ref_none());
    encode_channel(encoder, CHANNEL_FILL_OPACITY, PROP_FILL_OPACITY, NULL, ref_none());
    encode_channel(encoder, CHANNEL_STROKE_OPACITY, PROP_STROKE_OPACITY, NULL, ref_none());
    encode_channel(encoder, CHANNEL_STROKE_WIDTH, PROP_STROKE_WIDTH, NULL, ref_none());
    encode_channel(encoder, CHANNEL_STROKE_DASH, PROP_STROKE_DASH, NULL, ref_none());
    encode_zindex(encoder);
}

// ---------- text ----------

static Ref text_ref(Encoder *encoder, Channel channel, const Def *def, Ref fallback) {
    (void)channel;
    Chart *chart = encoder->unit->chart;
    if (!def)
        return fallback;
    if (def->is_value)
        return ref_json(chart, def_get(def, "value"));
    if (!def_is_field_or_datum(def))
        return ref_none();
    return (Ref){.kind = REF_TEXT, .text = text_format_of(chart, def), .mult = 1};
}

void encode_text(Encoder *encoder) {
    encode_mark_value(encoder, "text", PROP_TEXT);
    if (encoder->unit->encoding->channel[CHANNEL_TEXT])
        encoder_set(encoder, PROP_TEXT,
                    conditional(encoder, CHANNEL_TEXT, text_ref, ref_none(), NULL));
}

// ---------- breaks ----------

typedef struct {
    Encoder *encoder;
    GPtrArray *columns;
} Defined;

static void add_defined(void *data, const Def *field, Channel channel) {
    Defined *d = data;
    View *unit = d->encoder->unit;
    if (!channel_has_scale(channel) || scale_valid_mode(unit, channel, field) != VALID_BREAK)
        return;
    bool is_middle = field->binning && unit->stack && unit->stack->impute;
    const char *column = is_middle ? def_column(unit->chart, field, "mid") : field->name;
    g_ptr_array_add(d->columns, (gpointer)column);
}

void encode_defined(Encoder *encoder) {
    Defined d = {encoder, g_ptr_array_new()};
    encoding_each_field(encoder->unit->encoding, add_defined, &d);
    encoder->defined_count = d.columns->len;
    encoder->defined =
        chart_keep(encoder->unit->chart, d.columns->pdata, d.columns->len * sizeof(char *));
    g_ptr_array_free(d.columns, TRUE);
}
