// Paragraphs: spans joined to one text, cut at its line ends into strips, each broken into lines.
//
// Where lines stand: box k is [k * leading, (k + 1) * leading) with ascent and descent of the
// first style's own font centred in it, whatever fallback fonts a line may hold. Points, y down.
#include "text/clean.h"
#include "text/line.h"

#include <string.h>

static void join_spans(Setting *setting, bool one_line) {
    const ParagraphSpec *spec = setting->spec;
    setting->ends = arena_array(setting->arena, guint, spec->span_count);
    setting->styles = arena_array(setting->arena, const FontStyle *, spec->span_count);
    GString *joined = setting->engine->spares.joined;
    setting->engine->spares.joined = NULL;
    if (!joined)
        joined = g_string_sized_new(256);
    g_string_truncate(joined, 0);
    for (guint i = 0; i < spec->span_count; i++) {
        clean_append(joined, spec->spans[i].text, one_line);
        setting->ends[i] = (guint)joined->len;
        setting->styles[i] = style_find(setting->engine, &spec->spans[i].style);
    }
    setting->length = (guint)joined->len;
    setting->text = arena_alloc(setting->arena, joined->len + sizeof TEXT_ELLIPSIS);
    memcpy(setting->text, joined->str, joined->len + 1);
    setting->engine->spares.joined = joined;
}

// Whether the first letter is of a script written from right to left; digits and punctuation are
// of no script.
static bool starts_rtl(const char *text, guint length) {
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
        if (g_ascii_isalpha(*p))
            return false;
        if ((guchar)*p < 0x80)
            continue;
        hb_script_t script = hb_unicode_script(unicode, g_utf8_get_char(p));
        if (script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
            script == HB_SCRIPT_UNKNOWN)
            continue;
        return hb_script_get_horizontal_direction(script) == HB_DIRECTION_RTL;
    }
    return false;
}

static bool find_direction(const ParagraphSpec *spec, const char *text, guint length) {
    switch (spec->direction) {
    case TEXT_DIR_LTR:
        return false;
    case TEXT_DIR_RTL:
        return true;
    case TEXT_DIR_AUTO:
        return starts_rtl(text, length);
    }
    g_assert_not_reached();
}

void setting_init(Setting *setting, bool one_line) {
    join_spans(setting, one_line);
    setting->rtl = find_direction(setting->spec, setting->text, setting->length);
}

guint setting_span_at(const Setting *setting, guint offset) {
    guint low = 0, high = setting->spec->span_count - 1;
    while (low < high) {
        guint middle = (low + high) / 2;
        if (setting->ends[middle] <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double align_line(const ParagraphSpec *spec, bool rtl, double free_width, bool indented) {
    double indent = indented ? spec->indent : 0;
    switch (spec->align) {
    case TEXT_ALIGN_CENTER:
        return free_width / 2;
    case TEXT_ALIGN_END:
        return rtl ? 0 : free_width;
    case TEXT_ALIGN_START:
    case TEXT_ALIGN_JUSTIFY:
        return rtl ? free_width - indent : indent;
    }
    g_assert_not_reached();
}

// Sets bytes [start, start + length), which hold no line end, in lines of the width.
static void set_strip(Setting *setting, guint start, guint length, double width) {
    double indent = setting->lines->len == 0 ? setting->spec->indent : 0;
    Strip strip = strip_new(setting, start, length, /*wraps=*/width > 0);
    lines_break(&strip, width, indent);
    strip_clear(&strip);
}

static void set_strips(Setting *setting) {
    const ParagraphSpec *spec = setting->spec;
    double measure = spec->measure > 0 ? MIN(spec->measure, spec->width) : spec->width;
    guint start = 0;
    while (start <= setting->length && !setting_is_full(setting)) {
        const char *newline = memchr(setting->text + start, '\n', setting->length - start);
        guint end = newline ? (guint)(newline - setting->text) : setting->length;
        set_strip(setting, start, end - start, measure);
        start = end + 1;
    }
}

static double widest_line(const GArray *lines) {
    double widest = 0;
    for (guint i = 0; i < lines->len; i++)
        widest = MAX(widest, g_array_index(lines, TextLine, i).width);
    return widest;
}

static void place_lines(const Setting *setting, Paragraph *paragraph) {
    const ParagraphSpec *spec = setting->spec;
    FontMetrics metrics = setting->styles[0]->metrics;
    double natural = metrics.ascent + metrics.descent;
    double leading = spec->leading > 0 ? spec->leading : natural;
    double box = spec->width > 0 ? spec->width : paragraph->width;
    for (guint i = 0; i < setting->lines->len; i++) {
        TextLine *line = &g_array_index(setting->lines, TextLine, i);
        line->x = align_line(spec, setting->rtl, box - line->width, i == 0);
        line->top = i * leading;
        line->bottom = (i + 1) * leading;
        line->baseline = line->top + (leading - natural) / 2 + metrics.ascent;
    }
    paragraph->height = setting->lines->len * leading;
}

static const Paragraph *finish(Setting *setting) {
    Paragraph *paragraph = arena_new0(setting->arena, Paragraph);
    paragraph->rtl = setting->rtl;
    paragraph->truncated = setting->truncated;
    paragraph->text = setting->text;
    paragraph->width = widest_line(setting->lines);
    place_lines(setting, paragraph);
    paragraph->line_count = setting->lines->len;
    paragraph->lines =
        arena_memdup(setting->arena, setting->lines->data, setting->lines->len * sizeof(TextLine));
    return paragraph;
}

// Takes back the line too many and sets the last one allowed again, with an ellipsis.
static void truncate_lines(Setting *setting) {
    guint last = (guint)setting->spec->max_lines - 1;
    TextLine line = g_array_index(setting->lines, TextLine, last);
    TextLine extra = g_array_index(setting->lines, TextLine, last + 1);
    guint limit = line.ends_paragraph ? line.start + line.length : extra.start + extra.length;
    g_array_set_size(setting->lines, last);
    double indent = last == 0 ? setting->spec->indent : 0;
    double width = setting->spec->width > 0 ? setting->spec->width - indent : G_MAXINT;
    setting_truncate(setting, line.start, limit, width);
    set_strip(setting, line.start, setting->length - line.start, /*width=*/0);
}

static const Paragraph *set_paragraph(TextEngine *engine, Arena *arena, const ParagraphSpec *spec,
                                      bool one_line) {
    shaper_forget(engine);
    if (!spec->span_count)
        return arena_new0(arena, Paragraph);
    GArray *lines = spare_take(&engine->spares.lines, sizeof(TextLine));
    Setting setting = {.engine = engine, .arena = arena, .spec = spec, .lines = lines};
    setting_init(&setting, one_line);
    set_strips(&setting);
    if (setting_is_full(&setting))
        truncate_lines(&setting);
    const Paragraph *paragraph = finish(&setting);
    spare_give(&engine->spares.lines, lines);
    return paragraph;
}

const Paragraph *text_paragraph(TextEngine *engine, Arena *arena, const ParagraphSpec *spec) {
    return set_paragraph(engine, arena, spec, /*one_line=*/false);
}

const Paragraph *text_line(TextEngine *engine, Arena *arena, const TextStyle *style,
                           const char *text) {
    TextSpan span = {.text = text, .style = *style};
    ParagraphSpec spec = {.span_count = 1, .spans = &span};
    return set_paragraph(engine, arena, &spec, /*one_line=*/true);
}
