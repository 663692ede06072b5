// Text in columns: a flow as wide as one column, set in several beside each other.
#pragma once
#include "page/block.h"

enum { TEXT_COLUMNS_MAX = 4 };

// The width of one of so many columns.
double columns_width(const Compose *compose, guint count, double gap);
// Adds the flow's slabs in columns of like height, from the start edge on. In the body, what is
// longer than the rest of its page fills that and goes on, unless `whole` says to keep what fits a
// page on one; elsewhere what is longer than a page fills pages.
typedef struct {
    guint count;
    double gap;
    bool whole;
} ColumnsStyle;
void columns_add(Compose *compose, const Flow *flow, const ColumnsStyle *style);
