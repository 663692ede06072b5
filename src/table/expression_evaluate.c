// Walks the tree of an expression. What is made on the way lives in a scratch arena that is emptied
// before each evaluation; the result is copied out of it. Work is counted and bounded.
#include "table/expression_tree.h"

#include <math.h>
#include <string.h>

// --- operators ---

static gint32 to_int32(Term term) {
    double number = trunc(term_to_number(term));
    if (!isfinite(number))
        return 0;
    double rest = fmod(number, 4294967296.0);
    return (gint32)(guint32)(gint64)rest;
}

static Term op_subtract(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_number(term_to_number(a) - term_to_number(b));
}

static Term op_multiply(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_number(term_to_number(a) * term_to_number(b));
}

static Term op_divide(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_number(term_to_number(a) / term_to_number(b));
}

static Term op_remainder(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_number(fmod(term_to_number(a), term_to_number(b)));
}

static Term op_same(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_bool(term_same(a, b));
}

static Term op_not_same(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_bool(!term_same(a, b));
}

static Term op_alike(Evaluation *e, Term a, Term b) {
    return term_bool(term_alike(e, a, b));
}

static Term op_not_alike(Evaluation *e, Term a, Term b) {
    return term_bool(!term_alike(e, a, b));
}

static Term op_less(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_bool(term_relate(a, b) == -1);
}

static Term op_less_equal(Evaluation *e, Term a, Term b) {
    (void)e;
    int order = term_relate(a, b);
    return term_bool(order == -1 || order == 0);
}

static Term op_greater(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_bool(term_relate(a, b) == 1);
}

static Term op_greater_equal(Evaluation *e, Term a, Term b) {
    (void)e;
    int order = term_relate(a, b);
    return term_bool(order == 0 || order == 1);
}

static Term op_bit_and(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_number(to_int32(a) & to_int32(b));
}

static Term op_bit_or(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_number(to_int32(a) | to_int32(b));
}

static Term op_bit_xor(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_number(to_int32(a) ^ to_int32(b));
}

static Term op_shift_left(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_number((gint32)((guint32)to_int32(a) << (to_int32(b) & 31)));
}

static Term op_shift_right(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_number(to_int32(a) >> (to_int32(b) & 31));
}

static Term op_shift_right_unsigned(Evaluation *e, Term a, Term b) {
    (void)e;
    return term_number((guint32)to_int32(a) >> (to_int32(b) & 31));
}

static Term op_plus(Evaluation *e, Term a, Term b) {
    (void)e, (void)b;
    return term_number(term_to_number(a));
}

static Term op_minus(Evaluation *e, Term a, Term b) {
    (void)e, (void)b;
    return term_number(-term_to_number(a));
}

static Term op_not(Evaluation *e, Term a, Term b) {
    (void)e, (void)b;
    return term_bool(!term_to_bool(a));
}

static Term op_bit_not(Evaluation *e, Term a, Term b) {
    (void)e, (void)b;
    return term_number(~to_int32(a));
}

const Operator UNARY_OPERATORS[] = {
    {"+", 0, op_plus}, {"-", 0, op_minus}, {"!", 0, op_not}, {"~", 0, op_bit_not}, {NULL, 0, NULL},
};

const Operator BINARY_OPERATORS[] = {
    {"===", 6, op_same},       {"!==", 6, op_not_same},     {">>>", 8, op_shift_right_unsigned},
    {"||", 1, NULL}, // these two do not always evaluate their right side
    {"&&", 2, NULL},           {"==", 6, op_alike},         {"!=", 6, op_not_alike},
    {"<=", 7, op_less_equal},  {">=", 7, op_greater_equal}, {"<<", 8, op_shift_left},
    {">>", 8, op_shift_right}, {"|", 3, op_bit_or},         {"^", 4, op_bit_xor},
    {"&", 5, op_bit_and},      {"<", 7, op_less},           {">", 7, op_greater},
    {"+", 9, term_add},        {"-", 9, op_subtract},       {"*", 11, op_multiply},
    {"/", 11, op_divide},      {"%", 11, op_remainder},     {NULL, 0, NULL},
};

// --- nodes ---

static Term evaluate_column(const Evaluation *e, Node *node) {
    const Table *table = e->table;
    const char *name = node->column.name;
    for (guint i = 0; i < e->binding_count; i++)
        if (strcmp(e->bindings[i].name, name) == 0)
            return term_of(e->bindings[i].value);
    if (!table)
        return term_undefined();
    guint hint = node->column.hint;
    if (hint < table->column_count && strcmp(table->columns[hint].name, name) == 0)
        return term_of(table->columns[hint].values[e->row]);
    for (guint c = 0; c < table->column_count; c++)
        if (strcmp(table->columns[c].name, name) == 0) {
            node->column.hint = c;
            return term_of(table->columns[c].values[e->row]);
        }
    return term_undefined();
}

static Term *evaluate_children(Evaluation *e, Node *node) {
    Term *terms = arena_array(e->arena, Term, node->child_count);
    for (guint i = 0; i < node->child_count; i++)
        terms[i] = expression_node_evaluate(e, node->children[i]);
    return terms;
}

static Term evaluate_record(Evaluation *e, Node *node) {
    TermRecord *record = arena_new0(e->arena, TermRecord);
    *record = (TermRecord){node->child_count, node->keys, evaluate_children(e, node)};
    return (Term){TERM_RECORD, {.record = record}};
}

static Term evaluate_member(Evaluation *e, Node *node) {
    Term object = expression_node_evaluate(e, node->children[0]);
    Term key = expression_node_evaluate(e, node->children[1]);
    return term_member(e, object, term_to_text(e, key));
}

enum { FEW_ARGS = 4 };

static Term evaluate_call(Evaluation *e, Node *node) {
    Term few[FEW_ARGS], *args = few;
    if (node->child_count > FEW_ARGS)
        args = evaluate_children(e, node);
    else
        for (guint i = 0; i < node->child_count; i++)
            few[i] = expression_node_evaluate(e, node->children[i]);
    return e->problem ? term_undefined()
                      : node->function->call(e, node->function, args, node->child_count);
}

static Term evaluate_outside(Evaluation *e, Node *node) {
    Value *args = arena_array(e->arena, Value, node->child_count);
    Value result = value_undefined();
    for (guint i = 0; i < node->child_count; i++)
        args[i] = term_to_value(expression_node_evaluate(e, node->children[i]), e->arena);
    if (!e->context->call(e->context->data, node->name, args, node->child_count, &result))
        return term_fail(e, "a function could not be computed");
    return term_of(result);
}

static Term evaluate_operator(Evaluation *e, Node *node) {
    Term left = expression_node_evaluate(e, node->children[0]);
    Term right = node->child_count > 1 ? expression_node_evaluate(e, node->children[1]) : left;
    return e->problem ? term_undefined() : node->operator_->apply(e, left, right);
}

// a && b and a || b give one of the two, as in JavaScript.
static Term evaluate_logic(Evaluation *e, Node *node) {
    Term left = expression_node_evaluate(e, node->children[0]);
    if (term_to_bool(left) == (node->kind == NODE_OR))
        return left;
    return expression_node_evaluate(e, node->children[1]);
}

static Term evaluate_condition(Evaluation *e, Node *node) {
    bool chosen = term_to_bool(expression_node_evaluate(e, node->children[0]));
    return expression_node_evaluate(e, node->children[chosen ? 1 : 2]);
}

Term expression_node_evaluate(Evaluation *e, Node *node) {
    if (e->problem || !term_count_steps(e, 1))
        return term_undefined();
    switch (node->kind) {
    case NODE_LITERAL:
        return node->literal;
    case NODE_DATUM:
        return (Term){.kind = TERM_DATUM};
    case NODE_COLUMN:
        return evaluate_column(e, node);
    case NODE_MEMBER:
        return evaluate_member(e, node);
    case NODE_UNARY:
    case NODE_BINARY:
        return evaluate_operator(e, node);
    case NODE_AND:
    case NODE_OR:
        return evaluate_logic(e, node);
    case NODE_CONDITION:
        return evaluate_condition(e, node);
    case NODE_CALL:
        return evaluate_call(e, node);
    case NODE_CALL_OUTSIDE:
        return evaluate_outside(e, node);
    case NODE_LIST:
        return term_list(e->arena, evaluate_children(e, node), node->child_count);
    case NODE_RECORD:
        return evaluate_record(e, node);
    }
    return term_undefined();
}

// --- the public side ---

static void report(Expression *expression, const char *problem) {
    Place place = expression_place(expression->node, 0, strlen(expression->text));
    diag_error(expression->context.diags, DIAG_BAD_EXPRESSION, &place, NULL, "%s", problem);
    expression->failed = true;
}

static Value run(Expression *expression, Evaluation *e) {
    if (expression->failed)
        return value_undefined();
    arena_reset(expression->scratch);
    e->context = &expression->context;
    e->arena = expression->scratch;
    Term term = expression_node_evaluate(e, expression->root);
    expression->steps += e->steps;
    if (!e->problem && expression->steps > EXPRESSION_STEPS_IN_ALL_MAX)
        e->problem = "the expression takes too many steps over all rows";
    if (e->problem) {
        report(expression, e->problem);
        return value_undefined();
    }
    if (term.kind == TERM_VALUE && arena_used(expression->scratch) == 0)
        return term.value; // nothing was made on the way: it lives in the table or the tree
    return term_to_value(term, expression->context.arena);
}

Value expression_evaluate(const Expression *expression, const Table *table, guint row) {
    Evaluation e = {.table = table, .row = row};
    return run((Expression *)expression, &e);
}

Value expression_evaluate_bound(const Expression *expression, const Binding *datum,
                                guint datum_count) {
    Evaluation e = {.bindings = datum, .binding_count = datum_count};
    return run((Expression *)expression, &e);
}
