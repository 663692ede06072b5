// {"block": "page_break", "orientation"?}: what follows starts a page. At the top of a page it does
// nothing but turn it: pages stand or lie as the orientation says up to the next one that says it.
#include "page/block_kinds.h"
#include "page/page_state.h"

enum { ROOM_MIN = 72 }; // points of height and width that the margins of a turned page must leave

typedef struct {
    int landscape; // negative: as the pages before
} PageBreakSpec;

void *page_break_read(BlockReader *context, Reader *reader) {
    static const Keyword orientations[] = {{"portrait", 0}, {"landscape", 1}, {NULL, 0}};
    PageBreakSpec *spec = arena_new0(context->arena, PageBreakSpec);
    spec->landscape = -1;
    reader_keyword(reader, "orientation", orientations, &spec->landscape);
    return spec;
}

void page_break_add(Compose *compose) {
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    Slab slab = slab_end(&builder);
    slab.break_before = true;
    slab.keep_with_next = true;
    flow_add(compose->flow, &slab);
    compose->gap_after = 0;
}

static void turn_pages(Compose *compose, const Block *block, bool landscape) {
    if (compose->flow != page_state_flow(compose->state)) {
        json_error(compose->diags, block->node, DIAG_WRONG_VALUE, NULL,
                   "\"orientation\" stands within a block, expected in the body, an include or a "
                   "repeat: only whole pages are turned");
        return;
    }
    page_state_turn(compose->state, landscape);
    const PageGeometry *page = compose->page;
    if (page->width < ROOM_MIN || page->height < ROOM_MIN)
        json_error(compose->diags, block->node, DIAG_WRONG_VALUE, NULL,
                   "the margins leave %.0f × %.0f pt of the turned page, expected at least "
                   "%d × %d pt",
                   MAX(page->width, 0), MAX(page->height, 0), ROOM_MIN, ROOM_MIN);
}

void page_break_compose(Compose *compose, const Block *block) {
    const PageBreakSpec *spec = block->spec;
    if (spec->landscape >= 0)
        turn_pages(compose, block, spec->landscape);
    page_break_add(compose);
}
