// The parts of a SELECT as spans of its tokens. Nothing is checked: what is no SELECT that an
// engine takes gives parts that make no sense. Inside store/ only.
#pragma once
#include "base/arena.h"
#include "store/sql_token.h"
#include "store/why.h"

// Tokens from..to-1.
typedef struct {
    guint from, to;
} Span;

typedef struct {
    const char *sql;
    GArray *tokens; // of SqlToken
    guint *pair;    // of each "(" its ")" and the other way round; 0: no parenthesis
} SqlText;

// False when quotes or parentheses are not closed. To be ended in any case.
bool sql_text_begin(SqlText *text, const char *sql);
void sql_text_end(SqlText *text);
Span sql_text_all(const SqlText *text);
const SqlToken *sql_text_token(const SqlText *text, guint index);
bool sql_is_word_at(const SqlText *text, guint index, const char *word);
bool sql_is_sign_at(const SqlText *text, guint index, const char *sign);
// A name that is no word of the grammar.
bool sql_is_name_at(const SqlText *text, guint index);
// As it is written; empty for an empty span. New string.
char *sql_text_copy(const SqlText *text, Span span);
// The token after this one, or after the parenthesis that it opens.
guint sql_text_next(const SqlText *text, guint index);
// What stands in the parentheses at i when it is a question, else an empty span.
Span sql_subquery_at(const SqlText *text, guint index);
// The first of them, outside of parentheses for a comma; span.to: none.
guint sql_find_comma(const SqlText *text, Span span);
guint sql_find_any_word(const SqlText *text, Span span, const char *word);

// --- one SELECT

typedef struct {
    Span items, from, rest; // rest: from WHERE on
    bool is_distinct, has_group, has_having;
} SqlCore;
bool sql_core_read(const SqlText *text, Span span, SqlCore *out);
// "*" or "t.*" among the items.
bool sql_has_star(const SqlText *text, Span items);
guint sql_count_items(const SqlText *text, Span items);
// The name of the column that an item makes.
const char *sql_item_name(const SqlText *text, Span item, Arena *arena);

// --- aggregates

typedef struct {
    Span span;     // all of it
    Span argument; // the first, without DISTINCT
    Span filter;   // behind FILTER (WHERE
    Span over;     // from OVER on
    Span offset;   // of lag and the like: what stands behind the first argument
    bool is_sum, is_star;
    bool is_taken;   // the value of another row, as lag(x) OVER w
    bool is_extreme; // least or greatest
} SqlCall;
bool sql_call_read(const SqlText *text, guint index, SqlCall *out);
// One that makes a group of rows into one; not in questions of their own.
bool sql_has_aggregate(const SqlText *text, Span span);
// What the aggregate or question at index is to the item around it. False: a condition only.
bool sql_role_at(const SqlText *text, Span item, guint index, WhyRole *role);
// Whether a question in an item is its value, not a list to look in.
bool sql_is_value(const SqlText *text, Span item, guint index);

// --- several

bool sql_has_compound(const SqlText *text, Span span);
// The next SELECT and the UNION ALL behind it (empty at the end). False: another word.
bool sql_compound_next(const SqlText *text, Span span, Span *core, Span *between);
// ORDER BY and LIMIT at the end.
Span sql_tail(const SqlText *text, Span span);

typedef struct {
    const char *name; // borrowed from the tokens
    Span head;        // up to the name
    Span columns;     // in parentheses behind it
    Span as, body;
} SqlWith;
// The next of WITH's, from *at on, which begins at the start of the span and ends behind the last.
bool sql_with_next(const SqlText *text, Span span, guint *at, SqlWith *out);
