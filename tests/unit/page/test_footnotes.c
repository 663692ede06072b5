// Footnotes stand at the foot of the page that has their mark, in the order of their marks, with
// numbers through the report.
#include "place_support.h"

#define TEXT(text) "{\"block\": \"text\", \"text\": \"" text "\"}"

static guint page_of(const Placed *placed, const char *wanted) {
    guint page = 0;
    if (!find_text(placed, wanted, &page))
        fail_msg("no text \"%s\" on any page", wanted);
    return page;
}

static void notes_stand_below_the_text_in_their_order(void **state) {
    Placed placed = place_body(*state, TEXT("One[^b] two[^a] three[^b].\\n\\n[^a]: Second note.\\n"
                                            "[^b]: First note.\\n"));
    const PlacedItem *first = text_at(&placed, "First note."), *text = NULL;
    text = text_at(&placed, "One1 two2 three1.");
    assert_int_equal(count_text(&placed, "First note."), 1);
    assert_true(first->y < text_at(&placed, "Second note.")->y);
    assert_true(first->y > text->y + 100); // at the foot of the page
    assert_tags(&placed, "First note.", "Note Document");
    placed_clear(&placed);
}

static void numbers_go_on_through_the_report(void **state) {
    Placed placed =
        place_body(*state, TEXT("One[^1].\\n\\n[^1]: A.\\n") "," TEXT("Two[^1].\\n\\n[^1]: B.\\n"));
    text_at(&placed, "One1.");
    text_at(&placed, "Two2.");
    assert_true(text_at(&placed, "A.")->y < text_at(&placed, "B.")->y);
    placed_clear(&placed);
}

static void a_mark_without_a_note_is_text(void **state) {
    Fixture *f = *state;
    Placed placed =
        place_without_check(f, "\"body\": [" TEXT("One[^x] two.\\n\\n[^y]: Unused.\\n") "]");
    assert_non_null(placed.document);
    assert_int_equal(diags_warnings(f->diags), 2);
    text_at(&placed, "One[^x] two.");
    assert_int_equal(count_text(&placed, "Unused."), 0);
    placed_clear(&placed);
}

static void marks_in_lists_quotes_and_tables_have_notes(void **state) {
    Placed placed = place_body(
        *state, TEXT("- item[^a]\\n\\n> quote[^b]\\n\\n| h |\\n|---|\\n| cell[^c] |\\n\\n"
                     "[^a]: A.\\n[^b]: B.\\n[^c]: C.\\n"));
    static const char *const notes[] = {"A.", "B.", "C."};
    for (guint i = 0; i < G_N_ELEMENTS(notes); i++)
        assert_int_equal(count_text(&placed, notes[i]), 1);
    placed_clear(&placed);
}

static void notes_in_columns_go_to_the_foot_of_the_page(void **state) {
    Placed placed = place_body(
        *state, "{\"block\": \"row\", \"cells\": [" TEXT("Left[^1]\\n\\n[^1]: L.\\n") "," TEXT(
                    "Right[^1]\\n\\n[^1]: R.\\n") "]}");
    assert_near(text_at(&placed, "L.")->x, text_at(&placed, "R.")->x);
    assert_true(text_at(&placed, "L.")->y > text_at(&placed, "Right2")->y + 100);
    placed_clear(&placed);
}

// Paragraphs of one line each with a note of 1 to 4 lines: every count up to four pages.
static void check_notes(Fixture *f, guint count) {
    GString *text = g_string_new(NULL);
    for (guint i = 1; i <= count; i++)
        g_string_append_printf(text, "line%u[^%u].\\n\\n", i, i);
    for (guint i = 1; i <= count; i++) {
        g_string_append_printf(text, "[^%u]: note%u", i, i);
        for (guint k = 0; k < (i * 5) % 37; k++)
            g_string_append(text, " words");
        g_string_append(text, "\\n");
    }
    g_autofree char *body = g_strdup_printf("{\"block\": \"text\", \"text\": \"%s\"}", text->str);
    Placed placed = place_body(f, body);
    assert_on_pages(&placed);
    g_autofree char *all = all_text(&placed);
    const char *at = all;
    for (guint i = 1; i <= count; i++) {
        g_autofree char *line = g_strdup_printf("line%u%u.", i, i);
        g_autofree char *note = g_strdup_printf("note%u", i);
        guint page = page_of(&placed, line);
        const PlacedItem *mark = text_at(&placed, line), *found = NULL;
        const PlacedPage *placed_page = &placed.document->pages[page];
        for (guint k = 0; k < placed_page->item_count && !found; k++) {
            g_autofree char *said = item_text(&placed_page->items[k]);
            g_auto(GStrv) words = g_strsplit(said, " ", 2);
            if (words[0] && strcmp(words[0], note) == 0)
                found = &placed_page->items[k];
        }
        assert_non_null(found); // on the page of its mark, below it
        assert_true(found->y >= mark->y + mark->height);
        assert_true(found->y + found->height <= placed_page->height - 56 + 0.1);
        at = strstr(at, line);
        assert_non_null(at); // in order
    }
    placed_clear(&placed);
    g_string_free(text, TRUE);
}

static void every_note_is_on_the_page_of_its_mark(void **state) {
    for (guint count = 1; count <= 60; count += count < 12 ? 1 : 6)
        check_notes(*state, count);
}

static void a_note_taller_than_a_page_is_an_error(void **state) {
    Fixture *f = *state;
    GString *words = g_string_new(NULL);
    for (guint i = 0; i < 4000; i++)
        g_string_append(words, "word ");
    g_autofree char *members = g_strdup_printf(
        "\"page\": {\"size\": \"A5\"}, \"body\": [" TEXT("One[^1].\\n\\n[^1]: %s\\n") "]",
        words->str);
    Placed placed = place_without_check(f, members);
    assert_null(placed.document);
    assert_true(diags_has(f->diags, DIAG_OVERFLOW));
    placed_clear(&placed);
    g_string_free(words, TRUE);
}

static void where_notes_cannot_stand_it_is_said(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"body\": [{\"block\": \"quote\", \"text\": \"One[^1].\\n\\n[^1]: A.\\n\"},"
           "{\"block\": \"list\", \"items\": [\"One[^1].\\n\\n[^1]: A.\\n\"]}," TEXT(
               "# Head[^1]\\n\\n[^1]: A.\\n") "]");
    guint said = count_text(&placed, "A.") + diags_warnings(f->diags);
    assert_int_equal(said, 4); // the heading's note stands, and it is said that its mark does not
    placed_clear(&placed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(notes_stand_below_the_text_in_their_order),
        PAGE_TEST(numbers_go_on_through_the_report),
        PAGE_TEST(a_mark_without_a_note_is_text),
        PAGE_TEST(marks_in_lists_quotes_and_tables_have_notes),
        PAGE_TEST(notes_in_columns_go_to_the_foot_of_the_page),
        PAGE_TEST(every_note_is_on_the_page_of_its_mark),
        PAGE_TEST(a_note_taller_than_a_page_is_an_error),
        PAGE_TEST(where_notes_cannot_stand_it_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
