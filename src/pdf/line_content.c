// Text is one TJ per glyph run: codes of the subset, and what must be added to their natural
// advances. Runs whose glyphs do not read back as their text carry it as ActualText, those from
// right to left letter by letter (line_letters.c); what a face lacks (italic, bold) is made by
// slanting and by a line around the glyphs.
#include "pdf/line_private.h"
#include "pdf/put.h"

#include <math.h>

static const double BOLD_PART = 0.03; // of the size: the line around glyphs of a missing bold

static bool needs_actual_text(const EmbeddedFont *font, const GlyphRun *run) {
    return !run->rtl && run->text_length > 0 && !embedded_font_spells(font, run);
}

static void put_actual_text(Content *content, const GlyphRun *run) {
    g_autofree char *text = g_strndup(run->text, run->text_length);
    glong count = 0;
    g_autofree gunichar2 *utf16 = g_utf8_to_utf16(text, -1, NULL, &count, NULL);
    put_text(content->text, "/ActualText <FEFF");
    for (glong i = 0; i < count; i++)
        content_hex(content, utf16[i]);
    put_text(content->text, ">");
}

// Says what the glyphs do not: their text, and their language where it differs from what the
// structure says. False: there is nothing to say.
static bool begin_span(const LinePlace *place, Content *content, const GlyphRun *run, bool actual) {
    const char *language =
        run->language && g_strcmp0(run->language, place->language) != 0 ? run->language : NULL;
    if (!language && !actual)
        return false;
    put_text(content->text, "/Span <<");
    if (language) {
        put_text(content->text, "/Lang ");
        pdf_put_text_string(content->text, language);
    }
    if (actual)
        put_actual_text(content, run);
    put_text(content->text, ">> BDC\n");
    return true;
}

// Thousandths of the font size that TJ subtracts before the next glyph.
static void put_adjustment(Content *content, double adjustment) {
    if (fabs(adjustment) < 0.5)
        return;
    g_string_append_c(content->text, '>');
    content_integer(content, lround(adjustment));
    g_string_append_c(content->text, '<');
}

double line_slant(const GlyphRun *run) {
    return run->synthetic_italic ? 0.2 : 0;
}

// Finer than any eye or printer, and shorter than what arithmetic gives.
static double hundredths(double number) {
    return round(number * 100) / 100;
}

void line_set_pen(Content *content, const LinePlace *place, double slant, double x, double y) {
    const double *m = place->m;
    bool is_upright = m[0] == 1 && m[1] == 0 && m[2] == 0 && m[3] == 1 && slant == 0;
    double at_x = hundredths(m[0] * x + m[2] * y + m[4]);
    double at_y = hundredths(content_y(content, m[1] * x + m[3] * y + m[5]));
    if (is_upright)
        put_text(content->text, "1 0 0 1 ");
    else
        content_numbers(content, (double[]){m[0], -m[1], -m[2] + slant * m[0], m[3] - slant * m[1]},
                        4);
    content_numbers(content, (double[]){at_x, at_y}, 2);
    content_operator(content, "Tm");
}

// The glyphs [first, end), which stand at one height.
static void put_glyphs(const EmbeddedFont *font, Content *content, const GlyphRun *run, guint first,
                       guint end, bool blank) {
    double owed = 0; // what the pen must still be moved by, in thousandths
    put_text(content->text, "[<");
    for (guint i = first; i < end; i++) {
        const Glyph *glyph = &run->glyphs[i];
        double shift = glyph->dx / run->size * 1000;
        put_adjustment(content, owed - shift);
        double natural = embedded_font_advance(font, glyph->glyph);
        content_hex(content, embedded_font_code(font, glyph->glyph));
        owed = natural - (glyph->advance / run->size * 1000 - shift);
    }
    guint16 space = 0;
    if (blank && end == run->glyph_count && embedded_font_space(font, &space))
        content_hex(content, space);
    put_text(content->text, ">] TJ\n");
}

static void put_run_glyphs(const EmbeddedFont *font, Content *content, const GlyphRun *run,
                           const LinePlace *place, bool blank) {
    double x = run->x, slant = line_slant(run);
    for (guint first = 0; first < run->glyph_count;) {
        guint end = first;
        double width = 0;
        while (end < run->glyph_count && run->glyphs[end].dy == run->glyphs[first].dy)
            width += run->glyphs[end++].advance;
        line_set_pen(content, place, slant, x, run->glyphs[first].dy - run->rise);
        put_glyphs(font, content, run, first, end, blank);
        x += width;
        first = end;
    }
}

// A rule along the line, `down` below its baseline.
static void put_rule(Content *content, const GlyphRun *run, const LinePlace *place, double down) {
    content_fill(content, run->colour);
    content_rectangle(
        content,
        &(ContentBox){place->m[4] + run->x, place->m[5] + down, run->width, run->size / 16, 0},
        "f");
}

static void set_font(PageWriter *writer, Content *content, HPDF_Page page, const GlyphRun *run,
                     const EmbeddedFont *font) {
    const char *name = embedded_font_name(font);
    if (content->font != name) {
        HPDF_Dict fonts = pdf_page_resources(writer->document, page, "Font");
        if (!HPDF_Dict_GetItem(fonts, name, HPDF_OCLASS_DICT))
            HPDF_Dict_Add(fonts, name, embedded_font_dict(font));
    }
    content_fill(content, run->colour);
    if (run->synthetic_bold)
        content_stroke(content, run->colour, run->size * BOLD_PART);
    put_text(content->text, "BT ");
    if (content->font == name && content->font_size == run->size)
        return;
    g_string_append_printf(content->text, "/%s ", name);
    content_number(content, run->size);
    put_text(content->text, "Tf ");
    content->font = name;
    content->font_size = run->size;
}

void line_content_run(PageWriter *writer, Content *content, HPDF_Page page, const LinePlace *place,
                      guint index) {
    const GlyphRun *run = &place->line->runs[index];
    if (!run->glyph_count)
        return;
    // Lines that end in a run from right to left go without the blank.
    bool blank = place->blank && index + 1 == place->line->run_count && !run->rtl;
    const EmbeddedFont *font = embedded_font_find(writer->fonts, run->face);
    bool span = begin_span(place, content, run, needs_actual_text(font, run));
    set_font(writer, content, page, run, font);
    if (run->synthetic_bold)
        content_operator(content, "2 Tr");
    if (!run->rtl || !line_put_letters(font, content, run, place))
        put_run_glyphs(font, content, run, place, blank);
    content_operator(content, run->synthetic_bold ? "0 Tr ET" : "ET");
    if (span)
        content_operator(content, "EMC");
    if (run->underline)
        put_rule(content, run, place, run->size * 0.12);
    if (run->strikethrough)
        put_rule(content, run, place, run->size * -0.3);
}

void line_content_put(PageWriter *writer, Content *content, HPDF_Page page,
                      const LinePlace *place) {
    for (guint i = 0; i < place->line->run_count; i++)
        line_content_run(writer, content, page, place, i);
}
