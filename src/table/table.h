// A typed columnar table: named columns of values, and for each row the facts it came from.
// Tables are immutable once made; transforms give new ones that share columns where they can.
#pragma once
#include "table/value.h"

// The facts behind a row: indices into Facts.partnerships, ascending, without doubles.
typedef struct {
    guint count;
    const guint32 *ids;
} Lineage;

typedef struct {
    const char *name;
    Value *values; // row_count of them
} Column;

typedef struct Table Table;
struct Table {
    Arena *arena; // everything of the table; not owned: the document's arena
    const char *name; // of the dataset, for messages; or NULL
    guint column_count, row_count;
    Column *columns;
    const Lineage **lineage; // per row, NULL entries allowed; NULL when nothing is known
};

// An empty table with named columns (all values VALUE_UNDEFINED) and rows.
Table *table_new(Arena *arena, guint column_count, const char *const *names, guint row_count);
// NULL when there is no such column. Vega-Lite paths: "a.b", "a['b']", "a[0]", "a\\.b" (escaped dot).
const Column *table_column(const Table *table, const char *field);
// The value of a field path in a row; VALUE_UNDEFINED when absent.
Value table_value(const Table *table, const char *field, guint row);
// All column names, for suggestions; the array is in the arena and ends with NULL.
const char *const *table_names(const Table *table);

// Rows from a JSON array: objects give a column for each member seen, other items one column
// "data", as Vega does. The document must outlive the table.
Table *table_from_json(Arena *arena, json_t *array);
// Comma or tab separated text with a head line, RFC 4180; all values are strings until parsed.
Table *table_from_delimited(Arena *arena, Diags *diags, Source *source, char delimiter);
// Type inference as vega-loader does it for "auto" (boolean, integer, number, date, string).
void table_infer_types(Table *table, GTimeZone *zone);

// A lineage of one fact, or the union of two (either may be NULL), in the arena.
const Lineage *lineage_of(Arena *arena, guint32 fact);
const Lineage *lineage_union(Arena *arena, const Lineage *a, const Lineage *b);

typedef struct TableBuilder TableBuilder;
// Grows a table row by row: columns first, then rows of values in that order.
TableBuilder *table_builder_new(Arena *arena);
guint table_builder_column(TableBuilder *builder, const char *name); // gives its index
void table_builder_row(TableBuilder *builder, const Value *values, const Lineage *lineage);
Table *table_builder_end(TableBuilder *builder); // frees the builder, not the arena
