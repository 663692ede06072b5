// jansson takes about a hundred instructions for each byte of a text, and the records of one file
// say the same again and again: keys, codes, currencies, names. So a text is cut at its brackets,
// commas and colons into pieces, each a string, a number or a word. jansson makes the value of each
// piece that is new, and puts the values together; a piece that was there before has its value
// already, and so has a short object or array. What is cut wrongly here is no value to jansson, and
// then the whole text is left to it: nothing is accepted that it would not accept.
//
// The second time that a piece is met its value is kept; most that are met once are not met again.
// Values are dropped with their memory and never given back one by one, so sharing needs no counts.
#include "base/json_pieces.h"

#include <glib.h>
#include <string.h>

enum {
    PIECE_MAX = 96,       // bytes; a longer text is seldom there again
    FLAT_MAX = 256,       // of an object or an array
    TABLE_SIZE = 1024,    // kept pieces; a power of two, as the next
    SEEN_SIZE = 4096,     // pieces met once
    KEPT_MAX = 512 << 10, // bytes of kept values
    DEPTH_MAX = 32
};

typedef enum {
    PIECE_WORD,   // a number, true, false, null; whatever is no string
    PIECE_ASCII,  // a string of ASCII without a backslash
    PIECE_PLAIN,  // another string without a backslash
    PIECE_ESCAPED // one that has some
} PieceKind;

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

// A string without a backslash means what it holds: jansson copies it, and checks it unless it is
// ASCII, which for a long text is a tenth of the work of reading it byte by byte.
static json_t *load(const char *text, size_t length, PieceKind kind) {
    json_int_t whole;
    switch (kind) {
    case PIECE_ASCII:
        return json_stringn_nocheck(text + 1, length - 2);
    case PIECE_PLAIN:
        return json_stringn(text + 1, length - 2);
    case PIECE_WORD:
        if (read_whole(text, length, &whole))
            return json_integer(whole);
        break;
    case PIECE_ESCAPED:
        break;
    }
    return json_loadb(text, length, JSON_DECODE_ANY, NULL);
}

static inline bool is_piece(const Piece *piece, guint64 hash, const char *text, size_t length) {
    return piece->hash == hash && piece->length == length && memcmp(piece->text, text, length) == 0;
}

// Whether it was met before; now it was.
static inline bool was_seen(JsonPieces *pieces, guint64 hash) {
    guint32 *seen = &pieces->seen[hash % SEEN_SIZE], mark = (guint32)(hash >> 32);
    bool was = *seen == mark;
    *seen = mark;
    return was;
}

// The value is in the memory that is kept.
static void keep_piece(JsonPieces *pieces, guint64 hash, const char *text, size_t length,
                       json_t *json) {
    const char *copy = memcpy(json_memory_take(pieces->kept, length), text, length);
    pieces->table[hash % TABLE_SIZE] = (Piece){hash, length, copy, json};
}

// NULL when it is no value.
static json_t *read_piece(JsonPieces *pieces, const char *text, size_t length, PieceKind kind) {
    if (length > PIECE_MAX)
        return load(text, length, kind);
    guint64 hash = hash_bytes(text, length);
    const Piece *piece = &pieces->table[hash % TABLE_SIZE];
    if (is_piece(piece, hash, text, length))
        return piece->json;
    if (!was_seen(pieces, hash))
        return load(text, length, kind);
    JsonMemory *before = json_memory_fill(pieces->kept);
    json_t *json = load(text, length, kind);
    json_memory_fill(before);
    if (json)
        keep_piece(pieces, hash, text, length, json);
    return json;
}

// --- cutting ---

static json_t *read_value(Cut *cut);

static inline bool is_space(char byte) {
    return byte <= ' ' && (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r');
}

// The NUL behind the text ends it.
static inline void skip_space(Cut *cut) {
    while (is_space(*cut->at))
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

// The first quotation mark, backslash or control character, or the end. *high gets bits of the
// bytes above ASCII that come before it.
static inline const char *find_mark(const char *at, const char *end, guint64 *high) {
    guint64 word;
    for (; (size_t)(end - at) >= sizeof word; at += sizeof word) {
        memcpy(&word, at, sizeof word);
        word = GUINT64_FROM_LE(word);
        guint64 found = find_byte(word, '"') | find_byte(word, '\\') | find_control(word);
        if (found) {
            *high |= word & (found ^ (found - 1)) >> 8;
            return at + __builtin_ctzll(found) / 8;
        }
        *high |= word;
    }
    for (; at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= ' '; at++)
        *high |= (unsigned char)*at;
    return at;
}

// A string of the text, its quotation marks included. False: it has no end.
static inline bool cut_string(Cut *cut, const char **text, size_t *length, PieceKind *kind) {
    const guint64 above_ascii = G_GUINT64_CONSTANT(0x8080808080808080);
    guint64 high = 0;
    const char *start = cut->at, *mark = find_mark(start + 1, cut->end, &high);
    *kind = high & above_ascii ? PIECE_PLAIN : PIECE_ASCII;
    if (*mark == '\\')
        *kind = PIECE_ESCAPED;
    while (cut->end - mark >= 2 && *mark == '\\')
        mark = find_mark(mark + 2, cut->end, &high);
    if (mark == cut->end || *mark != '"')
        return false;
    cut->at = mark + 1;
    *text = start;
    *length = (size_t)(cut->at - start);
    return true;
}

static json_t *read_string(Cut *cut) {
    const char *text;
    size_t length;
    PieceKind kind;
    return cut_string(cut, &text, &length, &kind) ? read_piece(cut->pieces, text, length, kind)
                                                  : NULL;
}

// A number, true, false, null.
static json_t *read_word(Cut *cut) {
    const char *start = cut->at;
    while (cut->at < cut->end &&
           (g_ascii_isalnum(*cut->at) || *cut->at == '-' || *cut->at == '+' || *cut->at == '.'))
        cut->at++;
    size_t length = (size_t)(cut->at - start);
    return length ? read_piece(cut->pieces, start, length, PIECE_WORD) : NULL;
}

// A key is no value, and most need no more than to be found in the text. False: it is no key.
static inline bool read_key(Cut *cut, const char **key, size_t *length) {
    PieceKind kind;
    if (*cut->at != '"' || !cut_string(cut, key, length, &kind))
        return false;
    if (kind == PIECE_ASCII) {
        (*key)++;
        *length -= 2;
        return true;
    }
    json_t *string = read_piece(cut->pieces, *key, *length, kind);
    *key = json_string_value(string);
    *length = json_string_length(string);
    return string != NULL;
}

static bool read_member(Cut *cut, json_t *object) {
    const char *key;
    size_t length;
    json_t *value = read_key(cut, &key, &length) && skip_byte(cut, ':') ? read_value(cut) : NULL;
    return value && json_object_setn_new_nocheck(object, key, length, value) == 0;
}

static json_t *read_object(Cut *cut) {
    json_t *object = json_object();
    size_t count = 0;
    cut->at++;
    skip_space(cut);
    if (skip_byte(cut, '}'))
        return object;
    do
        if (!read_member(cut, object) || json_object_size(object) != ++count)
            return NULL; // a size that stays is that of a key that was there before
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

// --- objects and arrays that come again ---

static json_t *read_list(Cut *cut) {
    return *cut->at == '{' ? read_object(cut) : read_array(cut);
}

// Up to the first bracket that closes, when no other opens before; 0: it does not, or it is far.
static size_t flat_length(const Cut *cut) {
    char open = *cut->at, close = open == '{' ? '}' : ']';
    const char *last = memchr(cut->at, close, MIN((size_t)(cut->end - cut->at), FLAT_MAX));
    if (!last || memchr(cut->at + 1, open, (size_t)(last - cut->at) - 1))
        return 0;
    return (size_t)(last + 1 - cut->at);
}

// The first time it is read as any other, the second time to be kept. A bracket in a string is
// taken for one that closes: then the value ends elsewhere and is not kept.
static json_t *read_flat(Cut *cut, size_t length) {
    const char *start = cut->at, *end = start + length;
    guint64 hash = hash_bytes(start, length);
    const Piece *piece = &cut->pieces->table[hash % TABLE_SIZE];
    if (is_piece(piece, hash, start, length)) {
        cut->at = end;
        return piece->json;
    }
    if (!was_seen(cut->pieces, hash))
        return read_list(cut);
    JsonMemory *before = json_memory_fill(cut->pieces->kept);
    json_t *json = read_list(cut);
    json_memory_fill(before);
    while (is_space(*end))
        end++;
    if (json && cut->at == end)
        keep_piece(cut->pieces, hash, start, length, json);
    return json;
}

static json_t *read_brackets(Cut *cut) {
    size_t length = cut->depth > 1 ? flat_length(cut) : 0; // the whole is not there again
    return length ? read_flat(cut, length) : read_list(cut);
}

static json_t *read_value(Cut *cut) {
    json_t *json = NULL;
    if (cut->depth == DEPTH_MAX)
        return NULL;
    cut->depth++;
    switch (*cut->at) {
    case '{':
    case '[':
        json = read_brackets(cut);
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
