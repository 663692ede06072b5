// Words that a map gives by itself: constants, aliases, defaults. One that facts do not know would
// be found in every record, where it is not the record's fault; it is told once, at its place.
#include "base/suggest.h"
#include "facts/codes.h"
#include "facts/map_model.h"
#include "facts/record.h"

#include <string.h>

void map_note_word(FactsMap *map, const MapField *field, const JsonNode *node) {
    const char *text = json_string_value(node->json);
    MapWord word = {field->words, node};
    if (field->words != MAP_ANY_WORD && text && *text)
        g_array_append_val(map->words, word);
}

static bool is_listed(const char *word, const char *const *list, guint count) {
    for (guint i = 0; i < count; i++)
        if (strcmp(list[i], word) == 0)
            return true;
    return false;
}

typedef struct {
    const char *what;
    const Keyword *names;
} KnownWords;

static const KnownWords bases = {"basis of an amount", record_bases};
static const KnownWords promises = {"status of a commitment", record_commitment_statuses};

static void check_known(const MapWord *word, const KnownWords *known, Diags *diags) {
    const char *text = json_string_value(word->node->json);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const Keyword *name = known->names; name->name; name++)
        g_ptr_array_add(names, (char *)name->name);
    const char *const *listed = (const char *const *)names->pdata;
    g_autofree char *hint = suggest_hint(text, listed, names->len);
    if (!is_listed(text, listed, names->len))
        json_warning(diags, word->node, DIAG_WRONG_VALUE, hint, "\"%s\" is no %s that facts know",
                     text, known->what);
}

static void check_currency(const MapWord *word, Diags *diags) {
    const char *text = json_string_value(word->node->json);
    g_autofree char *hint = codes_suggest_currency(text);
    if (!codes_is_currency(text))
        json_warning(diags, word->node, DIAG_BAD_AMOUNT, hint,
                     "\"%s\" is no currency code of ISO 4217", text);
}

// The source may be in another file, but where the map has sources it is most likely one of these.
static void check_source(const FactsMap *map, const MapWord *word, Diags *diags) {
    const char *text = json_string_value(word->node->json);
    guint count = map->sources ? (guint)json_node_size(map->sources) : 0;
    g_autofree const char **ids = g_new0(const char *, count + 1);
    guint known = 0;
    for (guint i = 0; i < count; i++) {
        const JsonNode *id = json_node_member(json_node_item(map->sources, i), "id");
        if (id && json_is_string(id->json))
            ids[known++] = json_string_value(id->json);
    }
    g_autofree char *hint = suggest_hint(text, ids, known);
    if (known && !is_listed(text, ids, known))
        json_warning(diags, word->node, DIAG_DANGLING_ID, hint,
                     "\"%s\" is none of the sources of the map", text);
}

void map_check_words(const FactsMap *map, Diags *diags) {
    for (guint i = 0; i < map->words->len; i++) {
        const MapWord *word = &g_array_index(map->words, MapWord, i);
        switch (word->words) {
        case MAP_BASES:
            check_known(word, &bases, diags);
            break;
        case MAP_PROMISES:
            check_known(word, &promises, diags);
            break;
        case MAP_CURRENCIES:
            check_currency(word, diags);
            break;
        case MAP_SOURCES:
            check_source(map, word, diags);
            break;
        case MAP_ANY_WORD:
        case MAP_SECTORS:
        case MAP_STATUSES:
        case MAP_INSTRUMENTS:
            break;
        }
    }
}

static bool find_vocabulary(MapWords words, VocabularyKind *out) {
    static const VocabularyKind kinds[] = {[MAP_SECTORS] = VOCABULARY_SECTORS,
                                           [MAP_STATUSES] = VOCABULARY_STATUSES,
                                           [MAP_INSTRUMENTS] = VOCABULARY_INSTRUMENTS};
    if (words < MAP_SECTORS)
        return false;
    *out = kinds[words];
    return true;
}

void facts_map_check_terms(const FactsMap *map, const Vocabularies *vocabularies, Diags *diags) {
    for (guint i = 0; i < map->words->len; i++) {
        const MapWord *word = &g_array_index(map->words, MapWord, i);
        const char *text = json_string_value(word->node->json);
        VocabularyKind kind;
        if (!find_vocabulary(word->words, &kind) || vocabulary_find(vocabularies, kind, text))
            continue;
        g_autofree char *hint = vocabulary_suggest(vocabularies, kind, text);
        json_warning(diags, word->node, DIAG_UNKNOWN_TERM, hint,
                     "\"%s\", which the map gives, is no known %s", text, vocabulary_noun(kind));
    }
}
