// Bytes are enough: what is replaced is ASCII, save U+FFFE and U+FFFF.
#include "base/markup.h"

#include <stdbool.h>
#include <string.h>

static const char replacement[] = "\xEF\xBF\xBD"; // U+FFFD

static const char *reference_of(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (guchar)c < ' ' && c != '\t' && c != '\n' ? replacement : NULL;
    }
}

static bool is_noncharacter(const char *at, const char *end) {
    return end - at >= 3 && (!memcmp(at, "\xEF\xBF\xBE", 3) || !memcmp(at, "\xEF\xBF\xBF", 3));
}

void markup_put_text(GString *out, const char *text, gssize length) {
    const char *end = text ? text + (length < 0 ? (gssize)strlen(text) : length) : NULL;
    while (text < end) {
        const char *reference = reference_of(*text);
        bool is_none = !reference && is_noncharacter(text, end);
        if (reference || is_none)
            g_string_append(out, is_none ? replacement : reference);
        else
            g_string_append_c(out, *text);
        text += is_none ? 3 : 1;
    }
}
