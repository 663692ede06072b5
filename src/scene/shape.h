// Items as outlines, in the space of their group.
#pragma once
#include "scene/outline.h"
#include "scene/scene.h"

// Adds the item's outline (nothing for text). For a rule: one line.
void shape_outline(Outline *outline, SceneMarkType type, const SceneItem *item);
// A Vega symbol around the origin; false when shape is neither a name nor an SVG path.
bool shape_symbol(Outline *outline, const char *shape, double size);
void shape_round_rect(Outline *outline, double x, double y, double width, double height,
                      const double radius[4]);
// The box of a group, from its own origin.
void shape_group_box(Outline *outline, const SceneGroup *group);
// A sector or ring around the origin; angles from 12 o'clock, clockwise.
typedef struct {
    double start, end, inner, outer, pad, corner_radius;
} ArcShape;
void shape_arc(Outline *outline, const ArcShape *arc);
