// Frames of plots: fill and stroke by "view" of the specification, the styles "cell" and "view",
// and config.view.
#include "chart/config.h"
#include "chart/draw.h"

static bool has_position(const View *unit) {
    return unit->encoding->channel[CHANNEL_X] || unit->encoding->channel[CHANNEL_Y];
}

// "cell" when some unit has x or y, "view" when some has neither; a later style wins.
static void default_styles(const View *view, bool *cell, bool *plain) {
    if (view->kind == VIEW_UNIT) {
        *(has_position(view) ? cell : plain) = true;
        return;
    }
    for (guint i = 0; i < view->child_count; i++)
        default_styles(view->children[i], cell, plain);
}

static json_t *style_value(const View *view, const char *style, const char *name) {
    const Chart *chart = view->chart;
    json_t *value = config_style(chart, style, name);
    if (!value && !strcmp(style, "cell"))
        value = config_get(chart, "view", name);
    return value ? value : config_vega_style(chart, style, name);
}

static json_t *frame_value(const View *view, const char *name) {
    json_t *own = json_object_get(view->spec, "view");
    json_t *value = json_object_get(own, name);
    if (value)
        return value;
    const char *style = js_string(own, "style");
    if (style)
        return style_value(view, style, name);
    bool cell = false, plain = false;
    default_styles(view, &cell, &plain);
    value = cell ? style_value(view, "cell", name) : NULL;
    return value || !plain ? value : style_value(view, "view", name);
}

static double frame_number(const View *view, const char *name, double otherwise) {
    return json_number_or(frame_value(view, name), otherwise);
}

void frame_style(View *view, SceneGroup *scene) {
    Chart *chart = view->chart;
    double opacity = frame_number(view, "opacity", 1);
    GuideLine line = {frame_value(view, "stroke"),        frame_value(view, "strokeWidth"),
                      frame_value(view, "strokeDash"),    frame_value(view, "strokeDashOffset"),
                      frame_value(view, "strokeOpacity"), frame_value(view, "strokeCap")};
    scene->style = guide_line(chart, &line);
    scene->style.stroke_opacity *= opacity;
    scene->style.fill = guide_paint(chart, frame_value(view, "fill"));
    scene->style.fill_opacity = opacity * frame_number(view, "fillOpacity", 1);
    scene->corner_radius = frame_number(view, "cornerRadius", 0);
}
