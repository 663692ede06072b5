// A block's language changes everything that composing takes from it in one place: the words, the
// scope's numbers and dates, the theme's look for it, the side where lines begin. Texts of such a
// block are written in its language, so that no translation is looked up for them.
#include "page/block_language.h"

#include "page/language.h"
#include "page/page_state.h"

#include <string.h>

// ---- reading

static void note_language(BlockReader *context, const JsonNode *node) {
    const char *tag = json_string_value(node->json);
    for (guint i = 0; context->languages && i < context->languages->len; i++) {
        const JsonNode *known = context->languages->pdata[i];
        if (strcmp(json_string_value(known->json), tag) == 0)
            return;
    }
    if (context->languages)
        g_ptr_array_add(context->languages, (gpointer)node);
}

static void read_tag(BlockReader *context, Reader *reader, Block *block) {
    const char *tag;
    if (!reader_string(reader, "lang", &tag))
        return;
    const JsonNode *node = reader_node(reader, "lang");
    if (!language_is_tag(tag)) {
        json_error(context->diags, node, DIAG_WRONG_VALUE, NULL,
                   "\"%s\" is not the tag of a language such as \"en\", \"ur\" or \"en-IN\"", tag);
        return;
    }
    block->language = tag;
    block->has_direction = true;
    block->rtl = language_is_rtl(tag);
    note_language(context, node);
}

void block_language_read(BlockReader *context, Reader *reader, Block *block) {
    static const Keyword directions[] = {{"ltr", 0}, {"rtl", 1}, {NULL, 0}};
    int rtl;
    read_tag(context, reader, block);
    if (reader_keyword(reader, "dir", directions, &rtl)) {
        block->has_direction = true;
        block->rtl = rtl == 1;
    }
}

// ---- composing

Compose block_language_enter(const Compose *compose, const Block *block) {
    Compose inner = *compose;
    ScopeLanguage language = {.rtl = block->rtl};
    inner.rtl = block->rtl;
    if (block->language) {
        const PageLanguage *own = page_state_language(compose->state, block->language);
        const Theme *theme = theme_in_language(compose->theme, block->language);
        if (theme != compose->theme && compose->scale < 1)
            theme = overflow_smaller_theme(compose->arena, theme, compose->scale);
        inner.theme = theme;
        inner.language = language.tag = block->language;
        inner.words = own->words;
        language.locale = own->locale;
        language.plural = words_plural_rule(own->words);
    }
    inner.scope = scope_push_language(compose->scope, &language);
    return inner;
}

// A section that a heading opened holds the blocks after it too: what is in it speaks for itself.
void block_language_tag(const Compose *around, const Compose *inner, guint first_tag) {
    TagTree *tags = flow_tags(inner->flow);
    if (g_strcmp0(around->language, inner->language) == 0)
        return;
    for (guint i = first_tag; i < tag_count(tags); i++) {
        PlacedTag *tag = tag_nth(tags, i);
        bool is_outer = tag->parent < first_tag || tag_nth(tags, tag->parent)->kind == TAG_SECT;
        if (is_outer && tag->kind != TAG_SECT && !tag->language)
            tag->language = inner->language;
    }
}
