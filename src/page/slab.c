// Building slabs: items one after the other, relative to the slab's top left corner. A slab can be
// put inside another; what leads to it (outline, destinations, page numbers) goes with it.
#include "page/flow_private.h"

enum { ITEMS_EXPECTED = 16 }; // of a row of a table

void slab_begin(SlabBuilder *builder, Arena *arena) {
    *builder = (SlabBuilder){.arena = arena};
    builder->items = g_array_sized_new(FALSE, TRUE, sizeof(PlacedItem), ITEMS_EXPECTED);
}

PlacedItem *slab_item(SlabBuilder *builder, PlacedKind kind, guint tag) {
    g_array_set_size(builder->items, builder->items->len + 1);
    PlacedItem *item = &g_array_index(builder->items, PlacedItem, builder->items->len - 1);
    item->kind = kind;
    item->tag = tag;
    return item;
}

void slab_rect(SlabBuilder *builder, const PlacedBox *box, Colour fill, double radius) {
    PlacedItem *item = slab_item(builder, PLACED_RECT, TAG_ARTIFACT);
    item->x = box->x;
    item->y = box->y;
    item->width = box->width;
    item->height = box->height;
    item->as.rect.filled = true;
    item->as.rect.fill = fill;
    item->as.rect.radius = radius;
}

void slab_frame(SlabBuilder *builder, const PlacedBox *box, Colour stroke, double width,
                double radius) {
    slab_rect(builder,
              &(PlacedBox){box->x + width / 2, box->y + width / 2, MAX(box->width - width, 0),
                           MAX(box->height - width, 0)},
              stroke, radius);
    PlacedItem *item = &g_array_index(builder->items, PlacedItem, builder->items->len - 1);
    item->as.rect.filled = false;
    item->as.rect.stroked = true;
    item->as.rect.stroke = stroke;
    item->as.rect.stroke_width = width;
}

void slab_rule(SlabBuilder *builder, double x, double y, double length, Colour colour,
               double width) {
    PlacedItem *item = slab_item(builder, PLACED_LINE, TAG_ARTIFACT);
    item->x = x;
    item->y = y;
    item->width = length;
    item->as.line.x2 = x + length;
    item->as.line.y2 = y;
    item->as.line.colour = colour;
    item->as.line.width = width;
}

static void add_link(SlabBuilder *builder, const PlacedItem *text, const GlyphRun *run, guint tag) {
    PlacedItem *item = slab_item(builder, PLACED_LINK, tag);
    item->x = text->x + run->x;
    item->y = text->y;
    item->width = run->width;
    item->height = text->height;
    if (run->link[0] == '#')
        item->as.link.destination = run->link + 1;
    else
        item->as.link.uri = run->link;
    item->as.link.alt = arena_strndup(builder->arena, run->text, run->text_length);
}

void slab_line(SlabBuilder *builder, const TextLine *line, double x, double y, guint tag) {
    PlacedItem text = {.kind = PLACED_TEXT,
                       .tag = tag,
                       .x = x + line->x,
                       .y = y + line->top,
                       .width = line->width,
                       .height = line->bottom - line->top};
    text.as.text.line = line;
    text.as.text.baseline = y + line->baseline;
    g_array_append_val(builder->items, text);
    for (guint i = 0; i < line->run_count; i++)
        if (line->runs[i].link)
            add_link(builder, &text, &line->runs[i], tag);
}

double slab_paragraph(SlabBuilder *builder, const Paragraph *paragraph, double x, double y,
                      guint tag) {
    for (guint i = 0; i < paragraph->line_count; i++)
        slab_line(builder, &paragraph->lines[i], x, y, tag);
    return paragraph->height;
}

static void *take_list(Arena *arena, GArray **list, gsize size, guint *count) {
    if (!*list)
        return NULL;
    void *copy = arena_memdup(arena, (*list)->data, (*list)->len * size);
    *count = (*list)->len;
    g_array_unref(*list);
    *list = NULL;
    return copy;
}

Slab slab_end(SlabBuilder *builder) {
    Slab slab = {.height = builder->height, .item_count = builder->items->len};
    slab.items = arena_memdup(builder->arena, builder->items->data,
                              builder->items->len * sizeof(PlacedItem));
    g_array_unref(builder->items);
    builder->items = NULL;
    slab.marks = take_list(builder->arena, &builder->marks, sizeof(SlabMark), &slab.mark_count);
    slab.notes = take_list(builder->arena, &builder->notes, sizeof(const Slab *), &slab.note_count);
    slab.numbers =
        take_list(builder->arena, &builder->numbers, sizeof(SlabNumber), &slab.number_count);
    return slab;
}

void slab_begin_as(Slab *piece, const Slab *whole) {
    piece->space_before = whole->space_before;
    piece->break_before = whole->break_before;
    piece->destination = whole->destination;
    piece->outline_level = whole->outline_level;
    piece->outline_title = whole->outline_title;
}

static void add_later(GArray *to, const Slab *slab, double dx, double dy) {
    PlacedItem item = {
        .kind = PLACED_LATER, .tag = slab->later_tag, .x = dx, .y = dy, .height = slab->height};
    item.as.later.source = slab->later;
    item.as.later.part = slab->part;
    item.as.later.tells = slab->tells;
    g_array_append_val(to, item);
}

void slab_copy_items(GArray *to, const Slab *slab, double dx, double dy, bool artifact) {
    if (slab->later)
        add_later(to, slab, dx, dy);
    for (guint i = 0; i < slab->item_count; i++) {
        PlacedItem item = slab->items[i];
        if (artifact && item.kind == PLACED_LINK)
            continue;
        placed_item_move(&item, dx, dy);
        if (artifact)
            item.tag = TAG_ARTIFACT;
        g_array_append_val(to, item);
    }
}

void slab_add_mark(SlabBuilder *builder, const SlabMark *mark, double y) {
    SlabMark moved = *mark;
    moved.y += y;
    if (!builder->marks)
        builder->marks = g_array_new(FALSE, FALSE, sizeof(SlabMark));
    g_array_append_val(builder->marks, moved);
}

static void copy_marks(SlabBuilder *builder, const Slab *slab, double y) {
    SlabMark top = {.level = slab->outline_level,
                    .title = slab->outline_title,
                    .destination = slab->destination};
    if (top.level || top.destination)
        slab_add_mark(builder, &top, y);
    for (guint i = 0; i < slab->mark_count; i++)
        slab_add_mark(builder, &slab->marks[i], y);
}

static void slab_note(SlabBuilder *builder, const Slab *note) {
    if (!builder->notes)
        builder->notes = g_array_new(FALSE, FALSE, sizeof(const Slab *));
    g_array_append_val(builder->notes, note);
}

void slab_number(SlabBuilder *builder, const SlabNumber *number) {
    if (!builder->numbers)
        builder->numbers = g_array_new(FALSE, FALSE, sizeof(SlabNumber));
    g_array_append_vals(builder->numbers, number, 1);
}

void slab_put(SlabBuilder *builder, const Slab *slab, double x, double y) {
    slab_copy_items(builder->items, slab, x, y, /*artifact=*/false);
    copy_marks(builder, slab, y);
    for (guint i = 0; i < slab->note_count; i++)
        slab_note(builder, slab->notes[i]);
    for (guint i = 0; i < slab->number_count; i++) {
        SlabNumber number = slab->numbers[i];
        number.start += x;
        number.end += x;
        number.baseline += y;
        slab_number(builder, &number);
    }
}

void slab_flow(SlabBuilder *builder, const Flow *flow, double x, double y) {
    for (guint i = 0; i < flow_count(flow); i++) {
        const Slab *slab = flow_nth(flow, i);
        y += i ? slab->space_before : 0;
        slab_put(builder, slab, x, y);
        y += slab->height;
    }
}
