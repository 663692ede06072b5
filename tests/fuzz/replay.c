// The main program of a fuzz target where there is no libFuzzer: runs it over the files and folders
// named, over each file's prefixes, and over a fixed number of mutations, which are the same in
// every run. The name of each input is printed before it runs, so that a crash says whose it is.
#include "fuzz.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

enum { PREFIXES = 400, MUTATIONS = 400, EDITS = 4 };

static void run_exactly(const char *data, gsize size) {
    // A copy of exactly this size: one byte read past it is found by AddressSanitizer.
    uint8_t *copy = g_memdup2(data, size);
    LLVMFuzzerTestOneInput(copy, size);
    g_free(copy);
}

static void run_prefixes(const char *data, gsize size) {
    gsize step = size / PREFIXES + 1;
    for (gsize length = 0; length < size; length += step)
        run_exactly(data, length);
}

// Swaps in a byte that means something to parsers, flips a bit, or repeats a part.
static void edit(GRand *random, GString *text) {
    static const char bytes[] = "{}[]\",:\\/0-9e.\n\r\t \x80\xFF'<&%$()*";
    gsize at = (gsize)g_rand_int_range(random, 0, (gint32)text->len);
    switch (g_rand_int_range(random, 0, 4)) {
    case 0:
        text->str[at] = bytes[g_rand_int_range(random, 0, sizeof bytes)];
        break;
    case 1:
        text->str[at] = (char)(text->str[at] ^ (1 << g_rand_int_range(random, 0, 8)));
        break;
    case 2:
        g_string_erase(text, (gssize)at, (gssize)MIN(text->len - at - 1, 8));
        break;
    default: {
        g_autofree char *part = g_memdup2(text->str + at, text->len - at);
        g_string_insert_len(text, (gssize)at, part, (gssize)MIN(text->len - at, 64));
    }
    }
}

static void run_mutations(const char *data, gsize size) {
    if (size == 0 || size > G_MAXINT32 / 2)
        return;
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    for (int i = 0; i < MUTATIONS; i++) {
        g_autoptr(GString) text = g_string_new_len(data, (gssize)size);
        for (int count = g_rand_int_range(random, 1, EDITS + 1); count > 0; count--)
            edit(random, text);
        run_exactly(text->str, text->len);
    }
}

// The number of inputs run.
static guint run_file(const char *path) {
    g_autofree char *data = NULL;
    gsize size;
    if (!g_file_get_contents(path, &data, &size, NULL)) {
        fprintf(stderr, "cannot read %s\n", path);
        return 0;
    }
    fprintf(stderr, "%s\n", path);
    run_exactly(data, size);
    run_prefixes(data, size);
    run_mutations(data, size);
    return 1;
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static guint run_path(const char *path);

static guint run_folder(const char *path, GDir *dir) {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while ((name = g_dir_read_name(dir)))
        g_ptr_array_add(names, g_build_filename(path, name, NULL));
    g_ptr_array_sort(names, compare_names);
    guint count = 0;
    for (guint i = 0; i < names->len; i++)
        count += run_path(g_ptr_array_index(names, i));
    return count;
}

static guint run_path(const char *path) {
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    return dir ? run_folder(path, dir) : run_file(path);
}

int main(int argc, char **argv) {
    guint count = 0;
    for (int i = 1; i < argc; i++)
        count += run_path(argv[i]);
    if (count == 0) {
        fprintf(stderr, "usage: %s FILE_OR_FOLDER..., with at least one file\n", argv[0]);
        return 2;
    }
    printf("%u seeds run, each with prefixes and mutations\n", count);
    return 0;
}
