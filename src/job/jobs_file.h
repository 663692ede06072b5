// A jobs file: which reports one run makes, from which facts, where they go and how long they stay.
// docs: accord-jobs(5), data/schema/jobs.schema.json.
#pragma once
#include "base/json.h"
#include "facts/facts.h"

enum {
    JOBS_REPORTS_LIMIT = 10000, // in the file; a matrix makes more of them
    JOBS_ID_LIMIT = 100         // bytes of an id or a name
};

// When a report is made anew, beside when what it is made from changed.
typedef enum {
    JOBS_WHEN_DAY,     // for each day
    JOBS_WHEN_CHANGED, // on days when something falls due, is overdue or comes to its day
} JobsWhen;

typedef struct {
    const char *id;     // letters, digits, "-", "_" and "."
    const char *layout; // path
    const char *file;   // template of a path below the output folder, as written; ends in .pdf
    const char *theme;  // path or name; NULL: the layout's
    const char *audience;
    const char *const *params; // "name=value", NULL terminated; NULL: none
    bool bare;                 // nothing attached
    bool linearize;
    JobsWhen when;
    const JsonNode *node;   // for messages
    const JsonNode *matrix; // "matrix"; NULL: one report
} JobsReport;

// Which runs stay; 0: no bound of that kind.
typedef struct {
    gint64 runs, days;
    guint64 bytes;
} JobsKeep;

// What one report may take.
typedef struct {
    double seconds; // by the wall clock
    guint64 memory; // bytes
    guint64 output; // bytes of the file
} JobsLimits;

typedef struct {
    const char *path, *folder;
    const char *name;                 // of the job, in ledgers: "name", else that of the file
    guint facts_count;                // 0: each layout's own, or those in the store
    const char *const *facts;         // resolved paths
    const char *const *maps;          // of these facts, "" for none; NULL terminated
    const char *vocabulary, *sources; // resolved folders, or NULL
    EvidenceState require;            // the gate, with sources
    const char *store;                // resolved path or address, or NULL
    bool strict;                      // a warning is an error
    bool keep_missing;                // what the facts lack stays in the store
    const char *out;                  // resolved; may hold {{as_of}}
    guint report_count;
    const JobsReport *reports;
    JobsKeep keep;
    const char *latest; // resolved path of a symbolic link, or NULL
    JobsLimits limits;
    const char *const *on_change,
        *const *on_failure; // commands with arguments, NULL terminated; or NULL
    gint64 hook_seconds;    // how long one may take
    const char *metrics;    // resolved path, or NULL
    JobsWhen when;          // of reports that say nothing of it
    bool index;             // an index.html in the output folder
} JobsFile;

// Reads and checks all that the file alone tells; every problem is reported. NULL on errors. The
// document is added to `documents` (JsonDoc *), which the caller frees last.
const JobsFile *jobs_file_load(Arena *arena, Diags *diags, const char *path, GPtrArray *documents);
// Where reports of a day go. In the arena.
const char *jobs_file_out(const JobsFile *jobs, Arena *arena, const char *as_of);
// The folder above all that runs write: `out` up to the part that depends on the day. In the arena.
const char *jobs_file_base(const JobsFile *jobs, Arena *arena);
