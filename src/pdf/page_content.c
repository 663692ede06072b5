// Items in drawing order. Neighbours of one tag share a marked content sequence; what has no tag is
// an artifact. Text is one TJ per glyph run: codes of the subset, and what must be added to their
// natural advances. Runs whose glyphs do not read back as their text carry it as ActualText.
#include "pdf/page_content.h"

#include <math.h>
#include <string.h>

static const double SLANT = 0.2;      // of a missing italic
static const double BOLD_PART = 0.03; // of the size: the line around glyphs of a missing bold

static void set_alpha(PageWriter *writer, Content *content, HPDF_Page page, double alpha);

// ---- text

// Where a line stands: x right from its left edge and y down from its baseline, to the page (y
// down): x' = m0 x + m2 y + m4, y' = m1 x + m3 y + m5.
typedef struct {
    double m[6];
    const char *language; // of the element around it; or NULL
} TextPlace;

static bool needs_actual_text(const EmbeddedFont *font, const GlyphRun *run) {
    // Right-to-left runs are left to readers' own bidirectional ordering.
    return !run->rtl && run->text_length > 0 && !embedded_font_spells(font, run);
}

static void put_actual_text(Content *content, const GlyphRun *run) {
    g_autofree char *text = g_strndup(run->text, run->text_length);
    glong count = 0;
    g_autofree gunichar2 *utf16 = g_utf8_to_utf16(text, -1, NULL, &count, NULL);
    g_string_append(content->text, "/ActualText <FEFF");
    for (glong i = 0; i < count; i++)
        content_hex(content, utf16[i]);
    g_string_append(content->text, ">");
}

// Says what the glyphs do not: their text, and their language where it differs from what the
// structure says. False: there is nothing to say.
static bool begin_span(const TextPlace *place, Content *content, const GlyphRun *run, bool actual) {
    const char *language =
        run->language && g_strcmp0(run->language, place->language) != 0 ? run->language : NULL;
    if (!language && !actual)
        return false;
    g_string_append(content->text, "/Span <<");
    if (language) {
        g_string_append(content->text, "/Lang ");
        pdf_put_text_string(content->text, language);
    }
    if (actual)
        put_actual_text(content, run);
    g_string_append(content->text, ">> BDC\n");
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

// The pen at (x, y) of the line. Text space has y up.
static void set_matrix(Content *content, const TextPlace *place, double slant, double x, double y) {
    const double *m = place->m;
    double at_x = m[0] * x + m[2] * y + m[4], at_y = m[1] * x + m[3] * y + m[5];
    content_numbers(content,
                    (double[]){m[0], -m[1], -m[2] + slant * m[0], m[3] - slant * m[1], at_x,
                               content_y(content, at_y)},
                    6);
    content_operator(content, "Tm");
}

// The glyphs [first, end), which stand at one height.
static void put_glyphs(const EmbeddedFont *font, Content *content, const GlyphRun *run, guint first,
                       guint end) {
    double owed = 0; // what the pen must still be moved by, in thousandths
    g_string_append(content->text, "[<");
    for (guint i = first; i < end; i++) {
        const Glyph *glyph = &run->glyphs[i];
        double shift = glyph->dx / run->size * 1000;
        put_adjustment(content, owed - shift);
        double natural = embedded_font_advance(font, glyph->glyph);
        content_hex(content, embedded_font_code(font, glyph->glyph));
        owed = natural - (glyph->advance / run->size * 1000 - shift);
    }
    g_string_append(content->text, ">] TJ\n");
}

static void put_run_glyphs(const EmbeddedFont *font, Content *content, const GlyphRun *run,
                           const TextPlace *place) {
    double x = run->x, slant = run->synthetic_italic ? SLANT : 0;
    for (guint first = 0; first < run->glyph_count;) {
        guint end = first;
        double width = 0;
        while (end < run->glyph_count && run->glyphs[end].dy == run->glyphs[first].dy)
            width += run->glyphs[end++].advance;
        set_matrix(content, place, slant, x, run->glyphs[first].dy - run->rise);
        put_glyphs(font, content, run, first, end);
        x += width;
        first = end;
    }
}

// A rule along the line, `down` below its baseline.
static void put_rule(Content *content, const GlyphRun *run, const TextPlace *place, double down) {
    content_fill(content, run->colour);
    content_rectangle(content, place->m[4] + run->x, place->m[5] + down, run->width, run->size / 16,
                      0);
    content_operator(content, "f");
}

static void set_font(PageWriter *writer, Content *content, HPDF_Page page, const GlyphRun *run,
                     const EmbeddedFont *font) {
    const char *name = embedded_font_name(font);
    HPDF_Dict fonts = pdf_page_resources(writer->document, page, "Font");
    if (!HPDF_Dict_GetItem(fonts, name, HPDF_OCLASS_DICT))
        HPDF_Dict_Add(fonts, name, embedded_font_dict(font));
    content_fill(content, run->colour);
    if (run->synthetic_bold)
        content_stroke(content, run->colour, run->size * BOLD_PART);
    g_string_append_printf(content->text, "BT /%s ", name);
    content_number(content, run->size);
    content_operator(content, "Tf");
}

static void put_run(PageWriter *writer, Content *content, HPDF_Page page, const GlyphRun *run,
                    const TextPlace *place) {
    const EmbeddedFont *font = embedded_font_find(writer->fonts, run->face);
    bool span = begin_span(place, content, run, needs_actual_text(font, run));
    set_font(writer, content, page, run, font);
    if (run->synthetic_bold)
        content_operator(content, "2 Tr");
    put_run_glyphs(font, content, run, place);
    content_operator(content, run->synthetic_bold ? "0 Tr ET" : "ET");
    if (span)
        content_operator(content, "EMC");
    if (run->underline)
        put_rule(content, run, place, run->size * 0.12);
    if (run->strikethrough)
        put_rule(content, run, place, run->size * -0.3);
}

static const char *language_of(const PageWriter *writer, const PlacedItem *item) {
    return writer->structure ? structure_language(writer->structure, item->tag)
                             : writer->placed->language;
}

static void put_text_line(PageWriter *writer, Content *content, HPDF_Page page,
                          const TextLine *line, const TextPlace *place) {
    for (guint i = 0; i < line->run_count; i++)
        if (line->runs[i].glyph_count)
            put_run(writer, content, page, &line->runs[i], place);
}

static void put_text(PageWriter *writer, Content *content, HPDF_Page page, const PlacedItem *item) {
    TextPlace place = {{1, 0, 0, 1, item->x, item->as.text.baseline}, language_of(writer, item)};
    put_text_line(writer, content, page, item->as.text.line, &place);
}

// ---- shapes

static void set_alpha(PageWriter *writer, Content *content, HPDF_Page page, double alpha) {
    int per_mille = (int)lround(CLAMP(alpha, 0, 1) * 1000);
    HPDF_Dict state = g_hash_table_lookup(writer->alphas, GINT_TO_POINTER(per_mille));
    if (!state) {
        state = pdf_indirect_dict(writer->document);
        HPDF_Dict_AddName(state, "Type", "ExtGState");
        HPDF_Dict_AddReal(state, "ca", (HPDF_REAL)(per_mille / 1000.0));
        HPDF_Dict_AddReal(state, "CA", (HPDF_REAL)(per_mille / 1000.0));
        g_hash_table_insert(writer->alphas, GINT_TO_POINTER(per_mille), state);
    }
    g_autofree char *name = g_strdup_printf("A%d", per_mille);
    HPDF_Dict states = pdf_page_resources(writer->document, page, "ExtGState");
    if (!HPDF_Dict_GetItem(states, name, HPDF_OCLASS_DICT))
        HPDF_Dict_Add(states, name, state);
    g_string_append_printf(content->text, "/%s gs\n", name);
}

static void put_rect(PageWriter *writer, Content *content, HPDF_Page page, const PlacedItem *item) {
    double alpha = item->as.rect.filled ? item->as.rect.fill.a : item->as.rect.stroke.a;
    if (alpha < 1) {
        content_operator(content, "q");
        set_alpha(writer, content, page, alpha);
    }
    if (item->as.rect.filled)
        content_fill(content, item->as.rect.fill);
    if (item->as.rect.stroked)
        content_stroke(content, item->as.rect.stroke, item->as.rect.stroke_width);
    content_rectangle(content, item->x, item->y, item->width, item->height, item->as.rect.radius);
    content_operator(content, !item->as.rect.stroked ? "f" : item->as.rect.filled ? "B" : "S");
    if (alpha < 1) {
        content_operator(content, "Q");
        content->fill_known = content->stroke_known = content->width_known = false;
    }
}

static void put_line(PageWriter *writer, Content *content, HPDF_Page page, const PlacedItem *item) {
    (void)writer;
    (void)page;
    content_stroke(content, item->as.line.colour, item->as.line.width);
    if (item->as.line.dash > 0) {
        g_string_append_c(content->text, '[');
        content_number(content, item->as.line.dash);
        g_string_append(content->text, "] 0 d\n");
    }
    content_numbers(content, (double[]){item->x, content_y(content, item->y)}, 2);
    content_operator(content, "m");
    content_numbers(content, (double[]){item->as.line.x2, content_y(content, item->as.line.y2)}, 2);
    content_operator(content, "l S");
    if (item->as.line.dash > 0)
        content_operator(content, "[] 0 d");
}

// ---- charts

static void begin_saved(Content *content) {
    content_operator(content, "q");
}

static void end_saved(Content *content) {
    content_operator(content, "Q");
    content->fill_known = content->stroke_known = content->width_known = false;
}

static void put_chart_text(PageWriter *writer, Content *content, HPDF_Page page,
                           const SceneText *text, const PlacedItem *item) {
    double alpha = text->line->run_count ? text->line->runs[0].colour.a : 1;
    TextPlace place = {.language = language_of(writer, item)};
    memcpy(place.m, text->matrix, sizeof place.m);
    place.m[4] += item->x;
    place.m[5] += item->y;
    bool saved = alpha < 1 || text->clipped;
    if (saved)
        begin_saved(content);
    if (text->clipped) {
        content_rectangle(content, item->x + text->clip[0], item->y + text->clip[1], text->clip[2],
                          text->clip[3], 0);
        content_operator(content, "W n");
    }
    if (alpha < 1)
        set_alpha(writer, content, page, alpha);
    put_text_line(writer, content, page, text->line, &place);
    if (saved)
        end_saved(content);
}

static void put_form(PageWriter *writer, Content *content, HPDF_Page page, const ChartLayer *layer,
                     const PlacedItem *item) {
    HPDF_Dict objects = pdf_page_resources(writer->document, page, "XObject");
    if (!HPDF_Dict_GetItem(objects, layer->name, HPDF_OCLASS_DICT))
        HPDF_Dict_Add(objects, layer->name, layer->form);
    double bottom = content_y(content, item->y + item->as.scene.scene->height);
    content_operator(content, "q");
    content_numbers(content, (double[]){1, 0, 0, 1, item->x, bottom}, 6);
    g_string_append_printf(content->text, "cm /%s Do Q\n", layer->name);
}

static void put_scene(PageWriter *writer, Content *content, HPDF_Page page,
                      const PlacedItem *item) {
    const GArray *layers = imported_chart_layers(writer->charts, item->as.scene.scene);
    for (guint i = 0; i < layers->len; i++) {
        const ChartLayer *layer = &g_array_index(layers, ChartLayer, i);
        if (layer->form)
            put_form(writer, content, page, layer, item);
        for (guint k = 0; k < layer->texts->len; k++)
            put_chart_text(writer, content, page, &g_array_index(layer->texts, SceneText, k), item);
    }
}

// ---- the page

typedef void (*PutItem)(PageWriter *, Content *, HPDF_Page, const PlacedItem *);
static const PutItem put_item[] = {
    [PLACED_TEXT] = put_text, [PLACED_RECT] = put_rect,
    [PLACED_LINE] = put_line, [PLACED_SCENE] = put_scene,
    [PLACED_LINK] = NULL, // an annotation: navigation.c
};

// What is open while items are written.
typedef struct {
    PageWriter *writer;
    Content *content;
    HPDF_Page page;
    const PlacedPage *placed;
    guint number;
    guint tag; // whose marked content is open, or TAG_ARTIFACT
    bool open;
} Marking;

static void end_marked(Marking *marking) {
    if (marking->open)
        content_operator(marking->content, "EMC");
    marking->open = false;
}

static void begin_marked(Marking *marking, guint tag) {
    if (marking->open && marking->tag == tag)
        return;
    end_marked(marking);
    if (tag == TAG_ARTIFACT)
        content_operator(marking->content, "/Artifact BMC");
    else
        structure_mark(marking->writer->structure, marking->number, tag, marking->content->text);
    marking->open = true;
    marking->tag = tag;
}

static bool has_links(const PlacedItem *item) {
    if (item->kind != PLACED_TEXT || item->tag == TAG_ARTIFACT)
        return false;
    const TextLine *line = item->as.text.line;
    for (guint i = 0; i < line->run_count; i++)
        if (line->runs[i].link)
            return true;
    return false;
}

// The link item that lies over a run of the text item: one of those after it.
static const PlacedItem *find_link(const PlacedPage *page, const PlacedItem *text,
                                   const GlyphRun *run) {
    for (const PlacedItem *item = text + 1; item < page->items + page->item_count; item++) {
        if (item->kind != PLACED_LINK)
            break;
        if (item->tag == text->tag && fabs(item->x - text->x - run->x) < 0.01 &&
            fabs(item->width - run->width) < 0.01)
            return item;
    }
    return NULL;
}

// Runs of links stand in the marked content of their Link elements.
static void put_linked_text(Marking *marking, const PlacedItem *item) {
    PageWriter *writer = marking->writer;
    const TextLine *line = item->as.text.line;
    TextPlace place = {{1, 0, 0, 1, item->x, item->as.text.baseline}, language_of(writer, item)};
    for (guint i = 0; i < line->run_count; i++) {
        const GlyphRun *run = &line->runs[i];
        if (!run->glyph_count)
            continue;
        const PlacedItem *link = run->link ? find_link(marking->placed, item, run) : NULL;
        if (link) {
            end_marked(marking);
            structure_mark_link(writer->structure, marking->number, link, marking->content->text);
        } else {
            begin_marked(marking, item->tag);
        }
        put_run(writer, marking->content, marking->page, run, &place);
        if (link)
            content_operator(marking->content, "EMC");
    }
}

static void put_tagged(Marking *marking, const PlacedItem *item) {
    PageWriter *writer = marking->writer;
    if (has_links(item)) {
        put_linked_text(marking, item);
        return;
    }
    begin_marked(marking, item->tag);
    if (item->kind == PLACED_SCENE)
        structure_figure(writer->structure, item, marking->placed->height);
    put_item[item->kind](writer, marking->content, marking->page, item);
}

void page_content_write(PageWriter *writer, const PlacedPage *placed, guint number, HPDF_Page page,
                        Content *content) {
    Marking marking = {writer, content, page, placed, number, TAG_ARTIFACT, /*open=*/false};
    content_begin(content, placed->height);
    for (guint i = 0; i < placed->item_count; i++) {
        const PlacedItem *item = &placed->items[i];
        if (!put_item[item->kind])
            continue;
        if (writer->structure)
            put_tagged(&marking, item);
        else
            put_item[item->kind](writer, content, page, item);
    }
    end_marked(&marking);
}
