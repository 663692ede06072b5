// A typed columnar table: named columns of values, and for each row the facts it came from.
// Tables are immutable once made; transforms give new ones that share columns where they can.
#pragma once
#include "table/value.h"

// The facts behind a row: indices into Facts.partnerships, ascending, without doubles.
typedef struct {
    guint count;
    const guint32 *ids;
} Lineage;

// What stands beside the amounts of a column, row by row: values of as many rows; NULL: not known,
// or the same in all.
typedef struct {
    const Value *currency, *basis; // texts
    const Value *counted; // 1; 0 where the money is that of other rows too, as of an umbrella
    const Value *row;     // numbers: rows with the same one repeat one amount
    bool is_dollars;      // by its name: several bases are told, and not refused
    bool is_converted;    // by rates: whether it counts is said by counted_converted
    bool is_quantity;     // what stands in currency is a unit
} MoneyWords;

// The facts behind each cell of a column, where they are others than those of its row.
typedef struct {
    const Lineage **facts; // row by row, NULL entries: not known; NULL: those of the rows
    const char *how;       // why they are others, in words, the same for all its cells
} CellFacts;

typedef struct {
    const char *name;
    Value *values;    // row_count of them
    MoneyWords money; // of amounts (money.h)
    CellFacts cells;  // for explanations; see TransformContext.tells_cells
} Column;

typedef struct Table Table;
struct Table {
    Arena *arena;     // everything of the table; not owned: the document's arena
    const char *name; // of the dataset, for messages; or NULL
    guint column_count, row_count;
    Column *columns;
    const Lineage **lineage; // per row, NULL entries allowed; NULL when nothing is known
};

// An empty table with named columns (all values VALUE_UNDEFINED) and rows.
Table *table_new(Arena *arena, guint column_count, const char *const *names, guint row_count);
// The column of a field, or the one that its path starts in; NULL when there is none.
const Column *table_column(const Table *table, const char *field);
// The value of a field path in a row; VALUE_UNDEFINED when absent. For loops use field_bind.
Value table_value(const Table *table, const char *field, guint row);
// The same when it is a text; NULL when it is none.
const char *table_string(const Table *table, const char *field, guint row);

// A field path bound to the columns of one table. Vega-Lite's paths: "a.b", "a['b']", "a[0]",
// "a\\.b" (escaped dot). A column that bears the whole path's name ("a.b") goes before a member b
// of the objects in column a.
typedef struct {
    const char *name;         // of the column that an output of this field gets: "a.b"
    const Column *column;     // where the path starts; NULL: every value is undefined
    const char *const *steps; // members or indices below the column's value
    guint step_count;
} Field;
// In the table's arena, or the one given.
Field field_bind(Arena *arena, const Table *table, const char *path);
Value field_value(const Field *field, guint row);
// The unescaped name of a path: "a.b" for "a['b']" and for "a\\.b".
const char *field_name(Arena *arena, const char *path);
// The member of an array, object or string: as JavaScript's value[key]; undefined when absent.
Value value_member(Value value, const char *key);
// All column names, for suggestions; the array is in the arena and ends with NULL.
const char *const *table_names(const Table *table);

enum {
    TABLE_CELLS_LIMIT = 64 << 20, // columns times rows of a table that was read: 1 GiB
    TABLE_COLUMNS_LIMIT = 16384,
    TABLE_SEQUENCE_LIMIT = 1 << 20
};

// Shares the columns of a table and has room for `extra` more at its end (named later by the
// caller); the building block of transforms.
Table *table_extend(Arena *arena, const Table *table, guint extra);
// A table with the columns of another and the given rows of it.
Table *table_pick(Arena *arena, const Table *table, const guint *rows, guint row_count);
// The column to write an output to: the one of that name with fresh (undefined) values, or the next
// of those that table_extend left room for.
Value *table_output(Table *table, const char *name);

// Rows from a JSON array: objects give a column for each member seen, arrays "0", "1", ..., other
// items "data", as Vega does. The document must outlive the table. NULL past the limits.
Table *table_from_json(Arena *arena, json_t *array);
// Copies the texts of a table made from JSON, so that its document, several times as large, may go.
// False: it has arrays or objects in it, which stay in the document.
bool table_leave_json(Table *table);
// The same as table_from_json, reported at the node; NULL also when it is no array.
Table *table_read_json(Arena *arena, Diags *diags, const JsonNode *node);
// Comma or tab separated text with a head line, RFC 4180; all values are strings until parsed. The
// source's text, which has a NUL behind its end, is cut into them where it stands and kept by the
// arena: it can be shown in no message after that.
Table *table_from_delimited(Arena *arena, Diags *diags, Source *source, char delimiter);
// What to write where another delimiter parts the columns: one column came whose name holds what
// parts columns elsewhere. NULL when nothing speaks for that. New string.
char *table_delimiter_hint(const Table *table);
// Type inference as vega-loader does it for "auto" (boolean, integer, number, date, string).
void table_infer_types(Table *table, GTimeZone *zone);
// Vega-Lite's format.parse: {"field": "number" | "boolean" | "string" | "date" | "date:'%Y'" |
// "utc:'%Y'" | null}, on a table made by one of the functions above. False and reported when
// malformed. Fields that infer_types or another parse gave their type already may be named again.
bool table_parse_fields(Table *table, Diags *diags, const JsonNode *parse, GTimeZone *zone);
// One column converted in place; type as above. False when the type is none.
bool table_parse_column(Table *table, const char *field, const char *type, GTimeZone *zone);

// {"sequence": {"start", "stop", "step", "as"}}: numbers from start up to stop (exclusive).
Table *table_from_sequence(Arena *arena, Diags *diags, const JsonNode *sequence);

// All rows as an array of objects in column order (undefined values are left out), and as
// RFC 4180 text with a head line. New references, new string.
json_t *table_to_json(const Table *table);
char *table_to_delimited(const Table *table, char delimiter);
// One row as an object for nesting: times are milliseconds. In the arena's keeping.
json_t *table_row_json(Arena *arena, const Table *table, guint row);

// A lineage of one fact, or the union of two (either may be NULL), in the arena.
const Lineage *lineage_of(Arena *arena, guint32 fact);
const Lineage *lineage_union(Arena *arena, const Lineage *a, const Lineage *b);
// Of many rows at once, by one sort; NULL when none has any.
const Lineage *lineage_of_rows(Arena *arena, const Table *table, const guint *rows, guint count);

typedef struct TableBuilder TableBuilder;
// Grows a table row by row: columns first, then rows of values in that order. Strings and decimals
// are copied, JSON gets a reference.
TableBuilder *table_builder_new(Arena *arena);
guint table_builder_column(TableBuilder *builder, const char *name); // gives its index
void table_builder_row(TableBuilder *builder, const Value *values, const Lineage *lineage);
Table *table_builder_end(TableBuilder *builder); // frees the builder, not the arena
