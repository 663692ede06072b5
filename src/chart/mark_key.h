// What a mark stands for, in words: for explanations.
#pragma once
#include "chart/mark_item.h"

// Takes down the rows that a unit draws, for ChartInput.on_mark.
void mark_key_note(const MarkDraw *draw);
