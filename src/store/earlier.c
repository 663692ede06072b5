// Which state the facts are compared with, and that state as a store. A run leaves all records that
// came with it or before it and were not changed since, and of the others what the revisions keep.
#include "store/private.h"

#include <string.h>

// --- finding it ---

static bool report_since(Diags *diags, const char *since, const char *why) {
    diag_error(diags, DIAG_WRONG_VALUE, NULL,
               "give the number of a run of the store, or a day as YYYY-MM-DD", "\"%s\" %s", since,
               why);
    return false;
}

static bool is_day(const char *text) {
    Edtf date;
    return edtf_parse(text, &date, NULL) && date.precision == EDTF_DAY && !date.approximate &&
           !date.uncertain;
}

// The run and its day. A run that is none gives 0.
static void take_run(Store *store, const char *sql, const SqlValue *value) {
    g_autoptr(Cursor) cursor = engine_select(store->engine, sql, value, value ? 1 : 0);
    if (cursor && cursor_next(cursor)) {
        store->compared.run = cursor_integer(cursor, 0);
        store->compared.as_of = arena_strdup(store->arena, cursor_text(cursor, 1));
    }
    store_check(store, !store->engine->error.message);
}

static bool since_day(Store *store, const char *day) {
    const SqlValue value = sql_text(day);
    take_run(store, "SELECT run, as_of FROM ingests WHERE as_of <= $1 ORDER BY run DESC LIMIT 1",
             &value);
    if (store->compared.run)
        store->compared.as_of = arena_strdup(store->arena, day);
    return true;
}

static bool since_run(Store *store, Diags *diags, const char *since) {
    gint64 run;
    if (!g_ascii_string_to_signed(since, 10, 1, G_MAXINT64, &run, NULL))
        return report_since(diags, since, "is neither a run nor a day");
    const SqlValue value = sql_integer(run);
    take_run(store, "SELECT run, as_of FROM ingests WHERE run = $1", &value);
    return store->compared.run || report_since(diags, since, "is no run of this store");
}

// The state that the last run found which changed anything.
static bool since_last(Store *store) {
    take_run(store,
             "SELECT run, as_of FROM ingests WHERE run < (SELECT max(run) FROM ingests"
             " WHERE added + changed + withdrawn > 0) ORDER BY run DESC LIMIT 1",
             NULL);
    return true;
}

static bool find_run(Store *store, Diags *diags, const char *since, const char *day) {
    bool good = !since          ? since_last(store)
                : is_day(since) ? since_day(store, since)
                                : since_run(store, diags, since);
    store->has_earlier = store->compared.run > 0;
    store->is_of_run = true;
    if (day && store->has_earlier)
        store->compared.as_of = arena_strdup(store->arena, day);
    return good && !store->failure;
}

static bool take_facts(Store *store, Diags *diags, const StoreComparison *comparison) {
    store->earlier = comparison->earlier;
    store->has_earlier = true;
    store->compared.as_of =
        comparison->since ? arena_strdup(store->arena, comparison->since) : store->earlier->as_of;
    if (comparison->since && !is_day(comparison->since))
        return report_since(diags, comparison->since, "is no day");
    return true;
}

static bool take_later(Store *store, const StoreComparison *comparison) {
    store->read_earlier = comparison->read;
    store->read_data = comparison->data;
    store->has_earlier = true;
    store->compared.as_of = arena_strdup(store->arena, comparison->since);
    return true;
}

bool store_compare(Store *store, Diags *diags, const StoreComparison *comparison) {
    if (comparison->materiality)
        store->materiality = comparison->materiality;
    if (comparison->earlier)
        return take_facts(store, diags, comparison);
    if (comparison->read)
        return take_later(store, comparison);
    return !store->is_lasting || find_run(store, diags, comparison->since, comparison->day);
}

const StoreEarlier *store_earlier(Store *store) {
    return store->has_earlier ? &store->compared : NULL;
}

// --- as a store ---

typedef struct {
    Reread *reread;
    FactsSink sink;
    bool good;
} Refill;

static void hand_source(Refill *refill, const char *record) {
    const FactSource *source = reread_source(refill->reread, record);
    refill->good = refill->good && (!source || refill->sink.source(refill->sink.data, source));
    reread_forget(refill->reread);
}

static void hand_partnership(Refill *refill, const char *record) {
    const Partnership *partnership = reread_partnership(refill->reread, record);
    refill->good =
        refill->good && (!partnership || refill->sink.partnership(refill->sink.data, partnership));
    reread_forget(refill->reread);
}

static bool hand_all(Store *store, Refill *refill, const char *sql,
                     void (*hand)(Refill *refill, const char *record)) {
    const SqlValue run = sql_integer(store->compared.run);
    g_autoptr(Cursor) cursor = engine_select(store->engine, sql, &run, 1);
    while (cursor && refill->good && cursor_next(cursor))
        hand(refill, cursor_text(cursor, 0));
    return store_check(store, !store->engine->error.message);
}

// Sources have no revisions: what a source says now, it said then.
static const char earlier_sources[] =
    "SELECT record FROM source_rows WHERE coalesce(added, 1) <= $1 ORDER BY loaded";
static const char earlier_partnerships[] =
    "SELECT record FROM (SELECT fact, record FROM records WHERE changed <= $1"
    " AND withdrawn = 0 UNION ALL SELECT fact, record FROM revisions WHERE since <= $1"
    " AND run > $1) AS then_there ORDER BY fact";

static bool refill(Store *store, Store *earlier, const Vocabularies *vocabularies) {
    Refill all = {reread_new(vocabularies), store_sink(earlier), true};
    bool good = hand_all(store, &all, earlier_sources, hand_source) &&
                hand_all(store, &all, earlier_partnerships, hand_partnership);
    reread_free(all.reread);
    return good;
}

// A state of this store, read back from what it keeps.
static void make_earlier(Store *store, Diags *diags) {
    const Vocabularies *vocabularies = store_vocabularies(store);
    const StoreOptions options = {.language = store->language,
                                  .as_of = store->compared.as_of,
                                  .steps_limit = store->steps_limit};
    Store *earlier = vocabularies ? store_open(diags, &options, vocabularies) : NULL;
    if (earlier && refill(store, earlier, vocabularies) && store_ready(earlier, diags)) {
        store->earlier = earlier;
        return;
    }
    diag_error(diags, DIAG_INTERNAL, NULL, NULL,
               "the earlier state of the facts cannot be made%s%s", store->failure ? ": " : "",
               store->failure ? store->failure : "");
    store_close(earlier);
}

Store *store_need_earlier(Store *store, Diags *diags) {
    if (!store->earlier && store->read_earlier)
        store->earlier = store->read_earlier(store->read_data, diags);
    store->read_earlier = NULL;
    return store->earlier;
}

Store *store_earlier_facts(Store *store, Diags *diags) {
    store->changes_asked++;
    if (store->has_earlier && !store->is_of_run)
        return store_need_earlier(store, diags);
    if (store->has_earlier && !store->earlier && store_need_changes(store, diags))
        make_earlier(store, diags);
    if (!store->has_earlier || !store->earlier)
        return NULL;
    bool good = store_keep_later(store->earlier, store->keeps_later, diags) &&
                store_set_home(store->earlier, store->home, diags);
    return good ? store->earlier : NULL;
}

guint store_changes_asked(const Store *store) {
    return store->changes_asked;
}

// --- as records ---

bool store_each_earlier_record(Store *store, StoreLine *line, void *data) {
    const SqlValue run = sql_integer(store->compared.run);
    return store_each_line(store, "source", &(SqlQuestion){earlier_sources, &run, 1}, line, data) &&
           store_each_line(store, "partnership", &(SqlQuestion){earlier_partnerships, &run, 1},
                           line, data);
}

GBytes *store_export_earlier(Store *store) {
    if (store->has_earlier && store->is_of_run)
        return store_export_by(store, store_each_earlier_record);
    return store->earlier ? store_export(store->earlier) : NULL;
}
