// What stands beside the reports of a run: pictures of their first pages. They do not decide
// whether a run is good: a report without one has none in the index.
#include "job/index_page.h"
#include "job/publish.h"
#include "job/run_private.h"

#include <unistd.h>

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
