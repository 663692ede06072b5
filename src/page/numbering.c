// The label stands before the caption's text in its paragraph, a little bolder.
#include "page/numbering.h"

#include "page/page_state.h"
#include "page/template.h"
#include "page/typeset.h"

#include <string.h>

static const struct {
    const char *kind;
    Series series;
} numbered_kinds[] = {
    {"chart", SERIES_FIGURE},      {"image", SERIES_FIGURE},    {"timeline", SERIES_FIGURE},
    {"commitments", SERIES_TABLE}, {"conflicts", SERIES_TABLE}, {"table", SERIES_TABLE},
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
    *number = typeset_number(compose, page_state_count(compose->state, series));
    g_autoptr(GString) label = g_string_new(words_text(compose->words, words[series]));
    g_string_replace(label, "{0}", *number, 1);
    return arena_strdup(compose->arena, label->str);
}

void numbering_add_caption(Compose *compose, const Block *block, const char *label) {
    TextStyle style = typeset_style(compose, ROLE_CAPTION), bold = style;
    bold.weight = MAX(style.weight, 700);
    TextSpan spans[] = {
        {.text = label, .style = bold},
        {.text = "\xE2\x80\x82", .style = style}, // an en space
        {.text = template_expand(compose->scope, block->caption, TEMPLATE_PLAIN), .style = style}};
    guint skipped = label ? 0 : G_N_ELEMENTS(spans) - 1;
    const WordsSlab how = {ROLE_CAPTION, TAG_CAPTION, .keep_with_next = true};
    typeset_add_words(compose, &how, spans + skipped, G_N_ELEMENTS(spans) - skipped);
}
