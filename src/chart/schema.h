// Checks a specification before anything is made of it: closed objects, types of members, and what
// Accord does not draw. Takes the values of its parameters.
#pragma once
#include "chart/context.h"

bool schema_check(Chart *chart); // false and reported when something is wrong

// The value of {"expr": text} that depends on no row, as JSON; NULL when it depends on one. Errors
// in the expression are reported. Borrowed.
json_t *schema_constant(Chart *chart, json_t *expression);
// A specification or configuration with such expressions replaced by their values, but where values
// may differ from row to row. Borrowed.
json_t *schema_resolve(Chart *chart, json_t *spec);
