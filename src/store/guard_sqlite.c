// What a question may do in SQLite: read, and call functions of a list. Everything else (writing,
// attaching, pragmas, extensions, files, randomness) is refused by SQLite's authorizer while a
// statement is compiled; work and memory are bounded while it runs. What the store itself asks is
// not guarded.
#include "store/schema.h"
#include "store/sqlite.h"

#include <stdlib.h>
#include <string.h>

enum {
    STEPS_AT_ONCE = 1000,
    VALUE_LIMIT = 16 << 20, // bytes of one text
    COLUMNS_LIMIT = 256,
    DEPTH_LIMIT = 100,      // of an expression
    COMPOUND_LIMIT = 50,    // SELECTs joined by UNION and the like
    PROGRAM_LIMIT = 100000, // instructions of a compiled statement
    ARGUMENTS_LIMIT = 64,
    SQL_LIMIT = 200000,   // above what the store lets through
    PATTERN_LIMIT = 1000, // bytes of a LIKE or GLOB pattern
    PARAMS_LIMIT = 1000
};

// Sorted by byte. Without random, randomblob, zeroblob, load_extension, and all that tells about
// the connection or the library.
static const char *const functions[] = {
    "->",
    "->>",
    "abs",
    "acos",
    "all_words",
    "asin",
    "atan",
    "atan2",
    "avg",
    "ceil",
    "ceiling",
    "char",
    "coalesce",
    "cos",
    "count",
    "cume_dist",
    "current_date",
    "current_time",
    "current_timestamp",
    "date",
    "datetime",
    "decimal_sum",
    "degrees",
    "dense_rank",
    "exp",
    "first_value",
    "floor",
    "format",
    "glob",
    "group_concat",
    "hex",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_each",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_object",
    "json_quote",
    "json_tree",
    "json_type",
    "json_valid",
    "joint_word",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "max",
    "min",
    "mod",
    "money_once",
    "nth_value",
    "ntile",
    "nullif",
    "one_word",
    "percent_rank",
    "pi",
    "pow",
    "power",
    "printf",
    "quote",
    "radians",
    "rank",
    "replace",
    "report_day",
    "report_day_number",
    "report_home",
    "report_horizon",
    "report_language",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "sin",
    "sqrt",
    "strftime",
    "substr",
    "substring",
    "sum",
    "tan",
    "time",
    "total",
    "trim",
    "trunc",
    "typeof",
    "unicode",
    "unixepoch",
    "unlikely",
    "upper",
    NULL,
};

const char *const *sqlite_function_names(void) {
    return functions;
}

static bool is_allowed_function(const char *name) {
    g_autofree char *lower = g_ascii_strdown(name, -1);
    for (guint i = 0; functions[i]; i++)
        if (strcmp(functions[i], lower) == 0)
            return true;
    return false;
}

// The documented tables, and what json_each gives; others are read through views only.
static bool is_allowed_table(const char *name) {
    static const char *const others[] = {"json_each", "json_tree"};
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        if (strcmp(name, others[i]) == 0)
            return true;
    return g_strv_contains(schema_dataset_names, name);
}

// For SQLITE_READ: a column (second) of a table (first), maybe inside a view. A table that is only
// counted is read without a column; then its name may be that of a WITH too.
static int authorize(void *data, int action, const char *first, const char *second,
                     const char *database, const char *view) {
    (void)database;
    const SqliteEngine *sqlite = data;
    bool allowed = false;
    if (!sqlite->is_asking)
        return SQLITE_OK;
    if (action == SQLITE_SELECT || action == SQLITE_RECURSIVE)
        allowed = true;
    else if (action == SQLITE_READ)
        allowed = view || !*second || is_allowed_table(first);
    else if (action == SQLITE_FUNCTION)
        allowed = is_allowed_function(second);
    return allowed ? SQLITE_OK : SQLITE_DENY;
}

static int count_steps(void *data) {
    SqliteEngine *sqlite = data;
    if (!sqlite->is_asking)
        return 0;
    sqlite->steps += STEPS_AT_ONCE;
    return sqlite->steps > sqlite->steps_limit;
}

// SQLite makes these tables at first use, which the authorizer would take for writing.
static void make_table_functions(SqliteEngine *sqlite) {
    sqlite3_exec(sqlite->db, "SELECT 1 FROM json_each('[]'), json_tree('[]')", NULL, NULL, NULL);
}

bool sqlite_guard(Engine *engine, guint64 work_limit) {
    SqliteEngine *sqlite = (SqliteEngine *)engine;
    sqlite->steps_limit = work_limit;
    static const struct {
        int limit, value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, VALUE_LIMIT},
        {SQLITE_LIMIT_SQL_LENGTH, SQL_LIMIT},
        {SQLITE_LIMIT_COLUMN, COLUMNS_LIMIT},
        {SQLITE_LIMIT_EXPR_DEPTH, DEPTH_LIMIT},
        {SQLITE_LIMIT_COMPOUND_SELECT, COMPOUND_LIMIT},
        {SQLITE_LIMIT_VDBE_OP, PROGRAM_LIMIT},
        {SQLITE_LIMIT_FUNCTION_ARG, ARGUMENTS_LIMIT},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, PATTERN_LIMIT},
        {SQLITE_LIMIT_VARIABLE_NUMBER, PARAMS_LIMIT},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 0},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(limits); i++)
        sqlite3_limit(sqlite->db, limits[i].limit, limits[i].value);
    make_table_functions(sqlite);
    sqlite3_set_authorizer(sqlite->db, authorize, sqlite);
    sqlite3_progress_handler(sqlite->db, STEPS_AT_ONCE, count_steps, sqlite);
    return engine_script(engine, "PRAGMA query_only = 1");
}
