// Parts of field charts: what they encode, and where they find each other.
#include "chart/mark_part.h"
#include "chart/guide.h"

static const double PLATE_OPACITY = 0.72, PLATE_MARGIN = 1.5;

void mark_part_encode(Encoder *encoder) {
    encode_base(encoder);
}

void mark_part_encode_symbol(Encoder *encoder) {
    encode_base(encoder);
    encode_channel(encoder, CHANNEL_SIZE, PROP_SIZE, NULL, ref_none());
    encode_channel(encoder, CHANNEL_SHAPE, PROP_SHAPE, NULL, ref_none());
}

void mark_part_encode_text(Encoder *encoder) {
    encode_base(encoder);
    encode_text(encoder);
}

bool part_begin(const MarkDraw *draw, Mark part, const Group *cell, MarkDraw *out) {
    const View *parent = draw->unit->parent;
    for (guint i = 0; parent && i < parent->child_count; i++)
        if (parent->children[i]->mark == part)
            return mark_draw_begin(parent->children[i], cell, out);
    return false;
}

const void *part_arranged(const MarkDraw *draw, const Group *cell, PartArrange arrange) {
    View *parent = draw->unit->parent;
    if (!parent->arranged || parent->arranged_cell != cell)
        parent->arranged = arrange(draw, cell);
    parent->arranged_cell = cell;
    return parent->arranged;
}

static const json_t *option(const MarkDraw *draw, const char *name) {
    return json_object_get(json_object_get(draw->unit->spec, "options"), name);
}

double part_number(const MarkDraw *draw, const char *name, double otherwise) {
    return json_number_or(option(draw, name), otherwise);
}

bool part_flag(const MarkDraw *draw, const char *name) {
    return json_is_true(option(draw, name));
}

const char *part_text(const MarkDraw *draw, const char *name) {
    return json_string_value(option(draw, name));
}

Value part_value(const MarkDraw *draw, const char *column, guint index) {
    return table_value(draw->rows.table, column, rows_at(&draw->rows, index));
}

// ---------- labels ----------

SceneItem part_label(const MarkDraw *label, guint index) {
    guint row = rows_at(&label->rows, index);
    SceneItem item = {.style = item_style(label, row), .lineage = item_lineage(label, row)};
    mark_text_item(label, row, &item);
    item.as.text.angle = 0;
    return item;
}

double part_label_width(const MarkDraw *label, const SceneItem *item) {
    if (!*item->as.text.text)
        return 0;
    return text_width(label->chart->input->engine, &item->as.text.font, item->as.text.text);
}

bool part_label_rtl(const MarkDraw *label, const SceneItem *item) {
    return text_line(label->chart->input->engine, label->chart->arena, &item->as.text.font,
                     item->as.text.text)
        ->rtl;
}

double part_label_height(const SceneItem *item) {
    return item->as.text.font.size * 1.2;
}

void part_place_label(SceneItem *item, double x, double y, const char *align) {
    item->as.text.x = x;
    item->as.text.y = y;
    item->as.text.align = align;
    item->as.text.baseline = "middle";
}

void part_add_plate(const MarkDraw *label, const SceneItem *item, double width, GArray *plates) {
    Paint paint = guide_paint(label->chart, (json_t *)option(label, "halo"));
    double height = part_label_height(item) - 1;
    double shift = !strcmp(item->as.text.align, "center")  ? width / 2
                   : !strcmp(item->as.text.align, "right") ? width
                                                           : 0;
    if (!paint.present || width <= 0)
        return;
    SceneItem plate = {.style = {.fill = paint, .fill_opacity = PLATE_OPACITY}};
    plate.as.rect.x = item->as.text.x - shift - PLATE_MARGIN;
    plate.as.rect.y = item->as.text.y - height / 2;
    plate.as.rect.width = width + 2 * PLATE_MARGIN;
    plate.as.rect.height = height;
    for (guint i = 0; i < 4; i++)
        plate.as.rect.radius[i] = PLATE_MARGIN;
    g_array_append_val(plates, plate);
}

void part_add(const MarkDraw *draw, Group *cell, SceneMarkType type, GArray *items) {
    SceneMark mark = {
        .type = type, .role = "mark", .clip = item_clips(draw), .item_count = items->len};
    mark.items = chart_keep(draw->chart, items->data, items->len * sizeof(SceneItem));
    group_add_mark(draw->chart, cell, mark);
}
