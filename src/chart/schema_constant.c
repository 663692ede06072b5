// Expressions without rows: on paper nothing changes, so they are constants.
#include "chart/schema.h"

static bool is_expression(const json_t *json) {
    return json_object_size(json) == 1 && json_is_string(json_object_get(json, "expr"));
}

json_t *schema_constant(Chart *chart, json_t *expression) {
    json_t *text = json_object_get(expression, "expr");
    const Expression *parsed =
        expression_parse(&chart->expression, json_string_value(text), chart_node(chart, text));
    guint count = 0;
    if (!parsed)
        return chart_own(chart, json_null());
    expression_fields(parsed, &count);
    if (count)
        return NULL;
    Value value = expression_evaluate(parsed, NULL, 0);
    if (value.type == VALUE_UNDEFINED)
        chart_unsupported(chart, text, "an expression without a value here");
    return chart_own(chart, value_to_json(value));
}

typedef struct {
    Chart *chart;
    bool by_row; // values may depend on a row here
} Resolve;

static json_t *resolve(Resolve r, json_t *json);

// Data and transforms read their expressions themselves.
static bool is_left_alone(const char *key) {
    static const char *const KEYS[] = {"data",   "datasets",  "transform", "params",
                                       "values", "condition", "usermeta",  NULL};
    return g_strv_contains(KEYS, key);
}

static json_t *resolve_members(Resolve r, json_t *object) {
    json_t *copy = NULL, *value;
    const char *key;
    json_object_foreach(object, key, value) {
        if (is_left_alone(key) && !is_expression(value))
            continue;
        Resolve inner = r;
        inner.by_row = r.by_row || !strcmp(key, "mark") || !strcmp(key, "value");
        json_t *made = resolve(inner, value);
        if (made == value)
            continue;
        if (!copy)
            copy = chart_own(r.chart, json_copy(object));
        json_object_set(copy, key, made);
    }
    return copy ? copy : object;
}

static json_t *resolve_items(Resolve r, json_t *array) {
    json_t *copy = NULL, *value;
    size_t i;
    json_array_foreach(array, i, value) {
        json_t *made = resolve(r, value);
        if (made == value)
            continue;
        if (!copy)
            copy = chart_own(r.chart, json_copy(array));
        json_array_set(copy, i, made);
    }
    return copy ? copy : array;
}

static json_t *resolve(Resolve r, json_t *json) {
    if (json_is_array(json))
        return resolve_items(r, json);
    if (!json_is_object(json))
        return json;
    if (!is_expression(json))
        return resolve_members(r, json);
    if (r.by_row)
        return json; // read with the row
    json_t *value = schema_constant(r.chart, json);
    if (!value)
        chart_unsupported(r.chart, json, "an expression of the data here");
    return value ? value : json;
}

json_t *schema_resolve(Chart *chart, json_t *spec) {
    return resolve((Resolve){.chart = chart}, spec);
}
