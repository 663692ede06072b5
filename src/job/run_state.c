// Paths of files are written once and numbered, since hundreds of reports share them. The journal
// is one JSON object a line, whose last one may be torn.
#include "job/run_state.h"

#include "base/file.h"
#include "base/json_members.h"
#include "job/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATE_LIMIT = 512 << 20, VERSION = 3 };

// ---- folders and files

static const char *relative(const RunState *state, const char *base, const char *path) {
    g_autofree char *name = file_relative(base, path);
    return arena_strdup(state->arena, name);
}

const char *run_state_folder(const RunState *state, const char *folder) {
    return relative(state, state->base, folder);
}

const char *run_state_file(const RunState *state, const char *path) {
    return relative(state, state->home, path);
}

static const char *full_folder(const RunState *state, const char *relative) {
    if (!relative || strcmp(relative, ".") == 0)
        return relative ? state->base : NULL;
    g_autofree char *path = file_resolve(state->base, relative);
    return arena_strdup(state->arena, path);
}

// ---- members of the files

static const JsonMember report_members[] = {JSON_MEMBER(StateReport, TEXT, name),
                                            JSON_MEMBER(StateReport, TEXT, inputs),
                                            JSON_MEMBER(StateReport, TEXT, entry),
                                            JSON_MEMBER(StateReport, TEXT, file),
                                            JSON_MEMBER(StateReport, TEXT, sha256),
                                            JSON_MEMBER(StateReport, TEXT, title),
                                            JSON_MEMBER(StateReport, TEXT, as_of),
                                            JSON_MEMBER(StateReport, INTEGER, bytes),
                                            JSON_MEMBER_AS(StateReport, INTEGER, "time", time_ns),
                                            JSON_MEMBER(StateReport, INTEGER, pages),
                                            JSON_MEMBER(StateReport, INTEGER, warnings),
                                            JSON_MEMBER(StateReport, INTEGER, facts),
                                            JSON_MEMBER(StateReport, INTEGER, run),
                                            {NULL, 0, 0}};

static const JsonMember run_members[] = {JSON_MEMBER(StateRun, INTEGER, run),
                                         JSON_MEMBER(StateRun, TEXT, as_of),
                                         JSON_MEMBER(StateRun, INTEGER, bytes),
                                         {NULL, 0, 0}};

static const JsonMember facts_members[] = {
    JSON_MEMBER(StateFacts, INTEGER, ingest), JSON_MEMBER(StateFacts, TEXT, as_of), {NULL, 0, 0}};

static const JsonMember state_members[] = {JSON_MEMBER(RunState, INTEGER, run),
                                           JSON_MEMBER(RunState, TEXT, program),
                                           JSON_MEMBER(RunState, TEXT, as_of),
                                           JSON_MEMBER(RunState, TEXT, facts),
                                           JSON_MEMBER(RunState, INTEGER, partnerships),
                                           JSON_MEMBER(RunState, INTEGER, sources),
                                           JSON_MEMBER(RunState, TEXT, day),
                                           JSON_MEMBER(RunState, TEXT, ingested),
                                           JSON_MEMBER(RunState, TEXT, store),
                                           JSON_MEMBER(RunState, TEXT, address),
                                           JSON_MEMBER(RunState, TEXT, turn_from),
                                           JSON_MEMBER(RunState, TEXT, turn_until),
                                           JSON_MEMBER(RunState, TEXT, turn_facts),
                                           JSON_MEMBER(RunState, TEXT, evidence),
                                           {NULL, 0, 0}};

// ---- reading

static const char *folder_of(RunState *state, const json_t *object) {
    return full_folder(state, json_string_value(json_object_get(object, "folder")));
}

// [path, size, time, digest]
static const char *read_stamp(RunState *state, const json_t *row) {
    const char *path = json_string_value(json_array_get(row, 0));
    const char *digest = json_string_value(json_array_get(row, 3));
    if (!path || !digest)
        return NULL;
    Stamp *stamp = arena_new0(state->arena, Stamp);
    *stamp =
        (Stamp){json_integer_value(json_array_get(row, 1)),
                json_integer_value(json_array_get(row, 2)), arena_strdup(state->arena, digest)};
    g_autofree char *full = file_resolve(state->home, path);
    const char *kept = arena_strdup(state->arena, full);
    g_hash_table_replace(state->stamps, (gpointer)kept, stamp);
    return kept;
}

// files: numbers of paths, or stamps themselves.
static bool read_files(RunState *state, const json_t *files, const GPtrArray *paths,
                       StateReport *report) {
    size_t index;
    json_t *item;
    const char **list = arena_array(state->arena, const char *, json_array_size(files) + 1);
    json_array_foreach((json_t *)files, index, item) {
        json_int_t number = json_integer_value(item);
        const char *path = json_is_array(item) ? read_stamp(state, item)
                           : paths && number >= 0 && number < (json_int_t)paths->len
                               ? paths->pdata[number]
                               : NULL;
        if (!path)
            return false;
        list[index] = path;
    }
    report->files = list;
    report->file_count = (guint)json_array_size(files);
    return true;
}

static bool read_report(RunState *state, const json_t *json, const GPtrArray *paths) {
    StateReport *report = arena_new0(state->arena, StateReport);
    json_members_get(json, report_members, state->arena, report);
    report->folder = folder_of(state, json);
    if (!report->name || !report->inputs || !report->folder || !report->file || !report->sha256 ||
        !read_files(state, json_object_get(json, "files"), paths, report))
        return false;
    g_hash_table_replace(state->reports, (gpointer)report->name, report);
    return true;
}

static void read_run(RunState *state, const json_t *json, GArray *runs) {
    size_t index;
    json_t *file, *files = json_object_get(json, "files");
    StateRun run = {.folder = folder_of(state, json),
                    .files = arena_array(state->arena, const char *, json_array_size(files) + 1)};
    json_members_get(json, run_members, state->arena, &run);
    json_array_foreach(files, index, file) {
        if (json_is_string(file))
            run.files[run.file_count++] = arena_strdup(state->arena, json_string_value(file));
    }
    if (run.run > 0 && run.as_of && run.folder)
        g_array_append_val(runs, run);
}

static void read_runs(RunState *state, const json_t *runs) {
    size_t index;
    json_t *json;
    json_array_foreach((json_t *)runs, index, json) {
        read_run(state, json, state->runs);
    }
}

static StateFacts read_facts(RunState *state, const json_t *json) {
    StateFacts facts = {0};
    json_members_get(json, facts_members, state->arena, &facts);
    return facts.ingest > 0 && facts.as_of ? facts : (StateFacts){0};
}

static void read_all(RunState *state, const json_t *json) {
    size_t index;
    json_t *item;
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    json_members_get(json, state_members, state->arena, state);
    state->published = read_facts(state, json_object_get(json, "published"));
    state->since = read_facts(state, json_object_get(json, "since"));
    json_array_foreach(json_object_get(json, "files"), index, item) {
        g_ptr_array_add(paths, (gpointer)read_stamp(state, item));
    }
    json_array_foreach(json_object_get(json, "reports"), index, item) {
        read_report(state, item, paths);
    }
    read_runs(state, json_object_get(json, "runs"));
}

static void read_state(Diags *diags, RunState *state) {
    if (!g_file_test(state->path, G_FILE_TEST_EXISTS))
        return;
    g_autoptr(Source) source = file_read(diags, state->path, STATE_LIMIT, NULL);
    json_t *json = source ? json_loadb(source->text, source->length, 0, NULL) : NULL;
    if (source && json_integer_value(json_object_get(json, "state")) == VERSION)
        read_all(state, json);
    else if (source)
        diag_warning(
            diags, DIAG_SYNTAX, NULL, "every report is made anew",
            "\"%s\" is damaged, or of another version; what earlier runs made is not known",
            state->path);
    json_decref(json);
}

static void read_journal(RunState *state) {
    g_autofree char *text = NULL;
    gsize length;
    if (!g_file_get_contents(state->journal, &text, &length, NULL))
        return;
    for (char *line = text, *end; (end = memchr(line, '\n', length - (gsize)(line - text)));
         line = end + 1) {
        json_t *json = json_loadb(line, (gsize)(end - line), 0, NULL);
        if (json && !read_report(state, json, NULL))
            read_run(state, json, state->cut); // its first line
        json_decref(json);
    }
}

RunState *run_state_load(Diags *diags, const char *base, const char *home, const char *hidden,
                         const char *job) {
    Arena *arena = arena_new();
    RunState *state = arena_new0(arena, RunState);
    *state = (RunState){.arena = arena,
                        .path = arena_printf(arena, "%s/%s.state.json", hidden, job),
                        .journal = arena_printf(arena, "%s/%s.journal", hidden, job),
                        .base = arena_strdup(arena, base),
                        .home = arena_strdup(arena, home),
                        .reports = g_hash_table_new(g_str_hash, g_str_equal),
                        .stamps = g_hash_table_new(g_str_hash, g_str_equal),
                        .runs = g_array_new(FALSE, FALSE, sizeof(StateRun)),
                        .cut = g_array_new(FALSE, FALSE, sizeof(StateRun)),
                        .journal_fd = -1};
    read_state(diags, state);
    read_journal(state);
    return state;
}

void run_state_free(RunState *state) {
    if (!state)
        return;
    if (state->journal_fd >= 0)
        close(state->journal_fd);
    g_hash_table_unref(state->reports);
    g_hash_table_unref(state->stamps);
    g_array_unref(state->runs);
    g_array_unref(state->cut);
    arena_free(state->arena);
}

const StateReport *run_state_find(const RunState *state, const char *name) {
    return g_hash_table_lookup(state->reports, name);
}

void run_state_recall(const RunState *state, Stamps *stamps) {
    GHashTableIter iter;
    gpointer path, stamp;
    g_hash_table_iter_init(&iter, state->stamps);
    while (g_hash_table_iter_next(&iter, &path, &stamp))
        stamps_recall(stamps, path, stamp);
}

// ---- writing

static void set_folder(json_t *json, const RunState *state, const char *folder) {
    json_object_set_new(json, "folder", json_string(run_state_folder(state, folder)));
}

static json_t *report_json(const RunState *state, const StateReport *report) {
    json_t *json = json_object();
    json_members_set(json, report_members, report);
    set_folder(json, state, report->folder);
    return json;
}

static json_t *stamp_json(const RunState *state, const char *path, const Stamp *stamp) {
    return json_pack("[s, I, I, s]", run_state_file(state, path), (json_int_t)stamp->size,
                     (json_int_t)stamp->time_ns, stamp->digest);
}

static bool write_line(RunState *state, json_t *json) {
    char *text = json_dumps(json, JSON_COMPACT);
    g_autofree char *line = g_strconcat(text, "\n", NULL);
    free(text);
    json_decref(json);
    gsize length = strlen(line);
    return write(state->journal_fd, line, length) == (gssize)length;
}

// What may not be recalled is kept with a digest that no file has.
static const Stamp *settled(Stamps *stamps, const Stamp *stamp) {
    static const Stamp never = {-2, -2, "unsettled"};
    return stamps_is_settled(stamps, stamp) ? stamp : &never;
}

static void keep_stamp(RunState *state, const char *path, const Stamp *stamp) {
    if (g_hash_table_lookup(state->stamps, path) == stamp)
        return;
    Stamp *kept = arena_memdup(state->arena, stamp, sizeof *stamp);
    kept->digest = arena_strdup(state->arena, stamp->digest);
    g_hash_table_replace(state->stamps, arena_strdup(state->arena, path), kept);
}

bool run_state_note(RunState *state, const StateReport *report, Stamps *stamps) {
    Arena *arena = state->arena;
    StateReport *kept = arena_memdup(arena, report, sizeof *report);
    json_t *files = json_array();
    const char **list = arena_array(arena, const char *, report->file_count + 1);
    for (guint i = 0; i < report->file_count; i++) {
        const Stamp *stamp = settled(stamps, stamps_look(stamps, report->files[i]));
        gpointer known = NULL;
        if (state->journal_fd >= 0)
            json_array_append_new(files, stamp_json(state, report->files[i], stamp));
        keep_stamp(state, report->files[i], stamp);
        g_hash_table_lookup_extended(state->stamps, report->files[i], &known, NULL);
        list[i] = known;
    }
    kept->files = list;
    kept->folder = arena_strdup(arena, report->folder);
    json_members_keep(report_members, arena, kept);
    g_hash_table_replace(state->reports, (gpointer)kept->name, kept);
    if (state->journal_fd < 0) {
        json_decref(files);
        return true;
    }
    json_t *json = report_json(state, kept);
    json_object_set_new(json, "files", files);
    return write_line(state, json);
}

void run_state_note_file(RunState *state, const char *path, Stamps *stamps) {
    keep_stamp(state, path, settled(stamps, stamps_look(stamps, path)));
}

static json_t *run_json(const RunState *state, const StateRun *run) {
    json_t *json = json_object();
    json_members_set(json, run_members, run);
    set_folder(json, state, run->folder);
    return json;
}

static json_t *begun_json(const RunState *state, const StateRun *run) {
    json_t *json = run_json(state, run), *files = json_array();
    for (guint i = 0; i < run->file_count; i++)
        json_array_append_new(files, json_string(run->files[i]));
    json_object_set_new(json, "files", files);
    return json;
}

bool run_state_open_journal(Diags *diags, RunState *state, const StateRun *run) {
    state->journal_fd = open(state->journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (state->journal_fd >= 0 && write_line(state, begun_json(state, run)))
        return true;
    return file_report_unwritable(diags, state->journal, errno);
}

static int compare_reports(gconstpointer a, gconstpointer b) {
    return strcmp((*(StateReport *const *)a)->name, (*(StateReport *const *)b)->name);
}

// The number of a path; the first time its stamp is written.
static json_int_t number_of(RunState *state, GHashTable *numbers, json_t *files, const char *path) {
    gpointer number = g_hash_table_lookup(numbers, path);
    if (number)
        return GPOINTER_TO_INT(number) - 1;
    const Stamp *stamp = g_hash_table_lookup(state->stamps, path);
    json_array_append_new(files, stamp_json(state, path, stamp));
    g_hash_table_insert(numbers, (gpointer)path, GINT_TO_POINTER((gint)json_array_size(files)));
    return (json_int_t)json_array_size(files) - 1;
}

static json_t *reports_json(RunState *state, GHashTable *names, GHashTable *numbers,
                            json_t *files) {
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    json_t *list = json_array();
    GHashTableIter iter;
    gpointer name, report;
    g_hash_table_iter_init(&iter, state->reports);
    while (g_hash_table_iter_next(&iter, &name, &report))
        if (g_hash_table_contains(names, name))
            g_ptr_array_add(sorted, report);
    g_ptr_array_sort(sorted, compare_reports);
    for (guint i = 0; i < sorted->len; i++) {
        const StateReport *one = sorted->pdata[i];
        json_t *json = report_json(state, one), *used = json_array();
        for (guint k = 0; k < one->file_count; k++)
            json_array_append_new(used,
                                  json_integer(number_of(state, numbers, files, one->files[k])));
        json_object_set_new(json, "files", used);
        json_array_append_new(list, json);
    }
    return list;
}

static json_t *runs_json(const RunState *state) {
    json_t *list = json_array();
    for (guint i = 0; i < state->runs->len; i++)
        json_array_append_new(list, run_json(state, &g_array_index(state->runs, StateRun, i)));
    return list;
}

static void set_facts(json_t *json, const char *key, const StateFacts *facts) {
    if (!facts->ingest)
        return;
    json_t *member = json_object();
    json_members_set(member, facts_members, facts);
    json_object_set_new(json, key, member);
}

// Facts in files are known by their stamps, which no report names.
static void add_other_stamps(RunState *state, GHashTable *numbers, json_t *files,
                             GHashTable *names) {
    GHashTableIter iter;
    gpointer path;
    g_hash_table_iter_init(&iter, state->stamps);
    while (g_hash_table_iter_next(&iter, &path, NULL))
        if (g_hash_table_contains(names, path))
            number_of(state, numbers, files, path);
}

bool run_state_save(Diags *diags, RunState *state, GHashTable *names) {
    g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);
    json_t *files = json_array(), *json = json_object();
    json_t *reports = reports_json(state, names, numbers, files);
    add_other_stamps(state, numbers, files, names);
    json_object_set_new(json, "state", json_integer(VERSION));
    json_members_set(json, state_members, state);
    set_facts(json, "published", &state->published);
    set_facts(json, "since", &state->since);
    json_object_set_new(json, "runs", runs_json(state));
    json_object_set_new(json, "files", files);
    json_object_set_new(json, "reports", reports);
    char *text = json_dumps(json, JSON_COMPACT);
    bool good = publish_write(diags, state->path, text, strlen(text));
    free(text);
    json_decref(json);
    if (!good)
        return false;
    if (state->journal_fd >= 0)
        close(state->journal_fd);
    state->journal_fd = -1;
    return unlink(state->journal) == 0 || errno == ENOENT;
}
