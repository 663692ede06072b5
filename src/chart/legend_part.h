// The inner parts of legends; only legend_draw.c and the parts need it.
#pragma once
#include "chart/group.h"
#include "chart/guide.h"
#include "chart/legend_model.h"
#include "chart/text_format.h"

typedef enum { LEGEND_SYMBOLS, LEGEND_GRADIENT, LEGEND_DISCRETE } LegendKind;

typedef struct {
    Value value;
    const char *label; // or NULL
} LegendEntry;

typedef struct {
    const LegendModel *legend;
    Chart *chart;
    const ScaleModel *model; // the scale that gives the values
    const Scale *scale;
    LegendKind kind;
    bool vertical;
    double length, padding;
    double room_width, room_height; // for the entries; 0: no limit
    const Value *values;
    guint entry_count;
    LegendEntry *entries;
    Group *group;   // of the legend
    Group *content; // of the entries, inside it
    SceneLegend *told;
    Box entries_box; // from the content's origin
    double entries_x, entries_y;
} LegendDrawing;

const ScaleModel *legend_scale(const LegendModel *legend, LegendDriven driven);
SceneItem legend_label_item(const LegendDrawing *d, const char *label, double limit);
void legend_draw_symbols(LegendDrawing *d);
void legend_draw_gradient(LegendDrawing *d);
void legend_draw_bands(LegendDrawing *d);
