// Each part of a matrix is a table; more than one are multiplied. What a row means to file names
// and parameters is plan.c's business.
#include "job/matrix.h"

#include <string.h>

typedef struct {
    const PlanInput *input;
    const JsonNode *node;
    const Table *rows; // so far; NULL before the first part
    bool good;
} Matrix;

static const char no_rows[] = "the matrix says no rows";

static void fail(Matrix *matrix, const JsonNode *node, DiagId id, const char *hint,
                 const char *message) {
    json_error(matrix->input->diags, node, id, hint, "%s", message);
    matrix->good = false;
}

// ---- columns

static bool is_name(const char *name) {
    bool good = g_ascii_isalpha(*name) || *name == '_';
    for (const char *c = name; *c; c++)
        good &= g_ascii_isalnum(*c) || *c == '_';
    return good;
}

static void check_names(Matrix *matrix, const Table *part, const JsonNode *node) {
    for (guint i = 0; i < part->column_count; i++) {
        const char *name = part->columns[i].name;
        if (!is_name(name) || strcmp(name, "as_of") == 0)
            json_error(matrix->input->diags, node, DIAG_WRONG_VALUE,
                       "letters, digits and \"_\"; in SQL: AS name",
                       "the column \"%s\" cannot be the name of a parameter", name);
        else if (matrix->rows && table_column(matrix->rows, name))
            json_error(matrix->input->diags, node, DIAG_DUPLICATE_ID, NULL,
                       "another part of the matrix has a column \"%s\"", name);
        else
            continue;
        matrix->good = false;
    }
}

// ---- products

static Table *multiply(Arena *arena, const Table *a, const Table *b) {
    guint count = a->column_count + b->column_count;
    const char **names = arena_array(arena, const char *, count);
    for (guint i = 0; i < count; i++)
        names[i] = i < a->column_count ? a->columns[i].name : b->columns[i - a->column_count].name;
    Table *product = table_new(arena, count, names, a->row_count * b->row_count);
    for (guint row = 0; row < product->row_count; row++)
        for (guint i = 0; i < count; i++)
            product->columns[i].values[row] =
                i < a->column_count ? a->columns[i].values[row / b->row_count]
                                    : b->columns[i - a->column_count].values[row % b->row_count];
    return product;
}

static void add_part(Matrix *matrix, const Table *part, const JsonNode *node) {
    if (!part) {
        matrix->good = false;
        return;
    }
    check_names(matrix, part, node);
    guint64 count = (guint64)part->row_count * (matrix->rows ? matrix->rows->row_count : 1);
    if (count > JOBS_REPORTS_LIMIT) {
        json_error(matrix->input->diags, node, DIAG_TOO_LARGE, NULL,
                   "the matrix has %" G_GUINT64_FORMAT " rows, and a run makes %d reports at most",
                   count, JOBS_REPORTS_LIMIT);
        matrix->good = false;
    }
    if (matrix->good)
        matrix->rows = matrix->rows ? multiply(matrix->input->arena, matrix->rows, part) : part;
}

// ---- parts

static void add_sql(Matrix *matrix, Reader *reader) {
    const char *sql;
    if (!reader_string(reader, "sql", &sql))
        return;
    const JsonNode *node = json_node_member(reader->node, "sql");
    Store *store = matrix->input->store(matrix->input->data);
    const StoreParam params[] = {{"as_of", value_string(matrix->input->as_of)}};
    const Table *rows = store ? store_query(store, matrix->input->arena, sql, params,
                                            G_N_ELEMENTS(params), node, matrix->input->diags)
                              : NULL;
    add_part(matrix, rows, node);
}

// A table of one column with this name.
static const Table *read_values(Matrix *matrix, const JsonNode *node, const char *name) {
    Table *table = table_read_json(matrix->input->arena, matrix->input->diags, node);
    if (!table || table->row_count == 0)
        return table;
    if (table->column_count != 1 || strcmp(table->columns[0].name, "data") != 0) {
        fail(matrix, node, DIAG_WRONG_TYPE, NULL, "expected an array of texts and numbers");
        return NULL;
    }
    table->columns[0].name = name;
    return table;
}

static bool has_only_objects(const JsonNode *list) {
    for (size_t i = 0; i < json_array_size(list->json); i++)
        if (!json_is_object(json_array_get(list->json, i)))
            return false;
    return true;
}

static void add_list(Matrix *matrix, Reader *reader) {
    const char *name = NULL;
    reader_string(reader, "as", &name);
    const JsonNode *node = reader_array(reader, "list");
    if (!node)
        return;
    if (name || has_only_objects(node))
        add_part(matrix,
                 name ? read_values(matrix, node, name)
                      : table_read_json(matrix->input->arena, matrix->input->diags, node),
                 node);
    else
        fail(matrix, node, DIAG_MISSING_KEY, "\"as\": \"name\"",
             "a list of values needs a name for them, expected objects or \"as\"");
}

static void add_lists(Matrix *matrix, const JsonNode *node) {
    JsonMembers members;
    const JsonNode *member;
    if (!node)
        return;
    if (json_object_size(node->json) == 0)
        fail(matrix, node, DIAG_EMPTY, NULL, no_rows);
    json_members_begin(&members, node);
    while ((member = json_members_next(&members)))
        if (json_is_array(member->json))
            add_part(matrix, read_values(matrix, member, member->key), member);
        else
            fail(matrix, member, DIAG_WRONG_TYPE, NULL, "expected an array of texts and numbers");
}

// ---- rows that lack something

static bool is_value(Value value) {
    return value_is_valid(value) && value.type != VALUE_JSON &&
           !(value.type == VALUE_STRING && !*value.as.string);
}

static bool is_whole(Matrix *matrix, guint row) {
    for (guint i = 0; i < matrix->rows->column_count; i++) {
        const Column *column = &matrix->rows->columns[i];
        if (is_value(column->values[row]))
            continue;
        json_warning(matrix->input->diags, matrix->node, DIAG_EMPTY, NULL,
                     "row %u of the matrix has no value in \"%s\"; no report is made of it",
                     row + 1, column->name);
        return false;
    }
    return true;
}

static const Table *whole_rows(Matrix *matrix) {
    guint *kept = arena_array(matrix->input->arena, guint, matrix->rows->row_count);
    guint count = 0;
    for (guint row = 0; row < matrix->rows->row_count; row++)
        if (is_whole(matrix, row))
            kept[count++] = row;
    if (count == matrix->rows->row_count)
        return matrix->rows;
    return table_pick(matrix->input->arena, matrix->rows, kept, count);
}

const Table *matrix_rows(const PlanInput *input, const JsonNode *node) {
    Matrix matrix = {.input = input, .node = node, .good = true};
    Reader reader;
    if (!reader_begin(&reader, input->diags, node, "matrix"))
        return NULL;
    add_sql(&matrix, &reader);
    add_list(&matrix, &reader);
    add_lists(&matrix, reader_object(&reader, "lists"));
    if (!reader_end(&reader) || !matrix.good)
        return NULL;
    if (!matrix.rows || !matrix.rows->column_count) {
        fail(&matrix, node, DIAG_EMPTY, "\"sql\", \"list\" or \"lists\"", no_rows);
        return NULL;
    }
    return whole_rows(&matrix);
}

// ---- keys

static void append_escaped(GString *out, const char *text) {
    for (; *text; text++)
        if (strchr("%,=", *text) || (guchar)*text < ' ' || *text == 0x7f)
            g_string_append_printf(out, "%%%02X", (guint)(guchar)*text);
        else
            g_string_append_c(out, *text);
}

const char *matrix_key(Arena *arena, const Table *rows, guint row) {
    g_autoptr(GString) key = g_string_new(NULL);
    for (guint i = 0; i < rows->column_count; i++) {
        g_string_append_printf(key, "%s%s=", i ? "," : "", rows->columns[i].name);
        append_escaped(key, value_to_string(rows->columns[i].values[row], arena));
    }
    return arena_strdup(arena, key->str);
}
