// Earlier facts are read as those of the report are: for the same audience, with the same sources
// and vocabularies, through the map that stands at the same place, or the last one. What is
// doubtful in them was said when they were today's; only errors are said again.
#include "job/earlier.h"

#include "store/changes.h"

#include <string.h>

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

static void pass_on(Report *report, const Diags *from) {
    for (guint i = 0; i < diags_kept(from); i++) {
        const Diagnostic *record = diags_nth(from, i);
        if (record->severity == DIAG_ERROR)
            diag_report(report->diags, DIAG_ERROR, record->id, &record->place, record->hint,
                        record->message);
    }
    const GPtrArray *files = diags_files(from);
    for (guint i = 0; i < files->len; i++)
        diags_note_file(report->diags, files->pdata[i]);
}

static bool read_facts(Report *report, const ReportInput *input, Progress *progress) {
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
    pass_on(report, earlier->diags);
    return good;
}

bool earlier_read(Report *report, const ReportInput *input, Progress *progress) {
    StoreComparison comparison = {
        .since = input->since, .day = input->since_day, .materiality = input->materiality};
    if (!input->before && !input->store)
        return true;
    if (input->before) {
        if (!read_facts(report, input, progress))
            return false;
        comparison.earlier = g_steal_pointer(&report->earlier->store);
    }
    return store_compare(report->store, report->diags, &comparison);
}

void earlier_free(Report *report) {
    if (!report->earlier)
        return;
    report_end(report->earlier);
    g_free(report->earlier);
}
