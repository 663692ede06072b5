// Conversions and comparisons of terms, by ECMA-262's rules. A list as a primitive is its items
// joined by commas, an object is "[object Object]"; a time is a number except beside a text.
#include "table/term.h"

#include <math.h>
#include <string.h>

Term term_list(Arena *arena, const Term *items, guint count) {
    TermList *list = arena_new0(arena, TermList);
    *list = (TermList){count, items};
    return (Term){TERM_LIST, {.list = list}};
}

Term term_fail(Evaluation *e, const char *problem) {
    if (!e->problem)
        e->problem = problem;
    return term_undefined();
}

bool term_count_steps(Evaluation *e, gsize steps) {
    if (steps <= EXPRESSION_STEPS_MAX - e->steps) {
        e->steps += (guint)steps;
        return true;
    }
    e->steps = EXPRESSION_STEPS_MAX;
    term_fail(e, "the expression takes too many steps");
    return false;
}

Term term_take_text(Evaluation *e, char *text) {
    size_t length = strlen(text);
    Term term = term_undefined();
    if (length > EXPRESSION_TEXT_MAX)
        term_fail(e, "the expression makes too long a text");
    else if (term_count_steps(e, length / 16))
        term = term_text(arena_strndup(e->arena, text, length));
    g_free(text);
    return term;
}

// --- lists ---

bool term_is_list(Term term) {
    return term.kind == TERM_LIST || (term.kind == TERM_VALUE && term.value.type == VALUE_JSON &&
                                      json_is_array(term.value.as.json));
}

guint term_length(Term term) {
    if (term.kind == TERM_LIST)
        return term.list->count;
    return term_is_list(term) ? (guint)json_array_size(term.value.as.json) : 0;
}

Term term_item(Term term, guint index) {
    if (index >= term_length(term))
        return term_undefined();
    if (term.kind == TERM_LIST)
        return term.list->items[index];
    return term_of(value_from_json(json_array_get(term.value.as.json, index)));
}

// --- conversions ---

bool term_is_text(Term term) {
    return term.kind == TERM_VALUE && term.value.type == VALUE_STRING;
}

bool term_is_nullish(Term term) {
    return term.kind == TERM_VALUE && value_is_nullish(term.value);
}

double term_to_number(Term term) {
    if (term.kind == TERM_VALUE)
        return value_to_number(term.value);
    if (term.kind != TERM_LIST)
        return NAN;
    return term.list->count == 0   ? 0
           : term.list->count == 1 ? term_to_number(term.list->items[0])
                                   : NAN;
}

static const char *list_to_text(Evaluation *e, const TermList *list) {
    if (!term_count_steps(e, list->count))
        return "";
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < list->count && text->len <= EXPRESSION_TEXT_MAX; i++) {
        if (i > 0)
            g_string_append_c(text, ',');
        if (!term_is_nullish(list->items[i]))
            g_string_append(text, term_to_text(e, list->items[i]));
    }
    Term term = term_take_text(e, g_string_free(text, FALSE));
    return term_is_text(term) ? term.value.as.string : "";
}

const char *term_to_text(Evaluation *e, Term term) {
    switch (term.kind) {
    case TERM_VALUE:
        return value_to_string(term.value, e->arena);
    case TERM_LIST:
        return list_to_text(e, term.list);
    case TERM_REGEXP:
        return arena_printf(e->arena, "/%s/%s", term.regexp->pattern, term.regexp->flags);
    case TERM_RECORD:
    case TERM_DATUM:
        break;
    }
    return "[object Object]";
}

bool term_to_bool(Term term) {
    return term.kind != TERM_VALUE || value_to_bool(term.value);
}

static json_t *term_to_json(Term term);

static json_t *list_to_json(const TermList *list) {
    json_t *array = json_array();
    for (guint i = 0; i < list->count; i++)
        json_array_append_new(array, term_to_json(list->items[i]));
    return array;
}

static json_t *record_to_json(const TermRecord *record) {
    json_t *object = json_object();
    for (guint i = 0; i < record->count; i++)
        json_object_set_new(object, record->keys[i], term_to_json(record->values[i]));
    return object;
}

static json_t *term_to_json(Term term) {
    switch (term.kind) {
    case TERM_VALUE:
        if (term.value.type == VALUE_TIME) // nested times are milliseconds, see table_row_json
            term.value.type = VALUE_NUMBER;
        return value_to_json(term.value);
    case TERM_LIST:
        return list_to_json(term.list);
    case TERM_RECORD:
        return record_to_json(term.record);
    case TERM_REGEXP:
    case TERM_DATUM:
        break;
    }
    return json_null();
}

static void release_json(void *json) {
    json_decref(json);
}

Value term_to_value(Term term, Arena *arena) {
    if (term.kind == TERM_VALUE) {
        if (term.value.type == VALUE_STRING)
            term.value.as.string = arena_strdup(arena, term.value.as.string);
        return term.value;
    }
    json_t *json = term_to_json(term);
    if (json_is_null(json))
        return value_null();
    arena_own(arena, json, release_json);
    return (Value){.type = VALUE_JSON, .as.json = json};
}

// --- members ---

static Value datum_member(const Evaluation *e, const char *key) {
    for (guint i = 0; i < e->binding_count; i++)
        if (strcmp(e->bindings[i].name, key) == 0)
            return e->bindings[i].value;
    for (guint c = 0; e->table && c < e->table->column_count; c++)
        if (strcmp(e->table->columns[c].name, key) == 0)
            return e->table->columns[c].values[e->row];
    return value_undefined();
}

static Term list_member(const TermList *list, const char *key) {
    char *end;
    if (strcmp(key, "length") == 0)
        return term_number(list->count);
    guint64 index = g_ascii_strtoull(key, &end, 10);
    if (!g_ascii_isdigit(key[0]) || *end || index >= list->count)
        return term_undefined();
    return list->items[index];
}

static Term record_member(const TermRecord *record, const char *key) {
    for (guint i = record->count; i-- > 0;)
        if (strcmp(record->keys[i], key) == 0)
            return record->values[i];
    return term_undefined();
}

static Term text_member(Evaluation *e, const char *text, const char *key) {
    char *end;
    guint64 index = g_ascii_strtoull(key, &end, 10);
    if (!g_ascii_isdigit(key[0]) || *end)
        return term_of(value_member(value_string(text), key));
    if (index >= (guint64)g_utf8_strlen(text, -1))
        return term_undefined();
    return term_take_text(e, g_utf8_substring(text, (glong)index, (glong)index + 1));
}

Term term_member(Evaluation *e, Term object, const char *key) {
    switch (object.kind) {
    case TERM_DATUM:
        return term_of(datum_member(e, key));
    case TERM_LIST:
        return list_member(object.list, key);
    case TERM_RECORD:
        return record_member(object.record, key);
    case TERM_REGEXP:
        return term_undefined();
    case TERM_VALUE:
        if (object.value.type == VALUE_STRING)
            return text_member(e, object.value.as.string, key);
        return term_of(value_member(object.value, key));
    }
    return term_undefined();
}

// --- comparison ---

bool term_same(Term a, Term b) {
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case TERM_VALUE:
        return value_equal(a.value, b.value);
    case TERM_LIST:
        return a.list == b.list;
    case TERM_RECORD:
        return a.record == b.record;
    case TERM_REGEXP:
        return a.regexp == b.regexp;
    case TERM_DATUM:
        return true;
    }
    return false;
}

static bool is_object(Term term) {
    return term.kind != TERM_VALUE || term.value.type == VALUE_JSON;
}

bool term_alike(Evaluation *e, Term a, Term b) {
    if (term_is_nullish(a) || term_is_nullish(b))
        return term_is_nullish(a) && term_is_nullish(b);
    if (is_object(a) && is_object(b))
        return term_same(a, b);
    bool as_text = (term_is_text(a) || is_object(a)) && (term_is_text(b) || is_object(b));
    if (as_text)
        return strcmp(term_to_text(e, a), term_to_text(e, b)) == 0;
    return term_to_number(a) == term_to_number(b);
}

int term_relate(Term a, Term b) {
    if (a.kind == TERM_VALUE && b.kind == TERM_VALUE)
        return value_relate(a.value, b.value);
    return value_relate(value_number(term_to_number(a)), value_number(term_to_number(b)));
}

int term_compare(Term a, Term b) {
    if (a.kind == TERM_VALUE && b.kind == TERM_VALUE)
        return value_compare(a.value, b.value);
    return value_compare(value_number(term_to_number(a)), value_number(term_to_number(b)));
}

Term term_add(Evaluation *e, Term a, Term b) {
    bool text = term_is_text(a) || term_is_text(b) || is_object(a) || is_object(b);
    if (!text)
        return term_number(term_to_number(a) + term_to_number(b));
    const char *left = term_to_text(e, a), *right = term_to_text(e, b);
    size_t left_length = strlen(left), right_length = strlen(right);
    if (left_length + right_length > EXPRESSION_TEXT_MAX)
        return term_fail(e, "the expression makes too long a text");
    if (!term_count_steps(e, (left_length + right_length) / 16))
        return term_undefined();
    char *sum = arena_alloc(e->arena, left_length + right_length + 1);
    memcpy(sum, left, left_length);
    memcpy(sum + left_length, right, right_length + 1);
    return term_text(sum);
}
