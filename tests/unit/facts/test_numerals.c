// Numbers in running text: the same size in many spellings and scripts.
#include "../support.h"

#include "facts/comparable.h"
#include "facts/numerals.h"

static bool says(const char *text, const char *number) {
    Decimal value;
    assert_true(decimal_parse(number, &value));
    g_autofree char *form = comparable_text(text);
    g_autoptr(GArray) numerals = numerals_find(form, NULL);
    return numerals_contain(numerals, value);
}

static void assert_says(const char *text, const char *number) {
    if (!says(text, number))
        fail_msg("\"%s\" does not say %s", text, number);
}

static void assert_says_not(const char *text, const char *number) {
    if (says(text, number))
        fail_msg("\"%s\" says %s", text, number);
}

static void one_size_in_many_spellings(void **state) {
    (void)state;
    static const char *const spellings[] = {"worth $1.2 bn",
                                            "US$1.2bn",
                                            "1,200 million dollars",
                                            "1 200 million",
                                            "1.200 Mio. Euro",
                                            "120 crore",
                                            "Rs120 crore",
                                            "1,20,00,00,000 rupees",
                                            "1.2 arab",
                                            "12,000 lakh",
                                            "1.2 ارب",
                                            "۱٫۲ ارب",
                                            "١٫٢ مليار",
                                            "1,2 milliard",
                                            "1,2 млрд долларов",
                                            "1 200 млн",
                                            "12亿",
                                            "12 億",
                                            "十二亿元",
                                            "1.2 thousand million",
                                            "1'200'000'000",
                                            "1 200 000 000",
                                            "1.200.000.000",
                                            "1,200,000,000.00",
                                            "1200000000",
                                            "１．２ billion",
                                            "१.२ अरब",
                                            "mil doscientos o 1.200 millones",
                                            "1.2-billion-dollar plan",
                                            "1.2 thousand thousand thousand"};
    for (guint i = 0; i < G_N_ELEMENTS(spellings); i++)
        assert_says(spellings[i], "1200000000");
}

static void words(void **state) {
    (void)state;
    assert_says("half a million people", "500000");
    assert_says("1½ million dollars", "1500000");
    assert_says("1 ½ million dollars", "1500000");
    assert_says("½ million", "500000");
    assert_says("2¾", "2.75");
    assert_says_not("1½ million dollars", "1000000");
    assert_says("one point two billion dollars", "1200000000");
    assert_says("three point one four", "3.14");
    assert_says("twenty-two point five million", "22500000");
    assert_says("un virgule deux milliard", "1200000000");
    assert_says("ein Komma zwei Milliarden", "1200000000");
    assert_says("一点二亿", "120000000");
    assert_says("at this point two billion", "2000000000");
    assert_says("at one point, two billion", "2000000000");
    assert_says_not("one point two billion", "2000000000");
    assert_says("half-a-million", "500000");
    assert_says("a quarter of a million", "250000");
    assert_says("three quarters of a million", "750000");
    assert_says("two and a half million", "2500000");
    assert_says("a million and a half", "1500000");
    assert_says("twenty-five hundred", "2500");
    assert_says("two hundred and fifty thousand", "250000");
    assert_says("three key directions", "3");
    assert_says("a dozen towns, two dozen villages", "24");
    assert_says("un demi-million de tonnes", "500000");
    assert_says("deux milliards et demi", "2500000000");
    assert_says("quatre-vingt-dix", "90");
    assert_says("cinq cents", "500");
    assert_says("полмиллиона тонн", "500000");
    assert_says("два с половиной миллиона", "2500000");
    assert_says("двадцать пять тысяч", "25000");
    assert_says("نصف مليون طن", "500000");
    assert_says("خمسة وعشرون مليون", "25000000");
    assert_says("مليونان", "2000000");
    assert_says("پانچ لاکھ ٹن", "500000");
    assert_says("五十万吨", "500000");
    assert_says("二千五百", "2500");
    assert_says("二〇二五年", "2025");
    assert_says("3亿5000万", "350000000");
    assert_says("1.5万亿元", "1500000000000");
    assert_says("2 lakh crore", "2000000000000");
    assert_says("5 lakh tonnes", "500000");
}

static void what_may_be_read_in_two_ways(void **state) {
    (void)state;
    assert_says("1.200", "1.2");
    assert_says("1.200", "1200");
    assert_says("5 m", "5");
    assert_says("5m", "5000000");
    assert_says("a fall of 3.5%", "-3.5");
}

static void other_numbers_are_not_said(void **state) {
    (void)state;
    assert_says_not("1.2 billion", "1.2");
    assert_says_not("1.2 billion", "1200000001");
    assert_says_not("1.3 billion", "1200000000");
    assert_says_not("COP30 in Brazil", "30");
    assert_says_not("21 and 30", "51");
    assert_says_not("five six", "11");
    assert_says_not("two of three", "5");
    assert_says_not("from 10 to 20", "30");
    assert_says_not("no number, a million reasons", "0");
    assert_says_not("", "0");
    assert_says("21 and 30", "30");
    assert_says("17.09.2025", "2025");
    assert_says("17.09.2025", "17");
    assert_says("between 5 and 6 billion", "6000000000");
}

static void hostile_digits(void **state) {
    (void)state;
    g_autofree char *digits = g_strnfill(100000, '9'), *dots = g_strnfill(100000, '.');
    g_autoptr(GString) mixed = g_string_new(NULL);
    for (int i = 0; i < 20000; i++)
        g_string_append(mixed, "1,22.333 million ");
    assert_says_not(digits, "9");
    assert_says_not(dots, "0");
    assert_says(mixed->str, "333000000");
    assert_says_not("999999999999999999999999999999999999 trillion trillion trillion", "1");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_size_in_many_spellings),
        cmocka_unit_test(words),
        cmocka_unit_test(what_may_be_read_in_two_ways),
        cmocka_unit_test(other_numbers_are_not_said),
        cmocka_unit_test(hostile_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
