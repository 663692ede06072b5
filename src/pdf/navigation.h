// Ways through a document: outline, links inside and out.
#pragma once
#include "page/placed.h"
#include "pdf/object.h"
#include "pdf/structure.h"

// pages: the document's page dictionaries (HPDF_Page).
void navigation_write_outline(PdfDocument *document, const PlacedDocument *placed,
                              const GPtrArray *pages);
// The link annotations of all pages. structure may be NULL.
void navigation_write_links(PdfDocument *document, const PlacedDocument *placed,
                            const GPtrArray *pages, Structure *structure);
