// run.json: the record of a run for programs and for whoever asks a year later. Times are of the
// clock and so differ from run to run; nothing else of a report depends on them.
#include "job/run_record.h"

#include <stdlib.h>

char *run_time_text(double seconds) {
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc((gint64)seconds);
    return time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup("");
}

const JsonMember run_head_members[] = {
    JSON_MEMBER(RunRecord, INTEGER, run), JSON_MEMBER(RunRecord, TEXT, job),
    JSON_MEMBER(RunRecord, TEXT, as_of),  JSON_MEMBER(RunRecord, TEXT, program),
    JSON_MEMBER(RunRecord, TEXT, folder), {NULL, 0, 0}};

const JsonMember run_place_members[] = {
    JSON_MEMBER(RunReport, TEXT, layout),    JSON_MEMBER(RunReport, TEXT, file),
    JSON_MEMBER(RunReport, TEXT, title),     JSON_MEMBER(RunReport, TEXT, as_of),
    JSON_MEMBER(RunReport, TEXT, thumbnail), JSON_MEMBER(RunReport, TEXT, before),
    JSON_MEMBER(RunReport, TEXT, reason),    {NULL, 0, 0}};

const JsonMember run_result_members[] = {
    JSON_MEMBER(RunReport, SMALL, errors), JSON_MEMBER(RunReport, SMALL, warnings),
    JSON_MEMBER(RunReport, COUNT, facts),  JSON_MEMBER(RunReport, SMALL, pages),
    JSON_MEMBER(RunReport, COUNT, bytes),  JSON_MEMBER(RunReport, TEXT, sha256),
    JSON_MEMBER(RunReport, TEXT, inputs),  JSON_MEMBER(RunReport, SECONDS, seconds),
    JSON_MEMBER(RunReport, COUNT, memory), {NULL, 0, 0}};

const JsonMember run_facts_members[] = {JSON_MEMBER_AS(RunRecord, TEXT, "sha256", facts_sha256),
                                        JSON_MEMBER(RunRecord, COUNT, partnerships),
                                        JSON_MEMBER(RunRecord, COUNT, sources),
                                        {NULL, 0, 0}};

const JsonMember run_ingest_members[] = {JSON_MEMBER(IngestCounts, COUNT, added),
                                         JSON_MEMBER(IngestCounts, COUNT, changed),
                                         JSON_MEMBER(IngestCounts, COUNT, unchanged),
                                         JSON_MEMBER(IngestCounts, COUNT, withdrawn),
                                         {NULL, 0, 0}};

static void set_text(json_t *object, const char *key, const char *text) {
    if (text)
        json_object_set_new(object, key, json_string(text));
}

static void set_count(json_t *object, const char *key, guint64 count) {
    json_object_set_new(object, key, json_integer((json_int_t)count));
}

static void set_time(json_t *object, const char *key, double seconds) {
    g_autofree char *text = run_time_text(seconds);
    set_text(object, key, text);
}

static json_t *list_messages(const RunReport *report) {
    json_t *list = json_array();
    for (guint i = 0; i < report->messages->len; i++)
        json_array_append_new(list, json_string(report->messages->pdata[i]));
    return list;
}

static json_t *report_to_json(const RunReport *report) {
    json_t *json = json_object();
    set_text(json, "id", report->id);
    set_text(json, "key", report->key);
    set_text(json, "status", run_status_name(report->status));
    if (report->status == RUN_UNCHANGED)
        json_object_set_new(json, "skipped", json_boolean(report->skipped));
    json_members_set(json, run_place_members, report);
    json_members_set(json, run_result_members, report);
    if (report->messages && report->messages->len)
        json_object_set_new(json, "messages", list_messages(report));
    return json;
}

static json_t *facts_to_json(const RunRecord *record) {
    json_t *facts = json_object();
    json_members_set(facts, run_facts_members, record);
    if (record->has_ingest)
        json_members_set(facts, run_ingest_members, &record->ingest);
    return facts;
}

static json_t *counts_to_json(const RunRecord *record) {
    json_t *counts = json_object();
    for (int status = RUN_PENDING; status < RUN_STATUSES; status++)
        set_count(counts, run_status_name((RunStatus)status),
                  run_record_count(record, (RunStatus)status));
    return counts;
}

static json_t *list_hooks(const RunRecord *record) {
    static const JsonMember members[] = {
        JSON_MEMBER(RunHook, TEXT, event),  JSON_MEMBER(RunHook, TEXT, program),
        JSON_MEMBER(RunHook, FLAG, good),   JSON_MEMBER(RunHook, TEXT, outcome),
        JSON_MEMBER(RunHook, TEXT, output), {NULL, 0, 0}};
    json_t *list = json_array();
    for (guint i = 0; i < record->hooks->len; i++) {
        json_t *json = json_object();
        json_members_set(json, members, record->hooks->pdata[i]);
        json_array_append_new(list, json);
    }
    return list;
}

static void set_times(json_t *json, const RunRecord *record) {
    double seconds = MAX(record->ended - record->started, 0);
    set_time(json, "started", record->started);
    set_time(json, "ended", record->ended);
    json_object_set_new(json, "seconds", json_real(json_members_seconds(seconds)));
}

json_t *run_record_to_json(const RunRecord *record) {
    json_t *json = json_object(), *reports = json_array();
    json_members_set(json, run_head_members, record);
    set_times(json, record);
    json_object_set_new(json, "exit", json_integer(record->exit_code));
    set_text(json, "failure", record->failure);
    json_object_set_new(json, "facts", facts_to_json(record));
    json_object_set_new(json, "counts", counts_to_json(record));
    if (record->changes)
        json_object_set(json, "changes", record->changes);
    set_count(json, "removed_files", record->removed_files);
    set_count(json, "removed_bytes", record->removed_bytes);
    if (record->hooks->len)
        json_object_set_new(json, "hooks", list_hooks(record));
    for (guint i = 0; i < record->reports->len; i++)
        json_array_append_new(reports, report_to_json(run_record_nth(record, i)));
    json_object_set_new(json, "reports", reports);
    return json;
}

char *run_record_text(const RunRecord *record) {
    json_t *json = run_record_to_json(record);
    char *text = json_dumps(json, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    char *line = g_strconcat(text, "\n", NULL);
    free(text);
    json_decref(json);
    return line;
}
