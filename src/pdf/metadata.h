// What a document says about itself: information dictionary, XMP, language, viewer preferences, ID.
#pragma once
#include "page/placed.h"
#include "pdf/object.h"
#include "pdf/pdf.h"

// digest: a hexadecimal SHA-256 of the content, from which the ID is made.
void metadata_write(PdfDocument *document, const PlacedDocument *placed, const PdfOptions *options,
                    const char *digest);
