// As with records (known.c), single questions cost a file nothing and a server a round trip each;
// so all findings of a server are fetched together after some, some 60 bytes for each that there
// is.
#include "store/known_findings.h"

#include "store/findings.h"
#include "store/known.h"

typedef struct {
    guint32 first, count; // among all
} Range;

struct KnownFindings {
    Store *store;
    guint questions, patience; // single ones
    GHashTable *facts; // fact -> Range *, of count 0 for what must be asked; NULL: not fetched
    GArray *found;     // Found, those of a fact together
};

KnownFindings *known_findings_new(Store *store) {
    KnownFindings *known = g_new0(KnownFindings, 1);
    known->store = store;
    known->patience = known_patience(store->last_fact);
    return known;
}

void known_findings_free(KnownFindings *known) {
    if (!known)
        return;
    g_clear_pointer(&known->facts, g_hash_table_destroy);
    g_clear_pointer(&known->found, g_array_unref);
    g_free(known);
}

static void put(KnownFindings *known, gint64 fact, Range range) {
    g_hash_table_insert(known->facts, GUINT_TO_POINTER((guint)fact),
                        g_memdup2(&range, sizeof range));
}

static void fetch_all(KnownFindings *known) {
    static const char sql[] = "SELECT fact, position, state, score, number FROM evidence_rows"
                              " WHERE state IS NOT NULL ORDER BY fact";
    known->facts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    known->found = g_array_new(FALSE, FALSE, sizeof(Found));
    g_autoptr(Cursor) cursor = engine_select(known->store->engine, sql, NULL, 0);
    gint64 fact = 0;
    Range range = {0};
    while (cursor && cursor_next(cursor)) {
        const Found found = found_at(cursor, 1);
        if (cursor_integer(cursor, 0) != fact) {
            if (range.count)
                put(known, fact, range);
            range = (Range){known->found->len, 0};
            fact = cursor_integer(cursor, 0);
        }
        range.count++;
        g_array_append_val(known->found, found);
    }
    if (range.count)
        put(known, fact, range);
}

static void ask_one(const KnownFindings *known, gint64 fact, Evidence *evidence, guint count) {
    const SqlValue value = sql_integer(fact);
    g_autoptr(Cursor) cursor = engine_select(
        known->store->engine,
        "SELECT position, state, score, number FROM evidence_rows WHERE fact = $1", &value, 1);
    while (cursor && cursor_next(cursor)) {
        const Found found = found_at(cursor, 0);
        found_mark(&found, evidence, count);
    }
}

// Of what was fetched; NULL: nothing was, or the fact has none.
static const Range *find_range(KnownFindings *known, gint64 fact) {
    if (known->store->engine->class->is_remote && ++known->questions == known->patience)
        fetch_all(known);
    return known->facts ? g_hash_table_lookup(known->facts, GUINT_TO_POINTER((guint)fact)) : NULL;
}

static bool must_ask(const KnownFindings *known, const Range *range) {
    return !known->facts || (range && range->count == 0);
}

bool known_findings_any(KnownFindings *known, gint64 fact) {
    const Range *range = find_range(known, fact);
    if (!must_ask(known, range))
        return range != NULL;
    const SqlValue value = sql_integer(fact);
    g_autoptr(Cursor) cursor = engine_select(
        known->store->engine,
        "SELECT 1 FROM evidence_rows WHERE fact = $1 AND state IS NOT NULL LIMIT 1", &value, 1);
    return cursor && cursor_next(cursor);
}

Evidence *known_findings_of(KnownFindings *known, gint64 fact, const Partnership *partnership) {
    Store *store = known->store;
    guint count = partnership->evidence_count;
    Evidence *evidence = g_memdup2(partnership->evidence, count * sizeof *evidence);
    for (guint i = 0; i < count; i++)
        evidence[i].finding.state = EVIDENCE_UNCHECKED;
    const Range *range = find_range(known, fact);
    if (must_ask(known, range))
        ask_one(known, fact, evidence, count);
    for (guint i = 0; range && i < range->count; i++)
        found_mark(&g_array_index(known->found, Found, range->first + i), evidence, count);
    store_check(store, !store->engine->error.message);
    return evidence;
}

bool known_findings_differ(KnownFindings *known, gint64 fact, const Partnership *partnership) {
    g_autofree Evidence *before = known_findings_of(known, fact, partnership);
    for (guint i = 0; i < partnership->evidence_count; i++) {
        const Evidence *now = &partnership->evidence[i], *then = &before[i];
        bool is_checked = now->finding.state != EVIDENCE_UNCHECKED;
        if (now->finding.state != then->finding.state ||
            (is_checked && (now->finding.number != then->finding.number ||
                            now->finding.score != then->finding.score)))
            return true;
    }
    return false;
}

void known_findings_forget(KnownFindings *known, gint64 fact) {
    if (known->facts)
        put(known, fact, (Range){0, 0});
}
