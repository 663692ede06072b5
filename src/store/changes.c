// Records of two states are compared by their digests first; only what differs is read again. A
// store that lasts finds what changed by the numbers of its runs, without looking at the rest.
// What fell due is found by its day, in all facts. A fact dated later than the day of a state is
// not shown in it: it is new when its day came, however long its record has been there.
#include "store/changes.h"

#include "base/text_hash.h"
#include "store/change_rows.h"

#include <string.h>

typedef struct {
    Store *store;
    ChangeWriter writer;
    Reread *reread;
    Arena *arena; // of one fact
    ChangeDays days;
    const char *from_day; // ISO, of the earlier state
    GHashTable *revised;  // numbers of facts that were compared
    GHashTable *fresh;    // numbers of facts that were not there
    GArray *found;        // of Change
} Comparing;

static Engine *engine_of(const Comparing *comparing) {
    return comparing->store->engine;
}

// --- one fact ---

static void forget(Comparing *comparing) {
    reread_forget(comparing->reread);
    arena_reset(comparing->arena);
    g_array_set_size(comparing->found, 0);
}

// Whether the state of that day shows the fact.
static bool is_shown(const Comparing *comparing, const Partnership *partnership, int day) {
    const FactDate *date = &partnership->date;
    return comparing->store->keeps_later || !date->text || date->edtf.open_start ||
           date->edtf.first <= day;
}

static void put_whole(Comparing *comparing, const ChangedFact *fact, const Partnership *before) {
    if (before)
        change_rows_put(&comparing->writer, &(ChangedFact){.id = fact->id, .partnership = before},
                        &(Change){.kind = CHANGE_WITHDRAWN});
    else
        change_rows_put(&comparing->writer, fact, &(Change){.kind = CHANGE_NEW});
}

static void put_compared(Comparing *comparing, const ChangedFact *fact, const Partnership *before,
                         const Partnership *after) {
    change_compare(before, after, &comparing->days, comparing->arena, comparing->found);
    for (guint i = 0; i < comparing->found->len; i++)
        change_rows_put(&comparing->writer, fact, &g_array_index(comparing->found, Change, i));
}

// A record that cannot be read again is one that changed, and no more can be said.
static void add_revised(Comparing *comparing, const ChangedFact *fact, const char *old_record,
                        const char *new_record) {
    const Partnership *before = reread_partnership(comparing->reread, old_record);
    const Partnership *after = reread_partnership(comparing->reread, new_record);
    g_hash_table_add(comparing->revised, GINT_TO_POINTER((int)fact->fact));
    if (before && after) {
        bool was = is_shown(comparing, before, comparing->days.before);
        bool is = is_shown(comparing, after, comparing->days.after);
        if (was && is)
            put_compared(comparing, fact, before, after);
        else if (was || is)
            put_whole(comparing, fact, was ? before : NULL);
    } else {
        change_rows_put(&comparing->writer, fact,
                        &(Change){.kind = CHANGE_REVISED, .field = "record"});
    }
    forget(comparing);
}

static void add_withdrawn(Comparing *comparing, const char *id, const char *record) {
    const Partnership *before = reread_partnership(comparing->reread, record);
    const ChangedFact fact = {.id = id, .partnership = before};
    if (!before || is_shown(comparing, before, comparing->days.before))
        change_rows_put(&comparing->writer, &fact, &(Change){.kind = CHANGE_WITHDRAWN});
    forget(comparing);
}

// first: its first day, or NULL.
static void add_new(Comparing *comparing, const ChangedFact *fact, const char *first) {
    g_hash_table_add(comparing->fresh, GINT_TO_POINTER((int)fact->fact));
    if (!first || comparing->store->keeps_later || strcmp(first, comparing->store->as_of) <= 0)
        change_rows_put(&comparing->writer, fact, &(Change){.kind = CHANGE_NEW});
}

// --- a store that lasts, and one of its runs ---

static const char history_sql[] =
    "SELECT r.fact, r.id, v.record, CASE WHEN r.withdrawn = 0 THEN 1 END,"
    " CASE WHEN r.withdrawn = 0 AND v.record IS NOT NULL THEN r.record END, f.first"
    " FROM records r LEFT JOIN fact_rows f ON f.fact = r.fact LEFT JOIN revisions v ON v.fact = "
    "r.fact AND v.since <= $1 AND v.run > $1"
    " WHERE r.fact IN (SELECT fact FROM records WHERE changed > $1"
    " UNION SELECT fact FROM revisions WHERE run > $1) ORDER BY r.fact";

static void compare_row(Comparing *comparing, Cursor *cursor) {
    const char *before = cursor_text(cursor, 2);
    bool is_there = cursor_integer(cursor, 3) == 1;
    const ChangedFact fact = {.fact = cursor_integer(cursor, 0), .id = cursor_text(cursor, 1)};
    if (is_there && before)
        add_revised(comparing, &fact, before, cursor_text(cursor, 4));
    else if (is_there)
        add_new(comparing, &fact, cursor_text(cursor, 5));
    else if (before)
        add_withdrawn(comparing, fact.id, before);
}

static void compare_history(Comparing *comparing) {
    const SqlValue run = sql_integer(comparing->store->compared.run);
    g_autoptr(Cursor) cursor = engine_select(engine_of(comparing), history_sql, &run, 1);
    while (cursor && cursor_next(cursor))
        compare_row(comparing, cursor);
}

// --- two stores in memory ---

typedef struct {
    gint64 fact;
    char digest[40];
} Earlier;

static GHashTable *read_digests(Store *earlier) {
    GHashTable *all = g_hash_table_new_full(text_hash, g_str_equal, g_free, g_free);
    g_autoptr(Cursor) cursor = engine_select(
        earlier->engine, "SELECT fact, id, digest FROM records ORDER BY fact", NULL, 0);
    while (cursor && cursor_next(cursor)) {
        Earlier *record = g_new0(Earlier, 1);
        record->fact = cursor_integer(cursor, 0);
        g_strlcpy(record->digest, cursor_text(cursor, 2), sizeof record->digest);
        g_hash_table_insert(all, g_strdup(cursor_text(cursor, 1)), record);
    }
    return all;
}

static char *read_record(Store *store, gint64 fact) {
    const SqlValue value = sql_integer(fact);
    return engine_text(store->engine, "SELECT record FROM records WHERE fact = $1", &value, 1);
}

// Records with another digest; what is left in `all` is not there any more.
static void compare_records(Comparing *comparing, GHashTable *all) {
    g_autoptr(Cursor) cursor =
        engine_select(engine_of(comparing),
                      "SELECT r.fact, r.id, r.digest, r.record, f.first FROM records r"
                      " LEFT JOIN fact_rows f ON f.fact = r.fact ORDER BY r.fact",
                      NULL, 0);
    while (cursor && cursor_next(cursor)) {
        const ChangedFact fact = {.fact = cursor_integer(cursor, 0), .id = cursor_text(cursor, 1)};
        const Earlier *before = g_hash_table_lookup(all, fact.id);
        if (!before) {
            add_new(comparing, &fact, cursor_text(cursor, 4));
            continue;
        }
        if (strcmp(before->digest, cursor_text(cursor, 2)) != 0) {
            g_autofree char *record = read_record(comparing->store->earlier, before->fact);
            add_revised(comparing, &fact, record, cursor_text(cursor, 3));
        }
        g_hash_table_remove(all, fact.id);
    }
}

static void add_missing(Comparing *comparing, GHashTable *all) {
    g_autoptr(Cursor) cursor = engine_select(
        comparing->store->earlier->engine, "SELECT id, record FROM records ORDER BY fact", NULL, 0);
    while (cursor && cursor_next(cursor))
        if (g_hash_table_contains(all, cursor_text(cursor, 0)))
            add_withdrawn(comparing, cursor_text(cursor, 0), cursor_text(cursor, 1));
}

// How much evidence of each fact was found; of facts whose evidence was looked up.
static GHashTable *read_verified(Store *store) {
    GHashTable *all = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
    g_autoptr(Cursor) cursor = engine_select(
        store->engine, "SELECT id, verified FROM fact_rows WHERE verified IS NOT NULL", NULL, 0);
    while (cursor && cursor_next(cursor))
        g_hash_table_insert(all, g_strdup(cursor_text(cursor, 0)),
                            GINT_TO_POINTER((int)cursor_integer(cursor, 1)));
    return all;
}

static void add_verified(Comparing *comparing, const ChangedFact *fact, int before, int after) {
    Change change = {.kind = after ? CHANGE_VERIFIED : CHANGE_REVISED, .field = "verified"};
    change.before = arena_printf(comparing->arena, "%d", before);
    change.after = arena_printf(comparing->arena, "%d", after);
    change_rows_put(&comparing->writer, fact, &change);
    forget(comparing);
}

// From none to some, or from some to none.
static void compare_verified(Comparing *comparing) {
    g_autoptr(GHashTable) all = read_verified(comparing->store->earlier);
    g_autoptr(Cursor) cursor = engine_select(
        engine_of(comparing),
        "SELECT fact, id, verified FROM fact_rows WHERE verified IS NOT NULL ORDER BY fact", NULL,
        0);
    while (cursor && cursor_next(cursor)) {
        const ChangedFact fact = {.fact = cursor_integer(cursor, 0), .id = cursor_text(cursor, 1)};
        gpointer before;
        int after = (int)cursor_integer(cursor, 2);
        if (!g_hash_table_lookup_extended(all, fact.id, NULL, &before))
            continue;
        if ((GPOINTER_TO_INT(before) == 0) != (after == 0))
            add_verified(comparing, &fact, GPOINTER_TO_INT(before), after);
    }
}

static void compare_stores(Comparing *comparing) {
    g_autoptr(GHashTable) all = read_digests(comparing->store->earlier);
    compare_records(comparing, all);
    add_missing(comparing, all);
    compare_verified(comparing);
}

// --- whose day came ---

// Records that are the same in both states, of which one state shows the fact and the other does
// not.
static GArray *list_turned(Comparing *comparing, const char *from, const char *to) {
    const SqlValue days[] = {sql_text(from), sql_text(to)};
    GArray *facts = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(Cursor) cursor = engine_select(
        engine_of(comparing),
        "SELECT fact FROM fact_rows WHERE first > $1 AND first <= $2 ORDER BY fact", days, 2);
    while (cursor && cursor_next(cursor)) {
        gint64 fact = cursor_integer(cursor, 0);
        gpointer key = GINT_TO_POINTER((int)fact);
        if (!g_hash_table_contains(comparing->revised, key) &&
            !g_hash_table_contains(comparing->fresh, key))
            g_array_append_val(facts, fact);
    }
    return facts;
}

static void put_turned(Comparing *comparing, gint64 number, bool has_come) {
    g_autofree char *record = read_record(comparing->store, number);
    const Partnership *partnership = record ? reread_partnership(comparing->reread, record) : NULL;
    if (partnership) {
        const ChangedFact fact = {.fact = number, .id = partnership->id};
        put_whole(comparing, &fact, has_come ? NULL : partnership);
    }
    forget(comparing);
}

static void compare_turned(Comparing *comparing) {
    const char *before = comparing->from_day, *now = comparing->store->as_of;
    int order = g_strcmp0(before, now);
    if (!before || !now || order == 0 || comparing->store->keeps_later)
        return;
    g_autoptr(GArray) facts =
        order < 0 ? list_turned(comparing, before, now) : list_turned(comparing, now, before);
    for (guint i = 0; i < facts->len; i++)
        put_turned(comparing, g_array_index(facts, gint64, i), order < 0);
}

// --- what fell due ---

// Facts that were compared said so already.
static void compare_due(Comparing *comparing) {
    const SqlValue days[] = {sql_text(comparing->from_day), sql_text(comparing->store->as_of)};
    g_autoptr(Cursor) cursor =
        engine_select(engine_of(comparing),
                      "SELECT c.fact, f.id, c.text, c.due, c.due_day FROM commitment_rows c"
                      " JOIN fact_rows f ON f.fact = c.fact"
                      " WHERE c.status = 'open' AND c.due_last >= $1 AND c.due_last < $2"
                      " AND (report_horizon() IS NULL OR f.first IS NULL"
                      " OR f.first <= report_horizon())"
                      " ORDER BY c.fact, c.position",
                      days, 2);
    while (cursor && cursor_next(cursor)) {
        const ChangedFact fact = {.fact = cursor_integer(cursor, 0), .id = cursor_text(cursor, 1)};
        const Change change = {.kind = CHANGE_OVERDUE,
                               .field = "commitment.due",
                               .item = cursor_text(cursor, 2),
                               .after = cursor_text(cursor, 3),
                               .has_days = true,
                               .days = comparing->days.after - cursor_integer(cursor, 4)};
        if (!g_hash_table_contains(comparing->revised, GINT_TO_POINTER((int)fact.fact)))
            change_rows_put(&comparing->writer, &fact, &change);
    }
}

// --- all ---

static int day_number(const char *text) {
    Edtf date;
    return text && edtf_parse(text, &date, NULL) ? date.first : 0;
}

static void compare(Store *store, const Vocabularies *vocabularies) {
    Comparing comparing = {.store = store,
                           .reread = reread_new(vocabularies),
                           .arena = arena_new(),
                           .from_day = store->compared.as_of,
                           .revised = g_hash_table_new(NULL, NULL),
                           .fresh = g_hash_table_new(NULL, NULL),
                           .found = g_array_new(FALSE, TRUE, sizeof(Change))};
    comparing.days = (ChangeDays){day_number(store->compared.as_of), day_number(store->as_of)};
    change_rows_begin(&comparing.writer, store);
    if (store->is_of_run)
        compare_history(&comparing);
    else
        compare_stores(&comparing);
    compare_turned(&comparing);
    compare_due(&comparing);
    change_rows_end(&comparing.writer);
    reread_free(comparing.reread);
    arena_free(comparing.arena);
    g_hash_table_destroy(comparing.revised);
    g_hash_table_destroy(comparing.fresh);
    g_array_unref(comparing.found);
}

static bool report_failure(Store *store, Diags *diags) {
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the changes cannot be found: %s", store->failure);
    return false;
}

bool store_need_changes(Store *store, Diags *diags) {
    if (!store->has_earlier || store->are_changes_known || store->failure)
        return true;
    store->are_changes_known = true;
    const Vocabularies *vocabularies = store_vocabularies(store);
    if (!vocabularies) {
        diag_error(diags, DIAG_FILE, NULL, NULL,
                   "the changes cannot be found without the vocabularies of the facts");
        return false;
    }
    if (!store->is_of_run && !store_need_earlier(store, diags))
        return false;
    compare(store, vocabularies);
    return !store->failure || report_failure(store, diags);
}
