// Legends as groups of the scene.
#pragma once
#include "chart/group.h"
#include "chart/legend_model.h"

typedef struct {
    Group *group;
    const char *orient;
    double offset;
    bool has_offset; // the legend states its own
    double width, height;
    Box bounds; // with its place
} LegendGroup;

// Room for a legend; 0: no limit.
typedef struct {
    double width, height;
} LegendRoom;

// Draws a legend at 0,0; NULL when it has no scale. Symbols for which the specification says
// nothing about columns or direction are put in as many columns as fit the room: row by row in a
// limited width, down the columns in a limited height. What cannot fit is as large as it is.
LegendGroup *legend_draw(const LegendModel *legend, const LegendRoom *room);
