// What the store is made of. Inside store/ only.
#pragma once
#include "store/schema.h"
#include "store/sql_decimal.h"
#include "store/store.h"

typedef enum {
    INSERT_PARTNERSHIP,
    INSERT_PARTY,
    INSERT_SECTOR,
    INSERT_AMOUNT,
    INSERT_QUANTITY,
    INSERT_COMMITMENT,
    INSERT_EVIDENCE,
    INSERT_INFERENCE,
    INSERT_SOURCE,
    INSERT_TERM,
    INSERT_COUNT
} InsertKind;

typedef struct StoreClock StoreClock;

// A source as evidence refers to it; it may come after the facts.
typedef struct {
    const char *id, *title, *url;
    bool is_loaded;
    guint number;       // in the order of first use, 0: not used
    guint partnerships; // with evidence from it
    gint64 last_fact;   // counted
} StoreSource;

struct Store {
    sqlite3 *db;
    Arena *arena;
    const Vocabularies *vocabularies;
    const char *language, *as_of; // as_of NULL until store_ready when it was not given
    StoreClock *clock;
    sqlite3_stmt *inserts[INSERT_COUNT]; // while loading
    GPtrArray *ids;                      // of facts; fact n is at n - 1
    GHashTable *sources;                 // id -> StoreSource
    GPtrArray *source_list;              // the same, as they came up
    guint used_sources;
    bool has_late_sources; // some fact came before its source
    char *failure;         // the first one while loading; owned
    bool is_ready;

    // Of the query that runs:
    guint64 steps, steps_limit; // of the virtual machine
    GHashTable *sums;           // Decimal: results of decimal_sum, which come back as plain numbers
};

// clock.c: SQL's idea of the current time, which is the start of the day as_of. NULL on failure.
StoreClock *store_clock_new(void);
const char *store_clock_vfs(const StoreClock *clock); // the name to open a database with
void store_clock_set(StoreClock *clock, const char *as_of);
void store_clock_free(StoreClock *clock); // after the database is closed; accepts NULL

// sql_sum.c: decimal_sum and sum.
bool store_add_functions(Store *store);
// functions.c: what a query of a layout may do.
void store_lock(Store *store);                 // from now on read only and bounded
const char *const *store_function_names(void); // NULL terminated
// How the message of a sum over several currencies begins.
#define STORE_MIXED_MESSAGE "amounts in "

// row.c
bool store_prepare_inserts(Store *store);
void store_finish_inserts(Store *store);
// Keeps the first failure of SQLite; false when there is or was one.
bool store_check(Store *store, int result);

// load.c
void store_load_terms(Store *store);
// Numbers and counts the sources, when all facts are there.
void store_number_sources(Store *store);

// query_errors.c: a failed statement as a message at its place in the layout.
typedef struct {
    const char *sql;
    const JsonNode *node; // or NULL
    Diags *diags;
    Store *store;
} QueryText;
void query_report(const QueryText *query, int result);
void query_error(const QueryText *query, DiagId id, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
// At bytes [start, end) of the SQL.
void query_error_at(const QueryText *query, DiagId id, gsize start, gsize end, const char *hint,
                    const char *message);
