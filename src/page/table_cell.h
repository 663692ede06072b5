// Cells of a table: their text as a paragraph, and what is drawn with it.
#pragma once
#include "page/table_model.h"

// The width that a look takes beside the text.
double table_look_width(const Compose *compose, CellLook look);

typedef struct {
    Compose *compose;
    const TableColumn *column;
    double x, width;   // of the content box
    double text_width; // the widest text of the column, for bars
    double fraction;   // the widest fraction of the column, for numbers lined up at their points
    TypeRole role;
    bool plain; // no look: heads, groups and totals
} CellPlace;

// The cell's text in its width; NULL when there is none.
const Paragraph *table_cell_set(const CellPlace *place, const TableCell *cell);
// Draws the look and the text at y.
void table_cell_put(const CellPlace *place, const TableCell *cell, const Paragraph *text,
                    SlabBuilder *builder, double y, guint tag);
