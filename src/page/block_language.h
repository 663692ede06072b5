// Blocks in a language of their own ("lang", "dir"): they and all blocks in them are shaped,
// numbered, dated and worded in it.
#pragma once
#include "page/block.h"

// Reads "lang" and "dir", and notes the language in the reader.
void block_language_read(BlockReader *context, Reader *reader, Block *block);
// What the block is composed with: a copy whose language, words, look, numbers and direction are
// the block's. Its gap_after is to be taken over afterwards.
Compose block_language_enter(const Compose *compose, const Block *block);
// Says the language on the outermost of the structure elements made since first_tag, where it
// differs from that around them.
void block_language_tag(const Compose *around, const Compose *inner, guint first_tag);
