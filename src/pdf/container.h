// The file around a document's objects: object streams and a cross-reference stream (ISO 32000-1,
// 7.5.7 and 7.5.8), which make a tagged file several times smaller than libharu's own container and
// need no second pass over it. libharu serialises and compresses the objects.
#pragma once
#include "pdf/object.h"

// The whole file with an ID made from its bytes; NULL when libharu failed (see
// pdf_document_failed).
GByteArray *container_write(PdfDocument *document);
