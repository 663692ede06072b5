// Vega's grid layout: boxes in rows and columns, with alignment by their bounds
// (https://vega.github.io/vega/docs/layout/).
#pragma once
#include "chart/box.h"

typedef enum { GRID_NONE, GRID_EACH, GRID_ALL } GridAlign;
typedef enum { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END } GridAnchor;

typedef struct {
    guint columns; // 0: all in one row
    GridAlign align_column, align_row;
    double padding_column, padding_row;
    bool center_column, center_row;
    bool flush; // by width and height instead of bounds
    double x, y;
    GridAnchor anchor_column, anchor_row;
} GridOptions;

// One thing to place: x, y and bounds (which include x, y) are changed.
typedef struct {
    double x, y, width, height;
    Box bounds;
} GridItem;

// Places the items and gives the box around all of them.
Box grid_layout(const GridOptions *options, GridItem *items, guint count);
