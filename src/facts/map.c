// A map from its file: the head, the sources, and the rules of a partnership (map_rule.c,
// map_list.c).
#include "facts/map.h"

#include "base/suggest.h"
#include "facts/map_model.h"
#include "facts/record.h"

#include <string.h>

static const Keyword word_kinds[] = {{"vocabulary", false}, {"published", true}, {NULL, 0}};
static const Keyword unusable_words[] = {
    {"error", UNUSABLE_ERROR}, {"skip", UNUSABLE_SKIP}, {NULL, 0}};

// Sources of a map are those of facts; here they are only checked.
static bool check_sources(MapReading *reading, const JsonNode *array) {
    g_autoptr(Arena) arena = arena_new();
    RecordContext context = {.diags = reading->diags, .arena = arena};
    bool good = true;
    for (size_t i = 0; array && i < json_node_size(array); i++) {
        FactSource source;
        good = record_read_source(&context, json_node_item(array, i), /*is_line=*/false, &source) &&
               good;
    }
    return good;
}

static void read_head(MapReading *reading, Reader *reader) {
    FactsMap *map = reading->map;
    gint64 version;
    const char *text;
    int words = false, unusable = UNUSABLE_ERROR;
    if (reader_require(reader, "map"))
        reader_integer(reader, "map", 1, 1, &version);
    reader_string(reader, "title", &text);
    reader_string(reader, "description", &text);
    const JsonNode *records = reader_node(reader, "records");
    if (records)
        map->records =
            map_read_pointers(reading, records, "records", MAP_EACH_COUNTS, &map->records_count);
    for (guint i = 0; map->records && i < map->records_count; i++)
        reading->record_stars = MAX(reading->record_stars, map->records[i].stars);
    if (map->records_count == 1)
        g_ptr_array_set_size(map->pointers, 0); // that it finds nothing is an error
    map_read_choice(reading, reader, &map->choice);
    reader_keyword(reader, "words", word_kinds, &words);
    reader_keyword(reader, "unusable", unusable_words, &unusable);
    map->published_words = words;
    map->unusable = (MapUnusable)unusable;
    map_read_clean(reading, reader_object(reader, "clean"), &map->clean);
}

static bool read_map(MapReading *reading, const JsonNode *root) {
    FactsMap *map = reading->map;
    Reader reader;
    if (!reader_begin(&reader, reading->diags, root, "map"))
        return false;
    read_head(reading, &reader);
    map->sources = reader_array(&reader, "sources");
    bool good = check_sources(reading, map->sources);
    const JsonNode *partnership = reader_require(&reader, "partnership");
    if (partnership)
        map->partnership =
            map_read_object(reading, partnership, map_partnership_fields, "partnership");
    map_check_words(map, reading->diags);
    return reader_end(&reader) && good && map->partnership;
}

FactsMap *facts_map_read(Diags *diags, JsonDoc *doc) {
    FactsMap *map = g_new0(FactsMap, 1);
    map->doc = doc;
    map->arena = arena_new();
    map->pointers = g_ptr_array_new();
    map->conditions = g_ptr_array_new();
    map->words = g_array_new(FALSE, FALSE, sizeof(MapWord));
    map->path = g_strdup(json_doc_source(doc) ? json_doc_source(doc)->name : "map");
    guint errors_before = diags_errors(diags);
    MapReading reading = {.map = map, .diags = diags};
    if (read_map(&reading, json_doc_root(doc)) && diags_errors(diags) == errors_before)
        return map;
    facts_map_free(map);
    return NULL;
}

FactsMap *facts_map_load(Diags *diags, const char *path, const Place *at) {
    JsonDoc *doc = json_doc_load_at(diags, path, at);
    return doc ? facts_map_read(diags, doc) : NULL;
}

void facts_map_free(FactsMap *map) {
    if (!map)
        return;
    json_decref(map->sample);
    g_ptr_array_unref(map->pointers);
    g_ptr_array_unref(map->conditions);
    g_array_unref(map->words);
    arena_free(map->arena);
    json_doc_free(map->doc);
    g_free(map->path);
    g_free(map);
}

// ---- pointers that find nothing

enum { NAMES_LIMIT = 256 };

// The record's members as pointers. The array and what is in it live in the arena.
static const char **member_pointers(Arena *arena, json_t *sample, guint *count) {
    const char **names = arena_array(arena, const char *, NAMES_LIMIT);
    const char *key;
    json_t *value;
    *count = 0;
    json_object_foreach(sample, key, value) {
        if (*count < NAMES_LIMIT)
            names[(*count)++] = arena_printf(arena, "/%s", key);
    }
    return names;
}

// Or nobody looked, since what stands beside it was missing, which is told by itself.
static bool has_found(const MapPointer *pointers) {
    guint64 tried = 0;
    for (guint i = 0; i < pointers->alternatives; i++) {
        if (pointers[i].found)
            return true;
        tried += pointers[i].tried;
    }
    return tried == 0;
}

// "/Fach/bereich" where a member is called "Fach/bereich": "~1" stands for a slash in a pointer.
static char *hint_for(const char *text, const char *const *names, guint count) {
    for (guint i = 0; i < count; i++)
        if (strcmp(names[i], text) == 0 && strchr(text + 1, '/')) {
            g_auto(GStrv) parts = g_strsplit(text + 1, "/", -1);
            g_autofree char *escaped = g_strjoinv("~1", parts);
            return g_strdup_printf("a slash in a name is written \"~1\": \"/%s\"", escaped);
        }
    return suggest_hint(text, names, count);
}

void map_report_unused(const FactsMap *map, Diags *diags) {
    g_autoptr(Arena) arena = arena_new();
    guint count = 0;
    const char **names = member_pointers(arena, map->sample, &count);
    for (guint i = 0; map->record_count && i < map->pointers->len; i++) {
        const MapPointer *pointer = g_ptr_array_index(map->pointers, i);
        if (has_found(pointer))
            continue;
        g_autofree char *hint = hint_for(pointer->text, names, count);
        json_warning(diags, pointer->node, DIAG_UNKNOWN_FIELD, hint,
                     "\"%s\" found nothing in %" G_GUINT64_FORMAT " record%s", pointer->text,
                     map->record_count, map->record_count == 1 ? "" : "s");
    }
    map_report_unmatched(map, diags);
}
