// Texts are looked up by what they are in the layout's own language. A translation must print what
// the text prints: the same {{paths}}, each at least once, so that no figure is lost or invented
// on the way from one language to the other.
#include "page/translation.h"

#include "page/template.h"

#include <string.h>

struct Translation {
    const char *path;
    const char *language;
    const JsonNode *language_node;
    const char *theme;
    const JsonNode *theme_node;
    GHashTable *texts;  // text to the JsonNode of its translation
    GHashTable *missed; // texts reported
};

static void free_document(void *document) {
    json_doc_free(document);
}

static void free_table(void *table) {
    g_hash_table_unref(table);
}

// ---- what a text prints

// The path of each {{path | format ?? text}}.
static GHashTable *paths_of(Arena *arena, const char *text) {
    GHashTable *paths = g_hash_table_new(g_str_hash, g_str_equal);
    for (const char *open = text; (open = strstr(open, "{{"));) {
        const char *close = strstr(open, "}}");
        bool is_text = open > text && open[-1] == '\\';
        if (!close)
            break;
        if (!is_text) {
            gsize length = strcspn(open + 2, "|?}");
            char *path = arena_strndup(arena, open + 2, length);
            g_hash_table_add(paths, g_strstrip(path));
        }
        open = is_text ? open + 2 : close + 2;
    }
    return paths;
}

// A path of one text that the other lacks, the first by name; NULL when there is none.
static const char *lacking(GHashTable *paths, GHashTable *other) {
    const char *found = NULL;
    GHashTableIter iter;
    gpointer path;
    g_hash_table_iter_init(&iter, paths);
    while (g_hash_table_iter_next(&iter, &path, NULL))
        if (!g_hash_table_contains(other, path) && (!found || strcmp(path, found) < 0))
            found = path;
    return found;
}

static void check_paths(Arena *arena, Diags *diags, const JsonNode *node) {
    g_autoptr(GHashTable) own = paths_of(arena, node->key);
    g_autoptr(GHashTable) translated = paths_of(arena, json_string_value(node->json));
    const char *lost = lacking(own, translated), *added = lacking(translated, own);
    if (lost)
        json_error(diags, node, DIAG_BAD_TEMPLATE, NULL,
                   "the translation lacks {{%s}}, which the text has", lost);
    if (added)
        json_error(diags, node, DIAG_BAD_TEMPLATE, NULL,
                   "the translation has {{%s}}, which the text does not have", added);
}

// ---- reading

static void read_texts(Translation *translation, Arena *arena, Diags *diags,
                       const JsonNode *texts) {
    JsonMembers members;
    const JsonNode *node;
    const char *text;
    json_members_begin(&members, texts);
    while ((node = json_members_next(&members))) {
        if (strcmp(node->key, "$comment") == 0)
            continue;
        if (!json_read_string(diags, node, "translation", &text) || !*text || // not translated yet
            !template_check(diags, node, TEMPLATE_RUNNING))
            continue;
        check_paths(arena, diags, node);
        g_hash_table_insert(translation->texts, (gpointer)node->key, (gpointer)node);
    }
}

static void read_members(Translation *translation, Arena *arena, Reader *reader) {
    gint64 version;
    const char *ignored;
    if (reader_require(reader, "translation"))
        reader_integer(reader, "translation", 1, 1, &version);
    if (reader_require(reader, "lang"))
        reader_string(reader, "lang", &translation->language);
    translation->language_node = reader_node(reader, "lang");
    reader_string(reader, "description", &ignored);
    translation->theme_node = reader_node(reader, "theme");
    reader_string(reader, "theme", &translation->theme);
    const JsonNode *texts = reader_require(reader, "texts");
    if (texts && reader_object(reader, "texts"))
        read_texts(translation, arena, reader->diags, texts);
}

Translation *translation_load(Arena *arena, Diags *diags, const char *path, const Place *at,
                              GPtrArray *documents) {
    JsonDoc *doc = json_doc_load_at(diags, path, at);
    if (!doc)
        return NULL;
    g_ptr_array_add(documents, doc);
    Translation *translation = arena_new0(arena, Translation);
    translation->path = arena_strdup(arena, path);
    translation->texts = g_hash_table_new(g_str_hash, g_str_equal);
    translation->missed = g_hash_table_new(g_str_hash, g_str_equal);
    arena_own(arena, translation->texts, free_table);
    arena_own(arena, translation->missed, free_table);
    Reader reader;
    if (!reader_begin(&reader, diags, json_doc_root(doc), "translation"))
        return NULL;
    read_members(translation, arena, &reader);
    return reader_end(&reader) ? translation : NULL;
}

void translation_check_language(const Translation *translation, Diags *diags, const char *tag) {
    const char *own = translation->language;
    gsize length = strcspn(tag, "-_");
    if (own && (strcspn(own, "-_") != length || g_ascii_strncasecmp(own, tag, length) != 0))
        json_error(diags, translation->language_node, DIAG_WRONG_VALUE, NULL,
                   "the translation is to \"%s\", and the layout names it for \"%s\"", own, tag);
}

const char *translation_theme(const Translation *translation) {
    return translation->theme;
}

const JsonNode *translation_theme_node(const Translation *translation) {
    return translation->theme_node;
}

// ---- asking

bool translation_has_words(const char *text) {
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        const char *close = p[0] == '{' && p[1] == '{' ? strstr(p, "}}") : NULL;
        if (close)
            p = close + 1;
        else if (g_unichar_isalpha(g_utf8_get_char(p)))
            return true;
    }
    return false;
}

const JsonNode *translation_of(Translation *translation, Diags *diags, const JsonNode *text) {
    const char *own = translation && text ? json_string_value(text->json) : NULL;
    if (!own)
        return text;
    const JsonNode *found = g_hash_table_lookup(translation->texts, own);
    if (found)
        return found;
    if (translation_has_words(own) && g_hash_table_add(translation->missed, (gpointer)own)) {
        g_autofree char *hint = g_strdup_printf("add it to \"texts\" of %s", translation->path);
        json_warning(diags, text, DIAG_UNTRANSLATED, hint, "this text has no translation to \"%s\"",
                     translation->language);
    }
    return text;
}

const char *translation_find(const Translation *translation, const char *text) {
    const JsonNode *found = translation ? g_hash_table_lookup(translation->texts, text) : NULL;
    return found ? json_string_value(found->json) : NULL;
}

// ---- charts

enum { CHART_DEPTH = 64 };

typedef enum {
    PART_OTHER,
    PART_SOURCE, // "data", whose "values" hold
    PART_TEXT    // texts for people
} ChartPart;

// What a member of a specification holds, by the part that it stands in.
static ChartPart part_of(ChartPart around, const char *key) {
    static const char *const texts[] = {"title", "subtitle", "text", "description"};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        if (strcmp(texts[i], key) == 0)
            return PART_TEXT;
    if (around == PART_TEXT && strcmp(key, "value") == 0)
        return PART_TEXT;
    return strcmp(key, "data") == 0 ? PART_SOURCE : PART_OTHER;
}

// Rows of data that stand in the specification: every text counts.
static json_t *translate_rows(const Translation *translation, json_t *rows) {
    json_t *copy = json_deep_copy(rows), *row, *value;
    const char *key;
    size_t index;
    json_array_foreach(copy, index, row) {
        json_object_foreach(row, key, value) {
            const char *text = json_string_value(value);
            const char *found = text ? translation_find(translation, text) : NULL;
            if (found)
                json_object_set_new(row, key, json_string(found));
        }
    }
    return copy;
}

// The JSON with the texts of it translated; new reference.
static json_t *translate(const Translation *translation, json_t *json, ChartPart part,
                         guint depth) {
    const char *key, *text = part == PART_TEXT ? json_string_value(json) : NULL;
    const char *found = text ? translation_find(translation, text) : NULL;
    size_t index;
    json_t *value;
    if (found)
        return json_string(found);
    if (depth > CHART_DEPTH || !(json_is_array(json) || json_is_object(json)))
        return json_incref(json);
    json_t *copy = json_is_array(json) ? json_array() : json_object();
    json_array_foreach(json, index, value) {
        json_array_append_new(copy, translate(translation, value, part, depth + 1));
    }
    json_object_foreach(json, key, value) {
        bool rows = part == PART_SOURCE && strcmp(key, "values") == 0;
        json_object_set_new(copy, key,
                            rows ? translate_rows(translation, value)
                                 : translate(translation, value, part_of(part, key), depth + 1));
    }
    return copy;
}

// The texts for people of a specification.
static void list_texts(const JsonNode *node, ChartPart part, guint depth, GPtrArray *nodes) {
    const json_t *json = node->json;
    if (part == PART_TEXT && json_is_string(json))
        g_ptr_array_add(nodes, (gpointer)node);
    if (depth > CHART_DEPTH || part == PART_SOURCE)
        return;
    for (size_t i = 0; json_is_array(json) && i < json_array_size(json); i++)
        list_texts(json_node_item(node, i), part, depth + 1, nodes);
    JsonMembers members;
    const JsonNode *child;
    json_members_begin(&members, node);
    while (json_is_object(json) && (child = json_members_next(&members)))
        if (strcmp(child->key, "description") != 0) // left out, and made of the data
            list_texts(child, part_of(part, child->key), depth + 1, nodes);
}

// Tells of those that have no translation.
static void report_missed(Translation *translation, Diags *diags, const JsonNode *spec) {
    g_autoptr(GPtrArray) nodes = g_ptr_array_new();
    list_texts(spec, PART_OTHER, 0, nodes);
    for (guint i = 0; i < nodes->len; i++)
        translation_of(translation, diags, nodes->pdata[i]);
}

void translation_list_chart(const JsonNode *spec, GHashTable *listed, GPtrArray *texts) {
    g_autoptr(GPtrArray) nodes = g_ptr_array_new();
    list_texts(spec, PART_OTHER, 0, nodes);
    for (guint i = 0; i < nodes->len; i++) {
        const char *text = json_string_value(((const JsonNode *)nodes->pdata[i])->json);
        if (translation_has_words(text) && g_hash_table_add(listed, (gpointer)text))
            g_ptr_array_add(texts, (gpointer)text);
    }
}

// The description is in the language that usermeta.lang names; alternative texts look at that.
static void settle_description(const Translation *translation, const json_t *own, json_t *copy,
                               const char *language) {
    const char *description = json_string_value(json_object_get(own, "description"));
    if (!description)
        return;
    if (!translation_find(translation, description)) {
        json_object_del(copy, "description");
        return;
    }
    json_t *meta = json_object();
    json_object_set_new(meta, "lang", json_string(language));
    json_object_set_new(copy, "usermeta", meta);
}

const JsonNode *translation_of_chart(Translation *translation, Diags *diags, const JsonNode *spec,
                                     const char *language, Arena *arena) {
    if (!translation)
        return spec;
    report_missed(translation, diags, spec);
    json_t *copy = translate(translation, spec->json, PART_OTHER, 0);
    settle_description(translation, spec->json, copy, language);
    const Source *source = json_doc_source(spec->doc);
    JsonDoc *doc = json_doc_wrap(copy, source ? source->name : "chart");
    arena_own(arena, doc, free_document);
    return json_doc_root(doc);
}
