// Folding of spellings: canonical caseless matching (Unicode standard, 3.13), then NFC. Most words
// are made of letters that have no other spelling than their lower case one; they are folded
// letter by letter into a buffer on the stack. All others go through GLib's tables.
#include "facts/fold.h"

#include <string.h>

// Ranges where a letter's folding is its lower case, that alone is NFC and combines with nothing in
// these ranges: Latin but for ß, µ and dotted i's, Cyrillic, Arabic, and Han.
static const struct {
    gunichar first, last;
} plain[] = {
    {0x21, 0x7E},   {0xA1, 0xB4},   {0xB6, 0xDE},     {0xE0, 0x12F},
    {0x131, 0x148}, {0x14A, 0x17E}, {0x400, 0x482},   {0x48A, 0x4FF},
    {0x621, 0x64A}, {0x66E, 0x6D3}, {0x2010, 0x2019}, {0x4E00, 0x9FFF},
};

static bool is_plain(gunichar c) {
    for (guint i = 0; i < G_N_ELEMENTS(plain) && c >= plain[i].first; i++)
        if (c <= plain[i].last)
            return true;
    return false;
}

static inline char to_lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

// False when the word holds other characters or does not fit; out has then no meaning.
static bool fold_plain(const char *word, char *out, gsize room) {
    gsize length = 0;
    bool gap = false;
    for (; *word; word = g_utf8_next_char(word)) {
        if (length + 8 >= room)
            return false;
        if (*word > ' ' && *word < 0x7F) {
            if (gap)
                out[length++] = ' ';
            gap = false;
            out[length++] = to_lower(*word);
            continue;
        }
        if (g_ascii_isspace(*word)) {
            gap = length > 0;
            continue;
        }
        gunichar c = g_utf8_get_char(word);
        if (!is_plain(c))
            return false;
        if (gap)
            out[length++] = ' ';
        gap = false;
        length += (gsize)g_unichar_to_utf8(g_unichar_tolower(c), out + length);
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
    if (fold_plain(word, buffer->inside, sizeof buffer->inside))
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
