// Where the nodes of a network stand, and their labels. Pure geometry in points; nothing is random:
// equal input gives equal output.
#pragma once
#include "chart/box.h"

typedef struct {
    guint a, b; // indices of nodes
} NetworkEdge;

typedef struct {
    double radius;
    double label_width, label_height; // 0: no label; out: narrower where the whole has no place
    double x, y;                      // out: the centre
    double label_x, label_y;          // out: the centre of the label
    bool label_shown;                 // out: false where it found no free place
} NetworkPlace;

typedef struct {
    guint node_count, edge_count;
    NetworkPlace *nodes; // the most important first: they get their labels first
    const NetworkEdge *edges;
    double width, height; // of the plot; everything stays inside
} NetworkPlan;

// Stress majorization (Gansner, Koren and North, "Graph drawing by stress majorization", 2004) in
// its localized form, from a fixed start on a circle; then what overlaps is pushed apart. Radii
// shrink, all by one factor, where discs would not fit beside each other. Labels take the first
// free place around their discs, as in Christensen, Marks and Shieber, "An empirical study of
// algorithms for point-feature label placement", 1995; where there is none, they are not shown.
void network_arrange(NetworkPlan *plan);
