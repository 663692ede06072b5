// What all engines share: values, errors, and short ways to run a statement.
#include "store/engine.h"

#include <string.h>

SqlValue sql_integer(gint64 value) {
    return (SqlValue){.type = SQL_INTEGER, .integer = value};
}

SqlValue sql_text(const char *text) {
    if (!text)
        return SQL_NOTHING;
    return (SqlValue){.type = SQL_TEXT, .text = text, .length = strlen(text)};
}

char *sql_value_text(const SqlValue *value) {
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    switch (value->type) {
    case SQL_NULL:
        return NULL;
    case SQL_INTEGER:
        return g_strdup_printf("%" G_GINT64_FORMAT, value->integer);
    case SQL_REAL:
        return g_strdup(g_ascii_dtostr(digits, sizeof digits, value->real));
    case SQL_DECIMAL:
        return decimal_to_text(value->decimal);
    case SQL_TEXT:
    case SQL_BYTES:
        return g_strndup(value->text, value->length);
    }
    return NULL;
}

void engine_clear(Engine *engine) {
    g_free(engine->error.message);
    g_free(engine->error.name);
    engine->error = (SqlError){0};
}

bool engine_fail(Engine *engine, SqlFault fault, const char *name, const char *message) {
    char *copy = g_utf8_make_valid(message, -1), *copied_name = g_strdup(name);
    engine_clear(engine);
    engine->error = (SqlError){.fault = fault, .message = copy, .name = copied_name};
    return false;
}

bool engine_fail_at(Engine *engine, SqlFault fault, gsize start, gsize end, const char *message) {
    engine_fail(engine, fault, NULL, message);
    engine->error.has_place = true;
    engine->error.start = start;
    engine->error.end = end;
    return false;
}

void engine_close(Engine *engine) {
    if (!engine)
        return;
    engine_clear(engine);
    engine->class->close(engine);
}

bool engine_script(Engine *engine, const char *sql) {
    return engine->class->script(engine, sql);
}

Cursor *engine_select(Engine *engine, const char *sql, const SqlValue *values, guint count) {
    engine_clear(engine);
    return engine->class->select(engine, sql, values, count);
}

bool cursor_next(Cursor *cursor) {
    return cursor->engine->class->next(cursor);
}

SqlValue cursor_cell(Cursor *cursor, guint column) {
    SqlValue value = SQL_NOTHING;
    cursor->engine->class->cell(cursor, column, &value);
    return value;
}

gint64 cursor_integer(Cursor *cursor, guint column) {
    SqlValue value = cursor_cell(cursor, column);
    return value.type == SQL_INTEGER ? value.integer : 0;
}

const char *cursor_text(Cursor *cursor, guint column) {
    SqlValue value = cursor_cell(cursor, column);
    return value.type == SQL_TEXT ? value.text : NULL;
}

void cursor_finish(Cursor *cursor) {
    if (cursor)
        cursor->engine->class->finish(cursor);
}

bool engine_run(Engine *engine, const char *sql, const SqlValue *values, guint count) {
    g_autoptr(Cursor) cursor = engine_select(engine, sql, values, count);
    while (cursor && cursor_next(cursor))
        continue;
    return !engine->error.message;
}

char *engine_text(Engine *engine, const char *sql, const SqlValue *values, guint count) {
    g_autoptr(Cursor) cursor = engine_select(engine, sql, values, count);
    return cursor && cursor_next(cursor) ? g_strdup(cursor_text(cursor, 0)) : NULL;
}

gint64 engine_integer(Engine *engine, const char *sql, const SqlValue *values, guint count) {
    g_autoptr(Cursor) cursor = engine_select(engine, sql, values, count);
    return cursor && cursor_next(cursor) ? cursor_integer(cursor, 0) : 0;
}
