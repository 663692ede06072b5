// Values convert, compare and sort as JavaScript's do; decimals stay exact among themselves.
#include "table_support.h"

static Value decimal(Arena *arena, const char *text) {
    Decimal *number = arena_new0(arena, Decimal);
    assert_true(decimal_parse(text, number));
    return (Value){.type = VALUE_DECIMAL, .as.decimal = number};
}

static void reads_numbers_from_text(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double number;
    } cases[] = {
        {"", 0},
        {"  ", 0},
        {" 12 ", 12},
        {"-1.5e3", -1500},
        {"+.5", 0.5},
        {"5.", 5},
        {"0x1f", 31},
        {"0b101", 5},
        {"0o17", 15},
        {"\xC2\xA0"
         "7",
         7},
        {"1e400", INFINITY},
        {"Infinity", INFINITY},
        {"-Infinity", -INFINITY},
    };
    static const char *const bad[] = {"x",   "1x",  "1 2", "1e",       ".",   "-",    "0x",
                                      "0xg", "--1", "1_0", "infinity", "nan", "0b12", "-0x10"};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_true(number_from_text(cases[i].text) == cases[i].number);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_true(isnan(number_from_text(bad[i])));
}

static void converts_as_javascript_does(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    assert_true(value_to_number(value_null()) == 0);
    assert_true(isnan(value_to_number(value_undefined())));
    assert_true(value_to_number(value_bool(true)) == 1);
    assert_true(value_to_number(decimal(arena, "12.5")) == 12.5);
    assert_string_equal(value_to_string(value_number(1e21), arena), "1e+21");
    assert_string_equal(value_to_string(value_number(0.1), arena), "0.1");
    assert_string_equal(value_to_string(decimal(arena, "1.50"), arena), "1.5");
    assert_string_equal(value_to_string(value_time(1e12), arena), "2001-09-09T01:46:40.000Z");
    assert_string_equal(value_to_string(value_time(NAN), arena), "Invalid Date");
    assert_false(value_to_bool(value_string("")));
    assert_true(value_to_bool(value_string("0")));
    assert_false(value_to_bool(value_number(NAN)));
    assert_false(value_to_bool(decimal(arena, "0.00")));
}

static void joins_arrays_as_text(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    const JsonNode *root = bench_json(&bench, "[1, [2, null, 'x'], {'a': 1}, true]");
    assert_string_equal(value_to_string(value_from_json(root->json), bench.arena),
                        "1,2,,x,[object Object],true");
    bench_close(&bench);
}

static void orders_nulls_then_nan_then_values(void **state) {
    (void)state;
    Value order[] = {value_null(), value_number(NAN), value_number(-1), value_string("2"),
                     value_number(10)};
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++)
        for (gsize j = 0; j < G_N_ELEMENTS(order); j++) {
            int expected = (i > j) - (i < j);
            assert_int_equal(value_compare(order[i], order[j]), expected);
        }
    assert_int_equal(value_compare(value_null(), value_undefined()), 0);
    assert_int_equal(value_relate(value_string("10"), value_string("9")), -1);
    assert_int_equal(value_relate(value_string("10"), value_number(9)), 1);
    assert_int_equal(value_relate(value_string("x"), value_number(9)), VALUE_UNORDERED);
}

static void orders_text_by_utf16_units(void **state) {
    (void)state;
    assert_int_equal(text_compare("a", "b"), -1);
    assert_int_equal(text_compare("a", "a"), 0);
    assert_int_equal(text_compare("ab", "a"), 1);
    // U+FF5E comes after U+1F600 there, whose first unit is D83D
    assert_int_equal(text_compare("\xEF\xBD\x9E", "\xF0\x9F\x98\x80"), 1);
    assert_int_equal(text_compare("\xED\x9F\xBF", "\xF0\x9F\x98\x80"), -1);
}

static void compares_decimals_exactly(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Value big = decimal(arena, "9007199254740993"), near = decimal(arena, "9007199254740992");
    assert_false(value_equal(big, near));
    assert_int_equal(value_relate(big, near), 1);
    assert_true(value_equal(near, value_number(9007199254740992.0)));
    assert_int_equal(value_hash(near), value_hash(value_number(9007199254740992.0)));
    assert_true(value_equal(value_time(5), value_number(5)));
    assert_false(value_equal(value_null(), value_undefined()));
    assert_false(value_equal(value_string("1"), value_number(1)));
    assert_false(value_equal(value_number(NAN), value_number(NAN)));
}

static void parses_cells_as_vega_does(void **state) {
    (void)state;
    assert_int_equal(value_as_number(value_string("")).type, VALUE_NULL);
    assert_int_equal(value_as_number(value_undefined()).type, VALUE_NULL);
    assert_true(value_as_number(value_string("7")).as.number == 7);
    assert_false(value_as_bool(value_string("false")).as.boolean);
    assert_false(value_as_bool(value_string("0")).as.boolean);
    assert_true(value_as_bool(value_string("no")).as.boolean);
    assert_true(value_as_time(value_string("1970-01-02"), NULL).as.number == 86400e3);
    assert_true(isnan(value_as_time(value_string("soon"), NULL).as.number));
    assert_int_equal(value_as_time(value_number(5), NULL).type, VALUE_TIME);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers_from_text),
        cmocka_unit_test(converts_as_javascript_does),
        cmocka_unit_test(joins_arrays_as_text),
        cmocka_unit_test(orders_nulls_then_nan_then_values),
        cmocka_unit_test(orders_text_by_utf16_units),
        cmocka_unit_test(compares_decimals_exactly),
        cmocka_unit_test(parses_cells_as_vega_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
