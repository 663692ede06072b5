// Checked reading: each wrong type and value has its words, and what a reader did not ask for is
// reported with the nearest name.
#include "../support.h"

#include "base/json.h"

typedef struct {
    Diags *diags;
    JsonDoc *doc;
    Reader reader;
} Fixture;

static void begin(Fixture *fixture, const char *text, const char *what) {
    fixture->diags = diags_new();
    g_autoptr(Source) source = source_of("t.json", text);
    fixture->doc = json_doc_parse(fixture->diags, source);
    assert_non_null(fixture->doc);
    assert_true(reader_begin(&fixture->reader, fixture->diags, json_doc_root(fixture->doc), what));
}

static void end(Fixture *fixture) {
    json_doc_free(fixture->doc);
    diags_free(fixture->diags);
}

static void good_values_are_read(void **state) {
    (void)state;
    static const Keyword sides[] = {{"left", 1}, {"right", 2}, {NULL, 0}};
    Fixture f;
    begin(&f,
          "{\"s\":\"a\",\"n\":1.5,\"i\":3,\"w\":4.0,\"b\":false,\"k\":\"right\",\"o\":{},\"a\":[]}",
          "test");
    const char *s = NULL;
    double n = 0;
    gint64 i = 0, w = 0;
    bool b = true;
    int k = 0;
    assert_true(reader_string(&f.reader, "s", &s));
    assert_string_equal(s, "a");
    assert_true(reader_number(&f.reader, "n", &n));
    assert_true(n > 1.4 && n < 1.6);
    assert_true(reader_integer(&f.reader, "i", 3, 3, &i));
    assert_int_equal(i, 3);
    assert_true(reader_integer(&f.reader, "w", 0, 10, &w));
    assert_int_equal(w, 4);
    assert_true(reader_bool(&f.reader, "b", &b));
    assert_false(b);
    assert_true(reader_keyword(&f.reader, "k", sides, &k));
    assert_int_equal(k, 2);
    assert_non_null(reader_object(&f.reader, "o"));
    assert_non_null(reader_array(&f.reader, "a"));
    assert_true(reader_end(&f.reader));
    assert_int_equal(diags_kept(f.diags), 0);
    end(&f);
}

static void absent_keys_keep_the_default(void **state) {
    (void)state;
    Fixture f;
    begin(&f, "{}", "test");
    double n = 42;
    assert_false(reader_number(&f.reader, "n", &n));
    assert_int_equal((int)n, 42);
    assert_null(reader_object(&f.reader, "o"));
    assert_false(reader_has(&f.reader, "h"));
    assert_true(reader_end(&f.reader));
    end(&f);
}

static void wrong_types_say_found_and_expected(void **state) {
    (void)state;
    static const Keyword sides[] = {{"left", 1}, {"right", 2}, {NULL, 0}};
    Fixture f;
    begin(&f,
          "{\"s\":1,\"n\":\"2\",\"i\":null,\"b\":\"yes\",\"k\":[],\"o\":[],\"a\":{},\"f\":true}",
          "test");
    const char *s = "kept";
    double n = 7;
    gint64 i = 7;
    bool b = true;
    int k = 7;
    assert_false(reader_string(&f.reader, "s", &s));
    assert_false(reader_number(&f.reader, "n", &n));
    assert_false(reader_integer(&f.reader, "i", 1, 6, &i));
    assert_false(reader_bool(&f.reader, "b", &b));
    assert_false(reader_keyword(&f.reader, "k", sides, &k));
    assert_null(reader_object(&f.reader, "o"));
    assert_null(reader_array(&f.reader, "a"));
    assert_false(reader_number(&f.reader, "f", &n));
    assert_false(reader_end(&f.reader));
    static const char *const expected[] = {
        "\"s\" is a number, expected a string",
        "\"n\" is a string, expected a number",
        "\"i\" is null, expected a whole number from 1 to 6",
        "\"b\" is a string, expected true or false",
        "\"k\" is an array, expected one of: left, right",
        "\"o\" is an array, expected an object",
        "\"a\" is an object, expected an array",
        "\"f\" is true, expected a number",
    };
    assert_int_equal(diags_kept(f.diags), G_N_ELEMENTS(expected));
    for (guint at = 0; at < G_N_ELEMENTS(expected); at++)
        assert_string_equal(nth_message(f.diags, at), expected[at]);
    assert_string_equal(s, "kept");
    assert_true(n > 6 && i == 7 && b && k == 7);
    end(&f);
}

static void whole_numbers_stay_in_their_range(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source =
        source_of("t.json", "[9, 1.5, 1e300, 9007199254740992.0, -3, -9223372036854775808]");
    g_autoptr(JsonDoc) doc = json_doc_parse(diags, source);
    const JsonNode *root = json_doc_root(doc);
    gint64 value = 77;
    assert_false(json_read_integer(diags, json_node_item(root, 0), "level", 1, 6, &value));
    assert_false(
        json_read_integer(diags, json_node_item(root, 1), "n", G_MININT64, G_MAXINT64, &value));
    assert_false(
        json_read_integer(diags, json_node_item(root, 2), "n", G_MININT64, G_MAXINT64, &value));
    assert_false(json_read_integer(diags, json_node_item(root, 4), "n", 0, G_MAXINT64, &value));
    assert_false(json_read_integer(diags, json_node_item(root, 0), "n", G_MININT64, 8, &value));
    assert_int_equal(value, 77);
    assert_true(json_read_integer(diags, json_node_item(root, 3), "n", 0, G_MAXINT64, &value));
    assert_true(value == G_GINT64_CONSTANT(9007199254740992));
    assert_true(json_read_integer(diags, json_node_item(root, 5), "n", G_MININT64, 0, &value));
    assert_true(value == G_MININT64);
    static const char *const expected[] = {
        "\"level\" is 9, expected a whole number from 1 to 6",
        "\"n\" is 1.5, expected a whole number",
        "\"n\" is 1e300, expected a whole number",
        "\"n\" is -3, expected a whole number of at least 0",
        "\"n\" is 9, expected a whole number of at most 8",
    };
    for (guint at = 0; at < G_N_ELEMENTS(expected); at++)
        assert_string_equal(nth_message(diags, at), expected[at]);
}

static void wrong_words_get_the_list_and_the_nearest(void **state) {
    (void)state;
    static const Keyword sides[] = {
        {"left", 1}, {"right", 2}, {"top", 3}, {"bottom", 4}, {NULL, 0}};
    Fixture f;
    begin(&f, "{\"orient\": \"lefft\"}", "axis");
    int orient = 9;
    assert_false(reader_keyword(&f.reader, "orient", sides, &orient));
    assert_int_equal(orient, 9);
    assert_printed(f.diags,
                   "t.json:1:12: error: \"orient\" is \"lefft\", expected one of: left, right, "
                   "top, bottom [wrong-value]\n"
                   "  at /orient\n"
                   "     1 | {\"orient\": \"lefft\"}\n"
                   "       |            ^^^^^^^\n"
                   "  did you mean \"left\"?\n");
    assert_string_equal(keyword_name(sides, 3), "top");
    assert_null(keyword_name(sides, 5));
    end(&f);
}

static void long_values_are_cut_in_messages(void **state) {
    (void)state;
    static const Keyword words[] = {{"a", 1}, {NULL, 0}};
    g_autofree char *umlauts = g_strnfill(3000, 'x');
    g_autofree char *text = g_strdup_printf("{\"k\": \"%.59sä%s\"}", umlauts, umlauts);
    Fixture f;
    begin(&f, text, "test");
    int k = 0;
    assert_false(reader_keyword(&f.reader, "k", words, &k));
    g_autofree char *expected = g_strdup_printf("\"k\" is \"%.59s…\", expected one of: a", umlauts);
    assert_string_equal(nth_message(f.diags, 0), expected);
    end(&f);
}

static void unknown_keys_get_the_nearest_name(void **state) {
    (void)state;
    Fixture f;
    begin(&f, "{\"color\": \"red\",\n \"widht\": 3}", "chart block");
    const char *colour = NULL;
    double width = 0;
    reader_string(&f.reader, "colour", &colour);
    reader_number(&f.reader, "width", &width);
    reader_ignore(&f.reader, "tooltip");
    assert_false(reader_end(&f.reader));
    assert_printed(f.diags, "t.json:1:2: error: unknown key \"color\" in chart block "
                            "[unknown-key]\n"
                            "  at /color\n"
                            "     1 | {\"color\": \"red\",\n"
                            "       |  ^^^^^^^\n"
                            "  did you mean \"colour\"?\n"
                            "t.json:2:2: error: unknown key \"widht\" in chart block "
                            "[unknown-key]\n"
                            "  at /widht\n"
                            "     2 |  \"widht\": 3}\n"
                            "       |  ^^^^^^^\n"
                            "  did you mean \"width\"?\n");
    end(&f);
}

static void unknown_keys_far_from_all_get_the_list(void **state) {
    (void)state;
    Fixture f;
    begin(&f, "{\"x\": 1}", "theme");
    static const char *const keys[] = {"aa", "bb", "cc", "dd", "aa", "ee", "ff",
                                       "gg", "hh", "ii", "jj", "kk", "ll", "mm"};
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        reader_has(&f.reader, keys[i]);
    assert_false(reader_end(&f.reader));
    assert_string_equal(diags_nth(f.diags, 0)->hint,
                        "allowed here: aa, bb, cc, dd, ee, ff, gg, hh, ii, jj, kk, ll, …");
    end(&f);
    begin(&f, "{\"x\": 1}", "empty");
    assert_false(reader_end(&f.reader));
    assert_null(diags_nth(f.diags, 0)->hint);
    end(&f);
}

static void comments_and_the_schema_are_always_allowed(void **state) {
    (void)state;
    Fixture f;
    begin(&f,
          "{\"$schema\": \"s\", \"$comment\": \"c\", \"in\": {\"$comment\": 1, \"$schema\": 2}}",
          "layout");
    const JsonNode *inner = reader_object(&f.reader, "in");
    assert_true(reader_end(&f.reader));
    Reader reader;
    assert_true(reader_begin(&reader, f.diags, inner, "inner"));
    assert_false(reader_end(&reader));
    assert_int_equal(diags_kept(f.diags), 1);
    assert_string_equal(nth_message(f.diags, 0), "unknown key \"$schema\" in inner");
    end(&f);
}

static void missing_keys_point_at_the_object(void **state) {
    (void)state;
    Fixture f;
    begin(&f, "{\"a\": {}}", "layout");
    Reader reader;
    assert_true(reader_begin(&reader, f.diags, reader_node(&f.reader, "a"), "chart block"));
    assert_null(reader_require(&reader, "data"));
    assert_false(reader_end(&reader));
    assert_printed(f.diags, "t.json:1:7: error: chart block lacks \"data\" [missing-key]\n"
                            "  at /a\n"
                            "     1 | {\"a\": {}}\n"
                            "       |       ^^\n");
    end(&f);
}

static void what_is_no_object_is_not_read(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(Source) source = source_of("t.json", "[1]");
    g_autoptr(JsonDoc) doc = json_doc_parse(diags, source);
    Reader reader;
    assert_false(reader_begin(&reader, diags, NULL, "theme"));
    assert_int_equal(diags_kept(diags), 0);
    assert_false(reader_begin(&reader, diags, json_doc_root(doc), "theme"));
    assert_string_equal(nth_message(diags, 0), "theme is an array, expected an object");
}

// What is read twice is reported once, yet the second reading fails as well.
static void reading_twice_fails_twice(void **state) {
    (void)state;
    Fixture f;
    begin(&f, "{\"x\": 1}", "theme");
    assert_false(reader_end(&f.reader));
    assert_true(reader_begin(&f.reader, f.diags, json_doc_root(f.doc), "theme"));
    assert_false(reader_end(&f.reader));
    assert_int_equal(diags_kept(f.diags), 1);
    end(&f);
}

static void asking_often_is_no_problem(void **state) {
    (void)state;
    Fixture f;
    begin(&f, "{\"a\": 1, \"b\": 2}", "theme");
    for (int i = 0; i < 10 * READER_KEYS; i++)
        reader_has(&f.reader, i % 2 ? "a" : "b");
    assert_true(reader_end(&f.reader));
    end(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_values_are_read),
        cmocka_unit_test(absent_keys_keep_the_default),
        cmocka_unit_test(wrong_types_say_found_and_expected),
        cmocka_unit_test(whole_numbers_stay_in_their_range),
        cmocka_unit_test(wrong_words_get_the_list_and_the_nearest),
        cmocka_unit_test(long_values_are_cut_in_messages),
        cmocka_unit_test(unknown_keys_get_the_nearest_name),
        cmocka_unit_test(unknown_keys_far_from_all_get_the_list),
        cmocka_unit_test(comments_and_the_schema_are_always_allowed),
        cmocka_unit_test(missing_keys_point_at_the_object),
        cmocka_unit_test(what_is_no_object_is_not_read),
        cmocka_unit_test(reading_twice_fails_twice),
        cmocka_unit_test(asking_often_is_no_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
