// The ticks of an axis: values, places and labels.
#pragma once
#include "chart/axis_model.h"
#include "chart/guide.h"

typedef struct {
    Value value;
    const char *label;
    double at;       // of the tick and the grid line
    double label_at; // of the label
    bool is_extra;   // a line without a label, where binned axes begin
} Tick;

// size: the length that default tick counts depend on. The array is in the arena.
Tick *axis_ticks(const AxisModel *axis, double size, guint *count);
