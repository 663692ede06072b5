// Text in columns: all of it, in order, balanced, on as many pages as it needs.
#include "place_support.h"

static char *numbered(guint count) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < count; i++)
        g_string_append_printf(text, "%spara%u", i ? "\\n\\n" : "", i);
    return g_string_free(text, FALSE);
}

static Placed place_columns(Fixture *f, guint paragraphs, guint columns, const char *before) {
    g_autofree char *text = numbered(paragraphs);
    g_autofree char *body =
        g_strdup_printf("%s{\"block\": \"text\", \"columns\": %u, \"gap\": \"20pt\","
                        " \"text\": \"%s\"}, {\"block\": \"text\", \"text\": \"after\"}",
                        before, columns, text);
    return place_body(f, body);
}

static void columns_have_like_heights(void **state) {
    Placed placed = place_columns(*state, 6, 2, "");
    const PlacedItem *first = text_at(&placed, "para0"), *next = text_at(&placed, "para3");
    assert_near(first->y, next->y);
    assert_true(next->x > first->x + 100);
    assert_near(text_at(&placed, "para2")->x, first->x);
    assert_near(text_at(&placed, "para5")->x, next->x);
    assert_true(text_at(&placed, "after")->y > text_at(&placed, "para5")->y);
    placed_clear(&placed);
}

static void a_paragraph_too_many_makes_the_first_column_longer(void **state) {
    Placed placed = place_columns(*state, 7, 3, "");
    double y = text_at(&placed, "para0")->y;
    assert_near(text_at(&placed, "para3")->y, y);
    assert_near(text_at(&placed, "para6")->y, y);
    placed_clear(&placed);
}

// Each paragraph once, in order within its page: down a column, then in the next.
static void check_order(Fixture *f, guint count, guint columns) {
    Placed placed =
        place_columns(f, count, columns, "{\"block\": \"heading\", \"text\": \"Head\"},");
    guint page = 0, heading = 0;
    double x = 0, y = 0;
    assert_on_pages(&placed);
    find_text(&placed, "Head", &heading);
    for (guint i = 0; i < count; i++) {
        g_autofree char *text = g_strdup_printf("para%u", i);
        guint on = 0;
        const PlacedItem *item = find_text(&placed, text, &on);
        assert_non_null(item);
        assert_int_equal(count_text(&placed, text), 1);
        assert_true(i > 0 || on == heading); // no heading stands alone
        bool goes_on = on > page || item->x > x + 50 || (on == page && item->y > y);
        assert_true(i == 0 || goes_on);
        page = on;
        x = item->x;
        y = item->y;
    }
    placed_clear(&placed);
}

static void nothing_is_lost_over_pages(void **state) {
    for (guint count = 1; count < 160; count += 13)
        for (guint columns = 1; columns <= 4; columns++)
            check_order(*state, count, columns);
}

static void lines_of_a_paragraph_do_not_stand_alone(void **state) {
    for (guint words = 1; words < 120; words += 7) {
        GString *text = g_string_new("start");
        for (guint i = 0; i < words; i++)
            g_string_append(text, " some words");
        g_autofree char *body =
            g_strdup_printf("{\"block\": \"text\", \"columns\": 2, \"text\": \"%s\"}", text->str);
        Placed placed = place_body(*state, body);
        const PlacedPage *page = &placed.document->pages[0];
        guint sides[2] = {0};
        for (guint i = 0; i < page->item_count; i++)
            sides[page->items[i].x > page->width / 2]++;
        assert_true(sides[0] == 1 || (sides[0] != 1 && sides[1] != 1));
        assert_true(sides[0] >= sides[1] || sides[1] - sides[0] <= 2);
        placed_clear(&placed);
        g_string_free(text, TRUE);
    }
}

// The lowest end of a paragraph on a page.
static double lowest_on(const Placed *placed, guint page) {
    double low = 0;
    for (guint i = 0; i < placed->document->pages[page].item_count; i++) {
        const PlacedItem *item = &placed->document->pages[page].items[i];
        g_autofree char *text = item_text(item);
        if (g_str_has_prefix(text, "para"))
            low = MAX(low, item->y + item->height);
    }
    return low;
}

static const char before_text[] =
    "{\"block\": \"list\", \"items\": [\"a\", \"b\", \"c\", \"d\", \"e\"]},"
    "{\"block\": \"heading\", \"text\": \"Head\"},";

static void the_rest_of_the_page_is_filled(void **state) {
    for (guint count = 60; count < 230; count += 17) {
        guint heading = 9, page = 9;
        Placed placed = place_columns(*state, count, 2, before_text);
        find_text(&placed, "Head", &heading);
        const PlacedItem *first = find_text(&placed, "para0", &page);
        assert_int_equal(heading, 0);
        assert_int_equal(page, 0);
        guint last = placed.document->page_count - 1;
        assert_true(last > 0);
        double full = lowest_on(&placed, 0); // the next line, or the next paragraph, has no room
        for (guint p = 1; p + 1 < last; p++)
            assert_true(fabs(lowest_on(&placed, p) - full) < 2 * first->height);
        assert_true(full > placed.document->pages[0].height * 0.85);
        assert_on_pages(&placed);
        for (guint i = 0; i < count; i++) {
            g_autofree char *text = g_strdup_printf("para%u", i);
            assert_int_equal(count_text(&placed, text), 1);
        }
        placed_clear(&placed);
    }
}

static void what_is_kept_goes_to_the_next_page_whole(void **state) {
    Fixture *f = *state;
    g_autofree char *text = numbered(40);
    g_autofree char *body =
        g_strdup_printf("%s{\"block\": \"text\", \"columns\": 2, \"keep\": true,"
                        " \"text\": \"%s\"}",
                        before_text, text);
    Placed placed = place_body(f, body);
    guint heading = 9, first = 9, last = 9;
    find_text(&placed, "Head", &heading);
    find_text(&placed, "para0", &first);
    find_text(&placed, "para39", &last);
    assert_int_equal(heading, 1);
    assert_int_equal(first, 1);
    assert_int_equal(last, 1);
    placed_clear(&placed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(columns_have_like_heights),
        PAGE_TEST(a_paragraph_too_many_makes_the_first_column_longer),
        PAGE_TEST(nothing_is_lost_over_pages),
        PAGE_TEST(the_rest_of_the_page_is_filled),
        PAGE_TEST(what_is_kept_goes_to_the_next_page_whole),
        PAGE_TEST(lines_of_a_paragraph_do_not_stand_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
