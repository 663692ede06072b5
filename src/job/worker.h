// One report after another in a process of its own, forked from one that has read the facts and
// opened the fonts.
#pragma once
#include "job/plan.h"
#include "job/run_place.h"

typedef struct {
    const JobsFile *jobs;
    const GPtrArray *planned; // of PlannedReport *
    const char *folder;       // of the output
    const char *as_of;
    const char *since, *since_day; // what a store's facts are compared with, see ReportInput
    const RunPlace *place;
    ReportShared *shared;
    GHashTable *known_files; // paths that need not be told as looked at: those of the facts
} WorkerJob;

// Reads numbers of planned reports (guint32) from fd, makes each beside its place, and answers with
// the length (guint32) and a JSON object, until fd ends. Then the process does.
G_NORETURN void worker_run(const WorkerJob *job, int fd);

// The answer: "code" (0, 3 or 6), "lost" when the store went away, after which the process ends,
// "temp" and "sha256" when it is 0, "bytes", "pages", "facts", "errors", "warnings", "messages" (a
// line each), "text" (the same as people read it), "files" (looked at), "seconds", "memory".
