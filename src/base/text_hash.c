// g_str_hash is a sum: texts with equal hashes are written down as fast as one can type, and a
// table of a million of them takes hours. Here whoever writes the texts does not know the key. It
// comes from the system, since addresses may be the same in each process.
#include "base/text_hash.h"

#include <string.h>
#include <sys/random.h>

typedef struct {
    guint64 a, b, c, d;
} State;

static guint64 turn(guint64 value, guint bits) {
    return value << bits | value >> (64 - bits);
}

static void mix(State *state) {
    state->a += state->b;
    state->c += state->d;
    state->b = turn(state->b, 13) ^ state->a;
    state->d = turn(state->d, 16) ^ state->c;
    state->a = turn(state->a, 32) + state->d;
    state->c += state->b;
    state->d = turn(state->d, 21) ^ state->a;
    state->b = turn(state->b, 17) ^ state->c;
    state->c = turn(state->c, 32);
}

static void take(State *state, guint64 word) {
    state->d ^= word;
    mix(state);
    state->a ^= word;
}

static guint64 read_word(const guint8 *bytes, gsize length) {
    guint64 word = 0;
    if (length)
        memcpy(&word, bytes, length);
    return GUINT64_FROM_LE(word);
}

guint64 text_hash_keyed(const guint64 key[2], gconstpointer bytes, gsize length) {
    const guint8 *at = bytes;
    State state = {.a = key[0] ^ G_GUINT64_CONSTANT(0x736f6d6570736575),
                   .b = key[1] ^ G_GUINT64_CONSTANT(0x646f72616e646f6d),
                   .c = key[0] ^ G_GUINT64_CONSTANT(0x6c7967656e657261),
                   .d = key[1] ^ G_GUINT64_CONSTANT(0x7465646279746573)};
    gsize rest = length;
    for (; rest >= sizeof(guint64); rest -= sizeof(guint64), at += sizeof(guint64))
        take(&state, read_word(at, sizeof(guint64)));
    take(&state, read_word(at, rest) | (guint64)length << 56);
    state.c ^= 0xff;
    for (int i = 0; i < 3; i++)
        mix(&state);
    return state.a ^ state.b ^ state.c ^ state.d;
}

static const guint64 *process_key(void) {
    static guint64 key[2];
    static gsize is_set;
    if (g_once_init_enter(&is_set)) {
        if (getrandom(key, sizeof key, 0) != (ssize_t)sizeof key)
            key[0] = (guintptr)&is_set;
        g_once_init_leave(&is_set, 1);
    }
    return key;
}

guint text_hash_bytes(gconstpointer bytes, gsize length) {
    return (guint)text_hash_keyed(process_key(), bytes, length);
}

guint text_hash(gconstpointer text) {
    return text_hash_bytes(text, strlen(text));
}
