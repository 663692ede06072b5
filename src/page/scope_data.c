// Datasets: made when first asked for, once. A named dataset is made in the outermost scope, where
// no repetition's variable is known, so that it is the same wherever it is used; a data object
// inside a block sees the variables of its repetitions.
#include "page/scope_private.h"

#include "base/file.h"
#include "base/suggest.h"
#include "page/data_spec.h"
#include "table/strays.h"

#include <string.h>

enum { DATA_FILE_LIMIT = 256 << 20 }; // bytes of a file that "url" names

static Diags *diags_of(Scope *scope) {
    return scope->options->diags;
}

// ---- files

typedef struct {
    Scope *scope;
    const DataSpec *spec;
    const JsonNode *parse; // Vega-Lite's format.parse, or NULL
    bool parse_off;        // "parse": null
    const char *type;      // "json", "csv", "tsv", "dsv"; NULL: by the file's name
    char delimiter;        // of "dsv"
    const char *property;  // of JSON: where the rows are; or NULL
} DataFormat;

static void read_delimiter(DataFormat *format, const JsonNode *node, const char *delimiter) {
    if (delimiter[0] && !delimiter[1] && !strchr("\"\r\n", delimiter[0]))
        format->delimiter = delimiter[0];
    else
        json_error(diags_of(format->scope), node, DIAG_WRONG_VALUE, NULL,
                   "\"delimiter\" is \"%s\", expected one character, as \";\"", delimiter);
}

static bool read_format(DataFormat *format) {
    static const Keyword types[] = {{"json", 0}, {"csv", 1}, {"tsv", 2}, {"dsv", 3}, {NULL, 0}};
    Reader reader;
    if (!format->spec->format)
        return true;
    int type = -1;
    const char *delimiter = NULL;
    reader_begin(&reader, diags_of(format->scope), format->spec->format, "format");
    reader_keyword(&reader, "type", types, &type);
    format->type = type < 0 ? NULL : types[type].name;
    reader_string(&reader, "property", &format->property);
    if (reader_string(&reader, "delimiter", &delimiter))
        read_delimiter(format, reader_node(&reader, "delimiter"), delimiter);
    if (type == 3 && !delimiter)
        reader_require(&reader, "delimiter");
    const JsonNode *parse = reader_node(&reader, "parse");
    format->parse_off = parse && json_is_null(parse->json);
    format->parse = parse && json_is_object(parse->json) ? parse : NULL;
    return reader_end(&reader);
}

// The path that "url" means; NULL and reported when it leaves the folder or is on the network.
static char *resolve_url(Scope *scope, const JsonNode *node) {
    const char *url = json_string_value(node->json);
    const char *folder = scope->options->folder ? scope->options->folder : ".";
    if (strstr(url, "://")) {
        json_error(diags_of(scope), node, DIAG_PATH_OUTSIDE, NULL,
                   "\"url\" is on the network; data is read from files below the layout's folder");
        return NULL;
    }
    char *path = file_resolve(folder, url);
    if (file_is_below(folder, path))
        return path;
    json_error(diags_of(scope), node, DIAG_PATH_OUTSIDE, NULL,
               "\"url\" leads out of the layout's folder: \"%s\"", url);
    g_free(path);
    return NULL;
}

static void free_doc(void *doc) {
    json_doc_free(doc);
}

// The array of rows in a JSON file: the root, or what format.property names.
static Table *rows_of_json(DataFormat *format, JsonDoc *doc) {
    const JsonNode *rows = json_doc_root(doc);
    if (format->property) {
        g_auto(GStrv) steps = g_strsplit(format->property, ".", 16);
        for (char **step = steps; rows && *step; step++)
            rows = json_node_member(rows, *step);
    }
    if (!rows) {
        json_error(diags_of(format->scope), format->spec->format, DIAG_WRONG_VALUE, NULL,
                   "the file has no \"%s\"", format->property);
        return NULL;
    }
    return table_read_json(format->scope->options->arena, diags_of(format->scope), rows);
}

static Table *read_json_file(DataFormat *format, const char *path, const Place *at) {
    JsonDoc *doc = json_doc_load_rows(diags_of(format->scope), path, at);
    if (!doc)
        return NULL;
    Table *table = rows_of_json(format, doc);
    if (!table || table_leave_json(table))
        json_doc_free(doc);
    else
        arena_own(format->scope->options->arena, doc, free_doc);
    return table;
}

static void check_delimiter(DataFormat *format, const Table *table, const Place *at) {
    g_autofree char *hint = table ? table_delimiter_hint(table) : NULL;
    if (hint)
        diag_warning(diags_of(format->scope), DIAG_WRONG_VALUE, at, hint,
                     "the data has one column only, with the head \"%s\"", table->columns[0].name);
}

static Table *read_delimited_file(DataFormat *format, const char *path, const Place *at,
                                  char delimiter) {
    g_autoptr(Source) source = file_read(diags_of(format->scope), path, DATA_FILE_LIMIT, at);
    if (!source)
        return NULL;
    Table *table = table_from_delimited(format->scope->options->arena, diags_of(format->scope),
                                        source, delimiter);
    check_delimiter(format, table, at);
    if (table && !format->parse_off && !format->parse) {
        table_infer_types(table, NULL);
        table_warn_of_strays(table, diags_of(format->scope), at);
    }
    return table;
}

static const Table *data_of_url(Scope *scope, const DataSpec *spec) {
    DataFormat format = {.scope = scope, .spec = spec};
    g_autofree char *path = resolve_url(scope, spec->source);
    if (!path || !read_format(&format))
        return NULL;
    Place at = json_node_place(spec->source);
    const char *type = format.type ? format.type : strrchr(path, '.') ? strrchr(path, '.') + 1 : "";
    Table *table;
    if (strcmp(type, "csv") == 0)
        table = read_delimited_file(&format, path, &at, ',');
    else if (strcmp(type, "dsv") == 0 && format.delimiter)
        table = read_delimited_file(&format, path, &at, format.delimiter);
    else if (strcmp(type, "tsv") == 0)
        table = read_delimited_file(&format, path, &at, '\t');
    else
        table = read_json_file(&format, path, &at);
    if (table && format.parse && !table_parse_fields(table, diags_of(scope), format.parse, NULL))
        return NULL;
    return table;
}

static const Table *data_of_values(Scope *scope, const DataSpec *spec) {
    DataFormat format = {.scope = scope, .spec = spec};
    if (!read_format(&format))
        return NULL;
    Table *table = table_read_json(scope->options->arena, diags_of(scope), spec->source);
    if (table && format.parse && !table_parse_fields(table, diags_of(scope), format.parse, NULL))
        return NULL;
    return table;
}

// ---- SQL

// With the facts behind its rows, when somebody asks for them.
static const Table *ask_sql(Scope *scope, const DataSpec *spec, const StoreQuestion *asked) {
    Store *store = scope->options->store;
    Arena *arena = scope->options->arena;
    Trace *trace = scope->options->trace;
    const Table *known = trace ? trace_answer(trace, store, asked) : NULL;
    if (known)
        return known;
    const Table *table = store_query(store, arena, asked->sql, asked->params, asked->param_count,
                                     spec->source, diags_of(scope));
    if (!trace || !table)
        return table;
    table = trace_learn(trace, table, store_why(store, arena, asked, table));
    trace_keep(trace, &(TraceAnswer){.store = store,
                                     .language = store_language(store),
                                     .question = asked,
                                     .table = table,
                                     .problem = trace->problem});
    return table;
}

static const Table *data_of_sql(Scope *scope, const DataSpec *spec) {
    if (!scope->options->store) {
        json_error(diags_of(scope), spec->source, DIAG_BAD_SQL, NULL,
                   "there are no facts that SQL could ask");
        return NULL;
    }
    g_autoptr(GArray) params = g_array_new(FALSE, TRUE, sizeof(StoreParam));
    if (!scope_speak(scope) || !scope_sql_params(scope, spec->source, params))
        return NULL;
    const StoreQuestion asked = {json_string_value(spec->source->json),
                                 (const StoreParam *)(void *)params->data, params->len};
    return ask_sql(scope, spec, &asked);
}

// ---- making

static const Table *data_of_source(Scope *scope, const DataSpec *spec) {
    switch (spec->kind) {
    case DATA_NAME:
        return scope_data(scope, spec->source);
    case DATA_URL:
        return data_of_url(scope, spec);
    case DATA_VALUES:
        return data_of_values(scope, spec);
    case DATA_SEQUENCE:
        return table_from_sequence(scope->options->arena, diags_of(scope), spec->source);
    case DATA_SQL:
        return data_of_sql(scope, spec);
    }
    return NULL;
}

static const Table *name_table(Scope *scope, const Table *table, const char *name) {
    Table *named = arena_memdup(scope->options->arena, table, sizeof *table);
    named->name = name;
    return named;
}

const Table *scope_make_data(Scope *scope, const JsonNode *node, const char *name) {
    DataSpec spec;
    if (!data_spec_read(diags_of(scope), node, &spec))
        return NULL;
    const Table *table = data_of_source(scope, &spec);
    if (!table)
        return NULL;
    if (name)
        table = name_table(scope, table, name);
    if (!spec.transform)
        return table;
    if (!scope_check_fields(scope, table, spec.transform))
        return NULL;
    TransformContext context = scope_transform_context(scope);
    table = transform_apply(&context, table, spec.transform);
    return table && name ? name_table(scope, table, name) : table;
}

const Table *scope_dataset(Scope *scope, Name *name) {
    if (name->kind == BINDING_TABLE)
        return name->table;
    switch (name->state) {
    case DATASET_READY:
        return name->table;
    case DATASET_FAILED:
        return NULL;
    case DATASET_MAKING:
        json_error(diags_of(scope), name->node, DIAG_WRONG_VALUE, NULL,
                   "dataset \"%s\" is made of itself", name->name);
        return NULL;
    case DATASET_FRESH:
        break;
    }
    name->state = DATASET_MAKING;
    name->table = scope_make_data(scope_root(scope), name->node, name->name);
    name->state = name->table ? DATASET_READY : DATASET_FAILED;
    return name->table;
}

void scope_make_datasets(Scope *scope) {
    Scope *root = scope_root(scope);
    g_autoptr(GPtrArray) fresh = g_ptr_array_new(); // the latest first
    for (Name *name = root->names; name; name = name->next)
        if (name->kind == BINDING_DATASET && name->state == DATASET_FRESH)
            g_ptr_array_add(fresh, name);
    for (guint i = fresh->len; i > 0; i--)
        scope_dataset(root, g_ptr_array_index(fresh, i - 1));
}

const Table *scope_named_table(Scope *scope, const char *name, bool *known) {
    Name *bound = scope_find(scope, name, strlen(name));
    *known = bound && (bound->kind == BINDING_TABLE || bound->kind == BINDING_DATASET);
    if (*known)
        return scope_dataset(scope, bound);
    if (!scope->options->store)
        return NULL;
    guint errors = diags_errors(diags_of(scope));
    if (!scope_speak(scope))
        return NULL;
    const Table *table =
        store_dataset(scope->options->store, scope->options->arena, name, diags_of(scope));
    *known = table || diags_errors(diags_of(scope)) > errors;
    if (table)
        scope_set_table(scope_root(scope), name,
                        name_table(scope, table, arena_strdup(scope->options->arena, name)));
    return table;
}

const Table *scope_find_table(Scope *scope, const char *name) {
    bool known;
    return scope_named_table(scope, name, &known);
}

static const Table *data_by_name(Scope *scope, const JsonNode *node) {
    const char *name = json_string_value(node->json);
    bool known;
    const Table *table = scope_named_table(scope, name, &known);
    if (known)
        return table;
    const char *const *names = scope_data_names(scope);
    g_autofree char *hint = suggest_hint(name, names, g_strv_length((GStrv)names));
    json_error(diags_of(scope), node, DIAG_UNKNOWN_DATA, hint, "unknown dataset \"%s\"", name);
    return NULL;
}

const Table *scope_data(Scope *scope, const JsonNode *data) {
    if (json_is_string(data->json))
        return data_by_name(scope, data);
    if (json_is_object(data->json))
        return scope_make_data(scope, data, NULL);
    json_error(diags_of(scope), data, DIAG_WRONG_TYPE, NULL,
               "\"data\" is %s, expected the name of a dataset or a data object",
               json_type_name(data->json));
    return NULL;
}
