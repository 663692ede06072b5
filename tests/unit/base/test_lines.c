// Lines of any file: ends of both kinds, a missing last end, lines that are too long.
#include "../support.h"

#include "base/lines.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct {
    char *path;
    Diags *diags;
} Fixture;

static int set_up(void **state) {
    Fixture *fixture = g_new0(Fixture, 1);
    int fd = g_file_open_tmp("accord-test-XXXXXX", &fixture->path, NULL);
    if (fd < 0)
        return -1;
    close(fd);
    fixture->diags = diags_new();
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    g_unlink(fixture->path);
    g_free(fixture->path);
    diags_free(fixture->diags);
    g_free(fixture);
    return 0;
}

// The lines of a text, each as "number:text|".
static char *read_lines(Fixture *fixture, const char *text, gsize length) {
    assert_true(g_file_set_contents(fixture->path, text, (gssize)length, NULL));
    g_autoptr(LineReader) reader = line_reader_open(fixture->diags, fixture->path, NULL);
    assert_non_null(reader);
    GString *out = g_string_new(NULL);
    const char *line;
    gsize size;
    guint number;
    while (line_reader_next(reader, &line, &size, &number)) {
        assert_int_equal(line[size], '\0');
        g_string_append_printf(out, "%u:", number);
        g_string_append_len(out, line, (gssize)size);
        g_string_append_c(out, '|');
    }
    assert_false(line_reader_next(reader, &line, &size, &number));
    return g_string_free(out, FALSE);
}

static void lines_end_in_every_way(void **state) {
    Fixture *f = *state;
    static const char *const cases[][2] = {
        {"", ""},
        {"a", "1:a|"},
        {"a\n", "1:a|"},
        {"a\nb", "1:a|2:b|"},
        {"a\r\nb\r\n", "1:a|2:b|"},
        {"\n\na\n", "1:|2:|3:a|"},
        {"\r\n\r", "1:|2:|"},
        {"a\rb\n", "1:a\rb|"},
        {"\xEF\xBB\xBF{}\n\xEF\xBB\xBF\n", "1:{}|2:\xEF\xBB\xBF|"},
        {"\xEF\xBB\xBF", "1:|"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *lines = read_lines(f, cases[i][0], strlen(cases[i][0]));
        assert_string_equal(lines, cases[i][1]);
    }
    assert_int_equal(diags_kept(f->diags), 0);
}

static void zero_bytes_are_part_of_a_line(void **state) {
    Fixture *f = *state;
    assert_true(g_file_set_contents(f->path, "a\0b\nc", 5, NULL));
    g_autoptr(LineReader) reader = line_reader_open(f->diags, f->path, NULL);
    const char *line;
    gsize size;
    guint number;
    assert_true(line_reader_next(reader, &line, &size, &number));
    assert_int_equal(size, 3);
    assert_memory_equal(line, "a\0b", 3);
}

// Lines of every length around the size of the buffer come out whole.
static void lines_cross_the_buffer(void **state) {
    Fixture *f = *state;
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < 400; i++) {
        g_string_append_printf(text, "%u ", i);
        for (guint at = 0; at < i * i % 1999; at++)
            g_string_append_c(text, 'x');
        g_string_append(text, i % 3 ? "\n" : "\r\n");
    }
    assert_true(g_file_set_contents(f->path, text->str, (gssize)text->len, NULL));
    g_string_free(text, TRUE);
    g_autoptr(LineReader) reader = line_reader_open(f->diags, f->path, NULL);
    const char *line;
    gsize size;
    guint number, count = 0;
    for (; line_reader_next(reader, &line, &size, &number); count++) {
        char start[16];
        g_snprintf(start, sizeof start, "%u ", count);
        assert_int_equal(number, count + 1);
        assert_true(g_str_has_prefix(line, start));
        assert_int_equal(size, strlen(start) + count * count % 1999);
    }
    assert_int_equal(count, 400);
}

static void append_filled(GString *text, gsize length, const char *end) {
    g_autofree char *fill = g_strnfill(length, 'x');
    g_string_append_len(text, fill, (gssize)length);
    g_string_append(text, end);
}

static void too_long_lines_are_left_out(void **state) {
    Fixture *f = *state;
    GString *text = g_string_new("first\n");
    append_filled(text, (gsize)LINE_LIMIT + 1, "\n");
    append_filled(text, (gsize)LINE_LIMIT, "\n");
    append_filled(text, (gsize)LINE_LIMIT * 5 / 2, "\n");
    g_string_append(text, "last");
    assert_true(g_file_set_contents(f->path, text->str, (gssize)text->len, NULL));
    g_string_free(text, TRUE);
    g_autoptr(LineReader) reader = line_reader_open(f->diags, f->path, NULL);
    static const struct {
        guint number;
        gsize size;
    } expected[] = {{1, 5}, {3, LINE_LIMIT}, {5, 4}};
    const char *line;
    gsize size;
    guint number;
    for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
        assert_true(line_reader_next(reader, &line, &size, &number));
        assert_int_equal(number, expected[i].number);
        assert_int_equal(size, expected[i].size);
    }
    assert_false(line_reader_next(reader, &line, &size, &number));
    assert_int_equal(diags_kept(f->diags), 2);
    assert_int_equal(diags_nth(f->diags, 0)->id, DIAG_TOO_LARGE);
    assert_string_equal(nth_message(f->diags, 0), "line 2 is longer than 16 MiB and is left out");
    assert_string_equal(nth_message(f->diags, 1), "line 4 is longer than 16 MiB and is left out");
}

static void an_endless_line_ends(void **state) {
    Fixture *f = *state;
    GString *text = g_string_new(NULL);
    append_filled(text, (gsize)LINE_LIMIT * 3, "");
    g_autofree char *lines = read_lines(f, text->str, text->len);
    g_string_free(text, TRUE);
    assert_string_equal(lines, "");
    assert_string_equal(nth_message(f->diags, 0), "line 1 is longer than 16 MiB and is left out");
}

static void a_line_without_end_is_given_up(void **state) {
    Fixture *f = *state;
    g_autoptr(LineReader) reader = line_reader_open(f->diags, "/dev/zero", NULL);
    const char *line;
    gsize size;
    guint number;
    assert_false(line_reader_next(reader, &line, &size, &number));
    assert_string_equal(nth_message(f->diags, 1),
                        "line 1 has no end within 256 MiB; nothing behind it is read");
    assert_false(line_reader_next(reader, &line, &size, &number));
    assert_int_equal(diags_kept(f->diags), 2);
}

static void what_cannot_be_opened_is_reported(void **state) {
    Fixture *f = *state;
    assert_null(line_reader_open(f->diags, "/nonexistent/facts.jsonl", NULL));
    assert_null(line_reader_open(f->diags, "/", NULL));
    assert_string_equal(nth_message(f->diags, 0),
                        "cannot read \"/nonexistent/facts.jsonl\": No such file or directory");
    assert_string_equal(nth_message(f->diags, 1), "cannot read \"/\": Is a directory");
    line_reader_close(NULL);
}

#define LINES_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        LINES_TEST(lines_end_in_every_way),
        LINES_TEST(zero_bytes_are_part_of_a_line),
        LINES_TEST(lines_cross_the_buffer),
        LINES_TEST(too_long_lines_are_left_out),
        LINES_TEST(an_endless_line_ends),
        LINES_TEST(a_line_without_end_is_given_up),
        LINES_TEST(what_cannot_be_opened_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
