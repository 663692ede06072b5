// Any bytes are a document or a reported problem; and each node's place holds a text that, read
// alone, is that node. Read in pieces, a text is what jansson makes of it, however often it comes.
#include "checks.h"
#include "fuzz.h"

#include "base/json.h"
#include "base/json_pieces.h"
#include "base/json_text.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_CHECKED = 8192, NODES_CHECKED = 2000 }; // places are found by a scan each

static void check_span(const Source *source, Place place, const json_t *expected) {
    g_assert(place.start <= place.end && place.end <= source->length);
    json_t *json =
        json_loadb(source->text + place.start, place.end - place.start, JSON_DECODE_ANY, NULL);
    g_assert(json && json_equal(json, expected));
    json_decref(json);
}

static void check_node(Diags *diags, const JsonNode *node) {
    const Source *source = json_doc_source(node->doc);
    check_span(source, json_node_place(node), node->json);
    if (node->key) {
        json_t *key = json_string(node->key);
        check_span(source, json_node_key_place(node), key);
        json_decref(key);
    }
    json_warning(diags, node, DIAG_EMPTY, NULL, "%s", json_type_name(node->json));
}

static void add_children(GPtrArray *nodes, const JsonNode *node) {
    JsonMembers members;
    const JsonNode *child;
    json_members_begin(&members, node);
    while ((child = json_members_next(&members)))
        g_ptr_array_add(nodes, (gpointer)child);
    for (gsize i = 0; (child = json_node_item(node, i)); i++)
        g_ptr_array_add(nodes, (gpointer)child);
}

static void check_tree(Diags *diags, const JsonDoc *doc) {
    g_autoptr(GPtrArray) nodes = g_ptr_array_new();
    g_ptr_array_add(nodes, (gpointer)json_doc_root(doc));
    for (guint i = 0; i < nodes->len && i < NODES_CHECKED; i++) {
        const JsonNode *node = g_ptr_array_index(nodes, i);
        check_node(diags, node);
        add_children(nodes, node);
    }
}

// Sorted texts, of which digests are taken, are those that jansson writes.
static void check_text(const json_t *json) {
    char *expected = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    g_autofree char *text = json_text_sorted(json, NULL, NULL);
    g_assert_cmpstr(text, ==, expected);
    free(expected);
}

static void check_pieces(const char *text, size_t size) {
    JsonPieces *pieces = json_pieces_new();
    JsonMemory *memory = json_memory_new();
    json_t *expected = json_loadb(text, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    for (int i = 0; i < 3; i++) { // new, kept, shared
        json_t *json = json_pieces_load(pieces, memory, text, size);
        g_assert(!json || (expected && json_equal(json, expected)));
    }
    json_decref(expected);
    json_memory_free(memory);
    json_pieces_free(pieces);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(Diags) diags = diags_new();
    char *text = g_malloc(size + 1);
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    check_pieces(text, size);
    g_autoptr(Source) source = source_new("input", text, size);
    g_autoptr(JsonDoc) doc = json_doc_parse(diags, source);
    g_assert(doc ? diags_kept(diags) == 0 : diags_errors(diags) == 1);
    if (doc)
        check_text(json_doc_root(doc)->json);
    if (doc && size <= TEXT_CHECKED)
        check_tree(diags, doc);
    check_print(diags);
    return 0;
}
