// Retention. A run is kept while it is within every bound of the jobs file, counted from the latest
// day back; that of the latest day and the one made last are kept always.
// Of a run that is not, the files in its manifest are removed: those that are still what it wrote,
// and that no kept run has in the same place. Nothing else is touched. A run that was cut off and
// that the next one, of another day, did not go on with has its manifest written for it.
#include "base/file.h"
#include "job/index_page.h"
#include "job/publish.h"
#include "job/run_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MANIFEST_LIMIT = 64 << 20 };

static char *manifest_path(const Run *run, gint64 number) {
    return g_strdup_printf("%s/%s.run-%" G_GINT64_FORMAT ".json", run->hidden, run->name, number);
}

// ---- manifests: {"folder", "files": {name: [size, time]}}

static void add_entry(json_t *files, const char *folder, const char *name) {
    struct stat status;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (stat(path, &status) < 0)
        return;
    gint64 time_ns = (gint64)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
    json_object_set_new(files, name,
                        json_pack("[I, I]", (json_int_t)status.st_size, (json_int_t)time_ns));
}

// Names of reports that nobody asks for any more.
static GHashTable *list_removed(const Run *run) {
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < run->record->reports->len; i++) {
        const RunReport *report = run_record_nth(run->record, i);
        if (report->status == RUN_REMOVED)
            g_hash_table_add(names, (gpointer)report->name);
    }
    return names;
}

static void add_report(const Run *run, json_t *files, const char *folder, const char *file) {
    add_entry(files, folder, file);
    if (!run->jobs->index)
        return;
    g_autofree char *thumbnail = index_page_thumbnail(file);
    add_entry(files, folder, thumbnail);
}

// All that stands in the folder, also what this run was not asked to look at.
static json_t *list_own(const Run *run, const StateRun *own) {
    json_t *files = json_object();
    g_autoptr(GHashTable) removed = list_removed(run);
    GHashTableIter iter;
    gpointer name, value;
    g_hash_table_iter_init(&iter, run->state->reports);
    while (g_hash_table_iter_next(&iter, &name, &value)) {
        const StateReport *report = value;
        if (strcmp(report->folder, own->folder) == 0 && !g_hash_table_contains(removed, name))
            add_report(run, files, own->folder, report->file);
    }
    for (guint i = 0; i < own->file_count; i++)
        add_report(run, files, own->folder, own->files[i]);
    add_entry(files, own->folder, "run.json");
    if (run->jobs->index)
        add_entry(files, own->folder, "index.html");
    return files;
}

bool run_write_manifest(Run *run, const StateRun *own) {
    json_t *json = json_pack("{s:s, s:o}", "folder", run_state_folder(run->state, own->folder),
                             "files", list_own(run, own));
    char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
    g_autofree char *path = manifest_path(run, own->run);
    bool good = publish_write(run->diags, path, text, strlen(text));
    free(text);
    json_decref(json);
    return good;
}

// NULL when there is none that can be read.
static json_t *read_manifest(const Run *run, gint64 number) {
    g_autofree char *path = manifest_path(run, number);
    g_autoptr(Diags) quiet = diags_new();
    g_autoptr(Source) source = file_read(quiet, path, MANIFEST_LIMIT, NULL);
    return source ? json_loadb(source->text, source->length, 0, NULL) : NULL;
}

// ---- runs that were cut off

// The newest run with that folder; NULL: there is none.
static const StateRun *find_run(const GArray *runs, const char *folder) {
    for (guint back = runs->len; back > 0; back--) {
        const StateRun *one = &g_array_index(runs, StateRun, back - 1);
        if (strcmp(one->folder, folder) == 0)
            return one;
    }
    return NULL;
}

bool run_adopt_cut(Run *run) {
    RunState *state = run->state;
    bool good = true;
    for (guint i = 0; i < state->cut->len && good; i++) {
        StateRun cut = g_array_index(state->cut, StateRun, i);
        const StateRun *known = find_run(state->runs, cut.folder);
        if (strcmp(cut.folder, run->record->folder) == 0)
            continue;
        publish_sweep(cut.folder);
        state->run = MAX(state->run, cut.run);
        cut.run = known ? known->run : cut.run;
        good = run_write_manifest(run, &cut);
        if (!known)
            g_array_append_val(state->runs, cut);
    }
    run->record->run = state->run + 1;
    return good || run_fail(run, RUN_CODE_IO, "what an earlier run left cannot be written down");
}

// ---- which runs stay

static gint64 day_number(const char *as_of) {
    Edtf day;
    return edtf_parse(as_of, &day, NULL) ? day.first : 0;
}

typedef struct {
    gint64 day;
    guint index; // in the order they were made
} Dated;

static int later_first(const void *a, const void *b) {
    const Dated *one = a, *other = b;
    if (one->day != other->day)
        return one->day > other->day ? -1 : 1;
    return one->index > other->index ? -1 : 1;
}

static Dated *list_by_day(const GArray *runs) {
    Dated *dated = g_new0(Dated, runs->len);
    for (guint i = 0; i < runs->len; i++)
        dated[i] = (Dated){day_number(g_array_index(runs, StateRun, i).as_of), i};
    qsort(dated, runs->len, sizeof *dated, later_first);
    return dated;
}

static bool *choose_kept(const Run *run) {
    const GArray *runs = run->state->runs;
    const JobsKeep *keep = &run->jobs->keep;
    bool *kept = g_new0(bool, runs->len);
    g_autofree Dated *dated = list_by_day(runs);
    // The share of a shard may be there before the others' are, while "latest" is the run before.
    guint64 bytes = 0, more = run->options->shard.count ? 1 : 0;
    for (guint i = 0; i < runs->len; i++) {
        guint index = dated[i].index;
        bytes += (guint64)g_array_index(runs, StateRun, index).bytes;
        kept[index] = i == 0 || index == runs->len - 1 ||
                      ((!keep->runs || i < (guint64)keep->runs + more) &&
                       (!keep->days || dated[0].day - dated[i].day < keep->days) &&
                       (!keep->bytes || bytes <= keep->bytes));
    }
    return kept;
}

bool run_is_later(const Run *run) {
    const GArray *runs = run->state->runs;
    for (guint i = 0; i < runs->len; i++)
        if (day_number(g_array_index(runs, StateRun, i).as_of) > day_number(run->record->as_of))
            return false;
    return true;
}

// ---- removing

// "folder/name" of all files that kept runs have.
static GHashTable *list_kept(const Run *run, const bool *kept) {
    GHashTable *paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < run->state->runs->len; i++) {
        const StateRun *one = &g_array_index(run->state->runs, StateRun, i);
        json_t *manifest = kept[i] ? read_manifest(run, one->run) : NULL, *entry;
        const char *name;
        json_object_foreach(json_object_get(manifest, "files"), name, entry) {
            g_hash_table_add(paths, g_build_filename(one->folder, name, NULL));
        }
        json_decref(manifest);
    }
    return paths;
}

// Whether the file is the one that the run wrote.
static bool is_own(const char *path, const json_t *entry, gint64 *size) {
    struct stat status;
    if (lstat(path, &status) < 0 || !S_ISREG(status.st_mode))
        return false;
    gint64 time_ns = (gint64)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
    *size = (gint64)status.st_size;
    return *size == json_integer_value(json_array_get(entry, 0)) &&
           time_ns == json_integer_value(json_array_get(entry, 1));
}

// Folders that became empty, up to the one above all output, which stays.
static void remove_folders(const Run *run, const char *path) {
    g_autofree char *folder = g_path_get_dirname(path);
    while (strlen(folder) > strlen(run->base) && rmdir(folder) == 0) {
        char *above = g_path_get_dirname(folder);
        g_free(folder);
        folder = above;
    }
}

static void remove_file(Run *run, const char *path, const json_t *entry) {
    gint64 size = 0;
    if (is_own(path, entry, &size) && unlink(path) == 0) {
        run->record->removed_files++;
        run->record->removed_bytes += (guint64)size;
    }
    remove_folders(run, path); // also where a run was cut off between the two
}

static void remove_run(Run *run, const StateRun *one, GHashTable *kept) {
    json_t *manifest = read_manifest(run, one->run), *entry;
    const char *name;
    json_object_foreach(json_object_get(manifest, "files"), name, entry) {
        g_autofree char *path = g_build_filename(one->folder, name, NULL);
        if (!g_hash_table_contains(kept, path))
            remove_file(run, path, entry);
    }
    json_decref(manifest);
    run_place_step(run->place, "removed", NULL);
    g_autofree char *path = manifest_path(run, one->run);
    unlink(path);
}

void run_keep(Run *run) {
    g_autofree bool *kept = choose_kept(run);
    guint count = run->state->runs->len, stay = 0;
    for (guint i = 0; i < count; i++)
        stay += kept[i];
    if (stay == count)
        return;
    g_autoptr(GHashTable) paths = list_kept(run, kept);
    GArray *left = g_array_new(FALSE, FALSE, sizeof(StateRun));
    for (guint i = 0; i < count; i++) {
        const StateRun *one = &g_array_index(run->state->runs, StateRun, i);
        if (kept[i])
            g_array_append_val(left, *one);
        else
            remove_run(run, one, paths);
    }
    g_array_unref(run->state->runs);
    run->state->runs = left;
}
