// Blocks inside blocks: composing into a flow of their own, and joining such flows side by side.
#pragma once
#include "page/spec.h"

// The blocks as a flow of the given width, for a row's cell or a box.
Flow *nest_compose(Compose *compose, const BlockList *blocks, double width);
// The tallest that a slab may be on a page of the document.
double nest_page_height(const Compose *compose);

// Flows side by side, cell i at x[i]. They become one slab when they fit a page; else they are cut
// where no slab of any cell is cut through.
typedef enum { NEST_TOP, NEST_MIDDLE, NEST_BOTTOM } NestAlign;
typedef struct {
    guint count;
    Flow *const *flows;
    const double *x;
    const NestAlign *aligns; // of each cell; NULL: all at the top
    // Draws what lies behind a piece, from the top (first) to the bottom (last) of the whole; or
    // NULL.
    void (*behind)(const void *data, SlabBuilder *builder, double height, bool first, bool last);
    const void *data;
    double pad_top, pad_bottom; // of the first and the last piece
} Nest;
void nest_add(Compose *compose, const Nest *nest);
