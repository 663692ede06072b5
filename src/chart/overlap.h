// Hiding of labels that would run into each other
// (https://vega.github.io/vega/docs/axes/, labelOverlap).
#pragma once
#include "chart/box.h"

typedef enum { OVERLAP_KEEP, OVERLAP_PARITY, OVERLAP_GREEDY } OverlapMethod;

// Sets visible[i] for each box, in order. Boxes without extent count as absent and stay as they
// are.
void overlap_hide(OverlapMethod method, double separation, const Box *boxes, guint count,
                  bool *visible);
