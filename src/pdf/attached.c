// Names come from the file, so they are reduced to what can be written below a folder; two that
// then are equal are numbered.
#include "pdf/attached.h"

#include <string.h>

enum { ATTACHED_LIMIT = 10000 }; // files

typedef struct {
    const PdfReader *reader;
    Diags *diags;
    GPtrArray *files;
} Attached;

static void free_file(void *data) {
    AttachedFile *file = data;
    g_free(file->name);
    g_free(file->relationship);
    g_free(file->description);
    g_byte_array_unref(file->bytes);
    g_free(file);
}

const AttachedFile *attached_find(const GPtrArray *files, const char *name) {
    for (guint i = 0; i < files->len; i++)
        if (strcmp(((const AttachedFile *)files->pdata[i])->name, name) == 0)
            return files->pdata[i];
    return NULL;
}

// The last part of a path, without what a shell or terminal could trip over.
static char *safe_name(const char *name) {
    const char *last = name;
    for (const char *at = name; *at; at++)
        if (*at == '/' || *at == '\\')
            last = at + 1;
    GString *safe = g_string_new(NULL);
    for (; *last && safe->len < 200; last = g_utf8_next_char(last)) {
        gunichar c = g_utf8_get_char(last);
        g_string_append_unichar(safe, g_unichar_isprint(c) ? c : '_');
    }
    if (safe->len == 0 || safe->str[0] == '.' || safe->str[0] == '-')
        g_string_prepend_c(safe, '_');
    return g_string_free(safe, FALSE);
}

static char *new_name(const GPtrArray *files, const char *name) {
    char *safe = safe_name(name);
    for (guint n = 2; attached_find(files, safe); n++) {
        g_free(safe);
        g_autofree char *base = safe_name(name);
        safe = g_strdup_printf("%u-%s", n, base);
    }
    return safe;
}

static char *name_value(const PdfReader *reader, qpdf_oh object) {
    return qpdf_oh_is_name(reader->qpdf, object)
               ? g_strdup(qpdf_oh_get_name(reader->qpdf, object) + 1)
               : NULL;
}

static void add_file(void *data, qpdf_oh key, qpdf_oh specification) {
    Attached *attached = data;
    const PdfReader *reader = attached->reader;
    if (attached->files->len >= ATTACHED_LIMIT)
        return;
    g_autofree char *own = pdf_reader_text(reader, pdf_reader_member(reader, specification, "/UF"));
    g_autofree char *other = pdf_reader_text(reader, key);
    const char *name = own ? own : other ? other : "unnamed";
    qpdf_oh files = pdf_reader_member(reader, specification, "/EF");
    GByteArray *bytes = pdf_reader_data(reader, pdf_reader_member(reader, files, "/F"));
    if (!bytes) {
        diag_error(attached->diags, DIAG_FILE, NULL, NULL,
                   "the attached file \"%s\" cannot be read out", name);
        return;
    }
    AttachedFile *file = g_new0(AttachedFile, 1);
    file->name = new_name(attached->files, name);
    file->relationship =
        name_value(reader, pdf_reader_member(reader, specification, "/AFRelationship"));
    file->description = pdf_reader_text(reader, pdf_reader_member(reader, specification, "/Desc"));
    file->bytes = bytes;
    g_ptr_array_add(attached->files, file);
}

GPtrArray *attached_read(const PdfReader *reader, Diags *diags) {
    Attached attached = {
        .reader = reader, .diags = diags, .files = g_ptr_array_new_with_free_func(free_file)};
    qpdf_oh names = pdf_reader_member(reader, pdf_reader_root(reader), "/Names");
    pdf_reader_names(reader, pdf_reader_member(reader, names, "/EmbeddedFiles"), add_file,
                     &attached);
    return attached.files;
}
