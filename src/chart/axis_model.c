// The rules of axis properties and their merging.
#include "chart/axis_model.h"
#include "chart/config.h"
#include "chart/guide.h"
#include "chart/text_format.h"

#include <math.h>

static const char *const NAMES[AXIS_PROP_COUNT] = {
#define AXIS_NAME(name, text) [AXIS_##name] = text,
    AXIS_PROPS(AXIS_NAME)
#undef AXIS_NAME
};

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

static json_t *orient_config(const Chart *chart, const char *orient, const char *name) {
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
        value = orient_config(chart, orient, name);
    return value ? value : config_get(chart, "axis", name);
}

static json_t *style_config(const Chart *chart, const json_t *axis, const char *name) {
    const json_t *style = json_object_get(axis, "style");
    if (json_is_string(style))
        return config_style(chart, json_string_value(style), name);
    for (size_t i = json_array_size(style); i-- > 0;) {
        const char *item = json_string_value(json_array_get(style, i));
        json_t *value = item ? config_style(chart, item, name) : NULL;
        if (value)
            return value;
    }
    return NULL;
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
    json_t *value = style_config(chart, r->axis, name);
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

json_t *label_align_default(Chart *chart, double angle, const char *orient, bool is_x) {
    double start = is_x ? 0 : 90;
    if (isnan(angle))
        return NULL;
    if (fmod(angle + start, 180) == 0)
        return is_x ? NULL : chart_own(chart, json_string("center"));
    bool is_main = !strcmp(orient, is_x ? "bottom" : "left");
    bool is_inside = start < angle && angle < 180 + start;
    return chart_own(chart, json_string(is_inside == is_main ? "left" : "right"));
}

json_t *label_baseline_default(Chart *chart, double angle, const char *orient, bool is_x,
                               bool with_middle) {
    if (isnan(angle))
        return NULL;
    const char *word = NULL;
    if (is_x) {
        bool is_steep = (45 < angle && angle < 135) || (225 < angle && angle < 315);
        bool is_flat = angle <= 45 || angle >= 315;
        word = is_steep ? "middle" : is_flat == !strcmp(orient, "top") ? "bottom" : "top";
    } else if (angle <= 45 || angle >= 315 || (135 <= angle && angle <= 225)) {
        word = with_middle ? "middle" : NULL;
    } else {
        word = (45 <= angle && angle <= 135) == !strcmp(orient, "left") ? "top" : "bottom";
    }
    return word ? chart_own(chart, json_string(word)) : NULL;
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
        Prop merged = title_merge(r->unit->chart, (Prop){first, true}, (Prop){second, true});
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

static json_t *text_json(const Rule *r, const char *text) {
    return text ? chart_own(r->unit->chart, json_string(text)) : NULL;
}

// What Vega-Lite derives when the axis does not say it.
static json_t *derived(const Rule *r, AxisProp prop) {
    Chart *chart = r->unit->chart;
    switch ((int)prop) {
    case AXIS_FORMAT:
        return text_json(r, axis_format(r));
    case AXIS_FORMAT_TYPE:
        return text_json(
            r, guide_format_type(r->def, js_string(r->axis, "formatType"), kind_is_time(r->kind)));
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
        return text_json(r, r->orient);
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
    json_t *own = json_object_get(r->axis, NAMES[prop]);
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
    json_t *config = prop == AXIS_VALUES ? NULL : configured(r, NAMES[prop], &from);
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

static AxisModel *parse_axis(View *unit, Channel channel) {
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

static void parse_unit(View *unit) {
    static const Channel CHANNELS[] = {CHANNEL_X, CHANNEL_Y};
    for (int i = 0; i < 2; i++)
        if (unit->scales[CHANNELS[i]]) {
            unit->axes[i] = g_ptr_array_new();
            g_ptr_array_add(unit->axes[i], parse_axis(unit, CHANNELS[i]));
        }
}

// ---------- merging ----------

const char *title_text(Chart *chart, const json_t *title) {
    g_autoptr(GString) text = g_string_new(NULL);
    json_t *item;
    size_t i;
    if (json_is_string(title))
        return json_string_length(title) ? arena_strdup(chart->arena, json_string_value(title))
                                         : NULL;
    json_array_foreach((json_t *)title, i, item) {
        bool is_line = json_is_string(item);
        if (i)
            g_string_append(text, is_line ? "\n" : ", ");
        g_string_append(text, is_line ? json_string_value(item) : def_title(chart, item));
    }
    return text->len ? arena_strdup(chart->arena, text->str) : NULL;
}

static bool is_text(const json_t *title) {
    return json_is_string(title) || json_is_string(json_array_get(title, 0));
}

static void append_text(GString *text, const json_t *title) {
    json_t *item;
    size_t i;
    if (json_is_string(title))
        g_string_append_printf(text, "%s%s", text->len ? ", " : "", json_string_value(title));
    json_array_foreach((json_t *)title, i, item) if (json_is_string(item))
        g_string_append_printf(text, "%s%s", text->len ? ", " : "", json_string_value(item));
}

static json_t *joined_texts(Chart *chart, json_t *a, json_t *b) {
    if (json_equal(a, b) || !js_truthy(b))
        return a;
    if (!js_truthy(a))
        return b;
    g_autoptr(GString) text = g_string_new(NULL);
    append_text(text, a);
    append_text(text, b);
    return chart_own(chart, json_string(text->str));
}

static json_t *joined_bases(Chart *chart, json_t *a, json_t *b) {
    json_t *joined = chart_own(chart, json_copy(a));
    json_t *item, *known;
    size_t i, k;
    json_array_foreach(b, i, item) {
        bool is_known = false;
        json_array_foreach(joined, k, known) is_known = is_known || json_equal(known, item);
        if (!is_known)
            json_array_append(joined, item);
    }
    return joined;
}

static json_t *joined_titles(Chart *chart, json_t *a, json_t *b) {
    if (!a || json_is_null(a) || (b && json_is_null(b)))
        return chart_own(chart, json_null());
    if (!b)
        return a;
    if (is_text(a) && is_text(b))
        return joined_texts(chart, a, b);
    if (is_text(a) || is_text(b))
        return is_text(a) ? a : b;
    return joined_bases(chart, a, b);
}

Prop title_merge(Chart *chart, Prop first, Prop second) {
    if (!first.value)
        return second;
    if (first.is_explicit != second.is_explicit)
        return first.is_explicit ? first : second;
    if (second.value && json_equal(first.value, second.value))
        return first;
    return (Prop){joined_titles(chart, first.value, second.value), first.is_explicit};
}

static void merge_axis(AxisModel *into, const AxisModel *from) {
    Chart *chart = into->view->chart;
    for (AxisProp p = 0; p < AXIS_PROP_COUNT; p++)
        into->props[p] = p == AXIS_TITLE ? title_merge(chart, into->props[p], from->props[p])
                                         : prop_merge(into->props[p], from->props[p]);
    if (into->disabled != from->disabled && from->disabled_explicit && !into->disabled_explicit)
        into->disabled = from->disabled;
    into->disabled_explicit = into->disabled_explicit || from->disabled_explicit;
    into->has_grid_scale = into->has_grid_scale || from->has_grid_scale;
}

static bool have_other_orients(const AxisModel *a, const AxisModel *b) {
    Prop x = a->props[AXIS_ORIENT], y = b->props[AXIS_ORIENT];
    return x.is_explicit && y.is_explicit && !json_equal(x.value, y.value);
}

static bool can_merge(const GPtrArray *into, const GPtrArray *from) {
    if (into->len != from->len)
        return false;
    for (guint i = 0; i < into->len; i++)
        if (have_other_orients(into->pdata[i], from->pdata[i]))
            return false;
    return true;
}

static GPtrArray *copy_axes(View *view, const GPtrArray *axes) {
    GPtrArray *copy = g_ptr_array_new();
    for (guint i = 0; i < axes->len; i++) {
        AxisModel *model = arena_memdup(view->chart->arena, axes->pdata[i], sizeof(AxisModel));
        model->view = view;
        g_ptr_array_add(copy, model);
    }
    return copy;
}

// False when the axes of the children cannot be one.
static bool merge_shared(View *layer, int i) {
    for (guint c = 0; c < layer->child_count; c++) {
        const GPtrArray *from = layer->children[c]->axes[i];
        if (!from)
            continue;
        if (!layer->axes[i]) {
            layer->axes[i] = copy_axes(layer, from);
            continue;
        }
        if (!can_merge(layer->axes[i], from)) {
            g_clear_pointer(&layer->axes[i], g_ptr_array_unref);
            return false;
        }
        for (guint k = 0; k < from->len; k++)
            merge_axis(layer->axes[i]->pdata[k], from->pdata[k]);
    }
    return true;
}

typedef struct {
    guint top, bottom, left, right;
} OrientCount;

static guint *count_of(OrientCount *count, const char *orient) {
    return !strcmp(orient, "top")      ? &count->top
           : !strcmp(orient, "bottom") ? &count->bottom
           : !strcmp(orient, "left")   ? &count->left
                                       : &count->right;
}

static const char *opposite(const char *orient) {
    return !strcmp(orient, "top")      ? "bottom"
           : !strcmp(orient, "bottom") ? "top"
           : !strcmp(orient, "left")   ? "right"
                                       : "left";
}

// The second axis of a side goes to the other side, and has no grid.
static void place_independent(View *layer, int i, OrientCount *count) {
    layer->axes[i] = g_ptr_array_new();
    for (guint c = 0; c < layer->child_count; c++) {
        const GPtrArray *from = layer->children[c]->axes[i];
        for (guint k = 0; from && k < from->len; k++) {
            AxisModel *axis = from->pdata[k];
            Prop *orient = &axis->props[AXIS_ORIENT];
            g_ptr_array_add(layer->axes[i], axis);
            if (axis->disabled)
                continue;
            const char *side = axis_orient(axis);
            const char *other = opposite(side);
            if (*count_of(count, side) > *count_of(count, other) && !orient->is_explicit)
                orient->value = chart_own(layer->chart, json_string(other));
            (*count_of(count, side))++;
        }
    }
    for (guint k = 1; k < layer->axes[i]->len; k++) {
        Prop *grid = &((AxisModel *)layer->axes[i]->pdata[k])->props[AXIS_GRID];
        if (js_truthy(grid->value) && !grid->is_explicit)
            grid->value = json_false();
    }
}

static void parse_layer(View *layer) {
    static const Channel CHANNELS[] = {CHANNEL_X, CHANNEL_Y};
    OrientCount count = {0, 0, 0, 0};
    for (int i = 0; i < 2; i++) {
        bool is_shared = view_guide_resolve(layer, CHANNELS[i]) == RESOLVE_SHARED;
        if (!is_shared || !merge_shared(layer, i))
            place_independent(layer, i, &count);
        for (guint c = 0; c < layer->child_count; c++)
            g_clear_pointer(&layer->children[c]->axes[i], g_ptr_array_unref);
    }
}

void axis_parse(View *view) {
    for (guint i = 0; i < view->child_count; i++)
        axis_parse(view->children[i]);
    if (view->kind == VIEW_UNIT)
        parse_unit(view);
    else if (view->kind == VIEW_LAYER)
        parse_layer(view);
}

// ---------- values for drawing ----------

const char *axis_orient(const AxisModel *axis) {
    const char *orient = json_string_value(axis->props[AXIS_ORIENT].value);
    return orient ? orient : axis->channel == CHANNEL_X ? "bottom" : "left";
}

json_t *axis_value(const AxisModel *axis, AxisProp prop) {
    const Chart *chart = axis->view->chart;
    json_t *value = axis->props[prop].value;
    const char *name = NAMES[prop];
    if (value && !json_is_null(value))
        return value;
    const ScaleModel *scale = view_scale(axis->view, axis->channel);
    const char *orient = axis_orient(axis);
    bool is_x = !strcmp(orient, "top") || !strcmp(orient, "bottom");
    value = scale && scale->kind == KIND_BAND ? config_vega(chart, "axisBand", name) : NULL;
    if (!value)
        value = orient_config(chart, orient, name);
    if (!value)
        value = config_get(chart, is_x ? "axisX" : "axisY", name);
    return value ? value : config_vega(chart, "axis", name);
}

double axis_number(const AxisModel *axis, AxisProp prop, double otherwise) {
    const json_t *value = axis_value(axis, prop);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

bool axis_bool(const AxisModel *axis, AxisProp prop) {
    return js_truthy(axis_value(axis, prop));
}

const char *axis_title(const AxisModel *axis) {
    return title_text(axis->view->chart, axis->props[AXIS_TITLE].value);
}
