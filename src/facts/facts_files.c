// Finding facts files. A folder is walked by name, so that a run reads the same files in the same
// order everywhere; depth and number are bounded, which also ends loops of symbolic links.
#include "facts/facts_files.h"

#include "facts/facts.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *suffix;
    FactsForm form;
} suffixes[] = {
    {".json", FACTS_DOCUMENT},
    {".jsonl", FACTS_LINES},
    {".ndjson", FACTS_LINES},
};

FactsForm facts_form(const char *path) {
    for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++)
        if (g_str_has_suffix(path, suffixes[i].suffix))
            return suffixes[i].form;
    return FACTS_EITHER;
}

typedef struct {
    Diags *diags;
    GPtrArray *files;
    bool too_many;
} Walk;

static void report_path(Diags *diags, DiagId id, const char *path, const char *message) {
    diag_error(diags, id, NULL, NULL, "\"%s\" %s", path, message);
}

static void add_file(Walk *walk, const char *path) {
    if (walk->files->len < FACTS_FILES_LIMIT) {
        g_ptr_array_add(walk->files, g_strdup(path));
        return;
    }
    if (!walk->too_many)
        diag_error(walk->diags, DIAG_TOO_LARGE, NULL, NULL,
                   "there are more than %d facts files; those from \"%s\" on are left out",
                   FACTS_FILES_LIMIT, path);
    walk->too_many = true;
}

// A pipe without a writer would be waited for without end. What cannot be looked at is left to its
// reader, which says why.
static bool is_file(Diags *diags, const char *path) {
    struct stat status;
    bool is_other = stat(path, &status) == 0 && !S_ISREG(status.st_mode);
    if (is_other)
        diag_warning(diags, DIAG_FILE, NULL, NULL, "\"%s\" is no regular file and is left out",
                     path);
    return !is_other;
}

static int compare_names(gconstpointer a, gconstpointer b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// The names in a folder but hidden ones, sorted by byte; NULL and reported on failure.
static GPtrArray *list_folder(Diags *diags, const char *path) {
    g_autoptr(GError) error = NULL;
    GDir *dir = g_dir_open(path, 0, &error);
    if (!dir) {
        diag_error(diags, DIAG_FILE, NULL, NULL, "%s", error->message);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(dir));)
        if (name[0] != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_dir_close(dir);
    g_ptr_array_sort(names, compare_names);
    return names;
}

static void walk_folder(Walk *walk, const char *path, guint depth) {
    if (depth > FACTS_FOLDER_DEPTH) {
        report_path(walk->diags, DIAG_TOO_LARGE, path, "is too deep in folders to be read");
        return;
    }
    diags_note_file(walk->diags, path);
    g_autoptr(GPtrArray) names = list_folder(walk->diags, path);
    for (guint i = 0; names && i < names->len && !walk->too_many; i++) {
        g_autofree char *inner = g_build_filename(path, g_ptr_array_index(names, i), NULL);
        if (g_file_test(inner, G_FILE_TEST_IS_DIR))
            walk_folder(walk, inner, depth + 1);
        else if (facts_form(inner) != FACTS_EITHER && is_file(walk->diags, inner))
            add_file(walk, inner);
    }
}

GPtrArray *facts_list_files(Diags *diags, const char *const *paths, guint path_count) {
    Walk walk = {.diags = diags, .files = g_ptr_array_new_with_free_func(g_free)};
    for (guint i = 0; i < path_count; i++) {
        guint before = walk.files->len;
        if (!g_file_test(paths[i], G_FILE_TEST_IS_DIR)) {
            add_file(&walk, paths[i]);
            continue;
        }
        walk_folder(&walk, paths[i], 0);
        if (walk.files->len == before)
            diag_warning(diags, DIAG_EMPTY, NULL, NULL,
                         "the folder \"%s\" holds no .json, .jsonl or .ndjson file", paths[i]);
    }
    return walk.files;
}

guint64 facts_total_bytes(const GPtrArray *files) {
    guint64 total = 0;
    for (guint i = 0; i < files->len; i++) {
        struct stat status;
        const char *path = g_ptr_array_index(files, i);
        if (strcmp(path, "-") == 0 || stat(path, &status) < 0 || !S_ISREG(status.st_mode))
            return 0;
        total += (guint64)status.st_size;
    }
    return total;
}
