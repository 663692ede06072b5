// Scale properties: what the specification says where the scale's type allows it, else Vega-Lite's
// rules (https://vega.github.io/vega-lite/docs/scale.html), then merged upward.
#include "chart/scale_prop.h"
#include "chart/config.h"
#include "chart/scale_kind.h"

typedef struct {
    View *unit;
    Channel channel;
    const Def *def;
    const json_t *scale;      // the definition's "scale"; or NULL
    const ScaleModel *merged; // the scale that counts
} Rule;

typedef json_t *(*PropRule)(const Rule *rule);

static json_t *own_number(const Rule *r, double value) {
    return chart_own(r->unit->chart, json_real(value));
}
static json_t *own_bool(bool value) {
    return value ? json_true() : json_false(); // singletons, never freed
}
static json_t *scale_config(const Rule *r, const char *key) {
    return config_get(r->unit->chart, "scale", key);
}
static bool has_orient(const Rule *r, const char *orient) {
    return !g_strcmp0(mark_orient(r->unit->mark_def), orient);
}
static const json_t *given_domain(const Rule *r) {
    return json_object_get(r->scale, "domain");
}

static json_t *interpolate_rule(const Rule *r) {
    if (!channel_is_color(r->channel) || r->def->type == TYPE_NOMINAL)
        return NULL;
    return chart_own(r->unit->chart, json_string("hcl"));
}

static json_t *nice_rule(const Rule *r) {
    if ((r->def->is_field && (r->def->binning || r->def->binned)) ||
        json_is_array(given_domain(r)) || js_has(r->scale, "domainMax") ||
        js_has(r->scale, "domainMin") || kind_is_time(r->merged->kind))
        return NULL;
    return channel_is_xy(r->channel) ? own_bool(true) : NULL;
}

// Bars without bins on a continuous dimension need room for their halves.
static bool is_bar_dimension(const Rule *r) {
    if (r->unit->mark != MARK_BAR)
        return false;
    if (r->def->is_field && (r->def->binning || r->def->binned || r->def->has_unit))
        return false;
    return (has_orient(r, "vertical") && r->channel == CHANNEL_X) ||
           (has_orient(r, "horizontal") && r->channel == CHANNEL_Y);
}

static json_t *padding_rule(const Rule *r) {
    if (!channel_is_xy(r->channel))
        return NULL;
    if (kind_is_continuous(r->merged->kind)) {
        json_t *value = scale_config(r, "continuousPadding");
        if (value)
            return value;
        return is_bar_dimension(r) ? config_get(r->unit->chart, "bar", "continuousBandSize") : NULL;
    }
    return r->merged->kind == KIND_POINT ? scale_config(r, "pointPadding") : NULL;
}

static json_t *padding_inner_rule(const Rule *r) {
    if (scale_prop(r->merged, SCALE_PROP_PADDING))
        return NULL;
    if (channel_is_offset(r->channel))
        return r->merged->kind == KIND_BAND ? scale_config(r, "offsetBandPaddingInner") : NULL;
    if (!channel_is_xy(r->channel))
        return NULL;
    if (encoding_has_nested_offset(r->unit->encoding, r->channel))
        return scale_config(r, "bandWithNestedOffsetPaddingInner");
    json_t *value = scale_config(r, "bandPaddingInner");
    if (value)
        return value;
    return scale_config(r, r->unit->mark == MARK_BAR    ? "barBandPaddingInner"
                           : r->unit->mark == MARK_TICK ? "tickBandPaddingInner"
                                                        : "rectBandPaddingInner");
}

static json_t *padding_outer_rule(const Rule *r) {
    ScaleKind kind = r->merged->kind;
    if (scale_prop(r->merged, SCALE_PROP_PADDING))
        return NULL;
    if (channel_is_offset(r->channel))
        return kind == KIND_POINT  ? own_number(r, 0.5)
               : kind == KIND_BAND ? scale_config(r, "offsetBandPaddingOuter")
                                   : NULL;
    if (!channel_is_xy(r->channel))
        return NULL;
    if (encoding_has_nested_offset(r->unit->encoding, r->channel))
        return scale_config(r, "bandWithNestedOffsetPaddingOuter");
    if (kind != KIND_BAND)
        return NULL;
    json_t *value = scale_config(r, "bandPaddingOuter");
    return value ? value
                 : own_number(r, scale_prop_number(r->merged, SCALE_PROP_PADDING_INNER, 0) / 2);
}

static json_t *reverse_rule(const Rule *r) {
    bool is_descending = kind_has_continuous_domain(r->merged->kind) &&
                         js_equals(def_get(r->def, "sort"), "descending");
    json_t *x_reverse = r->channel == CHANNEL_X ? scale_config(r, "xReverse") : NULL;
    if (x_reverse)
        return own_bool(json_is_true(x_reverse) != is_descending);
    return is_descending ? own_bool(true) : NULL;
}

// Whether a domain given as a list runs across zero.
static bool list_has_zero(const json_t *domain) {
    size_t count = json_array_size(domain);
    const json_t *first = json_array_get(domain, 0);
    const json_t *last = count ? json_array_get(domain, count - 1) : NULL;
    return json_is_number(first) && json_number_value(first) <= 0 && json_is_number(last) &&
           json_number_value(last) >= 0;
}

static bool is_path_or_bar(Mark mark) {
    return mark == MARK_BAR || mark == MARK_AREA || mark == MARK_LINE || mark == MARK_TRAIL;
}

static json_t *position_zero(const Rule *r) {
    Mark mark = r->unit->mark;
    bool is_dimension = (has_orient(r, "horizontal") && r->channel == CHANNEL_Y) ||
                        (has_orient(r, "vertical") && r->channel == CHANNEL_X);
    if (is_path_or_bar(mark) && is_dimension)
        return own_bool(false);
    bool has_secondary = r->unit->encoding->channel[channel_secondary(r->channel)] != NULL;
    if ((mark == MARK_BAR || mark == MARK_AREA) && !has_secondary)
        return own_bool(true);
    return scale_config(r, "zero");
}

static json_t *zero_rule(const Rule *r) {
    const json_t *domain = given_domain(r);
    if (js_truthy(domain) && !js_equals(domain, "unaggregated") &&
        kind_has_continuous_domain(r->merged->kind))
        return own_bool(json_is_array(domain) && list_has_zero(domain));
    if (r->channel == CHANNEL_SIZE && r->def->type == TYPE_QUANTITATIVE &&
        !kind_is_discretizing(r->merged->kind))
        return own_bool(true);
    if (channel_is_offset(r->channel))
        return own_bool(
            view_is_ranged_offset(r->unit, r->channel == CHANNEL_X_OFFSET ? CHANNEL_X : CHANNEL_Y));
    bool is_binned = r->def->is_field && (r->def->binning || r->def->binned);
    bool is_place = channel_is_xy(r->channel) || channel_is_polar(r->channel);
    return is_place && !is_binned ? position_zero(r) : own_bool(false);
}

// In the order of evaluation: later rules read earlier properties.
static const struct {
    ScaleProp prop;
    const char *name;
    PropRule rule; // NULL: "config.scale" has it or nobody
} PROPS[] = {
    {SCALE_PROP_DOMAIN_MAX, "domainMax", NULL},
    {SCALE_PROP_DOMAIN_MIN, "domainMin", NULL},
    {SCALE_PROP_DOMAIN_MID, "domainMid", NULL},
    {SCALE_PROP_ALIGN, "align", NULL},
    {SCALE_PROP_REVERSE, "reverse", reverse_rule},
    {SCALE_PROP_ROUND, "round", NULL},
    {SCALE_PROP_CLAMP, "clamp", NULL},
    {SCALE_PROP_NICE, "nice", nice_rule},
    {SCALE_PROP_BASE, "base", NULL},
    {SCALE_PROP_EXPONENT, "exponent", NULL},
    {SCALE_PROP_CONSTANT, "constant", NULL},
    {SCALE_PROP_INTERPOLATE, "interpolate", interpolate_rule},
    {SCALE_PROP_ZERO, "zero", zero_rule},
    {SCALE_PROP_PADDING, "padding", padding_rule},
    {SCALE_PROP_PADDING_INNER, "paddingInner", padding_inner_rule},
    {SCALE_PROP_PADDING_OUTER, "paddingOuter", padding_outer_rule},
};

static bool is_color_prop(ScaleProp prop) {
    return prop == SCALE_PROP_INTERPOLATE || prop == SCALE_PROP_DOMAIN_MID;
}

static Prop unit_prop(View *unit, Channel channel, guint row) {
    ScaleProp prop = PROPS[row].prop;
    const ScaleModel *merged = view_scale(unit, channel);
    const Def *def = def_scaled(unit->encoding->channel[channel]);
    if (!kind_supports_prop(merged->kind, prop) ||
        (is_color_prop(prop) && !channel_is_color(channel)))
        return (Prop){NULL, false};
    const json_t *scale = def_get(def, "scale");
    json_t *given = json_object_get(scale, PROPS[row].name);
    if (given)
        return (Prop){given, true};
    Rule rule = {unit, channel, def, scale, merged};
    json_t *value = PROPS[row].rule ? PROPS[row].rule(&rule) : scale_config(&rule, PROPS[row].name);
    return (Prop){value, false};
}

Prop prop_merge(Prop first, Prop second) {
    if (!first.value)
        return second;
    if (!second.value || first.is_explicit == second.is_explicit)
        return first;
    return first.is_explicit ? first : second;
}

static void parse_prop(View *view, guint row) {
    ScaleProp prop = PROPS[row].prop;
    for (guint i = 0; i < view->child_count; i++)
        parse_prop(view->children[i], row);
    for (Channel c = 0; c < CHANNEL_COUNT; c++) {
        ScaleModel *model = view->scales[c];
        if (!model)
            continue;
        if (view->kind == VIEW_UNIT)
            model->props[prop] = unit_prop(view, c, row);
        for (guint i = 0; i < view->child_count; i++)
            if (view->children[i]->scales[c])
                model->props[prop] =
                    prop_merge(model->props[prop], view->children[i]->scales[c]->props[prop]);
    }
}

void scale_parse_props(View *view) {
    for (guint row = 0; row < G_N_ELEMENTS(PROPS); row++)
        parse_prop(view, row);
}

// Whether all parts of a domain that are given as numbers run across zero.
ZeroInDomain scale_domain_has_zero(const ScaleModel *model) {
    if (model->kind == KIND_LOG || kind_is_time(model->kind))
        return ZERO_NOT;
    const json_t *zero = scale_prop(model, SCALE_PROP_ZERO);
    bool is_default = !zero && (model->kind == KIND_LINEAR || model->kind == KIND_SQRT ||
                                model->kind == KIND_POW);
    if (json_is_true(zero) || is_default)
        return ZERO_DEFINITELY;
    bool with = false, without = false, by_field = false;
    for (guint i = 0; model->domain && i < model->domain->len; i++) {
        const DomainPart *part = g_ptr_array_index(model->domain, i);
        size_t count = json_array_size(part->values);
        bool is_numeric = part->kind == DOMAIN_VALUES && count > 0 &&
                          json_is_number(json_array_get(part->values, 0)) &&
                          json_is_number(json_array_get(part->values, count - 1));
        if (!is_numeric)
            by_field = true;
        else if (list_has_zero(part->values))
            with = true;
        else
            without = true;
    }
    if (with)
        return ZERO_DEFINITELY;
    return without && !by_field ? ZERO_NOT : ZERO_MAYBE;
}
