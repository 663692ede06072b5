// From the tree of views to groups of the scene, with the layout of what stands around plots.
#pragma once
#include "chart/axis_draw.h"

// What stands around a plot or composition: bounds that legends and titles keep clear of.
typedef struct {
    Box x_bounds, y_bounds, view_bounds;
} Surround;

// Draws a view and everything in it. The group stands at 0,0; its bounds include axes and legends.
Group *draw_view(View *view);
Group *draw_facet(View *view);
Group *draw_concat(View *view);

// What Vega draws of a cell of a facet that no row is in: its frame.
Group *draw_empty(View *view);

void surround_init(Surround *surround);
void surround_add_axis(Surround *surround, const Group *axis, bool is_x);
// Places legends and title around a group whose axes and marks are drawn, and computes its bounds.
void layout_surround(View *view, Group *group, Surround *surround);

// The style of a plot's frame.
void frame_style(View *view, SceneGroup *scene);

// The title of a view; NULL when it has none. Stands in its place beside the bounds of the rest.
typedef struct {
    double width, height;
    const Box *around;
} TitlePlace;
Group *title_draw(View *view, const TitlePlace *place);
// A label or title of a facet: an object of title properties with "text", "style" and "role".
Group *title_draw_header(Chart *chart, json_t *json, const TitlePlace *place);
