// Parameters of a layout: their types, defaults and limits, and what the command line says. A value
// from the command line is a text and is read by the parameter's type.
#include "page/layout_private.h"

#include "base/edtf.h"
#include "base/suggest.h"

#include <math.h>
#include <string.h>

enum { YEAR_MIN = 1, YEAR_MAX = 9999 };

static const Keyword param_types[] = {
    {"string", PARAM_STRING},
    {"number", PARAM_NUMBER},
    {"integer", PARAM_INTEGER},
    {"year", PARAM_YEAR},
    {"date", PARAM_DATE},
    {"boolean", PARAM_BOOLEAN},
    {NULL, 0},
};

// What a value of each type is called in messages.
static const char *type_text(ParamType type) {
    switch (type) {
    case PARAM_STRING:
        return "a text";
    case PARAM_NUMBER:
        return "a number";
    case PARAM_INTEGER:
        return "a whole number";
    case PARAM_YEAR:
        return "a year such as 2025";
    case PARAM_DATE:
        return "an EDTF date such as 2025-07-08";
    case PARAM_BOOLEAN:
        return "true or false";
    }
    return "";
}

static bool number_fits(ParamType type, double number) {
    bool whole = type == PARAM_NUMBER || number == trunc(number);
    bool in_range = type != PARAM_YEAR || (number >= YEAR_MIN && number <= YEAR_MAX);
    return isfinite(number) && whole && in_range;
}

// A JSON value as a value of the type; false when it is none.
static bool value_of_json(ParamType type, json_t *json, Value *out) {
    Edtf date;
    *out = value_from_json(json);
    switch (type) {
    case PARAM_STRING:
        return json_is_string(json);
    case PARAM_NUMBER:
    case PARAM_INTEGER:
    case PARAM_YEAR:
        return json_is_number(json) && number_fits(type, json_number_value(json));
    case PARAM_DATE:
        return json_is_string(json) && edtf_parse(json_string_value(json), &date, NULL);
    case PARAM_BOOLEAN:
        return json_is_boolean(json);
    }
    return false;
}

static bool value_of_text(ParamType type, const char *text, Value *out) {
    Edtf date;
    switch (type) {
    case PARAM_STRING:
        *out = value_string(text);
        return g_utf8_validate(text, -1, NULL);
    case PARAM_NUMBER:
    case PARAM_INTEGER:
    case PARAM_YEAR:
        *out = value_number(*text ? number_from_text(text) : NAN);
        return number_fits(type, out->as.number);
    case PARAM_DATE:
        *out = value_string(text);
        return edtf_parse(text, &date, NULL);
    case PARAM_BOOLEAN:
        *out = value_bool(strcmp(text, "true") == 0);
        return out->as.boolean || strcmp(text, "false") == 0;
    }
    return false;
}

// ---- one parameter

typedef struct {
    LayoutReader *context;
    LayoutParam *param;
    const JsonNode *min, *max, *values;
    bool has_default;
} ParamReader;

static bool may_be_as_of(ParamType type) {
    return type == PARAM_YEAR || type == PARAM_DATE;
}

static void read_default(ParamReader *reader, const JsonNode *node) {
    LayoutParam *param = reader->param;
    const char *text = json_string_value(node->json);
    reader->has_default = true;
    if (text && may_be_as_of(param->type) && strcmp(text, "as_of") == 0)
        param->from_as_of = true;
    else if (!value_of_json(param->type, node->json, &param->value))
        json_error(reader->context->diags, node, DIAG_WRONG_VALUE,
                   may_be_as_of(param->type) ? "\"as_of\" is the day the report speaks of" : NULL,
                   "the default of \"%s\" is not %s", param->name, type_text(param->type));
}

static void check_limit(ParamReader *reader, const JsonNode *node) {
    Value value;
    ParamType type = reader->param->type;
    if (!node)
        return;
    if (type == PARAM_STRING || type == PARAM_BOOLEAN)
        json_error(reader->context->diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"%s\" has no meaning for %s", node->key, type_text(type));
    else if (!value_of_json(type, node->json, &value))
        json_error(reader->context->diags, node, DIAG_WRONG_VALUE, NULL, "\"%s\" is not %s",
                   node->key, type_text(type));
}

static void check_values(ParamReader *reader) {
    Value value;
    for (size_t i = 0; reader->values && i < json_node_size(reader->values); i++) {
        const JsonNode *item = json_node_item(reader->values, i);
        if (!value_of_json(reader->param->type, item->json, &value))
            json_error(reader->context->diags, item, DIAG_WRONG_VALUE, NULL,
                       "a value of \"%s\" is not %s", reader->param->name,
                       type_text(reader->param->type));
    }
}

static bool read_param(ParamReader *reader, const JsonNode *node) {
    Reader object;
    LayoutParam *param = reader->param;
    int type = PARAM_STRING;
    param->name = node->key;
    param->value = value_undefined();
    if (!reader_begin(&object, reader->context->diags, node, "parameter"))
        return false;
    bool typed = reader_require(&object, "type") != NULL &&
                 reader_keyword(&object, "type", param_types, &type);
    param->type = (ParamType)type;
    reader_string(&object, "description", &param->description);
    const JsonNode *fallback = reader_node(&object, "default");
    reader->min = reader_node(&object, "min");
    reader->max = reader_node(&object, "max");
    reader->values = reader_array(&object, "values");
    param->is_choice = reader->values != NULL;
    if (typed) {
        if (fallback)
            read_default(reader, fallback);
        check_limit(reader, reader->min);
        check_limit(reader, reader->max);
        check_values(reader);
    }
    return reader_end(&object);
}

// ---- the command line

static Place assignment_place(Source *source) {
    return (Place){.source = source, .start = 0, .end = source->length};
}

static void report_assignment(ParamReader *reader, const ParamAssignment *assignment,
                              const char *expected) {
    g_autofree char *name = g_strdup_printf("--param %s", assignment->name);
    Source *source = source_new(name, g_strdup(assignment->value), strlen(assignment->value));
    Place place = assignment_place(source);
    diag_error(reader->context->diags, DIAG_WRONG_VALUE, &place, NULL,
               "parameter \"%s\" is \"%s\", expected %s", assignment->name, assignment->value,
               expected);
    source_unref(source);
}

static bool is_one_of(ParamReader *reader, Value value) {
    Value item;
    for (size_t i = 0; i < json_node_size(reader->values); i++)
        if (value_of_json(reader->param->type, json_node_item(reader->values, i)->json, &item) &&
            value_equal(item, value))
            return true;
    return json_node_size(reader->values) == 0;
}

// What the limits allow, when the value is not among it; new string, or NULL.
static char *limit_broken(ParamReader *reader, Value value) {
    Value bound;
    ParamType type = reader->param->type;
    if (reader->min && value_of_json(type, reader->min->json, &bound) &&
        value_relate(value, bound) == -1) {
        g_autofree char *text = json_dumps(reader->min->json, JSON_ENCODE_ANY);
        return g_strdup_printf("at least %s", text);
    }
    if (reader->max && value_of_json(type, reader->max->json, &bound) &&
        value_relate(value, bound) == 1) {
        g_autofree char *text = json_dumps(reader->max->json, JSON_ENCODE_ANY);
        return g_strdup_printf("at most %s", text);
    }
    if (reader->values && !is_one_of(reader, value)) {
        g_autofree char *text = json_dumps(reader->values->json, 0);
        return g_strdup_printf("one of %s", text);
    }
    return NULL;
}

static void check_default(ParamReader *reader) {
    if (reader->param->from_as_of || reader->param->value.type == VALUE_UNDEFINED)
        return;
    g_autofree char *expected = limit_broken(reader, reader->param->value);
    if (expected)
        json_error(reader->context->diags,
                   json_node_member(reader->values ? reader->values->parent
                                    : reader->min  ? reader->min->parent
                                                   : reader->max->parent,
                                    "default"),
                   DIAG_WRONG_VALUE, NULL,
                   "the default of \"%s\" breaks its own limits, expected %s", reader->param->name,
                   expected);
}

static void assign(ParamReader *reader, const ParamAssignment *assignment) {
    LayoutParam *param = reader->param;
    Value value;
    if (may_be_as_of(param->type) && strcmp(assignment->value, "as_of") == 0) {
        param->from_as_of = true;
        return;
    }
    if (!value_of_text(param->type, assignment->value, &value)) {
        report_assignment(reader, assignment, type_text(param->type));
        return;
    }
    g_autofree char *expected = limit_broken(reader, value);
    if (expected) {
        report_assignment(reader, assignment, expected);
        return;
    }
    param->from_as_of = false;
    param->value = value;
    param->is_given = true;
}

static const ParamAssignment *find_assignment(const ParamAssignment *assignments, guint count,
                                              const char *name) {
    for (guint i = count; i > 0; i--) // the last one counts
        if (strcmp(assignments[i - 1].name, name) == 0)
            return &assignments[i - 1];
    return NULL;
}

static void unknown_assignment(LayoutReader *reader, const ParamAssignment *assignment) {
    const Layout *layout = reader->layout;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < layout->param_count; i++)
        g_ptr_array_add(names, (gpointer)layout->params[i].name);
    g_autofree char *hint =
        suggest_hint_or_list(assignment->name, (const char *const *)names->pdata, names->len);
    diag_error(reader->diags, DIAG_UNKNOWN_NAME, NULL, hint,
               "--param %s: the layout has no parameter of that name", assignment->name);
}

// ---- all

static void read_one(LayoutReader *context, const JsonNode *node,
                     const ParamAssignment *assignment) {
    LayoutParam *param = &context->layout->params[context->layout->param_count];
    ParamReader reader = {.context = context, .param = param};
    if (!layout_check_name(context, node, "parameter") || !read_param(&reader, node))
        return;
    context->layout->param_count++;
    check_default(&reader);
    if (assignment)
        assign(&reader, assignment);
    else if (!reader.has_default)
        json_error(context->diags, node, DIAG_MISSING_KEY,
                   "give it a default, or --param NAME=VALUE", "parameter \"%s\" has no value",
                   param->name);
}

void layout_read_params(LayoutReader *reader, const JsonNode *node,
                        const ParamAssignment *assignments, guint assignment_count) {
    if (node) {
        reader->layout->params = arena_array(reader->arena, LayoutParam, json_node_size(node));
        JsonMembers members;
        json_members_begin(&members, node);
        const JsonNode *param;
        while ((param = json_members_next(&members)))
            read_one(reader, param, find_assignment(assignments, assignment_count, param->key));
    }
    for (guint i = 0; i < assignment_count; i++)
        if (strcmp(assignments[i].name, LAYOUT_LANG) != 0 &&
            (!node || !json_object_get(node->json, assignments[i].name)))
            unknown_assignment(reader, &assignments[i]);
}
