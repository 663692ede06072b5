// What a document says about itself: information dictionary, XMP, language, viewer preferences.
#pragma once
#include "page/placed.h"
#include "pdf/object.h"
#include "pdf/pdf.h"

void metadata_write(PdfDocument *document, const PlacedDocument *placed, const PdfOptions *options);
