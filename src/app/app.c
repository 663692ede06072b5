// The command table, the overview, and what all commands share: options, usage errors, reports.
#include "app/app.h"

#include "app/command.h"
#include "app/environment.h"
#include "base/suggest.h"
#include "pdf/pdf.h"
#include "store/store.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const Command commands[] = {
    {"render", "make a report from a layout and facts", command_render},
    {"watch", "make a report again whenever a file it read changes", command_watch},
    {"check", "say what is wrong with facts, layouts and themes, and write nothing", command_check},
    {"chart", "draw one Vega-Lite specification", command_chart},
    {"facts", "list facts, ask them questions, convert them", command_facts},
    {"lint", "test a PDF against PDF/UA-1 and PDF/A-3", command_lint},
    {"verify", "make a report again from the files inside it, and compare", command_verify},
    {"explain", "say which facts made a printed figure, and what left others out", command_explain},
    {"extract", "write out the files inside a report", command_extract},
};

static void print_overview(FILE *stream) {
    fputs("Accord turns facts about partnerships into briefings in PDF.\n\n"
          "Usage: accord COMMAND [OPTION...]\n\nCommands:\n",
          stream);
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(stream, "  %-8s %s\n", commands[i].name, commands[i].summary);
    fputs("\n  accord COMMAND --help   what a command takes\n"
          "  accord --version        which program this is, and with which libraries\n\n"
          "Manual: accord(1), accord-chart(5), accord-facts(5), accord-layout(5)\n",
          stream);
}

static int unknown_command(const char *name) {
    const char *names[G_N_ELEMENTS(commands)];
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        names[i] = commands[i].name;
    g_autofree char *hint = suggest_hint(name, names, G_N_ELEMENTS(commands));
    fprintf(stderr, "accord: unknown command \"%s\"%s%s\n", name, hint ? "; " : "",
            hint ? hint : "");
    fputs("accord --help lists the commands\n", stderr);
    return EXIT_USAGE;
}

static int run_command(const char *name, int argc, char **argv) {
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return commands[i].run(argc, argv);
    return unknown_command(name);
}

static int run_help(int argc, char **argv) {
    if (argc < 2) {
        print_overview(stdout);
        return EXIT_DONE;
    }
    char *help_argv[] = {argv[1], (char *)"--help", NULL};
    return run_command(argv[1], 2, help_argv);
}

// The first line is for programs, the second for reports of what went wrong.
static void print_version(void) {
    printf("accord %s\n", ACCORD_VERSION);
    printf("with libharu %s, cairo %s, jansson %s, Pango %s, HarfBuzz %s, SQLite %s\n",
           pdf_libharu_version(), scene_cairo_version(), jansson_version_str(),
           text_pango_version(), text_harfbuzz_version(), store_sqlite_version());
}

int app_main(int argc, char **argv) {
    setlocale(LC_CTYPE, "C.UTF-8"); // file names and the terminal are UTF-8; numbers stay in C
    g_unsetenv("PANGO_LANGUAGE");   // fonts are chosen by the report's language, not the user's
    g_unsetenv("LANGUAGE");
    if (argc < 2) {
        print_overview(stderr);
        return EXIT_USAGE;
    }
    const char *first = argv[1];
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "help") == 0)
        return run_help(argc - 1, argv + 1);
    if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0) {
        print_version();
        return EXIT_DONE;
    }
    return run_command(first, argc - 1, argv + 1);
}

// ---- what commands share

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

int command_parse(const CommandLine *line, int *argc, char ***argv, bool *done) {
    g_autofree char *name = g_strdup((*argv)[0]);
    g_autoptr(GOptionContext) context = make_context(line, name);
    *done = wants_help(*argc, *argv);
    if (*done) {
        print_help(context, name);
        return EXIT_DONE;
    }
    g_autoptr(GError) error = NULL;
    if (!g_option_context_parse(context, argc, argv, &error))
        return command_usage_error(name, "%s", error->message);
    if (*argc > 1 && strcmp((*argv)[1], "--") == 0) { // operands may begin with a dash
        (*argv)++;
        (*argc)--;
    }
    return EXIT_DONE;
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
    return diags_has(diags, DIAG_FILE) || diags_has(diags, DIAG_INTERNAL) ? EXIT_IO : EXIT_INVALID;
}
