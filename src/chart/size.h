// Widths and heights: stated, by step, or by default; shared by the views that share a dimension
// (https://vega.github.io/vega-lite/docs/size.html).
#pragma once
#include "chart/scale_model.h"

// The pass over the tree; needs scale ranges.
void size_parse(View *view);
// The size of a plot cell in points; scales of the view must have their domains.
double size_of(View *view, int dimension);
// The step that config.view gives discrete positions.
double view_discrete_step(Chart *chart, int dimension);
