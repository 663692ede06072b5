// Reads tables: {"data", "columns": ["field" or {"field", "title"?, "width"?, "format"?, "align"?,
// "total"?, "link"?, "as"?, "inks"?, "max_lines"?, "min"?, "max"?, "under"?, "note"?}], "sort"?,
// "limit"?, "more"?, "group_by"?, "zebra"?, "head"?, "foot"?, "sources"?, "empty"?}.
#include "page/table_spec.h"

#include "base/suggest.h"

enum { SORT_KEYS_MAX = 8, INKS_MAX = 32, LINES_MAX = 100, ROWS_MAX = 1000000 };

enum { ALIGN_DECIMAL = TEXT_ALIGN_JUSTIFY + 1 };
static const Keyword aligns[] = {{"left", TEXT_ALIGN_START},
                                 {"start", TEXT_ALIGN_START},
                                 {"center", TEXT_ALIGN_CENTER},
                                 {"right", TEXT_ALIGN_END},
                                 {"end", TEXT_ALIGN_END},
                                 {"decimal", ALIGN_DECIMAL},
                                 {NULL, 0}};
static const Keyword looks[] = {{"text", CELL_TEXT},       {"chip", CELL_CHIP},
                                {"swatch", CELL_SWATCH},   {"bar", CELL_BAR},
                                {"sparkline", CELL_SPARK}, {NULL, 0}};

TableColumnSpec table_column_of(const char *field) {
    return (TableColumnSpec){
        .field = {.name = field}, .width = {TRACK_AUTO, 0}, .align = -1, .total = -1};
}

// ---- columns

static void read_total(Reader *reader, int *out) {
    const char *word = NULL;
    if (!reader_string(reader, "total", &word))
        return;
    *out = aggregate_find(word);
    if (*out >= 0)
        return;
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (int i = 0; aggregate_name(i); i++)
        g_ptr_array_add(words, (gpointer)aggregate_name(i));
    g_autofree char *hint =
        suggest_hint_or_list(word, (const char *const *)words->pdata, words->len);
    json_error(reader->diags, reader_node(reader, "total"), DIAG_WRONG_VALUE, hint,
               "\"%s\" is no aggregate operation", word);
}

static void read_inks(Reader *reader, Arena *arena, TableColumnSpec *out) {
    const JsonNode *inks = reader_object(reader, "inks");
    if (!inks)
        return;
    if (json_node_size(inks) > INKS_MAX) {
        json_error(reader->diags, inks, DIAG_TOO_LARGE, NULL, "more than %d values have colours",
                   INKS_MAX);
        return;
    }
    InkRule *rules = arena_array(arena, InkRule, json_node_size(inks));
    JsonMembers members;
    const JsonNode *member;
    Reader values;
    reader_begin(&values, reader->diags, inks, "inks");
    json_members_begin(&members, inks);
    while ((member = json_members_next(&members)))
        if (spec_ink(&values, member->key, &rules[out->ink_count].ink))
            rules[out->ink_count++].value = member->key;
    out->inks = rules;
}

// "min" and "max" of a width that is not fixed.
static void read_limits(Reader *reader, TableColumnSpec *out) {
    reader_length(reader, "min", &out->least);
    reader_length(reader, "max", &out->most);
    if (out->most > 0 && out->least > out->most)
        json_error(reader->diags, reader_node(reader, "max"), DIAG_WRONG_VALUE, NULL,
                   "\"max\" is less than \"min\"");
}

// A head above that of the column, or several from the top; neighbours with the same share it.
static void read_under(Reader *reader, TableColumnSpec *out) {
    const JsonNode *node = reader_node(reader, "under");
    if (!node)
        return;
    if (!json_is_array(node->json)) {
        out->under_count = reader_template(reader, "under", TEMPLATE_PLAIN, &out->under[0]);
        return;
    }
    size_t count = json_node_size(node);
    if (count == 0 || count > TABLE_LEVELS_MAX) {
        json_error(reader->diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"under\" has %" G_GSIZE_FORMAT " heads, expected 1 to %d", count,
                   TABLE_LEVELS_MAX);
        return;
    }
    for (guint i = 0; i < count; i++) {
        const JsonNode *item = json_node_item(node, i);
        const char *text;
        if (json_read_string(reader->diags, item, "under", &text) &&
            template_check(reader->diags, item, TEMPLATE_PLAIN))
            out->under[out->under_count++] = item;
    }
}

static void read_align(Reader *reader, TableColumnSpec *out) {
    reader_keyword(reader, "align", aligns, &out->align);
    out->decimal = out->align == ALIGN_DECIMAL;
    if (out->decimal)
        out->align = TEXT_ALIGN_END;
}

static void read_column_object(Reader *reader, Arena *arena, TableColumnSpec *out) {
    if (reader_require(reader, "field"))
        spec_field(reader, "field", &out->field);
    reader_template(reader, "title", TEMPLATE_PLAIN, &out->title);
    reader_track(reader, "width", &out->width);
    spec_format(reader, "format", &out->format);
    read_align(reader, out);
    read_limits(reader, out);
    read_under(reader, out);
    spec_field(reader, "note", &out->note);
    read_total(reader, &out->total);
    spec_field(reader, "link", &out->link);
    reader_keyword(reader, "as", looks, &out->look);
    read_inks(reader, arena, out);
    reader_integer(reader, "max_lines", 1, LINES_MAX, &out->max_lines);
    reader_bool(reader, "hide_empty", &out->hide_empty);
    reader_end(reader);
}

static void read_column(Diags *diags, const JsonNode *node, Arena *arena, TableColumnSpec *out) {
    Reader reader;
    *out = table_column_of(NULL);
    if (json_is_string(node->json)) {
        out->field = (FieldSpec){.name = json_string_value(node->json), .node = node};
        return;
    }
    if (reader_begin(&reader, diags, node, "column"))
        read_column_object(&reader, arena, out);
}

static void read_columns(Reader *reader, Arena *arena, TableSpec *out) {
    if (!reader_require(reader, "columns"))
        return;
    const JsonNode *columns = reader_array(reader, "columns");
    size_t count = columns ? json_node_size(columns) : 0;
    if (columns && (count == 0 || count > TABLE_COLUMNS_MAX)) {
        json_error(reader->diags, columns, DIAG_WRONG_VALUE, NULL,
                   "a table has %" G_GSIZE_FORMAT " columns, expected 1 to %d", count,
                   TABLE_COLUMNS_MAX);
        return;
    }
    out->column_count = (guint)count;
    out->columns = arena_array(arena, TableColumnSpec, count);
    for (guint i = 0; i < out->column_count; i++)
        read_column(reader->diags, json_node_item(columns, i), arena, &out->columns[i]);
}

// ---- rows

static void read_sort_key(Diags *diags, const JsonNode *node, TableSpec *out) {
    static const Keyword orders[] = {{"ascending", false}, {"descending", true}, {NULL, 0}};
    Reader reader;
    int descending = false;
    FieldSpec field = {0};
    if (json_is_string(node->json)) {
        field = (FieldSpec){.name = json_string_value(node->json), .node = node};
    } else if (reader_begin(&reader, diags, node, "sort")) {
        if (reader_require(&reader, "field"))
            spec_field(&reader, "field", &field);
        reader_keyword(&reader, "order", orders, &descending);
        reader_end(&reader);
    }
    if (!field.name)
        return;
    out->sort[out->sort_count] = field;
    out->descending[out->sort_count++] = descending;
}

static void read_sort(Reader *reader, Arena *arena, TableSpec *out) {
    const JsonNode *node = reader_node(reader, "sort");
    if (!node)
        return;
    size_t count = json_is_array(node->json) ? json_node_size(node) : 1;
    if (count > SORT_KEYS_MAX) {
        json_error(reader->diags, node, DIAG_TOO_LARGE, NULL,
                   "rows are sorted by more than %d keys", SORT_KEYS_MAX);
        return;
    }
    out->sort = arena_array(arena, FieldSpec, SORT_KEYS_MAX);
    out->descending = arena_array(arena, bool, SORT_KEYS_MAX);
    if (!json_is_array(node->json)) {
        read_sort_key(reader->diags, node, out);
        return;
    }
    for (size_t i = 0; i < count; i++)
        read_sort_key(reader->diags, json_node_item(node, i), out);
}

void table_read_rows(Reader *reader, Arena *arena, TableSpec *out) {
    out->more = true;
    out->node = reader->node;
    read_sort(reader, arena, out);
    reader_integer(reader, "limit", 1, ROWS_MAX, &out->limit);
    reader_bool(reader, "more", &out->more);
    reader_template(reader, "empty", TEMPLATE_PLAIN, &out->empty);
}

void table_read_columns(Reader *reader, Arena *arena, TableSpec *out) {
    static const Keyword sources[] = {
        {"none", SOURCES_NONE}, {"column", SOURCES_COLUMN}, {"notes", SOURCES_NOTES}, {NULL, 0}};
    out->head = true;
    spec_require_data(reader, "data", &out->data);
    read_columns(reader, arena, out);
    spec_field(reader, "group_by", &out->group_by);
    reader_bool(reader, "zebra", &out->zebra);
    reader_bool(reader, "head", &out->head);
    reader_template(reader, "foot", TEMPLATE_PLAIN, &out->foot);
    reader_keyword(reader, "sources", sources, &out->sources);
}
