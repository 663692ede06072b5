// Stacking: which channel is stacked, over which dimension, by which fields
// (https://vega.github.io/vega-lite/docs/stack.html).
#pragma once
#include "chart/mark.h"

typedef struct {
    Channel channel; // x, y, theta or radius
    StackOffset offset;
    bool impute; // missing combinations count as zero (lines, areas)
    guint dimension_count;
    const Def *dimensions[2]; // the other position and its offset
    Channel dimension_channels[2];
    guint by_count;
    const Def *const *by; // what parts the stack
} Stack;

// NULL when nothing is stacked. mark_def as mark_init gives it.
const Stack *stack_find(Chart *chart, const json_t *mark_def, const Encoding *encoding);
