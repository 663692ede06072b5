// What the blocks of one document share while they are composed: the numbers of headings, names of
// places, contents to be filled in, colours of categories and numbers of sources.
#pragma once
#include "page/block.h"
#include "page/citations.h"

typedef struct PageState PageState;

PageState *page_state_new(Arena *arena, Flow *flow, Scope *scope, const Theme *theme,
                          const char *language);
// The flow of the body, which blocks in rows and boxes do not write to themselves.
Flow *page_state_flow(const PageState *state);

// Counts a heading and gives its number, "2.1"; in the arena.
const char *page_state_number(PageState *state, guint level);
// A name for a place that no other place has, made of the text ("Sectors and years" gives
// "sectors-and-years"); in the arena.
const char *page_state_anchor(PageState *state, const char *text);

// A table of contents that stands before the index-th slab of the body's flow. It is filled in when
// all headings are known.
typedef struct {
    guint index; // where its entries go
    guint tag;   // its TOC
    guint levels;
    const JsonNode *node; // of the block
} TocRequest;
void page_state_add_toc(PageState *state, const TocRequest *toc);
guint page_state_toc_count(const PageState *state);
const TocRequest *page_state_nth_toc(const PageState *state, guint index);

// The colour that a category has throughout the report: sectors by their slot, statuses by their
// order. False when the vocabulary does not know it. data: the PageState (for chart_compile).
bool page_state_find_colour(void *data, const char *field, Value category, Colour *out);
// The sources behind facts.
Citations *page_state_citations(PageState *state);
