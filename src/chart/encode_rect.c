// The sides of bars, rects, ticks and arcs: a bin's two ends, a band and its size, or a range.
#include "chart/config.h"
#include "chart/encode.h"
#include "chart/size.h"

#include <math.h>

// The size of a mark across its band: so many pixels, a share of the band, or unknown.
typedef struct {
    enum { SIZE_UNKNOWN, SIZE_PIXELS, SIZE_BAND } kind;
    double number;
    json_t *json; // of SIZE_PIXELS
} BandSize;

typedef struct {
    Encoder *encoder;
    Channel channel, channel2;
    const Def *def, *def2;
    const ScaleModel *scale; // that the channel uses or would share
} Side;

static const char *side_size(Channel channel) {
    return channel == CHANNEL_X ? "width" : channel == CHANNEL_Y ? "height" : NULL;
}

static PropId side_prop(Channel channel) {
    return channel == CHANNEL_X ? PROP_WIDTH : PROP_HEIGHT;
}

static BandSize pixels(json_t *json) {
    if (js_has(json, "band"))
        return (BandSize){SIZE_BAND, js_number(json, "band", 1), NULL};
    return (BandSize){SIZE_PIXELS, json_is_number(json) ? json_number_value(json) : NAN, json};
}

static BandSize band_share(double share) {
    return (BandSize){SIZE_BAND, share, NULL};
}

static BandSize mark_band_size(const View *unit, bool has_scale, bool is_discrete) {
    Chart *chart = unit->chart;
    const char *mark = mark_name(unit->mark);
    json_t *discrete = config_get(chart, mark, "discreteBandSize");
    if (!mark_is_rect(unit->mark))
        return (BandSize){SIZE_UNKNOWN, 0, NULL};
    if (has_scale && !is_discrete) {
        json_t *value = config_get(chart, mark, "continuousBandSize");
        return value ? pixels(value) : (BandSize){SIZE_UNKNOWN, 0, NULL};
    }
    if (js_truthy(discrete))
        return pixels(discrete);
    return has_scale ? band_share(1) : (BandSize){SIZE_UNKNOWN, 0, NULL};
}

static BandSize band_size(const Side *side, const ScaleModel *scale, bool uses_size) {
    const View *unit = side->encoder->unit;
    Chart *chart = unit->chart;
    const char *size = side_size(side->channel);
    json_t *given = uses_size ? mark_prop(chart, unit->mark_def, "size", size)
                    : size    ? mark_prop(chart, unit->mark_def, size, size)
                              : NULL;
    if (given)
        return pixels(given);
    const Def *def = side->def;
    bool is_discrete = scale && kind_is_discrete(scale->kind);
    if (def && def->is_field && def->has_unit) {
        const json_t *share = mark_config(chart, unit->mark_def, "timeUnitBandSize", NULL);
        return band_share(json_is_number(share) ? json_number_value(share) : 1);
    }
    if (def && def->is_field && def->binning && !is_discrete)
        return band_share(1);
    return mark_band_size(unit, scale != NULL, is_discrete);
}

// ---------- bins ----------

static double number_prop(const View *unit, const char *name, double otherwise) {
    const json_t *value = mark_prop(unit->chart, unit->mark_def, name, NULL);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

static double axis_translate(const View *unit, const Def *def) {
    const json_t *own = json_object_get(def_get(def, "axis"), "translate");
    if (!json_is_number(own))
        own = config_get(unit->chart, "axis", "translate");
    return json_is_number(own) ? json_number_value(own) : 0.5;
}

// The space taken off one end of a bin, with what moves the item.
static Ref bin_gap(const Side *side, bool is_end, const Offset *offset) {
    const View *unit = side->encoder->unit;
    Chart *chart = unit->chart;
    if (channel_is_polar(side->channel))
        return ref_number_value(0);
    const json_t *minimum = mark_config(chart, unit->mark_def, "minBandSize", NULL);
    Ref ref = {.kind = REF_BIN_GAP, .scale = side->scale, .mult = 1};
    ref.gap = (BinGap){.spacing = number_prop(unit, "binSpacing", 0),
                       .minimum = json_is_number(minimum) ? json_number_value(minimum) : 0,
                       .translate = axis_translate(unit, side->def),
                       .is_end = is_end,
                       .reversed = js_truthy(scale_prop(side->scale, SCALE_PROP_REVERSE)),
                       .start = side->def->name,
                       .end = def_column(chart, side->def, "end")};
    return ref_moved(chart, ref, offset->kind == OFFSET_NONE ? NULL : &offset->ref);
}

static Ref bin_end(const Side *side, double position, bool shifted, Ref gap) {
    Chart *chart = side->encoder->unit->chart;
    const Def *def = side->def;
    const char *start = shifted ? def_column(chart, def, "offsetted_rect_start") : def->name;
    const char *end = def_column(chart, def, shifted ? "offsetted_rect_end" : "end");
    return ref_moved(chart, encode_mix(chart, side->scale, start, end, position), &gap);
}

static Ref binned_end(const Side *side, Ref start, Ref gap) {
    Chart *chart = side->encoder->unit->chart;
    if (side->def2 && side->def2->is_field)
        return ref_moved(chart, ref_field(side->scale, side->def2->name), &gap);
    double step = js_number(side->def->bin, "step", 0);
    if (!(step > 0)) {
        chart_error(chart, side->def->json, DIAG_MISSING_KEY, NULL,
                    "binned data needs \"%s2\" or the bin's \"step\"", channel_name(side->channel));
        return ref_none();
    }
    start.step = step;
    start.plus = NULL;
    return ref_moved(chart, start, &gap);
}

static void encode_bin(const Side *side) {
    Encoder *encoder = side->encoder;
    View *unit = encoder->unit;
    Chart *chart = unit->chart;
    Offset offset = encode_offset(encoder, side->channel, 0);
    Offset offset2 = encode_offset(encoder, side->channel2, 0);
    if (offset2.kind == OFFSET_NONE)
        offset2 = offset;
    // The end of x and the second end of y lie where coordinates are greatest.
    Ref gap = bin_gap(side, side->channel == CHANNEL_X, &offset);
    Ref gap2 = bin_gap(side, side->channel == CHANNEL_Y, &offset2);
    PropId id = encode_position_prop(side->channel);
    PropId id2 = encode_position_prop(side->channel2);
    const Def *def = side->def;
    if (def->binning || def->has_unit) {
        BandSize size = band_size(side, side->scale, false);
        double from = size.kind == SIZE_BAND ? (1 - size.number) / 2 : 0.5;
        double position = band_position(chart, def, side->def2, unit->mark_def);
        bool shifted = def->has_unit && position != 0.5 && !isnan(position);
        encoder_set(encoder, id2, property_single(chart, bin_end(side, from, shifted, gap2)));
        encoder_set(encoder, id, property_single(chart, bin_end(side, 1 - from, shifted, gap)));
        return;
    }
    Ref start = ref_field(side->scale, def->name);
    encoder_set(encoder, id2, property_single(chart, ref_moved(chart, start, &gap2)));
    encoder_set(encoder, id, property_single(chart, binned_end(side, start, gap)));
}

// ---------- bands ----------

static double band_padding(const View *unit) {
    Chart *chart = unit->chart;
    const char *key = unit->mark == MARK_TICK  ? "tickBandPaddingInner"
                      : unit->mark == MARK_BAR ? "barBandPaddingInner"
                                               : "rectBandPaddingInner";
    return config_number(chart, "scale", "bandPaddingInner", config_number(chart, "scale", key, 0));
}

static Ref default_size(const Side *side, const ScaleModel *scale, BandSize size) {
    const View *unit = side->encoder->unit;
    Chart *chart = unit->chart;
    int dimension = channel_dimension(side->channel);
    if (size.kind == SIZE_BAND && scale && scale->kind == KIND_BAND) {
        const json_t *minimum = mark_config(chart, unit->mark_def, "minBandSize", NULL);
        return (Ref){.kind = REF_BANDWIDTH,
                     .scale = scale,
                     .share = size.number,
                     .minimum = json_is_number(minimum) ? json_number_value(minimum) : 0,
                     .mult = 1};
    }
    if (size.kind == SIZE_BAND && !scale)
        return (Ref){.kind = REF_SIZE, .dimension = dimension, .mult = size.number};
    if (size.kind == SIZE_PIXELS && js_truthy(size.json))
        return ref_json(chart, size.json);
    if (scale && scale->range.form == RANGE_STEP)
        return ref_number_value(scale->range.step * chart->stretch[dimension] - 2);
    if (!side->def)
        return (Ref){.kind = REF_SIZE, .dimension = dimension, .mult = 1 - band_padding(unit)};
    return ref_number_value(view_discrete_step(chart, dimension) - 2);
}

static PropId aligned_prop(const View *unit, Channel channel, bool is_leading) {
    const json_t *align =
        mark_prop(unit->chart, unit->mark_def, channel == CHANNEL_X ? "align" : "baseline", NULL);
    if (channel == CHANNEL_X)
        return js_equals(align, "left")     ? PROP_X
               : js_equals(align, "right")  ? PROP_X2
               : js_equals(align, "center") ? PROP_XC
               : is_leading                 ? PROP_X
                                            : PROP_XC;
    return js_equals(align, "top")      ? PROP_Y
           : js_equals(align, "bottom") ? PROP_Y2
           : js_equals(align, "middle") ? PROP_YC
           : is_leading                 ? PROP_Y
                                        : PROP_YC;
}

static bool is_dimension(const View *unit, Channel channel) {
    const char *orient = mark_orient(unit->mark_def);
    return unit->mark == MARK_TICK || (channel == CHANNEL_Y && !g_strcmp0(orient, "horizontal")) ||
           (channel == CHANNEL_X && !g_strcmp0(orient, "vertical"));
}

// The size from the size channel or the mark's own size. False when neither says anything.
static bool stated_size(const Side *side, PropId id) {
    Encoder *encoder = side->encoder;
    View *unit = encoder->unit;
    json_t *size = json_object_get(unit->mark_def, "size");
    if (!unit->encoding->channel[CHANNEL_SIZE] && !js_truthy(size))
        return false;
    if (!is_dimension(unit, side->channel))
        return false;
    Ref fallback = size ? ref_json(unit->chart, size) : ref_none();
    encode_channel(encoder, CHANNEL_SIZE, id, side_size(side->channel), fallback);
    return true;
}

static double place_in_band(const Side *side, BandSize size, bool is_center, const Offset *offset) {
    const View *unit = side->encoder->unit;
    const Def *def = side->def;
    if (is_center && offset->kind != OFFSET_ENCODING && def && def->is_field && def->has_unit &&
        !side->def2) {
        double position = band_position(unit->chart, def, NULL, unit->mark_def);
        if (!isnan(position))
            return position;
    }
    if (is_center)
        return offset->kind == OFFSET_ENCODING ? 0 : 0.5;
    return size.kind == SIZE_BAND ? (1 - size.number) / 2 : 0;
}

// Polar marks have no size of their own: the second end is the first one and the size.
static void set_polar_end(const Side *side, const Property *position, Ref size,
                          const Offset *offset) {
    Encoder *encoder = side->encoder;
    Chart *chart = encoder->unit->chart;
    size = ref_moved(chart, size, offset->kind == OFFSET_NONE ? NULL : &offset->ref);
    Property end = {0, NULL};
    for (guint i = 0; i < position->count; i++) {
        Rule rule = position->rules[i];
        if (i + 1 == position->count)
            rule.ref = ref_moved(chart, rule.ref, &size);
        property_add(chart, &end, rule);
    }
    encoder_set(encoder, encode_position_prop(side->channel2), end);
}

static void encode_band(const Side *side) {
    Encoder *encoder = side->encoder;
    View *unit = encoder->unit;
    Chart *chart = unit->chart;
    Channel offset_channel = channel_offset(side->channel);
    const ScaleModel *offset_scale =
        offset_channel == CHANNEL_NONE ? NULL : view_scale(unit, offset_channel);
    bool uses_size = is_dimension(unit, side->channel);
    PropId size_id = side_prop(side->channel);
    bool has_size = side_size(side->channel) && stated_size(side, size_id);
    const ScaleModel *kind_scale = side->scale ? side->scale : offset_scale;
    BandSize size = band_size(side, kind_scale, uses_size);
    Ref size_ref = default_size(side, offset_scale ? offset_scale : side->scale, size);
    if (!has_size && side_size(side->channel))
        encoder_set(encoder, size_id, property_single(chart, size_ref));
    bool is_leading =
        kind_scale && kind_scale->kind == KIND_BAND && size.kind == SIZE_BAND && !has_size;
    PropId id = channel_is_polar(side->channel) ? encode_position_prop(side->channel)
                                                : aligned_prop(unit, side->channel, is_leading);
    bool is_center = id == PROP_XC || id == PROP_YC;
    Offset offset = encode_offset(encoder, side->channel, is_center ? 0.5 : 0);
    Mid mid = {.channel = side->channel,
               .def = side->def,
               .offset = offset,
               .fallback = encode_default_place(encoder, side->channel, PLACE_MIDDLE),
               .band = place_in_band(side, size, is_center, &offset)};
    Property position = encode_middle_tested(encoder, &mid);
    encoder_set(encoder, id, position);
    if (!side_size(side->channel))
        set_polar_end(side, &position, size_ref, &offset);
}

// ---------- the choice ----------

static bool is_banded_bar(const View *unit, Channel channel) {
    const char *orient = mark_orient(unit->mark_def);
    bool is_vertical = !g_strcmp0(orient, "vertical");
    bool is_horizontal = !g_strcmp0(orient, "horizontal");
    if (unit->mark == MARK_BAR)
        return channel == CHANNEL_X ? is_vertical : is_horizontal;
    return unit->mark == MARK_TICK && (channel == CHANNEL_Y ? is_vertical : is_horizontal);
}

static bool has_pixel_size(const View *unit, Channel channel) {
    if (unit->encoding->channel[CHANNEL_SIZE])
        return true;
    const char *size = side_size(channel);
    const json_t *value = mark_prop(unit->chart, unit->mark_def, "size", size);
    return value && !json_is_null(value) && !js_has(value, "band");
}

static bool is_bin(const Side *side) {
    const View *unit = side->encoder->unit;
    const Def *def = side->def;
    Channel offset = channel_offset(side->channel);
    bool is_discrete = side->scale && kind_is_discrete(side->scale->kind);
    if (!def || !def->is_field || !(def->binning || def->binned || (def->has_unit && !side->def2)))
        return false;
    return side->scale && !is_discrete && !has_pixel_size(unit, side->channel) &&
           !(offset != CHANNEL_NONE && unit->encoding->channel[offset]);
}

void encode_rect(Encoder *encoder, Channel channel) {
    View *unit = encoder->unit;
    Channel channel2 = channel_secondary(channel);
    Side side = {encoder,
                 channel,
                 channel2,
                 unit->encoding->channel[channel],
                 unit->encoding->channel[channel2],
                 view_scale(unit, channel)};
    bool is_discrete = side.scale && kind_is_discrete(side.scale->kind);
    bool has_def = def_is_field_or_datum(side.def);
    if (is_bin(&side))
        encode_bin(&side);
    else if (has_def && view_is_ranged_offset(unit, channel))
        encode_range(encoder, channel, PLACE_ZERO_OR_MAX, PLACE_ZERO_OR_MIN);
    else if (((has_def && is_discrete) || is_banded_bar(unit, channel)) && !side.def2)
        encode_band(&side);
    else
        encode_range(encoder, channel, PLACE_ZERO_OR_MAX, PLACE_ZERO_OR_MIN);
}
