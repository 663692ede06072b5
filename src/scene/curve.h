// Curves through points, as d3-shape has them (https://d3js.org/d3-shape/curve).
#pragma once
#include "scene/outline.h"
#include "scene/scene.h"

typedef struct {
    Interpolate kind;
    double tension; // NaN: the kind's own (bundle 0.85, cardinal 0, catmull-rom 0.5)
    bool sideways;  // monotone in y instead of x
} Curve;

void curve_line(Outline *outline, Curve curve, const Point *points, guint count);
// The top line forward, the base line backward, closed. Both have count points, in the same order.
void curve_area(Outline *outline, Curve curve, const Point *top, const Point *base, guint count);
