// Rows as they stand in a store beside those that its records make (made_rows.h). Inside store/
// only.
#pragma once
#include "store/made_rows.h"
#include "store/private.h"

// What differs: a value, or a whole row.
typedef struct {
    StoredTable table;
    gint64 number, position; // of the fact or the source; of the row in it, 0: it has only one
    int column;              // or one of these
    char *stored, *made;     // values as text; NULL of a whole row. In the arena
} RowDifference;

enum { ROW_MISSING = -1, ROW_ALONE = -2 }; // what is made, or stored, has no other

typedef struct {
    Store *store; // whose rows these are
    Engine *made;
    gint64 after, last; // the numbers that were made: (after, last]
    Arena *arena;
    GArray *differences; // RowDifference; more are added
    guint limit;         // of differences that are kept
    guint64 count;       // of all
} RowComparison;

// Of rows found by their numbers: those of facts, and sources.
void row_compare_numbered(RowComparison *comparison, StoredTable table);
// Of rows in no order, given by sql, whose values are told apart as a whole.
void row_compare_set(RowComparison *comparison, StoredTable table, const SqlQuestion *question);
