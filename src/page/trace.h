// What made each printed figure: while a report is composed, every key figure, table cell and chart
// mark is taken down with an id that a reader can find, the facts behind it, and what left other
// facts out. Only when somebody asks (ScopeOptions.trace); NULL does nothing anywhere.
//
// Ids: kpi:LABEL; table:N/ROW/COLUMN, N the block's "id" or its place among the tables, ROW from 1
// or total, subtotal-1, ...; chart:N/VALUE/VALUE with the categories and dates of the mark;
// change:N/KIND/PARTNERSHIP/FIELD.
#pragma once
#include "table/table.h"

enum { TRACE_UNKNOWN = G_MAXUINT };

typedef enum { TRACE_FIGURE, TRACE_CELL, TRACE_MARK, TRACE_CHANGE } TraceKind;

// One step on the way from all facts to the data of an item.
typedef struct {
    const char *what;
    guint facts;    // that are left after it, or TRACE_UNKNOWN: nothing leads back to them
    guint left_out; // by it
} TraceStep;

typedef struct {
    TraceKind kind;
    const char *id;
    const char *label;      // of the figure, the column, the axis; or NULL
    const char *text;       // as printed; of a mark NULL
    const Lineage *lineage; // NULL: the facts behind it are not known
    guint step_count;
    const TraceStep *steps;
} TraceItem;

typedef struct {
    Arena *arena;
    GArray *items;                 // TraceItem, in the order of composing
    GHashTable *ids;               // taken
    guint tables, charts, changes; // blocks so far
    bool is_capturing;             // uses of data are noted
    GPtrArray *used;               // Lineage * of what was used
    GPtrArray *names;              // of the datasets that were used
} Trace;

Trace *trace_new(Arena *arena); // released with the arena
// Each accepts NULL and does nothing then.
void trace_clear(Trace *trace); // as it was when it was new
// An id that no other item has: "kpi:label", else "kpi:label-2", ... In the arena.
const char *trace_id(Trace *trace, const char *kind, const char *name);
void trace_add(Trace *trace, const TraceItem *item);
// A text as a part of an id: lower case, what is neither letter nor digit becomes one hyphen.
const char *trace_slug(Arena *arena, const char *text);

// Between these two, uses of datasets are noted. end gives the facts of all of them, NULL when none
// is known; the names are in trace->names until the next begin.
void trace_begin(Trace *trace);
void trace_use(Trace *trace, const char *dataset, const Table *table, const guint *rows,
               guint count);
const Lineage *trace_end(Trace *trace);
