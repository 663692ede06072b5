// A fixed share of the reports of a run, for many machines that each make theirs.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    guint number, count; // the number-th of count, from 1; count 0: all is one's own
} Shard;

enum { SHARDS_LIMIT = 10000 };

// "3/8". False, and *out untouched, when it is none.
bool shard_parse(const char *text, Shard *out);
// What a scheduler tells its tasks in variables: NULL where one is not set. SLURM_ARRAY_TASK_ID
// with _COUNT and _MIN (and _STEP), or JOB_COMPLETION_INDEX (from 0) with JOB_COMPLETIONS, which a
// Kubernetes Job has to set itself.
typedef struct {
    const char *task_id, *task_count, *task_min, *task_step;
    const char *completion_index, *completions;
} ShardVariables;
// False when they say nothing, or something that cannot be; then *problem says what (static), or is
// NULL.
bool shard_from_variables(const ShardVariables *variables, Shard *out, const char **problem);

// Which of these names are the shard's: the names are put in an order that has nothing to do with
// what they say, then dealt out, so that shares differ by one report at most, reports of a kind are
// spread, and each shard comes to the same. Names are one of a kind; mine has room for them.
void shard_deal(const Shard *shard, const char *const *names, guint count, bool *mine);
