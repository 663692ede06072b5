// What made each printed figure: while a report is composed, every key figure, table cell and chart
// mark is taken down with an id that a reader can find, the facts behind it, and what left other
// facts out. Only when somebody asks (ScopeOptions.trace); NULL does nothing anywhere.
//
// Ids: kpi:LABEL; table:N/ROW/COLUMN, N the block's "id" or its place among the tables, ROW from 1
// or total, subtotal-1, ...; chart:N/VALUE/VALUE with the categories and dates of the mark;
// change:N/KIND/PARTNERSHIP/FIELD.
#pragma once
#include "store/why.h"
#include "table/table.h"

enum { TRACE_UNKNOWN = G_MAXUINT };

typedef enum { TRACE_FIGURE, TRACE_CELL, TRACE_MARK, TRACE_CHANGE } TraceKind;

// One step on the way from all facts to the data of an item.
typedef struct {
    const char *what;
    guint facts;    // that are left after it, or TRACE_UNKNOWN: nothing leads back to them
    guint left_out; // by it
    // Of SQL that does not tell which facts its aggregates count: why; else NULL.
    const char *problem;
} TraceStep;

// An aggregate of SQL in what is printed.
typedef struct {
    WhyRole role;
    const char *text; // as the SQL writes it
    const Lineage *lineage;
    bool is_extreme; // the facts hold a least or greatest value
    guint others;    // that they were compared with
} TracePart;

// The facts that count in something printed.
typedef struct {
    const Lineage *lineage; // without those that it is only divided by; NULL: not known
    guint part_count;
    const TracePart *parts;
} TraceFacts;

// A value as it is printed and as it is.
typedef struct {
    const char *label; // what it measures
    const char *text, *exact;
    bool is_printed; // the text itself; else it stands for a length, place or shade
} TraceValue;

typedef struct {
    TraceKind kind;
    const char *id;
    const char *label; // of the figure, the column, the mark; or NULL
    const char *text;  // as printed; of a mark that of its only value, else NULL
    guint value_count; // of a mark
    TraceValue *values;
    TraceFacts facts;
    guint step_count;
    const TraceStep *steps;
} TraceItem;

typedef struct {
    Arena *arena;
    GArray *items;                 // TraceItem, in the order of composing
    GHashTable *ids;               // taken
    guint tables, charts, changes; // blocks so far
    bool is_capturing;             // uses of data are noted
    GArray *used;                  // TraceFacts of what was used
    GHashTable *rows;              // Lineage * of a row of SQL -> what is known of its columns
    const char *problem;           // of the latest SQL, as in TraceStep
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

// Takes down what is known of the rows of a question's result. Gives the table with the facts of
// each row; those that the question tells itself stay.
const Table *trace_learn(Trace *trace, const Table *table, const StoreWhy *why);
// The facts behind a field (NULL: none in particular) in some rows of a table.
TraceFacts trace_facts_of(Trace *trace, const Table *table, const char *field, const guint *rows,
                          guint count);
// The same of a row by its lineage; of the fields the only one that an aggregate makes counts.
TraceFacts trace_facts_of_row(Trace *trace, const Lineage *lineage, const char *const *fields,
                              guint count);

typedef struct {
    const char *dataset, *field; // field: or NULL
    const Table *table;
    const guint *rows;
    guint count;
} TraceUse;
// Between begin and end, uses of datasets are noted. end gives the facts of all of them, NULL when
// none is known; the names are in trace->names until the next begin.
void trace_begin(Trace *trace);
void trace_use(Trace *trace, const TraceUse *use);
TraceFacts trace_end(Trace *trace);
