// Which records, and which items of a list, a map is for: "where" and "except" name members beside
// the value, and the words that these have or do not have.
#include "facts/decimal_real.h"
#include "facts/fold.h"
#include "facts/map_model.h"

#include <string.h>

enum { REAL_DIGITS = 15, WORD_SIZE = 64, OTHER_SIZE = 200 };

// A number as it is most simply written, a word as it stands; NULL for what is neither.
static const char *scalar_word(const json_t *json, char buffer[WORD_SIZE]) {
    Decimal decimal;
    if (json_is_string(json))
        return json_string_value(json);
    if (json_is_boolean(json))
        return json_is_true(json) ? "true" : "false";
    if (json_is_integer(json))
        g_snprintf(buffer, WORD_SIZE, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
    else if (json_is_real(json) &&
             decimal_from_real(json_real_value(json), REAL_DIGITS, &decimal)) {
        g_autofree char *text = decimal_to_text(decimal);
        g_strlcpy(buffer, text, WORD_SIZE);
    } else
        return NULL;
    return buffer;
}

// ---- reading

static void destroy_table(void *table) {
    g_hash_table_destroy(table);
}

static void read_word(MapReading *reading, const JsonNode *node, MapCondition *out) {
    char buffer[WORD_SIZE];
    const char *word = scalar_word(node->json, buffer);
    if (word)
        g_hash_table_add(out->words, fold_spelling(reading->map->arena, word));
    else if (json_is_null(node->json))
        out->nothing = true;
    else
        json_error(reading->diags, node, DIAG_WRONG_TYPE,
                   "write the words themselves: {\"/type\": [\"2\", \"3\"]}",
                   "a word to choose by is %s, expected a text, a number, true, false or null",
                   json_type_name(node->json));
}

// One member: a pointer, and a word or several.
static bool read_condition(MapReading *reading, const JsonNode *node, MapCondition *out) {
    MapPointer *pointer = arena_new0(reading->map->arena, MapPointer);
    bool is_list = json_is_array(node->json);
    guint size = is_list ? (guint)json_node_size(node) : 1;
    out->pointer = pointer;
    out->arena = reading->map->arena;
    g_ptr_array_add(reading->map->conditions, out);
    out->words = g_hash_table_new(g_str_hash, g_str_equal);
    arena_own(reading->map->arena, out->words, destroy_table);
    for (guint i = 0; i < size; i++)
        read_word(reading, is_list ? json_node_item(node, i) : node, out);
    if (size == 0)
        json_error(reading->diags, node, DIAG_WRONG_VALUE, NULL, "\"%s\" has no words", node->key);
    return map_read_key_pointer(reading, node, pointer, /*is_told=*/!out->nothing);
}

static guint add_conditions(MapReading *reading, const JsonNode *object, bool is_except,
                            MapCondition *out) {
    JsonMembers members;
    guint count = 0;
    json_members_begin(&members, object);
    for (const JsonNode *member; (member = json_members_next(&members));) {
        out[count].is_except = is_except;
        count += read_condition(reading, member, &out[count]);
    }
    return count;
}

void map_read_choice(MapReading *reading, Reader *reader, MapChoice *out) {
    const JsonNode *where = reader_object(reader, "where");
    const JsonNode *except = reader_object(reader, "except");
    size_t size = (where ? json_node_size(where) : 0) + (except ? json_node_size(except) : 0);
    out->conditions = arena_array(reading->map->arena, MapCondition, size);
    if (where)
        out->count += add_conditions(reading, where, false, out->conditions);
    if (except)
        out->count += add_conditions(reading, except, true, out->conditions + out->count);
}

// ---- choosing

typedef struct {
    MapCondition *condition;
    bool has_one;
} Match;

static void note_other(MapCondition *condition, const char *word) {
    if (!condition->other)
        condition->other = arena_strndup(condition->arena, word, strnlen(word, OTHER_SIZE));
}

static bool match_word(void *data, const json_t *json, const MapKeys *keys) {
    (void)keys;
    Match *match = data;
    char buffer[WORD_SIZE];
    const char *word = scalar_word(json, buffer);
    FoldBuffer folded;
    if (!word)
        return true;
    match->has_one = g_hash_table_contains(match->condition->words, fold_begin(&folded, word));
    fold_end(&folded);
    match->condition->matched += match->has_one;
    if (!match->has_one)
        note_other(match->condition, word);
    return !match->has_one;
}

bool map_choice_allows(const MapChoice *choice, const json_t *json) {
    for (guint i = 0; i < choice->count; i++) {
        MapCondition *condition = &choice->conditions[i];
        Match match = {condition, false};
        guint64 found = condition->pointer->found;
        map_follow_all(condition->pointer, json, match_word, &match);
        bool holds = match.has_one || (condition->nothing && condition->pointer->found == found);
        if (holds == condition->is_except)
            return false;
    }
    return true;
}

void map_report_unmatched(const FactsMap *map, Diags *diags) {
    for (guint i = 0; i < map->conditions->len; i++) {
        const MapCondition *condition = g_ptr_array_index(map->conditions, i);
        if (condition->matched || !condition->other || g_hash_table_size(condition->words) == 0)
            continue;
        json_warning(diags, condition->pointer->node, DIAG_UNKNOWN_FIELD, NULL,
                     "\"%s\" is never what \"%s\" names, but such as \"%s\"",
                     condition->pointer->text, condition->is_except ? "except" : "where",
                     condition->other);
    }
}
