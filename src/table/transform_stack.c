// Stacking: each row gets a start and an end, after the rows before it in its group. After
// vega-encode's Stack: negative values go down from zero, "center" and "normalize" use absolute
// values. Rows keep their order; what is stacked on what follows the sort.
#include "table/money.h"
#include "table/step.h"

#include <math.h>

typedef struct {
    const Field *field; // NULL: every row counts one
    const guint *rows;
    guint count;
    double sum; // of absolute values
    Value *starts, *ends;
} Pile;

static double height(const Pile *pile, guint row) {
    return pile->field ? value_to_number(field_value(pile->field, row)) : 1;
}

static void pile_zero(const Pile *pile, double max_sum) {
    double positive = 0, negative = 0;
    (void)max_sum;
    for (guint i = 0; i < pile->count; i++) {
        guint row = pile->rows[i];
        double value = height(pile, row), *last = value < 0 ? &negative : &positive;
        pile->starts[row] = value_number(*last);
        pile->ends[row] = value_number(*last += value);
    }
}

static void pile_normalize(const Pile *pile, double max_sum) {
    double scale = 1 / pile->sum, last = 0, total = 0;
    (void)max_sum;
    for (guint i = 0; i < pile->count; i++) {
        guint row = pile->rows[i];
        pile->starts[row] = value_number(last);
        total += fabs(height(pile, row));
        pile->ends[row] = value_number(last = scale * total);
    }
}

static void pile_center(const Pile *pile, double max_sum) {
    double last = (max_sum - pile->sum) / 2;
    for (guint i = 0; i < pile->count; i++) {
        guint row = pile->rows[i];
        pile->starts[row] = value_number(last);
        pile->ends[row] = value_number(last += fabs(height(pile, row)));
    }
}

static void (*const PILES[])(const Pile *pile, double max_sum) = {
    [STACK_ZERO] = pile_zero,
    [STACK_NORMALIZE] = pile_normalize,
    [STACK_CENTER] = pile_center,
};

static double pile_sum(const Pile *pile) {
    double sum = 0;
    for (guint i = 0; i < pile->count; i++)
        sum += fabs(height(pile, pile->rows[i]));
    return sum;
}

// Pieces of a stack that its order tells apart may be on several bases: they are seen.
static void check_pieces(const TransformContext *context, const MoneySet *money,
                         const StackOptions *options) {
    guint count = options->groupby_count;
    const char **fields = arena_array(context->arena, const char *, count + options->sort_count);
    for (guint i = 0; i < count; i++)
        fields[i] = options->groupby[i];
    for (guint i = 0; i < options->sort_count; i++)
        fields[count + i] = options->sort[i].field;
    Groups pieces = groups_make(context->arena, money->table, fields, count + options->sort_count,
                                GROUP_BY_JSON);
    Place place = context->place ? json_node_place(context->place) : (Place){0};
    money_warn_groups(context->diags, context->place ? &place : NULL, money, &pieces,
                      MONEY_ON_BASES);
}

static void check_money(const TransformContext *context, const Table *table,
                        const StackOptions *options, const Groups *groups) {
    const MoneySet money = {.table = table, .field = options->field, .what = "stack"};
    const Column *column = options->field ? table_column(table, options->field) : NULL;
    if (!money_check_groups(context->diags, context->place, &money, groups) || !column)
        return;
    if (column->money.is_dollars && column->money.basis)
        check_pieces(context, &money, options);
}

const Table *transform_stack(const TransformContext *context, const Table *table,
                             const StackOptions *options) {
    Arena *arena = context->arena;
    const char *field = options->field;
    Groups groups =
        groups_make(arena, table, options->groupby, options->groupby_count, GROUP_BY_JSON);
    Field bound = field ? field_bind(arena, table, field) : (Field){0};
    Table *out = table_extend(arena, table, 2);
    Pile *piles = arena_array(arena, Pile, groups.count);
    Sorter sorter = sorter_new(arena, table, options->sort, options->sort_count);
    check_money(context, table, options, &groups);
    Value *starts = table_output(out, options->as_start),
          *ends = table_output(out, options->as_end);
    double max_sum = 0;
    for (guint g = 0; g < groups.count; g++) {
        piles[g] = (Pile){
            field ? &bound : NULL, group_rows(&groups, g), group_size(&groups, g), 0, starts, ends};
        piles[g].sum = pile_sum(&piles[g]);
        if (piles[g].sum > max_sum)
            max_sum = piles[g].sum;
        sorter_sort(&sorter, groups.rows + groups.starts[g], piles[g].count);
    }
    for (guint g = 0; g < groups.count; g++)
        PILES[options->offset](&piles[g], max_sum);
    return out;
}

static const Keyword OFFSETS[] = {
    {"zero", STACK_ZERO}, {"normalize", STACK_NORMALIZE}, {"center", STACK_CENTER}, {NULL, 0}};

const Table *step_stack(Step *step) {
    StackOptions options = {0};
    NameList groupby;
    int offset = STACK_ZERO;
    bool good = step_field(step, "stack", &options.field);
    good = step_require_fields(step, "groupby", &groupby) && good;
    good = step_sort(step, &options.sort, &options.sort_count) && good;
    const JsonNode *offset_node = reader_node(&step->reader, "offset");
    if (offset_node && !json_is_null(offset_node->json))
        good =
            json_read_keyword(step->context.diags, offset_node, "offset", OFFSETS, &offset) && good;
    const char *name = options.field ? options.field : "";
    options.as_start = arena_printf(step->arena, "%s_start", name);
    options.as_end = arena_printf(step->arena, "%s_end", name);
    good = step_as_range(step, &options.as_start, &options.as_end) && good;
    if (!step_end(step) || !good)
        return NULL;
    options.groupby = groupby.names;
    options.groupby_count = groupby.count;
    options.offset = (StackOffset)offset;
    step_note_derived(step, options.as_start);
    step_note_derived(step, options.as_end);
    TransformContext context = step->context;
    context.place = reader_node(&step->reader, "stack");
    guint errors = diags_errors(context.diags);
    const Table *out = transform_stack(&context, step->table, &options);
    return diags_errors(context.diags) == errors ? out : NULL;
}
