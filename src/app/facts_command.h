// What the subcommands of accord facts have in common: where facts come from, how results are
// printed. A subcommand is a row of the table in facts.c.
#pragma once
#include "app/command.h"
#include "app/report_options.h"

// Each gets argv[0] "facts NAME" and gives an exit code.
int facts_add(int argc, char **argv);
int facts_changes(int argc, char **argv);
int facts_export(int argc, char **argv);
int facts_list(int argc, char **argv);
int facts_map(int argc, char **argv);
int facts_merge(int argc, char **argv);
int facts_schema(int argc, char **argv);
int facts_show(int argc, char **argv);
int facts_sql(int argc, char **argv);

typedef struct {
    CommonOptions common;
    ReportOptions report; // facts, as_of and vocabulary
    char *format, *language, *home;
    const char *also; // a format that it has beside table, json and csv; or NULL
} FactsCommand;
#define FACTS_FORMAT_ENTRY(options)                                                                \
    {                                                                                              \
        "format", 0, 0, G_OPTION_ARG_STRING, &(options)->format, "table (default), json or csv",   \
            "FORMAT"                                                                               \
    }
#define FACTS_COMMAND_ENTRIES(options)                                                             \
    REPORT_FACTS_ENTRIES(&(options)->report), REPORT_RATES_ENTRY(&(options)->report),              \
        {"language", 0, 0, G_OPTION_ARG_STRING, &(options)->language, "Language of labels (en)",   \
         "TAG"},                                                                                   \
        {"home",                                                                                   \
         0,                                                                                        \
         0,                                                                                        \
         G_OPTION_ARG_STRING,                                                                      \
         &(options)->home,                                                                         \
         "Whose partners are shown: a country's code (default: that of most facts)",               \
         "CODE"},                                                                                  \
        FACTS_FORMAT_ENTRY(options)

void facts_command_clear(FactsCommand *command);
// False when an option is wrong or facts are missing: printed, the exit code is EXIT_USAGE.
bool facts_command_check(const FactsCommand *command, const char *name);
bool facts_command_check_format(const FactsCommand *command, const char *name);
// Reads the facts into report->store. Begin and end the report around it. False on errors, all
// reported.
bool facts_command_read(const FactsCommand *command, Report *report);
// The same; materiality: which changes matter, or NULL.
bool facts_command_read_with(const FactsCommand *command, Report *report,
                             const Materiality *materiality);
// Prints a result as --format asks; NULL prints nothing.
void facts_command_print(const FactsCommand *command, Report *report, const Table *table);
// Prints text on standard output; a failure is reported.
void facts_command_write(Report *report, const char *text, gsize length);
