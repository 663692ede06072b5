// Each family of samples is a row of a table with the function that prints its samples. A run that
// fails keeps the time of the last success, taken from the file that it replaces, since that is the
// number alerts are made of.
#include "job/metrics.h"

#include "base/file.h"

#include <string.h>

typedef struct {
    const char *name, *help;
    void (*print)(GString *out, const char *name, const RunRecord *record);
} Family;

static const char last_success[] = "accord_run_last_success_timestamp_seconds";

// ---- the format

static void append_escaped(GString *out, const char *text) {
    for (; *text; text++)
        if (*text == '\n')
            g_string_append(out, "\\n");
        else if (*text == '"' || *text == '\\')
            g_string_append_printf(out, "\\%c", *text);
        else
            g_string_append_c(out, *text);
}

// name{jobs="...",label="value"} ; label may be NULL.
static void append_name(GString *out, const char *name, const RunRecord *record, const char *label,
                        const char *value) {
    g_string_append_printf(out, "%s{jobs=\"", name);
    append_escaped(out, record->job);
    if (label) {
        g_string_append_printf(out, "\",%s=\"", label);
        append_escaped(out, value);
    }
    g_string_append(out, "\"} ");
}

static void append_sample(GString *out, const char *name, const RunRecord *record, double number) {
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    append_name(out, name, record, NULL, NULL);
    g_string_append_printf(out, "%s\n", g_ascii_formatd(text, sizeof text, "%.17g", number));
}

static void append_count(GString *out, const char *name, const RunRecord *record, guint64 count) {
    append_name(out, name, record, NULL, NULL);
    g_string_append_printf(out, "%" G_GUINT64_FORMAT "\n", count);
}

static void append_labelled(GString *out, const char *name, const RunRecord *record,
                            const char *label, const char *value, guint64 count) {
    append_name(out, name, record, label, value);
    g_string_append_printf(out, "%" G_GUINT64_FORMAT "\n", count);
}

// ---- the families

// Whole milliseconds: seconds as the clock gives them have digits that say nothing.
static double round_ms(double seconds) {
    return (double)(gint64)(seconds * 1000 + 0.5) / 1000;
}

static void print_ended(GString *out, const char *name, const RunRecord *record) {
    append_sample(out, name, record, round_ms(record->ended));
}

static void print_duration(GString *out, const char *name, const RunRecord *record) {
    append_sample(out, name, record, round_ms(MAX(record->ended - record->started, 0)));
}

static void print_exit(GString *out, const char *name, const RunRecord *record) {
    append_count(out, name, record, (guint64)record->exit_code);
}

static void print_run(GString *out, const char *name, const RunRecord *record) {
    append_count(out, name, record, (guint64)record->run);
}

static void print_reports(GString *out, const char *name, const RunRecord *record) {
    for (int status = RUN_PENDING; status < RUN_STATUSES; status++)
        append_labelled(out, name, record, "status", run_status_name((RunStatus)status),
                        run_record_count(record, (RunStatus)status));
}

static void print_failed(GString *out, const char *name, const RunRecord *record) {
    guint named = 0;
    for (guint i = 0; i < record->reports->len && named < METRICS_FAILED_LIMIT; i++) {
        const RunReport *report = run_record_nth(record, i);
        if (report->status != RUN_FAILED)
            continue;
        append_labelled(out, name, record, "report", report->name, 1);
        named++;
    }
}

static void print_warnings(GString *out, const char *name, const RunRecord *record) {
    guint64 sum = 0;
    for (guint i = 0; i < record->reports->len; i++)
        sum += run_record_nth(record, i)->warnings;
    append_count(out, name, record, sum);
}

static void print_pages(GString *out, const char *name, const RunRecord *record) {
    guint64 sum = 0;
    for (guint i = 0; i < record->reports->len; i++)
        sum += run_record_nth(record, i)->pages;
    append_count(out, name, record, sum);
}

static void print_bytes(GString *out, const char *name, const RunRecord *record) {
    guint64 sum = 0;
    for (guint i = 0; i < record->reports->len; i++)
        sum += run_record_nth(record, i)->bytes;
    append_count(out, name, record, sum);
}

static void print_memory(GString *out, const char *name, const RunRecord *record) {
    guint64 most = 0;
    for (guint i = 0; i < record->reports->len; i++)
        most = MAX(most, run_record_nth(record, i)->memory);
    append_count(out, name, record, most);
}

static void print_slowest(GString *out, const char *name, const RunRecord *record) {
    double most = 0;
    for (guint i = 0; i < record->reports->len; i++)
        most = MAX(most, run_record_nth(record, i)->seconds);
    append_sample(out, name, record, round_ms(most));
}

static void print_partnerships(GString *out, const char *name, const RunRecord *record) {
    append_count(out, name, record, record->partnerships);
}

static void print_sources(GString *out, const char *name, const RunRecord *record) {
    append_count(out, name, record, record->sources);
}

static void print_changes(GString *out, const char *name, const RunRecord *record) {
    if (!record->has_ingest)
        return;
    append_labelled(out, name, record, "change", "added", record->ingest.added);
    append_labelled(out, name, record, "change", "changed", record->ingest.changed);
    append_labelled(out, name, record, "change", "unchanged", record->ingest.unchanged);
    append_labelled(out, name, record, "change", "withdrawn", record->ingest.withdrawn);
}

static void print_removed(GString *out, const char *name, const RunRecord *record) {
    append_count(out, name, record, record->removed_bytes);
}

static const Family families[] = {
    {"accord_run_timestamp_seconds", "When the last run ended.", print_ended},
    {"accord_run_duration_seconds", "How long the last run took.", print_duration},
    {"accord_run_exit_code", "How the last run ended, see accord(1); 0 is good.", print_exit},
    {"accord_run_number", "The number of the last run in the ledger.", print_run},
    {"accord_reports", "Reports of the last run by what became of them.", print_reports},
    {"accord_report_failed", "Reports that failed, each by name, 100 at most.", print_failed},
    {"accord_report_warnings", "Warnings about all reports.", print_warnings},
    {"accord_report_pages", "Pages of all reports.", print_pages},
    {"accord_report_bytes", "Bytes of all reports.", print_bytes},
    {"accord_report_memory_max_bytes", "Memory of the report that took most.", print_memory},
    {"accord_report_duration_max_seconds", "Time of the report that took longest.", print_slowest},
    {"accord_partnerships", "Partnerships that the reports were made from.", print_partnerships},
    {"accord_sources", "Sources of these.", print_sources},
    {"accord_records", "Records by what the last run did to them in the store.", print_changes},
    {"accord_removed_bytes", "Bytes of old runs that the last run removed.", print_removed},
};

// ---- the last success

// The number behind the sample of this name, in a file that this program wrote; -1: there is none.
static double find_sample(const char *text, const char *sample) {
    for (const char *at = text; (at = strstr(at, sample)); at++)
        if (at == text || at[-1] == '\n')
            return g_ascii_strtod(at + strlen(sample), NULL);
    return -1;
}

static void print_last_success(GString *out, const RunRecord *record, const char *before) {
    g_autoptr(GString) sample = g_string_new(NULL);
    append_name(sample, last_success, record, NULL, NULL);
    bool good = record->exit_code == 0 || record->exit_code == 10;
    double when = good ? round_ms(record->ended) : before ? find_sample(before, sample->str) : -1;
    g_string_append_printf(out,
                           "# HELP %s When the last run ended that was good.\n# TYPE %s gauge\n",
                           last_success, last_success);
    if (when >= 0 && when < 1e12) // and not something that is no number
        append_sample(out, last_success, record, when);
}

char *metrics_text(const RunRecord *record, const char *before) {
    GString *out = g_string_new(NULL);
    print_last_success(out, record, before);
    for (guint i = 0; i < G_N_ELEMENTS(families); i++) {
        const Family *family = &families[i];
        g_string_append_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", family->name, family->help,
                               family->name);
        family->print(out, family->name, record);
    }
    return g_string_free(out, FALSE);
}

// The file of the run before, whatever state it is in; NULL when it is of no use.
static char *read_before(const char *path) {
    g_autoptr(Diags) nobody = diags_new();
    g_autoptr(Source) source = file_read(nobody, path, METRICS_TEXT_LIMIT, NULL);
    return source ? g_strdup(source->text) : NULL;
}

bool metrics_write(Diags *diags, const RunRecord *record, const char *path) {
    g_autofree char *before = read_before(path);
    g_autofree char *text = metrics_text(record, before);
    return file_write(diags, path, text, strlen(text));
}
