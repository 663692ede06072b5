// The nearest name to a mistyped one: optimal string alignment distance over case-folded code
// points, with three rows of the table and a bound on lengths, so the work per candidate is small.
// A name is offered only when at most a third of the longer one has to change, or when one of the
// two begins with the other.
#include "base/suggest.h"

#include <string.h>

enum {
    WORD_MAX = 64,     // code points; longer names are not compared
    BEGINNING_MIN = 4, // code points; a shorter beginning says too little
    LISTED_MAX = 12,
    LISTED_BYTES = 240, // of all names, but for the last one
    NAME_BYTES = 60     // of one
};

typedef struct {
    gunichar chars[WORD_MAX];
    guint length;
} Word;

// False when the text is no UTF-8, empty, or longer than WORD_MAX.
static gboolean fold_word(const char *text, Word *word) {
    gsize bytes = strlen(text);
    if (bytes == 0 || bytes > WORD_MAX * 4 || !g_utf8_validate(text, (gssize)bytes, NULL))
        return FALSE;
    g_autofree char *folded = g_utf8_casefold(text, (gssize)bytes);
    word->length = 0;
    for (const char *p = folded; *p; p = g_utf8_next_char(p)) {
        if (word->length == WORD_MAX)
            return FALSE;
        word->chars[word->length++] = g_utf8_get_char(p);
    }
    return TRUE;
}

// The least of the edits that end at a[i-1] and b[j-1], from the rows before.
static guint cell(const Word *a, const Word *b, guint i, guint j, guint rows[3][WORD_MAX + 1]) {
    const guint *before = rows[(i + 2) % 3], *two_before = rows[(i + 1) % 3];
    guint cost = a->chars[i - 1] != b->chars[j - 1];
    guint best = MIN(before[j], rows[i % 3][j - 1]) + 1;
    best = MIN(best, before[j - 1] + cost);
    if (i > 1 && j > 1 && a->chars[i - 1] == b->chars[j - 2] && a->chars[i - 2] == b->chars[j - 1])
        best = MIN(best, two_before[j - 2] + 1);
    return best;
}

static guint distance(const Word *a, const Word *b) {
    guint rows[3][WORD_MAX + 1] = {0};
    for (guint j = 0; j <= b->length; j++)
        rows[0][j] = j;
    for (guint i = 1; i <= a->length; i++) {
        rows[i % 3][0] = i;
        for (guint j = 1; j <= b->length; j++)
            rows[i % 3][j] = cell(a, b, i, j, rows);
    }
    return rows[a->length % 3][b->length];
}

static gboolean is_beginning(const Word *a, const Word *b) {
    guint shorter = MIN(a->length, b->length);
    return shorter >= BEGINNING_MIN &&
           memcmp(a->chars, b->chars, shorter * sizeof a->chars[0]) == 0;
}

// How far two words are apart, G_MAXUINT when they are not alike.
static guint difference(const Word *a, const Word *b) {
    guint longer = MAX(a->length, b->length), shorter = MIN(a->length, b->length);
    guint changes = longer - shorter > longer / 3 ? G_MAXUINT : distance(a, b);
    if (changes <= longer / 3)
        return changes;
    return is_beginning(a, b) ? WORD_MAX + longer : G_MAXUINT; // behind every near one
}

const char *suggest_nearest(const char *word, const char *const *candidates, guint count) {
    Word wanted, other;
    if (!word || !fold_word(word, &wanted))
        return NULL;
    const char *nearest = NULL;
    guint least = G_MAXUINT;
    for (guint i = 0; i < count; i++) {
        if (!candidates[i])
            continue;
        if (strcmp(candidates[i], word) == 0)
            return NULL;
        if (!fold_word(candidates[i], &other))
            continue;
        guint changes = difference(&wanted, &other);
        if (changes < least) {
            nearest = candidates[i];
            least = changes;
        }
    }
    return nearest;
}

char *suggest_hint(const char *word, const char *const *candidates, guint count) {
    const char *nearest = suggest_nearest(word, candidates, count);
    return nearest ? g_strdup_printf("did you mean \"%s\"?", nearest) : NULL;
}

// Shortened, where it is no word but half a page.
static void append_name(GString *list, const char *name) {
    if (!g_str_has_suffix(list->str, "there is "))
        g_string_append(list, ", ");
    gsize length = MIN(strlen(name), NAME_BYTES);
    const char *end = name + length;
    while (*end && (*end & 0xc0) == 0x80) // inside a letter
        end--;
    g_string_append_len(list, name, end - name);
    if (*end)
        g_string_append(list, "…");
}

char *suggest_list(const char *const *names, guint count) {
    if (count == 0)
        return NULL;
    GString *list = g_string_new("there is ");
    guint shown = 0;
    for (; shown < MIN(count, LISTED_MAX) && (shown == 0 || list->len < LISTED_BYTES); shown++)
        append_name(list, names[shown]);
    if (shown < count)
        g_string_append_printf(list, " and %u more", count - shown);
    return g_string_free(list, FALSE);
}

char *suggest_hint_or_list(const char *word, const char *const *candidates, guint count) {
    char *hint = suggest_hint(word, candidates, count);
    return hint ? hint : suggest_list(candidates, count);
}
