// Pages as pictures. The names of the files come from one name with a place for the number; the
// files settle together, so that a set is never of two reports.
#include "app/pictures.h"

#include "base/file.h"
#include "preview/preview.h"

#include <string.h>

enum { PAGES_LIMIT = 1000000 }; // page numbers that are understood

// ---- kinds

static GBytes *draw_svg(const PlacedDocument *document, guint page, TextEngine *engine,
                        double scale, Diags *diags) {
    (void)scale;
    return preview_svg(document, page, engine, diags);
}

PageDraw pictures_find(const char *format) {
    static const struct {
        const char *name;
        PageDraw draw;
    } kinds[] = {{"png", preview_png}, {"svg", draw_svg}};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].name, format) == 0)
            return kinds[i].draw;
    return NULL;
}

// ---- names

// Where the number goes: %d, or %04d for one filled with zeros. Its length, 0 when it is none.
static gsize number_place(const char *text, int *digits) {
    *digits = 1;
    if (text[0] == '%' && text[1] == 'd')
        return 2;
    if (text[0] != '%' || text[1] != '0' || text[2] < '1' || text[2] > '9' || text[3] != 'd')
        return 0;
    *digits = text[2] - '0';
    return 4;
}

static bool has_number(const char *output) {
    int digits;
    for (; *output; output++)
        if (number_place(output, &digits))
            return true;
    return false;
}

static char *name_of(const char *output, guint number) {
    GString *name = g_string_new(NULL);
    for (int digits; *output;) {
        gsize length = number_place(output, &digits);
        if (length)
            g_string_append_printf(name, "%0*u", digits, number);
        else
            g_string_append_c(name, *output);
        output += MAX(length, 1);
    }
    return g_string_free(name, FALSE);
}

// ---- pages

// A number from 1 and what comes after it; NULL when there is none.
static const char *parse_page(const char *text, guint *page) {
    if (!g_ascii_isdigit(*text))
        return NULL;
    char *end = NULL;
    guint64 number = g_ascii_strtoull(text, &end, 10);
    if (number < 1 || number > PAGES_LIMIT)
        return NULL;
    *page = (guint)number;
    return end;
}

bool pictures_parse_range(const char *text, guint *first, guint *last) {
    const char *rest = parse_page(text, first);
    if (!rest)
        return false;
    *last = *rest ? 0 : *first;
    if (!*rest || strcmp(rest, "-") == 0)
        return true;
    rest = *rest == '-' ? parse_page(rest + 1, last) : NULL;
    return rest && !*rest && *last >= *first;
}

// The pages that are meant, from 1. False and reported when the report lacks one.
static bool find_pages(const Report *report, const PictureOptions *options, guint *first,
                       guint *last) {
    guint count = report->placed->page_count;
    *first = options->first ? options->first : 1;
    *last = options->last ? options->last : count;
    guint wanted = MAX(*first, *last);
    if (wanted > count) {
        diag_error(report->diags, DIAG_WRONG_VALUE, NULL, NULL,
                   "page %u is asked for, but the report has %u", wanted, count);
        return false;
    }
    if (*first == *last || (strcmp(options->output, "-") != 0 && has_number(options->output)))
        return true;
    diag_error(
        report->diags, DIAG_WRONG_VALUE, NULL,
        "write %d where the page number goes, as in page-%d.png; or take one page: --pages 1",
        "%u pages do not go into one picture: %s", *last - *first + 1,
        strcmp(options->output, "-") == 0 ? "standard output" : options->output);
    return false;
}

static bool write_one(const Report *report, const PictureOptions *options, guint number,
                      FileSet *set, gsize *size) {
    g_autoptr(GBytes) bytes =
        options->draw(report->placed, number - 1, report->engine, options->scale, report->diags);
    if (!bytes)
        return false;
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    *size += length;
    if (strcmp(options->output, "-") == 0)
        return file_write(report->diags, "-", data, length);
    g_autofree char *name = name_of(options->output, number);
    return file_set_add(set, name, data, length);
}

bool pictures_write(const Report *report, const PictureOptions *options, gsize *size) {
    guint first = 0, last = 0;
    *size = 0;
    if (!find_pages(report, options, &first, &last))
        return false;
    g_autoptr(FileSet) set = file_set_new(report->diags);
    for (guint number = first; number <= last; number++)
        if (!write_one(report, options, number, set, size))
            return false;
    return diags_errors(report->diags) == 0 && file_set_settle(set);
}
