// How many facts are left after each step on the way to a dataset.
#pragma once
#include "page/scope.h"

// The steps of a dataset's data, a name or an object, from all facts on. NULL: all facts alone.
// Array of TraceStep whose texts are in the arena.
GArray *scope_trace_steps(Scope *scope, const JsonNode *data);
GArray *scope_trace_steps_of(Scope *scope, const char *dataset);
const Lineage *scope_trace_all(Scope *scope); // all facts that were read
// The facts behind all rows of a table; NULL: nothing leads back to them.
const Lineage *scope_trace_facts(Scope *scope, const Table *table);
