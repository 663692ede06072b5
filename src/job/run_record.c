// The record of a run. One arena holds its strings, so that a run of ten thousand reports is freed
// at once and takes some hundred bytes for each.
#include "job/run_record.h"

static const char *const names[RUN_STATUSES] = {[RUN_PENDING] = "pending",
                                                [RUN_WRITTEN] = "written",
                                                [RUN_UNCHANGED] = "unchanged",
                                                [RUN_FAILED] = "failed",
                                                [RUN_REMOVED] = "removed"};

const char *run_status_name(RunStatus status) {
    return names[status];
}

RunRecord *run_record_new(void) {
    Arena *arena = arena_new();
    RunRecord *record = arena_new0(arena, RunRecord);
    record->arena = arena;
    record->reports = g_ptr_array_new();
    record->hooks = g_ptr_array_new();
    return record;
}

void run_record_free(RunRecord *record) {
    if (!record)
        return;
    for (guint i = 0; i < record->reports->len; i++) {
        const RunReport *report = record->reports->pdata[i];
        if (report->messages)
            g_ptr_array_unref(report->messages);
    }
    g_ptr_array_unref(record->reports);
    g_ptr_array_unref(record->hooks);
    json_decref(record->changes);
    arena_free(record->arena);
}

RunReport *run_record_add(RunRecord *record, const char *id, const char *key) {
    Arena *arena = record->arena;
    RunReport *report = arena_new0(arena, RunReport);
    report->id = arena_strdup(arena, id);
    report->key = arena_strdup(arena, key);
    report->name = key ? arena_printf(arena, "%s[%s]", id, key) : report->id;
    g_ptr_array_add(record->reports, report);
    return report;
}

const RunReport *run_record_nth(const RunRecord *record, guint index) {
    return record->reports->pdata[index];
}

guint run_record_count(const RunRecord *record, RunStatus status) {
    guint count = 0;
    for (guint i = 0; i < record->reports->len; i++)
        count += run_record_nth(record, i)->status == status;
    return count;
}
