// Tables from JSON and back. Columns come in the order in which members are first seen; what an
// object lacks is undefined. Nested arrays and objects stay JSON, borrowed from the document.
#include "table/table.h"

#include <math.h>
#include <stdio.h>

// Column names with their index, in the order of first appearance.
typedef struct {
    GHashTable *index; // name -> index + 1
    GPtrArray *names;  // owned
} NameSet;

static NameSet name_set_new(void) {
    return (NameSet){g_hash_table_new(g_str_hash, g_str_equal),
                     g_ptr_array_new_with_free_func(g_free)};
}

static void name_set_free(NameSet *set) {
    g_hash_table_destroy(set->index);
    g_ptr_array_free(set->names, TRUE);
}

static void name_set_add(NameSet *set, const char *name) {
    if (g_hash_table_contains(set->index, name))
        return;
    char *copy = g_strdup(name);
    g_ptr_array_add(set->names, copy);
    g_hash_table_insert(set->index, copy, GUINT_TO_POINTER(set->names->len));
}

static guint name_set_find(const NameSet *set, const char *name) {
    return GPOINTER_TO_UINT(g_hash_table_lookup(set->index, name)) - 1;
}

static const char *index_name(char buffer[24], size_t index) {
    snprintf(buffer, 24, "%zu", index);
    return buffer;
}

static void collect_names(NameSet *set, json_t *item) {
    char buffer[24];
    const char *key;
    json_t *member;
    if (json_is_object(item)) {
        json_object_foreach(item, key, member) name_set_add(set, key);
    } else if (json_is_array(item)) {
        for (size_t i = 0; i < json_array_size(item) && set->names->len <= TABLE_COLUMNS_LIMIT; i++)
            name_set_add(set, index_name(buffer, i));
    } else {
        name_set_add(set, "data");
    }
}

static void fill_row(Table *table, const NameSet *set, json_t *item, guint row) {
    char buffer[24];
    const char *key;
    json_t *member;
    if (json_is_object(item)) {
        json_object_foreach(item, key, member) table->columns[name_set_find(set, key)].values[row] =
            value_from_json(member);
    } else if (json_is_array(item)) {
        for (size_t i = 0; i < json_array_size(item); i++)
            table->columns[name_set_find(set, index_name(buffer, i))].values[row] =
                value_from_json(json_array_get(item, i));
    } else {
        table->columns[name_set_find(set, "data")].values[row] = value_from_json(item);
    }
}

static bool within_limits(guint columns, size_t rows) {
    return columns <= TABLE_COLUMNS_LIMIT && rows <= TABLE_CELLS_LIMIT &&
           (guint64)columns * rows <= TABLE_CELLS_LIMIT;
}

Table *table_from_json(Arena *arena, json_t *array) {
    size_t rows = json_array_size(array);
    NameSet set = name_set_new();
    Table *table = NULL;
    for (size_t i = 0; i < rows && within_limits(set.names->len, rows); i++)
        collect_names(&set, json_array_get(array, i));
    if (within_limits(set.names->len, rows)) {
        table =
            table_new(arena, set.names->len, (const char *const *)set.names->pdata, (guint)rows);
        for (guint i = 0; i < table->row_count; i++)
            fill_row(table, &set, json_array_get(array, i), i);
    }
    name_set_free(&set);
    return table;
}

// ---- without the document

enum { TEXTS_KNOWN_MAX = 256 }; // different texts of a column: with more of them few recur

static void copy_texts(Arena *arena, Column *column, guint row_count) {
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint row = 0; row < row_count; row++) {
        Value *value = &column->values[row];
        if (value->type != VALUE_STRING)
            continue;
        bool keeps = g_hash_table_size(known) < TEXTS_KNOWN_MAX;
        const char *text = keeps ? g_hash_table_lookup(known, value->as.string) : NULL;
        if (!text) {
            text = arena_strdup(arena, value->as.string);
            if (keeps)
                g_hash_table_add(known, (gpointer)text);
        }
        value->as.string = text;
    }
}

static bool is_flat(const Table *table) {
    for (guint c = 0; c < table->column_count; c++)
        for (guint row = 0; row < table->row_count; row++)
            if (table->columns[c].values[row].type == VALUE_JSON)
                return false;
    return true;
}

bool table_leave_json(Table *table) {
    if (!is_flat(table))
        return false;
    for (guint c = 0; c < table->column_count; c++)
        copy_texts(table->arena, &table->columns[c], table->row_count);
    return true;
}

Table *table_read_json(Arena *arena, Diags *diags, const JsonNode *node) {
    if (!json_is_array(node->json)) {
        json_error(diags, node, DIAG_WRONG_TYPE, NULL, "the data is %s, expected an array of rows",
                   json_type_name(node->json));
        return NULL;
    }
    Table *table = table_from_json(arena, node->json);
    if (!table)
        json_error(diags, node, DIAG_TOO_LARGE, NULL,
                   "the data has more than %d columns, or more than %d cells", TABLE_COLUMNS_LIMIT,
                   TABLE_CELLS_LIMIT);
    return table;
}

// --- back to JSON ---

static json_t *row_to_json(const Table *table, guint row, json_t *(*convert)(Value value)) {
    json_t *object = json_object();
    for (guint c = 0; c < table->column_count; c++) {
        Value value = table->columns[c].values[row];
        if (value.type != VALUE_UNDEFINED)
            json_object_set_new(object, table->columns[c].name, convert(value));
    }
    return object;
}

json_t *table_to_json(const Table *table) {
    json_t *array = json_array();
    for (guint row = 0; row < table->row_count; row++)
        json_array_append_new(array, row_to_json(table, row, value_to_json));
    return array;
}

static json_t *nested_to_json(Value value) {
    if (value.type == VALUE_TIME)
        value.type = VALUE_NUMBER;
    return value_to_json(value);
}

static void release_json(void *json) {
    json_decref(json);
}

json_t *table_row_json(Arena *arena, const Table *table, guint row) {
    json_t *object = row_to_json(table, row, nested_to_json);
    arena_own(arena, object, release_json);
    return object;
}

// --- sequence ---

static bool read_sequence(Diags *diags, const JsonNode *node, double bounds[3], const char **as) {
    Reader reader;
    if (!reader_begin(&reader, diags, node, "sequence"))
        return false;
    bool has_start = reader_number(&reader, "start", &bounds[0]);
    bool has_stop = reader_number(&reader, "stop", &bounds[1]);
    reader_number(&reader, "step", &bounds[2]);
    reader_string(&reader, "as", as);
    if (!has_start)
        reader_require(&reader, "start");
    if (!has_stop)
        reader_require(&reader, "stop");
    return reader_end(&reader) && has_start && has_stop;
}

Table *table_from_sequence(Arena *arena, Diags *diags, const JsonNode *sequence) {
    double bounds[3] = {0, 0, 1};
    const char *as = "data";
    if (!read_sequence(diags, sequence, bounds, &as))
        return NULL;
    double step = bounds[2] == 0 ? 1 : bounds[2];
    double count = ceil((bounds[1] - bounds[0]) / step);
    if (!(count <= TABLE_SEQUENCE_LIMIT)) {
        json_error(diags, sequence, DIAG_TOO_LARGE, NULL, "the sequence has more than %d numbers",
                   TABLE_SEQUENCE_LIMIT);
        return NULL;
    }
    Table *table = table_new(arena, 1, &as, count > 0 ? (guint)count : 0);
    for (guint i = 0; i < table->row_count; i++)
        table->columns[0].values[i] = value_number(bounds[0] + i * step);
    return table;
}
