// Rows in bulk: they wait as lines of COPY until there are a few megabytes of them, or somebody
// asks for what was written. Rows of facts that come again are deleted before.
#include "store/postgres.h"

#include "base/json.h"

#include <stdlib.h>
#include <string.h>

enum { COPY_BYTES = 4 << 20 }; // of rows before they are sent

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
        g_autofree char *text = sql_value_text(value);
        g_string_append(out, text);
    }
}

static bool copy_rows(PostgresEngine *pq, guint table) {
    GString *rows = pq->rows[table];
    g_autofree char *sql = g_strdup_printf("COPY %s FROM STDIN", schema_tables[table].name);
    if (!pq_run_script(&pq->engine, sql))
        return false;
    bool sent = PQputCopyData(pq->connection, rows->str, (int)rows->len) == 1 &&
                PQputCopyEnd(pq->connection, NULL) == 1;
    PGresult *result = PQgetResult(pq->connection);
    bool good = (sent && result && pq_is_good(result)) || pq_fail(pq, result, NULL);
    PQclear(result);
    pq_drain(pq);
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

bool pq_flush_rows(Engine *engine) {
    PostgresEngine *pq = pq_self(engine);
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
        g_autofree char *text = sql_value_text(&values[i]);
        json_array_append_new(row, text ? json_string(text) : json_null());
    }
    char *text = json_dumps(row, JSON_COMPACT);
    g_string_append_c(out, out->len ? ',' : '[');
    g_string_append(out, text);
    free(text);
}

bool pq_put_row(Engine *engine, guint table, const SqlValue *values, guint count) {
    PostgresEngine *pq = pq_self(engine);
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
    return pq->waiting < COPY_BYTES || pq_flush_rows(engine);
}

bool pq_forget_fact(Engine *engine, gint64 fact) {
    GString *list = pq_self(engine)->forgotten;
    g_string_append_printf(list, "%s%" G_GINT64_FORMAT, list->len ? "," : "", fact);
    return true;
}

// --- changes ---

bool pq_begin_changes(Engine *engine) {
    g_string_truncate(pq_self(engine)->rows[STORED_CHANGES], 0);
    return true;
}

// A question that fails is undone to its savepoint; the changes must stand before that.
bool pq_end_changes(Engine *engine) {
    PostgresEngine *pq = pq_self(engine);
    GString *rows = pq->rows[STORED_CHANGES];
    if (rows->len)
        g_string_append_c(rows, ']');
    const SqlValue value = sql_text(rows->str);
    bool good = engine_run(engine, "SELECT set_config('accord.changes', $1, false)", &value, 1);
    g_string_truncate(rows, 0);
    return good && (!pq->is_guarded || pq_run_script(engine, "SAVEPOINT question"));
}
