// Each walk is along one level: parentheses and CASE ... END are stepped over as a whole.
#include "store/sql_expression.h"

#include <string.h>

guint sql_case_end(const SqlText *text, guint index, guint to) {
    guint depth = 0;
    for (guint i = index; i < to; i = sql_text_next(text, i)) {
        if (sql_is_word_at(text, i, "case"))
            depth++;
        else if (sql_is_word_at(text, i, "end") && --depth == 0)
            return i;
    }
    return to;
}

guint sql_skip(const SqlText *text, guint index, guint to) {
    if (!sql_is_word_at(text, index, "case"))
        return sql_text_next(text, index);
    guint end = sql_case_end(text, index, to);
    return MIN(end + 1, to);
}

// Whether the token makes a condition or a text of what stands around it.
static bool is_no_number(const SqlText *text, guint index) {
    static const char *const words[] = {"and",  "or",      "not",    "in",  "is",
                                        "like", "between", "exists", "glob"};
    static const char *const signs[] = {"=", "==", "<", ">", "<=", ">=", "<>", "!=", "||"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (sql_is_word_at(text, index, words[i]))
            return true;
    for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
        if (sql_is_sign_at(text, index, signs[i]))
            return true;
    return false;
}

bool sql_is_condition(const SqlText *text, Span span) {
    for (guint i = span.from; i < span.to; i = sql_skip(text, i, span.to))
        if (is_no_number(text, i))
            return true;
    return false;
}

static bool is_plus_or_minus(const SqlText *text, guint index) {
    return sql_is_sign_at(text, index, "-") || sql_is_sign_at(text, index, "+");
}

static bool is_product_sign(const SqlText *text, guint index) {
    return sql_is_sign_at(text, index, "*") || sql_is_sign_at(text, index, "/") ||
           sql_is_sign_at(text, index, "%");
}

static Span without_signs(const SqlText *text, Span span) {
    while (span.from < span.to && is_plus_or_minus(text, span.from))
        span.from++;
    return span;
}

Span sql_term(const SqlText *text, Span span, guint *next) {
    span = without_signs(text, span);
    guint i = span.from;
    while (i < span.to && !(i > span.from && is_plus_or_minus(text, i) &&
                            !is_product_sign(text, i - 1) && !is_plus_or_minus(text, i - 1)))
        i = sql_skip(text, i, span.to);
    *next = i < span.to ? i + 1 : span.to;
    return (Span){span.from, i};
}

Span sql_factor(const SqlText *text, Span span, guint *next, bool *divides) {
    span = without_signs(text, span);
    guint i = span.from;
    while (i < span.to && !is_product_sign(text, i))
        i = sql_skip(text, i, span.to);
    *divides = i < span.to && !sql_is_sign_at(text, i, "*");
    *next = i < span.to ? i + 1 : span.to;
    return (Span){span.from, i};
}

// Whether an expression may end with the token.
static bool ends_value(const SqlText *text, guint index) {
    const SqlToken *token = sql_text_token(text, index);
    if (token->kind == TOKEN_SIGN)
        return sql_is_sign_at(text, index, ")");
    return token->kind != TOKEN_WORD || !sql_is_keyword(token->word) ||
           strcmp(token->word, "end") == 0 || strcmp(token->word, "null") == 0;
}

Span sql_without_name(const SqlText *text, Span item) {
    bool has_as = item.to > item.from + 2 && sql_is_word_at(text, item.to - 2, "as");
    bool is_bare = item.to > item.from + 1 && sql_is_name_at(text, item.to - 1) &&
                   ends_value(text, item.to - 2);
    item.to -= has_as ? 2 : is_bare ? 1 : 0;
    return item;
}

static bool ends_branch(const SqlText *text, guint index) {
    return sql_is_word_at(text, index, "when") || sql_is_word_at(text, index, "else");
}

Span sql_case_operand(const SqlText *text, guint index, guint end) {
    guint i = index + 1;
    while (i < end && !ends_branch(text, i))
        i = sql_skip(text, i, end);
    return (Span){index + 1, i};
}

bool sql_branch_next(const SqlText *text, guint end, guint *at, SqlBranch *out) {
    guint i = *at;
    if (sql_is_word_at(text, i, "case"))
        i = sql_case_operand(text, i, end).to;
    if (i >= end)
        return false;
    bool is_else = sql_is_word_at(text, i, "else");
    guint start = i + 1;
    for (i = start; !is_else && i < end && !sql_is_word_at(text, i, "then");)
        i = sql_skip(text, i, end);
    out->condition = is_else ? (Span){start, start} : (Span){start, i};
    out->value.from = is_else ? start : i + 1;
    for (i = out->value.from; i < end && !ends_branch(text, i);)
        i = sql_skip(text, i, end);
    out->value.to = i;
    *at = i;
    return true;
}
