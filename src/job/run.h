// One run of a jobs file: lock, read and check all, put facts into the store, leave out what did
// not change, make the rest in worker processes, put it in its place, keep the ledger, swap
// "latest", remove what is old. docs: accord-jobs(5), accord(1).
#pragma once
#include "job/jobs_file.h"
#include "job/run_place.h"
#include "job/run_record.h"
#include "job/shard.h"

typedef struct {
    const char *path;        // of the jobs file
    const char *as_of;       // ISO date; NULL: SOURCE_DATE_EPOCH, else the last day in the facts
    const char *const *only; // ids of reports, NULL terminated; NULL: all
    guint workers;           // from 1
    Shard shard;             // whose share of the reports is made
    bool force;              // make also what did not change
    bool check;              // look at everything and write nothing
    bool strict;             // a warning is an error, whatever the file says
    bool exit_unchanged;     // end with 10 when nothing changed
} RunOptions;

typedef enum {
    RUN_EVENT_STEP,    // a step began: text
    RUN_EVENT_PLANNED, // total reports are there to be looked at
    RUN_EVENT_REPORT,  // one is done: report, done of total, and text when it has messages
} RunEventKind;

typedef struct {
    RunEventKind kind;
    const char *text;
    const RunReport *report;
    guint done, total;
} RunEvent;

typedef struct {
    void (*tell)(void *data, const RunEvent *event);
    void *data;
} RunEvents;

// Exit codes (accord(1)).
enum {
    RUN_CODE_GOOD = 0,
    RUN_CODE_SOME_FAILED = 1,
    RUN_CODE_USAGE = 2,
    RUN_CODE_INVALID = 3,
    RUN_CODE_EVIDENCE = 4,
    RUN_CODE_LOCKED = 5,
    RUN_CODE_IO = 6,
    RUN_CODE_UNCHANGED = 10
};

// Runs; what is wrong with the jobs file, the facts or the machine is in diags, what came of each
// report in record. Gives the exit code, which is record->exit_code too.
int job_run(const RunOptions *options, const RunPlace *place, const RunEvents *events, Diags *diags,
            RunRecord *record);
