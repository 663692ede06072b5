// Comma and tab separated text, read as d3-dsv reads it (RFC 4180, any kind of line end) and
// written with as few quotes as may be. The head line names the columns; a row that is too short
// lacks its last values, one that is too long loses some: both are counted and reported, as are
// columns of one name. The text is gone over twice: once to
// check it and count its rows, once to cut it into fields where it stands; a field costs no memory
// but its cell, and the arena keeps the text.
#include "table/table.h"

#include <string.h>

typedef struct {
    const char *at, *end;
    char delimiter;
    Source *source;
    Diags *diags;
} Scanner;

typedef enum { END_FIELD, END_LINE, END_TEXT } FieldEnd;

static void report_with(const Scanner *s, const char *at, const char *hint, const char *message) {
    gsize start = (gsize)(at - s->source->text);
    Place place = {s->source, start, start + 1, NULL};
    diag_error(s->diags, DIAG_SYNTAX, &place, hint, "%s", message);
}

static void report(const Scanner *s, const char *at, const char *message) {
    report_with(s, at, NULL, message);
}

// --- checking ---

// After the opening quote. False when the closing one is missing.
static bool skip_quoted(Scanner *s) {
    const char *opened = s->at - 1;
    while ((s->at = memchr(s->at, '"', (gsize)(s->end - s->at)))) {
        s->at++;
        if (s->at == s->end || *s->at != '"')
            return true;
        s->at++;
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

static bool skip_field(Scanner *s, FieldEnd *end) {
    if (s->at < s->end && *s->at == '"') {
        s->at++;
        if (!skip_quoted(s))
            return false;
        if (!is_field_end(s)) {
            bool is_other = *s->at && strchr(";\t|,", *s->at);
            report_with(s, s->at,
                        is_other ? "if that parts the columns: \"format\": {\"type\": \"dsv\", "
                                   "\"delimiter\": \";\"}"
                                 : NULL,
                        "text follows the closing quote of a field");
            return false;
        }
    }
    while (!is_field_end(s))
        s->at++;
    *end = take_end(s);
    return true;
}

// Past one line; the number of its fields, or 0 and reported when it is malformed.
static guint skip_line(Scanner *s) {
    FieldEnd end;
    guint count = 0;
    do {
        if (!skip_field(s, &end))
            return 0;
        count++;
    } while (end == END_FIELD);
    return count;
}

static bool has_more(const Scanner *s) {
    return s->at < s->end;
}

// Rows that have other numbers of fields than the head line.
typedef struct {
    const char *line; // the first of them
    guint fields;     // that it has
    guint rows;
} Uneven;

static void note_uneven(Uneven *uneven, const char *line, guint count) {
    if (uneven->rows++ == 0) {
        uneven->line = line;
        uneven->fields = count;
    }
}

// The line as a source of its own, since the text will be cut.
static void warn_uneven(const Scanner *s, const Uneven *uneven, guint head_count,
                        const char *outcome) {
    const char *line = uneven->line;
    if (uneven->rows == 0)
        return;
    gsize length = strcspn(line, "\r\n");
    g_autoptr(Source) copy = source_new(s->source->name, g_strndup(line, length), length);
    copy->first_line = s->source->first_line;
    for (const char *p = s->source->text; p < line; p++)
        copy->first_line += *p == '\n';
    Place place = {copy, 0, 1, NULL};
    g_autofree char *more = uneven->rows == 1
                                ? g_strdup("")
                                : g_strdup_printf(", as in %u more row%s", uneven->rows - 1,
                                                  uneven->rows == 2 ? "" : "s");
    diag_warning(s->diags, DIAG_SYNTAX, &place, NULL,
                 "the row has %u field%s, the head line %u; %s%s", uneven->fields,
                 uneven->fields == 1 ? "" : "s", head_count, outcome, more);
}

// The number of rows below the head; false and reported when something is malformed or too large.
static bool count_rows(Scanner *s, guint head_count, guint column_count, guint *rows) {
    Uneven longer = {0}, shorter = {0};
    for (*rows = 0; has_more(s); ++*rows) {
        const char *line = s->at;
        guint count = skip_line(s);
        if (count == 0)
            return false;
        if (count != head_count)
            note_uneven(count > head_count ? &longer : &shorter, line, count);
        if (((guint64)*rows + 1) * column_count > TABLE_CELLS_LIMIT) {
            report(s, line, "the table has too many cells");
            return false;
        }
    }
    warn_uneven(s, &longer, head_count, "the rest is left out");
    warn_uneven(s, &shorter, head_count, "what it lacks is empty");
    return true;
}

// --- cutting ---

// The field that begins here, as a string that ends where the field did; quotes are taken away in
// place. The text is known to be well formed.
static const char *cut_field(Scanner *s, FieldEnd *end) {
    char *to = (char *)s->at, *field = to;
    if (s->at < s->end && *s->at == '"') {
        for (s->at++; *s->at != '"' || (s->at + 1 < s->end && s->at[1] == '"'); s->at++) {
            s->at += *s->at == '"';
            *to++ = *s->at;
        }
        s->at++;
    } else {
        while (!is_field_end(s))
            s->at++;
        to = (char *)s->at;
    }
    *end = take_end(s);
    *to = '\0';
    return field;
}

typedef struct {
    guint *column_of; // of the field at an index in the head
    guint *first;     // of a column: the first field it has
    guint head_count, column_count;
} Head;

// The same name twice is one column that holds the later field, as in d3-dsv.
static Head read_head(const Scanner *s, Arena *arena, const GPtrArray *names) {
    Head head = {.column_of = arena_array(arena, guint, names->len),
                 .first = arena_array(arena, guint, names->len),
                 .head_count = names->len};
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < names->len; i++) {
        guint known = GPOINTER_TO_UINT(g_hash_table_lookup(seen, names->pdata[i]));
        head.column_of[i] = known ? known - 1 : head.column_count++;
        if (known) {
            g_autoptr(Source) name = source_new(s->source->name, NULL, 0);
            diag_warning(s->diags, DIAG_DUPLICATE_ID, &(Place){.source = name},
                         "give each column a name of its own",
                         "the column \"%s\" is there twice in the head line; the values of the "
                         "later one are kept",
                         (const char *)names->pdata[i]);
        }
        if (!known)
            head.first[head.column_of[i]] = i;
        g_hash_table_insert(seen, names->pdata[i], GUINT_TO_POINTER(head.column_of[i] + 1));
    }
    return head;
}

static void cut_row(Scanner *s, const Head *head, Table *table, guint row) {
    FieldEnd end;
    guint count = 0;
    do {
        const char *field = cut_field(s, &end);
        if (count < head->head_count)
            table->columns[head->column_of[count]].values[row] = value_string(field);
        count++;
    } while (end == END_FIELD);
    for (guint c = 0; count < head->head_count && c < head->column_count; c++)
        if (head->first[c] >= count)
            table->columns[c].values[row] = value_undefined();
}

static Table *cut_rows(Scanner *s, Arena *arena, const Head *head, const GPtrArray *names,
                       guint rows) {
    Table *table = table_new(arena, 0, NULL, rows);
    table->columns = arena_array(arena, Column, head->column_count);
    table->column_count = head->column_count;
    for (guint c = 0; c < head->column_count; c++)
        table->columns[c] = (Column){.name = names->pdata[head->first[c]],
                                     .values = arena_array(arena, Value, rows)};
    for (guint row = 0; row < rows; row++)
        cut_row(s, head, table, row);
    return table;
}

// --- the whole ---

static Scanner open_scanner(Diags *diags, Source *source, char delimiter) {
    const char *text = source->text;
    gsize skip = strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    return (Scanner){text + skip, text + source->length, delimiter, source, diags};
}

static bool is_text(const Scanner *s) {
    const char *bad;
    if (g_utf8_validate_len(s->at, (gsize)(s->end - s->at), &bad))
        return true;
    report_with(s, bad, "save it as UTF-8: spreadsheets call it \"CSV UTF-8\"",
                "the text is not valid UTF-8");
    return false;
}

// The names in the head line, in the arena; the text stays whole.
static GPtrArray *read_names(Scanner *s, Arena *arena) {
    GPtrArray *names = g_ptr_array_new();
    const char *line = s->at;
    if (!skip_line(s))
        return names;
    gsize length = (gsize)(s->at - line);
    char *copy = arena_strndup(arena, line, length);
    Scanner cut = {copy, copy + length, s->delimiter, s->source, s->diags};
    FieldEnd end;
    do
        g_ptr_array_add(names, (gpointer)cut_field(&cut, &end));
    while (end == END_FIELD);
    return names;
}

static void release_source(void *source) {
    source_unref(source);
}

Table *table_from_delimited(Arena *arena, Diags *diags, Source *source, char delimiter) {
    Scanner s = open_scanner(diags, source, delimiter);
    if (!is_text(&s))
        return NULL;
    if (!has_more(&s)) {
        g_autoptr(Source) name = source_new(source->name, NULL, 0);
        diag_error(diags, DIAG_EMPTY, &(Place){.source = name}, NULL,
                   "there is nothing in it, not even a head line");
        return NULL;
    }
    g_autoptr(GPtrArray) names = read_names(&s, arena);
    if (names->len > TABLE_COLUMNS_LIMIT)
        report(&s, s.at, "the head line has too many columns");
    if (names->len == 0 || names->len > TABLE_COLUMNS_LIMIT)
        return NULL;
    Head head = read_head(&s, arena, names);
    Scanner counted = s;
    guint rows;
    if (!count_rows(&counted, head.head_count, head.column_count, &rows))
        return NULL;
    arena_own(arena, source_ref(source), release_source);
    return cut_rows(&s, arena, &head, names, rows);
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

char *table_delimiter_hint(const Table *table) {
    const char *found = table->column_count == 1 ? strpbrk(table->columns[0].name, ";\t|,") : NULL;
    return found ? g_strdup_printf("add \"format\": {\"type\": \"dsv\", \"delimiter\": \"%s\"}",
                                   *found == '\t' ? "\\t" : (char[]){*found, 0})
                 : NULL;
}
