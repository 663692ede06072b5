// What all blocks have in common. Reading: the kind by its row in block_kinds[], the shared
// members, nesting. Composing: a block is composed straight into the flow, then the slabs that it
// added get what the shared members ask for: space, breaks, a destination, being kept together.
#include "page/block.h"

#include "base/suggest.h"
#include "page/block_language.h"
#include "page/block_wrong.h"
#include "page/heading.h"
#include "page/numbering.h"
#include "page/overflow.h"
#include "page/page_state.h"
#include "page/template.h"
#include "page/typeset.h"
#include "page/when.h"

#include <string.h>

// ---- reading

static const BlockKind *find_kind(Diags *diags, const JsonNode *node) {
    const char *name;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    if (!json_read_string(diags, node, "block", &name))
        return NULL;
    for (const BlockKind *kind = block_kinds; kind->name; kind++) {
        if (strcmp(kind->name, name) == 0)
            return kind;
        g_ptr_array_add(names, (gpointer)kind->name);
    }
    g_autofree char *hint =
        suggest_hint_or_list(name, (const char *const *)names->pdata, names->len);
    json_error(diags, node, DIAG_UNKNOWN_NAME, hint, "unknown block \"%s\"", name);
    return NULL;
}

static void read_id(BlockReader *context, Reader *reader, Block *block) {
    if (!reader_string(reader, "id", &block->id))
        return;
    const JsonNode *node = reader_node(reader, "id");
    if (!*block->id)
        json_error(context->diags, node, DIAG_WRONG_VALUE, NULL, "\"id\" is empty");
    else if (context->ids && !g_hash_table_add(context->ids, (gpointer)block->id))
        json_error(context->diags, node, DIAG_DUPLICATE_ID, NULL, "two blocks have the id \"%s\"",
                   block->id);
}

static void read_numbered(BlockReader *context, Reader *reader, Block *block) {
    Series series = numbering_series(block->kind);
    if (series == SERIES_NONE)
        return;
    block->numbered = context->numbered[series];
    if (reader_bool(reader, "numbered", &block->numbered) && block->numbered && !block->caption)
        json_error(context->diags, reader_node(reader, "numbered"), DIAG_WRONG_VALUE,
                   "give it a \"caption\"", "a number stands before a caption, and there is none");
}

static void read_shared(BlockReader *context, Reader *reader, Block *block) {
    static const Keyword breaks[] = {{"page", 1}, {NULL, 0}};
    static const Keyword overflows[] = {{"split", OVERFLOW_SPLIT},
                                        {"shrink", OVERFLOW_SHRINK},
                                        {"error", OVERFLOW_ERROR},
                                        {NULL, 0}};
    int breaks_page;
    read_id(context, reader, block);
    const JsonNode *when = reader_node(reader, "when");
    if (when && when_check(context->diags, when))
        block->when = when;
    block->break_before = reader_keyword(reader, "break", breaks, &breaks_page);
    reader_bool(reader, "keep", &block->keep);
    reader_bool(reader, "keep_with_next", &block->keep_with_next);
    reader_template(reader, "caption", TEMPLATE_PLAIN, &block->caption);
    reader_template(reader, "note", TEMPLATE_PLAIN, &block->note);
    reader_keyword(reader, "overflow", overflows, &block->overflow);
    block_language_read(context, reader, block);
    read_numbered(context, reader, block);
}

// The block; when anything in it was reported, one that says what else is wrong with it.
static const Block *read_block(BlockReader *context, const JsonNode *node) {
    Reader reader;
    if (!reader_begin(&reader, context->diags, node, "block"))
        return NULL;
    const JsonNode *name = reader_require(&reader, "block");
    const BlockKind *kind = name ? find_kind(context->diags, name) : NULL;
    if (!kind)
        return block_wrong(context->arena, node); // without it, every member would be unknown
    reader.what = arena_printf(context->arena, "block \"%s\"", kind->name);
    Block *block = arena_new0(context->arena, Block);
    block->kind = kind;
    block->node = node;
    read_shared(context, &reader, block);
    block->spec = kind->read(context, &reader);
    return reader_end(&reader) && block->spec ? block : block_wrong(context->arena, node);
}

const Block *block_read(BlockReader *context, const JsonNode *node) {
    if (context->depth == BLOCK_DEPTH_LIMIT) {
        json_error(context->diags, node, DIAG_TOO_LARGE, NULL,
                   "blocks are nested more than %d deep", BLOCK_DEPTH_LIMIT);
        return NULL;
    }
    context->depth++;
    const Block *block = read_block(context, node);
    context->depth--;
    return block;
}

const Block *const *block_read_list(BlockReader *context, const JsonNode *array, guint *count) {
    *count = 0;
    if (!json_is_array(array->json)) {
        json_error(context->diags, array, DIAG_WRONG_TYPE, NULL,
                   "\"%s\" is %s, expected an array of blocks", array->key ? array->key : "body",
                   json_type_name(array->json));
        return NULL;
    }
    size_t size = json_node_size(array);
    const Block **blocks = arena_array(context->arena, const Block *, size);
    for (size_t i = 0; i < size; i++) {
        const Block *block = block_read(context, json_node_item(array, i));
        if (block)
            blocks[(*count)++] = block;
    }
    return blocks;
}

// ---- composing

// A note as a slab of its own.
static void add_note(Compose *compose, const JsonNode *text, bool keep_with_next) {
    TextSpan span = {.text = template_expand(compose->scope, text, TEMPLATE_PLAIN),
                     .style = typeset_style(compose, ROLE_NOTE)};
    typeset_add_words(compose, &(WordsSlab){ROLE_NOTE, TAG_NOTE, keep_with_next}, &span, 1);
}

static bool keeps_together(const Block *block, guint index, guint end) {
    if (index + 1 == end)
        return block->keep_with_next;
    return block->keep;
}

// What the shared members ask of the slabs [first, end) that a block added.
static void finish_slabs(Compose *compose, const Block *block, guint first, double gap) {
    guint end = flow_count(compose->flow);
    for (guint i = first; i < end; i++) {
        Slab *slab = flow_nth(compose->flow, i);
        if (!slab->node)
            slab->node = block->node;
        slab->keep_with_next |= keeps_together(block, i, end);
    }
    if (first == end)
        return;
    Slab *top = flow_nth(compose->flow, first);
    top->space_before = MAX(top->space_before, gap);
    top->break_before |= block->break_before;
}

// Characters without a glyph are told with the innermost block that has them.
static void report_missing(Compose *compose, const Block *block) {
    if (!text_has_missing(compose->engine))
        return;
    Place place = json_node_place(block->node);
    text_report_missing(compose->engine, compose->diags, &place);
}

// Adds the caption, and makes the block known to mentions and lists. Gives the name of its place,
// or NULL.
static const char *name_place(Compose *compose, const Block *block) {
    const char *number = NULL, *label = numbering_count(compose, block, &number);
    const char *place = block->id;
    if (!place && label)
        place = page_state_anchor(compose->state, label);
    if (block->caption)
        numbering_add_caption(compose, block, label);
    if (!place)
        return NULL;
    const char *title =
        block->caption ? template_expand(compose->scope, block->caption, TEMPLATE_PLAIN) : NULL;
    MentionTarget target = {place, label, number, title};
    if (label)
        page_state_list(compose->state, numbering_series(block->kind), &target);
    if (!heading_is(block)) // which speaks for itself
        mentions_add(page_state_mentions(compose->state), &target);
    return place;
}

static void compose_here(Compose *compose, const Block *block, double gap) {
    guint first = flow_count(compose->flow);
    compose->gap_after = compose->theme->block_gap;
    const char *place = name_place(compose, block);
    guint content = flow_count(compose->flow);
    overflow_compose(compose, block);
    if (block->caption && flow_count(compose->flow) > content) {
        Slab *slab = flow_nth(compose->flow, content);
        slab->space_before = MAX(slab->space_before, compose->theme->type[ROLE_CAPTION].after);
    }
    if (block->note) {
        guint last = flow_count(compose->flow);
        if (last > first)
            flow_nth(compose->flow, last - 1)->keep_with_next = true;
        add_note(compose, block->note, block->keep_with_next);
        if (last > first && flow_count(compose->flow) > last)
            flow_nth(compose->flow, last)->closes = true;
    }
    finish_slabs(compose, block, first, gap);
    if (place && flow_count(compose->flow) > first && !flow_nth(compose->flow, first)->destination)
        flow_nth(compose->flow, first)->destination = place;
    report_missing(compose, block);
}

static void compose_after(Compose *compose, const Block *block, double gap) {
    if (!block->has_direction) {
        compose_here(compose, block, gap);
        return;
    }
    Compose inner = block_language_enter(compose, block);
    guint first_tag = tag_count(flow_tags(compose->flow));
    compose_here(&inner, block, gap);
    block_language_tag(compose, &inner, first_tag);
    compose->gap_after = inner.gap_after;
}

// What has a caption stands further from a text than its paragraphs stand from each other.
static double gap_before(const Compose *compose, const Block *previous, const Block *block,
                         double gap) {
    bool follows_text = gap > 0 && previous && !heading_is(previous);
    return follows_text && block->caption ? MAX(gap, compose->theme->block_gap) : gap;
}

void block_compose_list(Compose *compose, const Block *const *blocks, guint count) {
    const Block *previous = NULL;
    double gap = 0;
    for (guint i = 0; i < count; i++) {
        guint before = flow_count(compose->flow);
        if (!scope_test(compose->scope, blocks[i]->when))
            continue;
        compose_after(compose, blocks[i], gap_before(compose, previous, blocks[i], gap));
        if (flow_count(compose->flow) == before)
            continue;
        gap = compose->gap_after;
        previous = blocks[i];
    }
}
