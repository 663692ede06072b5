// Alternative text of networks, Sankey diagrams and timelines, and messages about what they leave
// out.
#pragma once
#include "chart/view.h"

// Sentences about all field charts of the tree, in the arena; NULL when there are none.
const char *alt_field_charts(View *root);
// Warnings: nothing to draw, items without a place, nodes past a limit that nobody chose.
void field_charts_report(View *root);
