// What was found of the evidence of facts, in a store that lasts: kept with the record as long as
// it stays the same. Inside store/ only.
#pragma once
#include "store/private.h"

// Whether somebody looked this evidence up.
bool findings_are_there(const Partnership *partnership);
// Whether the store holds other findings of a fact than these.
bool findings_differ(Store *store, gint64 fact, const Partnership *partnership);
// The evidence of a fact with the findings that the store holds; g_free. The record is the one that
// they were made for.
Evidence *findings_of(Store *store, gint64 fact, const Partnership *partnership);
