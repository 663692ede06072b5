// Reads data sources once each. Files must lie below the data folder; nothing comes from the
// network.
#include "chart/source_data.h"
#include "base/file.h"
#include "base/suggest.h"

enum { DATA_FILE_LIMIT = 256 << 20 };

typedef struct {
    Chart *chart;
    json_t *data;
    json_t *format;   // or NULL
    const char *type; // "json", "csv", "tsv", "dsv"
} Request;

// ---------- formats ----------

static json_t *follow_property(json_t *root, const char *property) {
    g_auto(GStrv) steps = g_strsplit(property, ".", 32);
    for (guint i = 0; steps[i] && root; i++)
        root = json_is_array(root)
                   ? json_array_get(root, (size_t)g_ascii_strtoull(steps[i], NULL, 10))
                   : json_object_get(root, steps[i]);
    return root;
}

static Table *json_table(const Request *r, json_t *root) {
    const char *property = js_string(r->format, "property");
    json_t *rows = property ? follow_property(root, property) : root;
    if (json_is_object(rows))
        rows = chart_own(r->chart, json_pack("[O]", rows));
    if (!json_is_array(rows)) {
        chart_error(r->chart, r->data, DIAG_WRONG_TYPE, NULL, "the data is %s, expected an array",
                    rows ? json_type_name(rows) : "absent");
        return NULL;
    }
    Table *table = table_from_json(r->chart->arena, rows);
    if (!table)
        chart_error(r->chart, r->data, DIAG_TOO_LARGE, NULL, "the data has too many cells");
    return table;
}

static char delimiter_of(const Request *r) {
    const char *given = js_string(r->format, "delimiter");
    if (!strcmp(r->type, "dsv") && given && given[0] && !given[1])
        return given[0];
    return !strcmp(r->type, "tsv") ? '\t' : ',';
}

static void check_delimiter(const Request *r, const Table *table) {
    g_autofree char *hint = table ? table_delimiter_hint(table) : NULL;
    if (hint)
        chart_warning(r->chart, r->data, DIAG_WRONG_VALUE, hint,
                      "the data has one column only, with the head \"%s\"", table->columns[0].name);
}

static Table *delimited_table(const Request *r, Source *source) {
    Table *table = table_from_delimited(r->chart->arena, r->chart->diags, source, delimiter_of(r));
    check_delimiter(r, table);
    return table;
}

static Table *text_table(const Request *r, Source *source) {
    if (strcmp(r->type, "json"))
        return delimited_table(r, source);
    JsonDoc *doc = json_doc_parse(r->chart->diags, source);
    if (!doc)
        return NULL;
    g_ptr_array_add(r->chart->docs, doc); // the table borrows from it
    return json_table(r, json_doc_root(doc)->json);
}

// The type by format.type, else by the end of the name.
static const char *format_type(const Request *r, const char *name) {
    static const char *const TYPES[] = {"json", "csv", "tsv", "dsv", "topojson"};
    const char *given = js_string(r->format, "type");
    const char *dot = name ? strrchr(name, '.') : NULL;
    if (!given && dot)
        given = dot + 1;
    for (guint i = 0; given && i < G_N_ELEMENTS(TYPES); i++)
        if (!strcmp(TYPES[i], given))
            return TYPES[i];
    return "json";
}

// ---------- kinds of sources ----------

// "data/cars.json" is also looked for as "cars.json", since the folder often is that "data".
static char *find_file(const char *folder, const char *url) {
    char *path = file_resolve(folder, url);
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR) || !g_str_has_prefix(url, "data/"))
        return path;
    g_free(path);
    return file_resolve(folder, url + strlen("data/"));
}

static Table *url_table(const Request *r, const char *url) {
    Chart *chart = r->chart;
    const char *folder = chart->input->data_folder;
    json_t *at = json_object_get(r->data, "url");
    if (strstr(url, "://")) {
        chart_unsupported(chart, at, "data from the network");
        return NULL;
    }
    if (!folder) {
        chart_error(chart, at, DIAG_FILE, NULL, "data files are not allowed here");
        return NULL;
    }
    g_autofree char *path = find_file(folder, url);
    if (!file_is_below(folder, path)) {
        chart_error(chart, at, DIAG_PATH_OUTSIDE, NULL, "\"%s\" leaves the data folder", url);
        return NULL;
    }
    Place place = json_node_place(chart_node(chart, at));
    g_autoptr(Source) source = file_read(chart->diags, path, DATA_FILE_LIMIT, &place);
    return source ? text_table(r, source) : NULL;
}

static Table *inline_table(const Request *r, json_t *values) {
    if (!json_is_string(values))
        return json_table(r, values);
    const char *text = json_string_value(values);
    g_autoptr(Source) source = source_new("values", g_strdup(text), strlen(text));
    return text_table(r, source);
}

static void unknown_name(const Request *r, const char *name) {
    const char *const *names = r->chart->input->data_names;
    g_autofree char *hint =
        names ? suggest_hint(name, names, g_strv_length((char **)(gpointer)names)) : NULL;
    chart_error(r->chart, r->data, DIAG_UNKNOWN_DATA, hint ? hint : r->chart->input->data_hint,
                "there is no dataset \"%s\"", name);
}

static const Table *named_table(const Request *r, const char *name) {
    const ChartInput *input = r->chart->input;
    json_t *datasets = json_object_get(input->spec->json, "datasets");
    json_t *values = json_object_get(datasets, name);
    if (values)
        return inline_table(r, values);
    const Table *table = input->find_data ? input->find_data(input->data, name) : NULL;
    if (!table)
        unknown_name(r, name);
    return table;
}

static bool parse_given_types(const Request *r, Table *table) {
    json_t *parse = json_object_get(r->format, "parse");
    if (!json_is_object(parse))
        return true;
    return table_parse_fields(table, r->chart->diags, chart_node(r->chart, parse),
                              r->chart->input->zone);
}

static const Table *read_source(Request *r) {
    json_t *values = json_object_get(r->data, "values");
    json_t *sequence = json_object_get(r->data, "sequence");
    const char *url = js_string(r->data, "url"), *name = js_string(r->data, "name");
    Table *table = NULL;
    r->type = format_type(r, url);
    if (!strcmp(r->type, "topojson"))
        chart_unsupported(r->chart, r->format ? r->format : r->data, "TopoJSON");
    else if (url)
        table = url_table(r, url);
    else if (values)
        table = inline_table(r, values);
    else if (sequence)
        return table_from_sequence(r->chart->arena, r->chart->diags,
                                   chart_node(r->chart, sequence));
    else if (name)
        return named_table(r, name);
    else
        chart_unsupported(r->chart, r->data, "this kind of data source");
    if (table && !table->row_count)
        chart_warning(r->chart, url ? json_object_get(r->data, "url") : values, DIAG_EMPTY, NULL,
                      "the data has no rows");
    return table && parse_given_types(r, table) ? table : NULL;
}

// ---------- the cache ----------

static const char *source_key(Chart *chart, json_t *data) {
    const char *url = js_string(data, "url");
    json_t *values = json_object_get(data, "values");
    json_t *format = json_object_get(data, "format");
    char *dump = format ? json_dumps(format, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    char *sequence = json_dumps(json_object_get(data, "sequence"), JSON_COMPACT);
    const char *name = js_string(data, "name");
    const char *key =
        arena_printf(chart->arena, "%s|%p|%s|%s|%s", url ? url : "", (void *)values,
                     sequence ? sequence : "", name && !values ? name : "", dump ? dump : "");
    free(dump);
    free(sequence);
    return key;
}

const Table *source_data(Chart *chart, json_t *data, const char **key) {
    *key = source_key(chart, data);
    const Table *table = g_hash_table_lookup(chart->sources, *key);
    if (table)
        return table;
    json_t *format = json_object_get(data, "format");
    Request request = {chart, data, json_is_object(format) ? format : NULL, "json"};
    table = read_source(&request);
    if (table)
        g_hash_table_insert(chart->sources, (gpointer)*key, (gpointer)table);
    return table;
}
