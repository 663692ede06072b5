// Ways through a document: outline, links inside and out.
#pragma once
#include "page/placed.h"
#include "pdf/object.h"
#include "pdf/structure.h"

// pages: the document's page dictionaries (HPDF_Page).
void navigation_write_outline(PdfDocument *document, const PlacedDocument *placed,
                              const GPtrArray *pages);
// Writes link annotations page by page. structure may be NULL.
typedef struct LinkWriter LinkWriter;
LinkWriter *link_writer_new(PdfDocument *document, const PlacedDocument *placed,
                            const GPtrArray *pages, Structure *structure);
void link_writer_free(LinkWriter *writer); // accepts NULL
void link_writer_page(const LinkWriter *writer, guint number, const PlacedPage *page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(LinkWriter, link_writer_free)
