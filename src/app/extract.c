// accord extract: the files inside a report, written out where its record says that they stood, so
// that layouts find their themes and charts, and render.json makes the report again.
#include "app/command.h"
#include "app/reading.h"
#include "app/verify.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    CommonOptions common;
    char *folder;
    gboolean force;
    ReadingOptions reading;
} ExtractOptions;

static const char description[] =
    "Writes the facts, layout, theme and charts that REPORT.pdf was made from, and render.json,\n"
    "which says how: accord render DIR/render.json makes the report again, the same bytes or with\n"
    "what you changed. Other files of the same names are left alone without --force.\n\n"
    "Examples:\n"
    "  accord extract out/briefing.pdf\n"
    "  accord extract out/briefing.pdf -o sources\n"
    "  accord render sources/render.json -o again.pdf\n";

// New string.
static char *target_of(const ExtractOptions *options, GHashTable *paths, const AttachedFile *file) {
    const char *path = paths ? g_hash_table_lookup(paths, file->name) : NULL;
    return g_build_filename(options->folder ? options->folder : ".", path ? path : file->name,
                            NULL);
}

// Whether something else is there under the name.
static bool is_taken(const char *path, const AttachedFile *file) {
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return false;
    return !g_file_get_contents(path, &text, &length, NULL) || length != file->bytes->len ||
           memcmp(text, file->bytes->data, length) != 0;
}

static bool check_free(const GPtrArray *files, GHashTable *paths, const ExtractOptions *options,
                       Diags *diags) {
    bool good = true;
    for (guint i = 0; i < files->len && !options->force; i++) {
        g_autofree char *path = target_of(options, paths, files->pdata[i]);
        if (!is_taken(path, files->pdata[i]))
            continue;
        diag_error(diags, DIAG_FILE, NULL, "give another folder with -o, or --force to replace it",
                   "\"%s\" is there already, and is another file; nothing was written", path);
        good = false;
    }
    return good;
}

static bool write_files(const GPtrArray *files, const ExtractOptions *options, Diags *diags) {
    g_autoptr(GHashTable) paths = verify_paths(files);
    bool good = check_free(files, paths, options, diags);
    for (guint i = 0; good && i < files->len; i++) {
        const AttachedFile *file = files->pdata[i];
        g_autofree char *path = target_of(options, paths, file);
        bool written = file_write(diags, path, file->bytes->data, file->bytes->len);
        if (written && !options->common.quiet)
            printf("%s\n", path);
        good = written && good;
    }
    return good;
}

static void extract(const char *path, const ExtractOptions *options, Diags *diags) {
    g_autoptr(PdfReader) reader = reading_open(diags, path, &options->reading);
    if (!reader)
        return;
    g_autoptr(GPtrArray) files = attached_read(reader, diags);
    if (files->len == 0)
        diag_warning(diags, DIAG_EMPTY, NULL, NULL, "\"%s\" has no files inside", path);
    write_files(files, options, diags);
}

static int check_and_extract(void *data, int argc, char **argv) {
    const ExtractOptions *options = data;
    if (argc != 2)
        return command_usage_error("extract",
                                   argc < 2 ? "a report is missing" : "one report at a time");
    g_autoptr(Diags) diags = diags_new();
    extract(argv[1], options, diags);
    return command_report(diags, &options->common);
}

int command_extract(int argc, char **argv) {
    ExtractOptions options = {0};
    const GOptionEntry entries[] = {
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.folder,
         "Where the files go (default: the current folder)", "DIR"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &options.force, "Replace files that are there", NULL},
        READING_OPTION_ENTRIES(&options.reading),
        G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "REPORT.pdf",
                        .description = description,
                        .entries = entries,
                        .common = &options.common,
                        .act = check_and_extract,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    g_free(options.folder);
    reading_options_clear(&options.reading);
    return code;
}
