// Money must be exact: what is read, added, multiplied and rounded, and what is refused.
#include "../support.h"

#include "base/decimal.h"

static Decimal decimal_of(const char *text) {
    Decimal value;
    if (!decimal_parse(text, &value))
        fail_msg("\"%s\" was not taken for a decimal", text);
    return value;
}

static void assert_decimal(Decimal value, const char *expected) {
    g_autofree char *text = decimal_to_text(value);
    assert_string_equal(text, expected);
}

#define NINES_36 "999999999999999999999999999999999999"

static void text_becomes_a_number_and_text_again(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"-0.00", "0"},
        {"1000000000", "1000000000"},
        {"007.50", "7.5"},
        {"-12.340", "-12.34"},
        {"0.000000001", "0.000000001"},
        {"-0.05", "-0.05"},
        {"100.000", "100"},
        {NINES_36, NINES_36},
        {"999999999999999999999999999.999999999", "999999999999999999999999999.999999999"},
        {"0000000000000000000000000000000000000000001", "1"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_decimal(decimal_of(cases[i][0]), cases[i][1]);
}

static void what_is_no_plain_decimal_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",    "-",    "+1",  "1e9",          "1,000",      " 1",         "1 ",
        ".5",  "5.",   "--1", "1.2.3",        "0x10",       "nan",        "1.0e-2",
        "١٢٣", "1.-2", "- 1", "0.0000000001", "1" NINES_36, NINES_36 ".1"};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Decimal value = {7, 1};
        if (decimal_parse(cases[i], &value))
            fail_msg("\"%s\" was taken for a decimal", cases[i]);
        assert_true(value.coefficient == 7 && value.scale == 1);
    }
}

static void sums_are_exact(void **state) {
    (void)state;
    Decimal sum = decimal_from_integer(0);
    for (int i = 0; i < 1000; i++)
        assert_true(decimal_add(sum, decimal_of("0.1"), &sum));
    assert_decimal(sum, "100");
    static const char *const cases[][3] = {{"1.5", "-1.50", "0"},
                                           {"99.99", "0.01", "100"},
                                           {"-5", "0.000000001", "-4.999999999"},
                                           {NINES_36, "-" NINES_36, "0"},
                                           {"10000000000000000000000000000000000", "0.500000000",
                                            "10000000000000000000000000000000000.5"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        assert_true(decimal_add(decimal_of(cases[i][0]), decimal_of(cases[i][1]), &sum));
        assert_decimal(sum, cases[i][2]);
        assert_true(decimal_add(decimal_of(cases[i][1]), decimal_of(cases[i][0]), &sum));
        assert_decimal(sum, cases[i][2]);
    }
}

static void products_round_half_to_even(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"12.5", "0.4", "5"},
        {"-3", "2.5", "-7.5"},
        {"0", "-5", "0"},
        {"0.000000001", "0.5", "0"},           // half of the last place: to even, down
        {"0.000000003", "0.5", "0.000000002"}, // and up
        {"0.000000001", "0.500000001", "0.000000001"},
        {"-0.000000003", "0.5", "-0.000000002"},
        {"1.000000001", "1.000000001", "1.000000002"},
        {"123456789012345678901234567.89", "0.000000001", "123456789012345678.901234568"},
        {"999999999999999999", "999999999999999999", "999999999999999998000000000000000001"},
        {"500000000000000000000000000000000000", "0.20", "100000000000000000000000000000000000"},
        {"999999999999999999999999999.999999999", "1.000000000",
         "999999999999999999999999999.999999999"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Decimal product;
        assert_true(decimal_multiply(decimal_of(cases[i][0]), decimal_of(cases[i][1]), &product));
        assert_decimal(product, cases[i][2]);
        assert_true(product.scale <= DECIMAL_SCALE_MAX);
    }
}

static void results_with_too_many_digits_are_refused(void **state) {
    (void)state;
    Decimal out = {7, 1};
    assert_false(decimal_add(decimal_of(NINES_36), decimal_of("1"), &out));
    assert_false(decimal_add(decimal_of(NINES_36), decimal_of("0.1"), &out));
    assert_false(decimal_add(decimal_of("-" NINES_36), decimal_of("-" NINES_36), &out));
    assert_false(decimal_multiply(decimal_of(NINES_36), decimal_of(NINES_36), &out));
    assert_false(decimal_multiply(decimal_of(NINES_36), decimal_of("1.1"), &out));
    assert_false(decimal_multiply(decimal_of("1000000000000000000"),
                                  decimal_of("1000000000000000000"), &out));
    assert_true(out.coefficient == 7 && out.scale == 1);
}

static void order_is_by_value_not_by_digits(void **state) {
    (void)state;
    static const char *const ascending[] = {
        "-" NINES_36,           "-2",          "-1.5", "-0.000000001", "0",
        "0.000000001",          "0.999999999", "1",    "1.000000001",  "10",
        "99999999999999999999", NINES_36};
    for (guint i = 0; i < G_N_ELEMENTS(ascending); i++) {
        for (guint j = 0; j < G_N_ELEMENTS(ascending); j++) {
            int order = decimal_compare(decimal_of(ascending[i]), decimal_of(ascending[j]));
            assert_int_equal(order, (i > j) - (i < j));
        }
    }
    assert_int_equal(decimal_compare(decimal_of("1.50"), decimal_of("1.5")), 0);
    assert_int_equal(decimal_compare(decimal_of("-0"), decimal_of("0.000")), 0);
}

static void negation_and_integers(void **state) {
    (void)state;
    assert_decimal(decimal_negate(decimal_of("1.5")), "-1.5");
    assert_decimal(decimal_negate(decimal_of("0")), "0");
    assert_decimal(decimal_from_integer(G_MININT64), "-9223372036854775808");
    assert_decimal(decimal_from_integer(G_MAXINT64), "9223372036854775807");
}

static void doubles_are_the_nearest(void **state) {
    (void)state;
    assert_true(decimal_to_double(decimal_of("0.1")) == 0.1);
    assert_true(decimal_to_double(decimal_of("-123456789.987654321")) == -123456789.987654321);
    assert_true(decimal_to_double(decimal_of("0")) == 0);
    assert_true(decimal_to_double(decimal_of("9007199254740993")) == 9007199254740992.0);
    assert_true(decimal_to_double(decimal_of("9007199254740993.000000001")) == 9007199254740994.0);
    assert_true(decimal_to_double(decimal_of(NINES_36)) == 1e36);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_becomes_a_number_and_text_again),
        cmocka_unit_test(what_is_no_plain_decimal_is_refused),
        cmocka_unit_test(sums_are_exact),
        cmocka_unit_test(products_round_half_to_even),
        cmocka_unit_test(results_with_too_many_digits_are_refused),
        cmocka_unit_test(order_is_by_value_not_by_digits),
        cmocka_unit_test(negation_and_integers),
        cmocka_unit_test(doubles_are_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
