// A table being set: what its rows, its heads and its groups share. Private to the table_*.c files.
#pragma once
#include "page/table_cell.h"

typedef struct LaterRows LaterRows;

typedef struct {
    Compose compose; // of the table
    const TableModel *model;
    double width;
    ColumnExtent extents[TABLE_COLUMNS_MAX];
    double widths[TABLE_COLUMNS_MAX], x[TABLE_COLUMNS_MAX];
    GHashTable *known[TABLE_COLUMNS_MAX]; // TableCell text to Paragraph, of data rows
    const Slab *head;                     // of the table
    const Slab *top; // repeated above the next row: the head, and the name of its group
    const Slab *foot;
    bool zebra, row_rules;
    guint data_rows;  // so far, for stripes
    LaterRows *later; // NULL: all rows are set at once
} TableSetter;

// A row to be set.
typedef struct {
    Arena *arena; // for its texts and items
    const TableRow *row;
    guint tag; // of the row; those of its cells follow
    bool striped;
} RowPlace;

// ---- table_set.c
// The place of a column's cells; heads, groups and totals have no look.
CellPlace table_cell_place(TableSetter *setter, guint column, TypeRole role);
// Sets a row of any kind but a group: its items and height.
Slab table_set_row(TableSetter *setter, const RowPlace *place);

// ---- table_head.c
void table_add_head(TableSetter *setter);
// The line that says that the table goes on, below the last row of a page.
void table_make_foot(TableSetter *setter);
// The layout's own line below the last row.
void table_end_foot(TableSetter *setter);
// The name of a group, repeated with the head above rows that go on on another page.
void table_add_group(TableSetter *setter, const TableRow *row);
// The line that says how many rows are not shown, over all columns.
void table_add_more(TableSetter *setter, const TableRow *row);
// Opens and closes the tags of a row and its cells; gives the row's.
guint table_open_row(TableSetter *setter, TableRowKind kind);

// ---- table_later.c
LaterRows *later_rows_new(TableSetter *setter);
// Measures the row and adds a slab that is set again when its page is drawn; what slab says of the
// flow is kept. False: the row cannot wait (it is taller than most, or links within the document).
bool later_rows_add(TableSetter *setter, const RowPlace *place, double most, Slab *slab);
