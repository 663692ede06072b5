// The hooks of a jobs file: who is told of a change, and of a failure.
#pragma once
#include "job/jobs_file.h"
#include "job/run_record.h"

// Starts on_failure when a report or the run failed, and on_change when a report was written or
// removed, in this order; each is given run.json with an "event" on its standard input, and its end
// goes into record->hooks. One that fails is reported as a warning and changes nothing else.
// Programs run in the folder of the jobs file.
void run_hooks(Diags *diags, const JobsFile *jobs, RunRecord *record);
