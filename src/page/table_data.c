// From a dataset to a printed table: order, limit and groups of rows, then every value as text.
// Totals are over all rows, shown or not, and exact where the values are (aggregate_rows).
#include "page/money.h"
#include "page/table_maker.h"
#include "page/table_points.h"
#include "page/table_total.h"
#include "page/template.h"
#include "page/typeset.h"
#include "table/group.h"
#include "table/money_compare.h"
#include "table/sort.h"

#include <math.h>

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

// What sorts the rows of a group compares them.
static void check_order(const TableMaker *maker, const Table *table) {
    const TableSpec *spec = maker->spec;
    const FieldSpec *first = &spec->sort[0];
    const MoneySet set = {.table = table, .field = first->name, .what = "the sort"};
    Place place = json_node_place(first->node);
    bool has_groups = spec->group_by.name;
    Groups groups = {0};
    if (has_groups)
        groups = groups_make(maker->compose->arena, table, &spec->group_by.name, 1, GROUP_BY_TEXT);
    money_warn_compared(maker->compose->diags, &place, &set, has_groups ? &groups : NULL);
}

// The rows to be shown, sorted and limited.
static void pick_rows(TableMaker *maker, const Table *table) {
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
    if (spec->sort_count)
        check_order(maker, table);
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
static const TableSpec *drop_empty(const TableMaker *maker) {
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

static const char *head_text(TableMaker *maker, const TableColumnSpec *spec) {
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
static void check_format(const TableMaker *maker, const BoundColumn *bound) {
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

static void check_sign(const TableMaker *maker, const BoundColumn *bound) {
    const Compose *compose = maker->compose;
    const TableColumnSpec *spec = bound->spec;
    const JsonNode *node =
        spec->format ? json_node_member(spec->field.node->parent, "format") : NULL;
    if (!node)
        return;
    const MoneySet set =
        page_money_set(compose->arena, maker->table, spec->field.name, aggregate_find("sum"));
    Place place = json_node_place(node);
    page_money_check_sign(compose->scope, &place, &set, bound->format.format);
}

// What stands before the fraction of a number in the report's language.
static const char *decimal_point(const TableMaker *maker) {
    const CellFormat format = {COLUMN_NUMBER, ".1f"};
    const char *text = cell_format_print(maker->compose->scope, &format, value_number(0.5));
    const char *point = g_utf8_next_char(text);
    return arena_strndup(maker->compose->arena, point, (gsize)(g_utf8_next_char(point) - point));
}

static void bind_heads(TableMaker *maker, guint i) {
    const TableColumnSpec *spec = &maker->spec->columns[i];
    TableColumn *column = &maker->model.columns[i];
    column->under_count = spec->under_count;
    for (guint level = 0; level < spec->under_count; level++)
        column->under[level] =
            template_expand(maker->compose->scope, spec->under[level], TEMPLATE_PLAIN);
}

// Numbers stand at the right edge of their column wherever it is: figures run from left to right in
// Arabic and Urdu too, and units stand below units. A bar begins at the edge where reading does.
static TextAlign align_of(const TableMaker *maker, const TableColumnSpec *spec, bool number) {
    TextAlign natural = number ? TEXT_ALIGN_END : TEXT_ALIGN_START;
    TextAlign align = spec->align < 0 ? natural : (TextAlign)spec->align;
    bool turned = maker->compose->rtl && number && align == TEXT_ALIGN_END;
    return turned && spec->look == CELL_TEXT ? TEXT_ALIGN_START : align;
}

static void bind_column(TableMaker *maker, guint i) {
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
    if (table_cells_cites_source(maker, i))
        bound->cites = field_bind(arena, table, spec->cites);
    bound->format =
        cell_format_of(maker->compose->scope, &bound->field, table->row_count, spec->format);
    if (spec->look == CELL_SPARK) // of the last number of each
        bound->format = (CellFormat){COLUMN_NUMBER, spec->format ? spec->format : ",~r"};
    if (spec->look == CELL_BAR)
        find_range(bound, table->row_count);
    check_format(maker, bound);
    check_sign(maker, bound);
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
static void choose_row_head(TableMaker *maker) {
    for (guint i = 0; i < maker->spec->column_count; i++) {
        if (maker->bound[i].format.type != COLUMN_TEXT)
            continue;
        maker->model.columns[i].row_head = true;
        return;
    }
}

static void bind_columns(TableMaker *maker) {
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

// ---- rows of data

// As TableModel asks.
static TableCell make_later(const void *data, guint row, guint column, Arena *arena) {
    const TableMaker *maker = data;
    return table_cells_make(maker, column, row, maker->texts[(gsize)row * maker->columns + column],
                            arena);
}

static void trace_row(TableMaker *maker, guint row) {
    if (!maker->trace)
        return;
    table_trace_row(maker->trace, &row, 1, NULL);
    for (guint i = 0; i < maker->spec->column_count; i++)
        table_trace_cell(maker->trace, maker->spec->columns[i].field.name,
                         table_cells_text(maker, i, row));
}

static void add_row(TableMaker *maker, guint row) {
    trace_row(maker, row);
    TableRow later = {.kind = ROW_DATA, .source = row};
    if (maker->texts) {
        for (guint i = 0; i < maker->columns; i++)
            maker->texts[(gsize)row * maker->columns + i] = table_cells_text(maker, i, row);
        g_array_append_val(maker->rows, later);
        return;
    }
    TableCell *cells = arena_array(maker->compose->arena, TableCell, maker->columns);
    TableRow made = {.kind = ROW_DATA, .cells = cells};
    for (guint i = 0; i < maker->spec->column_count; i++) {
        TableCell cell =
            table_cells_make(maker, i, row, table_cells_text(maker, i, row), maker->compose->arena);
        cells[i] = table_cells_cite(maker, i, row, cell);
    }
    if (maker->spec->sources)
        cells[maker->columns - 1] = table_cells_sources(maker, row);
    table_cells_add_source_notes(maker, &made);
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
static void add_totals(TableMaker *maker, TableRowKind kind, const guint *rows, guint count) {
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
        cells[i].text = text ? text : TABLE_DASH;
        table_trace_total(maker->trace, spec->field.name, spec->total, value, cells[i].text);
    }
    TableRow made = {.kind = kind, .cells = cells};
    g_array_append_val(maker->rows, made);
}

// Above a total: how many of the rows that it counts are not shown.
static void add_more(TableMaker *maker, guint hidden) {
    if (!hidden || !maker->spec->more)
        return;
    TableCell *cell = arena_new0(maker->compose->arena, TableCell);
    cell->text = typeset_more_text(maker->compose, hidden);
    TableRow made = {.kind = ROW_MORE, .cells = cell};
    g_array_append_val(maker->rows, made);
}

// The rows of a group, and of them all its subtotal; gives how many it counts.
static guint add_group(TableMaker *maker, const Groups *groups, guint g, const Groups *all) {
    Compose *compose = maker->compose;
    const guint *rows = group_rows(groups, g);
    guint whole = maker->origin ? all->of_row[maker->origin[rows[0]]] : g;
    Value key = table_value(maker->table, maker->spec->group_by.name, rows[0]);
    const char *name = template_format_value(compose->scope, key, NULL);
    TableCell *cell = arena_new0(compose->arena, TableCell);
    cell->text = *name ? name : TABLE_DASH;
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
static guint add_groups(TableMaker *maker) {
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

static void add_rows(TableMaker *maker) {
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
    TableMaker *maker = data;
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
    TableMaker *maker = arena_new0(compose->arena, TableMaker);
    *maker = (TableMaker){.compose = arena_memdup(compose->arena, compose, sizeof *compose),
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
    if (!table_cells_have_citations(maker) && table_is_long(compose, maker->table->row_count))
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
    table_cells_add_notes(maker);
    if (spec->more && maker->origin && !has_totals(spec))
        typeset_more(compose, table->row_count - maker->table->row_count, spec->node);
}
