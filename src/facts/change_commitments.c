// Commitments have no names of their own, so those of two states are paired: by their words and who
// promised; then by their words; then, of what is left, the likest by the same party that share at
// least half of their words (the coefficient of Dice, Measures of the Amount of Ecologic
// Association Between Species, Ecology 26, 1945). What finds no pair came or went.
#include "facts/change_private.h"

#include "base/text_hash.h"
#include "facts/fold.h"

#include <string.h>

enum {
    NO_PAIR = -1,
    LIKE_LIMIT = 50, // of either side that are compared with each other
    WORDS_LIMIT = 200
};

static const double LIKE_ENOUGH = 0.5;

typedef struct {
    const Partnership *before, *after;
    gint *pairs;     // for each of after, its place in before, or NO_PAIR
    bool *is_paired; // of before
} Pairing;

static void pair(Pairing *pairing, guint before, guint after) {
    pairing->pairs[after] = (gint)before;
    pairing->is_paired[before] = true;
}

// --- the same words ---

static char *commitment_key(const Commitment *commitment, bool with_party) {
    return g_strconcat(commitment->text, "\n", with_party && commitment->by ? commitment->by : "",
                       NULL);
}

static void pair_same(Pairing *pairing, bool with_party) {
    g_autoptr(GHashTable) places = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
    for (guint i = pairing->before->commitment_count; i-- > 0;)
        if (!pairing->is_paired[i])
            g_hash_table_insert(places,
                                commitment_key(&pairing->before->commitments[i], with_party),
                                GUINT_TO_POINTER(i + 1));
    for (guint i = 0; i < pairing->after->commitment_count; i++) {
        g_autofree char *key = commitment_key(&pairing->after->commitments[i], with_party);
        guint place = GPOINTER_TO_UINT(g_hash_table_lookup(places, key));
        if (pairing->pairs[i] == NO_PAIR && place && !pairing->is_paired[place - 1])
            pair(pairing, place - 1, i);
    }
}

// --- like words ---

static GHashTable *words_of(const char *text) {
    FoldBuffer buffer;
    g_auto(GStrv) words = g_strsplit_set(fold_begin(&buffer, text), " \t\n,.;:()'\"", WORDS_LIMIT);
    fold_end(&buffer);
    GHashTable *set = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
    for (char **word = words; *word; word++)
        if (**word)
            g_hash_table_add(set, g_strdup(*word));
    return set;
}

static double likeness(GHashTable *left, GHashTable *right) {
    GHashTableIter iter;
    gpointer word;
    guint common = 0, all = g_hash_table_size(left) + g_hash_table_size(right);
    g_hash_table_iter_init(&iter, left);
    while (g_hash_table_iter_next(&iter, &word, NULL))
        if (g_hash_table_contains(right, word))
            common++;
    return all ? 2.0 * common / all : 0;
}

static void free_words(gpointer words) {
    if (words)
        g_hash_table_destroy(words);
}

// The words of those that have no pair; NULL for others, and beyond the limit.
static GPtrArray *unpaired_words(const Pairing *pairing, bool is_before) {
    const Partnership *side = is_before ? pairing->before : pairing->after;
    GPtrArray *out = g_ptr_array_new_with_free_func(free_words);
    guint found = 0;
    for (guint i = 0; i < side->commitment_count; i++) {
        bool is_free = is_before ? !pairing->is_paired[i] : pairing->pairs[i] == NO_PAIR;
        is_free = is_free && found++ < LIKE_LIMIT;
        g_ptr_array_add(out, is_free ? words_of(side->commitments[i].text) : NULL);
    }
    return out;
}

static bool pair_likest(Pairing *pairing, GPtrArray *before, GPtrArray *after) {
    double best = LIKE_ENOUGH;
    guint left = 0, right = 0;
    bool found = false;
    for (guint i = 0; i < after->len; i++)
        for (guint j = 0; after->pdata[i] && j < before->len; j++) {
            if (!before->pdata[j] || g_strcmp0(pairing->before->commitments[j].by,
                                               pairing->after->commitments[i].by) != 0)
                continue;
            double score = likeness(before->pdata[j], after->pdata[i]);
            if (score < best || (found && score == best))
                continue;
            best = score;
            left = j;
            right = i;
            found = true;
        }
    if (!found)
        return false;
    pair(pairing, left, right);
    g_clear_pointer(&before->pdata[left], g_hash_table_destroy);
    g_clear_pointer(&after->pdata[right], g_hash_table_destroy);
    return true;
}

static void pair_like(Pairing *pairing) {
    g_autoptr(GPtrArray) before = unpaired_words(pairing, /*is_before=*/true);
    g_autoptr(GPtrArray) after = unpaired_words(pairing, /*is_before=*/false);
    while (pair_likest(pairing, before, after))
        ;
}

static Pairing pairing_new(const Partnership *before, const Partnership *after) {
    Pairing pairing = {before, after, g_new(gint, after->commitment_count + 1),
                       g_new0(bool, before->commitment_count + 1)};
    for (guint i = 0; i < after->commitment_count; i++)
        pairing.pairs[i] = NO_PAIR;
    pair_same(&pairing, /*with_party=*/true);
    pair_same(&pairing, /*with_party=*/false);
    pair_like(&pairing);
    return pairing;
}

static void pairing_clear(Pairing *pairing) {
    g_free(pairing->pairs);
    g_free(pairing->is_paired);
}

// --- due days ---

static bool has_end(const FactDate *due) {
    return due->text && !due->edtf.open_end;
}

static bool is_overdue(const Commitment *commitment, int day) {
    return strcmp(commitment->status, "open") == 0 && has_end(&commitment->due) &&
           commitment->due.edtf.last < day;
}

static bool is_later(const FactDate *before, const FactDate *after) {
    return has_end(before) && has_end(after) && after->edtf.last > before->edtf.last;
}

static void compare_due(Comparison *comparison, const Commitment *before, const Commitment *after) {
    if (g_strcmp0(before->due.text, after->due.text) == 0)
        return;
    ChangeKind kind = is_later(&before->due, &after->due) ? CHANGE_SLIPPED : CHANGE_REVISED;
    Change *change = change_add(comparison, kind, "commitment.due");
    change->item = after->text;
    change->before = before->due.text;
    change->after = after->due.text;
    change->has_days = has_end(&before->due) && has_end(&after->due);
    if (change->has_days)
        change->days = after->due.edtf.last - before->due.edtf.last;
}

// before: NULL when the commitment is new; one that was due before the earlier day was overdue
// then, though nobody knew of it.
static void compare_overdue(Comparison *comparison, const Commitment *before,
                            const Commitment *after) {
    const ChangeDays *days = comparison->days;
    if (!is_overdue(after, days->after) || is_overdue(before ? before : after, days->before))
        return;
    Change *change = change_add(comparison, CHANGE_OVERDUE, "commitment.due");
    change->item = after->text;
    change->after = after->due.text;
    change->has_days = true;
    change->days = days->after - after->due.edtf.last;
}

static void compare_commitment(Comparison *comparison, const Commitment *before,
                               const Commitment *after) {
    change_add_text(comparison, "commitment.status", after->text, before->status, after->status);
    compare_due(comparison, before, after);
    change_add_text(comparison, "commitment.by", after->text, before->by, after->by);
    change_add_text(comparison, "commitment.text", after->text, before->text, after->text);
}

static void add_unpaired(Comparison *comparison, const Pairing *pairing) {
    for (guint i = 0; i < pairing->before->commitment_count; i++)
        if (!pairing->is_paired[i])
            change_add_text(comparison, "commitment", NULL, pairing->before->commitments[i].text,
                            NULL);
}

void change_compare_commitments(Comparison *comparison) {
    const Partnership *after = comparison->after;
    Pairing pairing = pairing_new(comparison->before, after);
    for (guint i = 0; i < after->commitment_count; i++) {
        const Commitment *commitment = &after->commitments[i];
        gint place = pairing.pairs[i];
        const Commitment *before =
            place == NO_PAIR ? NULL : &comparison->before->commitments[place];
        if (before)
            compare_commitment(comparison, before, commitment);
        else
            change_add_text(comparison, "commitment", NULL, NULL, commitment->text);
        compare_overdue(comparison, before, commitment);
    }
    add_unpaired(comparison, &pairing);
    pairing_clear(&pairing);
}

// --- over revisions ---

// A day that was taken away and is given again later has slipped, from where it was.
static void follow(const CommitmentHistory *known, const Commitment *commitment,
                   CommitmentHistory *out) {
    const FactDate *due = &commitment->due;
    *out = *known;
    if (!out->first_due.text)
        out->first_due = *due;
    out->slips += is_later(&known->last_due, due);
    if (has_end(due))
        out->last_due = *due;
}

void change_follow(const Partnership *before, const CommitmentHistory *known,
                   const Partnership *after, CommitmentHistory *out) {
    for (guint i = 0; i < after->commitment_count; i++)
        out[i] = (CommitmentHistory){.first_due = after->commitments[i].due,
                                     .last_due = after->commitments[i].due};
    if (!before)
        return;
    Pairing pairing = pairing_new(before, after);
    for (guint i = 0; i < after->commitment_count; i++) {
        gint place = pairing.pairs[i];
        if (place != NO_PAIR)
            follow(&known[place], &after->commitments[i], &out[i]);
    }
    pairing_clear(&pairing);
}
