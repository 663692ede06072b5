// {"block": "toc", "title"?, "levels"?}: the headings of the report with their pages. Composing
// leaves a mark; toc_fill puts the entries there when all headings are known. Page numbers are set
// after breaking (Slab.page_of), and take no part in any height.
#include "page/block_kinds.h"
#include "page/heading.h"
#include "page/spec.h"
#include "page/toc.h"
#include "page/typeset.h"
#include "page/words.h"

typedef struct {
    const JsonNode *title; // NULL: the word "Contents"
    bool untitled;         // "title": ""
    gint64 levels;
} TocSpec;

void *toc_read(BlockReader *context, Reader *reader) {
    TocSpec *spec = arena_new0(context->arena, TocSpec);
    spec->levels = 2;
    if (reader_template(reader, "title", TEMPLATE_PLAIN, &spec->title))
        spec->untitled = !*json_string_value(spec->title->json);
    reader_integer(reader, "levels", 1, HEADING_LEVELS, &spec->levels);
    return spec;
}

static void add_title(Compose *compose, const TocSpec *spec, const Block *block) {
    const char *text = spec->title ? template_expand(compose->scope, spec->title, TEMPLATE_PLAIN)
                                   : page_word(compose->language, WORD_CONTENTS);
    Typeset how = {.role = ROLE_H2, .width = flow_width(compose->flow)};
    guint tag = tag_open(flow_tags(compose->flow), TAG_P);
    ParagraphSlabs slabs = {.tag = tag, .keep_with_next = true, .node = block->node};
    typeset_add(compose, typeset_text(compose, &how, text), &slabs);
    tag_close(flow_tags(compose->flow));
}

void toc_compose(Compose *compose, const Block *block) {
    const TocSpec *spec = block->spec;
    if (compose->flow != page_state_flow(compose->state)) {
        json_error(compose->diags, block->node, DIAG_WRONG_VALUE, NULL,
                   "contents stand in the body itself, not in a row, box or callout");
        return;
    }
    if (!spec->untitled)
        add_title(compose, spec, block);
    TocRequest request = {.index = flow_count(compose->flow),
                          .tag = tag_open(flow_tags(compose->flow), TAG_TOC),
                          .levels = (guint)spec->levels,
                          .node = block->node};
    tag_close(flow_tags(compose->flow));
    page_state_add_toc(compose->state, &request);
}

// ---- entries

static double number_room(const Compose *compose, TypeRole role) {
    TextStyle style = typeset_style(compose, role);
    return text_width(compose->engine, &style, "0000") + 8;
}

static void add_entry(Compose *compose, const TocRequest *toc, const SlabMark *mark, bool first) {
    TypeRole role = mark->level == 1 ? ROLE_TOC1 : ROLE_TOC2;
    const TypeSpec *type = &compose->theme->type[role];
    double indent = mark->level > 1 ? (mark->level - 1) * 12.0 : 0;
    double width = flow_width(compose->flow), room = number_room(compose, role);
    Typeset how = {.role = role, .width = MAX(width - indent - room, 1)};
    const char *link = arena_printf(compose->arena, "#%s", mark->destination);
    const Paragraph *title = typeset_linked(compose, &how, mark->title, link);
    if (!title)
        return;
    guint start = flow_count(compose->flow);
    ParagraphSlabs slabs = {.x = compose->rtl ? room : indent,
                            .before = first ? 0 : type->before,
                            .tag = tag_open(flow_tags(compose->flow), TAG_TOCI),
                            .node = toc->node};
    typeset_add(compose, title, &slabs);
    tag_close(flow_tags(compose->flow));
    for (guint i = start; i + 1 < flow_count(compose->flow); i++)
        flow_nth(compose->flow, i)->keep_with_next = true;
    Slab *last = flow_nth(compose->flow, flow_count(compose->flow) - 1);
    last->page_of = mark->destination;
    last->page_of_style = &type->style;
}

// All outline entries of the body, in order.
static GArray *collect_marks(const Flow *flow, guint levels) {
    GArray *marks = g_array_new(FALSE, FALSE, sizeof(SlabMark));
    for (guint i = 0; i < flow_count(flow); i++) {
        const Slab *slab = flow_nth(flow, i);
        SlabMark top = {.level = slab->outline_level,
                        .title = slab->outline_title,
                        .destination = slab->destination};
        if (top.level >= 1 && top.level <= levels)
            g_array_append_val(marks, top);
        for (guint k = 0; k < slab->mark_count; k++)
            if (slab->marks[k].level >= 1 && slab->marks[k].level <= levels)
                g_array_append_val(marks, slab->marks[k]);
    }
    return marks;
}

static void fill_one(Compose *compose, const TocRequest *toc) {
    Flow *body = page_state_flow(compose->state);
    TagTree *tags = flow_tags(body);
    g_autoptr(GArray) marks = collect_marks(body, toc->levels);
    Compose inner = *compose;
    inner.flow = flow_new_inside(body, flow_width(body));
    tag_enter(tags, toc->tag);
    for (guint i = 0; i < marks->len; i++)
        add_entry(&inner, toc, &g_array_index(marks, SlabMark, i), i == 0);
    tag_close(tags);
    if (flow_count(inner.flow) && toc->index > 0)
        flow_nth(inner.flow, 0)->space_before = compose->theme->type[ROLE_H2].after;
    flow_insert(body, toc->index, inner.flow);
}

void toc_fill(Compose *compose) {
    // From the last to the first, so that the places of those before stay what they are.
    for (guint i = page_state_toc_count(compose->state); i > 0; i--)
        fill_one(compose, page_state_nth_toc(compose->state, i - 1));
}
