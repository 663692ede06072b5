// Diagnostics for people and for programs. For people: place, message, pointer, the source line
// with carets under the span, and the hint. Everything that came from the input is cleaned on the
// way out, so that no control or bidirectional character of a hostile text reaches the terminal.
// Widths are terminal cells: wide characters two, combining marks none.
#include "base/cells.h"
#include "base/diag.h"

#include <jansson.h>
#include <string.h>

enum {
    WINDOW = 100,      // cells of a source line that are shown
    WINDOW_BEFORE = 60 // of these, before the caret, when the line is longer
};

typedef struct {
    const Diagnostic *record;
    guint group, order; // of its file, of its report
} Entry;

static const char *const severity_names[] = {
    [DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};

// ANSI escapes; all empty when there is no colour.
typedef struct {
    const char *bold, *error, *warning, *caret, *reset;
} Palette;

static const Palette ansi = {"\033[1m", "\033[1;31m", "\033[1;33m", "\033[1;32m", "\033[0m"};
static const Palette plain = {"", "", "", "", ""};

// Characters that change how a terminal behaves or in which direction it writes.
static bool is_unsafe(gunichar c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// The character at text, as it is printed, and how many bytes it took.
static gunichar read_char(const char *text, const char *end, gsize *bytes) {
    gunichar c = g_utf8_get_char_validated(text, end - text);
    if (c == (gunichar)-1 || c == (gunichar)-2) {
        *bytes = 1;
        return 0xFFFD;
    }
    *bytes = (gsize)(g_utf8_next_char(text) - text);
    if (c == '\t' || c == '\n' || c == '\r')
        return ' ';
    return is_unsafe(c) ? 0xFFFD : c;
}

static void append_clean(GString *out, const char *text, const char *end) {
    while (text < end) {
        gsize bytes;
        g_string_append_unichar(out, read_char(text, end, &bytes));
        text += bytes;
    }
}

static void append_text(GString *out, const char *text) {
    append_clean(out, text, text + strlen(text));
}

static guint count_cells(const char *text, const char *end) {
    guint cells = 0;
    while (text < end) {
        gsize bytes;
        cells += cells_of_char(read_char(text, end, &bytes));
        text += bytes;
    }
    return cells;
}

// As far as `cells` reach from text, not past end. At most four bytes a cell plus marks are read.
static const char *walk_forward(const char *text, const char *end, guint cells) {
    const char *limit = end - text > WINDOW * 16 ? text + WINDOW * 16 : end;
    for (guint used = 0; text < limit;) {
        gsize bytes;
        used += cells_of_char(read_char(text, end, &bytes));
        if (used > cells)
            break;
        text += bytes;
    }
    return text;
}

// The start of the character that ends before text.
static const char *char_before(const char *text, const char *start) {
    const char *p = text - 1;
    for (int i = 0; i < 3 && p > start && ((unsigned char)*p & 0xC0) == 0x80; i++)
        p--;
    return g_utf8_get_char_validated(p, text - p) >= (gunichar)-2 ? text - 1 : p;
}

static const char *walk_back(const char *text, const char *start, guint cells) {
    const char *limit = text - start > WINDOW * 16 ? text - WINDOW * 16 : start;
    for (guint used = 0; text > limit;) {
        const char *before = char_before(text, start);
        gsize bytes;
        used += cells_of_char(read_char(before, text, &bytes));
        if (used > cells)
            break;
        text = before;
    }
    return text;
}

// The part of a line that is shown, and the span in it.
typedef struct {
    const char *line, *line_end; // the whole line
    const char *from, *to;       // what is shown
    const char *mark, *mark_end;
} Excerpt;

static Excerpt excerpt_find(const Place *place) {
    Source *source = place->source;
    gsize start, end;
    gsize offset = MIN(place->start, source->length);
    source_line(source, offset, &start, &end);
    Excerpt excerpt = {.line = source->text + start, .line_end = source->text + end};
    excerpt.mark = source->text + MIN(offset, end);
    excerpt.mark_end = source->text + CLAMP(place->end, MIN(offset, end), end);
    excerpt.from = excerpt.line;
    excerpt.to = walk_forward(excerpt.line, excerpt.line_end, WINDOW);
    if (excerpt.to == excerpt.line_end)
        return excerpt;
    excerpt.from = walk_back(excerpt.mark, excerpt.line, WINDOW_BEFORE);
    excerpt.to = walk_forward(excerpt.from, excerpt.line_end, WINDOW);
    excerpt.mark_end = MIN(excerpt.mark_end, excerpt.to);
    return excerpt;
}

static void append_repeated(GString *out, char c, guint count) {
    for (guint i = 0; i < count; i++)
        g_string_append_c(out, c);
}

static void append_excerpt(GString *out, const Place *place, guint line, const Palette *palette) {
    Excerpt excerpt = excerpt_find(place);
    g_autofree char *number = g_strdup_printf("%6u", line);
    g_string_append_printf(out, "%s | %s", number, excerpt.from > excerpt.line ? "…" : "");
    append_clean(out, excerpt.from, excerpt.to);
    g_string_append_printf(out, "%s\n", excerpt.to < excerpt.line_end ? "…" : "");
    append_repeated(out, ' ', (guint)strlen(number));
    g_string_append(out, " | ");
    guint before = count_cells(excerpt.from, excerpt.mark) + (excerpt.from > excerpt.line);
    append_repeated(out, ' ', before);
    g_string_append(out, palette->caret);
    append_repeated(out, '^', MAX(count_cells(excerpt.mark, excerpt.mark_end), 1));
    g_string_append_printf(out, "%s\n", palette->reset);
}

static bool has_text(const Place *place) {
    return place->source && place->source->text;
}

static void append_head(GString *out, const Diagnostic *record, guint line, guint column,
                        const Palette *palette) {
    if (record->place.source) {
        g_string_append(out, palette->bold);
        append_text(out, record->place.source->name);
        if (line)
            g_string_append_printf(out, ":%u:%u", line, column);
        g_string_append_printf(out, ":%s ", palette->reset);
    }
    const char *colour = record->severity == DIAG_ERROR     ? palette->error
                         : record->severity == DIAG_WARNING ? palette->warning
                                                            : palette->bold;
    g_string_append_printf(out, "%s%s:%s ", colour, severity_names[record->severity],
                           palette->reset);
    append_text(out, record->message);
    g_string_append_printf(out, " [%s]\n", diag_name(record->id));
}

static void append_record(GString *out, const Diagnostic *record, const Palette *palette) {
    const Place *place = &record->place;
    guint line = 0, column = 0;
    if (has_text(place))
        source_locate(place->source, place->start, &line, &column);
    append_head(out, record, line, column, palette);
    if (place->pointer && *place->pointer) {
        g_string_append(out, "  at ");
        append_text(out, place->pointer);
        g_string_append_c(out, '\n');
    }
    if (has_text(place))
        append_excerpt(out, place, line, palette);
    if (record->hint) {
        g_string_append(out, "  ");
        append_text(out, record->hint);
        g_string_append_c(out, '\n');
    }
}

static int compare_entries(gconstpointer left, gconstpointer right) {
    const Entry *a = left, *b = right;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    const Place *p = &a->record->place, *q = &b->record->place;
    if (p->source && p->source->first_line != q->source->first_line)
        return p->source->first_line < q->source->first_line ? -1 : 1;
    if (p->start != q->start)
        return p->start < q->start ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static const char *file_of(const Diagnostic *record) {
    return record->place.source ? record->place.source->name : "";
}

// The kept records by file, in the order in which files were first reported, then by place.
static GArray *sort_records(const Diags *diags) {
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_autoptr(GHashTable) groups = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < diags_kept(diags); i++) {
        const Diagnostic *record = diags_nth(diags, i);
        char *file = (char *)file_of(record);
        if (!g_hash_table_contains(groups, file))
            g_hash_table_insert(groups, file, GUINT_TO_POINTER(g_hash_table_size(groups)));
        guint group = GPOINTER_TO_UINT(g_hash_table_lookup(groups, file));
        Entry entry = {record, group, i};
        g_array_append_val(entries, entry);
    }
    g_array_sort(entries, compare_entries);
    return entries;
}

static void append_count(GString *out, guint count, const char *noun) {
    if (!count)
        return;
    g_string_append_printf(out, "%s%u more %s%s", out->len ? " and " : "", count, noun,
                           count == 1 ? "" : "s");
}

static void print_left_out(const Diags *diags, FILE *stream) {
    g_autoptr(GString) counts = g_string_new(NULL);
    append_count(counts, diags_left_out(diags, DIAG_ERROR), "error");
    append_count(counts, diags_left_out(diags, DIAG_WARNING), "warning");
    append_count(counts, diags_left_out(diags, DIAG_NOTE), "note");
    if (counts->len)
        fprintf(stream, "… and %s\n", counts->str);
}

void diags_print(const Diags *diags, FILE *stream, bool colour) {
    g_autoptr(GArray) entries = sort_records(diags);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < entries->len; i++) {
        g_string_truncate(out, 0);
        append_record(out, g_array_index(entries, Entry, i).record, colour ? &ansi : &plain);
        fwrite(out->str, 1, out->len, stream);
    }
    print_left_out(diags, stream);
}

static void set_text(json_t *object, const char *key, const char *text) {
    if (!text)
        return;
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    json_object_set_new(object, key, json_string(valid));
}

static void set_place(json_t *object, const Place *place) {
    if (place->source)
        set_text(object, "file", place->source->name);
    if (has_text(place)) {
        guint line, column;
        source_locate(place->source, place->start, &line, &column);
        json_object_set_new(object, "line", json_integer(line));
        json_object_set_new(object, "column", json_integer(column));
        if (place->end > place->start) {
            source_locate(place->source, place->end, &line, &column);
            json_object_set_new(object, "endLine", json_integer(line));
            json_object_set_new(object, "endColumn", json_integer(column));
        }
    }
    set_text(object, "pointer", place->pointer);
}

static json_t *record_to_json(const Diagnostic *record) {
    json_t *object = json_object();
    set_text(object, "id", diag_name(record->id));
    set_text(object, "severity", severity_names[record->severity]);
    set_place(object, &record->place);
    set_text(object, "message", record->message);
    set_text(object, "hint", record->hint);
    return object;
}

// JSON leaves some control characters as they are; inside its strings an escape says the same.
static void print_escaped(const char *text, FILE *stream) {
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c != '\n' && is_unsafe(c))
            fprintf(stream, "\\u%04x", c);
        else
            fwrite(p, 1, (gsize)(g_utf8_next_char(p) - p), stream);
    }
}

void diags_print_json(const Diags *diags, FILE *stream) {
    g_autoptr(GArray) entries = sort_records(diags);
    json_t *array = json_array();
    for (guint i = 0; i < entries->len; i++)
        json_array_append_new(array, record_to_json(g_array_index(entries, Entry, i).record));
    char *text = json_dumps(array, JSON_INDENT(2));
    print_escaped(text, stream);
    fputc('\n', stream);
    free(text);
    json_decref(array);
}
