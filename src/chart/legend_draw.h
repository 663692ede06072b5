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

// Draws a legend at 0,0; width and height: of the plot that it describes. max_width: that it may
// take, for reports that must fit (0: no limit).
LegendGroup *legend_draw(const LegendModel *legend, double width, double height);
