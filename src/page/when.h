// Conditions of blocks: Vega-Lite's predicates as objects, on paths of the scope instead of fields:
// {"param": "deals.count", "gt": 0}, with equal, lt, lte, gt, gte, range, oneOf, valid; and, or,
// not.
#pragma once
#include "page/scope.h"

// Reports what is wrong with the form of a condition. True when nothing is.
bool when_check(Diags *diags, const JsonNode *node);
