// The orientation of a mark by its encoding.
#pragma once
#include "chart/encoding.h"

// "vertical", "horizontal", what is specified (or NULL) where the encoding leaves a choice; NULL:
// the mark has none.
const char *mark_find_orient(Mark mark, const Encoding *encoding, const char *specified);
