// What stands beside the reports of a run: pictures of their first pages, and what changed in the
// facts. None of it decides whether a run is good.
#include "job/index_page.h"
#include "job/publish.h"
#include "job/run_private.h"
#include "store/changes.h"

#include <unistd.h>

enum { CHANGES_LIMIT = 200 }; // rows in run.json

void run_carry_thumbnail(const Run *run, const StateReport *before, const char *file) {
    g_autoptr(Diags) quiet = diags_new();
    g_autofree char *old_name = index_page_thumbnail(before->file);
    g_autofree char *name = index_page_thumbnail(file);
    g_autofree char *from = g_build_filename(before->folder, old_name, NULL);
    g_autofree char *path = g_build_filename(run->record->folder, name, NULL);
    if (run->jobs->index && access(from, R_OK) == 0)
        publish_link(quiet, from, path);
}

void run_find_thumbnails(Run *run) {
    for (guint i = 0; run->jobs->index && i < run->record->reports->len; i++) {
        RunReport *report = run->record->reports->pdata[i];
        if (!report->file)
            continue;
        g_autofree char *name = index_page_thumbnail(report->file);
        g_autofree char *path = g_build_filename(run->record->folder, name, NULL);
        if (access(path, R_OK) == 0)
            report->thumbnail = arena_strdup(run->record->arena, name);
    }
}

static json_t *find_changes(Store *store, Diags *diags) {
    const StoreComparison comparison = {.since = NULL};
    return store_compare(store, diags, &comparison)
               ? store_changes_json(store, diags, CHANGES_LIMIT)
               : NULL;
}

void run_find_changes(Run *run) {
    const IngestCounts *counts = &run->record->ingest;
    if (!run->jobs->store || !run->record->has_ingest ||
        !(counts->added || counts->changed || counts->withdrawn))
        return;
    Report reader;
    Progress nobody = {0};
    ReportInput input = {.store = run->jobs->store, .as_of = run->record->as_of};
    report_begin(&reader, &run->place->report);
    if (report_read_facts(&reader, &input, NULL, 0, NULL, &nobody))
        run->record->changes = find_changes(reader.store, reader.diags);
    if (diags_errors(reader.diags))
        diag_warning(run->diags, DIAG_INTERNAL, NULL, NULL,
                     "what changed in the facts is not known: %s",
                     diags_nth(reader.diags, 0)->message);
    report_end(&reader);
}
