// What happens to a block that does not fit its place: "overflow" of a block.
#pragma once
#include "page/block.h"

// Composes a block as its kind does. "split" lets it go over pages; "shrink" sets it smaller until
// it fits one page and its column; "error" reports it when it does not.
void overflow_compose(Compose *compose, const Block *block);

// The theme with type and spaces of that factor.
const Theme *overflow_smaller_theme(Arena *arena, const Theme *theme, double factor);

// Tells of what was cut and no block decided about; at the end of the document.
void overflow_finish(Compose *compose);

// For kinds: content has too little room, as in a table whose columns do not hold their words.
// Blocks around decide whether that is shrunk, a warning or an error.
typedef struct {
    const JsonNode *node;       // what it is said of, or NULL
    const char *message, *hint; // hint may be NULL
} Cramped;
void overflow_note(Compose *compose, const JsonNode *node, const char *hint, const char *format,
                   ...) G_GNUC_PRINTF(4, 5);
