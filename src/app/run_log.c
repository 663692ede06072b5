// All goes to standard error; standard output is for the record. Messages of reports are printed as
// they come, each before the name of its report; one that other reports have too is told once, and
// at the end in how many.
#include "app/run_log.h"

#include "app/environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BAR_CELLS = 24 };

void run_log_begin(RunLog *log, const CommonOptions *common, bool json) {
    *log =
        (RunLog){.quiet = common->quiet,
                 .json = json,
                 .is_terminal = !json && !common->quiet && environment_is_terminal(STDERR_FILENO)};
    run_messages_init(&log->messages);
}

void run_log_clear(RunLog *log) {
    if (log->is_drawn)
        fputs("\r\033[K", stderr);
    log->is_drawn = false;
}

static void print_json(json_t *line) {
    char *text = json_dumps(line, JSON_COMPACT);
    fprintf(stderr, "%s\n", text);
    free(text);
    json_decref(line);
}

// ---- the line of a terminal

static void draw(RunLog *log, const RunEvent *event) {
    double now = environment_seconds();
    bool is_last = event->done == event->total;
    if (!log->is_terminal || (!is_last && now - log->last_drawn < 0.1))
        return;
    guint filled = event->total ? event->done * BAR_CELLS / event->total : 0;
    fputs("\r\033[K", stderr);
    for (guint i = 0; i < BAR_CELLS; i++)
        fputs(i < filled ? "█" : "░", stderr);
    fprintf(stderr, " %u of %u  %s", event->done, event->total, event->report->name);
    fflush(stderr);
    log->is_drawn = true;
    log->last_drawn = now;
}

// ---- a report

static void print_report(const RunEvent *event) {
    const RunReport *report = event->report;
    if (report->status == RUN_FAILED) {
        fprintf(stderr, "failed     %s: %s\n", report->name, report->reason);
        return;
    }
    g_autofree char *size = g_format_size(report->bytes);
    fprintf(stderr, "%-10s %s: %s, %u page%s, %s, %.2f s%s%s\n", run_status_name(report->status),
            report->name, report->file, report->pages, plural(report->pages), size, report->seconds,
            report->reason ? "; " : "", report->reason ? report->reason : "");
}

static json_t *report_line(const RunEvent *event) {
    const RunReport *report = event->report;
    json_t *line =
        json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:I, s:f}", "event", "report", "name", report->name,
                  "status", run_status_name(report->status), "file", report->file, "reason",
                  report->reason, "bytes", (json_int_t)report->bytes, "seconds", report->seconds);
    if (report->messages && report->messages->len) {
        json_t *messages = json_array();
        for (guint i = 0; i < report->messages->len; i++)
            json_array_append_new(messages, json_string(report->messages->pdata[i]));
        json_object_set_new(line, "messages", messages);
    }
    return line;
}

static void tell_messages(RunLog *log, const char *text) {
    g_autofree char *untold = run_messages_new(&log->messages, text);
    fputs(untold, stderr);
}

static void tell_report(RunLog *log, const RunEvent *event) {
    if (log->json) {
        print_json(report_line(event));
        return;
    }
    bool is_bad = event->report->status == RUN_FAILED;
    if (event->text || is_bad)
        run_log_clear(log);
    if (event->text && (is_bad || !log->quiet))
        tell_messages(log, event->text);
    if (is_bad || (!log->quiet && !log->is_terminal))
        print_report(event);
    draw(log, event);
}

void run_log_tell(void *data, const RunEvent *event) {
    RunLog *log = data;
    if (event->kind == RUN_EVENT_REPORT)
        tell_report(log, event);
    else if (log->json && event->kind == RUN_EVENT_STEP)
        print_json(json_pack("{s:s, s:s}", "event", "step", "step", event->text));
    else if (log->json)
        print_json(json_pack("{s:s, s:i}", "event", "planned", "reports", (int)event->total));
}

// ---- the end

static void print_counts(const RunRecord *record) {
    fprintf(stderr, "%s: %u written, %u unchanged, %u failed", record->job,
            run_record_count(record, RUN_WRITTEN), run_record_count(record, RUN_UNCHANGED),
            run_record_count(record, RUN_FAILED));
    if (run_record_count(record, RUN_PENDING))
        fprintf(stderr, ", %u not made", run_record_count(record, RUN_PENDING));
    if (run_record_count(record, RUN_REMOVED))
        fprintf(stderr, ", %u not asked for any more", run_record_count(record, RUN_REMOVED));
    fprintf(stderr, " in %.1f s: %s\n", MAX(record->ended - record->started, 0), record->folder);
}

static void print_check(const RunRecord *record) {
    fprintf(stderr, "%s: good; as of %s, %u of %u reports would be made into %s\n", record->job,
            record->as_of, run_record_count(record, RUN_PENDING),
            record->reports->len - run_record_count(record, RUN_REMOVED), record->folder);
}

static void end_messages(RunLog *log) {
    g_autofree char *summary = run_messages_summary(&log->messages);
    if (!log->json)
        fputs(summary, stderr);
    run_messages_clear(&log->messages);
}

void run_log_end(RunLog *log, const RunRecord *record, bool is_check) {
    run_log_clear(log);
    end_messages(log);
    if (log->json) {
        print_json(json_pack("{s:s, s:s?, s:i, s:s?}", "event", "end", "folder", record->folder,
                             "exit", record->exit_code, "failure", record->failure));
        return;
    }
    if (record->failure)
        fprintf(stderr, "accord run: %s\n", record->failure);
    if (log->quiet || !record->folder || !record->job)
        return;
    if (is_check && !record->failure)
        print_check(record);
    else if (!is_check)
        print_counts(record);
}
