// Adding facts to a store that lasts: one transaction, in which only what changed is written. What
// a record said before is kept as a revision, with the run that replaced it.
#pragma once
#include "store/store.h"

typedef struct {
    const char *as_of; // ISO date: the day of this run; NULL: the last one in the store at its end
    bool is_told;      // the user gave that day: reports from the store speak of it from then on
    const char *program;                 // its version
    const char *const *vocabulary_files; // paths, NULL terminated: kept with the facts; NULL: none
    bool replace;                        // these are all the facts there are: others are withdrawn
    bool dry_run;                        // count, and write nothing
    guint partitions; // of the tables of facts, when they are made on a server; 0: whole tables
} IngestOptions;

typedef struct {
    gint64 run; // its number, from 1; 0 when nothing was written
    guint64 added, changed, unchanged, withdrawn, sources_added, sources_changed;
    guint64 found;     // of the unchanged: facts of whose evidence something else was found now
    guint64 unchecked; // facts whose evidence was looked up before, but not as it stands now
    char last_day[16]; // in the store at its end, ISO date, when no day was given; else ""
} IngestCounts;

typedef struct Ingest Ingest;

// Opens the store, makes it when there is none, and locks it against other writers. NULL and
// reported on failure.
Ingest *ingest_begin(Diags *diags, const char *address, const Vocabularies *vocabularies,
                     const IngestOptions *options);
FactsSink ingest_sink(Ingest *ingest);
// Whether a partnership is in the store and stays there: for FactsOptions, of the Ingest.
bool ingest_holds(void *ingest, const char *id);
// Ends it: what was read is kept when good, else nothing is. False and reported on failure.
bool ingest_end(Ingest *ingest, bool good, IngestCounts *counts);
