// What unit tests of every floor need: cmocka in its order, texts as sources, messages as text.
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

static inline Source *source_of(const char *name, const char *text) {
    return source_new(name, g_strdup(text), strlen(text));
}

// What diags_print prints without colour. Freed with free().
static inline char *diags_to_text(const Diags *diags) {
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    diags_print(diags, stream, /*colour=*/false);
    fclose(stream);
    return text;
}

static inline void assert_printed(const Diags *diags, const char *expected) {
    char *text = diags_to_text(diags);
    assert_string_equal(text, expected);
    free(text);
}

// The message of the n-th record; fails the test when there is none.
static inline const char *nth_message(const Diags *diags, guint index) {
    const Diagnostic *record = diags_nth(diags, index);
    assert_non_null(record);
    return record->message;
}
