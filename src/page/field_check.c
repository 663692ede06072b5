// Finds misspelt fields. Vega-Lite takes a field that is not there as undefined and draws something
// odd; in a report that is an error. Known are the columns of the table and every name that the
// specification itself makes ("as", folds, pivots); what reads other data is left alone.
#include "page/scope.h"

#include "base/suggest.h"

#include <string.h>

typedef struct {
    Scope *scope;
    const Table *table;
    const JsonNode *spec;
    GPtrArray *made; // names, borrowed or in the arena
    bool open;       // a pivot or lookup makes names that only the data knows
    bool good;
} FieldCheck;

typedef void (*Visit)(FieldCheck *check, const JsonNode *node);

static bool key_is(const JsonNode *node, const char *key) {
    return node->key && strcmp(node->key, key) == 0;
}

// Other data, and parts that hold no fields of this one.
static bool is_foreign(const FieldCheck *check, const JsonNode *node) {
    static const char *const keys[] = {"data", "from", "config", "datasets", "usermeta", "params"};
    if (node == check->spec)
        return false;
    if (json_is_object(node->json) && json_object_get(node->json, "data"))
        return true;
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        if (key_is(node, keys[i]))
            return true;
    return false;
}

static void walk(FieldCheck *check, const JsonNode *node, Visit visit) {
    if (is_foreign(check, node))
        return;
    visit(check, node);
    for (size_t i = 0; json_is_array(node->json) && i < json_node_size(node); i++)
        walk(check, json_node_item(node, i), visit);
    if (!json_is_object(node->json))
        return;
    JsonMembers members;
    json_members_begin(&members, node);
    const JsonNode *member;
    while ((member = json_members_next(&members)))
        walk(check, member, visit);
}

// ---- names that are made

static void add_made(FieldCheck *check, const char *name) {
    if (name)
        g_ptr_array_add(check->made, (gpointer)name);
}

static void add_made_list(FieldCheck *check, const json_t *json) {
    size_t i;
    json_t *item;
    add_made(check, json_string_value(json));
    json_array_foreach(json, i, item) add_made(check, json_string_value(item));
}

static void collect_made(FieldCheck *check, const JsonNode *node) {
    json_t *json = node->json;
    if (!json_is_object(json))
        return;
    add_made_list(check, json_object_get(json, "as"));
    const char *op = json_string_value(json_object_get(json, "op"));
    const char *field = json_string_value(json_object_get(json, "field"));
    if (op && field)
        add_made(check, arena_printf(scope_arena(check->scope), "%s_%s", op, field));
    if (json_object_get(json, "fold") && !json_object_get(json, "as")) {
        add_made(check, "key");
        add_made(check, "value");
    }
    if (json_object_get(json, "density") || json_object_get(json, "quantile")) {
        add_made(check, "value");
        add_made(check, "density");
        add_made(check, "prob");
    }
    const json_t *from = json_object_get(json, "from");
    add_made_list(check, json_object_get(from, "fields"));
    if (json_object_get(json, "pivot") || (from && !json_object_get(from, "fields")))
        check->open = true;
}

// ---- names that are used

static bool is_made(const FieldCheck *check, const char *field) {
    const char *name = field_name(scope_arena(check->scope), field);
    gsize first = strcspn(field, ".[");
    for (guint i = 0; i < check->made->len; i++) {
        const char *made = check->made->pdata[i];
        if (strcmp(made, field) == 0 || strcmp(made, name) == 0 ||
            (strlen(made) == first && strncmp(made, field, first) == 0))
            return true;
    }
    return false;
}

// at: where the field stands in the node's text.
static void report_field(FieldCheck *check, const JsonNode *node, gsize at, const char *field) {
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < check->table->column_count; i++)
        g_ptr_array_add(names, (gpointer)check->table->columns[i].name);
    for (guint i = 0; i < check->made->len; i++)
        g_ptr_array_add(names, check->made->pdata[i]);
    g_autofree char *hint =
        suggest_hint_or_list(field, (const char *const *)names->pdata, names->len);
    const char *of = check->table->name;
    bool whole = at == 0; // then the quotes too
    Place place = whole ? json_node_place(node) : expression_place(node, at, strlen(field));
    diag_error(scope_diags(check->scope), DIAG_UNKNOWN_FIELD, &place, hint,
               of ? "unknown field \"%s\" in dataset \"%s\"" : "unknown field \"%s\" in the data",
               field, of);
    check->good = false;
}

static void check_field(FieldCheck *check, const JsonNode *node, gsize at, const char *field) {
    if (strcmp(field, "*") != 0 && !table_column(check->table, field) && !is_made(check, field))
        report_field(check, node, at, field);
}

// Every datum.name of an expression.
static void check_expression(FieldCheck *check, const JsonNode *node) {
    static const char prefix[] = "datum.";
    const char *text = json_string_value(node->json), *p = text;
    while ((p = strstr(p, prefix))) {
        p += strlen(prefix);
        gsize length = 0;
        while (g_ascii_isalnum(p[length]) || p[length] == '_' || p[length] == '$')
            length++;
        g_autofree char *field = g_strndup(p, length);
        if (length > 0)
            check_field(check, node, (gsize)(p - text), field);
    }
}

static bool holds_expression(const JsonNode *node) {
    return key_is(node, "filter") || key_is(node, "calculate") || key_is(node, "test") ||
           (!node->key && node->parent && key_is(node->parent, "filter"));
}

static bool lists_fields(const JsonNode *node) {
    return key_is(node, "groupby") || key_is(node, "fold") || key_is(node, "flatten");
}

static void check_used(FieldCheck *check, const JsonNode *node) {
    const char *text = json_string_value(node->json);
    if (!text)
        return;
    if (key_is(node, "field") || key_is(node, "lookup"))
        check_field(check, node, 0, text);
    else if (node->parent && !node->key && lists_fields(node->parent))
        check_field(check, node, 0, text);
    else if (holds_expression(node))
        check_expression(check, node);
}

static bool check_tree(Scope *scope, const Table *table, const JsonNode *spec) {
    FieldCheck check = {
        .scope = scope, .table = table, .spec = spec, .made = g_ptr_array_new(), .good = true};
    walk(&check, spec, collect_made);
    if (!check.open)
        walk(&check, spec, check_used);
    g_ptr_array_unref(check.made);
    return check.good;
}

// ---- parts with data of their own

// The dataset that an object names as its data; NULL when it has none, or another kind of data.
static const Table *own_data(Scope *scope, const JsonNode *node) {
    const json_t *data = json_object_get(node->json, "data");
    const char *name = json_string_value(json_object_get(data, "name"));
    return name && json_object_size(data) == 1 ? scope_find_table(scope, name) : NULL;
}

static bool check_named(Scope *scope, const JsonNode *node) {
    bool good = true;
    if (json_is_object(node->json)) {
        const Table *table = own_data(scope, node);
        good = !table || check_tree(scope, table, node);
        JsonMembers members;
        json_members_begin(&members, node);
        const JsonNode *member;
        while ((member = json_members_next(&members)))
            good &= check_named(scope, member);
    }
    for (size_t i = 0; json_is_array(node->json) && i < json_node_size(node); i++)
        good &= check_named(scope, json_node_item(node, i));
    return good;
}

bool scope_check_fields(Scope *scope, const Table *table, const JsonNode *spec) {
    bool has_data = json_object_get(spec->json, "data") != NULL;
    bool good = !table || has_data || check_tree(scope, table, spec);
    return check_named(scope, spec) && good;
}
