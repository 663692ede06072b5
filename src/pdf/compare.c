// From what a reader sees to what he does not: pages, what they say about themselves, bytes.
#include "pdf/compare.h"

#include "pdf/reader.h"

#include <string.h>

static GByteArray *page_data(const PdfReader *reader, int page) {
    qpdf_oh contents =
        pdf_reader_member(reader, qpdf_get_page_n(reader->qpdf, (size_t)page), "/Contents");
    if (pdf_reader_length(reader, contents))
        contents = pdf_reader_item(reader, contents, 0);
    return pdf_reader_data(reader, contents);
}

static bool same_data(const GByteArray *one, const GByteArray *other) {
    return one && other && one->len == other->len && memcmp(one->data, other->data, one->len) == 0;
}

// NULL: no page differs in its content.
static char *compare_pages(const PdfReader *one, const PdfReader *other) {
    int pages = qpdf_get_num_pages(one->qpdf), others = qpdf_get_num_pages(other->qpdf);
    for (int page = 0; page < MIN(pages, others); page++) {
        g_autoptr(GByteArray) left = page_data(one, page), right = page_data(other, page);
        if (!same_data(left, right))
            return g_strdup_printf("page %d", page + 1);
    }
    return pages == others ? NULL
                           : g_strdup_printf("%d pages, and %d when made again", pages, others);
}

static bool metadata_differs(const PdfReader *one, const PdfReader *other) {
    g_autoptr(GByteArray) left =
        pdf_reader_data(one, pdf_reader_member(one, pdf_reader_root(one), "/Metadata"));
    g_autoptr(GByteArray) right =
        pdf_reader_data(other, pdf_reader_member(other, pdf_reader_root(other), "/Metadata"));
    return !same_data(left, right);
}

static char *compare_bytes(GBytes *one, GBytes *other) {
    gsize left_length = 0, right_length = 0, at = 0;
    const guint8 *left = g_bytes_get_data(one, &left_length);
    const guint8 *right = g_bytes_get_data(other, &right_length);
    while (at < MIN(left_length, right_length) && left[at] == right[at])
        at++;
    return g_strdup_printf("byte %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                           "; pages and metadata are the same",
                           at, left_length);
}

char *compare_pdf(GBytes *one, GBytes *other) {
    g_autofree char *problem = NULL;
    g_autoptr(PdfReader) left = pdf_reader_open(one, NULL, &problem);
    g_autoptr(PdfReader) right = left ? pdf_reader_open(other, NULL, &problem) : NULL;
    if (!right)
        return g_strdup_printf("one cannot be read: %s", problem);
    char *pages = compare_pages(left, right);
    if (pages)
        return pages;
    return metadata_differs(left, right) ? g_strdup("the metadata") : compare_bytes(one, other);
}
