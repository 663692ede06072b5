// What evidence there is must be known before the first fact goes on. When records are merged on
// the first way, the claims are taken down once more, of what they became.
#include "job/checked_reading.h"

#include <string.h>

typedef struct {
    Diags *diags;
    const char *sources;
    EvidenceCheck *check;
} Claims;

static bool begin_again(void *data, FactsSink *sink) {
    Claims *claims = data;
    evidence_check_free(claims->check);
    claims->check = evidence_check_new(claims->diags, claims->sources);
    *sink = evidence_check_sink(claims->check);
    return true;
}

static bool can_read_twice(Diags *diags, const char *const *paths, guint path_count) {
    for (guint i = 0; i < path_count; i++)
        if (strcmp(paths[i], "-") == 0) {
            diag_error(diags, DIAG_UNSUPPORTED, NULL, "write them to a file first",
                       "--sources reads facts twice, and standard input can be read once");
            return false;
        }
    return true;
}

bool checked_reading_run(const FactsOptions *options, const char *const *paths, guint path_count,
                         const FactsSink *sink, const CheckedReading *how, FactsSummary *summary) {
    if (!can_read_twice(how->diags, paths, path_count))
        return false;
    g_autoptr(Diags) quiet = diags_new();
    g_autoptr(MergePlan) plan = NULL;
    Claims claims = {how->diags, how->sources, evidence_check_new(how->diags, how->sources)};
    FactsOptions first = *options, last = *options;
    first.diags = quiet;
    FactsSink taking = evidence_check_sink(claims.check);
    MergeReading merging = {.mode = how->mode,
                            .lists = how->lists,
                            .within_files = how->within_files,
                            .again = begin_again,
                            .data = &claims,
                            .diags = how->diags,
                            .is_quiet = true};
    merge_read(&first, paths, path_count, &taking, &merging, NULL, &plan);
    bool good = evidence_check_run(claims.check);
    g_autoptr(EvidenceMarks) marks = evidence_marks_new(claims.check, sink);
    FactsSink marked = evidence_marks_sink(marks);
    last.merge = plan;
    last.take_apart = how->mode == MERGE_MODE_NONE;
    good = facts_read(&last, paths, path_count, &marked, summary) && good;
    if (plan)
        merge_plan_report(plan);
    evidence_check_free(claims.check);
    return good;
}
