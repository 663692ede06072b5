// What a chart shows, as tables for people: the rows that its marks were made from, with the fields
// of the encoding as columns, under the titles that axes and legends bear.
#pragma once
#include "chart/view.h"

// One table for each set of rows that marks show, in drawing order; an array in the arena. Layers
// that show no field another layer does not show give none.
guint chart_data_tables(View *root, const Table *const **tables);
