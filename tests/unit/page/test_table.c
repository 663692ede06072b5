// Tables: widths, alignment, totals, groups, heads on every page, and no row lost at any length.
#include "place_support.h"

#define TABLE(data, members)                                                                       \
    "{\"block\": \"table\", \"data\": {\"values\": [" data "]}, " members "}"

static const PlacedItem *nth_line_below(const Placed *placed, const PlacedItem *item) {
    const PlacedPage *page = &placed->document->pages[0];
    for (guint i = 0; i < page->item_count; i++)
        if (page->items[i].kind == PLACED_LINE && page->items[i].y >= item->y + item->height)
            return &page->items[i];
    return NULL;
}

// ---- columns

static void numbers_line_up_at_the_end(void **state) {
    Fixture *f = *state;
    Placed placed =
        place_body(f, TABLE("{\"a\": \"x\", \"n\": 7}, {\"a\": \"y\", \"n\": 12345.5}",
                            "\"columns\": [\"a\", \"n\", {\"field\": \"a\", \"title\": \"B\"}]"));
    const PlacedItem *few = text_at(&placed, "7.0"), *many = text_at(&placed, "12,345.5");
    assert_near(right_of(few), right_of(many));
    assert_near(right_of(text_at(&placed, "N")), right_of(many));
    assert_near(text_at(&placed, "x")->x, text_at(&placed, "A")->x);
    placed_clear(&placed);
}

static void years_have_no_separators_and_dates_are_short(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, TABLE("{\"y\": 1985, \"d\": \"2025-07-08\", \"n\": 2500},"
                                        "{\"y\": 2024, \"d\": \"197X\", \"n\": 3}",
                                        "\"columns\": [\"y\", \"d\", \"n\"]"));
    text_at(&placed, "1985");
    text_at(&placed, "8 Jul 2025");
    text_at(&placed, "1970s");
    text_at(&placed, "2,500");
    placed_clear(&placed);
}

static void missing_values_are_dashes_and_empty_texts_are_empty(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, TABLE("{\"a\": null, \"b\": \"\", \"c\": 1}", "\"columns\": [\"a\", \"b\", \"c\"]"));
    assert_int_equal(count_text(&placed, "—"), 1);
    placed_clear(&placed);
}

static void tables_fill_the_column(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, TABLE("{\"a\": \"x\", \"n\": 1}", "\"columns\": [\"a\", \"n\"]"));
    const PlacedItem *rule = nth_line_below(&placed, text_at(&placed, "A"));
    assert_non_null(rule);
    assert_near(right_of(text_at(&placed, "1")), right_of(rule));
    placed_clear(&placed);
}

static void a_column_is_never_narrower_than_its_longest_word(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, TABLE("{\"a\": \"many small words that may be broken into lines anywhere at all and so "
                 "on\", \"b\": \"Environment\"}",
                 "\"columns\": [{\"field\": \"a\", \"width\": \"40fr\"},"
                 " {\"field\": \"b\", \"width\": \"1fr\"}]"));
    text_at(&placed, "Environment");
    placed_clear(&placed);
}

static void endless_words_are_broken(void **state) {
    Fixture *f = *state;
    g_autofree char *word = g_strnfill(600, 'w');
    g_autofree char *body =
        g_strdup_printf(TABLE("{\"a\": \"%s\", \"b\": 1}", "\"columns\": [\"a\", \"b\"]"), word);
    g_autofree char *members =
        g_strdup_printf("\"page\": {\"size\": \"A5\"}, \"body\": [%s]", body);
    Placed placed = place_without_check(f, members);
    assert_non_null(placed.document);
    assert_int_equal(diags_errors(f->diags), 0);
    assert_true(diags_has(f->diags, DIAG_OVERFLOW)); // a warning
    assert_on_pages(&placed);
    g_autofree char *all = all_text(&placed);
    guint count = 0;
    for (const char *at = all; *at; at++)
        count += *at == 'w';
    assert_int_equal(count, 600);
    placed_clear(&placed);
}

static void fixed_widths_are_kept(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f,
        TABLE("{\"a\": \"x\", \"b\": \"y\", \"c\": \"z\"}",
              "\"columns\": [{\"field\": \"a\", \"width\": \"100pt\"},"
              " {\"field\": \"b\", \"width\": \"25%\"}, {\"field\": \"c\", \"width\": \"1fr\"}]"));
    double start = text_at(&placed, "x")->x, pad = 4; // points inside a cell
    double width = nth_line_below(&placed, text_at(&placed, "A"))->width;
    assert_near(text_at(&placed, "y")->x, start + 100 + pad);
    assert_near(text_at(&placed, "z")->x, start + 100 + width / 4 + pad);
    placed_clear(&placed);
}

static void long_cells_are_cut_only_where_the_layout_says_so(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, TABLE("{\"a\": \"one two three four five six seven eight nine ten eleven twelve\"}",
                 "\"columns\": [{\"field\": \"a\", \"width\": \"60pt\", \"max_lines\": 2},"
                 " {\"field\": \"a\", \"width\": \"60pt\", \"title\": \"B\"}]"));
    g_autofree char *all = all_text(&placed);
    assert_non_null(strstr(all, "…"));
    assert_non_null(strstr(all, "twelve"));
    placed_clear(&placed);
}

// ---- rows

static void rows_are_sorted_limited_and_the_rest_counted(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, TABLE("{\"a\": \"x\", \"n\": 1}, {\"a\": \"y\", \"n\": 3}, {\"a\": \"z\", \"n\": 2}",
                 "\"columns\": [\"a\", \"n\"], \"limit\": 2,"
                 " \"sort\": {\"field\": \"n\", \"order\": \"descending\"}"));
    assert_true(text_at(&placed, "y")->y < text_at(&placed, "z")->y);
    assert_null(find_text(&placed, "x", NULL));
    text_at(&placed, "… and 1 more");
    placed_clear(&placed);
}

static void totals_count_rows_that_a_limit_hides(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, TABLE("{\"a\": \"x\", \"n\": 1}, {\"a\": \"y\", \"n\": 30}, {\"a\": \"z\", \"n\": 200}",
                 "\"columns\": [\"a\", {\"field\": \"n\", \"total\": \"sum\"}], \"limit\": 2,"
                 " \"sort\": {\"field\": \"n\", \"order\": \"descending\"}"));
    double more = text_at(&placed, "… and 1 more")->y, total = text_at(&placed, "231")->y;
    assert_true(text_at(&placed, "30")->y < more && more < total);
    assert_true(fabs(text_at(&placed, "Total")->y - total) < 1);
    placed_clear(&placed);
}

static void subtotals_count_hidden_rows_of_their_group(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f,
        TABLE("{\"g\": \"b\", \"a\": \"r\", \"n\": 5000}, {\"g\": \"a\", \"a\": \"s\", \"n\": 1},"
              "{\"g\": \"b\", \"a\": \"t\", \"n\": 300}, {\"g\": \"a\", \"a\": \"u\", \"n\": 20},"
              "{\"g\": \"c\", \"a\": \"v\", \"n\": 0}",
              "\"columns\": [\"a\", {\"field\": \"n\", \"total\": \"sum\"}], \"limit\": 3,"
              " \"group_by\": \"g\", \"sort\": {\"field\": \"n\", \"order\": \"descending\"}"));
    text_at(&placed, "5,300");
    double first = text_at(&placed, "… and 1 more")->y; // of group a: 20, and 1 is hidden
    assert_true(text_at(&placed, "20")->y < first && first < text_at(&placed, "21")->y);
    text_at(&placed, "5,321");
    assert_null(find_text(&placed, "c", NULL));
    placed_clear(&placed);
}

static void totals_are_called_what_they_are(void **state) {
    static const struct {
        const char *operation, *name;
    } cases[] = {{"mean", "Mean"}, {"max", "Maximum"}, {"count", "Count"}, {"sum", "Total"}};
    Fixture *f = *state;
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *rest = g_strdup_printf(
            "\"columns\": [\"a\", {\"field\": \"n\", \"total\": \"%s\"}]", cases[i].operation);
        g_autofree char *body = g_strdup_printf(
            "{\"block\": \"table\", \"data\": {\"values\": [{\"a\": \"x\", \"n\": 7}]}, %s}", rest);
        Placed placed = place_body(f, body);
        text_at(&placed, cases[i].name);
        placed_clear(&placed);
    }
    Placed placed =
        place_body(f, TABLE("{\"a\": \"x\", \"n\": 7, \"m\": 1, \"k\": \"b\"}",
                            "\"columns\": [\"a\", {\"field\": \"k\", \"total\": \"count\"},"
                            " {\"field\": \"n\", \"total\": \"sum\"},"
                            " {\"field\": \"m\", \"total\": \"mean\"}]"));
    text_at(&placed, "Total / Mean");
    placed_clear(&placed);
}

static void totals_are_exact(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f,
        TABLE(
            "{\"a\": \"x\", \"n\": 0.1}, {\"a\": \"x\", \"n\": 0.2}",
            "\"columns\": [{\"field\": \"a\"}, {\"field\": \"n\", \"format\": \".1f\", "
            "\"total\": \"sum\"}, {\"field\": \"a\", \"title\": \"D\", \"total\": \"distinct\"}]"));
    text_at(&placed, "Total");
    text_at(&placed, "0.3");
    text_at(&placed, "1");
    assert_tags(&placed, "0.3", "TD TR TFoot Table Document");
    placed_clear(&placed);
}

static void groups_have_names_and_subtotals(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(
        f, TABLE("{\"g\": \"Steel\", \"n\": 1}, {\"g\": \"Roads\", \"n\": 5},"
                 "{\"g\": \"Steel\", \"n\": 3}",
                 "\"group_by\": \"g\", \"columns\": [{\"field\": \"g\", \"title\": \"Sector\"},"
                 " {\"field\": \"n\", \"total\": \"sum\"}]"));
    assert_int_equal(count_text(&placed, "Subtotal"), 2);
    text_at(&placed, "4");
    text_at(&placed, "9");
    const PlacedItem *name = text_at(&placed, "Steel");
    assert_tags(&placed, "Steel", "TH TR TBody Table Document");
    assert_int_equal(placed.document->tags[name->tag].column_span, 2);
    placed_clear(&placed);
}

static void no_rows_say_so(void **state) {
    Fixture *f = *state;
    Placed placed = place_body(f, TABLE("", "\"columns\": [\"a\"]") "," TABLE(
                                      "", "\"columns\": [\"a\"], \"empty\": \"None yet\""));
    g_autofree char *all = all_text(&placed);
    assert_string_equal(all, "Nothing to show\nNone yet\n");
    placed_clear(&placed);
}

static void cells_link_where_links_are_allowed(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"body\": [" TABLE("{\"a\": \"good\", \"u\": \"https://example.org/1\"},"
                               "{\"a\": \"bad\", \"u\": \"javascript:alert(1)\"}",
                               "\"columns\": [{\"field\": \"a\", \"link\": \"u\"}]") "]");
    assert_non_null(placed.document);
    guint links = 0;
    const PlacedPage *page = &placed.document->pages[0];
    for (guint i = 0; i < page->item_count; i++) {
        if (page->items[i].kind != PLACED_LINK)
            continue;
        links++;
        assert_string_equal(page->items[i].as.link.uri, "https://example.org/1");
    }
    assert_int_equal(links, 1);
    assert_int_equal(diags_warnings(f->diags), 1);
    assert_true(diags_has(f->diags, DIAG_BAD_LINK));
    placed_clear(&placed);
}

// ---- pages

static char *numbered_rows(guint count, guint words) {
    GString *rows = g_string_new(NULL);
    for (guint i = 0; i < count; i++) {
        g_string_append_printf(rows, "%s{\"id\": \"row %u\", \"t\": \"", i ? "," : "", i);
        for (guint k = 0; k < (i * 7) % (words + 1); k++)
            g_string_append_printf(rows, "word%u ", k);
        g_string_append_printf(rows, "\", \"n\": %u}", i);
    }
    return g_string_free(rows, FALSE);
}

static void check_long_table(Fixture *f, guint count, guint words, const char *more) {
    g_autofree char *rows = numbered_rows(count, words);
    g_autofree char *body = g_strdup_printf(
        "{\"block\": \"table\", \"data\": {\"values\": [%s]}, %s \"columns\": [\"id\", "
        "{\"field\": \"t\", \"width\": \"1fr\", \"title\": \"Words\"}, {\"field\": \"n\", "
        "\"total\": \"sum\"}]}",
        rows, more);
    Placed placed = place_body(f, body);
    assert_on_pages(&placed);
    for (guint i = 0; i < count; i++) {
        g_autofree char *id = g_strdup_printf("row %u", i);
        assert_int_equal(count_text(&placed, id), 1);
    }
    guint pages = placed.document->page_count;
    assert_int_equal(count_text(&placed, "Words"), pages);
    assert_int_equal(count_text(&placed, "continued"), pages - 1);
    assert_int_equal(count_text(&placed, "Total"), 1);
    placed_clear(&placed);
}

static void long_tables_lose_no_row(void **state) {
    Fixture *f = *state;
    const guint counts[] = {1, 2, 3, 20, 33, 34, 35, 36, 150};
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
        check_long_table(f, counts[i], 0, "");
        check_long_table(f, counts[i], 60, "");
    }
}

static void the_repeated_head_is_no_second_head(void **state) {
    Fixture *f = *state;
    g_autofree char *rows = numbered_rows(80, 3);
    g_autofree char *body = g_strdup_printf("{\"block\": \"table\", \"data\": {\"values\": [%s]},"
                                            " \"columns\": [\"id\", \"n\"]}",
                                            rows);
    Placed placed = place_body(f, body);
    assert_true(placed.document->page_count > 1);
    guint heads = 0;
    for (guint i = 0; i < placed.document->tag_count; i++)
        heads += placed.document->tags[i].kind == TAG_THEAD;
    assert_int_equal(heads, 1);
    const PlacedItem *first = &placed.document->pages[1].items[0];
    assert_int_equal(first->tag, TAG_ARTIFACT);
    assert_tags(&placed, "row 79", "TH TR TBody Table Document");
    placed_clear(&placed);
}

static void a_group_goes_on_under_its_name(void **state) {
    Fixture *f = *state;
    g_autofree char *rows = numbered_rows(80, 0);
    g_autofree char *body =
        g_strdup_printf("{\"block\": \"table\", \"data\": {\"values\": [%s],"
                        " \"transform\": [{\"calculate\": \"'The group'\", \"as\": \"g\"}]},"
                        " \"group_by\": \"g\", \"columns\": [\"id\", \"n\"]}",
                        rows);
    Placed placed = place_body(f, body);
    assert_int_equal(count_text(&placed, "The group"), placed.document->page_count);
    placed_clear(&placed);
}

static void a_row_taller_than_a_page_goes_on(void **state) {
    Fixture *f = *state;
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < 1500; i++)
        g_string_append_printf(text, "w%u ", i);
    g_autofree char *body = g_strdup_printf(
        TABLE("{\"a\": \"%s\", \"b\": \"short\"}, {\"a\": \"end\", \"b\": \"last\"}",
              "\"columns\": [{\"field\": \"a\", \"width\": \"100pt\"}, \"b\"]"),
        text->str);
    Placed placed = place_body(f, body);
    g_autofree char *all = all_text(&placed);
    guint words = 0;
    for (const char *at = all; (at = strstr(at, "w")); at++)
        words += g_ascii_isdigit(at[1]);
    assert_int_equal(words, 1500);
    assert_on_pages(&placed);
    assert_true(placed.document->page_count > 2);
    text_at(&placed, "last");
    placed_clear(&placed);
    g_string_free(text, TRUE);
}

// ---- mistakes

static void unknown_fields_are_named_with_the_nearest(void **state) {
    Fixture *f = *state;
    Placed placed = place_without_check(
        f, "\"body\": [" TABLE("{\"sector\": \"x\"}",
                               "\"columns\": [\"secotr\"], \"sort\": \"sectr\"") "]");
    assert_null(placed.document);
    assert_int_equal(diags_errors(f->diags), 2);
    assert_string_equal(nth_message(f->diags, 0), "unknown field \"secotr\" in the data");
    assert_hint(f->diags, 0, "did you mean \"sector\"?");
    assert_true(diags_has(f->diags, DIAG_UNKNOWN_FIELD));
    placed_clear(&placed);
}

static void wrong_columns_are_reported_when_read(void **state) {
    Fixture *f = *state;
    const char *path = fixture_file(
        f, "layout.json",
        "{\"layout\": 1, \"body\": [{\"block\": \"table\", \"data\": \"d\", \"columns\": ["
        "{\"field\": \"a\", \"widht\": 3, \"total\": \"some\", \"as\": \"chips\","
        " \"format\": \"nonsense!\", \"inks\": {\"x\": \"golden\"}}, 5], \"limit\": 0,"
        " \"sources\": \"all\"}]}");
    assert_null(layout_load(f->arena, f->diags, path, NULL, 0, f->documents));
    assert_int_equal(diags_errors(f->diags), 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGE_TEST(numbers_line_up_at_the_end),
        PAGE_TEST(years_have_no_separators_and_dates_are_short),
        PAGE_TEST(missing_values_are_dashes_and_empty_texts_are_empty),
        PAGE_TEST(tables_fill_the_column),
        PAGE_TEST(a_column_is_never_narrower_than_its_longest_word),
        PAGE_TEST(endless_words_are_broken),
        PAGE_TEST(fixed_widths_are_kept),
        PAGE_TEST(long_cells_are_cut_only_where_the_layout_says_so),
        PAGE_TEST(rows_are_sorted_limited_and_the_rest_counted),
        PAGE_TEST(totals_count_rows_that_a_limit_hides),
        PAGE_TEST(subtotals_count_hidden_rows_of_their_group),
        PAGE_TEST(totals_are_called_what_they_are),
        PAGE_TEST(totals_are_exact),
        PAGE_TEST(groups_have_names_and_subtotals),
        PAGE_TEST(no_rows_say_so),
        PAGE_TEST(cells_link_where_links_are_allowed),
        PAGE_TEST(long_tables_lose_no_row),
        PAGE_TEST(the_repeated_head_is_no_second_head),
        PAGE_TEST(a_group_goes_on_under_its_name),
        PAGE_TEST(a_row_taller_than_a_page_goes_on),
        PAGE_TEST(unknown_fields_are_named_with_the_nearest),
        PAGE_TEST(wrong_columns_are_reported_when_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
