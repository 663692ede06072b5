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

// Draws a legend at 0,0; NULL when it has no scale.
LegendGroup *legend_draw(const LegendModel *legend);
