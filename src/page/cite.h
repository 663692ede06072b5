// "sources": "notes" of texts: the sources behind what a text says, as numbers after its last word
// and, at the foot of the page, what they are.
#pragma once
#include "page/spec.h"
#include "text/markdown.h"

typedef struct {
    bool noted;
    const JsonNode *data; // the rows that are spoken of; NULL: the row of the repetition around
    const JsonNode *node; // of "sources", for messages
} CiteSpec;

// Reads "sources" and "data" of a block.
void cite_read(Reader *reader, CiteSpec *out);

// What stands after the text: spans of numbers, and their notes. Nothing when nothing is cited.
typedef struct {
    guint span_count, note_count;
    const MarkdownSpan *spans;
    const Slab *const *notes;
} Cited;
Cited cite_sources(Compose *compose, const CiteSpec *spec);
