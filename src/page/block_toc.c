// {"block": "toc", "of"?, "title"?, "levels"?}: the headings of the report with their pages, or its
// numbered figures or tables. It is put off until all are known. Page numbers are set after
// breaking and take no part in any height.
#include "page/block_kinds.h"
#include "page/heading.h"
#include "page/page_state.h"
#include "page/spec.h"
#include "page/typeset.h"

typedef struct {
    const JsonNode *title; // NULL: the word "Contents"
    bool untitled;         // "title": ""
    gint64 levels;
    int of; // Series; none: headings
} TocSpec;

void *toc_read(BlockReader *context, Reader *reader) {
    static const Keyword lists[] = {
        {"headings", SERIES_NONE}, {"figures", SERIES_FIGURE}, {"tables", SERIES_TABLE}, {NULL, 0}};
    TocSpec *spec = arena_new0(context->arena, TocSpec);
    spec->levels = 2;
    if (reader_template(reader, "title", TEMPLATE_PLAIN, &spec->title))
        spec->untitled = !*json_string_value(spec->title->json);
    reader_keyword(reader, "of", lists, &spec->of);
    if (reader_integer(reader, "levels", 1, HEADING_LEVELS, &spec->levels) && spec->of)
        json_error(context->diags, reader_node(reader, "levels"), DIAG_WRONG_VALUE, NULL,
                   "a list of %s has no levels", lists[spec->of].name);
    context->has_contents = true;
    return spec;
}

static const Word words[] = {WORD_CONTENTS, WORD_FIGURES, WORD_TABLES};

static void add_title(Compose *compose, const TocSpec *spec, const Block *block) {
    const char *text = spec->title ? template_expand(compose->scope, spec->title, TEMPLATE_PLAIN)
                                   : words_text(compose->words, words[spec->of]);
    Typeset how = {.role = ROLE_H2, .width = flow_width(compose->flow)};
    guint tag = tag_open(flow_tags(compose->flow), TAG_P);
    ParagraphSlabs slabs = {.tag = tag, .keep_with_next = true, .node = block->node};
    typeset_add(compose, typeset_text(compose, &how, text), &slabs);
    tag_close(flow_tags(compose->flow));
}

// ---- entries

static double number_room(const Compose *compose, TypeRole role) {
    TextStyle style = typeset_style(compose, role);
    return text_width(compose->engine, &style, "0000") + 8;
}

// Where the page number of the entry's last line goes.
static void add_number(Compose *compose, const SlabMark *mark, const TypeSpec *type, guint tag) {
    static const double gap = 5;
    double width = flow_width(compose->flow);
    Slab *slab = flow_nth(compose->flow, flow_count(compose->flow) - 1);
    const PlacedItem *text = &slab->items[0];
    SlabNumber number = {.of = mark->destination,
                         .style = &type->style,
                         .start = compose->rtl ? text->x - gap : text->x + text->width + gap,
                         .end = compose->rtl ? 0 : width,
                         .baseline = text->as.text.baseline,
                         .tag = tag};
    slab->numbers = arena_memdup(compose->arena, &number, sizeof number);
    slab->number_count = 1;
}

static void add_entry(Compose *compose, const Block *block, const SlabMark *mark, bool first) {
    const TocSpec *spec = block->spec;
    TypeRole role = mark->level == 1 && !spec->of ? ROLE_TOC1 : ROLE_TOC2;
    const TypeSpec *type = &compose->theme->type[role];
    double indent = mark->level > 1 ? (mark->level - 1) * compose->theme->toc.indent : 0;
    double width = flow_width(compose->flow), room = number_room(compose, role);
    Typeset how = {.role = role, .width = MAX(width - indent - room, 1), .balanced = true};
    const char *link = arena_printf(compose->arena, "#%s", mark->destination);
    const Paragraph *title = typeset_linked(compose, &how, mark->title, link);
    if (!title)
        return;
    guint start = flow_count(compose->flow);
    ParagraphSlabs slabs = {.x = compose->rtl ? room : indent,
                            .before = first ? 0 : type->before,
                            .tag = tag_open(flow_tags(compose->flow), TAG_TOCI),
                            .node = block->node};
    typeset_add(compose, title, &slabs);
    tag_close(flow_tags(compose->flow));
    for (guint i = start; i + 1 < flow_count(compose->flow); i++)
        flow_nth(compose->flow, i)->keep_with_next = true;
    add_number(compose, mark, type, slabs.tag);
}

void toc_compose(Compose *compose, const Block *block) {
    const TocSpec *spec = block->spec;
    if (page_state_defer(compose, block))
        return;
    const GArray *headings = page_state_entries(compose->state, (Series)spec->of);
    if (!spec->untitled)
        add_title(compose, spec, block);
    guint first = flow_count(compose->flow);
    tag_open(flow_tags(compose->flow), TAG_TOC);
    for (guint i = 0; i < headings->len; i++) {
        const SlabMark *mark = &g_array_index(headings, SlabMark, i);
        if (mark->level <= spec->levels && mark->destination)
            add_entry(compose, block, mark, flow_count(compose->flow) == first);
    }
    tag_close(flow_tags(compose->flow));
    if (first > 0 && flow_count(compose->flow) > first)
        flow_nth(compose->flow, first)->space_before = compose->theme->type[ROLE_H2].after;
}
