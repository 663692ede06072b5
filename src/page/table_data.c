// From a dataset to a printed table: order, limit and groups of rows, then every value as text.
// Totals are over all rows, shown or not, and exact where the values are (aggregate_rows).
#include "page/cell_format.h"
#include "page/page_state.h"
#include "page/source_note.h"
#include "page/table_points.h"
#include "page/table_spec.h"
#include "page/table_total.h"
#include "page/table_trace.h"
#include "page/template.h"
#include "page/typeset.h"
#include "table/group.h"
#include "table/sort.h"

#include <math.h>
#include <string.h>

static const char DASH[] = "\xE2\x80\x94";
enum { CITATIONS_SHOWN = 4 };

typedef struct {
    const TableColumnSpec *spec;
    Field field, link, note, cites;
    CellFormat format;
    double least, greatest; // of the numbers and 0, for bars
} BoundColumn;

// Lives as long as the document when the table is long.
typedef struct {
    Compose *compose;
    const TableSpec *spec;
    const Table *table;  // what is shown, in the order of printing
    const guint *origin; // of its rows in `all`, where it has fewer
    const Table *all;    // what totals count; `table` when there is no limit
    guint columns;       // with the one of sources
    BoundColumn *bound;
    TableModel model;
    GArray *rows;       // of TableRow
    GHashTable *marks;  // text of a note to its mark
    GPtrArray *notes;   // their texts, in the order of their marks
    GArray *cited;      // of guint: sources whose notes the row in making has
    const char **texts; // of the cells of a long table, row by row; NULL: cells are made at once
    TableTrace *trace;  // NULL: nobody asked
} Maker;

// ---- rows

static bool check_fields(Compose *compose, const TableSpec *spec, const Table *table) {
    bool good = spec_check_field(compose, table, &spec->group_by);
    for (guint i = 0; i < spec->column_count; i++) {
        const TableColumnSpec *column = &spec->columns[i];
        good &= spec_check_field(compose, table, &column->field);
        if (column->total >= 0 && column->field.name)
            good &= spec_check_operation(compose, table, &column->field, column->total) &&
                    spec_check_money(compose, table, &column->field, column->total);
        if (column->look == CELL_BAR)
            good &= spec_check_numbers(compose, table, &column->field, "a bar");
        if (column->look == CELL_SPARK)
            good &= table_points_check(compose, table, &column->field);
        good &= spec_check_field(compose, table, &spec->columns[i].link);
        good &= spec_check_field(compose, table, &spec->columns[i].note);
    }
    for (guint i = 0; i < spec->sort_count; i++)
        good &= spec_check_field(compose, table, &spec->sort[i]);
    return good;
}

// The rows to be shown, sorted and limited.
static void pick_rows(Maker *maker, const Table *table) {
    const TableSpec *spec = maker->spec;
    Arena *arena = maker->compose->arena;
    bool limited = spec->limit && spec->limit < table->row_count;
    maker->table = maker->all = table;
    if (!spec->sort_count && !limited)
        return;
    guint *rows = arena_array(arena, guint, table->row_count);
    for (guint i = 0; i < table->row_count; i++)
        rows[i] = i;
    SortField *keys = arena_array(arena, SortField, spec->sort_count);
    for (guint i = 0; i < spec->sort_count; i++)
        keys[i] = (SortField){spec->sort[i].name, spec->descending[i]};
    Sorter sorter = sorter_new(arena, table, keys, spec->sort_count);
    sorter_sort(&sorter, rows, table->row_count);
    guint count = limited ? (guint)spec->limit : table->row_count;
    maker->table = table_pick(arena, table, rows, count);
    maker->all = limited ? table : maker->table;
    maker->origin = limited ? rows : NULL;
}

// ---- columns

static bool has_values(const Table *table, const TableColumnSpec *column) {
    Field field = field_bind(table->arena, table, column->field.name);
    for (guint row = 0; row < table->row_count; row++) {
        Value value = field_value(&field, row);
        if (!value_is_nullish(value) && !(value.type == VALUE_STRING && !*value.as.string))
            return true;
    }
    return false;
}

// A copy without the columns that are to be hidden; with all of them when none would be left. A
// column with a total is not empty while a row that it counts is not.
static const TableSpec *drop_empty(const Maker *maker) {
    Arena *arena = maker->compose->arena;
    const TableSpec *spec = maker->spec;
    TableSpec *kept = arena_memdup(arena, spec, sizeof *spec);
    guint count = 0;
    kept->columns = arena_array(arena, TableColumnSpec, spec->column_count);
    for (guint i = 0; i < spec->column_count; i++) {
        const Table *table = spec->columns[i].total >= 0 ? maker->all : maker->table;
        if (!spec->columns[i].hide_empty || has_values(table, &spec->columns[i]))
            kept->columns[count++] = spec->columns[i];
    }
    if (count)
        kept->column_count = count;
    else
        kept->columns = spec->columns;
    return kept;
}

// "amount_usd" as people write it: "Amount usd".
static const char *humanized(Arena *arena, const char *field) {
    g_autoptr(GString) text = g_string_new(field);
    g_string_replace(text, "_", " ", 0);
    gunichar first = g_utf8_get_char(text->str);
    g_string_erase(text, 0, g_utf8_next_char(text->str) - text->str);
    char upper[8] = {0};
    upper[g_unichar_to_utf8(g_unichar_totitle(first), upper)] = '\0';
    return arena_printf(arena, "%s%s", *field ? upper : "", text->str);
}

static const char *head_text(Maker *maker, const TableColumnSpec *spec) {
    if (spec->title)
        return template_expand(maker->compose->scope, spec->title, TEMPLATE_PLAIN);
    return spec->word ? spec->word : humanized(maker->compose->arena, spec->field.name);
}

static void find_range(BoundColumn *bound, guint rows) {
    for (guint row = 0; row < rows; row++) {
        double number = value_to_number(field_value(&bound->field, row));
        if (!isfinite(number))
            continue;
        bound->least = MIN(bound->least, number);
        bound->greatest = MAX(bound->greatest, number);
    }
}

// A format that does not fit what the column holds is told by the first of its values.
static void check_format(const Maker *maker, const BoundColumn *bound) {
    enum { VALUES_TRIED = 50 };
    const char *format = bound->format.format, *problem = "";
    guint tried = 0;
    if (!bound->spec->format || !format || bound->spec->look == CELL_SPARK)
        return;
    for (guint row = 0; row < maker->table->row_count && tried < VALUES_TRIED; row++) {
        Value value = field_value(&bound->field, row);
        if (value_is_nullish(value) || (value.type == VALUE_STRING && !*value.as.string))
            continue;
        tried++;
        if (template_format_fits(maker->compose->scope, value, format, &problem))
            continue;
        json_warning(maker->compose->diags, bound->spec->field.node, DIAG_BAD_FORMAT,
                     "write a number as \",.0f\", a date as \"%d %B %Y\"",
                     "format \"%s\" of \"%s\" %s; its values stand as they are", format,
                     bound->spec->field.name, problem);
        return;
    }
}

// What stands before the fraction of a number in the report's language.
static const char *decimal_point(const Maker *maker) {
    const CellFormat format = {COLUMN_NUMBER, ".1f"};
    const char *text = cell_format_print(maker->compose->scope, &format, value_number(0.5));
    const char *point = g_utf8_next_char(text);
    return arena_strndup(maker->compose->arena, point, (gsize)(g_utf8_next_char(point) - point));
}

static void bind_heads(Maker *maker, guint i) {
    const TableColumnSpec *spec = &maker->spec->columns[i];
    TableColumn *column = &maker->model.columns[i];
    column->under_count = spec->under_count;
    for (guint level = 0; level < spec->under_count; level++)
        column->under[level] =
            template_expand(maker->compose->scope, spec->under[level], TEMPLATE_PLAIN);
}

static bool cites_source(const Maker *maker, guint column) {
    const char *field = maker->spec->columns[column].cites;
    return field && table_column(maker->table, field);
}

// Numbers stand at the right edge of their column wherever it is: figures run from left to right in
// Arabic and Urdu too, and units stand below units. A bar begins at the edge where reading does.
static TextAlign align_of(const Maker *maker, const TableColumnSpec *spec, bool number) {
    TextAlign natural = number ? TEXT_ALIGN_END : TEXT_ALIGN_START;
    TextAlign align = spec->align < 0 ? natural : (TextAlign)spec->align;
    bool turned = maker->compose->rtl && number && align == TEXT_ALIGN_END;
    return turned && spec->look == CELL_TEXT ? TEXT_ALIGN_START : align;
}

static void bind_column(Maker *maker, guint i) {
    const TableColumnSpec *spec = &maker->spec->columns[i];
    Arena *arena = maker->compose->arena;
    const Table *table = maker->table;
    BoundColumn *bound = &maker->bound[i];
    bound->spec = spec;
    bound->field = field_bind(arena, table, spec->field.name);
    if (spec->link.name)
        bound->link = field_bind(arena, table, spec->link.name);
    if (spec->note.name)
        bound->note = field_bind(arena, table, spec->note.name);
    if (cites_source(maker, i))
        bound->cites = field_bind(arena, table, spec->cites);
    bound->format =
        cell_format_of(maker->compose->scope, &bound->field, table->row_count, spec->format);
    if (spec->look == CELL_SPARK) // of the last number of each
        bound->format = (CellFormat){COLUMN_NUMBER, spec->format ? spec->format : ",~r"};
    if (spec->look == CELL_BAR)
        find_range(bound, table->row_count);
    check_format(maker, bound);
    bool number = bound->format.type == COLUMN_NUMBER;
    maker->model.columns[i] = (TableColumn){.head = {.text = head_text(maker, spec)},
                                            .width = spec->width,
                                            .align = align_of(maker, spec, number),
                                            .look = (CellLook)spec->look,
                                            .least = spec->least,
                                            .most = spec->most,
                                            .point = spec->decimal ? decimal_point(maker) : NULL,
                                            .marked = spec->note.name,
                                            .nowrap = number || bound->format.type == COLUMN_DATE ||
                                                      spec->look == CELL_CHIP,
                                            .max_lines = (int)spec->max_lines};
    bind_heads(maker, i);
}

// The first column of texts names its row.
static void choose_row_head(Maker *maker) {
    for (guint i = 0; i < maker->spec->column_count; i++) {
        if (maker->bound[i].format.type != COLUMN_TEXT)
            continue;
        maker->model.columns[i].row_head = true;
        return;
    }
}

static void bind_columns(Maker *maker) {
    Arena *arena = maker->compose->arena;
    maker->columns = maker->spec->column_count + (maker->spec->sources ? 1 : 0);
    maker->bound = arena_array(arena, BoundColumn, maker->columns);
    maker->model.columns = arena_array(arena, TableColumn, maker->columns);
    maker->model.column_count = maker->columns;
    for (guint i = 0; i < maker->spec->column_count; i++)
        bind_column(maker, i);
    if (maker->spec->sources)
        maker->model.columns[maker->columns - 1] =
            (TableColumn){.head = {.text = words_text(maker->compose->words, WORD_SOURCE)},
                          .width = {TRACK_AUTO, 0},
                          .align = TEXT_ALIGN_END,
                          .nowrap = true};
    choose_row_head(maker);
}

// ---- cells

static const Colour *cell_colour(const Maker *maker, const TableColumnSpec *spec, Value value,
                                 const char *text, Arena *arena) {
    Colour colour;
    // By what is in the data; what is printed may be a word of another language.
    const char *raw = value.type == VALUE_STRING ? value.as.string : text;
    for (guint i = 0; i < spec->ink_count; i++)
        if (strcmp(spec->inks[i].value, raw) == 0)
            return &maker->compose->theme->inks[spec->inks[i].ink];
    if (!page_state_find_colour(maker->compose->state, spec->field.name, value, &colour))
        return NULL;
    return arena_memdup(arena, &colour, sizeof colour);
}

static const char *cell_link(const BoundColumn *bound, guint row) {
    Value value = bound->spec->link.name ? field_value(&bound->link, row) : value_null();
    bool good =
        value.type == VALUE_STRING && *value.as.string && markdown_link_is_allowed(value.as.string);
    return good ? value.as.string : NULL;
}

static void report_link(const Maker *maker, const BoundColumn *bound, guint row) {
    Value value = bound->spec->link.name ? field_value(&bound->link, row) : value_null();
    if (value.type != VALUE_STRING || !*value.as.string ||
        markdown_link_is_allowed(value.as.string))
        return;
    json_warning(maker->compose->diags, bound->spec->link.node, DIAG_BAD_LINK, NULL,
                 "\"%.80s\" is not a link to http, https or mailto; it is left out",
                 value.as.string);
}

// ---- notes

static const char *note_text(const BoundColumn *bound, guint row) {
    Value value = bound->spec->note.name ? field_value(&bound->note, row) : value_null();
    return value.type == VALUE_STRING && *value.as.string ? value.as.string : NULL;
}

// a, b, ..., z, aa, ab, ...
static const char *mark_of(Arena *arena, guint number) {
    char letters[8];
    char *start = letters + sizeof letters;
    *--start = '\0';
    for (guint rest = number + 1; rest; rest = (rest - 1) / 26)
        *--start = (char)('a' + (rest - 1) % 26);
    return arena_strdup(arena, start);
}

// A note that several cells have is one note.
static void take_note(Maker *maker, const BoundColumn *bound, guint row) {
    const char *text = note_text(bound, row);
    if (!text || g_hash_table_contains(maker->marks, text))
        return;
    g_hash_table_insert(maker->marks, (gpointer)text,
                        (gpointer)mark_of(maker->compose->arena, maker->notes->len));
    g_ptr_array_add(maker->notes, (gpointer)text);
}

static void add_notes(const Maker *maker) {
    Compose *compose = maker->compose;
    TagTree *tags = flow_tags(compose->flow);
    Typeset how = {.role = ROLE_NOTE, .width = flow_width(compose->flow)};
    for (guint i = 0; i < maker->notes->len; i++) {
        const char *text = maker->notes->pdata[i];
        const char *mark = g_hash_table_lookup(maker->marks, text);
        const char *line = arena_printf(compose->arena, "%s\xE2\x80\x82%s", mark, text);
        if (i == 0)
            flow_nth(compose->flow, flow_count(compose->flow) - 1)->keep_with_next = true;
        guint tag = tag_open(tags, TAG_NOTE);
        typeset_add(
            compose, typeset_text(compose, &how, line),
            &(ParagraphSlabs){.before = i == 0 ? 4 : 1, .tag = tag, .node = maker->spec->node});
        tag_close(tags);
    }
}

// ---- lines of numbers

static void take_points(TableCell *cell, Value value, Arena *arena) {
    double points[TABLE_POINTS_MAX];
    cell->point_count = table_points_read(value, points);
    cell->points = arena_memdup(arena, points, cell->point_count * sizeof *points);
}

static Value last_point(Value value) {
    double points[TABLE_POINTS_MAX];
    guint count = table_points_read(value, points);
    return count ? value_number(points[count - 1]) : value_null();
}

// ---- cells

static const char *cell_text(Maker *maker, guint column, guint row) {
    const BoundColumn *bound = &maker->bound[column];
    Value value = field_value(&bound->field, row);
    report_link(maker, bound, row);
    take_note(maker, bound, row);
    if (bound->spec->look == CELL_SPARK && !value_is_nullish(value))
        value = last_point(value);
    if (bound->spec->say && value.type == VALUE_STRING)
        return bound->spec->say(maker->compose, maker->table, row, value.as.string);
    return cell_format_print(maker->compose->scope, &bound->format, value);
}

// From zero to the number, to the left of it for those below.
static void take_bar(TableCell *cell, const BoundColumn *bound, double number) {
    double range = bound->greatest - bound->least;
    if (!(range > 0) || !isfinite(number))
        return;
    cell->zero = -bound->least / range;
    cell->share = fabs(number) / range;
    cell->from = number < 0 ? cell->zero - cell->share : cell->zero;
}

// arena NULL: text only.
static TableCell make_cell(const Maker *maker, guint column, guint row, const char *text,
                           Arena *arena) {
    const BoundColumn *bound = &maker->bound[column];
    if (!text)
        return (TableCell){.text = DASH, .muted = true};
    if (!*text) // a text that is empty says nothing; it is not missing
        return (TableCell){.text = NULL};
    if (!arena)
        return (TableCell){.text = text};
    TableCell cell = {.text = text, .link = cell_link(bound, row)};
    Value value = field_value(&bound->field, row);
    if (bound->spec->look != CELL_TEXT)
        cell.colour = cell_colour(maker, bound->spec, value, text, arena);
    if (bound->spec->look == CELL_BAR)
        take_bar(&cell, bound, value_to_number(value));
    if (bound->spec->look == CELL_SPARK)
        take_points(&cell, value, arena);
    if (note_text(bound, row))
        cell.mark = g_hash_table_lookup(maker->marks, note_text(bound, row));
    return cell;
}

static bool has_citations(const Maker *maker) {
    for (guint i = 0; i < maker->spec->column_count; i++)
        if (cites_source(maker, i))
            return true;
    return maker->spec->sources != SOURCES_NONE;
}

// The notes of the sources that the row's cells name, ascending.
static void add_source_notes(Maker *maker, TableRow *row) {
    g_array_sort(maker->cited, citations_compare);
    const Slab **notes = arena_array(maker->compose->arena, const Slab *, maker->cited->len);
    for (guint i = 0; i < maker->cited->len; i++) {
        notes[row->note_count] = source_note(maker->compose, g_array_index(maker->cited, guint, i));
        row->note_count += notes[row->note_count] != NULL;
    }
    row->notes = notes;
    g_array_set_size(maker->cited, 0);
}

// The text, and after it the number of the source that says so: "signed [2]".
static TableCell cite_source(Maker *maker, guint column, guint row, TableCell cell) {
    const BoundColumn *bound = &maker->bound[column];
    Value source = cites_source(maker, column) ? field_value(&bound->cites, row) : value_null();
    guint number =
        source.type == VALUE_STRING
            ? citations_number(page_state_citations(maker->compose->state), source.as.string)
            : 0;
    if (!number || cell.muted || !cell.text)
        return cell;
    const MarkdownSpan spans[] = {
        {.text = typeset_isolated(maker->compose, cell.text), .link = cell.link},
        {.text = "\xC2\xA0"},
        {.text = source_note_mark(maker->compose, number),
         .link = arena_printf(maker->compose->arena, "#source-%u", number)}};
    g_array_append_val(maker->cited, number);
    cell.spans = arena_memdup(maker->compose->arena, spans, sizeof spans);
    cell.span_count = G_N_ELEMENTS(spans);
    return cell;
}

// "1, 4, 7", each number a link to its source; "[1] [4] [7]" where notes say what they are.
static TableCell citation_cell(Maker *maker, guint row) {
    Arena *arena = maker->compose->arena;
    Citations *citations = page_state_citations(maker->compose->state);
    guint count;
    const guint *numbers = citations_of_row(citations, arena, maker->table, row, &count);
    if (count == 0)
        return (TableCell){.text = DASH, .muted = true};
    guint shown = MIN(count, CITATIONS_SHOWN);
    bool noted = maker->spec->sources == SOURCES_NOTES;
    if (noted)
        g_array_append_vals(maker->cited, numbers, shown);
    MarkdownSpan *spans = arena_array(arena, MarkdownSpan, 2 * (gsize)shown + 1);
    guint at = 0;
    for (guint i = 0; i < shown; i++) {
        if (i > 0)
            spans[at++] = (MarkdownSpan){.text = noted ? " " : ", "};
        spans[at++] = (MarkdownSpan){.text = noted ? source_note_mark(maker->compose, numbers[i])
                                                   : typeset_number(maker->compose, numbers[i]),
                                     .link = arena_printf(arena, "#source-%u", numbers[i])};
    }
    if (shown < count)
        spans[at++] = (MarkdownSpan){.text = " …"};
    return (TableCell){.spans = spans, .span_count = at};
}

// As TableModel asks.
static TableCell make_later(const void *data, guint row, guint column, Arena *arena) {
    const Maker *maker = data;
    return make_cell(maker, column, row, maker->texts[(gsize)row * maker->columns + column], arena);
}

static void trace_row(Maker *maker, guint row) {
    if (!maker->trace)
        return;
    table_trace_row(maker->trace, &row, 1, NULL);
    for (guint i = 0; i < maker->spec->column_count; i++)
        table_trace_cell(maker->trace, maker->spec->columns[i].field.name,
                         cell_text(maker, i, row));
}

static void add_row(Maker *maker, guint row) {
    trace_row(maker, row);
    TableRow later = {.kind = ROW_DATA, .source = row};
    if (maker->texts) {
        for (guint i = 0; i < maker->columns; i++)
            maker->texts[(gsize)row * maker->columns + i] = cell_text(maker, i, row);
        g_array_append_val(maker->rows, later);
        return;
    }
    TableCell *cells = arena_array(maker->compose->arena, TableCell, maker->columns);
    TableRow made = {.kind = ROW_DATA, .cells = cells};
    for (guint i = 0; i < maker->spec->column_count; i++) {
        TableCell cell = make_cell(maker, i, row, cell_text(maker, i, row), maker->compose->arena);
        cells[i] = cite_source(maker, i, row, cell);
    }
    if (maker->spec->sources)
        cells[maker->columns - 1] = citation_cell(maker, row);
    add_source_notes(maker, &made);
    g_array_append_val(maker->rows, made);
}

// ---- totals and groups

static bool has_totals(const TableSpec *spec) {
    for (guint i = 0; i < spec->column_count; i++)
        if (spec->columns[i].total >= 0)
            return true;
    return false;
}

// Sums, counts and the like over rows of all. What they are stands in the first column without one.
static void add_totals(Maker *maker, TableRowKind kind, const guint *rows, guint count) {
    Compose *compose = maker->compose;
    TableCell *cells = arena_array(compose->arena, TableCell, maker->columns);
    bool labelled = false;
    table_trace_row(maker->trace, rows, count, kind == ROW_TOTAL ? "total" : "subtotal");
    for (guint i = 0; i < maker->spec->column_count; i++) {
        const TableColumnSpec *spec = &maker->spec->columns[i];
        if (spec->total < 0) {
            if (!labelled)
                cells[i].text = table_total_label(compose, maker->spec, kind);
            labelled = true;
            continue;
        }
        Value value =
            aggregate_rows(compose->arena, spec->total, maker->all, spec->field.name, rows, count);
        CellFormat format = maker->bound[i].format;
        if (format.type != COLUMN_NUMBER)
            format = (CellFormat){COLUMN_NUMBER, ",d"}; // how many there are
        const char *text = cell_format_print(compose->scope, &format, value);
        cells[i].text = text ? text : DASH;
        table_trace_total(maker->trace, spec->field.name, spec->total, cells[i].text);
    }
    TableRow made = {.kind = kind, .cells = cells};
    g_array_append_val(maker->rows, made);
}

// Above a total: how many of the rows that it counts are not shown.
static void add_more(Maker *maker, guint hidden) {
    if (!hidden || !maker->spec->more)
        return;
    TableCell *cell = arena_new0(maker->compose->arena, TableCell);
    cell->text = typeset_more_text(maker->compose, hidden);
    TableRow made = {.kind = ROW_MORE, .cells = cell};
    g_array_append_val(maker->rows, made);
}

// The rows of a group, and of them all its subtotal; gives how many it counts.
static guint add_group(Maker *maker, const Groups *groups, guint g, const Groups *all) {
    Compose *compose = maker->compose;
    const guint *rows = group_rows(groups, g);
    guint whole = maker->origin ? all->of_row[maker->origin[rows[0]]] : g;
    Value key = table_value(maker->table, maker->spec->group_by.name, rows[0]);
    const char *name = template_format_value(compose->scope, key, NULL);
    TableCell *cell = arena_new0(compose->arena, TableCell);
    cell->text = *name ? name : DASH;
    TableRow made = {.kind = ROW_GROUP, .cells = cell};
    g_array_append_val(maker->rows, made);
    for (guint i = 0; i < group_size(groups, g); i++)
        add_row(maker, rows[i]);
    if (!has_totals(maker->spec) || all->count < 2)
        return group_size(groups, g);
    add_more(maker, group_size(all, whole) - group_size(groups, g));
    add_totals(maker, ROW_SUBTOTAL, group_rows(all, whole), group_size(all, whole));
    return group_size(all, whole);
}

// Gives how many rows they are, with those that only subtotals count.
static guint add_groups(Maker *maker) {
    const char *key = maker->spec->group_by.name;
    Arena *arena = maker->compose->arena;
    Groups groups = groups_make(arena, maker->table, &key, 1, GROUP_BY_TEXT), all = groups;
    if (maker->origin)
        all = groups_make(arena, maker->all, &key, 1, GROUP_BY_TEXT);
    guint counted = 0;
    for (guint g = 0; g < groups.count; g++)
        counted += add_group(maker, &groups, g, &all);
    return counted;
}

static void add_rows(Maker *maker) {
    const TableSpec *spec = maker->spec;
    guint counted = maker->table->row_count;
    if (spec->group_by.name)
        counted = add_groups(maker);
    for (guint row = 0; !spec->group_by.name && row < maker->table->row_count; row++)
        add_row(maker, row);
    if (!has_totals(spec))
        return;
    add_more(maker, maker->all->row_count - counted);
    add_totals(maker, ROW_TOTAL, NULL, maker->all->row_count);
}

// ---- the table

static void maker_release(void *data) {
    Maker *maker = data;
    g_array_unref(maker->rows);
    g_hash_table_unref(maker->marks);
    g_ptr_array_unref(maker->notes);
    g_array_unref(maker->cited);
}

void table_add_data(Compose *compose, const TableSpec *spec) {
    const Table *table = scope_data(compose->scope, spec->data);
    if (!table || !check_fields(compose, spec, table))
        return;
    if (table->row_count == 0) {
        typeset_empty(compose, spec->empty, spec->node);
        return;
    }
    Maker *maker = arena_new0(compose->arena, Maker);
    *maker = (Maker){.compose = arena_memdup(compose->arena, compose, sizeof *compose),
                     .spec = spec,
                     .rows = g_array_new(FALSE, FALSE, sizeof(TableRow)),
                     .marks = g_hash_table_new(g_str_hash, g_str_equal),
                     .notes = g_ptr_array_new(),
                     .cited = g_array_new(FALSE, FALSE, sizeof(guint))};
    arena_own(compose->arena, maker, maker_release);
    pick_rows(maker, table);
    maker->spec = spec = drop_empty(maker);
    bind_columns(maker);
    maker->trace = table_trace_new(compose, spec, maker->table, maker->all);
    if (!has_citations(maker) && table_is_long(compose, maker->table->row_count))
        maker->texts = arena_array(compose->arena, const char *,
                                   (gsize)maker->table->row_count * maker->columns);
    add_rows(maker);
    maker->model.rows = (TableRow *)(gpointer)maker->rows->data;
    maker->model.row_count = maker->rows->len;
    maker->model.zebra = spec->zebra;
    maker->model.headless = !spec->head;
    maker->model.node = spec->node;
    maker->model.make_cell = make_later;
    maker->model.data = maker;
    maker->model.foot =
        spec->foot ? template_expand(compose->scope, spec->foot, TEMPLATE_PLAIN) : NULL;
    table_add(compose, &maker->model);
    add_notes(maker);
    if (spec->more && maker->origin && !has_totals(spec))
        typeset_more(compose, table->row_count - maker->table->row_count, spec->node);
}
