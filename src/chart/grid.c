// Grid layout in passes: extents of columns and rows, offsets between them by alignment, places,
// centering, anchoring.
#include "chart/grid.h"

#include <math.h>

typedef struct {
    const GridOptions *options;
    GridItem *items;
    guint count, columns, rows;
    Box *boxes; // of the items, from their own origin
    double *x_offset, *y_offset, *x_extent, *y_extent, *dx, *dy;
    double x_max, y_max;
} Grid;

static Box item_box(const GridOptions *options, const GridItem *item) {
    if (options->flush)
        return (Box){0, 0, item->width, item->height};
    Box box = item->bounds;
    if (box_is_empty(&box))
        return (Box){0, 0, 0, 0};
    box_move(&box, -item->x, -item->y);
    return box;
}

static double outside(double low) {
    return low < 0 ? ceil(-low) : 0;
}

static void measure(Grid *g) {
    for (guint i = 0; i < g->count; i++) {
        guint c = i % g->columns, r = i / g->columns;
        g->boxes[i] = item_box(g->options, &g->items[i]);
        double right = ceil(g->boxes[i].x2), bottom = ceil(g->boxes[i].y2);
        g->x_max = MAX(g->x_max, right);
        g->y_max = MAX(g->y_max, bottom);
        g->x_extent[c] = MAX(g->x_extent[c], right);
        g->y_extent[r] = MAX(g->y_extent[r], bottom);
        g->x_offset[i] = c ? g->options->padding_column + outside(g->boxes[i].x1) : 0;
        g->y_offset[i] = r ? g->options->padding_row + outside(g->boxes[i].y1) : 0;
    }
}

static void align_columns(Grid *g) {
    double all = 0;
    for (guint i = 0; i < g->count; i++)
        all = i % g->columns ? MAX(all, g->x_offset[i]) : all;
    for (guint c = 1; c < g->columns; c++) {
        double each = 0;
        for (guint i = c; i < g->count; i += g->columns)
            each = MAX(each, g->x_offset[i]);
        for (guint i = c; i < g->count; i += g->columns) {
            if (g->options->align_column == GRID_EACH)
                g->x_offset[i] = each + g->x_extent[c - 1];
            else if (g->options->align_column == GRID_ALL)
                g->x_offset[i] = all + g->x_max;
            else
                g->x_offset[i] += g->x_extent[c - 1];
        }
    }
}

static void align_rows(Grid *g) {
    double all = 0;
    for (guint i = g->columns; i < g->count; i++)
        all = MAX(all, g->y_offset[i]);
    for (guint r = 1; r < g->rows; r++) {
        double each = 0;
        guint first = r * g->columns, end = MIN(first + g->columns, g->count);
        for (guint i = first; i < end; i++)
            each = MAX(each, g->y_offset[i]);
        for (guint i = first; i < end; i++) {
            if (g->options->align_row == GRID_EACH)
                g->y_offset[i] = each + g->y_extent[r - 1];
            else if (g->options->align_row == GRID_ALL)
                g->y_offset[i] = all + g->y_max;
            else
                g->y_offset[i] += g->y_extent[r - 1];
        }
    }
}

static void place(Grid *g) {
    double x = 0;
    for (guint i = 0; i < g->count; i++) {
        x = g->x_offset[i] + (i % g->columns ? x : 0);
        g->dx[i] += x - g->items[i].x;
    }
    for (guint c = 0; c < g->columns; c++) {
        double y = 0;
        for (guint i = c; i < g->count; i += g->columns) {
            y += g->y_offset[i];
            g->dy[i] += y - g->items[i].y;
        }
    }
}

static void center(Grid *g) {
    const GridOptions *o = g->options;
    bool by_column = o->align_column != GRID_NONE && o->center_column && g->rows > 1;
    bool by_row = o->align_row != GRID_NONE && o->center_row && g->columns != 1;
    for (guint i = 0; i < g->count; i++) {
        double width = o->align_column == GRID_ALL ? g->x_max : g->x_extent[i % g->columns];
        double height = o->align_row == GRID_ALL ? g->y_max : g->y_extent[i / g->columns];
        double x = width - g->boxes[i].x2 - g->items[i].x - g->dx[i];
        double y = height - g->boxes[i].y2 - g->items[i].y - g->dy[i];
        if (by_column && x > 0)
            g->dx[i] += x / 2;
        if (by_row && y > 0)
            g->dy[i] += y / 2;
    }
}

static double anchored(double at, GridAnchor anchor, double extent) {
    if (anchor == ANCHOR_END)
        at -= extent;
    else if (anchor == ANCHOR_MIDDLE)
        at -= extent / 2;
    return floor(at + 0.5);
}

static Box settle(Grid *g) {
    const GridOptions *o = g->options;
    Box all = {0, 0, 0, 0};
    for (guint i = 0; i < g->count; i++) {
        Box box = g->boxes[i];
        box_move(&box, g->dx[i], g->dy[i]);
        box_union(&all, &box);
    }
    double x = anchored(o->x, o->anchor_column, box_width(&all));
    double y = anchored(o->y, o->anchor_row, box_height(&all));
    Box result = box_empty();
    for (guint i = 0; i < g->count; i++) {
        GridItem *item = &g->items[i];
        item->x += g->dx[i] + x;
        item->y += g->dy[i] + y;
        box_move(&item->bounds, g->dx[i] + x, g->dy[i] + y);
        box_union(&result, &item->bounds);
    }
    return result;
}

Box grid_layout(const GridOptions *options, GridItem *items, guint count) {
    if (count == 0)
        return box_empty();
    guint columns = options->columns ? options->columns : count;
    guint rows = (count + columns - 1) / columns;
    g_autofree double *room = g_new0(double, 4 * (gsize)count + columns + rows);
    g_autofree Box *boxes = g_new0(Box, count);
    Grid grid = {.options = options,
                 .items = items,
                 .count = count,
                 .columns = columns,
                 .rows = rows,
                 .boxes = boxes};
    grid.x_offset = room;
    grid.y_offset = room + count;
    grid.dx = room + 2 * (gsize)count;
    grid.dy = room + 3 * (gsize)count;
    grid.x_extent = room + 4 * (gsize)count;
    grid.y_extent = grid.x_extent + columns;
    measure(&grid);
    align_columns(&grid);
    align_rows(&grid);
    place(&grid);
    center(&grid);
    return settle(&grid);
}
