// Tokens of the expression language; internal to the expression files.
#pragma once
#include "table/expression_tree.h"

typedef enum { TOKEN_END, TOKEN_NUMBER, TOKEN_TEXT, TOKEN_NAME, TOKEN_SIGN, TOKEN_BAD } TokenKind;

typedef struct {
    TokenKind kind;
    gsize start, end; // bytes of the text
    double number;
    const char *text;          // of a text or name, decoded, in the arena; why it is bad
    const Operator *operator_; // of a binary operator; NULL for other signs
} Token;

// The token at or after `at`. Texts are decoded into the arena.
Token token_read(Arena *arena, const char *text, gsize at);
// A regular expression whose slash is at `at`; gives its pattern and flags. False when malformed.
bool token_read_regexp(Arena *arena, const char *text, gsize at, Token *pattern,
                       const char **flags);
