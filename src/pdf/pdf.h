// Placed pages to PDF 1.7: libharu writes the document, text is set as glyph runs of subset fonts,
// charts are drawn by cairo on one PDF surface in memory and imported as form XObjects. What comes
// out is PDF/A-3 and, where tagged, PDF/UA-1. Same document, same bytes.
#pragma once
#include "base/kept.h"
#include "page/placed.h"

// What is worked out of a file that many documents carry.
typedef struct {
    GBytes *bytes, *deflated;
    guint8 md5[16];
    char *sha256; // hexadecimal
} PdfFile;

PdfFile *pdf_file_new(GBytes *bytes); // takes a reference
void pdf_file_free(PdfFile *file);    // accepts NULL

// A file inside the document (ISO 32000-1, 7.11.4; ISO 19005-3, 6.8).
typedef struct {
    const char *name;         // as it is written out, without a folder
    const char *mime;         // "text/csv"
    const char *description;  // or NULL
    const char *relationship; // "Source", "Data", "Supplement" or "Alternative"
    GBytes *bytes;
    const PdfFile *file; // of these bytes; or NULL
} PdfAttachment;

typedef struct {
    bool tagged;          // write the structure tree
    const char *producer; // "Accord 0.1.0"
    guint attachment_count;
    const PdfAttachment *attachments; // names differ
    // Passwords to open and to change the document, UTF-8, at most 127 bytes; NULL: none. What is
    // protected is no archive and does not say that it is.
    const char *user_password, *owner_password;
    bool linearize; // for reading over a network before all of it is there
    Kept *kept;     // where parts are found that another document had too; or NULL
} PdfOptions;

const char *pdf_libharu_version(void);

bool pdf_is_protected(const PdfOptions *options);

// The file's bytes, or NULL and reported when a library fails.
GBytes *pdf_write(const PlacedDocument *document, TextEngine *engine, const PdfOptions *options,
                  Diags *diags);
