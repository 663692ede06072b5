// The store's life: opened empty, filled by its sink, made ready once, then only read. Nothing here
// touches the disk; the facts are in SQLite's memory.
#include "store/store.h"

#include "base/datetime.h"
#include "store/private.h"

#include <string.h>

static bool check_day(Diags *diags, const char *as_of) {
    Edtf day;
    if (!as_of || (edtf_parse(as_of, &day, NULL) && day.precision == EDTF_DAY))
        return true;
    diag_error(diags, DIAG_BAD_DATE, NULL, "write it as 2025-07-08",
               "the day of the report is \"%s\", which is no day", as_of);
    return false;
}

static Store *new_store(const StoreOptions *options, const Vocabularies *vocabularies) {
    Store *store = g_new0(Store, 1);
    store->arena = arena_new();
    store->row = g_new(RowBuffer, 1);
    store->vocabularies = vocabularies;
    store->language = arena_strdup(store->arena, options->language ? options->language : "en");
    store->as_of = arena_strdup(store->arena, options->as_of);
    store->steps_limit = options->steps_limit ? options->steps_limit : STORE_STEPS_LIMIT;
    return store;
}

static bool open_memory(Store *store) {
    static const SqliteOptions memory = {.writable = true, .create = true};
    store->engine = engine_sqlite_open(&memory, &store->failure);
    if (!store->engine)
        return false;
    return store_check(store, engine_script(store->engine, "PRAGMA journal_mode = OFF;"
                                                           "PRAGMA synchronous = OFF; BEGIN")) &&
           store_check(store, schema_run(store->engine, schema_statements)) &&
           store_check(store, schema_run(store->engine, schema_views));
}

Store *store_open(Diags *diags, const StoreOptions *options, const Vocabularies *vocabularies) {
    if (!check_day(diags, options->as_of))
        return NULL;
    Store *store = new_store(options, vocabularies);
    if (open_memory(store)) {
        store_load_terms(store);
        return store;
    }
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the store cannot be opened: %s", store->failure);
    store_close(store);
    return NULL;
}

void store_close(Store *store) {
    if (!store)
        return;
    engine_close(store->engine);
    g_free(store->row);
    g_free(store->failure);
    arena_free(store->arena);
    g_free(store);
}

// --- made ready ---

// The single text that a statement gives, in the store's memory, or NULL.
static const char *read_text(Store *store, const char *sql) {
    g_autofree char *text = engine_text(store->engine, sql, NULL, 0);
    store_check(store, !store->engine->error.message);
    return arena_strdup(store->arena, text);
}

static void begin_session(Store *store) {
    if (!store->as_of)
        store->as_of = read_text(store, "SELECT max(coalesce(last, first)) FROM fact_rows");
    SqlSession session = {.language = store->language, .as_of = store->as_of};
    session.home = read_text(store, "SELECT country FROM party_rows WHERE country IS NOT NULL"
                                    " GROUP BY country ORDER BY count(DISTINCT fact) DESC,"
                                    " country LIMIT 1");
    store_check(store, store->engine->class->session(store->engine, &session));
}

static bool finish_loading(Store *store) {
    Engine *engine = store->engine;
    return store_flush(store) && store_check(store, schema_run(engine, schema_indexes)) &&
           store_check(store, engine_run(engine, schema_number_sources, NULL, 0)) &&
           store_check(store, engine_script(engine, "COMMIT"));
}

bool store_ready(Store *store, Diags *diags) {
    if (store->is_ready)
        return true;
    store->is_ready = true;
    if (finish_loading(store)) {
        begin_session(store);
        store_check(store, store->engine->class->guard(store->engine, store->steps_limit));
    }
    if (!store->failure)
        return true;
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the facts cannot be stored: %s", store->failure);
    return false;
}

// --- what is known of all facts ---

const char *store_fact_id(Store *store, guint32 fact) {
    SqlValue number = sql_integer(fact);
    g_autofree char *id =
        engine_text(store->engine, "SELECT id FROM fact_rows WHERE fact = $1", &number, 1);
    return arena_strdup(store->arena, id);
}

bool store_span(Store *store, Arena *arena, const char **first, const char **last, guint *count) {
    *count = store->fact_count;
    *first = read_text(store, "SELECT min(coalesce(first, last)) FROM fact_rows");
    *last = read_text(store, "SELECT max(coalesce(last, first)) FROM fact_rows");
    if (!*first || !*last)
        return false;
    *first = arena_strdup(arena, *first);
    *last = arena_strdup(arena, *last);
    return true;
}
