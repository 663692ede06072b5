// What stands above, between and below the rows: the head of the table, names of groups, how many
// rows are not shown, the line that says that a table goes on.
#include "page/table_setter.h"
#include "page/typeset.h"

#include <string.h>

static const double FOOT_GAP = 3; // points

static const Slab *keep_slab(TableSetter *setter, const Slab *slab) {
    return arena_memdup(setter->compose.arena, slab, sizeof *slab);
}

// ---- tags of rows

guint table_open_row(TableSetter *setter, TableRowKind kind) {
    TagTree *tags = flow_tags(setter->compose.flow);
    guint row = tag_open(tags, TAG_TR);
    for (guint i = 0; i < setter->model->column_count; i++) {
        bool head = setter->model->columns[i].row_head && kind == ROW_DATA;
        guint tag = tag_open(tags, head ? TAG_TH : TAG_TD);
        if (head)
            tag_nth(tags, tag)->scope = SCOPE_ROW;
        tag_close(tags);
    }
    tag_close(tags);
    return row;
}

// ---- groups

// The head of the table and below it the name of the group that goes on.
static const Slab *group_top(TableSetter *setter, const Slab *name) {
    SlabBuilder builder;
    slab_begin(&builder, setter->compose.arena);
    if (setter->head) {
        slab_put(&builder, setter->head, 0, 0);
        builder.height = setter->head->height;
    }
    slab_put(&builder, name, 0, builder.height);
    builder.height += name->height;
    Slab slab = slab_end(&builder);
    return keep_slab(setter, &slab);
}

void table_add_group(TableSetter *setter, const TableRow *row) {
    Compose *compose = &setter->compose;
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
    tag_nth(tags, tag)->column_span = setter->model->column_count & 0xFF;
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
    slab.space_before =
        setter->data_rows ? theme->type[ROLE_TABLE_GROUP].leading * theme->table.group_gap : 0;
    slab.node = setter->model->node;
    setter->top = group_top(setter, &slab);
    setter->data_rows = 0;
    flow_add(compose->flow, &slab);
}

void table_add_more(TableSetter *setter, const TableRow *row) {
    Compose *compose = &setter->compose;
    double pad = compose->theme->table.pad_y, start, end;
    table_paddings(compose, setter->model, 0, &start, &end);
    Typeset how = {.role = ROLE_NOTE, .width = MAX(setter->width - 2 * start, 1)};
    const Paragraph *text = typeset_text(compose, &how, row->cells[0].text);
    TagTree *tags = flow_tags(compose->flow);
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    builder.height = 2 * pad;
    tag_open(tags, TAG_TR);
    guint tag = tag_open(tags, TAG_TD);
    tag_nth(tags, tag)->column_span = setter->model->column_count & 0xFF;
    if (text)
        builder.height += slab_paragraph(&builder, text, start, pad, tag);
    tag_close(tags);
    tag_close(tags);
    Slab slab = slab_end(&builder);
    slab.head = setter->top;
    slab.foot = setter->foot;
    slab.keep_with_next = true;
    slab.node = setter->model->node;
    flow_add(compose->flow, &slab);
}

// ---- head and foot

// Heads of several columns stand above those of the columns, a row for each level. A column that is
// under none spans the rows: its cell belongs to the first, and stands at the bottom.
typedef struct {
    TableSetter *setter;
    SlabBuilder *builder;
    guint levels;
    double tops[TABLE_LEVELS_MAX + 1]; // of the texts of each row
    double bottom;                     // of the texts of the last row
} HeadRows;

static bool share_head(const TableColumn *a, const TableColumn *b, guint level) {
    if (a->under_count <= level || b->under_count <= level)
        return false;
    for (guint i = 0; i <= level; i++)
        if (strcmp(a->under[i], b->under[i]) != 0)
            return false;
    return true;
}

guint table_shared_end(const TableModel *model, guint column, guint level) {
    guint end = column + 1;
    while (end < model->column_count &&
           share_head(&model->columns[column], &model->columns[end], level))
        end++;
    return end;
}

bool table_starts_head(const TableModel *model, guint column, guint level) {
    return model->columns[column].under_count > level &&
           (column == 0 ||
            !share_head(&model->columns[column - 1], &model->columns[column], level));
}

static const TableColumn over_several = {.align = TEXT_ALIGN_CENTER};

// The place of the head over columns [first, end).
static CellPlace shared_place(TableSetter *setter, guint first, guint end) {
    CellPlace from = table_cell_place(setter, first, ROLE_TABLE_HEAD);
    CellPlace to = table_cell_place(setter, end - 1, ROLE_TABLE_HEAD);
    CellPlace place = from;
    place.x = MIN(from.x, to.x);
    place.width = MAX(from.x + from.width, to.x + to.width) - place.x;
    if (end - first > 1)
        place.column = &over_several;
    return place;
}

static double level_height(TableSetter *setter, guint level) {
    const TableModel *model = setter->model;
    double height = setter->compose.theme->type[ROLE_TABLE_HEAD].leading;
    for (guint i = 0; i < model->column_count; i++) {
        if (!table_starts_head(model, i, level))
            continue;
        CellPlace place = shared_place(setter, i, table_shared_end(model, i, level));
        TableCell cell = {.text = model->columns[i].under[level]};
        const Paragraph *text = table_cell_set(&place, &cell);
        height = MAX(height, text ? text->height : 0);
    }
    return height;
}

static double leaf_height(TableSetter *setter) {
    double height = setter->compose.theme->type[ROLE_TABLE_HEAD].leading;
    for (guint i = 0; i < setter->model->column_count; i++) {
        CellPlace place = table_cell_place(setter, i, ROLE_TABLE_HEAD);
        const Paragraph *text = table_cell_set(&place, &setter->model->columns[i].head);
        height = MAX(height, text ? text->height : 0);
    }
    return height;
}

static guint open_head(const HeadRows *rows, guint column_span, guint row_span) {
    TagTree *tags = flow_tags(rows->setter->compose.flow);
    guint tag = tag_open(tags, TAG_TH);
    tag_nth(tags, tag)->scope = SCOPE_COLUMN;
    tag_nth(tags, tag)->column_span = column_span & 0xFF;
    tag_nth(tags, tag)->row_span = row_span & 0xFF;
    tag_close(tags);
    return tag;
}

static void put_shared(const HeadRows *rows, guint first, guint level) {
    TableSetter *setter = rows->setter;
    const Theme *theme = setter->compose.theme;
    guint end = table_shared_end(setter->model, first, level);
    CellPlace place = shared_place(setter, first, end);
    TableCell cell = {.text = setter->model->columns[first].under[level]};
    const Paragraph *text = table_cell_set(&place, &cell);
    guint tag = open_head(rows, end - first, 1);
    table_cell_put(&place, &cell, text, rows->builder, rows->tops[level], tag);
    slab_rule(rows->builder, place.x, rows->tops[level + 1] - theme->table.pad_y / 2, place.width,
              theme->inks[theme->table.head_ink], theme->hairline);
}

static void put_leaf(const HeadRows *rows, guint column) {
    TableSetter *setter = rows->setter;
    const TableCell *cell = &setter->model->columns[column].head;
    CellPlace place = table_cell_place(setter, column, ROLE_TABLE_HEAD);
    const Paragraph *text = table_cell_set(&place, cell);
    guint tag = open_head(rows, 1, rows->levels + 1 - setter->model->columns[column].under_count);
    double y = text ? rows->bottom - text->height : rows->bottom;
    table_cell_put(&place, cell, text, rows->builder, y, tag);
}

static void put_head_row(const HeadRows *rows, guint level) {
    const TableModel *model = rows->setter->model;
    tag_open(flow_tags(rows->setter->compose.flow), TAG_TR);
    for (guint i = 0; i < model->column_count; i++) {
        if (model->columns[i].under_count == level)
            put_leaf(rows, i);
        else if (table_starts_head(model, i, level))
            put_shared(rows, i, level);
    }
    tag_close(flow_tags(rows->setter->compose.flow));
}

static void put_head_cells(TableSetter *setter, SlabBuilder *builder) {
    HeadRows rows = {.setter = setter, .builder = builder};
    double pad = setter->compose.theme->table.pad_y, y = pad;
    for (guint i = 0; i < setter->model->column_count; i++)
        rows.levels = MAX(rows.levels, setter->model->columns[i].under_count);
    for (guint level = 0; level < rows.levels; level++) {
        rows.tops[level] = y;
        y += level_height(setter, level) + pad;
    }
    rows.tops[rows.levels] = y;
    rows.bottom = y + leaf_height(setter);
    for (guint level = 0; level <= rows.levels; level++)
        put_head_row(&rows, level);
    builder->height = rows.bottom + pad;
}

void table_add_head(TableSetter *setter) {
    const Theme *theme = setter->compose.theme;
    SlabBuilder builder;
    slab_begin(&builder, setter->compose.arena);
    if (theme->table.head_filled) // its height comes with the cells
        slab_rect(&builder, &(PlacedBox){0, 0, flow_width(setter->compose.flow), 0},
                  theme->inks[theme->table.head_fill], 0);
    tag_open(flow_tags(setter->compose.flow), TAG_THEAD);
    put_head_cells(setter, &builder);
    if (theme->table.head_filled)
        g_array_index(builder.items, PlacedItem, 0).height = builder.height;
    tag_close(flow_tags(setter->compose.flow));
    double rule = theme->table.head_rule;
    if (rule > 0)
        slab_rule(&builder, 0, builder.height + rule / 2, flow_width(setter->compose.flow),
                  theme->inks[theme->table.head_ink], rule);
    builder.height += rule;
    Slab slab = slab_end(&builder);
    slab.keep_with_next = true;
    slab.node = setter->model->node;
    flow_add(setter->compose.flow, &slab);
    setter->head = setter->top = keep_slab(setter, &slab);
}

static const Paragraph *foot_text(const TableSetter *setter) {
    Typeset how = {.role = ROLE_NOTE, .width = setter->width};
    return typeset_text(&setter->compose, &how, setter->model->foot);
}

void table_make_foot(TableSetter *setter) {
    Compose *compose = &setter->compose;
    Typeset how = {.role = ROLE_NOTE, .width = setter->width, .align = TEXT_ALIGN_END};
    const Paragraph *more = typeset_text(compose, &how, words_text(compose->words, WORD_CONTINUED));
    const Paragraph *own = foot_text(setter);
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    builder.height = FOOT_GAP;
    if (own)
        builder.height += slab_paragraph(&builder, own, 0, builder.height, TAG_ARTIFACT);
    // "continued" stands beside a foot of one line that leaves room for it, else below
    bool beside = own && own->line_count == 1 && own->width + more->width < setter->width - 12;
    double y = beside ? FOOT_GAP : builder.height;
    builder.height = y + slab_paragraph(&builder, more, 0, y, TAG_ARTIFACT);
    Slab slab = slab_end(&builder);
    setter->foot = keep_slab(setter, &slab);
}

void table_end_foot(TableSetter *setter) {
    Flow *flow = setter->compose.flow;
    const Paragraph *own = foot_text(setter);
    if (!own || !flow_count(flow))
        return;
    flow_nth(flow, flow_count(flow) - 1)->keep_with_next = true;
    guint tag = tag_open(flow_tags(flow), TAG_NOTE);
    typeset_add(&setter->compose, own,
                &(ParagraphSlabs){.before = FOOT_GAP, .tag = tag, .node = setter->model->node});
    tag_close(flow_tags(flow));
}
