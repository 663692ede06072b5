// Prepared INSERTs, one for each table, and the binding of their values. The first failure of
// SQLite sticks; later calls do nothing and store_ready reports it.
#include "store/row.h"

#include "base/datetime.h"

static const struct {
    const char *table;
    int columns;
} inserts[INSERT_COUNT] = {
    [INSERT_PARTNERSHIP] = {"partnerships", 49}, [INSERT_PARTY] = {"party_rows", 10},
    [INSERT_SECTOR] = {"sector_rows", 7},        [INSERT_AMOUNT] = {"amount_rows", 8},
    [INSERT_QUANTITY] = {"quantity_rows", 6},    [INSERT_COMMITMENT] = {"commitment_rows", 10},
    [INSERT_EVIDENCE] = {"evidence_rows", 10},   [INSERT_INFERENCE] = {"inference_rows", 4},
    [INSERT_SOURCE] = {"source_rows", 15},       [INSERT_TERM] = {"terms", 9},
};

bool store_check(Store *store, int result) {
    bool good = result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW;
    if (!good && !store->failure)
        store->failure = g_strdup(sqlite3_errmsg(store->db));
    return !store->failure;
}

bool store_prepare_inserts(Store *store) {
    for (int kind = 0; kind < INSERT_COUNT; kind++) {
        g_autoptr(GString) sql = g_string_new(NULL);
        g_string_printf(sql, "INSERT INTO %s VALUES(?", inserts[kind].table);
        for (int i = 1; i < inserts[kind].columns; i++)
            g_string_append(sql, ",?");
        g_string_append_c(sql, ')');
        if (!store_check(store,
                         sqlite3_prepare_v3(store->db, sql->str, -1, SQLITE_PREPARE_PERSISTENT,
                                            &store->inserts[kind], NULL)))
            return false;
    }
    return true;
}

void store_finish_inserts(Store *store) {
    for (int kind = 0; kind < INSERT_COUNT; kind++) {
        sqlite3_finalize(store->inserts[kind]);
        store->inserts[kind] = NULL;
    }
}

Row row_begin(Store *store, InsertKind kind) {
    return (Row){store, store->inserts[kind], kind, 0};
}

void row_put_text(Row *row, const char *text) {
    if (text)
        sqlite3_bind_text(row->statement, ++row->index, text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(row->statement, ++row->index);
}

void row_put_integer(Row *row, gint64 value) {
    sqlite3_bind_int64(row->statement, ++row->index, value);
}

void row_put_number(Row *row, double value) {
    sqlite3_bind_double(row->statement, ++row->index, value); // NaN is NULL
}

void row_put_null(Row *row) {
    sqlite3_bind_null(row->statement, ++row->index);
}

void row_put_decimal(Row *row, const Decimal *value) {
    if (value)
        sql_bind_decimal(row->statement, ++row->index, *value);
    else
        row_put_null(row);
}

static void put_day(Row *row, int days) {
    int year, month, day;
    char text[40];
    civil_from_days(days, &year, &month, &day);
    int length = g_snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    sqlite3_bind_text(row->statement, ++row->index, text, length, SQLITE_TRANSIENT);
}

void row_put_first(Row *row, const FactDate *date) {
    if (date->text && !date->edtf.open_start)
        put_day(row, date->edtf.first);
    else
        row_put_null(row);
}

void row_put_last(Row *row, const FactDate *date) {
    if (date->text && !date->edtf.open_end)
        put_day(row, date->edtf.last);
    else
        row_put_null(row);
}

bool row_end(Row *row) {
    g_assert(row->index == inserts[row->kind].columns);
    bool good = store_check(row->store, sqlite3_step(row->statement));
    sqlite3_reset(row->statement);
    return good;
}

// Takes the text over; an empty one is NULL.
void row_put_owned(Row *row, char *text) {
    if (*text)
        sqlite3_bind_text(row->statement, ++row->index, text, -1, g_free);
    else {
        row_put_null(row);
        g_free(text);
    }
}
