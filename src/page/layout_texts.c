// A walk over the files as JSON, so that blocks are seen whose condition is false today. Which
// members hold texts for people is a table by what they stand in; a test translates all shipped
// layouts, and one with every kind of text, by it and finds nothing untranslated.
#include "page/layout_texts.h"

#include "base/file.h"
#include "page/translation.h"

#include <string.h>

enum { FILES_LIMIT = 200, DEPTH_LIMIT = 64 };

typedef struct {
    const char *of; // kind of block, or what the object is
    const char *keys;
} TextKeys;

static const TextKeys text_keys[] = {
    {"layout", "title subtitle author subject keywords classification"},
    {"head", "left center right"},
    {"cover", "kicker title subtitle date classification"},
    {"heading", "text"},
    {"text", "text"},
    {"list", "text items empty"},
    {"item", "text items"},
    {"quote", "text by"},
    {"callout", "title text"},
    {"box", "title"},
    {"chart", "alt"},
    {"image", "alt"},
    {"table", "foot empty"},
    {"timeline", "empty"},
    {"commitments", "empty"},
    {"conflicts", "empty"},
    {"changes", "title empty"},
    {"sources", "empty"},
    {"toc", "title"},
    {"repeat", "empty"},
    {"figure", "label value unit note"},
    {"delta", "text"},
    {"sparkline", "alt"},
    {"column", "title under"},
    {"logo", "alt"},
};

// What the objects of a member are; the member itself may be one, or a list of them.
static const struct {
    const char *in, *key, *is;
} inner_objects[] = {
    {"layout", "header", "head"},
    {"layout", "footer", "head"},
    {"cover", "items", "figure"},
    {"cover", "logo", "logo"},
    {"kpis", "items", "figure"},
    {"list", "items", "item"},
    {"item", "items", "item"},
    {"figure", "delta", "delta"},
    {"figure", "sparkline", "sparkline"},
    {"table", "columns", "column"},
};

typedef struct {
    LayoutTexts *out;
    Diags *diags;
    GPtrArray *documents;
    GHashTable *listed; // texts
    GHashTable *files;  // full paths read
    char *root;         // folder of the layout
} Walk;

static void walk_object(Walk *walk, const JsonNode *node, const char *is, const char *folder,
                        guint depth);

// ---- texts

static void add_text(Walk *walk, const JsonNode *node) {
    const char *text = json_string_value(node->json);
    if (text && translation_has_words(text) && g_hash_table_add(walk->listed, (gpointer)text))
        g_ptr_array_add(walk->out->texts, (gpointer)text);
}

// One text or an array of them; objects in it are looked at by walk_object.
static void add_texts(Walk *walk, const JsonNode *node) {
    add_text(walk, node);
    for (size_t i = 0; json_is_array(node->json) && i < json_node_size(node); i++)
        add_text(walk, json_node_item(node, i));
}

static bool has_word(const char *words, const char *word) {
    gsize length = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
            return true;
    return false;
}

static bool is_text(const char *is, const char *key) {
    for (guint i = 0; i < G_N_ELEMENTS(text_keys); i++)
        if (strcmp(text_keys[i].of, is) == 0)
            return has_word(text_keys[i].keys, key);
    return false;
}

static void add_strings(Walk *walk, const json_t *json, guint depth) {
    const char *key;
    json_t *value;
    size_t index;
    if (json_is_string(json))
        g_hash_table_add(walk->out->strings, (gpointer)json_string_value(json));
    if (depth > DEPTH_LIMIT)
        return;
    json_array_foreach((json_t *)json, index, value) {
        add_strings(walk, value, depth + 1);
    }
    json_object_foreach((json_t *)json, key, value) {
        add_strings(walk, value, depth + 1);
    }
}

// ---- files

// NULL when it was read before, is outside, or cannot be read, which is reported by reading it.
static JsonDoc *open_file(Walk *walk, const char *folder, const JsonNode *name) {
    g_autofree char *path = file_resolve(folder, json_string_value(name->json));
    char *full = g_canonicalize_filename(path, NULL);
    Place place = json_node_place(name);
    if (!file_is_below(walk->root, path) || g_hash_table_size(walk->files) >= FILES_LIMIT ||
        !g_hash_table_add(walk->files, full))
        return NULL;
    JsonDoc *doc = json_doc_load_at(walk->diags, path, &place);
    if (!doc)
        return NULL;
    g_ptr_array_add(walk->documents, doc);
    add_strings(walk, json_doc_root(doc)->json, 0);
    return doc;
}

static void add_chart(Walk *walk, const JsonNode *spec, const char *folder) {
    if (json_is_string(spec->json)) {
        JsonDoc *doc = open_file(walk, folder, spec);
        spec = doc ? json_doc_root(doc) : NULL;
    }
    if (spec)
        translation_list_chart(spec, walk->listed, walk->out->texts);
}

static void walk_include(Walk *walk, const JsonNode *name, const char *folder, guint depth) {
    JsonDoc *doc = json_is_string(name->json) ? open_file(walk, folder, name) : NULL;
    if (!doc)
        return;
    g_autofree char *inner = g_path_get_dirname(json_doc_source(doc)->name);
    walk_object(walk, json_doc_root(doc), "", inner, depth + 1);
}

// ---- the walk

static const char *kind_of(const JsonNode *node, const char *otherwise) {
    const char *kind = json_string_value(json_object_get(node->json, "block"));
    return kind ? kind : otherwise;
}

static const char *inner_kind(const char *in, const char *key) {
    for (guint i = 0; i < G_N_ELEMENTS(inner_objects); i++)
        if (strcmp(inner_objects[i].in, in) == 0 && strcmp(inner_objects[i].key, key) == 0)
            return inner_objects[i].is;
    return "";
}

static void walk_any(Walk *walk, const JsonNode *node, const char *is, const char *folder,
                     guint depth) {
    if (json_is_object(node->json))
        walk_object(walk, node, is, folder, depth);
    for (size_t i = 0; json_is_array(node->json) && depth < DEPTH_LIMIT && i < json_node_size(node);
         i++)
        walk_any(walk, json_node_item(node, i), is, folder, depth + 1);
}

static void walk_member(Walk *walk, const JsonNode *member, const char *is, bool is_block,
                        const char *folder, guint depth) {
    const char *key = member->key;
    bool shared = strcmp(key, "caption") == 0 || strcmp(key, "note") == 0;
    if (strcmp(is, "chart") == 0 && strcmp(key, "spec") == 0)
        add_chart(walk, member, folder);
    else if (strcmp(is, "include") == 0 && strcmp(key, "layout") == 0)
        walk_include(walk, member, folder, depth);
    else if (is_text(is, key) || (is_block && shared))
        add_texts(walk, member);
    if (strcmp(key, "spec") != 0 && strcmp(key, "data") != 0 && strcmp(key, "when") != 0)
        walk_any(walk, member, inner_kind(is, key), folder, depth + 1);
}

static void walk_object(Walk *walk, const JsonNode *node, const char *is, const char *folder,
                        guint depth) {
    JsonMembers members;
    const JsonNode *member;
    bool is_block = json_object_get(node->json, "block") != NULL;
    if (depth > DEPTH_LIMIT)
        return;
    json_members_begin(&members, node);
    while ((member = json_members_next(&members)))
        walk_member(walk, member, kind_of(node, is), is_block, folder, depth);
}

// Texts by name, and parameters that are texts by default.
static void add_named(Walk *walk, const JsonNode *root) {
    JsonMembers members;
    const JsonNode *member, *strings = json_node_member(root, "strings");
    const JsonNode *params = json_node_member(root, "params");
    if (strings) {
        json_members_begin(&members, strings);
        while ((member = json_members_next(&members)))
            if (strcmp(member->key, "$comment") != 0)
                add_text(walk, member);
    }
    if (!params)
        return;
    json_members_begin(&members, params);
    while ((member = json_members_next(&members))) {
        const char *type = json_string_value(json_object_get(member->json, "type"));
        const JsonNode *text = json_node_member(member, "default");
        if (type && strcmp(type, "string") == 0 && text && !json_node_member(member, "values"))
            add_text(walk, text);
    }
}

bool layout_texts_read(LayoutTexts *texts, Diags *diags, const char *path, GPtrArray *documents) {
    JsonDoc *doc = json_doc_load(diags, path);
    *texts = (LayoutTexts){g_ptr_array_new(), g_hash_table_new(g_str_hash, g_str_equal)};
    if (!doc)
        return false;
    g_ptr_array_add(documents, doc);
    Walk walk = {.out = texts,
                 .diags = diags,
                 .documents = documents,
                 .listed = g_hash_table_new(g_str_hash, g_str_equal),
                 .files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                 .root = g_path_get_dirname(path)};
    add_strings(&walk, json_doc_root(doc)->json, 0);
    walk_object(&walk, json_doc_root(doc), "layout", walk.root, 0);
    add_named(&walk, json_doc_root(doc));
    g_hash_table_unref(walk.listed);
    g_hash_table_unref(walk.files);
    g_free(walk.root);
    return diags_errors(diags) == 0;
}

void layout_texts_clear(LayoutTexts *texts) {
    g_clear_pointer(&texts->texts, g_ptr_array_unref);
    g_clear_pointer(&texts->strings, g_hash_table_unref);
}
