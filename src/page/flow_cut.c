// Cutting a slab that is taller than a page: between lines of text where there are any, into pieces
// of a few lines, so that it fills what is left of a page, and what belongs to it (a heading above
// a row) has something of it beside it. No item is lost: text goes whole to the piece that holds
// its middle, fields of colour are cut. Texts are sorted by height once and looked at in a window
// that moves down with the pieces.
#include "page/flow_private.h"

#include <string.h>

static const double PIECE_HEIGHT = 60; // points: four lines or so

typedef struct {
    Arena *arena;
    const Slab *slab;
    const PlacedItem **texts; // and links, which lie on them; by y
    guint text_count;
    guint first; // all before are in pieces already
    bool *taken;
    GPtrArray *others; // fields, lines and pictures
} Cutter;

static int compare_by_y(const void *a, const void *b) {
    const PlacedItem *left = *(const PlacedItem *const *)a, *right = *(const PlacedItem *const *)b;
    if (left->y != right->y)
        return left->y < right->y ? -1 : 1;
    return left < right ? -1 : left > right; // as they were drawn
}

static Cutter cutter_new(Arena *arena, const Slab *slab) {
    Cutter cutter = {.arena = arena, .slab = slab, .others = g_ptr_array_new()};
    cutter.texts = g_new(const PlacedItem *, slab->item_count + 1);
    cutter.taken = g_new0(bool, slab->item_count + 1);
    for (guint i = 0; i < slab->item_count; i++) {
        const PlacedItem *item = &slab->items[i];
        if (item->kind == PLACED_TEXT || item->kind == PLACED_LINK)
            cutter.texts[cutter.text_count++] = item;
        else
            g_ptr_array_add(cutter.others, (gpointer)item);
    }
    qsort(cutter.texts, cutter.text_count, sizeof *cutter.texts, compare_by_y);
    return cutter;
}

static void cutter_clear(Cutter *cutter) {
    g_free(cutter->texts);
    g_free(cutter->taken);
    g_ptr_array_unref(cutter->others);
}

// ---- where

// The lowest end of a line at or above the limit.
static double last_end(const Cutter *cutter, double limit) {
    double best = -1;
    for (guint i = cutter->first; i < cutter->text_count && cutter->texts[i]->y < limit; i++) {
        double end = cutter->texts[i]->y + cutter->texts[i]->height;
        if (end <= limit + 0.01)
            best = MAX(best, end);
    }
    return best;
}

// The top of a line that a cut at y would go through; y when there is none.
static double uncut(const Cutter *cutter, double y) {
    double top = y;
    for (guint i = cutter->first; i < cutter->text_count && cutter->texts[i]->y < y; i++) {
        const PlacedItem *item = cutter->texts[i];
        if (item->y < y - 0.01 && item->y + item->height > y + 0.01)
            top = MIN(top, item->y);
    }
    return top;
}

// The lowest place above the limit where a cut goes through no line; `from` when there is none.
static double find_cut(const Cutter *cutter, double from, double limit) {
    double best = last_end(cutter, limit);
    while (best > from) {
        double higher = uncut(cutter, best);
        if (higher >= best - 0.01)
            return best;
        best = higher;
    }
    return from;
}

// The end of a piece of a few lines; where no cut is to be found so near, of one that is taller.
static double piece_end(const Cutter *cutter, double from, double max_height) {
    for (double height = PIECE_HEIGHT; height < max_height; height *= 2) {
        double end = find_cut(cutter, from, from + height);
        if (end > from)
            return end;
    }
    double end = find_cut(cutter, from, from + max_height);
    return end > from ? end : from + max_height;
}

// ---- pieces

static void take(SlabBuilder *builder, const PlacedItem *item, double from) {
    PlacedItem moved = *item;
    placed_item_move(&moved, 0, -from);
    g_array_append_val(builder->items, moved);
}

static void take_others(const Cutter *cutter, SlabBuilder *builder, double from, double to) {
    for (guint i = 0; i < cutter->others->len; i++) {
        const PlacedItem *item = cutter->others->pdata[i];
        double middle = item->y + item->height / 2;
        if (item->kind == PLACED_RECT) {
            PlacedItem part = *item;
            part.y = MAX(item->y, from);
            part.height = MIN(item->y + item->height, to) - part.y;
            if (part.height > 0)
                take(builder, &part, from);
        } else if (middle >= from && (middle < to || to >= cutter->slab->height)) {
            take(builder, item, from);
        }
    }
}

static void take_texts(Cutter *cutter, SlabBuilder *builder, double from, double to) {
    bool last = to >= cutter->slab->height;
    for (guint i = cutter->first; i < cutter->text_count && (last || cutter->texts[i]->y < to);
         i++) {
        const PlacedItem *item = cutter->texts[i];
        if (cutter->taken[i] || (!last && item->y + item->height / 2 >= to))
            continue;
        take(builder, item, from);
        cutter->taken[i] = true;
    }
    while (cutter->first < cutter->text_count && cutter->taken[cutter->first])
        cutter->first++;
}

static void take_marks(const Slab *slab, SlabBuilder *builder, double from, double to) {
    for (guint i = 0; i < slab->mark_count; i++)
        if (slab->marks[i].y >= from && slab->marks[i].y < to)
            slab_add_mark(builder, &slab->marks[i], -from);
    for (guint i = 0; i < slab->number_count; i++) {
        SlabNumber number = slab->numbers[i];
        number.baseline -= from;
        if (number.baseline >= 0 && number.baseline < to - from)
            slab_number(builder, &number);
    }
}

static Slab take_piece(Cutter *cutter, double from, double to) {
    const Slab *slab = cutter->slab;
    SlabBuilder builder;
    slab_begin(&builder, cutter->arena);
    take_others(cutter, &builder, from, to);
    take_texts(cutter, &builder, from, to);
    take_marks(slab, &builder, from, to);
    builder.height = to - from;
    Slab piece = slab_end(&builder);
    piece.head = slab->head;
    piece.foot = slab->foot;
    piece.node = slab->node;
    if (from > 0)
        return piece;
    piece.note_count = slab->note_count;
    piece.notes = slab->notes;
    slab_begin_as(&piece, slab);
    return piece;
}

void flow_add_cut(Flow *flow, const Slab *slab, double max_height) {
    if (max_height <= 0 || slab->height <= max_height + 0.01) {
        flow_add(flow, slab);
        return;
    }
    Cutter cutter = cutter_new(flow_arena(flow), slab);
    double from = 0;
    while (slab->height - from > MIN(max_height, 2 * PIECE_HEIGHT) + 0.01) {
        double to = piece_end(&cutter, from, max_height);
        Slab piece = take_piece(&cutter, from, to);
        flow_add(flow, &piece);
        from = to;
    }
    Slab last = take_piece(&cutter, from, slab->height);
    last.keep_with_next = slab->keep_with_next;
    flow_add(flow, &last);
    cutter_clear(&cutter);
}
