// Text from facts and layouts is hostile: all of it goes through index_put_text, all paths
// through index_put_href. Colours are few and said in words too; failures come first. What the page
// looks like is index_style.c.
#include "job/index_page.h"

#include "base/markup.h"
#include "job/index_changes.h"
#include "job/index_style.h"
#include "job/index_text.h"

#include <string.h>

enum {
    MESSAGES_LIMIT = 20, // shown of one report; run.json has all
    CARDS_LIMIT = 300    // of a section; what comes after them is a list of names
};

// ---- a card

char *index_page_thumbnail(const char *file) {
    return g_strdup_printf("thumbnails/%s.png", file);
}

static const char *title_of(const RunReport *report) {
    return report->title && *report->title ? report->title : report->id;
}

static bool has_file(const RunReport *report) {
    return report->status == RUN_WRITTEN || report->status == RUN_UNCHANGED;
}

// The file that the card leads to: tonight's, else the last good one; or NULL.
static const char *target_of(const RunReport *report) {
    return has_file(report) ? report->file : report->before;
}

static void append_link(GString *out, const RunReport *report) {
    const char *target = target_of(report);
    if (!target)
        return;
    g_string_append(out, "<a href=\"");
    index_put_href(out, target);
    g_string_append(out, "\">");
}

// The page itself, or a blank one.
static void append_picture(GString *out, const RunReport *report) {
    if (!report->thumbnail) {
        g_string_append(out, "<div class=\"sheet blank\" aria-hidden=\"true\"><span>PDF</span>"
                             "</div>\n");
        return;
    }
    g_string_append(
        out, "<img class=\"sheet\" loading=\"lazy\" decoding=\"async\" alt=\"First page of ");
    markup_put_text(out, title_of(report), -1);
    g_string_append(out, "\" src=\"");
    index_put_href(out, report->thumbnail);
    g_string_append(out, "\">\n");
}

// run_day: of the run, which goes without saying.
static void append_figures(GString *out, const RunReport *report, const char *run_day) {
    g_string_append(out, "<p class=\"figures\">");
    if (report->as_of && g_strcmp0(report->as_of, run_day) != 0) {
        g_string_append(out, "<span>as of ");
        index_put_day(out, report->as_of);
        g_string_append(out, "</span> ");
    }
    if (report->pages) {
        g_string_append(out, "<span>");
        index_put_count(out, report->pages, "page");
        g_string_append(out, "</span> ");
    }
    g_string_append(out, "<span>");
    index_put_size(out, report->bytes);
    g_string_append(out, "</span></p>\n");
}

static void append_messages(GString *out, const RunReport *report) {
    guint count = report->messages ? report->messages->len : 0;
    if (!report->warnings && !report->errors)
        return;
    g_string_append(out, count ? "<details><summary>" : "<p class=\"figures\">");
    if (report->errors)
        index_put_count(out, report->errors, "error");
    g_string_append(out, report->errors && report->warnings ? ", " : "");
    if (report->warnings)
        index_put_count(out, report->warnings, "warning");
    g_string_append(out, count ? "</summary><ul>\n" : "</p>\n");
    for (guint i = 0; i < MIN(count, MESSAGES_LIMIT); i++) {
        g_string_append(out, "<li dir=\"auto\">");
        markup_put_text(out, report->messages->pdata[i], -1);
        g_string_append(out, "</li>\n");
    }
    if (count > MESSAGES_LIMIT)
        g_string_append_printf(out, "<li>and %u more, see run.json</li>\n", count - MESSAGES_LIMIT);
    g_string_append(out, count ? "</ul></details>\n" : "");
}

static const char *badge_of(const RunReport *report) {
    switch (report->status) {
    case RUN_PENDING:
        return "not made";
    case RUN_WRITTEN:
        return report->reason && strcmp(report->reason, "new") != 0 ? "updated" : "new";
    case RUN_UNCHANGED:
        return "unchanged";
    case RUN_FAILED:
        return "failed";
    case RUN_REMOVED:
        return "removed";
    case RUN_STATUSES:
        break;
    }
    return "";
}

static void append_reason(GString *out, const RunReport *report) {
    if (report->reason && strcmp(report->reason, badge_of(report)) != 0) {
        g_string_append(out, "<p class=\"reason\" dir=\"auto\">");
        markup_put_text(out, report->reason, -1);
        g_string_append(out, "</p>\n");
    }
    if (has_file(report))
        return;
    g_string_append(out, "<p class=\"reason\">");
    append_link(out, report);
    g_string_append(out, report->before ? "The last good report</a> is still there.</p>\n"
                                        : "There is no earlier report.</p>\n");
}

// "sector=steel" as "steel": what tells this one from its kind.
static void append_values(GString *out, const RunReport *report) {
    g_auto(GStrv) columns = g_strsplit(report->key, ",", -1);
    for (guint i = 0; columns[i]; i++) {
        const char *equals = strchr(columns[i], '=');
        g_autofree char *value = g_uri_unescape_string(equals ? equals + 1 : columns[i], NULL);
        g_string_append(out, i ? " <span dir=\"auto\">" : "<span dir=\"auto\">");
        markup_put_text(out, value ? value : columns[i], -1);
        g_string_append(out, "</span>");
    }
}

static void append_key(GString *out, const RunReport *report) {
    if (!report->key)
        return;
    g_string_append(out, "<p class=\"key\">");
    append_values(out, report);
    g_string_append(out, "</p>\n");
}

static void append_card(GString *out, const RunRecord *record, guint number) {
    const RunReport *report = run_record_nth(record, number);
    g_string_append_printf(out, "<li><article class=\"card %s\">\n",
                           run_status_name(report->status));
    if (has_file(report))
        append_picture(out, report);
    g_string_append(out, "<div class=\"words\">\n<h3 dir=\"auto\">");
    append_link(out, report);
    markup_put_text(out, title_of(report), -1);
    g_string_append(out, target_of(report) ? "</a></h3>\n" : "</h3>\n");
    append_key(out, report);
    g_string_append_printf(out, "<p class=\"badge\">%s</p>\n", badge_of(report));
    if (has_file(report))
        append_figures(out, report, record->as_of);
    append_reason(out, report);
    append_messages(out, report);
    g_string_append(out, "</div></article></li>\n");
}

// ---- sections

static bool is_failure(const RunReport *report) {
    return report->status == RUN_FAILED || report->status == RUN_PENDING;
}

static void begin_section(GString *out, guint number, const char *heading, guint count) {
    g_string_append_printf(out, "<section aria-labelledby=\"s%u\">\n<h2 id=\"s%u\" dir=\"auto\">",
                           number, number);
    markup_put_text(out, heading, -1);
    if (count > 1) {
        g_string_append(out, " <span class=\"count\">");
        index_put_number(out, count);
        g_string_append(out, "</span>");
    }
    g_string_append(out, "</h2>\n<ul class=\"cards\">\n");
}

static void append_failures(GString *out, const RunRecord *record) {
    guint count = run_record_count(record, RUN_FAILED) + run_record_count(record, RUN_PENDING);
    if (!count)
        return;
    begin_section(out, 0, "Not made this time", count);
    for (guint i = 0; i < record->reports->len; i++)
        if (is_failure(run_record_nth(record, i)))
            append_card(out, record, i);
    g_string_append(out, "</ul></section>\n");
}

// Reports in a row that belong to one section: those of one matrix, or those without any.
static guint section_end(const RunRecord *record, guint start) {
    const RunReport *first = run_record_nth(record, start);
    guint end = start + 1;
    for (; end < record->reports->len; end++) {
        const RunReport *next = run_record_nth(record, end);
        if ((next->key != NULL) != (first->key != NULL) ||
            (first->key && strcmp(next->id, first->id) != 0))
            break;
    }
    return end;
}

static void append_name(GString *out, const RunReport *report) {
    g_string_append(out, report->status == RUN_WRITTEN ? "<li class=\"written\">" : "<li>");
    append_link(out, report);
    if (report->key)
        append_values(out, report);
    else
        markup_put_text(out, title_of(report), -1);
    g_string_append(out, "</a></li>\n");
}

// Those from `start` on that found no card. Thousands of cards are no overview, and a list of names
// is searched faster.
static void append_names(GString *out, const RunRecord *record, guint start, guint end,
                         guint count) {
    g_string_append(out, "<details class=\"names\"><summary>");
    index_put_number(out, count);
    g_string_append(out, " more</summary>\n<ul>\n");
    for (guint i = start; i < end; i++)
        if (has_file(run_record_nth(record, i)))
            append_name(out, run_record_nth(record, i));
    g_string_append(out, "</ul></details>\n");
}

static void append_section(GString *out, const RunRecord *record, guint start, guint end) {
    guint count = 0, shown = 0, i = start;
    for (guint k = start; k < end; k++)
        count += has_file(run_record_nth(record, k));
    if (!count)
        return;
    const RunReport *first = run_record_nth(record, start);
    begin_section(out, start + 1, first->key ? first->id : "Reports", count);
    for (; i < end && shown < CARDS_LIMIT; i++)
        if (has_file(run_record_nth(record, i))) {
            append_card(out, record, i);
            shown++;
        }
    g_string_append(out, "</ul>\n");
    if (shown < count)
        append_names(out, record, i, end, count - shown);
    g_string_append(out, "</section>\n");
}

// ---- the head

static void append_summary(GString *out, guint64 count, const char *what) {
    if (!count)
        return;
    g_string_append(out, "<li><b>");
    index_put_number(out, count);
    g_string_append_printf(out, "</b> %s</li>\n", what);
}

static void append_header(GString *out, const RunRecord *record) {
    g_string_append(out, "<header>\n<p class=\"job\" dir=\"auto\">");
    markup_put_text(out, record->job, -1);
    g_string_append(out, "</p>\n<h1>Reports of ");
    index_put_day(out, record->as_of);
    g_string_append(out, "</h1>\n<ul class=\"summary\" aria-label=\"Summary\">\n");
    append_summary(out, run_record_count(record, RUN_WRITTEN), "new or updated");
    append_summary(out, run_record_count(record, RUN_UNCHANGED), "unchanged");
    append_summary(out, run_record_count(record, RUN_FAILED), "failed");
    append_summary(out, run_record_count(record, RUN_PENDING), "not made");
    append_summary(out, record->partnerships, "partnerships");
    append_summary(out, record->sources, "sources");
    g_string_append(out, "</ul>\n");
    if (record->failure) {
        g_string_append(out, "<p class=\"alarm\" role=\"status\">The run ended early: ");
        markup_put_text(out, record->failure, -1);
        g_string_append(out, "</p>\n");
    }
    g_string_append(out, "</header>\n");
}

static void append_footer(GString *out, const RunRecord *record) {
    g_autofree char *ended = run_time_text(record->ended);
    g_string_append(out, "<footer>\n<p>");
    markup_put_text(out, record->program, -1);
    g_string_append_printf(out, ", run %" G_GINT64_FORMAT ", ended <time>%s</time> after ",
                           record->run, ended);
    index_put_seconds(out, MAX(record->ended - record->started, 0));
    g_string_append(out,
                    ". <a href=\"run.json\">All figures of the run</a> (JSON).</p>\n</footer>\n");
}

static void append_head(GString *out, const RunRecord *record) {
    g_string_append(out,
                    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n"
                    "<meta name=\"referrer\" content=\"no-referrer\">\n"
                    "<meta name=\"robots\" content=\"noindex\">\n<title>");
    markup_put_text(out, record->job, -1);
    g_string_append(out, " · ");
    markup_put_text(out, record->as_of, -1);
    g_string_append_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", index_style());
}

char *index_page_html(const RunRecord *record) {
    GString *out = g_string_new(NULL);
    append_head(out, record);
    append_header(out, record);
    g_string_append(out, "<main>\n");
    append_failures(out, record);
    index_put_changes(out, record->changes);
    for (guint start = 0, end; start < record->reports->len; start = end) {
        end = section_end(record, start);
        append_section(out, record, start, end);
    }
    g_string_append(out, "</main>\n");
    append_footer(out, record);
    g_string_append(out, "</body>\n</html>\n");
    return g_string_free(out, FALSE);
}
