// Curves of groups as the rows of a table; internal to the table floor.
#pragma once
#include "table/regression.h"
#include "table/step.h"

typedef struct {
    CurvePoint *points;
    guint count;
} GroupCurve;

// A row a point: the keys of its group, x and y under the names of as (a y that is NaN is
// undefined), the facts of the group. One curve for each group. NULL and reported when there are
// too many rows.
const Table *curve_rows(Step *step, const char *const as[2], const NameList *groupby,
                        const Groups *groups, const GroupCurve *curves);
