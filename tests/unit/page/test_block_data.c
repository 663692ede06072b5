// Blocks that show data: key figures, timelines, commitments, sources, repetitions.
#include "place_support.h"

#include "page/sparkline.h"

#define ROWS "{\"g\": \"A\", \"n\": 1}, {\"g\": \"B\", \"n\": 2.5}, {\"g\": \"A\", \"n\": 4}"
#define DATA "{\"values\": [" ROWS "]}"

// ---- key figures

static void figures_are_counted_summed_and_printed(void **state) {
    Fixture *f = *state;
    Placed placed =
        place_body(f, "{\"block\": \"kpis\", \"items\": ["
                      "{\"label\": \"Rows\", \"value\": {\"data\": " DATA "}},"
                      "{\"label\": \"Sum\", \"value\": {\"data\": " DATA ", \"aggregate\": \"sum\","
                      " \"field\": \"n\"}, \"format\": \"$,.2f\", \"unit\": \"million\"},"
                      "{\"label\": \"Text\", \"value\": \"{{as_of | %Y}}\"},"
                      "{\"label\": \"Number\", \"value\": 1234567, \"note\": \"said so\"}]}");
    text_at(&placed, "3");
    text_at(&placed, "$7.50");
    text_at(&placed, "2025");
    text_at(&placed, "1,234,567");
    const PlacedItem *value = text_at(&placed, "$7.50"), *unit = text_at(&placed, "million");
    assert_true(unit->x >= right_of(value));
    assert_near(unit->as.text.baseline, value->as.text.baseline);
    assert_near(text_at(&placed, "3")->as.text.baseline, value->as.text.baseline);
    placed_clear(&placed);
}

static void differences_carry_sign_and_colour(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"kpis\", \"items\": [{\"label\": \"A\", \"value\": 5, \"delta\": "
           "{\"value\": 3, \"text\": \"since 2024\", \"better\": \"up\"}},"
           "{\"label\": \"B\", \"value\": 5, \"delta\": {\"value\": 2, \"better\": \"down\"}}]}");
    Colour good = text_at(&placed, "+3 since 2024")->as.text.line->runs[0].colour;
    Colour bad = text_at(&placed, "+2")->as.text.line->runs[0].colour;
    assert_true(good.g > good.r);
    assert_true(bad.r > bad.g);
    placed_clear(&placed);
}

static void wide_values_shrink_alike(void **state) {
    Fixture *f = *state;
    Placed placed =
        place_body(f, "{\"block\": \"kpis\", \"columns\": 4, \"items\": ["
                      "{\"label\": \"A\", \"value\": 12345}, {\"label\": \"B\", \"value\": 1},"
                      "{\"label\": \"C\", \"value\": 2}, {\"label\": \"D\", \"value\": 3}]}");
    const PlacedItem *wide = text_at(&placed, "12,345"), *small = text_at(&placed, "1");
    assert_near(wide->as.text.line->runs[0].size, small->as.text.line->runs[0].size);
    assert_true(right_of(wide) < text_at(&placed, "1")->x);
    placed_clear(&placed);
}

static void figures_wider_than_their_tiles_get_wider_ones(void **state) {
    Fixture *f = *state;
    Placed placed =
        place_body(f, "{\"block\": \"kpis\", \"columns\": 8, \"items\": ["
                      "{\"label\": \"A\", \"value\": 123456789012345, \"unit\": \"USD\"},"
                      "{\"label\": \"B\", \"value\": 7}, {\"label\": \"C\", \"value\": 8}, "
                      "{\"label\": \"D\", \"value\": 9}]}");
    const PlacedItem *wide = text_at(&placed, "123,456,789,012,345");
    const PlacedItem *unit = text_at(&placed, "USD"), *next = text_at(&placed, "B");
    assert_true(right_of(wide) < unit->x);
    assert_true(next->y > wide->y || right_of(unit) < next->x);
    assert_near(wide->as.text.line->runs[0].size,
                text_at(&placed, "9")->as.text.line->runs[0].size);
    assert_near(text_at(&placed, "C")->x, text_at(&placed, "A")->x); // two and two
    placed_clear(&placed);
}

static void figures_wider_than_the_page_are_told_and_all_there(void **state) {
    Fixture *f = *state;
    GString *digits = g_string_new("1");
    for (guint i = 0; i < 60; i++)
        g_string_append(digits, "2");
    g_autofree char *members = g_strdup_printf(
        "\"page\": {\"size\": \"A5\"}, \"body\": [{\"block\": \"kpis\", \"items\": ["
        "{\"label\": \"A\", \"value\": \"%s\"}]}]",
        digits->str);
    Placed placed = place_without_check(f, members);
    assert_non_null(placed.document);
    assert_true(diags_has(f->diags, DIAG_OVERFLOW));
    g_autofree char *all = all_text(&placed);
    guint found = 0;
    for (const char *at = all; *at; at++)
        found += g_ascii_isdigit(*at) != 0;
    assert_int_equal(found, 61);
    placed_clear(&placed);
    g_string_free(digits, TRUE);
}

static void figures_without_data_are_mistakes(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(f, "\"body\": [{\"block\": \"kpis\", \"items\": "
                                           "[{\"label\": \"A\", \"value\": {\"data\": " DATA
                                           ", \"aggregate\": \"sum\", \"field\": \"m\"}}]}]");
    assert_null(placed.document);
    assert_string_equal(nth_message(f->diags, 0), "unknown field \"m\" in the data");
    placed_clear(&placed);
    placed = place_without_check(
        f, "\"body\": [{\"block\": \"kpis\", \"items\": [{\"label\": \"A\", \"value\": {\"data\": "
           "\"d\","
           " \"aggregate\": \"summ\"}}, {\"label\": \"B\", \"value\": \"x\", \"format\": \",d\"},"
           " {\"value\": true}]}]");
    assert_null(placed.document);
    assert_hint(f->diags, 1, "did you mean \"sum\"?");
    placed_clear(&placed);
}

#define SPARK                                                                                      \
    "{\"block\": \"kpis\", \"items\": [{\"label\": \"A\", \"value\": \"x\","                       \
    " \"note\": \"below\", \"sparkline\": {\"data\": {\"values\": [{\"n\": 1}, {\"n\": null},"     \
    " {\"n\": 4}, {\"n\": 2}]}, \"field\": \"n\", \"alt\": \"1, 4 and 2\"}}]}"

// The steps of sparklines of the first page, and the dot at the end, which is tagged as they are.
static guint steps_of(const Placed *placed, const PlacedItem *steps[3], const PlacedItem **dot) {
    const PlacedPage *page = &placed->document->pages[0];
    guint count = 0;
    for (guint i = 0; i < page->item_count; i++) {
        const PlacedItem *item = &page->items[i];
        if (item->kind == PLACED_LINE && fabs(item->as.line.y2 - item->y) > 1 && count < 3)
            steps[count++] = item;
        if (count && item->kind == PLACED_RECT && item->tag == steps[0]->tag)
            *dot = item;
    }
    return count;
}

static void a_series_is_drawn_below_the_value(void **state) {
    Fixture *f = *state;
    const PlacedItem *steps[3], *dot = NULL;
    Placed placed = place_body(f, SPARK);
    assert_int_equal(steps_of(&placed, steps, &dot), 2);
    assert_true(steps[0]->as.line.y2 < steps[0]->y && steps[1]->as.line.y2 > steps[1]->y);
    assert_near(steps[0]->as.line.x2, steps[1]->x);
    assert_near(steps[0]->x, text_at(&placed, "x")->x);
    assert_non_null(dot);
    assert_true(steps[0]->as.line.y2 > text_at(&placed, "x")->as.text.baseline);
    assert_true(dot->y + dot->height < text_at(&placed, "below")->y);
    const PlacedTag *tag = &placed.document->tags[steps[0]->tag];
    assert_int_equal(tag->kind, TAG_FIGURE);
    assert_string_equal(tag->alt, "1, 4 and 2");
    placed_clear(&placed);
}

static void a_series_runs_with_the_script(void **state) {
    Fixture *f = *state;
    const PlacedItem *steps[3], *dot = NULL;
    Placed placed = place_without_check(f, "\"dir\": \"rtl\", \"body\": [" SPARK "]");
    assert_int_equal(steps_of(&placed, steps, &dot), 2);
    assert_true(steps[0]->as.line.x2 < steps[0]->x && steps[1]->as.line.x2 < steps[1]->x);
    assert_near(steps[0]->x, right_of(text_at(&placed, "x")));
    assert_true(dot->x >= 0 && dot->x < steps[1]->x);
    placed_clear(&placed);
}

static void long_series_are_thinned_by_means(void **state) {
    (void)state;
    double numbers[1000], out[200];
    for (guint i = 0; i < 1000; i++)
        numbers[i] = i;
    assert_int_equal(sparkline_thin(numbers, 1000, 200, out), 200);
    assert_near(out[0], 2);
    assert_near(out[199], 997);
    assert_int_equal(sparkline_thin(numbers, 3, 200, out), 3);
    assert_near(out[1], 1);
    assert_int_equal(sparkline_thin(numbers, 0, 200, out), 0);
}

static void series_without_field_or_data_are_mistakes(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"body\": [{\"block\": \"kpis\", \"items\": [{\"label\": \"A\", \"value\": 1,"
           " \"sparkline\": {\"data\": " DATA ", \"field\": \"m\"}}]}]");
    assert_null(placed.document);
    assert_string_equal(nth_message(f->diags, 0), "unknown field \"m\" in the data");
    placed_clear(&placed);
    placed = place_without_check(f, "\"body\": [{\"block\": \"kpis\", \"items\": [{\"label\": "
                                    "\"A\", \"value\": 1, \"sparkline\": {\"data\": " DATA "}},"
                                    "{\"label\": \"B\", \"value\": 1, \"sparkline\": 3}]}]");
    assert_null(placed.document);
    placed_clear(&placed);
    assert_non_null(strstr(nth_message(f->diags, 1), "\"field\""));
    assert_non_null(strstr(nth_message(f->diags, 2), "sparkline"));
}

// ---- timelines

#define EVENTS                                                                                     \
    "{\"d\": \"2025-07-08\", \"t\": \"day\"}, {\"d\": \"197X\", \"t\": \"decade\"},"               \
    "{\"d\": null, \"t\": \"never\"}, {\"d\": \"2025\", \"t\": \"year\"},"                         \
    "{\"d\": \"2024/2025\", \"t\": \"span\"}"

static void events_stand_in_order_with_dates_as_they_are_known(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"timeline\", \"data\": {\"values\": [" EVENTS "]},"
                                  " \"date\": \"d\", \"title\": \"t\"}");
    const char *order[] = {"decade", "span", "year", "day", "never"};
    for (guint i = 1; i < G_N_ELEMENTS(order); i++)
        assert_true(text_at(&placed, order[i])->y > text_at(&placed, order[i - 1])->y);
    text_at(&placed, "1970s");
    text_at(&placed, "8 Jul 2025");
    text_at(&placed, "undated");
    assert_tags(&placed, "decade", "LBody LI L Document");
    assert_tags(&placed, "1970s", "Lbl LI L Document");
    placed_clear(&placed);
}

static void events_run_backwards_when_asked(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, "{\"block\": \"timeline\", \"data\": {\"values\": [" EVENTS "]},"
                                  " \"date\": \"d\", \"title\": \"t\", \"order\": \"descending\"}");
    assert_true(text_at(&placed, "day")->y < text_at(&placed, "decade")->y);
    assert_true(text_at(&placed, "never")->y > text_at(&placed, "decade")->y);
    placed_clear(&placed);
}

#define LIMITED(more)                                                                              \
    "{\"block\": \"timeline\", \"data\": {\"values\": [" EVENTS "]}, \"date\": \"d\","             \
    " \"title\": \"t\", \"limit\": 2" more "}"

static void events_left_out_are_counted(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, LIMITED(""));
    text_at(&placed, "… and 3 more");
    placed_clear(&placed);
    placed = place_body(f, LIMITED(", \"more\": false"));
    assert_null(find_text(&placed, "… and 3 more", NULL));
    placed_clear(&placed);
}

// ---- commitments and sources

static void commitments_say_who_what_when(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f,
        "{\"block\": \"commitments\", \"data\": {\"values\": ["
        "{\"text\": \"Build it\", \"by\": \"Russia\", \"due\": \"2025-22\", \"state\": \"overdue\","
        " \"title\": \"The mill\"},"
        "{\"text\": \"Fund it\", \"by\": null, \"due\": null, \"state\": \"open\","
        " \"title\": \"The mill\"}]}}");
    text_at(&placed, "Commitment");
    text_at(&placed, "summer 2025");
    const PlacedItem *state_text = text_at(&placed, "overdue");
    Colour colour = state_text->as.text.line->runs[0].colour;
    assert_true(colour.r > colour.g);
    placed_clear(&placed);
}

static void commitments_without_partnership(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"commitments\", \"partnership\": false, \"by\": false, \"what\": \"w\","
           " \"due\": false, \"state\": false, \"data\": {\"values\": [{\"w\": \"Build it\"}]}}");
    g_autofree char *all = all_text(&placed);
    assert_string_equal(all, "Commitment\nBuild it\n");
    placed_clear(&placed);
}

static void sources_are_numbered_places(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"sources\", \"data\": {\"values\": ["
           "{\"number\": 1, \"title\": \"First\", \"publisher\": \"Press\", \"published\": "
           "\"2025-07-09\", \"url\": \"https://example.org\", \"partnerships\": 3},"
           "{\"number\": 2, \"title\": \"Unused\", \"partnerships\": 0},"
           "{\"number\": 3, \"title\": \"Third\", \"partnerships\": 1, \"url\": \"ftp://x\"}]}}");
    text_at(&placed, "Press · 9 July 2025 · 3 partnerships");
    assert_null(find_text(&placed, "Unused", NULL));
    assert_int_equal(placed.document->destination_count, 2);
    assert_string_equal(placed.document->destinations[1].name, "source-3");
    guint links = 0;
    for (guint i = 0; i < placed.document->pages[0].item_count; i++)
        links += placed.document->pages[0].items[i].kind == PLACED_LINK;
    assert_int_equal(links, 1);
    placed_clear(&placed);
}

// ---- repetitions

static void bodies_are_repeated_by_row(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"repeat\", \"for\": {\"data\": " DATA ", \"as\": \"r\"}, \"body\": ["
           "{\"block\": \"heading\", \"level\": 2, \"text\": \"{{r.g}} has {{r.n}}\"}]}");
    text_at(&placed, "A has 1");
    text_at(&placed, "B has 2.5");
    text_at(&placed, "A has 4");
    assert_int_equal(placed.document->outline_count, 3);
    placed_clear(&placed);
}

static void bodies_are_repeated_by_group(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"repeat\", \"for\": {\"data\": " DATA ", \"by\": \"g\", \"as\": \"s\"},"
           " \"limit\": 1, \"body\": [{\"block\": \"heading\", \"text\": \"Group {{s.key}}\"},"
           "{\"block\": \"table\", \"data\": \"s.rows\", \"columns\": ["
           "{\"field\": \"n\", \"total\": \"sum\"}]}]}");
    text_at(&placed, "Group A");
    text_at(&placed, "5");
    assert_null(find_text(&placed, "Group B", NULL));
    placed_clear(&placed);
}

static void repetitions_of_nothing_say_so(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, "{\"block\": \"repeat\", \"for\": {\"data\": {\"values\": []}}, \"empty\": \"None.\","
           " \"body\": [{\"block\": \"text\", \"text\": \"x\"}]},"
           "{\"block\": \"repeat\", \"for\": {\"data\": {\"values\": []}},"
           " \"body\": {\"block\": \"text\", \"text\": \"y\"}}");
    g_autofree char *all = all_text(&placed);
    assert_string_equal(all, "None.\n");
    placed_clear(&placed);
}

static void endless_repetitions_are_an_error(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"body\": [{\"block\": \"repeat\", \"for\": {\"data\": {\"sequence\": {\"start\": 0,"
           " \"stop\": 10001}}}, \"body\": {\"block\": \"heading\", \"text\": \"x\"}}]");
    assert_null(placed.document);
    assert_string_equal(nth_message(f->diags, 0), "a repetition of 10001 turns, more than 10000");
    placed_clear(&placed);
}

static void a_mistake_in_a_body_is_reported_once(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"body\": [{\"block\": \"repeat\", \"for\": {\"data\": " DATA ", \"as\": \"r\"},"
           " \"body\": [{\"block\": \"text\", \"text\": \"{{r.x}}\"}]}]");
    assert_null(placed.document);
    assert_int_equal(diags_kept(f->diags), 1);
    placed_clear(&placed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(figures_are_counted_summed_and_printed),
        PAGE_TEST(a_series_is_drawn_below_the_value),
        PAGE_TEST(a_series_runs_with_the_script),
        PAGE_TEST(long_series_are_thinned_by_means),
        PAGE_TEST(series_without_field_or_data_are_mistakes),
        PAGE_TEST(differences_carry_sign_and_colour),
        PAGE_TEST(wide_values_shrink_alike),
        PAGE_TEST(figures_wider_than_their_tiles_get_wider_ones),
        PAGE_TEST(figures_wider_than_the_page_are_told_and_all_there),
        PAGE_TEST(figures_without_data_are_mistakes),
        PAGE_TEST(events_stand_in_order_with_dates_as_they_are_known),
        PAGE_TEST(events_run_backwards_when_asked),
        PAGE_TEST(events_left_out_are_counted),
        PAGE_TEST(commitments_say_who_what_when),
        PAGE_TEST(commitments_without_partnership),
        PAGE_TEST(sources_are_numbered_places),
        PAGE_TEST(bodies_are_repeated_by_row),
        PAGE_TEST(bodies_are_repeated_by_group),
        PAGE_TEST(repetitions_of_nothing_say_so),
        PAGE_TEST(endless_repetitions_are_an_error),
        PAGE_TEST(a_mistake_in_a_body_is_reported_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
