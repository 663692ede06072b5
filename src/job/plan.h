// From the reports of a jobs file to those a run makes: one each, or one for each row of a matrix,
// with the name of its file.
#pragma once
#include "job/jobs_file.h"
#include "store/store.h"

typedef struct {
    const JobsReport *report;
    const char *key;           // of its row in the matrix: "sector=steel"; NULL: no matrix
    const char *layout;        // path
    const char *theme;         // path or name; NULL: the layout's
    const char *file;          // below the output folder: parts that file_name_make made safe
    const char *const *params; // "name=value", NULL terminated: of the report, then of the row
} PlannedReport;

typedef struct {
    Arena *arena;
    Diags *diags;
    const JobsFile *jobs;
    const char *as_of; // ISO date
    // The facts in SQL, opened when first asked for; NULL and reported on failure.
    Store *(*store)(void *data);
    void *data;
} PlanInput;

// Adds PlannedReport * to planned, in the arena. False and reported when a matrix cannot be had,
// two reports go to one file, case apart, or there are more than JOBS_REPORTS_LIMIT.
bool plan_reports(const PlanInput *input, GPtrArray *planned);
