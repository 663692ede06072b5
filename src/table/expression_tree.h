// The tree of an expression; internal to the expression files.
#pragma once
#include "table/term.h"

typedef enum {
    NODE_LITERAL,
    NODE_DATUM,
    NODE_COLUMN, // datum.name, with the column's index remembered
    NODE_MEMBER, // a.b, a[b]: two children
    NODE_UNARY,
    NODE_BINARY,
    NODE_AND,
    NODE_OR,
    NODE_CONDITION, // three children
    NODE_CALL,
    NODE_CALL_OUTSIDE, // a function that the context has
    NODE_LIST,
    NODE_RECORD
} NodeKind;

typedef struct {
    const char *text;
    guint precedence; // 0: not binary; binds tighter when greater
    Term (*apply)(Evaluation *e, Term a, Term b);
} Operator;

typedef struct Node Node;
struct Node {
    NodeKind kind;
    gsize start; // byte in the text, for messages
    guint height;
    guint child_count;
    Node **children;
    union {
        Term literal;
        struct {
            const char *name;
            guint hint;
        } column;
        const Operator *operator_;
        const Function *function;
        const char *name;        // of an outside function
        const char *const *keys; // of a record
    };
};

// Steps of all evaluations of one expression: a hundred for each of ten million rows.
static const guint64 EXPRESSION_STEPS_IN_ALL_MAX = 1000000000;

struct Expression {
    ExpressionContext context;
    const JsonNode *node;
    const char *text;
    Node *root;
    Arena *scratch; // of one evaluation
    bool failed;    // an evaluation failed and was reported; there are no more
    guint64 steps;  // of all evaluations
};

extern const Operator UNARY_OPERATORS[];  // end with a NULL text
extern const Operator BINARY_OPERATORS[]; // likewise; longer texts first
Term expression_node_evaluate(Evaluation *e, Node *node);
const Function *expression_find_function(const char *name);
// The nearest function name as a hint, or NULL. New string.
char *expression_suggest_function(const char *name);
// Where a byte of the text stands in the source, through the escapes of the JSON string.
Place expression_place(const JsonNode *node, gsize start, gsize length);
