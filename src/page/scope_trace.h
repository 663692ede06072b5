// How many facts are left after each step on the way to a dataset.
#pragma once
#include "page/scope.h"

// The steps of a dataset's data, a name or an object, from all facts on. NULL: all facts alone.
// Array of TraceStep whose texts are in the arena.
GArray *scope_trace_steps(Scope *scope, const JsonNode *data);
GArray *scope_trace_steps_of(Scope *scope, const char *dataset);
void scope_trace_step(GArray *steps, const char *what, guint facts);
// How many are behind all of its rows, or TRACE_UNKNOWN.
guint scope_trace_facts(Scope *scope, const Table *table);
// All rows that have a value in the field, as numbers in the arena.
guint *scope_trace_valid(Scope *scope, const Table *table, const char *field, guint *count);
// Of a least or greatest value in a field of some rows: the rows that hold it, where->count of
// them. Of other aggregates, and when all hold it, the rows as they are.
const guint *scope_trace_holding(Scope *scope, int op, TraceUse *where);
