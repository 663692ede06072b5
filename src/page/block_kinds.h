// The kinds of blocks: each has a function that reads its members and one that composes it, in
// block_KIND.c. A new kind is a file and a line here.
#pragma once
#include "page/block.h"

// X(KIND)
#define BLOCK_KIND_LIST(X)                                                                         \
    X(cover)                                                                                       \
    X(heading)                                                                                     \
    X(text)                                                                                        \
    X(list)                                                                                        \
    X(quote)                                                                                       \
    X(callout)                                                                                     \
    X(rule)                                                                                        \
    X(spacer)                                                                                      \
    X(row)                                                                                         \
    X(box)                                                                                         \
    X(kpis)                                                                                        \
    X(chart)                                                                                       \
    X(image)                                                                                       \
    X(table)                                                                                       \
    X(timeline)                                                                                    \
    X(commitments)                                                                                 \
    X(conflicts)                                                                                   \
    X(changes)                                                                                     \
    X(sources)                                                                                     \
    X(toc)                                                                                         \
    X(repeat)                                                                                      \
    X(include)                                                                                     \
    X(page_break)

#define BLOCK_KIND_FUNCTIONS(kind)                                                                 \
    void *kind##_read(BlockReader *context, Reader *reader);                                       \
    void kind##_compose(Compose *compose, const Block *block);
BLOCK_KIND_LIST(BLOCK_KIND_FUNCTIONS)
#undef BLOCK_KIND_FUNCTIONS

// What follows starts a page.
void page_break_add(Compose *compose);
