// What stands above and below the rows: the head of the table, names of groups, the line that says
// that a table goes on.
#include "page/table_setter.h"
#include "page/typeset.h"
#include "page/words.h"

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
    slab.space_before = setter->data_rows ? theme->type[ROLE_TABLE_GROUP].leading * 0.6 : 0;
    slab.node = setter->model->node;
    setter->top = group_top(setter, &slab);
    setter->data_rows = 0;
    flow_add(compose->flow, &slab);
}

// ---- head and foot

static void put_head_cells(TableSetter *setter, SlabBuilder *builder) {
    const TableModel *model = setter->model;
    TagTree *tags = flow_tags(setter->compose.flow);
    const Paragraph *texts[TABLE_COLUMNS_MAX];
    double pad = setter->compose.theme->table.pad_y;
    double height = setter->compose.theme->type[ROLE_TABLE_HEAD].leading;
    for (guint i = 0; i < model->column_count; i++) {
        CellPlace place = table_cell_place(setter, i, ROLE_TABLE_HEAD);
        texts[i] = table_cell_set(&place, &model->columns[i].head);
        height = MAX(height, texts[i] ? texts[i]->height : 0);
    }
    tag_open(tags, TAG_TR);
    for (guint i = 0; i < model->column_count; i++) {
        CellPlace place = table_cell_place(setter, i, ROLE_TABLE_HEAD);
        guint tag = tag_open(tags, TAG_TH);
        tag_nth(tags, tag)->scope = SCOPE_COLUMN;
        double room = texts[i] ? height - texts[i]->height : 0;
        table_cell_put(&place, &model->columns[i].head, texts[i], builder, pad + room, tag);
        tag_close(tags);
    }
    tag_close(tags);
    builder->height = height + 2 * pad;
}

void table_add_head(TableSetter *setter) {
    const Theme *theme = setter->compose.theme;
    SlabBuilder builder;
    slab_begin(&builder, setter->compose.arena);
    tag_open(flow_tags(setter->compose.flow), TAG_THEAD);
    put_head_cells(setter, &builder);
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

void table_make_foot(TableSetter *setter) {
    Compose *compose = &setter->compose;
    Typeset how = {.role = ROLE_NOTE, .width = flow_width(compose->flow), .align = TEXT_ALIGN_END};
    const Paragraph *text =
        typeset_text(compose, &how, page_word(compose->language, WORD_CONTINUED));
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    builder.height = 3 + slab_paragraph(&builder, text, 0, 3, TAG_ARTIFACT);
    Slab slab = slab_end(&builder);
    setter->foot = keep_slab(setter, &slab);
}
