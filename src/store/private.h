// What the store is made of. Inside store/ only.
#pragma once
#include "store/engine.h"
#include "store/schema.h"
#include "store/store.h"

enum { ROW_LIMIT = 48, ROW_DAYS = 8, ROW_OWNED = 8 };

// The row that is being put together.
typedef struct {
    SqlValue values[ROW_LIMIT];
    char days[ROW_DAYS][16];
    char *owned[ROW_OWNED];
    guint day_count, owned_count;
} RowBuffer;

struct Store {
    Engine *engine;
    Arena *arena;
    const Vocabularies *vocabularies;
    const char *language, *as_of; // as_of NULL until store_ready when it was not given
    guint64 steps_limit;
    RowBuffer *row;     // while loading
    guint32 last_fact;  // the highest number
    guint32 fact_count; // facts there are
    guint last_source;  // sources put
    char *failure;      // the first one while loading; owned
    bool is_ready;
};

// row.c
// Keeps the first failure of the engine; false when there is or was one.
bool store_check(Store *store, bool good);
bool store_flush(Store *store);

// load.c
void store_load_terms(Store *store);
bool store_put_partnership(Store *store, gint64 fact, const Partnership *partnership);
bool store_put_source(Store *store, gint64 loaded, const FactSource *source);

// query_errors.c: a failed question as a message at its place in the layout.
typedef struct {
    const char *sql;
    const JsonNode *node; // or NULL
    Diags *diags;
    Store *store;
} QueryText;
void query_report(const QueryText *query); // the engine's error
void query_error(const QueryText *query, DiagId id, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
// At bytes [start, end) of the SQL.
void query_error_at(const QueryText *query, DiagId id, gsize start, gsize end, const char *hint,
                    const char *message);
