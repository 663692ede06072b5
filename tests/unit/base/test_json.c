// JSON texts: what is accepted, what is refused with which words and where, and the places of
// nodes.
#include "../support.h"

#include "base/json.h"

#include <unistd.h>

static JsonDoc *parse(Diags *diags, const char *text) {
    g_autoptr(Source) source = source_of("t.json", text);
    return json_doc_parse(diags, source);
}

static JsonDoc *parse_good(const char *text) {
    g_autoptr(Diags) diags = diags_new();
    JsonDoc *doc = parse(diags, text);
    assert_non_null(doc);
    assert_int_equal(diags_kept(diags), 0);
    return doc;
}

// The text is refused with exactly this printed.
static void assert_refused(const char *text, const char *expected) {
    g_autoptr(Diags) diags = diags_new();
    assert_null(parse(diags, text));
    assert_printed(diags, expected);
}

// Likewise, only the message and the bytes it points at.
static void assert_complaint(const char *text, const char *message, const char *marked,
                             const char *hint) {
    g_autoptr(Diags) diags = diags_new();
    assert_null(parse(diags, text));
    const Diagnostic *record = diags_nth(diags, 0);
    assert_non_null(record);
    assert_string_equal(record->message, message);
    const Place *place = &record->place;
    assert_in_range(place->end, place->start, place->source->length);
    g_autofree char *span =
        g_strndup(place->source->text + place->start, place->end - place->start);
    assert_string_equal(span, marked);
    if (hint)
        assert_string_equal(record->hint, hint);
    else
        assert_null(record->hint);
}

static void any_value_may_be_the_text(void **state) {
    (void)state;
    static const char *const texts[] = {
        "{}", "[]", "\"a\"", "1", "-1.5e3", "true", "null", " \r\n\t{ } \n", "\xEF\xBB\xBF[1]"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(JsonDoc) doc = parse_good(texts[i]);
        assert_null(json_doc_root(doc)->parent);
    }
}

static void syntax_errors_show_the_token(void **state) {
    (void)state;
    assert_refused("{\n  \"a\": 1\n  \"b\": 2\n}",
                   "t.json:3:3: error: expected '}', found \"b\" [syntax]\n"
                   "     3 |   \"b\": 2\n"
                   "       |   ^^^\n"
                   "  is a comma missing before it?\n");
}

static void syntax_errors_are_in_words(void **state) {
    (void)state;
    assert_complaint("{\"a\": 1,}", "expected string or '}', found }", "}",
                     "remove the comma before it");
    assert_complaint("[1, 2,\n]", "unexpected token: ]", "]", "remove the comma before it");
    assert_complaint("{\"a\" 1}", "expected ':', found 1", "1", NULL);
    assert_complaint("{'a': 1}", "expected string or '}', found '", "'",
                     "strings are written in double quotes");
    assert_complaint("[1] // x", "expected the end of the text, found /", "/",
                     "JSON has no comments; a \"$comment\" member may hold one");
    assert_complaint("{\"a\":1}\n{\"a\":2}", "expected the end of the text, found {", "{",
                     "a file holds one value; files with one value a line are named .jsonl");
    assert_complaint("[nul]", "invalid token: nul", "nul", "texts are written in double quotes");
    assert_complaint("[\"a\nb\"]", "unexpected newline: \"a", "\"a",
                     "a string ends on its line; write a line break as \\n");
    assert_complaint("[123456789012345678901234567890]",
                     "the number 123456789012345678901234567890 is too large",
                     "123456789012345678901234567890", NULL);
    assert_complaint("[1e999]", "the number 1e999 is too large", "1e999", NULL);
    assert_complaint("[\"\\x\"]", "invalid escape: \"\\x", "\"\\x", "a backslash is written \\\\");
}

static void truncated_texts_point_at_the_end(void **state) {
    (void)state;
    assert_complaint("{\"a\": [1, 2", "expected ']', found the end of the text", "", NULL);
    assert_complaint("{\"a\": 1", "expected '}', found the end of the text", "", NULL);
    assert_refused("{\"a\"", "t.json:1:5: error: expected ':', found the end of the text [syntax]\n"
                             "     1 | {\"a\"\n"
                             "       |     ^\n");
    assert_refused("", "t.json:1:1: error: the text is empty, expected JSON [syntax]\n"
                       "     1 | \n"
                       "       | ^\n");
    assert_refused(" \n", "t.json:1:1: error: the text is empty, expected JSON [syntax]\n"
                          "     1 |  \n"
                          "       | ^\n");
}

// Every prefix of a text is refused with a place inside it.
static void every_prefix_is_refused_politely(void **state) {
    (void)state;
    const char *whole = "{\"a\": [1, -2.5e3, \"b\\u00e4\\n\", true, null, {\"c/~\": {}}]}";
    for (gsize length = 0; length < strlen(whole); length++) {
        g_autofree char *text = g_strndup(whole, length);
        g_autoptr(Diags) diags = diags_new();
        assert_null(parse(diags, text));
        const Diagnostic *record = diags_nth(diags, 0);
        assert_int_equal(record->id, DIAG_SYNTAX);
        assert_in_range(record->place.start, 0, length);
        assert_in_range(record->place.end, record->place.start, length);
    }
}

static void a_byte_order_mark_does_not_move_places(void **state) {
    (void)state;
    assert_refused("\xEF\xBB\xBF[1 2]", "t.json:1:4: error: expected ']', found 2 [syntax]\n"
                                        "     1 | \xEF\xBB\xBF[1 2]\n"
                                        "       |    ^\n"
                                        "  is a comma missing before it?\n");
    g_autoptr(JsonDoc) doc = parse_good("\xEF\xBB\xBF[\"a\"]");
    Place place = json_node_place(json_node_item(json_doc_root(doc), 0));
    guint line, column;
    source_locate(place.source, place.start, &line, &column);
    assert_int_equal(column, 2);
}

static void duplicate_keys_are_named(void **state) {
    (void)state;
    assert_refused("{\"a\": {\"size\": 1,\n \"size\": 2}}",
                   "t.json:2:2: error: the key \"size\" occurs twice in one object [syntax]\n"
                   "     2 |  \"size\": 2}}\n"
                   "       |  ^^^^^^\n");
    assert_complaint("{\"a key longer than twenty \\\" bytes\":1,\"a key longer than twenty \\\" "
                     "bytes\":2}",
                     "the key \"a key longer than twenty \\\" bytes\" occurs twice in one object",
                     "\"a key longer than twenty \\\" bytes\"", NULL);
}

static void bad_encodings_name_byte_and_offset(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    assert_null(parse(diags, "{\n\"caf\xE9\": 1}"));
    assert_printed(diags, "t.json:2:5: error: the text is not UTF-8: byte 0xE9 at offset 6 "
                          "[encoding]\n"
                          "     2 | \"caf\xEF\xBF\xBD\": 1}\n"
                          "       |     ^\n"
                          "  save the file as UTF-8\n");
    g_autoptr(Diags) zero = diags_new();
    g_autoptr(Source) source = source_new("z", g_memdup2("[1\0]", 5), 4);
    assert_null(json_doc_parse(zero, source));
    assert_string_equal(nth_message(zero, 0), "the text holds a zero byte at offset 2");
    assert_complaint("[\"a\\u0000\"]", "\\u0000 is not read: \"a\\u0000\"", "\"a\\u0000\"", NULL);
    assert_complaint("[\"\\ud800\"]", "invalid Unicode '\\uD800': \"\\ud800\"", "\"\\ud800\"",
                     NULL);
}

static char *nested(guint depth) {
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < depth; i++)
        g_string_append_c(text, '[');
    for (guint i = 0; i < depth; i++)
        g_string_append_c(text, ']');
    return g_string_free(text, FALSE);
}

static void depth_is_limited(void **state) {
    (void)state;
    g_autofree char *most = nested(JSON_DEPTH_LIMIT);
    g_autoptr(JsonDoc) doc = parse_good(most);
    g_autofree char *more = nested(JSON_DEPTH_LIMIT + 1);
    g_autoptr(Diags) diags = diags_new();
    assert_null(parse(diags, more));
    assert_int_equal(diags_nth(diags, 0)->id, DIAG_TOO_LARGE);
    assert_int_equal(diags_nth(diags, 0)->place.start, JSON_DEPTH_LIMIT);
    g_autofree char *hostile = nested(5 * 1000 * 1000);
    assert_null(parse(diags, hostile));
    assert_int_equal(diags_errors(diags), 2);
    g_autoptr(JsonDoc) quoted = parse_good("[\"[[[[\\\"[[[[\"]");
}

static void nodes_know_pointer_and_place(void **state) {
    (void)state;
    const char *text = "{\n"
                       "  \"a\\u0062\": [10, {\"x/y~z\": \"v\\\"]\"}, [ ]],\n"
                       "  \"ключ\": {\"中\": null}, \"\": -1.5e3\n"
                       "}";
    static const struct {
        const char *pointer, *value, *key;
    } cases[] = {
        {"/ab", "[10, {\"x/y~z\": \"v\\\"]\"}, [ ]]", "\"a\\u0062\""},
        {"/ab/0", "10", "10"},
        {"/ab/1/x~1y~0z", "\"v\\\"]\"", "\"x/y~z\""},
        {"/ab/2", "[ ]", "[ ]"},
        {"/ключ/中", "null", "\"中\""},
        {"/", "-1.5e3", "\"\""},
    };
    g_autoptr(JsonDoc) doc = parse_good(text);
    const JsonNode *root = json_doc_root(doc);
    const JsonNode *ab = json_node_member(root, "ab");
    const JsonNode *nodes[] = {
        ab,
        json_node_item(ab, 0),
        json_node_member(json_node_item(ab, 1), "x/y~z"),
        json_node_item(ab, 2),
        json_node_member(json_node_member(root, "ключ"), "中"),
        json_node_member(root, ""),
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_string_equal(json_node_pointer(nodes[i]), cases[i].pointer);
        Place place = json_node_place(nodes[i]), key = json_node_key_place(nodes[i]);
        g_autofree char *value = g_strndup(text + place.start, place.end - place.start);
        g_autofree char *name = g_strndup(text + key.start, key.end - key.start);
        assert_string_equal(value, cases[i].value);
        assert_string_equal(name, cases[i].key);
        assert_string_equal(place.pointer, cases[i].pointer);
    }
    assert_string_equal(json_node_pointer(root), "");
    assert_int_equal(json_node_place(root).end, strlen(text));
}

static void absent_children_are_null(void **state) {
    (void)state;
    g_autoptr(JsonDoc) doc = parse_good("{\"a\": [1], \"s\": \"text\"}");
    const JsonNode *root = json_doc_root(doc), *a = json_node_member(root, "a");
    assert_null(json_node_member(root, "b"));
    assert_null(json_node_member(a, "a"));
    assert_null(json_node_item(root, 0));
    assert_null(json_node_item(a, 1));
    assert_null(json_node_nth_member(a, 0));
    assert_null(json_node_nth_member(root, 2));
    assert_int_equal(json_node_size(root), 2);
    assert_int_equal(json_node_size(a), 1);
    assert_int_equal(json_node_size(json_node_member(root, "s")), 0);
}

static void members_come_in_the_order_of_the_text(void **state) {
    (void)state;
    static const char *const keys[] = {"z", "a", "m", "b"};
    g_autoptr(JsonDoc) doc = parse_good("{\"z\":0,\"a\":1,\"m\":2,\"b\":3}");
    const JsonNode *root = json_doc_root(doc), *child;
    JsonMembers members;
    json_members_begin(&members, root);
    gsize count = 0;
    while ((child = json_members_next(&members))) {
        assert_string_equal(child->key, keys[count]);
        assert_int_equal(json_integer_value(child->json), count);
        count++;
    }
    assert_int_equal(count, 4);
    static const gsize order[] = {0, 1, 3, 2, 2, 0, 3};
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++)
        assert_string_equal(json_node_nth_member(root, order[i])->key, keys[order[i]]);
}

static void iterating_a_large_object_by_number_is_linear(void **state) {
    (void)state;
    enum { COUNT = 200000 }; // squared, this would not end in the patience of anyone
    json_t *object = json_object();
    for (int i = 0; i < COUNT; i++) {
        char key[16];
        g_snprintf(key, sizeof key, "k%d", i);
        json_object_set_new(object, key, json_integer(i));
    }
    g_autoptr(JsonDoc) doc = json_doc_wrap(object, "built");
    gint64 sum = 0;
    for (gsize i = 0; i < COUNT; i++)
        sum += json_integer_value(json_node_nth_member(json_doc_root(doc), i)->json);
    assert_true(sum == (gint64)COUNT * (COUNT - 1) / 2);
}

static void wrapped_documents_have_a_name_and_no_lines(void **state) {
    (void)state;
    g_autoptr(JsonDoc) doc = json_doc_wrap(json_pack("{s:[i]}", "a", 1), "--param list");
    assert_null(json_doc_source(doc));
    g_autoptr(Diags) diags = diags_new();
    const char *text = NULL;
    const JsonNode *item = json_node_item(json_node_member(json_doc_root(doc), "a"), 0);
    assert_false(json_read_string(diags, item, "a", &text));
    assert_printed(diags, "--param list: error: \"a\" is a number, expected a string [wrong-type]\n"
                          "  at /a/0\n");
}

static void lines_of_a_stream_keep_their_number(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    const char *buffer = "{\"id\": 7}garbage";
    g_autoptr(JsonDoc) doc = json_doc_parse_line(diags, "facts.jsonl", buffer, 9, 1234);
    assert_non_null(doc);
    const char *id = NULL;
    json_read_string(diags, json_node_member(json_doc_root(doc), "id"), "id", &id);
    assert_null(json_doc_parse_line(diags, "facts.jsonl", buffer, 8, 12));
    assert_printed(diags, "facts.jsonl:12:9: error: expected '}', found the end of the text "
                          "[syntax]\n"
                          "    12 | {\"id\": 7\n"
                          "       |         ^\n"
                          "facts.jsonl:1234:8: error: \"id\" is a number, expected a string "
                          "[wrong-type]\n"
                          "  at /id\n"
                          "  1234 | {\"id\": 7}\n"
                          "       |        ^\n");
}

static void many_errors_in_a_large_text_stay_cheap(void **state) {
    (void)state;
    GString *text = g_string_new("[0");
    for (int i = 1; i < 200000; i++)
        g_string_append(text, ",0");
    g_string_append_c(text, ']');
    g_autofree char *taken = g_string_free(text, FALSE);
    g_autoptr(JsonDoc) doc = parse_good(taken);
    g_autoptr(Diags) diags = diags_new();
    const char *out = NULL;
    for (gsize i = 0; i < 200000; i++)
        json_read_string(diags, json_node_item(json_doc_root(doc), i), "x", &out);
    assert_int_equal(diags_errors(diags), 200000);
    assert_int_equal(diags_kept(diags), DIAGS_LIMIT);
}

static void files_are_loaded_or_reported_where_they_are_named(void **state) {
    (void)state;
    g_autoptr(Diags) diags = diags_new();
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("accord-test-XXXXXX", &path, NULL);
    assert_int_equal(write(fd, "[1, 2", 5), 5);
    assert_null(json_doc_load(diags, path));
    assert_int_equal(write(fd, "]", 1), 1);
    g_autoptr(JsonDoc) doc = json_doc_load(diags, path);
    close(fd);
    unlink(path);
    assert_int_equal(json_node_size(json_doc_root(doc)), 2);
    assert_string_equal(json_doc_source(doc)->name, path);

    g_autoptr(JsonDoc) layout = parse_good("{\"theme\": \"gone.json\"}");
    Place at = json_node_place(json_node_member(json_doc_root(layout), "theme"));
    assert_null(json_doc_load_at(diags, "gone.json", &at));
    const Diagnostic *record = diags_nth(diags, 1);
    assert_string_equal(record->message, "cannot read \"gone.json\": No such file or directory");
    assert_string_equal(record->place.pointer, "/theme");
}

// Writes the text to a file and reads it as rows.
static JsonDoc *load_rows(Diags *diags, const char *text) {
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("accord-test-XXXXXX", &path, NULL);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    JsonDoc *doc = json_doc_load_rows(diags, path, NULL);
    unlink(path);
    return doc;
}

static void files_of_rows_read_as_any_other(void **state) {
    (void)state;
    static const char *const good[] = {
        "[]",
        " [{\"a\": 1, \"b\": \"x\"}, {\"a\": 1, \"b\": \"x\"}, {\"a\": 1.5, \"b\": null}]\n",
        "{\"rows\": [[1, -2, 0, 007], \"\\u00e9\\n\"]}",
        "[12345678901234567890, 999999999999999999, 1e3, -0, true, {\"a\": [[[[[[[[1]]]]]]]]}]",
        "[1, 2",
        "[{\"a\": 1, \"a\": 2}]",
        "\xEF\xBB\xBF[0]",
        "[01]",
        "[1] 2",
        "",
    };
    for (guint i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(Diags) diags = diags_new(), plain_diags = diags_new();
        g_autoptr(JsonDoc) doc = load_rows(diags, good[i]);
        g_autoptr(Source) source = source_new("x", g_strdup(good[i]), strlen(good[i]));
        g_autoptr(JsonDoc) plain = json_doc_parse(plain_diags, source);
        assert_int_equal(doc != NULL, plain != NULL);
        assert_int_equal(diags_errors(diags), diags_errors(plain_diags));
        if (doc)
            assert_true(json_equal(json_doc_root(doc)->json, json_doc_root(plain)->json));
        else
            assert_string_equal(diags_nth(diags, 0)->message, diags_nth(plain_diags, 0)->message);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_rows_read_as_any_other),
        cmocka_unit_test(any_value_may_be_the_text),
        cmocka_unit_test(syntax_errors_show_the_token),
        cmocka_unit_test(syntax_errors_are_in_words),
        cmocka_unit_test(truncated_texts_point_at_the_end),
        cmocka_unit_test(every_prefix_is_refused_politely),
        cmocka_unit_test(a_byte_order_mark_does_not_move_places),
        cmocka_unit_test(duplicate_keys_are_named),
        cmocka_unit_test(bad_encodings_name_byte_and_offset),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(nodes_know_pointer_and_place),
        cmocka_unit_test(absent_children_are_null),
        cmocka_unit_test(members_come_in_the_order_of_the_text),
        cmocka_unit_test(iterating_a_large_object_by_number_is_linear),
        cmocka_unit_test(wrapped_documents_have_a_name_and_no_lines),
        cmocka_unit_test(lines_of_a_stream_keep_their_number),
        cmocka_unit_test(files_are_loaded_or_reported_where_they_are_named),
        cmocka_unit_test(many_errors_in_a_large_text_stay_cheap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
