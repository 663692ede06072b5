// The facts that an explanation names, asked of the store in few questions.
#pragma once
#include "app/report_options.h"

// Rows of tables by the number of the fact, in the column "number", ascending.
typedef struct {
    const Table *facts, *evidence;
    const Table *amounts;   // all of them
    const Table *members;   // the records that merged facts were made of
    const Table *converted; // amounts in another currency; NULL: there are no rates
} ExplainFacts;

enum { EXPLAIN_BATCH = 500 };
// Of up to EXPLAIN_BATCH facts, in the report's arena.
ExplainFacts explain_facts(Report *report, const guint32 *numbers, guint count);
// The first row of a fact, and *end behind its last; *end is the same when it has none.
guint explain_rows(const Table *table, guint32 number, guint *end);
// The text of a cell, NULL when there is none.
const char *explain_cell(const Table *table, const char *field, guint row);

// An amount as a record of `members` has it.
typedef struct {
    char *value;
    char *currency, *basis; // or NULL
} ExplainAmount;
GArray *explain_member_amounts(const Table *members, guint row); // of ExplainAmount; new

// A fact that a step left out, and the step.
typedef struct {
    guint32 fact;
    guint step;
} LeftOut;
// The steps of an item with the conditions of their SQL among them. New array of TraceStep.
GArray *explain_steps(Report *report, const TraceItem *item);
// Of LeftOut, step by step, each fact at the last step that left it out. New array.
GArray *explain_left_out(const GArray *steps);

// What was left out before anything was asked, of the item's report.
typedef struct {
    const char *id, *title, *reason;
} ExplainUnreadFact;
typedef struct {
    guint later;      // dated after the day of the report
    guint merged;     // records that became parts of others
    guint64 withheld; // records for narrower audiences; nothing else is known of them
    guint count;      // of those that are known
    const ExplainUnreadFact *facts;
} ExplainUnread;
ExplainUnread explain_unread(Report *report, const TraceItem *item);
