// Claims are taken down while facts are read, as little of each as looking it up needs, and looked
// up source by source afterwards.
#include "facts/evidence.h"

#include "base/file.h"
#include "base/text_hash.h"
#include "facts/evidence_private.h"

#include <string.h>

// --- taking down ---

EvidenceCheck *evidence_check_new(Diags *diags, const char *folder) {
    EvidenceCheck *check = g_new0(EvidenceCheck, 1);
    check->diags = diags;
    check->arena = arena_new();
    check->folder = arena_strdup(check->arena, folder);
    check->claims = g_ptr_array_new();
    check->bare = g_ptr_array_new();
    check->orphans = g_ptr_array_new();
    check->by_place = g_hash_table_new(g_int64_hash, g_int64_equal);
    check->sources = g_hash_table_new(text_hash, g_str_equal);
    check->source_list = g_ptr_array_new();
    check->texts = g_hash_table_new(text_hash, g_str_equal);
    return check;
}

void evidence_check_free(EvidenceCheck *check) {
    if (!check)
        return;
    GHashTableIter iter;
    gpointer source;
    g_hash_table_iter_init(&iter, check->sources);
    while (g_hash_table_iter_next(&iter, NULL, &source))
        g_ptr_array_unref(((ClaimSource *)source)->claims);
    g_clear_pointer(&check->digests, g_hash_table_destroy);
    g_ptr_array_unref(check->source_list);
    g_hash_table_destroy(check->texts);
    g_hash_table_destroy(check->sources);
    g_hash_table_destroy(check->by_place);
    g_ptr_array_unref(check->claims);
    g_ptr_array_unref(check->bare);
    g_ptr_array_unref(check->orphans);
    arena_free(check->arena);
    g_free(check);
}

static ClaimSource *find_source(EvidenceCheck *check, const char *id) {
    ClaimSource *source = g_hash_table_lookup(check->sources, id);
    if (source)
        return source;
    source = arena_new0(check->arena, ClaimSource);
    source->id = arena_strdup(check->arena, id);
    source->bytes = -1;
    source->claims = g_ptr_array_new();
    g_hash_table_insert(check->sources, (gpointer)source->id, source);
    return source;
}

static bool take_source(void *data, const FactSource *record) {
    EvidenceCheck *check = data;
    ClaimSource *source = find_source(check, record->id);
    source->text = arena_strdup(check->arena, record->text);
    source->sha256 = arena_strdup(check->arena, record->captured_sha256);
    source->language = arena_strdup(check->arena, record->language);
    source->bytes = record->captured_bytes;
    return true;
}

// Record and position as one number: a list of a record has at most 1000 items.
static gint64 place_key(guint64 record, guint position) {
    return (gint64)(record * (FACTS_ITEMS_LIMIT + 1) + position);
}

static void fill_claim(EvidenceCheck *check, Claim *claim, const Partnership *partnership,
                       const Evidence *evidence) {
    Arena *arena = check->arena;
    const char *shown = NULL;
    claim->claimed = evidence_claimed(partnership, evidence->supports, arena, &shown);
    claim->prefix = arena_strdup(arena, evidence->prefix);
    claim->suffix = arena_strdup(arena, evidence->suffix);
    claim->sha256 = arena_strdup(arena, evidence->sha256);
    claim->start = evidence->start;
    claim->end = evidence->end;
    claim->in_characters = evidence->in_characters;
    claim->out.site = partnership->site;
    claim->out.site.file = g_intern_string(partnership->site.file);
    claim->out.supports = arena_strdup(arena, evidence->supports);
    claim->out.quote = arena_strdup(arena, evidence->quote);
    claim->out.claimed = arena_strdup(arena, shown);
    claim->out.start = claim->out.end = -1;
}

static void take_claim(EvidenceCheck *check, const Partnership *partnership, guint position,
                       const char **id) {
    const Evidence *evidence = &partnership->evidence[position];
    if (!evidence->quote && evidence->end < 0) {
        check->others++;
        return;
    }
    if (!*id)
        *id = arena_strdup(check->arena, partnership->id);
    ClaimSource *source = find_source(check, evidence->source);
    Claim *claim = arena_new0(check->arena, Claim);
    fill_claim(check, claim, partnership, evidence);
    claim->out.record = check->records;
    claim->out.position = position;
    claim->out.partnership = *id;
    claim->out.source = source->id;
    if (source->claims->len == 0)
        g_ptr_array_add(check->source_list, source);
    g_ptr_array_add(source->claims, claim);
    g_ptr_array_add(check->claims, claim);
    gint64 key = place_key(check->records, position);
    g_hash_table_insert(check->by_place, arena_memdup(check->arena, &key, sizeof key), claim);
}

static bool take_partnership(void *data, const Partnership *partnership) {
    EvidenceCheck *check = data;
    const char *id = NULL;
    guint first = check->claims->len;
    for (guint i = 0; i < partnership->evidence_count; i++)
        take_claim(check, partnership, i, &id);
    evidence_take_orphans(check, partnership, (Claim *const *)check->claims->pdata + first,
                          check->claims->len - first);
    if (partnership->evidence_count == 0)
        g_ptr_array_add(check->bare, arena_strdup(check->arena, partnership->id));
    check->records++;
    return true;
}

FactsSink evidence_check_sink(EvidenceCheck *check) {
    return (FactsSink){take_source, take_partnership, check};
}

// --- looking up ---

// Whether a number stands in words that nobody found is not asked.
static void mark_unavailable(const ClaimSource *source, const char *note) {
    for (guint i = 0; i < source->claims->len; i++) {
        Claim *claim = g_ptr_array_index(source->claims, i);
        claim->out.state = EVIDENCE_UNAVAILABLE;
        claim->out.note = note;
    }
}

// A quote that is not there may be there in other bytes.
static void note_trouble(const ClaimSource *source, const char *trouble) {
    for (guint i = 0; i < source->claims->len; i++) {
        Claim *claim = g_ptr_array_index(source->claims, i);
        if (claim->out.state >= EVIDENCE_FUZZY)
            claim->out.note = trouble;
    }
}

static bool look_up_source(EvidenceCheck *check, const ClaimSource *source) {
    const char *path = evidence_text_path(check, source);
    if (!path) {
        mark_unavailable(source, NULL);
        return true;
    }
    g_autoptr(Source) text = file_read(check->diags, path, EVIDENCE_TEXT_LIMIT, NULL);
    if (!text) {
        mark_unavailable(source, "the text cannot be read");
        return false;
    }
    bool is_unreadable;
    const char *trouble = evidence_text_trouble(text, &is_unreadable);
    g_hash_table_add(check->texts, (gpointer)path);
    if (is_unreadable)
        mark_unavailable(source, trouble);
    else
        evidence_lookup(source, text, check->arena);
    for (guint i = 0; i < source->claims->len; i++)
        ((Claim *)g_ptr_array_index(source->claims, i))->out.path = path;
    if (!is_unreadable && trouble)
        note_trouble(source, trouble);
    return true;
}

// One claim may have several pieces of evidence, of which one holds the number. Those of a record
// stand together; [first, last) supports one record.
static void share_numbers(const EvidenceCheck *check, guint first, guint last) {
    g_autoptr(GHashTable) found = g_hash_table_new(text_hash, g_str_equal);
    for (guint i = first; i < last; i++) {
        const EvidenceClaim *claim = evidence_check_nth(check, i);
        if (claim->number == NUMBER_FOUND &&
            evidence_meets(claim->state, claim->number, EVIDENCE_VERIFIED))
            g_hash_table_add(found, (gpointer)claim->supports);
    }
    for (guint i = first; i < last; i++) {
        Claim *claim = g_ptr_array_index(check->claims, i);
        if (claim->out.number == NUMBER_ABSENT && g_hash_table_contains(found, claim->out.supports))
            claim->out.number = NUMBER_ELSEWHERE;
    }
}

bool evidence_check_run(EvidenceCheck *check) {
    bool good = true;
    for (guint i = 0; i < check->source_list->len; i++)
        good = look_up_source(check, g_ptr_array_index(check->source_list, i)) && good;
    for (guint first = 0, last = 0; first < check->claims->len; first = last) {
        guint64 record = evidence_check_nth(check, first)->record;
        while (last < check->claims->len && evidence_check_nth(check, last)->record == record)
            last++;
        share_numbers(check, first, last);
    }
    evidence_settle_orphans(check);
    return good;
}

// --- results ---

guint evidence_check_count(const EvidenceCheck *check) {
    return check->claims->len;
}

const EvidenceClaim *evidence_check_nth(const EvidenceCheck *check, guint index) {
    return &((const Claim *)g_ptr_array_index(check->claims, index))->out;
}

EvidenceSummary evidence_check_summary(const EvidenceCheck *check) {
    EvidenceSummary summary = {.claims = check->claims->len,
                               .records = check->others,
                               .texts = g_hash_table_size(check->texts),
                               .sources = check->source_list->len,
                               .partnerships = check->records,
                               .bare = check->bare->len,
                               .orphans = check->orphans->len};
    for (guint i = 0; i < check->claims->len; i++) {
        const EvidenceClaim *claim = evidence_check_nth(check, i);
        summary.states[claim->state]++;
        summary.numbers[claim->number]++;
        summary.other_text += claim->is_other_text;
        summary.doubtful += claim->number == NUMBER_INFERRED && claim->against;
    }
    return summary;
}

const char *evidence_check_bare(const EvidenceCheck *check, guint index) {
    return g_ptr_array_index(check->bare, index);
}

const EvidenceOrphan *evidence_check_orphan(const EvidenceCheck *check, guint index) {
    return &((const Orphan *)g_ptr_array_index(check->orphans, index))->out;
}

static const EvidenceClaim *evidence_check_find(const EvidenceCheck *check, guint64 record,
                                                guint position) {
    gint64 key = place_key(record, position);
    const Claim *claim = g_hash_table_lookup(check->by_place, &key);
    return claim ? &claim->out : NULL;
}

const char *evidence_state_name(EvidenceState state) {
    static const char *const names[EVIDENCE_STATES] = {
        [EVIDENCE_EXACT] = "exact",
        [EVIDENCE_NORMALISED] = "normalised",
        [EVIDENCE_FUZZY] = "fuzzy",
        [EVIDENCE_MISSING] = "missing",
        [EVIDENCE_UNAVAILABLE] = "unavailable",
    };
    return names[state];
}

const char *evidence_number_name(NumberState state) {
    static const char *const names[NUMBER_STATES] = {[NUMBER_FOUND] = "found",
                                                     [NUMBER_PARTLY] = "partly",
                                                     [NUMBER_ABSENT] = "absent",
                                                     [NUMBER_ELSEWHERE] = "elsewhere",
                                                     [NUMBER_INFERRED] = "inferred"};
    return names[state];
}

bool evidence_meets(EvidenceState state, NumberState number, EvidenceState require) {
    return state != EVIDENCE_UNCHECKED && state <= require && number != NUMBER_ABSENT;
}

bool evidence_is_verified(EvidenceState state, NumberState number) {
    return evidence_meets(state, number, EVIDENCE_VERIFIED) && number != NUMBER_INFERRED;
}

guint evidence_count_failed(const EvidenceCheck *check, EvidenceState require) {
    guint failed = 0;
    for (guint i = 0; i < evidence_check_count(check); i++) {
        const EvidenceClaim *claim = evidence_check_nth(check, i);
        failed += !evidence_meets(claim->state, claim->number, require);
    }
    return failed;
}

// --- handing on ---

struct EvidenceMarks {
    const EvidenceCheck *check;
    FactsSink inner;
    guint64 records;
    GArray *evidence; // of the record that is handed on
};

EvidenceMarks *evidence_marks_new(const EvidenceCheck *check, const FactsSink *inner) {
    EvidenceMarks *marks = g_new0(EvidenceMarks, 1);
    marks->check = check;
    marks->inner = *inner;
    marks->evidence = g_array_new(FALSE, FALSE, sizeof(Evidence));
    return marks;
}

void evidence_marks_free(EvidenceMarks *marks) {
    if (!marks)
        return;
    g_array_unref(marks->evidence);
    g_free(marks);
}

static bool mark_source(void *data, const FactSource *source) {
    const EvidenceMarks *marks = data;
    return marks->inner.source(marks->inner.data, source);
}

static bool mark_partnership(void *data, const Partnership *partnership) {
    EvidenceMarks *marks = data;
    Partnership marked = *partnership;
    g_array_set_size(marks->evidence, 0);
    for (guint i = 0; i < partnership->evidence_count; i++) {
        Evidence evidence = partnership->evidence[i];
        const EvidenceClaim *claim = evidence_check_find(marks->check, marks->records, i);
        if (claim) {
            evidence.finding.state = claim->state;
            evidence.finding.score = claim->score;
            evidence.finding.number = claim->number;
        }
        g_array_append_val(marks->evidence, evidence);
    }
    marks->records++;
    marked.evidence = (const Evidence *)marks->evidence->data;
    return marks->inner.partnership(marks->inner.data, &marked);
}

FactsSink evidence_marks_sink(EvidenceMarks *marks) {
    return (FactsSink){mark_source, mark_partnership, marks};
}
