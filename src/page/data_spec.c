// Reads data objects. Exactly one member says where the data comes from; what it means is worked
// out in scope_data.c.
#include "page/data_spec.h"

typedef struct {
    const char *key;
    DataKind kind;
} SourceKey;

static const SourceKey source_keys[] = {
    {"sql", DATA_SQL},           {"url", DATA_URL},   {"values", DATA_VALUES},
    {"sequence", DATA_SEQUENCE}, {"name", DATA_NAME},
};

static bool check_source(Diags *diags, const JsonNode *node, DataKind kind) {
    const char *text;
    switch (kind) {
    case DATA_NAME:
        return json_read_string(diags, node, "name", &text);
    case DATA_URL:
        return json_read_string(diags, node, "url", &text);
    case DATA_SQL:
        return json_read_string(diags, node, "sql", &text);
    case DATA_VALUES:
        if (json_is_array(node->json))
            return true;
        json_error(diags, node, DIAG_WRONG_TYPE, NULL, "\"values\" is %s, expected an array",
                   json_type_name(node->json));
        return false;
    case DATA_SEQUENCE:
        if (json_is_object(node->json))
            return true;
        json_error(diags, node, DIAG_WRONG_TYPE, NULL, "\"sequence\" is %s, expected an object",
                   json_type_name(node->json));
        return false;
    }
    return false;
}

// "name" beside another source only names the data, as in Vega-Lite.
static void read_source(Reader *reader, DataSpec *out) {
    for (guint i = 0; i < G_N_ELEMENTS(source_keys); i++) {
        const JsonNode *node = reader_node(reader, source_keys[i].key);
        if (!node || !check_source(reader->diags, node, source_keys[i].kind))
            continue;
        if (out->source && source_keys[i].kind != DATA_NAME)
            json_error(reader->diags, node, DIAG_WRONG_VALUE, NULL,
                       "data comes from one place, found \"%s\" beside \"%s\"", source_keys[i].key,
                       out->source->key);
        if (out->source)
            continue;
        out->source = node;
        out->kind = source_keys[i].kind;
    }
}

static bool has_source(const JsonNode *node) {
    for (guint i = 0; i < G_N_ELEMENTS(source_keys); i++)
        if (json_object_get(node->json, source_keys[i].key))
            return true;
    return false;
}

bool data_spec_read(Diags *diags, const JsonNode *node, DataSpec *out) {
    Reader reader;
    *out = (DataSpec){0};
    if (!reader_begin(&reader, diags, node, "data"))
        return false;
    read_source(&reader, out);
    if (!has_source(node))
        json_error(diags, node, DIAG_MISSING_KEY, NULL,
                   "data lacks one of \"name\", \"sql\", \"values\", \"url\", \"sequence\"");
    out->format = reader_object(&reader, "format");
    out->transform = reader_array(&reader, "transform");
    const char *description;
    reader_string(&reader, "description", &description);
    if (out->format && out->source && out->kind != DATA_URL && out->kind != DATA_VALUES)
        json_error(diags, out->format, DIAG_WRONG_VALUE, NULL,
                   "\"format\" belongs to \"url\" and \"values\"");
    return reader_end(&reader);
}
