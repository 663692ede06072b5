// A placed page as a content stream.
#pragma once
#include "page/placed.h"
#include "pdf/content.h"
#include "pdf/font_embed.h"
#include "pdf/import.h"
#include "pdf/structure.h"

typedef struct {
    PdfDocument *document;
    const PlacedDocument *placed;
    const EmbeddedFonts *fonts;
    const ImportedCharts *charts;
    Structure *structure; // NULL: not tagged
    GHashTable *alphas;   // per mille of opacity -> graphics state
} PageWriter;

// Writes the page's items; the stream's text is in content->text, which the caller frees.
void page_content_write(PageWriter *writer, const PlacedPage *placed, guint number, HPDF_Page page,
                        Content *content);
