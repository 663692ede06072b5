// Cutting text to a width: the longest part, ending at a grapheme boundary (Pango's), that fits
// together with an ellipsis. The boundary is found by bisection, each step one measurement.
#include "text/strip.h"

#include <string.h>

static const double SLACK = 1e-6; // points

// Offsets where text may be cut, in the order of the text; the first is 0, the end is left out.
static GArray *grapheme_starts(const char *text, guint length, PangoLanguage *language) {
    GArray *starts = g_array_new(FALSE, FALSE, sizeof(guint));
    int count = (int)g_utf8_strlen(text, length) + 1;
    g_autofree PangoLogAttr *attributes = g_new0(PangoLogAttr, (gsize)count);
    pango_get_log_attrs(text, (int)length, /*level=*/-1, language, attributes, count);
    const char *p = text;
    for (int i = 0; i < count; i++, p = g_utf8_next_char(p)) {
        guint offset = (guint)(p - text);
        if (offset <= length && attributes[i].is_cursor_position)
            g_array_append_val(starts, offset);
    }
    return starts;
}

// The text cut at an offset, blanks between start and it dropped, and an ellipsis; ends follow. In
// buffer.
static Setting cut_at(const Setting *setting, guint start, guint cut, GString *buffer,
                      guint *ends) {
    while (cut > start && setting->text[cut - 1] == ' ')
        cut--;
    g_string_truncate(buffer, 0);
    g_string_append_len(buffer, setting->text, cut);
    g_string_append(buffer, TEXT_ELLIPSIS);
    Setting trial = *setting;
    trial.text = buffer->str;
    trial.length = (guint)buffer->len;
    trial.ends = ends;
    trial.truncated = true;
    for (guint i = 0; i < setting->spec->span_count; i++)
        ends[i] = setting->ends[i] < cut ? setting->ends[i] : trial.length;
    return trial;
}

static bool fits(const Setting *trial, guint start, double width) {
    Strip strip = strip_new(trial, start, trial->length - start, /*wraps=*/false);
    double set_width = strip_width(&strip);
    strip_clear(&strip);
    return set_width <= width + SLACK;
}

// A byte at or after which text from start is wider than the width, so that no more of it needs to
// be looked at.
static guint overfull_end(const Setting *setting, guint start, guint limit, double width) {
    Strip strip = strip_new(setting, start, limit - start, /*wraps=*/false);
    for (guint i = 0; i < strip.pieces->len && width >= 0; i++) {
        const Piece *piece = strip_piece_at(&strip, i);
        width -= piece->width;
        limit = piece_end(piece);
    }
    strip_clear(&strip);
    return limit;
}

void setting_truncate(Setting *setting, guint start, guint limit, double width) {
    limit = overfull_end(setting, start, limit, width);
    const FontStyle *style = setting->styles[setting_span_at(setting, start)];
    g_autoptr(GArray) cuts = grapheme_starts(setting->text + start, limit - start, style->language);
    g_autoptr(GString) buffer = g_string_new(NULL);
    guint *ends = arena_array(setting->arena, guint, setting->spec->span_count);
    guint low = 0, high = cuts->len - 1;
    while (low < high) {
        guint middle = (low + high + 1) / 2;
        Setting trial =
            cut_at(setting, start, start + g_array_index(cuts, guint, middle), buffer, ends);
        if (fits(&trial, start, width))
            low = middle;
        else
            high = middle - 1;
    }
    char *text = setting->text; // lines set before point into it
    *setting = cut_at(setting, start, start + g_array_index(cuts, guint, low), buffer, ends);
    setting->text = memcpy(text, buffer->str, buffer->len + 1);
}

const char *text_truncate(TextEngine *engine, Arena *arena, const TextStyle *style,
                          const char *text, double width) {
    if (text_width(engine, style, text) <= width)
        return arena_strdup(arena, text);
    TextSpan span = {.text = text, .style = *style};
    ParagraphSpec spec = {.span_count = 1, .spans = &span};
    Setting setting = {.engine = engine, .arena = arena, .spec = &spec};
    setting_init(&setting, /*one_line=*/true);
    setting_truncate(&setting, 0, setting.length, width);
    return setting.text;
}
