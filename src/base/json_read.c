// Checked conversions of nodes, and the reader that doubles as the schema: what was asked for is
// what is allowed, so unknown keys and their suggestions need no second list.
#include "base/json_doc.h"
#include "base/suggest.h"

#include <math.h>
#include <string.h>

enum {
    NAMES_SHOWN = 12, // of a list of allowed names
    VALUE_SHOWN = 60, // bytes of a string in a message
    EXACT_BITS = 53   // whole doubles below 2^53 are exact
};

// A string value as a message shows it: in quotes, cut when long. New string.
static char *quote_value(const char *value) {
    gsize length = strlen(value);
    if (length <= VALUE_SHOWN)
        return g_strdup_printf("\"%s\"", value);
    gsize cut = VALUE_SHOWN;
    while (cut > 0 && ((unsigned char)value[cut] & 0xC0) == 0x80)
        cut--;
    return g_strdup_printf("\"%.*s…\"", (int)cut, value);
}

static bool wrong_type(Diags *diags, const JsonNode *node, const char *what, const char *expected) {
    json_error(diags, node, DIAG_WRONG_TYPE, NULL, "\"%s\" is %s, expected %s", what,
               json_type_name(node->json), expected);
    return false;
}

bool json_read_string(Diags *diags, const JsonNode *node, const char *what, const char **out) {
    if (!json_is_string(node->json))
        return wrong_type(diags, node, what, "a string");
    *out = json_string_value(node->json);
    return true;
}

bool json_read_number(Diags *diags, const JsonNode *node, const char *what, double *out) {
    if (!json_is_number(node->json))
        return wrong_type(diags, node, what, "a number");
    *out = json_number_value(node->json);
    return true;
}

static bool whole_value(const json_t *json, gint64 *out) {
    if (json_is_integer(json)) {
        *out = json_integer_value(json);
        return true;
    }
    double real = json_real_value(json);
    if (real != trunc(real) || fabs(real) > ldexp(1, EXACT_BITS))
        return false;
    *out = (gint64)real;
    return true;
}

// "a whole number from 1 to 6"; new string.
static char *range_text(gint64 min, gint64 max) {
    if (min == max)
        return g_strdup_printf("%" G_GINT64_FORMAT, min);
    if (min == G_MININT64 && max == G_MAXINT64)
        return g_strdup("a whole number");
    if (max == G_MAXINT64)
        return g_strdup_printf("a whole number of at least %" G_GINT64_FORMAT, min);
    if (min == G_MININT64)
        return g_strdup_printf("a whole number of at most %" G_GINT64_FORMAT, max);
    return g_strdup_printf("a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min,
                           max);
}

bool json_read_integer(Diags *diags, const JsonNode *node, const char *what, gint64 min, gint64 max,
                       gint64 *out) {
    gint64 value = 0;
    if (json_is_number(node->json) && whole_value(node->json, &value) && value >= min &&
        value <= max) {
        *out = value;
        return true;
    }
    g_autofree char *expected = range_text(min, max);
    if (!json_is_number(node->json))
        return wrong_type(diags, node, what, expected);
    g_autofree char *found = json_dumps(node->json, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    json_error(diags, node, DIAG_WRONG_VALUE, NULL, "\"%s\" is %s, expected %s", what, found,
               expected);
    return false;
}

bool json_read_bool(Diags *diags, const JsonNode *node, const char *what, bool *out) {
    if (!json_is_boolean(node->json))
        return wrong_type(diags, node, what, "true or false");
    *out = json_is_true(node->json);
    return true;
}

// The names as "a, b, c", the first NAMES_SHOWN of them. New string.
static char *list_names(const GPtrArray *names) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < names->len && i < NAMES_SHOWN; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", (char *)g_ptr_array_index(names, i));
    if (names->len > NAMES_SHOWN)
        g_string_append(out, ", …");
    return g_string_free(out, FALSE);
}

static void wrong_keyword(Diags *diags, const JsonNode *node, const char *what,
                          const Keyword *words) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (; words->name; words++)
        g_ptr_array_add(names, (char *)words->name);
    g_autofree char *list = list_names(names);
    if (!json_is_string(node->json)) {
        json_error(diags, node, DIAG_WRONG_TYPE, NULL, "\"%s\" is %s, expected one of: %s", what,
                   json_type_name(node->json), list);
        return;
    }
    const char *value = json_string_value(node->json);
    g_autofree char *quoted = quote_value(value);
    g_autofree char *hint = suggest_hint(value, (const char *const *)names->pdata, names->len);
    json_error(diags, node, DIAG_WRONG_VALUE, hint, "\"%s\" is %s, expected one of: %s", what,
               quoted, list);
}

bool json_read_keyword(Diags *diags, const JsonNode *node, const char *what, const Keyword *words,
                       int *out) {
    const char *value = json_string_value(node->json);
    for (const Keyword *word = words; value && word->name; word++) {
        if (strcmp(word->name, value) == 0) {
            *out = word->value;
            return true;
        }
    }
    wrong_keyword(diags, node, what, words);
    return false;
}

const char *keyword_name(const Keyword *words, int value) {
    for (; words->name; words++)
        if (words->value == value)
            return words->name;
    return NULL;
}

// The first two characters of a key.
static inline guint16 key_start(const char *key) {
    return (guint16)(*key ? (guchar)key[0] | (guchar)key[1] << 8 : 0);
}

// One of 64 bits.
static inline guint64 start_bit(guint16 start) {
    return G_GUINT64_CONSTANT(1) << (start * 0x9E37U >> 10 & 63);
}

static void list_members(Reader *reader) {
    json_t *json = reader->node->json;
    reader->is_listed = json_object_size(json) <= READER_MEMBERS;
    if (!reader->is_listed) {
        reader->starts = G_MAXUINT64; // any key may be there
        return;
    }
    for (void *iter = json_object_iter(json); iter; iter = json_object_iter_next(json, iter)) {
        guint index = reader->member_count++;
        reader->members[index].iter = iter;
        reader->members[index].key = json_object_iter_key(iter);
        reader->members[index].start = key_start(reader->members[index].key);
        reader->members[index].asked = false;
        reader->starts |= start_bit(reader->members[index].start);
    }
}

bool reader_begin(Reader *reader, Diags *diags, const JsonNode *node, const char *what) {
    reader->diags = diags;
    reader->node = node;
    reader->what = what;
    reader->asked_count = 0;
    reader->errors_before = diags_errors(diags);
    reader->member_count = 0;
    reader->next = 0;
    reader->starts = 0;
    reader->is_listed = false;
    if (!node)
        return false;
    if (json_is_object(node->json)) {
        list_members(reader);
        return true;
    }
    json_error(diags, node, DIAG_WRONG_TYPE, NULL, "%s is %s, expected an object", what,
               json_type_name(node->json));
    return false;
}

static bool is_asked(const Reader *reader, const char *key) {
    for (guint i = 0; i < reader->asked_count; i++)
        if (strcmp(reader->asked[i], key) == 0)
            return true;
    return false;
}

// Keeps each key once; only done when the list is full or printed, since most are asked once.
static void drop_repeated(Reader *reader) {
    guint count = reader->asked_count;
    reader->asked_count = 0;
    for (guint i = 0; i < count; i++)
        if (!is_asked(reader, reader->asked[i]))
            reader->asked[reader->asked_count++] = reader->asked[i];
}

static void make_room(Reader *reader) {
    drop_repeated(reader);
    g_assert(reader->asked_count < READER_KEYS);
}

// Apart from ask, which mostly does not come so far and then needs no stack.
static G_GNUC_NO_INLINE void *find_member(Reader *reader, const char *key, guint16 start) {
    if (!reader->is_listed)
        return json_object_iter_at(reader->node->json, key);
    for (guint left = reader->member_count, i = reader->next; left; left--, i++) {
        if (i >= reader->member_count)
            i = 0;
        if (reader->members[i].start == start && strcmp(reader->members[i].key, key) == 0) {
            reader->next = i + 1;
            reader->members[i].asked = true;
            return reader->members[i].iter;
        }
    }
    return NULL;
}

// Notes the key as asked for; the place in the object of the member that has it, or NULL.
static inline void *ask(Reader *reader, const char *key) {
    if (reader->asked_count == READER_KEYS)
        make_room(reader);
    reader->asked[reader->asked_count++] = key;
    guint16 start = key_start(key);
    return reader->starts & start_bit(start) ? find_member(reader, key, start) : NULL;
}

void reader_ignore(Reader *reader, const char *key) {
    ask(reader, key);
}

static char *unknown_key_hint(Reader *reader, const char *key) {
    char *hint = suggest_hint(key, reader->asked, reader->asked_count);
    if (hint || reader->asked_count == 0)
        return hint;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < reader->asked_count; i++)
        g_ptr_array_add(names, (char *)reader->asked[i]);
    g_autofree char *list = list_names(names);
    return g_strconcat("allowed here: ", list, NULL);
}

static void report_unknown_key(Reader *reader, const JsonNode *member) {
    if (!diags_wants(reader->diags, DIAG_ERROR)) {
        diag_count(reader->diags, DIAG_ERROR, DIAG_UNKNOWN_KEY);
        return;
    }
    drop_repeated(reader);
    g_autofree char *hint = unknown_key_hint(reader, member->key);
    g_autofree char *quoted = quote_value(member->key);
    Place place = json_node_key_place(member);
    diag_error(reader->diags, DIAG_UNKNOWN_KEY, &place, hint, "unknown key %s in %s", quoted,
               reader->what);
}

static bool is_always_allowed(const JsonNode *object, const char *key) {
    return strcmp(key, "$comment") == 0 || (!object->parent && strcmp(key, "$schema") == 0);
}

static void check_key(Reader *reader, const char *key) {
    if (!is_always_allowed(reader->node, key))
        report_unknown_key(reader, json_node_member(reader->node, key));
}

bool reader_end(Reader *reader) {
    json_t *json = reader->node->json;
    for (guint i = 0; i < reader->member_count; i++)
        if (!reader->members[i].asked)
            check_key(reader, reader->members[i].key);
    void *iter = reader->is_listed ? NULL : json_object_iter(json);
    for (; iter; iter = json_object_iter_next(json, iter))
        if (!is_asked(reader, json_object_iter_key(iter)))
            check_key(reader, json_object_iter_key(iter));
    return diags_errors(reader->diags) == reader->errors_before;
}

const JsonNode *reader_node(Reader *reader, const char *key) {
    void *iter = ask(reader, key);
    return iter ? json_node_at(reader->node, iter) : NULL;
}

const JsonNode *reader_require(Reader *reader, const char *key) {
    const JsonNode *node = reader_node(reader, key);
    if (!node)
        json_error(reader->diags, reader->node, DIAG_MISSING_KEY, NULL, "%s lacks \"%s\"",
                   reader->what, key);
    return node;
}

const JsonNode *reader_object(Reader *reader, const char *key) {
    const JsonNode *node = reader_node(reader, key);
    if (!node || json_is_object(node->json))
        return node;
    wrong_type(reader->diags, node, key, "an object");
    return NULL;
}

const JsonNode *reader_array(Reader *reader, const char *key) {
    const JsonNode *node = reader_node(reader, key);
    if (!node || json_is_array(node->json))
        return node;
    const char *text = json_string_value(node->json);
    bool is_one = text && strlen(text) <= VALUE_SHOWN && !strpbrk(text, ",;");
    g_autofree char *quoted = is_one ? quote_value(text) : NULL;
    g_autofree char *hint = text && !is_one ? g_strdup("write a list with a text for each item: "
                                                       "[\"...\", \"...\"]")
                            : quoted        ? g_strdup_printf("write a list: [%s]", quoted)
                                            : NULL;
    json_error(reader->diags, node, DIAG_WRONG_TYPE, hint, "\"%s\" is %s, expected an array", key,
               json_type_name(node->json));
    return NULL;
}

bool reader_has(Reader *reader, const char *key) {
    return ask(reader, key) != NULL;
}

bool reader_string(Reader *reader, const char *key, const char **out) {
    const JsonNode *node = reader_node(reader, key);
    return node && json_read_string(reader->diags, node, key, out);
}

bool reader_number(Reader *reader, const char *key, double *out) {
    const JsonNode *node = reader_node(reader, key);
    return node && json_read_number(reader->diags, node, key, out);
}

bool reader_integer(Reader *reader, const char *key, gint64 min, gint64 max, gint64 *out) {
    const JsonNode *node = reader_node(reader, key);
    return node && json_read_integer(reader->diags, node, key, min, max, out);
}

bool reader_bool(Reader *reader, const char *key, bool *out) {
    const JsonNode *node = reader_node(reader, key);
    return node && json_read_bool(reader->diags, node, key, out);
}

bool reader_keyword(Reader *reader, const char *key, const Keyword *words, int *out) {
    const JsonNode *node = reader_node(reader, key);
    return node && json_read_keyword(reader->diags, node, key, words, out);
}
