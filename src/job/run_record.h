// What one run did: kept in memory while it goes on, and written as run.json, into the ledger, the
// index and the metrics afterwards. Strings live in the record's arena.
#pragma once
#include "base/json_members.h"
#include "store/ingest.h"

typedef enum {
    RUN_PENDING,   // nobody has come to it
    RUN_WRITTEN,   // new bytes stand in the output folder
    RUN_UNCHANGED, // the same as last time
    RUN_FAILED,    // what was there before still is
    RUN_REMOVED,   // made by an earlier run, and the jobs file does not ask for it any more
    RUN_STATUSES
} RunStatus;

// A report of a run: a report of the jobs file, or one of those that its matrix makes.
typedef struct {
    const char *id;        // of the jobs file
    const char *key;       // of its matrix: "sector=steel"; NULL: it has none
    const char *name;      // id, or "id[key]": one of its kind in a run
    const char *layout;    // path
    const char *file;      // below the output folder
    const char *title;     // of the document; NULL: nobody has made it
    const char *as_of;     // the day it speaks of: that of the run, or an earlier one; or NULL
    const char *thumbnail; // path of a picture of its first page, below the folder; or NULL
    const char *before;    // of a failed one: path of the last good file, from the folder; or NULL
    RunStatus status;
    bool skipped;       // unchanged, and not even composed: nothing that it is made from changed
    const char *reason; // why it failed, or why it was made again; NULL: nothing to say
    guint errors, warnings, pages;
    GPtrArray *messages; // of const char *: errors and warnings, "file:line:column: ..."; or NULL
    guint64 facts;       // partnerships it was made from
    guint64 bytes;       // of the file
    const char *sha256;  // of the file, hexadecimal; NULL: there is none
    const char *inputs;  // digest of all that it is made from
    double seconds;      // of making it
    guint64 memory;      // peak of the process that made it, in bytes
} RunReport;

// A command that the run started.
typedef struct {
    const char *event;   // "change" or "failure"
    const char *program; // the first word of the command
    const char *outcome; // "exited with 0"
    const char *output;  // the end of what it printed
    bool good;
} RunHook;

typedef struct {
    Arena *arena;
    const char *job;       // name of the jobs file
    gint64 run;            // its number in the ledger, from 1; 0: a dry run
    const char *as_of;     // ISO date
    const char *program;   // "Accord 0.1.0"
    const char *folder;    // where the reports are
    double started, ended; // seconds since 1970-01-01 UTC
    const char
        *facts_sha256; // of the facts, as files or as the store says; NULL: layouts name theirs
    guint64 partnerships, sources; // that were read or are in the store
    bool has_ingest;               // facts were put into a store
    IngestCounts ingest;           // what that changed
    json_t *changes; // what changed in the facts since the last run, for run.json; owned, or NULL
    GPtrArray *reports;                   // of RunReport *, in the order of the jobs file
    GPtrArray *hooks;                     // of RunHook *, in the order they were started
    guint64 removed_files, removed_bytes; // by retention
    int exit_code;
    const char *failure; // why the run ended early; or NULL
} RunRecord;

// job, as_of and the rest are set by the caller.
RunRecord *run_record_new(void);
void run_record_free(RunRecord *record); // accepts NULL
// A new one at the end, RUN_PENDING; name is made of id and key.
RunReport *run_record_add(RunRecord *record, const char *id, const char *key);
guint run_record_count(const RunRecord *record, RunStatus status);
const RunReport *run_record_nth(const RunRecord *record, guint index);
const char *run_status_name(RunStatus status); // "written", ...

// Members of run.json, as it is written and, of shards, read again.
extern const JsonMember run_head_members[];   // of RunRecord: which run it is
extern const JsonMember run_place_members[];  // of RunReport: what it is, and where
extern const JsonMember run_result_members[]; // of RunReport: what came of making it
extern const JsonMember run_facts_members[];  // of RunRecord, below "facts"
extern const JsonMember run_ingest_members[]; // of IngestCounts, likewise

// As run.json says it (accord-jobs(5)). New reference.
json_t *run_record_to_json(const RunRecord *record);
// The same as text, ending in a line feed. New string, g_free.
char *run_record_text(const RunRecord *record);
// Seconds since 1970 as "2026-01-02T03:04:05Z". New string.
char *run_time_text(double seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RunRecord, run_record_free)
