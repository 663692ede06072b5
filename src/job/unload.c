// Nothing in a store can be withheld from who opens it: its records are written out, to be cleared
// and read as files are, with the vocabulary that they were added with.
#include "job/unload.h"

#include "base/file.h"
#include "job/earlier.h"

#include <errno.h>
#include <glib/gstdio.h>

bool unload_make_folder(Report *report) {
    g_autoptr(GError) error = NULL;
    if (!report->cleared_folder)
        report->cleared_folder = g_dir_make_tmp("accord-XXXXXX", &error);
    if (!report->cleared_folder)
        diag_error(report->diags, DIAG_FILE, NULL, NULL, "%s", error->message);
    return report->cleared_folder != NULL;
}

static bool write_line(void *file, const char *text, gsize length) {
    return fwrite(text, 1, length, file) == length;
}

bool unload_records(Diags *diags, Store *store, UnloadEach *each, const char *path) {
    FILE *file = g_fopen(path, "w");
    bool good = file && each(store, write_line, file);
    if (file && fclose(file) != 0)
        good = false;
    if (!good)
        diag_error(diags, DIAG_FILE, NULL, NULL, "%s: %s", path, g_strerror(errno));
    return good;
}

// The vocabulary that the facts were added with, when it is not the program's own.
static bool write_words(Report *report, Store *store, const char *folder) {
    g_autoptr(GArray) files = store_vocabulary(store);
    for (guint i = 0; i < files->len; i++) {
        const StoreFile *file = &g_array_index(files, StoreFile, i);
        g_autofree char *name = g_path_get_basename(file->name);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        gsize length;
        const void *content = g_bytes_get_data(file->content, &length);
        if (!file_write(report->diags, path, content, length))
            return false;
    }
    return true;
}

bool unload_store(Report *report, ReportInput *input, const StoreOptions *options) {
    if (!unload_make_folder(report))
        return false;
    g_autofree char *records = g_build_filename(report->cleared_folder, "store.jsonl", NULL);
    g_autofree char *words = g_build_filename(report->cleared_folder, "words", NULL);
    Store *store = report->unloaded = store_open_at(report->diags, input->store, options);
    report->told_day = store ? store_told_day(store) : NULL;
    if (!store || !unload_records(report->diags, store, store_each_record, records) ||
        !write_words(report, store, words))
        return false;
    const char **paths = arena_array(report->arena, const char *, 2);
    paths[0] = arena_strdup(report->arena, records);
    report->facts = paths;
    report->facts_count = 1;
    if (g_file_test(words, G_FILE_TEST_IS_DIR))
        input->vocabulary = arena_strdup(report->arena, words);
    return input->before || earlier_find(report, input);
}
