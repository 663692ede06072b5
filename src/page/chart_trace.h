// The marks of a chart, for explanations (trace.h).
#pragma once
#include "chart/chart.h"
#include "page/block.h"

typedef struct {
    Compose *compose;
    const char *name; // of the chart in ids
    guint marks;
    const JsonNode *data; // as the chart names its dataset; or NULL
    GHashTable *keys;     // of marks -> guint *, the place of the first of its items
    GHashTable *ways;     // of the steps of units -> GArray of TraceStep up to their rows
} ChartTrace;

// Does nothing when nobody asks. id: of the block, or NULL. data: as the chart names its dataset,
// or NULL.
ChartTrace chart_trace_begin(Compose *compose, const char *id, const JsonNode *data);
void chart_trace_mark(void *chart, const ChartMark *mark); // as ChartInput.on_mark
void chart_trace_end(ChartTrace *chart);
