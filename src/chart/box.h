// Bounding boxes, as Vega keeps them for layout.
#pragma once
#include "scene/scene.h"

typedef struct {
    double x1, y1, x2, y2; // empty when x1 > x2
} Box;

Box box_empty(void);
bool box_is_empty(const Box *box);
Box box_of(double x1, double y1, double x2, double y2);
void box_add(Box *box, double x, double y);
void box_union(Box *box, const Box *other);
void box_expand(Box *box, double by);
void box_move(Box *box, double dx, double dy);
double box_width(const Box *box);
double box_height(const Box *box);

// The box of an item in its group's space, its stroke included.
Box box_of_item(TextEngine *engine, SceneMarkType type, const SceneItem *item);
Box box_of_mark(TextEngine *engine, const SceneMark *mark);
