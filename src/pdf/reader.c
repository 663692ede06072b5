// qpdf parses; streams are inflated here, since qpdf would inflate any of them to any length.
#include "pdf/reader.h"

#include "pdf/qpdf_library.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

static char *problem_of(qpdf_data qpdf) {
    qpdf_error error = qpdf_get_error(qpdf);
    return g_strdup(error ? qpdf_get_error_full_text(qpdf, error) : "it cannot be read");
}

// A header may stand anywhere in the first 1024 bytes (ISO 32000-1, Annex H.3).
static bool has_header(const char *data, gsize length) {
    return data && g_strstr_len(data, (gssize)MIN(length, 1024), "%PDF-") != NULL;
}

PdfReader *pdf_reader_open(GBytes *bytes, const char *password, char **problem) {
    gsize length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    if (!has_header(data, length)) {
        *problem = g_strdup(length ? "it does not begin as a PDF does (%PDF-)" : "it is empty");
        return NULL;
    }
    if (!qpdf_library_open(problem))
        return NULL;
    PdfReader *reader = g_new0(PdfReader, 1);
    reader->bytes = g_bytes_ref(bytes);
    reader->qpdf = qpdf_init();
    qpdf_set_suppress_warnings(reader->qpdf, QPDF_TRUE);
    qpdf_silence_errors(reader->qpdf);
    qpdf_set_attempt_recovery(reader->qpdf, QPDF_FALSE);
    QPDF_ERROR_CODE code = qpdf_read_memory(reader->qpdf, "report", data, length, password);
    bool sound =
        !(code & QPDF_ERRORS) && qpdf_oh_is_dictionary(reader->qpdf, qpdf_get_root(reader->qpdf));
    if (sound && qpdf_get_num_pages(reader->qpdf) >= 0 && !qpdf_has_error(reader->qpdf))
        return reader;
    *problem = problem_of(reader->qpdf);
    pdf_reader_close(reader);
    return NULL;
}

void pdf_reader_close(PdfReader *reader) {
    if (!reader)
        return;
    if (qpdf_has_error(reader->qpdf)) // qpdf prints what nobody asked for
        qpdf_get_error(reader->qpdf);
    qpdf_cleanup(&reader->qpdf);
    g_bytes_unref(reader->bytes);
    g_free(reader);
}

qpdf_oh pdf_reader_member(const PdfReader *reader, qpdf_oh object, const char *key) {
    if (qpdf_oh_is_stream(reader->qpdf, object))
        object = qpdf_oh_get_dict(reader->qpdf, object);
    if (!qpdf_oh_is_dictionary(reader->qpdf, object))
        return qpdf_oh_new_null(reader->qpdf);
    return qpdf_oh_get_key(reader->qpdf, object, key);
}

qpdf_oh pdf_reader_root(const PdfReader *reader) {
    return qpdf_get_root(reader->qpdf);
}

bool pdf_reader_is_null(const PdfReader *reader, qpdf_oh object) {
    return qpdf_oh_is_null(reader->qpdf, object);
}

int pdf_reader_number(const PdfReader *reader, qpdf_oh object) {
    return qpdf_oh_is_indirect(reader->qpdf, object) ? qpdf_oh_get_object_id(reader->qpdf, object)
                                                     : 0;
}

// Whether the object is that name ("/Link").
static bool pdf_reader_is_name(const PdfReader *reader, qpdf_oh object, const char *name) {
    return qpdf_oh_is_name(reader->qpdf, object) &&
           strcmp(qpdf_oh_get_name(reader->qpdf, object), name) == 0;
}

int pdf_reader_length(const PdfReader *reader, qpdf_oh object) {
    return qpdf_oh_is_array(reader->qpdf, object) ? qpdf_oh_get_array_n_items(reader->qpdf, object)
                                                  : 0;
}

qpdf_oh pdf_reader_item(const PdfReader *reader, qpdf_oh object, int index) {
    return qpdf_oh_get_array_item(reader->qpdf, object, index);
}

char *pdf_reader_text(const PdfReader *reader, qpdf_oh object) {
    if (!qpdf_oh_is_string(reader->qpdf, object))
        return NULL;
    return g_utf8_make_valid(qpdf_oh_get_utf8_value(reader->qpdf, object), -1);
}

// ---- streams

// NULL when it is malformed or too long.
static GByteArray *inflate(const guint8 *data, gsize length) {
    g_autoptr(GInputStream) raw = g_memory_input_stream_new_from_data(data, (gssize)length, NULL);
    g_autoptr(GZlibDecompressor) zlib = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
    g_autoptr(GInputStream) plain = g_converter_input_stream_new(raw, G_CONVERTER(zlib));
    g_autoptr(GByteArray) out = g_byte_array_new();
    guint8 buffer[16384];
    gssize got = 0;
    while ((got = g_input_stream_read(plain, buffer, sizeof buffer, NULL, NULL)) > 0) {
        g_byte_array_append(out, buffer, (guint)got);
        if (out->len > PDF_STREAM_LIMIT)
            return NULL;
    }
    return got < 0 ? NULL : g_steal_pointer(&out);
}

// Whether a stream is compressed; *plain: not at all. False: in a way that is not read here.
static bool find_filter(const PdfReader *reader, qpdf_oh stream, bool *plain) {
    qpdf_oh filter = pdf_reader_member(reader, stream, "/Filter");
    if (pdf_reader_length(reader, filter) == 1)
        filter = pdf_reader_item(reader, filter, 0);
    *plain = pdf_reader_is_null(reader, filter);
    return *plain ||
           (pdf_reader_is_name(reader, filter, "/FlateDecode") &&
            pdf_reader_is_null(reader, pdf_reader_member(reader, stream, "/DecodeParms")));
}

GByteArray *pdf_reader_data(const PdfReader *reader, qpdf_oh stream) {
    bool plain = false;
    if (!qpdf_oh_is_stream(reader->qpdf, stream) || !find_filter(reader, stream, &plain))
        return NULL;
    unsigned char *data = NULL;
    size_t length = 0;
    QPDF_BOOL decoded = QPDF_FALSE;
    QPDF_ERROR_CODE code =
        qpdf_oh_get_stream_data(reader->qpdf, stream, qpdf_dl_none, &decoded, &data, &length);
    GByteArray *out = NULL;
    if (!(code & QPDF_ERRORS) && length <= PDF_STREAM_LIMIT)
        out = plain ? g_byte_array_append(g_byte_array_new(), data, (guint)length)
                    : inflate(data, length);
    free(data);
    return out;
}

// ---- name trees

typedef struct {
    PdfNameVisit function;
    void *data;
    guint nodes; // left, so that a tree that shares nodes comes to an end
} NameVisit;

static void visit_leaf(const PdfReader *reader, qpdf_oh names, NameVisit *visit) {
    int count = pdf_reader_length(reader, names);
    for (int i = 0; i + 1 < count; i += 2)
        visit->function(visit->data, pdf_reader_item(reader, names, i),
                        pdf_reader_item(reader, names, i + 1));
}

static void visit_names(const PdfReader *reader, qpdf_oh node, guint depth, NameVisit *visit) {
    if (depth > PDF_DEPTH_LIMIT || visit->nodes == 0)
        return;
    visit->nodes--;
    visit_leaf(reader, pdf_reader_member(reader, node, "/Names"), visit);
    qpdf_oh kids = pdf_reader_member(reader, node, "/Kids");
    int count = pdf_reader_length(reader, kids);
    for (int i = 0; i < count; i++)
        visit_names(reader, pdf_reader_item(reader, kids, i), depth + 1, visit);
}

void pdf_reader_names(const PdfReader *reader, qpdf_oh tree, PdfNameVisit visit, void *data) {
    visit_names(reader, tree, 0, &(NameVisit){visit, data, 10000});
}
