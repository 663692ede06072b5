// Items in drawing order. Neighbours of one tag share a marked content sequence; what has no tag is
// an artifact; the words of a link stand in the marked content of their Link element. A chart is
// its layers: cairo's drawing as a form, then its texts, set as all text of the page.
#include "pdf/page_content.h"

#include "pdf/line_content.h"
#include "pdf/put.h"

#include <math.h>
#include <string.h>

// ---- text

static const char *language_of(const PageWriter *writer, const PlacedItem *item) {
    return writer->structure ? structure_language(writer->structure, item->tag)
                             : writer->placed->language;
}

// Whether the next text goes on where this line ends: in the same paragraph, unless a word is cut,
// or in the same element.
static bool is_continued(const PlacedPage *page, const PlacedItem *item) {
    const TextLine *line = item->as.text.line;
    guint set = 0;
    for (guint i = 0; i < line->run_count; i++)
        set += line->runs[i].text_length;
    if (!line->ends_paragraph)
        return set < line->length; // blanks at the end of a line are not in its runs
    for (const PlacedItem *next = item + 1; next < page->items + page->item_count; next++)
        if (next->kind == PLACED_TEXT)
            return next->tag == item->tag;
    return false;
}

static LinePlace place_of(const PageWriter *writer, const PlacedPage *page,
                          const PlacedItem *item) {
    return (LinePlace){.line = item->as.text.line,
                       .m = {1, 0, 0, 1, item->x, item->as.text.baseline},
                       .language = language_of(writer, item),
                       .blank = is_continued(page, item)};
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
    content_rectangle(
        content, &(ContentBox){item->x, item->y, item->width, item->height, item->as.rect.radius},
        !item->as.rect.stroked ? "f"
        : item->as.rect.filled ? "B"
                               : "S");
    if (alpha < 1) {
        content_operator(content, "Q");
        content->fill_known = content->stroke_known = content->width_known = false;
        content->font = NULL;
    }
}

static void put_line(PageWriter *writer, Content *content, HPDF_Page page, const PlacedItem *item) {
    (void)writer;
    (void)page;
    content_stroke(content, item->as.line.colour, item->as.line.width);
    if (item->as.line.dash > 0) {
        g_string_append_c(content->text, '[');
        content_number(content, item->as.line.dash);
        put_text(content->text, "] 0 d\n");
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
    content->font = NULL;
}

static void put_chart_text(PageWriter *writer, Content *content, HPDF_Page page,
                           const SceneText *text, const PlacedItem *item) {
    double alpha = text->line->run_count ? text->line->runs[0].colour.a : 1;
    LinePlace place = {.line = text->line, .language = language_of(writer, item), .blank = true};
    memcpy(place.m, text->matrix, sizeof place.m);
    place.m[4] += item->x;
    place.m[5] += item->y;
    bool saved = alpha < 1 || text->clipped;
    if (saved)
        begin_saved(content);
    if (text->clipped) {
        content_rectangle(content,
                          &(ContentBox){item->x + text->clip[0], item->y + text->clip[1],
                                        text->clip[2], text->clip[3], 0},
                          "W n");
    }
    if (alpha < 1)
        set_alpha(writer, content, page, alpha);
    line_content_put(writer, content, page, &place);
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

enum { CHART_WORDS_LIMIT = 400 }; // bytes

// The words in a chart, for one that nobody described.
static char *chart_words(const PageWriter *writer, const PlacedItem *item) {
    const GArray *layers = imported_chart_layers(writer->charts, item->as.scene.scene);
    GString *words = g_string_new("Chart");
    for (guint i = 0; i < layers->len; i++) {
        const GArray *texts = g_array_index(layers, ChartLayer, i).texts;
        for (guint k = 0; k < texts->len && words->len < CHART_WORDS_LIMIT; k++) {
            const TextLine *line = g_array_index(texts, SceneText, k).line;
            g_string_append(words, words->len > strlen("Chart") ? ", " : ": ");
            for (guint n = 0; n < line->run_count; n++)
                g_string_append_len(words, line->runs[n].text, line->runs[n].text_length);
        }
    }
    return g_string_free(words, FALSE);
}

static char *figure_alt(const PageWriter *writer, const PlacedItem *item) {
    if (item->kind == PLACED_IMAGE)
        return g_strdup(item->as.image.alt);
    if (item->as.scene.alt)
        return g_strdup(item->as.scene.alt);
    if (item->as.scene.scene->description)
        return g_strdup(item->as.scene.scene->description);
    return chart_words(writer, item);
}

// ---- images

// A scale needs more decimals than a place does.
static void put_scale(Content *content, double scale) {
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    put_text(content->text, g_ascii_formatd(digits, sizeof digits, "%.7f ", scale));
}

static void put_image(PageWriter *writer, Content *content, HPDF_Page page,
                      const PlacedItem *item) {
    const PlacedBox *drawn = &item->as.image.drawn;
    const PdfImage *image = imported_image(writer->charts, item->as.image.image);
    HPDF_Dict objects = pdf_page_resources(writer->document, page, "XObject");
    HPDF_UINT16 class = ((HPDF_Obj_Header *)image->object)->obj_class & HPDF_OCLASS_ANY;
    if (!HPDF_Dict_GetItem(objects, image->name, class))
        HPDF_Dict_Add(objects, image->name, image->object);
    begin_saved(content);
    content_rectangle(content, &(ContentBox){item->x, item->y, item->width, item->height, 0},
                      "W n");
    put_scale(content, drawn->width / image->width);
    content_numbers(content, (double[]){0, 0}, 2);
    put_scale(content, drawn->height / image->height);
    content_numbers(
        content,
        (double[]){item->x + drawn->x, content_y(content, item->y + drawn->y + drawn->height)}, 2);
    g_string_append_printf(content->text, "cm /%s Do\n", image->name);
    end_saved(content);
}

// ---- the page

typedef void (*PutItem)(PageWriter *, Content *, HPDF_Page, const PlacedItem *);
static const PutItem put_item[] = {
    [PLACED_TEXT] = NULL, /* its line needs to know what comes after: put_text */
    [PLACED_RECT] = put_rect,   [PLACED_LINE] = put_line,
    [PLACED_SCENE] = put_scene, [PLACED_IMAGE] = put_image,
    [PLACED_LINK] = NULL,  // an annotation: navigation.c
    [PLACED_LATER] = NULL, // made before: placed_page_items
};

// What is open while items are written.
typedef struct {
    PageWriter *writer;
    Content *content;
    HPDF_Page page;
    const PlacedPage *placed;
    guint number;
    guint tag;              // whose marked content is open, or TAG_ARTIFACT
    const PlacedItem *link; // whose it is, or NULL
    bool open;
} Marking;

static void end_marked(Marking *marking) {
    if (marking->open)
        content_operator(marking->content, "EMC");
    marking->open = false;
}

static void begin_marked(Marking *marking, guint tag) {
    if (marking->open && !marking->link && marking->tag == tag)
        return;
    end_marked(marking);
    marking->link = NULL;
    if (tag == TAG_ARTIFACT)
        content_operator(marking->content, "/Artifact BMC");
    else
        structure_mark(marking->writer->structure, marking->number, tag, marking->content->text);
    marking->open = true;
    marking->tag = tag;
}

// A link that goes on in the next line stays open.
static void begin_link(Marking *marking, const PlacedItem *link) {
    Structure *structure = marking->writer->structure;
    if (marking->open && marking->link && structure_same_link(structure, marking->link, link))
        return;
    end_marked(marking);
    structure_mark_link(structure, marking->number, link, marking->content->text);
    marking->open = true;
    marking->link = link;
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
    LinePlace place = place_of(writer, marking->placed, item);
    for (guint i = 0; i < line->run_count; i++) {
        const GlyphRun *run = &line->runs[i];
        if (!run->glyph_count)
            continue;
        const PlacedItem *link = run->link ? find_link(marking->placed, item, run) : NULL;
        if (link)
            begin_link(marking, link);
        else
            begin_marked(marking, item->tag);
        line_content_run(writer, marking->content, marking->page, &place, i);
    }
}

static void put_untagged(Marking *marking, const PlacedItem *item) {
    PageWriter *writer = marking->writer;
    if (item->kind == PLACED_TEXT) {
        LinePlace place = place_of(writer, marking->placed, item);
        line_content_put(writer, marking->content, marking->page, &place);
    } else {
        put_item[item->kind](writer, marking->content, marking->page, item);
    }
}

static void put_tagged(Marking *marking, const PlacedItem *item) {
    PageWriter *writer = marking->writer;
    if (has_links(item)) {
        put_linked_text(marking, item);
        return;
    }
    begin_marked(marking, item->tag);
    if (item->kind == PLACED_SCENE || item->kind == PLACED_IMAGE) {
        g_autofree char *alt = figure_alt(writer, item);
        structure_figure(writer->structure, item, marking->placed->height, alt);
    } else if (item->kind == PLACED_LINE || item->kind == PLACED_RECT) {
        structure_figure_part(writer->structure, item, marking->placed->height);
    }
    put_untagged(marking, item);
}

void page_content_write(PageWriter *writer, const PlacedPage *placed, guint number, HPDF_Page page,
                        Content *content) {
    Marking marking = {writer, content, page, placed, number, TAG_ARTIFACT, NULL, /*open=*/false};
    content_begin(content, placed->height);
    for (guint i = 0; i < placed->item_count; i++) {
        const PlacedItem *item = &placed->items[i];
        if (item->kind == PLACED_LINK)
            continue;
        if (writer->structure)
            put_tagged(&marking, item);
        else
            put_untagged(&marking, item);
    }
    end_marked(&marking);
}
