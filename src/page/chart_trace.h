// The marks of a chart, for explanations (trace.h).
#pragma once
#include "chart/chart.h"
#include "page/block.h"

typedef struct {
    Compose *compose;
    const char *name; // of the chart in ids
    guint first;      // its first mark among the items of the trace
    guint marks;
    GPtrArray *fields; // that its encodings name; borrowed from the spec
    GHashTable *keys;  // of marks -> guint *, the place of the first of its items
} ChartTrace;

// Does nothing when nobody asks. id: of the block, or NULL.
ChartTrace chart_trace_begin(Compose *compose, const char *id, const JsonNode *spec);
void chart_trace_mark(void *chart, const ChartMark *mark); // as ChartInput.on_mark
// data: as the chart names its dataset.
void chart_trace_end(ChartTrace *chart, const JsonNode *data);
