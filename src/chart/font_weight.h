// Weights of fonts as charts name them.
#pragma once
#include "base/json.h"

// 100 to 900: a number, or a word as in CSS ("lighter" and "bolder" than normal); else normal.
int font_weight_of(const json_t *value);
