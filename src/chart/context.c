// The shared state of one compilation. Places survive the rewriting passes because values are
// shared, not copied: a value that stands in the specification is found there again by its address.
#include "chart/context.h"

json_t *chart_own(Chart *chart, json_t *value) {
    json_array_append_new(chart->pool, value);
    return value;
}

void *chart_keep(Chart *chart, const void *data, gsize bytes) {
    return bytes ? arena_memdup(chart->arena, data, bytes) : arena_alloc(chart->arena, 1);
}

// ---------- places ----------

static bool is_singleton(const json_t *value) {
    return !value || json_is_boolean(value) || json_is_null(value);
}

// Rows of data are not looked into: nothing in them is ever pointed at.
static bool is_data_key(const char *key) {
    return key && (!strcmp(key, "values") || !strcmp(key, "datasets"));
}

static const JsonNode *find_node(const JsonNode *node, const json_t *value, guint depth) {
    if (node->json == value)
        return node;
    if (depth > JSON_DEPTH_LIMIT)
        return NULL;
    size_t size = json_node_size(node);
    for (size_t i = 0; i < size; i++) {
        json_t *child = NULL;
        const JsonNode *found = NULL;
        if (json_is_array(node->json)) {
            child = json_array_get(node->json, i);
            if (child == value || json_is_object(child) || json_is_array(child))
                found = find_node(json_node_item(node, i), value, depth + 1);
        } else {
            const JsonNode *member = json_node_nth_member(node, i);
            if (member->json == value)
                return member;
            if (!is_data_key(member->key) || json_array_size(member->json) < 200)
                found = find_node(member, value, depth + 1);
        }
        if (found)
            return found;
    }
    return NULL;
}

static const JsonNode *wrapped_node(Chart *chart, const json_t *value) {
    for (guint i = 0; i < chart->docs->len; i++) {
        const JsonNode *root = json_doc_root(g_ptr_array_index(chart->docs, i));
        if (root->json == value)
            return root;
    }
    JsonDoc *doc = json_doc_wrap(json_incref((json_t *)value), "specification");
    g_ptr_array_add(chart->docs, doc);
    return json_doc_root(doc);
}

const JsonNode *chart_node(Chart *chart, const json_t *value) {
    if (is_singleton(value))
        return chart->input->spec;
    const JsonNode *found = find_node(chart->input->spec, value, 0);
    if (!found && chart->input->config)
        found = find_node(chart->input->config, value, 0);
    return found ? found : wrapped_node(chart, value);
}

// A made value has no place of its own; the message then points at the whole specification.
const JsonNode *chart_place(Chart *chart, const json_t *value) {
    if (is_singleton(value))
        return chart->input->spec;
    const JsonNode *found = find_node(chart->input->spec, value, 0);
    if (!found && chart->input->config)
        found = find_node(chart->input->config, value, 0);
    return found ? found : chart->input->spec;
}

void chart_error(Chart *chart, const json_t *at, DiagId id, const char *hint, const char *format,
                 ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    json_error(chart->diags, chart_place(chart, at), id, hint, "%s", message);
}

void chart_warning(Chart *chart, const json_t *at, DiagId id, const char *hint, const char *format,
                   ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    json_warning(chart->diags, chart_place(chart, at), id, hint, "%s", message);
}

void chart_unsupported(Chart *chart, const json_t *at, const char *what) {
    chart_error(chart, at, DIAG_UNSUPPORTED, NULL, "%s is not supported", what);
}

bool chart_failed(const Chart *chart) {
    return diags_errors(chart->diags) > chart->errors_before;
}

// ---------- readers ----------

const char *js_string(const json_t *object, const char *key) {
    return json_string_value(json_object_get(object, key));
}

double js_number(const json_t *object, const char *key, double otherwise) {
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

guint js_numbers(Arena *arena, const json_t *array, const double **out) {
    guint count = (guint)json_array_size(array);
    double *numbers = count ? arena_array(arena, double, count) : NULL;
    for (guint i = 0; i < count; i++)
        numbers[i] = json_number_value(json_array_get(array, i));
    *out = numbers;
    return count;
}

bool js_bool(const json_t *object, const char *key, bool otherwise) {
    const json_t *value = json_object_get(object, key);
    return json_is_boolean(value) ? json_is_true(value) : otherwise;
}

bool js_has(const json_t *object, const char *key) {
    return json_object_get(object, key) != NULL;
}

bool js_is_false(const json_t *value) {
    return value && (json_is_null(value) || json_is_false(value));
}

bool js_truthy(const json_t *value) {
    if (!value || json_is_null(value) || json_is_false(value))
        return false;
    if (json_is_string(value))
        return json_string_length(value) > 0;
    return !json_is_number(value) || json_number_value(value) != 0;
}

bool js_equals(const json_t *string, const char *text) {
    return json_is_string(string) && !strcmp(json_string_value(string), text);
}

json_t *js_with(const json_t *object, const char *key, json_t *value) {
    json_t *copy = object ? json_copy((json_t *)object) : json_object();
    if (value)
        json_object_set_new(copy, key, value);
    else
        json_object_del(copy, key);
    return copy;
}
