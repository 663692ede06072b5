// Checked values of a record: texts, ids, dates, links, codes, pointers, words of vocabularies.
// Strings are borrowed from the JSON; limits count characters, as JSON Schema does.
#include "facts/audience.h"
#include "facts/codes.h"
#include "facts/record.h"

#include <string.h>

enum {
    SHOWN_CHARS = 60,     // of a string in a message
    UNKNOWN_LIMIT = 10000 // different unknown words remembered in a run
};

char *record_shorten(const char *text) {
    if (strlen(text) <= SHOWN_CHARS || g_utf8_strlen(text, -1) <= SHOWN_CHARS)
        return g_strdup(text);
    const char *end = g_utf8_offset_to_pointer(text, SHOWN_CHARS);
    return g_strdup_printf("%.*s…", (int)(end - text), text);
}

// Whether there are only the characters of ASCII from space to tilde, eight bytes at a time.
static bool is_printable(const char *text, gsize length) {
    const guint64 high = G_GUINT64_CONSTANT(0x8080808080808080), ones = high >> 7;
    guint64 word, odd = 0;
    for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
        memcpy(&word, text, sizeof word);
        odd |= (word - ones * 0x20) | (word + ones) | word; // below space, DEL, above
    }
    for (; length; length--, text++)
        odd |= *text < 0x20 || *text == 0x7F ? high : 0;
    return !(odd & high);
}

// The first control character but tab and line break, or 0. C1 controls are C2 80 to C2 9F.
static gunichar find_control(const char *text) {
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if ((*p < 0x20 && *p != '\t' && *p != '\n' && *p != '\r') || *p == 0x7F)
            return *p;
        if (*p == 0xC2 && p[1] < 0xA0)
            return p[1];
        if (*p == 0xE2 && p[1] == 0x80 && (p[2] == 0xAD || p[2] == 0xAE)) // overrides of direction
            return 0x2000 | (p[2] & 0x3Fu);
    }
    return 0;
}

static bool is_blank(const char *text) {
    while (*text && g_unichar_isspace(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    return !*text;
}

// What to do about a text that says nothing, by what it is.
static const char *empty_hint(const char *what) {
    static const struct {
        const char *what, *hint;
    } hints[] = {{"title", "a few words say what it is about"},
                 {"party", "name it, or take it out of the list"},
                 {"name", "name it, or leave it out"},
                 {"id", "an id is short and stays the same, such as \"pk-cn-dam\""}};
    for (guint i = 0; i < G_N_ELEMENTS(hints); i++)
        if (strcmp(hints[i].what, what) == 0)
            return hints[i].hint;
    return "leave it out when it is not known";
}

static bool report_length(RecordContext *context, const JsonNode *node, const char *what,
                          glong limit) {
    const char *text = json_string_value(node->json);
    if (is_blank(text))
        json_error(context->diags, node, DIAG_WRONG_VALUE, empty_hint(what), "\"%s\" is empty",
                   what);
    else
        json_error(context->diags, node, DIAG_TOO_LARGE, NULL,
                   "\"%s\" has %ld characters, at most %ld are read", what, g_utf8_strlen(text, -1),
                   limit);
    return false;
}

static void report_control(RecordContext *context, const JsonNode *node, const char *what) {
    gunichar control = find_control(json_string_value(node->json));
    if (control)
        json_warning(context->diags, node, DIAG_WRONG_VALUE, NULL,
                     "\"%s\" holds the control character U+%04X, which is kept", what, control);
}

static bool check_string(RecordContext *context, const JsonNode *node, const char *what,
                         glong limit, const char **out) {
    const char *text;
    if (!json_read_string(context->diags, node, what, &text))
        return false;
    gsize length = json_string_length(node->json);
    bool is_around = g_str_has_suffix(what, "fix"); // prefix and suffix may be a space
    bool may_be_blank = !is_around && (g_ascii_isspace(*text) || (guchar)*text >= 0x80);
    if (length == 0 || (may_be_blank && is_blank(text)) ||
        (length > (gsize)limit && g_utf8_strlen(text, -1) > limit))
        return report_length(context, node, what, limit);
    if (!context->dirt && !is_printable(text, length)) // of dirt it is counted when it is mapped
        report_control(context, node, what);
    *out = text;
    return true;
}

bool record_check_text(RecordContext *context, const JsonNode *node, const char *what,
                       const char **out) {
    return check_string(context, node, what, FACTS_TEXT_LIMIT, out);
}

bool record_text(RecordContext *context, Reader *reader, const char *key, const char **out) {
    const JsonNode *node = reader_node(reader, key);
    return node && record_check_text(context, node, key, out);
}

bool record_id(RecordContext *context, const JsonNode *node, const char *what, const char **out) {
    return check_string(context, node, what, FACTS_ID_LIMIT, out);
}

// A text that some check has to accept; expected is what the message says otherwise.
typedef struct {
    bool (*accepts)(const char *text);
    DiagId id;
    const char *expected;
    char *(*suggest)(const char *text); // a hint for what is not accepted, or NULL; or none
} TextRule;

static bool read_by_rule(RecordContext *context, Reader *reader, const char *key,
                         const TextRule *rule, const char **out) {
    const char *text;
    if (!record_text(context, reader, key, &text))
        return false;
    if (!rule->accepts(text)) {
        g_autofree char *shown = record_shorten(text);
        g_autofree char *hint = rule->suggest ? rule->suggest(text) : NULL;
        json_error(context->diags, json_node_member(reader->node, key), rule->id, hint,
                   "\"%s\" is \"%s\", expected %s", key, shown, rule->expected);
        return false;
    }
    *out = text;
    return true;
}

static bool has_space(const char *text) {
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (g_unichar_isspace(g_utf8_get_char(p)))
            return true;
    return false;
}

static bool is_web_address(const char *text) {
    const char *rest = g_str_has_prefix(text, "https://")  ? text + strlen("https://")
                       : g_str_has_prefix(text, "http://") ? text + strlen("http://")
                                                           : "";
    return *rest && !has_space(rest);
}

bool record_url(RecordContext *context, Reader *reader, const char *key, const char **out) {
    static const TextRule rule = {.accepts = is_web_address,
                                  .id = DIAG_BAD_LINK,
                                  .expected = "a web address that begins with http:// or https://"};
    return read_by_rule(context, reader, key, &rule, out);
}

// Subtags of 1 to 8 letters or digits, the first of 2 to 8 letters (BCP 47, roughly).
static bool is_language_tag(const char *text) {
    const char *p = text;
    while (g_ascii_isalpha(*p))
        p++;
    if (p - text < 2 || p - text > 8)
        return false;
    while (*p == '-') {
        const char *start = ++p;
        while (g_ascii_isalnum(*p))
            p++;
        if (p == start || p - start > 8)
            return false;
    }
    return *p == '\0';
}

bool record_language(RecordContext *context, Reader *reader, const char *key, const char **out) {
    static const TextRule rule = {.accepts = is_language_tag,
                                  .id = DIAG_WRONG_VALUE,
                                  .expected =
                                      "a language tag (BCP 47) such as \"en\" or \"zh-Hans\""};
    return read_by_rule(context, reader, key, &rule, out);
}

static bool is_sha256(const char *text) {
    return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

bool record_sha256(RecordContext *context, Reader *reader, const char *key, const char **out) {
    static const TextRule rule = {.accepts = is_sha256,
                                  .id = DIAG_WRONG_VALUE,
                                  .expected = "64 hexadecimal digits in lower case"};
    return read_by_rule(context, reader, key, &rule, out);
}

// Whether the word is new in this run and its message would be kept.
static bool is_worth_saying(RecordContext *context, const char *word, const char *message) {
    g_autofree char *key = g_strconcat(message, "\n", word, NULL);
    if (g_hash_table_contains(context->unknown, key))
        return false;
    if (g_hash_table_size(context->unknown) < UNKNOWN_LIMIT)
        g_hash_table_add(context->unknown, g_steal_pointer(&key));
    if (diags_wants(context->diags, DIAG_WARNING))
        return true;
    diag_count(context->diags, DIAG_WARNING, DIAG_UNKNOWN_TERM);
    return false;
}

static void say_unknown(RecordContext *context, const JsonNode *node, const char *word,
                        const char *hint, const char *message) {
    g_autofree char *shown = record_shorten(word);
    json_warning(context->diags, node, DIAG_UNKNOWN_TERM, hint,
                 "\"%s\" %s; it is kept as it stands", shown, message);
}

static void report_unknown_code(RecordContext *context, const JsonNode *node, const char *code,
                                const char *hint, const char *message) {
    if (is_worth_saying(context, code, message))
        say_unknown(context, node, code, hint, message);
}

bool record_currency(RecordContext *context, Reader *reader, const char *key, const char **out) {
    static const TextRule rule = {.accepts = codes_is_currency_form,
                                  .id = DIAG_BAD_AMOUNT,
                                  .expected = "three capital letters (ISO 4217)",
                                  .suggest = codes_suggest_currency};
    if (!read_by_rule(context, reader, key, &rule, out))
        return false;
    if (codes_is_currency(*out))
        return true;
    g_autofree char *hint = codes_suggest_currency(*out);
    report_unknown_code(context, json_node_member(reader->node, key), *out, hint,
                        "is no currency code of ISO 4217");
    return true;
}

bool record_country(RecordContext *context, Reader *reader, const char *key, const char **out) {
    static const TextRule rule = {.accepts = codes_is_country_form,
                                  .id = DIAG_WRONG_VALUE,
                                  .expected = "two capital letters (ISO 3166-1)"};
    if (!read_by_rule(context, reader, key, &rule, out))
        return false;
    if (!codes_is_country(*out))
        report_unknown_code(context, json_node_member(reader->node, key), *out, NULL,
                            "is no country code of ISO 3166-1");
    return true;
}

// "03/12/2024", "3.12.2024": which is the month, nobody can know.
static bool is_day_first(const char *text) {
    static const char digits[] = "0123456789";
    for (guint i = 0; i < 2; i++) {
        gsize length = strspn(text, digits);
        if (length < 1 || length > 2 || !strchr("/.-", text[length]) || !text[length])
            return false;
        text += length + 1;
    }
    gsize length = strspn(text, digits);
    return (length == 2 || length == 4) && text[length] == '\0';
}

// EDTF has a few forms more than facts: times of day, years before 0, intervals with an end that is
// left empty. NULL when the text is none of these.
static const char *other_form(const char *text) {
    if (strchr(text, 'T'))
        return "a date has no time of day";
    if (is_day_first(text))
        return "the year goes first, then month and day";
    if (*text == '-')
        return "years before 0 are not read";
    if (*text == '/' || g_str_has_suffix(text, "/"))
        return "an open end is written as ..";
    return NULL;
}

// With what was meant, where that is certain; a part of EDTF is explained to who writes EDTF.
static void report_date(RecordContext *context, const JsonNode *node, const char *text,
                        const char *problem) {
    static const char forms[] =
        "write EDTF: 2025-07-08, 2025-07, 2025, 197X, 2025-22 (summer), 2024/2025, 2025/..";
    g_autofree char *shown = record_shorten(text), *meant = record_suggest_date(text);
    g_autofree char *hint = meant ? g_strdup_printf("write \"%s\"", meant) : NULL;
    if (meant)
        problem = "expected a date as EDTF writes it";
    json_error(context->diags, node, DIAG_BAD_DATE, hint ? hint : forms, "\"%s\" is \"%s\"%s %s",
               node->key ? node->key : "date", shown, meant ? "," : ":",
               problem ? problem : "this is no date");
}

bool record_date(RecordContext *context, Reader *reader, const char *key, FactDate *out) {
    const char *text, *problem = NULL;
    if (!record_text(context, reader, key, &text))
        return false;
    FactDate date = {.text = text};
    problem = other_form(text);
    if (!problem && edtf_parse(text, &date.edtf, &problem)) {
        *out = date;
        return true;
    }
    report_date(context, json_node_member(reader->node, key), text, problem);
    return false;
}

// --- pointers ---

// An array index as RFC 6901 has it: no sign, no leading zeros. -1 when it is none.
static gint64 token_index(const char *token) {
    gsize length = strlen(token);
    if (length == 0 || length > 9 || strspn(token, "0123456789") != length ||
        (token[0] == '0' && length > 1))
        return -1;
    return g_ascii_strtoll(token, NULL, 10);
}

static json_t *enter(json_t *json, const char *token) {
    if (!json_is_array(json))
        return json_object_get(json, token); // NULL when json is no object
    gint64 index = token_index(token);
    return index < 0 ? NULL : json_array_get(json, (size_t)index);
}

json_t *record_follow(json_t *json, const char *pointer, bool *malformed) {
    *malformed = *pointer && *pointer != '/';
    if (*malformed || !*pointer)
        return *malformed ? NULL : json;
    g_auto(GStrv) tokens = g_strsplit(pointer + 1, "/", -1);
    for (char **token = tokens; *token; token++) {
        if (!json_pointer_unescape(*token)) {
            *malformed = true;
            return NULL;
        }
        json = json ? enter(json, *token) : NULL;
    }
    if (!tokens[0]) // "/" is the member with the empty name
        json = enter(json, "");
    return json;
}

bool record_pointer(RecordContext *context, Reader *reader, const char *key, const char **out) {
    const JsonNode *node = reader_node(reader, key);
    const char *pointer;
    bool malformed;
    if (!node || !json_read_string(context->diags, node, key, &pointer))
        return false;
    if (json_string_length(node->json) && !record_check_text(context, node, key, &pointer))
        return false;
    if (record_follow(context->root->json, pointer, &malformed)) {
        *out = pointer;
        return true;
    }
    g_autofree char *shown = record_shorten(pointer);
    if (malformed)
        json_error(context->diags, node, DIAG_WRONG_VALUE,
                   "a JSON pointer looks like \"/status\" or \"/amounts/0\"",
                   "\"%s\" is \"%s\", expected a JSON pointer inside the record", key, shown);
    else
        json_error(context->diags, node, DIAG_DANGLING_ID, NULL,
                   "\"%s\" is \"%s\", which is not in this record", key, shown);
    return false;
}

// --- words ---

const char *record_term(RecordContext *context, const JsonNode *node, VocabularyKind kind,
                        const char *word) {
    const Term *term = vocabulary_find(context->vocabularies, kind, word);
    if (term)
        return term->code;
    if (context->dirt) {
        dirt_add(context->dirt, DIRT_TERM, vocabulary_noun(kind), word, context->place);
        return word;
    }
    g_autofree char *message = g_strdup_printf("is no %s of the vocabulary", vocabulary_noun(kind));
    if (is_worth_saying(context, word, message)) {
        g_autofree char *hint = vocabulary_suggest(context->vocabularies, kind, word);
        say_unknown(context, node, word, hint, message);
    }
    return word;
}

void record_audience(RecordContext *context, Reader *reader) {
    const char *word;
    if (!record_text(context, reader, "audience", &word))
        return;
    const JsonNode *node = json_node_member(reader->node, "audience");
    record_term(context, node, VOCABULARY_AUDIENCES, word);
    const Term *term = audience_term(context->vocabularies, word);
    if (!context->audience || (term && term->order > context->audience->order))
        context->audience = term;
}

// --- lists ---

const JsonNode *record_list(RecordContext *context, Reader *reader, const char *key, guint *count) {
    *count = 0;
    const JsonNode *array = reader_array(reader, key);
    if (!array)
        return NULL;
    size_t size = json_node_size(array);
    if (size > FACTS_ITEMS_LIMIT) {
        json_error(context->diags, array, DIAG_TOO_LARGE, NULL,
                   "\"%s\" has %zu items, at most %d are read", key, size, FACTS_ITEMS_LIMIT);
        return NULL;
    }
    *count = (guint)size;
    return array;
}

static void read_inference(RecordContext *context, const JsonNode *node, Inference *out) {
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "inferred item"))
        return;
    if (reader_require(&reader, "field"))
        record_pointer(context, &reader, "field", &out->field);
    if (reader_require(&reader, "from"))
        record_text(context, &reader, "from", &out->from);
    reader_end(&reader);
}

void record_inferences(RecordContext *context, Reader *reader, const Inference **out,
                       guint *count) {
    const JsonNode *array = record_list(context, reader, "inferred", count);
    Inference *list = arena_array(context->arena, Inference, *count);
    for (guint i = 0; i < *count; i++)
        read_inference(context, json_node_item(array, i), &list[i]);
    *out = list;
}
