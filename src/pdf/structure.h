// The structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8): elements from the placed tags,
// marked content of pages, links and the parent tree.
#pragma once
#include "page/placed.h"
#include "pdf/object.h"

typedef struct Structure Structure;

Structure *structure_new(PdfDocument *document, const PlacedDocument *placed);
void structure_free(Structure *structure); // accepts NULL
// A new marked content sequence of a tag on a page; gives its MCID on that page.
guint structure_mark(Structure *structure, guint page, guint tag);
// An annotation that belongs to a tag: a Link element with its object reference.
void structure_annotation(Structure *structure, guint page, guint tag, HPDF_Dict annotation,
                          const char *alt);
// Writes the tree; pages are the document's page dictionaries.
void structure_write(Structure *structure, const GPtrArray *pages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Structure, structure_free)
