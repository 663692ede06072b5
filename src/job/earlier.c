// Earlier facts are read as those of the report are: for the same audience, with the same sources
// and vocabularies, through the map that stands at the same place, or the last one. What is
// doubtful in them was said when they were today's; only errors are said again.
#include "job/earlier.h"

#include "base/diag_weigh.h"
#include "job/unload.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

const Vocabularies *earlier_vocabularies(void *data) {
    Report *report = data;
    if (!report->vocabularies)
        report_load_vocabularies(report, &(ReportInput){0});
    return report->vocabularies;
}

// As many as there are earlier paths; NULL: there are none.
static char **maps_of(Report *report, const ReportInput *input) {
    guint count = g_strv_length(input->before),
          given = input->maps ? g_strv_length(input->maps) : 0;
    if (given == 0)
        return NULL;
    char **maps = arena_array(report->arena, char *, count + 1);
    for (guint i = 0; i < count; i++)
        maps[i] = input->maps[MIN(i, given - 1)];
    return maps;
}

static void pass_errors_on(Diags *to, const Diags *from) {
    for (guint i = 0; i < diags_kept(from); i++) {
        const Diagnostic *record = diags_nth(from, i);
        if (record->severity == DIAG_ERROR)
            diag_repeat(to, record);
    }
}

static bool read_facts(Report *report, const ReportInput *input, Diags *diags, Progress *progress) {
    Report *earlier = report->earlier = g_new0(Report, 1);
    report_begin(earlier, &(ReportPlace){.shipped = report->place.shipped});
    const ReportInput theirs = {.facts = input->before,
                                .maps = maps_of(report, input),
                                .as_of = input->since,
                                .vocabulary = input->vocabulary,
                                .audience = input->audience,
                                .sources = input->sources,
                                .rates = input->rates,
                                .merge = input->merge,
                                .same_as = input->same_as,
                                .keep_merged = input->keep_merged,
                                .keep_records = true};
    bool good =
        report_read_facts(earlier, &theirs, (const char *const *)input->before,
                          g_strv_length(input->before), store_language(report->store), progress);
    pass_errors_on(diags, earlier->diags);
    return good;
}

// ---- a state of a store that was unloaded

// What it takes to read it, whenever that is: the report that asks may be another than the one that
// was read first, in another process. So the store is opened anew.
typedef struct EarlierState {
    Report *report; // whose facts they are compared with
    ReportInput input;
    const char *store, *run; // address and number
} EarlierState;

static char **copy_list(Arena *arena, char *const *list) {
    guint count = list ? g_strv_length((char **)list) : 0;
    char **copy = arena_array(arena, char *, count + 1);
    for (guint i = 0; i < count; i++)
        copy[i] = arena_strdup(arena, list[i]);
    return list ? copy : NULL;
}

static bool unload_state(const EarlierState *state, const char *path, Diags *diags) {
    const StoreComparison comparison = {.since = state->run};
    Store *store = store_open_at(diags, state->store, &(StoreOptions){0});
    bool good = store && store_compare(store, diags, &comparison) &&
                unload_records(diags, store, store_each_earlier_record, path);
    store_close(store);
    return good;
}

// As StoreComparison asks. Only the facts are kept.
static Store *read_state(void *data, Diags *diags) {
    const EarlierState *state = data;
    Report *report = state->report;
    g_autofree char *path = g_build_filename(report->cleared_folder, "earlier-XXXXXX.jsonl", NULL);
    int file = g_mkstemp(path);
    if (file < 0) {
        diag_error(diags, DIAG_FILE, NULL, NULL, "%s: %s", path, g_strerror(errno));
        return NULL;
    }
    close(file);
    ReportInput input = state->input;
    input.before = (char *[]){path, NULL};
    bool good =
        unload_state(state, path, diags) && read_facts(report, &input, diags, /*progress=*/NULL);
    g_unlink(path);
    return good ? g_steal_pointer(&report->earlier->store) : NULL;
}

bool earlier_find(Report *report, const ReportInput *input) {
    const StoreComparison comparison = {.since = input->since, .day = input->since_day};
    if (!store_compare(report->unloaded, report->diags, &comparison))
        return false;
    const StoreEarlier *found = store_earlier(report->unloaded);
    if (!found)
        return true;
    Arena *arena = report->arena;
    EarlierState *state = report->state = arena_new0(arena, EarlierState);
    *state = (EarlierState){.report = report,
                            .store = arena_strdup(arena, input->store),
                            .run = arena_printf(arena, "%" G_GINT64_FORMAT, found->run)};
    state->input = (ReportInput){.since = arena_strdup(arena, found->as_of),
                                 .vocabulary = arena_strdup(arena, input->vocabulary),
                                 .audience = arena_strdup(arena, input->audience),
                                 .sources = arena_strdup(arena, input->sources),
                                 .rates = arena_strdup(arena, input->rates),
                                 .merge = arena_strdup(arena, input->merge),
                                 .same_as = copy_list(arena, input->same_as),
                                 .keep_merged = input->keep_merged};
    return true;
}

// ---- telling the store

static bool read_before(Report *report, const ReportInput *input, Progress *progress,
                        StoreComparison *comparison) {
    bool good = read_facts(report, input, report->diags, progress);
    diags_repeat_files(report->diags, report->earlier->diags);
    comparison->earlier = good ? g_steal_pointer(&report->earlier->store) : NULL;
    return good;
}

bool earlier_read(Report *report, const ReportInput *input, Progress *progress) {
    StoreComparison comparison = {
        .since = input->since, .day = input->since_day, .materiality = input->materiality};
    if (!input->before && !input->store)
        return true;
    if (input->before) {
        if (!read_before(report, input, progress, &comparison))
            return false;
    } else if (report->state) {
        comparison.since = report->state->input.since;
        comparison.read = read_state;
        comparison.data = report->state;
    }
    return store_compare(report->store, report->diags, &comparison);
}

void earlier_free(Report *report) {
    if (!report->earlier)
        return;
    report_end(report->earlier);
    g_free(report->earlier);
}
