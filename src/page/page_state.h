// What the blocks of one document share while they are composed: the numbers of headings, names of
// places, blocks put off, colours of categories and sources of facts.
#pragma once
#include "page/block.h"
#include "page/citations.h"
#include "page/overflow.h"

typedef struct PageState PageState;

PageState *page_state_new(Arena *arena, Flow *flow, Scope *scope, const Theme *theme,
                          const Words *words);
// The flow of the body, which blocks in rows and boxes do not write to themselves.
Flow *page_state_flow(const PageState *state);

// Counts a heading and gives its number, "2.1"; in the arena.
const char *page_state_number(PageState *state, guint level);
// Counts footnotes of a text; gives how many there were before.
guint page_state_notes(PageState *state, guint count);
// For blocks that need all headings (contents, and rows and boxes that hold them). True: the block
// is put off and composed by page_state_finish; false: the headings are known, compose it now.
bool page_state_defer(Compose *compose, const Block *block);
// Composes what was put off, into its place.
void page_state_finish(Compose *compose);
// A name for a place that no other place has, made of the text ("Sectors and years" gives
// "sectors-and-years"); in the arena.
const char *page_state_anchor(PageState *state, const char *text);

// All headings of the body; NULL while they are not known yet.
const GArray *page_state_headings(const PageState *state); // of SlabMark

// WordsCut since they were last told of (overflow.h).
GArray *page_state_cuts(const PageState *state);

// The colour that a category has throughout the report: sectors by their slot, statuses by their
// order. False when the vocabulary does not know it. data: the PageState (for chart_compile).
bool page_state_find_colour(void *data, const char *field, Value category, Colour *out);
// The sources behind facts.
Citations *page_state_citations(PageState *state);
