// Ranges as forms: what a scale maps to, before sizes are known. Only position scales depend on the
// size of the view; they keep the view whose size they take.
#include "chart/config.h"
#include "chart/scale_kind.h"
#include "chart/scale_prop.h"
#include "chart/size.h"

#include <math.h>

enum { DEFAULT_STEP = 20 };

static bool is_step(const json_t *size) {
    return js_has(size, "step");
}

// "width" of config.view, else its discreteWidth; a step when neither says anything.
static json_t *config_discrete_size(Chart *chart, int dimension) {
    json_t *size = config_get(chart, "view", dimension == DIM_WIDTH ? "width" : "height");
    if (!size)
        size =
            config_get(chart, "view", dimension == DIM_WIDTH ? "discreteWidth" : "discreteHeight");
    if (size)
        return size;
    return chart_own(
        chart, json_pack("{s:f}", "step", config_number(chart, "view", "step", DEFAULT_STEP)));
}

static json_t *discrete_size(View *unit, int dimension) {
    return unit->given_size[dimension] ? unit->given_size[dimension]
                                       : config_discrete_size(unit->chart, dimension);
}

double view_discrete_step(Chart *chart, int dimension) {
    json_t *size = config_discrete_size(chart, dimension);
    return is_step(size) ? js_number(size, "step", DEFAULT_STEP) : DEFAULT_STEP;
}

static bool step_is_for_offset(const json_t *step, bool offset_is_discrete) {
    const char *what = js_string(step, "for");
    return offset_is_discrete && (!what || !strcmp(what, "offset"));
}

static RangeSpec step_range(View *unit, Channel channel, const json_t *size) {
    const Def *offset = unit->encoding->channel[channel_offset(channel)];
    bool is_discrete = def_is_field_or_datum(offset) &&
                       (offset->type == TYPE_ORDINAL || offset->type == TYPE_NOMINAL);
    bool for_offset = step_is_for_offset(size, is_discrete) && def_scaled(offset);
    return (RangeSpec){.form = for_offset ? RANGE_STEP_FOR_OFFSET : RANGE_STEP,
                       .step = js_number(size, "step", DEFAULT_STEP),
                       .view = unit,
                       .channel = channel};
}

static RangeSpec literal(View *unit, Channel channel, json_t *json) {
    return (RangeSpec){.form = RANGE_LITERAL,
                       .json = chart_own(unit->chart, json),
                       .view = unit,
                       .channel = channel};
}

static RangeSpec named(View *unit, Channel channel, const char *name) {
    return (RangeSpec){.form = RANGE_NAMED, .name = name, .view = unit, .channel = channel};
}

static RangeSpec form(View *unit, Channel channel, RangeForm range_form) {
    return (RangeSpec){.form = range_form, .view = unit, .channel = channel};
}

static RangeSpec config_pair(View *unit, Channel channel, const char *low, const char *high) {
    Chart *chart = unit->chart;
    return literal(unit, channel,
                   json_pack("[f,f]", config_number(chart, "scale", low, 0),
                             config_number(chart, "scale", high, 1)));
}

static RangeSpec color_range(View *unit, Channel channel, const Def *def, ScaleKind kind) {
    if (kind == KIND_ORDINAL)
        return named(unit, channel, def->type == TYPE_NOMINAL ? "category" : "ordinal");
    if (js_has(def_get(def, "scale"), "domainMid"))
        return named(unit, channel, "diverging");
    return named(unit, channel, unit->mark == MARK_RECT ? "heatmap" : "ramp");
}

// Of xOffset and yOffset: a step of their own, or what their position scale leaves them.
static RangeSpec offset_range(View *unit, Channel channel, ScaleKind kind) {
    Channel main = channel == CHANNEL_X_OFFSET ? CHANNEL_X : CHANNEL_Y;
    const ScaleModel *position = view_scale(unit, main);
    if (!position)
        return form(unit, channel, RANGE_CENTERED);
    if (position->kind != KIND_BAND) {
        const Def *def = unit->encoding->channel[main];
        bool has_unit = def && def->is_field && def->has_unit;
        return form(unit, channel, has_unit ? RANGE_UNIT : RANGE_CENTERED);
    }
    json_t *size = discrete_size(unit, channel_dimension(main));
    if (is_step(size) && step_is_for_offset(size, kind_is_discrete(kind)))
        return (RangeSpec){.form = RANGE_STEP,
                           .step = js_number(size, "step", DEFAULT_STEP),
                           .view = unit,
                           .channel = channel};
    return form(unit, channel, RANGE_BAND);
}

static RangeSpec position_range(View *unit, Channel channel, ScaleKind kind) {
    if (kind == KIND_POINT || kind == KIND_BAND) {
        json_t *size = discrete_size(unit, channel_dimension(channel));
        if (is_step(size))
            return step_range(unit, channel, size);
    }
    return form(unit, channel, RANGE_FULL);
}

static RangeSpec default_range(View *unit, Channel channel, const Def *def, ScaleKind kind) {
    switch (channel) {
    case CHANNEL_X:
    case CHANNEL_Y:
        return position_range(unit, channel, kind);
    case CHANNEL_X_OFFSET:
    case CHANNEL_Y_OFFSET:
        return offset_range(unit, channel, kind);
    case CHANNEL_SIZE:
        return form(unit, channel, RANGE_SIZE);
    case CHANNEL_THETA:
        return literal(unit, channel, json_pack("[i,f]", 0, 2 * G_PI));
    case CHANNEL_ANGLE:
        return literal(unit, channel, json_pack("[i,i]", 0, 360));
    case CHANNEL_RADIUS:
        return form(unit, channel, RANGE_RADIUS);
    case CHANNEL_STROKE_WIDTH:
        return config_pair(unit, channel, "minStrokeWidth", "maxStrokeWidth");
    case CHANNEL_STROKE_DASH:
        return literal(unit, channel, json_loads("[[1,0],[4,2],[2,1],[1,1],[1,2,4,2]]", 0, NULL));
    case CHANNEL_SHAPE:
        return named(unit, channel, "symbol");
    case CHANNEL_COLOR:
    case CHANNEL_FILL:
    case CHANNEL_STROKE:
        return color_range(unit, channel, def, kind);
    case CHANNEL_OPACITY:
    case CHANNEL_FILL_OPACITY:
    case CHANNEL_STROKE_OPACITY:
        return config_pair(unit, channel, "minOpacity", "maxOpacity");
    case CHANNEL_X2:
    case CHANNEL_Y2:
    case CHANNEL_THETA2:
    case CHANNEL_RADIUS2:
    case CHANNEL_ORDER:
    case CHANNEL_TEXT:
    case CHANNEL_DETAIL:
    case CHANNEL_KEY:
    case CHANNEL_ROW:
    case CHANNEL_COLUMN:
    case CHANNEL_FACET:
    case CHANNEL_COUNT:
        break;
    }
    return form(unit, channel, RANGE_FULL);
}

// A range or scheme that the specification states and the scale can have.
static bool stated_range(View *unit, Channel channel, const json_t *scale, ScaleKind kind,
                         RangeSpec *out) {
    json_t *range = json_object_get(scale, "range"), *scheme = json_object_get(scale, "scheme");
    *out = (RangeSpec){.view = unit, .channel = channel};
    if (json_is_array(range)) {
        out->form = RANGE_LITERAL;
        out->json = range;
    } else if (json_is_string(range)) {
        out->form = RANGE_NAMED;
        out->name = json_string_value(range);
    } else if (js_string(range, "field")) {
        out->form = RANGE_OF_FIELD;
        out->name = js_string(range, "field");
    } else if (scheme && channel_is_color(channel) && kind != KIND_POINT && kind != KIND_BAND) {
        out->form = RANGE_SCHEME;
        out->json = scheme;
    } else {
        return false;
    }
    return true;
}

// A step for the width or height, where the scale is discrete.
static bool stated_step(View *unit, Channel channel, ScaleKind kind, RangeSpec *out) {
    json_t *size = unit->given_size[channel_dimension(channel)];
    if (!is_step(size))
        return false;
    if (channel_is_xy(channel) && kind_is_discrete(kind)) {
        *out = step_range(unit, channel, size);
        return true;
    }
    const ScaleModel *position =
        channel_is_offset(channel)
            ? view_scale(unit, channel == CHANNEL_X_OFFSET ? CHANNEL_X : CHANNEL_Y)
            : NULL;
    if (!position || position->kind != KIND_BAND ||
        !step_is_for_offset(size, kind_is_discrete(kind)))
        return false;
    *out = (RangeSpec){.form = RANGE_STEP,
                       .step = js_number(size, "step", DEFAULT_STEP),
                       .view = unit,
                       .channel = channel};
    return true;
}

static bool is_step_form(const RangeSpec *range) {
    return range->form == RANGE_STEP || range->form == RANGE_STEP_FOR_OFFSET;
}

static void parse_unit_channel(View *unit, Channel channel) {
    ScaleModel *model = unit->scales[channel];
    const Def *def = def_scaled(unit->encoding->channel[channel]);
    const json_t *scale = def_get(def, "scale");
    ScaleKind kind = view_scale(unit, channel)->kind;
    model->range_explicit = stated_range(unit, channel, scale, kind, &model->range) ||
                            stated_step(unit, channel, kind, &model->range);
    if (model->range_explicit)
        return;
    model->range = default_range(unit, channel, def, kind);
    json_t *min = json_object_get(scale, "rangeMin"), *max = json_object_get(scale, "rangeMax");
    bool is_limited = (min || max) && !is_step_form(&model->range);
    if (is_limited && kind_supports_prop(kind, SCALE_PROP_PADDING)) {
        model->range.min = min;
        model->range.max = max;
        model->range_explicit = true;
    }
}

static bool wins(const ScaleModel *child, const ScaleModel *model) {
    if (child->range_explicit != model->range_explicit)
        return child->range_explicit;
    return is_step_form(&child->range) && is_step_form(&model->range) &&
           child->range.step > model->range.step;
}

static void merge_children(View *view, Channel channel) {
    ScaleModel *model = view->scales[channel];
    bool has_range = false;
    for (guint i = 0; i < view->child_count; i++) {
        const ScaleModel *child = view->children[i]->scales[channel];
        if (!child || (has_range && !wins(child, model)))
            continue;
        model->range = child->range;
        model->range_explicit = child->range_explicit;
        has_range = true;
    }
}

static void scale_parse_ranges(View *view) {
    scale_each(view, parse_unit_channel, merge_children);
}

void scale_each(View *view, ScaleStep unit, ScaleStep merge) {
    for (guint i = 0; i < view->child_count; i++)
        scale_each(view->children[i], unit, merge);
    for (Channel c = 0; c < CHANNEL_COUNT; c++)
        if (view->scales[c])
            (view->kind == VIEW_UNIT ? unit : merge)(view, c);
}

void scale_parse(View *view) {
    scale_parse_domains(view);
    scale_parse_props(view);
    scale_parse_ranges(view);
}
