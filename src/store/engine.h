// What the store asks of a database, so that the rest of it knows no engine: statements with
// values, rows put in bulk, and questions of layouts, which are guarded and bounded. An engine is a
// row of functions; its handle begins with Engine. Inside store/ only.
#pragma once
#include "base/decimal.h"

#include <glib.h>
#include <stdbool.h>

typedef enum { SQL_NULL, SQL_INTEGER, SQL_REAL, SQL_TEXT, SQL_DECIMAL, SQL_BYTES } SqlType;

typedef struct {
    SqlType type;
    bool is_sum; // of a cell: a result of decimal_sum
    union {
        gint64 integer;
        double real;
        const char *text; // also of SQL_BYTES
        Decimal decimal;
    };
    gsize length; // of text and bytes
} SqlValue;

#define SQL_NOTHING ((SqlValue){.type = SQL_NULL})
SqlValue sql_integer(gint64 value);
SqlValue sql_text(const char *text);         // NULL is NULL; borrowed
char *sql_value_text(const SqlValue *value); // as SQL reads it; NULL is NULL. New string

// Why something failed, as far as messages tell apart.
typedef enum {
    FAULT_SQL, // the engine's own message says it
    FAULT_UNKNOWN_COLUMN,
    FAULT_UNKNOWN_TABLE,
    FAULT_UNKNOWN_FUNCTION,
    FAULT_FORBIDDEN_FUNCTION,
    FAULT_FORBIDDEN_TABLE,
    FAULT_FORBIDDEN,
    FAULT_WORK, // too many steps, or too long
    FAULT_MEMORY,
    FAULT_TOO_BIG,
    FAULT_MIXED, // currencies in one sum
    FAULT_EMPTY,
    FAULT_SECOND,  // statement
    FAULT_NO_ROWS, // the statement gives none
    FAULT_PARAMETER,
    FAULT_BUSY,     // locked by another
    FAULT_FULL,     // no room on its disk
    FAULT_DENIED,   // the account may not
    FAULT_PASSWORD, // none was given, or a wrong one
    FAULT_DATABASE, // there is none of that name
    FAULT_LOST      // the connection, the file, the disk
} SqlFault;

typedef struct {
    SqlFault fault;
    bool has_place;
    gsize start,
        end;       // bytes of the question's SQL that it is about; equal: only the start is known
    char *message; // owned
    char *name;    // of what is unknown or forbidden; owned, may be NULL
} SqlError;

typedef struct Engine Engine;
typedef struct Cursor Cursor;

// What SQL's report_language(), report_day(), report_day_number(), report_home() and
// report_horizon() give.
// Borrowed; NULL: not known.
typedef struct {
    const char *language, *as_of, *home;
    const char *horizon; // the last day that is shown; NULL: all days
} SqlSession;

typedef struct {
    const char *name; // lives as long as the cursor
    bool is_decimal, is_boolean;
    bool is_stored; // a column of a table: its text is known to be UTF-8
} SqlColumn;

typedef struct {
    const char *name;         // of the product
    bool is_remote;           // a question costs a round trip
    bool looks_up;            // joins of labels cost where no label is wanted (schema_look_up)
    const char *count_tables; // SQL: how many tables "migrations" there are
    const char *column_name;  // SQL: of column $2, from 0, of the table $1
    // Pieces of SQL that differ, for schema_expand: pairs of key and text, ended by NULL.
    const char *const *pieces;
    const char *const *setup; // statements before the first tables; NULL: none
    // What a version of the tables needs besides, before it; NULL: nothing. May itself be NULL.
    const char *const *(*setup_of)(gint64 version);
    const char *const *views;              // beside those of the schema; NULL: none
    const char *const *(*functions)(void); // that questions may call; NULL terminated

    void (*close)(Engine *engine);
    // All: false and engine->error on failure.
    // Before the first tables are made: in so many parts, by fact. NULL: the engine has no parts.
    bool (*spread)(Engine *engine, guint parts);
    bool (*tables_made)(Engine *engine); // after tables were; NULL: nothing is left to do
    bool (*script)(Engine *engine, const char *sql); // statements without rows or values
    bool (*begin_writing)(Engine *engine);           // one writer at a time, of a store that lasts
    bool (*begin_reading)(Engine *engine);           // all as it is at one moment
    // Values stand as $1, $2, ... in the order of their first use.
    Cursor *(*select)(Engine *engine, const char *sql, const SqlValue *values, guint count);
    bool (*put)(Engine *engine, guint table, const SqlValue *values, guint count); // one row
    bool (*flush)(Engine *engine);               // all rows are there
    bool (*forget)(Engine *engine, gint64 fact); // removes its rows, before new ones are put
    // Around rows of STORED_CHANGES, which are the session's, also where the store is only read;
    // those that were put before are gone at the start.
    bool (*begin_changes)(Engine *engine);
    bool (*end_changes)(Engine *engine);
    bool (*session)(Engine *engine, const SqlSession *session);
    bool (*examine)(Engine *engine);                   // the storage itself is sound
    bool (*guard)(Engine *engine, guint64 work_limit); // from now on read only and bounded

    // A question of a layout: prepared, its values bound by name, then started.
    Cursor *(*ask)(Engine *engine, const char *sql);
    const char *(*param_name)(Cursor *cursor, guint index); // as written; NULL after all
    void (*bind)(Cursor *cursor, guint index, const SqlValue *value);
    bool (*start)(Cursor *cursor); // columns are known then
    bool (*next)(Cursor *cursor);  // false at the end, and with engine->error set on failure
    void (*cell)(Cursor *cursor, guint column, SqlValue *out); // lives until next
    void (*finish)(Cursor *cursor);                            // frees it
} EngineClass;

struct Engine {
    const EngineClass *class;
    SqlError error; // the last one; message NULL: none
};

struct Cursor {
    Engine *engine;
    guint column_count;
    SqlColumn *columns;
};

// "%s" of the message is copied; name may be NULL. Always false.
bool engine_fail(Engine *engine, SqlFault fault, const char *name, const char *message);
bool engine_fail_at(Engine *engine, SqlFault fault, gsize start, gsize end, const char *message);
void engine_clear(Engine *engine);
void engine_close(Engine *engine); // accepts NULL

bool engine_script(Engine *engine, const char *sql);
// A statement without rows.
bool engine_run(Engine *engine, const char *sql, const SqlValue *values, guint count);
// NULL on failure. Rows by cursor_next.
Cursor *engine_select(Engine *engine, const char *sql, const SqlValue *values, guint count);
bool cursor_next(Cursor *cursor);
SqlValue cursor_cell(Cursor *cursor, guint column);
gint64 cursor_integer(Cursor *cursor, guint column);   // 0 for NULL
const char *cursor_text(Cursor *cursor, guint column); // NULL for NULL; lives until the next row
void cursor_finish(Cursor *cursor);                    // accepts NULL
// The first cell of the first row: text in a new string, NULL when there is none.
char *engine_text(Engine *engine, const char *sql, const SqlValue *values, guint count);
gint64 engine_integer(Engine *engine, const char *sql, const SqlValue *values, guint count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cursor, cursor_finish)

// engine_sqlite.c. NULL and *failure (owned) when it cannot be opened.
typedef struct {
    const char *path; // NULL: in memory
    bool writable, create;
} SqliteOptions;
Engine *engine_sqlite_open(const SqliteOptions *options, char **failure);
