// What a run writes down once its reports are in their place: record and index for readers, the
// manifest for a later run to remove them by, the state for the next one, the ledger in the store.
#include "job/index_page.h"
#include "job/publish.h"
#include "job/run_private.h"
#include "store/ledger.h"

#include <string.h>

static bool write_file(Run *run, const char *name, const char *text) {
    g_autofree char *path = g_build_filename(run->record->folder, name, NULL);
    return publish_write(run->diags, path, text, strlen(text)) ||
           run_fail(run, RUN_CODE_IO, "the output folder cannot be written");
}

bool run_write_record(Run *run) {
    g_autofree char *text = run_record_text(run->record);
    bool good = write_file(run, "run.json", text);
    if (good && run->jobs->index) {
        g_autofree char *page = index_page_html(run->record);
        good = write_file(run, "index.html", page);
    }
    run->is_recorded |= good;
    run_place_step(run->place, "record", NULL);
    return good;
}

static guint64 bytes_of(const RunRecord *record) {
    guint64 bytes = 0;
    for (guint i = 0; i < record->reports->len; i++)
        bytes += run_record_nth(record, i)->bytes;
    return bytes;
}

// A run that changed nothing belongs to the newest one that did: its number, else that of this run.
static gint64 number_of_state(const Run *run) {
    const GArray *runs = run->state->runs;
    const StateRun *last = runs->len ? &g_array_index(runs, StateRun, runs->len - 1) : NULL;
    guint same = run_record_count(run->record, RUN_UNCHANGED);
    bool is_new =
        !last || same < run->record->reports->len || strcmp(last->folder, run->record->folder) != 0;
    return is_new ? run->record->run : last->run;
}

static bool write_manifest(Run *run) {
    Arena *arena = run->state->arena;
    gint64 number = number_of_state(run);
    StateRun entry = {.run = number,
                      .as_of = arena_strdup(arena, run->record->as_of),
                      .folder = arena_strdup(arena, run->record->folder),
                      .bytes = (gint64)bytes_of(run->record)};
    if (!run_write_manifest(run, &entry))
        return run_fail(run, RUN_CODE_IO, "what the run wrote cannot be written down");
    if (number == run->record->run)
        g_array_append_val(run->state->runs, entry);
    run_place_step(run->place, "manifest", NULL);
    return true;
}

void run_write_manifest_again(Run *run) {
    const GArray *runs = run->state->runs;
    const StateRun *last = runs->len ? &g_array_index(runs, StateRun, runs->len - 1) : NULL;
    if (last && strcmp(last->folder, run->record->folder) == 0)
        run_write_manifest(run, last);
}

GHashTable *run_list_names(const Run *run) {
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, run->state->reports);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_hash_table_add(names, name);
    for (guint i = 0; i < run->record->reports->len; i++)
        if (run_record_nth(run->record, i)->status == RUN_REMOVED)
            g_hash_table_remove(names, run_record_nth(run->record, i)->name);
    for (guint i = 0; run->fact_files && i < run->fact_files->len; i++)
        g_hash_table_add(names, run->fact_files->pdata[i]);
    return names;
}

bool run_save_state(Run *run) {
    RunState *state = run->state;
    if (!write_manifest(run))
        return false;
    run_note_published(run);
    for (guint i = 0; run->fact_files && i < run->fact_files->len; i++)
        run_state_note_file(state, run->fact_files->pdata[i], run->stamps);
    state->run = run->record->run;
    state->as_of = run->record->as_of;
    state->program = run->place->program_stamp;
    state->facts = run->facts_digest;
    state->partnerships = (gint64)run->record->partnerships;
    state->sources = (gint64)run->record->sources;
    state->ingested = run->ingested_digest;
    state->store = run->jobs->store ? run->facts_digest : NULL;
    state->evidence = run->evidence_digest;
    g_autoptr(GHashTable) names = run_list_names(run);
    if (!run_state_save(run->diags, state, names))
        return run_fail(run, RUN_CODE_IO, "what is known of the reports cannot be written down");
    run_place_step(run->place, "state", NULL);
    return true;
}

// ---- the ledger

static LedgerReport ledger_report(const RunReport *report) {
    return (LedgerReport){.name = report->name,
                          .id = report->id,
                          .key = report->key,
                          .file = report->file,
                          .layout = report->layout,
                          .status = run_status_name(report->status),
                          .reason = report->reason,
                          .sha256 = report->sha256,
                          .inputs = report->inputs,
                          .warnings = report->warnings,
                          .facts = (gint64)report->facts,
                          .pages = report->pages,
                          .bytes = (gint64)report->bytes,
                          .memory = (gint64)report->memory,
                          .seconds = report->seconds};
}

bool run_write_ledger(Run *run) {
    const RunRecord *record = run->record;
    if (!run->jobs->store)
        return true;
    g_autofree char *started = run_time_text(record->started);
    g_autofree char *ended = run_time_text(record->ended);
    g_autofree LedgerReport *reports = g_new0(LedgerReport, record->reports->len);
    for (guint i = 0; i < record->reports->len; i++)
        reports[i] = ledger_report(run_record_nth(record, i));
    const LedgerRun entry = {.job = record->job,
                             .run = record->run,
                             .as_of = record->as_of,
                             .told_day = run_told_day(run),
                             .program = ACCORD_VERSION,
                             .started = started,
                             .ended = ended,
                             .facts_sha256 = record->facts_sha256,
                             .folder = record->folder,
                             .ingest = run->ingest,
                             .exit_code = record->exit_code,
                             .written = run_record_count(record, RUN_WRITTEN),
                             .unchanged = run_record_count(record, RUN_UNCHANGED),
                             .failed = run_record_count(record, RUN_FAILED),
                             .removed = run_record_count(record, RUN_REMOVED),
                             .report_count = record->reports->len,
                             .reports = reports};
    bool good = ledger_write(run->diags, run->jobs->store, &entry);
    run_place_step(run->place, "ledger", NULL);
    return good || run_fail(run, run_code(run->diags),
                            "the reports are there, and the store could not be told of them");
}
