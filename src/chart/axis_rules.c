// What an axis of one unit is like: what its definition says, else the configuration, else what
// Vega-Lite derives from field, scale and mark (src/compile/axis/properties.ts and config.ts).
#include "chart/axis_rules.h"

#include "chart/config.h"
#include "chart/guide.h"
#include "chart/guide_title.h"
#include "chart/label_align.h"
#include "chart/text_format.h"

#include <math.h>

static const char *const NAMES[AXIS_PROP_COUNT] = {
#define AXIS_NAME(name, text) [AXIS_##name] = text,
    AXIS_PROPS(AXIS_NAME)
#undef AXIS_NAME
};

const char *axis_prop_name(AxisProp prop) {
    return NAMES[prop];
}

// ---------- configuration ----------

static const char *kind_group(ScaleKind kind, int which) {
    if (kind == KIND_BAND)
        return which ? "Band" : "Discrete";
    if (kind == KIND_POINT)
        return which ? "Point" : "Discrete";
    if (which)
        return NULL;
    return kind_is_quantitative(kind) ? "Quantitative" : kind_is_time(kind) ? "Temporal" : NULL;
}

static json_t *kind_config(const Chart *chart, Channel channel, ScaleKind kind, const char *name) {
    for (int with_channel = 1; with_channel >= 0; with_channel--)
        for (int which = 1; which >= 0; which--) {
            const char *group = kind_group(kind, which);
            char key[32];
            if (!group)
                continue;
            g_snprintf(key, sizeof key, "axis%s%s",
                       !with_channel          ? ""
                       : channel == CHANNEL_X ? "X"
                                              : "Y",
                       group);
            json_t *value = config_get(chart, key, name);
            if (value)
                return value;
        }
    return NULL;
}

json_t *axis_orient_config(const Chart *chart, const char *orient, const char *name) {
    char key[16];
    if (!orient[0])
        return NULL;
    g_snprintf(key, sizeof key, "axis%c%s", g_ascii_toupper(orient[0]), orient + 1);
    return config_get(chart, key, name);
}

// As Vega-Lite merges them: axis, then by orient, then by channel.
static json_t *plain_config(const Chart *chart, Channel channel, const char *orient,
                            const char *name) {
    json_t *value = config_get(chart, channel == CHANNEL_X ? "axisX" : "axisY", name);
    if (!value)
        value = axis_orient_config(chart, orient, name);
    return value ? value : config_get(chart, "axis", name);
}

typedef enum { FROM_NOWHERE, FROM_STYLE_OR_KIND, FROM_PLAIN } ConfigFrom;

typedef struct {
    View *unit;
    Channel channel;
    const Def *def;
    json_t *axis; // the definition's; an empty object when it says nothing
    ScaleKind kind;
    const char *orient;
    double label_angle; // NaN: none
} Rule;

static json_t *configured(const Rule *r, const char *name, ConfigFrom *from) {
    const Chart *chart = r->unit->chart;
    *from = FROM_STYLE_OR_KIND;
    json_t *value = config_styles(chart, r->axis, name, config_style);
    if (!value)
        value = kind_config(chart, r->channel, r->kind, name);
    if (value)
        return value;
    value = plain_config(chart, r->channel, r->orient, name);
    *from = value ? FROM_PLAIN : FROM_NOWHERE;
    return value;
}

// ---------- rules ----------

static double normal_angle(double angle) {
    double rest = fmod(angle, 360);
    return rest < 0 ? rest + 360 : rest;
}

static double find_label_angle(const Rule *r) {
    const json_t *own = json_object_get(r->axis, "labelAngle");
    ConfigFrom from;
    if (json_is_number(own))
        return normal_angle(json_number_value(own));
    const json_t *given = configured(r, "labelAngle", &from);
    if (json_is_number(given))
        return normal_angle(json_number_value(given));
    bool is_name = r->def->type == TYPE_ORDINAL || r->def->type == TYPE_NOMINAL;
    bool has_unit = r->def->is_field && r->def->has_unit;
    return r->channel == CHANNEL_X && is_name && !has_unit ? 270 : NAN;
}

static json_t *overlap_rule(const Rule *r) {
    bool has_unit = r->def->is_field && r->def->has_unit;
    const json_t *sort = def_get(r->def, "sort");
    bool is_name = r->def->type == TYPE_NOMINAL || r->def->type == TYPE_ORDINAL;
    bool has_order = json_is_object(sort) || json_is_array(sort);
    if (!(has_unit && !has_order) && is_name)
        return NULL;
    bool is_log = r->kind == KIND_LOG || r->kind == KIND_SYMLOG;
    return is_log ? chart_own(r->unit->chart, json_string("greedy")) : json_true();
}

static json_t *tick_count_rule(const Rule *r) {
    if (js_has(r->axis, "values") || kind_is_discrete(r->kind) || r->kind == KIND_LOG)
        return NULL;
    int per = 40;
    if (r->def->is_field && r->def->binning)
        per = 10;
    else if (r->def->is_field && r->def->has_unit) {
        guint units = r->def->unit.units;
        if (units == TIME_UNIT_MONTH || units == TIME_UNIT_HOURS || units == TIME_UNIT_DAY ||
            units == TIME_UNIT_QUARTER)
            return NULL;
    }
    return chart_own(r->unit->chart, json_pack("{s:i}", "per", per));
}

// The length of a time unit in ms, in January 2001.
static double unit_duration(Chart *chart, const TimeUnit *unit) {
    CivilTime civil = {.year = 2001, .month = 2, .day = 1};
    double start = instant_from_civil(&civil, chart->input->zone);
    return time_unit_offset(unit, start, unit->step > 0 ? unit->step : 1, chart->input->zone) -
           start;
}

static json_t *min_step_rule(const Rule *r, const char *format) {
    Chart *chart = r->unit->chart;
    if ((format && !strcmp(format, "d")) || guide_is_whole(r->unit, r->def))
        return chart_own(chart, json_integer(1));
    bool is_day = r->def->has_unit && (r->def->unit.units & TIME_UNIT_DAY) &&
                  !(r->def->unit.units & ~(guint)(TIME_UNIT_DAY | (TIME_UNIT_DAY - 1)));
    if (!r->def->is_field || !r->def->has_unit || is_day)
        return NULL;
    return chart_own(chart, json_real(unit_duration(chart, &r->def->unit)));
}

static json_t *given_title(const Def *def) {
    return def && def->is_field ? def_get(def, "title") : NULL;
}

// Titles that the definitions of x and x2 state; NULL: neither does.
static json_t *stated_title(const Rule *r) {
    const Encoding *encoding = r->unit->encoding;
    const Def *def = encoding_field(encoding, r->channel);
    const Def *def2 = encoding_field(encoding, channel_secondary(r->channel));
    json_t *first = given_title(def), *second = given_title(def2);
    if (js_truthy(first) && js_truthy(second)) {
        Prop merged = guide_title_merge(r->unit->chart, (Prop){first, true}, (Prop){second, true});
        return merged.value;
    }
    return js_truthy(first) ? first : js_truthy(second) ? second : first ? first : second;
}

static json_t *title_rule(const Rule *r) {
    json_t *own = json_object_get(r->axis, "title");
    if (own)
        return own;
    json_t *stated = stated_title(r);
    if (stated)
        return stated;
    const Encoding *encoding = r->unit->encoding;
    const Def *def = encoding_field(encoding, r->channel);
    const Def *def2 = encoding_field(encoding, channel_secondary(r->channel));
    json_t *bases = chart_own(r->unit->chart, json_array());
    if (def)
        json_array_append_new(bases, def_title_base(def));
    if (def2) {
        json_t *base = def_title_base(def2);
        if (!json_equal(json_array_get(bases, 0), base))
            json_array_append(bases, base);
        json_decref(base);
    }
    return bases;
}

static json_t *own_bool(bool value) {
    return value ? json_true() : json_false();
}

static bool is_gridded(const Rule *r) {
    return !kind_is_discrete(r->kind) && r->def->is_field && !r->def->binning && !r->def->binned;
}

static json_t *band_position_rule(const Rule *r) {
    if (!view_is_ranged_offset(r->unit, r->channel))
        return NULL;
    return chart_own(r->unit->chart, json_integer(r->channel == CHANNEL_X ? 0 : 1));
}

static const char *axis_format(const Rule *r) {
    return guide_format(r->unit->chart, r->def, js_string(r->axis, "format"),
                        js_string(r->axis, "formatType"), /*omits_default=*/true);
}

// What Vega-Lite derives when the axis does not say it.
static json_t *derived(const Rule *r, AxisProp prop) {
    Chart *chart = r->unit->chart;
    switch ((int)prop) {
    case AXIS_FORMAT:
        return chart_own(chart, json_string(axis_format(r)));
    case AXIS_FORMAT_TYPE:
        return chart_own(chart,
                         json_string(guide_format_type(r->def, js_string(r->axis, "formatType"),
                                                       kind_is_time(r->kind))));
    case AXIS_GRID:
        return own_bool(is_gridded(r));
    case AXIS_LABEL_ALIGN:
        return label_align_default(chart, r->label_angle, r->orient, r->channel == CHANNEL_X);
    case AXIS_LABEL_ANGLE:
        return isnan(r->label_angle) ? NULL : chart_own(chart, json_real(r->label_angle));
    case AXIS_LABEL_BASELINE:
        return label_baseline_default(chart, r->label_angle, r->orient, r->channel == CHANNEL_X,
                                      false);
    case AXIS_LABEL_FLUSH:
        return r->channel == CHANNEL_X &&
                       (r->def->type == TYPE_QUANTITATIVE || r->def->type == TYPE_TEMPORAL)
                   ? json_true()
                   : NULL;
    case AXIS_LABEL_OVERLAP:
        return overlap_rule(r);
    case AXIS_BAND_POSITION:
        return band_position_rule(r);
    case AXIS_ORIENT:
        return chart_own(chart, json_string(r->orient));
    case AXIS_TICK_COUNT:
        return tick_count_rule(r);
    case AXIS_TICK_MIN_STEP:
        return min_step_rule(r, axis_format(r));
    case AXIS_ZINDEX:
        return chart_own(chart,
                         json_integer(r->unit->mark == MARK_RECT && def_is_discrete(r->def)));
    default:
        return NULL;
    }
}

// Properties that are not left to Vega's configuration.
static bool always_includes_config(AxisProp prop) {
    return prop == AXIS_GRID || prop == AXIS_TRANSLATE || prop == AXIS_FORMAT ||
           prop == AXIS_FORMAT_TYPE || prop == AXIS_ORIENT || prop == AXIS_LABEL_EXPR ||
           prop == AXIS_TICK_COUNT || prop == AXIS_POSITION || prop == AXIS_TICK_MIN_STEP;
}

static bool is_conditional(const json_t *value) {
    return js_has(value, "condition");
}

static Prop parse_prop(const Rule *r, AxisProp prop) {
    json_t *own = json_object_get(r->axis, axis_prop_name(prop));
    if (prop == AXIS_TITLE) {
        bool is_stated = own || stated_title(r);
        ConfigFrom origin;
        json_t *given = is_stated ? NULL : configured(r, "title", &origin);
        if (given)
            return (Prop){origin == FROM_STYLE_OR_KIND ? given : NULL, false};
        return (Prop){title_rule(r), is_stated};
    }
    if (own && (js_truthy(own) || (prop != AXIS_LABEL_ALIGN && prop != AXIS_LABEL_BASELINE))) {
        if (prop == AXIS_LABEL_ANGLE)
            own = derived(r, prop);
        return (Prop){own, true};
    }
    ConfigFrom from;
    json_t *value = derived(r, prop);
    json_t *config = prop == AXIS_VALUES ? NULL : configured(r, axis_prop_name(prop), &from);
    if (!config)
        return (Prop){value, false};
    if (from == FROM_STYLE_OR_KIND || always_includes_config(prop) || is_conditional(config))
        return (Prop){config, false};
    return (Prop){NULL, false};
}

static const char *find_orient(const View *unit, Channel channel, const json_t *axis) {
    const Chart *chart = unit->chart;
    const char *orient = js_string(axis, "orient");
    if (!orient)
        orient = json_string_value(
            config_get(chart, channel == CHANNEL_X ? "axisX" : "axisY", "orient"));
    if (!orient)
        orient = json_string_value(config_get(chart, "axis", "orient"));
    return orient ? orient : channel == CHANNEL_X ? "bottom" : "left";
}

AxisModel *axis_of_unit(View *unit, Channel channel) {
    Chart *chart = unit->chart;
    const Def *def = def_scaled(unit->encoding->channel[channel]);
    json_t *axis =
        def_is_field_or_datum(unit->encoding->channel[channel]) ? def_get(def, "axis") : NULL;
    AxisModel *model = arena_new0(chart->arena, AxisModel);
    model->view = unit;
    model->channel = channel;
    model->def = def;
    model->disabled_explicit = axis != NULL;
    Rule rule = {.unit = unit,
                 .channel = channel,
                 .def = def,
                 .axis = json_is_object(axis) ? axis : chart_own(chart, json_object()),
                 .kind = view_scale(unit, channel)->kind,
                 .orient = find_orient(unit, channel, axis)};
    ConfigFrom from;
    model->disabled = axis ? !js_truthy(axis) : js_truthy(configured(&rule, "disable", &from));
    if (model->disabled)
        return model;
    model->has_grid_scale = view_scale(unit, channel == CHANNEL_X ? CHANNEL_Y : CHANNEL_X) != NULL;
    rule.label_angle = find_label_angle(&rule);
    for (AxisProp p = 0; p < AXIS_PROP_COUNT; p++)
        model->props[p] = parse_prop(&rule, p);
    return model;
}
