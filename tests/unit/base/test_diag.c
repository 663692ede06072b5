// What is printed for a problem: the exact text, since people and editors read it.
#include "../support.h"

#include <jansson.h>

// Reports an error on the first `needle` in the source.
static void report_on(Diags *diags, Source *source, const char *needle, const char *message) {
    const char *found = strstr(source->text, needle);
    assert_non_null(found);
    gsize start = (gsize)(found - source->text);
    Place place = {.source = source, .start = start, .end = start + strlen(needle)};
    diag_report(diags, DIAG_ERROR, DIAG_WRONG_VALUE, &place, NULL, message);
}

static void prints_place_pointer_line_and_hint(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source =
        source_of("layouts/bilateral.json", "{\n  \"color\": {\"field\": \"secotr\"}\n}\n");
    Place place = {.source = source, .start = 23, .end = 31, .pointer = "/color/field"};
    diag_error(diags, DIAG_UNKNOWN_FIELD, &place, "did you mean \"sector\"?",
               "unknown field \"%s\" in dataset \"%s\"", "secotr", "deals");
    assert_printed(diags, "layouts/bilateral.json:2:22: error: unknown field \"secotr\" in dataset "
                          "\"deals\" [unknown-field]\n"
                          "  at /color/field\n"
                          "     2 |   \"color\": {\"field\": \"secotr\"}\n"
                          "       |                      ^^^^^^^^\n"
                          "  did you mean \"sector\"?\n");
}

static void prints_without_a_place(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    diag_error(diags, DIAG_FILE, NULL, NULL, "cannot read \"%s\": No such file", "a.json");
    diag_warning(diags, DIAG_EMPTY, &(Place){.pointer = "/body/0"}, "give it rows", "no rows");
    diag_report(diags, DIAG_NOTE, DIAG_EMPTY, &(Place){.pointer = ""}, NULL, "that is all");
    assert_printed(diags, "error: cannot read \"a.json\": No such file [file]\n"
                          "warning: no rows [empty]\n"
                          "  at /body/0\n"
                          "  give it rows\n"
                          "note: that is all [empty]\n");
}

static void prints_a_name_alone_when_there_is_no_text(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_new("--param year", NULL, 0);
    diag_error(diags, DIAG_WRONG_VALUE, &(Place){.source = source}, NULL, "\"x\" is no year");
    assert_printed(diags, "--param year: error: \"x\" is no year [wrong-value]\n");
}

static void tabs_take_one_column(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_of("t", "\t\t\"a\":\t1");
    report_on(diags, source, "1", "tab");
    assert_printed(diags, "t:1:8: error: tab [wrong-value]\n"
                          "     1 |   \"a\": 1\n"
                          "       |        ^\n");
}

static void wide_and_combining_characters_keep_the_caret_right(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_of("t", "中国 e\xCC\x81 x 巴铁");
    report_on(diags, source, "x", "one");
    report_on(diags, source, "巴铁", "two");
    assert_printed(diags, "t:1:7: error: one [wrong-value]\n"
                          "     1 | 中国 e\xCC\x81 x 巴铁\n"
                          "       |        ^\n"
                          "t:1:9: error: two [wrong-value]\n"
                          "     1 | 中国 e\xCC\x81 x 巴铁\n"
                          "       |          ^^^^\n");
}

static void several_lines_mark_the_first(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_of("t", "a {\r\n  b\r\n}\r\n");
    report_on(diags, source, "{\r\n  b\r\n}", "span");
    assert_printed(diags, "t:1:3: error: span [wrong-value]\n"
                          "     1 | a {\n"
                          "       |   ^\n");
}

static void end_of_text_has_a_caret(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_of("t", "{\"a\"");
    Place far = {.source = source, .start = 999, .end = 1000};
    diag_error(diags, DIAG_SYNTAX, &far, NULL, "ends too soon");
    g_autoptr(Source) empty = source_of("e", "");
    diag_error(diags, DIAG_SYNTAX, &(Place){.source = empty}, NULL, "empty");
    assert_printed(diags, "t:1:5: error: ends too soon [syntax]\n"
                          "     1 | {\"a\"\n"
                          "       |     ^\n"
                          "e:1:1: error: empty [syntax]\n"
                          "     1 | \n"
                          "       | ^\n");
}

// A line of `count` letters with one mark in it.
static Source *long_source(gsize count, gsize at) {
    char *text = g_malloc(count + 1);
    memset(text, 'x', count);
    text[at] = '!';
    text[count] = '\0';
    return source_new("long", text, count);
}

static void long_lines_are_cut_around_the_caret(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = long_source(1 << 20, 1 << 19);
    report_on(diags, source, "!", "far");
    g_autofree char *before = g_strnfill(60, 'x');
    g_autofree char *after = g_strnfill(39, 'x');
    g_autofree char *blank = g_strnfill(61, ' ');
    g_autofree char *expected = g_strdup_printf("long:1:524289: error: far [wrong-value]\n"
                                                "     1 | …%s!%s…\n"
                                                "       | %s^\n",
                                                before, after, blank);
    assert_printed(diags, expected);
}

static void long_lines_are_cut_after_a_caret_at_the_start(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = long_source(5000, 0);
    Place all = {.source = source, .start = 0, .end = 5000};
    diag_error(diags, DIAG_SYNTAX, &all, NULL, "all");
    g_autofree char *shown = g_strnfill(99, 'x');
    g_autofree char *carets = g_strnfill(100, '^');
    g_autofree char *expected = g_strdup_printf("long:1:1: error: all [syntax]\n"
                                                "     1 | !%s…\n"
                                                "       | %s\n",
                                                shown, carets);
    assert_printed(diags, expected);
}

// 4096 combining marks take no cell; they must not be printed without end.
static void marks_without_width_are_bounded(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    GString *text = g_string_new("!");
    for (int i = 0; i < 100000; i++)
        g_string_append(text, "\xCC\x81");
    gsize length = text->len;
    g_autoptr(Source) source = source_new("marks", g_string_free(text, FALSE), length);
    report_on(diags, source, "!", "marks");
    Place last = {.source = source, .start = length, .end = length};
    diag_error(diags, DIAG_SYNTAX, &last, NULL, "end");
    char *printed = diags_to_text(diags);
    assert_in_range(strlen(printed), 100, 10000);
    free(printed);
}

static void control_characters_never_reach_the_terminal(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_of("evil\033[2J.json", "\"\033]0;x\a\xC2\x9B"
                                                             "1m\xE2\x80\xAE"
                                                             "\xFF\" !");
    Place place = {.source = source, .start = 0, .end = 1, .pointer = "/a\033[31mb"};
    diag_error(diags, DIAG_WRONG_VALUE, &place, "try \033c\nthis", "bad \"%s\"", "\033[5m\xFF");
    char *text = diags_to_text(diags);
    assert_null(strchr(text, '\033'));
    assert_null(strchr(text, '\a'));
    assert_null(strstr(text, "\xC2\x9B"));
    assert_null(strstr(text, "\xE2\x80\xAE"));
    assert_true(g_utf8_validate(text, -1, NULL));
    assert_non_null(strstr(text, "bad \"\xEF\xBF\xBD[5m\xEF\xBF\xBD\""));
    assert_non_null(strstr(text, "  try \xEF\xBF\xBD"
                                 "c this\n"));
    free(text);
}

static void records_are_sorted_by_file_then_place(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) b = source_of("b", "one two\n");
    g_autoptr(Source) a = source_of("a", "one two\n");
    report_on(diags, b, "two", "b two");
    report_on(diags, a, "two", "a two");
    report_on(diags, b, "one", "b one, first");
    report_on(diags, b, "one", "b one, second");
    report_on(diags, a, "one", "a one");
    char *text = diags_to_text(diags);
    const char *at = text;
    static const char *const order[] = {"b one, first", "b one, second", "b two", "a one", "a two"};
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++) {
        at = strstr(at, order[i]);
        assert_non_null(at);
    }
    free(text);
}

static void records_of_a_stream_are_sorted_by_line(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) late = source_of("f.jsonl", "{}");
    late->first_line = 1000000;
    g_autoptr(Source) early = source_of("f.jsonl", "    {}");
    early->first_line = 7;
    report_on(diags, late, "{}", "late");
    report_on(diags, early, "{}", "early");
    assert_printed(diags, "f.jsonl:7:5: error: early [wrong-value]\n"
                          "     7 |     {}\n"
                          "       |     ^^\n"
                          "f.jsonl:1000000:1: error: late [wrong-value]\n"
                          "1000000 | {}\n"
                          "        | ^^\n");
}

static void equal_records_are_kept_once_but_counted(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_of("t", "x");
    for (int i = 0; i < 3; i++)
        report_on(diags, source, "x", "same");
    report_on(diags, source, "x", "other");
    g_autoptr(Source) again = source_of("t", "x");
    report_on(diags, again, "x", "same");
    assert_int_equal(diags_kept(diags), 2);
    assert_int_equal(diags_errors(diags), 5);
    g_autoptr(Source) later = source_of("t", "x");
    later->first_line = 2;
    report_on(diags, later, "x", "same");
    assert_int_equal(diags_kept(diags), 3);
    assert_int_equal(diags_left_out(diags, DIAG_ERROR), 0);
}

static void warnings_never_crowd_out_errors(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    for (int i = 0; i < DIAGS_LIMIT + 1; i++)
        diag_warning(diags, DIAG_EMPTY, NULL, NULL, "warning %d", i);
    assert_false(diags_wants(diags, DIAG_WARNING));
    assert_true(diags_wants(diags, DIAG_ERROR));
    for (int i = 0; i < DIAGS_LIMIT + 12; i++)
        diag_error(diags, DIAG_SYNTAX, NULL, NULL, "error %d", i);
    diag_count(diags, DIAG_ERROR, DIAG_BAD_DATE);
    assert_int_equal(diags_kept(diags), 2 * DIAGS_LIMIT);
    assert_int_equal(diags_errors(diags), DIAGS_LIMIT + 13);
    assert_int_equal(diags_warnings(diags), DIAGS_LIMIT + 1);
    assert_true(diags_has(diags, DIAG_BAD_DATE));
    assert_false(diags_has(diags, DIAG_BAD_SQL));
    assert_null(diags_nth(diags, 2 * DIAGS_LIMIT));
    char *text = diags_to_text(diags);
    assert_true(g_str_has_suffix(text, "\n… and 13 more errors and 1 more warning\n"));
    assert_non_null(strstr(text, "error 49 "));
    assert_null(strstr(text, "error 50 "));
    free(text);
}

static void nothing_reported_prints_nothing(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    assert_printed(diags, "");
    diags_free(NULL);
}

static void colour_marks_place_severity_and_caret(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_of("t", "x");
    report_on(diags, source, "x", "red");
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    diags_print(diags, stream, /*colour=*/true);
    fclose(stream);
    assert_string_equal(text, "\033[1mt:1:1:\033[0m \033[1;31merror:\033[0m red [wrong-value]\n"
                              "     1 | x\n"
                              "       | \033[1;32m^\033[0m\n");
    free(text);
}

static void json_has_the_same_records(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_of("t.json", "{\n \"ä\": 1}");
    Place place = {.source = source, .start = 9, .end = 10, .pointer = "/ä"};
    diag_error(diags, DIAG_WRONG_TYPE, &place, "write \"1\"", "1 is no \033 string");
    diag_warning(diags, DIAG_EMPTY, NULL, NULL, "nothing");
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    diags_print_json(diags, stream);
    fclose(stream);
    assert_null(strchr(text, '\033'));
    json_t *records = json_loads(text, 0, NULL);
    free(text);
    json_t *expected =
        json_pack("[{s:s,s:s,s:s,s:i,s:i,s:i,s:i,s:s,s:s,s:s},{s:s,s:s,s:s}]", "id", "wrong-type",
                  "severity", "error", "file", "t.json", "line", 2, "column", 7, "endLine", 2,
                  "endColumn", 8, "pointer", "/ä", "message", "1 is no \033 string", "hint",
                  "write \"1\"", "id", "empty", "severity", "warning", "message", "nothing");
    assert_non_null(expected);
    assert_true(json_equal(records, expected));
    json_decref(records);
    json_decref(expected);
}

static void every_id_has_a_name_and_a_meaning(void **state) {
    (void)state;
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (int id = 0; id < DIAG_COUNT; id++) {
        assert_true(g_hash_table_add(names, (char *)diag_name((DiagId)id)));
        assert_true(strlen(diag_meaning((DiagId)id)) > 5);
    }
    assert_string_equal(diag_name(DIAG_UNKNOWN_KEY), "unknown-key");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_place_pointer_line_and_hint),
        cmocka_unit_test(prints_without_a_place),
        cmocka_unit_test(prints_a_name_alone_when_there_is_no_text),
        cmocka_unit_test(tabs_take_one_column),
        cmocka_unit_test(wide_and_combining_characters_keep_the_caret_right),
        cmocka_unit_test(several_lines_mark_the_first),
        cmocka_unit_test(end_of_text_has_a_caret),
        cmocka_unit_test(long_lines_are_cut_around_the_caret),
        cmocka_unit_test(long_lines_are_cut_after_a_caret_at_the_start),
        cmocka_unit_test(marks_without_width_are_bounded),
        cmocka_unit_test(control_characters_never_reach_the_terminal),
        cmocka_unit_test(records_are_sorted_by_file_then_place),
        cmocka_unit_test(records_of_a_stream_are_sorted_by_line),
        cmocka_unit_test(equal_records_are_kept_once_but_counted),
        cmocka_unit_test(warnings_never_crowd_out_errors),
        cmocka_unit_test(nothing_reported_prints_nothing),
        cmocka_unit_test(colour_marks_place_severity_and_caret),
        cmocka_unit_test(json_has_the_same_records),
        cmocka_unit_test(every_id_has_a_name_and_a_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
