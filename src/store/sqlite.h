// The SQLite engine in its parts: the handle, the clock, the functions, the guard. Inside store/
// only, and there only for SQLite's own files.
#pragma once
#include "store/engine.h"
#include "store/schema.h"
#include "store/sql_decimal.h"

typedef struct StoreClock StoreClock;

enum { SQLITE_KEPT_VIEWS = 4 };

typedef struct {
    Engine engine; // first
    sqlite3 *db;
    StoreClock *clock;
    sqlite3_stmt *puts[STORED_COUNT];
    GHashTable *idle;      // SQL -> sqlite3_stmt: statements of the store that are asked again
    GHashTable *questions; // the same of layouts

    // kept_sqlite.c
    guint asked[SQLITE_KEPT_VIEWS]; // questions that named the view, in this session
    bool is_kept[SQLITE_KEPT_VIEWS];

    // What the session's functions give; owned.
    char *language, *as_of, *home, *horizon;
    gint64 day_number; // of as_of, from 1970-01-01

    // Of the question that runs:
    bool is_asking;
    guint64 steps, steps_limit; // of the virtual machine
    GHashTable *sums;           // Decimal: results of decimal_sum, which come back as plain numbers
} SqliteEngine;

// clock.c: SQL's idea of the current time, which is the start of the day as_of. NULL on failure.
StoreClock *store_clock_new(void);
const char *store_clock_vfs(const StoreClock *clock); // the name to open a database with
void store_clock_set(StoreClock *clock, const char *as_of);
void store_clock_free(StoreClock *clock); // after the database is closed; accepts NULL

// functions_sqlite.c: the session's functions and the sums. A result code of SQLite.
int sqlite_add_functions(SqliteEngine *sqlite);
// sql_sum.c: decimal_sum and sum.
int sqlite_add_sums(SqliteEngine *sqlite);
// sql_word.c: what stands beside amounts.
int sqlite_add_words(SqliteEngine *sqlite);
// How the message of a sum over several currencies begins.
#define SQL_MIXED_MESSAGE "amounts "

// guard_sqlite.c
bool sqlite_guard(Engine *engine, guint64 work_limit);
const char *const *sqlite_function_names(void); // NULL terminated

// kept_sqlite.c: keeps the views that a question names, when that is worth it; before it is
// compiled.
void sqlite_keep_views(SqliteEngine *sqlite, const char *sql);
void sqlite_drop_views(SqliteEngine *sqlite); // the session changes

// fault_sqlite.c: the last failure of SQLite as engine->error. Always false.
bool sqlite_fail(SqliteEngine *sqlite, int result);
