// A report from its inputs to its placed pages: what render writes and check only looks at.
#pragma once
#include "app/progress.h"
#include "facts/audience.h"
#include "page/page.h"

typedef struct {
    const char *layout;     // path
    char **facts;           // paths; NULL: those of the layout
    const char *store;      // address of a store in place of facts; or NULL
    char **maps;            // of these facts, "" for none; or NULL
    char **params;          // "name=value"; may be NULL
    const char *as_of;      // ISO date; NULL: SOURCE_DATE_EPOCH, else the last day in the facts
    const char *vocabulary; // folder; NULL: the shipped one
    const char *theme;      // path or name; NULL: the layout's
    const char *audience;   // who the report is for, of the vocabulary; NULL: as the layout says
    const char *sources;    // folder of captured texts to look evidence up in; NULL: nobody looks
    bool trace;             // take down what made each figure, in Report.trace
} ReportInput;

// Everything made on the way; freed together.
typedef struct {
    Arena *arena;
    Diags *diags;
    GPtrArray *documents; // JsonDoc * that layouts, themes and charts stand in
    TextEngine *engine;   // NULL until something is set in type
    Vocabularies *vocabularies;
    Store *store;
    FactsSummary summary;
    // What was read: the paths given, or one file in a folder of the report's own with what was
    // left of them for an audience.
    const char *const *facts;
    guint facts_count;
    char *cleared_folder; // that folder, removed with the report; or NULL
    const Term *audience; // whom it was cleared for, or NULL
    AudienceWithheld withheld;
    GPtrArray *maps; // FactsMap * of the facts, NULL for none; or NULL
    const Layout *layout;
    const Theme *theme;
    const PlacedDocument *placed;
    Trace *trace;            // of input.trace; or NULL
    guint theme_document;    // index of the theme in documents; their number when it is built in
    const char *given_as_of; // the day as it was given, not found in the facts; or NULL
} Report;

// Options that render and check have in common, for a table of GOptionEntry.
typedef struct ReportOptions {
    char **facts, **maps; // as many of each; a map is "" where there is none
    char *waiting_map;    // that came before any facts
    char **params;
    char *store, *as_of, *vocabulary, *theme, *audience, *sources;
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
            "How the facts before it, which are foreign JSON, become ours: a file or a name",      \
            "MAP"                                                                                  \
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
    {                                                                                              \
        "vocabulary", 0, 0, G_OPTION_ARG_FILENAME, &(options)->vocabulary,                         \
            "Folder of vocabularies (default: the shipped one)", "DIR"                             \
    }
#define REPORT_OPTION_ENTRIES(options)                                                             \
    REPORT_FACTS_ENTRIES(options),                                                                 \
        {"param",                                                                                  \
         'p',                                                                                      \
         0,                                                                                        \
         G_OPTION_ARG_STRING_ARRAY,                                                                \
         &(options)->params,                                                                       \
         "A parameter of the layout (repeatable)",                                                 \
         "NAME=VALUE"},                                                                            \
    {                                                                                              \
        "theme", 0, 0, G_OPTION_ARG_FILENAME, &(options)->theme,                                   \
            "A theme in place of the layout's", "THEME"                                            \
    }

void report_options_clear(ReportOptions *options);
// What a report is made from, as the options say; layout: its path. Strings are the options'.
ReportInput report_options_input(const ReportOptions *options, const char *layout);
// False when an option is malformed; then *problem says how (g_free).
bool report_options_check(const ReportOptions *options, char **problem);

bool report_is_day(const char *text); // YYYY-MM-DD

void report_begin(Report *report);
// The vocabularies that the input names, else the shipped ones. False and reported on failure.
bool report_load_vocabularies(Report *report, const ReportInput *input);
// The fonts, opened at first use, since that takes a while.
TextEngine *report_engine(Report *report);
// Loads the maps of input->maps into report->maps. False and reported when one is wrong.
bool report_load_maps(Report *report, char **names);
// Reads facts, through input->maps when there are any, into a store, or opens the store that holds
// them; paths NULL: nothing is read. False on errors, all reported.
bool report_read_facts(Report *report, const ReportInput *input, const char *const *paths,
                       guint path_count, const char *language, Progress *progress);
// A theme by path or name, here or among the shipped ones; at: where it was named, or NULL. NULL on
// errors, all reported.
const Theme *report_read_theme(Report *report, const char *name, const Place *at);
// Reads layout, theme and facts; *page is what pages are then made from. False on errors, all
// reported.
bool report_read(Report *report, const ReportInput *input, PageInput *page, Progress *progress);
// Reads, checks, composes and places. False on errors, all reported in report->diags.
bool report_build(Report *report, const ReportInput *input, Progress *progress);
// Shows a FactsSummary on a Progress.
void report_show_facts(void *progress, const FactsSummary *so_far, guint64 total_bytes);
void report_end(Report *report);
