// A command is a row of the table in app.c.
#pragma once
#include "app/app.h"
#include "base/diag.h"

typedef struct {
    const char *name, *summary;        // one line of the overview
    int (*run)(int argc, char **argv); // argv[0] is the command's name; gives an exit code
} Command;

int command_render(int argc, char **argv);
int command_watch(int argc, char **argv);
int command_check(int argc, char **argv);
int command_chart(int argc, char **argv);
int command_facts(int argc, char **argv);
int command_lint(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_extract(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_run_jobs(int argc, char **argv);
int command_schedule(int argc, char **argv);
int command_init(int argc, char **argv);
int command_translate(int argc, char **argv);

// What every command takes.
typedef struct {
    char *diagnostics; // text or json
    gboolean quiet, verbose;
} CommonOptions;

struct ReportOptions;

// The options of a command are entries of GOption, its own and the common ones. The first line of
// help says `usage` after the command's name, and `description` below.
typedef struct {
    const char *usage, *description;
    const GOptionEntry *entries;
    CommonOptions *common;
    struct ReportOptions *report; // of a command that takes --facts and --map; else NULL
    // Does the work: argv[0] is the command's name, what follows its operands. Gives an exit code.
    int (*act)(void *options, int argc, char **argv);
    void *options; // of the command, with what `common` and `report` point to
} CommandLine;
// Parses the options, prints help when it is asked for, else acts; then frees what stands in
// `common` and `report`. Gives the exit code.
int command_run(const CommandLine *line, int argc, char **argv);
// Prints "accord NAME: MESSAGE" and where help is; gives EXIT_USAGE.
int command_usage_error(const char *name, const char *format, ...) G_GNUC_PRINTF(2, 3);

// "s", or "" after a count of one.
const char *plural(guint64 count);

// Copies the paths that were looked at, for watching them.
void command_note_files(const Diags *diags, GPtrArray *paths);

// Prints all diagnostics to standard error as the options ask, and says which exit code they mean:
// EXIT_DONE without errors, EXIT_IO when a file failed, else EXIT_INVALID.
int command_report(const Diags *diags, const CommonOptions *options);
