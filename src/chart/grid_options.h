// The layout properties of compositions: align, bounds, center, columns, spacing
// (https://vega.github.io/vega-lite/docs/concat.html).
#pragma once
#include "chart/grid.h"
#include "chart/view.h"

// group: of the configuration, "facet" or "concat".
GridOptions grid_options_read(const View *view, const char *group, GridAlign align, guint columns);
