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

// For kinds: words of a table were cut because its columns have too little room.
typedef struct {
    const JsonNode *node; // of the table, or NULL
    guint columns;
    double needed, width;
} WordsCut;
