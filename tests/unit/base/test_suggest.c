// Which mistyped names get a suggestion, and which are too far from everything.
#include "../support.h"

#include "base/suggest.h"

static const char *const fields[] = {"sector",
                                     "year",
                                     NULL,
                                     "amount_usd",
                                     "Stra\xC3\x9F"
                                     "e",
                                     "сектор",
                                     "xy"};

static void assert_nearest(const char *word, const char *expected) {
    const char *nearest = suggest_nearest(word, fields, G_N_ELEMENTS(fields));
    if (expected)
        assert_string_equal(nearest, expected);
    else
        assert_null(nearest);
}

static void typing_mistakes_find_the_name(void **state) {
    (void)state;
    assert_nearest("secotr", "sector");  // two letters swapped
    assert_nearest("sectr", "sector");   // one left out
    assert_nearest("ssector", "sector"); // one too many
    assert_nearest("sektor", "sector");  // one wrong
    assert_nearest("SECTOR", "sector");  // case apart
    assert_nearest("yaer", "year");
    assert_nearest("amount_us", "amount_usd");
    assert_nearest("сктеор", "сектор"); // two changes of six, counted in characters
    assert_nearest("STRASSE", "Stra\xC3\x9F"
                              "e"); // full case folding
}

static void a_beginning_finds_the_name(void **state) {
    (void)state;
    assert_nearest("amount", "amount_usd");
    assert_nearest("sector_code", "sector");
    assert_nearest("sec", NULL); // too short to say anything
    static const char *const options[] = {"--languages-shown", "--lang", "--langauge"};
    assert_string_equal(suggest_nearest("--language", options, 3), "--langauge"); // nearer
    assert_string_equal(suggest_nearest("--language", options, 2), "--lang"); // fewer letters more
}

static void far_names_get_none(void **state) {
    (void)state;
    assert_nearest("country", NULL);
    assert_nearest("sct", NULL);
    assert_nearest("rotces", NULL);
    assert_nearest("yx", NULL); // one change of two is more than a third
    assert_nearest("", NULL);
    assert_null(suggest_nearest(NULL, fields, G_N_ELEMENTS(fields)));
    assert_null(suggest_nearest("sector", NULL, 0));
}

static void the_nearest_wins_and_then_the_first(void **state) {
    (void)state;
    static const char *const names[] = {"columns", "column", "colunn"};
    assert_string_equal(suggest_nearest("colum", names, 3), "column");
    assert_string_equal(suggest_nearest("colunm", names, 3), "column");
}

static void the_word_itself_is_no_suggestion(void **state) {
    (void)state;
    assert_nearest("sector", NULL);
    static const char *const names[] = {"/partner", "/partners"};
    assert_null(suggest_nearest("/partners", names, 2));
    assert_string_equal(suggest_nearest("/partnerz", names, 2), "/partner");
}

static void hostile_words_are_passed_over(void **state) {
    (void)state;
    g_autofree char *longest = g_strnfill(1 << 20, 'a');
    g_autofree char *other = g_strnfill(1 << 20, 'a');
    const char *names[] = {other, "\xFF\xFE", "ok"};
    assert_null(suggest_nearest(longest, names, 3));
    assert_null(suggest_nearest("\xFF\xFE", names, 3));
    g_autofree char *most = g_strnfill(64, 'a');
    g_autofree char *more = g_strnfill(65, 'a');
    const char *edge[] = {"ok", most};
    g_autofree char *near = g_strdup(most);
    near[63] = 'b';
    assert_string_equal(suggest_nearest(near, edge, 2), most);
    more[64] = 'b';
    assert_null(suggest_nearest(more, edge, 2));
}

static void the_hint_is_a_question(void **state) {
    (void)state;
    g_autofree char *hint = suggest_hint("secotr", fields, G_N_ELEMENTS(fields));
    assert_string_equal(hint, "did you mean \"sector\"?");
    assert_null(suggest_hint("country", fields, G_N_ELEMENTS(fields)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_mistakes_find_the_name),
        cmocka_unit_test(a_beginning_finds_the_name),
        cmocka_unit_test(far_names_get_none),
        cmocka_unit_test(the_nearest_wins_and_then_the_first),
        cmocka_unit_test(the_word_itself_is_no_suggestion),
        cmocka_unit_test(hostile_words_are_passed_over),
        cmocka_unit_test(the_hint_is_a_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
