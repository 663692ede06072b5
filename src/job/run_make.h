// The middle of a run: which reports are made, and what comes of them. Inside job/ only.
#pragma once
#include "job/plan.h"
#include "job/run_private.h"

// A report of the record with what it is planned from.
typedef struct {
    const PlannedReport *planned;
    guint number; // of it
    RunReport *report;
    const StateReport *before; // as it was made last, or NULL
    const char *entry;         // digest of what the jobs file asks for
    const char *inputs;        // digest of what it is asked to be made from, files apart
    bool is_second;            // its store was lost when it was made first
} RunItem;

// Items for all reports that the run looks at, in order; those that did not change are marked.
GArray *run_decide(Run *run);
// Makes those that are pending. The signal that ended it, or 0.
int run_make(Run *run, GArray *items);
// Puts reports that were not made into the folder of this run, as they were made last.
bool run_carry(Run *run, GArray *items);
