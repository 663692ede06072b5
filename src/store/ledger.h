// The ledger of runs in a store that lasts: what each run made of its reports, for whoever asks
// later. Tables runs, run_reports and run_shards, which queries of layouts do not see.
#pragma once
#include "store/store.h"

// A report of a run. Strings are borrowed; NULL is NULL.
typedef struct {
    const char *name, *id, *key, *file, *layout, *status, *reason, *sha256, *inputs;
    gint64 warnings, facts, pages, bytes, memory;
    double seconds;
} LedgerReport;

typedef struct {
    const char *job;             // whose runs are numbered together
    gint64 run;                  // from 1
    const char *as_of, *program; // ISO date; version
    const char *told_day;        // that the store's facts speak of from now on; NULL: as before
    const char *started, *ended; // ISO 8601 with time, UTC
    const char *facts_sha256, *folder;
    gint64 ingest; // the last run of adding facts that it saw; 0: none
    int exit_code;
    gint64 written, unchanged, failed, removed;
    guint report_count;
    const LedgerReport *reports;
} LedgerRun;

// What the facts of a store are told from others by: the same while nothing is added, changed or
// withdrawn, and no word of the vocabulary is another. *ingest: the last run of adding facts;
// *facts and *sources: how many there are. New string; NULL and reported on failure.
char *ledger_facts_digest(Diags *diags, const char *address, gint64 *ingest, gint64 *facts,
                          gint64 *sources);
// The number of the last run of a job; 0: there is none. -1 and reported on failure.
gint64 ledger_last_run(Diags *diags, const char *address, const char *job);
// Writes a run with its reports in one transaction; those of a run of that number are replaced.
// False and reported on failure.
bool ledger_write(Diags *diags, const char *address, const LedgerRun *run);
// Forgets the reports of runs before that one; the runs themselves stay.
bool ledger_forget_reports(Diags *diags, const char *address, const char *job, gint64 before);

// The share of one of several machines in a run.
typedef struct {
    const char *job;
    const char *round;   // the same for all shards of a run, and another for any other run
    const char *as_of;   // ISO date
    const char *program; // version
    gint64 number, count;
    const char *record; // what the shard made, as text
} LedgerShard;

// Writes the record, in place of an earlier one of that shard in that round. When all shards have
// left theirs, *records is an array of them (char *, owned) in the order of shards, else NULL.
// Shards that end at the same time come one after the other, so that at least one of them is told;
// one that runs again after that is told too. Rounds of earlier days are forgotten. False and
// reported on failure.
bool ledger_end_shard(Diags *diags, const char *address, const LedgerShard *shard,
                      GPtrArray **records);
