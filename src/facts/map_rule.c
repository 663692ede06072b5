// Reading the rules of a map. A rule is a JSON pointer or several, or an object with one of from,
// constant, key, first and join and with what is done to the value; the table of a field says what
// is allowed.
#include "base/suggest.h"
#include "facts/fold.h"
#include "facts/map_model.h"

#include <string.h>

enum { PATTERN_LIMIT = 1000, PATTERN_STEPS = 100000, ALIASES_LIMIT = 100000 };

static const Keyword control_words[] = {
    {"keep", CLEAN_KEEP}, {"space", CLEAN_SPACE}, {"drop", CLEAN_DROP}, {NULL, 0}};
static const Keyword entity_words[] = {{"keep", false}, {"decode", true}, {NULL, 0}};
static const Keyword mojibake_words[] = {{"keep", false}, {"repair", true}, {NULL, 0}};
static const char *const origins[] = {"from", "constant", "key", "first", "join"};
static const Keyword within_words[] = {{"item", false}, {"record", true}, {NULL, 0}};

// ---- parts of a rule

bool map_read_clean(MapReading *reading, const JsonNode *node, MapClean *out) {
    Reader reader;
    int entities = out->entities, mojibake = out->mojibake, controls = (int)out->controls;
    if (!node || !reader_begin(&reader, reading->diags, node, "clean"))
        return false;
    reader_keyword(&reader, "entities", entity_words, &entities);
    reader_keyword(&reader, "mojibake", mojibake_words, &mojibake);
    reader_keyword(&reader, "controls", control_words, &controls);
    *out = (MapClean){entities, mojibake, (CleanControls)controls};
    return reader_end(&reader);
}

bool map_read_within(Reader *reader, bool *of_record) {
    int value = *of_record;
    bool read = reader_keyword(reader, "within", within_words, &value);
    *of_record = value;
    return read;
}

// A text, a number or a boolean; also null when `nothing` is allowed.
static json_t *read_scalar(MapReading *reading, const JsonNode *node, const char *what,
                           bool nothing) {
    const json_t *json = node->json;
    if (!json_is_object(json) && !json_is_array(json) && (nothing || !json_is_null(json)))
        return node->json;
    json_error(reading->diags, node, DIAG_WRONG_TYPE, NULL,
               "\"%s\" is %s, expected a text, a number, true or false%s", what,
               json_type_name(json), nothing ? ", or null" : "");
    return NULL;
}

static void destroy_table(void *table) {
    g_hash_table_destroy(table);
}

static void destroy_regex(void *regex) {
    g_regex_unref(regex);
}

static void read_aliases(MapReading *reading, const JsonNode *object, MapRule *rule) {
    Arena *arena = reading->map->arena;
    if (!object)
        return;
    rule->aliases = g_hash_table_new(g_str_hash, g_str_equal);
    arena_own(arena, rule->aliases, destroy_table);
    JsonMembers members;
    json_members_begin(&members, object);
    for (const JsonNode *member; (member = json_members_next(&members));) {
        char *word = fold_spelling(arena, member->key);
        json_t *value = read_scalar(reading, member, "aliases", /*nothing=*/true);
        map_note_word(reading->map, rule->field, member);
        if (value && g_hash_table_contains(rule->aliases, word))
            json_error(reading->diags, member, DIAG_DUPLICATE_ID,
                       "case and white space make no difference",
                       "\"%s\" is the same alias as one before", member->key);
        else if (value)
            g_hash_table_insert(rule->aliases, word, value);
    }
}

static void read_match(MapReading *reading, Reader *reader, MapRule *rule) {
    const char *pattern;
    g_autoptr(GError) error = NULL;
    if (!reader_string(reader, "match", &pattern))
        return;
    const JsonNode *node = json_node_member(reader->node, "match");
    if (strlen(pattern) > PATTERN_LIMIT) {
        json_error(reading->diags, node, DIAG_TOO_LARGE, NULL,
                   "\"match\" has %zu bytes, at most %d are read", strlen(pattern), PATTERN_LIMIT);
        return;
    }
    g_autofree char *bounded = g_strdup_printf("(*LIMIT_MATCH=%d)%s", PATTERN_STEPS, pattern);
    rule->match = g_regex_new(bounded, G_REGEX_OPTIMIZE, 0, &error);
    if (rule->match)
        arena_own(reading->map->arena, rule->match, destroy_regex);
    else
        json_error(reading->diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"match\" is no regular expression: %s", error->message);
}

static void report_format(MapReading *reading, const JsonNode *node, const char *name) {
    const char *const *names = map_date_names();
    g_autofree char *near = suggest_hint(name, names, g_strv_length((char **)(gpointer)names));
    json_error(reading->diags, node, DIAG_BAD_FORMAT,
               near ? near
                    : "name iso, edtf, dmy, mdy, ymd, my, ym, year, quarter, half, season, unix or "
                      "unix-ms, or write a pattern such as \"%d %B %Y\"",
               "\"%s\" is no format of dates", name);
}

static void read_formats(MapReading *reading, Reader *reader, MapRule *rule) {
    const JsonNode *node = reader_node(reader, "date");
    if (!node)
        return;
    bool is_list = json_is_array(node->json);
    guint size = is_list ? (guint)json_node_size(node) : 1;
    MapDateFormat *formats = arena_array(reading->map->arena, MapDateFormat, size);
    for (guint i = 0; i < size; i++) {
        const JsonNode *item = is_list ? json_node_item(node, i) : node;
        const char *name;
        if (!json_read_string(reading->diags, item, "date", &name))
            continue;
        if (map_date_format(name, &formats[rule->format_count]))
            rule->format_count++;
        else
            report_format(reading, item, name);
    }
    if (size == 0)
        json_error(reading->diags, node, DIAG_WRONG_VALUE, NULL, "\"date\" is empty");
    rule->formats = formats;
}

// One character that is no digit.
static char read_separator(MapReading *reading, Reader *reader, const char *key, char absent) {
    const char *text;
    if (!reader_string(reader, key, &text))
        return absent;
    if (strlen(text) == 1 && !g_ascii_isalnum(*text) && *text != '-')
        return *text;
    json_error(reading->diags, json_node_member(reader->node, key), DIAG_WRONG_VALUE, NULL,
               "\"%s\" is \"%s\", expected one character such as \",\" or \".\"", key, text);
    return absent;
}

static void read_times(MapReading *reading, Reader *reader, MapRule *rule) {
    const JsonNode *node = reader_node(reader, "times");
    rule->times = decimal_from_integer(1);
    if (!node)
        return;
    if (json_is_integer(node->json))
        rule->times = decimal_from_integer(json_integer_value(node->json));
    else if (!json_is_string(node->json) ||
             !decimal_parse(json_string_value(node->json), &rule->times))
        json_error(reading->diags, node, DIAG_BAD_AMOUNT, NULL,
                   "\"times\" is no factor, expected an integer or a decimal string such as "
                   "\"0.01\"");
}

static void read_decimal(MapReading *reading, Reader *reader, MapRule *rule) {
    rule->point = read_separator(reading, reader, "point", '.');
    rule->group = read_separator(reading, reader, "group", '\0');
    read_times(reading, reader, rule);
    if (rule->point == rule->group)
        json_error(reading->diags, reader->node, DIAG_WRONG_VALUE, NULL,
                   "\"point\" and \"group\" are the same character");
}

// ---- where a value comes from

static MapRule *read_parts(MapReading *reading, const JsonNode *array, const MapField *field,
                           guint *count) {
    guint size = array ? (guint)json_node_size(array) : 0;
    if (array && size == 0)
        json_error(reading->diags, array, DIAG_WRONG_VALUE, NULL, "\"%s\" is empty", array->key);
    MapRule *parts = arena_array(reading->map->arena, MapRule, size);
    for (*count = 0; *count < size; (*count)++) {
        const MapRule *part = map_read_rule(reading, json_node_item(array, *count), field);
        if (!part)
            return NULL;
        parts[*count] = *part;
    }
    return parts;
}

// The key of the record, or of the item of a list, at the last "*" of its pointer or another one.
static void read_key(MapReading *reading, Reader *reader, MapRule *rule) {
    gint64 star = 0;
    int of_record = false;
    rule->kind = RULE_KEY;
    if (!reader_keyword(reader, "key", within_words, &of_record))
        return;
    reader_integer(reader, "star", 1, MAP_STARS_LIMIT, &star);
    rule->of_record = of_record;
    rule->star = (guint)star;
    guint stars = of_record ? reading->record_stars : reading->item_stars;
    if (stars == 0 || rule->star > stars)
        json_warning(reading->diags, reader->node, DIAG_WRONG_VALUE,
                     of_record ? "write \"records\": \"/*\" where records stand under their keys"
                               : "write \"each\": \"/list/*\" where items stand under their keys",
                     "the rule asks for a key, but \"%s\" has %u \"*\"",
                     of_record ? "records" : "each", stars);
}

static void read_origin(MapReading *reading, Reader *reader, MapRule *rule) {
    static const MapField text_field = {.key = "join", .type = MAP_TEXT};
    const JsonNode *node = reader_node(reader, "from");
    if (node)
        rule->from = map_read_pointers(reading, node, "from", MAP_FIRST_COUNTS, &rule->count);
    if ((node = reader_node(reader, "constant"))) {
        rule->kind = RULE_CONSTANT;
        rule->constant = read_scalar(reading, node, "constant", /*nothing=*/false);
        map_note_word(reading->map, rule->field, node);
    }
    if (reader_has(reader, "key"))
        read_key(reading, reader, rule);
    if (reader_has(reader, "first")) {
        rule->kind = RULE_FIRST;
        rule->parts = read_parts(reading, reader_array(reader, "first"), rule->field, &rule->count);
    }
    if (reader_has(reader, "join")) {
        rule->kind = RULE_JOIN;
        rule->parts = read_parts(reading, reader_array(reader, "join"), &text_field, &rule->count);
        rule->with = "";
        reader_string(reader, "with", &rule->with);
    }
}

bool map_is_rule(const JsonNode *node) {
    for (guint i = 0; i < G_N_ELEMENTS(origins); i++)
        if (json_object_get(node->json, origins[i]))
            return true;
    return false;
}

static void check_origin(MapReading *reading, Reader *reader) {
    guint there = 0;
    for (guint i = 0; i < G_N_ELEMENTS(origins); i++)
        there += reader_has(reader, origins[i]);
    if (there != 1)
        json_error(reading->diags, reader->node, there ? DIAG_WRONG_VALUE : DIAG_MISSING_KEY,
                   "write one of \"from\", \"constant\", \"key\", \"first\" and \"join\"",
                   there ? "the rule says more than once where its value comes from"
                         : "the rule does not say where its value comes from");
}

static void read_absent(MapReading *reading, Reader *reader, MapRule *rule) {
    const JsonNode *node = reader_node(reader, "default");
    if (node) {
        rule->absent = read_scalar(reading, node, "default", /*nothing=*/false);
        map_note_word(reading->map, rule->field, node);
    }
    reader_bool(reader, "required", &rule->required);
    if (reader_bool(reader, "optional", &rule->optional) && rule->optional && rule->required)
        json_error(reading->diags, json_node_member(reader->node, "optional"), DIAG_WRONG_VALUE,
                   NULL, "a value is either \"required\" or \"optional\"");
}

static MapRule *read_rule_object(MapReading *reading, const JsonNode *node, MapRule *rule) {
    Reader reader;
    if (!reader_begin(&reader, reading->diags, node, "rule"))
        return NULL;
    read_origin(reading, &reader, rule);
    check_origin(reading, &reader);
    map_read_within(&reader, &rule->of_record);
    read_match(reading, &reader, rule);
    read_aliases(reading, reader_object(&reader, "aliases"), rule);
    const JsonNode *otherwise = reader_node(&reader, "otherwise");
    if (otherwise) {
        rule->otherwise = read_scalar(reading, otherwise, "otherwise", /*nothing=*/true);
        map_note_word(reading->map, rule->field, otherwise);
    }
    if (rule->field->type == MAP_DATE)
        read_formats(reading, &reader, rule);
    if (rule->field->type == MAP_DECIMAL)
        read_decimal(reading, &reader, rule);
    read_absent(reading, &reader, rule);
    map_read_clean(reading, reader_object(&reader, "clean"), &rule->clean);
    return reader_end(&reader) ? rule : NULL;
}

MapRule *map_read_rule(MapReading *reading, const JsonNode *node, const MapField *field) {
    MapRule *rule = arena_new0(reading->map->arena, MapRule);
    *rule = (MapRule){.field = field,
                      .point = '.',
                      .times = decimal_from_integer(1),
                      .clean = reading->map->clean};
    if (json_is_object(node->json))
        return read_rule_object(reading, node, rule);
    rule->from = map_read_pointers(reading, node, field->key, MAP_FIRST_COUNTS, &rule->count);
    return rule->from ? rule : NULL;
}
