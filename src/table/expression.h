// Vega's expression language (https://vega.github.io/vega/docs/expressions/) as pure functions:
// literals, datum, member access, arithmetic, comparison, logic, ?:, calls of math, string, date,
// type and format functions. Parsed to a tree with positions; bounded in depth and steps.
#pragma once
#include "base/format.h"
#include "table/table.h"

typedef struct Expression Expression;

typedef struct {
    Arena *arena;
    Diags *diags;
    GTimeZone *zone;
    const FormatLocale *locale;
    bool (*find_param)(void *data, const char *name, Value *out); // free names; may be NULL
    void *data;
} ExpressionContext;

// Parses text, which is the string value of node (for places). NULL and reported when malformed or
// when it uses what Accord does not have.
Expression *expression_parse(const ExpressionContext *context, const char *text,
                             const JsonNode *node);
Value expression_evaluate(const Expression *expression, const Table *table, guint row);
// With extra names in place of a row: axis labelExpr has datum.value, datum.label, datum.index.
typedef struct {
    const char *name;
    Value value;
} Binding;
Value expression_evaluate_bound(const Expression *expression, const Binding *datum,
                                guint datum_count);
