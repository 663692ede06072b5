// {"block": "rule", "ink"?, "thickness"?}: a line across the column.
#include "page/block_kinds.h"
#include "page/length.h"
#include "page/spec.h"

typedef struct {
    InkRole ink;
    double thickness; // points; negative: the theme's hairline
} RuleSpec;

void *rule_read(BlockReader *context, Reader *reader) {
    RuleSpec *spec = arena_new0(context->arena, RuleSpec);
    spec->ink = INK_RULE;
    spec->thickness = -1;
    spec_ink(reader, "ink", &spec->ink);
    reader_length(reader, "thickness", &spec->thickness);
    return spec;
}

void rule_compose(Compose *compose, const Block *block) {
    const RuleSpec *spec = block->spec;
    double thickness = spec->thickness < 0 ? compose->theme->hairline : spec->thickness;
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    slab_rule(&builder, 0, thickness / 2, flow_width(compose->flow),
              compose->theme->inks[spec->ink], thickness);
    builder.height = thickness;
    Slab slab = slab_end(&builder);
    flow_add(compose->flow, &slab);
}
