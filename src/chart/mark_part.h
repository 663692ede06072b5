// What drawing the parts of a field chart shares: parts look at each other, since labels depend on
// nodes and links on both.
#pragma once
#include "chart/mark_item.h"

// Makes ready to ask for the items of the part beside this one; false when it is turned off.
bool part_begin(const MarkDraw *draw, Mark part, const Group *cell, MarkDraw *out);
// What the parts of a field chart share in a cell, made by the first that asks.
typedef const void *(*PartArrange)(const MarkDraw *draw, const Group *cell);
const void *part_arranged(const MarkDraw *draw, const Group *cell, PartArrange arrange);
// A number or text that the field chart hands down.
double part_number(const MarkDraw *draw, const char *name, double otherwise);
bool part_flag(const MarkDraw *draw, const char *name);
const char *part_text(const MarkDraw *draw, const char *name);
Value part_value(const MarkDraw *draw, const char *column, guint index);

// A text item of the label part, its text, font and paint filled in, and the size of its box.
SceneItem part_label(const MarkDraw *label, guint index);
double part_label_width(const MarkDraw *label, const SceneItem *item);
bool part_label_rtl(const MarkDraw *label, const SceneItem *item); // whether it reads leftward
double part_label_height(const SceneItem *item);
// Puts a label at the middle of its height; align: left, center or right.
void part_place_label(SceneItem *item, double x, double y, const char *align);
// A light plate under a label that lies on other marks, so that it can be read; the option "halo"
// says its colour.
void part_add_plate(const MarkDraw *label, const SceneItem *item, double width, GArray *plates);
// Items into the cell; those with no text or style are left out before.
void part_add(const MarkDraw *draw, Group *cell, SceneMarkType type, GArray *items);
