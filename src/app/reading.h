// Opening reports that were written: what extract, verify and lint have in common.
#pragma once
#include "pdf/attached.h"

// Passwords come from files or the environment, never from the command line, where other users of
// the machine can read them.
typedef struct {
    char *password; // where it stands: "file:PATH" or "env:NAME"; or NULL
} ReadingOptions;
#define READING_OPTION_ENTRIES(options)                                                            \
    {                                                                                              \
        "password", 0, 0, G_OPTION_ARG_STRING, &(options)->password,                               \
            "Where the password stands: file:PATH or env:NAME", "WHERE"                            \
    }

void reading_options_clear(ReadingOptions *options);
// The password that `where` names, without a line end; NULL and reported when there is none. New
// string.
char *reading_password(Diags *diags, const char *where);
// NULL and reported on failure.
PdfReader *reading_open(Diags *diags, const char *path, const ReadingOptions *options);
