// Reports that are made anew when facts change, and not because a day went by. What a day by itself
// makes of facts is which of them have come to their day, and the state of their commitments: one
// falls due on its first day, and is overdue after its last one. Between two such turns the day
// says nothing new, so that a report stands for the whole stretch; the stretch has the name of the
// turn that it begins with.
#include "job/run_private.h"

#include <string.h>

// The last turn up to the day, and the first one after it.
static const char turns_sql[] =
    "SELECT max(CASE WHEN begins <= :as_of THEN begins END) AS begun,"
    " max(CASE WHEN ends < :as_of THEN ends END) AS ended,"
    " min(CASE WHEN begins > :as_of THEN begins END) AS next_begun,"
    " min(CASE WHEN ends >= :as_of THEN ends END) AS next_ended"
    " FROM (SELECT due_first AS begins, due_last AS ends FROM commitments WHERE status = 'open'"
    " UNION ALL SELECT first, NULL FROM partnerships) AS days";

static bool is_asked_for(const Run *run) {
    for (guint i = 0; i < run->jobs->report_count; i++)
        if (run->jobs->reports[i].when == JOBS_WHEN_CHANGED)
            return true;
    return false;
}

// ---- turns: a day on which something begins or falls due, or a day and "+", after which it is
// overdue; both are in order as texts, and so are days among them

static const char *cell(Arena *arena, const Table *table, guint column, const char *more) {
    const Value *value = &table->columns[column].values[0];
    return value->type == VALUE_STRING ? arena_printf(arena, "%s%s", value->as.string, more) : NULL;
}

static const char *later(const char *a, const char *b) {
    return !a || (b && strcmp(b, a) > 0) ? b : a;
}

static const char *sooner(const char *a, const char *b) {
    return !a || (b && strcmp(b, a) < 0) ? b : a;
}

static bool ask(const Run *run, Report *report) {
    Arena *arena = run->state->arena;
    const StoreParam params[] = {{"as_of", value_string(run->record->as_of)}};
    if (!store_keep_later(report->store, /*keep=*/true, report->diags))
        return false;
    const Table *table = store_query(report->store, arena, turns_sql, params, G_N_ELEMENTS(params),
                                     NULL, report->diags);
    if (!store_keep_later(report->store, /*keep=*/false, report->diags) || !table ||
        table->row_count != 1 || table->column_count != 4)
        return false;
    const char *from = later(cell(arena, table, 0, ""), cell(arena, table, 1, "+"));
    run->state->turn_from = from ? from : "";
    run->state->turn_until = sooner(cell(arena, table, 2, ""), cell(arena, table, 3, "+"));
    return true;
}

// ---- the stretch of the day

static bool is_known(const Run *run) {
    const RunState *state = run->state;
    const char *day = run->record->as_of;
    return state->turn_from && g_strcmp0(state->turn_facts, run->facts_digest) == 0 &&
           strcmp(day, state->turn_from) >= 0 &&
           (!state->turn_until || strcmp(day, state->turn_until) < 0);
}

static bool find(Run *run) {
    Report report;
    Progress nobody = {0};
    const ReportInput input = run_facts_input(run);
    report_begin(&report, &run->place->report);
    if (!run->jobs->store) // they stay for the workers
        report_share(&report, run->shared);
    bool good = report_read_facts(&report, &input, run->jobs->facts, run->jobs->facts_count, NULL,
                                  &nobody) &&
                ask(run, &report);
    if (!good && diags_kept(report.diags))
        diag_warning(run->diags, DIAG_INTERNAL, NULL, "reports are made anew for this day",
                     "what fell due is not known: %s", diags_nth(report.diags, 0)->message);
    report_end(&report);
    return good;
}

void run_find_turns(Run *run) {
    RunState *state = run->state;
    run->turn = run->record->as_of;
    if (!is_asked_for(run))
        return;
    run->last_turn = state->turn_from;
    bool is_there = !run->options->check || !run->jobs->store || run->facts_loaded;
    if (!is_known(run) && is_there) {
        state->turn_facts = arena_strdup(state->arena, run->facts_digest);
        if (!find(run))
            state->turn_from = NULL;
    }
    if (is_known(run))
        run->turn = arena_printf(run->arena, "since %s", state->turn_from);
}
