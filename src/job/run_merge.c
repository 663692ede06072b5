// Texts are what run_json.c wrote, on another machine, perhaps by another version of the program:
// what is missing or of another type is as if it were empty, and only what is no JSON at all is
// refused.
#include "job/run_merge.h"

#include <string.h>

typedef struct {
    RunRecord *record;
    GHashTable *reports; // name -> RunReport *
} Merge;

// ---- members

// "2026-01-02T03:04:05Z" in seconds since 1970; 0 when it is none.
static double time_of(const json_t *json, const char *key) {
    const char *text = json_string_value(json_object_get(json, key));
    g_autoptr(GDateTime) time = text ? g_date_time_new_from_iso8601(text, NULL) : NULL;
    return time ? (double)g_date_time_to_unix(time) : 0;
}

static RunStatus status_of(const json_t *json) {
    const char *word = json_string_value(json_object_get(json, "status"));
    for (int status = RUN_PENDING; word && status < RUN_STATUSES; status++)
        if (strcmp(word, run_status_name((RunStatus)status)) == 0)
            return (RunStatus)status;
    return RUN_PENDING;
}

static GPtrArray *messages_of(const Merge *merge, const json_t *json) {
    const json_t *list = json_object_get(json, "messages");
    size_t count = json_array_size(list);
    GPtrArray *messages = count ? g_ptr_array_new() : NULL;
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        g_ptr_array_add(messages, arena_strdup(merge->record->arena, text ? text : ""));
    }
    return messages;
}

// ---- reports

// Which one it is, is set already.
static void read_report(const Merge *merge, const json_t *json, RunReport *report) {
    Arena *arena = merge->record->arena;
    json_members_get(json, run_place_members, arena, report);
    json_members_get(json, run_result_members, arena, report);
    report->status = status_of(json);
    report->skipped = json_is_true(json_object_get(json, "skipped"));
    report->messages = messages_of(merge, json);
}

// A report that two shards claim, which happens when their number was changed between two nights,
// counts once.
static void add_report(Merge *merge, const json_t *json) {
    const char *id = json_string_value(json_object_get(json, "id"));
    const char *key = json_string_value(json_object_get(json, "key"));
    g_autofree char *name = key ? g_strdup_printf("%s[%s]", id, key) : g_strdup(id);
    if (!id || g_hash_table_contains(merge->reports, name))
        return;
    RunReport *report = run_record_add(merge->record, id, key);
    read_report(merge, json, report);
    g_hash_table_insert(merge->reports, (gpointer)report->name, report);
}

static void order_reports(Merge *merge, const char *const *names) {
    g_autoptr(GPtrArray) ordered = g_ptr_array_new();
    for (; *names; names++) {
        gpointer report = g_hash_table_lookup(merge->reports, *names);
        if (report)
            g_ptr_array_add(ordered, report);
        g_hash_table_remove(merge->reports, *names);
    }
    GPtrArray *reports = merge->record->reports;
    for (guint i = 0; i < reports->len; i++) { // removed ones, that nobody plans any more
        const RunReport *report = reports->pdata[i];
        if (g_hash_table_contains(merge->reports, report->name))
            g_ptr_array_add(ordered, reports->pdata[i]);
    }
    for (guint i = 0; i < ordered->len; i++)
        reports->pdata[i] = ordered->pdata[i];
}

// ---- the run

static void read_head(Merge *merge, const json_t *json) {
    RunRecord *record = merge->record;
    json_members_get(json, run_head_members, record->arena, record);
    json_members_get(json_object_get(json, "facts"), run_facts_members, record->arena, record);
    record->run = 0; // this one is of no shard
    record->started = time_of(json, "started");
    record->changes = json_incref(json_object_get(json, "changes"));
}

static void add_ingest(RunRecord *record, const json_t *facts) {
    IngestCounts *sum = &record->ingest, counts = {0};
    if (!json_object_get(facts, "added"))
        return;
    json_members_get(facts, run_ingest_members, record->arena, &counts);
    record->has_ingest = true;
    sum->added += counts.added;
    sum->changed += counts.changed;
    sum->unchanged = counts.unchanged;
    sum->withdrawn += counts.withdrawn;
}

// What went wrong says more than that nothing changed, and that more than that all is good.
static int worse_code(int a, int b) {
    static const int order[] = {6, 5, 4, 3, 2, 1, 0, 10};
    for (guint i = 0; i < G_N_ELEMENTS(order); i++)
        if (order[i] == a || order[i] == b)
            return order[i];
    return a;
}

static void add_shard(Merge *merge, const json_t *json, bool is_first) {
    RunRecord *record = merge->record;
    if (is_first)
        read_head(merge, json);
    int code = (int)json_integer_value(json_object_get(json, "exit"));
    double started = time_of(json, "started");
    record->started = MIN(record->started, started);
    double seconds = json_number_value(json_object_get(json, "seconds"));
    record->ended = MAX(record->ended, started + seconds);
    record->exit_code = is_first ? code : worse_code(record->exit_code, code);
    if (!record->failure)
        record->failure =
            arena_strdup(record->arena, json_string_value(json_object_get(json, "failure")));
    add_ingest(record, json_object_get(json, "facts"));
    const json_t *reports = json_object_get(json, "reports");
    for (size_t i = 0; i < json_array_size(reports); i++)
        add_report(merge, json_array_get(reports, i));
}

RunRecord *run_record_merge(Diags *diags, const GPtrArray *texts, const char *const *names) {
    Merge merge = {.record = run_record_new(),
                   .reports = g_hash_table_new(g_str_hash, g_str_equal)};
    bool good = true;
    for (guint i = 0; good && i < texts->len; i++) {
        json_t *json = json_loads(texts->pdata[i], 0, NULL);
        good = json_is_object(json) && json_is_string(json_object_get(json, "job"));
        if (good)
            add_shard(&merge, json, i == 0);
        else
            diag_error(diags, DIAG_SYNTAX, NULL, "run this shard again",
                       "the record that shard %u left in the store is damaged", i + 1);
        json_decref(json);
    }
    order_reports(&merge, names);
    g_hash_table_unref(merge.reports);
    if (good)
        return merge.record;
    run_record_free(merge.record);
    return NULL;
}
