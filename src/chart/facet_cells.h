// The cells of a facet: the values of its fields in order, and the rows of each cell.
#pragma once
#include "chart/view.h"

typedef struct {
    Value value;
    guint row; // the first with it
} FacetValue;

typedef struct {
    guint count; // 0: the facet has no such field
    FacetValue *values;
    guint *rank; // of values by their number in the index
    struct KeyIndex *index;
} FacetSide;

typedef struct CellRows CellRows;

typedef struct {
    View *view;
    FacetSide side[3];
    guint columns, count; // of cells; columns: 0 when all stand in one row
    Rows source;          // whose values make the cells
    GArray *parts;        // of CellRows: what views below show in each cell
    bool *is_filled;      // by cell, whether the source has a row for it
} FacetCells;

// False and reported when there are too many cells.
bool facet_cells_begin(FacetCells *cells, View *view);
// Makes the views below show the rows of one cell only.
void facet_cells_select(FacetCells *cells, guint cell);
void facet_cells_end(FacetCells *cells); // and shows all rows again
