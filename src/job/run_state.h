// What a job remembers from run to run, beside its output: what each report was made from and which
// file it became. Two files in a hidden folder: the state, written whole at the end of a run, and
// the journal, to which each report is added when its file stands in its place, so that a run that
// was cut off is gone on with. On disk, folders of reports are relative to the one that holds the
// hidden folder, and files that they are made from to that of the jobs file: it may be named in
// another way the next time, and all of it be moved.
#pragma once
#include "base/json.h"
#include "job/stamps.h"

// A report as it was made last.
typedef struct {
    const char *name;
    const char *inputs; // digest of what it was asked to be made from, files apart
    const char *entry;  // digest of what the jobs file asked for; or NULL
    const char *folder, *file;
    const char *sha256;
    const char *title;     // or NULL
    const char *as_of;     // the day it speaks of; NULL: not known
    gint64 bytes, time_ns; // of the file
    gint64 pages, warnings, facts, run;
    guint file_count;
    const char *const *files; // that were looked at
} StateReport;

// A state of the facts in a store.
typedef struct {
    gint64 ingest;     // the run of adding facts that left it; 0: none
    const char *as_of; // the day it was looked at
} StateFacts;

// A run whose files are still there.
typedef struct {
    gint64 run;
    const char *as_of, *folder;
    gint64 bytes;
    guint file_count;   // of one that was begun:
    const char **files; // what it was to put in its folder
} StateRun;

typedef struct {
    Arena *arena;
    const char *path, *journal; // of the two files
    const char *base;           // the folder above all output
    const char *home;           // the folder of the jobs file
    gint64 run;                 // the last one
    const char *program, *as_of;
    const char *facts;            // digest of the facts of the last run
    gint64 partnerships, sources; // in these; 0: not known
    const char *day;              // the last day in these facts
    const char *ingested;         // digest of the files put into the store last, and of how
    const char *store;            // digest of the facts in the store after that
    const char *address;          // of that store
    StateFacts published;         // that the last run with all its reports was made from
    StateFacts since;             // that the last run was compared with
    // The days between two on which something falls due or comes to its day (run_turns.c): from
    // that turn, "" when there is none, until before that one, NULL when there is none; of these
    // facts. turn_from NULL: not known.
    const char *turn_from, *turn_until, *turn_facts;
    const char *evidence; // digest of facts and texts whose evidence passed
    GHashTable *reports;  // name to StateReport *
    GHashTable *stamps;   // path to Stamp *
    GArray *runs;         // of StateRun, in order
    GArray *cut;          // of StateRun: begun, and not ended; bytes are not known
    int journal_fd;       // -1: not open
} RunState;

// Reads both files; what is missing or damaged is as if there had been no run (a warning says so).
// base: the folder above all output; home: that of the jobs file; hidden: that of the two files.
RunState *run_state_load(Diags *diags, const char *base, const char *home, const char *hidden,
                         const char *job);
void run_state_free(RunState *state); // accepts NULL
const StateReport *run_state_find(const RunState *state, const char *name);
// Hands what is known of files on to stamps.
void run_state_recall(const RunState *state, Stamps *stamps);
// Puts a report in the state, and, when journal_fd is open, at the end of the journal. Strings are
// copied. False and errno set when it cannot be written.
bool run_state_note(RunState *state, const StateReport *report, Stamps *stamps);
// Keeps what is known of a file that no report names.
void run_state_note_file(RunState *state, const char *path, Stamps *stamps);
// Writes down that the run has begun. False and reported on failure.
bool run_state_open_journal(Diags *diags, RunState *state, const StateRun *run);
// A folder as other ways to name the same base name it too; in the state's memory.
const char *run_state_folder(const RunState *state, const char *folder);
// A file as other ways to name the same jobs file name it too; in the state's memory.
const char *run_state_file(const RunState *state, const char *path);
// Writes the state and ends the journal. Only reports and files whose names or paths are in the set
// `names` stay, and the files of these reports. False and reported on failure.
bool run_state_save(Diags *diags, RunState *state, GHashTable *names);
