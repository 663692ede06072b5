// {"block": "page_break"}: what follows starts a page. At the top of a page it does nothing.
#include "page/block_kinds.h"

void *page_break_read(BlockReader *context, Reader *reader) {
    (void)reader; // it has no members of its own
    return arena_alloc(context->arena, 1);
}

void page_break_compose(Compose *compose, const Block *block) {
    (void)block;
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    Slab slab = slab_end(&builder);
    slab.break_before = true;
    slab.keep_with_next = true;
    flow_add(compose->flow, &slab);
    compose->gap_after = 0;
}
