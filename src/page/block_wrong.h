// Blocks that are left out because of their grammar.
#pragma once
#include "page/block.h"

// In place of such a block: says what else is wrong with it when it would be composed.
const Block *block_wrong(Arena *arena, const JsonNode *node);
