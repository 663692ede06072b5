// Titles are compared as sets of words (the coefficient of Dice and Sørensen), numbers apart: phase
// I is not phase II.
#include "facts/merge_match.h"

#include "base/text_hash.h"
#include "facts/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORDS_MAX = 24,  // of a title
    PARTIES_MAX = 4, // and so at most six pairs
    SECTORS_MAX = 3,
    WORD_LETTERS_MIN = 3, // shorter words say little
    NEIGHBOURS_MAX = 64,
    TITLE_MAX = 200, // characters that are kept to be shown
    DAYS_MAX = 400
};
static const double SCORE_MIN = 0.6;

// What is kept of a record.
typedef struct {
    const char *id, *title;
    const char *parties[PARTIES_MAX], *sectors[SECTORS_MAX];
    guint party_count, sector_count, word_count;
    guint32 words[WORDS_MAX]; // digests, sorted, each once
    guint32 numbers;          // digest of those in the title
    int first, last;          // days; first G_MAXINT: no date
} Card;

// A card under one of its keys.
typedef struct {
    guint32 first_party, second_party, sector; // digests
    int day;
    guint card;
} Entry;

struct MergeMatch {
    Arena *arena;
    GHashTable *texts; // names and codes, each once
    GArray *cards, *entries, *proposals;
    GHashTable *seen; // pairs of cards
    FactsSink inner;
};

MergeMatch *merge_match_new(void) {
    MergeMatch *match = g_new0(MergeMatch, 1);
    match->arena = arena_new();
    match->texts = g_hash_table_new(text_hash, g_str_equal);
    match->cards = g_array_new(FALSE, FALSE, sizeof(Card));
    match->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    match->proposals = g_array_new(FALSE, FALSE, sizeof(MergeProposal));
    match->seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    return match;
}

void merge_match_free(MergeMatch *match) {
    if (!match)
        return;
    g_hash_table_destroy(match->texts);
    g_hash_table_destroy(match->seen);
    g_array_unref(match->cards);
    g_array_unref(match->entries);
    g_array_unref(match->proposals);
    arena_free(match->arena);
    g_free(match);
}

// --- taking down ---

static const char *keep_text(MergeMatch *match, const char *text) {
    const char *kept = g_hash_table_lookup(match->texts, text);
    if (kept)
        return kept;
    kept = arena_strdup(match->arena, text);
    g_hash_table_add(match->texts, (gpointer)kept);
    return kept;
}

static int compare_digests(const void *a, const void *b) {
    guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;
    return left < right ? -1 : left > right;
}

static bool is_number(const char *word) {
    return strpbrk(word, "0123456789") || strspn(word, "ivx") == strlen(word);
}

static void take_word(Card *card, const char *word) {
    if (is_number(word))
        card->numbers = card->numbers * 31 + g_str_hash(word);
    else if (card->word_count < WORDS_MAX && g_utf8_strlen(word, -1) >= WORD_LETTERS_MIN)
        card->words[card->word_count++] = g_str_hash(word);
}

static void take_words(Card *card, const char *title) {
    FoldBuffer buffer;
    g_autofree char *text = g_strdup(fold_begin(&buffer, title));
    fold_end(&buffer);
    g_autoptr(GString) word = g_string_new(NULL);
    for (const char *p = text;; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c && (g_unichar_isalnum(c) || g_unichar_ismark(c))) {
            g_string_append_unichar(word, c);
        } else if (word->len) {
            take_word(card, word->str);
            g_string_truncate(word, 0);
        }
        if (!c)
            break;
    }
    qsort(card->words, card->word_count, sizeof *card->words, compare_digests);
    guint kept = 0;
    for (guint i = 0; i < card->word_count; i++)
        if (kept == 0 || card->words[kept - 1] != card->words[i])
            card->words[kept++] = card->words[i];
    card->word_count = kept;
}

// The title as it is shown; of a treaty it may have 20,000 characters.
static const char *keep_title(MergeMatch *match, const char *title) {
    if (strlen(title) <= TITLE_MAX || g_utf8_strlen(title, -1) <= TITLE_MAX)
        return arena_strdup(match->arena, title);
    const char *end = g_utf8_offset_to_pointer(title, TITLE_MAX);
    return arena_printf(match->arena, "%.*s…", (int)(end - title), title);
}

static Card make_card(MergeMatch *match, const Partnership *record) {
    Card card = {.id = arena_strdup(match->arena, record->id),
                 .title = keep_title(match, record->title),
                 .first = G_MAXINT,
                 .last = G_MAXINT};
    for (guint i = 0; i < record->party_count && i < PARTIES_MAX; i++)
        card.parties[card.party_count++] = keep_text(match, record->parties[i].name);
    for (guint i = 0; i < record->sector_count && i < SECTORS_MAX; i++)
        card.sectors[card.sector_count++] = keep_text(match, record->sectors[i]);
    if (record->date.text) {
        card.first = record->date.edtf.first;
        card.last = record->date.edtf.last;
    }
    take_words(&card, record->title);
    return card;
}

static void enter(MergeMatch *match, const Card *card, guint a, guint b) {
    guint32 first = g_str_hash(card->parties[a]), second = g_str_hash(card->parties[b]);
    Entry entry = {.first_party = MIN(first, second),
                   .second_party = MAX(first, second),
                   .day = card->first,
                   .card = match->cards->len - 1};
    for (guint i = 0; i < MAX(card->sector_count, 1); i++) {
        entry.sector = i < card->sector_count ? g_str_hash(card->sectors[i]) : 0;
        g_array_append_val(match->entries, entry);
    }
}

static bool take_partnership(void *data, const Partnership *record) {
    MergeMatch *match = data;
    Card card = make_card(match, record);
    g_array_append_val(match->cards, card);
    for (guint a = 0; a < card.party_count && card.word_count; a++)
        for (guint b = a + 1; b < card.party_count; b++)
            enter(match, &card, a, b);
    return !match->inner.partnership || match->inner.partnership(match->inner.data, record);
}

static bool take_source(void *data, const FactSource *source) {
    const MergeMatch *match = data;
    return !match->inner.source || match->inner.source(match->inner.data, source);
}

FactsSink merge_match_sink(MergeMatch *match, const FactsSink *inner) {
    match->inner = *inner;
    return (FactsSink){take_source, take_partnership, match};
}

// --- comparing ---

static int compare_entries(gconstpointer a, gconstpointer b) {
    const Entry *p = a, *q = b;
    if (p->first_party != q->first_party)
        return p->first_party < q->first_party ? -1 : 1;
    if (p->second_party != q->second_party)
        return p->second_party < q->second_party ? -1 : 1;
    if (p->sector != q->sector)
        return p->sector < q->sector ? -1 : 1;
    if (p->day != q->day)
        return p->day < q->day ? -1 : 1;
    return p->card < q->card ? -1 : p->card > q->card;
}

static bool same_block(const Entry *a, const Entry *b) {
    return a->first_party == b->first_party && a->second_party == b->second_party &&
           a->sector == b->sector;
}

static double compare_titles(const Card *a, const Card *b) {
    guint shared = 0;
    if (a->numbers != b->numbers)
        return 0;
    for (guint i = 0, j = 0; i < a->word_count && j < b->word_count;) {
        shared += a->words[i] == b->words[j];
        bool step_a = a->words[i] <= b->words[j], step_b = b->words[j] <= a->words[i];
        i += step_a;
        j += step_b;
    }
    return 2.0 * shared / (a->word_count + b->word_count);
}

static bool is_undated(const Card *card) {
    return card->first == G_MAXINT;
}

// Days between two dates, 0 when they overlap.
static gint64 days_between(const Card *a, const Card *b) {
    if (is_undated(a) || is_undated(b))
        return 0;
    return MAX(0, MAX((gint64)b->first - a->last, (gint64)a->first - b->last));
}

static void append_shared(GString *out, const char *const *a, guint a_count, const char *const *b,
                          guint b_count) {
    bool is_first = true;
    for (guint i = 0; i < a_count; i++)
        for (guint j = 0; j < b_count; j++)
            if (strcmp(a[i], b[j]) == 0) {
                g_string_append_printf(out, "%s%s", is_first ? "" : ", ", a[i]);
                is_first = false;
            }
    g_string_append(out, "; ");
}

static const char *explain(MergeMatch *match, const Card *a, const Card *b) {
    g_autoptr(GString) out = g_string_new(NULL);
    append_shared(out, a->parties, a->party_count, b->parties, b->party_count);
    if (a->sector_count && b->sector_count)
        append_shared(out, a->sectors, a->sector_count, b->sectors, b->sector_count);
    gint64 days = days_between(a, b);
    if (is_undated(a) || is_undated(b))
        g_string_append(out, "one is undated");
    else if (days == 0)
        g_string_append(out, "same time");
    else
        g_string_append_printf(out, "%" G_GINT64_FORMAT " day%s apart", days, days == 1 ? "" : "s");
    return arena_strdup(match->arena, out->str);
}

static bool is_new_pair(MergeMatch *match, guint a, guint b) {
    gint64 key = (gint64)((guint64)MIN(a, b) << 32 | MAX(a, b));
    if (g_hash_table_contains(match->seen, &key))
        return false;
    g_hash_table_add(match->seen, g_memdup2(&key, sizeof key));
    return true;
}

static void compare_cards(MergeMatch *match, guint left, guint right) {
    const Card *a = &g_array_index(match->cards, Card, MIN(left, right));
    const Card *b = &g_array_index(match->cards, Card, MAX(left, right));
    double score = compare_titles(a, b);
    if (score < SCORE_MIN || strcmp(a->id, b->id) == 0 || days_between(a, b) > DAYS_MAX ||
        match->proposals->len >= MERGE_PROPOSALS_LIMIT || !is_new_pair(match, left, right))
        return;
    MergeProposal proposal = {{a->id, b->id}, {a->title, b->title}, score, explain(match, a, b)};
    g_array_append_val(match->proposals, proposal);
}

static int compare_proposals(gconstpointer a, gconstpointer b) {
    const MergeProposal *p = a, *q = b;
    if (p->score > q->score || p->score < q->score)
        return p->score > q->score ? -1 : 1;
    int order = strcmp(p->ids[0], q->ids[0]);
    return order ? order : strcmp(p->ids[1], q->ids[1]);
}

void merge_match_run(MergeMatch *match) {
    g_array_sort(match->entries, compare_entries);
    for (guint i = 0; i < match->entries->len; i++) {
        const Entry *entry = &g_array_index(match->entries, Entry, i);
        for (guint n = i + 1; n < match->entries->len && n <= i + NEIGHBOURS_MAX; n++) {
            const Entry *other = &g_array_index(match->entries, Entry, n);
            if (!same_block(entry, other))
                break;
            compare_cards(match, entry->card, other->card);
        }
    }
    g_array_sort(match->proposals, compare_proposals);
}

guint merge_match_count(const MergeMatch *match) {
    return match->proposals->len;
}

const MergeProposal *merge_match_nth(const MergeMatch *match, guint index) {
    return &g_array_index(match->proposals, MergeProposal, index);
}
