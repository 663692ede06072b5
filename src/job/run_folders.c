// The folders that a run writes to: durable before anything leads there, whole before they are
// shown, and swept of what others left half done.
#include "base/file.h"
#include "job/plan.h"
#include "job/publish.h"
#include "job/run_private.h"

#include <unistd.h>

static GHashTable *list_folders(const Run *run) {
    GHashTable *folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_add(folders, g_strdup(run->record->folder));
    for (guint i = 0; i < run->planned->len; i++) {
        const PlannedReport *planned = run->planned->pdata[i];
        g_autofree char *path = g_build_filename(run->record->folder, planned->file, NULL);
        g_hash_table_add(folders, g_path_get_dirname(path));
    }
    return folders;
}

void run_sweep(const Run *run) {
    g_autoptr(GHashTable) folders = list_folders(run);
    GHashTableIter iter;
    gpointer folder;
    g_hash_table_iter_init(&iter, folders);
    while (g_hash_table_iter_next(&iter, &folder, NULL))
        publish_sweep(folder);
    publish_sweep(run->hidden);
}

bool run_sync_folders(Run *run) {
    g_autoptr(GHashTable) folders = list_folders(run);
    GHashTableIter iter;
    gpointer folder;
    bool good = true;
    g_hash_table_iter_init(&iter, folders);
    while (g_hash_table_iter_next(&iter, &folder, NULL))
        good = file_sync_folder(run->diags, folder) && good;
    run_place_step(run->place, "synced", NULL);
    return good || run_fail(run, RUN_CODE_IO, "the output folder cannot be written");
}

bool run_check_files(Run *run) {
    for (guint i = 0; i < run->record->reports->len; i++) {
        const RunReport *report = run_record_nth(run->record, i);
        g_autofree char *path =
            g_build_filename(run->record->folder, report->file ? report->file : "", NULL);
        if (!report->sha256 || report->status == RUN_REMOVED || access(path, F_OK) == 0)
            continue;
        diag_error(run->diags, DIAG_FILE, NULL, "run again: what is missing is made again",
                   "\"%s\" was taken away while the run went on", path);
        return run_fail(run, RUN_CODE_IO, "reports were taken away while the run went on");
    }
    return true;
}
