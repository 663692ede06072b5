// What stands in the cells of a table: texts with their looks, marks of notes, and numbers of the
// sources that say so.
#include "page/page_state.h"
#include "page/source_note.h"
#include "page/table_maker.h"
#include "page/table_points.h"
#include "page/typeset.h"

#include <math.h>
#include <string.h>

enum { CITATIONS_SHOWN = 4 };

bool table_cells_cites_source(const TableMaker *maker, guint column) {
    const char *field = maker->spec->columns[column].cites;
    return field && table_column(maker->table, field);
}

// ---- cells

static const Colour *cell_colour(const TableMaker *maker, const TableColumnSpec *spec, Value value,
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

static void report_link(const TableMaker *maker, const BoundColumn *bound, guint row) {
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
static void take_note(TableMaker *maker, const BoundColumn *bound, guint row) {
    const char *text = note_text(bound, row);
    if (!text || g_hash_table_contains(maker->marks, text))
        return;
    g_hash_table_insert(maker->marks, (gpointer)text,
                        (gpointer)mark_of(maker->compose->arena, maker->notes->len));
    g_ptr_array_add(maker->notes, (gpointer)text);
}

void table_cells_add_notes(const TableMaker *maker) {
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

const char *table_cells_text(TableMaker *maker, guint column, guint row) {
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

TableCell table_cells_make(const TableMaker *maker, guint column, guint row, const char *text,
                           Arena *arena) {
    const BoundColumn *bound = &maker->bound[column];
    if (!text)
        return (TableCell){.text = TABLE_DASH, .muted = true};
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

bool table_cells_have_citations(const TableMaker *maker) {
    for (guint i = 0; i < maker->spec->column_count; i++)
        if (table_cells_cites_source(maker, i))
            return true;
    return maker->spec->sources != SOURCES_NONE;
}

void table_cells_add_source_notes(TableMaker *maker, TableRow *row) {
    g_array_sort(maker->cited, citations_compare);
    const Slab **notes = arena_array(maker->compose->arena, const Slab *, maker->cited->len);
    for (guint i = 0; i < maker->cited->len; i++) {
        notes[row->note_count] = source_note(maker->compose, g_array_index(maker->cited, guint, i));
        row->note_count += notes[row->note_count] != NULL;
    }
    row->notes = notes;
    g_array_set_size(maker->cited, 0);
}

TableCell table_cells_cite(TableMaker *maker, guint column, guint row, TableCell cell) {
    const BoundColumn *bound = &maker->bound[column];
    Value source =
        table_cells_cites_source(maker, column) ? field_value(&bound->cites, row) : value_null();
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

TableCell table_cells_sources(TableMaker *maker, guint row) {
    Arena *arena = maker->compose->arena;
    Citations *citations = page_state_citations(maker->compose->state);
    guint count;
    const guint *numbers = citations_of_row(citations, arena, maker->table, row, &count);
    if (count == 0)
        return (TableCell){.text = TABLE_DASH, .muted = true};
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
