// accord lint: whether a PDF keeps what PDF/UA-1 and PDF/A-3 ask for, one line a condition.
#include "pdf/lint.h"
#include "app/command.h"
#include "app/reading.h"

#include <stdio.h>

typedef struct {
    CommonOptions common;
    ReadingOptions reading;
} LintOptions;

static const char description[] =
    "Tests the conditions of PDF/UA-1 (by the numbers of the Matterhorn Protocol) and of PDF/A-3 "
    "(by the\n"
    "clauses of ISO 19005-3) that a program can test, and prints those that fail; with -v all.\n"
    "What asks for judgement is left to people.\n\n"
    "Example:\n"
    "  accord lint out/briefing.pdf\n";

static void print_rule(const LintReport *report, LintRule rule, const char *path) {
    const LintResult *result = &report->results[rule];
    printf("%s: %s %s %s", path, result->count ? "FAIL" : "pass", lint_standard(rule),
           lint_clause(rule));
    printf("%s%s", result->count ? ": " : ": not found: ", lint_text(rule));
    if (result->count)
        printf(" (%u, first: %s)", result->count, result->first);
    printf("\n");
}

static int print_report(const LintReport *report, const LintOptions *options, const char *path) {
    for (guint rule = 0; rule < LINT_COUNT; rule++)
        if (report->results[rule].count || options->common.verbose)
            print_rule(report, (LintRule)rule, path);
    guint failures = lint_failures(report);
    if (!options->common.quiet)
        printf("%s: %d conditions, %u failed\n", path, LINT_COUNT, failures);
    return failures ? EXIT_FOUND : EXIT_DONE;
}

static int lint_file_at(const char *path, const LintOptions *options) {
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(PdfReader) reader = reading_open(diags, path, &options->reading);
    if (!reader)
        return command_report(diags, &options->common);
    g_autoptr(LintReport) report = lint_check(reader);
    return print_report(report, options, path);
}

static int lint_all(void *data, int argc, char **argv) {
    const LintOptions *options = data;
    if (argc < 2)
        return command_usage_error("lint", "a PDF is missing");
    int worst = EXIT_DONE;
    for (int i = 1; i < argc; i++) {
        int code = lint_file_at(argv[i], options);
        worst = MAX(worst, code);
    }
    return worst;
}

int command_lint(int argc, char **argv) {
    LintOptions options = {0};
    const GOptionEntry entries[] = {READING_OPTION_ENTRIES(&options.reading), G_OPTION_ENTRY_NULL};
    CommandLine line = {.usage = "FILE.pdf...",
                        .description = description,
                        .entries = entries,
                        .common = &options.common,
                        .act = lint_all,
                        .options = &options};
    int code = command_run(&line, argc, argv);
    reading_options_clear(&options.reading);
    return code;
}
