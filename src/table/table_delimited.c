// Comma and tab separated text, read as d3-dsv reads it (RFC 4180, any kind of line end) and
// written with as few quotes as may be. The head line names the columns; a row that is too short
// lacks its last values, one that is too long is reported.
#include "table/table.h"

#include <string.h>

typedef struct {
    const char *at, *end;
    char delimiter;
    GString *field;
    Source *source;
    Diags *diags;
} Scanner;

typedef enum { END_FIELD, END_LINE, END_TEXT } FieldEnd;

static void report(const Scanner *s, const char *at, const char *message) {
    gsize start = (gsize)(at - s->source->text);
    Place place = {s->source, start, start + 1, NULL};
    diag_error(s->diags, DIAG_SYNTAX, &place, NULL, "%s", message);
}

// After the opening quote. False when the closing one is missing.
static bool scan_quoted(Scanner *s) {
    const char *opened = s->at - 1;
    while (s->at < s->end) {
        if (*s->at != '"') {
            g_string_append_c(s->field, *s->at++);
        } else if (s->at + 1 < s->end && s->at[1] == '"') {
            g_string_append_c(s->field, '"');
            s->at += 2;
        } else {
            s->at++;
            return true;
        }
    }
    report(s, opened, "a quoted field is not closed");
    return false;
}

static bool is_field_end(const Scanner *s) {
    return s->at == s->end || *s->at == s->delimiter || *s->at == '\n' || *s->at == '\r';
}

static FieldEnd take_end(Scanner *s) {
    if (s->at == s->end)
        return END_TEXT;
    char c = *s->at++;
    if (c == s->delimiter)
        return END_FIELD;
    if (c == '\r' && s->at < s->end && *s->at == '\n')
        s->at++;
    return END_LINE;
}

static bool scan_field(Scanner *s, FieldEnd *end) {
    g_string_truncate(s->field, 0);
    if (s->at < s->end && *s->at == '"') {
        s->at++;
        if (!scan_quoted(s))
            return false;
        if (!is_field_end(s)) {
            report(s, s->at, "text follows the closing quote of a field");
            return false;
        }
    }
    while (!is_field_end(s))
        g_string_append_c(s->field, *s->at++);
    *end = take_end(s);
    return true;
}

// One line into fields (owned). False and reported when malformed.
static bool scan_line(Scanner *s, GPtrArray *fields) {
    FieldEnd end;
    g_ptr_array_set_size(fields, 0);
    do {
        if (!scan_field(s, &end))
            return false;
        g_ptr_array_add(fields, g_strndup(s->field->str, s->field->len));
    } while (end == END_FIELD);
    return true;
}

static bool has_more(const Scanner *s) {
    return s->at < s->end;
}

typedef struct {
    guint *column_of; // of the field at an index in the head
    guint head_count;
    bool warned;
} Head;

static void warn_long_row(const Scanner *s, Head *head, const char *line, guint count) {
    gsize start = (gsize)(line - s->source->text);
    Place place = {s->source, start, start + 1, NULL};
    if (!head->warned)
        diag_warning(s->diags, DIAG_SYNTAX, &place, NULL,
                     "the row has %u fields, the head line %u; the rest is left out", count,
                     head->head_count);
    head->warned = true;
}

// The same name twice is one column that holds the later field, as in d3-dsv.
static Head add_columns(TableBuilder *builder, const GPtrArray *names) {
    Head head = {g_new(guint, names->len), names->len, false};
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < names->len; i++) {
        guint known = GPOINTER_TO_UINT(g_hash_table_lookup(seen, names->pdata[i]));
        head.column_of[i] = known ? known - 1 : table_builder_column(builder, names->pdata[i]);
        g_hash_table_insert(seen, names->pdata[i], GUINT_TO_POINTER(head.column_of[i] + 1));
    }
    return head;
}

static bool scan_rows(Scanner *s, TableBuilder *builder, Head *head, guint column_count) {
    g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func(g_free);
    g_autofree Value *values = g_new(Value, column_count);
    guint64 cells = 0;
    while (has_more(s)) {
        const char *line = s->at;
        if (!scan_line(s, fields))
            return false;
        for (guint i = 0; i < column_count; i++)
            values[i] = value_undefined();
        for (guint i = 0; i < fields->len && i < head->head_count; i++)
            values[head->column_of[i]] = value_string(fields->pdata[i]);
        if (fields->len > head->head_count)
            warn_long_row(s, head, line, fields->len);
        cells += column_count;
        if (cells > TABLE_CELLS_LIMIT) {
            report(s, line, "the table has too many cells");
            return false;
        }
        table_builder_row(builder, values, NULL);
    }
    return true;
}

static guint distinct_columns(const Head *head) {
    guint count = 0;
    for (guint i = 0; i < head->head_count; i++)
        count = MAX(count, head->column_of[i] + 1);
    return count;
}

static Scanner open_scanner(Diags *diags, Source *source, char delimiter) {
    const char *text = source->text;
    gsize skip = strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    return (Scanner){text + skip, text + source->length, delimiter, g_string_new(NULL), source,
                     diags};
}

static bool is_text(const Scanner *s) {
    const char *bad;
    if (g_utf8_validate_len(s->at, (gsize)(s->end - s->at), &bad))
        return true;
    report(s, bad, "the text is not valid UTF-8");
    return false;
}

Table *table_from_delimited(Arena *arena, Diags *diags, Source *source, char delimiter) {
    Scanner s = open_scanner(diags, source, delimiter);
    TableBuilder *builder = table_builder_new(arena);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    bool good = is_text(&s) && scan_line(&s, names);
    if (good && names->len > TABLE_COLUMNS_LIMIT) {
        report(&s, s.at, "the head line has too many columns");
        good = false;
    }
    if (good) {
        Head head = add_columns(builder, names);
        good = scan_rows(&s, builder, &head, distinct_columns(&head));
        g_free(head.column_of);
    }
    g_string_free(s.field, TRUE);
    Table *table = table_builder_end(builder);
    return good ? table : NULL;
}

// --- writing ---

static void write_field(GString *out, const char *text, char delimiter) {
    char special[] = {delimiter, '"', '\n', '\r', '\0'};
    if (!strpbrk(text, special)) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *p);
    }
    g_string_append_c(out, '"');
}

static void write_value(GString *out, Value value, char delimiter) {
    if (!value_is_valid(value))
        return;
    g_autoptr(Arena) scratch = arena_new();
    if (value.type != VALUE_JSON) {
        write_field(out, value_to_string(value, scratch), delimiter);
        return;
    }
    char *text = json_dumps(value.as.json, JSON_COMPACT | JSON_REAL_PRECISION(15));
    write_field(out, text ? text : "", delimiter);
    free(text);
}

char *table_to_delimited(const Table *table, char delimiter) {
    GString *out = g_string_new(NULL);
    for (guint c = 0; c < table->column_count; c++) {
        if (c > 0)
            g_string_append_c(out, delimiter);
        write_field(out, table->columns[c].name, delimiter);
    }
    g_string_append_c(out, '\n');
    for (guint row = 0; row < table->row_count; row++) {
        for (guint c = 0; c < table->column_count; c++) {
            if (c > 0)
                g_string_append_c(out, delimiter);
            write_value(out, table->columns[c].values[row], delimiter);
        }
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}
