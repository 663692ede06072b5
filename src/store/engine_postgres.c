// PostgreSQL as an engine, through libpq: its life, its transactions, and the words of the schema.
// The tables stand in the schema "accord". Reading is one read-only snapshot, writing one
// transaction under an advisory lock. Rows go in by COPY (copy_postgres.c) and come out one by one
// (cursor_postgres.c), so that memory does not grow with them.
#include "store/engine_postgres.h"

#include "store/postgres.h"
#include "store/postgres_library.h"

#include <string.h>

enum { STEPS_A_MS = 20000 }; // of SQLite's, for limits given in them

// --- transactions ---

// Under the lock. Where it is there already nobody is asked for the right to make it.
static bool make_schema(Engine *engine) {
    static const char sql[] = "SELECT count(*) FROM pg_namespace WHERE nspname = 'accord'";
    bool is_there = engine_integer(engine, sql, NULL, 0) > 0;
    return !engine->error.message && (is_there || pq_run_script(engine, "CREATE SCHEMA accord"));
}

static bool begin_writing(Engine *engine) {
    static const char lock[] = "SELECT pg_advisory_xact_lock(hashtext('accord ingest'))";
    return pq_run_script(engine, "BEGIN; SET LOCAL lock_timeout = '10s'") &&
           pq_run_script(engine, lock) && make_schema(engine) &&
           pq_run_script(engine, "SET LOCAL lock_timeout = 0");
}

static bool begin_reading(Engine *engine) {
    return pq_run_script(engine, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
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
    PostgresEngine *pq = pq_self(engine);
    pq->limit_ms = MAX(work_limit / STEPS_A_MS, 1000);
    g_autofree char *limit =
        g_strdup_printf("SET LOCAL statement_timeout = %" G_GUINT64_FORMAT, pq->limit_ms);
    if (!list_schemas(pq) || !pq_run_script(engine, limit) ||
        !pq_run_script(engine, "SAVEPOINT question"))
        return false;
    return pq->is_guarded = true;
}

// --- life ---

static void close_engine(Engine *engine) {
    PostgresEngine *pq = pq_self(engine);
    pq_settle(pq);
    PQfinish(pq->connection);
    for (guint i = 0; i < STORED_COUNT; i++)
        g_string_free(pq->rows[i], TRUE);
    g_string_free(pq->forgotten, TRUE);
    g_hash_table_destroy(pq->schemas);
    g_free(pq);
}

// The rows of pq_end_changes, by their places.
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

// A planner that knows the day can tell how many facts there are up to it; of "it is NULL or" it
// takes a few of them for all, and joins as if there were as few.
#define PRESENT "(f.first IS NULL OR f.first <= coalesce(report_horizon(), '~'))"

// The words of the schema, with what follows tables of facts.
#define PIECES(spread_by)                                                                          \
    "key", "bigint PRIMARY KEY", "integer", "bigint", "text", "text COLLATE \"C\"", "real",        \
        "double precision", "decimal", "numeric(33,9)", "boolean", "boolean", "part", "",          \
        "rowless", "", "spread", spread_by, "null_text", "NULL::text", "null_integer",             \
        "NULL::bigint", "joined", "string_agg(label, ', ' ORDER BY position)", "present", PRESENT, \
        "changes_view", "VIEW", "changes", pq_changes, NULL

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
    guint parts = pq_self(engine)->parts;
    if (parts == 0)
        return true;
    g_autofree char *sql = g_strdup_printf(form, parts - 1, parts);
    return pq_run_script(engine, sql);
}

static const char *const views[] = {schema_changes, NULL};

#define POSTGRES_CLASS(words)                                                                      \
    {                                                                                              \
        .name = "PostgreSQL", .is_remote = true, .views = views,                                   \
        .count_tables = "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'accord'"    \
                        " AND tablename = 'migrations'",                                           \
        .column_name = "SELECT attname::text FROM pg_attribute WHERE attnum = $2 + 1"              \
                       " AND attrelid = ('accord.' || $1)::regclass",                              \
        .pieces = (words), .setup = pq_setup, .setup_of = pq_setup_of,                             \
        .functions = pq_function_names, .close = close_engine, .spread = spread_tables,            \
        .tables_made = make_parts, .script = pq_run_script, .begin_writing = begin_writing,        \
        .begin_reading = begin_reading, .examine = examine, .select = pq_select_rows,              \
        .put = pq_put_row, .flush = pq_flush_rows, .forget = pq_forget_fact,                       \
        .begin_changes = pq_begin_changes, .end_changes = pq_end_changes, .session = set_session,  \
        .guard = guard, .ask = pq_ask, .param_name = pq_param_name, .bind = pq_bind_param,         \
        .start = pq_start_question, .next = pq_next_row, .cell = pq_read_cell,                     \
        .finish = pq_finish_cursor                                                                 \
    }

static const EngineClass postgres_class = POSTGRES_CLASS(whole_pieces);
static const EngineClass spread_class = POSTGRES_CLASS(spread_pieces);

static bool spread_tables(Engine *engine, guint parts) {
    engine->class = &spread_class;
    pq_self(engine)->parts = parts;
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

// What lets no store be used, whoever asks; NULL: nothing. New string.
static char *find_obstacle(PostgresEngine *pq) {
    static const char sql[] =
        "SELECT quote_ident(current_user) FROM pg_namespace WHERE nspname = 'accord'"
        " AND NOT has_schema_privilege(oid, 'USAGE')";
    const char *encoding = PQparameterStatus(pq->connection, "server_encoding");
    if (g_strcmp0(encoding, "UTF8") != 0)
        return g_strdup_printf("the database has the encoding %s, which does not hold all texts;"
                               " facts need one of UTF8: CREATE DATABASE name ENCODING 'UTF8'"
                               " TEMPLATE template0",
                               encoding ? encoding : "(unknown)");
    g_autofree char *user = engine_text(&pq->engine, sql, NULL, 0);
    return user ? g_strdup_printf("this account may not use its schema;"
                                  " the owner says: GRANT USAGE ON SCHEMA accord TO %s",
                                  user)
                : NULL;
}

// Why there is no connection, or none to work with. libpq gives words alone: those of a missing
// database are known in English, and a hint less in other languages.
static SqlFault connection_fault(const PostgresEngine *pq) {
    const PGconn *connection = pq->connection;
    if (pq->engine.error.message)
        return pq->engine.error.fault;
    if (PQconnectionUsedPassword(connection) || PQconnectionNeedsPassword(connection))
        return FAULT_PASSWORD;
    const char *said = PQerrorMessage(connection), *database = strstr(said, "database \"");
    return database && strstr(database, "does not exist") ? FAULT_DATABASE : FAULT_LOST;
}

Engine *engine_postgres_open(const char *address, char **failure, SqlFault *fault) {
    static const char settings[] =
        "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on;"
        "SET search_path = accord, pg_catalog; SET timezone = 'UTC'; SET datestyle = 'ISO';"
        "SET extra_float_digits = 3; SET client_min_messages = warning;"
        "SET enable_partitionwise_join = on; SET enable_partitionwise_aggregate = on;"
        "SET jit = off"; // views have hundreds of expressions: compiling them takes minutes
    *fault = FAULT_LOST;
    if (!postgres_library_open(failure))
        return NULL;
    PostgresEngine *pq = new_engine(connect_to(address));
    bool good = PQstatus(pq->connection) == CONNECTION_OK && pq_run_script(&pq->engine, settings);
    char *obstacle = good ? find_obstacle(pq) : NULL;
    if (good && !obstacle && !pq->engine.error.message)
        return &pq->engine;
    const char *said = pq->engine.error.message;
    *fault = obstacle ? FAULT_SQL : connection_fault(pq);
    *failure = obstacle ? obstacle : g_strdup(said ? said : PQerrorMessage(pq->connection));
    g_strchomp(*failure);
    engine_close(&pq->engine);
    return NULL;
}
