// Header properties by Vega-Lite's rules, as title objects.
#include "chart/header.h"
#include "chart/axis_model.h"
#include "chart/config.h"
#include "chart/label_align.h"
#include "chart/text_format.h"

#include <math.h>

static const Channel CHANNELS[] = {CHANNEL_ROW, CHANNEL_COLUMN, CHANNEL_FACET};

static json_t *config_value(const View *view, int which, const char *name) {
    static const char *const GROUPS[] = {"headerRow", "headerColumn", "headerFacet"};
    json_t *value = config_get(view->chart, GROUPS[which], name);
    return value ? value : config_get(view->chart, "header", name);
}

// "orient" of a header is that of its labels and of its title.
json_t *header_value(const View *view, int which, const char *name) {
    json_t *header = view->facet[which].header;
    json_t *own = json_object_get(header, name);
    if (!own && (!strcmp(name, "labelOrient") || !strcmp(name, "titleOrient")))
        own = json_object_get(header, "orient");
    return own ? own : config_value(view, which, name);
}

static bool is_one_of(const json_t *word, const char *a, const char *b) {
    return js_equals(word, a) || js_equals(word, b);
}

static bool is_row_header(const View *view, int which, const char *orient_name) {
    const json_t *orient = header_value(view, which, orient_name);
    if (is_one_of(orient, "top", "bottom"))
        return false;
    return is_one_of(orient, "left", "right") || which == FACET_ROW;
}

bool header_title_is_row(const View *view, int which) {
    return is_row_header(view, which, "titleOrient");
}

bool header_is_footer(const View *view, int which) {
    return is_one_of(header_value(view, which, "labelOrient"), "bottom", "right");
}

bool header_labels_cells(const View *view, int which) {
    const json_t *orient = header_value(view, which, "labelOrient");
    if (which == FACET_WRAP)
        return true;
    return which == FACET_ROW ? is_one_of(orient, "top", "bottom")
                              : is_one_of(orient, "left", "right");
}

// ---------- title objects ----------

static double angle_of(const json_t *angle) {
    if (!json_is_number(angle))
        return NAN;
    double turned = fmod(json_number_value(angle), 360);
    return turned < 0 ? turned + 360 : turned;
}

static void put_align(const View *view, json_t *title, double angle, bool is_row,
                      const json_t *anchor) {
    Chart *chart = view->chart;
    const char *orient = is_row ? "left" : "top";
    json_t *baseline = label_baseline_default(chart, angle, orient, !is_row, true);
    json_t *align = label_align_default(chart, angle, orient, !is_row);
    if (is_one_of(anchor, "start", "end"))
        align = chart_own(chart, json_string(js_equals(anchor, "start") ? "left" : "right"));
    if (baseline)
        json_object_set(title, "baseline", baseline);
    if (align)
        json_object_set(title, "align", align);
}

// Properties of headers by the names that titles have for them.
static void put_props(const View *view, int which, const char *prefix, json_t *title) {
    static const char *const NAMES[][2] = {
        {"Align", "align"},       {"Anchor", "anchor"},         {"Angle", "angle"},
        {"Baseline", "baseline"}, {"Color", "color"},           {"Font", "font"},
        {"FontSize", "fontSize"}, {"FontStyle", "fontStyle"},   {"FontWeight", "fontWeight"},
        {"Limit", "limit"},       {"LineHeight", "lineHeight"}, {"Orient", "orient"},
        {"Padding", "offset"}};
    for (guint i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        g_autofree char *name = g_strconcat(prefix, NAMES[i][0], NULL);
        json_t *value = header_value(view, which, name);
        if (value)
            json_object_set(title, NAMES[i][1], value);
    }
}

json_t *header_title(const View *view, int which) {
    const char *text = view->facet[which].title;
    if (!text)
        return NULL;
    bool is_row = header_title_is_row(view, which);
    json_t *title = json_pack("{s:s,s:s,s:s}", "text", text, "style", "guide-title", "role",
                              is_row ? "row-title" : "column-title");
    if (which == FACET_ROW)
        json_object_set_new(title, "orient", json_string("left"));
    put_align(view, title, angle_of(header_value(view, which, "titleAngle")), is_row,
              header_value(view, which, "titleAnchor"));
    put_props(view, which, "title", title);
    return chart_own(view->chart, title);
}

// ---------- labels ----------

static TextFormat label_format(const View *view, int which) {
    static const char *const KEYS[] = {"format", "formatType"};
    Chart *chart = view->chart;
    json_t *json = view->facet[which].def->json;
    for (guint i = 0; i < G_N_ELEMENTS(KEYS); i++) {
        json_t *value = header_value(view, which, KEYS[i]);
        if (value)
            json = chart_own(chart, js_with(json, KEYS[i], json_incref(value)));
    }
    return text_format_of(chart, def_read(chart, json, CHANNELS[which]));
}

static const char *expressed(const View *view, const json_t *text, Value value, const char *label) {
    static const TextFormat PLAIN = {.kind = TEXT_PLAIN};
    Chart *chart = view->chart;
    const Expression *expression =
        expression_parse(&chart->expression, json_string_value(text), chart_node(chart, text));
    const Binding datum[] = {{"label", value_string(label)}, {"value", value}};
    if (!expression)
        return label;
    return text_format_value(chart, &PLAIN,
                             expression_evaluate_bound(expression, datum, G_N_ELEMENTS(datum)));
}

static const char *label_text(const View *view, int which, const Rows *rows, guint row) {
    Chart *chart = view->chart;
    const FacetDef *facet = &view->facet[which];
    TextFormat format = label_format(view, which);
    Field field = field_bind(chart->arena, rows->table, facet->field);
    Value value = field_value(&field, row);
    const char *label;
    if (format.kind == TEXT_BIN && facet->field_end) {
        Field end = field_bind(chart->arena, rows->table, facet->field_end);
        label = text_format_bin(chart, &format, value, field_value(&end, row));
    } else {
        label = text_format_value(chart, &format, value);
    }
    const json_t *text = header_value(view, which, "labelExpr");
    return json_is_string(text) ? expressed(view, text, value, label) : label;
}

static bool shows_labels(const View *view, int which) {
    const FacetDef *facet = &view->facet[which];
    if (facet->header_off)
        return false;
    const json_t *labels = json_object_get(facet->header, "labels");
    if (!labels)
        labels = config_get(view->chart, "header", "labels");
    return which == FACET_WRAP || !labels || js_truthy(labels);
}

json_t *header_label(const View *view, int which, const Rows *rows, guint row) {
    static const char *const ROLES[] = {"row-header", "column-header", "facet-header"};
    if (!shows_labels(view, which) && !header_labels_cells(view, which))
        return NULL;
    bool is_row = is_row_header(view, which, "labelOrient");
    const char *text = label_text(view, which, rows, row);
    json_t *title = json_pack("{s:s,s:s,s:s,s:s}", "text", text ? text : "", "style", "guide-label",
                              "frame", "group", "role",
                              header_labels_cells(view, which) ? "facet-header" : ROLES[which]);
    if (which == FACET_ROW)
        json_object_set_new(title, "orient", json_string("left"));
    put_align(view, title, angle_of(header_value(view, which, "labelAngle")), is_row,
              header_value(view, which, "labelAnchor"));
    put_props(view, which, "label", title);
    return chart_own(view->chart, title);
}

// ---------- the pass ----------

static const char *joined(Chart *chart, const json_t *title) {
    if (json_is_string(title))
        return json_string_length(title) ? arena_strdup(chart->arena, json_string_value(title))
                                         : NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    const json_t *line;
    size_t i;
    json_array_foreach((json_t *)title, i, line) if (json_is_string(line))
        g_string_append_printf(text, "%s%s", i ? "\n" : "", json_string_value(line));
    return text->len ? arena_strdup(chart->arena, text->str) : NULL;
}

static const char *facet_title(const View *view, int which) {
    Chart *chart = view->chart;
    const FacetDef *facet = &view->facet[which];
    json_t *title = json_object_get(facet->header, "title");
    if (!title)
        title = def_get(facet->def, "title");
    if (title)
        return joined(chart, title);
    if (js_is_false(config_value(view, which, "title")))
        return NULL;
    return def_title(chart, chart_own(chart, def_title_base(facet->def)));
}

static void parse_title(View *view, int which) {
    FacetDef *facet = &view->facet[which];
    if (!facet->def || facet->header_off)
        return;
    facet->title = facet_title(view, which);
    FacetDef *inner = &view->children[0]->facet[which];
    if (!inner->title)
        return;
    g_autofree char *plain =
        g_strdelimit(g_strdup(facet->title ? facet->title : "null"), "\n", ',');
    facet->title = arena_printf(view->chart->arena, "%s / %s", plain, inner->title);
    inner->title = NULL;
}

static void extract_axes(View *view, Channel channel) {
    GPtrArray *axes = view->children[0]->axes[channel == CHANNEL_Y];
    if (!axes || view_guide_resolve(view, channel) != RESOLVE_SHARED)
        return;
    for (guint i = 0; i < axes->len; i++)
        ((AxisModel *)axes->pdata[i])->extracted = true;
}

void header_parse(View *view) {
    for (guint i = 0; i < view->child_count; i++)
        header_parse(view->children[i]);
    if (view->kind != VIEW_FACET)
        return;
    for (int which = FACET_ROW; which <= FACET_WRAP; which++)
        parse_title(view, which);
    extract_axes(view, CHANNEL_X);
    extract_axes(view, CHANNEL_Y);
}
