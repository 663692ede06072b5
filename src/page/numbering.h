// Numbers of figures and tables, in the order in which they stand in the report. A block has one
// when it has a caption and the layout, or the block itself, says "numbered".
#pragma once
#include "page/block.h"

// Which series a kind of block is counted in.
Series numbering_series(const BlockKind *kind);
// The next number of the block's series as it is printed, "Figure 3"; *number: "3". NULL when the
// block has none.
const char *numbering_count(Compose *compose, const Block *block, const char **number);
// Adds the caption above a block, after its label (or NULL).
void numbering_add_caption(Compose *compose, const Block *block, const char *label);
