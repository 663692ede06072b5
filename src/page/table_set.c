// Rows become slabs. A row is as tall as its tallest cell; its rule belongs to it. The head is a
// slab that all rows point to, so that a page that starts with a row starts with the head; in
// groups the head has the group's name below it. Texts that recur in a column are set once.
#include "page/nest.h"
#include "page/page_state.h"
#include "page/table_setter.h"
#include "page/typeset.h"

#include <string.h>

enum { TEXT_KEPT = 48 };  // bytes: longer texts seldom recur
enum { KNOWN_MAX = 512 }; // texts kept of a column of a long table

TypeRole table_row_role(TableRowKind kind) {
    switch (kind) {
    case ROW_DATA:
        return ROLE_TABLE;
    case ROW_GROUP:
        return ROLE_TABLE_GROUP;
    case ROW_MORE:
        return ROLE_NOTE;
    case ROW_SUBTOTAL:
    case ROW_TOTAL:
        return ROLE_TABLE_TOTAL;
    }
    return ROLE_TABLE;
}

// ---- cells

CellPlace table_cell_place(TableSetter *setter, guint column, TypeRole role) {
    double start, end;
    bool rtl = setter->compose.rtl;
    table_paddings(&setter->compose, setter->model, column, &start, &end);
    return (CellPlace){.compose = &setter->compose,
                       .column = &setter->model->columns[column],
                       .x = setter->x[column] + (rtl ? end : start),
                       .width = MAX(setter->widths[column] - start - end, 1),
                       .text_width = setter->extents[column].max - start - end -
                                     table_look_width(&setter->compose, CELL_BAR),
                       .fraction = setter->extents[column].fraction,
                       .role = role,
                       .plain = role != ROLE_TABLE};
}

// A paragraph that stands in several rows is one paragraph, and lives as long as the table.
static const Paragraph *set_cell(TableSetter *setter, CellPlace *place, GHashTable *known,
                                 const TableCell *cell) {
    bool recurs = place->role == ROLE_TABLE && cell->text && !cell->link && !cell->mark &&
                  strlen(cell->text) <= TEXT_KEPT;
    const Paragraph *paragraph = recurs ? g_hash_table_lookup(known, cell->text) : NULL;
    if (paragraph)
        return paragraph;
    Compose *here = place->compose;
    bool keep = recurs && (!setter->later || g_hash_table_size(known) < KNOWN_MAX);
    if (keep)
        place->compose = &setter->compose;
    paragraph = table_cell_set(place, cell);
    place->compose = here;
    if (keep && paragraph)
        g_hash_table_insert(known, (gpointer)cell->text, (gpointer)paragraph);
    return paragraph;
}

// ---- rows

typedef struct {
    TableCell cells[TABLE_COLUMNS_MAX];
    CellPlace places[TABLE_COLUMNS_MAX];
    const Paragraph *texts[TABLE_COLUMNS_MAX];
    double height; // of the tallest
} RowSetting;

static void set_cells(TableSetter *setter, Compose *compose, const TableRow *row,
                      RowSetting *setting) {
    TypeRole role = table_row_role(row->kind);
    setting->height = compose->theme->type[role].leading;
    for (guint i = 0; i < setter->model->column_count; i++) {
        setting->cells[i] = table_cell_of(setter->model, row, i, compose->arena);
        setting->places[i] = table_cell_place(setter, i, role);
        setting->places[i].compose = compose;
        setting->texts[i] =
            set_cell(setter, &setting->places[i], setter->known[i], &setting->cells[i]);
        if (setting->texts[i])
            setting->height = MAX(setting->height, setting->texts[i]->height);
    }
}

static void put_background(const TableSetter *setter, const RowPlace *place, SlabBuilder *builder) {
    const Theme *theme = setter->compose.theme;
    TableRowKind kind = place->row->kind;
    PlacedBox box = {0, 0, setter->width, builder->height};
    if (kind == ROW_DATA && setter->zebra && place->striped)
        slab_rect(builder, &box, theme->inks[theme->table.zebra_ink], 0);
    if (kind == ROW_TOTAL && theme->table.total_rule > 0)
        slab_rule(builder, 0, 0, box.width, theme->inks[theme->table.total_ink],
                  theme->table.total_rule);
    if (kind == ROW_DATA && setter->row_rules)
        slab_rule(builder, 0, box.height, box.width, theme->inks[INK_RULE], theme->hairline);
}

Slab table_set_row(TableSetter *setter, const RowPlace *place) {
    double pad = setter->compose.theme->table.pad_y;
    Compose compose = setter->compose;
    RowSetting setting; // not zeroed: it is large, and only as many columns as there are count
    compose.arena = place->arena;
    set_cells(setter, &compose, place->row, &setting);
    SlabBuilder builder;
    slab_begin(&builder, place->arena);
    builder.height = setting.height + 2 * pad;
    put_background(setter, place, &builder);
    for (guint i = 0; i < setter->model->column_count; i++)
        table_cell_put(&setting.places[i], &setting.cells[i], setting.texts[i], &builder, pad,
                       place->tag + 1 + i);
    return slab_end(&builder);
}

static double page_room(const TableSetter *setter) {
    double head = setter->top ? setter->top->height : 0;
    double foot = setter->foot ? setter->foot->height : 0;
    return MAX(nest_page_height(&setter->compose) - head - foot, 20);
}

static void add_row(TableSetter *setter, const TableRow *row, bool keep_with_next) {
    RowPlace place = {.arena = setter->compose.arena,
                      .row = row,
                      .tag = table_open_row(setter, row->kind),
                      .striped = setter->data_rows % 2 == 1};
    Slab how = {.head = setter->top,
                .foot = setter->foot,
                .keep_with_next = keep_with_next,
                .closes = row->kind > ROW_GROUP,
                .node = setter->model->node};
    double most = page_room(setter);
    setter->data_rows += row->kind == ROW_DATA;
    if (setter->later && later_rows_add(setter, &place, most, &how))
        return;
    Slab slab = table_set_row(setter, &place);
    slab.head = how.head;
    slab.foot = how.foot;
    slab.keep_with_next = how.keep_with_next;
    slab.closes = how.closes;
    slab.node = how.node;
    slab.note_count = row->note_count;
    slab.notes = row->notes;
    flow_add_cut(setter->compose.flow, &slab, most);
}

// ---- the table

// No row of the table or of a group stands alone at the end or the beginning of a page, and no
// total without a row.
static bool keeps(const TableModel *model, guint row) {
    if (row + 1 >= model->row_count)
        return false;
    TableRowKind next = model->rows[row + 1].kind;
    bool first = row == 0 || model->rows[row - 1].kind == ROW_GROUP;
    bool before_last =
        row + 2 == model->row_count || (next == ROW_DATA && model->rows[row + 2].kind != ROW_DATA);
    return next > ROW_GROUP || before_last || (first && next == ROW_DATA);
}

static void add_rows(TableSetter *setter, TableRowKind from, TableRowKind to) {
    const TableModel *model = setter->model;
    for (guint i = 0; i < model->row_count; i++) {
        const TableRow *row = &model->rows[i];
        if (row->kind < from || row->kind > to)
            continue;
        if (row->kind == ROW_GROUP)
            table_add_group(setter, row);
        else if (row->kind == ROW_MORE)
            table_add_more(setter, row);
        else
            add_row(setter, row, keeps(model, i));
    }
}

static bool cuts_words(const TableSetter *setter) {
    double words = 0;
    for (guint i = 0; i < setter->model->column_count; i++)
        words += setter->extents[i].word;
    return words > setter->width + 1;
}

static void resolve_columns(TableSetter *setter) {
    const TableModel *model = setter->model;
    double width = setter->width, at = 0;
    TableSample sample;
    table_measure(&setter->compose, model, setter->extents, &sample);
    table_share_width(model, setter->extents, width, setter->widths);
    table_fit(model, setter->extents, &sample, setter->widths);
    table_sample_clear(&sample);
    for (guint i = 0; i < model->column_count; i++) {
        setter->x[i] = setter->compose.rtl ? width - at - setter->widths[i] : at;
        at += setter->widths[i];
    }
}

// Columns that do not hold their words are set smaller, as far as is still good to read.
static void shrink_to_fit(TableSetter *setter) {
    static const double step = 0.92, least = 0.7;
    const Theme *theme = setter->compose.theme;
    resolve_columns(setter);
    for (double factor = step; factor >= least && cuts_words(setter); factor *= step) {
        setter->compose.theme = overflow_smaller_theme(setter->compose.arena, theme, factor);
        resolve_columns(setter);
    }
}

// The width that the layout gives a column; 0: it gives none.
static double said_width(const TableSetter *setter, guint i) {
    const Track *track = &setter->model->columns[i].width;
    if (track->unit == TRACK_AUTO || track->unit == TRACK_FRACTION)
        return 0;
    return track->unit == TRACK_PERCENT ? setter->width * track->size / 100 : track->size;
}

// Figures are never broken in silence, however much room other columns have.
static void note_narrow(TableSetter *setter, guint i) {
    const TableColumn *column = &setter->model->columns[i];
    double said = said_width(setter, i), word = setter->extents[i].word;
    if (said <= 0 || !column->nowrap || setter->widths[i] >= word - 1)
        return;
    overflow_note(&setter->compose, setter->model->node, "give it more \"width\", or none",
                  "column \"%s\" of a table is %.0f pt wide and its figures want %.0f pt, so that "
                  "they are broken",
                  column->head.text ? column->head.text : "", setter->widths[i], word);
}

// Words are cut, or columns are not as wide as the layout says.
static void note_cramped(TableSetter *setter) {
    guint count = setter->model->column_count;
    double needed = 0, said = 0;
    for (guint i = 0; i < count; i++) {
        double width = said_width(setter, i);
        needed += width > 0 ? width : setter->extents[i].least;
        said += width;
        note_narrow(setter, i);
    }
    if (needed <= setter->width + 1)
        return;
    if (said > 0)
        overflow_note(
            &setter->compose, setter->model->node,
            "give its columns less, fractions such as \"2fr\" or no \"width\", or turn its "
            "page with a page_break of the \"orientation\" landscape",
            "columns of a table are %.0f pt wide by their \"width\", with what the others "
            "need %.0f pt, and it has %.0f pt; they are made narrower",
            said, needed, setter->width);
    else
        overflow_note(&setter->compose, setter->model->node,
                      "set it smaller with \"overflow\": \"shrink\", turn its page with a "
                      "page_break of the \"orientation\" landscape, or leave columns out",
                      "a table of %u columns wants %.0f pt and has %.0f pt, so that words are cut",
                      count, needed, setter->width);
}

static void add_parts(TableSetter *setter) {
    TagTree *tags = flow_tags(setter->compose.flow);
    tag_open(tags, TAG_TABLE);
    table_make_foot(setter);
    if (!setter->model->headless)
        table_add_head(setter);
    tag_open(tags, TAG_TBODY);
    add_rows(setter, ROW_DATA, ROW_SUBTOTAL);
    tag_close(tags);
    tag_open(tags, TAG_TFOOT);
    setter->top = setter->head;
    add_rows(setter, ROW_TOTAL, ROW_TOTAL);
    tag_close(tags);
    tag_close(tags);
    table_end_foot(setter);
}

static void setter_release(void *data) {
    TableSetter *setter = data;
    for (guint i = 0; i < setter->model->column_count; i++)
        g_hash_table_unref(setter->known[i]);
}

bool table_is_long(const Compose *compose, guint row_count) {
    return row_count >= compose->long_rows && compose->flow == page_state_flow(compose->state);
}

void table_add(Compose *compose, const TableModel *model) {
    if (model->column_count == 0)
        return;
    TableSetter *setter = arena_new0(compose->arena, TableSetter);
    setter->compose = *compose;
    setter->model = arena_memdup(compose->arena, model, sizeof *model);
    setter->width = flow_width(compose->flow);
    setter->zebra = model->zebra || compose->theme->table.zebra;
    setter->row_rules = compose->theme->table.row_rules;
    for (guint i = 0; i < model->column_count; i++)
        setter->known[i] = g_hash_table_new(g_str_hash, g_str_equal);
    arena_own(compose->arena, setter, setter_release);
    if (table_is_long(compose, model->row_count))
        setter->later = later_rows_new(setter);
    shrink_to_fit(setter);
    note_cramped(setter);
    add_parts(setter);
}
