// What changed in the facts of a store since the last run that was published. A run of the same day
// over the same facts tells the same as the one before it: it is compared with what that one was
// compared with, so that running again changes no report.
#include "job/run_private.h"
#include "store/changes.h"

#include <string.h>

enum { CHANGES_LIMIT = 200 }; // in run.json; all are counted

// ---- with what

static bool is_repeat(const Run *run) {
    const RunState *state = run->state;
    return g_strcmp0(state->as_of, run->record->as_of) == 0 &&
           g_strcmp0(state->store, run->facts_digest) == 0;
}

// A store that was made anew has no such run.
static bool is_known(const Run *run, const StateFacts *facts) {
    return facts->ingest > 0 && facts->ingest <= run->ingest;
}

void run_find_since(Run *run) {
    const RunState *state = run->state;
    if (!run->jobs->store || g_strcmp0(state->address, run_named(run, run->jobs->store)) != 0)
        return;
    const StateFacts *facts = is_repeat(run) ? &state->since : &state->published;
    if (!is_known(run, facts))
        return;
    run->since = arena_printf(run->arena, "%" G_GINT64_FORMAT, facts->ingest);
    run->since_day = facts->as_of;
}

// Before the state takes over what this run is made from. A run of some reports only is no reason
// for the others to be silent about what changed.
void run_note_published(Run *run) {
    RunState *state = run->state;
    state->since = (StateFacts){0};
    if (run->since)
        state->since = (StateFacts){g_ascii_strtoll(run->since, NULL, 10), run->since_day};
    if (!run->options->only)
        state->published = (StateFacts){run->ingest, run->record->as_of};
    state->address = run_named(run, run->jobs->store);
}

// ---- what

static json_t *find(const Run *run, Report *report) {
    Progress nobody = {0};
    const ReportInput input = {.store = run->jobs->store,
                               .as_of = run->record->as_of,
                               .since = run->since,
                               .since_day = run->since_day};
    return report_read_facts(report, &input, NULL, 0, NULL, &nobody)
               ? store_changes_json(report->store, report->diags, CHANGES_LIMIT)
               : NULL;
}

void run_find_changes(Run *run) {
    Report report;
    if (!run->jobs->store)
        return;
    report_begin(&report, &run->place->report);
    run->record->changes = find(run, &report);
    if (diags_errors(report.diags))
        diag_warning(run->diags, DIAG_INTERNAL, NULL, NULL,
                     "what changed in the facts is not known: %s",
                     diags_nth(report.diags, 0)->message);
    report_end(&report);
}
