// A sparkline is straight lines from point to point. All of it is scaled to its box, so the box
// says nothing of the size of the numbers; the figure beside it does.
#include "page/sparkline.h"

static const double DOT = 1.6; // its radius, times the thickness of the line

static double share_of(const Sparkline *line, guint i) {
    double low = line->points[0], high = line->points[0];
    for (guint k = 1; k < line->count; k++) {
        low = MIN(low, line->points[k]);
        high = MAX(high, line->points[k]);
    }
    return high > low ? (line->points[i] - low) / (high - low) : 0.5;
}

static void put_step(SlabBuilder *builder, const Sparkline *line, const double from[2],
                     const double to[2]) {
    slab_rule(builder, from[0], from[1], to[0] - from[0], line->colour, line->thickness);
    PlacedItem *item = &g_array_index(builder->items, PlacedItem, builder->items->len - 1);
    item->as.line.y2 = to[1];
    item->tag = line->tag;
}

static void put_dot(SlabBuilder *builder, const Sparkline *line, const double at[2]) {
    double r = line->thickness * DOT;
    slab_rect(builder, &(PlacedBox){at[0] - r, at[1] - r, 2 * r, 2 * r}, line->colour, r);
    g_array_index(builder->items, PlacedItem, builder->items->len - 1).tag = line->tag;
}

void sparkline_put(const Compose *compose, SlabBuilder *builder, const Sparkline *line,
                   const PlacedBox *box) {
    double at[2] = {0};
    for (guint i = 0; i < line->count; i++) {
        double along = line->count > 1 ? box->width * i / (line->count - 1) : box->width;
        double next[2] = {compose->rtl ? box->x + box->width - along : box->x + along,
                          box->y + box->height * (1 - share_of(line, i))};
        if (i > 0)
            put_step(builder, line, at, next);
        at[0] = next[0];
        at[1] = next[1];
    }
    if (line->count)
        put_dot(builder, line, at);
}

guint sparkline_thin(const double *numbers, guint count, guint most, double *out) {
    guint points = MIN(count, most);
    for (guint i = 0; i < points; i++) {
        guint first = (guint)((guint64)count * i / points),
              end = (guint)((guint64)count * (i + 1) / points);
        double mean = 0;
        for (guint k = first; k < end; k++)
            mean += numbers[k] / (end - first);
        out[i] = mean;
    }
    return points;
}
