// Functions that the views ask about the session: SQLite calls back for its language and day.
#include "store/sqlite.h"

// --- the session ---

static void give_text(sqlite3_context *context, const char *text) {
    if (text)
        sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

static void give_language(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    (void)values;
    give_text(context, ((SqliteEngine *)sqlite3_user_data(context))->language);
}

static void give_day(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    (void)values;
    give_text(context, ((SqliteEngine *)sqlite3_user_data(context))->as_of);
}

static void give_home(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    (void)values;
    give_text(context, ((SqliteEngine *)sqlite3_user_data(context))->home);
}

static void give_horizon(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    (void)values;
    give_text(context, ((SqliteEngine *)sqlite3_user_data(context))->horizon);
}

static void give_day_number(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    (void)values;
    const SqliteEngine *sqlite = sqlite3_user_data(context);
    if (sqlite->as_of)
        sqlite3_result_int64(context, sqlite->day_number);
}

typedef void (*SqlFunction)(sqlite3_context *context, int count, sqlite3_value **values);

enum { FUNCTION_FLAGS = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS };

static int add_session(SqliteEngine *sqlite) {
    static const struct {
        const char *name;
        SqlFunction give;
    } rows[] = {{"report_language", give_language},
                {"report_day", give_day},
                {"report_day_number", give_day_number},
                {"report_home", give_home},
                {"report_horizon", give_horizon}};
    int result = SQLITE_OK;
    for (guint i = 0; i < G_N_ELEMENTS(rows) && result == SQLITE_OK; i++)
        result = sqlite3_create_function_v2(sqlite->db, rows[i].name, 0, FUNCTION_FLAGS, sqlite,
                                            rows[i].give, NULL, NULL, NULL);
    return result;
}

int sqlite_add_functions(SqliteEngine *sqlite) {
    int result = add_session(sqlite);
    if (result == SQLITE_OK)
        result = sqlite_add_sums(sqlite);
    return result == SQLITE_OK ? sqlite_add_words(sqlite) : result;
}
