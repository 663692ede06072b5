// Two lists in the same order are gone through together, one of them a cursor: what stands on one
// side alone, and where the same row has another value. Rows in no order are a set of their texts.
#include "store/row_compare.h"

#include "base/text_hash.h"
#include "facts/decimal_real.h"

#include <string.h>

enum { SHOWN_CHARACTERS = 60, REAL_DIGITS = 17, KEYS_LIMIT = 2 };

// --- values ---

static bool read_decimal(const SqlValue *value, Decimal *out) {
    if (value->type == SQL_DECIMAL)
        *out = value->decimal;
    else if (value->type == SQL_INTEGER)
        *out = decimal_from_integer(value->integer);
    else
        return value->type == SQL_REAL && decimal_from_real(value->real, REAL_DIGITS, out);
    return true;
}

static double read_real(const SqlValue *value) {
    return value->type == SQL_REAL ? value->real : (double)value->integer;
}

// An engine may store a number as another kind of number.
static bool is_same_value(const SqlValue *made, const SqlValue *stored) {
    Decimal a, b;
    switch (made->type) {
    case SQL_NULL:
        return stored->type == SQL_NULL;
    case SQL_TEXT:
    case SQL_BYTES:
        return stored->type == made->type && stored->length == made->length &&
               memcmp(stored->text, made->text, made->length) == 0;
    case SQL_REAL:
        return (stored->type == SQL_REAL || stored->type == SQL_INTEGER) &&
               read_real(stored) == made->real;
    case SQL_INTEGER:
    case SQL_DECIMAL:
        return read_decimal(made, &a) && read_decimal(stored, &b) && decimal_compare(a, b) == 0;
    }
    return false;
}

// 'text', 12.5 or nothing; shortened.
static char *show_value(Arena *arena, const SqlValue *value) {
    g_autofree char *text = sql_value_text(value);
    if (!text)
        return arena_strdup(arena, "nothing");
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    bool is_long = g_utf8_strlen(valid, -1) > SHOWN_CHARACTERS;
    g_autofree char *start = g_utf8_substring(valid, 0, is_long ? SHOWN_CHARACTERS : -1);
    bool is_text = value->type == SQL_TEXT || value->type == SQL_BYTES;
    return arena_printf(arena, is_text ? "\"%s%s\"" : "%s%s", start, is_long ? "..." : "");
}

// --- rows by number ---

// What is not of the record: a number among all sources, how many facts use one, a run. Findings of
// evidence are no part of it either, but were put to it before it was made rows.
static bool is_of_record(StoredTable table, guint column) {
    enum { NUMBER = 1, PARTNERSHIPS = 14, ADDED = 17 };
    return table != STORED_SOURCES ||
           !(column == NUMBER || column == PARTNERSHIPS || column == ADDED);
}

static void note(RowComparison *comparison, StoredTable table, const gint64 keys[KEYS_LIMIT],
                 int column) {
    const RowDifference difference = {table, keys[0], keys[1], column, NULL, NULL};
    comparison->count++;
    if (comparison->differences->len < comparison->limit)
        g_array_append_val(comparison->differences, difference);
}

static void note_value(RowComparison *comparison, const SqlValue *made, const SqlValue *stored) {
    guint last = comparison->differences->len;
    if (comparison->count > last)
        return; // it was not kept
    RowDifference *difference = &g_array_index(comparison->differences, RowDifference, last - 1);
    difference->made = show_value(comparison->arena, made);
    difference->stored = show_value(comparison->arena, stored);
}

static void compare_row(RowComparison *comparison, StoredTable table, const gint64 *keys,
                        const SqlValue *made, Cursor *stored) {
    for (guint i = 0; i < schema_tables[table].columns; i++) {
        const SqlValue cell = cursor_cell(stored, i);
        if (!is_of_record(table, i) || is_same_value(&made[i], &cell))
            continue;
        note(comparison, table, keys, (int)i);
        note_value(comparison, &made[i], &cell);
    }
}

static guint count_keys(StoredTable table) {
    return table == STORED_FACTS || table == STORED_SOURCES ? 1 : 2;
}

static int compare_keys(const gint64 a[KEYS_LIMIT], const gint64 b[KEYS_LIMIT]) {
    if (a[0] != b[0])
        return a[0] < b[0] ? -1 : 1;
    return a[1] == b[1] ? 0 : a[1] < b[1] ? -1 : 1;
}

static void made_keys(const SqlValue *row, guint count, gint64 out[KEYS_LIMIT]) {
    out[0] = row[0].integer;
    out[1] = count > 1 ? row[1].integer : 0;
}

static void stored_keys(Cursor *cursor, guint count, gint64 out[KEYS_LIMIT]) {
    out[0] = cursor_integer(cursor, 0);
    out[1] = count > 1 ? cursor_integer(cursor, 1) : 0;
}

// Both in order; NULL: nothing is stored.
static void compare_in_order(RowComparison *comparison, StoredTable table, Cursor *stored) {
    guint keys = count_keys(table), next = 0, count = made_rows_count(comparison->made, table);
    bool has_stored = stored && cursor_next(stored);
    while (has_stored || next < count) {
        gint64 made_at[KEYS_LIMIT] = {0}, stored_at[KEYS_LIMIT] = {0};
        const SqlValue *made = next < count ? made_row(comparison->made, table, next) : NULL;
        if (made)
            made_keys(made, keys, made_at);
        if (has_stored)
            stored_keys(stored, keys, stored_at);
        int order = !has_stored ? -1 : !made ? 1 : compare_keys(made_at, stored_at);
        if (order < 0)
            note(comparison, table, made_at, ROW_MISSING);
        else if (order > 0)
            note(comparison, table, stored_at, ROW_ALONE);
        else
            compare_row(comparison, table, made_at, made, stored);
        next += order <= 0;
        has_stored = order >= 0 ? cursor_next(stored) : has_stored;
    }
}

void row_compare_numbered(RowComparison *comparison, StoredTable table) {
    const char *number = table == STORED_SOURCES ? "loaded" : "fact";
    g_autofree char *sql = g_strdup_printf(
        "SELECT * FROM %s WHERE %s > $1 AND %s <= $2 ORDER BY %s%s", schema_tables[table].name,
        number, number, number, count_keys(table) > 1 ? ", position" : "");
    const SqlValue range[] = {sql_integer(comparison->after), sql_integer(comparison->last)};
    g_autoptr(Cursor) stored = engine_select(comparison->store->engine, sql, range, 2);
    if (stored)
        compare_in_order(comparison, table, stored);
    store_check(comparison->store, !comparison->store->engine->error.message);
}

// --- rows in no order ---

static void append_value(GString *out, const SqlValue *value) {
    g_autofree char *text = sql_value_text(value);
    g_string_append(out, text ? text : "\1");
    g_string_append_c(out, '\2');
}

static GHashTable *made_set(const RowComparison *comparison, StoredTable table) {
    GHashTable *set = g_hash_table_new_full(text_hash, g_str_equal, g_free, NULL);
    for (guint row = 0; row < made_rows_count(comparison->made, table); row++) {
        GString *text = g_string_new(NULL);
        for (guint i = 0; i < schema_tables[table].columns; i++)
            append_value(text, &made_row(comparison->made, table, row)[i]);
        g_hash_table_add(set, g_string_free(text, FALSE));
    }
    return set;
}

void row_compare_set(RowComparison *comparison, StoredTable table, const SqlQuestion *question) {
    static const gint64 nowhere[KEYS_LIMIT] = {0};
    Engine *engine = comparison->store->engine;
    g_autoptr(GHashTable) made = made_set(comparison, table);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(Cursor) stored =
        engine_select(engine, question->sql, question->values, question->value_count);
    while (stored && cursor_next(stored)) {
        g_string_truncate(text, 0);
        for (guint i = 0; i < schema_tables[table].columns; i++) {
            const SqlValue cell = cursor_cell(stored, i);
            append_value(text, &cell);
        }
        if (!g_hash_table_remove(made, text->str))
            note(comparison, table, nowhere, ROW_ALONE);
    }
    if (store_check(comparison->store, !engine->error.message))
        for (guint left = g_hash_table_size(made); left > 0; left--)
            note(comparison, table, nowhere, ROW_MISSING);
}
