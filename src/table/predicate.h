// What the filter transform asks of a predicate besides its truth; internal to the table floor.
#pragma once
#include "table/transform.h"

// Each field that a predicate reads. parse: how Vega-Lite reads the data for the comparison
// ("number", "string", "date"), or NULL. Fields of expressions are bare column names.
typedef void (*PredicateVisitor)(void *data, const char *field, const char *parse);
void predicate_visit_fields(const Predicate *predicate, PredicateVisitor visit, void *data);

// As expression_each_compared, of the predicate and its expressions.
void predicate_each_compared(const Predicate *predicate, const Table *table, const guint *rows,
                             guint count, const ExpressionVisit *visit);

static inline ExpressionContext expression_context(const TransformContext *context) {
    return (ExpressionContext){context->arena,      context->diags, context->zone, context->locale,
                               context->find_param, context->data,  NULL};
}
