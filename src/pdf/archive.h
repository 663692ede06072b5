// What makes a document PDF/A: its colours are named by a profile, and files that belong to it are
// inside.
#pragma once
#include "pdf/object.h"
#include "pdf/pdf.h"

// The output intent: sRGB, by a profile made at run time.
void archive_write_intent(PdfDocument *document);
// Attached files; dates are those of the document.
void archive_write_attachments(PdfDocument *document, const PdfOptions *options, double created_ms);
