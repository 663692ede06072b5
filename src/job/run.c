// The order of a run, and how each way out of it leaves things: before reports are put in their
// place, nothing that readers see is touched; "latest" is swapped when all is there and written
// down; what is old goes last. A run that is cut off anywhere is gone on with by the next one.
#include "job/run.h"

#include "base/file.h"
#include "job/lock.h"
#include "job/metrics.h"
#include "job/publish.h"
#include "job/run_hooks.h"
#include "job/run_make.h"
#include "store/ledger.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void run_tell_step(const Run *run, const char *what) {
    const RunEvent event = {.kind = RUN_EVENT_STEP, .text = what};
    if (run->events->tell)
        run->events->tell(run->events->data, &event);
}

bool run_fail(Run *run, int code, const char *why) {
    if (!run->is_wrong) {
        run->record->exit_code = code;
        run->record->failure = arena_strdup(run->record->arena, why);
    }
    run->is_wrong = true;
    return false;
}

int run_code(const Diags *diags) {
    if (diags_has(diags, DIAG_LOCKED))
        return RUN_CODE_LOCKED;
    return diags_has(diags, DIAG_FILE) || diags_has(diags, DIAG_INTERNAL) ? RUN_CODE_IO
                                                                          : RUN_CODE_INVALID;
}

// ---- the jobs file

static bool check_only(Run *run) {
    for (const char *const *id = run->options->only; id && *id; id++) {
        bool is_there = false;
        for (guint i = 0; i < run->jobs->report_count; i++)
            is_there |= strcmp(run->jobs->reports[i].id, *id) == 0;
        if (is_there)
            continue;
        diag_error(run->diags, DIAG_UNKNOWN_NAME, NULL, NULL,
                   "\"%s\" has no report with the id \"%s\"", run->jobs->path, *id);
        return run_fail(run, RUN_CODE_USAGE, "a report that is not there was asked for");
    }
    return true;
}

static bool read_jobs(Run *run) {
    const char *path = run->options->path;
    run_tell_step(run, "reading the jobs file");
    run->jobs = jobs_file_load(run->arena, run->diags, path, run->documents);
    if (!run->jobs)
        return run_fail(run, run_code(run->diags), "the jobs file is not good");
    if (run->options->strict) {
        JobsFile *strict = arena_memdup(run->arena, run->jobs, sizeof *run->jobs);
        strict->strict = true;
        run->jobs = strict;
    }
    run->record->job = arena_strdup(run->record->arena, run->jobs->name);
    const Shard *shard = &run->options->shard;
    run->name = shard->count ? arena_printf(run->arena, "%s.%u-of-%u", run->jobs->name,
                                            shard->number, shard->count)
                             : run->jobs->name;
    run->base = jobs_file_base(run->jobs, run->arena);
    run->hidden = arena_printf(run->arena, "%s/.accord", run->base);
    return check_only(run);
}

static void check_layout(Run *run, const ReportInput *input) {
    Report report;
    report_begin(&report, &run->place->report);
    diags_free(report.diags);
    report.diags = run->diags;
    report_share(&report, run->shared);
    report_read_layout(&report, input);
    report.diags = NULL;
    report_end(&report);
}

// Each once: of a matrix with the parameters of its first row. Layouts and themes are looked at too
// when the facts are wrong, and then no row is known: one run tells everything.
static void check_layouts(Run *run) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; run->planned && i < run->planned->len; i++) {
        const PlannedReport *one = run->planned->pdata[i];
        if (g_hash_table_add(seen, (gpointer)one->layout))
            check_layout(run, &(ReportInput){.layout = one->layout,
                                             .params = (char **)one->params,
                                             .theme = one->theme});
    }
    for (guint i = 0; i < run->jobs->report_count; i++) {
        const JobsReport *one = &run->jobs->reports[i];
        if (!one->matrix && g_hash_table_add(seen, (gpointer)one->layout))
            check_layout(run, &(ReportInput){.layout = one->layout,
                                             .params = (char **)one->params,
                                             .theme = one->theme});
    }
}

// ---- lock and state

static gint64 file_time(int fd) {
    struct stat status;
    return fstat(fd, &status) == 0
               ? (gint64)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec
               : 0;
}

// named: the folder that the user knows it by.
static bool make_folder(Run *run, const char *path, const char *named) {
    if (g_mkdir_with_parents(path, 0755) == 0)
        return true;
    file_report_unwritable(run->diags, named, errno);
    return run_fail(run, RUN_CODE_IO, "the output folder cannot be written");
}

static bool take_lock(Run *run) {
    if (run->options->check)
        return true;
    if (!make_folder(run, run->hidden, run->base))
        return false;
    g_autofree char *since = run_time_text(run->record->started);
    g_autofree char *path = g_strdup_printf("%s/%s.lock", run->hidden, run->name);
    run->lock_fd = lock_take(run->diags, path, since);
    if (run->lock_fd < 0)
        return run_fail(run, run_code(run->diags), "the lock cannot be had");
    run_place_step(run->place, "locked", NULL);
    return true;
}

static void load_state(Run *run) {
    run->state = run_state_load(run->diags, run->base, run->jobs->folder, run->hidden, run->name);
    run->stamps = stamps_new(run->lock_fd >= 0 ? file_time(run->lock_fd) : G_MAXINT64);
    run_state_recall(run->state, run->stamps);
    run->record->run = run->options->check ? 0 : run->state->run + 1;
}

// ---- day, facts, plan

static bool find_day(Run *run) {
    const char *given = run->options->as_of ? run->options->as_of : run->place->report.source_date;
    return run_find_day(run, given);
}

// A run that only tries has put nothing there: what the store would hold is in the files.
static const char *store_for_plan(const Run *run) {
    const JobsFile *jobs = run->jobs;
    bool in_files =
        run->options->check && jobs->facts_count && !run->facts_loaded && !jobs->keep_missing;
    return in_files ? NULL : jobs->store;
}

static Store *open_for_plan(void *data) {
    Run *run = data;
    const char *store = store_for_plan(run);
    ReportInput input = {.facts = (char **)run->jobs->facts,
                         .maps = (char **)run->jobs->maps,
                         .store = store,
                         .vocabulary = store ? NULL : run->jobs->vocabulary,
                         .as_of = run->record->as_of};
    report_begin(&run->planner, &run->place->report);
    diags_free(run->planner.diags);
    run->planner.diags = run->diags;
    run->has_planner = true;
    if (!run->jobs->store) // they stay for the workers
        report_share(&run->planner, run->shared);
    bool good = report_read_facts(&run->planner, &input, run->jobs->facts, run->jobs->facts_count,
                                  NULL, NULL);
    return good ? run->planner.store : NULL;
}

static bool plan(Run *run) {
    const PlanInput input = {.arena = run->arena,
                             .diags = run->diags,
                             .jobs = run->jobs,
                             .as_of = run->record->as_of,
                             .store = open_for_plan,
                             .data = run};
    run->planned = g_ptr_array_new();
    bool good = plan_reports(&input, run->planned);
    if (run->has_planner) { // its store is closed before workers open theirs
        run->planner.diags = NULL;
        report_end(&run->planner);
    }
    if (!good)
        return run_fail(run, run_code(run->diags), "the reports cannot be planned");
    if (!run_shard_choose(run))
        return false;
    const RunEvent event = {.kind = RUN_EVENT_PLANNED, .total = run->planned->len};
    if (run->events->tell)
        run->events->tell(run->events->data, &event);
    run_place_step(run->place, "planned", NULL);
    return true;
}

static bool prepare(Run *run) {
    if (!run_find_facts(run) || !find_day(run) || !run_put_facts(run)) {
        check_layouts(run);
        return false;
    }
    const char *folder = jobs_file_out(run->jobs, run->arena, run->record->as_of);
    run->record->folder = arena_strdup(run->record->arena, folder);
    run->record->facts_sha256 = arena_strdup(run->record->arena, run->facts_digest);
    run_find_since(run);
    run_find_turns(run);
    return plan(run);
}

// ---- the end

static void choose_code(Run *run) {
    const RunRecord *record = run->record;
    guint failed = run_record_count(record, RUN_FAILED);
    guint good = run_record_count(record, RUN_WRITTEN) + run_record_count(record, RUN_UNCHANGED);
    bool is_changed = good < record->reports->len || run_record_count(record, RUN_WRITTEN) > 0;
    int code = RUN_CODE_GOOD;
    if (failed)
        code = RUN_CODE_SOME_FAILED;
    else if (!is_changed && run->options->exit_unchanged)
        code = RUN_CODE_UNCHANGED;
    if (!run->is_wrong)
        run->record->exit_code = code;
}

static void note_signal(Run *run, int signal) {
    if (!signal)
        return;
    run_fail(run, RUN_CODE_SOME_FAILED, "it was ended by a signal; the next run goes on from here");
    diag_error(run->diags, DIAG_INTERRUPTED, NULL, "the next run goes on from here",
               "the run was ended by %s", g_strsignal(signal));
}

// A day in the past that somebody asked for is made beside the latest one. When the facts say it,
// because some were withdrawn, it is the latest.
static bool is_latest(const Run *run) {
    if (run_is_later(run))
        return true;
    bool is_asked = run->options->as_of != NULL;
    diag_warning(run->diags, DIAG_EARLIER_DAY, NULL,
                 is_asked ? "\"latest\" and what is kept count from the latest day"
                          : "facts of later days are gone, or --as-of was forgotten",
                 "the day of this run, %s, is before that of an earlier one", run->record->as_of);
    return !is_asked;
}

static bool swap_latest(Run *run) {
    if (!run_check_files(run))
        return false;
    if (!run->jobs->latest || run->options->only || !is_latest(run))
        return true;
    if (!publish_latest(run->diags, run->jobs->latest, run->record->folder))
        return run_fail(run, RUN_CODE_IO, "\"latest\" could not be swapped");
    run_place_step(run->place, "latest", NULL);
    return true;
}

// Whoever watches is told of every run, also of one that came to nothing. What came of the hooks,
// and what went wrong after the record was written, goes into it.
static void tell_others(Run *run) {
    RunRecord *record = run->record;
    run_hooks(run->diags, run->jobs, record);
    g_autofree char *path =
        g_build_filename(record->folder ? record->folder : "", "run.json", NULL);
    bool has_news = record->hooks->len || record->failure;
    if (run->is_recorded && has_news && access(path, W_OK) == 0) {
        run_write_record(run);
        run_write_manifest_again(run);
    }
    run->is_told = true;
    if (run->jobs->metrics)
        metrics_write(run->diags, record, run->jobs->metrics);
}

// The shard that completes a run does the rest for all of them.
static bool publish_shard(Run *run) {
    RunRecord *own = run->record, *merged = NULL;
    if (!run_save_state(run) || !run_shard_end(run, &merged))
        return false;
    if (!merged)
        return true;
    run->record = merged;
    bool good = run_write_record(run) && run_write_ledger(run) && swap_latest(run);
    run_write_manifest_again(run); // run.json is there now
    tell_others(run);
    if (!good) {
        own->exit_code = merged->exit_code;
        own->failure = arena_strdup(own->arena, merged->failure);
    }
    run->record = own;
    run_record_free(merged);
    run_sweep(run);
    return good;
}

static bool publish(Run *run, GArray *items) {
    if (!run_carry(run, items) || !run_sync_folders(run) || !run_check_files(run))
        return false;
    run->record->ended = run->place->now();
    choose_code(run);
    run_find_thumbnails(run);
    run_find_changes(run);
    if (run->options->shard.count)
        return publish_shard(run);
    return run_write_record(run) && run_save_state(run) && run_write_ledger(run) &&
           swap_latest(run);
}

// Retention changes the list of runs, which is written once more when it did.
static void keep(Run *run) {
    guint before = run->state->runs->len;
    if (run->options->only)
        return;
    run_keep(run);
    if (run->state->runs->len == before)
        return;
    g_autoptr(GHashTable) names = run_list_names(run);
    run_state_save(run->diags, run->state, names);
    if (run->jobs->store && run->state->runs->len)
        ledger_forget_reports(run->diags, run->jobs->store, run->record->job,
                              g_array_index(run->state->runs, StateRun, 0).run);
}

static bool has_pending(const GArray *items) {
    for (guint i = 0; i < items->len; i++)
        if (g_array_index(items, RunItem, i).report->status == RUN_PENDING)
            return true;
    return false;
}

static bool make(Run *run, GArray *items) {
    if (!run_load_facts(run))
        return run_fail(run, run_code(run->diags), "the reports cannot be made");
    run_tell_step(run, "making reports");
    note_signal(run, run_make(run, items));
    if (!run->options->shard.count)
        run_sweep(run);
    return !run->is_wrong && run_check_store(run);
}

// Any state that is left when it ends early is in the journal.
static bool begin(Run *run) {
    const RunRecord *record = run->record;
    if (!run_adopt_cut(run))
        return false;
    StateRun begun = {.run = record->run,
                      .as_of = record->as_of,
                      .folder = record->folder,
                      .file_count = run->planned->len,
                      .files = arena_array(run->arena, const char *, run->planned->len + 1)};
    for (guint i = 0; i < run->planned->len; i++)
        begun.files[i] = ((const PlannedReport *)run->planned->pdata[i])->file;
    if (!make_folder(run, record->folder, record->folder))
        return false;
    if (!run_state_open_journal(run->diags, run->state, &begun))
        return run_fail(run, RUN_CODE_IO, "the output folder cannot be written");
    if (!run->options->shard.count) // others may be at work in these folders
        run_sweep(run);
    return true;
}

static void make_and_publish(Run *run, GArray *items) {
    bool good = begin(run) && (!has_pending(items) || make(run, items));
    if (good && publish(run, items))
        keep(run);
}

static void run_all(Run *run) {
    if (!read_jobs(run) || !take_lock(run))
        return;
    load_state(run);
    if (!prepare(run))
        return;
    g_autoptr(GArray) items = run_decide(run);
    if (run->options->check)
        check_layouts(run);
    else
        make_and_publish(run, items);
}

static void tell_end(Run *run) {
    RunRecord *record = run->record;
    bool is_share = run->options->shard.count && !record->failure; // the last one tells of it
    if (record->ended <= 0)
        record->ended = run->place->now();
    bool is_silent = run->is_told || is_share || record->exit_code == RUN_CODE_LOCKED;
    if (run->jobs && !run->options->check && !is_silent)
        tell_others(run);
}

static void free_document(void *document) {
    json_doc_free(document);
}

static void end(Run *run) {
    lock_drop(run->lock_fd);
    if (run->planned)
        g_ptr_array_unref(run->planned);
    if (run->fact_files)
        g_ptr_array_unref(run->fact_files);
    report_shared_free(run->shared);
    stamps_free(run->stamps);
    g_ptr_array_unref(run->documents);
}

int job_run(const RunOptions *options, const RunPlace *place, const RunEvents *events, Diags *diags,
            RunRecord *record) {
    Run run = {.options = options,
               .place = place,
               .events = events,
               .diags = diags,
               .record = record,
               .arena = record->arena,
               .documents = g_ptr_array_new_with_free_func(free_document),
               .shared = report_shared_new(/*tells_again=*/false),
               .lock_fd = -1};
    record->program = arena_strdup(record->arena, place->program);
    record->started = place->now();
    run_all(&run);
    if (options->check && !run.is_wrong && diags_errors(diags))
        run_fail(&run, run_code(diags), "something is not good");
    tell_end(&run);
    run_place_step(place, "end", NULL);
    run_state_free(run.state);
    end(&run);
    return record->exit_code;
}
