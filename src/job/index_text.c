// Paths are percent-encoded before they are escaped, numbers are grouped as English does it, days
// are told in words.
#include "job/index_text.h"

#include "base/format.h"
#include "base/markup.h"

void index_put_href(GString *out, const char *path) {
    g_autofree char *escaped = g_uri_escape_string(path, "/", /*allow_utf8=*/FALSE);
    markup_put_text(out, escaped, -1);
}

void index_put_number(GString *out, guint64 number) {
    NumberFormat format;
    number_format_parse(",d", &format);
    g_autofree char *text = number_format(&format, format_locale("en"), (double)number);
    g_string_append(out, text);
}

void index_put_count(GString *out, guint64 count, const char *what) {
    index_put_number(out, count);
    g_string_append_printf(out, " %s%s", what, count == 1 ? "" : "s");
}

void index_put_size(GString *out, guint64 bytes) {
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
    double size = (double)bytes;
    guint unit = 0;
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    while (size >= 999.5 && unit + 1 < G_N_ELEMENTS(units)) {
        size /= 1000;
        unit++;
    }
    g_ascii_formatd(text, sizeof text, unit && size < 9.95 ? "%.1f" : "%.0f", size);
    g_string_append_printf(out, "%s %s", text, units[unit]);
}

void index_put_seconds(GString *out, double seconds) {
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    if (seconds >= 120) {
        g_string_append_printf(out, "%.0f min", seconds / 60);
        return;
    }
    g_ascii_formatd(text, sizeof text, seconds < 9.95 ? "%.1f" : "%.0f", seconds);
    g_string_append_printf(out, "%s s", text);
}

void index_put_day(GString *out, const char *day) {
    Edtf date;
    g_autofree char *words =
        edtf_parse(day, &date, NULL) ? edtf_format(&date, format_locale("en")) : g_strdup(day);
    g_string_append(out, "<time datetime=\"");
    markup_put_text(out, day, -1);
    g_string_append(out, "\">");
    markup_put_text(out, words, -1);
    g_string_append(out, "</time>");
}
