// What a JSON document is made of. Inside base/ only.
#pragma once
#include "base/json.h"
#include "base/json_pieces.h"

struct JsonDoc {
    Arena *arena;       // nodes and pointers
    JsonMemory *memory; // holds all values, with pieces; NULL: jansson counts them, as always
    JsonPieces *pieces;
    Source *source; // has no text when the document wraps a value
    gsize skipped;  // bytes before the JSON: a byte order mark
    JsonNode root;
    struct { // where json_node_nth_member stopped, so that going on is cheap
        const json_t *json;
        void *iter;
        size_t index;
    } nth;
};

// Takes over the value and the reference to the source.
JsonDoc *json_doc_new(json_t *json, Source *source, gsize skipped);
// Makes it the document of another value, which it only borrows, as it did the one before; what it
// handed out dies. Its source stays: that is for the caller to change.
void json_doc_renew(JsonDoc *doc, json_t *json);
// The member that jansson's iterator stands at.
const JsonNode *json_node_at(const JsonNode *parent, void *iter);
