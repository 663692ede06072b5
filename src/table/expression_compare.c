// Comparisons of a column with a number, found in the tree of an expression. What "&&" puts beside
// one decides which rows it is asked of: "datum.currency == 'USD' && datum.amount > 5" compares
// dollars alone.
#include "table/expression_tree.h"

#include <string.h>

typedef struct {
    Expression *expression;
    const Table *table;
    const ExpressionVisit *visit;
} Walk;

typedef struct {
    const guint *rows;
    guint count;
} RowList;

static bool is_true(const Walk *walk, Node *node, guint row) {
    Expression *expression = walk->expression;
    arena_reset(expression->scratch);
    Evaluation e = {.context = &expression->context,
                    .arena = expression->scratch,
                    .table = walk->table,
                    .row = row};
    Term term = expression_node_evaluate(&e, node);
    return !e.problem && term_to_bool(term);
}

static bool has_column(const Node *node) {
    bool found = node->kind == NODE_COLUMN || node->kind == NODE_DATUM;
    for (guint i = 0; i < node->child_count && !found; i++)
        found = has_column(node->children[i]);
    return found;
}

static bool is_zero(const Node *node) {
    return node->kind == NODE_LITERAL && node->literal.kind == TERM_VALUE &&
           value_is_number(node->literal.value) && value_to_number(node->literal.value) == 0;
}

static bool is_order(const Node *node) {
    static const char *const signs[] = {"<", ">", "<=", ">=", NULL};
    return node->kind == NODE_BINARY && g_strv_contains(signs, node->operator_->text);
}

static void tell(const Walk *walk, const Node *column, const Node *other, const RowList *list) {
    if (column->kind == NODE_COLUMN && !has_column(other) && !is_zero(other))
        walk->visit->call(walk->visit->data, column->column.name, list->rows, list->count);
}

static void walk_node(const Walk *walk, Node *node, const RowList *list);

// One side of "&&", over the rows in which the other one holds.
static void walk_beside(const Walk *walk, Node *node, Node *other, const RowList *list) {
    g_autofree guint *rows = g_new(guint, list->count + 1);
    guint count = 0;
    for (guint i = 0; i < list->count; i++)
        if (is_true(walk, other, list->rows[i]))
            rows[count++] = list->rows[i];
    walk_node(walk, node, &(RowList){rows, count});
}

static bool has_order(const Node *node) {
    bool found = is_order(node);
    for (guint i = 0; i < node->child_count && !found; i++)
        found = has_order(node->children[i]);
    return found;
}

static void walk_node(const Walk *walk, Node *node, const RowList *list) {
    if (!has_order(node))
        return;
    if (is_order(node)) {
        tell(walk, node->children[0], node->children[1], list);
        tell(walk, node->children[1], node->children[0], list);
    } else if (node->kind == NODE_AND) {
        walk_beside(walk, node->children[0], node->children[1], list);
        walk_beside(walk, node->children[1], node->children[0], list);
    } else {
        for (guint i = 0; i < node->child_count; i++)
            walk_node(walk, node->children[i], list);
    }
}

void expression_each_compared(const Expression *expression, const Table *table, const guint *rows,
                              guint count, const ExpressionVisit *visit) {
    const Walk walk = {(Expression *)expression, table, visit};
    if (!expression->failed)
        walk_node(&walk, expression->root, &(RowList){rows, count});
}
