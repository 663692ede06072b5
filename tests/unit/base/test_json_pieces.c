// Texts read in pieces: the values and the verdicts are jansson's, and what was there before is
// the same value again.
#include "../support.h"

#include "base/json_pieces.h"

#include <string.h>

enum { FLAGS = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY };

typedef struct {
    JsonPieces *pieces;
    JsonMemory *memory;
} Fixture;

static int set_up(void **state) {
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->pieces = json_pieces_new();
    fixture->memory = json_memory_new();
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    json_pieces_free(fixture->pieces);
    json_memory_free(fixture->memory);
    g_free(fixture);
    return 0;
}

static json_t *load(Fixture *fixture, const char *text) {
    return json_pieces_load(fixture->pieces, fixture->memory, text, strlen(text));
}

static void values_are_those_of_jansson(void **state) {
    static const char *const texts[] = {
        "{}",
        "[]",
        " [ ] ",
        "\t{ \"a\" : [ 1 , -2.5e3 , true , false , null ] , \"b\" : { \"a\" : \"x\" } }\r\n",
        "\"alone\"",
        "-0",
        "12345678901",
        "[\"\\\"\", \"\\\\\", \"a\\\\\\\"b\", \"\\u00e9\", \"\\ud83d\\ude00\", \"\\/\"]",
        "{\"\": 1, \"\\u0061\": 2, \"b\\\"\": 3}",
        "[\"12345678\", \"1234567\", \"123456789\", \"\\u0031234567890\"]",
        "[\"\xD8\xA7\xD8\xB1\xD8\xAF\xD9\x88\", \"\xF0\x9F\x98\x80\"]",
        "[[[[[[[[[[[[1]]]]]]]]]]]]",
        "[1e400000, 2]", // not to be read: too large
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        json_t *expected = json_loads(texts[i], FLAGS, NULL);
        for (int again = 0; again < 3; again++) {
            json_t *json = load(*state, texts[i]);
            assert_true((json == NULL) == (expected == NULL));
            assert_true(!json || json_equal(json, expected));
        }
        json_decref(expected);
    }
}

static void what_jansson_rejects_is_rejected(void **state) {
    static const char *const texts[] = {
        "",
        " ",
        "{",
        "}",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "[1]]",
        "[1] x",
        "tru",
        "[nul]",
        "[01]",
        "[1.]",
        "[+1]",
        "[.5]",
        "[1x]",
        "[NaN]",
        "[\"open]",
        "[\"open\\\"]",
        "[\"\\",
        "[\"a\tb\"]",
        "[\"a string of some length with a \x1F in it\"]",
        "[\"a string of some length with a \n in it\"]",
        "[\"a string of some length with \xED\xA0\x80 in it\"]",
        "[\"a string of some length with \xF5\x80\x80\x80 in it\"]",
        "[\"a string of some length that ends in \xC3\"]",
        "[\"\\x\"]",
        "[\"\\ud800\"]",
        "[\"\\u0000\"]",
        "{\"\\u0000\":1}",
        "[\"\xFF\"]",
        "[\"\xC0\x80\"]",
        "[\xC3\xA9]",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "[{\"b\":[{\"a\":1,\"a\":1}]}]",
        "[1}",
        "{\"a\":1]",
        "'a'",
        "[1]//",
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        assert_null(json_loads(texts[i], FLAGS, NULL));
        for (int again = 0; again < 3; again++)
            assert_null(load(*state, texts[i]));
    }
}

static void a_zero_byte_is_no_json(void **state) {
    Fixture *fixture = *state;
    static const char text[] = "[1\0]", late[] = "[1]\0[2]";
    assert_null(json_pieces_load(fixture->pieces, fixture->memory, text, sizeof text - 1));
    assert_null(json_pieces_load(fixture->pieces, fixture->memory, late, sizeof late - 1));
}

static void what_comes_again_is_one_value(void **state) {
    json_t *texts[4];
    for (int i = 0; i < 4; i++)
        texts[i] = load(*state, "{\"status\": \"signed\", \"year\": 2025}");
    assert_ptr_not_equal(json_object_get(texts[0], "status"), json_object_get(texts[3], "status"));
    assert_ptr_equal(json_object_get(texts[2], "status"), json_object_get(texts[3], "status"));
    assert_ptr_equal(json_object_get(texts[2], "year"), json_object_get(texts[3], "year"));
    assert_ptr_not_equal(texts[2], texts[3]);
}

static void objects_and_arrays_that_come_again_are_one_value(void **state) {
    json_t *texts[4];
    for (int i = 0; i < 4; i++)
        texts[i] =
            load(*state, "{\"of\": {\"a\": [1, 2] , \"b\": \"c\" } , \"sectors\": [ \"steel\" ]}");
    assert_ptr_equal(json_object_get(texts[2], "of"), json_object_get(texts[3], "of"));
    assert_ptr_equal(json_object_get(texts[2], "sectors"), json_object_get(texts[3], "sectors"));
    assert_ptr_not_equal(texts[2], texts[3]);
    for (int i = 1; i < 4; i++)
        assert_true(json_equal(texts[i], texts[0]));
}

// Where a bracket closes is told by reading; what looks the same up to there is something else.
static void brackets_in_strings_and_behind_are_no_ends(void **state) {
    static const char *const texts[] = {
        "[{\"a\": \"}\", \"b\": 1}]",
        "[{\"a\": \"}\", \"b\": 2}]",
        "[[\"]\", 1], [\"]\", 2]]",
        "[[\"]\"], [\"]\" , 2]]",
        "[{\"a\": {\"b\": 1}, \"c\": 1}]",
        "[{\"a\": {\"b\": 1}, \"c\": 2}]",
        "[[[1], 2], [[1], 3]]",
        "[{\"\\\"}\": 1}, {\"\\\"}\": 2}]",
        "[{\"a\": [1, 2]}, {\"a\": [1, 3]}]",
        "[[{}, {}], [{}, []], []]",
    };
    for (int again = 0; again < 4; again++) {
        for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
            json_t *expected = json_loads(texts[i], FLAGS, NULL);
            assert_non_null(expected);
            assert_true(json_equal(load(*state, texts[i]), expected));
            json_decref(expected);
        }
    }
}

static void what_is_wrong_in_a_short_object_is_wrong_again(void **state) {
    static const char *const texts[] = {
        "[{\"a\":1,\"a\":2}]", "[{\"a\" 1}]", "[[1,]]", "[{\"a\":[}]", "[[1 2]]", "[{\"a\":1]]",
    };
    for (int again = 0; again < 4; again++)
        for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
            assert_null(load(*state, texts[i]));
}

static void members_keep_their_order(void **state) {
    json_t *json = load(*state, "{\"z\": 1, \"a\": 2, \"m\": 3}");
    void *iter = json_object_iter(json);
    assert_string_equal(json_object_iter_key(iter), "z");
    iter = json_object_iter_next(json, iter);
    assert_string_equal(json_object_iter_key(iter), "a");
    iter = json_object_iter_next(json, iter);
    assert_string_equal(json_object_iter_key(iter), "m");
}

// What is kept is bounded, and values are good until it begins anew.
static void many_pieces_are_forgotten(void **state) {
    Fixture *fixture = *state;
    for (int round = 0; round < 40; round++) {
        json_pieces_begin(fixture->pieces);
        json_memory_reset(fixture->memory);
        for (int i = 0; i < 2000; i++) {
            g_autofree char *text = g_strdup_printf("[\"%d of %d\", %d]", i / 3, round, i / 2);
            json_t *json = load(fixture, text);
            g_autofree char *expected = g_strdup_printf("%d of %d", i / 3, round);
            assert_string_equal(json_string_value(json_array_get(json, 0)), expected);
            assert_int_equal(json_integer_value(json_array_get(json, 1)), i / 2);
        }
        assert_true(json_memory_used(fixture->memory) < 4 << 20);
    }
}

static void what_nests_deep_is_left_to_others(void **state) {
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 100000; i++)
        g_string_append_c(text, '[');
    assert_null(load(*state, text->str));
    g_string_free(text, TRUE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_are_those_of_jansson, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_jansson_rejects_is_rejected, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_zero_byte_is_no_json, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_comes_again_is_one_value, set_up, tear_down),
        cmocka_unit_test_setup_teardown(objects_and_arrays_that_come_again_are_one_value, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(brackets_in_strings_and_behind_are_no_ends, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_wrong_in_a_short_object_is_wrong_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(members_keep_their_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_pieces_are_forgotten, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_nests_deep_is_left_to_others, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
