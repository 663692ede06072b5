// What several targets do with their bytes and with what was reported of them.
#pragma once
#include "base/diag.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// What is printed is UTF-8 without control characters, whatever the input was.
static inline void check_print(const Diags *diags) {
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    diags_print(diags, stream, /*colour=*/false);
    diags_print_json(diags, stream);
    fclose(stream);
    g_assert(g_utf8_validate_len(text, length, NULL));
    for (size_t i = 0; i < length; i++)
        g_assert(text[i] == '\n' || !g_ascii_iscntrl(text[i]));
    free(text);
}

// A file in memory that can be opened by its name, /proc/self/fd/N. The caller closes it.
static inline int memory_file(const uint8_t *data, size_t size) {
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    g_assert(file >= 0);
    g_assert(write(file, data, size) == (ssize_t)size);
    return file;
}
