// The order of writing: glyphs are collected over all pages, fonts cut once, charts drawn and
// imported, page objects made, then each page is written with its links and with the elements of
// the structure that end on it; what is done is packed while the next page is written.
#include "pdf/pdf.h"

#include "pdf/archive.h"
#include "pdf/container.h"
#include "pdf/font_embed.h"
#include "pdf/import.h"
#include "pdf/metadata.h"
#include "pdf/navigation.h"
#include "pdf/page_content.h"
#include "pdf/protect.h"

typedef struct {
    const PlacedDocument *placed;
    const PdfOptions *options;
    Diags *diags;
    PdfDocument *document;
    EmbeddedFonts *fonts;
    Structure *structure;
    GPtrArray *pages; // of HPDF_Page
    ImportedCharts *charts;
    GHashTable *alphas;
    Arena *scratch; // of what is made for one page
} Writer;

static void collect_line(Writer *writer, const TextLine *line) {
    for (guint i = 0; i < line->run_count; i++)
        if (line->runs[i].glyph_count)
            embedded_fonts_collect(writer->fonts, &line->runs[i]);
}

static void collect_chart(Writer *writer, const Scene *scene) {
    const GArray *layers = imported_chart_layers(writer->charts, scene);
    for (guint i = 0; i < layers->len; i++) {
        const GArray *texts = g_array_index(layers, ChartLayer, i).texts;
        for (guint k = 0; k < texts->len; k++)
            collect_line(writer, g_array_index(texts, SceneText, k).line);
    }
}

static void collect_item(Writer *writer, const PlacedItem *item) {
    if (item->kind == PLACED_TEXT)
        collect_line(writer, item->as.text.line);
    else if (item->kind == PLACED_SCENE)
        collect_chart(writer, item->as.scene.scene);
}

// Of what is made later only the parts that show something new.
static void collect_later(Writer *writer, const PlacedItem *item) {
    if (!item->as.later.tells)
        return;
    g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(PlacedItem));
    item->as.later.source->set(item->as.later.source->data, item->as.later.part, writer->scratch,
                               items);
    for (guint i = 0; i < items->len; i++)
        collect_item(writer, &g_array_index(items, PlacedItem, i));
    arena_reset(writer->scratch);
}

static void collect_glyphs(Writer *writer) {
    for (guint p = 0; p < writer->placed->page_count; p++) {
        const PlacedPage *page = &writer->placed->pages[p];
        for (guint i = 0; i < page->item_count; i++) {
            if (page->items[i].kind == PLACED_LATER)
                collect_later(writer, &page->items[i]);
            else
                collect_item(writer, &page->items[i]);
        }
    }
}

// Each scene once, in order of its first place.
static GPtrArray *list_scenes(const PlacedDocument *placed) {
    GPtrArray *scenes = g_ptr_array_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (guint p = 0; p < placed->page_count; p++)
        for (guint i = 0; i < placed->pages[p].item_count; i++) {
            const PlacedItem *item = &placed->pages[p].items[i];
            if (item->kind == PLACED_SCENE && g_hash_table_add(seen, (void *)item->as.scene.scene))
                g_ptr_array_add(scenes, (void *)item->as.scene.scene);
        }
    return scenes;
}

// Each image once, likewise.
static GPtrArray *list_images(const PlacedDocument *placed) {
    GPtrArray *images = g_ptr_array_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (guint p = 0; p < placed->page_count; p++)
        for (guint i = 0; i < placed->pages[p].item_count; i++) {
            const PlacedItem *item = &placed->pages[p].items[i];
            if (item->kind == PLACED_IMAGE && g_hash_table_add(seen, (void *)item->as.image.image))
                g_ptr_array_add(images, (void *)item->as.image.image);
        }
    return images;
}

static void make_pages(Writer *writer) {
    for (guint p = 0; p < writer->placed->page_count; p++) {
        const PlacedPage *placed = &writer->placed->pages[p];
        HPDF_Page page = HPDF_AddPage(writer->document->doc);
        HPDF_Page_SetWidth(page, (HPDF_REAL)placed->width);
        HPDF_Page_SetHeight(page, (HPDF_REAL)placed->height);
        g_ptr_array_add(writer->pages, page);
    }
}

static void write_pages(Writer *writer) {
    PageWriter page_writer = {.document = writer->document,
                              .placed = writer->placed,
                              .fonts = writer->fonts,
                              .charts = writer->charts,
                              .structure = writer->structure,
                              .alphas = writer->alphas};
    g_autoptr(LinkWriter) links =
        link_writer_new(writer->document, writer->placed, writer->pages, writer->structure);
    for (guint p = 0; p < writer->placed->page_count; p++) {
        const PlacedPage placed = placed_page_items(&writer->placed->pages[p], writer->scratch);
        Content content;
        page_content_write(&page_writer, &placed, p, writer->pages->pdata[p], &content);
        pdf_write_page(writer->document, writer->pages->pdata[p], content.text);
        link_writer_page(links, p, &placed);
        if (writer->structure)
            structure_end_page(writer->structure, p);
        arena_reset(writer->scratch);
    }
}

static void write_rest(Writer *writer) {
    navigation_write_outline(writer->document, writer->placed, writer->pages);
    if (writer->structure)
        structure_finish(writer->structure);
    metadata_write(writer->document, writer->placed, writer->options);
    archive_write_intent(writer->document);
    archive_write_attachments(writer->document, writer->options, writer->placed->created_ms);
}

static GBytes *write_document(Writer *writer) {
    collect_glyphs(writer);
    if (!embedded_fonts_write(writer->fonts, writer->document, writer->diags) ||
        !imported_charts_write(writer->charts, writer->document, writer->diags))
        return NULL;
    make_pages(writer);
    if (writer->options->tagged)
        writer->structure = structure_new(writer->document, writer->placed, writer->pages);
    write_pages(writer);
    write_rest(writer);
    g_clear_pointer(&writer->structure, structure_free);
    GByteArray *bytes = container_finish(writer->document->container);
    if (!pdf_document_failed(writer->document))
        return g_byte_array_free_to_bytes(bytes);
    g_byte_array_unref(bytes);
    diag_error(writer->diags, DIAG_INTERNAL, NULL, NULL,
               "the PDF cannot be written (libharu error 0x%04lX, detail %lu)",
               (unsigned long)writer->document->first_error,
               (unsigned long)writer->document->first_detail);
    return NULL;
}

bool pdf_is_protected(const PdfOptions *options) {
    return options->user_password || options->owner_password;
}

GBytes *pdf_write(const PlacedDocument *document, TextEngine *engine, const PdfOptions *options,
                  Diags *diags) {
    g_autoptr(GPtrArray) scenes = list_scenes(document);
    g_autoptr(GPtrArray) images = list_images(document);
    g_autoptr(ImportedCharts) charts = imported_charts_new(options, engine, scenes, images, diags);
    if (!charts)
        return NULL;
    g_autoptr(PdfDocument) pdf = pdf_document_new(options->kept);
    g_autoptr(EmbeddedFonts) fonts = embedded_fonts_new();
    g_autoptr(GPtrArray) pages = g_ptr_array_new();
    g_autoptr(GHashTable) alphas = g_hash_table_new(NULL, NULL);
    g_autoptr(Arena) scratch = arena_new();
    Writer writer = {.placed = document,
                     .options = options,
                     .diags = diags,
                     .document = pdf,
                     .fonts = fonts,
                     .pages = pages,
                     .charts = charts,
                     .alphas = alphas,
                     .scratch = scratch};
    g_autoptr(GBytes) bytes = write_document(&writer);
    if (!bytes || !(pdf_is_protected(options) || options->linearize))
        return g_steal_pointer(&bytes);
    return protect_pdf(bytes, options, diags);
}

const char *pdf_libharu_version(void) {
    return HPDF_GetVersion();
}
