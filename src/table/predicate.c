// Vega-Lite's predicates, compiled to a small tree. Comparisons follow the JavaScript that
// Vega-Lite generates for them: === for equal and oneOf, < and > for the others, so null counts as
// 0 there. With a timeUnit both sides are instants; as in Vega-Lite, "utc" in it is not regarded.
#include "table/predicate.h"

#include <math.h>
#include <string.h>

typedef struct {
    const Table *table;
    guint row;
    const Binding *bindings; // in place of a row
    guint binding_count;
} Subject;

typedef bool (*TestFunction)(const Predicate *predicate, const Subject *subject);

// A field bound to the table that was asked last.
typedef struct {
    const Table *table;
    const Column *columns;
    Field field;
} FieldCache;

struct Predicate {
    TestFunction test;
    const TransformContext *context;
    Predicate **children;
    guint child_count;
    Expression *expression;
    const char *field;
    FieldCache *cache;
    bool has_unit, truth; // truth: of "valid", or what a constant predicate gives
    TimeUnit unit;
    Value low, high; // equal and one-sided comparisons use low
    GHashTable *members;
    const char *parse; // how the data is to be read for this comparison, or NULL
};

// --- the field's side ---

static Value cached_value(const Predicate *p, const Table *table, guint row) {
    FieldCache *cache = p->cache;
    if (cache->table != table || cache->columns != table->columns)
        *cache =
            (FieldCache){table, table->columns, field_bind(p->context->arena, table, p->field)};
    return field_value(&cache->field, row);
}

static Value bound_value(const Predicate *p, const Subject *subject) {
    for (guint i = 0; i < subject->binding_count; i++)
        if (strcmp(subject->bindings[i].name, p->field) == 0)
            return subject->bindings[i].value;
    return value_undefined();
}

static double instant_of(Value value, GTimeZone *zone) {
    if (value.type == VALUE_STRING)
        return instant_parse(value.as.string, zone);
    return value_to_number(value);
}

static Value subject_value(const Predicate *p, const Subject *subject) {
    Value value =
        subject->table ? cached_value(p, subject->table, subject->row) : bound_value(p, subject);
    if (!p->has_unit)
        return value;
    double instant = instant_of(value, p->context->zone);
    return value_time(p->unit.binned ? instant
                                     : time_unit_floor(&p->unit, instant, p->context->zone));
}

// --- tests ---

static bool test_equal(const Predicate *p, const Subject *subject) {
    return value_equal(subject_value(p, subject), p->low);
}

static bool test_lt(const Predicate *p, const Subject *subject) {
    return value_relate(subject_value(p, subject), p->low) == -1;
}

static bool test_gt(const Predicate *p, const Subject *subject) {
    return value_relate(subject_value(p, subject), p->low) == 1;
}

static bool test_lte(const Predicate *p, const Subject *subject) {
    int order = value_relate(subject_value(p, subject), p->low);
    return order == -1 || order == 0;
}

static bool test_gte(const Predicate *p, const Subject *subject) {
    int order = value_relate(subject_value(p, subject), p->low);
    return order == 0 || order == 1;
}

static bool is_at_least(Value value, Value low) {
    int order = value_relate(value, low);
    return order == 0 || order == 1;
}

// Without one bound only the other counts; two bounds in the wrong order are exchanged.
static bool test_range(const Predicate *p, const Subject *subject) {
    Value value = subject_value(p, subject), low = p->low, high = p->high;
    bool has_low = low.type != VALUE_NULL, has_high = high.type != VALUE_NULL;
    if (has_low && has_high && value_relate(low, high) == 1) {
        low = p->high;
        high = p->low;
    }
    return (!has_low || is_at_least(value, low)) && (!has_high || is_at_least(high, value));
}

static bool test_one_of(const Predicate *p, const Subject *subject) {
    Value value = subject_value(p, subject);
    return g_hash_table_contains(p->members, &value);
}

static bool test_valid(const Predicate *p, const Subject *subject) {
    Value value = subject_value(p, subject);
    bool valid = value_is_valid(value) && isfinite(value_to_number(value));
    return valid == p->truth;
}

static bool test_constant(const Predicate *p, const Subject *subject) {
    (void)subject;
    return p->truth;
}

static bool test_expression(const Predicate *p, const Subject *subject) {
    Value value = subject->table ? expression_evaluate(p->expression, subject->table, subject->row)
                                 : expression_evaluate_bound(p->expression, subject->bindings,
                                                             subject->binding_count);
    return value_to_bool(value);
}

static bool test_and(const Predicate *p, const Subject *subject) {
    for (guint i = 0; i < p->child_count; i++)
        if (!p->children[i]->test(p->children[i], subject))
            return false;
    return true;
}

static bool test_or(const Predicate *p, const Subject *subject) {
    for (guint i = 0; i < p->child_count; i++)
        if (p->children[i]->test(p->children[i], subject))
            return true;
    return false;
}

static bool test_not(const Predicate *p, const Subject *subject) {
    return !p->children[0]->test(p->children[0], subject);
}

bool predicate_test(const Predicate *predicate, const Table *table, guint row) {
    return predicate->test(predicate, &(Subject){.table = table, .row = row});
}

bool predicate_test_bound(const Predicate *predicate, const Binding *datum, guint datum_count) {
    return predicate->test(predicate, &(Subject){.bindings = datum, .binding_count = datum_count});
}

// --- values ---

static bool evaluate_text(const TransformContext *context, const JsonNode *node, Value *out) {
    const char *text;
    if (!json_read_string(context->diags, node, "expr", &text))
        return false;
    ExpressionContext inner = expression_context(context);
    Expression *expression = expression_parse(&inner, text, node);
    if (!expression)
        return false;
    *out = expression_evaluate(expression, NULL, 0);
    return true;
}

static bool find_named(const TransformContext *context, const JsonNode *node, Value *out) {
    const char *name;
    if (!json_read_string(context->diags, node, "param", &name))
        return false;
    if (context->find_param && context->find_param(context->data, name, out))
        return true;
    json_error(context->diags, node, DIAG_UNKNOWN_NAME, NULL, "there is no parameter \"%s\"", name);
    return false;
}

// {"param": ...}, {"expr": ...}, {"signal": ...}; a date; or the JSON value itself.
static bool read_value(const TransformContext *context, const JsonNode *node, Value *out) {
    const JsonNode *inner;
    double instant;
    if (!json_is_object(node->json)) {
        *out = value_from_json(node->json);
        return true;
    }
    if (date_time_is(node->json)) {
        bool good = date_time_read(context->diags, node, context->zone, &instant);
        *out = value_time(good ? instant : NAN);
        return good;
    }
    if ((inner = json_node_member(node, "param")))
        return find_named(context, inner, out);
    if ((inner = json_node_member(node, "expr")) || (inner = json_node_member(node, "signal")))
        return evaluate_text(context, inner, out);
    json_error(context->diags, node, DIAG_WRONG_VALUE, NULL,
               "expected a value, a date such as {\"year\": 2020}, or {\"param\": ...}");
    return false;
}

// A bare number below 10000, or a text that is no date, is one part of a date: {"year": 2020}.
static Value value_of_unit(const Predicate *p, Value value) {
    GTimeZone *zone = p->context->zone;
    double number = value_is_quantity(value) ? value_to_number(value) : NAN;
    double parsed = value.type == VALUE_STRING ? instant_parse(value.as.string, zone) : NAN;
    if (value.type == VALUE_NULL || value.type == VALUE_TIME)
        return value;
    if (!isnan(parsed) || number >= 10000)
        return value_time(isnan(parsed) ? number : parsed);
    g_autoptr(Arena) scratch = arena_new();
    const char *part = time_unit_name(&p->unit, scratch);
    json_t *parts = json_pack("{s:o}", part, value_to_json(value));
    g_autoptr(JsonDoc) doc = json_doc_wrap(parts, "timeUnit");
    g_autoptr(Diags) silent = diags_new();
    double instant;
    if (!date_time_read(silent, json_doc_root(doc), zone, &instant))
        instant = instant_from_civil(&(CivilTime){.year = 2012, .month = 1, .day = 1}, zone);
    return value_time(instant);
}

static bool read_bound(Predicate *p, const JsonNode *node, Value *out) {
    if (!read_value(p->context, node, out))
        return false;
    if (p->has_unit)
        *out = value_of_unit(p, *out);
    return true;
}

// How Vega-Lite reads the data for a comparison with this value.
static const char *parse_for(Value value) {
    switch (value.type) {
    case VALUE_TIME:
        return "date";
    case VALUE_NUMBER:
        return value.as.number != 0 ? "number" : NULL;
    case VALUE_STRING:
        return value.as.string[0] ? "string" : NULL;
    case VALUE_NULL:
    case VALUE_UNDEFINED:
    case VALUE_BOOL:
    case VALUE_DECIMAL:
    case VALUE_JSON:
        break;
    }
    return NULL;
}

// --- comparisons ---

static bool compile_bound(Predicate *p, const JsonNode *node) {
    bool good = read_bound(p, node, &p->low);
    p->parse = good ? parse_for(p->low) : NULL;
    return good;
}

static bool read_pair_param(Predicate *p, const JsonNode *node) {
    Value pair;
    if (!read_value(p->context, node, &pair))
        return false;
    if (pair.type != VALUE_JSON || json_array_size(pair.as.json) != 2) {
        json_error(p->context->diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"range\" needs two values, from and to");
        return false;
    }
    p->low = value_from_json(json_array_get(pair.as.json, 0));
    p->high = value_from_json(json_array_get(pair.as.json, 1));
    return true;
}

static bool compile_range(Predicate *p, const JsonNode *node) {
    if (json_is_object(node->json))
        return read_pair_param(p, node);
    if (!json_is_array(node->json) || json_array_size(node->json) != 2) {
        json_error(p->context->diags, node, DIAG_WRONG_TYPE, NULL,
                   "\"range\" is %s, expected an array of two values", json_type_name(node->json));
        return false;
    }
    bool good = read_bound(p, json_node_item(node, 0), &p->low);
    good = read_bound(p, json_node_item(node, 1), &p->high) && good;
    p->parse = good ? parse_for(p->low) : NULL;
    return good;
}

static guint hash_member(gconstpointer value) {
    return value_hash(*(const Value *)value);
}

static gboolean equal_members(gconstpointer a, gconstpointer b) {
    return value_equal(*(const Value *)a, *(const Value *)b);
}

static void release_members(void *members) {
    g_hash_table_destroy(members);
}

static bool compile_one_of(Predicate *p, const JsonNode *node) {
    if (!json_is_array(node->json)) {
        json_error(p->context->diags, node, DIAG_WRONG_TYPE, NULL,
                   "\"oneOf\" is %s, expected an array", json_type_name(node->json));
        return false;
    }
    bool good = true;
    Value *values = arena_array(p->context->arena, Value, json_node_size(node));
    p->members = g_hash_table_new(hash_member, equal_members);
    arena_own(p->context->arena, p->members, release_members);
    for (size_t i = 0; i < json_node_size(node); i++) {
        good = read_bound(p, json_node_item(node, i), &values[i]) && good;
        g_hash_table_add(p->members, &values[i]);
    }
    p->parse = good && json_node_size(node) ? parse_for(values[0]) : NULL;
    return good;
}

static bool compile_valid(Predicate *p, const JsonNode *node) {
    return json_read_bool(p->context->diags, node, "valid", &p->truth);
}

static const struct {
    const char *key;
    bool (*compile)(Predicate *p, const JsonNode *node);
    TestFunction test;
} COMPARISONS[] = {
    {"equal", compile_bound, test_equal},   {"lt", compile_bound, test_lt},
    {"lte", compile_bound, test_lte},       {"gt", compile_bound, test_gt},
    {"gte", compile_bound, test_gte},       {"range", compile_range, test_range},
    {"oneOf", compile_one_of, test_one_of}, {"in", compile_one_of, test_one_of},
    {"valid", compile_valid, test_valid},
};

static bool read_unit(Predicate *p, const JsonNode *node) {
    if (!node)
        return true;
    p->has_unit = time_unit_read(p->context->diags, node, &p->unit);
    p->unit.utc = false;
    return p->has_unit;
}

// The one comparison of a field predicate; reported when there is none or more than one.
static bool read_comparison(Predicate *p, Reader *reader) {
    guint found = 0;
    bool good = true;
    for (gsize i = 0; i < G_N_ELEMENTS(COMPARISONS); i++) {
        const JsonNode *node = reader_node(reader, COMPARISONS[i].key);
        if (!node)
            continue;
        good = found++ == 0 && COMPARISONS[i].compile(p, node) && good;
        p->test = COMPARISONS[i].test;
    }
    if (found == 1)
        return good;
    json_error(p->context->diags, reader->node, found ? DIAG_WRONG_VALUE : DIAG_MISSING_KEY, NULL,
               found ? "a predicate has more than one comparison; use \"and\""
                     : "a predicate needs one of equal, lt, lte, gt, gte, range, oneOf, valid");
    return false;
}

static Predicate *new_predicate(const TransformContext *context, TestFunction test) {
    Predicate *p = arena_new0(context->arena, Predicate);
    p->context = arena_memdup(context->arena, context, sizeof *context); // the caller's may die
    p->test = test;
    p->unit.step = 1;
    return p;
}

static Predicate *parse_field(const TransformContext *context, const JsonNode *node) {
    Predicate *p = new_predicate(context, NULL);
    Reader reader;
    reader_begin(&reader, context->diags, node, "predicate");
    p->cache = arena_new0(context->arena, FieldCache);
    bool good = reader_string(&reader, "field", &p->field);
    good = read_unit(p, reader_node(&reader, "timeUnit")) && good;
    good = read_comparison(p, &reader) && good;
    if (p->has_unit)
        p->parse = "date";
    return reader_end(&reader) && good ? p : NULL;
}

// --- composition ---

// {"param": name}: the rows in a selection, or a parameter's truth. A selection in which nothing is
// takes all rows, unless "empty" is false.
static Predicate *parse_param(const TransformContext *context, const JsonNode *node) {
    Predicate *p = new_predicate(context, test_constant);
    Reader reader;
    const char *name = "";
    bool empty = true;
    Value value;
    reader_begin(&reader, context->diags, node, "predicate");
    bool good = reader_string(&reader, "param", &name);
    reader_bool(&reader, "empty", &empty);
    const JsonNode *test = NULL;
    bool is_selection =
        context->find_selection && context->find_selection(context->data, name, &test);
    bool known =
        !is_selection && context->find_param && context->find_param(context->data, name, &value);
    p->truth = known ? value_to_bool(value) : empty;
    if (!reader_end(&reader) || !good)
        return NULL;
    return test ? predicate_parse(context, test) : p;
}

static Predicate *parse_children(const TransformContext *context, const JsonNode *node,
                                 TestFunction test, bool is_list) {
    Predicate *p = new_predicate(context, test);
    p->child_count = is_list ? (guint)json_node_size(node) : 1;
    p->children = arena_array(context->arena, Predicate *, p->child_count);
    bool good = true;
    for (guint i = 0; i < p->child_count; i++) {
        p->children[i] = predicate_parse(context, is_list ? json_node_item(node, i) : node);
        good = p->children[i] && good;
    }
    return good ? p : NULL;
}

static const struct {
    const char *key;
    TestFunction test;
    bool list;
} COMPOSITIONS[] = {{"and", test_and, true}, {"or", test_or, true}, {"not", test_not, false}};

static Predicate *parse_composition(const TransformContext *context, const JsonNode *node,
                                    gsize which) {
    Reader reader;
    reader_begin(&reader, context->diags, node, "predicate");
    const char *key = COMPOSITIONS[which].key;
    bool is_list = COMPOSITIONS[which].list;
    const JsonNode *inner = is_list ? reader_array(&reader, key) : reader_node(&reader, key);
    Predicate *p = inner ? parse_children(context, inner, COMPOSITIONS[which].test, is_list) : NULL;
    return reader_end(&reader) ? p : NULL;
}

static Predicate *parse_expression(const TransformContext *context, const JsonNode *node) {
    Predicate *p = new_predicate(context, test_expression);
    ExpressionContext inner = expression_context(context);
    p->expression = expression_parse(&inner, json_string_value(node->json), node);
    return p->expression ? p : NULL;
}

Predicate *predicate_parse(const TransformContext *context, const JsonNode *node) {
    if (json_is_string(node->json))
        return parse_expression(context, node);
    for (gsize i = 0; i < G_N_ELEMENTS(COMPOSITIONS); i++)
        if (json_object_get(node->json, COMPOSITIONS[i].key))
            return parse_composition(context, node, i);
    if (json_object_get(node->json, "param"))
        return parse_param(context, node);
    if (json_object_get(node->json, "field"))
        return parse_field(context, node);
    json_error(context->diags, node, DIAG_WRONG_TYPE, NULL,
               "expected a predicate: an object with \"field\", \"and\", \"or\", \"not\" or "
               "\"param\", or an expression");
    return NULL;
}

// --- what it reads ---

void predicate_visit_fields(const Predicate *predicate, PredicateVisitor visit, void *data) {
    for (guint i = 0; i < predicate->child_count; i++)
        predicate_visit_fields(predicate->children[i], visit, data);
    if (predicate->field)
        visit(data, predicate->field, predicate->parse);
    if (!predicate->expression)
        return;
    guint count;
    const char *const *fields = expression_fields(predicate->expression, &count);
    for (guint i = 0; i < count; i++)
        visit(data, fields[i], NULL);
}

// --- what it compares ---

static bool is_order(const Predicate *p) {
    bool is_range = p->test == test_range;
    bool is_sided =
        p->test == test_lt || p->test == test_gt || p->test == test_lte || p->test == test_gte;
    return is_range || (is_sided && value_to_number(p->low) != 0);
}

typedef struct {
    const Table *table;
    const guint *rows;
    guint count;
} Asked;

// The rows in which all members of "and" hold but one.
static void compare_beside(const Predicate *all, guint one, const Asked *asked,
                           const ExpressionVisit *visit) {
    const Table *table = asked->table;
    const guint *rows = asked->rows;
    guint count = asked->count;
    g_autofree guint *kept = g_new(guint, count + 1);
    guint kept_count = 0;
    for (guint i = 0; i < count; i++) {
        bool holds = true;
        for (guint c = 0; c < all->child_count && holds; c++)
            holds = c == one || predicate_test(all->children[c], table, rows[i]);
        if (holds)
            kept[kept_count++] = rows[i];
    }
    predicate_each_compared(all->children[one], table, kept, kept_count, visit);
}

void predicate_each_compared(const Predicate *p, const Table *table, const guint *rows, guint count,
                             const ExpressionVisit *visit) {
    if (p->expression)
        expression_each_compared(p->expression, table, rows, count, visit);
    else if (p->field && is_order(p))
        visit->call(visit->data, p->field, rows, count);
    for (guint i = 0; i < p->child_count; i++)
        if (p->test == test_and)
            compare_beside(p, i, &(Asked){table, rows, count}, visit);
        else
            predicate_each_compared(p->children[i], table, rows, count, visit);
}
