// Running text: paragraphs, lists, quotes, code and tables of Markdown, headings, callouts.
#include "place_support.h"

#define TEXT(text) "{\"block\": \"text\", \"text\": \"" text "\"}"

static char *many_words(guint count) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < count; i++)
        g_string_append_printf(text, "w%u ", i);
    return g_string_free(text, FALSE);
}

static void paragraphs_follow_each_other(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, TEXT("One *two*.\\n\\nThree."));
    const PlacedItem *first = text_at(&placed, "One two."), *second = text_at(&placed, "Three.");
    assert_near(first->x, second->x);
    assert_true(second->y > first->y + first->height);
    assert_tags(&placed, "Three.", "P Document");
    placed_clear(&placed);
}

static void values_are_not_markdown(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f,
        "\"params\": {\"p\": {\"type\": \"string\", \"default\": \"*a* [b](https://x.org) # c\"}},"
        "\"body\": [" TEXT("**{{p}}**") "]");
    text_at(&placed, "*a* [b](https://x.org) # c");
    placed_clear(&placed);
}

static void lists_nest_and_have_structure(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, TEXT("- one\\n- two\\n    1. deep\\n- three\\n\\nAfter"));
    const PlacedItem *one = text_at(&placed, "one"), *deep = text_at(&placed, "deep");
    assert_true(deep->x > one->x + 5);
    assert_near(text_at(&placed, "three")->x, one->x);
    assert_int_equal(count_text(&placed, "•"), 3);
    assert_true(right_of(text_at(&placed, "1.")) < deep->x);
    assert_tags(&placed, "two", "P LBody LI L Document");
    assert_tags(&placed, "deep", "P LBody LI L LBody LI L Document");
    assert_tags(&placed, "three", "P LBody LI L Document");
    assert_tags(&placed, "1.", "Lbl LI L LBody LI L Document");
    assert_tags(&placed, "After", "P Document");
    placed_clear(&placed);
}

static void the_second_paragraph_of_an_item_has_no_bullet(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, TEXT("- one\\n\\n  more\\n- two"));
    assert_int_equal(count_text(&placed, "•"), 2);
    assert_near(text_at(&placed, "more")->x, text_at(&placed, "one")->x);
    placed_clear(&placed);
}

static void quotes_code_rules_and_tables(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, TEXT("> said\\n\\n```\\nx = 1\\n  y\\n```\\n\\n---\\n\\n"
                                       "| A | B |\\n|---|--:|\\n| **a** | 1 |\\n"));
    assert_tags(&placed, "said", "P BlockQuote Document");
    assert_tags(&placed, "x = 1", "Code Document");
    text_at(&placed, "y");
    assert_tags(&placed, "A", "TH TR THead Table Document");
    assert_tags(&placed, "a", "TD TR TBody Table Document");
    assert_near(right_of(text_at(&placed, "1")), right_of(text_at(&placed, "B")));
    placed_clear(&placed);
}

static void links_are_links(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"heading\", \"text\": \"The end\"}," TEXT(
                                      "see [there](https://example.org/a) and [here](#the-end)"));
    guint web = 0, inside = 0;
    const PlacedPage *page = &placed.document->pages[0];
    for (guint i = 0; i < page->item_count; i++) {
        if (page->items[i].kind != PLACED_LINK)
            continue;
        web += g_strcmp0(page->items[i].as.link.uri, "https://example.org/a") == 0;
        inside += g_strcmp0(page->items[i].as.link.destination, "the-end") == 0;
    }
    assert_int_equal(web, 1);
    assert_int_equal(inside, 1);
    placed_clear(&placed);
}

static void links_to_nowhere_are_reported_and_left_out(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"body\": [" TEXT(
               "[here](#nowhere)") ", {\"block\": \"heading\", \"text\": \"No where\"}]");
    assert_non_null(placed.document);
    assert_string_equal(nth_message(f->diags, 0),
                        "a link leads to \"#nowhere\", which is the id of "
                        "no block and no heading");
    assert_hint(f->diags, 0, "did you mean \"no-where\"?");
    assert_string_equal(diags_nth(f->diags, 0)->place.pointer, "/body/0/text");
    for (guint i = 0; i < placed.document->pages[0].item_count; i++)
        assert_int_not_equal(placed.document->pages[0].items[i].kind, PLACED_LINK);
    placed_clear(&placed);
}

static void no_line_stands_alone(void **state) {
    Fixture *f = *state;
    for (guint spacer = 300; spacer < 480; spacer += 4) {
        g_autofree char *words = many_words(60);
        g_autofree char *body = g_strdup_printf(
            "{\"block\": \"text\", \"text\": \"start\"}, {\"block\": \"spacer\", \"height\": %u},"
            "{\"block\": \"text\", \"text\": \"%s\"}",
            spacer, words);
        Placed placed = place_body(f, body);
        guint lines[2] = {0, 0};
        for (guint p = 0; p < placed.document->page_count; p++)
            for (guint i = 0; i < placed.document->pages[p].item_count; i++)
                lines[p] += placed.document->pages[p].items[i].kind == PLACED_TEXT;
        lines[0]--; // "start"
        assert_int_not_equal(lines[0], 1);
        assert_int_not_equal(lines[1], 1);
        placed_clear(&placed);
    }
}

static void no_word_is_lost_over_pages(void **state) {
    Fixture *f = *state;
    g_autofree char *words = many_words(3000);
    g_autofree char *body = g_strdup_printf("{\"block\": \"text\", \"text\": \"%s\"}", words);
    Placed placed = place_body(f, body);
    g_autofree char *all = all_text(&placed);
    g_strdelimit(all, "\n", ' ');
    g_auto(GStrv) split = g_strsplit(all, " ", -1);
    guint next = 0;
    for (guint i = 0; split[i]; i++) {
        if (!*split[i])
            continue;
        g_autofree char *expected = g_strdup_printf("w%u", next++);
        assert_string_equal(split[i], expected);
    }
    assert_int_equal(next, 3000);
    assert_on_pages(&placed);
    placed_clear(&placed);
}

static void the_measure_may_be_narrow(void **state) {
    Fixture *f = *state;
    g_autofree char *words = many_words(40);
    g_autofree char *body = g_strdup_printf(
        "{\"block\": \"text\", \"width\": \"50%%\", \"role\": \"small\", \"text\": \"%s\"},"
        "{\"block\": \"rule\"}",
        words);
    Placed placed = place_body(f, body);
    const PlacedPage *page = &placed.document->pages[0];
    double left = page->items[0].x, rule = page->items[page->item_count - 1].width;
    for (guint i = 0; i + 1 < page->item_count; i++)
        assert_true(right_of(&page->items[i]) <= left + rule / 2 + 0.01);
    placed_clear(&placed);
}

// ---- lists and quotes as blocks

static void lists_of_items_and_rows(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f,
        "{\"block\": \"list\", \"ordered\": true, \"items\": [\"first\", {\"text\": \"second\","
        " \"items\": [\"below\"]}]},"
        "{\"block\": \"list\", \"data\": {\"values\": [{\"t\": \"x * y\"}, {\"t\": \"z\"}]},"
        " \"as\": \"r\", \"text\": \"row {{r.t}}\", \"limit\": 1},"
        "{\"block\": \"list\", \"data\": {\"values\": []}, \"text\": \"\", \"empty\": \"none\"}");
    text_at(&placed, "2.");
    assert_true(text_at(&placed, "below")->x > text_at(&placed, "second")->x);
    text_at(&placed, "row x * y");
    assert_null(find_text(&placed, "row z", NULL));
    text_at(&placed, "… and 1 more");
    text_at(&placed, "none");
    placed_clear(&placed);
}

static void items_are_told_on_a_condition(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"params\": {\"n\": {\"type\": \"integer\", \"default\": 3}}, \"body\": [{\"block\": "
           "\"list\", \"ordered\": true, \"items\": [\"one\","
           " {\"text\": \"never\", \"when\": {\"param\": \"n\", \"gt\": 5}},"
           " {\"text\": \"two\", \"when\": {\"param\": \"n\", \"lt\": 5}}]},"
           "{\"block\": \"kpis\", \"items\": [{\"label\": \"A\", \"value\": 1, \"when\": "
           "{\"param\": \"n\", \"equal\": 4}}, {\"label\": \"B\", \"value\": 9}]}]");
    assert_printed(f->diags, "");
    g_autofree char *all = all_text(&placed);
    assert_string_equal(all, "1.\none\n2.\ntwo\nB\n9\n");
    placed_clear(&placed);
}

static void quotes_say_who_said_it(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"quote\", \"text\": \"steel for all\", \"by\": "
                                  "\"A minister\", \"url\": \"https://example.org\"}");
    assert_tags(&placed, "steel for all", "P BlockQuote Document");
    assert_tags(&placed, "A minister", "P BlockQuote Document");
    placed_clear(&placed);
}

static void callouts_stand_on_a_tint(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"callout\", \"tone\": \"warn\", \"title\": "
                                  "\"Careful\", \"text\": \"counts twice\"}");
    const PlacedItem *first = &placed.document->pages[0].items[0];
    assert_int_equal(first->kind, PLACED_RECT);
    const PlacedItem *title = text_at(&placed, "Careful"), *text = text_at(&placed, "counts twice");
    assert_true(title->x > first->x && text->y + text->height < first->y + first->height);
    placed_clear(&placed);
}

// ---- headings

static void headings_are_numbered_and_make_sections(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"heading\", \"text\": \"One\", \"numbered\": true},"
           "{\"block\": \"heading\", \"text\": \"Sub\", \"level\": 2, \"numbered\": true},"
           "{\"block\": \"heading\", \"text\": \"One\", \"numbered\": true},"
           "{\"block\": \"heading\", \"text\": \"Sub\", \"level\": 2, \"numbered\": true},"
           "{\"block\": \"heading\", \"text\": \"Quiet\", \"outline\": false},"
           "{\"block\": \"text\", \"text\": \"end\"}");
    assert_tags(&placed, "1\xE2\x80\x82One", "H1 Sect Document");
    assert_tags(&placed, "2.1\xE2\x80\x82Sub", "H2 Sect Document");
    assert_tags(&placed, "end", "P Sect Document");
    assert_int_equal(placed.document->outline_count, 4);
    assert_string_equal(placed.document->outline[3].title, "2.1 Sub");
    assert_int_equal(placed.document->outline[3].level, 2);
    assert_string_equal(placed.document->destinations[0].name, "one");
    assert_string_equal(placed.document->destinations[2].name, "one-2");
    placed_clear(&placed);
}

static void a_heading_is_never_the_last_on_a_page(void **state) {
    Fixture *f = *state;
    for (guint spacer = 300; spacer < 480; spacer += 3) {
        g_autofree char *body = g_strdup_printf(
            "{\"block\": \"text\", \"text\": \"start\"}, {\"block\": \"spacer\", \"height\": %u},"
            "{\"block\": \"heading\", \"text\": \"Heading\"},"
            "{\"block\": \"table\", \"data\": {\"sequence\": {\"start\": 0, \"stop\": 5,"
            " \"as\": \"n\"}}, \"columns\": [\"n\"], \"caption\": \"Caption\"}",
            spacer);
        Placed placed = place_body(f, body);
        guint heading, caption, row;
        find_text(&placed, "Heading", &heading);
        find_text(&placed, "Caption", &caption);
        find_text(&placed, "0", &row);
        assert_int_equal(heading, caption);
        assert_int_equal(caption, row);
        placed_clear(&placed);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(paragraphs_follow_each_other),
        PAGE_TEST(values_are_not_markdown),
        PAGE_TEST(lists_nest_and_have_structure),
        PAGE_TEST(the_second_paragraph_of_an_item_has_no_bullet),
        PAGE_TEST(quotes_code_rules_and_tables),
        PAGE_TEST(links_are_links),
        PAGE_TEST(links_to_nowhere_are_reported_and_left_out),
        PAGE_TEST(no_line_stands_alone),
        PAGE_TEST(no_word_is_lost_over_pages),
        PAGE_TEST(the_measure_may_be_narrow),
        PAGE_TEST(lists_of_items_and_rows),
        PAGE_TEST(items_are_told_on_a_condition),
        PAGE_TEST(quotes_say_who_said_it),
        PAGE_TEST(callouts_stand_on_a_tint),
        PAGE_TEST(headings_are_numbered_and_make_sections),
        PAGE_TEST(a_heading_is_never_the_last_on_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
