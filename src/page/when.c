// Conditions: a small evaluator over the scope's values, since there is no table here. The form is
// checked when the layout is read (when_check); only names can be wrong when it is tested.
#include "page/when.h"

#include <string.h>

enum { WHEN_DEPTH_LIMIT = 32 };

typedef enum {
    TEST_EQUAL,
    TEST_LT,
    TEST_LTE,
    TEST_GT,
    TEST_GTE,
    TEST_RANGE,
    TEST_ONE_OF,
    TEST_VALID
} WhenTest;

typedef struct {
    const char *key;
    WhenTest test;
} TestKey;

static const TestKey test_keys[] = {
    {"equal", TEST_EQUAL}, {"lt", TEST_LT},       {"lte", TEST_LTE},      {"gt", TEST_GT},
    {"gte", TEST_GTE},     {"range", TEST_RANGE}, {"oneOf", TEST_ONE_OF}, {"valid", TEST_VALID},
};

// ---- form

static bool check(Diags *diags, const JsonNode *node, guint depth);

static bool check_list(Diags *diags, const JsonNode *node, guint depth) {
    if (!json_is_array(node->json)) {
        json_error(diags, node, DIAG_WRONG_TYPE, NULL,
                   "\"%s\" is %s, expected an array of conditions", node->key,
                   json_type_name(node->json));
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < json_node_size(node); i++)
        good &= check(diags, json_node_item(node, i), depth + 1);
    return good;
}

// A literal, or {"param": path}.
static bool check_operand(Diags *diags, const JsonNode *node, const char *what) {
    if (!json_is_object(node->json) && !json_is_array(node->json))
        return true;
    Reader reader;
    const char *path;
    if (!reader_begin(&reader, diags, node, what))
        return false;
    if (reader_require(&reader, "param"))
        reader_string(&reader, "param", &path);
    return reader_end(&reader);
}

static bool check_operands(Diags *diags, const JsonNode *node, size_t exactly) {
    if (!json_is_array(node->json)) {
        json_error(diags, node, DIAG_WRONG_TYPE, NULL, "\"%s\" is %s, expected an array", node->key,
                   json_type_name(node->json));
        return false;
    }
    size_t count = json_node_size(node);
    if (exactly && count != exactly) {
        json_error(diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"%s\" has %" G_GSIZE_FORMAT " items, expected a lower and an upper bound",
                   node->key, count);
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < count; i++)
        good &= check_operand(diags, json_node_item(node, i), node->key);
    return good;
}

static bool check_test(Diags *diags, const JsonNode *node, WhenTest test) {
    bool flag;
    switch (test) {
    case TEST_EQUAL:
    case TEST_LT:
    case TEST_LTE:
    case TEST_GT:
    case TEST_GTE:
        return check_operand(diags, node, node->key);
    case TEST_RANGE:
        return check_operands(diags, node, 2);
    case TEST_ONE_OF:
        return check_operands(diags, node, 0);
    case TEST_VALID:
        return json_read_bool(diags, node, "valid", &flag);
    }
    return false;
}

static void check_param(Reader *reader) {
    const char *path;
    if (reader_require(reader, "param"))
        reader_string(reader, "param", &path);
    guint found = 0;
    for (guint i = 0; i < G_N_ELEMENTS(test_keys); i++) {
        const JsonNode *operand = reader_node(reader, test_keys[i].key);
        found += operand != NULL;
        if (operand)
            check_test(reader->diags, operand, test_keys[i].test);
    }
    if (found != 1)
        json_error(reader->diags, reader->node, DIAG_WRONG_VALUE, NULL,
                   "a condition makes one comparison (equal, lt, lte, gt, gte, range, oneOf or "
                   "valid), found %u",
                   found);
}

static bool check(Diags *diags, const JsonNode *node, guint depth) {
    Reader reader;
    if (depth > WHEN_DEPTH_LIMIT) {
        json_error(diags, node, DIAG_TOO_LARGE, NULL, "conditions are nested more than %d deep",
                   WHEN_DEPTH_LIMIT);
        return false;
    }
    if (!reader_begin(&reader, diags, node, "condition"))
        return false;
    const JsonNode *both = reader_node(&reader, "and"), *either = reader_node(&reader, "or");
    const JsonNode *none = reader_node(&reader, "not");
    if (both)
        check_list(diags, both, depth);
    else if (either)
        check_list(diags, either, depth);
    else if (none)
        check(diags, none, depth + 1);
    else
        check_param(&reader);
    if ((both != NULL) + (either != NULL) + (none != NULL) > 1)
        json_error(diags, node, DIAG_WRONG_VALUE, NULL,
                   "a condition has one of \"and\", \"or\" and \"not\"");
    return reader_end(&reader);
}

bool when_check(Diags *diags, const JsonNode *node) {
    return check(diags, node, 0);
}

// ---- value

static bool find_value(Scope *scope, const JsonNode *path, Value *out) {
    const char *problem = NULL, *hint = NULL;
    if (scope_value(scope, json_string_value(path->json), out, &problem, &hint))
        return true;
    if (problem)
        json_error(scope_diags(scope), path, DIAG_UNKNOWN_NAME, hint, "%s", problem);
    return false;
}

static bool operand_value(Scope *scope, const JsonNode *node, Value *out) {
    if (json_is_object(node->json))
        return find_value(scope, json_node_member(node, "param"), out);
    *out = value_from_json(node->json);
    return true;
}

static const char *class_of(Value value) {
    switch (value.type) {
    case VALUE_BOOL:
        return "true or false";
    case VALUE_NUMBER:
    case VALUE_DECIMAL:
        return "a number";
    case VALUE_STRING:
        return "a text";
    case VALUE_NULL:
    case VALUE_UNDEFINED:
    case VALUE_TIME:
    case VALUE_JSON:
        break;
    }
    return NULL;
}

// What is written in the condition is of another type than the value, so that it never holds.
static void check_class(Scope *scope, Value value, const JsonNode *when, const JsonNode *operand) {
    if (json_is_object(operand->json))
        return;
    const char *own = class_of(value), *other = class_of(value_from_json(operand->json));
    if (own && other && strcmp(own, other) != 0)
        json_error(scope_diags(scope), operand, DIAG_WRONG_TYPE, NULL,
                   "\"%s\" is %s, and is compared with %s",
                   json_string_value(json_node_member(when, "param")->json), own, other);
}

static void check_classes(Scope *scope, Value value, const JsonNode *when, const JsonNode *operand,
                          WhenTest test) {
    if (test == TEST_VALID)
        return;
    if (test != TEST_RANGE && test != TEST_ONE_OF) {
        check_class(scope, value, when, operand);
        return;
    }
    for (size_t i = 0; i < json_node_size(operand); i++)
        check_class(scope, value, when, json_node_item(operand, i));
}

// A null is neither smaller nor greater than anything.
static int compare(Value a, Value b) {
    if (value_is_nullish(a) || value_is_nullish(b))
        return VALUE_UNORDERED;
    return value_relate(a, b);
}

static bool is_one_of(Scope *scope, Value value, const JsonNode *list) {
    Value item;
    for (size_t i = 0; i < json_node_size(list); i++)
        if (operand_value(scope, json_node_item(list, i), &item) && value_equal(value, item))
            return true;
    return false;
}

static bool is_in_range(Scope *scope, Value value, const JsonNode *range) {
    Value low, high;
    if (!operand_value(scope, json_node_item(range, 0), &low) ||
        !operand_value(scope, json_node_item(range, 1), &high))
        return false;
    int from = compare(value, low), to = compare(value, high);
    return (value_is_nullish(low) || from == 0 || from == 1) &&
           (value_is_nullish(high) || to == 0 || to == -1);
}

static bool holds(Scope *scope, Value value, const JsonNode *operand, WhenTest test) {
    Value other = value_null();
    bool simple = test != TEST_RANGE && test != TEST_ONE_OF && test != TEST_VALID;
    if (simple && !operand_value(scope, operand, &other))
        return false;
    int order = simple ? compare(value, other) : VALUE_UNORDERED;
    switch (test) {
    case TEST_EQUAL:
        return value_equal(value, other);
    case TEST_LT:
        return order == -1;
    case TEST_LTE:
        return order == -1 || order == 0;
    case TEST_GT:
        return order == 1;
    case TEST_GTE:
        return order == 1 || order == 0;
    case TEST_RANGE:
        return is_in_range(scope, value, operand);
    case TEST_ONE_OF:
        return is_one_of(scope, value, operand);
    case TEST_VALID:
        return value_is_valid(value) == (bool)json_is_true(operand->json);
    }
    return false;
}

static bool test_param(Scope *scope, const JsonNode *when) {
    Value value;
    if (!find_value(scope, json_node_member(when, "param"), &value))
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(test_keys); i++) {
        const JsonNode *operand = json_node_member(when, test_keys[i].key);
        if (!operand)
            continue;
        check_classes(scope, value, when, operand, test_keys[i].test);
        return holds(scope, value, operand, test_keys[i].test);
    }
    return false;
}

bool scope_test(Scope *scope, const JsonNode *when) {
    if (!when)
        return true;
    const JsonNode *list = json_node_member(when, "and");
    bool all = list != NULL;
    if (!list)
        list = json_node_member(when, "or");
    if (!list) {
        const JsonNode *none = json_node_member(when, "not");
        return none ? !scope_test(scope, none) : test_param(scope, when);
    }
    bool result = all;
    for (size_t i = 0; i < json_node_size(list); i++)
        if (scope_test(scope, json_node_item(list, i)) != all)
            result = !all;
    return result;
}
