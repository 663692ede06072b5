// The list of a text's own language counts first, where it is written in Latin letters: words of
// these mean other things in other languages ("once", "cents", "billion", "UN"), so that of the
// other lists of Latin letters only what all share is looked at. Lists of other scripts always
// count.
#include "facts/numeral_words.h"

#include <string.h>

static const NumeralList *nth_list(gsize index) {
    return index < NUMERAL_LATIN ? &numeral_latin[index] : &numeral_others[index - NUMERAL_LATIN];
}

static const NumeralWord *find_in(gsize list, const char *word) {
    const NumeralWord *words = nth_list(list)->words;
    for (gsize i = 0; words[i].word; i++)
        if (words[i].word[0] == word[0] && strcmp(words[i].word, word) == 0)
            return &words[i];
    return NULL;
}

// The place of the language in the lists of Latin letters; 0, which all share: not among them.
static gsize latin_list(const char *language) {
    for (gsize i = 1; language && i < NUMERAL_LATIN; i++)
        if (g_ascii_strncasecmp(language, numeral_latin[i].tag, 2) == 0 &&
            !g_ascii_isalpha(language[2]))
            return i;
    return 0;
}

const NumeralWord *numeral_word_find(const char *word, const char *language, const char **of) {
    gsize own = latin_list(language), at = own;
    const NumeralWord *found = own ? find_in(own, word) : NULL;
    for (gsize i = 0; i < NUMERAL_LATIN + NUMERAL_OTHERS && !found; i++) {
        bool is_foreign = own > 0 && i > 0 && i < NUMERAL_LATIN;
        found = is_foreign ? NULL : find_in(i, word);
        at = i;
    }
    if (of)
        *of = found ? nth_list(at)->tag : NULL;
    return found;
}
