// SQLite as an engine, in memory or in a file. Statements that the store asks again are kept;
// questions of layouts are compiled under the guard and run within its limits.
#include "base/edtf.h"
#include "store/sql_division.h"
#include "store/sqlite.h"
#include "store/store.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

enum {
    MEMORY_LIMIT = 256 << 20, // bytes that a question may add to what SQLite holds
    BUSY_MS = 10000,          // to wait for another's lock
    QUESTIONS_LIMIT = 64      // that are kept compiled
};

typedef struct {
    Cursor cursor; // first
    sqlite3_stmt *statement;
    bool is_question; // of a layout
    char *kept_as;    // the statement's key among the idle ones
    GPtrArray *names; // of columns, where they are not SQLite's; or NULL
} SqliteCursor;

static SqliteEngine *self(Engine *engine) {
    return (SqliteEngine *)engine;
}

static bool check(SqliteEngine *sqlite, int result) {
    bool good = result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW;
    return good || sqlite_fail(sqlite, result);
}

static bool run_script(Engine *engine, const char *sql) {
    return check(self(engine), sqlite3_exec(self(engine)->db, sql, NULL, NULL, NULL));
}

// --- transactions of files ---

enum { APPLICATION_ID = 0x41434344 }; // "ACCD"

// A file that is no store is left as it is.
static bool check_file(Engine *engine) {
    gint64 id = engine_integer(engine, "PRAGMA application_id", NULL, 0);
    if (engine->error.message)
        return false;
    gint64 objects = engine_integer(engine, "SELECT count(*) FROM sqlite_schema", NULL, 0);
    if (id == APPLICATION_ID || (objects == 0 && !engine->error.message))
        return true;
    if (!engine->error.message)
        engine_fail(engine, FAULT_LOST, NULL, "it is a database, but no store of Accord");
    return false;
}

static bool begin_writing(Engine *engine) {
    g_autofree char *mark = g_strdup_printf("PRAGMA application_id = %d", APPLICATION_ID);
    return check_file(engine) &&
           run_script(engine, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                              "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;"
                              "BEGIN IMMEDIATE") &&
           run_script(engine, mark);
}

static bool begin_reading(Engine *engine) {
    return check_file(engine) &&
           run_script(engine, "PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824; BEGIN");
}

static bool examine(Engine *engine) {
    g_autofree char *found = engine_text(engine, "PRAGMA integrity_check(1)", NULL, 0);
    if (g_strcmp0(found, "ok") != 0 && !engine->error.message)
        return engine_fail(engine, FAULT_LOST, NULL, found ? found : "it says nothing");
    g_autofree char *lost = engine_text(engine, "PRAGMA foreign_key_check", NULL, 0);
    if (lost)
        return engine_fail(engine, FAULT_LOST, NULL, "rows belong to a fact that is not there");
    return !engine->error.message;
}

// --- values ---

static void bind_value(sqlite3_stmt *statement, int index, const SqlValue *value) {
    switch (value->type) {
    case SQL_NULL:
        sqlite3_bind_null(statement, index);
        break;
    case SQL_INTEGER:
        sqlite3_bind_int64(statement, index, value->integer);
        break;
    case SQL_REAL:
        sqlite3_bind_double(statement, index, value->real); // NaN is NULL
        break;
    case SQL_TEXT:
        sqlite3_bind_text(statement, index, value->text, (int)value->length, SQLITE_STATIC);
        break;
    case SQL_BYTES:
        sqlite3_bind_blob(statement, index, value->text, (int)value->length, SQLITE_STATIC);
        break;
    case SQL_DECIMAL:
        sql_bind_decimal(statement, index, value->decimal);
        break;
    }
}

static bool is_sum(const SqliteEngine *sqlite, sqlite3_stmt *statement, int column) {
    Decimal decimal;
    if (g_hash_table_size(sqlite->sums) == 0 ||
        !sql_value_decimal(sqlite3_column_value(statement, column), &decimal))
        return false;
    decimal = sql_decimal_plain(decimal);
    return g_hash_table_contains(sqlite->sums, &decimal);
}

// A decimal too long for a number is stored as bytes of its digits.
static void read_blob(sqlite3_stmt *statement, int column, SqlValue *out) {
    if (sql_value_decimal(sqlite3_column_value(statement, column), &out->decimal)) {
        out->type = SQL_DECIMAL;
        return;
    }
    out->type = SQL_BYTES;
    out->text = sqlite3_column_blob(statement, column);
    out->length = (gsize)sqlite3_column_bytes(statement, column);
}

static void read_cell(Cursor *cursor, guint index, SqlValue *out) {
    const SqliteEngine *sqlite = self(cursor->engine);
    sqlite3_stmt *statement = ((SqliteCursor *)cursor)->statement;
    int column = (int)index;
    out->is_sum = false;
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        out->type = SQL_INTEGER;
        out->integer = sqlite3_column_int64(statement, column);
        out->is_sum = sqlite->is_asking && is_sum(sqlite, statement, column);
        break;
    case SQLITE_FLOAT:
        out->type = SQL_REAL;
        out->real = sqlite3_column_double(statement, column);
        out->is_sum = sqlite->is_asking && is_sum(sqlite, statement, column);
        break;
    case SQLITE_TEXT:
        out->type = SQL_TEXT;
        out->text = (const char *)sqlite3_column_text(statement, column);
        out->length = (gsize)sqlite3_column_bytes(statement, column);
        break;
    case SQLITE_BLOB:
        read_blob(statement, column, out);
        break;
    default:
        out->type = SQL_NULL;
        break;
    }
}

// --- statements of the store ---

static Cursor *new_cursor(Engine *engine, sqlite3_stmt *statement, const char *kept_as) {
    SqliteCursor *cursor = g_new0(SqliteCursor, 1);
    cursor->cursor.engine = engine;
    cursor->statement = statement;
    cursor->kept_as = g_strdup(kept_as);
    return &cursor->cursor;
}

// NULL: there is none.
static sqlite3_stmt *take_idle(GHashTable *idle, const char *sql) {
    gpointer key = NULL, kept = NULL;
    if (!g_hash_table_steal_extended(idle, sql, &key, &kept))
        return NULL;
    g_free(key);
    return kept;
}

static sqlite3_stmt *take_statement(SqliteEngine *sqlite, const char *sql) {
    sqlite3_stmt *statement = take_idle(sqlite->idle, sql);
    if (statement)
        return statement;
    check(sqlite, sqlite3_prepare_v2(sqlite->db, sql, -1, &statement, NULL));
    return statement;
}

static Cursor *select_rows(Engine *engine, const char *sql, const SqlValue *values, guint count) {
    sqlite3_stmt *statement = take_statement(self(engine), sql);
    if (!statement)
        return NULL;
    for (guint i = 0; i < count; i++)
        bind_value(statement, (int)i + 1, &values[i]);
    return new_cursor(engine, statement, sql);
}

static bool next_row(Cursor *cursor) {
    int result = sqlite3_step(((SqliteCursor *)cursor)->statement);
    return check(self(cursor->engine), result) && result == SQLITE_ROW;
}

static void end_limits(SqliteEngine *sqlite) {
    sqlite->is_asking = false;
    sqlite3_hard_heap_limit64(0);
}

static bool can_be_kept(const SqliteEngine *sqlite, const SqliteCursor *cursor) {
    if (cursor->is_question)
        return !g_hash_table_contains(sqlite->questions, cursor->kept_as) &&
               g_hash_table_size(sqlite->questions) < QUESTIONS_LIMIT;
    return !g_hash_table_contains(sqlite->idle, cursor->kept_as);
}

static void finish_cursor(Cursor *base) {
    SqliteCursor *cursor = (SqliteCursor *)base;
    SqliteEngine *sqlite = self(base->engine);
    GHashTable *idle = cursor->is_question ? sqlite->questions : sqlite->idle;
    if (can_be_kept(sqlite, cursor)) {
        sqlite3_reset(cursor->statement);
        sqlite3_clear_bindings(cursor->statement);
        g_hash_table_insert(idle, g_steal_pointer(&cursor->kept_as), cursor->statement);
    } else {
        sqlite3_finalize(cursor->statement);
    }
    if (cursor->is_question)
        end_limits(sqlite);
    g_free(cursor->kept_as);
    g_clear_pointer(&cursor->names, g_ptr_array_unref);
    g_free(base->columns);
    g_free(cursor);
}

// --- rows in bulk ---

static sqlite3_stmt *put_statement(SqliteEngine *sqlite, guint table) {
    if (sqlite->puts[table])
        return sqlite->puts[table];
    g_autoptr(GString) sql = g_string_new(NULL);
    g_string_printf(sql, "INSERT INTO %s VALUES(?", schema_tables[table].name);
    for (guint i = 1; i < schema_tables[table].columns; i++)
        g_string_append(sql, ",?");
    g_string_append_c(sql, ')');
    check(sqlite, sqlite3_prepare_v3(sqlite->db, sql->str, -1, SQLITE_PREPARE_PERSISTENT,
                                     &sqlite->puts[table], NULL));
    return sqlite->puts[table];
}

static bool put_row(Engine *engine, guint table, const SqlValue *values, guint count) {
    sqlite3_stmt *statement = put_statement(self(engine), table);
    if (!statement)
        return false;
    for (guint i = 0; i < count; i++)
        bind_value(statement, (int)i + 1, &values[i]);
    bool good = check(self(engine), sqlite3_step(statement));
    sqlite3_reset(statement);
    return good;
}

static bool flush_rows(Engine *engine) {
    return !engine->error.message;
}

// The rows of a fact's parts go with it where foreign keys are on; they are in every file.
static bool forget_fact(Engine *engine, gint64 fact) {
    SqlValue value = sql_integer(fact);
    return engine_run(engine, "DELETE FROM fact_rows WHERE fact = $1", &value, 1);
}

// --- changes, in a table of the connection's own ---

static bool make_changes(Engine *engine) {
    static const char *const statements[] = {schema_change_rows, schema_changes, NULL};
    gint64 made = engine_integer(
        engine, "SELECT count(*) FROM sqlite_temp_schema WHERE name = 'changes'", NULL, 0);
    return !engine->error.message && (made > 0 || schema_run(engine, statements));
}

static bool begin_changes(Engine *engine) {
    return run_script(engine, "PRAGMA query_only = 0; DELETE FROM change_rows");
}

static bool end_changes(Engine *engine) {
    return run_script(engine, "PRAGMA query_only = 1");
}

static void finish_puts(SqliteEngine *sqlite) {
    for (int table = 0; table < STORED_COUNT; table++) {
        sqlite3_finalize(sqlite->puts[table]);
        sqlite->puts[table] = NULL;
    }
}

// --- the session ---

static void keep(char **slot, const char *text) {
    char *copy = g_strdup(text);
    g_free(*slot);
    *slot = copy;
}

static bool set_session(Engine *engine, const SqlSession *session) {
    SqliteEngine *sqlite = self(engine);
    sqlite_drop_views(sqlite);
    keep(&sqlite->language, session->language);
    keep(&sqlite->as_of, session->as_of);
    keep(&sqlite->home, session->home);
    keep(&sqlite->horizon, session->horizon);
    Edtf day;
    if (session->as_of && edtf_parse(session->as_of, &day, NULL)) {
        sqlite->day_number = day.first;
        store_clock_set(sqlite->clock, session->as_of);
    }
    return make_changes(engine);
}

// --- questions ---

// Whether only white space and comments follow.
static bool is_nothing(const char *sql) {
    for (;;) {
        sql += strspn(sql, " \t\r\n;");
        if (g_str_has_prefix(sql, "--"))
            sql += strcspn(sql, "\n");
        else if (g_str_has_prefix(sql, "/*") && strstr(sql, "*/"))
            sql = strstr(sql, "*/") + 2;
        else
            return *sql == '\0';
    }
}

static bool check_question(Engine *engine, sqlite3_stmt *statement, const char *sql,
                           const char *rest) {
    if (!statement)
        return engine_fail(engine, FAULT_EMPTY, NULL, "the SQL is empty");
    if (!is_nothing(rest))
        return engine_fail_at(engine, FAULT_SECOND, (gsize)(rest - sql), strlen(sql),
                              "a query is one statement; here begins another");
    if (sqlite3_column_count(statement) > 0 && !sqlite3_stmt_isexplain(statement))
        return true;
    return engine_fail(engine, FAULT_NO_ROWS, NULL, "the statement gives no rows");
}

static void begin_limits(SqliteEngine *sqlite) {
    sqlite->is_asking = true;
    sqlite->steps = 0;
    g_hash_table_remove_all(sqlite->sums);
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + MEMORY_LIMIT);
}

// Compiled and found good; NULL: it is not.
static sqlite3_stmt *compile_written(SqliteEngine *sqlite, const char *sql) {
    sqlite3_stmt *statement = NULL;
    const char *rest = NULL;
    if (check(sqlite, sqlite3_prepare_v2(sqlite->db, sql, -1, &statement, &rest)) &&
        check_question(&sqlite->engine, statement, sql, rest))
        return statement;
    sqlite3_finalize(statement);
    return NULL;
}

// The same with exact divisions; what fails is said at its place in the question.
static sqlite3_stmt *compile_question(SqliteEngine *sqlite, const char *sql) {
    g_autofree char *exact = sql_division_exact(sql);
    sqlite3_stmt *statement = compile_written(sqlite, exact ? exact : sql);
    SqlError *error = &sqlite->engine.error;
    if (!statement && exact && error->has_place) {
        error->start = sql_division_origin(exact, error->start);
        error->end = sql_division_origin(exact, error->end);
    }
    return statement;
}

static Cursor *ask(Engine *engine, const char *sql) {
    SqliteEngine *sqlite = self(engine);
    sqlite_keep_views(sqlite, sql);
    begin_limits(sqlite);
    sqlite3_stmt *statement = take_idle(sqlite->questions, sql);
    if (!statement)
        statement = compile_question(sqlite, sql);
    if (!statement) {
        end_limits(sqlite);
        return NULL;
    }
    Cursor *cursor = new_cursor(engine, statement, sql);
    ((SqliteCursor *)cursor)->is_question = true;
    return cursor;
}

static const char *param_name(Cursor *cursor, guint index) {
    sqlite3_stmt *statement = ((SqliteCursor *)cursor)->statement;
    if ((int)index >= sqlite3_bind_parameter_count(statement))
        return NULL;
    const char *written = sqlite3_bind_parameter_name(statement, (int)index + 1);
    return written ? written : "?";
}

static void bind_param(Cursor *cursor, guint index, const SqlValue *value) {
    sqlite3_stmt *statement = ((SqliteCursor *)cursor)->statement;
    if (value->type == SQL_TEXT)
        sqlite3_bind_text(statement, (int)index + 1, value->text, (int)value->length,
                          SQLITE_TRANSIENT);
    else
        bind_value(statement, (int)index + 1, value);
}

// As the question has it: a column without a name of its own bears its formula.
static const char *column_name(SqliteCursor *cursor, int column) {
    const char *name = sqlite3_column_name(cursor->statement, column);
    char *plain = name ? sql_division_plain(name) : NULL;
    if (!plain)
        return name;
    if (!cursor->names)
        cursor->names = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(cursor->names, plain);
    return plain;
}

static bool start_question(Cursor *cursor) {
    sqlite3_stmt *statement = ((SqliteCursor *)cursor)->statement;
    cursor->column_count = (guint)sqlite3_column_count(statement);
    cursor->columns = g_new0(SqlColumn, cursor->column_count);
    for (guint i = 0; i < cursor->column_count; i++) {
        const char *type = sqlite3_column_decltype(statement, (int)i);
        cursor->columns[i] = (SqlColumn){.name = column_name((SqliteCursor *)cursor, (int)i),
                                         .is_decimal = g_strcmp0(type, "DECIMAL") == 0,
                                         .is_boolean = g_strcmp0(type, "BOOLEAN") == 0,
                                         .is_stored = type != NULL};
    }
    return true;
}

// --- life ---

static void close_engine(Engine *engine) {
    SqliteEngine *sqlite = self(engine);
    finish_puts(sqlite);
    g_hash_table_destroy(sqlite->idle);
    g_hash_table_destroy(sqlite->questions);
    sqlite3_close_v2(sqlite->db);
    store_clock_free(sqlite->clock);
    if (sqlite->sums)
        g_hash_table_destroy(sqlite->sums);
    g_free(sqlite->language);
    g_free(sqlite->as_of);
    g_free(sqlite->home);
    g_free(sqlite->horizon);
    g_free(sqlite);
}

static const char *const pieces[] = {
    "key",          "INTEGER PRIMARY KEY",
    "integer",      "INTEGER",
    "text",         "TEXT",
    "real",         "REAL",
    "decimal",      "DECIMAL",
    "boolean",      "BOOLEAN",
    "bytes",        "BLOB",
    "part",         "REFERENCES fact_rows(fact) ON DELETE CASCADE",
    "rowless",      "WITHOUT ROWID",
    "spread",       "",
    "null_text",    "NULL",
    "null_integer", "NULL",
    "joined",       "group_concat(label, ', ')",
    "present",      "(report_horizon() IS NULL OR f.first IS NULL OR f.first <= report_horizon())",
    "changes_view", "TEMP VIEW",
    "changes",      "change_rows",
    NULL,
};

static const EngineClass sqlite_class = {
    .name = "SQLite",
    .looks_up = true,
    .count_tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'migrations'",
    .column_name = "SELECT name FROM pragma_table_info($1) WHERE cid = $2",
    .begin_writing = begin_writing,
    .begin_reading = begin_reading,
    .examine = examine,
    .pieces = pieces,
    .functions = sqlite_function_names,
    .close = close_engine,
    .script = run_script,
    .select = select_rows,
    .put = put_row,
    .flush = flush_rows,
    .forget = forget_fact,
    .begin_changes = begin_changes,
    .end_changes = end_changes,
    .session = set_session,
    .guard = sqlite_guard,
    .ask = ask,
    .param_name = param_name,
    .bind = bind_param,
    .start = start_question,
    .next = next_row,
    .cell = read_cell,
    .finish = finish_cursor,
};

static void free_statement(gpointer statement) {
    sqlite3_finalize(statement);
}

// Whether a file stands still: readers of a WAL file keep an index beside it, which they cannot
// where the folder is not to be written; but then nobody else is writing either.
static bool is_still(const SqliteOptions *options) {
    g_autofree char *wal = g_strconcat(options->path, "-wal", NULL);
    g_autofree char *folder = g_path_get_dirname(options->path);
    return !options->writable && g_access(folder, W_OK) != 0 &&
           !g_file_test(wal, G_FILE_TEST_EXISTS);
}

// The name to open: a path in full, so that it is no URI. New string.
static char *open_name(const SqliteOptions *options) {
    if (!options->path)
        return g_strdup(":memory:");
    g_autofree char *full = g_canonicalize_filename(options->path, NULL);
    if (!is_still(options))
        return g_steal_pointer(&full);
    g_autofree char *escaped = g_uri_escape_string(full, "/", /*allow_utf8=*/TRUE);
    return g_strdup_printf("file:%s?immutable=1", escaped);
}

static bool open_file(SqliteEngine *sqlite, const SqliteOptions *options) {
    int flags = options->writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (options->create)
        flags |= SQLITE_OPEN_CREATE;
    g_autofree char *name = open_name(options);
    int result = sqlite3_open_v2(name, &sqlite->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
                                 store_clock_vfs(sqlite->clock));
    if (!check(sqlite, result))
        return false;
    sqlite3_busy_timeout(sqlite->db, BUSY_MS);
    sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL); // "x" is a name, never a text
    sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return check(sqlite, sqlite_add_functions(sqlite)) &&
           run_script(&sqlite->engine, "PRAGMA temp_store = MEMORY");
}

Engine *engine_sqlite_open(const SqliteOptions *options, char **failure) {
    SqliteEngine *sqlite = g_new0(SqliteEngine, 1);
    sqlite->engine.class = &sqlite_class;
    sqlite->idle = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_statement);
    sqlite->questions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_statement);
    sqlite->clock = store_clock_new();
    if (sqlite->clock && open_file(sqlite, options))
        return &sqlite->engine;
    *failure =
        g_strdup(sqlite->clock ? sqlite->engine.error.message : "SQLite has no file system layer");
    engine_close(&sqlite->engine);
    return NULL;
}

const char *store_sqlite_version(void) {
    return sqlite3_libversion();
}
