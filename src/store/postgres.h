// The PostgreSQL engine in its parts: the handle, cursors, rows in bulk, and questions put into its
// words. Inside store/ only, and there only for PostgreSQL's own files.
#pragma once
#include "store/engine.h"
#include "store/schema.h"

#include <libpq-fe.h>

typedef struct PqCursor PqCursor;

typedef struct {
    Engine engine; // first
    PGconn *connection;
    GString *rows[STORED_COUNT]; // waiting to be sent
    gsize waiting;               // bytes of them
    GString *forgotten;          // facts whose rows are to go first, joined by commas
    PqCursor *open;              // whose rows are being read
    GHashTable *schemas;         // names, once guarded
    bool is_guarded;
    bool is_typeless; // the last failure: a parameter whose type nothing says
    guint64 limit_ms;
    guint parts; // of the tables of facts, where they are to be in several
} PostgresEngine;

static inline PostgresEngine *pq_self(Engine *engine) {
    return (PostgresEngine *)engine;
}

// A question in PostgreSQL's words.
typedef struct {
    GString *sql;
    GArray *marks;     // of PqMark: where pieces came from
    GPtrArray *params; // ":name"; parameter $n is at n - 1; owned
} PqQuestion;

typedef struct {
    gsize out, in;  // bytes
    gsize verbatim; // bytes that were copied
} PqMark;

// fault_postgres.c: the failure of a result (NULL: of the connection) as engine->error, with its
// place in the question (or NULL). Always false.
bool pq_fail(PostgresEngine *pq, const PGresult *result, const PqQuestion *question);
bool pq_is_good(const PGresult *result);

// cursor_postgres.c: statements, and what engine.h says of cursors and questions.
// Makes the connection ready for the next statement: nothing is being read, and a question that
// failed is undone.
void pq_settle(PostgresEngine *pq);
void pq_drain(PostgresEngine *pq); // reads what is left of the results, and forgets it
bool pq_run_script(Engine *engine, const char *sql);
Cursor *pq_select_rows(Engine *engine, const char *sql, const SqlValue *values, guint count);
bool pq_next_row(Cursor *base);
void pq_read_cell(Cursor *base, guint index, SqlValue *out);
void pq_finish_cursor(Cursor *base);
Cursor *pq_ask(Engine *engine, const char *sql);
const char *pq_param_name(Cursor *base, guint index);
void pq_bind_param(Cursor *base, guint index, const SqlValue *value);
bool pq_start_question(Cursor *base);

// copy_postgres.c: what engine.h says of rows in bulk and of changes.
bool pq_put_row(Engine *engine, guint table, const SqlValue *values, guint count);
bool pq_flush_rows(Engine *engine);
bool pq_forget_fact(Engine *engine, gint64 fact);
bool pq_begin_changes(Engine *engine);
bool pq_end_changes(Engine *engine);

// translate_postgres.c: refuses what a question may not do, by its words, and puts the rest into
// PostgreSQL's: parameters, functions, casts. schemas: names that may not stand before a point.
// NULL and engine->error when refused.
PqQuestion *pq_translate(Engine *engine, const char *sql, GHashTable *schemas);
void pq_question_free(PqQuestion *question); // accepts NULL
// The byte of the question's own text that a byte of the translation came from.
gsize pq_origin(const PqQuestion *question, gsize out);
const char *const *pq_function_names(void); // NULL terminated

// setup_postgres.c: the functions that views and questions use. NULL terminated.
extern const char *const pq_setup[];
// Those that came with a later version of the tables; NULL: none did.
const char *const *pq_setup_of(gint64 version);
