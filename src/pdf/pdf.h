// Placed pages to PDF 1.7: libharu writes the document, text is set as glyph runs of subset fonts,
// charts are drawn by cairo on one PDF surface in memory and imported as form XObjects. What comes
// out is PDF/A-3 and, where tagged, PDF/UA-1. Same document, same bytes.
#pragma once
#include "page/placed.h"

// A file inside the document (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8).
typedef struct {
    const char *name;         // as it is written out, without a folder
    const char *mime;         // "text/csv"
    const char *description;  // or NULL
    const char *relationship; // "Source", "Data", "Supplement" or "Alternative"
    GBytes *bytes;
} PdfAttachment;

typedef struct {
    bool tagged;          // write the structure tree
    const char *producer; // "Accord 0.1.0"
    guint attachment_count;
    const PdfAttachment *attachments; // names differ
} PdfOptions;

// The file's bytes, or NULL and reported when a library fails.
GBytes *pdf_write(const PlacedDocument *document, TextEngine *engine, const PdfOptions *options,
                  Diags *diags);
