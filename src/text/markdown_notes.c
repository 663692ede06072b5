// Footnotes that do not find each other, found in the text itself, since cmark-gfm's tree no longer
// tells a mark without a note from a text in brackets. Read line by line: what begins a line with
// "[^NAME]:" is a note, any other "[^NAME]" a mark. Names are the same case apart, as cmark-gfm has
// it. Work is linear in the text.
#include "text/markdown_notes.h"

#include <stdbool.h>
#include <string.h>

typedef struct {
    GPtrArray *marks, *notes;   // names as written, in the order of the text
    GHashTable *marked, *noted; // the same in one case
    const char *fence;          // what closes the code around; NULL: there is none
} Scan;

// The length of "[^NAME]" at p; 0: there is none.
static gsize mark_length(const char *p) {
    if (p[0] != '[' || p[1] != '^')
        return 0;
    gsize name = strcspn(p + 2, "[]\r\n\t");
    return name > 0 && p[2 + name] == ']' ? name + 3 : 0;
}

static void add(GPtrArray *names, GHashTable *seen, const char *mark, gsize length) {
    char *name = g_strndup(mark + 2, length - 3);
    if (g_hash_table_add(seen, g_utf8_casefold(name, -1)))
        g_ptr_array_add(names, name);
    else
        g_free(name);
}

static const char *skip_blanks_and_quotes(const char *line) {
    while (*line == ' ' || *line == '>')
        line++;
    return line;
}

// Opens or closes code between lines of ``` or ~~~; true: the line is such a one.
static bool scan_fence(Scan *scan, const char *line) {
    static const char *const fences[] = {"```", "~~~"};
    const char *start = skip_blanks_and_quotes(line);
    for (guint i = 0; i < G_N_ELEMENTS(fences); i++) {
        if (!g_str_has_prefix(start, fences[i]) || (scan->fence && scan->fence != fences[i]))
            continue;
        scan->fence = scan->fence ? NULL : fences[i];
        return true;
    }
    return false;
}

// The end of the code that begins with backticks at p; where nothing closes it, of the backticks.
static const char *skip_code(const char *p, const char *end) {
    gsize ticks = strspn(p, "`");
    for (const char *at = p + ticks; at < end;) {
        gsize found = strspn(at, "`");
        if (found == ticks)
            return at + found;
        at += found ? found : strcspn(at, "`\n");
        if (*at == '\n' || !*at)
            break;
    }
    return p + ticks;
}

static void scan_line(Scan *scan, const char *line, const char *end) {
    const char *p = skip_blanks_and_quotes(line);
    gsize length = mark_length(p);
    if (length && p[length] == ':') {
        add(scan->notes, scan->noted, p, length);
        p += length;
    }
    while (p < end) {
        length = mark_length(p);
        if (*p == '\\' && p + 1 < end) {
            p += 2;
        } else if (*p == '`') {
            p = skip_code(p, end);
        } else if (length) {
            if (p[length] != '(') // that is a link
                add(scan->marks, scan->marked, p, length);
            p += length;
        } else {
            p++;
        }
    }
}

// Those of names that are not in the table.
static GPtrArray *without(const GPtrArray *names, GHashTable *table) {
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *key = g_utf8_casefold(names->pdata[i], -1);
        if (!g_hash_table_contains(table, key))
            g_ptr_array_add(found, g_strdup(names->pdata[i]));
    }
    return found;
}

MarkdownUnmatched markdown_find_unmatched(const char *text) {
    g_autoptr(GHashTable) marked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) noted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) marks = g_ptr_array_new_with_free_func(g_free);
    Scan scan = {.marks = marks, .marked = marked, .noted = noted};
    scan.notes = g_ptr_array_new_with_free_func(g_free);
    for (const char *line = text; *line;) {
        const char *end = line + strcspn(line, "\n");
        if (!scan_fence(&scan, line) && !scan.fence)
            scan_line(&scan, line, end);
        line = *end ? end + 1 : end;
    }
    return (MarkdownUnmatched){without(marks, noted), without(scan.notes, marked), scan.notes};
}

void markdown_unmatched_clear(MarkdownUnmatched *unmatched) {
    g_ptr_array_unref(unmatched->marks);
    g_ptr_array_unref(unmatched->notes);
    g_ptr_array_unref(unmatched->names);
}
