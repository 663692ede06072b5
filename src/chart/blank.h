// Says why a chart shows nothing where that is no error: in Vega such a chart is blank in silence.
// Warnings only; the scene stays as it is.
#pragma once
#include "chart/view.h"

// That no row is left, and by which transform. table: after all of them; NULL when one failed.
void blank_check_transforms(View *view, const Table *start, const Table *table);
// Fields whose values cannot be read as the channel's type says: before they are parsed.
void blank_check_fields(View *view, const Table *table);
// A unit that draws no row, or all rows in one place. table: before the encoding's aggregation.
void blank_check_unit(View *unit, const Table *table);
