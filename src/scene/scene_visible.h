// What paints something: shared by the JSON form and the painters.
#pragma once
#include "scene/scene.h"

bool scene_fills(const SceneStyle *style);
bool scene_strokes(const SceneStyle *style);
// Whether an item shows at all: it has paint, a size and finite places.
bool scene_item_shows(SceneMarkType type, const SceneItem *item);
// Whether a point is none (a break in the line).
bool scene_point_breaks(const ScenePoint *point);
// Whether the dashes can be drawn: none negative, and 0.1 together at least.
bool scene_dash_is_valid(const SceneStyle *style);
