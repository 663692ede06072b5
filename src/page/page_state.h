// What the blocks of one document share while they are composed: the numbers of headings, names of
// places, blocks put off, colours of categories and sources of facts.
#pragma once
#include "page/block.h"
#include "page/citations.h"
#include "page/language.h"
#include "page/mentions.h"
#include "page/overflow.h"
#include "text/hyphenate.h"

typedef struct PageState PageState;

PageState *page_state_new(Arena *arena, Flow *flow, Scope *scope, const Theme *theme,
                          Mentions *mentions);
// The flow of the body, which blocks in rows and boxes do not write to themselves.
Flow *page_state_flow(const PageState *state);

// The geometry that blocks are composed for, and the two it may become: of the report's own pages
// and of those turned by a quarter. They live as long as the state.
void page_state_set_geometry(PageState *state, PageGeometry *current, const PageGeometry pages[2]);
// From here on pages of the body are upright, or lie.
void page_state_turn(PageState *state, bool landscape);

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

// The next number of a series.
guint page_state_count(PageState *state, Series series);
// Adds a numbered block to the list of its series.
void page_state_list(PageState *state, Series series, const MentionTarget *target);
Mentions *page_state_mentions(PageState *state);

// What contents list: all headings of the body (SERIES_NONE), or all that is numbered. NULL while
// they are not known yet.
const GArray *page_state_entries(const PageState *state, Series series); // of SlabMark

// What was counted so far, to be counted again: for blocks that are composed more than once.
typedef struct PageCounts PageCounts;
PageCounts *page_state_counts(const PageState *state);
void page_state_recount(PageState *state, const PageCounts *counts);
void page_counts_free(PageCounts *counts);

// Cramped since they were last told of (overflow.h).
GArray *page_state_cramped(const PageState *state);

// The colour that a category has throughout the report: sectors by their slot, statuses by their
// order. False when the vocabulary does not know it. data: the PageState (for chart_compile).
bool page_state_find_colour(void *data, const char *field, Value category, Colour *out);
// Notes of sources that were made: number to const Slab.
GHashTable *page_state_source_notes(PageState *state);
// The patterns that words of a language are divided by; NULL when there are none.
Hyphenator *page_state_hyphenator(PageState *state, const char *language);
// The languages of the report, its own first; they live as long as the state. Then what a tag of
// one of them is set with; the report's own for any other.
void page_state_set_languages(PageState *state, const PageLanguage *languages, guint count);
const PageLanguage *page_state_language(const PageState *state, const char *tag);
// The sources behind facts.
Citations *page_state_citations(PageState *state);
