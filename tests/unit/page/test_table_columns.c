// What a layout may ask of the columns of a table: heads over several, numbers lined up, lines of
// numbers, notes, limits of widths.
#include "place_support.h"

#define TABLE(rows, members)                                                                       \
    "{\"block\": \"table\", \"data\": {\"values\": [" rows "]}, " members "}"

static const PlacedItem *lines_of(const PlacedPage *page, PlacedKind kind, guint n) {
    for (guint i = 0; i < page->item_count; i++)
        if (page->items[i].kind == kind && n-- == 0)
            return &page->items[i];
    return NULL;
}

static const PlacedTag *tag_of(const Placed *placed, const char *text) {
    return &placed->document->tags[text_at(placed, text)->tag];
}

static void neighbours_share_the_heads_above_them(void **state) {
    Placed placed = place_body(
        *state, TABLE("{\"a\": \"x\", \"b\": 1, \"c\": 2, \"d\": 3}",
                      "\"columns\": [\"a\", {\"field\": \"b\", \"under\": [\"Money\", \"Agreed\"]},"
                      " {\"field\": \"c\", \"under\": [\"Money\", \"Agreed\"]},"
                      " {\"field\": \"d\", \"under\": \"Money\"}]"));
    assert_int_equal(count_text(&placed, "Money"), 1);
    assert_int_equal(count_text(&placed, "Agreed"), 1);
    assert_int_equal(tag_of(&placed, "Money")->column_span, 3);
    assert_int_equal(tag_of(&placed, "Agreed")->column_span, 2);
    assert_int_equal(tag_of(&placed, "A")->row_span, 3);
    assert_int_equal(tag_of(&placed, "D")->row_span, 2);
    assert_int_equal(tag_of(&placed, "B")->row_span, 1);
    const PlacedItem *a = text_at(&placed, "A"), *b = text_at(&placed, "B");
    assert_near(a->y + a->height, b->y + b->height); // heads of columns stand at the bottom
    assert_true(text_at(&placed, "Money")->y < text_at(&placed, "Agreed")->y);
    assert_true(text_at(&placed, "Agreed")->y < b->y);
    assert_tags(&placed, "Money", "TH TR THead Table Document");
    placed_clear(&placed);
}

static void a_column_without_values_may_hide(void **state) {
    Placed placed =
        place_body(*state, TABLE("{\"a\": \"x\", \"b\": null, \"c\": \"\", \"d\": 0}",
                                 "\"columns\": [\"a\", {\"field\": \"b\", \"hide_empty\": true}, "
                                 "{\"field\": \"c\", \"hide_empty\": true}, "
                                 "{\"field\": \"d\", \"hide_empty\": true}]"));
    assert_int_equal(count_text(&placed, "A"), 1);
    assert_int_equal(count_text(&placed, "B"), 0);
    assert_int_equal(count_text(&placed, "C"), 0);
    assert_int_equal(count_text(&placed, "D"), 1); // a zero is a value
    placed_clear(&placed);
}

static void a_column_hides_by_what_its_rows_and_total_say(void **state) {
    static const char rows[] = "{\"a\": \"x\"}, {\"a\": \"y\", \"b\": 5}";
    g_autofree char *shown = g_strdup_printf(
        TABLE("%s", "\"columns\": [\"a\", {\"field\": \"b\", \"hide_empty\": true}], \"limit\": 1"),
        rows);
    g_autofree char *total =
        g_strdup_printf(TABLE("%s", "\"columns\": [\"a\", {\"field\": \"b\", \"hide_empty\": true, "
                                    "\"total\": \"sum\"}], \"limit\": 1"),
                        rows);
    Placed placed = place_body(*state, shown);
    assert_int_equal(count_text(&placed, "B"), 0); // the row that has a value is not shown
    placed_clear(&placed);
    placed = place_body(*state, total);
    assert_int_equal(count_text(&placed, "B"), 1); // the total counts it
    placed_clear(&placed);
}

static void a_table_does_not_hide_all_its_columns(void **state) {
    Placed placed = place_body(
        *state, TABLE("{\"b\": null}", "\"columns\": [{\"field\": \"b\", \"hide_empty\": true}]"));
    assert_int_equal(count_text(&placed, "B"), 1);
    placed_clear(&placed);
}

static void heads_of_several_levels_stand_on_every_page(void **state) {
    GString *rows = g_string_new("{\"a\": 0}");
    for (guint i = 1; i < 120; i++)
        g_string_append_printf(rows, ", {\"a\": %u}", i);
    g_autofree char *body = g_strdup_printf(
        TABLE("%s",
              "\"foot\": \"The foot.\", \"columns\": [{\"field\": \"a\", \"under\": \"Top\"}]"),
        rows->str);
    Placed placed = place_body(*state, body);
    assert_true(placed.document->page_count > 2);
    assert_int_equal(count_text(&placed, "Top"), placed.document->page_count);
    assert_int_equal(count_text(&placed, "The foot."), placed.document->page_count);
    assert_int_equal(count_text(&placed, "continued"), placed.document->page_count - 1);
    assert_on_pages(&placed);
    placed_clear(&placed);
    g_string_free(rows, TRUE);
}

// Where the point of a number stands: the run's glyphs up to it.
static double point_of(const Placed *placed, const char *text) {
    const PlacedItem *item = text_at(placed, text);
    const GlyphRun *run = &item->as.text.line->runs[0];
    double x = item->x + run->x;
    for (guint i = 0; i < run->glyph_count && run->text[run->glyphs[i].cluster] != '.'; i++)
        x += run->glyphs[i].advance;
    return x;
}

static void numbers_stand_with_their_points_below_each_other(void **state) {
    Placed placed = place_body(
        *state,
        TABLE("{\"a\": 1.5}, {\"a\": 22}, {\"a\": 0.125}, {\"a\": null}",
              "\"columns\": [{\"field\": \"a\", \"align\": \"decimal\", \"format\": \",~f\","
              " \"total\": \"sum\"}]"));
    double point = point_of(&placed, "1.5");
    assert_near(point_of(&placed, "0.125"), point);
    assert_near(point_of(&placed, "22"), point);
    assert_true(right_of(text_at(&placed, "0.125")) > right_of(text_at(&placed, "1.5")));
    placed_clear(&placed);
}

static void marks_hang_beside_their_numbers(void **state) {
    Placed placed = place_body(
        *state,
        TABLE("{\"a\": 11, \"w\": \"Estimated.\"}, {\"a\": 22}, {\"a\": 33, \"w\": \"Estimated.\"},"
              " {\"a\": 44, \"w\": \"Converted.\"}",
              "\"columns\": [{\"field\": \"a\", \"note\": \"w\"}]"));
    double first = text_at(&placed, "11a")->x, width = text_at(&placed, "22")->width;
    assert_near(first, text_at(&placed, "22")->x);
    assert_true(text_at(&placed, "11a")->width > width);
    text_at(&placed, "33a");
    text_at(&placed, "44b");
    assert_int_equal(count_text(&placed, "a\xE2\x80\x82"
                                         "Estimated."),
                     1);
    assert_tags(&placed,
                "b\xE2\x80\x82"
                "Converted.",
                "Note Document");
    placed_clear(&placed);
}

static void a_line_goes_through_the_numbers(void **state) {
    Placed placed = place_body(
        *state, TABLE("{\"a\": [3, 5, 2], \"b\": \"1, 2\"}, {\"a\": [], \"b\": \"none\"}",
                      "\"columns\": [{\"field\": \"a\", \"as\": \"sparkline\"},"
                      " {\"field\": \"b\", \"as\": \"sparkline\", \"format\": \".1f\"}],"
                      " \"head\": false"));
    const PlacedPage *page = &placed.document->pages[0];
    const PlacedItem *up = lines_of(page, PLACED_LINE, 1), *down = lines_of(page, PLACED_LINE, 2);
    assert_true(up->as.line.y2 < up->y && down->as.line.y2 > down->y);
    assert_near(up->as.line.x2, down->x);
    assert_true(down->as.line.x2 < text_at(&placed, "2")->x);
    text_at(&placed, "2.0");
    assert_int_equal(count_text(&placed, "\xE2\x80\x94"), 2);
    placed_clear(&placed);
}

static void widths_keep_to_their_limits(void **state) {
    Placed placed = place_body(
        *state, TABLE("{\"a\": \"a\", \"b\": \"b\", \"c\": \"c\"}",
                      "\"zebra\": true, \"columns\": [{\"field\": \"a\", \"min\": \"100pt\"},"
                      " {\"field\": \"b\", \"width\": \"1fr\", \"max\": \"50pt\"},"
                      " {\"field\": \"c\", \"width\": \"1fr\"}]"));
    double a = text_at(&placed, "a")->x, b = text_at(&placed, "b")->x, c = text_at(&placed, "c")->x;
    assert_true(b - a >= 100 - 0.01);
    assert_near(c - b, 50);
    placed_clear(&placed);
}

static void figures_end_at_the_right_on_pages_from_right_to_left(void **state) {
    static const char *const texts[] = {"12.5", "3,400.0",
                                        "\xE2\x88\x92"
                                        "7.0"};
    Fixture *f = *state;
    Placed placed = place_without_check(
        f,
        "\"lang\": \"ar\", \"body\": [{\"block\": \"table\", \"data\": {\"values\": ["
        "{\"a\": \"\u0627\", \"n\": 12.5}, {\"a\": \"\u0628\", \"n\": 3400},"
        "{\"a\": \"\u062c\", \"n\": -7}]},"
        " \"columns\": [\"a\", {\"field\": \"n\", \"align\": \"right\", \"format\": \",.1f\"}]}]");
    const PlacedItem *first = text_at(&placed, texts[0]);
    for (guint i = 1; i < G_N_ELEMENTS(texts); i++) {
        const PlacedItem *item = text_at(&placed, texts[i]);
        assert_true(fabs(item->x + item->width - first->x - first->width) < 0.1);
    }
    assert_true(text_at(&placed, "\xD8\xA7")->x > first->x + first->width);
    placed_clear(&placed);
}

static void figures_of_wide_tables_stay_whole(void **state) {
    Fixture *f = *state;
    g_autoptr(GString) row = g_string_new("{"), columns = g_string_new("\"columns\": [");
    for (guint i = 0; i < 7; i++) {
        g_string_append_printf(row, "%s\"c%u\": %u", i ? ", " : "", i, 14000 + i);
        g_string_append_printf(columns,
                               "%s{\"field\": \"c%u\", \"title\": \"Sum\", \"format\": \",.1f\"}",
                               i ? ", " : "", i);
    }
    g_string_append(row, ", \"t\": \"Misunderstandings\"}");
    g_string_append(columns, ", \"t\"]");
    g_autofree char *body = g_strdup_printf(
        "{\"block\": \"table\", \"data\": {\"values\": [%s]}, %s}", row->str, columns->str);
    Placed placed = place_body(f, body);
    for (guint i = 0; i < 7; i++) {
        g_autofree char *figure = g_strdup_printf("14,00%u.0", i);
        text_at(&placed, figure);
    }
    placed_clear(&placed);
}

static void limits_must_have_an_order(void **state) {
    Fixture *f = *state;
    const char *path = fixture_file(
        f, "layout.json",
        "{\"layout\": 1, \"body\": [{\"block\": \"table\", \"data\": \"d\", \"columns\": ["
        "{\"field\": \"a\", \"min\": \"5cm\", \"max\": \"2cm\", \"under\": []},"
        "{\"field\": \"a\", \"under\": [\"a\", \"b\", \"c\", \"d\"]},"
        "{\"field\": \"a\", \"under\": [1]}]}]}");
    assert_null(layout_load(f->arena, f->diags, path, NULL, 0, f->documents));
    assert_int_equal(diags_errors(f->diags), 4);
    assert_string_equal(nth_message(f->diags, 0), "\"max\" is less than \"min\"");
    assert_string_equal(nth_message(f->diags, 1), "\"under\" has 0 heads, expected 1 to 3");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(neighbours_share_the_heads_above_them),
        PAGE_TEST(a_column_without_values_may_hide),
        PAGE_TEST(a_column_hides_by_what_its_rows_and_total_say),
        PAGE_TEST(a_table_does_not_hide_all_its_columns),
        PAGE_TEST(heads_of_several_levels_stand_on_every_page),
        PAGE_TEST(numbers_stand_with_their_points_below_each_other),
        PAGE_TEST(marks_hang_beside_their_numbers),
        PAGE_TEST(a_line_goes_through_the_numbers),
        PAGE_TEST(widths_keep_to_their_limits),
        PAGE_TEST(limits_must_have_an_order),
        PAGE_TEST(figures_of_wide_tables_stay_whole),
        PAGE_TEST(figures_end_at_the_right_on_pages_from_right_to_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
