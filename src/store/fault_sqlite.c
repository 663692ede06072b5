// SQLite's failures as faults: its messages name what is unknown or refused, and the byte of the
// SQL, from which the end of the token there is found.
#include "store/sqlite.h"

#include <string.h>

static const struct {
    const char *prefix;
    SqlFault fault;
} named[] = {
    {"no such column: ", FAULT_UNKNOWN_COLUMN},
    {"no such table: ", FAULT_UNKNOWN_TABLE},
    {"no such function: ", FAULT_UNKNOWN_FUNCTION},
    {"not authorized to use function: ", FAULT_FORBIDDEN_FUNCTION},
};

static bool fail_at(SqliteEngine *sqlite, SqlFault fault, const char *name, const char *message) {
    Engine *engine = &sqlite->engine;
    int offset = sqlite3_error_offset(sqlite->db);
    engine_fail(engine, fault, name, message);
    if (offset >= 0)
        engine->error.start = engine->error.end = (gsize)offset;
    engine->error.has_place = offset >= 0;
    return false;
}

// "access to TABLE.COLUMN is prohibited"
static bool fail_refused(SqliteEngine *sqlite, const char *message) {
    static const char prefix[] = "access to ";
    if (!g_str_has_prefix(message, prefix))
        return fail_at(sqlite, FAULT_FORBIDDEN, NULL, message);
    const char *name = message + strlen(prefix);
    g_autofree char *table = g_strndup(name, strcspn(name, ". "));
    return fail_at(sqlite, FAULT_FORBIDDEN_TABLE, table, message);
}

static bool fail_message(SqliteEngine *sqlite, int result, const char *message) {
    for (guint i = 0; i < G_N_ELEMENTS(named); i++)
        if (g_str_has_prefix(message, named[i].prefix))
            return fail_at(sqlite, named[i].fault, message + strlen(named[i].prefix), message);
    if ((result & 0xFF) == SQLITE_AUTH)
        return fail_refused(sqlite, message);
    if (g_str_has_prefix(message, "cannot modify ")) // a view
        return fail_at(sqlite, FAULT_FORBIDDEN, NULL, message);
    bool mixed = g_str_has_prefix(message, SQL_MIXED_MESSAGE);
    return fail_at(sqlite, mixed ? FAULT_MIXED : FAULT_SQL, NULL, message);
}

bool sqlite_fail(SqliteEngine *sqlite, int result) {
    static const struct {
        int result;
        SqlFault fault;
    } faults[] = {{SQLITE_NOMEM, FAULT_MEMORY},  {SQLITE_TOOBIG, FAULT_TOO_BIG},
                  {SQLITE_BUSY, FAULT_BUSY},     {SQLITE_LOCKED, FAULT_BUSY},
                  {SQLITE_FULL, FAULT_FULL},     {SQLITE_IOERR, FAULT_LOST},
                  {SQLITE_CORRUPT, FAULT_LOST},  {SQLITE_NOTADB, FAULT_LOST},
                  {SQLITE_READONLY, FAULT_LOST}, {SQLITE_CANTOPEN, FAULT_LOST},
                  {SQLITE_PERM, FAULT_LOST}};
    g_autofree char *message = g_strdup(sqlite3_errmsg(sqlite->db));
    if ((result & 0xFF) == SQLITE_INTERRUPT) {
        g_autofree char *steps =
            g_strdup_printf("the query takes more than %" G_GUINT64_FORMAT " million steps",
                            sqlite->steps_limit / 1000000);
        return engine_fail(&sqlite->engine, FAULT_WORK, NULL, steps);
    }
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++)
        if ((result & 0xFF) == faults[i].result)
            return engine_fail(&sqlite->engine, faults[i].fault, NULL, message);
    return fail_message(sqlite, result, message);
}
