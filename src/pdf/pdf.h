// Placed pages to PDF 1.7: libharu writes the document, text is set as glyph runs of subset fonts,
// charts are drawn by cairo on one PDF surface in memory and imported as form XObjects.
// Same document, same bytes.
#pragma once
#include "page/placed.h"

typedef struct {
    bool tagged;          // write the structure tree
    const char *producer; // "Accord 0.1.0"
} PdfOptions;

// The file's bytes, or NULL and reported when a library fails.
GBytes *pdf_write(const PlacedDocument *document, TextEngine *engine, const PdfOptions *options,
                  Diags *diags);
