// One record at a time, without its file: what there was to say about it was said when it was
// added, so that messages go nowhere.
#include "facts/reread.h"

#include "base/text_hash.h"
#include "facts/record.h"

#include <string.h>

struct Reread {
    RecordContext context;
    GPtrArray *documents; // JsonDoc
};

static void free_document(gpointer document) {
    json_doc_free(document);
}

Reread *reread_new(const Vocabularies *vocabularies) {
    Reread *reread = g_new0(Reread, 1);
    reread->documents = g_ptr_array_new_with_free_func(free_document);
    reread->context = (RecordContext){
        .diags = diags_new(),
        .vocabularies = vocabularies,
        .arena = arena_new(),
        .unknown = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL),
    };
    return reread;
}

Arena *reread_arena(const Reread *reread) {
    return reread->context.arena;
}

void reread_forget(Reread *reread) {
    arena_reset(reread->context.arena);
    g_ptr_array_set_size(reread->documents, 0);
    diags_free(reread->context.diags);
    reread->context.diags = diags_new();
}

void reread_free(Reread *reread) {
    if (!reread)
        return;
    arena_free(reread->context.arena);
    g_ptr_array_unref(reread->documents);
    g_hash_table_destroy(reread->context.unknown);
    diags_free(reread->context.diags);
    g_free(reread);
}

// NULL when it is no JSON.
static const JsonNode *parse(Reread *reread, const char *json) {
    JsonDoc *document = json_doc_parse_line(reread->context.diags, "record", json, strlen(json), 1);
    if (!document)
        return NULL;
    g_ptr_array_add(reread->documents, document);
    return json_doc_root(document);
}

const Partnership *reread_partnership(Reread *reread, const char *json) {
    const JsonNode *node = parse(reread, json);
    Partnership *out = arena_new0(reread->context.arena, Partnership);
    bool good = node && record_read_partnership(&reread->context, node, /*is_line=*/true, out);
    return good ? out : NULL;
}

const FactSource *reread_source(Reread *reread, const char *json) {
    const JsonNode *node = parse(reread, json);
    FactSource *out = arena_new0(reread->context.arena, FactSource);
    bool good = node && record_read_source(&reread->context, node, /*is_line=*/true, out);
    return good ? out : NULL;
}
