// Cutting a slab that is taller than a page: between lines of text where there are any. No item is
// lost: text goes whole to the piece that holds its middle, fields of colour are cut.
#include "page/flow_private.h"

// The least place at or above `limit` (below `from`) where a line of text ends and none is cut
// through; `limit` when there is none.
static double find_cut(const Slab *slab, double from, double limit) {
    double best = -1;
    for (guint i = 0; i < slab->item_count; i++) {
        const PlacedItem *item = &slab->items[i];
        double end = item->y + item->height;
        if (item->kind == PLACED_TEXT && end > from && end <= limit + 0.01 && end > best)
            best = end;
    }
    for (guint i = 0; best > 0 && i < slab->item_count; i++) {
        const PlacedItem *item = &slab->items[i];
        bool cut_through = item->y < best - 0.01 && item->y + item->height > best + 0.01;
        if (item->kind == PLACED_TEXT && cut_through && item->y > from + 0.01) {
            best = item->y;
            i = 0;
        }
    }
    return best > from ? best : limit;
}

// What of an item lies in [from, to): text whole by its middle, fields cut.
static bool item_within(const PlacedItem *item, double from, double to, PlacedItem *out) {
    *out = *item;
    if (item->kind != PLACED_RECT) {
        double middle = item->y + item->height / 2;
        return middle >= from && middle < to;
    }
    out->y = MAX(item->y, from);
    out->height = MIN(item->y + item->height, to) - out->y;
    return out->height > 0;
}

static Slab piece_of(const Slab *slab, Arena *arena, double from, double to) {
    SlabBuilder builder;
    PlacedItem item;
    slab_begin(&builder, arena);
    for (guint i = 0; i < slab->item_count; i++) {
        if (!item_within(&slab->items[i], from, to, &item))
            continue;
        placed_item_move(&item, 0, -from);
        g_array_append_val(builder.items, item);
    }
    for (guint i = 0; i < slab->mark_count; i++)
        if (slab->marks[i].y >= from && slab->marks[i].y < to)
            slab_add_mark(&builder, &slab->marks[i], -from);
    for (guint i = 0; i < slab->number_count; i++) {
        SlabNumber number = slab->numbers[i];
        number.baseline -= from;
        if (number.baseline >= 0 && number.baseline < to - from)
            slab_number(&builder, &number);
    }
    builder.height = to - from;
    Slab piece = slab_end(&builder);
    piece.head = slab->head;
    piece.foot = slab->foot;
    piece.node = slab->node;
    return piece;
}

static Slab first_piece_of(const Slab *slab, Arena *arena, double to) {
    Slab piece = piece_of(slab, arena, 0, to);
    piece.space_before = slab->space_before;
    piece.break_before = slab->break_before;
    piece.outline_level = slab->outline_level;
    piece.outline_title = slab->outline_title;
    piece.destination = slab->destination;
    return piece;
}

void flow_add_cut(Flow *flow, const Slab *slab, double max_height) {
    double from = 0;
    while (max_height > 0 && slab->height - from > max_height + 0.01) {
        double to = find_cut(slab, from, from + max_height);
        Slab piece = from > 0 ? piece_of(slab, flow_arena(flow), from, to)
                              : first_piece_of(slab, flow_arena(flow), to);
        flow_add(flow, &piece);
        from = to;
    }
    if (from <= 0) {
        flow_add(flow, slab);
        return;
    }
    Slab last = piece_of(slab, flow_arena(flow), from, slab->height);
    last.keep_with_next = slab->keep_with_next;
    flow_add(flow, &last);
}
