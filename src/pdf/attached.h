// Reading the files inside a PDF.
#pragma once
#include "pdf/pdf.h"
#include "pdf/reader.h"

// The attached files in the order of their names: a GPtrArray of AttachedFile. What cannot be read
// is reported and left out.
typedef struct {
    char *name;                       // without folders: safe to write below a folder
    char *relationship, *description; // or NULL
    GByteArray *bytes;
} AttachedFile;

GPtrArray *attached_read(const PdfReader *reader, Diags *diags);
const AttachedFile *attached_find(const GPtrArray *files, const char *name); // or NULL
