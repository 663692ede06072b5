// Text made safe to set: no invalid UTF-8, no controls that Pango or a PDF reader would act on.
// Nothing disappears: what cannot stand becomes U+FFFD REPLACEMENT CHARACTER.
#include "text/clean.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD };

static bool is_line_end(gunichar c) {
    return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

static bool is_refused(gunichar c) {
    bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    bool is_override = c == 0x202D || c == 0x202E;
    return is_control || is_override;
}

// Bytes at the start that are printable ASCII and stand as they are.
static gsize plain_prefix(const char *text) {
    gsize length = 0;
    while (text[length] >= 0x20 && text[length] < 0x7F)
        length++;
    return length;
}

static void append_character(GString *out, gunichar c, bool one_line) {
    if (is_line_end(c))
        g_string_append_c(out, one_line ? ' ' : '\n');
    else if (c == '\t')
        g_string_append_c(out, ' ');
    else
        g_string_append_unichar(out, is_refused(c) ? REPLACEMENT : c);
}

static void append_valid(GString *out, const char *text, bool one_line) {
    while (*text) {
        gsize plain = plain_prefix(text);
        g_string_append_len(out, text, (gssize)plain);
        text += plain;
        if (!*text)
            return;
        bool is_pair = text[0] == '\r' && text[1] == '\n';
        append_character(out, g_utf8_get_char(text), one_line);
        text = g_utf8_next_char(text) + is_pair;
    }
}

void clean_append(GString *out, const char *text, bool one_line) {
    gsize plain = plain_prefix(text);
    g_string_append_len(out, text, (gssize)plain);
    if (!text[plain])
        return;
    if (g_utf8_validate(text + plain, -1, NULL)) {
        append_valid(out, text + plain, one_line);
        return;
    }
    g_autofree char *valid = g_utf8_make_valid(text + plain, -1);
    append_valid(out, valid, one_line);
}
