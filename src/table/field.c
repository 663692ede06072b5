// Field paths: split as vega-util's splitAccessPath does it (dots, brackets, quotes, backslash),
// bound once to the columns of a table, then followed row by row.
#include "table/table.h"

#include <string.h>

enum { STEPS_MAX = 32 };

typedef struct {
    const char *at;
    GString *step;
    GPtrArray *steps; // of char *, owned
} Splitter;

static void end_step(Splitter *s) {
    g_ptr_array_add(s->steps, g_strndup(s->step->str, s->step->len));
    g_string_truncate(s->step, 0);
}

static void take_char(Splitter *s) {
    if (*s->at == '\\' && s->at[1])
        s->at++;
    g_string_append_c(s->step, *s->at++);
}

// At "[": a bracketed step with or without quotes. False when it does not close.
static bool take_bracket(Splitter *s) {
    s->at++;
    char quote = *s->at == '"' || *s->at == '\'' ? *s->at++ : ']';
    while (*s->at && *s->at != quote)
        take_char(s);
    if (!*s->at)
        return false;
    s->at++;
    if (quote != ']' && *s->at++ != ']')
        return false;
    end_step(s);
    return true;
}

static bool split(Splitter *s) {
    while (*s->at) {
        if (*s->at == '[') {
            if (s->step->len > 0)
                end_step(s);
            if (!take_bracket(s))
                return false;
        } else if (*s->at == '.') {
            if (s->step->len > 0)
                end_step(s);
            s->at++;
        } else {
            take_char(s);
        }
    }
    if (s->step->len > 0)
        end_step(s);
    return s->steps->len > 0 && s->steps->len <= STEPS_MAX;
}

// The steps of a path; a malformed path is a name as it stands.
static const char *const *split_path(Arena *arena, const char *path, guint *count) {
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
    Splitter s = {path, g_string_new(NULL), parts};
    if (!split(&s)) {
        g_ptr_array_set_size(parts, 0);
        g_ptr_array_add(parts, g_strdup(path));
    }
    g_string_free(s.step, TRUE);
    const char **steps = arena_array(arena, const char *, parts->len);
    for (guint i = 0; i < parts->len; i++)
        steps[i] = arena_strdup(arena, parts->pdata[i]);
    *count = parts->len;
    return steps;
}

static const char *join_steps(Arena *arena, const char *const *steps, guint count) {
    if (count == 1)
        return steps[0];
    GString *name = g_string_new(steps[0]);
    for (guint i = 1; i < count; i++)
        g_string_append_printf(name, ".%s", steps[i]);
    const char *copy = arena_strndup(arena, name->str, name->len);
    g_string_free(name, TRUE);
    return copy;
}

static const Column *find_column(const Table *table, const char *name) {
    for (guint i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return &table->columns[i];
    return NULL;
}

static bool is_plain(const char *path) {
    return path[strcspn(path, ".[\\")] == '\0';
}

const char *field_name(Arena *arena, const char *path) {
    if (is_plain(path))
        return path;
    guint count;
    const char *const *steps = split_path(arena, path, &count);
    return join_steps(arena, steps, count);
}

Field field_bind(Arena *arena, const Table *table, const char *path) {
    Field field = {.name = path};
    if (is_plain(path)) {
        field.column = find_column(table, path);
        return field;
    }
    guint count;
    const char *const *steps = split_path(arena, path, &count);
    field.name = join_steps(arena, steps, count);
    field.column = find_column(table, field.name);
    if (!field.column && strcmp(field.name, path) != 0)
        field.column = find_column(table, path);
    if (field.column)
        return field;
    field.column = find_column(table, steps[0]);
    field.steps = steps + 1;
    field.step_count = count - 1;
    return field;
}

static Value string_member(const char *text, const char *key) {
    if (strcmp(key, "length") == 0)
        return value_number((double)g_utf8_strlen(text, -1));
    return value_undefined();
}

static Value array_member(const json_t *array, const char *key) {
    if (strcmp(key, "length") == 0)
        return value_number((double)json_array_size(array));
    char *end;
    guint64 index = g_ascii_strtoull(key, &end, 10);
    if (!g_ascii_isdigit(key[0]) || *end)
        return value_undefined();
    return value_from_json(json_array_get(array, index));
}

Value value_member(Value value, const char *key) {
    if (value.type == VALUE_STRING)
        return string_member(value.as.string, key);
    if (value.type != VALUE_JSON)
        return value_undefined();
    if (json_is_array(value.as.json))
        return array_member(value.as.json, key);
    return value_from_json(json_object_get(value.as.json, key));
}

Value field_value(const Field *field, guint row) {
    if (!field->column)
        return value_undefined();
    Value value = field->column->values[row];
    for (guint i = 0; i < field->step_count; i++)
        value = value_member(value, field->steps[i]);
    return value;
}

const Column *table_column(const Table *table, const char *field) {
    const Column *column = find_column(table, field);
    if (column || is_plain(field))
        return column;
    g_autoptr(Arena) scratch = arena_new();
    return field_bind(scratch, table, field).column;
}

Value table_value(const Table *table, const char *field, guint row) {
    const Column *column = find_column(table, field);
    if (column)
        return column->values[row];
    if (is_plain(field))
        return value_undefined();
    g_autoptr(Arena) scratch = arena_new();
    Field bound = field_bind(scratch, table, field);
    return field_value(&bound, row);
}

const char *table_string(const Table *table, const char *field, guint row) {
    Value value = table_value(table, field, row);
    return value.type == VALUE_STRING ? value.as.string : NULL;
}
