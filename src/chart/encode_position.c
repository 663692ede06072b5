// Positions as points and as ranges (https://vega.github.io/vega-lite/docs/encoding.html#position):
// where a definition puts an item, where it stands without one, and what offsets move it.
#include "chart/config.h"
#include "chart/encode.h"

#include <math.h>

PropId encode_position_prop(Channel channel) {
    switch ((int)channel) {
    case CHANNEL_X:
        return PROP_X;
    case CHANNEL_X2:
        return PROP_X2;
    case CHANNEL_Y:
        return PROP_Y;
    case CHANNEL_Y2:
        return PROP_Y2;
    case CHANNEL_THETA:
        return PROP_START_ANGLE;
    case CHANNEL_THETA2:
        return PROP_END_ANGLE;
    case CHANNEL_RADIUS:
        return PROP_OUTER_RADIUS;
    default:
        return PROP_INNER_RADIUS;
    }
}

// The name of a position channel among Vega's mark properties.
static const char *vega_name(Channel channel) {
    switch ((int)channel) {
    case CHANNEL_THETA:
        return "startAngle";
    case CHANNEL_THETA2:
        return "endAngle";
    case CHANNEL_RADIUS:
        return "outerRadius";
    case CHANNEL_RADIUS2:
        return "innerRadius";
    default:
        return channel_name(channel);
    }
}

static bool is_y(Channel channel) {
    return channel == CHANNEL_Y || channel == CHANNEL_Y2;
}

// "width" and "height" as values of positions.
static Ref ref_side(Chart *chart, Channel channel, json_t *json) {
    bool is_width = js_equals(json, "width") && (channel == CHANNEL_X || channel == CHANNEL_X2);
    bool is_height = js_equals(json, "height") && is_y(channel);
    if (is_width || is_height)
        return (Ref){.kind = REF_SIZE, .dimension = is_width ? DIM_WIDTH : DIM_HEIGHT, .mult = 1};
    return ref_json(chart, json);
}

// ---------- offsets ----------

static const char *offset_name(Channel channel) {
    static const char *const NAMES[] = {
        [CHANNEL_X] = "xOffset",           [CHANNEL_Y] = "yOffset",
        [CHANNEL_X2] = "x2Offset",         [CHANNEL_Y2] = "y2Offset",
        [CHANNEL_THETA] = "thetaOffset",   [CHANNEL_THETA2] = "theta2Offset",
        [CHANNEL_RADIUS] = "radiusOffset", [CHANNEL_RADIUS2] = "radius2Offset"};
    return channel <= CHANNEL_RADIUS2 ? NAMES[channel] : NULL;
}

Offset encode_offset(Encoder *encoder, Channel channel, double band) {
    View *unit = encoder->unit;
    json_t *value = json_object_get(unit->mark_def, offset_name(channel));
    Channel offset_channel = channel_offset(channel);
    const Def *def =
        offset_channel == CHANNEL_NONE ? NULL : unit->encoding->channel[offset_channel];
    Offset offset = {OFFSET_NONE, ref_none()};
    if (def) {
        Mid mid = {.channel = offset_channel,
                   .def = def,
                   .fallback = value ? ref_json(unit->chart, value) : ref_none(),
                   .band = band};
        offset.kind = OFFSET_ENCODING;
        offset.ref = encode_middle(encoder, &mid);
    } else if (js_truthy(value)) {
        offset.kind = OFFSET_VISUAL;
        offset.ref = ref_json(unit->chart, value);
    }
    return offset;
}

// ---------- the middle of a value, bin or band ----------

Ref encode_mix(Chart *chart, const ScaleModel *scale, const char *start, const char *end,
               double position) {
    (void)chart;
    if (position == 0 || position == 1)
        return ref_field(scale, position == 0 ? start : end);
    Ref ref = ref_field(scale, start);
    ref.kind = REF_MIX;
    ref.column2 = end;
    ref.share = position;
    return ref;
}

static double field_band(Encoder *encoder, const Mid *mid) {
    View *unit = encoder->unit;
    if (!isnan(mid->band) || !mid->def->is_field || mid->def->type == TYPE_NONE)
        return mid->band;
    return band_position(unit->chart, mid->def, mid->def2, unit->mark_def);
}

static Ref band_ref(const Mid *mid, const ScaleModel *scale, const char *column, double band) {
    Ref ref = ref_field(scale, column);
    if (!scale || scale->kind != KIND_BAND)
        return ref;
    const json_t *given = def_get(mid->def, "bandPosition");
    ref.band = !isnan(band) ? band : json_is_number(given) ? json_number_value(given) : 0.5;
    return ref;
}

static Ref binned_middle(Encoder *encoder, const Mid *mid, const ScaleModel *scale, double band) {
    View *unit = encoder->unit;
    Chart *chart = unit->chart;
    const Def *def = mid->def;
    bool is_position = channel_is_position(mid->channel) && !channel_is_offset(mid->channel);
    if (is_position && unit->stack && unit->stack->impute)
        return ref_field(scale, def->binning ? def_column(chart, def, "mid") : def->name);
    if (!isnan(band) && band != 0 && !(scale && kind_is_discrete(scale->kind)))
        return encode_mix(chart, scale, def->name, def_column(chart, def, "end"), band);
    if (def->binning && def_needs_range(def, mid->channel))
        return ref_field(scale, def_column(chart, def, "range"));
    return ref_field(scale, def->name);
}

static Ref datum_middle(Encoder *encoder, const Mid *mid, const ScaleModel *scale) {
    Chart *chart = encoder->unit->chart;
    Ref ref = band_ref(mid, scale, NULL, mid->band);
    ref.kind = REF_VALUE;
    ref.value = def_datum_value(chart, mid->def, def_get(mid->def, "datum"));
    if (scale && kind_is_time(scale->kind))
        ref.value = def_scale_value(chart, mid->def, def_get(mid->def, "datum"));
    return ref;
}

static Ref field_middle(Encoder *encoder, const Mid *mid, const ScaleModel *scale) {
    const Def *def = mid->def;
    double band = field_band(encoder, mid);
    bool in_band =
        def->binning || (!isnan(band) && band != 0 && def->has_unit && def->type == TYPE_TEMPORAL);
    if (def->type != TYPE_NONE && in_band)
        return binned_middle(encoder, mid, scale, band);
    if (def->type != TYPE_NONE && def->binned && mid->def2 && mid->def2->is_field)
        return encode_mix(encoder->unit->chart, scale, def->name, mid->def2->name,
                          isnan(band) ? 0.5 : band);
    // A datum laid over the field that a layer inherits.
    return def->is_datum ? datum_middle(encoder, mid, scale)
                         : band_ref(mid, scale, def->name, band);
}

Ref encode_middle(Encoder *encoder, const Mid *mid) {
    Chart *chart = encoder->unit->chart;
    const Def *def = mid->def;
    const Ref *offset = mid->offset.kind == OFFSET_NONE ? NULL : &mid->offset.ref;
    const ScaleModel *scale = unit_scale(encoder, mid->channel);
    if (def && !def_wants_scale(def))
        scale = NULL;
    if (def && def->is_field)
        return ref_moved(chart, field_middle(encoder, mid, scale), offset);
    if (def && def->is_datum)
        return ref_moved(chart, datum_middle(encoder, mid, scale), offset);
    if (def && def->is_value)
        return ref_moved(chart, ref_side(chart, mid->channel, def_get(def, "value")), offset);
    if (mid->fallback.kind == REF_NONE)
        return mid->fallback;
    return ref_moved(chart, mid->fallback, offset);
}

// The same after the rule for invalid values.
Property encode_middle_tested(Encoder *encoder, const Mid *mid) {
    View *unit = encoder->unit;
    Chart *chart = unit->chart;
    Property property = {0, NULL};
    Channel main = channel_main(mid->channel);
    const Def *field = def_field(mid->def);
    if (field && scale_valid_mode(unit, main, field) == VALID_SHOW) {
        json_t *given = json_object_get(config_get(chart, "scale", "invalid"), channel_name(main));
        const ScaleModel *scale = unit_scale(encoder, main);
        Rule rule = {.invalid = field->name};
        if (js_has(given, "value"))
            rule.ref = ref_side(chart, main, json_object_get(given, "value"));
        else if (scale)
            rule.ref = (Ref){.kind = REF_ZERO, .scale = scale, .mult = 1};
        if (rule.ref.kind != REF_NONE)
            property_add(chart, &property, rule);
    }
    Ref ref = encode_middle(encoder, mid);
    if (ref.kind != REF_NONE)
        property_add(chart, &property, (Rule){.ref = ref});
    return property;
}

// ---------- where nothing is said ----------

static Ref unscaled_place(Channel main, bool is_max) {
    switch ((int)main) {
    case CHANNEL_RADIUS:
        return is_max ? (Ref){.kind = REF_RADIUS, .mult = 1} : ref_number_value(0);
    case CHANNEL_THETA:
        return ref_number_value(is_max ? 2 * G_PI : 0);
    case CHANNEL_X:
        return is_max ? (Ref){.kind = REF_SIZE, .dimension = DIM_WIDTH, .mult = 1}
                      : ref_number_value(0);
    default:
        return is_max ? ref_number_value(0)
                      : (Ref){.kind = REF_SIZE, .dimension = DIM_HEIGHT, .mult = 1};
    }
}

Ref encode_default_place(Encoder *encoder, Channel channel, Place0 fallback) {
    View *unit = encoder->unit;
    Chart *chart = unit->chart;
    json_t *given = mark_prop(chart, unit->mark_def, channel_name(channel), vega_name(channel));
    if (given)
        return ref_side(chart, channel, given);
    const ScaleModel *scale = unit_scale(encoder, channel);
    switch (fallback) {
    case PLACE_ZERO_OR_MIN:
    case PLACE_ZERO_OR_MAX:
        if (scale)
            return (Ref){.kind = REF_ZERO,
                         .scale = scale,
                         .is_max = fallback == PLACE_ZERO_OR_MAX,
                         .mult = 1};
        return unscaled_place(channel_main(channel), fallback == PLACE_ZERO_OR_MAX);
    case PLACE_MIDDLE:
        return (Ref){.kind = REF_SIZE, .dimension = channel_dimension(channel), .mult = 0.5};
    case PLACE_NONE:
        break;
    }
    return ref_none();
}

// ---------- points ----------

static bool is_stacked(const View *unit, Channel channel) {
    return unit->stack && unit->stack->channel == channel;
}

static Ref stacked_point(Encoder *encoder, Channel channel, const Def *def, const Offset *offset) {
    View *unit = encoder->unit;
    Chart *chart = unit->chart;
    const ScaleModel *scale = unit_scale(encoder, channel);
    const json_t *given = def_get(def, "bandPosition");
    double position = json_is_number(given) ? json_number_value(given) : NAN;
    if (isnan(position) && unit->mark == MARK_TEXT && channel_is_polar(channel))
        position = 0.5;
    const char *start = def_column(chart, def, "start"), *end = def_column(chart, def, "end");
    Ref ref =
        isnan(position) ? ref_field(scale, end) : encode_mix(chart, scale, start, end, position);
    return ref_moved(chart, ref, offset->kind == OFFSET_NONE ? NULL : &offset->ref);
}

void encode_point(Encoder *encoder, Channel channel, Place0 fallback, PropId id) {
    View *unit = encoder->unit;
    const Def *def = unit->encoding->channel[channel];
    Offset offset = encode_offset(encoder, channel, 0.5);
    if (def_is_field_or_datum(def) && is_stacked(unit, channel)) {
        encoder_set(encoder, id,
                    property_single(unit->chart, stacked_point(encoder, channel, def, &offset)));
        return;
    }
    Mid mid = {.channel = channel,
               .def = def,
               .def2 = unit->encoding->channel[channel_secondary(channel)],
               .offset = offset,
               .fallback = encode_default_place(encoder, channel, fallback),
               .band = offset.kind == OFFSET_ENCODING ? 0 : NAN};
    encoder_set(encoder, id, encode_middle_tested(encoder, &mid));
}

// ---------- ranges ----------

static const char *size_name(Channel channel) {
    switch ((int)channel) {
    case CHANNEL_X:
    case CHANNEL_X2:
        return "width";
    case CHANNEL_Y:
    case CHANNEL_Y2:
        return "height";
    default:
        return NULL;
    }
}

static PropId size_prop(Channel channel) {
    return channel_dimension(channel) == DIM_WIDTH ? PROP_WIDTH : PROP_HEIGHT;
}

typedef json_t *(*Lookup)(const View *unit, const char *name);

static json_t *in_definition(const View *unit, const char *name) {
    return json_object_get(unit->mark_def, name);
}
static json_t *in_style(const View *unit, const char *name) {
    return config_styles(unit->chart, unit->mark_def, name, config_style);
}
static json_t *in_mark_config(const View *unit, const char *name) {
    return config_get(unit->chart, mark_name(unit->mark), name);
}
static json_t *in_config(const View *unit, const char *name) {
    return config_get(unit->chart, "mark", name);
}

// The second end or the size, when a mark definition or configuration states one of them.
static bool stated_end(Encoder *encoder, Channel channel2, Lookup lookup) {
    View *unit = encoder->unit;
    Chart *chart = unit->chart;
    json_t *value = lookup(unit, vega_name(channel2));
    if (!value)
        value = lookup(unit, channel_name(channel2));
    if (value) {
        encoder_set(encoder, encode_position_prop(channel2),
                    property_single(chart, ref_side(chart, channel2, value)));
        return true;
    }
    const char *size = size_name(channel2);
    value = size ? lookup(unit, size) : NULL;
    if (!js_truthy(value) || js_has(value, "band"))
        return false;
    encoder_set(encoder, size_prop(channel2), property_single(chart, ref_json(chart, value)));
    return true;
}

static Property second_end(Encoder *encoder, Channel channel2) {
    View *unit = encoder->unit;
    Chart *chart = unit->chart;
    Channel channel = channel_main(channel2);
    const Def *def = unit->encoding->channel[channel];
    bool has_own =
        unit->encoding->channel[channel2] || js_has(unit->mark_def, channel_name(channel2));
    Offset offset = encode_offset(encoder, has_own ? channel2 : channel, NAN);
    if (def_is_field_or_datum(def) && is_stacked(unit, channel)) {
        Ref ref = ref_field(unit_scale(encoder, channel), def_column(chart, def, "start"));
        return property_single(
            chart, ref_moved(chart, ref, offset.kind == OFFSET_NONE ? NULL : &offset.ref));
    }
    Mid mid = {.channel = channel2,
               .def = unit->encoding->channel[channel2],
               .offset = offset,
               .band = NAN};
    return encode_middle_tested(encoder, &mid);
}

// Bars inside a band by a quantitative offset start where the offset is zero.
static Ref offset_zero(Encoder *encoder, Channel channel) {
    Chart *chart = encoder->unit->chart;
    Ref zero = ref_number_value(0);
    zero.scale = unit_scale(encoder, channel_offset(channel));
    Mid mid = {.channel = channel,
               .def = encoder->unit->encoding->channel[channel],
               .band = 0,
               .fallback = ref_none()};
    return ref_moved(chart, encode_middle(encoder, &mid), &zero);
}

static void encode_second_end(Encoder *encoder, Channel channel2, Place0 fallback) {
    static const Lookup LOOKUPS[] = {in_definition, in_style, in_mark_config, in_config};
    View *unit = encoder->unit;
    PropId id = encode_position_prop(channel2);
    Property property = second_end(encoder, channel2);
    encoder_set(encoder, id, property);
    if (property.count)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(LOOKUPS); i++)
        if (stated_end(encoder, channel2, LOOKUPS[i]))
            return;
    Channel channel = channel_main(channel2);
    bool from_offset = def_is_field_or_datum(unit->encoding->channel[channel]) &&
                       view_is_ranged_offset(unit, channel);
    Ref ref = from_offset ? offset_zero(encoder, channel)
                          : encode_default_place(encoder, channel2, fallback);
    encoder_set(encoder, id, property_single(unit->chart, ref));
}

// Which edge a position means when there is a size: by the alignment.
static PropId aligned_prop(const View *unit, Channel channel) {
    const json_t *align =
        mark_prop(unit->chart, unit->mark_def, channel == CHANNEL_X ? "align" : "baseline", NULL);
    if (channel == CHANNEL_X)
        return js_equals(align, "left") ? PROP_X : js_equals(align, "right") ? PROP_X2 : PROP_XC;
    return js_equals(align, "top") ? PROP_Y : js_equals(align, "bottom") ? PROP_Y2 : PROP_YC;
}

void encode_range(Encoder *encoder, Channel channel, Place0 fallback, Place0 fallback2) {
    encode_second_end(encoder, channel_secondary(channel), fallback2);
    bool has_size = size_name(channel) && encoder->props[size_prop(channel)].count;
    encode_point(encoder, channel, fallback,
                 has_size ? aligned_prop(encoder->unit, channel) : encode_position_prop(channel));
}

void encode_point_or_range(Encoder *encoder, Channel channel, Place0 fallback, Place0 fallback2,
                           bool is_range) {
    if (is_range)
        encode_range(encoder, channel, fallback, fallback2);
    else
        encode_point(encoder, channel, fallback, encode_position_prop(channel));
}
