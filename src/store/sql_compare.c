// A column is a word before or behind a sign of comparison, or before IN and its list; what it
// stands on the other side of is a text or a parameter. Formulas are not looked into.
#include "store/sql_compare.h"

#include "store/sql_token.h"

#include <string.h>

typedef struct {
    const char *sql;
    const GArray *tokens;
    GArray *found;
} Scan;

static void clear(void *data) {
    SqlComparison *comparison = data;
    g_free(comparison->column);
    g_free(comparison->text);
    g_free(comparison->param);
}

static const SqlToken *token_at(const Scan *scan, guint index) {
    return &g_array_index(scan->tokens, SqlToken, MIN(index, scan->tokens->len - 1));
}

static bool is_name(const SqlToken *token) {
    return token->kind == TOKEN_QUOTED ||
           (token->kind == TOKEN_WORD && !sql_is_keyword(token->word));
}

static bool is_sign(const Scan *scan, guint index) {
    static const char *const signs[] = {"=", "==", "<>", "!=", NULL};
    const SqlToken *token = token_at(scan, index);
    for (const char *const *sign = signs; *sign; sign++)
        if (sql_token_is_sign(scan->sql, token, *sign))
            return true;
    return false;
}

// The text between its quotes, doubled ones once. New string.
static char *read_text(const Scan *scan, const SqlToken *token) {
    g_autofree char *raw = g_strndup(scan->sql + token->start + 1, token->end - token->start - 2);
    g_auto(GStrv) parts = g_strsplit(raw, "''", -1);
    return g_strjoinv("'", parts);
}

static bool is_value(const SqlToken *token) {
    return token->kind == TOKEN_TEXT || token->kind == TOKEN_PARAM;
}

static void add(const Scan *scan, const SqlToken *column, const SqlToken *value) {
    SqlComparison found = {
        .column = g_strdup(column->word), .start = value->start, .end = value->end};
    if (value->kind == TOKEN_TEXT)
        found.text = read_text(scan, value);
    else
        found.param = g_strndup(scan->sql + value->start + 1, value->end - value->start - 1);
    g_array_append_val(scan->found, found);
}

static void add_list(const Scan *scan, const SqlToken *column, guint open) {
    guint close = sql_token_close(scan->sql, scan->tokens, open);
    for (guint i = open + 1; i < close; i++)
        if (is_value(token_at(scan, i)))
            add(scan, column, token_at(scan, i));
        else if (!sql_token_is_sign(scan->sql, token_at(scan, i), ","))
            return;
}

// Of the name at the index: name = 'x', name [NOT] IN ('x', 'y').
static void read_behind(const Scan *scan, guint index) {
    const SqlToken *column = token_at(scan, index);
    guint next = index + 1;
    if (is_sign(scan, next) && is_value(token_at(scan, next + 1))) {
        add(scan, column, token_at(scan, next + 1));
        return;
    }
    if (sql_token_is_word(token_at(scan, next), "not"))
        next++;
    if (sql_token_is_word(token_at(scan, next), "in") &&
        sql_token_is_sign(scan->sql, token_at(scan, next + 1), "("))
        add_list(scan, column, next + 1);
}

// Of the value at the index: 'x' = name, 'x' = p.name.
static void read_before(const Scan *scan, guint index) {
    guint name = index + 2;
    if (!is_sign(scan, index + 1) || !is_name(token_at(scan, name)))
        return;
    if (sql_token_is_sign(scan->sql, token_at(scan, name + 1), "."))
        name += 2;
    if (is_name(token_at(scan, name)))
        add(scan, token_at(scan, name), token_at(scan, index));
}

GArray *sql_comparisons(const char *sql) {
    gsize bad;
    GArray *tokens = sql_tokens_cut(sql, &bad),
           *found = g_array_new(FALSE, FALSE, sizeof(SqlComparison));
    g_array_set_clear_func(found, clear);
    Scan scan = {sql, tokens, found};
    for (guint i = 0; i + 1 < tokens->len && bad == G_MAXSIZE; i++) {
        if (is_name(token_at(&scan, i)))
            read_behind(&scan, i);
        else if (is_value(token_at(&scan, i)))
            read_before(&scan, i);
    }
    g_array_unref(tokens);
    return found;
}
