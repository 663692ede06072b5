// The flow: whatever the heights, spaces, chains, heads and feet, no slab is lost, doubled, out of
// order or off the page. Small cases by hand, many by brute force with a fixed seed.
#include "page_support.h"

#include "page/flow.h"

enum { PAGE_HEIGHT = 100, HEAD_HEIGHT = 9, FOOT_HEIGHT = 7, CASES = 1500 };

static const PageGeometry geometry = {.page_width = 240,
                                      .page_height = 140,
                                      .left = 20,
                                      .top = 15,
                                      .width = 200,
                                      .height = PAGE_HEIGHT};

typedef struct {
    Flow *flow;
    GPtrArray *pages;
    SlabPlace *places;
} Broken;

// A slab with one rectangle that bears its number in its width.
static Slab make_slab(Fixture *f, double height, double mark) {
    SlabBuilder builder;
    slab_begin(&builder, f->arena);
    slab_rect(&builder, &(PlacedBox){0, 0, mark, height}, (Colour){0, 0, 0, 1}, 0);
    builder.height = height;
    return slab_end(&builder);
}

static const Slab *make_kept(Fixture *f, double height, double mark) {
    Slab slab = make_slab(f, height, mark);
    return arena_memdup(f->arena, &slab, sizeof slab);
}

static Broken break_flow(Fixture *f, Flow *flow) {
    Broken broken = {.flow = flow, .pages = g_ptr_array_new()};
    g_autoptr(GArray) places = g_array_new(FALSE, TRUE, sizeof(SlabPlace));
    flow_break(flow, &geometry, f->diags, broken.pages, places);
    broken.places = arena_memdup(f->arena, places->data, places->len * sizeof(SlabPlace));
    return broken;
}

static void broken_free(Broken *broken) {
    for (guint i = 0; i < broken->pages->len; i++)
        g_array_unref(broken->pages->pdata[i]);
    g_ptr_array_unref(broken->pages);
}

static const PlacedItem *nth_item(const Broken *broken, guint page, guint index) {
    GArray *items = broken->pages->pdata[page];
    assert_true(index < items->len);
    return &g_array_index(items, PlacedItem, index);
}

static guint item_count(const Broken *broken, guint page) {
    return ((GArray *)broken->pages->pdata[page])->len;
}

// ---- by hand

static void an_empty_flow_is_one_empty_page(void **state) {
    Fixture *f = *state;
    Broken broken = break_flow(f, flow_new(f->arena, 200));
    assert_int_equal(broken.pages->len, 1);
    assert_int_equal(item_count(&broken, 0), 0);
    broken_free(&broken);
}

static void space_before_is_dropped_at_the_top(void **state) {
    Fixture *f = *state;
    Flow *flow = flow_new(f->arena, 200);
    for (guint i = 0; i < 3; i++) {
        Slab slab = make_slab(f, 45, i);
        slab.space_before = 10;
        flow_add(flow, &slab);
    }
    Broken broken = break_flow(f, flow);
    assert_int_equal(broken.pages->len, 2);
    assert_float_equal(broken.places[0].y, 15, 1e-9);
    assert_float_equal(broken.places[1].y, 70, 1e-9);
    assert_int_equal(broken.places[2].page, 1);
    assert_float_equal(broken.places[2].y, 15, 1e-9);
    broken_free(&broken);
}

static void a_slab_that_fits_exactly_stays(void **state) {
    Fixture *f = *state;
    Flow *flow = flow_new(f->arena, 200);
    for (guint i = 0; i < 10; i++) {
        Slab slab = make_slab(f, 10, i);
        flow_add(flow, &slab);
    }
    Broken broken = break_flow(f, flow);
    assert_int_equal(broken.pages->len, 1);
    broken_free(&broken);
}

static void a_heading_goes_with_what_follows(void **state) {
    Fixture *f = *state;
    Flow *flow = flow_new(f->arena, 200);
    double heights[] = {70, 20, 15, 30};
    for (guint i = 0; i < G_N_ELEMENTS(heights); i++) {
        Slab slab = make_slab(f, heights[i], i);
        slab.keep_with_next = i == 1;
        flow_add(flow, &slab);
    }
    Broken broken = break_flow(f, flow);
    assert_int_equal(broken.places[0].page, 0);
    assert_int_equal(broken.places[1].page, 1);
    assert_int_equal(broken.places[2].page, 1);
    broken_free(&broken);
}

static void breaks_start_pages_but_never_two(void **state) {
    Fixture *f = *state;
    Flow *flow = flow_new(f->arena, 200);
    for (guint i = 0; i < 3; i++) {
        Slab slab = make_slab(f, 10, i);
        slab.break_before = true;
        flow_add(flow, &slab);
    }
    Broken broken = break_flow(f, flow);
    assert_int_equal(broken.pages->len, 3); // not an empty one before the first
    broken_free(&broken);
}

static void a_break_cuts_a_chain(void **state) {
    Fixture *f = *state;
    Flow *flow = flow_new(f->arena, 200);
    Slab first = make_slab(f, 10, 0), second = make_slab(f, 10, 1);
    first.keep_with_next = second.break_before = true;
    flow_add(flow, &first);
    flow_add(flow, &second);
    Broken broken = break_flow(f, flow);
    assert_int_equal(broken.places[1].page, 1);
    broken_free(&broken);
}

static void what_is_taller_than_a_page_is_reported_with_its_place(void **state) {
    Fixture *f = *state;
    Flow *flow = flow_new(f->arena, 200);
    Slab slab = make_slab(f, 130, 0);
    slab.node = json_node_member(fixture_json(f, "{\"block\": \"chart\"}"), "block");
    flow_add(flow, &slab);
    Broken broken = break_flow(f, flow);
    assert_printed(f->diags,
                   "test.json:1:11: error: content of 130 pt does not fit a page of 100 pt "
                   "[overflow]\n  at /block\n     1 | {\"block\": \"chart\"}\n"
                   "       |           ^^^^^^^\n");
    broken_free(&broken);
}

static void heads_return_as_artifacts_and_feet_say_that_more_comes(void **state) {
    Fixture *f = *state;
    Flow *flow = flow_new(f->arena, 200);
    const Slab *head = make_kept(f, HEAD_HEIGHT, 150), *foot = make_kept(f, FOOT_HEIGHT, 151);
    for (guint i = 0; i < 5; i++) {
        Slab slab = make_slab(f, 30, i);
        slab.head = i ? head : NULL;
        slab.foot = foot;
        slab.items[0].tag = 0;
        flow_add(flow, &slab);
    }
    Broken broken = break_flow(f, flow);
    assert_int_equal(broken.pages->len, 2);
    assert_int_equal(item_count(&broken, 0), 4);
    assert_float_equal(nth_item(&broken, 0, 3)->width, 151, 0);
    assert_float_equal(nth_item(&broken, 1, 0)->width, 150, 0);
    assert_int_equal(nth_item(&broken, 1, 0)->tag, TAG_ARTIFACT);
    assert_float_equal(broken.places[3].y, 15 + HEAD_HEIGHT, 1e-9);
    assert_int_equal(item_count(&broken, 1), 3); // no foot at the end
    broken_free(&broken);
}

// ---- brute force

typedef struct {
    guint count;
    bool heads, feet;
    guint chain;  // longest chain; 0: none
    guint breaks; // one slab in so many starts a page; 0: none
    double tallest;
    double space;
} Case;

static Flow *make_case(Fixture *f, GRand *random, const Case *c) {
    Flow *flow = flow_new(f->arena, 200);
    const Slab *head = c->heads ? make_kept(f, HEAD_HEIGHT, 1000) : NULL;
    const Slab *foot = c->feet ? make_kept(f, FOOT_HEIGHT, 1001) : NULL;
    guint left = 0;
    for (guint i = 0; i < c->count; i++) {
        Slab slab = make_slab(f, g_rand_double_range(random, 0.5, c->tallest), i);
        slab.space_before = g_rand_double_range(random, 0, c->space + 0.001);
        slab.head = head;
        slab.foot = foot;
        if (c->chain && left == 0 && g_rand_int_range(random, 0, 3) == 0)
            left = (guint)g_rand_int_range(random, 0, (gint32)c->chain);
        slab.keep_with_next = left > 0;
        left -= left > 0;
        slab.break_before = c->breaks && i % c->breaks == c->breaks - 1;
        flow_add(flow, &slab);
    }
    return flow;
}

// Every slab once and in order, everything on its page, no two overlapping, a head wherever a page
// starts, a foot only at the end of a page that is followed by another.
static void check_items(const Broken *broken, const Case *c) {
    guint next = 0;
    for (guint page = 0; page < broken->pages->len; page++) {
        double y = geometry.top;
        for (guint i = 0; i < item_count(broken, page); i++) {
            const PlacedItem *item = nth_item(broken, page, i);
            assert_true(item->y >= y - 0.001);
            y = item->y + item->height;
            assert_true(y <= geometry.top + geometry.height + 0.02);
            if (item->width == 1000) {
                assert_int_equal(i, 0);
            } else if (item->width == 1001) {
                assert_int_equal(i, item_count(broken, page) - 1);
                assert_true(page + 1 < broken->pages->len);
            } else {
                assert_float_equal(item->width, next, 0);
                next++;
            }
        }
        if (c->heads && item_count(broken, page))
            assert_float_equal(nth_item(broken, page, 0)->width, 1000, 0);
        if (c->feet && page + 1 < broken->pages->len)
            assert_float_equal(nth_item(broken, page, item_count(broken, page) - 1)->width, 1001,
                               0);
    }
    assert_int_equal(next, c->count);
}

static double chain_height(const Flow *flow, guint first, guint end, const Case *c) {
    double height = (c->heads ? HEAD_HEIGHT : 0) + (c->feet ? FOOT_HEIGHT : 0);
    for (guint i = first; i < end; i++)
        height += flow_nth(flow, i)->height + (i > first ? flow_nth(flow, i)->space_before : 0);
    return height;
}

// A chain that fits a page is on one page.
static void check_chains(const Broken *broken, const Case *c) {
    const Flow *flow = broken->flow;
    for (guint first = 0; first < c->count;) {
        guint end = first + 1;
        while (end < c->count && flow_nth(flow, end - 1)->keep_with_next &&
               !flow_nth(flow, end)->break_before)
            end++;
        if (chain_height(flow, first, end, c) <= PAGE_HEIGHT)
            assert_int_equal(broken->places[first].page, broken->places[end - 1].page);
        first = end;
    }
}

// No page is left while the next chain would still have fitted it.
static void check_filling(const Broken *broken, const Case *c) {
    const Flow *flow = broken->flow;
    if (c->chain)
        return;
    for (guint i = 1; i < c->count; i++) {
        if (broken->places[i].page == broken->places[i - 1].page || flow_nth(flow, i)->break_before)
            continue;
        double end = broken->places[i - 1].y + flow_nth(flow, i - 1)->height;
        double needed = flow_nth(flow, i)->space_before + flow_nth(flow, i)->height +
                        (c->feet ? FOOT_HEIGHT : 0);
        assert_true(end + needed > geometry.top + geometry.height);
    }
}

static void check_breaks(const Broken *broken, const Case *c) {
    for (guint i = 1; i < c->count; i++)
        if (flow_nth(broken->flow, i)->break_before)
            assert_true(broken->places[i].page > broken->places[i - 1].page);
}

static void run_case(GRand *random, const Case *c) {
    void *state = NULL;
    fixture_begin(&state);
    Fixture *f = state;
    Broken broken = break_flow(f, make_case(f, random, c));
    check_items(&broken, c);
    check_chains(&broken, c);
    check_filling(&broken, c);
    check_breaks(&broken, c);
    assert_int_equal(diags_errors(f->diags), 0);
    broken_free(&broken);
    fixture_end(&state);
}

static void nothing_is_lost_whatever_the_heights(void **state) {
    (void)state;
    GRand *random = g_rand_new_with_seed(20251120);
    for (guint i = 0; i < CASES; i++) {
        Case c = {.count = i % 301,
                  .heads = i & 1,
                  .feet = i & 2,
                  .chain = (guint)g_rand_int_range(random, 0, 2) * (i % 9),
                  .breaks = i % 5 == 0 ? 7 : 0,
                  .tallest = g_rand_double_range(random, 1, 80),
                  .space = i % 3 * 6.0};
        run_case(random, &c);
    }
    g_rand_free(random);
}

// ---- notes at the foot, by brute force

enum { NOTES = 9, NOTE_MARK = 2000, CITES = 3 };

typedef struct {
    const Slab *notes[NOTES];
    guint cites[301][CITES]; // of each slab: its notes, NOTES for none
} Noted;

static const Slab *make_note(Fixture *f, GRand *random, guint index) {
    Slab slab = make_slab(f, g_rand_double_range(random, 3, 40), NOTE_MARK + index);
    slab.items[0].tag = 7;
    return arena_memdup(f->arena, &slab, sizeof slab);
}

static void cite(Fixture *f, GRand *random, Noted *noted, guint index, Slab *slab) {
    const Slab **notes = arena_array(f->arena, const Slab *, CITES);
    for (guint k = 0; k < CITES; k++) {
        guint note = (guint)g_rand_int_range(random, 0, 3 * NOTES);
        noted->cites[index][k] = MIN(note, NOTES);
        if (note < NOTES)
            notes[slab->note_count++] = noted->notes[note];
    }
    slab->notes = notes;
}

// The notes that stand on a page, as bits; what is on it does not overlap and does not leave it.
static guint notes_on_page(const Broken *broken, guint page, guint *said) {
    guint found = 0;
    double y = geometry.top;
    for (guint i = 0; i < item_count(broken, page); i++) {
        const PlacedItem *item = nth_item(broken, page, i);
        assert_true(item->y >= y - 0.001);
        y = item->y + item->height;
        assert_true(y <= geometry.top + geometry.height + 0.02);
        if (item->width < NOTE_MARK)
            continue;
        guint bit = 1U << ((guint)item->width - NOTE_MARK);
        assert_false(found & bit); // once on a page
        found |= bit;
        assert_int_equal(item->tag == TAG_ARTIFACT, (*said & bit) != 0); // read out once
    }
    *said |= found;
    return found;
}

// Every note that a slab cites stands on its page, or on one of the next when there is no room.
static void check_notes(const Broken *broken, const Noted *noted, guint count) {
    guint said = 0, waiting = 0, from = 0, body = 0;
    for (guint page = 0; page < broken->pages->len; page++) {
        guint found = notes_on_page(broken, page, &said);
        while (from < count && broken->places[from].page == page) {
            for (guint k = 0; k < CITES; k++)
                if (noted->cites[from][k] < NOTES)
                    waiting |= 1U << noted->cites[from][k];
            from++;
        }
        waiting &= ~found;
        for (guint i = 0; i < item_count(broken, page); i++)
            if (nth_item(broken, page, i)->kind == PLACED_RECT &&
                nth_item(broken, page, i)->width < 1000)
                assert_float_equal(nth_item(broken, page, i)->width, body++, 0);
    }
    assert_int_equal(waiting, 0);
    assert_int_equal(body, count);
}

static void notes_stand_where_they_are_cited(void **state) {
    (void)state;
    GRand *random = g_rand_new_with_seed(20251122);
    for (guint i = 0; i < CASES; i++) {
        void *inner = NULL;
        fixture_begin(&inner);
        Fixture *f = inner;
        Noted *noted = arena_new0(f->arena, Noted);
        Case c = {.count = i % 120,
                  .heads = i & 1,
                  .feet = i & 2,
                  .chain = i % 4,
                  .tallest = g_rand_double_range(random, 1, 80),
                  .space = i % 3 * 6.0};
        Flow *flow = make_case(f, random, &c);
        for (guint k = 0; k < NOTES; k++)
            noted->notes[k] = make_note(f, random, k);
        for (guint k = 0; k < c.count; k++)
            cite(f, random, noted, k, flow_nth(flow, k));
        Broken broken = break_flow(f, flow);
        check_notes(&broken, noted, c.count);
        assert_int_equal(diags_errors(f->diags), 0);
        broken_free(&broken);
        fixture_end(&inner);
    }
    g_rand_free(random);
}

// ---- cutting

static const TextLine line = {.bottom = 8, .baseline = 6};

static void add_text(SlabBuilder *builder, double x, double y, double height) {
    PlacedItem *item = slab_item(builder, PLACED_TEXT, 0);
    item->x = x;
    item->y = y;
    item->width = 10;
    item->height = height;
    item->as.text.line = &line;
}

static void what_is_too_tall_is_cut_between_lines(void **state) {
    Fixture *f = *state;
    Flow *flow = flow_new(f->arena, 200);
    SlabBuilder builder;
    slab_begin(&builder, f->arena);
    slab_rect(&builder, &(PlacedBox){0, 0, 200, 330}, (Colour){0, 0, 0, 1}, 0);
    for (guint i = 0; i < 40; i++)
        add_text(&builder, 0, 4 + i * 8.0, 8);
    for (guint i = 0; i < 25; i++)
        add_text(&builder, 100, 4 + i * 12.0, 12);
    builder.height = 330;
    Slab slab = slab_end(&builder);
    slab.destination = "row";
    slab.keep_with_next = true;
    flow_add_cut(flow, &slab, 90);
    guint texts = 0;
    double height = 0;
    assert_true(flow_count(flow) > 3);
    for (guint i = 0; i < flow_count(flow); i++) {
        const Slab *piece = flow_nth(flow, i);
        assert_true(piece->height <= 90.01);
        assert_int_equal(piece->keep_with_next, i + 1 == flow_count(flow));
        height += piece->height;
        for (guint k = 0; k < piece->item_count; k++) {
            const PlacedItem *item = &piece->items[k];
            texts += item->kind == PLACED_TEXT;
            assert_true(item->y >= -0.01 && item->y + item->height <= piece->height + 0.01);
        }
    }
    assert_int_equal(texts, 65);
    assert_float_equal(height, 330, 0.01);
    assert_string_equal(flow_nth(flow, 0)->destination, "row");
    assert_null(flow_nth(flow, 1)->destination);
}

static void what_fits_is_not_cut(void **state) {
    Fixture *f = *state;
    Flow *flow = flow_new(f->arena, 200);
    Slab slab = make_slab(f, 50, 1);
    flow_add_cut(flow, &slab, 50);
    assert_int_equal(flow_count(flow), 1);
}

// ---- nesting

static void marks_of_slabs_go_with_them(void **state) {
    Fixture *f = *state;
    Flow *outer = flow_new(f->arena, 200), *inner = flow_new_inside(outer, 80);
    Slab first = make_slab(f, 10, 1), second = make_slab(f, 10, 2);
    second.space_before = 5;
    second.outline_level = 2;
    second.outline_title = "Second";
    second.destination = "second";
    flow_add(inner, &first);
    flow_add(inner, &second);
    SlabBuilder builder;
    slab_begin(&builder, f->arena);
    slab_flow(&builder, inner, 30, 7);
    Slab slab = slab_end(&builder);
    assert_int_equal(slab.mark_count, 1);
    assert_float_equal(slab.marks[0].y, 22, 1e-9);
    assert_string_equal(slab.marks[0].title, "Second");
    assert_float_equal(slab.items[1].x, 30, 1e-9);
    assert_float_equal(slab.items[1].y, 22, 1e-9);
}

static void a_flow_takes_the_place_of_a_slab(void **state) {
    Fixture *f = *state;
    Flow *outer = flow_new(f->arena, 200), *inner = flow_new_inside(outer, 200);
    for (guint i = 0; i < 3; i++) {
        Slab slab = make_slab(f, 10, i);
        slab.space_before = 4 + i;
        slab.break_before = i == 1;
        flow_add(outer, &slab);
    }
    Slab a = make_slab(f, 1, 10), b = make_slab(f, 1, 11);
    flow_add(inner, &a);
    flow_add(inner, &b);
    flow_replace(outer, 1, inner);
    assert_int_equal(flow_count(outer), 4);
    assert_float_equal(flow_nth(outer, 1)->items[0].width, 10, 0);
    assert_float_equal(flow_nth(outer, 1)->space_before, 5, 1e-9);
    assert_true(flow_nth(outer, 1)->break_before);
    assert_false(flow_nth(outer, 2)->break_before);
    flow_replace(outer, 0, flow_new_inside(outer, 200));
    assert_int_equal(flow_count(outer), 3);
}

static void tags_are_children_of_what_is_open(void **state) {
    Fixture *f = *state;
    TagTree *tags = flow_tags(flow_new(f->arena, 200));
    guint list = tag_open(tags, TAG_L);
    guint item = tag_open(tags, TAG_LI);
    tag_close(tags);
    tag_close(tags);
    guint paragraph = tag_open(tags, TAG_P);
    tag_close(tags);
    tag_enter(tags, list);
    guint late = tag_open(tags, TAG_LI);
    assert_int_equal(tag_nth(tags, item)->parent, list);
    assert_int_equal(tag_nth(tags, paragraph)->parent, 0);
    assert_int_equal(tag_nth(tags, late)->parent, list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(an_empty_flow_is_one_empty_page),
        PAGE_TEST(space_before_is_dropped_at_the_top),
        PAGE_TEST(a_slab_that_fits_exactly_stays),
        PAGE_TEST(a_heading_goes_with_what_follows),
        PAGE_TEST(breaks_start_pages_but_never_two),
        PAGE_TEST(a_break_cuts_a_chain),
        PAGE_TEST(what_is_taller_than_a_page_is_reported_with_its_place),
        PAGE_TEST(heads_return_as_artifacts_and_feet_say_that_more_comes),
        cmocka_unit_test(nothing_is_lost_whatever_the_heights),
        cmocka_unit_test(notes_stand_where_they_are_cited),
        PAGE_TEST(what_is_too_tall_is_cut_between_lines),
        PAGE_TEST(what_fits_is_not_cut),
        PAGE_TEST(marks_of_slabs_go_with_them),
        PAGE_TEST(a_flow_takes_the_place_of_a_slab),
        PAGE_TEST(tags_are_children_of_what_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
