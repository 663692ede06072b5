// The alignment and baseline of labels that are turned, for axes and headers.
#pragma once
#include "chart/view.h"

// angle: degrees, NaN: none is given. orient: the side the labels stand on; is_x: top or bottom.
// A JSON string of the chart; NULL: the guide's own.
json_t *label_align_default(Chart *chart, double angle, const char *orient, bool is_x);
json_t *label_baseline_default(Chart *chart, double angle, const char *orient, bool is_x,
                               bool with_middle);
