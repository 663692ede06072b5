// Alternative text of networks, Sankey diagrams and timelines, and messages about what they leave
// out.
#pragma once
#include "chart/alt_text.h"

// Says what all field charts of a tree show; false when there are none. described: the author said
// already what the chart is.
bool alt_say_field_charts(AltText *text, const View *view, bool described);
// Warnings: nothing to draw, items without a place, nodes past a limit that nobody chose.
void field_charts_report(const View *view);
