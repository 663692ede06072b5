// What marks are, as rows of a table, and lookups of their properties in the order of precedence
// that Vega-Lite documents (https://vega.github.io/vega-lite/docs/mark.html).
#include "chart/mark.h"

#include "chart/config.h"
#include "chart/mark_orient.h"

enum {
    IS_PATH = 1 << 0,
    IS_RECT = 1 << 1,
    IS_PART = 1 << 2,        // of a field chart
    IS_STROKED = 1 << 3,     // unless "filled" says otherwise
    IS_TRANSLUCENT = 1 << 4, // where each row has one of its own
};

static const struct {
    const char *name;
    const char *vega; // the mark of Vega that draws it
    int flags;
    const char *symbol; // in legends
    MarkSize size;
} MARKS[MARK_COUNT + 1] = {
    [MARK_ARC] = {"arc", "arc", IS_RECT, "circle", MARK_SIZE_AREA},
    [MARK_AREA] = {"area", "area", IS_PATH, "circle", MARK_SIZE_AREA},
    [MARK_BAR] = {"bar", "rect", IS_RECT, "square", MARK_SIZE_BAND},
    [MARK_CIRCLE] = {"circle", "symbol", IS_TRANSLUCENT, "circle", MARK_SIZE_AREA},
    [MARK_LINE] = {"line", "line", IS_PATH | IS_STROKED, "stroke", MARK_SIZE_STROKE},
    [MARK_POINT] = {"point", "symbol", IS_STROKED | IS_TRANSLUCENT, "circle", MARK_SIZE_AREA},
    [MARK_RECT] = {"rect", "rect", IS_RECT, "square", MARK_SIZE_AREA},
    [MARK_RULE] = {"rule", "rule", IS_STROKED, "stroke", MARK_SIZE_STROKE},
    [MARK_SQUARE] = {"square", "symbol", IS_TRANSLUCENT, "square", MARK_SIZE_AREA},
    [MARK_TEXT] = {"text", "text", 0, "circle", MARK_SIZE_FONT},
    [MARK_TICK] = {"tick", "rect", IS_RECT | IS_TRANSLUCENT, "circle", MARK_SIZE_BAND},
    [MARK_TRAIL] = {"trail", "trail", IS_PATH, "stroke", MARK_SIZE_STROKE},
    [MARK_NETWORK_LINK] = {"network-link", "rule", IS_PART | IS_STROKED, "stroke", MARK_SIZE_AREA},
    [MARK_NETWORK_NODE] = {"network-node", "symbol", IS_PART, "circle", MARK_SIZE_AREA},
    [MARK_NETWORK_LABEL] = {"network-label", "text", IS_PART, "circle", MARK_SIZE_AREA},
    [MARK_SANKEY_LINK] = {"sankey-link", "area", IS_PART, "square", MARK_SIZE_AREA},
    [MARK_SANKEY_NODE] = {"sankey-node", "rect", IS_PART, "square", MARK_SIZE_AREA},
    [MARK_SANKEY_LABEL] = {"sankey-label", "text", IS_PART, "circle", MARK_SIZE_AREA},
    [MARK_SANKEY_HEAD] = {"sankey-head", "text", IS_PART, "circle", MARK_SIZE_AREA},
    [MARK_TIMELINE_SPAN] = {"timeline-span", "rect", IS_PART, "circle", MARK_SIZE_AREA},
    [MARK_TIMELINE_POINT] = {"timeline-point", "symbol", IS_PART, "circle", MARK_SIZE_AREA},
    [MARK_TIMELINE_LABEL] = {"timeline-label", "text", IS_PART, "circle", MARK_SIZE_AREA},
    [MARK_COUNT] = {"", "", 0, "circle", MARK_SIZE_AREA}, // none: reported, then passed over
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
    return MARKS[mark].flags & IS_PATH;
}
bool mark_is_rect(Mark mark) {
    return MARKS[mark].flags & IS_RECT;
}
bool mark_is_part(Mark mark) {
    return MARKS[mark].flags & IS_PART;
}

const char *mark_symbol(Mark mark) {
    return MARKS[mark].symbol;
}
MarkSize mark_size(Mark mark) {
    return MARKS[mark].size;
}

Mark mark_of(const json_t *mark_def) {
    const char *name = js_string(mark_def, "type");
    return name ? mark_find(name) : MARK_COUNT;
}

const char *mark_orient(const json_t *mark_def) {
    return js_string(mark_def, "orient");
}

// ---------- precedence ----------

json_t *mark_config(const Chart *chart, const json_t *mark_def, const char *name,
                    const char *vega) {
    const char *type = js_string(mark_def, "type");
    json_t *value = config_styles(chart, mark_def, name, config_style);
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
    json_t *value = config_styles(chart, mark_def, name, drawn_style);
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
    return !(MARKS[mark_of(mark_def)].flags & IS_STROKED);
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

// ---------- initial definition ----------

static bool is_translucent(Mark mark, const Encoding *encoding) {
    return (MARKS[mark].flags & IS_TRANSLUCENT) && !encoding_is_aggregate(encoding);
}

json_t *mark_init(Chart *chart, json_t *mark_def, const Encoding *encoding) {
    const json_t *specified = mark_prop(chart, mark_def, "orient", NULL);
    Mark mark = mark_of(mark_def);
    json_t *made = json_copy(mark_def);
    json_object_set_new(made, "filled", json_boolean(mark_is_filled(chart, mark_def)));
    const char *orient = mark_find_orient(mark, encoding, json_string_value(specified));
    if (orient)
        json_object_set_new(made, "orient", json_string(orient));
    else
        json_object_del(made, "orient");
    if (!mark_prop(chart, mark_def, "opacity", NULL) &&
        !mark_prop(chart, mark_def, "fillOpacity", NULL) && is_translucent(mark, encoding))
        json_object_set_new(made, "opacity", json_real(0.7));
    return chart_own(chart, made);
}
