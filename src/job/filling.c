// From facts to the store, on the way of which records are merged and evidence is looked up. Both
// may take another reading of the facts: what was taken so far is then thrown away.
#include "job/filling.h"

#include "job/checked_reading.h"

#include <string.h>

MergeMode report_merge_mode(const char *word) {
    for (const Keyword *mode = merge_modes; word && mode->name; mode++)
        if (strcmp(mode->name, word) == 0)
            return (MergeMode)mode->value;
    return MERGE_MODE_IDS;
}

typedef struct {
    Report *report;
    const StoreOptions *store;
    StoreFindings *findings; // of the store that the facts come from, or NULL
} Filling;

static FactsSink sink_of(const Filling *filling) {
    const FactsSink sink = store_sink(filling->report->store);
    return filling->findings ? store_findings_sink(filling->findings, &sink) : sink;
}

// Records are to be merged: what was taken so far is taken again.
static bool begin_again(void *data, FactsSink *sink) {
    Filling *filling = data;
    Report *report = filling->report;
    store_close(report->store);
    report->store = store_open(report->diags, filling->store, report->vocabularies);
    if (report->store)
        *sink = sink_of(filling);
    return report->store != NULL;
}

// What was cleared was read and checked before, so that a second look says nothing new.
bool filling_run(Report *report, const FactsOptions *options, const StoreOptions *store,
                 const ReportInput *input) {
    Filling filling = {.report = report, .store = store};
    g_autoptr(Diags) quiet = diags_new();
    FactsOptions again = *options;
    if (report->audience) {
        again.diags = quiet;
        again.maps = NULL;
    }
    bool is_settled = input->keep_merged || (input->store && !report->audience);
    MergeMode mode = is_settled ? MERGE_MODE_KEEP : report_merge_mode(input->merge);
    const char *const *lists = (const char *const *)input->same_as;
    bool within_files = report->audience != NULL;
    if (input->sources) {
        const FactsSink sink = sink_of(&filling);
        const CheckedReading how = {report->diags, input->sources, mode, lists, within_files};
        return checked_reading_run(&again, report->facts, report->facts_count, &sink, &how,
                                   &report->summary);
    }
    g_autoptr(StoreFindings) findings = NULL;
    if (report->unloaded)
        filling.findings = findings =
            store_findings_new(report->unloaded, /*may_move=*/report->audience != NULL);
    const FactsSink sink = sink_of(&filling);
    MergeReading how = {.mode = mode,
                        .lists = lists,
                        .within_files = within_files,
                        .again = begin_again,
                        .data = &filling,
                        .diags = report->diags};
    return merge_read(&again, report->facts, report->facts_count, &sink, &how, &report->summary,
                      NULL);
}
