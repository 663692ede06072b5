// SQL cut into words, names, texts, numbers, parameters and signs, as both engines cut it. Inside
// store/ only.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef enum {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_QUOTED, // "name"
    TOKEN_TEXT,   // 'text'
    TOKEN_NUMBER,
    TOKEN_PARAM, // :name
    TOKEN_SIGN
} SqlTokenKind;

typedef struct {
    SqlTokenKind kind;
    gsize start, end; // bytes
    char *word;       // of a word or a quoted name: lower case, without quotes; owned
} SqlToken;

// A GArray of SqlToken that ends with TOKEN_END, or with the token of a quote that is not closed,
// whose place is *bad (else G_MAXSIZE).
GArray *sql_tokens_cut(const char *sql, gsize *bad);
bool sql_token_is_word(const SqlToken *token, const char *word);
bool sql_token_is_sign(const char *sql, const SqlToken *token, const char *sign);
// The parenthesis that closes the one at the index; the last token when none does.
guint sql_token_close(const char *sql, const GArray *tokens, guint open);
// Words of the grammar, which are neither functions, nor types, nor aliases.
bool sql_is_keyword(const char *word);
