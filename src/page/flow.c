// The flow as an array of slabs, and the tree of tags that its items name. Slabs and their items
// live as long as the arena.
#include "page/flow_private.h"

struct Flow {
    Arena *arena;
    TagTree *tags;
    double width;
    const PageGeometry *page; // or NULL
    GArray *slabs;            // of Slab, in the arena's care
};

struct TagTree {
    GArray *list;  // of PlacedTag
    GArray *stack; // of guint
};

// ---- tags

static void tag_tree_free(void *data) {
    TagTree *tags = data;
    g_array_unref(tags->list);
    g_array_unref(tags->stack);
}

static TagTree *tag_tree_new(Arena *arena) {
    TagTree *tags = arena_new0(arena, TagTree);
    tags->list = g_array_new(FALSE, TRUE, sizeof(PlacedTag));
    tags->stack = g_array_new(FALSE, TRUE, sizeof(guint));
    arena_own(arena, tags, tag_tree_free);
    tag_open(tags, TAG_DOCUMENT);
    return tags;
}

TagTree *flow_tags(Flow *flow) {
    return flow->tags;
}

guint tag_current(const TagTree *tags) {
    return tags->stack->len ? g_array_index(tags->stack, guint, tags->stack->len - 1) : 0;
}

guint tag_open(TagTree *tags, TagKind kind) {
    PlacedTag tag = {.kind = kind, .parent = tag_current(tags)};
    guint index = tags->list->len;
    g_array_append_val(tags->list, tag);
    g_array_append_val(tags->stack, index);
    return index;
}

void tag_close(TagTree *tags) {
    g_assert(tags->stack->len > 1); // the document stays open
    g_array_set_size(tags->stack, tags->stack->len - 1);
}

void tag_enter(TagTree *tags, guint index) {
    g_array_append_val(tags->stack, index);
}

PlacedTag *tag_nth(TagTree *tags, guint index) {
    return &g_array_index(tags->list, PlacedTag, index);
}

guint tag_count(const TagTree *tags) {
    return tags->list->len;
}

// ---- the column

static void slabs_free(void *data) {
    g_array_unref(data);
}

static Flow *flow_make(Arena *arena, TagTree *tags, double width) {
    Flow *flow = arena_new0(arena, Flow);
    flow->arena = arena;
    flow->tags = tags;
    flow->width = width;
    flow->slabs = g_array_new(FALSE, TRUE, sizeof(Slab));
    arena_own(arena, flow->slabs, slabs_free);
    return flow;
}

Flow *flow_new(Arena *arena, double width) {
    return flow_make(arena, tag_tree_new(arena), width);
}

Flow *flow_new_inside(Flow *parent, double width) {
    return flow_make(parent->arena, parent->tags, width);
}

Arena *flow_arena(const Flow *flow) {
    return flow->arena;
}

double flow_width(const Flow *flow) {
    return flow->width;
}

void flow_turn(Flow *flow, const PageGeometry *page) {
    flow->page = page;
    flow->width = page->width;
}

const PageGeometry *flow_page(const Flow *flow) {
    return flow->page;
}

void flow_clear(Flow *flow) {
    g_free(g_array_steal(flow->slabs, NULL));
}

void flow_add(Flow *flow, const Slab *slab) {
    g_array_append_vals(flow->slabs, slab, 1);
    flow_nth(flow, flow->slabs->len - 1)->page = flow->page;
}

guint flow_count(const Flow *flow) {
    return flow->slabs->len;
}

Slab *flow_nth(const Flow *flow, guint index) {
    return &g_array_index(flow->slabs, Slab, index);
}

void flow_insert(Flow *flow, guint index, const Slab *slab) {
    g_array_insert_vals(flow->slabs, index, slab, 1);
    flow_nth(flow, index)->page = flow_nth(flow, index - 1)->page;
}

void flow_replace(Flow *flow, guint index, const Flow *by) {
    Slab old = *flow_nth(flow, index);
    guint count = by->slabs->len;
    g_array_remove_index(flow->slabs, index);
    if (count == 0)
        return;
    g_array_insert_vals(flow->slabs, index, by->slabs->data, count);
    Slab *first = flow_nth(flow, index), *last = flow_nth(flow, index + count - 1);
    first->space_before = MAX(first->space_before, old.space_before);
    first->break_before |= old.break_before;
    for (guint i = 0; i < count; i++)
        flow_nth(flow, index + i)->page = old.page;
    if (!first->destination)
        first->destination = old.destination;
    last->keep_with_next |= old.keep_with_next;
}

double flow_height(const Flow *flow) {
    double height = 0;
    for (guint i = 0; i < flow->slabs->len; i++) {
        const Slab *slab = flow_nth(flow, i);
        height += slab->height + (i ? slab->space_before : 0);
    }
    return height;
}
