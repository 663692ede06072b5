// The pass over scale properties, and how two values of one property become one.
#pragma once
#include "chart/scale_model.h"

void scale_parse_props(View *view);
void scale_parse_domains(View *view);
void scale_parse_ranges(View *view);

// The explicit one, else the first that is there.
Prop prop_merge(Prop first, Prop second);
