// Where the nodes and flows of a Sankey diagram stand. Pure geometry in points.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef struct {
    guint stage;
    double value;
    bool pinned;         // keeps its place after those that move: "Other"
    double x, y, height; // out
    guint rank;          // in: order in a fixed stage; out: from the top of its stage
} SankeyNode;

typedef struct {
    guint source, target; // indices of nodes in stages that follow each other
    double value;
    guint colour;                         // flows of one pair stand in this order
    double y_source, y_target, thickness; // out: the upper edges
} SankeyLink;

enum { SANKEY_STAGES_MIN = 2, SANKEY_STAGES_MAX = 6 };

typedef struct {
    guint node_count, link_count, stage_count;
    SankeyNode *nodes;
    SankeyLink *links;
    bool fixed[SANKEY_STAGES_MAX];   // stages whose order is given
    double left, top, width, height; // of the room for nodes and flows
    double node_width, padding;
} SankeyPlan;

// Order within the stages: barycentre sweeps back and forth (Sugiyama, Tagawa and Toda, "Methods
// for visual understanding of hierarchical system structures", 1981), from the greatest value to
// the least; of all orders met, the one with the least crossing flow counts. One scale holds for
// all stages, so that a flow is as thick at its end as at its beginning.
void sankey_arrange(SankeyPlan *plan);
// The flow that crosses other flow: the sum over pairs of crossing links of the products.
double sankey_crossings(const SankeyPlan *plan);
