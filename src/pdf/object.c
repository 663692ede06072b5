// Thin words over libharu's object calls. The error handler keeps the first error, since libharu
// itself only remembers the last one.
#include "pdf/object.h"

#include <string.h>

static void keep_first(HPDF_STATUS error, HPDF_STATUS detail, void *data) {
    PdfDocument *document = data;
    if (document->first_error)
        return;
    document->first_error = error;
    document->first_detail = detail;
}

PdfDocument *pdf_document_new(Kept *kept) {
    PdfDocument *document = g_new0(PdfDocument, 1);
    document->doc = HPDF_New(keep_first, document);
    if (!document->doc)
        g_error("libharu cannot be started"); // out of memory ends the program
    HPDF_SetCompressionMode(document->doc, HPDF_COMP_ALL);
    document->doc->pdf_version = HPDF_VER_17;
    document->container = container_new(document->doc, kept);
    return document;
}

void pdf_document_free(PdfDocument *document) {
    if (!document)
        return;
    container_free(document->container);
    HPDF_Free(document->doc);
    g_free(document);
}

bool pdf_document_failed(const PdfDocument *document) {
    return document->first_error != 0;
}

HPDF_Dict pdf_dict(PdfDocument *document) {
    return HPDF_Dict_New(document->doc->mmgr);
}

HPDF_Dict pdf_indirect_dict(PdfDocument *document) {
    HPDF_Dict dict = pdf_dict(document);
    HPDF_Xref_Add(document->doc->xref, dict);
    return dict;
}

HPDF_Dict pdf_stream(PdfDocument *document, const void *data, gsize length, bool compress) {
    HPDF_Dict stream = HPDF_DictStream_New(document->doc->mmgr, document->doc->xref);
    if (!stream)
        return NULL;
    if (compress)
        stream->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
    HPDF_Stream_Write(stream->stream, data, (HPDF_UINT)length);
    return stream;
}

HPDF_Dict pdf_stream_of(PdfDocument *document, GBytes *data) {
    HPDF_Dict stream = pdf_stream(document, "", 0, /*compress=*/true);
    if (stream)
        container_set_data(document->container, pdf_object_number(stream), data);
    return stream;
}

HPDF_Dict pdf_stream_packed(PdfDocument *document, GBytes *packed) {
    HPDF_Dict stream = pdf_stream(document, "", 0, /*compress=*/true);
    if (stream)
        container_set_packed(document->container, pdf_object_number(stream), packed);
    return stream;
}

HPDF_Array pdf_array(PdfDocument *document) {
    return HPDF_Array_New(document->doc->mmgr);
}

HPDF_Array pdf_numbers(PdfDocument *document, const double *numbers, guint count) {
    HPDF_Array array = pdf_array(document);
    for (guint i = 0; i < count; i++)
        HPDF_Array_AddReal(array, (HPDF_REAL)numbers[i]);
    return array;
}

HPDF_Binary pdf_byte_string(PdfDocument *document, const void *bytes, gsize length) {
    return HPDF_Binary_New(document->doc->mmgr, (HPDF_BYTE *)bytes, (HPDF_UINT)length);
}

// UTF-16BE with a byte order mark.
static GByteArray *utf16_of(const char *text) {
    glong count = 0;
    g_autofree gunichar2 *utf16 = g_utf8_to_utf16(text, -1, NULL, &count, NULL);
    GByteArray *bytes = g_byte_array_sized_new((guint)count * 2 + 2);
    g_byte_array_append(bytes, (const guint8 *)"\xFE\xFF", 2);
    for (glong i = 0; i < count; i++) {
        guint8 pair[2] = {(guint8)(utf16[i] >> 8), (guint8)(utf16[i] & 0xFF)};
        g_byte_array_append(bytes, pair, 2);
    }
    return bytes;
}

// Printable ASCII means the same in PDFDocEncoding.
static bool is_plain(const char *text) {
    for (; *text; text++)
        if (*text < 0x20 || *text > 0x7E)
            return false;
    return true;
}

void *pdf_text_string(PdfDocument *document, const char *text) {
    if (is_plain(text))
        return pdf_ascii_string(document, text);
    g_autoptr(GByteArray) bytes = utf16_of(text);
    return pdf_byte_string(document, bytes->data, bytes->len);
}

static void put_plain(GString *out, const char *text) {
    g_string_append_c(out, '(');
    for (; *text; text++) {
        if (strchr("()\\", *text))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, ')');
}

void pdf_put_text_string(GString *out, const char *text) {
    static const char digits[] = "0123456789ABCDEF";
    if (is_plain(text)) {
        put_plain(out, text);
        return;
    }
    g_autoptr(GByteArray) bytes = utf16_of(text);
    g_string_append_c(out, '<');
    for (guint i = 0; i < bytes->len; i++) {
        g_string_append_c(out, digits[bytes->data[i] >> 4]);
        g_string_append_c(out, digits[bytes->data[i] & 15]);
    }
    g_string_append_c(out, '>');
}

HPDF_String pdf_ascii_string(PdfDocument *document, const char *text) {
    return HPDF_String_New(document->doc->mmgr, text, NULL);
}

guint pdf_object_number(const void *indirect_object) {
    return ((const HPDF_Obj_Header *)indirect_object)->obj_id & 0x00FFFFFF;
}

guint pdf_number(PdfDocument *document) {
    return container_number(document->container);
}

void *pdf_reserve(PdfDocument *document) {
    HPDF_Null object = HPDF_Null_New(document->doc->mmgr);
    HPDF_Xref_Add(document->doc->xref, object);
    return object;
}

void pdf_write_object(PdfDocument *document, guint number, const GString *text) {
    container_add_object(document->container, number, text);
}

void pdf_write_page(PdfDocument *document, HPDF_Page page, GString *content) {
    HPDF_PageAttr attributes = page->attr;
    container_add_stream(document->container, pdf_object_number(attributes->contents),
                         g_string_new(NULL), g_string_free_to_bytes(content), /*deflate=*/true);
}

HPDF_Dict pdf_page_resources(PdfDocument *document, HPDF_Page page, const char *kind) {
    HPDF_Dict resources = HPDF_Page_GetInheritableItem(page, "Resources", HPDF_OCLASS_DICT);
    if (!resources) {
        resources = pdf_dict(document);
        HPDF_Dict_Add(page, "Resources", resources);
    }
    HPDF_Dict dict = HPDF_Dict_GetItem(resources, kind, HPDF_OCLASS_DICT);
    if (!dict) {
        dict = pdf_dict(document);
        HPDF_Dict_Add(resources, kind, dict);
    }
    return dict;
}

HPDF_Dict pdf_catalog(PdfDocument *document) {
    return document->doc->catalog;
}
