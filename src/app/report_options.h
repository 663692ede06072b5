// What commands that make reports take on the command line, and where the program stands.
#pragma once
#include "app/command.h"
#include "app/progress.h"
#include "job/report.h"

// report_begin with what surrounds this program.
void report_begin_here(Report *report);
// The same for looking at facts: what they say happened after today, which is as_of, or when that
// is NULL the day of SOURCE_DATE_EPOCH or of the clock, is warned of.
void report_begin_today(Report *report, const char *as_of);

// Options that render and check have in common, for a table of GOptionEntry.
typedef struct ReportOptions {
    char **facts, **maps; // as many of each; a map is "" where there is none
    char *waiting_map;    // that came before any facts
    char **params;
    char *store, *as_of, *vocabulary, *theme, *audience, *sources, *lang, *rates;
    char **before; // earlier facts
    char *since;
    char *merge, **same_as;
    gboolean no_merge, strict;
    bool is_proposing; // nothing is merged: how it might be goes with a store too
} ReportOptions;
// --facts and --map, whose order says which map belongs to which facts.
gboolean report_take_facts(const char *option, const char *value, gpointer line, GError **error);
gboolean report_take_map(const char *option, const char *value, gpointer line, GError **error);
#define REPORT_PATH_ENTRIES                                                                        \
    {"facts",                                                                                      \
     'f',                                                                                          \
     G_OPTION_FLAG_FILENAME,                                                                       \
     G_OPTION_ARG_CALLBACK,                                                                        \
     (gpointer)report_take_facts,                                                                  \
     "Facts: a file, a folder, or - (repeatable)",                                                 \
     "PATH"},                                                                                      \
    {                                                                                              \
        "map", 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, (gpointer)report_take_map,        \
            "How the facts before it, foreign JSON, become ours: a file or a name", "MAP"          \
    }
// How several records become one partnership.
#define REPORT_MERGE_ENTRIES(options)                                                              \
    {"merge-rule",                                                                                 \
     0,                                                                                            \
     0,                                                                                            \
     G_OPTION_ARG_STRING,                                                                          \
     &(options)->merge,                                                                            \
     "Which records are one partnership: ids (default), similar, none",                            \
     "RULE"},                                                                                      \
        {"no-merge",                                                                               \
         0,                                                                                        \
         0,                                                                                        \
         G_OPTION_ARG_NONE,                                                                        \
         &(options)->no_merge,                                                                     \
         "Leave records as they are: --merge-rule none",                                           \
         NULL},                                                                                    \
    {                                                                                              \
        "same-as", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(options)->same_as,                         \
            "Pairs of records that are one partnership, of facts merge (repeatable)", "FILE"       \
    }
// Where facts come from: what every command that reads facts takes.
#define REPORT_FACTS_ENTRIES(options)                                                              \
    REPORT_PATH_ENTRIES,                                                                           \
        {"store",                                                                                  \
         0,                                                                                        \
         0,                                                                                        \
         G_OPTION_ARG_FILENAME,                                                                    \
         &(options)->store,                                                                        \
         "Facts that were added to a store: a file, or postgresql://...",                          \
         "STORE"},                                                                                 \
        {"as-of",                                                                                  \
         0,                                                                                        \
         0,                                                                                        \
         G_OPTION_ARG_STRING,                                                                      \
         &(options)->as_of,                                                                        \
         "The day the report speaks of (default: the last day in the facts)",                      \
         "YYYY-MM-DD"},                                                                            \
        {"audience",                                                                               \
         0,                                                                                        \
         0,                                                                                        \
         G_OPTION_ARG_STRING,                                                                      \
         &(options)->audience,                                                                     \
         "Leave out what is for narrower audiences: public, internal, ...",                        \
         "AUDIENCE"},                                                                              \
        {"sources",                                                                                \
         0,                                                                                        \
         0,                                                                                        \
         G_OPTION_ARG_FILENAME,                                                                    \
         &(options)->sources,                                                                      \
         "Look evidence up in the captured texts of this folder",                                  \
         "DIR"},                                                                                   \
        {"before",                                                                                 \
         0,                                                                                        \
         0,                                                                                        \
         G_OPTION_ARG_FILENAME_ARRAY,                                                              \
         &(options)->before,                                                                       \
         "Earlier facts to compare with: a file or a folder (repeatable)",                         \
         "PATH"},                                                                                  \
        {"since",                                                                                  \
         0,                                                                                        \
         0,                                                                                        \
         G_OPTION_ARG_STRING,                                                                      \
         &(options)->since,                                                                        \
         "Compare with the store after this run or day; with --before: its day",                   \
         "RUN|DAY"},                                                                               \
        REPORT_MERGE_ENTRIES(options), {                                                           \
        "vocabulary", 0, 0, G_OPTION_ARG_FILENAME, &(options)->vocabulary,                         \
            "Folder of vocabularies (default: the shipped one)", "DIR"                             \
    }
// What money is converted with.
#define REPORT_RATES_ENTRY(options)                                                                \
    {                                                                                              \
        "rates", 0, 0, G_OPTION_ARG_FILENAME, &(options)->rates,                                   \
            "Exchange rates that amounts are converted with", "FILE"                               \
    }
#define REPORT_STRICT_ENTRY(options)                                                               \
    {                                                                                              \
        "strict", 0, 0, G_OPTION_ARG_NONE, &(options)->strict,                                     \
            "A warning stops what it is about, as an error does", NULL                             \
    }
#define REPORT_OPTION_ENTRIES(options)                                                             \
    REPORT_FACTS_ENTRIES(options), REPORT_RATES_ENTRY(options), REPORT_STRICT_ENTRY(options),      \
        {"param",                                                                                  \
         'p',                                                                                      \
         0,                                                                                        \
         G_OPTION_ARG_STRING_ARRAY,                                                                \
         &(options)->params,                                                                       \
         "A parameter of the layout (repeatable)",                                                 \
         "NAME=VALUE"},                                                                            \
        {"lang",                                                                                   \
         0,                                                                                        \
         0,                                                                                        \
         G_OPTION_ARG_STRING,                                                                      \
         &(options)->lang,                                                                         \
         "A language that the layout is translated to",                                            \
         "LANG"},                                                                                  \
    {                                                                                              \
        "theme", 0, 0, G_OPTION_ARG_FILENAME, &(options)->theme,                                   \
            "A theme in place of the layout's", "THEME"                                            \
    }

// The rule that was named, or NULL.
const char *report_options_merge(const ReportOptions *options);
void report_options_clear(ReportOptions *options);
// What a report is made from, as the options say; layout: its path. Strings are the options'.
ReportInput report_options_input(const ReportOptions *options, const char *layout);
// False when an option is malformed; then *problem says how (g_free).
bool report_options_check_merge(const ReportOptions *options, char **problem);
bool report_options_check(const ReportOptions *options, char **problem);
