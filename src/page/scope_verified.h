// Facts that key figures leave out, since their evidence was looked for and not found.
#pragma once
#include "page/scope.h"

// All of them, of the scope's store; NULL: there are none, or nobody looked.
const Lineage *scope_unverified(Scope *scope);
// Adds those of a lineage (NULL: none) to a set of facts by number.
void scope_add_unverified(Scope *scope, const Lineage *lineage, GHashTable *facts);
// The table without the rows that are one such fact's, unless the layout counts these; those left
// out go into the set, which may be NULL. The rows' places are others then.
const Table *scope_verified_rows(Scope *scope, const Table *table, GHashTable *left_out);
