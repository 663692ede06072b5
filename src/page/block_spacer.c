// {"block": "spacer", "height"}: white space, in place of the space between blocks; nothing of it
// is left at the top of a page.
#include "page/block_kinds.h"
#include "page/length.h"

typedef struct {
    double height;
} SpacerSpec;

void *spacer_read(BlockReader *context, Reader *reader) {
    SpacerSpec *spec = arena_new0(context->arena, SpacerSpec);
    if (reader_require(reader, "height"))
        reader_length(reader, "height", &spec->height);
    return spec;
}

void spacer_compose(Compose *compose, const Block *block) {
    const SpacerSpec *spec = block->spec;
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    Slab slab = slab_end(&builder);
    slab.space_before = spec->height;
    flow_add(compose->flow, &slab);
    compose->gap_after = 0;
}
