// Rows become slabs. A row is as tall as its tallest cell; its rule belongs to it. The head is a
// slab that all rows point to, so that a page that starts with a row starts with the head; in
// groups the head has the group's name below it. Texts that recur in a column are set once.
#include "page/nest.h"
#include "page/page_state.h"
#include "page/table_cell.h"
#include "page/typeset.h"
#include "page/words.h"

#include <string.h>

enum { TEXT_KEPT = 48 }; // bytes: longer texts seldom recur

typedef struct {
    Compose *compose;
    const TableModel *model;
    ColumnExtent *extents;
    double *widths, *x;
    GHashTable **known; // per column: TableCell text to Paragraph, of data rows
    const Slab *head;   // of the table
    const Slab *top;    // repeated above the next row: the head, and the name of its group
    const Slab *foot;
    bool zebra, row_rules;
    guint data_rows; // so far, for stripes
} Setter;

TypeRole table_row_role(TableRowKind kind) {
    switch (kind) {
    case ROW_DATA:
        return ROLE_TABLE;
    case ROW_GROUP:
        return ROLE_TABLE_GROUP;
    case ROW_SUBTOTAL:
    case ROW_TOTAL:
        return ROLE_TABLE_TOTAL;
    }
    return ROLE_TABLE;
}

// ---- cells

static CellPlace place_of(const Setter *setter, guint column, TypeRole role) {
    double start, end;
    bool rtl = setter->compose->rtl;
    table_paddings(setter->compose, setter->model, column, &start, &end);
    return (CellPlace){.compose = setter->compose,
                       .column = &setter->model->columns[column],
                       .x = setter->x[column] + (rtl ? end : start),
                       .width = MAX(setter->widths[column] - start - end, 1),
                       .text_width = setter->extents[column].max - start - end -
                                     table_look_width(setter->compose, CELL_BAR),
                       .role = role,
                       .plain = role != ROLE_TABLE};
}

// A paragraph that stands in several rows is one paragraph.
static const Paragraph *set_cell(Setter *setter, guint column, const CellPlace *place,
                                 const TableCell *cell) {
    bool recurs =
        place->role == ROLE_TABLE && cell->text && !cell->link && strlen(cell->text) <= TEXT_KEPT;
    GHashTable *known = setter->known[column];
    const Paragraph *paragraph = recurs ? g_hash_table_lookup(known, cell->text) : NULL;
    if (paragraph)
        return paragraph;
    paragraph = table_cell_set(place, cell);
    if (recurs && paragraph)
        g_hash_table_insert(known, (gpointer)cell->text, (gpointer)paragraph);
    return paragraph;
}

// ---- rows

typedef struct {
    const CellPlace *places;
    const Paragraph **texts;
    double height; // of the tallest
} RowSetting;

static RowSetting set_row(Setter *setter, const TableRow *row, TypeRole role) {
    guint count = setter->model->column_count;
    CellPlace *places = g_new0(CellPlace, count);
    RowSetting setting = {.places = places, .texts = g_new0(const Paragraph *, count)};
    setting.height = setter->compose->theme->type[role].leading;
    for (guint i = 0; i < count; i++) {
        places[i] = place_of(setter, i, role);
        setting.texts[i] = set_cell(setter, i, &places[i], &row->cells[i]);
        if (setting.texts[i])
            setting.height = MAX(setting.height, setting.texts[i]->height);
    }
    return setting;
}

static void row_setting_clear(RowSetting *setting) {
    g_free((gpointer)setting->places);
    g_free(setting->texts);
}

static guint open_cell(Setter *setter, guint column, TableRowKind kind) {
    TagTree *tags = flow_tags(setter->compose->flow);
    bool head = setter->model->columns[column].row_head && kind == ROW_DATA;
    guint tag = tag_open(tags, head ? TAG_TH : TAG_TD);
    if (head)
        tag_nth(tags, tag)->scope = "Row";
    return tag;
}

static void put_row_cells(Setter *setter, const TableRow *row, const RowSetting *setting,
                          SlabBuilder *builder, double y) {
    TagTree *tags = flow_tags(setter->compose->flow);
    tag_open(tags, TAG_TR);
    for (guint i = 0; i < setter->model->column_count; i++) {
        guint tag = open_cell(setter, i, row->kind);
        table_cell_put(&setting->places[i], &row->cells[i], setting->texts[i], builder, y, tag);
        tag_close(tags);
    }
    tag_close(tags);
}

static void put_row_background(Setter *setter, TableRowKind kind, SlabBuilder *builder,
                               double height) {
    const Theme *theme = setter->compose->theme;
    double width = flow_width(setter->compose->flow);
    if (kind == ROW_DATA && setter->zebra && setter->data_rows % 2 == 1)
        slab_rect(builder, &(PlacedBox){0, 0, width, height}, theme->inks[INK_PANEL], 0);
    if (kind == ROW_TOTAL)
        slab_rule(builder, 0, 0, width, theme->inks[INK_TEXT], theme->hairline * 1.5);
    if (kind == ROW_DATA && setter->row_rules)
        slab_rule(builder, 0, height, width, theme->inks[INK_RULE], theme->hairline);
}

static double page_room(const Setter *setter) {
    double head = setter->top ? setter->top->height : 0;
    double foot = setter->foot ? setter->foot->height : 0;
    return MAX(nest_page_height(setter->compose) - head - foot, 20);
}

static void add_row(Setter *setter, const TableRow *row, bool keep_with_next) {
    double pad = setter->compose->theme->table.pad_y;
    RowSetting setting = set_row(setter, row, table_row_role(row->kind));
    SlabBuilder builder;
    slab_begin(&builder, setter->compose->arena);
    builder.height = setting.height + 2 * pad;
    put_row_background(setter, row->kind, &builder, builder.height);
    put_row_cells(setter, row, &setting, &builder, pad);
    row_setting_clear(&setting);
    Slab slab = slab_end(&builder);
    slab.head = setter->top;
    slab.foot = setter->foot;
    slab.keep_with_next = keep_with_next;
    slab.node = setter->model->node;
    flow_add_cut(setter->compose->flow, &slab, page_room(setter));
    setter->data_rows += row->kind == ROW_DATA;
}

// ---- groups

static const Slab *keep_slab(Setter *setter, const Slab *slab) {
    return arena_memdup(setter->compose->arena, slab, sizeof *slab);
}

// The head of the table and below it the name of the group that goes on.
static const Slab *group_top(Setter *setter, const Slab *name) {
    SlabBuilder builder;
    slab_begin(&builder, setter->compose->arena);
    if (setter->head) {
        slab_put(&builder, setter->head, 0, 0);
        builder.height = setter->head->height;
    }
    slab_put(&builder, name, 0, builder.height);
    builder.height += name->height;
    Slab slab = slab_end(&builder);
    return keep_slab(setter, &slab);
}

static void add_group(Setter *setter, const TableRow *row) {
    Compose *compose = setter->compose;
    const Theme *theme = compose->theme;
    TagTree *tags = flow_tags(compose->flow);
    double pad = theme->table.pad_y, width = flow_width(compose->flow), start, end;
    table_paddings(compose, setter->model, 0, &start, &end);
    Typeset how = {.role = ROLE_TABLE_GROUP, .width = width - 2 * start};
    const Paragraph *text = typeset_text(compose, &how, row->cells[0].text);
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    tag_open(tags, TAG_TR);
    guint tag = tag_open(tags, TAG_TH);
    tag_nth(tags, tag)->column_span = setter->model->column_count;
    builder.height = 2 * pad;
    if (text)
        builder.height += slab_paragraph(&builder, text, start, pad, tag);
    tag_close(tags);
    tag_close(tags);
    slab_rule(&builder, 0, builder.height, width, theme->inks[INK_RULE], theme->hairline);
    Slab slab = slab_end(&builder);
    slab.head = setter->head;
    slab.foot = setter->foot;
    slab.keep_with_next = true;
    slab.space_before = setter->data_rows ? theme->type[ROLE_TABLE_GROUP].leading * 0.6 : 0;
    slab.node = setter->model->node;
    setter->top = group_top(setter, &slab);
    setter->data_rows = 0;
    flow_add(compose->flow, &slab);
}

// ---- head and foot

static void put_head_cells(Setter *setter, SlabBuilder *builder) {
    TagTree *tags = flow_tags(setter->compose->flow);
    const TableModel *model = setter->model;
    g_autofree TableCell *cells = g_new0(TableCell, model->column_count);
    for (guint i = 0; i < model->column_count; i++)
        cells[i] = model->columns[i].head;
    TableRow row = {.cells = cells};
    double pad = setter->compose->theme->table.pad_y;
    RowSetting setting = set_row(setter, &row, ROLE_TABLE_HEAD);
    tag_open(tags, TAG_TR);
    for (guint i = 0; i < model->column_count; i++) {
        guint tag = tag_open(tags, TAG_TH);
        tag_nth(tags, tag)->scope = "Column";
        double room = setting.texts[i] ? setting.height - setting.texts[i]->height : 0;
        table_cell_put(&setting.places[i], &cells[i], setting.texts[i], builder, pad + room, tag);
        tag_close(tags);
    }
    tag_close(tags);
    builder->height = setting.height + 2 * pad;
    row_setting_clear(&setting);
}

static void add_head(Setter *setter) {
    const Theme *theme = setter->compose->theme;
    SlabBuilder builder;
    slab_begin(&builder, setter->compose->arena);
    tag_open(flow_tags(setter->compose->flow), TAG_THEAD);
    put_head_cells(setter, &builder);
    tag_close(flow_tags(setter->compose->flow));
    double rule = theme->table.head_rule;
    if (rule > 0)
        slab_rule(&builder, 0, builder.height + rule / 2, flow_width(setter->compose->flow),
                  theme->inks[theme->table.head_ink], rule);
    builder.height += rule;
    Slab slab = slab_end(&builder);
    slab.keep_with_next = true;
    slab.node = setter->model->node;
    flow_add(setter->compose->flow, &slab);
    setter->head = setter->top = keep_slab(setter, &slab);
}

static void make_foot(Setter *setter) {
    Compose *compose = setter->compose;
    Typeset how = {.role = ROLE_NOTE, .width = flow_width(compose->flow), .align = TEXT_ALIGN_END};
    const Paragraph *text =
        typeset_text(compose, &how, page_word(compose->language, WORD_CONTINUED));
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    builder.height = 3 + slab_paragraph(&builder, text, 0, 3, TAG_ARTIFACT);
    Slab slab = slab_end(&builder);
    setter->foot = keep_slab(setter, &slab);
}

// ---- the table

// No row stands alone at the end or the beginning of a page, and no total without a row.
static bool keeps(const TableModel *model, guint row) {
    if (row + 1 >= model->row_count)
        return false;
    TableRowKind next = model->rows[row + 1].kind;
    bool first = row == 0 || model->rows[row - 1].kind == ROW_GROUP;
    bool before_last = row + 2 == model->row_count;
    return next == ROW_SUBTOTAL || next == ROW_TOTAL || before_last || (first && next == ROW_DATA);
}

static void add_rows(Setter *setter, TableRowKind from, TableRowKind to) {
    const TableModel *model = setter->model;
    for (guint i = 0; i < model->row_count; i++) {
        const TableRow *row = &model->rows[i];
        if (row->kind < from || row->kind > to)
            continue;
        if (row->kind == ROW_GROUP)
            add_group(setter, row);
        else
            add_row(setter, row, keeps(model, i));
    }
}

static void resolve_columns(Setter *setter) {
    const TableModel *model = setter->model;
    double width = flow_width(setter->compose->flow), at = 0;
    table_measure(setter->compose, model, setter->extents);
    table_share_width(model, setter->extents, width, setter->widths);
    for (guint i = 0; i < model->column_count; i++) {
        setter->x[i] = setter->compose->rtl ? width - at - setter->widths[i] : at;
        at += setter->widths[i];
    }
}

static void note_cut(const Setter *setter) {
    WordsCut cut = {.node = setter->model->node,
                    .columns = setter->model->column_count,
                    .width = flow_width(setter->compose->flow)};
    for (guint i = 0; i < cut.columns; i++)
        cut.needed += setter->extents[i].least;
    if (cut.needed > cut.width + 1)
        g_array_append_val(page_state_cuts(setter->compose->state), cut);
}

static void add_parts(Setter *setter) {
    TagTree *tags = flow_tags(setter->compose->flow);
    tag_open(tags, TAG_TABLE);
    make_foot(setter);
    if (!setter->model->headless)
        add_head(setter);
    tag_open(tags, TAG_TBODY);
    add_rows(setter, ROW_DATA, ROW_SUBTOTAL);
    tag_close(tags);
    tag_open(tags, TAG_TFOOT);
    setter->top = setter->head;
    add_rows(setter, ROW_TOTAL, ROW_TOTAL);
    tag_close(tags);
    tag_close(tags);
}

void table_add(Compose *compose, const TableModel *model) {
    guint count = model->column_count;
    if (count == 0)
        return;
    Setter setter = {.compose = compose,
                     .model = model,
                     .extents = g_new0(ColumnExtent, count),
                     .widths = g_new0(double, count),
                     .x = g_new0(double, count),
                     .known = g_new0(GHashTable *, count),
                     .zebra = model->zebra || compose->theme->table.zebra,
                     .row_rules = compose->theme->table.row_rules};
    for (guint i = 0; i < count; i++)
        setter.known[i] = g_hash_table_new(g_str_hash, g_str_equal);
    resolve_columns(&setter);
    note_cut(&setter);
    add_parts(&setter);
    for (guint i = 0; i < count; i++)
        g_hash_table_unref(setter.known[i]);
    g_free(setter.known);
    g_free(setter.extents);
    g_free(setter.widths);
    g_free(setter.x);
}
