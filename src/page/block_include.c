// {"block": "include", "layout"}: the blocks of another layout file, in this place. The file has a
// body and nothing else that a report is made from, since page, data and theme are those of the
// layout that includes it. Paths in it are relative to it and stay below the layout's folder. What
// includes itself, and what would grow without end, is reported while reading.
#include "base/file.h"
#include "page/block_kinds.h"
#include "page/spec.h"

#include <stdlib.h>
#include <string.h>

enum {
    INCLUDE_DEPTH_LIMIT = 8, // of files in each other
    INCLUDES_LIMIT = 200     // in a layout, so that doubling in each file comes to an end
};

typedef struct {
    const char *folder; // of the file
    BlockList body;
} IncludeSpec;

// ---- files in each other

// Absolute, links followed: one file has one name.
static char *true_path(const char *path) {
    char *real = realpath(path, NULL);
    char *copy = real ? g_strdup(real) : g_canonicalize_filename(path, NULL);
    free(real);
    return copy;
}

// "layout.json > parts/a.json > parts/b.json > parts/a.json"
static char *chain_of(const BlockIncluding *including, const char *last) {
    GString *chain = g_string_new(last);
    for (; including; including = including->by) {
        g_string_prepend(chain, " > ");
        g_string_prepend(chain, including->path);
    }
    return g_string_free(chain, FALSE);
}

static bool may_include(BlockReader *context, const JsonNode *node, const char *path) {
    guint depth = 0;
    g_autofree char *wanted = true_path(path);
    for (const BlockIncluding *at = context->including; at; at = at->by) {
        g_autofree char *known = true_path(at->path);
        depth++;
        if (strcmp(known, wanted) != 0)
            continue;
        g_autofree char *chain = chain_of(context->including, path);
        json_error(context->diags, node, DIAG_WRONG_VALUE, NULL, "a file includes itself: %s",
                   chain);
        return false;
    }
    if (depth <= INCLUDE_DEPTH_LIMIT && ++context->includes <= INCLUDES_LIMIT)
        return true;
    if (depth > INCLUDE_DEPTH_LIMIT || context->includes == INCLUDES_LIMIT + 1)
        json_error(context->diags, node, DIAG_TOO_LARGE, NULL,
                   "files are included more than %d in each other, or more than %d in all",
                   INCLUDE_DEPTH_LIMIT, INCLUDES_LIMIT);
    return false;
}

// ---- reading

static void read_head(Reader *reader) {
    gint64 version;
    const char *ignored;
    if (reader_require(reader, "layout"))
        reader_integer(reader, "layout", 1, 1, &version);
    reader_string(reader, "description", &ignored);
}

static void read_file(BlockReader *context, const JsonNode *node, const char *path,
                      IncludeSpec *spec) {
    Place place = json_node_place(node);
    JsonDoc *doc = json_doc_load_at(context->diags, path, &place);
    Reader reader;
    if (!doc)
        return;
    g_ptr_array_add(context->documents, doc);
    if (!reader_begin(&reader, context->diags, json_doc_root(doc), "an included layout"))
        return;
    g_autofree char *folder = g_path_get_dirname(path);
    BlockIncluding here = {.path = path, .by = context->including};
    BlockReader inner = *context;
    inner.folder = spec->folder = arena_strdup(context->arena, folder);
    inner.including = &here;
    read_head(&reader);
    spec_body(&inner, &reader, &spec->body);
    reader_end(&reader);
    inner.folder = context->folder;
    inner.including = context->including;
    *context = inner; // what it counted
}

void *include_read(BlockReader *context, Reader *reader) {
    IncludeSpec *spec = arena_new0(context->arena, IncludeSpec);
    const JsonNode *node = reader_require(reader, "layout");
    const char *name;
    if (!node || !json_read_string(context->diags, node, "layout", &name))
        return NULL;
    g_autofree char *path = file_resolve(context->folder, name);
    if (!file_is_below(context->root, path))
        json_error(context->diags, node, DIAG_PATH_OUTSIDE, NULL,
                   "\"%s\" is outside the layout's folder", name);
    else if (may_include(context, node, path))
        read_file(context, node, arena_strdup(context->arena, path), spec);
    return spec;
}

void include_compose(Compose *compose, const Block *block) {
    const IncludeSpec *spec = block->spec;
    Compose inner = *compose;
    inner.scope = scope_push_in(compose->scope, spec->folder);
    block_compose_list(&inner, spec->body.blocks, spec->body.count);
    compose->gap_after = inner.gap_after;
}
