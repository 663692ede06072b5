// {"block": "quote", "text", "by"?, "url"?, "sources"?, "data"?}: a quotation beside a bar of the
// accent, and who said it.
#include "page/block_kinds.h"
#include "page/panel.h"
#include "page/prose.h"
#include "page/typeset.h"

#include "text/markdown.h"

typedef struct {
    const JsonNode *text, *by, *url;
    CiteSpec cite;
} QuoteSpec;

void *quote_read(BlockReader *context, Reader *reader) {
    QuoteSpec *spec = arena_new0(context->arena, QuoteSpec);
    spec_require_template(reader, "text", TEMPLATE_MARKDOWN, &spec->text);
    reader_template(reader, "by", TEMPLATE_PLAIN, &spec->by);
    reader_template(reader, "url", TEMPLATE_PLAIN, &spec->url);
    cite_read(reader, &spec->cite);
    return spec;
}

static void add_source(Compose *compose, const QuoteSpec *spec) {
    const char *by = template_expand(compose->scope, spec->by, TEMPLATE_PLAIN);
    const char *url = template_expand(compose->scope, spec->url, TEMPLATE_PLAIN);
    Typeset how = {.role = ROLE_SMALL, .width = flow_width(compose->flow)};
    guint tag = tag_open(flow_tags(compose->flow), TAG_P);
    ParagraphSlabs slabs = {.before = 2, .tag = tag, .node = spec->by};
    if (url && !markdown_link_is_allowed(url))
        json_warning(compose->diags, spec->url, DIAG_BAD_LINK, NULL,
                     "\"%s\" is not a link to http, https, mailto or \"#id\"; it is left out", url);
    else if (url)
        by = by ? by : url;
    bool linked = url && markdown_link_is_allowed(url);
    typeset_add(compose, typeset_linked(compose, &how, by, linked ? url : NULL), &slabs);
    tag_close(flow_tags(compose->flow));
}

void quote_compose(Compose *compose, const Block *block) {
    double bar = compose->theme->quote.bar, gap = compose->theme->quote.gap;
    const QuoteSpec *spec = block->spec;
    Panel panel = {.bar = bar, .bar_colour = typeset_ink(compose, compose->theme->quote.ink)};
    Compose inner = *compose;
    inner.flow = flow_new_inside(compose->flow, MAX(flow_width(compose->flow) - bar - gap, 1));
    tag_open(flow_tags(compose->flow), TAG_BLOCKQUOTE);
    prose_add_template(&inner, &(Prose){.role = ROLE_QUOTE, .cite = &spec->cite}, spec->text);
    if (spec->by || spec->url)
        add_source(&inner, spec);
    tag_close(flow_tags(compose->flow));
    panel.inset = gap;
    panel_add(compose, &panel, inner.flow);
}
