// The rules of legend properties and their merging.
#include "chart/legend_model.h"
#include "chart/axis_model.h"
#include "chart/config.h"
#include "chart/guide.h"
#include "chart/guide_title.h"
#include "chart/text_format.h"

static const char *const NAMES[LEGEND_PROP_COUNT] = {
#define LEGEND_NAME(name, text) [LEGEND_##name] = text,
    LEGEND_PROPS(LEGEND_NAME)
#undef LEGEND_NAME
};

// The order in which Vega-Lite makes legends.
static const Channel CHANNELS[] = {CHANNEL_COLOR,        CHANNEL_SIZE,   CHANNEL_SHAPE,
                                   CHANNEL_FILL,         CHANNEL_STROKE, CHANNEL_STROKE_DASH,
                                   CHANNEL_STROKE_WIDTH, CHANNEL_OPACITY};

typedef struct {
    View *unit;
    Channel channel;
    const Def *def;
    json_t *legend; // the definition's; an empty object when it says nothing
    ScaleKind kind;
    bool is_gradient;
    const char *orient;
} Rule;

static LegendDriven driven_by(const View *unit, Channel channel) {
    bool filled = js_bool(unit->mark_def, "filled", true);
    switch ((int)channel) {
    case CHANNEL_COLOR:
        return unit->mark == MARK_TRAIL || !filled ? DRIVES_STROKE : DRIVES_FILL;
    case CHANNEL_SIZE:
        return unit->mark == MARK_TRAIL ? DRIVES_STROKE_WIDTH : DRIVES_SIZE;
    case CHANNEL_SHAPE:
        return DRIVES_SHAPE;
    case CHANNEL_FILL:
        return DRIVES_FILL;
    case CHANNEL_STROKE:
        return DRIVES_STROKE;
    case CHANNEL_STROKE_DASH:
        return DRIVES_STROKE_DASH;
    case CHANNEL_STROKE_WIDTH:
        return DRIVES_STROKE_WIDTH;
    default:
        return DRIVES_OPACITY;
    }
}

static json_t *legend_config(const Rule *r, const char *name) {
    return config_get(r->unit->chart, "legend", name);
}

// ---------- rules ----------

static bool find_gradient(const Rule *r) {
    const char *type = js_string(r->legend, "type");
    if (type)
        return !strcmp(type, "gradient");
    if (!channel_is_color(r->channel))
        return false;
    guint units = r->def->is_field && r->def->has_unit ? r->def->unit.units : 0;
    if (units == TIME_UNIT_QUARTER || units == TIME_UNIT_MONTH || units == TIME_UNIT_DAY)
        return false;
    return kind_is_continuous(r->kind);
}

static json_t *direction_rule(const Rule *r) {
    json_t *own = json_object_get(r->legend, "direction");
    if (own)
        return own;
    json_t *config = legend_config(r, "gradientDirection");
    if (config)
        return config;
    bool is_side =
        !strcmp(r->orient, "left") || !strcmp(r->orient, "right") || !strcmp(r->orient, "none");
    bool is_edge = !strcmp(r->orient, "top") || !strcmp(r->orient, "bottom");
    bool is_horizontal = is_edge || (!is_side && r->is_gradient);
    return is_horizontal ? chart_own(r->unit->chart, json_string("horizontal")) : NULL;
}

// The first constant among the conditions of a definition and its own value.
static json_t *first_value(const Def *def) {
    json_t *value = def ? def_get(def, "value") : NULL;
    json_t *condition = def ? def_get(def, "condition") : NULL;
    json_t *item;
    size_t i;
    if (value || !condition)
        return value;
    json_array_foreach(condition, i,
                       item) if (js_has(item, "value")) return json_object_get(item, "value");
    return json_object_get(condition, "value");
}

static json_t *symbol_type_rule(const Rule *r) {
    const Encoding *encoding = r->unit->encoding;
    if (r->channel != CHANNEL_SHAPE) {
        json_t *shape = first_value(encoding->channel[CHANNEL_SHAPE]);
        if (!js_truthy(shape))
            shape = json_object_get(r->unit->mark_def, "shape");
        if (js_truthy(shape))
            return shape;
    }
    return chart_own(r->unit->chart, json_string(mark_symbol(r->unit->mark)));
}

static json_t *type_rule(const Rule *r) {
    bool is_smooth_color = channel_is_color(r->channel) && kind_is_continuous(r->kind);
    if (is_smooth_color ? r->is_gradient : !r->is_gradient)
        return NULL;
    return chart_own(r->unit->chart, json_string(r->is_gradient ? "gradient" : "symbol"));
}

static json_t *title_rule(const Rule *r) {
    json_t *own = json_object_get(r->legend, "title");
    if (!own)
        own = def_get(r->def, "title");
    if (own || !r->def->is_field)
        return own;
    Chart *chart = r->unit->chart;
    json_t *base = chart_own(chart, def_title_base(r->def));
    const char *title = def_title(chart, base);
    return title ? chart_own(chart, json_string(title)) : NULL;
}

static json_t *overlap_rule(const Rule *r) {
    json_t *config = legend_config(r, "labelOverlap");
    if (config)
        return config;
    bool is_greedy = r->kind == KIND_QUANTILE || r->kind == KIND_THRESHOLD || r->kind == KIND_LOG ||
                     r->kind == KIND_SYMLOG;
    return is_greedy ? chart_own(r->unit->chart, json_string("greedy")) : NULL;
}

static json_t *derived(const Rule *r, LegendProp prop) {
    Chart *chart = r->unit->chart;
    switch ((int)prop) {
    case LEGEND_DIRECTION:
        return direction_rule(r);
    case LEGEND_FORMAT:
        return chart_own(chart,
                         json_string(guide_format(chart, r->def, js_string(r->legend, "format"),
                                                  js_string(r->legend, "formatType"), false)));
    case LEGEND_FORMAT_TYPE:
        return chart_own(chart,
                         json_string(guide_format_type(r->def, js_string(r->legend, "formatType"),
                                                       kind_is_time(r->kind))));
    case LEGEND_LABEL_OVERLAP:
        return overlap_rule(r);
    case LEGEND_SYMBOL_TYPE:
        return symbol_type_rule(r);
    case LEGEND_TICK_MIN_STEP:
        return guide_is_whole(r->unit, r->def) ? chart_own(chart, json_integer(1)) : NULL;
    case LEGEND_TITLE:
        return title_rule(r);
    case LEGEND_TYPE:
        return type_rule(r);
    default:
        return NULL;
    }
}

static bool is_other_type(const Rule *r, LegendProp prop) {
    return g_str_has_prefix(NAMES[prop], r->is_gradient ? "symbol" : "gradient");
}

static Prop parse_prop(const Rule *r, LegendProp prop) {
    if (is_other_type(r, prop))
        return (Prop){NULL, false};
    json_t *own = json_object_get(r->legend, NAMES[prop]);
    if (prop == LEGEND_TYPE)
        own = NULL;
    if (own)
        return (Prop){own, true};
    json_t *value = derived(r, prop);
    bool is_title = prop == LEGEND_TITLE && value && value == def_get(r->def, "title");
    if (!is_title && legend_config(r, NAMES[prop]))
        value = NULL;
    return (Prop){value, is_title};
}

// ---------- constant properties of the symbols ----------

typedef enum { PAINT_NONE, PAINT_VALUE, PAINT_FIELD, PAINT_RULES } PaintState;

static PaintState channel_state(const Def *def) {
    if (!def)
        return PAINT_NONE;
    if (js_has(def->json, "condition"))
        return PAINT_RULES;
    return def->is_field ? PAINT_FIELD : PAINT_VALUE;
}

static json_t *default_color(const View *unit, const char *vega, bool with_color) {
    const Chart *chart = unit->chart;
    json_t *value = with_color ? mark_prop(chart, unit->mark_def, "color", vega)
                               : json_object_get(unit->mark_def, vega);
    if (!value && with_color)
        value = config_get(chart, "mark", "color");
    return value ? value : mark_config(chart, unit->mark_def, vega, NULL);
}

static void copy_config(const View *unit, json_t *out) {
    static const char *const KEYS[] = {"stroke",           "strokeWidth",   "strokeDash",
                                       "strokeDashOffset", "strokeOpacity", "fill",
                                       "fillOpacity"};
    for (guint i = 0; i < G_N_ELEMENTS(KEYS); i++) {
        json_t *value = mark_config(unit->chart, unit->mark_def, KEYS[i], NULL);
        if (value)
            json_object_set(out, KEYS[i], value);
    }
}

// The paint that the channel of the legend does not decide.
static void set_paint(const Rule *r, json_t *out, bool is_fill, bool filled, json_t *opacity) {
    const View *unit = r->unit;
    const Encoding *encoding = unit->encoding;
    const char *key = is_fill ? "fill" : "stroke";
    Channel own = is_fill ? CHANNEL_FILL : CHANNEL_STROKE;
    bool is_color = filled == is_fill; // "color" means this paint
    bool is_hollow = unit->mark == MARK_BAR || unit->mark == MARK_POINT ||
                     unit->mark == MARK_CIRCLE || unit->mark == MARK_SQUARE;
    json_t *value = default_color(unit, key, is_color);
    if (!js_truthy(value) && is_fill && is_hollow)
        value = chart_own(unit->chart, json_string("transparent"));
    const Def *def = encoding->channel[own];
    if (!def && is_color)
        def = encoding->channel[CHANNEL_COLOR];
    PaintState state = channel_state(def);
    bool is_this = r->channel == own || (is_color && r->channel == CHANNEL_COLOR);
    json_t *given = legend_config(r, is_fill ? "symbolFillColor" : "symbolStrokeColor");
    if (json_object_get(r->legend, is_fill ? "symbolFillColor" : "symbolStrokeColor"))
        given = json_true();
    json_object_del(out, key);
    if (is_this || (state == PAINT_FIELD && (given || !is_fill)) || (!is_fill && given))
        return;
    if (state == PAINT_FIELD) {
        json_t *base = legend_config(r, "symbolBaseFillColor");
        json_object_set_new(out, key, base ? json_incref(base) : json_string("black"));
        json_object_set_new(out, "fillOpacity", opacity ? json_incref(opacity) : json_integer(1));
        return;
    }
    if (state == PAINT_VALUE || state == PAINT_RULES) {
        json_t *first = first_value(def);
        if (!js_truthy(first))
            first = json_object_get(unit->mark_def, key);
        if (!js_truthy(first) && (filled || !is_fill))
            first = json_object_get(unit->mark_def, "color");
        if (js_truthy(first))
            value = first;
    }
    if (js_truthy(value))
        json_object_set(out, key, value);
}

static json_t *greatest_opacity(const Rule *r) {
    const View *unit = r->unit;
    const Def *def = unit->encoding->channel[CHANNEL_OPACITY];
    json_t *own = def ? def_get(def, "value") : NULL;
    json_t *condition = def ? def_get(def, "condition") : NULL;
    json_t *best = own, *item;
    size_t i;
    json_array_foreach(condition, i, item) {
        json_t *value = json_object_get(item, "value");
        if (json_is_number(value) && (!best || json_number_value(value) > json_number_value(best)))
            best = value;
    }
    json_t *single = json_object_get(condition, "value");
    if (json_is_number(single) && (!best || json_number_value(single) > json_number_value(best)))
        best = single;
    return best ? best : json_object_get(unit->mark_def, "opacity");
}

static json_t *symbol_constants(const Rule *r) {
    const View *unit = r->unit;
    json_t *out = chart_own(unit->chart, json_object());
    bool filled = js_bool(unit->mark_def, "filled", true) && unit->mark != MARK_TRAIL;
    bool has_opacity = js_has(r->legend, "symbolOpacity") || legend_config(r, "symbolOpacity");
    json_t *opacity = has_opacity ? NULL : greatest_opacity(r);
    copy_config(unit, out);
    set_paint(r, out, /*is_fill=*/true, filled, opacity);
    set_paint(r, out, /*is_fill=*/false, filled, opacity);
    if (r->channel != CHANNEL_OPACITY && js_truthy(opacity))
        json_object_set(out, "opacity", opacity);
    return out;
}

// ---------- units ----------

static LegendModel *parse_legend(View *unit, Channel channel) {
    Chart *chart = unit->chart;
    const Def *def = def_scaled(unit->encoding->channel[channel]);
    json_t *legend = def_get(def, "legend");
    LegendModel *model = arena_new0(chart->arena, LegendModel);
    model->view = model->unit = unit;
    model->channel = channel;
    model->def = def;
    for (LegendDriven d = 0; d < DRIVES_COUNT; d++)
        model->drivers[d] = CHANNEL_NONE;
    model->drivers[driven_by(unit, channel)] = channel;
    model->disabled_explicit = legend != NULL;
    model->disabled =
        legend ? !js_truthy(legend) : js_truthy(config_get(chart, "legend", "disable"));
    if (model->disabled)
        return model;
    Rule rule = {.unit = unit,
                 .channel = channel,
                 .def = def,
                 .legend = json_is_object(legend) ? legend : chart_own(chart, json_object()),
                 .kind = view_scale(unit, channel)->kind};
    rule.orient = js_string(rule.legend, "orient");
    if (!rule.orient)
        rule.orient = json_string_value(config_get(chart, "legend", "orient"));
    if (!rule.orient)
        rule.orient = "right";
    rule.is_gradient = find_gradient(&rule);
    for (LegendProp p = 0; p < LEGEND_PROP_COUNT; p++)
        model->props[p] = parse_prop(&rule, p);
    model->has_default_length = kind_is_continuous(rule.kind);
    if (!rule.is_gradient) {
        model->symbols = symbol_constants(&rule);
    } else {
        json_t *opacity = greatest_opacity(&rule);
        model->gradient = chart_own(chart, json_object());
        if (js_truthy(opacity) && !legend_config(&rule, "gradientOpacity"))
            json_object_set(model->gradient, "opacity", opacity);
    }
    return model;
}

// ---------- merging ----------

static Prop merge_symbol_type(Prop a, Prop b) {
    if (!a.value || !b.value || a.is_explicit != b.is_explicit)
        return prop_merge(a, b);
    return js_equals(b.value, "circle") ? b : a;
}

static Prop merge_type(Chart *chart, Prop a, Prop b) {
    if (!a.value || !b.value || json_equal(a.value, b.value))
        return prop_merge(a, b);
    return (Prop){chart_own(chart, json_string("symbol")), false};
}

static bool have_other_orients(const LegendModel *a, const LegendModel *b) {
    Prop x = a->props[LEGEND_ORIENT], y = b->props[LEGEND_ORIENT];
    return x.is_explicit && y.is_explicit && !json_equal(x.value, y.value);
}

static bool merge_legend(LegendModel *into, const LegendModel *from) {
    Chart *chart = into->view->chart;
    if (have_other_orients(into, from))
        return false;
    for (LegendProp p = 0; p < LEGEND_PROP_COUNT; p++) {
        Prop a = into->props[p], b = from->props[p];
        into->props[p] = p == LEGEND_TITLE         ? guide_title_merge(chart, a, b)
                         : p == LEGEND_SYMBOL_TYPE ? merge_symbol_type(a, b)
                         : p == LEGEND_TYPE        ? merge_type(chart, a, b)
                                                   : prop_merge(a, b);
    }
    for (LegendDriven d = 0; d < DRIVES_COUNT; d++)
        if (into->drivers[d] == CHANNEL_NONE)
            into->drivers[d] = from->drivers[d];
    // The first that says anything about its symbols or its gradient says all of it.
    if (!json_object_size(into->symbols) && !json_object_size(into->gradient)) {
        into->symbols = from->symbols;
        into->gradient = from->gradient;
    }
    if (from->disabled_explicit && !into->disabled_explicit)
        into->disabled = from->disabled;
    into->disabled_explicit = into->disabled_explicit || from->disabled_explicit;
    return true;
}

static LegendModel *copy_legend(View *view, const LegendModel *legend) {
    LegendModel *copy = arena_memdup(view->chart->arena, legend, sizeof *copy);
    copy->view = view;
    return copy;
}

static void merge_children(View *view, Channel channel) {
    LegendModel *merged = NULL;
    for (guint i = 0; i < view->child_count; i++) {
        const LegendModel *child = view->children[i]->legends[channel];
        if (!child || view_guide_resolve(view, channel) != RESOLVE_SHARED)
            continue;
        if (!merged)
            merged = copy_legend(view, child);
        else if (!merge_legend(merged, child))
            view->legend_resolve[channel] = RESOLVE_INDEPENDENT;
    }
    if (!merged || view_guide_resolve(view, channel) != RESOLVE_SHARED)
        return;
    view->legends[channel] = merged;
    for (guint i = 0; i < view->child_count; i++)
        view->children[i]->legends[channel] = NULL;
}

void legend_parse(View *view) {
    for (guint i = 0; i < view->child_count; i++)
        legend_parse(view->children[i]);
    for (guint i = 0; i < G_N_ELEMENTS(CHANNELS); i++) {
        Channel channel = CHANNELS[i];
        if (view->kind != VIEW_UNIT)
            merge_children(view, channel);
        else if (view->scales[channel])
            view->legends[channel] = parse_legend(view, channel);
    }
}

// ---------- what is shown ----------

// The field that all units show on a channel; NULL when they differ or show none.
static const char *channel_field(View *view, Channel channel, bool *differs) {
    if (view->kind == VIEW_UNIT) {
        const Def *field = encoding_field(view->encoding, channel);
        return field ? field->field : NULL;
    }
    const char *found = NULL;
    for (guint i = 0; i < view->child_count; i++) {
        const char *field = channel_field(view->children[i], channel, differs);
        if (found && field && strcmp(found, field))
            *differs = true;
        if (field)
            found = field;
    }
    return *differs ? NULL : found;
}

static bool can_join(View *view, const LegendModel *a, const LegendModel *b) {
    bool differs = false;
    const char *x = channel_field(view, a->channel, &differs);
    const char *y = channel_field(view, b->channel, &differs);
    const ScaleModel *p = view_scale(view, a->channel), *q = view_scale(view, b->channel);
    return x && y && !strcmp(x, y) && p && q &&
           kind_is_discrete(p->kind) == kind_is_discrete(q->kind);
}

// Channels that show one field share a legend.
static void collect_own(View *view, GPtrArray *legends) {
    guint first = legends->len;
    for (guint i = 0; i < G_N_ELEMENTS(CHANNELS); i++) {
        const LegendModel *legend = view->legends[CHANNELS[i]];
        bool is_merged = false;
        if (!legend)
            continue;
        for (guint k = first; k < legends->len && !is_merged; k++) {
            LegendModel *known = g_ptr_array_index(legends, k);
            is_merged = can_join(view, known, legend) && merge_legend(known, legend);
        }
        if (!is_merged)
            g_ptr_array_add(legends, copy_legend(view, legend));
    }
}

// A layer also shows what its units could not share.
static void collect(View *view, GPtrArray *legends) {
    collect_own(view, legends);
    for (guint i = 0; view->kind == VIEW_LAYER && i < view->child_count; i++)
        collect(view->children[i], legends);
}

GPtrArray *legend_collect(View *view) {
    GPtrArray *legends = g_ptr_array_new();
    collect(view, legends);
    for (guint i = legends->len; i-- > 0;)
        if (((LegendModel *)legends->pdata[i])->disabled)
            g_ptr_array_remove_index(legends, i);
    return legends;
}

// ---------- values for drawing ----------

json_t *legend_value(const LegendModel *legend, LegendProp prop) {
    json_t *value = legend->props[prop].value;
    if (value && !json_is_null(value))
        return value;
    return config_vega(legend->view->chart, "legend", NAMES[prop]);
}

double legend_number(const LegendModel *legend, LegendProp prop, double otherwise) {
    const json_t *value = legend_value(legend, prop);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

const char *legend_word(const LegendModel *legend, LegendProp prop, const char *otherwise) {
    const json_t *value = legend_value(legend, prop);
    return json_is_string(value) ? json_string_value(value) : otherwise;
}
