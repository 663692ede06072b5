// Views that questions ask again are kept as tables of the connection's own: a view joins labels to
// each row anew, for every question, and most reports ask a dozen of the same few views. The view
// of that name then reads the table; what it gives is the same, in the same order.
//
// Rows hold the language and the day of the session, so they are dropped when it changes. Large
// stores keep nothing: there a question reads less than all, and all would be too much memory.
#include "store/schema.h"
#include "store/sqlite.h"

#include <string.h>

enum {
    KEPT_FROM = 2,      // the question that names a view so often has it kept
    FACTS_LIMIT = 10000 // of a store whose views are kept
};

static const struct {
    const char *name, *key;
} views[] = {{"partnerships", "fact"},
             {"partnership_sectors", "fact, position"},
             {"partnership_parties", "fact, position"},
             {"commitments", "fact, position"}};

G_STATIC_ASSERT(G_N_ELEMENTS(views) == SQLITE_KEPT_VIEWS);

static bool is_word(char c) {
    return g_ascii_isalnum(c) || c == '_';
}

// Whether a question may read the view; that the name stands elsewhere in it does no harm.
static bool names_view(const char *sql, const char *name) {
    gsize length = strlen(name);
    for (const char *at = sql; (at = strcasestr(at, name)); at += length)
        if (!is_word(at[length]) && (at == sql || !is_word(at[-1])))
            return true;
    return false;
}

static bool run(SqliteEngine *sqlite, char *sql) {
    bool good = sqlite3_exec(sqlite->db, sql, NULL, NULL, NULL) == SQLITE_OK;
    g_free(sql);
    return good;
}

// Columns as the view declares them, so that they are compared and read as before. New string;
// NULL on failure.
static char *list_columns(SqliteEngine *sqlite, const char *name) {
    sqlite3_stmt *statement = NULL;
    g_autofree char *sql = g_strdup_printf("SELECT * FROM main.%s", name);
    if (sqlite3_prepare_v2(sqlite->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return NULL;
    GString *list = g_string_new(NULL);
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        const char *type = sqlite3_column_decltype(statement, i);
        g_string_append_printf(list, "\"%s\" %s, ", sqlite3_column_name(statement, i),
                               type ? type : "");
    }
    sqlite3_finalize(statement);
    return g_string_free(list, FALSE);
}

static bool make(SqliteEngine *sqlite, const char *name, const char *key) {
    g_autofree char *columns = list_columns(sqlite, name);
    return columns &&
           run(sqlite, g_strdup_printf("CREATE TEMP TABLE kept_%s(%sPRIMARY KEY(%s))", name,
                                       columns, key)) &&
           run(sqlite, g_strdup_printf("INSERT INTO kept_%s SELECT * FROM main.%s ORDER BY %s",
                                       name, name, key)) &&
           run(sqlite, g_strdup_printf("CREATE TEMP VIEW %s AS SELECT * FROM kept_%s", name, name));
}

static void drop(SqliteEngine *sqlite, const char *name) {
    run(sqlite, g_strdup_printf("DROP VIEW IF EXISTS temp.%s", name));
    run(sqlite, g_strdup_printf("DROP TABLE IF EXISTS temp.kept_%s", name));
}

static bool is_small(Engine *engine) {
    gint64 facts = engine_integer(engine, "SELECT coalesce(max(fact), 0) FROM fact_rows", NULL, 0);
    return facts <= FACTS_LIMIT && !engine->error.message;
}

static void keep_view(SqliteEngine *sqlite, guint index) {
    sqlite3_exec(sqlite->db, "PRAGMA query_only = 0", NULL, NULL, NULL);
    sqlite->is_kept[index] = make(sqlite, views[index].name, views[index].key);
    if (!sqlite->is_kept[index]) // the view itself serves as well
        drop(sqlite, views[index].name);
    sqlite3_exec(sqlite->db, "PRAGMA query_only = 1", NULL, NULL, NULL);
}

void sqlite_keep_views(SqliteEngine *sqlite, const char *sql) {
    for (guint i = 0; i < G_N_ELEMENTS(views); i++) {
        if (sqlite->is_kept[i] || !names_view(sql, views[i].name))
            continue;
        if (++sqlite->asked[i] == KEPT_FROM && is_small(&sqlite->engine))
            keep_view(sqlite, i);
    }
}

void sqlite_drop_views(SqliteEngine *sqlite) {
    for (guint i = 0; i < G_N_ELEMENTS(views); i++) {
        if (sqlite->is_kept[i]) {
            sqlite3_exec(sqlite->db, "PRAGMA query_only = 0", NULL, NULL, NULL);
            drop(sqlite, views[i].name);
            sqlite3_exec(sqlite->db, "PRAGMA query_only = 1", NULL, NULL, NULL);
        }
        sqlite->is_kept[i] = false;
        sqlite->asked[i] = 0;
    }
}
