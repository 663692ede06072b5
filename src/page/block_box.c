// {"block": "box", "body", "title"?, "ink"?, "filled"?, "bar"?, "pad"?}: blocks on a panel.
#include "page/block_kinds.h"
#include "page/length.h"
#include "page/page_state.h"
#include "page/panel.h"
#include "page/typeset.h"

typedef struct {
    const JsonNode *title;
    BlockList body;
    bool has_ink, has_filled, has_bar;
    InkRole ink;
    bool filled, bar;
    double pad; // negative: the theme's
    bool waits; // holds what needs all headings
} BoxSpec;

void *box_read(BlockReader *context, Reader *reader) {
    BoxSpec *spec = arena_new0(context->arena, BoxSpec);
    bool outside = context->has_contents;
    context->has_contents = false;
    spec->pad = -1;
    reader_template(reader, "title", TEMPLATE_PLAIN, &spec->title);
    spec->has_ink = spec_ink(reader, "ink", &spec->ink);
    spec->has_filled = reader_bool(reader, "filled", &spec->filled);
    spec->has_bar = reader_bool(reader, "bar", &spec->bar);
    reader_length(reader, "pad", &spec->pad);
    spec_body(context, reader, &spec->body);
    spec->waits = context->has_contents;
    context->has_contents |= outside;
    return spec;
}

static Panel panel_of(const Compose *compose, const BoxSpec *spec) {
    Panel panel = panel_of_theme(compose);
    if (spec->has_ink)
        panel.fill = compose->theme->inks[spec->ink];
    if (spec->has_filled)
        panel.filled = spec->filled;
    if (spec->has_bar)
        panel.bar = spec->bar ? MAX(panel.bar, compose->theme->callout.bar) : 0;
    if (spec->pad >= 0)
        panel.pad = spec->pad;
    return panel;
}

static void add_title(Compose *inner, const JsonNode *title) {
    Typeset how = {.role = ROLE_H3, .width = flow_width(inner->flow)};
    guint tag = tag_open(flow_tags(inner->flow), TAG_P);
    ParagraphSlabs slabs = {.tag = tag, .keep_with_next = true, .node = title};
    typeset_add(inner, typeset_template(inner, &how, title), &slabs);
    tag_close(flow_tags(inner->flow));
}

void box_compose(Compose *compose, const Block *block) {
    const BoxSpec *spec = block->spec;
    if (spec->waits && page_state_defer(compose, block))
        return;
    Panel panel = panel_of(compose, spec);
    Compose inner = *compose;
    inner.flow = flow_new_inside(compose->flow, panel_inner_width(compose, &panel));
    inner.taken += 2 * panel.pad;
    if (spec->title)
        add_title(&inner, spec->title);
    guint first = flow_count(inner.flow);
    block_compose_list(&inner, spec->body.blocks, spec->body.count);
    if (first > 0 && flow_count(inner.flow) > first)
        flow_nth(inner.flow, first)->space_before =
            MAX(flow_nth(inner.flow, first)->space_before, compose->theme->type[ROLE_H3].after);
    panel_add(compose, &panel, inner.flow);
}
