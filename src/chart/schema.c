// Walks a specification along the tables of schema_keys.h. What is wrong is reported at its place;
// values that no table names are refused, not ignored.
#include "chart/schema.h"
#include "base/suggest.h"
#include "chart/channel.h"
#include "chart/field_chart.h"
#include "chart/mark.h"
#include "chart/normalize.h"
#include "chart/scale_kind.h"
#include "chart/schema_keys.h"
#include "chart/schema_test.h"

enum { SCHEMA_DEPTH_MAX = 4 * CHART_NESTING_MAX };

typedef struct {
    Chart *chart;
    guint depth;
} Check;

static void check_object(Check check, const JsonNode *node, SchemaKind kind);

static const SchemaRow *row_of(SchemaKind kind) {
    const SchemaRow *const tables[] = {SCHEMA_VIEW_ROWS, SCHEMA_GUIDE_ROWS, SCHEMA_FIELD_ROWS};
    guint i = 0;
    while (!tables[i][kind].keys)
        i++;
    return &tables[i][kind];
}

// ---------- single values ----------

static bool is_expression(const json_t *json) {
    return json_object_size(json) == 1 && json_is_string(json_object_get(json, "expr"));
}

static char type_letter(const json_t *json) {
    if (json_is_number(json))
        return 'n';
    if (json_is_string(json))
        return 's';
    if (json_is_boolean(json))
        return 'b';
    if (json_is_null(json))
        return '0';
    if (json_is_array(json))
        return 'a';
    return is_expression(json) ? 'e' : js_has(json, "condition") ? 'c' : 'o';
}

static void append_type(GString *text, char letter) {
    static const struct {
        char letter;
        const char *name;
    } NAMES[] = {{'n', "a number"},    {'s', "a string"},
                 {'b', "a boolean"},   {'0', "null"},
                 {'a', "an array"},    {'o', "an object"},
                 {'e', "an \"expr\""}, {'c', "an object with a \"condition\""}};
    for (guint i = 0; i < G_N_ELEMENTS(NAMES); i++)
        if (NAMES[i].letter == letter)
            g_string_append_printf(text, "%s%s", text->len ? " or " : "", NAMES[i].name);
}

static void wrong_type(Check check, const JsonNode *node, const SchemaKey *key) {
    g_autoptr(GString) wanted = g_string_new(NULL);
    for (const char *p = key->types; *p; p++)
        append_type(wanted, *p);
    json_error(check.chart->diags, node, DIAG_WRONG_TYPE, NULL, "\"%s\" is %s, expected %s",
               key->name, json_type_name(node->json), wanted->str);
}

static void check_word(Check check, const JsonNode *node, const SchemaKey *key) {
    if (!key->words || !json_is_string(node->json))
        return;
    const char *word = json_string_value(node->json);
    g_auto(GStrv) words = g_strsplit(key->words, "|", -1);
    if (g_strv_contains((const char *const *)words, word))
        return;
    g_autofree char *hint = suggest_hint(word, (const char *const *)words, g_strv_length(words));
    g_autofree char *list = g_strjoinv(", ", words);
    json_error(check.chart->diags, node, DIAG_WRONG_VALUE, hint,
               "\"%s\" is \"%s\", expected one of %s", key->name, word, list);
}

static bool has_type(const SchemaKey *key, const json_t *json) {
    char letter = type_letter(json);
    if (key->types[0] == '*' || strchr(key->types, letter))
        return true;
    return (letter == 'c' || letter == 'e') && strchr(key->types, 'o') && key->child;
}

// A stage is a channel's definition, not a name alone.
static void not_an_object(Check check, const JsonNode *item, SchemaKind kind) {
    g_autofree char *hint = NULL;
    if (kind == SCHEMA_STAGE && json_is_string(item->json))
        hint = g_strdup_printf("write {\"field\": \"%s\"}", json_string_value(item->json));
    json_error(check.chart->diags, item, DIAG_WRONG_TYPE, hint, "%s is %s, expected an object",
               row_of(kind)->what, json_type_name(item->json));
}

static void check_items(Check check, const JsonNode *node, SchemaKind kind) {
    bool needs_objects = kind == SCHEMA_VIEW || kind == SCHEMA_PARAM || kind == SCHEMA_STAGE;
    size_t count = json_node_size(node);
    for (size_t i = 0; i < count; i++) {
        const JsonNode *item = json_node_item(node, i);
        if (json_is_object(item->json))
            check_object(check, item, kind);
        else if (needs_objects)
            not_an_object(check, item, kind);
    }
}

// What Accord does not draw, with advice where people ask for it.
static void refuse(Check check, const JsonNode *node, const char *what) {
    static const char *const OF_MAPS[] = {
        "projection", "longitude", "latitude", "longitude2",
        "latitude2",  "graticule", "sphere",   "the mark \"geoshape\"",
        NULL};
    const char *hint = g_strv_contains(OF_MAPS, what)
                           ? "Accord draws no maps: show places as bars, dots or a table"
                           : NULL;
    json_error(check.chart->diags, node, DIAG_UNSUPPORTED, hint, "%s is not supported", what);
}

static void check_value(Check check, const JsonNode *node, const SchemaKey *key) {
    if (key->types[0] == '!') {
        refuse(check, node, key->name);
        return;
    }
    if (key->types[0] == '-')
        return;
    if (!has_type(key, node->json)) {
        wrong_type(check, node, key);
        return;
    }
    check_word(check, node, key);
    schema_test(check.chart, node, key->test);
    if (key->child == SCHEMA_NONE)
        return;
    if (json_is_array(node->json))
        check_items(check, node, key->child);
    else if (json_is_object(node->json) && !is_expression(node->json))
        check_object(check, node, key->child);
}

// ---------- what the tables cannot say ----------

static bool is_composite(const char *mark) {
    return !strcmp(mark, "boxplot") || !strcmp(mark, "errorbar") || !strcmp(mark, "errorband");
}

// Names that other programs give to charts, and the mark that draws them.
static const char *mark_by_chart(const char *name) {
    static const char *const rows[][2] = {
        {"pie", "arc"},      {"donut", "arc"},     {"doughnut", "arc"},
        {"column", "bar"},   {"histogram", "bar"}, {"scatter", "point"},
        {"bubble", "point"}, {"heatmap", "rect"},  {"box", "boxplot"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        if (g_ascii_strcasecmp(rows[i][0], name) == 0)
            return rows[i][1];
    return NULL;
}

static char *mark_hint(const char *name, const char *const *names, guint count) {
    const char *mark = mark_by_chart(name);
    return mark ? g_strdup_printf("did you mean \"%s\"?", mark)
                : suggest_hint_or_list(name, names, count);
}

static void check_mark(Check check, const JsonNode *node) {
    static const char *const NAMES[] = {"arc",       "area",     "bar",    "boxplot", "circle",
                                        "errorband", "errorbar", "line",   "network", "point",
                                        "rect",      "rule",     "sankey", "square",  "text",
                                        "tick",      "timeline", "trail"};
    const char *name = node ? mark_type_name(node->json) : NULL;
    if (!node)
        return;
    if (!name) {
        if (json_is_object(node->json) && !js_has(node->json, "type"))
            json_error(check.chart->diags, node, DIAG_MISSING_KEY, NULL, "the mark has no type");
        return;
    }
    Mark mark = mark_find(name);
    bool is_part = mark != MARK_COUNT && mark_is_part(mark);
    if ((mark != MARK_COUNT && !is_part) || is_composite(name) || field_chart_is(name))
        return;
    if (!strcmp(name, "geoshape") || !strcmp(name, "image")) {
        g_autofree char *what = g_strdup_printf("the mark \"%s\"", name);
        refuse(check, node, what);
        return;
    }
    g_autofree char *hint = mark_hint(name, NAMES, G_N_ELEMENTS(NAMES));
    json_error(check.chart->diags, node, DIAG_WRONG_VALUE, hint, "there is no mark \"%s\"", name);
}

static void check_size(Check check, const JsonNode *node, const char *name) {
    const json_t *json = node ? node->json : NULL;
    double size = json_is_number(json) ? json_number_value(json) : js_number(json, "step", 1);
    if (size < 0)
        json_error(check.chart->diags, node, DIAG_WRONG_VALUE, NULL, "\"%s\" is negative", name);
    else if (size > CHART_SIZE_MAX)
        json_error(check.chart->diags, node, DIAG_TOO_LARGE, NULL, "\"%s\" is more than %d", name,
                   CHART_SIZE_MAX);
    else if (json_is_string(json) && !js_equals(json, "container"))
        json_error(check.chart->diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"%s\" is \"%s\", expected a number, a step, or \"container\"", name,
                   json_string_value(json));
}

static void check_view(Check check, const JsonNode *node) {
    const JsonNode *mark = json_node_member(node, "mark");
    check_mark(check, mark);
    field_chart_check(check.chart, node);
    check_size(check, json_node_member(node, "width"), "width");
    check_size(check, json_node_member(node, "height"), "height");
    if (mark && json_is_string(mark->json) && json_node_member(node, "layer"))
        json_error(check.chart->diags, mark, DIAG_WRONG_VALUE, NULL,
                   "a view has both a mark and layers");
}

static void check_scale(Check check, const JsonNode *node) {
    const JsonNode *type = json_node_member(node, "type");
    const char *name = type ? json_string_value(type->json) : NULL;
    if (name && scale_kind_find(name) == KIND_COUNT)
        json_error(check.chart->diags, type, DIAG_WRONG_VALUE, NULL,
                   "there is no scale type \"%s\"", name);
    const JsonNode *domain = json_node_member(node, "domain");
    if (domain && json_is_object(domain->json) && !js_has(domain->json, "unionWith") &&
        !datetime_is(domain->json) && !js_string(domain->json, "param"))
        chart_unsupported(check.chart, domain->json, "this kind of domain");
}

static void check_field(Check check, const JsonNode *node) {
    const JsonNode *type = json_node_member(node, "type");
    if (type && js_equals(type->json, "geojson"))
        chart_unsupported(check.chart, type->json, "the type geojson");
    const JsonNode *field = json_node_member(node, "field");
    if (field && json_is_object(field->json) && !js_has(field->json, "repeat"))
        json_error(check.chart->diags, field, DIAG_WRONG_TYPE, NULL,
                   "\"field\" is an object without \"repeat\"");
    schema_test_formats(check.chart, node);
}

// Variables keep their value; selections are found with the views, by selection.h.
static void check_param(Check check, const JsonNode *node) {
    Chart *chart = check.chart;
    const char *name = js_string(node->json, "name");
    json_t *value = json_object_get(node->json, "value");
    json_t *text = json_object_get(node->json, "expr");
    if (!name) {
        json_error(chart->diags, node, DIAG_MISSING_KEY, NULL, "a parameter has no name");
        return;
    }
    if (js_has(node->json, "select"))
        return;
    if (value)
        json_object_set(chart->params, name, value);
    else if (json_is_string(text))
        json_object_set(chart->params, name, schema_constant(chart, node->json));
}

static void check_styles(Check check, const JsonNode *node) {
    JsonMembers members;
    const JsonNode *style;
    json_members_begin(&members, node);
    while ((style = json_members_next(&members)))
        if (json_is_object(style->json))
            check_object(check, style, SCHEMA_CONFIG_MARK);
        else
            json_error(check.chart->diags, style, DIAG_WRONG_TYPE, NULL,
                       "the style \"%s\" is %s, expected an object", style->key,
                       json_type_name(style->json));
}

static void check_more(Check check, const JsonNode *node, SchemaKind kind) {
    const SchemaKind base = row_of(kind)->base;
    if (kind == SCHEMA_VIEW || kind == SCHEMA_TOP)
        check_view(check, node);
    else if (kind == SCHEMA_SCALE)
        check_scale(check, node);
    else if (kind == SCHEMA_PARAM)
        check_param(check, node);
    else if (kind == SCHEMA_FIELD || base == SCHEMA_FIELD || base == SCHEMA_FACET_FIELD ||
             base == SCHEMA_MARK_PROPERTY)
        check_field(check, node);
    else if (base == SCHEMA_AXIS || base == SCHEMA_LEGEND || base == SCHEMA_HEADER)
        schema_test_formats(check.chart, node);
}

// ---------- objects ----------

// The definition of a network, sankey or timeline has members of its own.
static SchemaKind kind_of_mark(const JsonNode *node) {
    static const struct {
        const char *name;
        SchemaKind kind;
    } OWN[] = {
        {"network", SCHEMA_NETWORK}, {"sankey", SCHEMA_SANKEY}, {"timeline", SCHEMA_TIMELINE}};
    const char *name = js_string(node->json, "type");
    for (guint i = 0; name && i < G_N_ELEMENTS(OWN); i++)
        if (!strcmp(OWN[i].name, name))
            return OWN[i].kind;
    return SCHEMA_MARK;
}

static bool is_overridden(const SchemaRow *row, const SchemaKey *key) {
    for (const SchemaKey *own = row->keys; own->name; own++)
        if (!strcmp(own->name, key->name))
            return true;
    return false;
}

static void check_keys(Check check, Reader *reader, const SchemaRow *row, const SchemaRow *over) {
    for (const SchemaKey *key = row->keys; key->name; key++) {
        if (over && is_overridden(over, key))
            continue;
        const JsonNode *value = reader_node(reader, key->name);
        if (value)
            check_value(check, value, key);
    }
    if (row->base)
        check_keys(check, reader, row_of(row->base), over ? over : row);
}

static void check_object(Check check, const JsonNode *node, SchemaKind kind) {
    if (++check.depth > SCHEMA_DEPTH_MAX) {
        json_error(check.chart->diags, node, DIAG_TOO_LARGE, NULL,
                   "the specification is nested more than %d deep", SCHEMA_DEPTH_MAX);
        return;
    }
    if (kind == SCHEMA_CONFIG_STYLE) {
        check_styles(check, node);
        return;
    }
    if (kind == SCHEMA_MARK)
        kind = kind_of_mark(node);
    Reader reader;
    if (!reader_begin(&reader, check.chart->diags, node, row_of(kind)->what))
        return;
    check_keys(check, &reader, row_of(kind), NULL);
    reader_end(&reader);
    check_more(check, node, kind);
}

bool schema_check(Chart *chart) {
    const JsonNode *spec = chart->input->spec, *config = chart->input->config;
    Check check = {.chart = chart};
    check_object(check, spec, SCHEMA_TOP);
    if (config)
        check_object(check, config, SCHEMA_CONFIG);
    return !chart_failed(chart);
}
