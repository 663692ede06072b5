// accord extract: the files inside a report, written out.
#include "app/command.h"
#include "app/reading.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    CommonOptions common;
    char *folder;
    ReadingOptions reading;
} ExtractOptions;

static const char description[] =
    "Writes the facts, layout, theme and charts that REPORT.pdf was made from, and render.json,\n"
    "which says how. Files that are there already are replaced.\n\n"
    "Examples:\n"
    "  accord extract out/briefing.pdf\n"
    "  accord extract out/briefing.pdf -o sources\n";

static bool write_files(const GPtrArray *files, const ExtractOptions *options, Diags *diags) {
    bool good = true;
    for (guint i = 0; i < files->len; i++) {
        const AttachedFile *file = files->pdata[i];
        g_autofree char *path =
            g_build_filename(options->folder ? options->folder : ".", file->name, NULL);
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
    const GOptionEntry entries[] = {{"output", 'o', 0, G_OPTION_ARG_FILENAME, &options.folder,
                                     "Where the files go (default: the current folder)", "DIR"},
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
