// The pass over scale properties, and how two values of one property become one.
#pragma once
#include "chart/scale_model.h"

void scale_parse_props(View *view);
void scale_parse_domains(View *view);
// Calls one of these for each scale of a view, after those of its children: of a unit, or what is
// merged from children.
typedef void (*ScaleStep)(View *view, Channel channel);
void scale_each(View *view, ScaleStep unit, ScaleStep merge);

// The explicit one, else the first that is there.
Prop prop_merge(Prop first, Prop second);
