// What density, quantile, regression and loess give: rows group by group, each along its curve.
#include "table/curve_rows.h"

#include <math.h>

const Table *curve_rows(Step *step, const char *const as[2], const NameList *groupby,
                        const Groups *groups, const GroupCurve *curves) {
    guint64 rows = 0;
    guint *counts = arena_array(step->arena, guint, groups->count);
    for (guint g = 0; g < groups->count; g++)
        rows += counts[g] = curves[g].count;
    if (!step_check_size(step, groupby->count + 2, rows))
        return NULL;
    Table *out = step_new_table(step, groupby->count + 2, (guint)rows);
    const Lineage **lineage = step_group_lineage(step, groups);
    step_fill_keys(step, out, groups, groupby, counts);
    Value *x = step_output(step, out, as[0]), *y = step_output(step, out, as[1]);
    out->lineage = lineage ? arena_array(step->arena, const Lineage *, (size_t)rows) : NULL;
    for (guint g = 0, row = 0; g < groups->count; g++)
        for (guint i = 0; i < curves[g].count; i++, row++) {
            const CurvePoint *point = &curves[g].points[i];
            x[row] = value_number(point->x);
            y[row] = isnan(point->y) ? value_undefined() : value_number(point->y);
            if (lineage)
                out->lineage[row] = lineage[g];
        }
    return out;
}
