// Draws units and layers: axes behind or before the marks, the marks, then what stands around.
#include "chart/draw.h"
#include "chart/mark_item.h"
#include "chart/selection.h"
#include "chart/size.h"

typedef struct {
    View *view;
    Group *group;
    Surround *surround;
} Plot;

static void draw_grids(Plot *plot, int zindex) {
    const SceneGroup *scene = plot->group->scene;
    for (int i = 0; i < 2; i++) {
        const GPtrArray *axes = plot->view->axes[i];
        for (guint k = 0; axes && k < axes->len; k++) {
            const AxisModel *axis = g_ptr_array_index(axes, k);
            if (axis->disabled || (axis_zindex(axis) > 0) != (zindex > 0))
                continue;
            AxisDraw draw = {axis, scene->width, scene->height, axis->extracted};
            Group *grid = axis_draw_grid(&draw, axis->extracted);
            if (!grid)
                continue;
            surround_add_axis(plot->surround, grid, i == 0);
            group_add_node(plot->group, group_end(plot->view->chart, grid));
        }
    }
}

static void draw_axes(Plot *plot, int zindex) {
    const SceneGroup *scene = plot->group->scene;
    for (int i = 0; i < 2; i++) {
        const GPtrArray *axes = plot->view->axes[i];
        for (guint k = 0; axes && k < axes->len; k++) {
            const AxisModel *axis = g_ptr_array_index(axes, k);
            if (axis->disabled || axis->extracted || (axis_zindex(axis) > 0) != (zindex > 0))
                continue;
            AxisDraw draw = {axis, scene->width, scene->height, false};
            Group *group = axis_draw_main(&draw);
            surround_add_axis(plot->surround, group, i == 0);
            group_add_node(plot->group, group_end(plot->view->chart, group));
        }
    }
}

// The intervals of a layer's own units stand behind and before all marks of the layer.
static void draw_intervals(View *view, Group *group, bool is_behind) {
    if (view->kind == VIEW_UNIT) {
        selection_draw(view, group, is_behind);
        return;
    }
    for (guint i = 0; i < view->child_count; i++) {
        View *child = view->children[is_behind ? view->child_count - 1 - i : i];
        if (child->kind == VIEW_UNIT)
            selection_draw(child, group, is_behind);
    }
}

static void draw_marks(View *view, Group *group) {
    bool is_in_layer = view->parent && view->parent->kind == VIEW_LAYER;
    bool has_intervals = view->kind == VIEW_LAYER || !is_in_layer;
    if (has_intervals)
        draw_intervals(view, group, true);
    if (view->kind == VIEW_UNIT)
        mark_draw(view, group);
    for (guint i = 0; i < view->child_count; i++)
        draw_marks(view->children[i], group);
    if (has_intervals)
        draw_intervals(view, group, false);
}

// The grids, axes and marks of a plot without what stands around it.
static Group *draw_cell(View *view, Surround *surround) {
    Chart *chart = view->chart;
    Plot plot = {.view = view, .group = group_new(chart, GROUP_VIEW), .surround = surround};
    if (++chart->views > CHART_VIEWS_MAX) {
        if (chart->views == CHART_VIEWS_MAX + 1)
            chart_error(chart, view->spec, DIAG_TOO_LARGE, NULL, "the chart has more than %d plots",
                        CHART_VIEWS_MAX);
        return plot.group;
    }
    plot.group->scene->width = size_of(view, DIM_WIDTH);
    plot.group->scene->height = size_of(view, DIM_HEIGHT);
    frame_style(view, plot.group->scene);
    draw_grids(&plot, 0);
    draw_axes(&plot, 0);
    draw_marks(view, plot.group);
    draw_grids(&plot, 1);
    draw_axes(&plot, 1);
    return plot.group;
}

Group *draw_empty(View *view) {
    bool is_plot = view->kind == VIEW_UNIT || view->kind == VIEW_LAYER;
    Group *group = group_new(view->chart, is_plot ? GROUP_VIEW : GROUP_CHART);
    if (is_plot) {
        group->scene->width = size_of(view, DIM_WIDTH);
        group->scene->height = size_of(view, DIM_HEIGHT);
        frame_style(view, group->scene);
    }
    group->layout = group->bounds =
        (Box){0, 0, MAX(group->scene->width, 0), MAX(group->scene->height, 0)};
    if (group->scene->style.stroke.present && group->scene->style.stroke_opacity > 0)
        box_expand(&group->bounds, group->scene->style.stroke_width / 2);
    return group;
}

// A unit or layer.
static Group *draw_plot(View *view) {
    Surround surround;
    surround_init(&surround);
    Group *group = draw_cell(view, &surround);
    layout_surround(view, group, &surround);
    return group;
}

Group *draw_view(View *view) {
    switch (view->kind) {
    case VIEW_UNIT:
    case VIEW_LAYER:
        return draw_plot(view);
    case VIEW_FACET:
        return draw_facet(view);
    case VIEW_CONCAT:
        return draw_concat(view);
    }
    return NULL;
}
