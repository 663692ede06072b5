// Breaking a flow into pages: greedy, by heights only. Slabs that must stay together form a chain
// (each but the last says keep_with_next); a chain that does not fit the rest of a page starts the
// next one, a chain taller than a whole page is broken where it must be. Work is linear in the
// slabs: each chain is measured once and placed once.
#include "page/flow_private.h"

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
        slab_copy_items(page_items(breaker), breaker->foot, breaker->geometry->left,
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
    breaker->places[index] =
        (SlabPlace){.page = breaker->pages->len - 1, .y = geometry->top + breaker->y};
    breaker->y += slab->height;
    if (slab->height > 0 || slab->item_count) // not a mere break or space
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
    while (end < flow_count(flow) && flow_nth(flow, end - 1)->keep_with_next &&
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

// A break at the very end leaves no empty page behind.
static void drop_empty_end(Breaker *breaker) {
    guint last = breaker->pages->len - 1;
    if (last == 0 || page_items(breaker)->len)
        return;
    g_array_unref(breaker->pages->pdata[last]);
    g_ptr_array_set_size(breaker->pages, (gint)last);
    for (guint i = flow_count(breaker->flow); i > 0 && breaker->places[i - 1].page == last; i--)
        breaker->places[i - 1].page = last - 1;
}

void flow_break(const Flow *flow, const PageGeometry *geometry, Diags *diags, GPtrArray *pages,
                SlabPlace *places) {
    Breaker breaker = {
        .flow = flow, .geometry = geometry, .diags = diags, .pages = pages, .places = places};
    start_page(&breaker);
    for (guint first = 0; first < flow_count(flow);) {
        guint end = chain_end(flow, first);
        put_chain(&breaker, first, end);
        first = end;
    }
    drop_empty_end(&breaker);
}
