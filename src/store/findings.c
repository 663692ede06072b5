// Findings stand in the rows of the evidence, by its place in the record; so they go when the
// record changes, and are looked up anew.
#include "store/findings.h"

#include "facts/evidence.h"

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

Evidence *findings_of(Store *store, gint64 fact, const Partnership *partnership) {
    guint count = partnership->evidence_count;
    Evidence *evidence = g_memdup2(partnership->evidence, count * sizeof *evidence);
    const SqlValue value = sql_integer(fact);
    g_autoptr(Cursor) cursor = engine_select(
        store->engine, "SELECT position, state, score, number FROM evidence_rows WHERE fact = $1",
        &value, 1);
    while (cursor && cursor_next(cursor)) {
        gint64 position = cursor_integer(cursor, 0);
        const SqlValue score = cursor_cell(cursor, 2);
        if (position < 1 || position > count)
            continue;
        evidence[position - 1].finding.state = state_of(cursor_text(cursor, 1));
        evidence[position - 1].finding.score = score.type == SQL_REAL      ? score.real
                                               : score.type == SQL_INTEGER ? (double)score.integer
                                                                           : 0;
        evidence[position - 1].finding.number = number_of(cursor_text(cursor, 3));
    }
    store_check(store, !store->engine->error.message);
    return evidence;
}

bool findings_differ(Store *store, gint64 fact, const Partnership *partnership) {
    g_autofree Evidence *known = findings_of(store, fact, partnership);
    for (guint i = 0; i < partnership->evidence_count; i++) {
        const Evidence *now = &partnership->evidence[i];
        bool is_checked = now->finding.state != EVIDENCE_UNCHECKED;
        if (now->finding.state != known[i].finding.state ||
            (is_checked && (now->finding.number != known[i].finding.number ||
                            now->finding.score != known[i].finding.score)))
            return true;
    }
    return false;
}

// --- records that are read again ---

struct StoreFindings {
    Store *from;
    FactsSink inner;
    bool are_there; // any at all
};

StoreFindings *store_findings_new(Store *from, const FactsSink *inner) {
    StoreFindings *findings = g_new0(StoreFindings, 1);
    findings->from = from;
    findings->inner = *inner;
    findings->are_there = store_read_integer(from, "SELECT count(*) FROM evidence_rows"
                                                   " WHERE state IS NOT NULL") > 0;
    return findings;
}

void store_findings_free(StoreFindings *findings) {
    g_free(findings);
}

static bool pass_source(void *data, const FactSource *source) {
    const StoreFindings *findings = data;
    return findings->inner.source(findings->inner.data, source);
}

static bool pass_partnership(void *data, const Partnership *partnership) {
    const StoreFindings *findings = data;
    const FactsSink *inner = &findings->inner;
    if (!findings->are_there || partnership->evidence_count == 0)
        return inner->partnership(inner->data, partnership);
    const SqlValue id = sql_text(partnership->id);
    gint64 fact =
        engine_integer(findings->from->engine, "SELECT fact FROM fact_rows WHERE id = $1", &id, 1);
    Partnership marked = *partnership;
    g_autofree Evidence *evidence = findings_of(findings->from, fact, partnership);
    marked.evidence = evidence;
    return !findings->from->failure && inner->partnership(inner->data, &marked);
}

FactsSink store_findings_sink(StoreFindings *findings) {
    return (FactsSink){pass_source, pass_partnership, findings};
}
