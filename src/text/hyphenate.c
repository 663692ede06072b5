// libhyphen finds the places; this file finds its patterns and the words. Patterns are those that
// Debian's hyphen-* packages install, named by language and region. Words are asked for in lower
// case and in the encoding of their patterns; places come back as characters.
#include "text/hyphenate.h"

#include <hyphen.h>
#include <string.h>

enum { WORD_LEAST = 5, WORD_MOST = 60, LETTERS_BEFORE = 2, LETTERS_AFTER = 3 };
#define PATTERNS "/usr/share/hyphen"
#define SOFT_HYPHEN "\u00ad"

struct Hyphenator {
    HyphenDict *dict;
};

// Patterns for a language that is named without a region, where its own name is not a file's.
typedef struct {
    const char *language, *name;
} Patterns;

static const Patterns usual[] = {
    {"en", "en_US"}, {"ru", "ru_RU"}, {"pt", "pt_PT"}, {"de", "de_DE"}, {"es", "es"},
    {"it", "it_IT"}, {"pl", "pl_PL"}, {"nl", "nl_NL"}, {"sv", "sv"},    {"uk", "uk_UA"},
};

bool hyphenation_is_usual(const char *language) {
    static const char *const without[] = {"zh", "ja", "ko", "th", "lo", "my", "km", "ar",
                                          "ur", "fa", "he", "ps", "sd", "ug", "vi"};
    gsize length = strcspn(language, "-_");
    for (guint i = 0; i < G_N_ELEMENTS(without); i++)
        if (strlen(without[i]) == length && g_ascii_strncasecmp(without[i], language, length) == 0)
            return false;
    return true;
}

static HyphenDict *load(const char *name) {
    g_autofree char *file = g_strdup_printf(PATTERNS "/hyph_%s.dic", name);
    return g_file_test(file, G_FILE_TEST_IS_REGULAR) ? hnj_hyphen_load(file) : NULL;
}

static bool is_tag(const char *tag) {
    for (const char *p = tag; *p; p++)
        if (!g_ascii_isalnum(*p) && *p != '-' && *p != '_')
            return false;
    return *tag != '\0';
}

Hyphenator *hyphenator_new(const char *language) {
    g_autofree char *name = g_strdup(language);
    if (!is_tag(language))
        return NULL;
    g_strdelimit(name, "-", '_');
    HyphenDict *dict = load(name);
    name[strcspn(name, "_")] = '\0';
    for (guint i = 0; !dict && i < G_N_ELEMENTS(usual); i++)
        if (g_ascii_strcasecmp(usual[i].language, name) == 0)
            dict = load(usual[i].name);
    if (!dict)
        dict = load(name);
    if (!dict)
        return NULL;
    Hyphenator *hyphenator = g_new0(Hyphenator, 1);
    hyphenator->dict = dict;
    return hyphenator;
}

void hyphenator_free(Hyphenator *hyphenator) {
    if (!hyphenator)
        return;
    hnj_hyphen_free(hyphenator->dict);
    g_free(hyphenator);
}

// Whether all of [start, end) are letters, small ones after the first.
static bool is_plain_word(const char *start, const char *end) {
    for (const char *p = start; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isalpha(c) || (p > start && g_unichar_isupper(c)))
            return false;
    }
    return true;
}

// The marks of libhyphen for a word of so many letters; NULL when it cannot say. g_free.
static char *marks_of(const Hyphenator *hyphenator, const char *word, gsize length) {
    g_autofree char *small = g_utf8_strdown(word, (gssize)length);
    gsize written = 0;
    g_autofree char *coded =
        g_convert(small, -1, hyphenator->dict->cset, "UTF-8", NULL, &written, NULL);
    if (!coded || written == 0)
        return NULL;
    char *marks = g_malloc0(written + 8);
    char **replaced = NULL;
    int *places = NULL, *cuts = NULL;
    int failed = hnj_hyphen_hyphenate2(hyphenator->dict, coded, (int)written, marks, NULL,
                                       &replaced, &places, &cuts);
    for (gsize i = 0; replaced && i < written; i++)
        if (replaced[i]) { // a division that changes the spelling is left alone
            marks[i] = '0';
            free(replaced[i]);
        }
    free(replaced);
    free(places);
    free(cuts);
    if (failed)
        g_clear_pointer(&marks, g_free);
    return marks;
}

static void append_word(Hyphenator *hyphenator, GString *out, const char *word, gsize length) {
    glong letters = g_utf8_strlen(word, (gssize)length);
    bool divides =
        letters >= WORD_LEAST && letters <= WORD_MOST && is_plain_word(word, word + length);
    g_autofree char *marks = divides ? marks_of(hyphenator, word, length) : NULL;
    const char *p = word;
    for (glong i = 0; marks && i < letters; i++) {
        const char *next = g_utf8_next_char(p);
        g_string_append_len(out, p, next - p);
        if ((marks[i] & 1) && i + 1 >= LETTERS_BEFORE && letters - i - 1 >= LETTERS_AFTER)
            g_string_append(out, SOFT_HYPHEN);
        p = next;
    }
    g_string_append_len(out, p, (gssize)(word + length - p));
}

// What ends a word, so that "(carbon," holds one; signs of addresses do not.
static bool is_edge(gunichar c) {
    return g_unichar_isspace(c) ||
           (g_unichar_ispunct(c) && !strchr("/@_:#%&.'-", c < 0x80 ? (int)c : ' '));
}

const char *hyphenate(Hyphenator *hyphenator, Arena *arena, const char *text) {
    g_autoptr(GString) out = g_string_new(NULL);
    const char *p = text;
    while (*p) {
        const char *start = p;
        while (*p && !is_edge(g_utf8_get_char(p)))
            p = g_utf8_next_char(p);
        gsize length = (gsize)(p - start);
        while (length > 0 && strchr(".:'-", start[length - 1])) // "carbon."
            length--;
        append_word(hyphenator, out, start, length);
        g_string_append_len(out, start + length, (gssize)(p - start) - (gssize)length);
        for (const char *edge = p; *p && is_edge(g_utf8_get_char(p)); edge = p) {
            p = g_utf8_next_char(p);
            g_string_append_len(out, edge, p - edge);
        }
    }
    return arena_strndup(arena, out->str, out->len);
}
