// The tree and its text hold the same numbers in the same order, since objects keep the order of
// their members and none has a key twice. So one walk over both gives each number its place. A
// literal counts only when it reads as the double that stands in the tree: where the two orders
// should differ after all, nothing is found.
#include "base/json_literals.h"

#include "base/json_doc.h"

#include <string.h>

typedef struct {
    const char *start;
    gsize length;
} Literal;

struct JsonLiterals {
    GHashTable *places; // json_t -> Literal
    GArray *literals;   // Literal, in the order of the text
};

// Behind the string that begins with the quotation mark at `at`.
static const char *skip_string(const char *at, const char *end) {
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at + 1;
}

static bool is_of_number(char c) {
    return g_ascii_isdigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

// All numbers of a valid text; letters of true, false and null begin none.
static void scan(GArray *literals, const char *text, gsize length) {
    const char *at = text, *end = text + length;
    while (at < end) {
        Literal literal = {at, 0};
        if (*at == '"') {
            at = skip_string(at, end);
        } else if (*at == '-' || g_ascii_isdigit(*at)) {
            while (at < end && is_of_number(*at))
                at++;
            literal.length = (gsize)(at - literal.start);
            g_array_append_val(literals, literal);
        } else {
            at++;
        }
    }
}

static bool reads_as(const Literal *literal, double value) {
    g_autofree char *text = g_strndup(literal->start, literal->length);
    double read = g_ascii_strtod(text, NULL);
    return memcmp(&read, &value, sizeof read) == 0;
}

static void place_number(JsonLiterals *literals, json_t *number, guint *next) {
    if (*next >= literals->literals->len)
        return;
    Literal *literal = &g_array_index(literals->literals, Literal, (*next)++);
    if (json_is_real(number) && reads_as(literal, json_real_value(number)))
        g_hash_table_insert(literals->places, number, literal);
}

// As deep as JSON is read: JSON_DEPTH_LIMIT.
static void place_all(JsonLiterals *literals, json_t *json, guint *next) {
    const char *key;
    size_t index;
    json_t *item;
    if (json_is_number(json))
        place_number(literals, json, next);
    json_object_foreach(json, key, item) {
        place_all(literals, item, next);
    }
    json_array_foreach(json, index, item) {
        place_all(literals, item, next);
    }
}

JsonLiterals *json_literals_new(const JsonNode *root) {
    const JsonDoc *doc = root->doc;
    JsonLiterals *literals = g_new0(JsonLiterals, 1);
    guint next = 0;
    literals->places = g_hash_table_new(g_direct_hash, g_direct_equal);
    literals->literals = g_array_new(FALSE, FALSE, sizeof(Literal));
    if (doc->source->text) {
        scan(literals->literals, doc->source->text + doc->skipped,
             doc->source->length - doc->skipped);
        place_all(literals, doc->root.json, &next);
    }
    return literals;
}

void json_literals_free(JsonLiterals *literals) {
    if (!literals)
        return;
    g_hash_table_destroy(literals->places);
    g_array_unref(literals->literals);
    g_free(literals);
}

const char *json_literals_find(const JsonLiterals *literals, const json_t *number, gsize *length) {
    const Literal *literal = g_hash_table_lookup(literals->places, number);
    *length = literal ? literal->length : 0;
    return literal ? literal->start : NULL;
}
