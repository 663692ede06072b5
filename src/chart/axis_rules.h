// The axis of one unit by Vega-Lite's rules, before layers merge theirs.
#pragma once
#include "chart/axis_model.h"

// In the arena; the channel has a scale.
AxisModel *axis_of_unit(View *unit, Channel channel);
const char *axis_prop_name(AxisProp prop);
// Configuration by the side alone: "axisBottom", ...; NULL: none.
json_t *axis_orient_config(const Chart *chart, const char *orient, const char *name);
