// What the store tests share: a store over some lines of facts, and tables as text.
#pragma once
#include "../support.h"

#include "store/engine_postgres.h"
#include "store/ingest.h"
#include "store/store.h"

#include <glib/gstdio.h>

typedef struct {
    Vocabularies *vocabularies;
    Diags *diags;
    Arena *arena;
    Store *store;
} StoreFixture;

static inline StoreFixture *fixture_new(void) {
    StoreFixture *fixture = g_new0(StoreFixture, 1);
    fixture->diags = diags_new();
    fixture->arena = arena_new();
    fixture->vocabularies = vocabularies_load(fixture->diags, "data/vocabulary");
    assert_non_null(fixture->vocabularies);
    return fixture;
}

static inline void fixture_free(StoreFixture *fixture) {
    store_close(fixture->store);
    arena_free(fixture->arena);
    vocabularies_free(fixture->vocabularies);
    diags_free(fixture->diags);
    g_free(fixture);
}

// The address of an empty database that the suite is to run on, or NULL: SQLite in memory.
static inline const char *suite_address(void) {
    return g_getenv("ACCORD_TEST_POSTGRES");
}

// For what the engines do each in its own way.
static inline void only_on_sqlite(void) {
    if (suite_address())
        skip();
}

// The address of a new database beside the suite's: a store that is open keeps its tables from
// being dropped for the next one. New string.
static inline char *fixture_database(void) {
    char *failure = NULL;
    SqlFault fault;
    Engine *engine = engine_postgres_open(suite_address(), &failure, &fault);
    if (!engine)
        fail_msg("%s", failure);
    guint32 number = g_random_int();
    g_autofree char *create = g_strdup_printf("CREATE DATABASE fixture_%u", number);
    assert_true(engine_script(engine, create));
    engine_close(engine);
    return g_strdup_printf("%s&dbname=fixture_%u", suite_address(), number);
}

// The same facts, added to PostgreSQL and read there.
static inline void fixture_load_postgres(StoreFixture *fixture, const StoreOptions *options,
                                         const char *path) {
    g_autofree char *address = fixture_database();
    const IngestOptions how = {.as_of = "2026-01-01", .program = "test"};
    IngestCounts counts;
    Ingest *ingest = ingest_begin(fixture->diags, address, fixture->vocabularies, &how);
    if (!ingest)
        fail_msg("%s", nth_message(fixture->diags, 0));
    FactsOptions facts = {.diags = fixture->diags, .vocabularies = fixture->vocabularies};
    FactsSink sink = ingest_sink(ingest);
    bool good = facts_read(&facts, &path, 1, &sink, NULL);
    if (!ingest_end(ingest, good, &counts))
        fail_msg("%s", nth_message(fixture->diags, 0));
    fixture->store = store_open_at(fixture->diags, address, options);
    assert_non_null(fixture->store);
    assert_int_equal(diags_kept(fixture->diags), 0);
}

static inline void fixture_load(StoreFixture *fixture, const StoreOptions *options,
                                const char *path) {
    if (suite_address()) {
        fixture_load_postgres(fixture, options, path);
        return;
    }
    fixture->store = store_open(fixture->diags, options, fixture->vocabularies);
    assert_non_null(fixture->store);
    FactsOptions facts = {.diags = fixture->diags, .vocabularies = fixture->vocabularies};
    FactsSink sink = store_sink(fixture->store);
    assert_true(facts_read(&facts, &path, 1, &sink, NULL));
    assert_true(store_ready(fixture->store, fixture->diags));
    assert_int_equal(diags_kept(fixture->diags), 0);
}

// A store over lines of facts. Freed by fixture_free.
static inline StoreFixture *store_of(const char *lines, const StoreOptions *options) {
    StoreFixture *fixture = fixture_new();
    char *path = NULL;
    int file = g_file_open_tmp("accord-store-XXXXXX.jsonl", &path, NULL);
    assert_true(file >= 0);
    close(file);
    assert_true(g_file_set_contents(path, lines, -1, NULL));
    static const StoreOptions none = {0};
    fixture_load(fixture, options ? options : &none, path);
    g_remove(path);
    g_free(path);
    return fixture;
}

// The fixture of a test: these facts as they are on one day.
static inline int fixture_begin(void **state, const char *facts) {
    const StoreOptions options = {.as_of = "2025-11-20"};
    *state = store_of(facts, &options);
    return 0;
}

static inline int fixture_end(void **state) {
    fixture_free(*state);
    return 0;
}

// A value as its type and text: 7, 'text', 1.5d (decimal), true, null.
static inline void put_value(GString *out, Value value, Arena *arena) {
    const char *text = value_to_string(value, arena);
    switch (value.type) {
    case VALUE_STRING:
        g_string_append_printf(out, "'%s'", text);
        break;
    case VALUE_DECIMAL:
        g_string_append_printf(out, "%sd", text);
        break;
    case VALUE_NULL:
    case VALUE_UNDEFINED:
    case VALUE_BOOL:
    case VALUE_NUMBER:
    case VALUE_TIME:
    case VALUE_JSON:
        g_string_append(out, text);
        break;
    }
}

static inline void put_lineage(GString *out, const Table *table, guint row) {
    const Lineage *lineage = table->lineage ? table->lineage[row] : NULL;
    for (guint i = 0; lineage && i < lineage->count; i++)
        g_string_append_printf(out, "%s%u", i ? "," : " <", lineage->ids[i]);
    if (lineage)
        g_string_append_c(out, '>');
}

// "a b\n" for the column names, then a line a row, with its lineage at the end.
static inline char *table_text(const Table *table) {
    GString *out = g_string_new(NULL);
    for (guint c = 0; c < table->column_count; c++)
        g_string_append_printf(out, "%s%s", c ? " " : "", table->columns[c].name);
    g_string_append_c(out, '\n');
    for (guint r = 0; r < table->row_count; r++) {
        for (guint c = 0; c < table->column_count; c++) {
            if (c)
                g_string_append_c(out, ' ');
            put_value(out, table->columns[c].values[r], table->arena);
        }
        put_lineage(out, table, r);
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static inline const Table *query(StoreFixture *fixture, const char *sql) {
    return store_query(fixture->store, fixture->arena, sql, NULL, 0, NULL, fixture->diags);
}

static inline void assert_table(const Table *table, const char *expected) {
    assert_non_null(table);
    g_autofree char *text = table_text(table);
    assert_string_equal(text, expected);
}

static inline void assert_query(StoreFixture *fixture, const char *sql, const char *expected) {
    const Table *table = query(fixture, sql);
    if (!table)
        fail_msg("%s: %s", sql, nth_message(fixture->diags, 0));
    assert_table(table, expected);
}

// The query fails with one message.
static inline void assert_refused(StoreFixture *fixture, const char *sql, DiagId id,
                                  const char *message) {
    guint before = diags_kept(fixture->diags);
    if (query(fixture, sql))
        fail_msg("not refused: %s", sql);
    assert_int_equal(diags_kept(fixture->diags), before + 1);
    assert_string_equal(nth_message(fixture->diags, before), message);
    assert_int_equal(diags_nth(fixture->diags, before)->id, id);
}

#define PARTNERSHIP(id, members)                                                                   \
    "{\"record\":\"partnership\",\"id\":\"" id "\",\"title\":\"Title " id "\"," members "}\n"
