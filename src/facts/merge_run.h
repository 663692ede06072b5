// The second reading of facts that are to be merged: members wait in a temporary file, 32 bytes of
// memory each, and are merged when all are read. Inside facts/ only.
#pragma once
#include "facts/merge_plan.h"
#include "facts/record.h"

typedef struct MergeRun MergeRun;

// NULL when the plan is NULL or not settled. context: for reading members again.
MergeRun *merge_run_new(MergePlan *plan, const RecordContext *context);
void merge_run_free(MergeRun *run);                             // accepts NULL
void merge_run_source(MergeRun *run, const FactSource *source); // accepts NULL
// Whether the record was taken, since it is a member of a group.
bool merge_run_take(MergeRun *run, const Partnership *partnership); // accepts NULL
// Hands on what was merged, or a member that stayed alone. False when hand says so, or on failure,
// which is reported. accepts NULL.
bool merge_run_finish(MergeRun *run, bool (*hand)(void *data, Partnership *partnership),
                      void *data);
