// Widths of text without setting it for keeps.
#include "text/clean.h"
#include "text/strip.h"

#include <string.h>

double text_width(TextEngine *engine, const TextStyle *style, const char *text) {
    shaper_forget(engine);
    TextSpan span = {.text = text, .style = *style};
    ParagraphSpec spec = {.span_count = 1, .spans = &span};
    Setting setting = {.engine = engine, .arena = engine->scratch, .spec = &spec};
    setting_init(&setting, /*one_line=*/true);
    Strip strip = strip_new(&setting, 0, setting.length, /*wraps=*/false);
    double width = strip_width(&strip);
    strip_clear(&strip);
    arena_reset(engine->scratch);
    return width;
}

// The width of bytes [0, length) of a text without the blanks at its end.
static double piece_width(TextEngine *engine, const TextStyle *style, const char *text,
                          gsize length) {
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\n'))
        length--;
    g_autofree char *piece = g_strndup(text, length);
    return text_width(engine, style, piece);
}

void text_extent(TextEngine *engine, const TextStyle *style, const char *text, double *min_width,
                 double *max_width) {
    g_autoptr(GString) clean = g_string_new(NULL);
    clean_append(clean, text, /*one_line=*/false);
    PangoLanguage *language = style_find(engine, style)->language;
    int count = (int)g_utf8_strlen(clean->str, (gssize)clean->len) + 1;
    g_autofree PangoLogAttr *attributes = g_new0(PangoLogAttr, (gsize)count);
    pango_get_log_attrs(clean->str, (int)clean->len, /*level=*/-1, language, attributes, count);
    *min_width = *max_width = 0;
    const char *p = clean->str, *piece = p, *line = p;
    for (int i = 0; i < count; i++, p = g_utf8_next_char(p)) {
        bool is_end = i == count - 1;
        if (attributes[i].is_line_break || is_end) {
            *min_width = MAX(*min_width, piece_width(engine, style, piece, (gsize)(p - piece)));
            piece = p;
        }
        if (attributes[i].is_mandatory_break || is_end) {
            *max_width = MAX(*max_width, piece_width(engine, style, line, (gsize)(p - line)));
            line = p;
        }
    }
}
