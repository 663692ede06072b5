// run.json: the record of a run for programs and for whoever asks a year later. Times are of the
// clock and so differ from run to run; nothing else of a report depends on them.
#include "job/run_record.h"

#include <stdlib.h>

char *run_time_text(double seconds) {
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc((gint64)seconds);
    return time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup("");
}

static void set_text(json_t *object, const char *key, const char *text) {
    if (text)
        json_object_set_new(object, key, json_string(text));
}

static void set_count(json_t *object, const char *key, guint64 count) {
    json_object_set_new(object, key, json_integer((json_int_t)count));
}

static void set_seconds(json_t *object, const char *key, double seconds) {
    json_object_set_new(object, key, json_real((double)(gint64)(seconds * 1000 + 0.5) / 1000));
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
    set_text(json, "layout", report->layout);
    set_text(json, "file", report->file);
    set_text(json, "title", report->title);
    set_text(json, "as_of", report->as_of);
    set_text(json, "thumbnail", report->thumbnail);
    set_text(json, "before", report->before);
    set_text(json, "status", run_status_name(report->status));
    if (report->status == RUN_UNCHANGED)
        json_object_set_new(json, "skipped", json_boolean(report->skipped));
    set_text(json, "reason", report->reason);
    set_count(json, "errors", report->errors);
    set_count(json, "warnings", report->warnings);
    if (report->messages && report->messages->len)
        json_object_set_new(json, "messages", list_messages(report));
    set_count(json, "facts", report->facts);
    set_count(json, "pages", report->pages);
    set_count(json, "bytes", report->bytes);
    set_text(json, "sha256", report->sha256);
    set_text(json, "inputs", report->inputs);
    set_seconds(json, "seconds", report->seconds);
    set_count(json, "memory", report->memory);
    return json;
}

static json_t *facts_to_json(const RunRecord *record) {
    json_t *facts = json_object();
    set_text(facts, "sha256", record->facts_sha256);
    set_count(facts, "partnerships", record->partnerships);
    set_count(facts, "sources", record->sources);
    if (!record->has_ingest)
        return facts;
    set_count(facts, "added", record->ingest.added);
    set_count(facts, "changed", record->ingest.changed);
    set_count(facts, "unchanged", record->ingest.unchanged);
    set_count(facts, "withdrawn", record->ingest.withdrawn);
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
    json_t *list = json_array();
    for (guint i = 0; i < record->hooks->len; i++) {
        const RunHook *hook = record->hooks->pdata[i];
        json_t *json = json_object();
        set_text(json, "event", hook->event);
        set_text(json, "program", hook->program);
        json_object_set_new(json, "good", json_boolean(hook->good));
        set_text(json, "outcome", hook->outcome);
        set_text(json, "output", hook->output);
        json_array_append_new(list, json);
    }
    return list;
}

json_t *run_record_to_json(const RunRecord *record) {
    json_t *json = json_object(), *reports = json_array();
    set_count(json, "run", (guint64)record->run);
    set_text(json, "job", record->job);
    set_text(json, "as_of", record->as_of);
    set_text(json, "program", record->program);
    set_text(json, "folder", record->folder);
    set_time(json, "started", record->started);
    set_time(json, "ended", record->ended);
    set_seconds(json, "seconds", MAX(record->ended - record->started, 0));
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
