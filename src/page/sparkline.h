// A series drawn small, without axes: in cells of tables and under key figures.
#pragma once
#include "page/block.h"

typedef struct {
    guint count;
    const double *points; // finite
    Colour colour;
    double thickness;
    guint tag; // of a figure; TAG_ARTIFACT: what is drawn is said in words as well
} Sparkline;

// Fills the box, the least point at its foot and the greatest at its head; a dot is at the last
// one. From right to left the first point is at the right edge.
void sparkline_put(const Compose *compose, SlabBuilder *builder, const Sparkline *line,
                   const PlacedBox *box);
// At most `most` points: each the mean of an equal share of the numbers, when there are more.
guint sparkline_thin(const double *numbers, guint count, guint most, double *out);
