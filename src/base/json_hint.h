// Hints for what is no JSON: what other languages and language models write in its place. Inside
// base/ only.
#pragma once
#include <glib.h>
#include <jansson.h>

typedef struct {
    const char *text; // ends in NUL
    gsize length;
    gsize skipped;     // of its beginning: a byte order mark
    gsize start, end;  // of the token that was found
    const char *words; // of jansson: "string or '}' expected"
    enum json_error_code code;
} JsonTrouble;

// NULL: nothing is known that helps. A literal.
const char *json_hint(const JsonTrouble *trouble);
