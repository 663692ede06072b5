// Reading PDF files by anybody's hand, with qpdf: nothing is trusted, everything is bounded.
#pragma once
#include <glib.h>
#include <qpdf/qpdf-c.h>
#include <stdbool.h>

enum {
    PDF_FILE_LIMIT = 512 << 20,   // bytes of a file to be read
    PDF_STREAM_LIMIT = 256 << 20, // bytes of one stream, decompressed
    PDF_DEPTH_LIMIT = 64          // of trees of names, pages and structure elements
};

typedef struct {
    GBytes *bytes;
    qpdf_data qpdf;
} PdfReader;

// NULL when it is no PDF or needs another password; then *problem says why (g_free).
PdfReader *pdf_reader_open(GBytes *bytes, const char *password, char **problem);
void pdf_reader_close(PdfReader *reader); // accepts NULL

// A dictionary's member; the null object when it is none. Streams have the members of their
// dictionaries.
qpdf_oh pdf_reader_member(const PdfReader *reader, qpdf_oh object, const char *key);
qpdf_oh pdf_reader_root(const PdfReader *reader);
bool pdf_reader_is_null(const PdfReader *reader, qpdf_oh object);
// The number of an indirect object, 0 of a direct one.
int pdf_reader_number(const PdfReader *reader, qpdf_oh object);
// The items of an array, 0 of anything else.
int pdf_reader_length(const PdfReader *reader, qpdf_oh object);
qpdf_oh pdf_reader_item(const PdfReader *reader, qpdf_oh object, int index);
// A string as UTF-8, NULL when it is none. New string.
char *pdf_reader_text(const PdfReader *reader, qpdf_oh object);
// A stream decompressed, when it is not compressed or by FlateDecode alone; NULL otherwise.
GByteArray *pdf_reader_data(const PdfReader *reader, qpdf_oh stream);

// Calls visit for each entry of a name tree (ISO 32000-1, 7.9.6).
typedef void (*PdfNameVisit)(void *data, qpdf_oh name, qpdf_oh value);
void pdf_reader_names(const PdfReader *reader, qpdf_oh tree, PdfNameVisit visit, void *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfReader, pdf_reader_close)
