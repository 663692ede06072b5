// Imputing and stacking by the encoding of a unit.
#include "chart/data.h"

#include <math.h>

static json_t *name_list(const char *const *names, guint count) {
    json_t *list = json_array();
    for (guint i = 0; i < count; i++)
        json_array_append_new(list, json_string(names[i]));
    return list;
}

static void append_facets(const View *unit, json_t *list) {
    for (guint i = 0; i < unit->data.facet_count; i++)
        json_array_append_new(list, json_string(unit->data.facets[i]));
}

// "impute" of x or y: missing values of it along the other one.
const Table *data_impute(View *unit, const Table *table) {
    const Def *x = unit->encoding->channel[CHANNEL_X], *y = unit->encoding->channel[CHANNEL_Y];
    if (!x || !y || !x->is_field || !y->is_field)
        return table;
    bool is_x = js_truthy(def_get(x, "impute"));
    if (!is_x && !js_truthy(def_get(y, "impute")))
        return table;
    const Def *imputed = is_x ? x : y, *key = is_x ? y : x;
    const char *const *groups;
    guint count = encoding_path_groups(unit->chart, unit->encoding, unit->mark, &groups);
    json_t *transform = json_copy(def_get(imputed, "impute"));
    json_object_set_new(transform, "impute", json_string(imputed->field ? imputed->field : ""));
    json_object_set_new(transform, "key", json_string(key->field ? key->field : ""));
    json_t *groupby = name_list(groups, count);
    append_facets(unit, groupby);
    json_object_set_new(transform, "groupby", groupby);
    return data_apply(unit, table, json_pack("[o]", transform));
}

// ---------- stack ----------

// The middle of a bin, so that one column can be imputed.
static const Table *add_middle(View *unit, const Table *table, const Def *def) {
    Chart *chart = unit->chart;
    Table *extended = table_extend(chart->arena, table, 1);
    Field start = field_bind(chart->arena, table, def->name);
    Field end = field_bind(chart->arena, table, def_column(chart, def, "end"));
    Value *middle = table_output(extended, def_column(chart, def, "mid"));
    const json_t *given = def_get(def, "bandPosition");
    double position = json_is_number(given) ? json_number_value(given) : 0.5;
    for (guint i = 0; i < table->row_count; i++) {
        Value low = field_value(&start, i);
        bool is_finite = value_is_valid(low) && isfinite(value_to_number(low));
        double high = value_to_number(field_value(&end, i));
        middle[i] =
            is_finite ? value_number(position * value_to_number(low) + (1 - position) * high) : low;
    }
    return extended;
}

static const Table *impute_dimension(View *unit, const Table *table, const Def *dimension) {
    const Stack *stack = unit->stack;
    Chart *chart = unit->chart;
    const Def *stacked = unit->encoding->channel[stack->channel];
    bool is_binned = dimension->binning || dimension->binned;
    if (is_binned)
        table = add_middle(unit, table, dimension);
    json_t *groupby = json_array();
    for (guint i = 0; i < stack->by_count; i++)
        json_array_append_new(groupby, json_string(stack->by[i]->name));
    append_facets(unit, groupby);
    const char *key = is_binned ? def_column(chart, dimension, "mid") : dimension->name;
    json_t *transform = json_pack("{s:s,s:s,s:o,s:s,s:i}", "impute", stacked->name, "key", key,
                                  "groupby", groupby, "method", "value", "value", 0);
    return data_apply(unit, table, json_pack("[o]", transform));
}

static guint stack_groups(View *unit, const char **groups) {
    const Stack *stack = unit->stack;
    Chart *chart = unit->chart;
    guint count = 0;
    for (guint i = 0; i < stack->dimension_count; i++) {
        const Def *def = stack->dimensions[i];
        bool is_binned = def->binning || def->binned;
        groups[count++] = is_binned && stack->impute ? def_column(chart, def, "mid") : def->name;
        if (is_binned && !stack->impute)
            groups[count++] = def_column(chart, def, "end");
    }
    for (guint i = 0; i < unit->data.facet_count; i++)
        groups[count++] = unit->data.facets[i];
    return count;
}

static const char *sort_word(const json_t *sort, const char *otherwise) {
    return json_is_string(sort) ? json_string_value(sort) : otherwise;
}

static guint order_sort(View *unit, SortField *sort) {
    const Encoding *encoding = unit->encoding;
    for (guint i = 0; i < encoding->order_count; i++) {
        const Def *def = encoding->order[i];
        const char *word = sort_word(def_get(def, "sort"), "ascending");
        sort[i] = (SortField){def->name, !strcmp(word, "descending")};
    }
    return encoding->order_count;
}

// By default the fields that part the stack, the last one of a column on top.
static guint default_sort(View *unit, SortField *sort) {
    const Stack *stack = unit->stack;
    const char *word = unit->encoding->order_sort;
    bool is_descending = word ? !strcmp(word, "descending") : stack->channel == CHANNEL_Y;
    guint count = 0;
    for (guint i = 0; i < stack->by_count; i++) {
        bool is_known = false;
        for (guint k = 0; k < count && !is_known; k++)
            is_known = !strcmp(sort[k].field, stack->by[i]->name);
        if (!is_known)
            sort[count++] = (SortField){stack->by[i]->name, is_descending};
    }
    return count;
}

// The place of each value in the explicit domain of the colour.
static const Table *add_domain_index(View *unit, const Table *table, const char *name) {
    Chart *chart = unit->chart;
    const Def *color = unit->sorted_by_domain;
    json_t *domain = json_object_get(def_get(color, "scale"), "domain");
    Table *extended = table_extend(chart->arena, table, 1);
    Field field = field_bind(chart->arena, table, color->name);
    Value *index = table_output(extended, name);
    for (guint i = 0; i < table->row_count; i++) {
        Value value = field_value(&field, i);
        int found = -1;
        for (size_t k = 0; found < 0 && k < json_array_size(domain); k++)
            if (value_equal(value_from_json(json_array_get(domain, k)), value))
                found = (int)k;
        index[i] = value_number(found);
    }
    return extended;
}

const Table *data_stack(View *unit, const Table *table) {
    const Stack *stack = unit->stack;
    if (!stack)
        return table;
    Chart *chart = unit->chart;
    const Def *stacked = unit->encoding->channel[stack->channel];
    for (guint i = 0; stack->impute && table && i < stack->dimension_count; i++)
        table = impute_dimension(unit, table, stack->dimensions[i]);
    if (!table)
        return NULL;
    const char **groups = arena_array(chart->arena, const char *, unit->data.facet_count + 4);
    guint group_count = stack_groups(unit, groups);
    SortField *sort =
        arena_array(chart->arena, SortField, stack->by_count + unit->encoding->order_count + 1);
    guint sort_count =
        unit->encoding->order_count ? order_sort(unit, sort) : default_sort(unit, sort);
    if (unit->sorted_by_domain) {
        bool is_horizontal = !g_strcmp0(mark_orient(unit->mark_def), "horizontal");
        table = add_domain_index(unit, table, "__domain_index");
        sort[0] = (SortField){"__domain_index", !is_horizontal};
        sort_count = 1;
    }
    TransformContext context = chart->transform;
    context.place = chart_place(chart, def_get(stacked, "field"));
    const StackOptions options = {.field = stacked->name,
                                  .groupby = groups,
                                  .groupby_count = group_count,
                                  .sort = sort,
                                  .sort_count = sort_count,
                                  .offset = stack->offset,
                                  .as_start = def_column(chart, stacked, "start"),
                                  .as_end = def_column(chart, stacked, "end")};
    return transform_stack(&context, table, &options);
}
