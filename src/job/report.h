// A report from its inputs to its placed pages: what render writes and check only looks at.
#pragma once
#include "facts/audience.h"
#include "facts/change.h"
#include "facts/merge.h"
#include "facts/rates.h"
#include "job/progress.h"
#include "page/page.h"

typedef struct {
    const char *layout;     // path
    char **facts;           // paths; NULL: those of the layout
    const char *store;      // address of a store in place of facts; or NULL
    char **maps;            // of these facts, "" for none; or NULL
    char **params;          // "name=value"; may be NULL
    const char *as_of;      // ISO date; NULL: SOURCE_DATE_EPOCH, else the last day in the facts
    const char *vocabulary; // folder; NULL: the shipped one
    const char *rates;      // path of a table of exchange rates; NULL: the layout's, if any
    const char *theme;      // path or name; NULL: the layout's
    const char *lang;       // a language that the layout is translated to; NULL: its own
    const char *audience;   // who the report is for, of the vocabulary; NULL: as the layout says
    const char *sources;    // folder of captured texts to look evidence up in; NULL: nobody looks
    const char *merge;      // a word of merge_modes; NULL: as the layout says, else "ids"
    bool keep_merged;       // none is merged, and none taken apart: of facts in a report
    char **same_as;         // paths of lists of pairs; may be NULL
    bool strict;            // a warning is an error
    bool trace;             // take down what made each figure, in Report.trace
    // What the facts are compared with (store/changes.h): paths of earlier facts, or NULL; a run or
    // a day of the store, or the day that the earlier facts speak of, or NULL.
    char **before;
    const char *since;
    const char *since_day;          // beside a run: when its state was last looked at; or NULL
    const Materiality *materiality; // of the column "material"; NULL: the usual one
    bool checks_data;               // see PageInput
    bool keep_records;              // see StoreOptions
} ReportInput;

// What surrounds a report: read by the program, and handed down.
typedef struct {
    const char *shipped;     // the folder that data/ and layouts/ came in with the program; or NULL
    const char *source_date; // the day of SOURCE_DATE_EPOCH, or NULL
    const char *today;       // what facts say happened later is warned of; NULL: nothing is
} ReportPlace;

typedef struct ReportShared ReportShared;

// Everything made on the way; freed together.
typedef struct Report {
    ReportPlace place;
    Arena *arena;
    Diags *diags;
    GPtrArray *documents; // JsonDoc * that layouts, themes and charts stand in
    ReportShared *shared; // with other reports (report_shared.h), or NULL
    bool borrows_facts;   // vocabularies, store, maps, earlier are those of `shared`
    bool many_languages;  // its facts serve reports in several languages
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
    Rates *rates;               // or NULL
    Store *unloaded;            // the store that facts are read from as from a file, or NULL
    guint changes_asked;        // of its store, before it asked itself (store_changes_asked)
    struct Report *earlier;     // with which earlier facts were read; or NULL
    struct EarlierState *state; // of a store that was unloaded, read when asked for; or NULL
    GPtrArray *maps;            // FactsMap * of the facts, NULL for none; or NULL
    const Layout *layout;
    const Theme *theme;
    const PlacedDocument *placed;
    Trace *trace;            // of input.trace; or NULL
    guint words_document;    // index of the strings files in documents, which end at the theme
    guint theme_document;    // index of the theme in documents; their number when it is built in
    const char *told_day;    // of the store that facts were read from; or NULL
    const char *given_as_of; // the day as it was given, not found in the facts; or NULL
} Report;

bool report_is_day(const char *text); // YYYY-MM-DD

// The strings of place are copied.
void report_begin(Report *report, const ReportPlace *place);
// A file or folder that came with the program ("data/vocabulary"); NULL when it is not there. New
// string.
char *report_shipped(const Report *report, const char *name);
// The names of the JSON files in such a folder, without .json, sorted; empty when there is none.
// New array, which owns them.
GPtrArray *report_shipped_names(const Report *report, const char *folder);
// The vocabularies that the input names, else the shipped ones. False and reported on failure.
bool report_load_vocabularies(Report *report, const ReportInput *input);
// The fonts, opened at first use, since that takes a while.
TextEngine *report_engine(Report *report);
// Loads the maps of input->maps into report->maps. False and reported when one is wrong.
bool report_load_maps(Report *report, char **names);
// Loads the table of rates of input->rates into report->rates. False and reported on failure.
bool report_load_rates(Report *report, const ReportInput *input);
// Reads facts, through input->maps when there are any, into a store, or opens the store that holds
// them; paths NULL: nothing is read. False on errors, all reported.
bool report_read_facts(Report *report, const ReportInput *input, const char *const *paths,
                       guint path_count, const char *language, Progress *progress);
// A theme by path or name, here or among the shipped ones; at: where it was named, or NULL. NULL on
// errors, all reported.
const Theme *report_read_theme(Report *report, const char *name, const Place *at);
// The words of a language; asked: its language, path, folder and at. NULL on errors, all reported.
const Words *report_read_words(Report *report, const WordsInput *asked);
// Reads layout and theme alone. False on errors, all reported.
bool report_read_layout(Report *report, const ReportInput *input);
// Reads layout, theme and facts; *page is what pages are then made from. False on errors, all
// reported.
bool report_read(Report *report, const ReportInput *input, PageInput *page, Progress *progress);
// Reads, checks, composes and places. False on errors, all reported in report->diags.
bool report_build(Report *report, const ReportInput *input, Progress *progress);
// The mode of a word, which is good; NULL: by ids.
MergeMode report_merge_mode(const char *word);
// Shows a FactsSummary on a Progress.
// How facts are read for it, after what it is asked to load was loaded. progress: or NULL.
FactsOptions report_facts_options(const Report *report, Progress *progress);
void report_end(Report *report);
