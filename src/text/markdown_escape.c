// The other way round: plain text written so that Markdown shows it as it is. Every ASCII
// punctuation character may be escaped (CommonMark 2.4); blanks and line ends become numeric
// references, so that they neither break a block nor indent or end one.
#include "text/markdown.h"

#include <string.h>

// Blanks matter at the ends of lines and in rows of several.
static bool is_loose_blank(const char *text, const char *p) {
    if (*p != ' ')
        return false;
    return p == text || p[1] == '\0' || p[1] == ' ' || p[-1] == ' ' || p[-1] == '\n';
}

const char *markdown_escape(Arena *arena, const char *text) {
    g_autoptr(GString) out = g_string_sized_new(strlen(text) + 16);
    for (const char *p = text; *p; p++) {
        if (is_loose_blank(text, p) || strchr("\n\r\t", *p)) {
            g_string_append_printf(out, "&#%d;", *p);
            continue;
        }
        if (g_ascii_ispunct(*p))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *p);
    }
    return arena_strndup(arena, out->str, out->len);
}

// Whether the characters of an address can stand in one: no blanks and no controls.
static bool is_clean(const char *url) {
    for (; *url; url++)
        if ((guchar)*url <= ' ' || *url == 0x7F)
            return false;
    return true;
}

bool markdown_link_is_allowed(const char *url) {
    static const char *const STARTS[] = {"http://", "https://", "mailto:", "#"};
    if (!url || !is_clean(url) || !g_utf8_validate(url, -1, NULL))
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(STARTS); i++) {
        gsize length = strlen(STARTS[i]);
        if (!g_ascii_strncasecmp(url, STARTS[i], length))
            return url[length] != '\0';
    }
    return false;
}
