// Any bytes are Markdown: blocks of valid text whose links may be followed, or a reported problem.
// And any text, escaped, comes back as it was.
#include "fuzz.h"

#include "text/markdown.h"

#include <string.h>

static void check_spans(const MarkdownBlock *block) {
    for (guint i = 0; i < block->span_count; i++) {
        g_assert(*block->spans[i].text && g_utf8_validate(block->spans[i].text, -1, NULL));
        g_assert(!block->spans[i].link || markdown_link_is_allowed(block->spans[i].link));
    }
}

static void check_block(const MarkdownBlock *block) {
    g_assert(block->level >= 0 && block->level <= MARKDOWN_DEPTH_LIMIT);
    g_assert(block->depth >= 0 && block->depth <= MARKDOWN_DEPTH_LIMIT);
    g_assert(!block->marker || block->kind == MARKDOWN_LIST_ITEM);
    check_spans(block);
    if (block->kind != MARKDOWN_TABLE)
        return;
    g_assert(strlen(block->column_align) == block->column_count && block->row_count > 0);
    for (guint i = 0; i < block->row_count * block->column_count; i++)
        check_spans(&block->cells[i]);
}

static void check_round_trip(Arena *arena, Diags *diags, const char *text) {
    const MarkdownBlock *block = markdown_parse(arena, diags, NULL, markdown_escape(arena, text));
    if (!block)
        return;
    g_autoptr(GString) joined = g_string_new(NULL);
    for (guint i = 0; i < block->span_count; i++)
        g_string_append(joined, block->spans[i].text);
    g_assert(!block->next && block->kind == MARKDOWN_PARAGRAPH);
    g_assert(!strcmp(joined->str, text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(Diags) diags = diags_new();
    const char *text = arena_strndup(arena, (const char *)data, size);
    const MarkdownBlock *block = markdown_parse(arena, diags, NULL, text);
    for (; block; block = block->next)
        check_block(block);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    check_round_trip(arena, diags, valid);
    return 0;
}
