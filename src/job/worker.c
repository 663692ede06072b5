// A worker holds no lock and writes nothing but the new file beside its place; whoever started it
// renames. So it can be ended at any moment, and costs its report only. It bounds itself too: the
// kernel ends it when it takes more time of the processor or more memory than its report may.
#include "job/worker.h"

#include "base/file.h"
#include "job/attachments.h"
#include "job/index_page.h"
#include "job/publish.h"
#include "job/report_shared.h"
#include "preview/preview.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CODE_GOOD = 0, CODE_INVALID = 3, CODE_IO = 6 };

// ---- limits

static void set_limit(int what, guint64 soft) {
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)what, &limit) < 0)
        return;
    limit.rlim_cur = MIN((rlim_t)soft, limit.rlim_max);
    setrlimit((__rlimit_resource_t)what, &limit);
}

// The sanitizer's shadow takes terabytes of addresses; there only the parent watches.
static void limit_process(const JobsLimits *limits) {
    set_limit(RLIMIT_CORE, 0);
#ifndef __SANITIZE_ADDRESS__
    set_limit(RLIMIT_DATA, limits->memory + limits->memory / 4);
#else
    (void)limits;
#endif
}

static void limit_report(const JobsLimits *limits) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    guint64 used = (guint64)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec);
    set_limit(RLIMIT_CPU, used + (guint64)ceil(limits->seconds) + 2);
}

static guint64 peak_memory(void) {
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? (guint64)usage.ru_maxrss * 1024 : 0;
}

// ---- one report

// What a report is made from. Strings are borrowed.
static ReportInput worker_input(const WorkerJob *job, const PlannedReport *planned) {
    const JobsFile *jobs = job->jobs;
    bool from_store = jobs->store != NULL;
    bool has_facts = jobs->facts_count > 0 && !from_store;
    return (ReportInput){.layout = planned->layout,
                         .facts = has_facts ? (char **)jobs->facts : NULL,
                         .maps = has_facts ? (char **)jobs->maps : NULL,
                         .store = from_store ? jobs->store : NULL,
                         .params = (char **)planned->params,
                         .as_of = job->as_of,
                         .since = from_store ? job->since : NULL,
                         .since_day = from_store ? job->since_day : NULL,
                         .vocabulary = from_store ? NULL : jobs->vocabulary,
                         .theme = planned->theme,
                         .audience = planned->report->audience,
                         .strict = jobs->strict,
                         .sources = from_store ? NULL : jobs->sources};
}

static bool check_size(const WorkerJob *job, Report *report, gsize size) {
    if (size <= job->jobs->limits.output)
        return true;
    diag_error(report->diags, DIAG_TOO_LARGE, NULL, "raise \"output\" in \"limits\"",
               "the report has %" G_GSIZE_FORMAT " bytes, and may have %" G_GUINT64_FORMAT, size,
               job->jobs->limits.output);
    return false;
}

// Writes the file beside its place.
static bool write_beside(const WorkerJob *job, const PlannedReport *planned, Report *report,
                         GBytes *bytes, json_t *answer) {
    gsize size = 0;
    const void *data = g_bytes_get_data(bytes, &size);
    if (!check_size(job, report, size))
        return false;
    g_autofree char *path = g_build_filename(job->folder, planned->file, NULL);
    g_autofree char *temp = file_write_new(report->diags, path, PUBLISH_PREFIX, data, size);
    if (!temp)
        return false;
    g_autofree char *sum = file_sha256(data, size);
    json_object_set_new(answer, "temp", json_string(temp));
    json_object_set_new(answer, "sha256", json_string(sum));
    json_object_set_new(answer, "bytes", json_integer((json_int_t)size));
    return true;
}

// The first page for index.html. It is written where it stays: a picture of a report that then came
// to nothing does no harm.
static bool write_thumbnail(const WorkerJob *job, const PlannedReport *planned, Report *report) {
    if (!job->jobs->index)
        return true;
    g_autoptr(GBytes) png = preview_thumbnail(report->placed, 0, report_engine(report),
                                              INDEX_THUMBNAIL_WIDTH, report->diags);
    g_autofree char *name = index_page_thumbnail(planned->file);
    g_autofree char *path = g_build_filename(job->folder, name, NULL);
    gsize size = 0;
    const void *data = png ? g_bytes_get_data(png, &size) : NULL;
    return png && publish_write(report->diags, path, data, size);
}

static bool make(const WorkerJob *job, const PlannedReport *planned, Report *report,
                 json_t *answer) {
    Progress nobody = {0};
    ReportInput input = worker_input(job, planned);
    if (!report_build(report, &input, &nobody))
        return false;
    OutputOptions output = {.bare = planned->report->bare, .linearize = planned->report->linearize};
    g_autoptr(GBytes) bytes = report_write_pdf(report, &input, &output);
    if (!bytes || diags_errors(report->diags))
        return false;
    json_object_set_new(answer, "pages", json_integer(report->placed->page_count));
    json_object_set_new(answer, "facts", json_integer((json_int_t)report->summary.partnerships));
    if (report->placed->title)
        json_object_set_new(answer, "title", json_string(report->placed->title));
    return write_thumbnail(job, planned, report) &&
           write_beside(job, planned, report, bytes, answer);
}

// ---- the answer

// "file:line:column: error: what [id]"
static json_t *message_line(const Diagnostic *record) {
    static const char *const names[] = {
        [DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};
    g_autoptr(GString) line = g_string_new(NULL);
    guint at = 0, column = 0;
    if (record->place.source) {
        g_string_append_printf(line, "%s:", record->place.source->name);
        if (record->place.source->text) {
            source_locate(record->place.source, record->place.start, &at, &column);
            g_string_append_printf(line, "%u:%u:", at, column);
        }
        g_string_append_c(line, ' ');
    }
    g_string_append_printf(line, "%s: %s [%s]", names[record->severity], record->message,
                           diag_name(record->id));
    g_autofree char *valid = g_utf8_make_valid(line->str, -1);
    return json_string(g_strdelimit(valid, "\r\n\t", ' ')); // servers say things in several lines
}

static void add_messages(const Diags *diags, json_t *answer) {
    json_t *lines = json_array();
    for (guint i = 0; i < diags_kept(diags); i++)
        json_array_append_new(lines, message_line(diags_nth(diags, i)));
    json_object_set_new(answer, "messages", lines);
    json_object_set_new(answer, "errors", json_integer(diags_errors(diags)));
    json_object_set_new(answer, "warnings", json_integer(diags_warnings(diags)));
    if (diags_kept(diags) == 0)
        return;
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    diags_print(diags, stream, /*colour=*/false);
    fclose(stream);
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
    json_object_set_new(answer, "text", json_string(valid));
    free(text);
}

typedef struct {
    const WorkerJob *job;
    json_t *files;
} FileList;

static void add_file(void *data, const char *path) {
    const FileList *list = data;
    if (!g_hash_table_contains(list->job->known_files, path) && g_utf8_validate(path, -1, NULL))
        json_array_append_new(list->files, json_string(path));
}

static void add_files(const WorkerJob *job, const Report *report, json_t *answer) {
    FileList list = {job, json_array()};
    const GPtrArray *seen = diags_files(report->diags);
    for (guint i = 0; i < seen->len; i++)
        add_file(&list, seen->pdata[i]);
    report_shared_fonts(job->shared, add_file, &list);
    if (diags_has(report->diags, DIAG_MISSING_FONT) || diags_has(report->diags, DIAG_MISSING_GLYPH))
        text_engine_each_folder(add_file, &list); // where it may be installed one day
    json_object_set_new(answer, "files", list.files);
}

static int code_of(const Diags *diags) {
    return diags_has(diags, DIAG_FILE) || diags_has(diags, DIAG_INTERNAL) ? CODE_IO : CODE_INVALID;
}

static bool has_lost_store(const WorkerJob *job, const Report *report) {
    return job->jobs->store && report->layout && (!report->store || store_is_lost(report->store));
}

static json_t *answer_for(const WorkerJob *job, const PlannedReport *planned) {
    json_t *answer = json_object();
    double started = job->place->seconds();
    Report report;
    report_begin(&report, &job->place->report);
    report_share(&report, job->shared);
    bool good = make(job, planned, &report, answer);
    add_messages(report.diags, answer);
    add_files(job, &report, answer);
    json_object_set_new(answer, "code", json_integer(good ? CODE_GOOD : code_of(report.diags)));
    if (!good && code_of(report.diags) == CODE_IO && has_lost_store(job, &report))
        json_object_set_new(answer, "lost", json_true());
    report_end(&report);
    json_object_set_new(answer, "seconds", json_real(job->place->seconds() - started));
    json_object_set_new(answer, "memory", json_integer((json_int_t)peak_memory()));
    return answer;
}

// ---- the loop

static bool read_all(int fd, void *buffer, gsize size) {
    for (gsize done = 0; done < size;) {
        ssize_t count = read(fd, (char *)buffer + done, size - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        done += (gsize)count;
    }
    return true;
}

static bool write_all(int fd, const void *buffer, gsize size) {
    for (gsize done = 0; done < size;) {
        ssize_t count = write(fd, (const char *)buffer + done, size - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        done += (gsize)count;
    }
    return true;
}

void worker_run(const WorkerJob *job, int fd) {
    guint32 number;
    limit_process(&job->jobs->limits);
    while (read_all(fd, &number, sizeof number) && number < job->planned->len) {
        const PlannedReport *planned = job->planned->pdata[number];
        limit_report(&job->jobs->limits);
        run_place_step(job->place, "worker", planned->report->id);
        json_t *answer = answer_for(job, planned);
        run_place_step(job->place, "made", planned->report->id);
        char *text = json_dumps(answer, JSON_COMPACT);
        guint32 length = (guint32)strlen(text);
        bool good = write_all(fd, &length, sizeof length) && write_all(fd, text, length);
        bool is_lost = json_object_get(answer, "lost") != NULL;
        free(text);
        json_decref(answer);
        if (!good || is_lost)
            break;
    }
    _exit(0);
}
