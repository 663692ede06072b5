// What all commands share: options, usage errors, and how what went wrong is printed.
#include "app/command.h"

#include "app/environment.h"
#include "app/report_options.h"
#include "base/suggest.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static gboolean check_diagnostics(const char *option, const char *value, gpointer data,
                                  GError **error) {
    (void)option;
    CommonOptions *common = ((const CommandLine *)data)->common;
    if (strcmp(value, "text") != 0 && strcmp(value, "json") != 0) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "--diagnostics is \"%s\", expected text or json", value);
        return FALSE;
    }
    g_free(common->diagnostics);
    common->diagnostics = g_strdup(value);
    return TRUE;
}

static const char *const shared_names[] = {"--diagnostics", "--quiet", "--verbose", "--help"};

static GOptionContext *make_context(const CommandLine *line, const char *name) {
    const GOptionEntry shared[] = {
        {"diagnostics", 0, 0, G_OPTION_ARG_CALLBACK, check_diagnostics,
         "How problems are printed: text (default) or json", "FORM"},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &line->common->quiet, "No progress, no summary", NULL},
        {"verbose", 'v', 0, G_OPTION_ARG_NONE, &line->common->verbose, "Say where the time goes",
         NULL},
        G_OPTION_ENTRY_NULL};
    GOptionContext *context = g_option_context_new(line->usage);
    GOptionGroup *group = g_option_group_new(name, NULL, NULL, (gpointer)line, NULL);
    g_option_group_add_entries(group, line->entries);
    g_option_group_add_entries(group, shared);
    g_option_context_set_main_group(context, group);
    g_option_context_set_description(context, line->description);
    g_option_context_set_help_enabled(context, FALSE); // ours names the command
    return context;
}

static bool wants_help(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static void print_help(GOptionContext *context, const char *name) {
    g_autofree char *program = g_strdup_printf("accord %s", name);
    g_set_prgname(program);
    g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);
    fputs(help, stdout);
}

// did you mean "--theme"? for "Unknown option --theem"; NULL when none is near. New string.
static char *suggest_option(const CommandLine *line, const GError *error) {
    const char *given = strstr(error->message, " --");
    if (!g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) || !given)
        return NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const GOptionEntry *entry = line->entries; entry->long_name; entry++)
        g_ptr_array_add(names, g_strconcat("--", entry->long_name, NULL));
    for (guint i = 0; i < G_N_ELEMENTS(shared_names); i++)
        g_ptr_array_add(names, g_strdup(shared_names[i]));
    g_autofree char *word = g_strndup(given + 1, strcspn(given + 1, "= "));
    return suggest_hint(word, (const char *const *)names->pdata, names->len);
}

// *done when --help was printed. EXIT_DONE to go on, else EXIT_USAGE.
static int parse(const CommandLine *line, int *argc, char ***argv, bool *done) {
    g_autofree char *name = g_strdup((*argv)[0]);
    g_autoptr(GOptionContext) context = make_context(line, name);
    *done = wants_help(*argc, *argv);
    if (*done) {
        print_help(context, name);
        return EXIT_DONE;
    }
    g_autoptr(GError) error = NULL;
    if (!g_option_context_parse(context, argc, argv, &error)) {
        g_autofree char *near = suggest_option(line, error);
        return command_usage_error(name, "%s%s%s", error->message, near ? "; " : "",
                                   near ? near : "");
    }
    if (*argc > 1 && strcmp((*argv)[1], "--") == 0) { // operands may begin with a dash
        (*argv)++;
        (*argc)--;
    }
    return EXIT_DONE;
}

int command_run(const CommandLine *line, int argc, char **argv) {
    bool done = false;
    int code = parse(line, &argc, &argv, &done);
    if (code == EXIT_DONE && !done)
        code = line->act(line->options, argc, argv);
    g_clear_pointer(&line->common->diagnostics, g_free);
    if (line->report)
        report_options_clear(line->report);
    return code;
}

int command_usage_error(const char *name, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    fprintf(stderr, "accord %s: %s\naccord %s --help says what it takes\n", name, message, name);
    return EXIT_USAGE;
}

const char *plural(guint64 count) {
    return count == 1 ? "" : "s";
}

void command_note_files(const Diags *diags, GPtrArray *paths) {
    const GPtrArray *files = diags_files(diags);
    for (guint i = 0; i < files->len; i++)
        g_ptr_array_add(paths, g_strdup(g_ptr_array_index(files, i)));
}

int command_report(const Diags *diags, const CommonOptions *options) {
    if (options->diagnostics && strcmp(options->diagnostics, "json") == 0)
        diags_print_json(diags, stderr);
    else
        diags_print(diags, stderr, environment_wants_colour(STDERR_FILENO));
    if (diags_errors(diags) == 0)
        return EXIT_DONE;
    if (diags_has(diags, DIAG_LOCKED))
        return EXIT_LOCKED;
    return diags_has(diags, DIAG_FILE) || diags_has(diags, DIAG_INTERNAL) ? EXIT_IO : EXIT_INVALID;
}
