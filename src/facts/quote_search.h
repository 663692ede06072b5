// Many quotes looked up in one text in one pass: the automaton of Aho and Corasick (Efficient
// string matching, CACM 18(6), 1975). Work is linear in the text and the quotes, however they
// overlap, since only the first place of each is asked for. Inside facts/ only.
#pragma once
#include <glib.h>

typedef struct {
    const char *text; // bytes to look for, not empty
    gsize length;
    gsize found; // out: where it begins first, or QUOTE_NOWHERE
} Quote;
#define QUOTE_NOWHERE G_MAXSIZE

// The text has less than 4 GiB, the quotes together too.
void quote_search(Quote *quotes, guint count, const char *text, gsize length);
