// The rectangles of intervals that are selected from the start, as Vega-Lite makes them: a tint
// behind all marks of the plot and an outline before them, clipped to the plot, in points.
#include "chart/ref.h"
#include "chart/scale_model.h"
#include "chart/selection.h"

#include <math.h>

typedef struct {
    double start, end;
    bool is_spanned; // by the selection; else the whole side of the plot
} Side;

static json_t *mark_member(const Selection *selection, const char *key) {
    const json_t *select = json_object_get(selection->param, "select");
    return json_object_get(json_object_get(select, "mark"), key);
}

static double place(View *unit, const SelectionItem *item, json_t *json) {
    const ScaleModel *model = view_scale(unit, item->channel);
    double at = model && model->scale
                    ? scale_map(model->scale, selection_value(unit->chart, item, json))
                    : 0;
    return isfinite(at) ? at : 0;
}

static Side side_of(View *unit, const Selection *selection, Channel channel, double length) {
    for (guint i = 0; i < selection->item_count; i++) {
        const SelectionItem *item = &selection->items[i];
        const json_t *ends = selection->row_count ? selection->values[i] : NULL;
        if (item->channel != channel || json_array_size(ends) < 2)
            continue;
        return (Side){place(unit, item, json_array_get(ends, 0)),
                      place(unit, item, json_array_get(ends, 1)), true};
    }
    return (Side){0, length, false};
}

// A selection that counts for all plots stands in the one where it was made.
static bool is_elsewhere(View *unit, const Selection *selection) {
    const Selection *first = g_hash_table_lookup(unit->chart->selections, selection->name);
    return selection->is_global && (first->unit != unit || view_facet_parent(unit));
}

static void set_paint(Chart *chart, json_t *json, const char *otherwise, Paint *out) {
    json_t *value = json ? json : chart_own(chart, json_string(otherwise));
    if (!json_is_null(value))
        paint_read(chart, value, out);
}

static double number_member(const Selection *selection, const char *key, double otherwise) {
    const json_t *value = mark_member(selection, key);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

static SceneStyle tint(Chart *chart, const Selection *selection) {
    SceneStyle style = {.fill_opacity = number_member(selection, "fillOpacity", 0.125),
                        .stroke_opacity = 1,
                        .stroke_width = 1,
                        .cap = 'b',
                        .join = 'm'};
    set_paint(chart, mark_member(selection, "fill"), "#333", &style.fill);
    return style;
}

static SceneStyle outline(Chart *chart, const Selection *selection) {
    SceneStyle style = {.fill_opacity = 1,
                        .stroke_opacity = number_member(selection, "strokeOpacity", 1),
                        .stroke_width = number_member(selection, "strokeWidth", 1),
                        .dash_offset = number_member(selection, "strokeDashOffset", 0),
                        .cap = 'b',
                        .join = 'm'};
    set_paint(chart, mark_member(selection, "stroke"), "white", &style.stroke);
    style.dash_count = js_numbers(chart->arena, mark_member(selection, "strokeDash"), &style.dash);
    return style;
}

static void draw_one(View *unit, const Selection *selection, Group *cell, bool is_behind) {
    Chart *chart = unit->chart;
    if (!selection->is_interval || selection->is_bound || !selection->row_count)
        return;
    Side x = side_of(unit, selection, CHANNEL_X, cell->scene->width);
    Side y = side_of(unit, selection, CHANNEL_Y, cell->scene->height);
    bool is_open = (!x.is_spanned || x.start != x.end) && (!y.is_spanned || y.start != y.end);
    if (!is_open || (!x.is_spanned && !y.is_spanned))
        return;
    bool is_empty = is_elsewhere(unit, selection);
    SceneItem *item = arena_new0(chart->arena, SceneItem);
    item->style = is_behind ? tint(chart, selection) : outline(chart, selection);
    if (!is_empty) {
        item->as.rect.x = MIN(x.start, x.end);
        item->as.rect.y = MIN(y.start, y.end);
        item->as.rect.width = fabs(x.end - x.start);
        item->as.rect.height = fabs(y.end - y.start);
    }
    group_add_mark(
        chart, cell,
        (SceneMark){
            .type = SCENE_RECT, .role = "mark", .clip = true, .item_count = 1, .items = item});
}

void selection_draw(View *unit, Group *cell, bool is_behind) {
    for (guint i = 0; i < unit->selection_count; i++)
        draw_one(unit, unit->selections[is_behind ? unit->selection_count - 1 - i : i], cell,
                 is_behind);
}
