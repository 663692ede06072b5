// accord init: a folder to begin with. Its files are those of data/starter and the schemas, so that
// editors know what may stand where; with --layout a shipped layout and the facts of the press take
// the place of the starter's, with all the files that a report of it reads.
#include "app/command.h"
#include "app/report_options.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    CommonOptions common;
    char *layout; // name of a shipped one, or NULL
} InitOptions;

static const char description[] =
    "Writes a layout, a theme, facts and a jobs file into DIR, which is made, or is empty: a "
    "report\n"
    "that can be made at once, and changed from there.\n\n"
    "Examples:\n"
    "  accord init my-reports\n"
    "  accord init energy --layout sector-review\n"
    "  accord watch my-reports/layout.json -o my-reports/report.pdf\n";

enum { FILE_LIMIT = 16 << 20 };

// A shipped layout brings its own look, and has more to show than three facts.
typedef enum { WITH_ANY, WITH_STARTER, WITH_SHIPPED } CopiedWith;

typedef struct {
    const char *from, *to;
    CopiedWith with;
} Copied;

static const Copied starter[] = {
    {"data/starter/layout.json", "layout.json", WITH_STARTER},
    {"data/starter/theme.json", "theme.json", WITH_STARTER},
    {"data/starter/jobs.json", "jobs.json", WITH_ANY},
    {"data/starter/facts.json", "facts/facts.json", WITH_STARTER},
    {"data/facts/press.json", "facts/press.json", WITH_SHIPPED},
    {"data/schema/facts.schema.json", "schema/facts.schema.json", WITH_ANY},
    {"data/schema/jobs.schema.json", "schema/jobs.schema.json", WITH_ANY},
    {"data/schema/layout.schema.json", "schema/layout.schema.json", WITH_ANY},
    {"data/schema/theme.schema.json", "schema/theme.schema.json", WITH_ANY},
};

// What a shipped layout says of its surroundings, and what holds in the new folder.
static const struct {
    const char *from, *to;
} surroundings[] = {
    {"\"../data/schema/layout.schema.json\"", "\"schema/layout.schema.json\""},
    {"\"../../data/schema/theme.schema.json\"", "\"../schema/theme.schema.json\""},
    {"\"facts\": [\"../data/facts\"]", "\"facts\": [\"facts\"]"},
};

typedef struct {
    Report *report;
    const char *folder; // the new one
    guint count;        // files written
} Output;

static bool put(Output *output, const char *from, const char *to) {
    g_autoptr(Source) source = file_read(output->report->diags, from, FILE_LIMIT, NULL);
    if (!source)
        return false;
    g_autofree char *path = g_build_filename(output->folder, to, NULL);
    g_autoptr(GString) text = g_string_new_len(source->text, (gssize)source->length);
    for (guint i = 0; i < G_N_ELEMENTS(surroundings); i++)
        g_string_replace(text, surroundings[i].from, surroundings[i].to, 0);
    output->count++;
    return file_write(output->report->diags, path, text->str, text->len);
}

// A folder that is not there, or is empty.
static bool check_folder(Diags *diags, const char *folder) {
    g_autoptr(GError) error = NULL;
    if (!g_file_test(folder, G_FILE_TEST_EXISTS))
        return true;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
    if (!dir)
        diag_error(diags, DIAG_FILE, NULL, NULL, "%s", error->message);
    else if (g_dir_read_name(dir))
        diag_error(diags, DIAG_FILE, NULL, "name a folder that is not there yet",
                   "%s: not empty; nothing was written", folder);
    return !diags_errors(diags);
}

static bool put_starter(Output *output, CopiedWith with) {
    for (guint i = 0; i < G_N_ELEMENTS(starter); i++) {
        if (starter[i].with != WITH_ANY && starter[i].with != with)
            continue;
        g_autofree char *from = report_shipped(output->report, starter[i].from);
        if (!from) {
            diag_error(output->report->diags, DIAG_FILE, NULL, NULL,
                       "%s is not where the program was installed", starter[i].from);
            return false;
        }
        if (!put(output, from, starter[i].to))
            return false;
    }
    return true;
}

// ---- a shipped layout

static void report_no_layout(Report *report, const char *name) {
    g_autoptr(GPtrArray) names = report_shipped_names(report, "layouts");
    g_ptr_array_add(names, NULL);
    g_autofree char *list = g_strjoinv(", ", (char **)names->pdata);
    g_autofree char *hint = g_strconcat("there are ", list, NULL);
    diag_error(report->diags, DIAG_UNKNOWN_NAME, NULL, hint, "no shipped layout is called \"%s\"",
               name);
}

// The files of the layouts' folder that a report of it reads, its own first: as it is composed, it
// looks at them. New array of paths below that folder.
static GPtrArray *files_of_layout(Report *report, const char *folder, const char *layout) {
    const ReportInput input = {.layout = layout};
    Report trial;
    report_begin(&trial, &report->place);
    report_build(&trial, &input, NULL);
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    const GPtrArray *seen = diags_files(trial.diags);
    gsize skip = strlen(folder) + 1;
    for (guint i = 0; i < seen->len; i++) {
        g_autofree char *path = g_canonicalize_filename(seen->pdata[i], NULL);
        if (file_is_below(folder, path) && g_file_test(path, G_FILE_TEST_IS_REGULAR))
            g_ptr_array_add(files, g_strdup(path + skip));
    }
    report_end(&trial);
    return files;
}

static bool put_layout(Output *output, const char *name) {
    g_autofree char *inner = g_strdup_printf("layouts/%s.json", name);
    g_autofree char *layout = strchr(name, '/') ? NULL : report_shipped(output->report, inner);
    if (!layout) {
        report_no_layout(output->report, name);
        return false;
    }
    g_autofree char *folder = g_path_get_dirname(layout);
    g_autoptr(GPtrArray) files = files_of_layout(output->report, folder, layout);
    for (guint i = 0; i < files->len; i++) {
        const char *file = files->pdata[i];
        g_autofree char *from = g_build_filename(folder, file, NULL);
        if (!put(output, from, strcmp(from, layout) == 0 ? "layout.json" : file))
            return false;
    }
    return put_starter(output, WITH_SHIPPED);
}

// ---- all

static void say(const Output *output) {
    const char *folder = output->folder;
    printf("%s: %u files. Next:\n", folder, output->count);
    printf("  accord check %s/facts %s/layout.json\n", folder, folder);
    printf("  accord render %s/layout.json -o %s/report.pdf\n", folder, folder);
    printf("  accord watch %s/layout.json -o %s/report.pdf   and change the layout\n", folder,
           folder);
    printf("  accord run %s/jobs.json\n", folder);
}

static bool init(const InitOptions *options, Output *output) {
    if (!check_folder(output->report->diags, output->folder))
        return false;
    return options->layout ? put_layout(output, options->layout)
                           : put_starter(output, WITH_STARTER);
}

static int check_and_init(void *data, int argc, char **argv) {
    const InitOptions *options = data;
    if (argc != 2)
        return command_usage_error(argv[0],
                                   argc < 2 ? "a folder is missing" : "one folder at a time");
    Report report;
    report_begin_here(&report);
    Output output = {&report, argv[1], 0};
    bool good = init(options, &output);
    int code = command_report(report.diags, &options->common);
    if (good && !options->common.quiet)
        say(&output);
    report_end(&report);
    return code;
}

int command_init(int argc, char **argv) {
    InitOptions options = {0};
    const GOptionEntry entries[] = {{"layout", 0, 0, G_OPTION_ARG_STRING, &options.layout,
                                     "Begin with this shipped layout: briefing, one-page, ...",
                                     "NAME"},
                                    G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "DIR",
                        .description = description,
                        .entries = entries,
                        .common = &options.common,
                        .act = check_and_init,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    g_free(options.layout);
    return code;
}
