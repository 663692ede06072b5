// A table on the way from its dataset to the model that is placed. Of table_data.c, which binds
// columns and orders rows, and table_cells.c, which makes cells.
#pragma once
#include "page/cell_format.h"
#include "page/table_spec.h"
#include "page/table_trace.h"

typedef struct {
    const TableColumnSpec *spec;
    Field field, link, note, cites;
    CellFormat format;
    double least, greatest; // of the numbers and 0, for bars
} BoundColumn;

// Lives as long as the document when the table is long.
typedef struct {
    Compose *compose;
    const TableSpec *spec;
    const Table *table;  // what is shown, in the order of printing
    const guint *origin; // of its rows in `all`, where it has fewer
    const Table *all;    // what totals count; `table` when there is no limit
    guint columns;       // with the one of sources
    BoundColumn *bound;
    TableModel model;
    GArray *rows;       // of TableRow
    GHashTable *marks;  // text of a note to its mark
    GPtrArray *notes;   // their texts, in the order of their marks
    GArray *cited;      // of guint: sources whose notes the row in making has
    const char **texts; // of the cells of a long table, row by row; NULL: cells are made at once
    TableTrace *trace;  // NULL: nobody asked
} TableMaker;

#define TABLE_DASH "\xE2\x80\x94" // where there is nothing to say

// The value as text; its note gets a mark, and a link that is not allowed is reported. NULL: none.
const char *table_cells_text(TableMaker *maker, guint column, guint row);
// The cell of that text with its look. arena NULL: text only.
TableCell table_cells_make(const TableMaker *maker, guint column, guint row, const char *text,
                           Arena *arena);
// The text, and after it the number of the source that says so: "signed [2]".
TableCell table_cells_cite(TableMaker *maker, guint column, guint row, TableCell cell);
// "1, 4, 7", each number a link to its source; "[1] [4] [7]" where notes say what they are.
TableCell table_cells_sources(TableMaker *maker, guint row);
// Whether the column's field of sources is there.
bool table_cells_cites_source(const TableMaker *maker, guint column);
// Whether any cell of the table cites.
bool table_cells_have_citations(const TableMaker *maker);
// The notes of the sources that the row's cells name, ascending.
void table_cells_add_source_notes(TableMaker *maker, TableRow *row);
// The notes of cells, below the table.
void table_cells_add_notes(const TableMaker *maker);
