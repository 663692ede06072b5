// Expressions of SQL as spans of tokens: their terms, their factors, the branches of CASE. Inside
// store/ only.
#pragma once
#include "store/sql_select.h"

// The END of the CASE at the index, or the span's end.
guint sql_case_end(const SqlText *text, guint index, guint to);
// The token after this one, or after the parenthesis or the CASE that it opens.
guint sql_skip(const SqlText *text, guint index, guint to);
// Whether the span is a condition or a text, by the signs and words in it, outside of parentheses.
bool sql_is_condition(const SqlText *text, Span span);
// The first term of a sum in the span, without the signs before it; *next is where the rest begins,
// span.to: there is none.
Span sql_term(const SqlText *text, Span span, guint *next);
// The same for the factors of a product; divides: the sign before the next one is "/" or "%".
Span sql_factor(const SqlText *text, Span span, guint *next, bool *divides);
// An item of a list without "AS name" or "name" behind it.
Span sql_without_name(const SqlText *text, Span item);

// One branch of a CASE after the other, *at being the index of CASE at first. False: there is none.
typedef struct {
    Span condition; // empty: ELSE
    Span value;
} SqlBranch;
bool sql_branch_next(const SqlText *text, guint end, guint *at, SqlBranch *out);
// What stands between CASE and the first WHEN.
Span sql_case_operand(const SqlText *text, guint index, guint end);
