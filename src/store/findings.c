// Findings stand in the rows of the evidence, by its place in the record; so they go when the
// record changes, and are looked up anew.
#include "store/findings.h"

#include "base/text_hash.h"
#include "facts/evidence.h"
#include "facts/evidence_memory.h"

#include <string.h>

bool findings_are_there(const Partnership *partnership) {
    for (guint i = 0; i < partnership->evidence_count; i++)
        if (partnership->evidence[i].finding.state != EVIDENCE_UNCHECKED)
            return true;
    return false;
}

static EvidenceState state_of(const char *name) {
    for (int state = 0; name && state < EVIDENCE_STATES; state++)
        if (g_strcmp0(evidence_state_name((EvidenceState)state), name) == 0)
            return (EvidenceState)state;
    return EVIDENCE_UNCHECKED;
}

static NumberState number_of(const char *name) {
    for (int state = 0; name && state < NUMBER_STATES; state++)
        if (g_strcmp0(evidence_number_name((NumberState)state), name) == 0)
            return (NumberState)state;
    return NUMBER_NONE;
}

static double score_of(const SqlValue *value) {
    return value->type == SQL_REAL ? value->real : (double)value->integer;
}

Found found_at(Cursor *cursor, guint column) {
    const SqlValue score = cursor_cell(cursor, column + 2);
    gint64 position = cursor_integer(cursor, column);
    return (Found){.position = position < 0 || position > G_MAXUINT32 ? 0 : (guint32)position,
                   .state = state_of(cursor_text(cursor, column + 1)),
                   .score = score_of(&score),
                   .number = number_of(cursor_text(cursor, column + 3))};
}

void found_mark(const Found *found, Evidence *evidence, guint count) {
    if (found->position < 1 || found->position > count)
        return;
    evidence[found->position - 1].finding.state = found->state;
    evidence[found->position - 1].finding.number = found->number;
    evidence[found->position - 1].finding.score = found->score;
}

static Evidence *copy_evidence(const Partnership *partnership) {
    return g_memdup2(partnership->evidence,
                     partnership->evidence_count * sizeof *partnership->evidence);
}

// --- records that are read again ---

struct StoreFindings {
    Store *from;
    FactsSink inner;
    GHashTable *facts;      // id to GArray of Found
    EvidenceMemory *memory; // NULL: the evidence stands where it stood
};

static void free_found(void *found) {
    g_array_unref(found);
}

// One pass over what was looked up.
static void read_found(StoreFindings *findings) {
    static const char sql[] =
        "SELECT f.id, e.position, e.state, e.score, e.number FROM evidence_rows e"
        " JOIN fact_rows f ON f.fact = e.fact WHERE e.state IS NOT NULL";
    Engine *engine = findings->from->engine;
    g_autoptr(Cursor) cursor = engine_select(engine, sql, NULL, 0);
    while (cursor && cursor_next(cursor)) {
        const char *id = cursor_text(cursor, 0);
        const Found found = found_at(cursor, 1);
        GArray *all = g_hash_table_lookup(findings->facts, id);
        if (!all) {
            all = g_array_new(FALSE, FALSE, sizeof(Found));
            g_hash_table_insert(findings->facts, g_strdup(id), all);
        }
        g_array_append_val(all, found);
    }
    store_check(findings->from, !engine->error.message);
}

static void mark_all(const GArray *all, Evidence *evidence, guint count) {
    for (guint i = 0; i < all->len; i++)
        found_mark(&g_array_index(all, Found, i), evidence, count);
}

static void remember(StoreFindings *findings, const Partnership *partnership) {
    const GArray *all = g_hash_table_lookup(findings->facts, partnership->id);
    if (!all)
        return;
    Partnership marked = *partnership;
    g_autofree Evidence *evidence = copy_evidence(partnership);
    mark_all(all, evidence, partnership->evidence_count);
    marked.evidence = evidence;
    evidence_memory_keep(findings->memory, &marked);
}

// By what it is and what it is to prove, for when records are taken apart and put together anew.
static void read_moving(StoreFindings *findings) {
    static const char sql[] = "SELECT record FROM records WHERE withdrawn = 0 AND fact IN"
                              " (SELECT fact FROM evidence_rows WHERE state IS NOT NULL)";
    Engine *engine = findings->from->engine;
    const Vocabularies *vocabularies = store_vocabularies(findings->from);
    if (!vocabularies)
        return;
    findings->memory = evidence_memory_new();
    g_autoptr(Reread) reread = reread_new(vocabularies);
    g_autoptr(Cursor) cursor = engine_select(engine, sql, NULL, 0);
    while (cursor && cursor_next(cursor)) {
        const Partnership *partnership = reread_partnership(reread, cursor_text(cursor, 0));
        if (partnership)
            remember(findings, partnership);
        reread_forget(reread);
    }
    store_check(findings->from, !engine->error.message);
    g_hash_table_remove_all(findings->facts);
}

StoreFindings *store_findings_new(Store *from, bool may_move) {
    StoreFindings *findings = g_new0(StoreFindings, 1);
    findings->from = from;
    findings->facts = g_hash_table_new_full(text_hash, g_str_equal, g_free, free_found);
    read_found(findings);
    if (may_move && g_hash_table_size(findings->facts) > 0)
        read_moving(findings);
    return findings;
}

void store_findings_free(StoreFindings *findings) {
    if (!findings)
        return;
    g_hash_table_destroy(findings->facts);
    evidence_memory_free(findings->memory);
    g_free(findings);
}

static bool pass_source(void *data, const FactSource *source) {
    const StoreFindings *findings = data;
    return findings->inner.source(findings->inner.data, source);
}

static bool pass_partnership(void *data, const Partnership *partnership) {
    const StoreFindings *findings = data;
    const FactsSink *inner = &findings->inner;
    if (findings->from->failure)
        return false;
    const GArray *all = g_hash_table_lookup(findings->facts, partnership->id);
    if (partnership->evidence_count == 0 || (!all && !findings->memory))
        return inner->partnership(inner->data, partnership);
    Partnership marked = *partnership;
    g_autofree Evidence *evidence = copy_evidence(partnership);
    if (findings->memory)
        evidence_memory_recall(findings->memory, partnership, evidence);
    else
        mark_all(all, evidence, partnership->evidence_count);
    marked.evidence = evidence;
    return inner->partnership(inner->data, &marked);
}

FactsSink store_findings_sink(StoreFindings *findings, const FactsSink *inner) {
    findings->inner = *inner;
    return (FactsSink){pass_source, pass_partnership, findings};
}
