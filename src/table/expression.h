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
    // Functions from outside (a chart's scale(), domain(), bandwidth()); may be NULL. With out NULL
    // it says whether there is such a function.
    bool (*call)(void *data, const char *name, const Value *args, guint count, Value *out);
} ExpressionContext;

// Parses text, which is the string value of node (for places). NULL and reported when malformed or
// when it uses what Accord does not have.
Expression *expression_parse(const ExpressionContext *context, const char *text,
                             const JsonNode *node);
// The value for a row; table may be NULL. Texts and arrays are in the context's arena. An
// evaluation that passes a limit is reported once and gives undefined.
Value expression_evaluate(const Expression *expression, const Table *table, guint row);
// The fields of the row that the expression names (datum.a, datum['a']), each once, in the arena.
const char *const *expression_fields(const Expression *expression, guint *count);
// Calls back with each column of a table that is compared (<, >, <=, >=) with what is no column and
// not 0, and the rows of which that is asked: those in which what && puts beside it holds.
typedef struct {
    void (*call)(void *data, const char *field, const guint *rows, guint count);
    void *data;
} ExpressionVisit;
void expression_each_compared(const Expression *expression, const Table *table, const guint *rows,
                              guint count, const ExpressionVisit *visit);
// With extra names in place of a row: axis labelExpr has datum.value, datum.label, datum.index.
typedef struct {
    const char *name;
    Value value;
} Binding;
Value expression_evaluate_bound(const Expression *expression, const Binding *datum,
                                guint datum_count);

// Where bytes of a JSON string's value stand in its source, through the escapes.
Place expression_place(const JsonNode *node, gsize start, gsize length);
