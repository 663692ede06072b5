// The label stands before the caption's text in its paragraph, a little bolder.
#include "page/numbering.h"

#include "page/page_state.h"
#include "page/running.h"
#include "page/template.h"

#include <string.h>

static const struct {
    const char *kind;
    Series series;
} numbered_kinds[] = {
    {"chart", SERIES_FIGURE},      {"image", SERIES_FIGURE}, {"timeline", SERIES_FIGURE},
    {"commitments", SERIES_TABLE}, {"table", SERIES_TABLE},
};

static const Word words[] = {[SERIES_FIGURE] = WORD_FIGURE, [SERIES_TABLE] = WORD_TABLE};

Series numbering_series(const BlockKind *kind) {
    for (guint i = 0; i < G_N_ELEMENTS(numbered_kinds); i++)
        if (strcmp(numbered_kinds[i].kind, kind->name) == 0)
            return numbered_kinds[i].series;
    return SERIES_NONE;
}

const char *numbering_count(Compose *compose, const Block *block, const char **number) {
    Series series = numbering_series(block->kind);
    if (series == SERIES_NONE || !block->numbered || !block->caption)
        return NULL;
    *number = running_number(compose, page_state_count(compose->state, series));
    g_autoptr(GString) label = g_string_new(words_text(compose->words, words[series]));
    g_string_replace(label, "{0}", *number, 1);
    return arena_strdup(compose->arena, label->str);
}

void numbering_add_caption(Compose *compose, const Block *block, const char *label) {
    const TypeSpec *type = &compose->theme->type[ROLE_CAPTION];
    const char *text = template_expand(compose->scope, block->caption, TEMPLATE_PLAIN);
    TextSpan spans[] = {{.text = label}, {.text = "\xE2\x80\x82"}, {.text = text}}; // an en space
    enum { COUNT = G_N_ELEMENTS(spans) };
    for (guint i = 0; i < COUNT; i++) {
        g_autofree char *upper =
            type->uppercase && spans[i].text ? g_utf8_strup(spans[i].text, -1) : NULL;
        if (upper)
            spans[i].text = arena_strdup(compose->arena, upper);
        spans[i].style = type->style;
        spans[i].style.language = compose->language;
    }
    spans[0].style.weight = MAX(type->style.weight, 700);
    guint skipped = label ? 0 : COUNT - 1;
    ParagraphSpec spec = {.span_count = COUNT - skipped,
                          .spans = spans + skipped,
                          .width = flow_width(compose->flow),
                          .direction = compose->rtl ? TEXT_DIR_RTL : TEXT_DIR_AUTO,
                          .leading = type->leading};
    TagTree *tags = flow_tags(compose->flow);
    guint tag = tag_open(tags, TAG_CAPTION);
    SlabBuilder builder;
    slab_begin(&builder, compose->arena);
    builder.height =
        slab_paragraph(&builder, text_paragraph(compose->engine, compose->arena, &spec), 0, 0, tag);
    tag_close(tags);
    Slab slab = slab_end(&builder);
    slab.space_before = type->before;
    slab.keep_with_next = true;
    flow_add(compose->flow, &slab);
}
