// Running text in Markdown, composed into slabs: paragraphs, headings, lists, quotes, code, rules
// and tables.
#pragma once
#include "page/cite.h"
#include "text/hyphenate.h"

typedef struct {
    TypeRole role; // of its paragraphs
    TextAlign align;
    Hyphenator *hyphenator; // or NULL
    double width;           // of the lines; 0: the flow's
    const Colour *colour;   // NULL: the role's
    const JsonNode *node;   // of the text in the layout, for messages
    const CiteSpec *cite;   // what is cited after its last word; or NULL
} Prose;

// The text must be expanded (TEMPLATE_MARKDOWN). Sets compose->gap_after.
void prose_add(Compose *compose, const Prose *prose, const char *markdown);
// A template; NULL adds nothing.
void prose_add_template(Compose *compose, const Prose *prose, const JsonNode *node);
