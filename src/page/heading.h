// Headings, from the block and from Markdown.
#pragma once
#include "page/block.h"

enum { HEADING_LEVELS = 3 }; // of the theme's h1 to h3; deeper ones look like the last

typedef struct {
    const char *text;
    guint level; // 1..
    bool numbered;
    bool outline;
    const char *id; // a name said in the layout, or NULL: one is made of the text
    const JsonNode *node;
} Heading;

// Adds the heading's slabs and sets compose->gap_after. A heading without text adds nothing.
void heading_add(Compose *compose, const Heading *heading);
// Whether a block is a heading, which names its own place.
bool heading_is(const Block *block);
