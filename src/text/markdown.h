// Markdown (CommonMark and GitHub tables, strikethrough, footnotes, by cmark-gfm) as a small tree
// of blocks whose inlines are text spans. Raw HTML is shown as text, never interpreted. Links other
// than http, https, mailto and "#id" are reported and lose their target.
#pragma once
#include "text/text.h"

enum { MARKDOWN_DEPTH_LIMIT = 32 }; // of lists and quotes; what is deeper is set at that level

typedef enum {
    MARKDOWN_PARAGRAPH,
    MARKDOWN_HEADING,
    MARKDOWN_LIST_ITEM, // depth, marker
    MARKDOWN_QUOTE,     // depth
    MARKDOWN_CODE,
    MARKDOWN_RULE,
    MARKDOWN_TABLE,
    MARKDOWN_NOTE // level: its number; a footnote's paragraphs follow each other
} MarkdownKind;

typedef struct {
    const char *text;
    bool strong, emphasis, code, strikethrough;
    const char *link; // or NULL
    int note;         // of the mark of a footnote: its number in the text, from 1; else 0
} MarkdownSpan;

typedef struct MarkdownBlock MarkdownBlock;
struct MarkdownBlock {
    MarkdownKind kind;
    int level; // of a heading (1 to 6), number of a note, or nesting depth of a list item or quote
               // (1..)
    int depth; // how many list items and quotes the block stands in, itself included
    const char *marker; // of a list item: "•" or "3."; NULL for its second and later paragraphs
    guint span_count;
    const MarkdownSpan *spans;
    // Of a table: rows of cells, the first row is the head; each cell is one paragraph's spans.
    guint row_count, column_count;
    const MarkdownBlock *cells; // row_count * column_count, kind MARKDOWN_PARAGRAPH
    const char *column_align;   // a letter per column: 'l', 'c', 'r'
    const MarkdownBlock *next;
};

// The first block, or NULL for empty text and for text beyond the limits, which is reported
// (256 KiB; 100 marks at the start of a line; 1000 images). Images are reported and show their
// description. place: where the text stands, for messages.
const MarkdownBlock *markdown_parse(Arena *arena, Diags *diags, const Place *place,
                                    const char *text);
// Whether a link may be followed: http, https, mailto or "#id", without blanks and controls.
bool markdown_link_is_allowed(const char *url);
// Escapes text so that Markdown shows it as it is; an e-mail address in it still becomes a link.
// In the arena.
const char *markdown_escape(Arena *arena, const char *text);
