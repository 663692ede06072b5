// Numbers of figures and tables, what texts say of other blocks, and lists of them.
#include "place_support.h"

#define ROWS "\"data\": {\"values\": [{\"a\": 1}, {\"a\": 2}]}"
#define TABLE(members) "{\"block\": \"table\", " ROWS ", \"columns\": [\"a\"]" members "}"
#define TIMELINE(members)                                                                          \
    "{\"block\": \"timeline\", \"data\": {\"values\": [{\"date\": \"2020\", \"title\": "           \
    "\"T\"}]}" members "}"
#define TEXT(text) "{\"block\": \"text\", \"text\": \"" text "\"}"
#define BREAK "{\"block\": \"page_break\"}"
enum { FROM = 560, STEP = 20 };
#define NUMBERING "\"numbering\": {\"figures\": true, \"tables\": true, \"headings\": true}, "

static Placed place(Fixture *f, const char *body) {
    g_autofree char *members =
        g_strdup_printf(NUMBERING "\"page\": {\"size\": \"A5\"}, \"body\": [%s]", body);
    Placed placed = place_without_check(f, members);
    assert_printed(f->diags, "");
    assert_non_null(placed.document);
    return placed;
}

static void series_are_counted_apart_and_in_order(void **state) {
    Placed placed = place(
        *state,
        TABLE(", \"caption\": \"One\"") "," TIMELINE(", \"caption\": \"Two\"") "," TABLE(
            ", \"caption\": \"Three\"") "," TABLE(", \"caption\": \"Four\", \"numbered\": "
                                                  "false") "," TABLE("") "," TABLE(", "
                                                                                   "\"caption\""
                                                                                   ": "
                                                                                   "\"Five\""));
    text_at(&placed, "Table\xC2\xA0"
                     "1\xE2\x80\x82One");
    text_at(&placed, "Figure\xC2\xA0"
                     "1\xE2\x80\x82Two");
    text_at(&placed, "Table\xC2\xA0"
                     "2\xE2\x80\x82Three");
    text_at(&placed, "Four");
    text_at(&placed, "Table\xC2\xA0"
                     "3\xE2\x80\x82"
                     "Five");
    assert_tags(&placed,
                "Table\xC2\xA0"
                "1\xE2\x80\x82One",
                "Caption Document");
    placed_clear(&placed);
}

static void texts_speak_of_what_comes_and_what_was(void **state) {
    Placed placed = place(
        *state, TEXT("See {{ref.t}} and {{ref.f}} ({{ref.f.title}}).") "," TABLE(
                    ", \"id\": \"t\", "
                    "\"caption\": "
                    "\"One\"") "," TIMELINE(", \"id\": \"f\", "
                                            "\"caption\": \"Two\"") "," TEXT("So {{ref.t.number}} "
                                                                             "of {{ref.t}}."));
    text_at(&placed, "See Table\xC2\xA0"
                     "1 and Figure\xC2\xA0"
                     "1 (Two).");
    text_at(&placed, "So 1 of Table\xC2\xA0"
                     "1.");
    placed_clear(&placed);
}

static void what_is_said_leads_there(void **state) {
    Placed placed = place(*state, TEXT("See {{ref.my-t.page}}.") "," BREAK "," TABLE(
                                      ", \"id\": \"my-t\", \"caption\": \"One\""));
    const PlacedPage *page = &placed.document->pages[0];
    guint links = 0;
    for (guint i = 0; i < page->item_count; i++)
        if (page->items[i].kind == PLACED_LINK) {
            assert_string_equal(page->items[i].as.link.destination, "my-t");
            links++;
        }
    assert_int_equal(links, 1);
    text_at(&placed, "See 2.");
    placed_clear(&placed);
}

static void headings_are_sections(void **state) {
    Placed placed = place(
        *state, TEXT("{{ref.b}}, {{ref.c}}") ",{\"block\": \"heading\", \"text\": \"A\"},"
                                             "{\"block\": \"heading\", \"text\": \"B\", \"level\": "
                                             "2, \"id\": \"b\"},{\"block\": \"heading\", \"text\": "
                                             "\"C\", \"id\": \"c\", \"numbered\": false}");
    text_at(&placed, "Section\xC2\xA0"
                     "1.1, C");
    placed_clear(&placed);
}

static void lists_have_what_is_numbered(void **state) {
    Placed placed =
        place(*state, "{\"block\": \"toc\", \"of\": \"tables\"}, {\"block\": \"toc\", \"of\": "
                      "\"figures\", \"title\": \"Pictures\"}," BREAK
                      "," TABLE(", \"caption\": \"One\"") "," TIMELINE(", \"caption\": \"Two\""));
    text_at(&placed, "Tables");
    text_at(&placed, "Pictures");
    assert_int_equal(count_text(&placed, "Table\xC2\xA0"
                                         "1\xE2\x80\x82One"),
                     2);
    assert_tags(&placed,
                "Table\xC2\xA0"
                "1\xE2\x80\x82One",
                "TOCI TOC Div Document");
    placed_clear(&placed);
}

// A row that holds contents is composed last; its figure is still the first.
static void numbers_follow_places_beside_contents(void **state) {
    Placed placed = place(
        *state,
        "{\"block\": \"row\", \"cells\": [{\"block\": \"toc\"}," TIMELINE(
            ", \"caption\": \"Early\"") "]}," TIMELINE(", \"caption\": \"Late\"") ",{\"block\": "
                                                                                  "\"heading\", "
                                                                                  "\"text\": "
                                                                                  "\"H\"}");
    text_at(&placed, "Figure\xC2\xA0"
                     "1\xE2\x80\x82"
                     "Early");
    text_at(&placed, "Figure\xC2\xA0"
                     "2\xE2\x80\x82Late");
    assert_int_equal(count_text(&placed, "1 H"), 1);
    placed_clear(&placed);
}

static void shrinking_counts_once(void **state) {
    g_autoptr(GString) rows = g_string_new(NULL);
    for (int i = 0; i < 40; i++)
        g_string_append_printf(rows, "%s{\"a\": %d}", i ? ", " : "", i);
    g_autofree char *body = g_strdup_printf(
        "{\"block\": \"box\", \"overflow\": \"shrink\", \"body\": [{\"block\": \"heading\", "
        "\"text\": \"H\"}, {\"block\": \"table\", \"caption\": \"Long\", \"columns\": [\"a\"], "
        "\"data\": {\"values\": [%s]}}]}," TABLE(", \"caption\": \"Next\""),
        rows->str);
    Placed placed = place(*state, body);
    text_at(&placed, "Table\xC2\xA0"
                     "1\xE2\x80\x82Long");
    text_at(&placed, "Table\xC2\xA0"
                     "2\xE2\x80\x82Next");
    placed_clear(&placed);
}

// ---- pages that depend on what is said of them

static guint page_of(const Placed *placed, const char *name) {
    for (guint i = 0; i < placed->document->destination_count; i++)
        if (strcmp(placed->document->destinations[i].name, name) == 0)
            return placed->document->destinations[i].page + 1;
    fail_msg("no place \"%s\"", name);
    return 0;
}

// Text in front of what it speaks of: with the page as one figure the place stays on page 9, with
// two figures it is pushed to page 10. Whatever the length of the text, what is said is so.
static guint page_said(Fixture *f, guint words) {
    g_autoptr(GString) body = g_string_new(NULL);
    for (int i = 0; i < 8; i++)
        g_string_append(body, TEXT("x") "," BREAK ",");
    g_string_append(body, "{\"block\": \"text\", \"text\": \"");
    for (guint i = 0; i < words; i++)
        g_string_append(body, "{{ref.t.page}} ");
    g_string_append(body, "\"}," TABLE(", \"id\": \"t\""));
    Placed placed = place(f, body->str);
    guint page = page_of(&placed, "t"), found = 0;
    g_autofree char *said = g_strdup_printf("%u", page), *all = all_text(&placed);
    g_auto(GStrv) said_words = g_strsplit_set(all, " \n", -1);
    for (guint i = 0; said_words[i]; i++) {
        const char *word = said_words[i];
        while (g_str_has_prefix(word, "\xE2\x80\x87"))
            word += strlen("\xE2\x80\x87");
        found += strcmp(word, said) == 0;
    }
    assert_int_equal(found, words);
    placed_clear(&placed);
    return page;
}

static void pages_are_right_whatever_their_own_length_does(void **state) {
    bool seen[3] = {false};
    for (guint words = FROM; words < FROM + 8 * STEP; words += STEP) {
        guint page = page_said(*state, words);
        seen[page - 9] = true;
    }
    assert_true(seen[0] && seen[1]);
}

// ---- what is wrong

static void assert_wrong(Fixture *f, const char *text, const char *message) {
    g_autofree char *members = g_strdup_printf(
        NUMBERING "\"body\": [" TEXT("%s") "," TABLE(", \"id\": \"rows\"") "]", text);
    Placed placed = place_without_check(f, members);
    assert_null(placed.document);
    assert_string_equal(nth_message(f->diags, 0), message);
    placed_clear(&placed);
}

static void an_unknown_id_is_an_error(void **state) {
    Fixture *f = *state;
    assert_wrong(f, "{{ref.rwos}}", "\"rwos\" is the id of no block that stands in the report");
    assert_string_equal(diags_nth(f->diags, 0)->hint, "did you mean \"rows\"?");
}

static void a_block_without_a_number_is_an_error(void **state) {
    assert_wrong(*state, "{{ref.rows}}", "\"rows\" has no number");
}

static void a_reference_has_no_format(void **state) {
    assert_wrong(*state, "{{ref.rows | d}}", "\"{{ref.rows | d}}\" is no reference");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_begin, fixture_end)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(series_are_counted_apart_and_in_order),
        TEST(texts_speak_of_what_comes_and_what_was),
        TEST(what_is_said_leads_there),
        TEST(headings_are_sections),
        TEST(lists_have_what_is_numbered),
        TEST(numbers_follow_places_beside_contents),
        TEST(shrinking_counts_once),
        TEST(pages_are_right_whatever_their_own_length_does),
        TEST(an_unknown_id_is_an_error),
        TEST(a_block_without_a_number_is_an_error),
        TEST(a_reference_has_no_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
