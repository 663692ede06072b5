// What the files of the flow share.
#pragma once
#include "page/flow.h"

Arena *flow_arena(const Flow *flow);
// Appends a slab's items moved by (dx, dy); as artifacts: without tags and links.
void slab_copy_items(GArray *to, const Slab *slab, double dx, double dy, bool artifact);
void slab_add_mark(SlabBuilder *builder, const SlabMark *mark, double dy);
