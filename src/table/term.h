// What an expression computes with: a value, or what only expressions know (lists and objects made
// on the way, regular expressions, the row itself). Internal to the expression files.
#pragma once
#include "table/expression.h"

typedef struct Term Term;

typedef enum { TERM_VALUE, TERM_LIST, TERM_RECORD, TERM_REGEXP, TERM_DATUM } TermKind;

typedef struct {
    guint count;
    const Term *items;
} TermList;

typedef struct {
    guint count;
    const char *const *keys;
    const Term *values;
} TermRecord;

typedef struct {
    GRegex *regex; // kept by an arena
    const char *pattern, *flags;
    bool global;
} TermRegexp;

struct Term {
    TermKind kind;
    union {
        Value value;
        const TermList *list;
        const TermRecord *record;
        const TermRegexp *regexp;
    };
};

enum {
    EXPRESSION_LENGTH_MAX = 10000, // bytes of text
    EXPRESSION_DEPTH_MAX = 200,    // nested brackets and calls
    EXPRESSION_HEIGHT_MAX = 1000,  // of the tree: a + b + c + ... is as high as it is long
    EXPRESSION_STEPS_MAX = 250000, // nodes, list items and 16 bytes of text, in one evaluation
    EXPRESSION_TEXT_MAX = 1 << 20, // bytes of a text on the way
    EXPRESSION_PATTERN_MAX = 1000  // bytes of a regular expression
};

// One evaluation. The first problem sticks; the result is then undefined.
typedef struct {
    const ExpressionContext *context;
    Arena *arena; // of everything made on the way
    const Table *table;
    guint row;
    const Binding *bindings;
    guint binding_count;
    guint steps;
    const char *problem; // NULL: all is well
} Evaluation;

static inline Term term_of(Value value) {
    return (Term){TERM_VALUE, {.value = value}};
}
static inline Term term_undefined(void) {
    return term_of(value_undefined());
}
static inline Term term_number(double number) {
    return term_of(value_number(number));
}
static inline Term term_bool(bool boolean) {
    return term_of(value_bool(boolean));
}
static inline Term term_text(const char *text) {
    return term_of(value_string(text));
}
static inline Term term_time(double instant_ms) {
    return term_of(value_time(instant_ms));
}
Term term_list(Arena *arena, const Term *items, guint count); // takes the items over
Term term_take_text(Evaluation *e, char *text); // copies and frees; fails when it is too long

// Fails the evaluation; gives undefined.
Term term_fail(Evaluation *e, const char *problem);
// Counts work; false (and failed) past the limit.
bool term_count_steps(Evaluation *e, gsize steps);

double term_to_number(Term term);
const char *term_to_text(Evaluation *e, Term term);
bool term_to_bool(Term term);
// As a value that outlives the evaluation: lists and objects become JSON.
Value term_to_value(Term term, Arena *arena);

bool term_is_text(Term term);
bool term_is_nullish(Term term);
bool term_is_list(Term term); // a list or a JSON array
guint term_length(Term term); // of a list
Term term_item(Term term, guint index);
Term term_member(Evaluation *e, Term object, const char *key);
bool term_same(Term a, Term b);                 // ===
bool term_alike(Evaluation *e, Term a, Term b); // ==
int term_relate(Term a, Term b);                // as value_relate
int term_compare(Term a, Term b);               // as value_compare
Term term_add(Evaluation *e, Term a, Term b);

// A function of the language. math: for call_math (a function of one number).
typedef struct Function Function;
struct Function {
    const char *name;
    guint min_args; // more are allowed and ignored, as in JavaScript
    Term (*call)(Evaluation *e, const Function *function, const Term *args, guint count);
    double (*math)(double);
    int part; // of call_date_part and its like
    bool utc;
};

// Each ends with a NULL name.
extern const Function MATH_FUNCTIONS[];
extern const Function TYPE_FUNCTIONS[];
extern const Function TEXT_FUNCTIONS[];
extern const Function LIST_FUNCTIONS[];
extern const Function TIME_FUNCTIONS[];
extern const Function COLOUR_FUNCTIONS[];

// The argument at an index, undefined when there are fewer.
static inline Term term_arg(const Term *args, guint count, guint index) {
    return index < count ? args[index] : term_undefined();
}
// A compiled regular expression in the arena's keeping; NULL (and failed) when malformed.
const TermRegexp *term_regexp_new(Evaluation *e, const char *pattern, const char *flags);
