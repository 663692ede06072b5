// Whole pages: rows, boxes and covers, contents and their numbers, running heads, outline,
// metadata, and right-to-left pages.
#include "place_support.h"

// ---- rows and boxes

static void cells_stand_side_by_side(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"row\", \"columns\": [\"2fr\", \"1fr\"], \"gap\": \"10pt\", \"cells\": ["
           "{\"block\": \"text\", \"text\": \"left\"},"
           "[{\"block\": \"text\", \"text\": \"right\"}, {\"block\": \"text\", \"text\": "
           "\"below\"}]]},"
           "{\"block\": \"rule\"}");
    const PlacedItem *left = text_at(&placed, "left"), *right = text_at(&placed, "right");
    double width = placed.document->pages[0].items[3].width;
    assert_near(left->y, right->y);
    assert_near(right->x - left->x, (width - 10) * 2 / 3 + 10);
    assert_near(text_at(&placed, "below")->x, right->x);
    placed_clear(&placed);
}

static void cells_align_at_the_bottom(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"row\", \"align\": \"bottom\", \"cells\": ["
           "{\"block\": \"text\", \"text\": \"low\"},"
           "[{\"block\": \"text\", \"text\": \"a\"}, {\"block\": \"text\", \"text\": \"b\"}]]}");
    assert_near(text_at(&placed, "low")->y, text_at(&placed, "b")->y);
    placed_clear(&placed);
}

static void cells_are_aligned_each_for_itself(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f,
        "{\"block\": \"row\", \"align\": [\"top\", \"middle\", \"bottom\"], \"cells\": ["
        "{\"block\": \"text\", \"text\": \"one\\n\\ntwo\\n\\nthree\"},"
        "{\"block\": \"text\", \"text\": \"half\"}, {\"block\": \"text\", \"text\": \"down\"}]}");
    assert_near(text_at(&placed, "half")->y, text_at(&placed, "two")->y);
    assert_near(text_at(&placed, "down")->y, text_at(&placed, "three")->y);
    placed_clear(&placed);
}

static void rows_taller_than_a_page_are_cut_between_lines(void **state) {
    Fixture *f = *state;
    g_autoptr(GString) words = g_string_new(NULL);
    for (guint i = 0; i < 700; i++)
        g_string_append_printf(words, "w%u ", i);
    g_autofree char *body =
        g_strdup_printf("{\"block\": \"row\", \"cells\": [{\"block\": \"text\", \"text\": \"%s\"},"
                        " {\"block\": \"text\", \"role\": \"small\", \"text\": \"%s\"}]}",
                        words->str, words->str);
    Placed placed = place_body(f, body);
    g_autofree char *all = all_text(&placed);
    guint count = 0;
    for (const char *at = all; (at = strchr(at, 'w')); at++)
        count++;
    assert_int_equal(count, 1400);
    assert_true(placed.document->page_count > 1);
    assert_on_pages(&placed);
    placed_clear(&placed);
}

static void boxes_go_over_pages(void **state) {
    Fixture *f = *state;
    g_autoptr(GString) words = g_string_new(NULL);
    for (guint i = 0; i < 900; i++)
        g_string_append_printf(words, "w%u ", i);
    g_autofree char *body = g_strdup_printf("{\"block\": \"box\", \"title\": \"Box\", \"body\": "
                                            "[{\"block\": \"text\", \"text\": \"%s\"}]}",
                                            words->str);
    Placed placed = place_body(f, body);
    assert_true(placed.document->page_count > 1);
    assert_on_pages(&placed);
    assert_int_equal(placed.document->pages[1].items[0].kind, PLACED_RECT);
    placed_clear(&placed);
}

static void wrong_rows_are_reported(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"body\": [{\"block\": \"row\", \"columns\": [\"1fr\"], \"cells\": ["
           "{\"block\": \"rule\"}, {\"block\": \"rule\", \"ink\": \"acent\"}]},"
           "{\"block\": \"row\", \"cells\": []}, {\"block\": \"spacer\"}]");
    assert_null(placed.document);
    assert_int_equal(diags_errors(f->diags), 4);
    assert_string_equal(nth_message(f->diags, 0), "unknown ink \"acent\"");
    assert_hint(f->diags, 0, "did you mean \"accent\"?");
    placed_clear(&placed);
}

// ---- covers

static void a_cover_has_the_title_of_the_report(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"title\": \"The report\", \"body\": [{\"block\": \"cover\", \"kicker\": \"Brief\","
           " \"date\": \"{{as_of | %B %Y}}\", \"classification\": \"Internal\","
           " \"items\": [{\"label\": \"L\", \"value\": 5}]}]");
    assert_printed(f->diags, "");
    assert_tags(&placed, "The report", "H1 Document");
    text_at(&placed, "November 2025 · Internal");
    text_at(&placed, "5");
    placed_clear(&placed);
}

static void a_band_reaches_the_edges(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"cover\", \"title\": \"T\", \"look\": \"band\"}");
    const PlacedPage *page = &placed.document->pages[0];
    assert_int_equal(page->items[0].kind, PLACED_RECT);
    assert_near(page->items[0].x, 0);
    assert_near(page->items[0].y, 0);
    assert_near(page->items[0].width, page->width);
    placed_clear(&placed);
}

static void a_cover_may_have_its_own_page(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"cover\", \"title\": \"T\", \"page\": true},"
                                  "{\"block\": \"text\", \"text\": \"after\"}");
    guint page;
    find_text(&placed, "after", &page);
    assert_int_equal(page, 1);
    assert_int_equal(placed.document->page_count, 2);
    placed_clear(&placed);
}

// ---- contents

#define THREE_HEADINGS                                                                             \
    "{\"block\": \"heading\", \"text\": \"One\"}, {\"block\": \"text\", \"text\": \"x\"},"         \
    "{\"block\": \"heading\", \"text\": \"Two\", \"break\": \"page\", \"id\": \"second\"},"        \
    "{\"block\": \"heading\", \"text\": \"Deep\", \"level\": 2, \"break\": \"page\"},"             \
    "{\"block\": \"text\", \"text\": \"end\"}"

static const PlacedItem *number_beside(const Placed *placed, const char *title) {
    const PlacedItem *entry = text_at(placed, title);
    const PlacedPage *page = &placed->document->pages[0];
    for (guint i = 0; i < page->item_count; i++) {
        const PlacedItem *item = &page->items[i];
        if (item->kind == PLACED_TEXT && item->x > right_of(entry) &&
            fabs(item->as.text.baseline - entry->as.text.baseline) < 0.1)
            return item;
    }
    fail_msg("no number beside \"%s\"", title);
    return NULL;
}

static void assert_number(const Placed *placed, const char *title, const char *expected) {
    g_autofree char *text = item_text(number_beside(placed, title));
    assert_string_equal(text, expected);
}

static void contents_know_their_pages(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"toc\"}," THREE_HEADINGS);
    assert_true(text_at(&placed, "Contents")->y < text_at(&placed, "One")->y);
    assert_number(&placed, "One", "1");
    assert_number(&placed, "Two", "2");
    assert_number(&placed, "Deep", "3");
    assert_near(right_of(number_beside(&placed, "One")), right_of(number_beside(&placed, "Deep")));
    assert_tags(&placed, "Deep", "TOCI TOC Div Document");
    guint links = 0;
    for (guint i = 0; i < placed.document->pages[0].item_count; i++) {
        const PlacedItem *item = &placed.document->pages[0].items[i];
        links += item->kind == PLACED_LINK;
        if (item->kind == PLACED_LINK && strcmp(item->as.link.alt, "Two") == 0)
            assert_string_equal(item->as.link.destination, "second");
    }
    assert_int_equal(links, 3);
    placed_clear(&placed);
}

static void contents_may_stand_in_a_row_in_a_box(void **state) {
    Fixture *f = *state;
    Placed placed =
        place_body(f, "{\"block\": \"box\", \"body\": [{\"block\": \"row\", \"cells\": ["
                      "{\"block\": \"text\", \"text\": \"beside\"},"
                      "{\"block\": \"toc\", \"levels\": 1, \"title\": \"\"}]}]}," THREE_HEADINGS);
    assert_number(&placed, "Two", "2");
    assert_near(text_at(&placed, "One")->y, text_at(&placed, "beside")->y);
    assert_int_equal(count_text(&placed, "Deep"), 1);
    placed_clear(&placed);
}

static void contents_keep_their_place_and_their_break(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"text\", \"text\": \"before\"},"
           "{\"block\": \"toc\", \"break\": \"page\", \"id\": \"contents\"}," THREE_HEADINGS);
    guint page;
    find_text(&placed, "Contents", &page);
    assert_int_equal(page, 1);
    assert_string_equal(placed.document->destinations[0].name, "contents");
    placed_clear(&placed);
}

// ---- running heads

static void heads_and_feet_stand_on_every_page(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"title\": \"R\", \"header\": {\"left\": \"{{title}} head\", \"skip_first\": true,"
           " \"rule\": true}, \"footer\": {\"center\": \"c\", \"right\": \"{{page}} / {{pages}}\"},"
           "\"body\": [" THREE_HEADINGS "]");
    assert_printed(f->diags, "");
    assert_int_equal(count_text(&placed, "R head"), 2);
    assert_int_equal(count_text(&placed, "c"), 3);
    guint page;
    const PlacedItem *foot = find_text(&placed, "2 / 3", &page);
    assert_non_null(foot);
    assert_int_equal(page, 1);
    assert_int_equal(foot->tag, TAG_ARTIFACT);
    assert_on_pages(&placed);
    placed_clear(&placed);
}

static void long_heads_are_cut(void **state) {
    Fixture *f = *state;
    g_autofree char *text = g_strnfill(400, 'm');
    g_autofree char *members = g_strdup_printf(
        "\"header\": {\"left\": \"%s\", \"right\": \"%s\"}, \"body\": []", text, text);
    Placed placed = place_without_check(f, members);
    const PlacedPage *page = &placed.document->pages[0];
    assert_int_equal(page->item_count, 2);
    assert_true(right_of(&page->items[0]) <= page->items[1].x);
    assert_on_pages(&placed);
    placed_clear(&placed);
}

// ---- the document

static void metadata_comes_from_the_layout(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f,
        "\"title\": \"T of {{as_of | %Y}}\", \"subject\": \"S\", \"lang\": \"fr\", \"body\": []");
    assert_string_equal(placed.document->title, "T of 2025");
    assert_string_equal(placed.document->subject, "S");
    assert_string_equal(placed.document->language, "fr");
    assert_true(placed.document->created_ms == 1763596800000.0); // 2025-11-20
    assert_int_equal(placed.document->page_count, 1);
    assert_string_equal(placed.document->pages[0].label, "1");
    placed_clear(&placed);
}

static void breaks_make_pages_but_no_empty_ones(void **state) {
    Fixture *f = *state;
    Placed placed =
        place_body(f, "{\"block\": \"page_break\"}, {\"block\": \"text\", \"text\": \"a\"},"
                      "{\"block\": \"page_break\"}, {\"block\": \"page_break\"},"
                      "{\"block\": \"text\", \"text\": \"b\"}");
    assert_int_equal(placed.document->page_count, 2);
    placed_clear(&placed);
}

static void tags_stand_below_their_parents(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"toc\"}," THREE_HEADINGS);
    for (guint i = 1; i < placed.document->tag_count; i++)
        assert_true(placed.document->tags[i].parent < i);
    placed_clear(&placed);
}

static void right_to_left_pages_are_mirrored(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f,
        "\"lang\": \"ur\", \"body\": [{\"block\": \"toc\"}, {\"block\": \"heading\", \"text\": "
        "\"\\u0627\\u0628\"}, {\"block\": \"table\", \"data\": {\"values\": [{\"a\": \"\\u0627\","
        " \"n\": 1}]}, \"columns\": [\"a\", \"n\"]},"
        "{\"block\": \"row\", \"cells\": [{\"block\": \"text\", \"text\": \"\\u062c\"},"
        " {\"block\": \"text\", \"text\": \"\\u062f\"}]}]");
    assert_printed(f->diags, "");
    assert_true(placed.document->rtl);
    assert_true(text_at(&placed, "ا")->x > text_at(&placed, "1")->x);
    assert_true(text_at(&placed, "ج")->x > text_at(&placed, "د")->x);
    assert_on_pages(&placed);
    placed_clear(&placed);
}

// ---- what does not fit

static char *long_block(const char *overflow) {
    GString *words = g_string_new(NULL);
    for (guint i = 0; i < 700; i++)
        g_string_append_printf(words, "w%u ", i);
    char *body = g_strdup_printf("\"page\": {\"size\": \"A5\"}, \"body\": [{\"block\": \"text\", "
                                 "\"overflow\": \"%s\", \"text\": \"%s\"}]",
                                 overflow, words->str);
    g_string_free(words, TRUE);
    return body;
}

static void what_does_not_fit_is_split_shrunk_or_an_error(void **state) {
    Fixture *f = *state;
    g_autofree char *split = long_block("split"), *shrink = long_block("shrink");
    g_autofree char *error = long_block("error");
    Placed placed = place_without_check(f, split);
    assert_int_equal(placed.document->page_count, 2);
    double size = placed.document->pages[0].items[0].as.text.line->runs[0].size;
    placed_clear(&placed);
    placed = place_without_check(f, shrink);
    assert_int_equal(placed.document->page_count, 1);
    assert_true(placed.document->pages[0].items[0].as.text.line->runs[0].size < size);
    placed_clear(&placed);
    assert_int_equal(diags_errors(f->diags), 0);
    placed = place_without_check(f, error);
    assert_null(placed.document);
    assert_true(diags_has(f->diags, DIAG_OVERFLOW));
    placed_clear(&placed);
}

#define WIDE(overflow)                                                                             \
    "\"page\": {\"size\": {\"width\": 280, \"height\": 400}, \"margin\": 40}, \"body\": "          \
    "[{\"block\": \"box\", "                                                                       \
    "\"overflow\": \"" overflow "\","                                                              \
    " \"body\": {\"block\": \"table\", \"data\": {\"values\": [{\"a\": \"Environmental\","         \
    " \"b\": \"Infrastructure\", \"c\": \"Telecommunication\", \"d\": \"Administration\"}]},"      \
    " \"columns\": [\"a\", \"b\", \"c\", \"d\"]}}]"

static void tables_shrink_before_their_words_are_cut(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(f, WIDE("split"));
    assert_int_equal(diags_warnings(f->diags), 1);
    assert_null(find_text(&placed, "Telecommunication", NULL));
    placed_clear(&placed);
    placed = place_without_check(f, WIDE("shrink"));
    text_at(&placed, "Telecommunication");
    placed_clear(&placed);
    assert_int_equal(diags_warnings(f->diags), 1);
    placed = place_without_check(f, WIDE("error"));
    assert_null(placed.document);
    placed_clear(&placed);
}

static void characters_without_a_glyph_are_told_with_their_block(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f,
        "\"body\": [{\"block\": \"text\", \"text\": \"fine\"},"
        "{\"block\": \"box\", \"body\": [{\"block\": \"text\", \"text\": \"\\uDBFF\\uDFFD\"}]}]");
    assert_non_null(placed.document);
    const Diagnostic *record = diags_nth(f->diags, 0);
    assert_non_null(record);
    assert_int_equal(record->id, DIAG_MISSING_GLYPH);
    assert_string_equal(record->place.pointer, "/body/1/body/0");
    placed_clear(&placed);
}

static void twice_the_same_gives_the_same(void **state) {
    Fixture *f = *state;
    const char *body = "{\"block\": \"toc\"}," THREE_HEADINGS;
    Placed first = place_body(f, body), second = place_body(f, body);
    json_t *a = placed_to_json(first.document), *b = placed_to_json(second.document);
    assert_true(json_equal(a, b));
    json_decref(a);
    json_decref(b);
    placed_clear(&first);
    placed_clear(&second);
}

// ---- pages that lie

#define TURNED "{\"block\": \"page_break\", \"orientation\": \"landscape\"}"
#define UPRIGHT "{\"block\": \"page_break\", \"orientation\": \"portrait\"}"

static void pages_are_turned_and_turned_back(void **state) {
    Fixture *f = *state;
    Placed placed =
        place_body(f, "{\"block\": \"text\", \"text\": \"a\"}," TURNED
                      ", {\"block\": \"rule\"}, {\"block\": \"page_break\"},"
                      "{\"block\": \"rule\"}," UPRIGHT ", {\"block\": \"text\", \"text\": \"b\"}");
    const PlacedPage *pages = placed.document->pages;
    static const bool lies[] = {false, true, true, false};
    assert_int_equal(placed.document->page_count, G_N_ELEMENTS(lies));
    for (guint i = 0; i < G_N_ELEMENTS(lies); i++)
        assert_true((pages[i].width > pages[i].height) == lies[i]);
    double margins = pages[0].width; // of both sides
    for (guint i = 0; i < pages[1].item_count; i++)
        if (pages[1].items[i].kind == PLACED_LINE)
            margins = pages[1].width - pages[1].items[i].width;
    assert_true(margins < pages[0].width / 2 && margins > 0);
    assert_true(fabs(pages[1].width - pages[0].height) < 0.01);
    placed_clear(&placed);
}

static void a_turn_without_a_page_leaves_none(void **state) {
    Fixture *f = *state;
    Placed placed =
        place_body(f, TURNED "," UPRIGHT ", {\"block\": \"text\", \"text\": \"a\"}," TURNED);
    assert_int_equal(placed.document->page_count, 1);
    assert_true(placed.document->pages[0].width < placed.document->pages[0].height);
    placed_clear(&placed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(cells_stand_side_by_side),
        PAGE_TEST(cells_align_at_the_bottom),
        PAGE_TEST(cells_are_aligned_each_for_itself),
        PAGE_TEST(rows_taller_than_a_page_are_cut_between_lines),
        PAGE_TEST(boxes_go_over_pages),
        PAGE_TEST(wrong_rows_are_reported),
        PAGE_TEST(a_cover_has_the_title_of_the_report),
        PAGE_TEST(a_band_reaches_the_edges),
        PAGE_TEST(a_cover_may_have_its_own_page),
        PAGE_TEST(contents_know_their_pages),
        PAGE_TEST(contents_may_stand_in_a_row_in_a_box),
        PAGE_TEST(contents_keep_their_place_and_their_break),
        PAGE_TEST(heads_and_feet_stand_on_every_page),
        PAGE_TEST(long_heads_are_cut),
        PAGE_TEST(metadata_comes_from_the_layout),
        PAGE_TEST(breaks_make_pages_but_no_empty_ones),
        PAGE_TEST(tags_stand_below_their_parents),
        PAGE_TEST(right_to_left_pages_are_mirrored),
        PAGE_TEST(what_does_not_fit_is_split_shrunk_or_an_error),
        PAGE_TEST(pages_are_turned_and_turned_back),
        PAGE_TEST(a_turn_without_a_page_leaves_none),
        PAGE_TEST(tables_shrink_before_their_words_are_cut),
        PAGE_TEST(characters_without_a_glyph_are_told_with_their_block),
        PAGE_TEST(twice_the_same_gives_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
