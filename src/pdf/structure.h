// The structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8; ISO 14289-1): elements from the
// placed tags, marked content of pages, links and the parent tree.
#pragma once
#include "page/placed.h"
#include "pdf/object.h"

typedef struct Structure Structure;

// pages: the document's page dictionaries, which must live as long as the structure.
Structure *structure_new(PdfDocument *document, const PlacedDocument *placed,
                         const GPtrArray *pages);
void structure_free(Structure *structure); // accepts NULL
// A new marked content sequence of a tag on a page: writes "/P <</MCID 3>> BDC" to out.
void structure_mark(Structure *structure, guint page, guint tag, GString *out);
// The same within the Link element for that item, which goes on when the link before in this tag
// leads to the same place.
void structure_mark_link(Structure *structure, guint page, const PlacedItem *link, GString *out);
// Whether two placed links are one Link element.
bool structure_same_link(Structure *structure, const PlacedItem *a, const PlacedItem *b);
// An annotation of a placed link, by its object's number: joins its Link element, or makes one that
// has no text. Gives its StructParent.
guint structure_annotation(Structure *structure, guint page, const PlacedItem *link, guint number);
// Says a figure's box on its page, and what stands for it (copied) where its tag does not say so.
void structure_figure(Structure *structure, const PlacedItem *item, double page_height,
                      const char *alt);
// An item that is a part of a figure, whose tag has the words: the figure's box holds them all.
void structure_figure_part(Structure *structure, const PlacedItem *item, double page_height);
// The language that text of a tag has by its elements; NULL when nothing says one.
const char *structure_language(const Structure *structure, guint tag);
// All content of a page is marked: writes the elements that no later page adds to.
void structure_end_page(Structure *structure, guint page);
// Writes what is left, after the last page.
void structure_finish(Structure *structure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Structure, structure_free)
