// The rows are those of store_changes_json (store/changes.h): a kind, a title, and for revisions a
// field with what it was and what it is.
#include "job/index_changes.h"

#include "base/markup.h"
#include "job/index_text.h"

// In the order and by the names of the counts; `word` follows the number.
static const struct {
    const char *kind, *word;
} kinds[] = {{"new", "new"},         {"revised", "revised"},   {"slipped", "slipped"},
             {"overdue", "overdue"}, {"verified", "verified"}, {"withdrawn", "withdrawn"}};

static const char *text_of(const json_t *row, const char *key) {
    return json_string_value(json_object_get(row, key));
}

static guint64 count_of(const json_t *changes, const char *kind) {
    return (guint64)MAX(json_integer_value(json_object_get(changes, kind)), 0);
}

static void put_counts(GString *out, const json_t *changes) {
    g_string_append(out, "<ul class=\"summary\">\n");
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        guint64 count = count_of(changes, kinds[i].kind);
        if (!count)
            continue;
        g_string_append(out, "<li><b>");
        index_put_number(out, count);
        g_string_append_printf(out, "</b> %s</li>\n", kinds[i].word);
    }
    g_string_append(out, "</ul>\n");
}

// <span>: isolated, so that a text from right to left leaves the rest in its order.
static void put_span(GString *out, const char *element, const char *text) {
    g_string_append_printf(out, "<%s dir=\"auto\">", element);
    markup_put_text(out, text, -1);
    g_string_append_printf(out, "</%s>", element);
}

static void put_values(GString *out, const json_t *row) {
    const char *before = text_of(row, "old"), *after = text_of(row, "new");
    if (before)
        put_span(out, "s", before);
    if (before && after)
        g_string_append(out, " <span aria-label=\"becomes\">→</span> ");
    if (after)
        put_span(out, "b", after);
}

// "commitment.due" as "commitment due"
static void put_field(GString *out, const char *field) {
    g_auto(GStrv) parts = g_strsplit(field, ".", -1);
    g_autofree char *words = g_strjoinv(" ", parts);
    markup_put_text(out, words, -1);
}

static void put_row(GString *out, const json_t *row) {
    const char *title = text_of(row, "title"), *field = text_of(row, "field");
    g_string_append(out, "<li><span class=\"kind\">");
    markup_put_text(out, text_of(row, "kind"), -1);
    g_string_append(out, "</span> ");
    put_span(out, "cite", title ? title : text_of(row, "id"));
    if (field) {
        g_string_append(out, " <span class=\"what\">");
        put_field(out, field);
        g_string_append(out, " ");
        put_values(out, row);
        g_string_append(out, "</span>");
    }
    g_string_append(out, "</li>\n");
}

void index_put_changes(GString *out, const json_t *changes) {
    const json_t *rows = json_object_get(changes, "changes");
    const char *since = text_of(json_object_get(changes, "since"), "as_of");
    guint64 all = count_of(changes, "rows");
    if (!all)
        return;
    g_string_append(out, "<section aria-labelledby=\"changes\">\n<h2 id=\"changes\">What changed");
    if (since) {
        g_string_append(out, " since ");
        index_put_day(out, since);
    }
    g_string_append(out, "</h2>\n<div class=\"changes\">\n");
    put_counts(out, changes);
    g_string_append(out, "<ul>\n");
    gsize shown = MIN(json_array_size(rows), INDEX_CHANGES_LIMIT);
    for (gsize i = 0; i < shown; i++)
        put_row(out, json_array_get(rows, i));
    g_string_append(out, "</ul>\n");
    if (all > shown) {
        g_string_append(out, "<p>and ");
        index_put_number(out, all - shown);
        g_string_append(out, " more in <a href=\"run.json\">run.json</a></p>\n");
    }
    g_string_append(out, "</div></section>\n");
}
