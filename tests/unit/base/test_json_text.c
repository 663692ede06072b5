// Sorted texts are those that jansson writes, byte for byte: digests are of them.
#include "../support.h"

#include "base/json_text.h"

#include <stdlib.h>
#include <string.h>

enum { WRITE = JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY };

static void check_same(json_t *json) {
    assert_non_null(json);
    char *expected = json_dumps(json, WRITE);
    gsize length;
    g_autofree char *text = json_text_sorted(json, NULL, &length);
    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
    free(expected);
    json_decref(json);
}

static void texts_are_those_of_jansson(void **state) {
    (void)state;
    static const char *const texts[] = {
        "{}",
        "[]",
        "\"\"",
        "null",
        "-0",
        "[0, -1, 9223372036854775807, -9223372036854775808, 0.1, -2.5e300, 1.0, 1e-7]",
        "{\"b\": [true, false, null], \"a\": {\"d\": 1, \"c\": 2}, \"\": 3, \"ab\": 4}",
        "{\"Z\": 1, \"a\": 2, \"\xC3\xA9\": 3, \"\xF0\x9F\x98\x80\": 4, \"\x7F\": 5}",
        "[\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\xD8\xA7\xF0\x9F\x98\x80\"]",
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        check_same(json_loads(texts[i], JSON_DECODE_ANY, NULL));
}

static void objects_of_any_size_are_sorted(void **state) {
    (void)state;
    for (guint size = 0; size < 100; size++) {
        json_t *object = json_object();
        for (guint i = 0; i < size; i++) {
            g_autofree char *key = g_strdup_printf("%u", i * 7919 % 101);
            json_object_set_new(object, key, json_integer(i));
        }
        check_same(object);
    }
}

static void every_character_is_written_as_jansson_does(void **state) {
    (void)state;
    for (gunichar c = 1; c < 0x3000; c++) {
        char text[8] = "";
        g_unichar_to_utf8(c, text);
        check_same(json_pack("{s:s}", text, text));
    }
}

static void one_member_may_be_left_out(void **state) {
    (void)state;
    json_t *json = json_loads("{\"record\": 1, \"b\": {\"record\": 2}, \"a\": 3}", 0, NULL);
    g_autofree char *text = json_text_sorted(json, "record", NULL);
    assert_string_equal(text, "{\"a\":3,\"b\":{\"record\":2}}");
    json_decref(json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_those_of_jansson),
        cmocka_unit_test(objects_of_any_size_are_sorted),
        cmocka_unit_test(every_character_is_written_as_jansson_does),
        cmocka_unit_test(one_member_may_be_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
