// A report is left out when all it is made from is as it was: the digest of what the jobs file, the
// day, the program and the facts say, the files that were looked at when it was made, and the file
// that it became. Else a worker makes it beside its place, and it is renamed when it is whole.
#include "job/run_make.h"

#include "base/file.h"
#include "job/pool.h"
#include "job/publish.h"
#include "store/ledger.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STORE_TRIES = 5 }; // a second apart

// In place of a digest: a failed report is tried again, no inputs are the same as these.
static const char failed[] = "failed";

// ---- what did not change

static void add(GChecksum *sum, const char *text) {
    const char *given = text ? text : "";
    g_checksum_update(sum, (const guchar *)given, (gssize)strlen(given) + 1);
}

static const char *digest_entry(const Run *run, const PlannedReport *planned) {
    const JobsReport *report = planned->report;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    add(sum, run_named(run, run->jobs->vocabulary));
    add(sum, run_named(run, run->jobs->store));
    add(sum, run_named(run, planned->layout));
    add(sum, run_named(run, planned->theme));
    add(sum, planned->file);
    add(sum, report->audience);
    add(sum, report->bare ? "bare" : "");
    add(sum, report->linearize ? "linear" : "");
    add(sum, report->when == JOBS_WHEN_CHANGED ? "changed" : "");
    if (run->jobs->strict)
        add(sum, "strict");
    for (const char *const *param = planned->params; param && *param; param++)
        add(sum, *param);
    return arena_strdup(run->arena, g_checksum_get_string(sum));
}

// What the day is to a report: itself, or the stretch of days in which nothing falls due.
static const char *day_of(const Run *run, const PlannedReport *planned) {
    return planned->report->when == JOBS_WHEN_CHANGED ? run->turn : run->record->as_of;
}

static const char *digest_inputs(const Run *run, const PlannedReport *planned, const char *entry) {
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    add(sum, run->place->program);
    add(sum, run->place->program_stamp);
    add(sum, day_of(run, planned));
    add(sum, run->facts_digest);
    add(sum, run->evidence_digest);
    add(sum, entry);
    return arena_strdup(run->arena, g_checksum_get_string(sum));
}

// Why what it is asked to be made from is not the same; in general words, since only digests are
// kept.
static const char *why_asked_anew(const Run *run, const RunItem *item) {
    const RunState *state = run->state;
    bool by_day = item->planned->report->when == JOBS_WHEN_DAY;
    if (g_strcmp0(state->facts, run->facts_digest) != 0)
        return "facts changed";
    if (!by_day && run->last_turn && g_strcmp0(run->last_turn, state->turn_from) != 0)
        return "something fell due, became overdue or came to its day";
    if (g_strcmp0(state->evidence, run->evidence_digest) != 0)
        return "texts of the evidence changed";
    if (by_day && g_strcmp0(state->as_of, run->record->as_of) != 0)
        return "it is of another day";
    if (g_strcmp0(state->program, run->place->program_stamp) != 0)
        return "the program was renewed";
    if (strcmp(item->before->inputs, failed) == 0)
        return "it failed last time";
    if (g_strcmp0(item->before->entry, item->entry) == 0)
        return "it was not made last time";
    return "its entry in the jobs file changed";
}

// A file that changed since the report was made; NULL: none did.
static const char *changed_file(const Run *run, const StateReport *before) {
    for (guint i = 0; i < before->file_count; i++) {
        const Stamp *then = g_hash_table_lookup(run->state->stamps, before->files[i]);
        const Stamp *now = stamps_look(run->stamps, before->files[i]);
        if (!then || strcmp(then->digest, now->digest) != 0)
            return before->files[i];
    }
    return NULL;
}

static gint64 time_of(const struct stat *status) {
    return (gint64)status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
}

static bool has_digest(const char *path, const char *sha256) {
    g_autofree char *bytes = NULL;
    gsize length;
    if (!g_file_get_contents(path, &bytes, &length, NULL))
        return false;
    g_autofree char *sum = file_sha256(bytes, length);
    return strcmp(sum, sha256) == 0;
}

// Whether the file that it became is still there as it was written.
static bool is_intact(const StateReport *before) {
    struct stat status;
    g_autofree char *path = g_build_filename(before->folder, before->file, NULL);
    if (stat(path, &status) < 0 || status.st_size != before->bytes)
        return false;
    return time_of(&status) == before->time_ns || has_digest(path, before->sha256);
}

// NULL: nothing changed.
static const char *why_make(const Run *run, const RunItem *item) {
    const StateReport *before = item->before;
    if (!before)
        return "new";
    if (run->options->force)
        return "asked for";
    if (strcmp(before->inputs, item->inputs) != 0)
        return why_asked_anew(run, item);
    const char *file = changed_file(run, before);
    if (file)
        return arena_printf(run->record->arena, "\"%s\" changed", file);
    return is_intact(before) ? NULL : "its file is gone or was changed";
}

static void take_over(const Run *run, RunReport *report, const StateReport *before) {
    report->bytes = (guint64)before->bytes;
    report->pages = (guint)before->pages;
    report->warnings = (guint)before->warnings;
    report->facts = (guint64)before->facts;
    report->sha256 = arena_strdup(run->record->arena, before->sha256);
    report->title = arena_strdup(run->record->arena, before->title);
    report->as_of = arena_strdup(run->record->arena, before->as_of);
}

static bool is_wanted(const Run *run, const char *id) {
    return !run->options->only || g_strv_contains(run->options->only, id);
}

static RunItem make_item(Run *run, const PlannedReport *planned) {
    RunReport *report = run_record_add(run->record, planned->report->id, planned->key);
    const char *entry = digest_entry(run, planned);
    RunItem item = {.planned = planned,
                    .report = report,
                    .before = run_state_find(run->state, report->name),
                    .entry = entry,
                    .inputs = digest_inputs(run, planned, entry)};
    report->layout = planned->layout;
    report->file = planned->file;
    report->inputs = item.inputs;
    report->reason = why_make(run, &item);
    if (!report->reason) {
        report->status = RUN_UNCHANGED;
        report->skipped = true;
        take_over(run, report, item.before);
    }
    return item;
}

// Those that an earlier run made and nobody asks for any more.
static void add_removed(Run *run) {
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GList) known = g_hash_table_get_keys(run->state->reports);
    for (guint i = 0; i < run->record->reports->len; i++)
        g_hash_table_add(names, (gpointer)run_record_nth(run->record, i)->name);
    known = g_list_sort(known, (GCompareFunc)strcmp);
    for (GList *name = known; name; name = name->next) {
        if (g_hash_table_contains(names, name->data))
            continue;
        const StateReport *before = run_state_find(run->state, name->data);
        RunReport *report = run_record_add(run->record, name->data, NULL);
        report->status = RUN_REMOVED;
        report->file = arena_strdup(run->record->arena, before->file);
        report->reason = "the jobs file does not ask for it any more";
    }
}

GArray *run_decide(Run *run) {
    GArray *items = g_array_new(FALSE, FALSE, sizeof(RunItem));
    for (guint i = 0; i < run->planned->len; i++) {
        const PlannedReport *planned = run->planned->pdata[i];
        if (!is_wanted(run, planned->report->id))
            continue;
        RunItem item = make_item(run, planned);
        item.number = i;
        g_array_append_val(items, item);
    }
    if (!run->options->only)
        add_removed(run);
    return items;
}

// ---- what came of one

typedef struct {
    Run *run;
    GArray *items;
    guint *item_of; // by number of the planned report
    guint done, total, stopped;
} Making;

static gint64 number_of(const json_t *answer, const char *key) {
    return json_integer_value(json_object_get(answer, key));
}

static void take_messages(Run *run, RunReport *report, const json_t *answer) {
    size_t index;
    json_t *line;
    report->messages = g_ptr_array_new();
    json_array_foreach(json_object_get(answer, "messages"), index, line) {
        g_ptr_array_add(report->messages,
                        arena_strdup(run->record->arena, json_string_value(line)));
    }
}

static void take_counts(Run *run, RunReport *report, const json_t *answer) {
    json_members_get(answer, run_result_members, run->record->arena, report);
    report->as_of = run->record->as_of;
    report->title =
        arena_strdup(run->record->arena, json_string_value(json_object_get(answer, "title")));
    take_messages(run, report, answer);
}

static const char *const *list_files(Run *run, const json_t *answer, guint *count) {
    const json_t *files = json_object_get(answer, "files");
    const char **list = arena_array(run->arena, const char *, json_array_size(files) + 1);
    size_t index;
    json_t *file;
    json_array_foreach((json_t *)files, index, file) {
        list[index] = arena_strdup(run->arena, json_string_value(file));
    }
    *count = (guint)json_array_size(files);
    return list;
}

static bool note(Run *run, const RunItem *item, const char *inputs, const json_t *answer) {
    struct stat status;
    const RunReport *report = item->report;
    g_autofree char *path = g_build_filename(run->record->folder, report->file, NULL);
    if (stat(path, &status) < 0)
        return file_report_unwritable(run->diags, path, errno);
    StateReport state = {.name = report->name,
                         .inputs = inputs,
                         .entry = item->entry,
                         .folder = run->record->folder,
                         .file = report->file,
                         .sha256 = report->sha256,
                         .bytes = (gint64)report->bytes,
                         .time_ns = time_of(&status),
                         .title = report->title,
                         .as_of = report->as_of,
                         .pages = report->pages,
                         .warnings = report->warnings,
                         .facts = (gint64)report->facts,
                         .run = run->record->run};
    if (answer)
        state.files = list_files(run, answer, &state.file_count);
    else if (item->before) {
        state.files = item->before->files;
        state.file_count = item->before->file_count;
    }
    errno = 0; // a disk that is full takes a part of a line, which is no error to the system
    return run_state_note(run->state, &state, run->stamps) ||
           file_report_unwritable(run->diags, run->state->journal, errno ? errno : ENOSPC);
}

static bool is_same_place(const Run *run, const RunItem *item) {
    return item->before && strcmp(item->before->folder, run->record->folder) == 0 &&
           strcmp(item->before->file, item->report->file) == 0;
}

// The new bytes are those that stand there.
static bool is_same(const Run *run, const RunItem *item) {
    return is_same_place(run, item) && strcmp(item->before->sha256, item->report->sha256) == 0 &&
           is_intact(item->before);
}

static bool place_file(Run *run, RunItem *item, const json_t *answer) {
    const char *temp = json_string_value(json_object_get(answer, "temp"));
    RunReport *report = item->report;
    g_autofree char *path = g_build_filename(run->record->folder, report->file, NULL);
    bool has_same_bytes = item->before && strcmp(item->before->sha256, report->sha256) == 0;
    report->status = has_same_bytes ? RUN_UNCHANGED : RUN_WRITTEN;
    run_place_step(run->place, "rename", report->id);
    if (is_same(run, item))
        g_unlink(temp);
    else if (!publish_rename(run->diags, temp, path)) {
        g_unlink(temp);
        return false;
    }
    run_place_step(run->place, "renamed", report->id);
    if (!note(run, item, item->inputs, answer))
        return false;
    run_place_step(run->place, "noted", report->id);
    return true;
}

static void fail(RunReport *report, const char *why) {
    report->status = RUN_FAILED;
    report->reason = why;
    report->sha256 = NULL;
    report->bytes = 0;
}

// The first error, which explains the others.
static const char *first_error(const RunReport *report) {
    for (guint i = 0; i < report->messages->len; i++)
        if (strstr(report->messages->pdata[i], "error: "))
            return report->messages->pdata[i];
    return "it could not be made";
}

static void tell(Making *making, const RunReport *report, const json_t *answer) {
    const Run *run = making->run;
    making->done++;
    const RunEvent event = {.kind = RUN_EVENT_REPORT,
                            .report = report,
                            .text = json_string_value(json_object_get(answer, "text")),
                            .done = making->done,
                            .total = making->total};
    if (run->events->tell)
        run->events->tell(run->events->data, &event);
}

// The disk or the folder fails: others would fail too.
static bool is_output_failure(const RunReport *report, const json_t *answer) {
    return number_of(answer, "code") == RUN_CODE_IO &&
           strstr(report->reason, "cannot write") != NULL;
}

// A server that was restarted is back after a moment.
static bool is_store_there(const Run *run) {
    bool is_there = false;
    guint tries = store_is_server(run->jobs->store) ? STORE_TRIES : 1;
    for (guint i = 0; !is_there && i < tries; i++) {
        g_autoptr(Diags) quiet = diags_new();
        if (i > 0)
            g_usleep(G_USEC_PER_SEC);
        is_there = ledger_last_run(quiet, run->jobs->store, run->jobs->name) >= 0;
    }
    return is_there;
}

// The store was lost under the report: when it is back, the report is made once more; when it is
// not, there is nothing to make the others from.
static bool is_to_come_again(Run *run, RunItem *item) {
    if (!is_store_there(run))
        return run_fail(run, RUN_CODE_IO, "the store is gone; the next run does the rest");
    bool is_first = !item->is_second;
    item->is_second = true;
    return is_first;
}

static bool take(void *data, guint32 number, json_t *answer, const char *why) {
    Making *making = data;
    Run *run = making->run;
    RunItem *item = &g_array_index(making->items, RunItem, making->item_of[number]);
    RunReport *report = item->report;
    bool go_on = true;
    if (json_is_true(json_object_get(answer, "lost")) && !run->is_wrong &&
        is_to_come_again(run, item))
        return true;
    if (!answer) {
        fail(report, arena_strdup(run->record->arena, why));
        tell(making, report, NULL);
        return true;
    }
    take_counts(run, report, answer);
    if (number_of(answer, "code") != RUN_CODE_GOOD) {
        fail(report, first_error(report));
        go_on = !run->is_wrong && !is_output_failure(report, answer);
    } else if (!place_file(run, item, answer)) {
        fail(report, "its file could not be put in its place");
        go_on = false;
    }
    if (!go_on)
        run_fail(run, RUN_CODE_IO,
                 "the output folder cannot be written; the next run does the rest");
    tell(making, report, answer);
    return go_on;
}

// ---- making them

static GArray *list_pending(const Making *making) {
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; i < making->items->len; i++) {
        const RunItem *item = &g_array_index(making->items, RunItem, i);
        making->item_of[item->number] = i;
        if (item->report->status == RUN_PENDING)
            g_array_append_val(numbers, item->number);
    }
    return numbers;
}

static void clear_known(gpointer set) {
    g_hash_table_unref(set);
}

static GHashTable *list_known(const Run *run) {
    GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; run->fact_files && i < run->fact_files->len; i++)
        g_hash_table_add(known, run->fact_files->pdata[i]);
    for (guint i = 0; i < run->jobs->facts_count; i++)
        g_hash_table_add(known, (gpointer)run->jobs->facts[i]);
    return known;
}

// The signal that ended it, or 0.
static int make_pending(Making *making, const WorkerJob *job) {
    Run *run = making->run;
    g_autoptr(GArray) numbers = list_pending(making);
    making->total = MAX(making->total, numbers->len);
    const PoolInput input = {.job = job,
                             .workers = MIN(run->options->workers, numbers->len),
                             .numbers = (const guint32 *)(gpointer)numbers->data,
                             .count = numbers->len,
                             .inherited_fd = run->lock_fd,
                             .done = take,
                             .data = making};
    return numbers->len ? pool_run(&input) : 0;
}

int run_make(Run *run, GArray *items) {
    Making making = {.run = run,
                     .items = items,
                     .item_of = arena_array(run->arena, guint, run->planned->len + 1)};
    GHashTable *known = list_known(run);
    const WorkerJob job = {.jobs = run->jobs,
                           .planned = run->planned,
                           .folder = run->record->folder,
                           .as_of = run->record->as_of,
                           .since = run->since,
                           .since_day = run->since_day,
                           .place = run->place,
                           .shared = run->shared,
                           .known_files = known};
    int signal = make_pending(&making, &job);
    if (!signal && !run->is_wrong) // those that come again
        signal = make_pending(&making, &job);
    clear_known(known);
    return signal;
}

// ---- those that were not made

static bool note_failure(Run *run, const StateReport *before) {
    StateReport state = *before;
    state.inputs = failed;
    return run_state_note(run->state, &state, run->stamps) ||
           run_fail(run, RUN_CODE_IO, "the journal cannot be written");
}

static bool carry(Run *run, RunItem *item) {
    RunReport *report = item->report;
    const StateReport *before = item->before;
    if (before && report->status != RUN_UNCHANGED && is_intact(before))
        report->before = report->file;
    if (before && report->status == RUN_FAILED && !note_failure(run, before))
        return false;
    if (!before || is_same_place(run, item) || !is_intact(before))
        return true;
    g_autofree char *from = g_build_filename(before->folder, before->file, NULL);
    g_autofree char *path = g_build_filename(run->record->folder, report->file, NULL);
    bool is_good = report->status == RUN_UNCHANGED;
    if (!publish_link(run->diags, from, path))
        return run_fail(run, RUN_CODE_IO, "an earlier report could not be linked");
    run_carry_thumbnail(run, before, report->file);
    take_over(run, report, before);
    run_place_step(run->place, "linked", report->id);
    return note(run, item, is_good ? item->inputs : failed, NULL) ||
           run_fail(run, RUN_CODE_IO, "the journal cannot be written");
}

bool run_carry(Run *run, GArray *items) {
    bool good = true;
    for (guint i = 0; good && i < items->len; i++) {
        RunItem *item = &g_array_index(items, RunItem, i);
        RunStatus status = item->report->status;
        if (status == RUN_FAILED || status == RUN_PENDING ||
            (status == RUN_UNCHANGED && item->report->skipped))
            good = carry(run, item);
    }
    return good;
}
