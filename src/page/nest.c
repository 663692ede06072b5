// Side by side: each cell is a flow. Bands are made from the top: a band ends at the first place
// below its top where every cell stands between two slabs. Where that would take more than a page,
// each cell is cut for itself and goes on at the top of the next band.
#include "page/nest.h"

Flow *nest_compose(Compose *compose, const BlockList *blocks, double width) {
    Compose inner = *compose;
    inner.flow = flow_new_inside(compose->flow, MAX(width, 1));
    block_compose_list(&inner, blocks->blocks, blocks->count);
    return inner.flow;
}

double nest_page_height(const Compose *compose) {
    return MAX(compose->page->height - compose->taken, compose->page->height / 4);
}

static double tallest(const Nest *nest) {
    double height = 0;
    for (guint i = 0; i < nest->count; i++)
        height = MAX(height, flow_height(nest->flows[i]));
    return height;
}

static double align_offset(const Nest *nest, guint cell, double room) {
    switch (nest->aligns ? nest->aligns[cell] : NEST_TOP) {
    case NEST_TOP:
        return 0;
    case NEST_MIDDLE:
        return room / 2;
    case NEST_BOTTOM:
        return room;
    }
    return 0;
}

static Slab set_whole(Arena *arena, const Nest *nest, double height) {
    SlabBuilder builder;
    slab_begin(&builder, arena);
    builder.height = height + nest->pad_top + nest->pad_bottom;
    if (nest->behind)
        nest->behind(nest->data, &builder, builder.height, /*first=*/true, /*last=*/true);
    for (guint i = 0; i < nest->count; i++) {
        double room = height - flow_height(nest->flows[i]);
        slab_flow(&builder, nest->flows[i], nest->x[i],
                  nest->pad_top + align_offset(nest, i, room));
    }
    return slab_end(&builder);
}

// ---- giving way: the tallest cells become lower

typedef struct {
    Arena *arena;
    Nest nest;
} WholeNest;

static double nest_gives(const Nest *nest, double height) {
    double gives = height;
    for (guint i = 0; i < nest->count; i++) {
        const Flow *flow = nest->flows[i];
        gives = MIN(gives, height - flow_height(flow) + flow_gives(flow, 0, flow_count(flow)));
    }
    return nest->behind ? 0 : gives;
}

// As SlabGive asks.
static void lower_whole(const void *data, Slab *slab, double less) {
    const WholeNest *whole = data;
    double height = tallest(&whole->nest) - less;
    for (guint i = 0; i < whole->nest.count; i++) {
        const Flow *flow = whole->nest.flows[i];
        flow_lower(flow, 0, flow_count(flow), MAX(flow_height(flow) - height, 0));
    }
    Slab lower = set_whole(whole->arena, &whole->nest, tallest(&whole->nest));
    slab->height = lower.height;
    slab->items = lower.items;
    slab->item_count = lower.item_count;
    slab->marks = lower.marks;
    slab->mark_count = lower.mark_count;
    slab->numbers = lower.numbers;
    slab->number_count = lower.number_count;
}

static void add_whole(Compose *compose, const Nest *nest, double height) {
    Slab slab = set_whole(compose->arena, nest, height);
    double gives = nest_gives(nest, height);
    if (gives > 0) {
        WholeNest *whole = arena_new0(compose->arena, WholeNest);
        whole->arena = compose->arena;
        whole->nest = *nest;
        gsize count = nest->count;
        whole->nest.flows = arena_memdup(compose->arena, nest->flows, count * sizeof(Flow *));
        whole->nest.x = arena_memdup(compose->arena, nest->x, count * sizeof(double));
        if (nest->aligns)
            whole->nest.aligns =
                arena_memdup(compose->arena, nest->aligns, count * sizeof *nest->aligns);
        slab.give = arena_new0(compose->arena, SlabGive);
        *slab.give = (SlabGive){.most = gives, .lower = lower_whole, .data = whole};
    }
    flow_add(compose->flow, &slab);
}

// ---- bands

typedef struct {
    const Flow *flow;
    guint next;      // the first slab that is in no band yet
    double top, end; // of that slab
} Cursor;

static void cursor_load(Cursor *cursor, double after) {
    if (cursor->next >= flow_count(cursor->flow))
        return;
    const Slab *slab = flow_nth(cursor->flow, cursor->next);
    cursor->top = after + (cursor->next ? slab->space_before : 0);
    cursor->end = cursor->top + slab->height;
}

static bool cursor_is_done(const Cursor *cursor) {
    return cursor->next >= flow_count(cursor->flow);
}

typedef struct {
    Compose *compose;
    const Nest *nest;
    Cursor *cursors;
    double top; // of the band
    guint bands;
} Bander;

// Where the band ends: the nearest end of a slab that cuts through no other. More than `most` below
// the band's top when there is none above.
static double band_end(const Bander *bander, double most) {
    double end = G_MAXDOUBLE;
    for (guint i = 0; i < bander->nest->count; i++)
        if (!cursor_is_done(&bander->cursors[i]))
            end = MIN(end, bander->cursors[i].end);
    for (bool grew = true; grew && end - bander->top <= most;) {
        grew = false;
        for (guint i = 0; i < bander->nest->count; i++) {
            Cursor probe = bander->cursors[i];
            while (!cursor_is_done(&probe) && probe.end <= end) {
                probe.next++;
                cursor_load(&probe, probe.end);
            }
            if (!cursor_is_done(&probe) && probe.top < end - 0.01) {
                end = probe.end;
                grew = true;
            }
        }
    }
    return end;
}

static bool take_slabs(Bander *bander, guint cell, SlabBuilder *builder, double y, double end) {
    Cursor *cursor = &bander->cursors[cell];
    bool keep = false;
    while (!cursor_is_done(cursor) && cursor->end <= end + 0.01) {
        const Slab *slab = flow_nth(cursor->flow, cursor->next);
        slab_put(builder, slab, bander->nest->x[cell], y + cursor->top - bander->top);
        keep = slab->keep_with_next;
        cursor->next++;
        cursor_load(cursor, cursor->end);
    }
    return keep && !cursor_is_done(cursor);
}

// The end of the last slab that ends within the limit; of the first slab when none does.
static double forced_end(const Bander *bander, double limit) {
    double end = -1, least = G_MAXDOUBLE;
    for (guint i = 0; i < bander->nest->count; i++) {
        Cursor probe = bander->cursors[i];
        if (!cursor_is_done(&probe))
            least = MIN(least, probe.end);
        for (; !cursor_is_done(&probe) && probe.end <= limit + 0.01;
             probe.next++, cursor_load(&probe, probe.end))
            end = MAX(end, probe.end);
    }
    return end > 0 ? end : least;
}

// What was cut goes on at the top of the next band.
static void restart_cells(Bander *bander, double end) {
    for (guint i = 0; i < bander->nest->count; i++) {
        Cursor *cursor = &bander->cursors[i];
        double height = cursor->end - cursor->top;
        if (cursor_is_done(cursor) || cursor->top >= end)
            continue;
        cursor->top = end;
        cursor->end = end + height;
    }
}

static bool all_done(const Bander *bander) {
    for (guint i = 0; i < bander->nest->count; i++)
        if (!cursor_is_done(&bander->cursors[i]))
            return false;
    return true;
}

static double least_top(const Bander *bander) {
    double top = G_MAXDOUBLE;
    for (guint i = 0; i < bander->nest->count; i++)
        if (!cursor_is_done(&bander->cursors[i]))
            top = MIN(top, bander->cursors[i].top);
    return top;
}

static void add_band(Bander *bander) {
    const Nest *nest = bander->nest;
    double most = nest_page_height(bander->compose) - nest->pad_top - nest->pad_bottom;
    double lead = least_top(bander) - bander->top;
    if (!nest->behind || band_end(bander, most + lead) - bander->top > most)
        bander->top += lead; // no band begins with white space
    else
        lead = 0;
    double end = band_end(bander, most), y = bander->bands ? 0 : nest->pad_top;
    if (end - bander->top > most)
        end = forced_end(bander, bander->top + most);
    SlabBuilder builder, behind;
    bool keep = false;
    slab_begin(&builder, bander->compose->arena);
    for (guint i = 0; i < nest->count; i++)
        keep |= take_slabs(bander, i, &builder, y, end);
    restart_cells(bander, end);
    bool last = all_done(bander);
    builder.height = y + end - bander->top + (last ? nest->pad_bottom : 0);
    Slab slab = slab_end(&builder);
    if (nest->behind) {
        slab_begin(&behind, bander->compose->arena);
        nest->behind(nest->data, &behind, slab.height, bander->bands == 0, last);
        slab_put(&behind, &slab, 0, 0);
        behind.height = slab.height;
        slab = slab_end(&behind);
    }
    slab.keep_with_next = keep;
    slab.space_before = nest->behind ? 0 : lead;
    flow_add(bander->compose->flow, &slab);
    bander->top = end;
    bander->bands++;
}

static void add_bands(Compose *compose, const Nest *nest) {
    Bander bander = {.compose = compose, .nest = nest};
    bander.cursors = arena_array(compose->arena, Cursor, nest->count);
    for (guint i = 0; i < nest->count; i++) {
        bander.cursors[i].flow = nest->flows[i];
        cursor_load(&bander.cursors[i], 0);
    }
    while (!all_done(&bander))
        add_band(&bander);
}

// What alone is higher than a page becomes lower, if it can.
static void lower_to_page(const Nest *nest, double most) {
    for (guint i = 0; i < nest->count; i++)
        for (guint k = 0; k < flow_count(nest->flows[i]); k++) {
            double more = flow_nth(nest->flows[i], k)->height - most;
            if (more > 0)
                flow_lower(nest->flows[i], k, k + 1, more);
        }
}

void nest_add(Compose *compose, const Nest *nest) {
    lower_to_page(nest, nest_page_height(compose) - nest->pad_top - nest->pad_bottom);
    double height = tallest(nest);
    // What has a background may be cut early, so that it does not leave half a page empty.
    double limit = nest_page_height(compose) * (nest->behind ? 0.45 : 1);
    if (height + nest->pad_top + nest->pad_bottom <= limit)
        add_whole(compose, nest, height);
    else
        add_bands(compose, nest);
}
