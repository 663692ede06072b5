// The records of machines that shared a run, as one.
#pragma once
#include "job/run_record.h"

// From the texts of run.json of all shards: times from the first start to the last end, the worst
// exit code, and all reports in the order of `names` (names of reports, NULL terminated), whatever
// shard made them. What a shard says of the facts is taken from the first; what it put into the
// store is added up. NULL and reported when a text is no such record.
RunRecord *run_record_merge(Diags *diags, const GPtrArray *texts, const char *const *names);
