// The order of writing: glyphs are collected over all pages, fonts cut once, charts drawn and
// imported, pages written, then what points at pages: outline, links, structure, metadata.
#include "pdf/pdf.h"

#include "pdf/container.h"
#include "pdf/font_embed.h"
#include "pdf/import.h"
#include "pdf/metadata.h"
#include "pdf/navigation.h"
#include "pdf/page_content.h"

typedef struct {
    const PlacedDocument *placed;
    const PdfOptions *options;
    TextEngine *engine;
    Diags *diags;
    PdfDocument *document;
    EmbeddedFonts *fonts;
    Structure *structure;
    GPtrArray *pages; // of HPDF_Page
    GHashTable *scene_forms, *form_names, *alphas;
} Writer;

static void collect_glyphs(Writer *writer) {
    for (guint p = 0; p < writer->placed->page_count; p++) {
        const PlacedPage *page = &writer->placed->pages[p];
        for (guint i = 0; i < page->item_count; i++) {
            if (page->items[i].kind != PLACED_TEXT)
                continue;
            const TextLine *line = page->items[i].as.text.line;
            for (guint k = 0; k < line->run_count; k++)
                if (line->runs[k].glyph_count)
                    embedded_fonts_collect(writer->fonts, &line->runs[k]);
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

static bool import_charts(Writer *writer) {
    g_autoptr(GPtrArray) scenes = list_scenes(writer->placed);
    g_autoptr(GPtrArray) forms =
        import_scenes(writer->document, writer->engine, scenes, writer->diags);
    if (!forms)
        return false;
    g_assert(forms->len == scenes->len);
    for (guint i = 0; i < forms->len; i++) {
        g_hash_table_insert(writer->scene_forms, scenes->pdata[i], forms->pdata[i]);
        g_hash_table_insert(writer->form_names, forms->pdata[i], g_strdup_printf("C%u", i));
    }
    return true;
}

static void write_pages(Writer *writer) {
    PageWriter page_writer = {.document = writer->document,
                              .placed = writer->placed,
                              .fonts = writer->fonts,
                              .structure = writer->structure,
                              .scene_forms = writer->scene_forms,
                              .form_names = writer->form_names,
                              .alphas = writer->alphas};
    for (guint p = 0; p < writer->placed->page_count; p++) {
        const PlacedPage *placed = &writer->placed->pages[p];
        HPDF_Page page = HPDF_AddPage(writer->document->doc);
        HPDF_Page_SetWidth(page, (HPDF_REAL)placed->width);
        HPDF_Page_SetHeight(page, (HPDF_REAL)placed->height);
        g_ptr_array_add(writer->pages, page);
        Content content;
        page_content_write(&page_writer, placed, p, page, &content);
        HPDF_PageAttr attributes = page->attr;
        HPDF_Stream_Write(attributes->stream, (const HPDF_BYTE *)content.text->str,
                          (HPDF_UINT)content.text->len);
        g_string_free(content.text, TRUE);
    }
}

static void write_rest(Writer *writer) {
    navigation_write_outline(writer->document, writer->placed, writer->pages);
    navigation_write_links(writer->document, writer->placed, writer->pages, writer->structure);
    if (writer->structure)
        structure_write(writer->structure, writer->pages);
    metadata_write(writer->document, writer->placed, writer->options);
}

static GBytes *write_document(Writer *writer) {
    collect_glyphs(writer);
    if (!embedded_fonts_write(writer->fonts, writer->document, writer->diags) ||
        !import_charts(writer))
        return NULL;
    write_pages(writer);
    write_rest(writer);
    GByteArray *bytes = container_write(writer->document);
    if (bytes)
        return g_byte_array_free_to_bytes(bytes);
    diag_error(writer->diags, DIAG_INTERNAL, NULL, NULL,
               "the PDF cannot be written (libharu error 0x%04lX, detail %lu)",
               (unsigned long)writer->document->first_error,
               (unsigned long)writer->document->first_detail);
    return NULL;
}

GBytes *pdf_write(const PlacedDocument *document, TextEngine *engine, const PdfOptions *options,
                  Diags *diags) {
    g_autoptr(PdfDocument) pdf = pdf_document_new();
    g_autoptr(EmbeddedFonts) fonts = embedded_fonts_new();
    g_autoptr(Structure) structure = options->tagged ? structure_new(pdf, document) : NULL;
    g_autoptr(GPtrArray) pages = g_ptr_array_new();
    g_autoptr(GHashTable) scene_forms = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) form_names = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    g_autoptr(GHashTable) alphas = g_hash_table_new(NULL, NULL);
    Writer writer = {.placed = document,
                     .options = options,
                     .engine = engine,
                     .diags = diags,
                     .document = pdf,
                     .fonts = fonts,
                     .structure = structure,
                     .pages = pages,
                     .scene_forms = scene_forms,
                     .form_names = form_names,
                     .alphas = alphas};
    return write_document(&writer);
}
