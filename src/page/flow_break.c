// Breaking a flow into pages: greedy, by heights only. Slabs that must stay together form a chain
// (each but the last says keep_with_next); a chain that does not fit the rest of a page starts the
// next one, a chain taller than a whole page is broken where it must be. Footnotes take their room
// from the foot of the page of the slab that has their mark, each once on a page; those that find
// no room there go to the next page. What can be cut, as text in columns, fills the page, and its
// rest goes on as a slab of its own. Work is linear in the slabs: each chain is measured once and
// placed once.
#include "page/flow_private.h"

typedef struct {
    Flow *flow;
    const PageGeometry *geometry;
    Diags *diags;
    GPtrArray *pages;
    GArray *places;   // of SlabPlace, one for each slab
    guint page_first; // the first slab of the page
    double y;         // from the column's top: the end of what stands on the page
    bool empty;       // nothing but a repeated head stands on the page
    const Slab *foot; // of the last slab placed
    GPtrArray *notes; // of Slab: those of the page
    double notes_height;
    GPtrArray *carried; // of Slab: those that wait for the next page
    GHashTable *said;   // of Slab: notes of pages that are done
} Breaker;

static const double NOTES_GAP = 10, NOTES_RULE = 60; // points: above the notes; their rule's length

static void start_page(Breaker *breaker) {
    g_ptr_array_add(breaker->pages, g_array_new(FALSE, TRUE, sizeof(PlacedItem)));
    breaker->y = 0;
    breaker->empty = true;
    breaker->foot = NULL;
}

static SlabPlace *place_at(const Breaker *breaker, guint index) {
    return &g_array_index(breaker->places, SlabPlace, index);
}

static GArray *page_items(Breaker *breaker) {
    return breaker->pages->pdata[breaker->pages->len - 1];
}

static bool is_noted(const GPtrArray *notes, const Slab *note) {
    return g_ptr_array_find((GPtrArray *)notes, note, NULL);
}

// The height of those notes of slabs [first, end) that are not on the page yet.
static double new_notes_height(const Breaker *breaker, guint first, guint end) {
    double height = 0;
    g_autoptr(GPtrArray) fresh = NULL;
    for (guint i = first; i < end; i++) {
        const Slab *slab = flow_nth(breaker->flow, i);
        for (guint k = 0; k < slab->note_count; k++) {
            const Slab *note = slab->notes[k];
            if (!fresh)
                fresh = g_ptr_array_new();
            if (is_noted(breaker->notes, note) || is_noted(fresh, note))
                continue;
            g_ptr_array_add(fresh, (gpointer)note);
            height += note->height;
        }
    }
    return height;
}

// The room that notes of so much height take on a page where others are.
static double notes_room(const Breaker *breaker, double height) {
    double all = breaker->notes_height + height;
    return all > 0 ? all + NOTES_GAP : 0;
}

static int compare_order(gconstpointer a, gconstpointer b) {
    const Slab *left = *(const Slab *const *)a, *right = *(const Slab *const *)b;
    return (left->order > right->order) - (left->order < right->order);
}

// Puts the notes at the foot of the page that ends, in the order of their numbers.
static void put_notes(Breaker *breaker) {
    const PageGeometry *geometry = breaker->geometry;
    double y = geometry->top + geometry->height - breaker->notes_height;
    if (breaker->notes->len == 0)
        return;
    PlacedItem rule = {.kind = PLACED_LINE, .tag = TAG_ARTIFACT, .y = y - NOTES_GAP / 2};
    rule.x = geometry->rtl ? geometry->left + geometry->width - NOTES_RULE : geometry->left;
    rule.width = NOTES_RULE;
    rule.as.line.x2 = rule.x + NOTES_RULE;
    rule.as.line.y2 = rule.y;
    rule.as.line.colour = geometry->note_rule;
    rule.as.line.width = geometry->note_rule_width;
    g_array_append_val(page_items(breaker), rule);
    g_ptr_array_sort(breaker->notes, compare_order); // those of the same order stay as they are
    for (guint i = 0; i < breaker->notes->len; i++) {
        const Slab *note = breaker->notes->pdata[i];
        bool again = !g_hash_table_add(breaker->said, (gpointer)note);
        slab_copy_items(page_items(breaker), note, geometry->left, y, /*artifact=*/again);
        y += note->height;
    }
    g_ptr_array_set_size(breaker->notes, 0);
    breaker->notes_height = 0;
}

static double foot_height(const Slab *slab) {
    return slab->foot ? slab->foot->height : 0;
}

static void take_note(Breaker *breaker, const Slab *note) {
    g_ptr_array_add(breaker->notes, (gpointer)note);
    breaker->notes_height += note->height;
}

// What waited from the page before, as far as half a page goes, and one in any case.
static void take_carried(Breaker *breaker) {
    double most = breaker->geometry->height / 2;
    while (breaker->carried->len) {
        const Slab *note = breaker->carried->pdata[0];
        if (breaker->notes->len && notes_room(breaker, note->height) > most)
            break;
        take_note(breaker, note);
        g_ptr_array_remove_index(breaker->carried, 0);
    }
}

static void report_note_overflow(Breaker *breaker, const Slab *slab, double height) {
    Place place = slab->node ? json_node_place(slab->node) : (Place){0};
    diag_error(breaker->diags, DIAG_OVERFLOW, slab->node ? &place : NULL, NULL,
               "a note of %.0f pt does not fit a page of %.0f pt", height,
               breaker->geometry->height);
}

// The notes of a slab that was put, where they still fit; the others wait.
static void take_notes(Breaker *breaker, const Slab *slab) {
    double room = breaker->geometry->height - breaker->y - foot_height(slab);
    for (guint i = 0; i < slab->note_count; i++) {
        const Slab *note = slab->notes[i];
        if (is_noted(breaker->notes, note) || is_noted(breaker->carried, note))
            continue;
        if (note->height + NOTES_GAP > breaker->geometry->height + 0.01)
            report_note_overflow(breaker, slab, note->height);
        if (breaker->carried->len == 0 && notes_room(breaker, note->height) <= room + 0.01)
            take_note(breaker, note);
        else
            g_ptr_array_add(breaker->carried, (gpointer)note);
    }
}

// Ends the page in the middle of a table or a list: its foot says that it goes on.
static void turn_page(Breaker *breaker, const Slab *next) {
    if (breaker->foot && next && next->foot == breaker->foot)
        slab_copy_items(page_items(breaker), breaker->foot, breaker->geometry->left,
                        breaker->geometry->top + breaker->y, /*artifact=*/true);
    put_notes(breaker);
    if (next && next->page)
        breaker->geometry = next->page;
    start_page(breaker);
    take_carried(breaker);
}

static void report_overflow(Breaker *breaker, const Slab *slab) {
    Place place = slab->node ? json_node_place(slab->node) : (Place){0};
    bool has_height = slab->node && json_object_get(slab->node->json, "height");
    diag_error(breaker->diags, DIAG_OVERFLOW, slab->node ? &place : NULL,
               has_height ? "lower its \"height\"" : NULL,
               "content of %.0f pt does not fit a page of %.0f pt", slab->height,
               breaker->geometry->height);
}

static void put_slab(Breaker *breaker, guint index) {
    const Slab *slab = flow_nth(breaker->flow, index);
    const PageGeometry *geometry = breaker->geometry;
    if (breaker->empty && slab->head) {
        slab_copy_items(page_items(breaker), slab->head, geometry->left, geometry->top + breaker->y,
                        /*artifact=*/true);
        breaker->y += slab->head->height;
    } else if (!breaker->empty) {
        breaker->y += slab->space_before;
    }
    if (slab->height > geometry->height + 0.01)
        report_overflow(breaker, slab);
    slab_copy_items(page_items(breaker), slab, geometry->left, geometry->top + breaker->y,
                    /*artifact=*/false);
    *place_at(breaker, index) =
        (SlabPlace){breaker->pages->len - 1, geometry->top + breaker->y, geometry};
    breaker->y += slab->height;
    take_notes(breaker, slab);
    if (slab->height > 0 || slab->item_count) // not a mere break or space
        breaker->empty = false;
    breaker->foot = slab->foot;
}

// The height that slabs [first, end) take when they follow on the current page, notes included.
static double chain_height(const Breaker *breaker, guint first, guint end) {
    double height = 0;
    for (guint i = first; i < end; i++) {
        const Slab *slab = flow_nth(breaker->flow, i);
        bool at_top = breaker->empty && i == first;
        height += slab->height + (at_top ? 0 : slab->space_before);
        if (at_top && slab->head)
            height += slab->head->height;
    }
    return height + foot_height(flow_nth(breaker->flow, end - 1)) +
           notes_room(breaker, new_notes_height(breaker, first, end));
}

static guint chain_end(const Flow *flow, guint first) {
    guint end = first + 1;
    while (end < flow_count(flow) && flow_nth(flow, end - 1)->keep_with_next &&
           !flow_nth(flow, end)->break_before)
        end++;
    return end;
}

static bool chain_fits(const Breaker *breaker, guint first, guint end) {
    return breaker->y + chain_height(breaker, first, end) <= breaker->geometry->height + 0.01;
}

// Whether a slab fits an empty page, its own notes left out: they can wait.
static bool slab_fits(const Breaker *breaker, guint index) {
    const Slab *slab = flow_nth(breaker->flow, index);
    double head = slab->head ? slab->head->height : 0;
    return breaker->y + head + slab->height + foot_height(slab) + notes_room(breaker, 0) <=
           breaker->geometry->height + 0.01;
}

static SplitNeed split_need(const Breaker *breaker, guint first, guint index) {
    double height = 0;
    if (breaker->empty && index == first && breaker->notes->len == 0)
        return SPLIT_ANYHOW;
    for (guint i = first; i <= index; i++)
        height += flow_nth(breaker->flow, i)->height + flow_nth(breaker->flow, i)->space_before;
    return height > breaker->geometry->height ? SPLIT_NEEDED : SPLIT_TO_FILL;
}

// Cuts the index-th slab, which follows slabs [first, index) on the page, so that its first part
// fits there.
static bool split_slab(Breaker *breaker, guint first, guint index) {
    Slab *slab = flow_nth(breaker->flow, index);
    SplitNeed need = split_need(breaker, first, index);
    double above = index > first ? chain_height(breaker, first, index) : notes_room(breaker, 0);
    double room = breaker->geometry->height - breaker->y - above;
    Slab top, rest;
    if (!slab->split)
        return false;
    room -= breaker->empty && index == first ? 0 : slab->space_before;
    if (!slab->split->split(slab->split->data, room, need, &top, &rest))
        return false;
    slab_begin_as(&top, slab);
    top.node = rest.node = slab->node;
    top.page = slab->page;
    rest.keep_with_next = slab->keep_with_next;
    rest.break_before = true;
    *slab = top;
    flow_insert(breaker->flow, index + 1, &rest);
    g_array_set_size(breaker->places, flow_count(breaker->flow));
    return true;
}

// Cuts the first slab of the chain that can be; the chain ends with the first part then.
static bool split_chain(Breaker *breaker, guint first, guint *end) {
    for (guint i = first; i < *end; i++) {
        if (!flow_nth(breaker->flow, i)->split)
            continue;
        if (!split_slab(breaker, first, i))
            return false;
        *end = i + 1;
        return chain_fits(breaker, first, *end);
    }
    return false;
}

// A slab of the chain and those that close it.
static guint unit_end(const Flow *flow, guint first, guint end) {
    guint next = first + 1;
    while (next < end && flow_nth(flow, next)->closes)
        next++;
    return next;
}

// Whether the page has to be turned before a slab of a chain that is taller than a page.
static bool must_turn(const Breaker *breaker, guint index, guint end) {
    const Slab *slab = flow_nth(breaker->flow, index);
    if (breaker->empty)
        return false;
    return !chain_fits(breaker, index, index + 1) ||
           (!slab->closes && !chain_fits(breaker, index, unit_end(breaker->flow, index, end)));
}

// A chain taller than a page: slab by slab, wherever it must break. Gives the slab to go on with.
static guint put_tall_chain(Breaker *breaker, guint first, guint end) {
    for (guint i = first; i < end; i++) {
        if (!breaker->empty && !chain_fits(breaker, i, i + 1) && split_slab(breaker, i, i))
            end = i + 1;
        else if (must_turn(breaker, i, end)) {
            turn_page(breaker, flow_nth(breaker->flow, i));
            breaker->page_first = i;
        }
        while (breaker->notes->len && breaker->empty && !slab_fits(breaker, i) &&
               !split_slab(breaker, i, i))
            turn_page(breaker, NULL); // notes of pages before take the room
        if (!slab_fits(breaker, i) && split_slab(breaker, i, i))
            end = i + 1;
        put_slab(breaker, i);
    }
    return end;
}

// ---- giving way

// How much too tall the chain is for the rest of the page.
static double chain_excess(const Breaker *breaker, guint first, guint end) {
    return breaker->y + chain_height(breaker, first, end) - breaker->geometry->height;
}

// The height of all from the slab to the next page break, or more than `most`: then it is too much.
static double height_to_break(const Breaker *breaker, guint first, double most) {
    double height = 0, foot = 0;
    for (guint i = first; i < flow_count(breaker->flow) && height <= most; i++) {
        const Slab *slab = flow_nth(breaker->flow, i);
        if (i > first && slab->break_before)
            break;
        if (slab->note_count)
            return G_MAXDOUBLE;
        height += slab->space_before + slab->height;
        foot = foot_height(slab);
    }
    return height + foot;
}

// Makes room for the chain by what it can give itself.
static bool lower_chain(Breaker *breaker, guint first, guint end) {
    double excess = chain_excess(breaker, first, end);
    if (flow_gives(breaker->flow, first, end) < excess)
        return false;
    flow_lower(breaker->flow, first, end, excess);
    return chain_fits(breaker, first, end);
}

// Makes room for all that follows up to a page break by what stands on the page. True: the page is
// to be set again from its first slab.
static bool lower_page(Breaker *breaker, guint first) {
    double room = breaker->geometry->height - breaker->y;
    double gives = flow_gives(breaker->flow, breaker->page_first, first);
    if (gives <= 0 || breaker->notes->len || breaker->carried->len)
        return false;
    double excess = height_to_break(breaker, first, room + gives) - room;
    if (excess > gives)
        return false;
    flow_lower(breaker->flow, breaker->page_first, first, excess);
    g_array_set_size(page_items(breaker), 0);
    breaker->y = 0;
    breaker->empty = true;
    breaker->foot = NULL;
    return true;
}

// ---- chains

// The slab to go on with.
static guint put_chain(Breaker *breaker, guint first, guint end) {
    const Slab *slab = flow_nth(breaker->flow, first);
    if (breaker->empty && slab->page)
        breaker->geometry = slab->page;
    bool full = !chain_fits(breaker, first, end) && !lower_chain(breaker, first, end);
    if (!breaker->empty && full && !slab->break_before && lower_page(breaker, first))
        return breaker->page_first;
    bool breaks = !breaker->empty && slab->break_before;
    if (!breaks && full && split_chain(breaker, first, &end))
        full = false;
    if (breaks || (!breaker->empty && full)) {
        turn_page(breaker, flow_nth(breaker->flow, first));
        breaker->page_first = first;
    }
    if (!chain_fits(breaker, first, end) && !split_chain(breaker, first, &end))
        return put_tall_chain(breaker, first, end);
    for (guint i = first; i < end; i++)
        put_slab(breaker, i);
    return end;
}

// A break at the very end leaves no empty page behind.
static void drop_empty_end(Breaker *breaker) {
    guint last = breaker->pages->len - 1;
    if (last == 0 || page_items(breaker)->len)
        return;
    g_array_unref(breaker->pages->pdata[last]);
    g_ptr_array_set_size(breaker->pages, (gint)last);
    for (guint i = flow_count(breaker->flow); i > 0 && place_at(breaker, i - 1)->page == last; i--)
        *place_at(breaker, i - 1) = (SlabPlace){.page = last - 1, .y = place_at(breaker, i - 1)->y};
}

void flow_break(Flow *flow, const PageGeometry *geometry, Diags *diags, GPtrArray *pages,
                GArray *places) {
    g_autoptr(GPtrArray) notes = g_ptr_array_new(), carried = g_ptr_array_new();
    g_autoptr(GHashTable) said = g_hash_table_new(NULL, NULL);
    Breaker breaker = {.flow = flow,
                       .geometry = geometry,
                       .diags = diags,
                       .pages = pages,
                       .places = places,
                       .notes = notes,
                       .carried = carried,
                       .said = said};
    g_array_set_size(places, flow_count(flow));
    start_page(&breaker);
    for (guint first = 0; first < flow_count(flow);)
        first = put_chain(&breaker, first, chain_end(flow, first));
    while (breaker.carried->len)
        turn_page(&breaker, NULL);
    put_notes(&breaker);
    drop_empty_end(&breaker);
}
