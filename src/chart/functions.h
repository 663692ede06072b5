// What expressions of a chart can call: the scales of the view that is being drawn
// (https://vega.github.io/vega/docs/expressions/#scale-functions).
#pragma once
#include "chart/context.h"

// For ExpressionContext.call.
bool chart_call(void *data, const char *name, const Value *args, guint count, Value *out);
