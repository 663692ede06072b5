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
    const Lineage *lineage; // the facts that are left after it; NULL: nothing leads back to them
    guint rows;             // that they stand in, or TRACE_UNKNOWN
    guint facts;            // that are left, or TRACE_UNKNOWN
    guint left_out;         // by it
    // Of SQL that does not tell which facts its aggregates count: why; else NULL.
    const char *problem;
    const StoreQuestion *question; // of SQL: what was asked; or NULL
} TraceStep;

// An aggregate of SQL in what is printed.
typedef struct {
    WhyRole role;
    const char *text; // as the SQL writes it
    const Lineage *lineage;
    guint rows;       // of these facts that it counts; a fact may have several
    bool is_extreme;  // the facts hold a least or greatest value
    bool is_counting; // a number of rows
    guint others;     // that they were compared with
    // What left facts of the rows out: as WhyPart, with the facts that were left.
    guint stage_count;
    const char *stages[WHY_STAGES_MAX];
    const Lineage *left[WHY_STAGES_MAX];
} TracePart;

// The facts that count in something printed.
typedef struct {
    const Lineage *lineage; // without those that it is only divided by; NULL: not known
    guint part_count;
    const TracePart *parts;
    const char *how; // why they are others than those of the rows, in words; or NULL
} TraceFacts;

// A value as it is printed and as it is.
typedef struct {
    const char *label; // what it measures
    const char *text;  // or NULL: it is in the text of the item
    const char *exact;
    bool is_printed;      // the text itself; else it stands for a length, place or shade
    const char *currency; // of an amount; or NULL
    const char *basis;    // the same: announced, committed, ...
    const Lineage *facts; // of a mark: behind the value alone; NULL: those of the mark
    const char *how;      // why they are others than those of the mark; or NULL
} TraceValue;

typedef struct {
    TraceKind kind;
    const char *id;
    const char *label; // of the figure, the column, the mark; or NULL
    const char *text;  // as printed; of a mark that of its only value, else NULL
    guint value_count; // of what is printed, or drawn as a mark
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
    GArray *used;                  // TraceUse
    GHashTable *rows;              // Lineage * of a row of SQL -> what is known of its columns
    const char *problem;           // of the latest SQL, as in TraceStep
    const StoreQuestion *question; // the same
    GPtrArray *names;              // of the datasets that were used
    const Lineage *all;            // all facts that were read, once somebody asked
    GHashTable *ways;              // of datasets by name -> GArray of TraceStep
    GArray *answers;               // TraceAnswer: questions that were asked
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

// A question of SQL and what was learned from it: it is asked again for each step of each block
// that uses it.
typedef struct {
    const Store *store;
    const char *language; // that the store spoke
    const StoreQuestion *question;
    const Table *table;
    const char *problem; // as in TraceStep
} TraceAnswer;
// Kept for trace_answer; the question is copied, and is the latest from then on.
void trace_keep(Trace *trace, const TraceAnswer *answer);
// The table of the same question, which is the latest from then on; NULL: it was not asked.
const Table *trace_answer(Trace *trace, const Store *store, const StoreQuestion *question);
// The facts behind a field (NULL: none in particular) in some rows of a table.
TraceFacts trace_facts_of(Trace *trace, const Table *table, const char *field, const guint *rows,
                          guint count);

// A value that was taken from a table.
typedef struct {
    const char *dataset, *field; // field: or NULL
    const Table *table;
    const guint *rows; // NULL: the first count
    guint count;
    const char *path; // what was asked for, "recent.sum.amount_usd"; or NULL
    Value value;
    bool is_aggregate; // by op of aggregate_find; else all of the rows count
    int op;
} TraceUse;
// Between begin and end, uses of datasets are noted, in trace->used. end gives the facts of all of
// them, of a lineage of NULL when none is known; the names are in trace->names until the next
// begin.
void trace_begin(Trace *trace);
void trace_use(Trace *trace, const TraceUse *use);
TraceFacts trace_end(Trace *trace);
// The facts of one use, and the steps to them from the rows that it looks at. steps: of TraceStep,
// or NULL.
TraceFacts trace_counted(Trace *trace, const TraceUse *use, GArray *steps);

// A value as it is, with the currency and basis of the field's amounts in the rows where there is
// one of each. field: or NULL.
TraceValue trace_value(Trace *trace, Value value, const TraceUse *of);

// Adds a step to an array of TraceStep. rows: or TRACE_UNKNOWN.
void trace_step(GArray *steps, const char *what, const Lineage *lineage, guint rows);
// The steps from some rows of a table to what counts of one of their fields; none when all does.
void trace_step_to(GArray *steps, const TraceFacts *facts);
