// Functions of lists and objects. Lists that they make are bounded by the evaluation's steps.
#include "table/term.h"

#include <math.h>
#include <string.h>

// The items of a list as an array of their own; NULL (and failed) past the limit or for no list.
static Term *copy_items(Evaluation *e, Term list, guint *count) {
    *count = term_length(list);
    if (!term_is_list(list)) {
        term_fail(e, "a function of arrays was given something else");
        return NULL;
    }
    if (!term_count_steps(e, *count))
        return NULL;
    Term *items = arena_array(e->arena, Term, *count);
    for (guint i = 0; i < *count; i++)
        items[i] = term_item(list, i);
    return items;
}

static Term call_extent(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function, (void)count;
    guint length = term_length(args[0]);
    Term ends[2] = {term_undefined(), term_undefined()};
    if (!term_count_steps(e, length))
        return term_undefined();
    for (guint i = 0; i < length; i++) {
        Term item = term_item(args[0], i);
        if (item.kind == TERM_VALUE && !value_is_valid(item.value))
            continue;
        if (term_is_nullish(ends[0]) || term_relate(item, ends[0]) == -1)
            ends[0] = item;
        if (term_is_nullish(ends[1]) || term_relate(item, ends[1]) == 1)
            ends[1] = item;
    }
    return term_list(e->arena, arena_memdup(e->arena, ends, sizeof ends), 2);
}

static Term call_inrange(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function;
    guint length = term_length(args[1]);
    Term low = term_item(args[1], 0), high = term_item(args[1], length ? length - 1 : 0);
    bool with_low = count < 3 || term_to_bool(args[2]),
         with_high = count < 4 || term_to_bool(args[3]);
    if (term_relate(low, high) == 1) {
        Term swap = low;
        low = high;
        high = swap;
    }
    int above = term_relate(low, args[0]), below = term_relate(args[0], high);
    return term_bool((above == -1 || (with_low && above == 0)) &&
                     (below == -1 || (with_high && below == 0)));
}

static Term call_join(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    const char *separator = count > 1 ? term_to_text(e, args[1]) : ",";
    guint length;
    Term *items = copy_items(e, args[0], &length);
    if (!items)
        return term_undefined();
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < length && text->len <= EXPRESSION_TEXT_MAX; i++) {
        if (i > 0)
            g_string_append(text, separator);
        if (!term_is_nullish(items[i]))
            g_string_append(text, term_to_text(e, items[i]));
    }
    return term_take_text(e, g_string_free(text, FALSE));
}

static Term call_lerp(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    guint length = term_length(args[0]);
    double low = term_to_number(term_item(args[0], 0));
    double high = term_to_number(term_item(args[0], length ? length - 1 : 0));
    return term_number(low + (high - low) * term_to_number(args[1]));
}

static Term call_peek(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    guint length = term_length(args[0]);
    return length ? term_item(args[0], length - 1) : term_undefined();
}

static Term call_pluck(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function, (void)count;
    guint length;
    Term *items = copy_items(e, args[0], &length);
    const char *key = term_to_text(e, args[1]);
    if (!items)
        return term_undefined();
    for (guint i = 0; i < length; i++)
        items[i] = term_member(e, items[i], key);
    return term_list(e->arena, items, length);
}

static Term call_reverse(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function, (void)count;
    guint length;
    Term *items = copy_items(e, args[0], &length);
    if (!items)
        return term_undefined();
    for (guint i = 0; i < length / 2; i++) {
        Term swap = items[i];
        items[i] = items[length - 1 - i];
        items[length - 1 - i] = swap;
    }
    return term_list(e->arena, items, length);
}

static Term call_sequence(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    double start = count > 1 ? term_to_number(args[0]) : 0;
    double stop = term_to_number(args[count > 1 ? 1 : 0]);
    double step = count > 2 ? term_to_number(args[2]) : 1;
    double length = ceil((stop - start) / step);
    if (!(length > 0))
        return term_list(e->arena, NULL, 0);
    if (!isfinite(length) || !term_count_steps(e, (gsize)MIN(length, 1e15)))
        return term_fail(e, "the expression takes too many steps");
    Term *items = arena_array(e->arena, Term, (size_t)length);
    for (guint i = 0; i < (guint)length; i++)
        items[i] = term_number(start + i * step);
    return term_list(e->arena, items, (guint)length);
}

typedef struct {
    Term term;
    guint index;
} Ranked;

static int compare_ranked(const void *a, const void *b) {
    const Ranked *left = a, *right = b;
    int order = term_compare(left->term, right->term);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

static Term call_sort(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function, (void)count;
    guint length;
    Term *items = copy_items(e, args[0], &length);
    if (!items)
        return term_undefined();
    Ranked *ranked = arena_array(e->arena, Ranked, length);
    for (guint i = 0; i < length; i++)
        ranked[i] = (Ranked){items[i], i};
    if (length)
        qsort(ranked, length, sizeof *ranked, compare_ranked);
    for (guint i = 0; i < length; i++)
        items[i] = ranked[i].term;
    return term_list(e->arena, items, length);
}

static Term call_span(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)e, (void)function, (void)count;
    guint length = term_length(args[0]);
    if (!length)
        return term_number(0);
    double span =
        term_to_number(term_item(args[0], length - 1)) - term_to_number(term_item(args[0], 0));
    return term_number(isnan(span) ? 0 : span);
}

// --- objects ---

typedef struct {
    GPtrArray *keys;
    GArray *values; // of Term
} Members;

static void add_member(Members *members, const char *key, Term value) {
    for (guint i = 0; i < members->keys->len; i++)
        if (strcmp(members->keys->pdata[i], key) == 0) {
            g_array_index(members->values, Term, i) = value;
            return;
        }
    g_ptr_array_add(members->keys, (gpointer)key);
    g_array_append_val(members->values, value);
}

static void add_json_members(Members *members, json_t *object) {
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
        add_member(members, key, term_of(value_from_json(value)));
}

static void add_datum_members(const Evaluation *e, Members *members) {
    for (guint c = 0; e->table && c < e->table->column_count; c++)
        add_member(members, e->table->columns[c].name,
                   term_of(e->table->columns[c].values[e->row]));
    for (guint i = 0; i < e->binding_count; i++)
        add_member(members, e->bindings[i].name, term_of(e->bindings[i].value));
}

static void add_members_of(Evaluation *e, Members *members, Term object) {
    if (object.kind == TERM_DATUM)
        add_datum_members(e, members);
    else if (object.kind == TERM_RECORD)
        for (guint i = 0; i < object.record->count; i++)
            add_member(members, object.record->keys[i], object.record->values[i]);
    else if (object.kind == TERM_VALUE && object.value.type == VALUE_JSON)
        add_json_members(members, object.value.as.json);
    guint added = members->keys->len; // each was looked for among all
    term_count_steps(e, (gsize)added * added / 16);
}

static Term call_merge(Evaluation *e, const Function *function, const Term *args, guint count) {
    (void)function;
    Members members = {g_ptr_array_new(), g_array_new(FALSE, FALSE, sizeof(Term))};
    for (guint i = 0; i < count && !e->problem; i++)
        add_members_of(e, &members, args[i]);
    TermRecord *record = arena_new0(e->arena, TermRecord);
    record->count = members.keys->len;
    record->keys = arena_memdup(e->arena, members.keys->pdata, record->count * sizeof(gpointer));
    record->values = arena_memdup(e->arena, members.values->data, record->count * sizeof(Term));
    g_ptr_array_free(members.keys, TRUE);
    g_array_free(members.values, TRUE);
    return (Term){TERM_RECORD, {.record = record}};
}

const Function LIST_FUNCTIONS[] = {
    {.name = "extent", .min_args = 1, .call = call_extent},
    {.name = "inrange", .min_args = 2, .call = call_inrange},
    {.name = "join", .min_args = 1, .call = call_join},
    {.name = "lerp", .min_args = 2, .call = call_lerp},
    {.name = "merge", .min_args = 0, .call = call_merge},
    {.name = "peek", .min_args = 1, .call = call_peek},
    {.name = "pluck", .min_args = 2, .call = call_pluck},
    {.name = "reverse", .min_args = 1, .call = call_reverse},
    {.name = "sequence", .min_args = 1, .call = call_sequence},
    {.name = "sort", .min_args = 1, .call = call_sort},
    {.name = "span", .min_args = 1, .call = call_span},
    {.name = NULL},
};
