// Concats: views side by side, in columns.
#include "chart/config.h"
#include "chart/draw.h"
#include "chart/grid_options.h"
#include "chart/size.h"

static const json_t *side(const json_t *value, const char *key) {
    return json_is_object(value) ? json_object_get(value, key) : value;
}

static GridAlign align_of(const json_t *align, GridAlign otherwise) {
    if (!json_is_string(align))
        return otherwise;
    return js_equals(align, "all") ? GRID_ALL : js_equals(align, "each") ? GRID_EACH : GRID_NONE;
}

GridOptions grid_options_read(const View *view, const char *group, GridAlign align, guint columns) {
    const json_t *spec = view->spec;
    double gap = config_number(view->chart, group, "spacing", 20);
    const json_t *spacing = json_object_get(spec, "spacing");
    const json_t *own_align = json_object_get(spec, "align");
    const json_t *center = json_object_get(spec, "center");
    GridAlign other = json_is_object(own_align) ? GRID_NONE : align;
    const json_t *column_gap = side(spacing, "column"), *row_gap = side(spacing, "row");
    return (GridOptions){.columns = columns,
                         .align_column = align_of(side(own_align, "column"), other),
                         .align_row = align_of(side(own_align, "row"), other),
                         .padding_column =
                             json_is_number(column_gap) ? json_number_value(column_gap) : gap,
                         .padding_row = json_is_number(row_gap) ? json_number_value(row_gap) : gap,
                         .center_column = js_truthy(side(center, "column")),
                         .center_row = js_truthy(side(center, "row")),
                         .flush = js_equals(json_object_get(spec, "bounds"), "flush")};
}

Group *draw_concat(View *view) {
    Chart *chart = view->chart;
    Group *group = group_new(chart, GROUP_CHART);
    Surround surround;
    surround_init(&surround);
    guint count = view->child_count;
    g_autofree Group **groups = g_new0(Group *, count + 1);
    g_autofree GridItem *items = g_new0(GridItem, count + 1);
    for (guint i = 0; i < count && !chart_failed(chart); i++) {
        groups[i] = draw_view(view->children[i]);
        items[i] = (GridItem){.width = groups[i]->scene->width,
                              .height = groups[i]->scene->height,
                              .bounds = groups[i]->bounds};
    }
    if (chart_failed(chart))
        return group;
    for (int d = 0; d < 2 && !view->parent; d++)
        if (view->size[d])
            *(d == DIM_WIDTH ? &group->scene->width : &group->scene->height) = size_of(view, d);
    GridOptions options = grid_options_read(view, "concat", GRID_EACH, (guint)view->columns);
    grid_layout(&options, items, count);
    for (guint i = 0; i < count; i++) {
        group_move(groups[i], items[i].x, items[i].y);
        box_union(&surround.x_bounds, &items[i].bounds);
        box_union(&surround.y_bounds, &items[i].bounds);
        group_add_node(group, group_end(chart, groups[i]));
    }
    layout_surround(view, group, &surround);
    return group;
}
