// Tokens of SQL: white space and comments are passed over; doubled quotes belong to what they are
// in.
#include "store/sql_token.h"

#include <string.h>

// --- words ---

// Words of the grammar, which are neither functions, nor types, nor aliases.
static const char *const keywords[] = {
    "all",       "and",       "any",          "as",        "asc",    "between",  "by",
    "case",      "cast",      "collate",      "cross",     "desc",   "distinct", "else",
    "end",       "escape",    "except",       "exists",    "false",  "fetch",    "filter",
    "following", "from",      "full",         "group",     "having", "ilike",    "in",
    "inner",     "intersect", "is",           "isnull",    "join",   "lateral",  "left",
    "like",      "limit",     "materialized", "natural",   "not",    "notnull",  "null",
    "nulls",     "offset",    "on",           "or",        "order",  "outer",    "over",
    "partition", "preceding", "range",        "recursive", "right",  "rows",     "select",
    "some",      "then",      "true",         "unbounded", "union",  "using",    "values",
    "when",      "where",     "window",       "with"};

bool sql_is_keyword(const char *word) {
    for (guint i = 0; i < G_N_ELEMENTS(keywords); i++)
        if (strcmp(keywords[i], word) == 0)
            return true;
    return false;
}

// --- tokens ---

static bool is_word_byte(char c) {
    return g_ascii_isalnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

// The end of white space and comments.
static gsize skip_space(const char *sql, gsize at) {
    for (;;) {
        at += strspn(sql + at, " \t\r\n\f\v");
        if (g_str_has_prefix(sql + at, "--"))
            at += strcspn(sql + at, "\n");
        else if (g_str_has_prefix(sql + at, "/*")) {
            const char *close = strstr(sql + at + 2, "*/");
            at = close ? (gsize)(close - sql) + 2 : strlen(sql);
        } else
            return at;
    }
}

// The end of what a quote opens; doubled quotes belong to it. 0 when it is not closed.
static gsize quoted_end(const char *sql, gsize at) {
    char quote = sql[at++];
    for (; sql[at]; at++) {
        if (sql[at] != quote)
            continue;
        if (sql[at + 1] != quote)
            return at + 1;
        at++;
    }
    return 0;
}

static gsize number_end(const char *sql, gsize at) {
    gsize end = at;
    while (g_ascii_isalnum(sql[end]) || sql[end] == '.' ||
           ((sql[end] == '+' || sql[end] == '-') && g_ascii_tolower(sql[end - 1]) == 'e'))
        end++;
    return end;
}

static gsize sign_end(const char *sql, gsize at) {
    static const char *const longer[] = {"<=", ">=", "<>", "!=", "==", "||", "::"};
    for (guint i = 0; i < G_N_ELEMENTS(longer); i++)
        if (g_str_has_prefix(sql + at, longer[i]))
            return at + 2;
    return at + 1;
}

static char *plain_name(const char *sql, gsize start, gsize end, bool is_quoted) {
    if (!is_quoted)
        return g_ascii_strdown(sql + start, (gssize)(end - start));
    return g_strndup(sql + start + 1, end - start - 2);
}

// False when a quote is not closed.
static bool next_token(const char *sql, gsize at, SqlToken *out) {
    char c = sql[at];
    *out = (SqlToken){.start = at, .end = at};
    if (!c)
        return true;
    if (c == '\'' || c == '"') {
        out->kind = c == '"' ? TOKEN_QUOTED : TOKEN_TEXT;
        out->end = quoted_end(sql, at);
    } else if (g_ascii_isdigit(c) || (c == '.' && g_ascii_isdigit(sql[at + 1]))) {
        out->kind = TOKEN_NUMBER;
        out->end = number_end(sql, at);
    } else if (is_word_byte(c) || (c == ':' && is_word_byte(sql[at + 1]))) {
        out->kind = c == ':' ? TOKEN_PARAM : TOKEN_WORD;
        for (out->end = at + 1; is_word_byte(sql[out->end]);)
            out->end++;
    } else {
        out->kind = TOKEN_SIGN;
        out->end = sign_end(sql, at);
    }
    if (out->end && (out->kind == TOKEN_WORD || out->kind == TOKEN_QUOTED))
        out->word = plain_name(sql, at, out->end, c == '"');
    return out->end > at;
}

bool sql_token_is_word(const SqlToken *token, const char *word) {
    return token->kind == TOKEN_WORD && strcmp(token->word, word) == 0;
}

bool sql_token_is_sign(const char *sql, const SqlToken *token, const char *sign) {
    gsize length = strlen(sign);
    return token->kind == TOKEN_SIGN && token->end - token->start == length &&
           strncmp(sql + token->start, sign, length) == 0;
}

guint sql_token_close(const char *sql, const GArray *tokens, guint open) {
    guint depth = 0, i = open;
    for (; i + 1 < tokens->len; i++) {
        const SqlToken *token = &g_array_index(tokens, SqlToken, i);
        if (sql_token_is_sign(sql, token, "("))
            depth++;
        else if (sql_token_is_sign(sql, token, ")") && --depth == 0)
            return i;
    }
    return i;
}

static void clear_token(void *token) {
    g_free(((SqlToken *)token)->word);
}

GArray *sql_tokens_cut(const char *sql, gsize *bad) {
    GArray *tokens = g_array_new(FALSE, FALSE, sizeof(SqlToken));
    g_array_set_clear_func(tokens, clear_token);
    *bad = G_MAXSIZE;
    for (gsize at = 0;;) {
        SqlToken token;
        at = skip_space(sql, at);
        bool good = next_token(sql, at, &token);
        g_array_append_val(tokens, token);
        if (!good)
            *bad = at;
        if (!good || token.kind == TOKEN_END)
            return tokens;
        at = token.end;
    }
}
