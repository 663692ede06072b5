// Data sources of a specification: inline values, named datasets, files below the data folder,
// sequences (https://vega.github.io/vega-lite/docs/data.html).
#pragma once
#include "chart/context.h"

// The table of a "data" object; NULL and reported when there is none. key: what tells sources
// apart, in the arena. Tables are kept, so that one source is read once.
const Table *source_data(Chart *chart, json_t *data, const char **key);
