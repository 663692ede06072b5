// How a text item is set: the painters share it.
#pragma once
#include "scene/scene.h"

// From the item's anchor down to the first baseline, before rotation (Vega's rule for fonts).
double scene_text_offset(const SceneItem *item);
double scene_text_line_height(const SceneItem *item);
// From the anchor to a line's left edge, by the item's align.
double scene_text_shift(const SceneItem *item, double width);
