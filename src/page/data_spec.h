// Where a dataset comes from: Vega-Lite's data objects (name, url, values, sequence) and "sql",
// each with "transform".
#pragma once
#include "base/json.h"

typedef enum { DATA_NAME, DATA_URL, DATA_VALUES, DATA_SEQUENCE, DATA_SQL } DataKind;

typedef struct {
    DataKind kind;
    const JsonNode *source;    // the member that says where from
    const JsonNode *format;    // Vega-Lite's "format" of url and values, or NULL
    const JsonNode *transform; // an array, or NULL
} DataSpec;

// Reads an object; false and reported when it is malformed. The same at loading and at use.
bool data_spec_read(Diags *diags, const JsonNode *node, DataSpec *out);
