// From facts to the store, on the way of which records are merged and evidence is looked up. Both
// may take another reading of the facts: what was taken so far is then thrown away.
#include "job/filling.h"

#include "facts/evidence.h"

#include <string.h>

MergeMode report_merge_mode(const char *word) {
    for (const Keyword *mode = merge_modes; word && mode->name; mode++)
        if (strcmp(mode->name, word) == 0)
            return (MergeMode)mode->value;
    return MERGE_MODE_IDS;
}

static bool can_read_twice(Report *report) {
    for (guint i = 0; i < report->facts_count; i++)
        if (strcmp(report->facts[i], "-") == 0) {
            diag_error(report->diags, DIAG_UNSUPPORTED, NULL, "write them to a file first",
                       "--sources reads facts twice, and standard input can be read once");
            return false;
        }
    return true;
}

typedef struct {
    Report *report;
    const StoreOptions *store;
    EvidenceCheck *check; // of the evidence that is looked up, or NULL
    const char *sources;
} Filling;

// Records are to be merged: what was taken so far is taken again.
static bool begin_again(void *data, FactsSink *sink) {
    Filling *filling = data;
    Report *report = filling->report;
    if (filling->check) {
        evidence_check_free(filling->check);
        filling->check = evidence_check_new(report->diags, filling->sources);
        *sink = evidence_check_sink(filling->check);
        return true;
    }
    store_close(report->store);
    report->store = store_open(report->diags, filling->store, report->vocabularies);
    if (report->store)
        *sink = store_sink(report->store);
    return report->store != NULL;
}

static MergeReading merging_of(Filling *filling, const ReportInput *input) {
    MergeMode mode = report_merge_mode(input->merge);
    return (MergeReading){.mode = input->keep_merged ? MERGE_MODE_KEEP : mode,
                          .lists = (const char *const *)input->same_as,
                          .within_files = filling->report->audience != NULL,
                          .again = begin_again,
                          .data = filling,
                          .diags = filling->report->diags,
                          .is_quiet = input->sources != NULL};
}

// Facts are read once more: what evidence there is must be known before the first fact goes on.
static bool fill_checked(Filling *filling, const FactsOptions *options, const ReportInput *input) {
    Report *report = filling->report;
    if (!can_read_twice(report))
        return false;
    g_autoptr(Diags) quiet = diags_new();
    g_autoptr(MergePlan) plan = NULL;
    FactsOptions first = *options, last = *options;
    first.diags = quiet;
    filling->check = evidence_check_new(report->diags, input->sources);
    filling->sources = input->sources;
    FactsSink claims = evidence_check_sink(filling->check), store = store_sink(report->store);
    MergeReading how = merging_of(filling, input);
    merge_read(&first, report->facts, report->facts_count, &claims, &how, NULL, &plan);
    bool good = evidence_check_run(filling->check);
    g_autoptr(EvidenceMarks) marks = evidence_marks_new(filling->check, &store);
    FactsSink sink = evidence_marks_sink(marks);
    last.merge = plan;
    last.take_apart = how.mode == MERGE_MODE_NONE;
    good = facts_read(&last, report->facts, report->facts_count, &sink, &report->summary) && good;
    if (plan)
        merge_plan_report(plan);
    evidence_check_free(filling->check);
    return good;
}

// What was cleared was read and checked before, so that a second look says nothing new.
bool filling_run(Report *report, const FactsOptions *options, const StoreOptions *store,
                 const ReportInput *input) {
    Filling filling = {.report = report, .store = store};
    FactsSink sink = store_sink(report->store);
    g_autoptr(Diags) quiet = diags_new();
    FactsOptions again = *options;
    if (report->audience) {
        again.diags = quiet;
        again.maps = NULL;
    }
    if (input->sources)
        return fill_checked(&filling, &again, input);
    MergeReading how = merging_of(&filling, input);
    return merge_read(&again, report->facts, report->facts_count, &sink, &how, &report->summary,
                      NULL);
}
