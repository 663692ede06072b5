// What a mark stands for, in words: for explanations.
#pragma once
#include "chart/mark_item.h"

// Tells ChartInput.on_mark about the rows that a unit draws.
void mark_key_tell(const MarkDraw *draw);
