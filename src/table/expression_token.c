// Splits an expression into tokens: ECMAScript 5 numbers, strings, names and signs, as far as
// Vega's grammar takes them. Comments, template strings and escaped names are not part of it.
#include "table/expression_token.h"

#include <string.h>

static bool is_name_start(char c) {
    return g_ascii_isalpha(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static bool is_name_part(char c) {
    return is_name_start(c) || g_ascii_isdigit(c);
}

static Token bad_token(gsize start, gsize end, const char *why) {
    return (Token){.kind = TOKEN_BAD, .start = start, .end = end, .text = why};
}

static Token read_name(Arena *arena, const char *text, gsize at) {
    gsize end = at;
    while (is_name_part(text[end]))
        end++;
    return (Token){.kind = TOKEN_NAME,
                   .start = at,
                   .end = end,
                   .text = arena_strndup(arena, text + at, end - at)};
}

static gsize skip_digits(const char *text, gsize at) {
    while (g_ascii_isdigit(text[at]))
        at++;
    return at;
}

static gsize number_end(const char *text, gsize at) {
    if (text[at] == '0' && (text[at + 1] == 'x' || text[at + 1] == 'X')) {
        at += 2;
        while (g_ascii_isxdigit(text[at]))
            at++;
        return at;
    }
    at = skip_digits(text, at);
    if (text[at] == '.')
        at = skip_digits(text, at + 1);
    if (text[at] != 'e' && text[at] != 'E')
        return at;
    gsize exponent = at + 1 + (text[at + 1] == '+' || text[at + 1] == '-');
    return g_ascii_isdigit(text[exponent]) ? skip_digits(text, exponent) : at;
}

static Token read_number(Arena *arena, const char *text, gsize at) {
    gsize end = number_end(text, at);
    if (is_name_part(text[end]))
        return bad_token(at, end + 1, "a number is followed by a letter");
    double number = number_from_text(arena_strndup(arena, text + at, end - at));
    return (Token){.kind = TOKEN_NUMBER, .start = at, .end = end, .number = number};
}

// --- strings ---

static bool read_hex(const char *text, gsize *at, guint digits, gunichar *code) {
    *code = 0;
    for (guint i = 0; i < digits; i++) {
        int digit = g_ascii_xdigit_value(text[*at + i]);
        if (digit < 0)
            return false;
        *code = *code * 16 + (gunichar)digit;
    }
    *at += digits;
    return true;
}

// After "\u": one code unit, or the pair that begins with it.
static bool read_unicode(const char *text, gsize *at, gunichar *code) {
    gunichar low;
    if (!read_hex(text, at, 4, code))
        return false;
    if (*code < 0xD800 || *code >= 0xE000)
        return true;
    gsize next = *at + 2;
    if (*code >= 0xDC00 || text[*at] != '\\' || text[*at + 1] != 'u' ||
        !read_hex(text, &next, 4, &low) || low < 0xDC00 || low >= 0xE000)
        return false;
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    *at = next;
    return true;
}

// At the character after a backslash. False when the escape is malformed.
static bool read_escape(const char *text, gsize *at, GString *out) {
    static const char NAMES[] = "nrtbfv0", CODES[] = "\n\r\t\b\f\v";
    gunichar code;
    char c = text[(*at)++];
    const char *name = c ? strchr(NAMES, c) : NULL;
    if (c == '0')
        return false; // NUL cannot stand in a text
    if (name) {
        g_string_append_c(out, CODES[name - NAMES]);
        return true;
    }
    if (c == 'u' || c == 'x') {
        if (!(c == 'u' ? read_unicode(text, at, &code) : read_hex(text, at, 2, &code)) || !code)
            return false;
        g_string_append_unichar(out, code);
        return true;
    }
    if (c != '\n')
        g_string_append_c(out, c);
    return c != '\0';
}

static Token read_text(Arena *arena, const char *text, gsize at) {
    char quote = text[at];
    gsize end = at + 1;
    g_autoptr(GString) out = g_string_new(NULL);
    while (text[end] && text[end] != quote && text[end] != '\n') {
        gsize escape = end;
        if (text[end] != '\\')
            g_string_append_c(out, text[end++]);
        else if (end++, !read_escape(text, &end, out))
            return bad_token(escape, escape + 2, "a malformed escape in a string");
    }
    if (text[end] != quote)
        return bad_token(at, end, "the string is not closed");
    return (Token){.kind = TOKEN_TEXT,
                   .start = at,
                   .end = end + 1,
                   .text = arena_strndup(arena, out->str, out->len)};
}

// --- signs ---

static Token read_sign(const char *text, gsize at) {
    static const char SINGLE[] = "()[]{},.:?!~";
    Token token = {.kind = TOKEN_SIGN, .start = at, .end = at + 1};
    for (const Operator *op = BINARY_OPERATORS; op->text; op++)
        if (strncmp(text + at, op->text, strlen(op->text)) == 0) {
            token.operator_ = op;
            token.end = at + strlen(op->text);
            return token;
        }
    if (strchr(SINGLE, text[at]))
        return token;
    if (text[at] == '=')
        return bad_token(at, at + 1, "\"=\" assigns, expected \"==\" or \"===\"");
    return bad_token(at, at + 1, "an unexpected character");
}

Token token_read(Arena *arena, const char *text, gsize at) {
    while (g_ascii_isspace(text[at]))
        at++;
    char c = text[at];
    if (!c)
        return (Token){.kind = TOKEN_END, .start = at, .end = at};
    if (is_name_start(c))
        return read_name(arena, text, at);
    if (g_ascii_isdigit(c) || (c == '.' && g_ascii_isdigit(text[at + 1])))
        return read_number(arena, text, at);
    if (c == '"' || c == '\'')
        return read_text(arena, text, at);
    return read_sign(text, at);
}

bool token_read_regexp(Arena *arena, const char *text, gsize at, Token *pattern,
                       const char **flags) {
    gsize end = at + 1;
    bool in_class = false;
    for (; text[end] && text[end] != '\n' && (in_class || text[end] != '/'); end++) {
        if (text[end] == '\\' && text[end + 1])
            end++;
        else if (text[end] == '[' || text[end] == ']')
            in_class = text[end] == '[';
    }
    if (text[end] != '/')
        return false;
    *pattern = (Token){.kind = TOKEN_TEXT, .start = at};
    pattern->text = arena_strndup(arena, text + at + 1, end - at - 1);
    Token names = read_name(arena, text, end + 1);
    *flags = names.text;
    pattern->end = names.end;
    return true;
}
