// {"block": "callout", "text" or "body", "title"?, "tone"?, "sources"?, "data"?}: what must not be
// overlooked, on a tint with a bar of its tone: note, good, warn, bad.
#include "page/block_kinds.h"
#include "page/page_state.h"
#include "page/panel.h"
#include "page/prose.h"
#include "page/typeset.h"

typedef struct {
    const JsonNode *title, *text;
    BlockList body;
    CiteSpec cite;
    int tone;   // InkRole
    bool waits; // holds what needs all headings
} CalloutSpec;

void *callout_read(BlockReader *context, Reader *reader) {
    static const Keyword tones[] = {
        {"note", INK_ACCENT}, {"good", INK_GOOD}, {"warn", INK_WARN}, {"bad", INK_BAD}, {NULL, 0}};
    CalloutSpec *spec = arena_new0(context->arena, CalloutSpec);
    bool outside = context->has_contents;
    context->has_contents = false;
    spec->tone = INK_ACCENT;
    reader_template(reader, "title", TEMPLATE_PLAIN, &spec->title);
    reader_template(reader, "text", TEMPLATE_MARKDOWN, &spec->text);
    reader_keyword(reader, "tone", tones, &spec->tone);
    cite_read(reader, &spec->cite);
    const JsonNode *body = reader_node(reader, "body");
    if (body)
        spec_blocks(context, body, &spec->body);
    if (!body && !reader_has(reader, "text"))
        json_error(reader->diags, reader->node, DIAG_MISSING_KEY, NULL,
                   "a callout lacks \"text\" or \"body\"");
    spec->waits = context->has_contents;
    context->has_contents |= outside;
    return spec;
}

static void add_title(Compose *compose, const CalloutSpec *spec) {
    Colour tone = typeset_ink(compose, (InkRole)spec->tone);
    Typeset how = {.role = ROLE_H3, .width = flow_width(compose->flow), .colour = &tone};
    guint tag = tag_open(flow_tags(compose->flow), TAG_P);
    ParagraphSlabs slabs = {.tag = tag, .keep_with_next = true, .node = spec->title};
    typeset_add(compose, typeset_template(compose, &how, spec->title), &slabs);
    tag_close(flow_tags(compose->flow));
}

static void add_content(Compose *compose, const CalloutSpec *spec) {
    if (spec->title)
        add_title(compose, spec);
    guint first = flow_count(compose->flow);
    prose_add_template(compose, &(Prose){.role = ROLE_BODY, .cite = &spec->cite}, spec->text);
    guint body = flow_count(compose->flow);
    block_compose_list(compose, spec->body.blocks, spec->body.count);
    if (body > 0 && spec->text && flow_count(compose->flow) > body)
        flow_nth(compose->flow, body)->space_before = compose->theme->type[ROLE_BODY].after;
    if (first > 0 && flow_count(compose->flow) > first)
        flow_nth(compose->flow, first)->space_before = compose->theme->type[ROLE_H3].after;
}

void callout_compose(Compose *compose, const Block *block) {
    const CalloutSpec *spec = block->spec;
    if (spec->waits && page_state_defer(compose, block))
        return;
    Panel panel = panel_of_theme(compose);
    panel.filled = true;
    panel.bar = compose->theme->callout.bar;
    panel.bar_colour = typeset_ink(compose, (InkRole)spec->tone);
    panel.fill = spec->tone == INK_ACCENT
                     ? typeset_ink(compose, INK_ACCENT_SOFT)
                     : colour_mix_rgb(panel.bar_colour, typeset_ink(compose, INK_PAPER),
                                      compose->theme->callout.tint);
    Compose inner = *compose;
    inner.flow = flow_new_inside(compose->flow, panel_inner_width(compose, &panel));
    inner.taken += 2 * panel.pad;
    add_content(&inner, spec);
    panel_add(compose, &panel, inner.flow);
}
