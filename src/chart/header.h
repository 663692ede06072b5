// Headers of facets: the labels of rows, columns and cells, and the titles over them
// (https://vega.github.io/vega-lite/docs/header.html).
#pragma once
#include "chart/view.h"

// The pass over the tree, after the axes: titles of facets, and which axes stand beside rows and
// columns once for all of their cells.
void header_parse(View *view);

// A property of a header: its own, else of the configuration. NULL: undefined.
json_t *header_value(const View *view, int which, const char *name);
// The label of one value, and the title of a facet, for title_draw_header; NULL: not shown.
json_t *header_label(const View *view, int which, const Rows *rows, guint row);
json_t *header_title(const View *view, int which);
// Whether the labels of a row or column stand in its cells instead of beside it.
bool header_labels_cells(const View *view, int which);
bool header_is_footer(const View *view, int which); // labels stand below or to the right
// Whether the title stands beside the rows (else over the columns).
bool header_title_is_row(const View *view, int which);
