// What a layout says about a table, and the way from a dataset to a printed table; of the blocks
// table and commitments.
#pragma once
#include "page/length.h"
#include "page/spec.h"
#include "page/table_model.h"
#include "table/transform.h"

typedef struct {
    const char *value; // of the cell
    InkRole ink;
} InkRule;

// How a text of the row is printed. In the arena.
typedef const char *(*CellWords)(const Compose *compose, const Table *table, guint row,
                                 const char *text);

typedef struct {
    FieldSpec field;
    const JsonNode *title; // template; NULL: made of the field's name
    const char *word;      // head in place of title, or NULL
    Track width;
    const char *format; // or NULL: by what the column holds
    int align;          // TextAlign; negative: by what the column holds
    bool decimal;       // numbers are lined up at their points
    double least, most; // points; 0: no limit
    guint under_count;
    const JsonNode *under[TABLE_LEVELS_MAX]; // templates: heads above its own
    FieldSpec note;                          // field with a note to the cell
    int total;                               // aggregate operation; negative: none
    FieldSpec link;                          // field with a URL
    const char *cites; // field with the id of a source, cited after the text; need not be there
    int look;          // CellLook
    gint64 max_lines;  // 0: all
    bool hide_empty;   // not printed where no row has a value
    guint ink_count;   // colours by value
    const InkRule *inks;
    CellWords say; // for texts whose words are those of the report's language; or NULL
} TableColumnSpec;

// How rows say where they come from.
typedef enum { SOURCES_NONE, SOURCES_COLUMN, SOURCES_NOTES } Sources;

typedef struct {
    const JsonNode *data;
    guint column_count;
    TableColumnSpec *columns;
    guint sort_count;
    FieldSpec *sort;
    bool *descending;
    gint64 limit; // 0: all rows
    FieldSpec group_by;
    bool zebra, head, more;
    int sources; // Sources
    const JsonNode *empty, *foot;
    const JsonNode *node;
} TableSpec;

// A column by its field, with defaults for the rest.
TableColumnSpec table_column_of(const char *field);
// Reads the members that say which rows are shown: "sort", "limit", "more", "empty".
void table_read_rows(Reader *reader, Arena *arena, TableSpec *out);
// Reads "columns" and all other members.
void table_read_columns(Reader *reader, Arena *arena, TableSpec *out);
// Adds the table of a dataset; what has no rows says so.
void table_add_data(Compose *compose, const TableSpec *spec);
