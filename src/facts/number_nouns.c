// What a number counts, in English: the words directly behind it, up to a preposition, a verb or a
// mark. Words are alike when one begins as the other does, so that "schools" are "school
// buildings".
#include "facts/number_words.h"

#include <string.h>

enum { WORDS = 5, WORD_BYTES = 48, ALIKE = 4 };

typedef struct {
    char words[WORDS][WORD_BYTES]; // in small letters
    guint count;
} Nouns;

static bool ends_noun(const char *word) {
    static const char *const others[] = {
        "for",  "in",     "to",    "and",   "or",    "from",    "by",   "on",   "at",  "of",
        "was",  "is",     "were",  "has",   "per",   "the",     "with", "as",   "had", "which",
        "are",  "be",     "will",  "would", "have",  "that",    "who",  "each", "an",  "a",
        "over", "under",  "this",  "its",   "it",    "they",    "but",  "may",  "can", "could",
        "more", "less",   "since", "until", "after", "before",  "when", "than", "if",  "out",
        "up",   "during", "while", "where", "via",   "through", "into", "also", "not", NULL};
    return g_strv_contains(others, word);
}

// Primary and secondary schools.
static bool joins_nouns(const char *word) {
    return strcmp(word, "and") == 0 || strcmp(word, "or") == 0;
}

// The words in a row from p on, each of letters, with a space or a hyphen between them.
static Nouns read_nouns(const char *p) {
    Nouns nouns = {.count = 0};
    while (nouns.count < WORDS) {
        bool is_joined = *p == '-';
        p += *p == ' ' || *p == '-';
        gsize length = 0;
        while (g_ascii_isalpha(p[length]))
            length++;
        if (length < 2 || length >= WORD_BYTES || (guchar)p[length] >= 0x80)
            break;
        char *word = nouns.words[nouns.count];
        for (gsize i = 0; i < length; i++)
            word[i] = g_ascii_tolower(p[i]);
        word[length] = '\0';
        p += length;
        if (!is_joined && joins_nouns(word))
            continue;
        if (!is_joined && ends_noun(word))
            break;
        nouns.count++;
    }
    return nouns;
}

static bool are_alike(const char *a, const char *b, gsize b_length) {
    gsize same = 0, length = strlen(a);
    while (same < length && same < b_length && a[same] == g_ascii_tolower(b[same]))
        same++;
    gsize shorter = MIN(length, b_length);
    return same >= ALIKE ? same + 2 >= shorter
                         : same == shorter && shorter > 0 && MAX(length, b_length) <= shorter + 2;
}

// Whether one of the words of a name is like the noun.
static bool has_word(const char *name, const char *noun) {
    for (const char *p = name; *p;) {
        gsize length = 0;
        while (g_ascii_isalpha(p[length]))
            length++;
        if (length && are_alike(noun, p, length))
            return true;
        p += length ? length : 1;
    }
    return false;
}

bool number_has_noun(const char *text, gsize end) {
    const char *p = text + end;
    p += *p == ' ';
    return g_ascii_islower(*p) && read_nouns(p).count > 0;
}

bool number_nouns_differ(const char *text, gsize end, const char *const *names, guint count,
                         const char *kind) {
    Nouns nouns = read_nouns(text + end);
    for (guint n = 0; n < count; n++)
        if (names[n] && !g_str_is_ascii(names[n]))
            return false;
    for (guint i = 0; i < nouns.count; i++) {
        for (guint n = 0; n < count; n++)
            if (names[n] && has_word(names[n], nouns.words[i]))
                return false;
        const char *own = number_unit_kind(nouns.words[i]);
        if (kind && own && strcmp(kind, own) == 0)
            return false;
    }
    return nouns.count > 0;
}
