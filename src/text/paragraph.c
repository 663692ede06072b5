// Paragraphs: spans joined to one text, broken by Pango into lines, each line taken over as glyph
// runs in points. The text is cut at its newlines into pieces; a piece longer than CHUNK is set
// chunk by chunk, each from the start of the last line of the one before (a greedy line depends
// only on what follows its start), since Pango's work grows with the square of a piece.
//
// Where lines stand is ours: box k is [k * leading, (k + 1) * leading) with the first style's
// ascent and descent centred in it, whatever fallback fonts a line may hold.
#include "text/paragraph.h"

#include "text/clean.h"

#include <string.h>

enum { CHUNK = 16384 }; // bytes

// The character boundary at or before an offset.
static guint boundary_before(const char *text, guint offset) {
    while (offset > 0 && ((guchar)text[offset] & 0xC0) == 0x80)
        offset--;
    return offset;
}

static void join_spans(Setting *setting, bool one_line) {
    const ParagraphSpec *spec = setting->spec;
    setting->ends = arena_array(setting->arena, guint, spec->span_count);
    setting->styles = arena_array(setting->arena, const FontStyle *, spec->span_count);
    g_autoptr(GString) joined = g_string_new(NULL);
    for (guint i = 0; i < spec->span_count; i++) {
        clean_append(joined, spec->spans[i].text, one_line);
        setting->ends[i] = (guint)joined->len;
        setting->styles[i] = style_find(setting->engine, &spec->spans[i].style);
    }
    setting->length = (guint)joined->len;
    setting->text = arena_strndup(setting->arena, joined->str, joined->len);
}

// Whether the first letter is of a script written from right to left; digits and punctuation are
// of no script.
static bool starts_rtl(const char *text, guint length) {
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
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

// Attributes for bytes [start, start + length) of the text; base's font is the layout's.
static PangoAttrList *make_attributes(const Setting *setting, guint start, guint length,
                                      const FontStyle *base) {
    PangoAttrList *list = pango_attr_list_new();
    for (guint i = setting_span_at(setting, start), from = start; from < start + length; i++) {
        guint to = MIN(setting->ends[i], start + length);
        if (to > from)
            style_add_attributes(setting->styles[i], base, list, from - start, to - start);
        from = MAX(from, to);
    }
    return list;
}

static int pango_width(double width) {
    return width <= 0 ? -1 : (int)MIN(width * PANGO_SCALE, G_MAXINT / 4);
}

PangoLayout *setting_layout(const Setting *setting, guint start, guint length, double width) {
    PangoLayout *layout = setting->engine->layouts[setting->rtl];
    const FontStyle *base = setting->styles[setting_span_at(setting, start)];
    PangoAttrList *attributes = make_attributes(setting, start, length, base);
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_font_description(layout, base->description);
    pango_layout_set_width(layout, pango_width(width));
    pango_layout_set_indent(layout, 0);
    pango_layout_set_justify(layout, width > 0 && setting->spec->align == TEXT_ALIGN_JUSTIFY);
    pango_layout_set_text(layout, setting->text + start, (int)length);
    return layout;
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

static void take_line(Setting *setting, guint start, const PangoLayoutLine *layout_line,
                      bool ends_paragraph) {
    TextLine line = {.start = start + (guint)layout_line->start_index,
                     .length = (guint)layout_line->length,
                     .ends_paragraph = ends_paragraph};
    runs_take(setting, start, layout_line->runs, &line);
    g_array_append_val(setting->lines, line);
}

static bool is_full(const Setting *setting) {
    int max_lines = setting->spec->max_lines;
    return max_lines > 0 && setting->lines->len > (guint)max_lines;
}

// Sets [start, start + length); with more to come the last line is left for the next chunk.
// Gives the bytes set.
static guint set_chunk(Setting *setting, guint start, guint length, bool more) {
    PangoLayout *layout = setting_layout(setting, start, length, setting->spec->width);
    if (setting->lines->len == 0)
        pango_layout_set_indent(layout, (int)(setting->spec->indent * PANGO_SCALE));
    GSList *lines = pango_layout_get_lines_readonly(layout);
    bool leave_last = more && lines->next;
    for (; lines && !is_full(setting); lines = lines->next) {
        const PangoLayoutLine *line = lines->data;
        if (leave_last && !lines->next)
            return (guint)line->start_index;
        take_line(setting, start, line, !lines->next && !more);
    }
    return length;
}

static void set_piece(Setting *setting, guint start, guint length) {
    guint end = start + length;
    bool breaks = setting->spec->width > 0;
    do {
        bool more = breaks && end - start > CHUNK;
        guint stop = more ? boundary_before(setting->text, start + CHUNK) : end;
        start += set_chunk(setting, start, stop - start, more);
    } while (start < end && !is_full(setting));
}

static void set_pieces(Setting *setting) {
    guint start = 0;
    while (start <= setting->length && !is_full(setting)) {
        const char *newline = memchr(setting->text + start, '\n', setting->length - start);
        guint end = newline ? (guint)(newline - setting->text) : setting->length;
        set_piece(setting, start, end - start);
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
    PangoLayout *layout =
        setting_layout(setting, line.start, setting->length - line.start, /*width=*/0);
    take_line(setting, line.start, pango_layout_get_line_readonly(layout, 0), true);
}

static const Paragraph *set_paragraph(TextEngine *engine, Arena *arena, const ParagraphSpec *spec,
                                      bool one_line) {
    g_assert(spec->span_count > 0);
    g_autoptr(GArray) lines = g_array_new(FALSE, TRUE, sizeof(TextLine));
    Setting setting = {.engine = engine, .arena = arena, .spec = spec, .lines = lines};
    setting_init(&setting, one_line);
    set_pieces(&setting);
    if (is_full(&setting))
        truncate_lines(&setting);
    return finish(&setting);
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
