// What scale types support; only the scale passes need it.
#pragma once
#include "chart/scale_model.h"

ScaleKind scale_kind_find(const char *name); // KIND_COUNT when there is none
bool kind_is_compatible(ScaleKind a, ScaleKind b);
int kind_precedence(ScaleKind kind);
bool kind_supports_channel(ScaleKind kind, Channel channel, bool has_nested_offset);
bool kind_supports_type(ScaleKind kind, DataType type);
bool kind_supports_prop(ScaleKind kind, ScaleProp prop);
