// The flow as an array of slabs, and its breaking into pages.
//
// Breaking is greedy and looks at heights only. Slabs that must stay together form a chain (each
// but the last says keep_with_next); a chain that does not fit the rest of a page starts the next
// one, a chain taller than a whole page is broken where it must be. Work is linear in the slabs:
// each chain is measured once and placed once.
#include "page/flow.h"

#include <string.h>

struct Flow {
    Arena *arena;
    TagTree *tags;
    double width;
    GArray *slabs; // of Slab, in the arena's care
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

double flow_width(const Flow *flow) {
    return flow->width;
}

void flow_add(Flow *flow, const Slab *slab) {
    g_array_append_vals(flow->slabs, slab, 1);
}

guint flow_count(const Flow *flow) {
    return flow->slabs->len;
}

Slab *flow_nth(const Flow *flow, guint index) {
    return &g_array_index(flow->slabs, Slab, index);
}

void flow_insert(Flow *flow, guint index, const Flow *from) {
    if (from->slabs->len)
        g_array_insert_vals(flow->slabs, index, from->slabs->data, from->slabs->len);
}

double flow_height(const Flow *flow) {
    double height = 0;
    for (guint i = 0; i < flow->slabs->len; i++) {
        const Slab *slab = flow_nth(flow, i);
        height += slab->height + (i ? slab->space_before : 0);
    }
    return height;
}

// ---- slabs

void slab_begin(SlabBuilder *builder, Arena *arena) {
    *builder = (SlabBuilder){.arena = arena};
    builder->items = g_array_new(FALSE, TRUE, sizeof(PlacedItem));
}

PlacedItem *slab_item(SlabBuilder *builder, PlacedKind kind, guint tag) {
    g_array_set_size(builder->items, builder->items->len + 1);
    PlacedItem *item = &g_array_index(builder->items, PlacedItem, builder->items->len - 1);
    item->kind = kind;
    item->tag = tag;
    return item;
}

void slab_rect(SlabBuilder *builder, const PlacedBox *box, Colour fill, double radius) {
    PlacedItem *item = slab_item(builder, PLACED_RECT, TAG_ARTIFACT);
    item->x = box->x;
    item->y = box->y;
    item->width = box->width;
    item->height = box->height;
    item->as.rect.filled = true;
    item->as.rect.fill = fill;
    item->as.rect.radius = radius;
}

void slab_rule(SlabBuilder *builder, double x, double y, double length, Colour colour,
               double width) {
    PlacedItem *item = slab_item(builder, PLACED_LINE, TAG_ARTIFACT);
    item->x = x;
    item->y = y;
    item->width = length;
    item->as.line.x2 = x + length;
    item->as.line.y2 = y;
    item->as.line.colour = colour;
    item->as.line.width = width;
}

static void add_link(SlabBuilder *builder, const PlacedItem *text, const GlyphRun *run, guint tag) {
    PlacedItem *item = slab_item(builder, PLACED_LINK, tag);
    item->x = text->x + run->x;
    item->y = text->y;
    item->width = run->width;
    item->height = text->height;
    if (run->link[0] == '#')
        item->as.link.destination = run->link + 1;
    else
        item->as.link.uri = run->link;
    item->as.link.alt = arena_strndup(builder->arena, run->text, run->text_length);
}

void slab_line(SlabBuilder *builder, const TextLine *line, double x, double y, guint tag) {
    PlacedItem text = {.kind = PLACED_TEXT,
                       .tag = tag,
                       .x = x + line->x,
                       .y = y + line->top,
                       .width = line->width,
                       .height = line->bottom - line->top};
    text.as.text.line = line;
    text.as.text.baseline = y + line->baseline;
    g_array_append_val(builder->items, text);
    for (guint i = 0; i < line->run_count; i++)
        if (line->runs[i].link)
            add_link(builder, &text, &line->runs[i], tag);
}

double slab_paragraph(SlabBuilder *builder, const Paragraph *paragraph, double x, double y,
                      guint tag) {
    for (guint i = 0; i < paragraph->line_count; i++)
        slab_line(builder, &paragraph->lines[i], x, y, tag);
    return paragraph->height;
}

Slab slab_end(SlabBuilder *builder) {
    Slab slab = {.height = builder->height, .item_count = builder->items->len};
    slab.items = arena_memdup(builder->arena, builder->items->data,
                              builder->items->len * sizeof(PlacedItem));
    g_array_unref(builder->items);
    builder->items = NULL;
    if (builder->marks) {
        slab.mark_count = builder->marks->len;
        slab.marks = arena_memdup(builder->arena, builder->marks->data,
                                  builder->marks->len * sizeof(SlabMark));
        g_array_unref(builder->marks);
        builder->marks = NULL;
    }
    return slab;
}

void placed_item_move(PlacedItem *item, double dx, double dy) {
    item->x += dx;
    item->y += dy;
    if (item->kind == PLACED_TEXT)
        item->as.text.baseline += dy;
    if (item->kind == PLACED_LINE) {
        item->as.line.x2 += dx;
        item->as.line.y2 += dy;
    }
}

static void copy_items(GArray *to, const Slab *slab, double dx, double dy, bool artifact) {
    for (guint i = 0; i < slab->item_count; i++) {
        PlacedItem item = slab->items[i];
        if (artifact && item.kind == PLACED_LINK)
            continue;
        placed_item_move(&item, dx, dy);
        if (artifact)
            item.tag = TAG_ARTIFACT;
        g_array_append_val(to, item);
    }
}

static void add_mark(SlabBuilder *builder, const SlabMark *mark, double y) {
    SlabMark moved = *mark;
    moved.y += y;
    if (!builder->marks)
        builder->marks = g_array_new(FALSE, FALSE, sizeof(SlabMark));
    g_array_append_val(builder->marks, moved);
}

static void copy_marks(SlabBuilder *builder, const Slab *slab, double y) {
    SlabMark top = {.level = slab->outline_level,
                    .title = slab->outline_title,
                    .destination = slab->destination};
    if (top.level || top.destination)
        add_mark(builder, &top, y);
    for (guint i = 0; i < slab->mark_count; i++)
        add_mark(builder, &slab->marks[i], y);
}

void slab_put(SlabBuilder *builder, const Slab *slab, double x, double y) {
    copy_items(builder->items, slab, x, y, /*artifact=*/false);
    copy_marks(builder, slab, y);
}

void slab_flow(SlabBuilder *builder, const Flow *flow, double x, double y) {
    for (guint i = 0; i < flow->slabs->len; i++) {
        const Slab *slab = flow_nth(flow, i);
        y += i ? slab->space_before : 0;
        slab_put(builder, slab, x, y);
        y += slab->height;
    }
}

// ---- cutting

// The least place at or above `limit` (below `from`) where a line of text ends and none is cut
// through; `limit` when there is none.
static double find_cut(const Slab *slab, double from, double limit) {
    double best = -1;
    for (guint i = 0; i < slab->item_count; i++) {
        const PlacedItem *item = &slab->items[i];
        double end = item->y + item->height;
        if (item->kind == PLACED_TEXT && end > from && end <= limit + 0.01 && end > best)
            best = end;
    }
    for (guint i = 0; best > 0 && i < slab->item_count; i++) {
        const PlacedItem *item = &slab->items[i];
        bool cut_through = item->y < best - 0.01 && item->y + item->height > best + 0.01;
        if (item->kind == PLACED_TEXT && cut_through && item->y > from + 0.01) {
            best = item->y;
            i = 0;
        }
    }
    return best > from ? best : limit;
}

// What of an item lies in [from, to): text whole by its middle, fields cut.
static bool item_within(const PlacedItem *item, double from, double to, PlacedItem *out) {
    *out = *item;
    if (item->kind != PLACED_RECT) {
        double middle = item->y + item->height / 2;
        return middle >= from && middle < to;
    }
    out->y = MAX(item->y, from);
    out->height = MIN(item->y + item->height, to) - out->y;
    return out->height > 0;
}

static Slab piece_of(const Slab *slab, Arena *arena, double from, double to) {
    SlabBuilder builder;
    PlacedItem item;
    slab_begin(&builder, arena);
    for (guint i = 0; i < slab->item_count; i++) {
        if (!item_within(&slab->items[i], from, to, &item))
            continue;
        placed_item_move(&item, 0, -from);
        g_array_append_val(builder.items, item);
    }
    for (guint i = 0; i < slab->mark_count; i++)
        if (slab->marks[i].y >= from && slab->marks[i].y < to)
            add_mark(&builder, &slab->marks[i], -from);
    builder.height = to - from;
    Slab piece = slab_end(&builder);
    piece.head = slab->head;
    piece.foot = slab->foot;
    piece.node = slab->node;
    return piece;
}

static Slab first_piece_of(const Slab *slab, Arena *arena, double to) {
    Slab piece = piece_of(slab, arena, 0, to);
    piece.space_before = slab->space_before;
    piece.break_before = slab->break_before;
    piece.outline_level = slab->outline_level;
    piece.outline_title = slab->outline_title;
    piece.destination = slab->destination;
    return piece;
}

void flow_add_cut(Flow *flow, const Slab *slab, double max_height) {
    double from = 0;
    while (max_height > 0 && slab->height - from > max_height + 0.01) {
        double to = find_cut(slab, from, from + max_height);
        Slab piece = from > 0 ? piece_of(slab, flow->arena, from, to)
                              : first_piece_of(slab, flow->arena, to);
        flow_add(flow, &piece);
        from = to;
    }
    if (from <= 0) {
        flow_add(flow, slab);
        return;
    }
    Slab last = piece_of(slab, flow->arena, from, slab->height);
    last.keep_with_next = slab->keep_with_next;
    flow_add(flow, &last);
}

// ---- breaking

typedef struct {
    const Flow *flow;
    const PageGeometry *geometry;
    Diags *diags;
    GPtrArray *pages;
    SlabPlace *places;
    double y;         // from the column's top: the end of what stands on the page
    bool empty;       // nothing but a repeated head stands on the page
    const Slab *foot; // of the last slab placed
} Breaker;

static void start_page(Breaker *breaker) {
    g_ptr_array_add(breaker->pages, g_array_new(FALSE, TRUE, sizeof(PlacedItem)));
    breaker->y = 0;
    breaker->empty = true;
    breaker->foot = NULL;
}

static GArray *page_items(Breaker *breaker) {
    return breaker->pages->pdata[breaker->pages->len - 1];
}

// Ends the page in the middle of a table or a list: its foot says that it goes on.
static void turn_page(Breaker *breaker, const Slab *next) {
    if (breaker->foot && next && next->foot == breaker->foot)
        copy_items(page_items(breaker), breaker->foot, breaker->geometry->left,
                   breaker->geometry->top + breaker->y, /*artifact=*/true);
    start_page(breaker);
}

static double foot_height(const Slab *slab) {
    return slab->foot ? slab->foot->height : 0;
}

static void report_overflow(Breaker *breaker, const Slab *slab) {
    Place place = slab->node ? json_node_place(slab->node) : (Place){0};
    diag_error(breaker->diags, DIAG_OVERFLOW, slab->node ? &place : NULL, NULL,
               "content of %.0f pt does not fit a page of %.0f pt", slab->height,
               breaker->geometry->height);
}

static void put_slab(Breaker *breaker, guint index) {
    const Slab *slab = flow_nth(breaker->flow, index);
    const PageGeometry *geometry = breaker->geometry;
    if (breaker->empty && slab->head) {
        copy_items(page_items(breaker), slab->head, geometry->left, geometry->top + breaker->y,
                   /*artifact=*/true);
        breaker->y += slab->head->height;
    } else if (!breaker->empty) {
        breaker->y += slab->space_before;
    }
    if (slab->height > geometry->height + 0.01)
        report_overflow(breaker, slab);
    copy_items(page_items(breaker), slab, geometry->left, geometry->top + breaker->y,
               /*artifact=*/false);
    breaker->places[index] =
        (SlabPlace){.page = breaker->pages->len - 1, .y = geometry->top + breaker->y};
    breaker->y += slab->height;
    breaker->empty = false;
    breaker->foot = slab->foot;
}

// The height that slabs [first, end) take when they follow on the current page.
static double chain_height(const Breaker *breaker, guint first, guint end) {
    double height = 0;
    for (guint i = first; i < end; i++) {
        const Slab *slab = flow_nth(breaker->flow, i);
        bool at_top = breaker->empty && i == first;
        height += slab->height + (at_top ? 0 : slab->space_before);
        if (at_top && slab->head)
            height += slab->head->height;
    }
    return height + foot_height(flow_nth(breaker->flow, end - 1));
}

static guint chain_end(const Flow *flow, guint first) {
    guint end = first + 1;
    while (end < flow->slabs->len && flow_nth(flow, end - 1)->keep_with_next &&
           !flow_nth(flow, end)->break_before)
        end++;
    return end;
}

static bool chain_fits(const Breaker *breaker, guint first, guint end) {
    return breaker->y + chain_height(breaker, first, end) <= breaker->geometry->height + 0.01;
}

// A chain taller than a page: slab by slab, wherever it must break.
static void put_tall_chain(Breaker *breaker, guint first, guint end) {
    for (guint i = first; i < end; i++) {
        if (!breaker->empty && !chain_fits(breaker, i, i + 1))
            turn_page(breaker, flow_nth(breaker->flow, i));
        put_slab(breaker, i);
    }
}

static void put_chain(Breaker *breaker, guint first, guint end) {
    const Slab *slab = flow_nth(breaker->flow, first);
    if (!breaker->empty && (slab->break_before || !chain_fits(breaker, first, end)))
        turn_page(breaker, slab);
    if (!chain_fits(breaker, first, end)) {
        put_tall_chain(breaker, first, end);
        return;
    }
    for (guint i = first; i < end; i++)
        put_slab(breaker, i);
}

void flow_break(const Flow *flow, const PageGeometry *geometry, Diags *diags, GPtrArray *pages,
                SlabPlace *places) {
    Breaker breaker = {
        .flow = flow, .geometry = geometry, .diags = diags, .pages = pages, .places = places};
    start_page(&breaker);
    for (guint first = 0; first < flow->slabs->len;) {
        guint end = chain_end(flow, first);
        put_chain(&breaker, first, end);
        first = end;
    }
}
