// filter and calculate. A filter by a value first reads the column as that value's type, as
// Vega-Lite does: comparing with 2000 makes numbers of texts, comparing with "x" makes texts of
// numbers.
#include "table/cell_facts.h"
#include "table/money_compare.h"
#include "table/predicate.h"
#include "table/step.h"

#include <math.h>
#include <string.h>

typedef struct {
    Step *step;
    const JsonNode *node;
    const Table *table;
} FilterFields;

static void visit_field(void *data, const char *field, const char *parse) {
    FilterFields *f = data;
    step_check_field(f->step, f->node, field);
    if (parse)
        f->table = step_parse_column(f->step, f->table, field, parse);
}

// --- comparisons of amounts ---

typedef struct {
    Step *step;
    const JsonNode *node;
    const Table *table;
} Comparing;

static void tell_compared(void *data, const char *field, const guint *rows, guint count) {
    const Comparing *comparing = data;
    Place place = json_node_place(comparing->node);
    const MoneySet set = {comparing->table, field, rows, count, "the condition"};
    money_warn_compared(comparing->step->context.diags, &place, &set, NULL);
}

// Only where a column holds amounts: else nothing can be told.
static bool has_amounts(const Table *table) {
    for (guint i = 0; i < table->column_count; i++)
        if (table->columns[i].money.currency)
            return true;
    return false;
}

static guint *all_rows(Arena *arena, const Table *table) {
    guint *rows = arena_array(arena, guint, table->row_count + 1);
    for (guint row = 0; row < table->row_count; row++)
        rows[row] = row;
    return rows;
}

static void check_filter(const Comparing *comparing, const Predicate *predicate) {
    const Table *table = comparing->table;
    const ExpressionVisit visit = {tell_compared, (void *)comparing};
    if (has_amounts(table))
        predicate_each_compared(predicate, table, all_rows(comparing->step->arena, table),
                                table->row_count, &visit);
}

static void check_formula(const Comparing *comparing, const Expression *expression) {
    const Table *table = comparing->table;
    const ExpressionVisit visit = {tell_compared, (void *)comparing};
    if (has_amounts(table))
        expression_each_compared(expression, table, all_rows(comparing->step->arena, table),
                                 table->row_count, &visit);
}

static const Table *keep_rows(Step *step, const Table *table, const Predicate *predicate) {
    g_autofree guint *rows = g_new(guint, MAX(table->row_count, 1));
    guint count = 0;
    for (guint row = 0; row < table->row_count; row++)
        if (predicate_test(predicate, table, row))
            rows[count++] = row;
    return count == table->row_count ? table : table_pick(step->arena, table, rows, count);
}

const Table *step_filter(Step *step) {
    const JsonNode *node = reader_node(&step->reader, "filter");
    const Predicate *predicate = predicate_parse(&step->context, node);
    if (!step_end(step) || !predicate)
        return NULL;
    FilterFields fields = {step, node, step->table};
    predicate_visit_fields(predicate, visit_field, &fields);
    guint errors = diags_errors(step->context.diags);
    check_filter(&(Comparing){step, node, fields.table}, predicate);
    const Table *out = keep_rows(step, fields.table, predicate);
    return diags_errors(step->context.diags) == errors ? out : NULL;
}

static void check_expression_fields(Step *step, const JsonNode *node,
                                    const Expression *expression) {
    guint count;
    const char *const *fields = expression_fields(expression, &count);
    for (guint i = 0; i < count; i++)
        step_check_field(step, node, fields[i]);
}

// Whether all that is not 0 is one number: a mark that says yes, not an amount.
static bool are_marks(const Value *values, guint count) {
    double mark = 0;
    for (guint row = 0; row < count; row++) {
        double number = value_is_valid(values[row]) ? value_to_number(values[row]) : 0;
        if (number == 0 || isnan(number))
            continue;
        if (mark != 0 && number != mark)
            return false;
        mark = number;
    }
    return true;
}

// A formula over one column of amounts gives amounts, in its currency and on its basis, as far as
// the formula does not look at these itself.
static MoneyWords money_of_fields(const Step *step, const Expression *expression) {
    const Column *amounts = NULL;
    guint count;
    const char *const *fields = expression_fields(expression, &count);
    MoneyWords money = {0};
    for (guint i = 0; i < count; i++) {
        const Column *column = table_column(step->table, fields[i]);
        if (!column || !money_is_known(&column->money))
            continue;
        if (amounts)
            return (MoneyWords){0}; // a share, a difference: not looked into
        amounts = column;
        money = column->money;
    }
    for (guint i = 0; amounts && i < count; i++) {
        const Column *column = table_column(step->table, fields[i]);
        if (strstr(fields[i], "currency") || (column && column->values == money.currency))
            money.currency = NULL;
        if (strstr(fields[i], "basis") || (column && column->values == money.basis))
            money.basis = NULL;
        if (column != amounts) // as a share of it
            money.row = NULL;
        if (strstr(fields[i], "counted") || (column && column->values == money.counted))
            money.counted = NULL;
    }
    return money;
}

static void note_cells(const Step *step, const Expression *expression, Table *out, const char *as) {
    guint count;
    const char *const *fields = expression_fields(expression, &count);
    if (step->context.tells_cells)
        cell_facts_of_formula(out, as, step->table, fields, count);
}

const Table *step_calculate(Step *step) {
    const JsonNode *node = reader_node(&step->reader, "calculate");
    ExpressionContext context = expression_context(&step->context);
    const char *text, *as = NULL;
    Expression *expression = NULL;
    if (json_read_string(step->context.diags, node, "calculate", &text))
        expression = expression_parse(&context, text, node);
    if (reader_require(&step->reader, "as"))
        reader_string(&step->reader, "as", &as);
    if (!step_end(step) || !expression || !as)
        return NULL;
    check_expression_fields(step, node, expression);
    check_formula(&(Comparing){step, node, step->table}, expression);
    guint errors = diags_errors(step->context.diags);
    Table *out = table_extend(step->arena, step->table, 1);
    Value *values = step_output(step, out, as);
    for (guint row = 0; row < out->row_count; row++)
        values[row] = expression_evaluate(expression, step->table, row);
    if (!are_marks(values, out->row_count))
        money_note(out, as, money_of_fields(step, expression));
    note_cells(step, expression, out, as);
    return diags_errors(step->context.diags) == errors ? out : NULL;
}
