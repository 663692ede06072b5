// The token that the parser stumbled over, and what stands before it, tell what was meant: rows of
// tables for what begins in a certain way, questions for the rest.
#include "base/json_hint.h"

#include <stdbool.h>
#include <string.h>

static const char no_number[] = "JSON has no such number; write null, or leave the member out";
static const char straight[] = "strings are written in straight quotes: \"";
static const char no_comment[] = "JSON has no comments; a \"$comment\" member may hold one";
static const char no_marks[] = "digits are written without marks between them: 1000000";
static const char plain_marks[] = "the marks between members are those of ASCII: , and :";

// By the first bytes of the token.
static const struct {
    const char *start, *hint;
} beginnings[] = {
    {"True", "JSON writes true, in small letters"},
    {"False", "JSON writes false, in small letters"},
    {"TRUE", "JSON writes true, in small letters"},
    {"FALSE", "JSON writes false, in small letters"},
    {"None", "JSON writes null"},
    {"NULL", "JSON writes null"},
    {"Null", "JSON writes null"},
    {"nil", "JSON writes null"},
    {"undefined", "JSON writes null"},
    {"nan", no_number},
    {"NaN", no_number},
    {"Infinity", no_number},
    {"inf", no_number},
    {"-Infinity", no_number},
    {"-NaN", no_number},
    {"-inf", no_number},
    {"\xE2\x80\x9C", straight},
    {"\xE2\x80\x9D", straight},
    {"\xE2\x80\x9E", straight},
    {"\xE2\x80\x98", straight},
    {"\xE2\x80\x99", straight},
    {"\xC2\xAB", straight},
    {"\xEF\xBC\x82", straight},
    {"\xEF\xBC\x9A", plain_marks},
    {"\xEF\xBC\x8C", plain_marks},
    {"\xD8\x8C", plain_marks},
    {"'", "strings are written in double quotes"},
    {"...", "an ellipsis stands for what was left out; write all of it"},
    {"\xE2\x80\xA6", "an ellipsis stands for what was left out; write all of it"},
    {"//", no_comment},
    {"/*", no_comment},
    {"#", no_comment},
    {"`", "take away the lines of Markdown, ```, before and behind the JSON"},
    {"(", "JSON has no parentheses; an array is written in [ ]"},
    {";", "a comma stands between members"},
    {"=", "a colon stands between a name and its value"},
    {"+", "a number has no plus sign"},
    {".", "a number has a digit before its point: 0.5"},
    {"<", "this looks like XML or HTML"},
};

static const char *token_of(const JsonTrouble *trouble) {
    return trouble->text + MIN(trouble->start, trouble->length);
}

// The place behind the last byte before `at` that is no white space.
static gsize skip_back(const JsonTrouble *trouble, gsize at) {
    while (at > trouble->skipped && g_ascii_isspace(trouble->text[at - 1]))
        at--;
    return at;
}

// The last byte before the token that is no white space, or 0.
static char char_before(const JsonTrouble *trouble) {
    gsize at = skip_back(trouble, trouble->start);
    return at > trouble->skipped ? trouble->text[at - 1] : 0;
}

static const char *find_beginning(const char *token) {
    for (gsize i = 0; i < G_N_ELEMENTS(beginnings); i++)
        if (g_str_has_prefix(token, beginnings[i].start))
            return beginnings[i].hint;
    return NULL;
}

// Words around the JSON, as an answer in prose has them.
static const char *hint_at_beginning(const JsonTrouble *trouble) {
    bool is_first = skip_back(trouble, trouble->start) == trouble->skipped;
    if (!is_first || !g_ascii_isalpha(*token_of(trouble)) || !strchr(trouble->text, '{'))
        return NULL;
    return "a file begins with { or [; take away the words before it";
}

// Whether a line of old files ended before the trouble: in a carriage return alone.
static bool has_lone_returns(const JsonTrouble *trouble) {
    gsize at = trouble->start;
    while (at > 0 && g_ascii_isspace(trouble->text[at - 1]) && trouble->text[at - 1] != '\r')
        at--;
    return at > 0 && trouble->text[at - 1] == '\r' && trouble->text[at] != '\n';
}

static const char *hint_behind(const JsonTrouble *trouble) {
    const char *token = token_of(trouble);
    if (*token == '}' || *token == ']')
        return "one bracket too many: nothing is open any more";
    if (*token == '{' || *token == '[')
        return has_lone_returns(trouble)
                   ? "lines end in a line feed (LF); here they end in a carriage return (CR) alone"
                   : "a file holds one value; files with one value a line are named .jsonl";
    if (*token == '/' || *token == '#')
        return no_comment;
    return "a file holds one value; take away what stands behind it";
}

static const char *hint_of_digits(const JsonTrouble *trouble) {
    const char *token = token_of(trouble);
    gsize length = trouble->end > trouble->start ? trouble->end - trouble->start : 0;
    char last = trouble->start > trouble->skipped ? trouble->text[trouble->start - 1] : 0;
    if (length > 1 && g_ascii_isdigit(token[0]) && token[length - 1] == '.')
        return "a number has a digit behind its point: 5.0";
    if (g_ascii_isdigit(last) && *token == '_')
        return no_marks;
    if (g_ascii_isdigit(token[0]) && last == ',' && trouble->start > trouble->skipped + 1 &&
        g_ascii_isdigit(trouble->text[trouble->start - 2]))
        return no_marks;
    if (token[0] == '0' && g_ascii_isdigit(token[1]))
        return "a number does not begin with 0; what is no number is written in double quotes";
    if (last == '0' && g_ascii_tolower(*token) == 'x')
        return "JSON has no hexadecimal numbers";
    return NULL;
}

static bool is_literal(const char *token) {
    return g_str_has_prefix(token, "true") || g_str_has_prefix(token, "false") ||
           g_str_has_prefix(token, "null");
}

// Where a member or an item should have ended.
static const char *hint_of_end(const JsonTrouble *trouble) {
    const char *token = token_of(trouble);
    if (trouble->start >= trouble->length)
        return NULL; // the message says it
    if (strchr("\"{[-0123456789", *token) || is_literal(token))
        return "is a comma missing before it?";
    bool is_word = g_ascii_isalpha(*token) || (guchar)*token >= 0x80;
    return is_word && char_before(trouble) == '"'
               ? "a quotation mark inside a string is written \\\""
               : NULL;
}

static const char *hint_of_string(const JsonTrouble *trouble) {
    if (strstr(trouble->words, "control character 0x9"))
        return "write a tab as \\t";
    if (strstr(trouble->words, "newline") || strstr(trouble->words, "control character"))
        return "a string ends on its line; write a line break as \\n";
    if (strstr(trouble->words, "invalid escape"))
        return "a backslash is written \\\\";
    return NULL;
}

static const char *hint_of_word(const JsonTrouble *trouble) {
    const char *token = token_of(trouble);
    bool is_word = g_ascii_isalpha(*token) || *token == '_' || *token == '$';
    if (!is_word)
        return NULL;
    return g_str_has_prefix(trouble->words, "string or")
               ? "names of members are written in double quotes"
               : "texts are written in double quotes";
}

const char *json_hint(const JsonTrouble *trouble) {
    const char *token = token_of(trouble);
    if ((*token == '}' || *token == ']') && char_before(trouble) == ',')
        return "remove the comma before it";
    const char *hint = hint_of_string(trouble);
    if (!hint)
        hint = hint_at_beginning(trouble);
    if (!hint && trouble->code == json_error_end_of_input_expected)
        hint = hint_behind(trouble);
    if (!hint)
        hint = hint_of_digits(trouble);
    bool wants_end =
        g_str_has_prefix(trouble->words, "'}'") || g_str_has_prefix(trouble->words, "']'");
    if (!hint && wants_end)
        hint = hint_of_end(trouble);
    if (!hint)
        hint = find_beginning(token);
    return hint ? hint : hint_of_word(trouble);
}
