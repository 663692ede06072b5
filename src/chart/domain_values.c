// The values of a domain from its parts: an extent for continuous scales, distinct values in
// order for discrete ones (as Vega's data-driven domains).
#include "chart/scale_instance.h"
#include "table/money_compare.h"

#include <math.h>

static Rows part_rows(const DomainPart *part) {
    return part->view->data.stages[part->stage];
}

static const char *part_key(const DomainPart *part) {
    return part->stage == DATA_RAW ? part->view->data.raw_key : part->view->data.main_key;
}

// ---------- parts that are the same ----------

static bool same_source(const DomainPart *a, const DomainPart *b) {
    if (a->kind != b->kind)
        return false;
    if (a->kind == DOMAIN_VALUES)
        return json_equal(a->values, b->values);
    if (a->kind == DOMAIN_BINS)
        return a->bin == b->bin;
    return a->stage == b->stage && !strcmp(a->column, b->column) &&
           !g_strcmp0(part_key(a), part_key(b));
}

static GPtrArray *distinct_parts(const ScaleModel *model) {
    GPtrArray *parts = g_ptr_array_new();
    for (guint i = 0; i < model->domain->len; i++) {
        DomainPart *part = g_ptr_array_index(model->domain, i);
        bool is_known = false;
        for (guint k = 0; k < parts->len && !is_known; k++)
            is_known = same_source(g_ptr_array_index(parts, k), part);
        if (!is_known)
            g_ptr_array_add(parts, part);
    }
    return parts;
}

// ---------- extents ----------

typedef struct {
    double low, high;
} Extent;

static void take_number(Extent *extent, double number) {
    if (number < extent->low)
        extent->low = number;
    if (number > extent->high)
        extent->high = number;
}

static void take_value(Extent *extent, Value value) {
    bool is_blank = value.type == VALUE_STRING && !value.as.string[0];
    if (!value_is_nullish(value) && !is_blank)
        take_number(extent, value_to_number(value));
}

static void take_rows(Extent *extent, const DomainPart *part, Arena *arena) {
    Rows rows = part_rows(part);
    if (!rows.table)
        return;
    Field field = field_bind(arena, rows.table, part->column);
    for (guint i = 0; i < rows.count; i++)
        take_value(extent, field_value(&field, rows_at(&rows, i)));
}

static void take_part(Extent *extent, const DomainPart *part, Chart *chart) {
    json_t *value;
    size_t i;
    switch (part->kind) {
    case DOMAIN_DATA:
        take_rows(extent, part, chart->arena);
        break;
    case DOMAIN_VALUES:
        json_array_foreach(part->values, i, value)
            take_value(extent, def_scale_value(chart, part->def, value));
        break;
    case DOMAIN_BINS:
        if (part->bin) {
            take_number(extent, part->bin->start);
            take_number(extent, part->bin->stop);
        }
        break;
    }
}

static const Value *given_values(Chart *chart, const DomainPart *part, guint *count) {
    *count = (guint)json_array_size(part->values);
    Value *values = arena_array(chart->arena, Value, *count + 1);
    for (guint i = 0; i < *count; i++)
        values[i] = def_scale_value(chart, part->def, json_array_get(part->values, i));
    return values;
}

static Value scale_number(const ScaleModel *model, double number) {
    return kind_is_time(model->kind) ? value_time(number) : value_number(number);
}

static const Value *extent_values(ScaleModel *model, const GPtrArray *parts, guint *count) {
    Chart *chart = model->view->chart;
    const DomainPart *first = parts->len ? g_ptr_array_index(parts, 0) : NULL;
    if (parts->len == 1 && first->kind == DOMAIN_VALUES && json_array_size(first->values) > 1)
        return given_values(chart, first, count);
    Extent extent = {INFINITY, -INFINITY};
    for (guint i = 0; i < parts->len; i++)
        take_part(&extent, g_ptr_array_index(parts, i), chart);
    Value *values = arena_array(chart->arena, Value, 2);
    bool is_known = isfinite(extent.low) && isfinite(extent.high);
    values[0] = scale_number(model, is_known ? extent.low : NAN);
    values[1] = scale_number(model, is_known ? extent.high : NAN);
    *count = 2;
    return values;
}

// All values in order, for quantiles.
static const Value *sample_values(ScaleModel *model, const GPtrArray *parts, guint *count) {
    Chart *chart = model->view->chart;
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(Value));
    for (guint i = 0; i < parts->len; i++) {
        const DomainPart *part = g_ptr_array_index(parts, i);
        if (part->kind == DOMAIN_VALUES) {
            guint given;
            const Value *list = given_values(chart, part, &given);
            g_array_append_vals(values, list, given);
        }
        Rows rows = part->kind == DOMAIN_DATA ? part_rows(part) : (Rows){0};
        if (!rows.table)
            continue;
        Field field = field_bind(chart->arena, rows.table, part->column);
        for (guint r = 0; r < rows.count; r++) {
            Value value = field_value(&field, rows_at(&rows, r));
            if (value_is_valid(value))
                g_array_append_val(values, value);
        }
    }
    *count = values->len;
    return chart_keep(chart, values->data, values->len * sizeof(Value));
}

// ---------- distinct values ----------

typedef struct {
    Value value;
    Value weight; // what it is sorted by
    bool has_weight;
    guint order; // of first appearance
} Entry;

typedef struct {
    Chart *chart;
    DomainSort sort;
    KeyIndex *index;
    GArray *entries; // of Entry
} Distinct;

static guint add_entry(Distinct *d, Value value) {
    guint number = key_index_add(d->index, &value);
    if (number == d->entries->len) {
        Entry entry = {.value = value, .order = number};
        g_array_append_val(d->entries, entry);
    }
    return number;
}

// min and max of what several parts say, sums of their counts.
static Value joined_weight(const DomainSort *sort, Value a, Value b) {
    if (sort->op == aggregate_find("max"))
        return value_compare(b, a) > 0 ? b : a;
    if (sort->op == aggregate_find("count"))
        return value_number(value_to_number(a) + value_to_number(b));
    return value_compare(b, a) < 0 ? b : a;
}

static void weigh(Distinct *d, guint entry, Value weight) {
    Entry *e = &g_array_index(d->entries, Entry, entry);
    e->weight = e->has_weight ? joined_weight(&d->sort, e->weight, weight) : weight;
    e->has_weight = true;
}

// All values of the domain are put in one order.
static void check_order(const Distinct *d, const Rows *rows) {
    guint *all = arena_array(d->chart->arena, guint, rows->count + 1);
    for (guint i = 0; i < rows->count; i++)
        all[i] = rows_at(rows, i);
    const MoneySet set = {rows->table, d->sort.field, all, rows->count, "the sort"};
    Place place = json_node_place(chart_place(d->chart, d->sort.at));
    money_warn_compared(d->chart->diags, &place, &set, NULL);
}

// The rows of a part by their value, each group weighed by the sort's aggregate.
static void add_weighed(Distinct *d, const DomainPart *part, const Rows *rows) {
    Field field = field_bind(d->chart->arena, rows->table, part->column);
    check_order(d, rows);
    g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < rows->count; i++) {
        guint row = rows_at(rows, i);
        guint entry = add_entry(d, field_value(&field, row));
        while (groups->len <= entry)
            g_ptr_array_add(groups, g_array_new(FALSE, FALSE, sizeof(guint)));
        g_array_append_val((GArray *)g_ptr_array_index(groups, entry), row);
    }
    for (guint g = 0; g < groups->len; g++) {
        GArray *group = g_ptr_array_index(groups, g);
        if (group->len)
            weigh(d, g,
                  aggregate_rows(d->chart->arena, d->sort.op, rows->table, d->sort.field,
                                 (const guint *)(const void *)group->data, group->len));
    }
}

static void add_rows(Distinct *d, const DomainPart *part) {
    Rows rows = part_rows(part);
    if (!rows.table)
        return;
    if (d->sort.kind == SORT_FIELD) {
        add_weighed(d, part, &rows);
        return;
    }
    Field field = field_bind(d->chart->arena, rows.table, part->column);
    for (guint i = 0; i < rows.count; i++)
        add_entry(d, field_value(&field, rows_at(&rows, i)));
}

static void add_given(Distinct *d, const DomainPart *part) {
    json_t *value;
    size_t i;
    json_array_foreach(part->values, i, value)
        add_entry(d, def_scale_value(d->chart, part->def, value));
}

static bool same_unit_value(const Def *def, Value listed, Value value, GTimeZone *zone) {
    if (value_equal(listed, value))
        return true;
    return def && def->has_unit && value_is_number(listed) && value_is_number(value) &&
           time_unit_floor(&def->unit, value_to_number(listed), zone) == value_to_number(value);
}

static guint list_index(const Distinct *d, const Def *def, Value value) {
    json_t *item;
    size_t i;
    json_array_foreach(d->sort.list, i,
                       item) if (same_unit_value(def, def_scale_value(d->chart, def, item), value,
                                                 d->chart->input->zone)) return (guint)i;
    return (guint)json_array_size(d->sort.list);
}

static void weigh_by_list(Distinct *d, const Def *def) {
    for (guint i = 0; i < d->entries->len; i++) {
        Entry *entry = &g_array_index(d->entries, Entry, i);
        entry->weight = value_number(list_index(d, def, entry->value));
    }
}

static gint compare_entries(gconstpointer a, gconstpointer b, gpointer data) {
    const Entry *x = a, *y = b;
    const DomainSort *sort = data;
    int order = sort->kind == SORT_NATURAL ? value_compare(x->value, y->value)
                                           : value_compare(x->weight, y->weight);
    if (order)
        return sort->descending ? -order : order;
    return x->order < y->order ? -1 : x->order > y->order;
}

// ---------- which order counts ----------

static bool same_sort(const DomainSort *a, const DomainSort *b) {
    return a->kind == b->kind && a->descending == b->descending && a->op == b->op &&
           !g_strcmp0(a->field, b->field) && a->list == b->list;
}

static GArray *distinct_sorts(const ScaleModel *model) {
    GArray *sorts = g_array_new(FALSE, FALSE, sizeof(DomainSort));
    for (guint i = 0; i < model->domain->len; i++) {
        const DomainPart *part = g_ptr_array_index(model->domain, i);
        bool is_known = part->kind != DOMAIN_DATA || part->sort.kind == SORT_NONE;
        for (guint k = 0; k < sorts->len && !is_known; k++)
            is_known = same_sort(&g_array_index(sorts, DomainSort, k), &part->sort);
        if (!is_known)
            g_array_append_val(sorts, part->sort);
    }
    return sorts;
}

static bool has_op(const DomainSort *sort) {
    return sort->kind == SORT_FIELD || sort->kind == SORT_LIST ||
           (sort->kind == SORT_NATURAL && sort->descending);
}

static bool is_min(const DomainSort *sort) {
    return sort->kind != SORT_FIELD || sort->op == aggregate_find("min");
}

// Several orders for one set of values: the only one that is not by "min", else the natural one.
static DomainSort settle_same(const GArray *sorts) {
    guint others = 0, other = 0;
    bool all_ops = true;
    for (guint i = 0; i < sorts->len; i++) {
        const DomainSort *sort = &g_array_index(sorts, DomainSort, i);
        all_ops = all_ops && has_op(sort);
        if (!is_min(sort)) {
            others++;
            other = i;
        }
    }
    if (all_ops && others == 1)
        return g_array_index(sorts, DomainSort, other);
    return (DomainSort){.kind = SORT_NATURAL};
}

static bool can_join(const DomainSort *sort) {
    static const char *const OPS[] = {"min", "max", "count"};
    if (sort->kind != SORT_FIELD)
        return true;
    for (guint i = 0; i < G_N_ELEMENTS(OPS); i++)
        if (sort->op == aggregate_find(OPS[i]))
            return true;
    return false;
}

static DomainSort settle_joined(const GArray *sorts) {
    DomainSort settled = {.kind = SORT_NONE};
    for (guint i = 0; i < sorts->len; i++) {
        DomainSort sort = g_array_index(sorts, DomainSort, i);
        if (!can_join(&sort))
            sort = (DomainSort){.kind = SORT_NATURAL};
        if (settled.kind != SORT_NONE && !same_sort(&settled, &sort))
            return (DomainSort){.kind = SORT_NATURAL};
        settled = sort;
    }
    return settled;
}

static DomainSort settle_sort(const ScaleModel *model, const GPtrArray *parts) {
    g_autoptr(GArray) sorts = distinct_sorts(model);
    if (sorts->len == 0)
        return (DomainSort){.kind = SORT_NONE};
    if (parts->len > 1)
        return settle_joined(sorts);
    return sorts->len == 1 ? g_array_index(sorts, DomainSort, 0) : settle_same(sorts);
}

static const Value *distinct_values(ScaleModel *model, const GPtrArray *parts, guint *count) {
    Chart *chart = model->view->chart;
    const DomainPart *first = parts->len ? g_ptr_array_index(parts, 0) : NULL;
    Distinct d = {chart, settle_sort(model, parts), key_index_new(1, GROUP_BY_TEXT),
                  g_array_new(FALSE, FALSE, sizeof(Entry))};
    for (guint i = 0; i < parts->len; i++) {
        const DomainPart *part = g_ptr_array_index(parts, i);
        if (part->kind == DOMAIN_DATA)
            add_rows(&d, part);
        else if (part->kind == DOMAIN_VALUES)
            add_given(&d, part);
    }
    bool is_given = parts->len == 1 && first->kind == DOMAIN_VALUES;
    if (d.sort.kind == SORT_LIST)
        weigh_by_list(&d, first->def);
    if (d.sort.kind != SORT_NONE && !is_given)
        g_array_sort_with_data(d.entries, compare_entries, &d.sort);
    *count = d.entries->len;
    Value *values = arena_array(chart->arena, Value, *count + 1);
    for (guint i = 0; i < *count; i++)
        values[i] = g_array_index(d.entries, Entry, i).value;
    key_index_free(d.index);
    g_array_unref(d.entries);
    return values;
}

static const Value *boundary_values(const ScaleModel *model, guint *count) {
    const Bin *bin = model->bins;
    Arena *arena = model->view->chart->arena;
    *count = 0;
    if (!bin || !(bin->step > 0))
        return arena_array(arena, Value, 1);
    double bins = round((bin->stop - bin->start) / bin->step);
    guint total = bins >= 0 && bins < CHART_TICKS_MAX ? (guint)bins + 1 : 0;
    Value *values = arena_array(arena, Value, total + 1);
    for (guint i = 0; i < total; i++)
        values[i] = value_number(bin->start + i * bin->step);
    *count = total;
    return values;
}

const Value *domain_values(ScaleModel *model, guint *count) {
    if (model->kind == KIND_BIN_ORDINAL && model->domain->len == 0)
        return boundary_values(model, count);
    g_autoptr(GPtrArray) parts = distinct_parts(model);
    if (model->kind == KIND_QUANTILE)
        return sample_values(model, parts, count);
    if (kind_is_discrete(model->kind))
        return distinct_values(model, parts, count);
    return extent_values(model, parts, count);
}
