// Words in their order, of which some deny what follows ("not", "failed to") and some begin a new
// clause ("but", "until"), as marks do. Two denials are none. What a denial takes for granted
// stays: "did not repay the 3 million", "the loan of 3 million", "the sum pledged in 2023".
#include "facts/denial.h"

#include "facts/codes.h"
#include "facts/date_names.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

enum { NOUN_WORDS = 4, PARTICIPLE_BYTES = 4 };

typedef struct {
    gsize start, end;
    const char *word; // in small letters, without the marks around it
    bool opens;       // a bracket before it
    bool closes;      // a mark behind it ends the clause
} Word;

static const Word *nth(const GArray *words, guint index) {
    return index < words->len ? &g_array_index(words, Word, index) : NULL;
}

static const char *word_at(const GArray *words, guint index) {
    return index < words->len ? nth(words, index)->word : "";
}

static bool is_one_of(const char *word, const char *const *list) {
    return g_strv_contains(list, word);
}

// --- words ---

// May 5, 2024; but not "paid, 3 million".
static bool is_comma_of_date(const char *text, const Word *word) {
    bool is_number = g_ascii_isdigit(text[word->start]);
    DateName name;
    gsize at = 0;
    return g_ascii_isdigit(text[word->end + 1]) &&
           (is_number || date_names_next(word->word, &at, &name));
}

static bool ends_clause(const char *text, const Word *word) {
    static const char *const marks[] = {",", ";", ":", "!", "?", ")", "،", "؛", "۔"};
    static const char *const short_forms[] = {"rs.", "u.s.", "approx.", "ca.", "mr.", "dr.", NULL};
    g_autofree char *raw = g_utf8_strdown(text + word->start, (gssize)(word->end - word->start));
    gsize length = strlen(raw);
    if (raw[length - 1] == '.')
        return !is_one_of(raw, short_forms);
    if (raw[length - 1] == ',' && text[word->end])
        return !is_comma_of_date(text, word);
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        if (g_str_has_suffix(raw, marks[i]))
            return true;
    return strcmp(raw, "-") == 0;
}

static char *bare_word(const char *text, const Word *word) {
    static const char marks[] = "\"'.,;:!?()[]";
    gsize start = word->start, end = word->end;
    while (start < end && strchr(marks, text[start]))
        start++;
    while (end > start && strchr(marks, text[end - 1]))
        end--;
    return g_utf8_strdown(text + start, (gssize)(end - start));
}

static void clear_word(void *data) {
    g_free((char *)((Word *)data)->word);
}

static GArray *read_words(const char *text) {
    GArray *words = g_array_new(FALSE, FALSE, sizeof(Word));
    g_array_set_clear_func(words, clear_word);
    for (gsize at = strspn(text, " \n"); text[at]; at += strspn(text + at, " \n")) {
        Word word = {.start = at, .end = at + strcspn(text + at, " \n")};
        word.word = bare_word(text, &word);
        word.opens = text[at] == '(';
        word.closes = ends_clause(text, &word);
        g_array_append_val(words, word);
        at = word.end;
    }
    return words;
}

// --- denials ---

static bool begins_clause(const char *word) {
    static const char *const words[] = {
        "but",     "and",    "while", "although", "though", "whereas", "however",
        "until",   "till",   "when",  "since",    "after",  "before",  "because",
        "instead", "rather", "which", "who",      "if",     "mais",    "et",
        "sondern", "aber",   "und",   "а",        "но",     "и",       NULL};
    return is_one_of(word, words);
}

// Not only, not later than, not to mention; "did not comment on", "does not include".
static bool is_harmless(const char *next) {
    static const char *const words[] = {
        "only",         "just",      "merely",  "simply",    "solely",    "least",
        "less",         "more",      "fewer",   "later",     "earlier",   "smaller",
        "exceed",       "exceeding", "mention", "including", "include",   "counting",
        "surprisingly", "far",       "long",    "alone",     "comment",   "say",
        "specify",      "disclose",  "name",    "rule",      "elaborate", "exclude",
        "doubt",        "wonder",    "matter",  "sooner",    "surprise",  "longer",
        "seulement",    "moins",     "nur",     "zuletzt",   "weniger",   "später",
        "только",       "менее",     "позднее", "более",     NULL};
    return is_one_of(next, words);
}

// A donor that was not named; one who did not vote.
static bool is_of_relative(const GArray *words, guint index) {
    static const char *const pronouns[] = {"that", "who", "which", "whose", NULL};
    bool is_joined = g_str_has_suffix(word_at(words, index), "n't");
    guint back = is_joined ? 1 : 2;
    return index >= back && is_one_of(word_at(words, index - back), pronouns);
}

static bool begins_as_number(const char *word) {
    g_autofree char *code = g_ascii_strup(word, -1);
    gunichar first = g_utf8_get_char(word);
    return g_unichar_isdigit(first) || g_unichar_type(first) == G_UNICODE_CURRENCY_SYMBOL ||
           g_str_has_prefix(word, "us$") || codes_is_currency(code);
}

// Failed to pay; denied that; without paying; no donor paid.
static bool is_denial_with_next(const GArray *words, guint index, bool is_first) {
    static const char *const failing[] = {"failed",   "fails",    "fail",    "failing",
                                          "refused",  "refuses",  "refuse",  "refusing",
                                          "declined", "declines", "decline", NULL};
    static const char *const denying[] = {"denied", "denies", "deny", "denying", NULL};
    const char *word = word_at(words, index), *next = word_at(words, index + 1);
    if (is_one_of(word, failing))
        return strcmp(next, "to") == 0 && !is_harmless(word_at(words, index + 2));
    if (is_one_of(word, denying))
        return !begins_as_number(next);
    if (strcmp(word, "without") == 0)
        return g_str_has_suffix(next, "ing");
    return is_first && strcmp(word, "no") == 0 && !is_harmless(next) && !begins_as_number(next);
}

static bool is_denial(const GArray *words, guint index, bool is_first) {
    static const char *const plain[] = {"not", "never",   "cannot", "neither", "nicht", "nie",
                                        "pas", "niemals", "jamais", "не",      NULL};
    const char *word = word_at(words, index), *next = word_at(words, index + 1);
    if (!is_one_of(word, plain) && !g_str_has_suffix(word, "n't"))
        return is_denial_with_next(words, index, is_first);
    bool has_mention = strcmp(next, "to") == 0 && is_harmless(word_at(words, index + 2));
    return !is_harmless(next) && !has_mention && !is_of_relative(words, index);
}

// --- what is taken for granted ---

// The sum pledged in, and not "the state had pledged".
static bool is_participle(const GArray *words, guint index) {
    static const char *const helpers[] = {"had", "has", "have", "was", "were", "been", "be", NULL};
    static const char *const behind[] = {"in", "on", "by", "at", "for", "under", NULL};
    const char *word = word_at(words, index);
    return strlen(word) > PARTICIPLE_BYTES && g_str_has_suffix(word, "ed") &&
           !is_one_of(word_at(words, index - 1), helpers) &&
           is_one_of(word_at(words, index + 1), behind);
}

static bool is_granted(const GArray *words, guint index) {
    static const char *const articles[] = {"the",   "its", "their", "this", "these",
                                           "those", "his", "her",   NULL};
    if (!is_one_of(word_at(words, index), articles))
        return false;
    if (begins_as_number(word_at(words, index + 1)))
        return true;
    for (guint i = index + 2; i <= index + NOUN_WORDS && i < words->len; i++) {
        bool is_of =
            strcmp(word_at(words, i), "of") == 0 && begins_as_number(word_at(words, i + 1));
        if (is_of || is_participle(words, i))
            return true;
        if (nth(words, i)->closes)
            return false;
    }
    return false;
}

char *denial_blank(const char *text) {
    g_autoptr(GArray) words = read_words(text);
    char *out = g_strdup(text);
    bool is_denied = false, is_first = true;
    for (guint i = 0; i < words->len; i++) {
        const Word *word = nth(words, i);
        if (word->opens || begins_clause(word->word) || is_granted(words, i))
            is_denied = false;
        if (is_denied)
            memset(out + word->start, ' ', word->end - word->start);
        if (strcmp(word->word, "nor") == 0)
            is_denied = true;
        else if (is_denial(words, i, is_first))
            is_denied = !is_denied;
        if (word->closes)
            is_denied = false;
        is_first = word->closes;
    }
    return out;
}
