// Rows on their way to the engine: values are collected and handed over whole. The first failure
// sticks; later calls do nothing and store_ready reports it.
#include "store/row.h"

#include "base/datetime.h"

#include <math.h>

bool store_check(Store *store, bool good) {
    if (!good && !store->failure) {
        store->failure = g_strdup(store->engine->error.message);
        store->is_busy = store->engine->error.fault == FAULT_BUSY;
    }
    return !store->failure;
}

bool store_flush(Store *store) {
    bool good = row_writer_end(g_steal_pointer(&store->writer));
    return store_check(store, good) &&
           store_check(store, store->engine->class->flush(store->engine));
}

Row row_begin(Store *store, StoredTable table) {
    store->row->day_count = store->row->owned_count = 0;
    return (Row){store, table, 0};
}

static SqlValue *next_value(Row *row, SqlType type) {
    g_assert(row->index < ROW_LIMIT);
    SqlValue *value = &row->store->row->values[row->index++];
    value->type = type;
    return value;
}

void row_put_null(Row *row) {
    next_value(row, SQL_NULL);
}

static void put_text(Row *row, const char *text, gsize length) {
    SqlValue *value = next_value(row, SQL_TEXT);
    value->text = text;
    value->length = length;
}

void row_put_text(Row *row, const char *text) {
    if (text)
        put_text(row, text, strlen(text));
    else
        row_put_null(row);
}

void row_put_owned(Row *row, char *text) {
    RowBuffer *buffer = row->store->row;
    g_assert(buffer->owned_count < ROW_OWNED);
    buffer->owned[buffer->owned_count++] = text;
    row_put_text(row, *text ? text : NULL);
}

void row_put_integer(Row *row, gint64 value) {
    next_value(row, SQL_INTEGER)->integer = value;
}

void row_put_number(Row *row, double number) {
    if (isnan(number))
        row_put_null(row);
    else
        next_value(row, SQL_REAL)->real = number;
}

void row_put_decimal(Row *row, const Decimal *value) {
    if (value)
        next_value(row, SQL_DECIMAL)->decimal = *value;
    else
        row_put_null(row);
}

static void put_day(Row *row, int days) {
    RowBuffer *buffer = row->store->row;
    int year, month, day;
    g_assert(buffer->day_count < ROW_DAYS);
    char *text = buffer->days[buffer->day_count++];
    civil_from_days(days, &year, &month, &day);
    int length = g_snprintf(text, sizeof buffer->days[0], "%04d-%02d-%02d", year, month, day);
    put_text(row, text, (gsize)length);
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
    Store *store = row->store;
    g_assert(row->index == schema_tables[row->table].columns);
    const SqlValue *values = store->row->values;
    bool good =
        !store->failure &&
        (store->writer ? row_writer_put(store->writer, row->table, values, row->index)
                       : store->engine->class->put(store->engine, row->table, values, row->index));
    for (guint i = 0; i < store->row->owned_count; i++)
        g_free(store->row->owned[i]);
    return store_check(store, good || store->failure);
}
