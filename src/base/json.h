// Checked reading of JSON. A JsonDoc is a parsed text; a JsonNode is a value in it that knows its
// JSON pointer and, by following that pointer through the text, its place.
//
// A Reader reads one object: what was asked for is read, checked and marked; reader_end reports
// every key that nobody asked for. Absent optional keys keep the default that *out already has.
#pragma once
#include "base/arena.h"
#include "base/diag.h"

#include <jansson.h>

typedef struct JsonDoc JsonDoc;
typedef struct JsonNode JsonNode;

struct JsonNode {
    JsonDoc *doc;
    const JsonNode *parent; // NULL for the root
    const char *key;        // of the member, or NULL in an array
    size_t index;           // in the parent array
    json_t *json;           // borrowed from the document
};

enum {
    JSON_TEXT_LIMIT = 256 << 20, // bytes of one JSON text: above, use JSON Lines
    JSON_DEPTH_LIMIT = 512 // jansson is bounded by JSON_PARSER_MAX_DEPTH (2048); we stop sooner
};

// Parses a text. NULL when it is not JSON (reported with line and column), not UTF-8, has
// duplicate keys, or passes a limit. The document keeps a reference to the source.
JsonDoc *json_doc_parse(Diags *diags, Source *source);
// Reads and parses a file ("-" is standard input). json_doc_load_at also says where the path was
// named (NULL: nowhere), for the message that it cannot be read.
JsonDoc *json_doc_load(Diags *diags, const char *path);
JsonDoc *json_doc_load_at(Diags *diags, const char *path, const Place *at);
// The same for a file of many rows that are alike: two to three times as fast. References to its
// values die with the document.
JsonDoc *json_doc_load_rows(Diags *diags, const char *path, const Place *at);
// One line of a JSON Lines file; `line` is its number there. The text is copied once.
JsonDoc *json_doc_parse_line(Diags *diags, const char *name, const char *text, gsize length,
                             guint line);
// A document over a value built by the program itself: it has no text and so no lines. Takes the
// reference to the value over; the value must not change afterwards.
JsonDoc *json_doc_wrap(json_t *json, const char *name);
void json_doc_free(JsonDoc *doc); // accepts NULL; its nodes die with it
const JsonNode *json_doc_root(const JsonDoc *doc);
Source *json_doc_source(const JsonDoc *doc); // NULL when wrapped

// Children; NULL when absent. The same child asked for twice may be two nodes.
const JsonNode *json_node_member(const JsonNode *node, const char *key);
const JsonNode *json_node_item(const JsonNode *node, size_t index);
size_t json_node_size(const JsonNode *node); // items of an array, members of an object, else 0
// All members in the text's order, but for "$comment", which means nothing:
//   JsonMembers members;
//   json_members_begin(&members, node);
//   while ((child = json_members_next(&members)))
typedef struct {
    const JsonNode *node;
    void *iter;
} JsonMembers;
void json_members_begin(JsonMembers *members, const JsonNode *node);
const JsonNode *json_members_next(JsonMembers *members); // NULL after the last
// The n-th member in the text's order; cheap when called for 0, 1, 2, ...
const JsonNode *json_node_nth_member(const JsonNode *node, size_t index);

// Decodes ~0 and ~1 of one token of a JSON pointer (RFC 6901) in place; false for another ~.
bool json_pointer_unescape(char *token);
// The node's JSON pointer, in the document's memory.
const char *json_node_pointer(const JsonNode *node);
// Where the node's value stands in the text; with key: where its key stands.
Place json_node_place(const JsonNode *node);
Place json_node_key_place(const JsonNode *node);
const char *json_type_name(const json_t *json); // "a string", "an object", "null", ...

// Reports about a node. hint may be NULL.
void json_error(Diags *diags, const JsonNode *node, DiagId id, const char *hint, const char *format,
                ...) G_GNUC_PRINTF(5, 6);
void json_warning(Diags *diags, const JsonNode *node, DiagId id, const char *hint,
                  const char *format, ...) G_GNUC_PRINTF(5, 6);

// Checked conversions of a node; false and reported when it is something else.
// what names the value in the message, e.g. "width".
bool json_read_string(Diags *diags, const JsonNode *node, const char *what, const char **out);
bool json_read_number(Diags *diags, const JsonNode *node, const char *what, double *out);
bool json_read_integer(Diags *diags, const JsonNode *node, const char *what, gint64 min, gint64 max,
                       gint64 *out);
bool json_read_bool(Diags *diags, const JsonNode *node, const char *what, bool *out);

// A closed list of words; ends with a NULL name.
typedef struct {
    const char *name;
    int value;
} Keyword;
bool json_read_keyword(Diags *diags, const JsonNode *node, const char *what, const Keyword *words,
                       int *out);
// The name of a value, or NULL.
const char *keyword_name(const Keyword *words, int value);

enum { READER_KEYS = 128, READER_MEMBERS = 24 };
typedef struct {
    Diags *diags;
    const JsonNode *node;
    const char *what; // what the object is, for messages: "block", "theme", "axis"
    const char *asked[READER_KEYS];
    guint asked_count;
    guint errors_before;
    // The members, found faster in a list than by hashing; of an object that has more, none.
    bool is_listed;
    guint64 starts; // a bit for how each begins: most keys asked for are not there
    guint member_count;
    guint next; // the member behind the one found last, often the next to be asked for
    struct {
        void *iter;
        const char *key;
        guint16 start;
        bool asked;
    } members[READER_MEMBERS];
} Reader;

// Starts reading; false and reported when node is not an object (NULL: not reported).
bool reader_begin(Reader *reader, Diags *diags, const JsonNode *node, const char *what);
// Reports what nobody asked for. True when nothing at all was reported since reader_begin.
bool reader_end(Reader *reader);

// The member, NULL when absent; reader_require also reports that it is absent.
const JsonNode *reader_node(Reader *reader, const char *key);
const JsonNode *reader_require(Reader *reader, const char *key);
// The member if it is an object / array; another type is reported and gives NULL.
const JsonNode *reader_object(Reader *reader, const char *key);
const JsonNode *reader_array(Reader *reader, const char *key);
bool reader_has(Reader *reader, const char *key); // marks the key as asked for
// Each: true when the key is there and good; *out is untouched otherwise.
bool reader_string(Reader *reader, const char *key, const char **out);
bool reader_number(Reader *reader, const char *key, double *out);
bool reader_integer(Reader *reader, const char *key, gint64 min, gint64 max, gint64 *out);
bool reader_bool(Reader *reader, const char *key, bool *out);
bool reader_keyword(Reader *reader, const char *key, const Keyword *words, int *out);
// Marks keys as known without reading them (Vega-Lite members that have no meaning on paper).
void reader_ignore(Reader *reader, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(JsonDoc, json_doc_free)
