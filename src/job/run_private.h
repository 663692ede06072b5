// A run while it goes on, for the files that are its steps. Inside job/ only.
#pragma once
#include "job/report_shared.h"
#include "job/run.h"
#include "job/run_state.h"

typedef struct {
    const RunOptions *options;
    const RunPlace *place;
    const RunEvents *events;
    Diags *diags;
    RunRecord *record;
    Arena *arena;
    GPtrArray *documents; // JsonDoc *
    const JobsFile *jobs;
    const char *name;          // of its state and lock: the job's, and the shard's when it is one
    const char **all_names;    // of the reports of all shards, NULL terminated; or NULL
    const char *base, *hidden; // folders: above all output; of state, journal and lock
    int lock_fd;
    RunState *state;
    Stamps *stamps;
    ReportShared *shared;
    Report *reader;        // that reads facts just now, or NULL
    Report planner;        // whose store a matrix asks
    bool has_planner;      // it was begun
    GPtrArray *fact_files; // paths behind the jobs file's facts, owned; NULL: it names none
    const char *facts_digest, *ingested_digest, *evidence_digest;
    const char *since, *since_day; // state of the store that changes are told from; NULL: the usual
    gint64 ingest;                 // the last run of adding facts that the store knows; 0: none
    const char *turn;              // the day's part in what reports "when" facts change tell
    const char *last_turn;         // of the last run that asked for it, see RunState; or NULL
    bool facts_loaded;             // they are in shared, or in the store
    GPtrArray *planned;            // of PlannedReport *
    bool is_wrong;                 // a failure that ends the run was reported, and exit_code is set
    bool is_recorded;              // its run.json stands in its place
    bool is_told;                  // whoever watches was told of it
} Run;

void run_tell_step(const Run *run, const char *what);
// Ends the run with that code, for a reason that stands in diags; always false.
bool run_fail(Run *run, int code, const char *why);
// The code that what diags hold means.
int run_code(const Diags *diags);

// run_facts.c
// Which facts there are, by digest; nothing is read that is known. False: the run failed.
bool run_find_facts(Run *run);
// The gate of evidence, the store filled, the facts read for all reports: what of that is not as it
// was after the last run.
bool run_put_facts(Run *run);
// A file as every way to name the jobs file names it; what is no file (NULL, the address of a
// server, the name of a theme) as it is.
const char *run_named(const Run *run, const char *name);
// The day that a store is told which the run fills: the one that was given, unless there was a run
// of a later one; else NULL.
const char *run_told_day(const Run *run);
// After reports were made: the store must be there still, and a warning tells when its facts are
// others by now. False: the run failed.
bool run_check_store(Run *run);
// Facts in memory that reports are made from, before workers start.
bool run_load_facts(Run *run);

// The day of a run: the given one, else (NULL) the last one in its facts; it is NULL still when
// only putting them into the store tells. Reported when there is none.
bool run_find_day(Run *run, const char *given);

// run_folders.c
// Removes what publishing left half done.
void run_sweep(const Run *run);
// False: the run failed.
bool run_sync_folders(Run *run);
// The folder may have been taken away while the run went on. False: the run failed.
bool run_check_files(Run *run);

// run_write.c; false: the run failed.
bool run_write_record(Run *run); // run.json and the index
bool run_save_state(Run *run);   // and the manifest
bool run_write_ledger(Run *run); // in the store, if there is one
// After files of the folder were written once more.
void run_write_manifest_again(Run *run);
// The names of reports and files that the state is to remember; borrowed. A new set.
GHashTable *run_list_names(const Run *run);

// run_beside.c
// The picture of a report that stays as an earlier run made it.
void run_carry_thumbnail(const Run *run, const StateReport *before, const char *file);
// Which reports have a picture in the folder.
void run_find_thumbnails(Run *run);

// run_shard.c
// Leaves the share of the shard in run->planned; false: it cannot be one.
bool run_shard_choose(Run *run);
// Leaves the record in the store. *merged is that of the whole run when this shard completes it
// (run_record_free), else NULL.
bool run_shard_end(Run *run, RunRecord **merged);

// run_changes.c
// Which state the facts of the store are compared with: that of the last run that was published.
void run_find_since(Run *run);
// What changed since then, for the record; a warning when it cannot be found.
void run_find_changes(Run *run);
// Remembers this run as the one that the next is compared with.
void run_note_published(Run *run);

// run_turns.c: sets run->turn, for reports that are made when facts change.
void run_find_turns(Run *run);
// run_facts.c: the facts of the run as a report reads them.
ReportInput run_facts_input(const Run *run);

// run_keep.c: removes what the jobs file does not want kept.
void run_keep(Run *run);
// Whether no run that is still there is of a later day.
bool run_is_later(const Run *run);
// Lists the reports that now stand in the folder of a run as its own, for a later one to remove.
bool run_write_manifest(Run *run, const StateRun *own);
// Runs of other days that were cut off take their place in the list of runs, and this one the
// number after theirs.
bool run_adopt_cut(Run *run);
