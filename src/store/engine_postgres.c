// PostgreSQL as an engine, through libpq. The tables stand in the schema "accord". Rows are loaded
// by COPY, a few megabytes at a time; results come row by row, so that memory does not grow with
// them. Reading is one read-only snapshot, writing one transaction under an advisory lock.
#include "store/engine_postgres.h"

#include "base/json.h"
#include "store/postgres.h"
#include "store/postgres_library.h"
#include "store/schema.h"

#include <libpq-fe.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    COPY_BYTES = 4 << 20, // of rows before they are sent
    STEPS_A_MS = 20000,   // of SQLite's, for limits given in them
    TYPE_BOOLEAN = 16,    // object ids of types, fixed in pg_type.dat
    TYPE_BIGINT = 20,
    TYPE_SMALLINT = 21,
    TYPE_INTEGER = 23,
    TYPE_BYTES = 17,
    TYPE_TEXT = 25,
    TYPE_REAL = 700,
    TYPE_DOUBLE = 701,
    TYPE_NUMERIC = 1700,
    EXACT_PLACES = 9
};

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

struct PqCursor {
    Cursor cursor;        // first
    PGresult *row;        // or the last result
    PGresult *ahead;      // read to learn the columns; not handed out yet
    PqQuestion *question; // of a layout; else NULL
    GPtrArray *values;    // its parameters as text; owned
    GArray *types;        // Oid
    bool is_ended;
};

static PostgresEngine *self(Engine *engine) {
    return (PostgresEngine *)engine;
}

// --- faults ---

static const struct {
    const char *state; // SQLSTATE, or how it begins
    SqlFault fault;
} states[] = {{"42703", FAULT_UNKNOWN_COLUMN},
              {"42P01", FAULT_UNKNOWN_TABLE},
              {"42883", FAULT_SQL},
              {"25006", FAULT_FORBIDDEN},
              {"42501", FAULT_LOST},
              {"57014", FAULT_WORK},
              {"AC001", FAULT_MIXED},
              {"55P03", FAULT_BUSY},
              {"53100", FAULT_FULL},
              {"53", FAULT_MEMORY},
              {"54", FAULT_TOO_BIG},
              {"08", FAULT_LOST},
              {"57P", FAULT_LOST}};

static SqlFault fault_of(const char *state) {
    for (guint i = 0; state && i < G_N_ELEMENTS(states); i++)
        if (g_str_has_prefix(state, states[i].state))
            return states[i].fault;
    return state ? FAULT_SQL : FAULT_LOST;
}

// What stands in the first pair of quotes of a message: "column "x" does not exist".
static char *name_in(const char *message) {
    const char *open = strchr(message, '"'), *close = open ? strchr(open + 1, '"') : NULL;
    if (close)
        return g_strndup(open + 1, (gsize)(close - open) - 1);
    if (!g_str_has_prefix(message, "column "))
        return NULL;
    const char *name = message + strlen("column ");
    return g_strndup(name, strcspn(name, " "));
}

static void set_place(Engine *engine, const PGresult *result, const PqQuestion *question) {
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    gint64 characters = position ? g_ascii_strtoll(position, NULL, 10) : 0;
    if (!question || characters < 1 ||
        characters > g_utf8_strlen(question->sql->str, (gssize)question->sql->len))
        return;
    const char *at = g_utf8_offset_to_pointer(question->sql->str, characters - 1);
    engine->error.has_place = true;
    engine->error.start = engine->error.end = pq_origin(question, (gsize)(at - question->sql->str));
}

static bool fail(PostgresEngine *pq, const PGresult *result, const PqQuestion *question) {
    Engine *engine = &pq->engine;
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    g_autofree char *said = g_strdup(primary ? primary : PQerrorMessage(pq->connection));
    g_strchomp(said);
    pq->is_typeless = g_strcmp0(state, "42P18") == 0;
    SqlFault fault = PQstatus(pq->connection) == CONNECTION_OK ? fault_of(state) : FAULT_LOST;
    g_autofree char *name = name_in(said);
    g_autofree char *message =
        fault == FAULT_LOST ? g_strdup_printf("PostgreSQL says: %s", said)
        : fault == FAULT_WORK
            ? g_strdup_printf("the query takes longer than %" G_GUINT64_FORMAT " seconds",
                              MAX(pq->limit_ms / 1000, 1))
            : g_strdup(said);
    engine_fail(engine, fault, name, *message ? message : "the connection to PostgreSQL is lost");
    set_place(engine, result, question);
    return false;
}

static bool is_good(const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
           status == PGRES_SINGLE_TUPLE || status == PGRES_COPY_IN;
}

// --- statements ---

static void drain(PostgresEngine *pq) {
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
    drain(pq);
}

// Makes the connection ready for the next statement: nothing is being read, and a question that
// failed is undone.
static void settle(PostgresEngine *pq) {
    if (pq->open && !pq->open->is_ended) {
        cancel(pq);
        pq->open->is_ended = true;
    }
    pq->open = NULL;
    if (pq->is_guarded && PQtransactionStatus(pq->connection) == PQTRANS_INERROR)
        PQclear(PQexec(pq->connection, "ROLLBACK TO SAVEPOINT question"));
}

static bool run_script(Engine *engine, const char *sql) {
    PostgresEngine *pq = self(engine);
    settle(pq);
    PGresult *result = PQexec(pq->connection, sql);
    bool good = is_good(result) || fail(pq, result, NULL);
    PQclear(result);
    return good;
}

// As text in the arena of the call; NULL is NULL.
static char *value_text(const SqlValue *value) {
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    switch (value->type) {
    case SQL_NULL:
        return NULL;
    case SQL_INTEGER:
        return g_strdup_printf("%" G_GINT64_FORMAT, value->integer);
    case SQL_REAL:
        return g_strdup(g_ascii_dtostr(digits, sizeof digits, value->real));
    case SQL_DECIMAL:
        return decimal_to_text(value->decimal);
    case SQL_TEXT:
    case SQL_BYTES:
        return g_strndup(value->text, value->length);
    }
    return NULL;
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
    g_ptr_array_add(cursor->values, value_text(value));
    g_array_append_val(cursor->types, type);
}

static bool take_result(PqCursor *cursor, PGresult **out) {
    PostgresEngine *pq = self(cursor->cursor.engine);
    *out = PQgetResult(pq->connection);
    if (*out && is_good(*out))
        return true;
    fail(pq, *out, cursor->question);
    PQclear(*out);
    *out = NULL;
    drain(pq);
    cursor->is_ended = true;
    return false;
}

// Sends the statement and reads as far as its first row.
static bool send(PqCursor *cursor, const char *sql) {
    PostgresEngine *pq = self(cursor->cursor.engine);
    settle(pq);
    int count = (int)cursor->values->len;
    if (!PQsendQueryParams(pq->connection, sql, count, (const Oid *)(void *)cursor->types->data,
                           (const char *const *)cursor->values->pdata, NULL, NULL, 0)) {
        cursor->is_ended = true;
        return fail(pq, NULL, NULL);
    }
    pq->open = cursor;
    PQsetSingleRowMode(pq->connection);
    return take_result(cursor, &cursor->ahead);
}

static void finish_cursor(Cursor *base) {
    PqCursor *cursor = (PqCursor *)base;
    PostgresEngine *pq = self(base->engine);
    if (pq->open == cursor)
        settle(pq);
    PQclear(cursor->row);
    PQclear(cursor->ahead);
    pq_question_free(cursor->question);
    g_ptr_array_unref(cursor->values);
    g_array_unref(cursor->types);
    g_free(base->columns);
    g_free(cursor);
}

static Cursor *select_rows(Engine *engine, const char *sql, const SqlValue *values, guint count) {
    PqCursor *cursor = new_cursor(engine);
    for (guint i = 0; i < count; i++)
        add_value(cursor, &values[i]);
    if (send(cursor, sql))
        return &cursor->cursor;
    finish_cursor(&cursor->cursor);
    return NULL;
}

static bool next_row(Cursor *base) {
    PqCursor *cursor = (PqCursor *)base;
    PQclear(cursor->row);
    cursor->row = g_steal_pointer(&cursor->ahead);
    if (cursor->is_ended && !cursor->row)
        return false;
    if (!cursor->row && !take_result(cursor, &cursor->row))
        return false;
    if (PQresultStatus(cursor->row) == PGRES_SINGLE_TUPLE)
        return true;
    drain(self(base->engine)); // the result after the last row
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

static void read_cell(Cursor *base, guint index, SqlValue *out) {
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

// --- rows in bulk ---

static void copy_text(GString *out, const char *text, gsize length) {
    for (const char *end = text + length; text < end;) {
        gsize plain = 0;
        while (text + plain < end && !strchr("\\\t\n\r", text[plain]))
            plain++;
        g_string_append_len(out, text, (gssize)plain);
        text += plain;
        if (text == end)
            return;
        g_string_append_c(out, '\\');
        g_string_append_c(out, *text == '\t'   ? 't'
                               : *text == '\n' ? 'n'
                               : *text == '\r' ? 'r'
                                               : '\\');
        text++;
    }
}

static void copy_value(GString *out, const SqlValue *value) {
    if (value->type == SQL_NULL) {
        g_string_append(out, "\\N");
    } else if (value->type == SQL_TEXT) {
        copy_text(out, value->text, value->length);
    } else if (value->type == SQL_INTEGER) {
        g_string_append_printf(out, "%" G_GINT64_FORMAT, value->integer);
    } else {
        g_autofree char *text = value_text(value);
        g_string_append(out, text);
    }
}

static bool copy_rows(PostgresEngine *pq, guint table) {
    GString *rows = pq->rows[table];
    g_autofree char *sql = g_strdup_printf("COPY %s FROM STDIN", schema_tables[table].name);
    if (!run_script(&pq->engine, sql))
        return false;
    bool sent = PQputCopyData(pq->connection, rows->str, (int)rows->len) == 1 &&
                PQputCopyEnd(pq->connection, NULL) == 1;
    PGresult *result = PQgetResult(pq->connection);
    bool good = (sent && result && is_good(result)) || fail(pq, result, NULL);
    PQclear(result);
    drain(pq);
    g_string_truncate(rows, 0);
    return good;
}

static bool forget_rows(PostgresEngine *pq) {
    if (pq->forgotten->len == 0)
        return true;
    g_autofree char *list = g_strdup_printf("{%s}", pq->forgotten->str);
    const SqlValue value = sql_text(list);
    g_string_truncate(pq->forgotten, 0);
    for (guint i = 0; i < STORED_COUNT; i++) {
        if (!schema_tables[i].is_of_fact)
            continue;
        g_autofree char *sql =
            g_strdup_printf("DELETE FROM %s WHERE fact = ANY($1::bigint[])", schema_tables[i].name);
        if (!engine_run(&pq->engine, sql, &value, 1))
            return false;
    }
    return true;
}

static bool flush_rows(Engine *engine) {
    PostgresEngine *pq = self(engine);
    if (!forget_rows(pq))
        return false;
    for (guint table = 0; table < STORED_COUNT; table++)
        if (table != STORED_CHANGES && pq->rows[table]->len && !copy_rows(pq, table))
            return false;
    pq->waiting = 0;
    return true;
}

// Changes stay in a setting of the session, as JSON, since a reader may make no tables.
static void put_change(GString *out, const SqlValue *values, guint count) {
    json_auto_t *row = json_array();
    for (guint i = 0; i < count; i++) {
        g_autofree char *text = value_text(&values[i]);
        json_array_append_new(row, text ? json_string(text) : json_null());
    }
    char *text = json_dumps(row, JSON_COMPACT);
    g_string_append_c(out, out->len ? ',' : '[');
    g_string_append(out, text);
    free(text);
}

static bool put_row(Engine *engine, guint table, const SqlValue *values, guint count) {
    PostgresEngine *pq = self(engine);
    GString *out = pq->rows[table];
    gsize before = out->len;
    if (table == STORED_CHANGES) {
        put_change(out, values, count);
        return true;
    }
    for (guint i = 0; i < count; i++) {
        if (i)
            g_string_append_c(out, '\t');
        copy_value(out, &values[i]);
    }
    g_string_append_c(out, '\n');
    pq->waiting += out->len - before;
    return pq->waiting < COPY_BYTES || flush_rows(engine);
}

static bool forget_fact(Engine *engine, gint64 fact) {
    GString *list = self(engine)->forgotten;
    g_string_append_printf(list, "%s%" G_GINT64_FORMAT, list->len ? "," : "", fact);
    return true;
}

// --- changes ---

static bool begin_changes(Engine *engine) {
    g_string_truncate(self(engine)->rows[STORED_CHANGES], 0);
    return true;
}

// A question that fails is undone to its savepoint; the changes must stand before that.
static bool end_changes(Engine *engine) {
    PostgresEngine *pq = self(engine);
    GString *rows = pq->rows[STORED_CHANGES];
    if (rows->len)
        g_string_append_c(rows, ']');
    const SqlValue value = sql_text(rows->str);
    bool good = engine_run(engine, "SELECT set_config('accord.changes', $1, false)", &value, 1);
    g_string_truncate(rows, 0);
    return good && (!pq->is_guarded || run_script(engine, "SAVEPOINT question"));
}

// --- transactions ---

static bool begin_writing(Engine *engine) {
    static const char lock[] = "SELECT pg_advisory_xact_lock(hashtext('accord ingest'))";
    return run_script(engine, "BEGIN; SET LOCAL lock_timeout = '10s'") &&
           run_script(engine, lock) &&
           run_script(engine, "CREATE SCHEMA IF NOT EXISTS accord; SET LOCAL lock_timeout = 0");
}

static bool begin_reading(Engine *engine) {
    return run_script(engine, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

static bool examine(Engine *engine) {
    (void)engine; // the server answers for its own storage
    return true;
}

static bool set_session(Engine *engine, const SqlSession *session) {
    const SqlValue values[] = {sql_text(session->language), sql_text(session->as_of),
                               sql_text(session->home), sql_text(session->horizon)};
    return engine_run(engine,
                      "SELECT set_config('accord.language', coalesce($1, ''), false),"
                      " set_config('accord.as_of', coalesce($2, ''), false),"
                      " set_config('accord.home', coalesce($3, ''), false),"
                      " set_config('accord.horizon', coalesce($4, ''), false)",
                      values, 4);
}

static bool list_schemas(PostgresEngine *pq) {
    g_autoptr(Cursor) cursor =
        engine_select(&pq->engine, "SELECT nspname::text FROM pg_namespace", NULL, 0);
    while (cursor && cursor_next(cursor))
        g_hash_table_add(pq->schemas, g_strdup(cursor_text(cursor, 0)));
    return !pq->engine.error.message;
}

static bool guard(Engine *engine, guint64 work_limit) {
    PostgresEngine *pq = self(engine);
    pq->limit_ms = MAX(work_limit / STEPS_A_MS, 1000);
    g_autofree char *limit =
        g_strdup_printf("SET LOCAL statement_timeout = %" G_GUINT64_FORMAT, pq->limit_ms);
    if (!list_schemas(pq) || !run_script(engine, limit) ||
        !run_script(engine, "SAVEPOINT question"))
        return false;
    return pq->is_guarded = true;
}

// --- questions ---

static Cursor *ask(Engine *engine, const char *sql) {
    PostgresEngine *pq = self(engine);
    settle(pq);
    PqQuestion *question = pq_translate(engine, sql, pq->schemas);
    if (!question)
        return NULL;
    PqCursor *cursor = new_cursor(engine);
    cursor->question = question;
    for (guint i = 0; i < question->params->len; i++)
        add_value(cursor, &SQL_NOTHING);
    return &cursor->cursor;
}

static const char *param_name(Cursor *base, guint index) {
    const GPtrArray *params = ((PqCursor *)base)->question->params;
    return index < params->len ? params->pdata[index] : NULL;
}

static void bind_param(Cursor *base, guint index, const SqlValue *value) {
    PqCursor *cursor = (PqCursor *)base;
    g_free(cursor->values->pdata[index]);
    cursor->values->pdata[index] = value_text(value);
    g_array_index(cursor->types, Oid, index) = value_type(value);
}

// A parameter that nothing around it gives a type is a text. False when the last failure is not
// about one.
static bool give_type(PqCursor *cursor) {
    Engine *engine = cursor->cursor.engine;
    const char *dollar = engine->error.message ? strchr(engine->error.message, '$') : NULL;
    guint64 number = dollar ? g_ascii_strtoull(dollar + 1, NULL, 10) : 0;
    if (!self(engine)->is_typeless || number < 1 || number > cursor->types->len ||
        g_array_index(cursor->types, Oid, number - 1) != 0)
        return false;
    g_array_index(cursor->types, Oid, number - 1) = TYPE_TEXT;
    engine_clear(engine);
    cursor->is_ended = false;
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
static bool start_question(Cursor *base) {
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

// --- life ---

static void close_engine(Engine *engine) {
    PostgresEngine *pq = self(engine);
    settle(pq);
    PQfinish(pq->connection);
    for (guint i = 0; i < STORED_COUNT; i++)
        g_string_free(pq->rows[i], TRUE);
    g_string_free(pq->forgotten, TRUE);
    g_hash_table_destroy(pq->schemas);
    g_free(pq);
}

// The rows of end_changes, by their places.
static const char pq_changes[] =
    "(SELECT"
    " (e->>0)::bigint AS fact, (e->>1)::bigint AS position,"
    " (e->>2) COLLATE \"C\" AS kind, (e->>3)::bigint AS kind_order,"
    " (e->>4) COLLATE \"C\" AS id, (e->>5) COLLATE \"C\" AS title,"
    " (e->>6) COLLATE \"C\" AS field, (e->>7) COLLATE \"C\" AS item,"
    " (e->>8) COLLATE \"C\" AS words, (e->>9) COLLATE \"C\" AS old,"
    " (e->>10) COLLATE \"C\" AS new, (e->>11)::numeric AS old_value,"
    " (e->>12)::numeric AS new_value, (e->>13)::numeric AS difference,"
    " (e->>14)::double precision AS percent, (e->>15) COLLATE \"C\" AS unit,"
    " (e->>16) COLLATE \"C\" AS basis, (e->>17)::bigint AS days,"
    " (e->>18) = '1' AS material, (e->>19) COLLATE \"C\" AS date,"
    " (e->>20) COLLATE \"C\" AS first, (e->>21) COLLATE \"C\" AS last,"
    " (e->>22)::bigint AS year, (e->>23) COLLATE \"C\" AS sector_code,"
    " (e->>24) COLLATE \"C\" AS status_code, (e->>25) COLLATE \"C\" AS partner_code"
    " FROM jsonb_array_elements(coalesce(nullif(current_setting('accord.changes', true), ''),"
    " '[]')::jsonb) AS given(e))";

// The words of the schema, with what follows tables of facts.
#define PIECES(spread_by)                                                                          \
    "key", "bigint PRIMARY KEY", "integer", "bigint", "text", "text COLLATE \"C\"", "real",        \
        "double precision", "decimal", "numeric(33,9)", "boolean", "boolean", "part", "",          \
        "rowless", "", "spread", spread_by, "null_text", "NULL::text", "null_integer",             \
        "NULL::bigint", "joined", "string_agg(label, ', ' ORDER BY position)", "changes_view",     \
        "VIEW", "changes", pq_changes, NULL

static const char *const whole_pieces[] = {PIECES("")};
static const char *const spread_pieces[] = {PIECES("PARTITION BY HASH (fact)")};

static bool spread_tables(Engine *engine, guint parts);

// A partition for each remainder, of every table of facts that has none.
static bool make_parts(Engine *engine) {
    static const char form[] =
        "DO $$ DECLARE name text; BEGIN FOR name IN SELECT c.relname FROM pg_class c"
        " WHERE c.relkind = 'p' AND c.relnamespace = 'accord'::regnamespace"
        " AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid) LOOP"
        " FOR part IN 0..%u LOOP EXECUTE format('CREATE TABLE %%I PARTITION OF %%I"
        " FOR VALUES WITH (MODULUS %u, REMAINDER %%s)', name || '_' || part, name, part);"
        " END LOOP; END LOOP; END $$";
    guint parts = self(engine)->parts;
    if (parts == 0)
        return true;
    g_autofree char *sql = g_strdup_printf(form, parts - 1, parts);
    return run_script(engine, sql);
}

static const char *const views[] = {schema_changes, NULL};

#define POSTGRES_CLASS(words)                                                                      \
    {                                                                                              \
        .name = "PostgreSQL", .is_remote = true, .views = views,                                   \
        .count_tables = "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'accord'"    \
                        " AND tablename = 'migrations'",                                           \
        .pieces = (words), .setup = pq_setup, .setup_of = pq_setup_of,                             \
        .functions = pq_function_names, .close = close_engine, .spread = spread_tables,            \
        .tables_made = make_parts, .script = run_script, .begin_writing = begin_writing,           \
        .begin_reading = begin_reading, .examine = examine, .select = select_rows, .put = put_row, \
        .flush = flush_rows, .forget = forget_fact, .begin_changes = begin_changes,                \
        .end_changes = end_changes, .session = set_session, .guard = guard, .ask = ask,            \
        .param_name = param_name, .bind = bind_param, .start = start_question, .next = next_row,   \
        .cell = read_cell, .finish = finish_cursor                                                 \
    }

static const EngineClass postgres_class = POSTGRES_CLASS(whole_pieces);
static const EngineClass spread_class = POSTGRES_CLASS(spread_pieces);

static bool spread_tables(Engine *engine, guint parts) {
    engine->class = &spread_class;
    self(engine)->parts = parts;
    return true;
}

static PostgresEngine *new_engine(PGconn *connection) {
    PostgresEngine *pq = g_new0(PostgresEngine, 1);
    pq->engine.class = &postgres_class;
    pq->connection = connection;
    for (guint i = 0; i < STORED_COUNT; i++)
        pq->rows[i] = g_string_new(NULL);
    pq->forgotten = g_string_new(NULL);
    pq->schemas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return pq;
}

// The address as libpq takes it, with what is not said in it.
static PGconn *connect_to(const char *address) {
    const char *const names[] = {"connect_timeout", "application_name", "dbname", NULL};
    const char *const given[] = {"10", "accord", address, NULL};
    return PQconnectdbParams(names, given, /*expand_dbname=*/1);
}

Engine *engine_postgres_open(const char *address, char **failure) {
    static const char settings[] =
        "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;"
        "SET search_path = accord, pg_catalog; SET timezone = 'UTC'; SET datestyle = 'ISO';"
        "SET extra_float_digits = 3; SET client_min_messages = warning;"
        "SET enable_partitionwise_join = on; SET enable_partitionwise_aggregate = on";
    if (!postgres_library_open(failure))
        return NULL;
    PostgresEngine *pq = new_engine(connect_to(address));
    if (PQstatus(pq->connection) == CONNECTION_OK && run_script(&pq->engine, settings))
        return &pq->engine;
    const char *said = pq->engine.error.message;
    *failure = g_strdup(said ? said : PQerrorMessage(pq->connection));
    g_strchomp(*failure);
    engine_close(&pq->engine);
    return NULL;
}
