// Lookups of mark properties in the order of precedence that Vega-Lite documents, and the
// orientation rules (https://vega.github.io/vega-lite/docs/mark.html).
#include "chart/mark.h"
#include "chart/config.h"

static const struct {
    const char *name;
    const char *vega; // the mark of Vega that draws it
    bool is_path, is_rect, is_part;
} MARKS[MARK_COUNT + 1] = {
    [MARK_ARC] = {"arc", "arc", false, true, false},
    [MARK_AREA] = {"area", "area", true, false, false},
    [MARK_BAR] = {"bar", "rect", false, true, false},
    [MARK_CIRCLE] = {"circle", "symbol", false, false, false},
    [MARK_LINE] = {"line", "line", true, false, false},
    [MARK_POINT] = {"point", "symbol", false, false, false},
    [MARK_RECT] = {"rect", "rect", false, true, false},
    [MARK_RULE] = {"rule", "rule", false, false, false},
    [MARK_SQUARE] = {"square", "symbol", false, false, false},
    [MARK_TEXT] = {"text", "text", false, false, false},
    [MARK_TICK] = {"tick", "rect", false, true, false},
    [MARK_TRAIL] = {"trail", "trail", true, false, false},
    [MARK_NETWORK_LINK] = {"network-link", "rule", false, false, true},
    [MARK_NETWORK_NODE] = {"network-node", "symbol", false, false, true},
    [MARK_NETWORK_LABEL] = {"network-label", "text", false, false, true},
    [MARK_SANKEY_LINK] = {"sankey-link", "area", false, false, true},
    [MARK_SANKEY_NODE] = {"sankey-node", "rect", false, false, true},
    [MARK_SANKEY_LABEL] = {"sankey-label", "text", false, false, true},
    [MARK_SANKEY_HEAD] = {"sankey-head", "text", false, false, true},
    [MARK_TIMELINE_SPAN] = {"timeline-span", "rect", false, false, true},
    [MARK_TIMELINE_POINT] = {"timeline-point", "symbol", false, false, true},
    [MARK_TIMELINE_LABEL] = {"timeline-label", "text", false, false, true},
    [MARK_COUNT] = {"", "", false, false, false}, // none of these: reported, then passed over
};

Mark mark_find(const char *name) {
    Mark mark = 0;
    while (mark < MARK_COUNT && strcmp(MARKS[mark].name, name))
        mark++;
    return mark;
}

const char *mark_name(Mark mark) {
    return MARKS[mark].name;
}
bool mark_is_path(Mark mark) {
    return MARKS[mark].is_path;
}
bool mark_is_rect(Mark mark) {
    return MARKS[mark].is_rect;
}
bool mark_is_part(Mark mark) {
    return MARKS[mark].is_part;
}

Mark mark_of(const json_t *mark_def) {
    const char *name = js_string(mark_def, "type");
    return name ? mark_find(name) : MARK_COUNT;
}

const char *mark_orient(const json_t *mark_def) {
    return js_string(mark_def, "orient");
}

// ---------- precedence ----------

typedef json_t *StyleGet(const Chart *chart, const char *style, const char *name);

// What "style" says, a name or a list of them; later ones win.
static json_t *style_lookup(const Chart *chart, const json_t *mark_def, const char *name,
                            StyleGet *get) {
    const json_t *style = json_object_get(mark_def, "style");
    size_t count = json_is_array(style) ? json_array_size(style) : style ? 1 : 0;
    for (size_t i = count; i-- > 0;) {
        const json_t *item = json_is_array(style) ? json_array_get(style, i) : style;
        json_t *value = json_is_string(item) ? get(chart, json_string_value(item), name) : NULL;
        if (value)
            return value;
    }
    return NULL;
}

json_t *mark_style(const Chart *chart, const json_t *mark_def, const char *name) {
    return style_lookup(chart, mark_def, name, config_style);
}

json_t *mark_config(const Chart *chart, const json_t *mark_def, const char *name,
                    const char *vega) {
    const char *type = js_string(mark_def, "type");
    json_t *value = mark_style(chart, mark_def, name);
    if (!value && vega)
        value = config_get(chart, type, vega);
    if (!value)
        value = config_get(chart, type, name);
    return value ? value : config_get(chart, "mark", vega ? vega : name);
}

json_t *mark_prop(const Chart *chart, const json_t *mark_def, const char *name, const char *vega) {
    json_t *value = vega ? json_object_get(mark_def, vega) : NULL;
    if (!value)
        value = json_object_get(mark_def, name);
    return value ? value : mark_config(chart, mark_def, name, vega);
}

// Members of mark configurations that mean something to Vega-Lite only.
static bool is_compile_time(const char *name) {
    static const char *const NAMES[] = {
        "color",   "filled", "invalid", "order", "timeUnitBandSize", "timeUnitBandPosition",
        "radius2", "theta2"};
    for (guint i = 0; i < G_N_ELEMENTS(NAMES); i++)
        if (!strcmp(NAMES[i], name))
            return true;
    return false;
}

// A style as Vega gets it: the configuration of the mark of that name is part of it.
static json_t *drawn_style(const Chart *chart, const char *style, const char *name) {
    json_t *value = config_style(chart, style, name);
    if (!value && mark_find(style) != MARK_COUNT)
        value = config_get(chart, style, name);
    return value;
}

json_t *mark_drawn_style(const Chart *chart, const json_t *mark_def, const char *name) {
    json_t *value = style_lookup(chart, mark_def, name, drawn_style);
    return value ? value : drawn_style(chart, js_string(mark_def, "type"), name);
}

json_t *mark_vega_default(const Chart *chart, const json_t *mark_def, const char *name) {
    if (is_compile_time(name))
        return NULL;
    json_t *value = mark_drawn_style(chart, mark_def, name);
    if (!value)
        value = config_vega_style(chart, js_string(mark_def, "type"), name);
    if (!value)
        value = json_object_get(json_object_get(chart->vega, MARKS[mark_of(mark_def)].vega), name);
    return value ? value : config_get(chart, "mark", name);
}

bool mark_is_filled(const Chart *chart, const json_t *mark_def) {
    const json_t *filled = json_object_get(mark_def, "filled");
    if (!filled)
        filled = mark_config(chart, mark_def, "filled", NULL);
    if (filled)
        return json_is_true(filled);
    Mark mark = mark_of(mark_def);
    return mark != MARK_POINT && mark != MARK_LINE && mark != MARK_RULE &&
           mark != MARK_NETWORK_LINK;
}

static InvalidMode invalid_mode(const json_t *value, Mark mark) {
    static const struct {
        const char *name;
        InvalidMode mode;
    } MODES[] = {{"filter", INVALID_FILTER},
                 {"break-paths-filter-domains", INVALID_BREAK_FILTER_DOMAINS},
                 {"break-paths-show-domains", INVALID_BREAK_SHOW_DOMAINS},
                 {"show", INVALID_SHOW}};
    if (json_is_null(value))
        return INVALID_SHOW;
    for (guint i = 0; json_is_string(value) && i < G_N_ELEMENTS(MODES); i++)
        if (js_equals(value, MODES[i].name))
            return MODES[i].mode;
    return mark_is_path(mark) ? INVALID_BREAK_SHOW_DOMAINS : INVALID_FILTER;
}

InvalidMode mark_invalid_mode(const Chart *chart, const json_t *mark_def) {
    return invalid_mode(mark_prop(chart, mark_def, "invalid", NULL), mark_of(mark_def));
}

InvalidMode mark_invalid_config(const Chart *chart, const json_t *mark_def) {
    return invalid_mode(mark_config(chart, mark_def, "invalid", NULL), mark_of(mark_def));
}

// ---------- orientation ----------

typedef struct {
    Mark mark;
    const Encoding *encoding;
    const Def *x, *y, *x2, *y2;
    const char *specified;
} Orient;

static bool is_field(const Def *def) {
    return def && def->is_field;
}
static bool is_binned(const Def *def) {
    return is_field(def) && def->binned;
}

// x and y without each other's offset: the offset makes the measure.
static const char *offset_orient(const Orient *o) {
    if (!o->y && encoding_has_measured_offset(o->encoding, CHANNEL_Y))
        return o->specified ? o->specified : "vertical";
    if (!o->x && encoding_has_measured_offset(o->encoding, CHANNEL_X))
        return o->specified ? o->specified : "horizontal";
    return NULL;
}

static bool is_raw_quantity(const Def *def) {
    return (is_field(def) && def->type == TYPE_QUANTITATIVE && !def->binning) ||
           (def && def->is_datum && json_is_number(def_get(def, "datum")));
}

static const char *ranged_bar_orient(const Orient *o) {
    if (o->specified)
        return o->specified;
    if (!o->x2)
        return is_raw_quantity(o->x) && is_binned(o->y) ? "horizontal" : "vertical";
    if (!o->y2)
        return is_raw_quantity(o->y) && is_binned(o->x) ? "vertical" : "horizontal";
    return NULL;
}

static const char *bar_orient(const Orient *o) {
    const char *by_offset = offset_orient(o);
    if (by_offset)
        return by_offset;
    bool x_aggregate = is_field(o->x) && o->x->aggregate;
    bool y_aggregate = is_field(o->y) && o->y->aggregate;
    if (is_field(o->x) && (o->x->binned || (y_aggregate && !x_aggregate)))
        return "vertical";
    if (is_field(o->y) && (o->y->binned || (x_aggregate && !y_aggregate)))
        return "horizontal";
    return o->x2 || o->y2 ? ranged_bar_orient(o) : NULL;
}

static const char *range_orient(const Orient *o) {
    const char *by_offset = offset_orient(o);
    if (by_offset)
        return by_offset;
    if (o->y2)
        return is_binned(o->y) ? "horizontal" : "vertical";
    if (o->x2)
        return is_binned(o->x) ? "vertical" : "horizontal";
    if (o->mark == MARK_RULE && o->x && !o->y)
        return "vertical";
    if (o->mark == MARK_RULE && o->y && !o->x)
        return "horizontal";
    return NULL;
}

static const char *measure_orient(const Orient *o) {
    bool is_tick = o->mark == MARK_TICK;
    bool x = def_is_measure(o->x), y = def_is_measure(o->y);
    if (o->specified)
        return o->specified;
    if (x && !y)
        return is_tick ? "vertical" : "horizontal";
    if (!x && y)
        return is_tick ? "horizontal" : "vertical";
    if (x && y)
        return "vertical";
    bool x_time = is_field(o->x) && o->x->type == TYPE_TEMPORAL;
    bool y_time = is_field(o->y) && o->y->type == TYPE_TEMPORAL;
    if (x_time != y_time)
        return x_time ? "vertical" : "horizontal";
    return NULL;
}

static const char *find_orient(const Orient *o) {
    const char *found = NULL;
    switch (o->mark) {
    case MARK_POINT:
    case MARK_CIRCLE:
    case MARK_SQUARE:
    case MARK_RECT:
    case MARK_NETWORK_LINK:
    case MARK_NETWORK_NODE:
    case MARK_NETWORK_LABEL:
    case MARK_SANKEY_LINK:
    case MARK_SANKEY_NODE:
    case MARK_SANKEY_LABEL:
    case MARK_SANKEY_HEAD:
    case MARK_TIMELINE_SPAN:
    case MARK_TIMELINE_POINT:
    case MARK_TIMELINE_LABEL:
        return NULL;
    case MARK_TEXT:
    case MARK_BAR:
        found = bar_orient(o);
        if (found)
            return found;
        G_GNUC_FALLTHROUGH;
    case MARK_RULE:
        if (o->x2 && !is_binned(o->x) && o->y2 && !is_binned(o->y))
            return NULL;
        G_GNUC_FALLTHROUGH;
    case MARK_AREA:
        found = range_orient(o);
        if (found)
            return found;
        G_GNUC_FALLTHROUGH;
    case MARK_LINE:
    case MARK_TICK:
        return measure_orient(o);
    case MARK_ARC:
    case MARK_TRAIL:
    case MARK_COUNT:
        break;
    }
    return "vertical";
}

// ---------- initial definition ----------

static bool is_translucent(Mark mark, const Encoding *encoding) {
    return (mark == MARK_POINT || mark == MARK_TICK || mark == MARK_CIRCLE ||
            mark == MARK_SQUARE) &&
           !encoding_is_aggregate(encoding);
}

json_t *mark_init(Chart *chart, json_t *mark_def, const Encoding *encoding) {
    const json_t *specified = mark_prop(chart, mark_def, "orient", NULL);
    Orient o = {mark_of(mark_def),
                encoding,
                encoding->channel[CHANNEL_X],
                encoding->channel[CHANNEL_Y],
                encoding->channel[CHANNEL_X2],
                encoding->channel[CHANNEL_Y2],
                json_is_string(specified) ? json_string_value(specified) : NULL};
    json_t *made = json_copy(mark_def);
    json_object_set_new(made, "filled", json_boolean(mark_is_filled(chart, mark_def)));
    const char *orient = find_orient(&o);
    if (orient)
        json_object_set_new(made, "orient", json_string(orient));
    else
        json_object_del(made, "orient");
    if (!mark_prop(chart, mark_def, "opacity", NULL) &&
        !mark_prop(chart, mark_def, "fillOpacity", NULL) && is_translucent(o.mark, encoding))
        json_object_set_new(made, "opacity", json_real(0.7));
    return chart_own(chart, made);
}
