// JSON Lines parsed ahead: order, numbers and messages are as if each line were read when asked
// for.
#include "../support.h"

#include "base/json_lines.h"

#include <glib/gstdio.h>

enum { MANY = 20000 }; // lines: far more than are read ahead

static char *write_lines(const GString *text) {
    char *path = NULL;
    int fd = g_file_open_tmp("accord-XXXXXX.jsonl", &path, NULL);
    assert_true(fd >= 0);
    close(fd);
    assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    return path;
}

static void remove_file(char *path) {
    g_unlink(path);
    g_free(path);
}

static void every_line_comes_in_its_order(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 1; i <= MANY; i++)
        g_string_append_printf(text, "{\"n\": %d, \"s\": \"\xC3\xA9t\xC3\xA9 %d\"}\n", i, i);
    char *path = write_lines(text);
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(LineReader) reader = line_reader_open(diags, path, NULL);
    g_autoptr(JsonLines) lines = json_lines_new(diags, reader);
    const char *line;
    gsize length;
    guint number;
    for (guint i = 1; i <= MANY; i++) {
        assert_true(json_lines_next(lines, &line, &length, &number));
        assert_int_equal(number, i);
        const JsonDoc *doc = json_lines_doc(lines);
        const JsonNode *n = json_node_member(json_doc_root(doc), "n");
        assert_int_equal(json_integer_value(n->json), i);
        g_autofree char *expected = g_strdup_printf("\xC3\xA9t\xC3\xA9 %u", i);
        const JsonNode *s = json_node_member(json_doc_root(doc), "s");
        assert_string_equal(json_string_value(s->json), expected);
    }
    assert_false(json_lines_next(lines, &line, &length, &number));
    assert_false(json_lines_next(lines, &line, &length, &number));
    assert_int_equal(diags_errors(diags), 0);
    remove_file(path);
}

static void a_faulty_line_is_reported_in_its_place_when_it_is_asked_for(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 1; i <= MANY; i++)
        g_string_append(text, i % 10000 ? "[1]\n" : "{\"a\": 1, \"a\": 2}\n");
    char *path = write_lines(text);
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(LineReader) reader = line_reader_open(diags, path, NULL);
    g_autoptr(JsonLines) lines = json_lines_new(diags, reader);
    const char *line;
    gsize length;
    guint number;
    while (json_lines_next(lines, &line, &length, &number)) {
        assert_int_equal(diags_errors(diags), (number - 1) / 10000);
        assert_true((json_lines_doc(lines) == NULL) == (number % 10000 == 0));
    }
    assert_int_equal(diags_errors(diags), 2);
    const Place *place = &diags_nth(diags, 1)->place;
    guint row, column;
    source_locate(place->source, place->start, &row, &column);
    assert_int_equal(row, MANY);
    assert_int_equal(column, 10); // the second "a"
    remove_file(path);
}

static void an_empty_line_has_no_document_and_no_message_until_asked(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new("\n[1]\r\n\n[2]");
    char *path = write_lines(text);
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(LineReader) reader = line_reader_open(diags, path, NULL);
    g_autoptr(JsonLines) lines = json_lines_new(diags, reader);
    const char *line;
    gsize length;
    guint number;
    int good = 0;
    while (json_lines_next(lines, &line, &length, &number))
        good += length > 0 && json_lines_doc(lines);
    assert_int_equal(good, 2);
    assert_int_equal(number, 4);
    assert_int_equal(diags_errors(diags), 0);
    remove_file(path);
}

static void values_outlive_reading_ahead_until_the_next_line(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *filler = g_strnfill(3 << 20, 'x'); // more than is kept for the next
    g_string_append_printf(text, "[\"%s\"]\n[2]\n[\"%s\"]\n", filler, filler);
    char *path = write_lines(text);
    g_autoptr(Diags) diags = diags_new();
    g_autoptr(LineReader) reader = line_reader_open(diags, path, NULL);
    g_autoptr(JsonLines) lines = json_lines_new(diags, reader);
    const char *line;
    gsize length;
    guint number;
    assert_true(json_lines_next(lines, &line, &length, &number));
    const JsonNode *item = json_node_item(json_doc_root(json_lines_doc(lines)), 0);
    json_t *kept = json_deep_copy(item->json); // outside of the memory of lines
    assert_int_equal(json_string_length(item->json), 3 << 20);
    assert_true(json_lines_next(lines, &line, &length, &number));
    assert_true(json_lines_next(lines, &line, &length, &number));
    item = json_node_item(json_doc_root(json_lines_doc(lines)), 0);
    assert_true(json_equal(kept, item->json));
    json_decref(kept);
    remove_file(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_comes_in_its_order),
        cmocka_unit_test(a_faulty_line_is_reported_in_its_place_when_it_is_asked_for),
        cmocka_unit_test(an_empty_line_has_no_document_and_no_message_until_asked),
        cmocka_unit_test(values_outlive_reading_ahead_until_the_next_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
