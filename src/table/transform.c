// Applies a transform array. Which transform an object is, its key says; every transform is a row
// of the table below. A step reads its object (closed: other keys are reported), then computes a
// table.
#include "table/step.h"

#include "base/suggest.h"

#include <string.h>

static const struct {
    const char *key;
    StepFunction apply;
} TRANSFORMS[] = {
    {"filter", step_filter},
    {"calculate", step_calculate},
    {"aggregate", step_aggregate},
    {"joinaggregate", step_joinaggregate},
    {"window", step_window},
    {"stack", step_stack},
    {"bin", step_bin},
    {"timeUnit", step_time_unit},
    {"fold", step_fold},
    {"flatten", step_flatten},
    {"pivot", step_pivot},
    {"lookup", step_lookup},
    {"impute", step_impute},
    {"sample", step_sample},
    {"quantile", step_quantile},
    {"density", step_density},
    {"regression", step_regression},
    {"loess", step_loess},
    {"extent", step_extent_param}, // last: others have an option of this name
};

// Parameters that "extent" made, before those of the caller.
typedef struct {
    const TransformContext *outer;
    GHashTable *params; // name -> Value *
} Params;

static bool find_param(void *data, const char *name, Value *out) {
    const Params *params = data;
    const Value *value = g_hash_table_lookup(params->params, name);
    if (value)
        *out = *value;
    return value ||
           (params->outer->find_param && params->outer->find_param(params->outer->data, name, out));
}

static const Table *find_table(void *data, const JsonNode *data_spec) {
    const Params *params = data;
    return params->outer->find_table(params->outer->data, data_spec);
}

static bool find_selection(void *data, const char *name, const JsonNode **test) {
    const Params *params = data;
    return params->outer->find_selection(params->outer->data, name, test);
}

static void release_json(void *json) {
    json_decref(json);
}

void step_set_param(Step *step, const char *name, double min, double max) {
    Params *params = step->context.data;
    json_t *pair = json_array();
    json_array_append_new(pair, value_to_json(value_number(min)));
    json_array_append_new(pair, value_to_json(value_number(max)));
    arena_own(step->arena, pair, release_json);
    Value value = {.type = VALUE_JSON, .as.json = pair};
    g_hash_table_insert(params->params, (gpointer)name,
                        arena_memdup(step->arena, &value, sizeof value));
    if (params->outer->set_param)
        params->outer->set_param(params->outer->data, name, value);
}

static StepFunction find_transform(const json_t *object) {
    for (gsize i = 0; i < G_N_ELEMENTS(TRANSFORMS); i++)
        if (json_object_get(object, TRANSFORMS[i].key))
            return TRANSFORMS[i].apply;
    return NULL;
}

// An object none of whose keys is a transform: the message names the nearest, or all of them.
static void report_unknown(const Step *step, const JsonNode *node) {
    const char *names[G_N_ELEMENTS(TRANSFORMS)];
    g_autofree char *hint = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(TRANSFORMS); i++)
        names[i] = TRANSFORMS[i].key;
    for (size_t i = 0; i < json_node_size(node) && !hint; i++)
        hint = suggest_hint(json_node_nth_member(node, i)->key, names, G_N_ELEMENTS(names));
    const JsonNode *first = json_node_nth_member(node, 0);
    if (first)
        json_error(step->context.diags, node, DIAG_UNSUPPORTED, hint,
                   "there is no transform \"%s\"", first->key);
    else
        json_error(step->context.diags, node, DIAG_MISSING_KEY, NULL, "the transform is empty");
}

static const Table *apply_one(Step *step, const JsonNode *node) {
    if (!reader_begin(&step->reader, step->context.diags, node, "transform"))
        return NULL;
    StepFunction apply = find_transform(node->json);
    if (!apply) {
        report_unknown(step, node);
        return NULL;
    }
    return apply(step);
}

static const Table *apply_all(Step *step, const JsonNode *transforms) {
    const Table *result = step->table;
    for (size_t i = 0; i < json_node_size(transforms) && result; i++) {
        step->table = result;
        result = apply_one(step, json_node_item(transforms, i));
        if (result && step->context.on_step)
            step->context.on_step(step->context.on_step_data, json_node_item(transforms, i),
                                  result);
    }
    return result;
}

const Table *transform_apply(const TransformContext *context, const Table *table,
                             const JsonNode *transforms) {
    if (!json_is_array(transforms->json)) {
        json_error(context->diags, transforms, DIAG_WRONG_TYPE, NULL,
                   "\"transform\" is %s, expected an array", json_type_name(transforms->json));
        return NULL;
    }
    Params params = {context, g_hash_table_new(g_str_hash, g_str_equal)};
    Step step = {.context = *context, .arena = context->arena, .table = table};
    step.derived = g_hash_table_new(g_str_hash, g_str_equal);
    step.context.find_param = find_param;
    step.context.find_table = context->find_table ? find_table : NULL;
    step.context.find_selection = context->find_selection ? find_selection : NULL;
    step.context.data = &params;
    const Table *result = apply_all(&step, transforms);
    g_hash_table_destroy(step.derived);
    g_hash_table_destroy(params.params);
    return result;
}
