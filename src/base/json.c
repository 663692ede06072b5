// JSON documents and their nodes. A node is a handle in the document's arena that remembers its
// parent; its pointer and its place are worked out only when a message needs them. Parsing and its
// messages are in json_parse.c, the scan for places in json_scan.c, checked reading in json_read.c.
#include "base/json.h"

#include "base/json_doc.h"
#include "base/json_scan.h"

#include <string.h>

JsonDoc *json_doc_new(json_t *json, Source *source, gsize skipped) {
    JsonDoc *doc = g_new0(JsonDoc, 1);
    doc->arena = arena_new();
    doc->source = source;
    doc->skipped = skipped;
    doc->root = (JsonNode){.doc = doc, .json = json};
    return doc;
}

void json_doc_renew(JsonDoc *doc, json_t *json) {
    arena_reset(doc->arena);
    *doc =
        (JsonDoc){.arena = doc->arena, .source = doc->source, .root = {.doc = doc, .json = json}};
}

JsonDoc *json_doc_wrap(json_t *json, const char *name) {
    return json_doc_new(json, source_new(name, NULL, 0), 0);
}

void json_doc_free(JsonDoc *doc) {
    if (!doc)
        return;
    if (!doc->memory)
        json_decref(doc->root.json);
    json_pieces_free(doc->pieces);
    json_memory_free(doc->memory);
    source_unref(doc->source);
    arena_free(doc->arena);
    g_free(doc);
}

const JsonNode *json_doc_root(const JsonDoc *doc) {
    return &doc->root;
}

Source *json_doc_source(const JsonDoc *doc) {
    return doc->source->text ? doc->source : NULL;
}

const JsonNode *json_node_at(const JsonNode *parent, void *iter) {
    JsonNode *node = arena_new0(parent->doc->arena, JsonNode);
    node->doc = parent->doc;
    node->parent = parent;
    node->key = json_object_iter_key(iter);
    node->json = json_object_iter_value(iter);
    return node;
}

const JsonNode *json_node_member(const JsonNode *node, const char *key) {
    void *iter = json_object_iter_at(node->json, key);
    return iter ? json_node_at(node, iter) : NULL;
}

const JsonNode *json_node_item(const JsonNode *node, size_t index) {
    json_t *json = json_array_get(node->json, index);
    if (!json)
        return NULL;
    JsonNode *item = arena_new0(node->doc->arena, JsonNode);
    item->doc = node->doc;
    item->parent = node;
    item->index = index;
    item->json = json;
    return item;
}

size_t json_node_size(const JsonNode *node) {
    return json_is_object(node->json) ? json_object_size(node->json) : json_array_size(node->json);
}

bool json_pointer_unescape(char *token) {
    char *out = token;
    for (const char *p = token; *p; p++) {
        if (*p != '~')
            *out++ = *p;
        else if (p[1] == '0' || p[1] == '1')
            *out++ = *++p == '0' ? '~' : '/';
        else
            return false;
    }
    *out = '\0';
    return true;
}

void json_members_begin(JsonMembers *members, const JsonNode *node) {
    members->node = node;
    members->iter = json_object_iter(node->json);
}

const JsonNode *json_members_next(JsonMembers *members) {
    while (members->iter && strcmp(json_object_iter_key(members->iter), "$comment") == 0)
        members->iter = json_object_iter_next(members->node->json, members->iter);
    if (!members->iter)
        return NULL;
    const JsonNode *member = json_node_at(members->node, members->iter);
    members->iter = json_object_iter_next(members->node->json, members->iter);
    return member;
}

const JsonNode *json_node_nth_member(const JsonNode *node, size_t index) {
    JsonDoc *doc = node->doc;
    bool onward = doc->nth.json == node->json && doc->nth.iter && doc->nth.index <= index;
    void *iter = onward ? doc->nth.iter : json_object_iter(node->json);
    for (size_t i = onward ? doc->nth.index : 0; iter && i < index; i++)
        iter = json_object_iter_next(node->json, iter);
    doc->nth.json = node->json;
    doc->nth.iter = iter;
    doc->nth.index = index;
    return iter ? json_node_at(node, iter) : NULL;
}

static gsize node_depth(const JsonNode *node) {
    gsize depth = 0;
    for (; node->parent; node = node->parent)
        depth++;
    return depth;
}

// The steps from the root to the node, *count of them; freed by the caller.
static JsonStep *node_steps(const JsonNode *node, gsize *count) {
    *count = node_depth(node);
    JsonStep *steps = g_new(JsonStep, *count + 1);
    for (gsize i = *count; i > 0; i--, node = node->parent)
        steps[i - 1] = (JsonStep){node->key, node->index};
    return steps;
}

static void append_token(GString *out, const char *key) {
    for (; *key; key++) {
        if (*key == '~')
            g_string_append(out, "~0");
        else if (*key == '/')
            g_string_append(out, "~1");
        else
            g_string_append_c(out, *key);
    }
}

const char *json_node_pointer(const JsonNode *node) {
    gsize count;
    g_autofree JsonStep *steps = node_steps(node, &count);
    g_autoptr(GString) out = g_string_new(NULL);
    for (gsize i = 0; i < count; i++) {
        g_string_append_c(out, '/');
        if (steps[i].key)
            append_token(out, steps[i].key);
        else
            g_string_append_printf(out, "%" G_GSIZE_FORMAT, steps[i].index);
    }
    return arena_strndup(node->doc->arena, out->str, out->len);
}

static bool find_span(const JsonNode *node, JsonSpan *span) {
    const JsonDoc *doc = node->doc;
    if (!doc->source->text)
        return false;
    gsize count;
    g_autofree JsonStep *steps = node_steps(node, &count);
    return json_scan_path(doc->source->text + doc->skipped, doc->source->length - doc->skipped,
                          steps, count, span);
}

Place json_node_place(const JsonNode *node) {
    const JsonDoc *doc = node->doc;
    Place place = {.source = doc->source, .pointer = json_node_pointer(node)};
    JsonSpan span;
    if (find_span(node, &span)) {
        place.start = doc->skipped + span.start;
        place.end = doc->skipped + span.end;
    }
    return place;
}

Place json_node_key_place(const JsonNode *node) {
    const JsonDoc *doc = node->doc;
    Place place = {.source = doc->source, .pointer = json_node_pointer(node)};
    JsonSpan span;
    if (find_span(node, &span)) {
        place.start = doc->skipped + (node->key ? span.key_start : span.start);
        place.end = doc->skipped + (node->key ? span.key_end : span.end);
    }
    return place;
}

const char *json_type_name(const json_t *json) {
    if (!json)
        return "nothing";
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        return "null";
    }
    return "nothing";
}

static void report(Diags *diags, DiagSeverity severity, const JsonNode *node, DiagId id,
                   const char *hint, const char *message) {
    Place place = json_node_place(node);
    diag_report(diags, severity, id, &place, hint, message);
}

void json_error(Diags *diags, const JsonNode *node, DiagId id, const char *hint, const char *format,
                ...) {
    if (!diags_wants(diags, DIAG_ERROR)) {
        diag_count(diags, DIAG_ERROR, id);
        return;
    }
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    report(diags, DIAG_ERROR, node, id, hint, message);
}

void json_warning(Diags *diags, const JsonNode *node, DiagId id, const char *hint,
                  const char *format, ...) {
    if (!diags_wants(diags, DIAG_WARNING)) {
        diag_count(diags, DIAG_WARNING, id);
        return;
    }
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    report(diags, DIAG_WARNING, node, id, hint, message);
}
