// Sums, extremes and order of points by label: what the sentences of alternative texts tell.
#pragma once
#include "chart/alt_reading.h"

typedef enum { BY_AXIS, BY_OTHER, BY_SERIES, BY_CELL } GroupKey;

typedef struct {
    const char *label, *label2; // label2: of cells
    double at;                  // of its first point
    double sum, low, high;
    guint count;                   // points with a value
    const ReadPoint *first, *last; // by place on the axis, with a value
} AltGroup;

// In the order of the data; points without the label are left out. Of AltGroup.
GArray *alt_groups(const GArray *points, GroupKey key);
// By place on the axis; by sum, the largest first. Equal ones stay as they are.
void alt_groups_sort_by_place(GArray *groups);
void alt_groups_sort_by_sum(GArray *groups);
double alt_groups_sum(const GArray *groups);
