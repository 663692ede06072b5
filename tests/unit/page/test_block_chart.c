// Charts in a report: where specifications come from, the size of the picture, its words, mistakes.
#include "place_support.h"

#define DATA "{\"values\": [{\"a\": \"x\", \"n\": 1}, {\"a\": \"y\", \"n\": 2}]}"
#define SPEC                                                                                       \
    "{\"mark\": \"bar\", \"encoding\": {\"x\": {\"field\": \"a\", \"type\": \"nominal\"},"         \
    " \"y\": {\"field\": \"n\", \"type\": \"quantitative\"}}}"

static const PlacedItem *find_scene(const Placed *placed, guint page) {
    for (guint i = 0; i < placed->document->pages[page].item_count; i++)
        if (placed->document->pages[page].items[i].kind == PLACED_SCENE)
            return &placed->document->pages[page].items[i];
    fail_msg("no chart on page %u", page + 1);
    return NULL;
}

static void a_chart_fills_its_column(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"chart\", \"data\": " DATA ", \"height\": \"50mm\","
                                  " \"spec\": " SPEC "}, {\"block\": \"rule\"}");
    const PlacedItem *scene = find_scene(&placed, 0);
    const PlacedPage *page = &placed.document->pages[0];
    assert_near(scene->width, page->items[page->item_count - 1].width);
    assert_near(scene->height, 50 * 72 / 25.4);
    placed_clear(&placed);
}

static void a_chart_says_what_it_shows(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"chart\", \"data\": " DATA ", \"spec\": " SPEC
                                  ", \"alt\": \"y is twice x\"},"
                                  "{\"block\": \"chart\", \"data\": " DATA ", \"spec\": " SPEC
                                  ", \"break\": \"page\", \"caption\": \"Bars\"}");
    const PlacedItem *said = find_scene(&placed, 0), *made = find_scene(&placed, 1);
    assert_string_equal(placed.document->tags[said->tag].alt, "y is twice x");
    assert_int_equal(placed.document->tags[made->tag].kind, TAG_FIGURE);
    assert_non_null(placed.document->tags[made->tag].alt); // made of the data, at least the caption
    placed_clear(&placed);
}

static void a_chart_stays_with_its_caption_and_note(void **state) {
    Fixture *f = *state;
    for (guint spacer = 200; spacer < 480; spacer += 20) {
        g_autofree char *body = g_strdup_printf(
            "{\"block\": \"text\", \"text\": \"start\"}, {\"block\": \"spacer\", \"height\": %u},"
            "{\"block\": \"chart\", \"data\": " DATA ", \"spec\": " SPEC ","
            " \"caption\": \"Above\", \"note\": \"Below\", \"height\": 120}",
            spacer);
        Placed placed = place_body(f, body);
        guint above, below;
        const PlacedItem *caption = find_text(&placed, "Above", &above);
        const PlacedItem *note = find_text(&placed, "Below", &below);
        assert_int_equal(above, below);
        const PlacedItem *scene = find_scene(&placed, above);
        assert_true(caption->y + caption->height <= scene->y);
        assert_true(note->y >= scene->y + scene->height);
        placed_clear(&placed);
    }
}

static void a_chart_higher_than_a_page_gives_way_in_a_row_too(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"row\", \"cells\": [[{\"block\": \"chart\", "
                                  "\"data\": " DATA ", \"spec\": " SPEC ", \"height\": 2000, "
                                  "\"min_height\": 50}, {\"block\": \"rule\"}], []]}");
    const PlacedItem *scene = find_scene(&placed, 0);
    assert_true(scene->y + scene->height < placed.document->pages[0].height);
    assert_true(scene->height > 300); // no lower than it has to be
    placed_clear(&placed);
}

static void a_chart_that_gives_way_is_as_wide_as_its_own_page(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"chart\", \"data\": " DATA ", \"spec\": " SPEC
           ", \"height\": 300, \"min_height\": 50}, {\"block\": \"table\", \"data\": " DATA
           ", \"columns\": [\"a\"]}, {\"block\": \"chart\", "
           "\"data\": " DATA ", \"spec\": " SPEC ", \"height\": 200}, "
           "{\"block\": \"page_break\", \"orientation\": \"landscape\"}, "
           "{\"block\": \"rule\"}");
    const PlacedPage *page = &placed.document->pages[0];
    const PlacedItem *scene = find_scene(&placed, 0);
    assert_true(scene->height < 300);
    assert_near(scene->x + right_of(scene), page->width);
    placed_clear(&placed);
}

static void a_chart_may_be_a_file(void **state) {
    Fixture *f = *state;
    fixture_file(f, "charts/good.vl.json",
                 "{\"data\": {\"name\": \"d\"}, \"mark\": \"point\","
                 " \"encoding\": {\"y\": {\"field\": \"n\", \"type\": \"quantitative\"}}}");
    Placed placed = place_without_check(f, "\"data\": {\"d\": " DATA
                                           "}, \"body\": [{\"block\": \"chart\", \"spec\": "
                                           "\"charts/good.vl.json\"}]");
    assert_printed(f->diags, "");
    find_scene(&placed, 0);
    placed_clear(&placed);
}

static void mistakes_in_charts_are_told(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"body\": [{\"block\": \"chart\", \"spec\": \"../outside.vl.json\"},"
           "{\"block\": \"chart\", \"spec\": \"missing.vl.json\"},"
           "{\"block\": \"chart\", \"spec\": 5}, {\"block\": \"chart\"}]");
    assert_null(placed.document);
    assert_int_equal(diags_errors(f->diags), 4);
    assert_true(diags_has(f->diags, DIAG_PATH_OUTSIDE));
    assert_true(diags_has(f->diags, DIAG_FILE));
    assert_true(diags_has(f->diags, DIAG_MISSING_KEY));
    placed_clear(&placed);
}

static void unknown_fields_and_data_are_named(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f,
        "\"data\": {\"deals\": " DATA "}, \"body\": ["
        "{\"block\": \"chart\", \"data\": \"deals\", \"spec\": {\"mark\": \"bar\", \"encoding\": "
        "{\"y\": {\"field\": \"nn\", \"type\": \"quantitative\"}}}},"
        "{\"block\": \"chart\", \"data\": \"dels\", \"spec\": " SPEC "}]");
    assert_null(placed.document);
    assert_true(diags_has(f->diags, DIAG_UNKNOWN_FIELD));
    assert_true(diags_has(f->diags, DIAG_UNKNOWN_DATA));
    assert_int_equal(diags_errors(f->diags), 2);
    placed_clear(&placed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(a_chart_fills_its_column),
        PAGE_TEST(a_chart_says_what_it_shows),
        PAGE_TEST(a_chart_stays_with_its_caption_and_note),
        PAGE_TEST(a_chart_higher_than_a_page_gives_way_in_a_row_too),
        PAGE_TEST(a_chart_that_gives_way_is_as_wide_as_its_own_page),
        PAGE_TEST(a_chart_may_be_a_file),
        PAGE_TEST(mistakes_in_charts_are_told),
        PAGE_TEST(unknown_fields_and_data_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
