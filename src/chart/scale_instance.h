// Instances of scales for one part of the chart: the whole of it, or one cell of a facet whose
// scales are its own. Domains come from the current rows of the units, ranges from the sizes.
#pragma once
#include "chart/scale_model.h"

// Makes the instances of all scales that the view owns or that views below it own, up to the
// children of facets (these make theirs for each cell).
void scales_instantiate(View *view);

// The length of a discrete position scale by its step.
double scale_step_length(const ScaleModel *model);

// For scale_instance.c: the values of a domain, and the range of a scale that has its domain.
const Value *domain_values(ScaleModel *model, guint *count);
void range_fill(ScaleModel *model);
