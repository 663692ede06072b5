// Statements sent to PostgreSQL and the rows they give. One statement is read at a time, row by row
// (libpq's single row mode); the first row is read ahead, since only then are columns and failures
// known.
#include "store/postgres.h"

#include <math.h>
#include <string.h>

struct PqCursor {
    Cursor cursor;        // first
    PGresult *row;        // or the last result
    PGresult *ahead;      // read to learn the columns; not handed out yet
    PqQuestion *question; // of a layout; else NULL
    GPtrArray *values;    // its parameters as text; owned
    GArray *types;        // Oid
    bool is_ended;
};

enum {
    TYPE_BOOLEAN = 16, // object ids of types, fixed in pg_type.dat
    TYPE_BYTES = 17,
    TYPE_BIGINT = 20,
    TYPE_SMALLINT = 21,
    TYPE_INTEGER = 23,
    TYPE_TEXT = 25,
    TYPE_REAL = 700,
    TYPE_DOUBLE = 701,
    TYPE_NUMERIC = 1700,
    EXACT_PLACES = 9
};

// --- statements ---

void pq_drain(PostgresEngine *pq) {
    PGresult *result;
    while ((result = PQgetResult(pq->connection)))
        PQclear(result);
}

static void cancel(PostgresEngine *pq) {
    char said[256];
    PGcancel *request = PQgetCancel(pq->connection);
    if (request)
        PQcancel(request, said, sizeof said);
    PQfreeCancel(request);
    pq_drain(pq);
}

void pq_settle(PostgresEngine *pq) {
    if (pq->open && !pq->open->is_ended) {
        cancel(pq);
        pq->open->is_ended = true;
    }
    pq->open = NULL;
    if (pq->is_guarded && PQtransactionStatus(pq->connection) == PQTRANS_INERROR)
        PQclear(PQexec(pq->connection, "ROLLBACK TO SAVEPOINT question"));
}

bool pq_run_script(Engine *engine, const char *sql) {
    PostgresEngine *pq = pq_self(engine);
    pq_settle(pq);
    PGresult *result = PQexec(pq->connection, sql);
    bool good = pq_is_good(result) || pq_fail(pq, result, NULL);
    PQclear(result);
    return good;
}

// Of parameters: numbers are typed, texts become what stands beside them.
static Oid value_type(const SqlValue *value) {
    switch (value->type) {
    case SQL_INTEGER:
        return TYPE_BIGINT;
    case SQL_REAL:
        return TYPE_DOUBLE;
    case SQL_DECIMAL:
        return TYPE_NUMERIC;
    case SQL_NULL:
    case SQL_TEXT:
    case SQL_BYTES:
        break;
    }
    return 0;
}

static PqCursor *new_cursor(Engine *engine) {
    PqCursor *cursor = g_new0(PqCursor, 1);
    cursor->cursor.engine = engine;
    cursor->values = g_ptr_array_new_with_free_func(g_free);
    cursor->types = g_array_new(FALSE, TRUE, sizeof(Oid));
    return cursor;
}

static void add_value(PqCursor *cursor, const SqlValue *value) {
    Oid type = value_type(value);
    g_ptr_array_add(cursor->values, sql_value_text(value));
    g_array_append_val(cursor->types, type);
}

static bool take_result(PqCursor *cursor, PGresult **out) {
    PostgresEngine *pq = pq_self(cursor->cursor.engine);
    *out = PQgetResult(pq->connection);
    if (*out && pq_is_good(*out))
        return true;
    pq_fail(pq, *out, cursor->question);
    PQclear(*out);
    *out = NULL;
    pq_drain(pq);
    cursor->is_ended = true;
    return false;
}

// Sends the statement and reads as far as its first row.
static bool send(PqCursor *cursor, const char *sql) {
    PostgresEngine *pq = pq_self(cursor->cursor.engine);
    pq_settle(pq);
    cursor->is_ended = false; // it may have been sent before
    int count = (int)cursor->values->len;
    if (!PQsendQueryParams(pq->connection, sql, count, (const Oid *)(void *)cursor->types->data,
                           (const char *const *)cursor->values->pdata, NULL, NULL, 0)) {
        cursor->is_ended = true;
        return pq_fail(pq, NULL, NULL);
    }
    pq->open = cursor;
    PQsetSingleRowMode(pq->connection);
    return take_result(cursor, &cursor->ahead);
}

void pq_finish_cursor(Cursor *base) {
    PqCursor *cursor = (PqCursor *)base;
    PostgresEngine *pq = pq_self(base->engine);
    if (pq->open == cursor)
        pq_settle(pq);
    PQclear(cursor->row);
    PQclear(cursor->ahead);
    pq_question_free(cursor->question);
    g_ptr_array_unref(cursor->values);
    g_array_unref(cursor->types);
    g_free(base->columns);
    g_free(cursor);
}

Cursor *pq_select_rows(Engine *engine, const char *sql, const SqlValue *values, guint count) {
    PqCursor *cursor = new_cursor(engine);
    for (guint i = 0; i < count; i++)
        add_value(cursor, &values[i]);
    if (send(cursor, sql))
        return &cursor->cursor;
    pq_finish_cursor(&cursor->cursor);
    return NULL;
}

bool pq_next_row(Cursor *base) {
    PqCursor *cursor = (PqCursor *)base;
    PQclear(cursor->row);
    cursor->row = g_steal_pointer(&cursor->ahead);
    if (cursor->is_ended && !cursor->row)
        return false;
    if (!cursor->row && !take_result(cursor, &cursor->row))
        return false;
    if (PQresultStatus(cursor->row) == PGRES_SINGLE_TUPLE)
        return true;
    pq_drain(pq_self(base->engine)); // the result after the last row
    cursor->is_ended = true;
    return false;
}

// --- cells ---

// Exact where it has at most nine places, which all decimals of facts and their sums do; what
// division made is a binary fraction, as it is in SQLite.
static void read_numeric(const char *text, SqlValue *out) {
    const char *point = strchr(text, '.');
    gsize places = point ? strlen(point + 1) : 0;
    out->type = SQL_DECIMAL;
    if (places <= EXACT_PLACES && decimal_parse(text, &out->decimal))
        return;
    out->type = SQL_REAL;
    out->real = g_ascii_strtod(text, NULL);
    if (!isfinite(out->real))
        out->type = SQL_NULL;
}

void pq_read_cell(Cursor *base, guint index, SqlValue *out) {
    const PGresult *row = ((PqCursor *)base)->row;
    int column = (int)index;
    out->is_sum = false;
    out->type = SQL_NULL;
    if (PQgetisnull(row, 0, column))
        return;
    const char *text = PQgetvalue(row, 0, column);
    switch (PQftype(row, column)) {
    case TYPE_BOOLEAN:
        out->type = SQL_INTEGER;
        out->integer = text[0] == 't';
        break;
    case TYPE_BIGINT:
    case TYPE_SMALLINT:
    case TYPE_INTEGER:
        out->type = SQL_INTEGER;
        out->integer = g_ascii_strtoll(text, NULL, 10);
        break;
    case TYPE_REAL:
    case TYPE_DOUBLE:
        out->real = g_ascii_strtod(text, NULL);
        out->type = isfinite(out->real) ? SQL_REAL : SQL_NULL;
        break;
    case TYPE_NUMERIC:
        read_numeric(text, out);
        break;
    default:
        out->type = PQftype(row, column) == TYPE_BYTES ? SQL_BYTES : SQL_TEXT;
        out->text = text;
        out->length = (gsize)PQgetlength(row, 0, column);
        break;
    }
}

// --- questions ---

Cursor *pq_ask(Engine *engine, const char *sql) {
    PostgresEngine *pq = pq_self(engine);
    pq_settle(pq);
    PqQuestion *question = pq_translate(engine, sql, pq->schemas);
    if (!question)
        return NULL;
    PqCursor *cursor = new_cursor(engine);
    cursor->question = question;
    for (guint i = 0; i < question->params->len; i++)
        add_value(cursor, &SQL_NOTHING);
    return &cursor->cursor;
}

const char *pq_param_name(Cursor *base, guint index) {
    const GPtrArray *params = ((PqCursor *)base)->question->params;
    return index < params->len ? params->pdata[index] : NULL;
}

void pq_bind_param(Cursor *base, guint index, const SqlValue *value) {
    PqCursor *cursor = (PqCursor *)base;
    g_free(cursor->values->pdata[index]);
    cursor->values->pdata[index] = sql_value_text(value);
    g_array_index(cursor->types, Oid, index) = value_type(value);
}

// A parameter that nothing around it gives a type is a text. False when the last failure is not
// about one.
static bool give_type(PqCursor *cursor) {
    Engine *engine = cursor->cursor.engine;
    const char *dollar = engine->error.message ? strchr(engine->error.message, '$') : NULL;
    guint64 number = dollar ? g_ascii_strtoull(dollar + 1, NULL, 10) : 0;
    if (!pq_self(engine)->is_typeless || number < 1 || number > cursor->types->len ||
        g_array_index(cursor->types, Oid, number - 1) != 0)
        return false;
    g_array_index(cursor->types, Oid, number - 1) = TYPE_TEXT;
    engine_clear(engine);
    return true;
}

static bool send_question(PqCursor *cursor) {
    const char *sql = cursor->question->sql->str;
    while (!send(cursor, sql))
        if (!give_type(cursor))
            return false;
    return true;
}

// A boolean column of a table is one; a condition is 0 or 1, as in SQLite.
bool pq_start_question(Cursor *base) {
    PqCursor *cursor = (PqCursor *)base;
    if (!send_question(cursor))
        return false;
    const PGresult *first = cursor->ahead;
    base->column_count = (guint)PQnfields(first);
    if (base->column_count == 0)
        return engine_fail(base->engine, FAULT_NO_ROWS, NULL, "the statement gives no columns");
    base->columns = g_new0(SqlColumn, base->column_count);
    for (guint i = 0; i < base->column_count; i++) {
        int column = (int)i;
        bool is_stored = PQftable(first, column) != 0;
        base->columns[i] =
            (SqlColumn){.name = g_intern_string(PQfname(first, column)),
                        .is_boolean = is_stored && PQftype(first, column) == TYPE_BOOLEAN,
                        .is_stored = is_stored};
    }
    return true;
}
