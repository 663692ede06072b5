// Tables as they are printed: columns, and rows of cells that are text already. Data, Markdown and
// the lists of commitments come to this one form.
#pragma once
#include "page/block.h"
#include "page/length.h"
#include "text/markdown.h"

typedef enum {
    CELL_TEXT,
    CELL_CHIP,   // on a tint of its colour
    CELL_SWATCH, // after a small square of its colour
    CELL_BAR,    // a bar of its share of the column, and the text at the end
    CELL_SPARK   // a line through its numbers, and the last of them at the end
} CellLook;

typedef struct {
    const char *text; // or NULL
    guint span_count; // in place of text, from Markdown
    const MarkdownSpan *spans;
    const char *link;     // of the whole cell, or NULL
    const Colour *colour; // of chip, swatch or bar; NULL: plain text, and the accent for a bar
    double from, share;   // of a bar: where it begins and how long it is, 0 to 1
    double zero;          // of a bar: where a line stands at zero; 0: at the edge, without a line
    guint point_count;    // of a line
    const double *points;
    const char *mark; // raised after the text: of a note below the table; or NULL
    bool muted;       // a dash for what is missing
} TableCell;

enum { TABLE_COLUMNS_MAX = 64, TABLE_LEVELS_MAX = 3 };

typedef struct {
    TableCell head;
    guint under_count; // heads of several columns above its own, from the top
    const char *under[TABLE_LEVELS_MAX];
    Track width;
    double least, most; // points, of an automatic width or a fraction; 0: no limit
    const char *point;  // what numbers are lined up at; NULL: at their ends
    bool marked;        // its cells may have marks
    TextAlign align;
    CellLook look;
    bool nowrap;   // numbers, dates: kept on one line where there is any room
    bool row_head; // names its row (TH)
    int max_lines; // 0: all
} TableColumn;

// ROW_MORE: how many rows are not shown, above the total that counts them.
typedef enum { ROW_DATA, ROW_GROUP, ROW_MORE, ROW_SUBTOTAL, ROW_TOTAL } TableRowKind;
typedef struct {
    TableRowKind kind;
    const TableCell *cells; // one for each column; of ROW_GROUP and ROW_MORE the first; NULL: made
                            // when they are set, see make_cell
    guint note_count;       // at the foot of the page
    const Slab *const *notes;
    guint source; // what make_cell makes them of
} TableRow;

typedef struct {
    guint column_count, row_count;
    TableColumn *columns;
    TableRow *rows;
    bool zebra;           // whatever the theme says
    bool headless;        // no head
    const char *foot;     // below the rows on each page; or NULL
    const JsonNode *node; // for messages
    // The cell of a row without cells, in long tables, where cells of all rows would be most of
    // the memory of a run. arena NULL: its text only.
    TableCell (*make_cell)(const void *data, guint source, guint column, Arena *arena);
    const void *data; // lives as long as the document
} TableModel;

// A cell of a row, whether it is there or to be made.
static inline TableCell table_cell_of(const TableModel *model, const TableRow *row, guint column,
                                      Arena *arena) {
    return row->cells ? row->cells[column]
                      : model->make_cell(model->data, row->source, column, arena);
}

// Whether rows of a table so long are set when their page is drawn, so that cells may be made then.
bool table_is_long(const Compose *compose, guint row_count);
// Adds the table to the flow: a slab a row, with its head repeated on each page. The rows are taken
// over by long tables (they live in the document's arena).
void table_add(Compose *compose, const TableModel *model);

// The widths of the columns, paddings included; their sum is `width`.
typedef struct {
    double least;    // of the longest word
    double min, max; // of the shortest and longest setting that is liked, paddings included
    double fraction; // of what numbers have from their point on, where they are lined up at it
    double word;     // as least, and of texts that should stay on one line their longest word
} ColumnExtent;

// What the cells of some rows want, the head's first: column_count of them for each row, paddings
// included. Empty cells want nothing.
typedef struct {
    float word, line; // points: of the longest word, of the whole on one line
} CellExtent;
typedef struct {
    guint row_count;
    CellExtent *cells; // owned
} TableSample;
// Also fills the sample, which table_sample_clear frees.
void table_measure(const Compose *compose, const TableModel *model, ColumnExtent *out,
                   TableSample *sample);
void table_sample_clear(TableSample *sample);
// Moves width between automatic columns while that saves lines (table_fit.c).
void table_fit(const TableModel *model, const ColumnExtent *extents, const TableSample *sample,
               double *widths);
void table_share_width(const TableModel *model, const ColumnExtent *extents, double width,
                       double *out);
// The width of the text from its decimal point on, or of what follows its last figure.
double table_fraction_width(const Compose *compose, TypeRole role, const char *text,
                            const char *point);
// The column after the last that stands under the same head of a level as `column`.
guint table_shared_end(const TableModel *model, guint column, guint level);
// Whether a head of the level begins above the column.
bool table_starts_head(const TableModel *model, guint column, guint level);
// What a column keeps at the end of its cells for marks of notes.
double table_mark_room(const Compose *compose);
// The padding at the start and end edge of a column.
void table_paddings(const Compose *compose, const TableModel *model, guint column, double *start,
                    double *end);
// The role of a row's text.
TypeRole table_row_role(TableRowKind kind);
