// Folding of spellings. Nearly all words are ASCII, which is folded byte by byte; the rest goes
// through GLib's Unicode tables: canonical caseless matching (Unicode standard, 3.13), then NFC.
#include "facts/fold.h"

#include <string.h>

// False when the word is not ASCII or does not fit; out has then no meaning.
static bool fold_ascii(const char *word, char *out, gsize room) {
    gsize length = 0;
    bool gap = false;
    for (; *word; word++) {
        if ((unsigned char)*word >= 0x80 || length + 2 >= room)
            return false;
        if (g_ascii_isspace(*word)) {
            gap = length > 0;
            continue;
        }
        if (gap)
            out[length++] = ' ';
        gap = false;
        out[length++] = g_ascii_tolower(*word);
    }
    out[length] = '\0';
    return true;
}

// In place.
static void collapse_space(char *text) {
    char *out = text;
    bool gap = false;
    for (const char *p = text, *next; *p; p = next) {
        next = g_utf8_next_char(p);
        if (g_unichar_isspace(g_utf8_get_char(p))) {
            gap = out > text;
            continue;
        }
        if (gap)
            *out++ = ' ';
        gap = false;
        memmove(out, p, (gsize)(next - p));
        out += next - p;
    }
    *out = '\0';
}

static char *fold_unicode(const char *word) {
    g_autofree char *composed = g_utf8_normalize(word, -1, G_NORMALIZE_NFC);
    if (!composed)
        return g_strdup(word); // not UTF-8: matches only itself
    g_autofree char *folded = g_utf8_casefold(composed, -1);
    char *out = g_utf8_normalize(folded, -1, G_NORMALIZE_NFC);
    collapse_space(out);
    return out;
}

const char *fold_begin(FoldBuffer *buffer, const char *word) {
    buffer->outside = NULL;
    if (fold_ascii(word, buffer->inside, sizeof buffer->inside))
        return buffer->inside;
    return buffer->outside = fold_unicode(word);
}

void fold_end(FoldBuffer *buffer) {
    g_free(buffer->outside);
}

char *fold_spelling(Arena *arena, const char *word) {
    FoldBuffer buffer;
    char *folded = arena_strdup(arena, fold_begin(&buffer, word));
    fold_end(&buffer);
    return folded;
}
