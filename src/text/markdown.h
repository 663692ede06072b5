// Markdown (CommonMark and GitHub tables, strikethrough, by cmark-gfm) as a small tree of blocks
// whose inlines are text spans. Raw HTML is shown as text, never interpreted. Links other than
// http, https, mailto and "#id" are reported and lose their target.
#pragma once
#include "text/text.h"

typedef enum {
    MARKDOWN_PARAGRAPH,
    MARKDOWN_HEADING,
    MARKDOWN_LIST_ITEM, // depth, marker
    MARKDOWN_QUOTE,     // depth
    MARKDOWN_CODE,
    MARKDOWN_RULE,
    MARKDOWN_TABLE
} MarkdownKind;

typedef struct {
    const char *text;
    bool strong, emphasis, code, strikethrough;
    const char *link; // or NULL
} MarkdownSpan;

typedef struct MarkdownBlock MarkdownBlock;
struct MarkdownBlock {
    MarkdownKind kind;
    int level;          // of a heading (1 to 6), or nesting depth of a list item or quote (1..)
    const char *marker; // of a list item: "•" or "3."; NULL for its second and later paragraphs
    guint span_count;
    const MarkdownSpan *spans;
    // Of a table: rows of cells, the first row is the head; each cell is one paragraph's spans.
    guint row_count, column_count;
    const MarkdownBlock *cells; // row_count * column_count, kind MARKDOWN_PARAGRAPH
    const char *column_align;   // a letter per column: 'l', 'c', 'r'
    const MarkdownBlock *next;
};

// The first block, or NULL for empty text. place: where the text stands, for messages.
const MarkdownBlock *markdown_parse(Arena *arena, Diags *diags, const Place *place,
                                    const char *text);
// Escapes text so that Markdown shows it as it is. In the arena.
const char *markdown_escape(Arena *arena, const char *text);
