// Key figures for explanations (trace.h).
#pragma once
#include "page/kpi.h"

// Around the making of a figure's value. Without a trace they do nothing.
void kpi_trace_begin(Compose *compose);
// end gives the facts behind it (value: of an aggregate, as it is); NULL when they are not known.
const Lineage *kpi_trace_end(Compose *compose, const KpiItem *item, const char *text, Value value);
