// Titles of axes and legends as components: joined when two views share a guide.
#pragma once
#include "chart/scale_prop.h"

// A stated title goes before one that is not; of two alike both are told, each part once. The JSON
// is the chart's.
Prop guide_title_merge(Chart *chart, Prop first, Prop second);
// The title's text, lines parted by newlines; NULL: none. In the arena.
const char *guide_title_text(Chart *chart, const json_t *title);
