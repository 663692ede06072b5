// Words of a specification that follow a grammar or a long list of their own.
#pragma once
#include "chart/context.h"
#include "chart/schema_keys.h"

// A value that is no string passes, but a scheme by its "name".
void schema_test(Chart *chart, const JsonNode *node, SchemaTest test);
// The formats of a channel's definition and of its axis, legend or header: d3-time-format where it
// shows times, d3-format where it shows anything else, either where another layer tells which.
void schema_test_formats(Chart *chart, const JsonNode *channel);
