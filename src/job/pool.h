// Worker processes: each makes one report at a time, within limits; one that ends before its report
// is made costs that report and is replaced.
#pragma once
#include "job/worker.h"

typedef struct {
    const WorkerJob *job;
    guint workers;
    const guint32 *numbers; // of the planned reports to make, in order
    guint count;
    int inherited_fd; // that workers must not keep: of the lock; -1: none
    // What came of a report: an answer of the worker, or NULL and why it has none. False: no more
    // reports are handed out.
    bool (*done)(void *data, guint32 number, json_t *answer, const char *why);
    void *data;
} PoolInput;

// The signal that ended it early, or 0. SIGINT, SIGTERM and SIGHUP end it: the workers are gone
// when it returns.
int pool_run(const PoolInput *input);
