// Which reports one entry of a jobs file makes: a table with a row for each, whose columns are
// parameters.
#pragma once
#include "job/plan.h"

// The rows of "matrix": of "sql" over the facts, of "list" (objects, or values with "as"), of
// "lists" (a name and its values each), or of all combinations when there are more of them. Rows
// that lack a value are left out with a warning. In the arena of the input. NULL and reported when
// the matrix is wrong, its SQL fails, or it has more than JOBS_REPORTS_LIMIT rows.
const Table *matrix_rows(const PlanInput *input, const JsonNode *matrix);
// What makes a row one of its kind, in the arena: "lang=en,sector=steel", with % , = and control
// characters of values as %XX.
const char *matrix_key(Arena *arena, const Table *rows, guint row);
