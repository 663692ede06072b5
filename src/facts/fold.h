// Spellings made comparable: NFC, case folded, runs of white space one space, none at the ends.
#pragma once
#include "base/arena.h"

#include <stdbool.h>

// The folded spelling in the arena. word is valid UTF-8.
char *fold_spelling(Arena *arena, const char *word);

// The same without an arena, for lookups: short ASCII words need no memory at all.
typedef struct {
    char inside[128];
    char *outside; // or NULL
} FoldBuffer;
const char *fold_begin(FoldBuffer *buffer, const char *word); // lives until fold_end
void fold_end(FoldBuffer *buffer);
