// Making PDF objects through libharu's low-level object interface (hpdf_objects.h). Every object
// belongs to the document; libharu's error is sticky, so nothing here needs checking one by one:
// pdf_document_failed tells at the end.
#pragma once
#include "pdf/container.h"

#include <hpdf_pages.h>

typedef struct {
    HPDF_Doc doc;
    HPDF_STATUS first_error, first_detail; // libharu forgets all but the last: we keep the first
    Container *container;
} PdfDocument;

PdfDocument *pdf_document_new(Kept *kept);     // kept: see pack_queue_new
void pdf_document_free(PdfDocument *document); // accepts NULL
bool pdf_document_failed(const PdfDocument *document);

HPDF_Dict pdf_dict(PdfDocument *document);          // direct: written inside its holder
HPDF_Dict pdf_indirect_dict(PdfDocument *document); // an object of its own
HPDF_Dict pdf_stream(PdfDocument *document, const void *data, gsize length, bool compress);
// The same, compressed, of data that is not copied.
HPDF_Dict pdf_stream_of(PdfDocument *document, GBytes *data);
// The same of data that pack_bytes has compressed.
HPDF_Dict pdf_stream_packed(PdfDocument *document, GBytes *packed);
HPDF_Array pdf_array(PdfDocument *document);
HPDF_Array pdf_numbers(PdfDocument *document, const double *numbers, guint count);
// A text string (ISO 32000-1, 7.9.2.2): ASCII as it stands, else UTF-16BE with a byte order mark.
void *pdf_text_string(PdfDocument *document, const char *text);
// The same written into an object's text.
void pdf_put_text_string(GString *out, const char *text);
HPDF_Binary pdf_byte_string(PdfDocument *document, const void *bytes, gsize length);
HPDF_String pdf_ascii_string(PdfDocument *document, const char *text);
guint pdf_object_number(const void *indirect_object);
// A number for an object whose text is written by the caller: for kinds that come in thousands, as
// the elements of a structure tree, where libharu's own dictionaries would cost most of a run.
guint pdf_number(PdfDocument *document);
// The same as an object that libharu's dictionaries and arrays can refer to.
void *pdf_reserve(PdfDocument *document);
// Writes such an object; the text is copied.
void pdf_write_object(PdfDocument *document, guint number, const GString *text);
// Writes what stands on a page; the text is taken over.
void pdf_write_page(PdfDocument *document, HPDF_Page page, GString *content);
// The dictionary `kind` ("Font", "XObject", ...) of a page's resources; made when it is missing.
HPDF_Dict pdf_page_resources(PdfDocument *document, HPDF_Page page, const char *kind);
HPDF_Dict pdf_catalog(PdfDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfDocument, pdf_document_free)
