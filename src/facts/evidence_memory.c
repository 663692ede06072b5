// Whether a passage is in its source depends on the passage alone, whether its number is there also
// on what is claimed; so findings are kept under digests of both. What other evidence and the
// record's conclusions add to that is found out anew, for they may be gone.
#include "facts/evidence_memory.h"

#include "base/text_hash.h"
#include "facts/evidence_private.h"

#include <string.h>

enum { DIGEST_BYTES = 32, KEY_BYTES = 16, EDGE_WORDS = 2 };

typedef struct {
    guint8 bytes[KEY_BYTES];
} Key;

typedef struct {
    Key key;
    double score;
    guint8 state, number;
} Kept;

struct EvidenceMemory {
    Arena *arena;
    GHashTable *kept; // Key to Kept, that it is a part of
};

static guint hash_key(gconstpointer key) {
    guint hash;
    memcpy(&hash, key, sizeof hash);
    return hash;
}

static gboolean equal_keys(gconstpointer a, gconstpointer b) {
    return memcmp(a, b, KEY_BYTES) == 0;
}

EvidenceMemory *evidence_memory_new(void) {
    EvidenceMemory *memory = g_new0(EvidenceMemory, 1);
    memory->arena = arena_new();
    memory->kept = g_hash_table_new(hash_key, equal_keys);
    return memory;
}

void evidence_memory_free(EvidenceMemory *memory) {
    if (!memory)
        return;
    g_hash_table_destroy(memory->kept);
    arena_free(memory->arena);
    g_free(memory);
}

// --- keys ---

static void add_text(GChecksum *sum, const char *text) {
    g_checksum_update(sum, (const guchar *)(text ? "1" : "0"), 1);
    if (text)
        g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
}

// claimed NULL: of the passage alone.
static Key key_of(const Evidence *evidence, const char *claimed) {
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    const char *texts[] = {evidence->source, evidence->quote,  evidence->prefix,
                           evidence->suffix, evidence->sha256, claimed};
    const gint64 range[] = {evidence->start, evidence->end, evidence->in_characters};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        add_text(sum, texts[i]);
    g_checksum_update(sum, (const guchar *)range, sizeof range);
    guint8 digest[DIGEST_BYTES];
    gsize length = sizeof digest;
    Key key;
    g_checksum_get_digest(sum, digest, &length);
    memcpy(&key, digest, sizeof key);
    return key;
}

// What a piece of evidence is to prove, as a word for keys; NULL: no number and no date.
static const char *claimed_by(const Partnership *partnership, const Evidence *evidence,
                              Arena *arena, Claimed *out) {
    const char *shown = NULL;
    *out = evidence_claimed(partnership, evidence->supports, arena, &shown);
    return shown ? arena_printf(arena, "%d %s", (int)out->kind, shown) : NULL;
}

// --- keeping ---

static void keep(EvidenceMemory *memory, const Evidence *evidence, const char *claimed) {
    const Kept kept = {.key = key_of(evidence, claimed),
                       .state = (guint8)evidence->finding.state,
                       .number = (guint8)evidence->finding.number,
                       .score = evidence->finding.score};
    if (!g_hash_table_contains(memory->kept, &kept.key))
        g_hash_table_add(memory->kept, arena_memdup(memory->arena, &kept, sizeof kept));
}

void evidence_memory_keep(EvidenceMemory *memory, const Partnership *partnership) {
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < partnership->evidence_count; i++) {
        const Evidence *evidence = &partnership->evidence[i];
        Claimed value;
        if (evidence->finding.state == EVIDENCE_UNCHECKED)
            continue;
        const char *claimed = claimed_by(partnership, evidence, arena, &value);
        keep(memory, evidence, NULL);
        if (claimed)
            keep(memory, evidence, claimed);
    }
}

// --- recalling ---

// Behind, with step -1 before, so many words of a quote.
static gsize skip_words(const char *quote, gsize at, int step, guint words) {
    gsize length = strlen(quote);
    for (; words > 0; words--) {
        while (step > 0 ? at < length && quote[at] != ' ' : at > 0 && quote[at - 1] != ' ')
            at = step > 0 ? at + 1 : at - 1;
        while (step > 0 ? at < length && quote[at] == ' ' : at > 0 && quote[at - 1] == ' ')
            at = step > 0 ? at + 1 : at - 1;
    }
    return at;
}

// By the passage as it is told in the quote, where that is what the source has. What a number at
// its edge is depends on words of the text that nobody has here: "3 million" of "not 13 million".
static bool find_number(const Evidence *evidence, const Claimed *claimed, NumberState *out) {
    EvidenceState state = evidence->finding.state;
    *out = NUMBER_NONE;
    if (claimed->kind == CLAIMED_NOTHING || state == EVIDENCE_UNAVAILABLE)
        return true;
    if (!evidence->quote || state == EVIDENCE_FUZZY)
        return false;
    const char *against, *quote = evidence->quote;
    gsize length = strlen(quote);
    Passage passage = {.text = quote, .length = length, .end = length};
    *out = evidence_number(claimed, &passage, &against);
    if (*out == NUMBER_ABSENT || *out == NUMBER_INFERRED)
        return true;
    passage.start = skip_words(quote, 0, 1, EDGE_WORDS);
    passage.end = MAX(passage.start, skip_words(quote, length, -1, EDGE_WORDS));
    return evidence_number(claimed, &passage, &against) == *out;
}

// Without what other evidence of the claim adds.
static NumberState own_number(NumberState kept, const Claimed *claimed) {
    bool is_absent = kept == NUMBER_ABSENT || kept == NUMBER_ELSEWHERE || kept == NUMBER_INFERRED;
    return !is_absent ? kept : claimed->is_inferred ? NUMBER_INFERRED : NUMBER_ABSENT;
}

static void recall(const EvidenceMemory *memory, const Partnership *partnership, Evidence *evidence,
                   Arena *arena) {
    Claimed value;
    const char *claimed = claimed_by(partnership, evidence, arena, &value);
    const Key alone = key_of(evidence, NULL), with = key_of(evidence, claimed);
    const Kept *kept = claimed ? g_hash_table_lookup(memory->kept, &with) : NULL;
    bool is_same = kept != NULL;
    if (!kept)
        kept = g_hash_table_lookup(memory->kept, &alone);
    if (!kept)
        return;
    evidence->finding.state = (EvidenceState)kept->state;
    evidence->finding.score = kept->score;
    evidence->finding.number = own_number((NumberState)kept->number, &value);
    if (!is_same && !find_number(evidence, &value, &evidence->finding.number))
        memset(&evidence->finding, 0, sizeof evidence->finding);
}

static bool is_found(const Evidence *evidence) {
    return evidence->finding.number == NUMBER_FOUND &&
           evidence_meets(evidence->finding.state, NUMBER_FOUND, EVIDENCE_VERIFIED);
}

static void share_numbers(Evidence *evidence, guint count) {
    g_autoptr(GHashTable) found = g_hash_table_new(text_hash, g_str_equal);
    for (guint i = 0; i < count; i++)
        if (is_found(&evidence[i]))
            g_hash_table_add(found, (gpointer)evidence[i].supports);
    for (guint i = 0; i < count; i++)
        if (evidence[i].finding.number == NUMBER_ABSENT &&
            g_hash_table_contains(found, evidence[i].supports))
            evidence[i].finding.number = NUMBER_ELSEWHERE;
}

void evidence_memory_recall(const EvidenceMemory *memory, const Partnership *partnership,
                            Evidence *evidence) {
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < partnership->evidence_count; i++)
        recall(memory, partnership, &evidence[i], arena);
    share_numbers(evidence, partnership->evidence_count);
}
