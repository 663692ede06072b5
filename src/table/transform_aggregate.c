// aggregate and joinaggregate: groups in the order of their first row, one pass of running moments
// per field, and whole-group operations where moments do not suffice. The facts behind a group are
// the union of those behind its rows.
#include "table/aggregate.h"
#include "table/cell_facts.h"
#include "table/money.h"
#include "table/step.h"

typedef struct {
    const TransformContext *context;
    const Table *table;
    Groups groups;
} Grouped;

static Moments moments_of_rows(const Field *field, const guint *rows, guint count, double rate) {
    Moments moments = moments_new(rate);
    for (guint i = 0; i < count; i++)
        moments_add(&moments, field_value(field, rows[i]));
    return moments;
}

static void report_overflow(const TransformContext *context, const AggregateField *aggregate) {
    diag_error(context->diags, DIAG_TOO_LARGE, NULL, NULL,
               "the sum of \"%s\" has more than %d digits; it is rounded", aggregate->field,
               DECIMAL_DIGITS_MAX);
}

static Value aggregate_group(const Grouped *grouped, const AggregateField *aggregate,
                             const Field *field, guint group) {
    Arena *arena = grouped->context->arena;
    const guint *rows = group_rows(&grouped->groups, group);
    guint count = group_size(&grouped->groups, group);
    if (!aggregate_needs_field(aggregate->op))
        return value_number(count);
    if (!aggregate_is_moment(aggregate->op)) {
        RowSet set = {arena, grouped->table, field, rows, count};
        return aggregate_of_rows(aggregate->op, &set);
    }
    Moments moments = moments_of_rows(field, rows, count, aggregate->parameter);
    if (moments.overflowed && moments.decimals == moments.valid)
        report_overflow(grouped->context, aggregate);
    return aggregate_of_moments(aggregate->op, &moments, arena);
}

static void check_money(const Grouped *grouped, const AggregateField *aggregate) {
    const MoneySet set = {
        .table = grouped->table, .field = aggregate->field, .what = money_operation(aggregate->op)};
    if (set.what)
        money_check_groups(grouped->context->diags, aggregate->node, &set, &grouped->groups);
}

// One value per group.
static Value *aggregate_groups(const Grouped *grouped, const AggregateField *aggregate) {
    Arena *arena = grouped->context->arena;
    Value *values = arena_array(arena, Value, grouped->groups.count);
    Field field = {.name = ""};
    check_money(grouped, aggregate);
    if (aggregate->field)
        field = field_bind(arena, grouped->table, aggregate->field);
    for (guint g = 0; g < grouped->groups.count; g++)
        values[g] = aggregate_group(grouped, aggregate, &field, g);
    return values;
}

static Grouped group_table(const TransformContext *context, const Table *table,
                           const char *const *groupby, guint groupby_count) {
    Groups groups = groups_make(context->arena, table, groupby, groupby_count, GROUP_BY_TEXT);
    return (Grouped){context, table, groups};
}

static void fill_keys(Table *out, const Grouped *grouped, const char *path) {
    Field field = field_bind(out->arena, grouped->table, path);
    Value *values = table_output(out, field.name);
    for (guint g = 0; g < grouped->groups.count; g++)
        values[g] = field_value(&field, group_rows(&grouped->groups, g)[0]);
}

static const Lineage **group_lineage(const Grouped *grouped) {
    Arena *arena = grouped->context->arena;
    if (!grouped->table->lineage)
        return NULL;
    const Lineage **lineage = arena_array(arena, const Lineage *, grouped->groups.count);
    for (guint g = 0; g < grouped->groups.count; g++)
        lineage[g] = lineage_of_rows(arena, grouped->table, group_rows(&grouped->groups, g),
                                     group_size(&grouped->groups, g));
    return lineage;
}

const Table *transform_aggregate(const TransformContext *context, const Table *table,
                                 const char *const *groupby, guint groupby_count,
                                 const AggregateField *fields, guint field_count) {
    Grouped grouped = group_table(context, table, groupby, groupby_count);
    Table empty = {.arena = context->arena, .name = table->name, .row_count = grouped.groups.count};
    Table *out = table_extend(context->arena, &empty, groupby_count + field_count);
    out->lineage = group_lineage(&grouped);
    for (guint i = 0; i < groupby_count; i++)
        fill_keys(out, &grouped, groupby[i]);
    for (guint i = 0; i < field_count; i++) {
        Value *values = aggregate_groups(&grouped, &fields[i]);
        Value *column = table_output(out, fields[i].as);
        for (guint g = 0; g < out->row_count; g++)
            column[g] = values[g];
        if (money_operation(fields[i].op))
            money_note(out, fields[i].as,
                       money_of_groups(context->arena, table, fields[i].field, &grouped.groups));
        if (context->tells_cells)
            cell_facts_of_groups(out, &fields[i], table, &grouped.groups, /*joined=*/false);
    }
    return out;
}

// The group's words on each of its rows.
static const Value *spread_words(const void *data, const Value *words) {
    const Grouped *grouped = data;
    guint rows = grouped->table->row_count;
    Value *out = words ? arena_array(grouped->context->arena, Value, rows) : NULL;
    for (guint row = 0; out && row < rows; row++)
        out[row] = words[grouped->groups.of_row[row]];
    return out;
}

static void note_joined(Table *out, const AggregateField *aggregate, const Grouped *grouped) {
    if (!money_operation(aggregate->op))
        return;
    MoneyWords money =
        money_of_groups(out->arena, grouped->table, aggregate->field, &grouped->groups);
    money_note(out, aggregate->as, money_map(money, spread_words, grouped));
}

// The same values on every row of the group.
static const Table *transform_joinaggregate(const TransformContext *context, const Table *table,
                                            const char *const *groupby, guint groupby_count,
                                            const AggregateField *fields, guint field_count) {
    Grouped grouped = group_table(context, table, groupby, groupby_count);
    Table *out = table_extend(context->arena, table, field_count);
    for (guint i = 0; i < field_count; i++) {
        Value *values = aggregate_groups(&grouped, &fields[i]);
        Value *column = table_output(out, fields[i].as);
        for (guint row = 0; row < out->row_count; row++)
            column[row] = values[grouped.groups.of_row[row]];
        note_joined(out, &fields[i], &grouped);
        if (context->tells_cells)
            cell_facts_of_groups(out, &fields[i], table, &grouped.groups, /*joined=*/true);
    }
    return out;
}

// --- the transforms ---

static bool to_aggregates(Step *step, const OpSpec *specs, guint count, AggregateField **out) {
    bool good = true;
    *out = arena_array(step->arena, AggregateField, count);
    for (guint i = 0; i < count; i++) {
        int op = step_aggregate_op(step, &specs[i], NULL);
        (*out)[i] =
            (AggregateField){op, specs[i].field, specs[i].as, specs[i].param, specs[i].node};
        good = good && op >= 0;
        step_note_derived(step, specs[i].as);
    }
    return good;
}

typedef const Table *(*AggregateFunction)(const TransformContext *context, const Table *table,
                                          const char *const *groupby, guint groupby_count,
                                          const AggregateField *fields, guint field_count);

static const Table *apply_ops(Step *step, const char *key, AggregateFunction apply) {
    OpSpec *specs = NULL;
    guint count = 0;
    NameList groupby;
    AggregateField *fields;
    bool good = step_ops(step, key, &specs, &count);
    good = step_fields(step, "groupby", &groupby) && good;
    if (!step_end(step) || !good || !to_aggregates(step, specs, count, &fields))
        return NULL;
    return apply(&step->context, step->table, groupby.names, groupby.count, fields, count);
}

const Table *step_aggregate(Step *step) {
    return apply_ops(step, "aggregate", transform_aggregate);
}

const Table *step_joinaggregate(Step *step) {
    return apply_ops(step, "joinaggregate", transform_joinaggregate);
}

const Table *step_join_ops(Step *step, const OpSpec *specs, guint count, const NameList *groupby) {
    AggregateField *fields;
    if (!to_aggregates(step, specs, count, &fields))
        return NULL;
    return transform_joinaggregate(&step->context, step->table, groupby->names, groupby->count,
                                   fields, count);
}
