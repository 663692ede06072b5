// jansson takes about a hundred instructions for each byte of a text, and the records of one file
// say the same again and again: keys, codes, currencies, names. So a text is cut at its brackets,
// commas and colons into pieces, each a string, a number or a word. jansson makes the value of each
// piece that is new, and puts the values together; a piece that was there before has its value
// already. What is cut wrongly here is no value to jansson, and then the whole text is left to it:
// nothing is accepted that it would not accept.
//
// The second time that a piece is met its value is kept; most that are met once are not met again.
// Values are dropped with their memory and never given back one by one, so sharing needs no counts.
#include "base/json_pieces.h"

#include <glib.h>
#include <string.h>

enum {
    PIECE_MAX = 96,       // bytes; a longer text is seldom there again
    TABLE_SIZE = 1024,    // kept pieces; a power of two, as the next
    SEEN_SIZE = 4096,     // pieces met once
    KEPT_MAX = 256 << 10, // bytes of kept values
    DEPTH_MAX = 32
};

typedef struct {
    guint64 hash;
    size_t length; // 0: none
    const char *text;
    json_t *json;
} Piece;

struct JsonPieces {
    JsonMemory *kept;
    Piece table[TABLE_SIZE];
    guint32 seen[SEEN_SIZE]; // upper halves of hashes
};

// A text being read.
typedef struct {
    JsonPieces *pieces;
    const char *at, *end;
    guint depth;
} Cut;

JsonPieces *json_pieces_new(void) {
    JsonPieces *pieces = g_new0(JsonPieces, 1);
    pieces->kept = json_memory_new();
    return pieces;
}

void json_pieces_free(JsonPieces *pieces) {
    if (!pieces)
        return;
    json_memory_free(pieces->kept);
    g_free(pieces);
}

void json_pieces_begin(JsonPieces *pieces) {
    if (json_memory_used(pieces->kept) <= KEPT_MAX)
        return;
    json_memory_reset(pieces->kept);
    memset(pieces->table, 0, sizeof pieces->table);
}

// --- pieces ---

// Eight bytes at a time. Who makes texts with equal hashes makes this slower, and no more.
static guint64 hash_bytes(const char *text, size_t length) {
    const guint64 factor = G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
    guint64 word, hash = length * factor;
    for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
        memcpy(&word, text, sizeof word);
        hash = (hash ^ word) * factor;
        hash ^= hash >> 29;
    }
    word = 0;
    memcpy(&word, text, length);
    hash = (hash ^ word) * factor;
    return hash ^ hash >> 32;
}

// A whole number that fits; false: it is something else, or jansson must see it.
static bool read_whole(const char *text, size_t length, json_int_t *out) {
    if (length > 18 || (length > 1 && *text == '0'))
        return false;
    *out = 0;
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isdigit(text[i]))
            return false;
        *out = *out * 10 + (text[i] - '0');
    }
    return true;
}

// A string without a backslash means what it holds: jansson checks that and copies it, which for a
// long text is a tenth of the work of reading it byte by byte.
static json_t *load(const char *text, size_t length) {
    json_int_t whole;
    if (read_whole(text, length, &whole))
        return json_integer(whole);
    if (*text == '"' && !memchr(text, '\\', length))
        return json_stringn(text + 1, length - 2);
    return json_loadb(text, length, JSON_DECODE_ANY, NULL);
}

static json_t *load_kept(JsonPieces *pieces, Piece *piece, const char *text) {
    JsonMemory *before = json_memory_fill(pieces->kept);
    piece->json = load(text, piece->length);
    piece->text = memcpy(json_memory_take(pieces->kept, piece->length), text, piece->length);
    json_memory_fill(before);
    if (!piece->json)
        piece->length = 0;
    return piece->json;
}

// NULL when it is no value.
static json_t *read_piece(JsonPieces *pieces, const char *text, size_t length) {
    if (length > PIECE_MAX)
        return load(text, length);
    guint64 hash = hash_bytes(text, length);
    Piece *piece = &pieces->table[hash % TABLE_SIZE];
    if (piece->hash == hash && piece->length == length && memcmp(piece->text, text, length) == 0)
        return piece->json;
    guint32 *seen = &pieces->seen[hash % SEEN_SIZE];
    if (*seen != (guint32)(hash >> 32)) {
        *seen = (guint32)(hash >> 32);
        return load(text, length);
    }
    *piece = (Piece){.hash = hash, .length = length};
    return load_kept(pieces, piece, text);
}

// --- cutting ---

static json_t *read_value(Cut *cut);

// The NUL behind the text ends it.
static inline void skip_space(Cut *cut) {
    while (*cut->at == ' ' || *cut->at == '\t' || *cut->at == '\n' || *cut->at == '\r')
        cut->at++;
}

// Over the byte and the space around it, if it is there.
static inline bool skip_byte(Cut *cut, char byte) {
    skip_space(cut);
    if (*cut->at != byte)
        return false;
    cut->at++;
    skip_space(cut);
    return true;
}

// A bit is set in each byte of the word that is `byte`, and perhaps in bytes above one that is.
static inline guint64 find_byte(guint64 word, guint64 byte) {
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
    word ^= ones * byte;
    return (word - ones) & ~word & ones << 7;
}

// The same for bytes below the space, which no string may hold.
static inline guint64 find_control(guint64 word) {
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
    return (word - ones * ' ') & ~word & ones << 7;
}

// The first quotation mark, backslash or control character, or the end.
static const char *find_mark(const char *at, const char *end) {
    guint64 word;
    for (; (size_t)(end - at) >= sizeof word; at += sizeof word) {
        memcpy(&word, at, sizeof word);
        word = GUINT64_FROM_LE(word);
        guint64 found = find_byte(word, '"') | find_byte(word, '\\') | find_control(word);
        if (found)
            return at + __builtin_ctzll(found) / 8;
    }
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= ' ')
        at++;
    return at;
}

static json_t *read_string(Cut *cut) {
    const char *start = cut->at, *mark = find_mark(start + 1, cut->end);
    while (cut->end - mark >= 2 && *mark == '\\')
        mark = find_mark(mark + 2, cut->end);
    if (mark == cut->end || *mark != '"')
        return NULL;
    cut->at = mark + 1;
    return read_piece(cut->pieces, start, (size_t)(cut->at - start));
}

// A number, true, false, null.
static json_t *read_word(Cut *cut) {
    const char *start = cut->at;
    while (cut->at < cut->end &&
           (g_ascii_isalnum(*cut->at) || *cut->at == '-' || *cut->at == '+' || *cut->at == '.'))
        cut->at++;
    return cut->at > start ? read_piece(cut->pieces, start, (size_t)(cut->at - start)) : NULL;
}

static bool read_member(Cut *cut, json_t *object) {
    size_t count = json_object_size(object);
    json_t *key = *cut->at == '"' ? read_string(cut) : NULL;
    json_t *value = key && skip_byte(cut, ':') ? read_value(cut) : NULL;
    return value &&
           json_object_setn_new_nocheck(object, json_string_value(key), json_string_length(key),
                                        value) == 0 &&
           json_object_size(object) > count; // else the key was there before
}

static json_t *read_object(Cut *cut) {
    json_t *object = json_object();
    cut->at++;
    skip_space(cut);
    if (skip_byte(cut, '}'))
        return object;
    do
        if (!read_member(cut, object))
            return NULL;
    while (skip_byte(cut, ','));
    return skip_byte(cut, '}') ? object : NULL;
}

static json_t *read_array(Cut *cut) {
    json_t *array = json_array();
    cut->at++;
    skip_space(cut);
    if (skip_byte(cut, ']'))
        return array;
    do {
        json_t *value = read_value(cut);
        if (!value || json_array_append_new(array, value) != 0)
            return NULL;
    } while (skip_byte(cut, ','));
    return skip_byte(cut, ']') ? array : NULL;
}

static json_t *read_value(Cut *cut) {
    json_t *json = NULL;
    if (cut->depth == DEPTH_MAX)
        return NULL;
    cut->depth++;
    switch (*cut->at) {
    case '{':
        json = read_object(cut);
        break;
    case '[':
        json = read_array(cut);
        break;
    case '"':
        json = read_string(cut);
        break;
    default:
        json = read_word(cut);
        break;
    }
    cut->depth--;
    return json;
}

json_t *json_pieces_load(JsonPieces *pieces, JsonMemory *memory, const char *text, size_t length) {
    Cut cut = {pieces, text, text + length, 0};
    JsonMemory *before = json_memory_fill(memory);
    skip_space(&cut);
    json_t *json = read_value(&cut);
    skip_space(&cut);
    json_memory_fill(before);
    return cut.at == cut.end ? json : NULL;
}
