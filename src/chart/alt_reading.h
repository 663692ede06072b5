// What a chart says, read back from its marks: which unit carries it, what is measured over what,
// and the points of it.
#pragma once
#include "base/words.h"
#include "chart/view.h"

typedef enum {
    READ_ITEMS,   // nothing is measured: marks are counted
    READ_OVER,    // a measure over one dimension, perhaps in series
    READ_CELLS,   // a measure over two dimensions: heat map, circles in a matrix
    READ_RANGES,  // from and to over one dimension
    READ_SCATTER, // two measures
    READ_TEXTS    // a table of texts
} ReadKind;

typedef struct {
    ReadKind kind;
    View *unit;
    const Words *words;               // for numbers
    const Def *measure, *measure_end; // the other end of a range
    const Def *axis, *other, *series; // other: of cells and texts
    bool additive;                    // sums of the measure mean something
    bool normalized;                  // drawn as shares of their sum
    bool medians;                     // of a box plot
    bool by_plot;                     // the series are the cells of a facet
    bool diverging;                   // bars to both sides of zero, in series
    bool in_years;                    // the axis is years: positions are whole numbers
} Reading;

typedef struct {
    const char *axis, *other, *series; // labels; NULL: none
    double at;                         // on the axis: a year or a time, else the place in the data
    double value, end;                 // NaN: none
} ReadPoint;

// The unit below a view that says most; false when none says anything.
bool reading_find(View *view, const Words *words, Reading *out);
// Its points, of ReadPoint, in the order of the data. Labels are in the chart's arena.
GArray *reading_points(const Reading *reading);
// Whether the labels of a dimension are years or periods of years ("1987", "1980s", "1980–1984").
bool reading_label_year(const char *label, double *year);
