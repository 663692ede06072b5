// The passage of a text that is nearest to a quote: fewest characters put in, left out or replaced.
// By the bit-parallel algorithm of Myers (A fast bit-vector algorithm for approximate string
// matching, JACM 46(3), 1999) in blocks of 64 characters. Inside facts/ only.
//
// Bounds: a quote of APPROXIMATE_SHORTEST to APPROXIMATE_LONGEST characters is looked for, with at
// most one change in five characters. The whole text is searched as long as that takes at most
// APPROXIMATE_WORK block steps a byte of it, and APPROXIMATE_WORK_LIMIT in all; of the quotes left
// then, only passages that share a run of eight bytes with them are compared, the four that share
// most, so that the work stays linear in text and quotes.
#pragma once
#include <glib.h>

enum {
    APPROXIMATE_SHORTEST = 8,
    APPROXIMATE_LONGEST = 4096,
    APPROXIMATE_WORK = 1024,
    APPROXIMATE_WORK_LIMIT = 1 << 26
};

typedef struct {
    const char *text; // UTF-8
    double score;     // out: one less the changes in a character of the quote; 0: nothing near
    gsize start, end; // out: bytes of the searched text
} Approximate;

// text: valid UTF-8, less than 4 GiB.
void approximate_search(Approximate *quotes, guint count, const char *text, gsize length);
