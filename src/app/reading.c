// A report is read whole; anything that keeps it from being read is reported with its path.
#include "app/reading.h"

#include "app/environment.h"
#include "base/file.h"

#include <string.h>

enum { PASSWORD_LIMIT = 1024 };

void reading_options_clear(ReadingOptions *options) {
    g_free(options->password);
}

static char *password_of_file(Diags *diags, const char *path) {
    g_autoptr(Source) source = file_read(diags, path, PASSWORD_LIMIT, NULL);
    return source ? g_strndup(source->text, strcspn(source->text, "\r\n")) : NULL;
}

char *reading_password(Diags *diags, const char *where) {
    if (g_str_has_prefix(where, "file:"))
        return password_of_file(diags, where + strlen("file:"));
    char *value = NULL;
    if (g_str_has_prefix(where, "env:"))
        value = environment_variable(where + strlen("env:"));
    if (!value)
        diag_error(diags, DIAG_WRONG_VALUE, NULL, "write file:PATH or env:NAME",
                   "no password stands at \"%s\"", where);
    return value;
}

static void free_source(void *source) {
    source_unref(source);
}

static GBytes *reading_file(Diags *diags, const char *path) {
    Source *source = file_read(diags, path, PDF_FILE_LIMIT, NULL);
    return source ? g_bytes_new_with_free_func(source->text, source->length, free_source, source)
                  : NULL;
}

PdfReader *reading_open(Diags *diags, const char *path, const ReadingOptions *options) {
    g_autofree char *password = NULL, *problem = NULL;
    if (options->password && !(password = reading_password(diags, options->password)))
        return NULL;
    g_autoptr(GBytes) bytes = reading_file(diags, path);
    if (!bytes)
        return NULL;
    PdfReader *reader = pdf_reader_open(bytes, password, &problem);
    if (!reader)
        diag_error(diags, DIAG_FILE, NULL,
                   strstr(problem, "password")
                       ? "--password file:PATH or env:NAME says where its password stands"
                       : NULL,
                   "\"%s\" cannot be read as PDF: %s", path, problem);
    return reader;
}
