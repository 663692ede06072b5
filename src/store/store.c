// The store's life: opened empty, filled by its sink, made ready once, then only read. Nothing here
// touches the disk; the facts are in SQLite's memory.
#include "store/store.h"

#include "base/datetime.h"
#include "store/private.h"

#include <string.h>

// Runs statements that give no rows and take no values.
static bool run_all(Store *store, const char *const *statements) {
    for (guint i = 0; statements[i]; i++)
        if (!store_check(store, sqlite3_exec(store->db, statements[i], NULL, NULL, NULL)))
            return false;
    return true;
}

static void bind_text(sqlite3_stmt *statement, const char *name, const char *text) {
    int index = sqlite3_bind_parameter_index(statement, name);
    if (index && text)
        sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

static void bind_bool(sqlite3_stmt *statement, const char *name, bool value) {
    int index = sqlite3_bind_parameter_index(statement, name);
    if (index)
        sqlite3_bind_int(statement, index, value);
}

// The single text that a statement gives, in the store's memory, or NULL.
static const char *read_text(Store *store, const char *sql) {
    sqlite3_stmt *statement = NULL;
    const char *text = NULL;
    store_check(store, sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL));
    if (statement && sqlite3_step(statement) == SQLITE_ROW)
        text = arena_strdup(store->arena, (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
}

static bool open_database(Store *store) {
    static const char *const settings[] = {"PRAGMA temp_store = MEMORY",
                                           "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
                                           NULL};
    store->clock = store_clock_new();
    if (!store->clock) {
        store->failure = g_strdup("SQLite has no file system layer");
        return false;
    }
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int result = sqlite3_open_v2(":memory:", &store->db, flags, store_clock_vfs(store->clock));
    if (!store_check(store, result))
        return false;
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL); // "x" is a name, never a text
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return run_all(store, settings) && run_all(store, schema_statements);
}

static bool check_day(Diags *diags, const char *as_of) {
    Edtf day;
    if (!as_of || (edtf_parse(as_of, &day, NULL) && day.precision == EDTF_DAY))
        return true;
    diag_error(diags, DIAG_BAD_DATE, NULL, "write it as 2025-07-08",
               "the day of the report is \"%s\", which is no day", as_of);
    return false;
}

Store *store_open(Diags *diags, const StoreOptions *options, const Vocabularies *vocabularies) {
    if (!check_day(diags, options->as_of))
        return NULL;
    Store *store = g_new0(Store, 1);
    store->arena = arena_new();
    store->ids = g_ptr_array_new();
    store->sources = g_hash_table_new(g_str_hash, g_str_equal);
    store->source_list = g_ptr_array_new();
    store->vocabularies = vocabularies;
    store->language = arena_strdup(store->arena, options->language ? options->language : "en");
    store->as_of = arena_strdup(store->arena, options->as_of);
    store->steps_limit = options->steps_limit ? options->steps_limit : STORE_STEPS_LIMIT;
    if (open_database(store) && store_add_functions(store) &&
        store_check(store, sqlite3_exec(store->db, "BEGIN", NULL, NULL, NULL)) &&
        store_prepare_inserts(store)) {
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
    store_finish_inserts(store);
    sqlite3_close_v2(store->db);
    store_clock_free(store->clock);
    if (store->sums)
        g_hash_table_destroy(store->sums);
    g_ptr_array_unref(store->ids);
    g_ptr_array_unref(store->source_list);
    g_hash_table_destroy(store->sources);
    g_free(store->failure);
    arena_free(store->arena);
    g_free(store);
}

static bool derive(Store *store, const char *home) {
    for (guint i = 0; schema_finish[i]; i++) {
        sqlite3_stmt *statement = NULL;
        int result = sqlite3_prepare_v2(store->db, schema_finish[i], -1, &statement, NULL);
        if (store_check(store, result)) {
            bind_text(statement, ":as_of", store->as_of);
            bind_text(statement, ":home", home);
            bind_bool(statement, ":late", store->has_late_sources);
            store_check(store, sqlite3_step(statement));
        }
        sqlite3_finalize(statement);
    }
    return !store->failure;
}

bool store_ready(Store *store, Diags *diags) {
    if (store->is_ready)
        return true;
    store_finish_inserts(store);
    if (!store->as_of)
        store->as_of = read_text(store, "SELECT max(coalesce(last, first)) FROM partnerships");
    if (store->as_of)
        store_clock_set(store->clock, store->as_of);
    const char *home = read_text(store, "SELECT country FROM party_rows WHERE country IS NOT NULL"
                                        " GROUP BY country ORDER BY count(DISTINCT fact) DESC,"
                                        " country LIMIT 1");
    store_number_sources(store);
    if (!store->failure && derive(store, home))
        store_check(store,
                    sqlite3_exec(store->db, "COMMIT; PRAGMA query_only = 1", NULL, NULL, NULL));
    store->is_ready = true;
    store_lock(store);
    if (!store->failure)
        return true;
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the facts cannot be stored: %s", store->failure);
    return false;
}

const char *store_fact_id(Store *store, guint32 fact) {
    return fact >= 1 && fact <= store->ids->len ? g_ptr_array_index(store->ids, fact - 1) : NULL;
}

bool store_span(Store *store, Arena *arena, const char **first, const char **last, guint *count) {
    *count = store->ids->len;
    *first = read_text(store, "SELECT min(coalesce(first, last)) FROM partnerships");
    *last = read_text(store, "SELECT max(coalesce(last, first)) FROM partnerships");
    if (!*first || !*last)
        return false;
    *first = arena_strdup(arena, *first);
    *last = arena_strdup(arena, *last);
    return true;
}

const char *store_sqlite_version(void) {
    return sqlite3_libversion();
}
