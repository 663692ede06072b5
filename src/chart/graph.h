// The data of networks and Sankey diagrams: rows become links and nodes, each with the facts of the
// rows it stands for. A normalized unit asks for one of these tables by its member "graph".
#pragma once
#include "chart/view.h"

// Columns that the tables have beside those of the encoding.
#define GRAPH_SOURCE "__source" // of a link: the names of its ends
#define GRAPH_TARGET "__target"
#define GRAPH_NAME "__name"     // of a node
#define GRAPH_WEIGHT "__weight" // of a link or node
#define GRAPH_DEGREE "__degree" // of a node of a network: how many others it is linked to
#define GRAPH_STAGE "__stage"   // of a Sankey diagram: from 0; of a link: where it starts
#define GRAPH_COLOUR "__colour" // of a Sankey diagram: what the colour stands for

enum {
    NETWORK_NODES_MAX = 300, // that a network shows at most
    NETWORK_LINKS_MAX = 2000,
    NETWORK_PAIRS_MAX = 4000000, // pairs of rows that are looked at
    SANKEY_NODES_MAX = 60        // of a stage
};

// What was not drawn, for messages and the alt text.
typedef struct GraphCounts {
    guint nodes, nodes_left; // all there are; left out or put together
    guint links, links_left;
    guint rows_left; // rows without a usable value
} GraphCounts;

bool graph_is(const json_t *spec);
// The table that the unit's "graph" describes, for each cell of the facets around it. NULL and
// reported past the limits.
const Table *graph_apply(View *unit, const Table *table);

// ---- for the two kinds
typedef struct {
    Chart *chart;
    View *unit;
    const json_t *spec; // the "graph" object
    const Table *table; // the rows of one cell
    TableBuilder *out;
    guint column_count; // without those of facets
    guint facet_count;
    const Value *facets; // of the cell
} GraphRun;

void graph_add_row(const GraphRun *run, const Value *values, const Lineage *lineage);
void graph_add_lists(const GraphRun *run, GPtrArray *columns); // names from "aggregate" and "carry"
// The values of these columns for some rows: aggregates, and of carried fields the most frequent
// value. Writes from out on; gives how many.
guint graph_list_values(const GraphRun *run, const guint *rows, guint count, Value *out);
// "weight" over some rows; never negative, never NaN.
double graph_weight(const GraphRun *run, const guint *rows, guint count);
const char *graph_name(const GraphRun *run, Value value); // NULL when there is none

typedef struct {
    void (*columns)(const GraphRun *run, GPtrArray *names);
    bool (*rows)(GraphRun *run);
} GraphKind;
extern const GraphKind NETWORK_GRAPH, SANKEY_GRAPH;
