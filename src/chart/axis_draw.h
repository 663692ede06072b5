// Axes as groups of the scene.
#pragma once
#include "chart/axis_ticks.h"

typedef struct {
    const AxisModel *axis;
    double width, height; // of the plot cell
    bool in_header;       // stands beside a row or column of a facet
} AxisDraw;

// Ticks, labels, line and title; NULL when there is nothing to draw. The group's bounds are those
// that layout uses.
Group *axis_draw_main(const AxisDraw *draw);
// The grid lines, for behind the marks; NULL when there are none. alone: the group also says what
// it is, because the rest of the axis stands elsewhere.
Group *axis_draw_grid(const AxisDraw *draw, bool alone);
int axis_zindex(const AxisModel *axis);
