// Numbers by specifier. The rows are what d3-format 3.1.3 answers (https://d3js.org/d3-format),
// with the locales of its package: en-US, en-IN, fr-FR, ru-RU, zh-CN and ar-001.
#include "../support.h"

#include "base/format.h"

#include <float.h>
#include <locale.h>
#include <math.h>

typedef struct {
    const char *specifier, *locale;
    double value;
    const char *expected;
} Row;

static const Row rows[] = {
    // no type
    {"", "en", 0, "0"},
    {"", "en", 1, "1"},
    {"", "en", -1, "−1"},
    {"", "en", 0.1, "0.1"},
    {"", "en", 0.30000000000000004, "0.3"},
    {"", "en", 1234567890123, "1.23456789012e+12"},
    {"", "en", 1e-7, "1e-7"},
    {"", "en", 1e+21, "1e+21"},
    {"", "en", 123.456, "123.456"},
    {".3", "en", 1234.5, "1.23e+3"},
    {".3", "en", 0.00012345, "0.000123"},
    {"~", "en", 10.5, "10.5"},
    {",", "en", 1234567.891, "1,234,567.891"},
    // fixed
    {"f", "en", 0, "0.000000"},
    {"f", "en", 42, "42.000000"},
    {".0f", "en", 0.5, "1"},
    {".0f", "en", 1.5, "2"},
    {".0f", "en", 2.5, "3"},
    {".0f", "en", -0.4, "0"},
    {".0f", "en", -0.5, "−1"},
    {".1f", "en", 0.25, "0.3"},
    {".1f", "en", 0.35, "0.3"},
    {".1f", "en", 0.05, "0.1"},
    {".1f", "en", -0.04, "0.0"},
    {".2f", "en", 1.005, "1.00"},
    {".2f", "en", 1.115, "1.11"},
    {".2f", "en", 10.235, "10.23"},
    {".2f", "en", -1.999, "−2.00"},
    {".20f", "en", 0.1, "0.10000000000000000555"},
    {".20f", "en", 0.7, "0.69999999999999995559"},
    {".30f", "en", 1, "1.00000000000000000000"},
    {".3f", "en", 1e20, "100000000000000000000.000"},
    {".3f", "en", 1e+21, "1e+21"},
    {".3f", "en", 123456789.12345, "123456789.123"},
    {"~f", "en", 1.5, "1.5"},
    {"~f", "en", 100, "100"},
    {"~f", "en", 1000.25, "1000.25"},
    // grouped
    {",", "en", 0, "0"},
    {",", "en", 999, "999"},
    {",", "en", 1000, "1,000"},
    {",", "en", 1234567, "1,234,567"},
    {",d", "en", 1000000, "1,000,000"},
    {",d", "en", -1000000, "−1,000,000"},
    {",d", "en", 1000000000000000, "1,000,000,000,000,000"},
    {",.2f", "en", 1234567.891, "1,234,567.89"},
    {",.2f", "en", -1234.5, "−1,234.50"},
    {",.2f", "en", 999.999, "1,000.00"},
    {",.2f", "en", 0.001, "0.00"},
    {",.0f", "en", 999999.5, "1,000,000"},
    {"012,d", "en", 1234, "0,000,001,234"},
    {"08,", "en", 123, "0,000,123"},
    {"020,.2f", "en", -1234567.891, "−0,000,001,234,567.89"},
    {",x", "en", 1048575, "ff,fff"},
    // decimal integer
    {"d", "en", 0, "0"},
    {"d", "en", -0.0, "0"},
    {"d", "en", 0.5, "1"},
    {"d", "en", 1.5, "2"},
    {"d", "en", -1.5, "−2"},
    {"d", "en", 1e+21, "1000000000000000000000"},
    {"d", "en", 1.2345e+25, "12345000000000000000000000"},
    {"d", "en", 4.2, "4"},
    {"d", "en", -4.5, "−5"},
    // scientific
    {"e", "en", 0, "0.000000e+0"},
    {"e", "en", 123456, "1.234560e+5"},
    {"e", "en", -0.000123, "−1.230000e-4"},
    {".0e", "en", 9.5, "1e+1"},
    {".0e", "en", 25, "3e+1"},
    {".0e", "en", 35, "4e+1"},
    {".0e", "en", 0.5, "5e-1"},
    {".2e", "en", 12345, "1.23e+4"},
    {".2e", "en", 99950000000, "1.00e+11"},
    {"~e", "en", 12000, "1.2e+4"},
    {"~e", "en", 1, "1e+0"},
    {".3~e", "en", 100000, "1e+5"},
    // general
    {"g", "en", 0, "0.00000"},
    {"g", "en", 123456, "123456"},
    {"g", "en", 1234567, "1.23457e+6"},
    {"g", "en", 0.0001, "0.000100000"},
    {"g", "en", 1e-7, "1.00000e-7"},
    {".3g", "en", 0.5, "0.500"},
    {".3g", "en", 1234, "1.23e+3"},
    {".3g", "en", 99.95, "100"},
    {".3g", "en", 0.00001234, "0.0000123"},
    {".1g", "en", 0.95, "0.9"},
    {".1g", "en", 0.049, "0.05"},
    {"~g", "en", 1.5, "1.5"},
    {"n", "en", 1234567, "1.23457e+6"},
    {"n", "en", 123456.7, "123,457"},
    // rounded
    {"r", "en", 0, "0"},
    {"r", "en", 123456, "123456"},
    {"r", "en", 0.049, "0.0490000"},
    {".2r", "en", 0.049, "0.049"},
    {".2r", "en", 1234, "1200"},
    {".2r", "en", 125, "130"},
    {".2r", "en", 99500, "100000"},
    {".1r", "en", 0.49, "0.5"},
    {".1r", "en", 55, "60"},
    {"~r", "en", 1.5, "1.5"},
    {",.3r", "en", 1234567, "1,230,000"},
    {".21r", "en", 0.1, "0.100000000000000005551"},
    // SI prefix
    {"s", "en", 0, "0.00000"},
    {"s", "en", 1, "1.00000"},
    {"s", "en", 1500, "1.50000k"},
    {"s", "en", -1500, "−1.50000k"},
    {"s", "en", 1000000, "1.00000M"},
    {"s", "en", 0.001, "1.00000m"},
    {"s", "en", 0.000001, "1.00000µ"},
    {"s", "en", 1e-30, "0.000001y"},
    {"s", "en", 1e+30, "1000000Y"},
    {".3s", "en", 42000000, "42.0M"},
    {".3s", "en", 999500, "1.00M"},
    {".3s", "en", 0.00042, "420µ"},
    {".3s", "en", 1e+24, "1.00Y"},
    {".3s", "en", 1.2345e+28, "12300Y"},
    {"~s", "en", 1500, "1.5k"},
    {"~s", "en", 1000, "1k"},
    {"~s", "en", 1500000, "1.5M"},
    {"~s", "en", 0.0015, "1.5m"},
    {".2~s", "en", 1000, "1k"},
    {"$.2s", "en", 1234567, "$1.2M"},
    {".1s", "en", 15, "20"},
    {".1s", "en", 0.000015, "20µ"},
    {".0s", "en", 1000, "1k"},
    // percent
    {"%", "en", 0.5, "50.000000%"},
    {".0%", "en", 0.005, "1%"},
    {".0%", "en", 0.015, "2%"},
    {".0%", "en", 0.123, "12%"},
    {".0%", "en", -0.4, "−40%"},
    {".0%", "en", -0.0001, "0%"},
    {".1%", "en", 1.2345, "123.4%"},
    {".1%", "en", 0.0005, "0.1%"},
    {"+.1%", "en", 0.05, "+5.0%"},
    {"p", "en", 0.5, "50.0000%"},
    {"p", "en", 0.12345, "12.3450%"},
    {".2p", "en", 0.00123, "0.12%"},
    {".2p", "en", 1.5, "150%"},
    {"~p", "en", 0.25, "25%"},
    {",.0%", "en", 123.4, "12,340%"},
    // radix and character
    {"b", "en", 10, "1010"},
    {"b", "en", -5, "−101"},
    {"b", "en", 0.5, "1"},
    {"o", "en", 64, "100"},
    {"x", "en", 255, "ff"},
    {"x", "en", 3735928559, "deadbeef"},
    {"x", "en", -255, "−ff"},
    {"X", "en", 255, "FF"},
    {"X", "en", 48879, "BEEF"},
    {"#x", "en", 255, "0xff"},
    {"#X", "en", 255, "0xFF"},
    {"#b", "en", 5, "0b101"},
    {"#o", "en", 8, "0o10"},
    {"#08x", "en", 255, "0x0000ff"},
    {"c", "en", 65, "65"},
    {"c", "en", -1.5, "-1.5"},
    {"#f", "en", 1, "1.000000"},
    // sign
    {"+d", "en", 1, "+1"},
    {"+d", "en", 0, "+0"},
    {"+d", "en", -0.0, "−0"},
    {"+d", "en", -1, "−1"},
    {"-d", "en", 1, "1"},
    {"-d", "en", -1, "−1"},
    {"(d", "en", 1, "1"},
    {"(d", "en", -1, "(1)"},
    {" d", "en", 1, " 1"},
    {" d", "en", -1, "−1"},
    {"+.0f", "en", -0.4, "−0"},
    {"(.2f", "en", -1234.5, "(1234.50)"},
    {"($,.2f", "en", -1234.5, "($1,234.50)"},
    {"(.0f", "en", -0.1, "0"},
    // symbol
    {"$.2f", "en", 1.5, "$1.50"},
    {"$.2f", "en", -1.5, "−$1.50"},
    {"$,d", "en", 1234567, "$1,234,567"},
    {"$s", "en", 1000000, "$1.00000M"},
    {"$.1%", "en", 0.5, "$50.0"},
    // width, fill and align
    {"10d", "en", 42, "        42"},
    {"10d", "en", -42, "       −42"},
    {">10d", "en", 42, "        42"},
    {"<10d", "en", 42, "42        "},
    {"^10d", "en", 42, "    42    "},
    {"^9d", "en", 42, "   42    "},
    {"=10d", "en", -42, "−       42"},
    {"*^10d", "en", -42, "***−42****"},
    {"*=+10d", "en", 42, "+*******42"},
    {"010d", "en", -42, "−000000042"},
    {"0=6d", "en", 42, "000042"},
    {"$010.2f", "en", 3.5, "$000003.50"},
    {"中>5d", "en", 42, "中中中42"},
    {"2d", "en", 12345, "12345"},
    {"0<8d", "en", 42, "42000000"},
    // what is not finite
    {"", "en", NAN, "NaN"},
    {"", "en", INFINITY, "Infinity"},
    {"", "en", -INFINITY, "−Infinity"},
    {".2f", "en", NAN, "NaN"},
    {".2f", "en", INFINITY, "Infinity"},
    {".2f", "en", -INFINITY, "−Infinity"},
    {"d", "en", NAN, "NaN"},
    {"d", "en", INFINITY, "∞"},
    {"s", "en", NAN, "NaN"},
    {"s", "en", -INFINITY, "−Infinity"},
    {"e", "en", INFINITY, "Infinity"},
    {"+d", "en", NAN, "+NaN"},
    {"x", "en", INFINITY, "Infinity"},
    {"8d", "en", NAN, "     NaN"},
    {"%", "en", INFINITY, "Infinity%"},
    {"c", "en", NAN, "NaN"},
    // extremes
    {"e", "en", 5e-324, "4.940656e-324"},
    {"e", "en", 1.7976931348623157e+308, "1.797693e+308"},
    {"g", "en", 5e-324, "4.94066e-324"},
    {".3s", "en", 5e-324,
     "0."
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000005y"},
    {"r", "en", 1e-10, "0.000000000100000"},
    {",d", "en", 1.7976931348623156e+28, "17,976,931,348,623,156,000,000,000,000"},
    // trim
    {"~f", "en", 0, "0"},
    {"~f", "en", 1.5, "1.5"},
    {"~f", "en", 10, "10"},
    {"~%", "en", 0.5, "50%"},
    {"~%", "en", 0.125, "12.5%"},
    {"~e", "en", 100000, "1e+5"},
    {"~s", "en", 1000, "1k"},
    {"~s", "en", 1234567, "1.23457M"},
    {".3~f", "en", 1.2, "1.2"},
    {".3~f", "en", 1.0004, "1"},
    // unknown letters are no type
    {"F", "en", 1.5, "1.5"},
    {".2k", "en", 1234, "1.2e+3"},
    // French
    {",.2f", "fr", 1234567.891, "1\u00a0234\u00a0567,89"},
    {"$,.2f", "fr", 1234.5, "1\u00a0234,50\u00a0€"},
    {".1%", "fr", 0.123, "12,3\u202f%"},
    {"s", "fr", 1500, "1,50000k"},
    {"e", "fr", 1234.5, "1,234500e+3"},
    // Russian
    {",.1f", "ru", -1234567.89, "−1\u00a0234\u00a0567,9"},
    {"$,.0f", "ru", 5000000, "5\u00a0000\u00a0000\u00a0₽"},
    {".1%", "ru", 0.123, "12,3%"},
    // Chinese
    {"$,.2f", "zh", 1234.5, "¥1,234.50"},
    {".2s", "zh", 12345, "12k"},
    // Arabic
    {",.2f", "ar", 1234567.891, "١٬٢٣٤٬٥٦٧٫٨٩"},
    {"d", "ar", -42, "−٤٢"},
    {".0%", "ar", 0.25, "٢٥%"},
    {"010d", "ar", 42, "٠٠٠٠٠٠٠٠٤٢"},
    {"s", "ar", 1500, "١٫٥٠٠٠٠k"},
    {"c", "ar", 65, "٦٥"},
    // Indian groups
    {",d", "en-IN", 1234, "1,234"},
    {",d", "en-IN", 123456, "1,23,456"},
    {",d", "en-IN", 12345678, "1,23,45,678"},
    {",d", "en-IN", 1234567890123, "12,34,56,78,90,123"},
    {"$,.2f", "en-IN", -9876543.21, "−₹98,76,543.21"},
    {"015,d", "en-IN", 12345678, "00,01,23,45,678"},
};

static char *format_text(const char *specifier, const char *locale, double value) {
    NumberFormat format;
    assert_true(number_format_parse(specifier, &format));
    return number_format(&format, format_locale(locale), value);
}

// Type w, which d3 does not have.
static const Row words[] = {
    {"w", "en", 19400000000.0, "19.4\u00a0billion"},
    {"w", "en", 66500000.0, "66.5\u00a0million"},
    {"w", "en", 1500000000000.0, "1.5\u00a0trillion"},
    {"w", "en", 1234500000000000.0, "1,230\u00a0trillion"},
    {"w", "en", 999960000.0, "1\u00a0billion"},
    {"w", "en", 999400000.0, "999\u00a0million"},
    {"w", "en", 999500000.0, "1\u00a0billion"},
    {"w", "en", 999999, "1\u00a0million"},
    {"w", "en", 999499, "999,000"},
    {"w", "en", -999960000.0, "−1\u00a0billion"},
    {"w", "en", 0, "0"},
    {"w", "en", -0.0, "0"},
    {"w", "en", 0.5, "0.5"},
    {"w", "en", -12, "−12"},
    {"w", "en", 0.00012345, "0.000123"},
    {".3w", "en", 1000000000.0, "1.00\u00a0billion"},
    {".3~w", "en", 1000000000.0, "1\u00a0billion"},
    {".2w", "en", 194600000.0, "190\u00a0million"},
    {".1w", "en", 96000000.0, "100\u00a0million"},
    {".3w", "en", 12, "12"},
    {"$.3w", "en", 19400000000.0, "$19.4\u00a0billion"},
    {"($.2w", "en", -19400000000.0, "($19\u00a0billion)"},
    {"+w", "en", 2000000.0, "+2\u00a0million"},
    {" w", "en", 2000000.0, " 2\u00a0million"},
    {">14w", "en", 2000000.0, "     2\u00a0million"},
    {"*<12w", "en", 2000000.0, "2\u00a0million***"},
    {"w", "en-IN", 62200000000.0, "6,220\u00a0crore"},
    {"w", "en-IN", 99999999, "10\u00a0crore"},
    {"w", "en-IN", 9999999, "1\u00a0crore"},
    {"w", "en-IN", 99950, "1\u00a0lakh"},
    {"w", "en-IN", -532417.0, "−5.32\u00a0lakh"},
    {"$w", "en-IN", 0, "₹0"},
    {"w", "fr", 19400000000.0, "19,4\u00a0milliards"},
    {"w", "fr", 999960000.0, "1\u00a0milliard"},
    {"w", "fr", -1500000.0, "−1,5\u00a0million"},
    {"w", "fr", 2000000.0, "2\u00a0millions"},
    {"$w", "fr", 2000000.0, "2\u00a0millions\u00a0€"},
    {"w", "fr", 1500000000000.0, "1\u00a0500\u00a0milliards"},
    {"w", "fr", 0, "0"},
    {"w", "ru", 19400000000.0, "19,4\u00a0млрд"},
    {"w", "ru", -66500000.0, "−66,5\u00a0млн"},
    {"w", "ru", 999960000000.0, "1\u00a0трлн"},
    {"w", "ru", 0.25, "0,25"},
    {"w", "zh", 62200000000.0, "622亿"},
    {"w", "zh", 66500000.0, "6,650万"},
    {"w", "zh", 99996000, "1亿"},
    {"w", "zh", 9999.6, "1万"},
    {"w", "zh", 9994, "9,990"},
    {"w", "zh", -1500000000000.0, "−1.5万亿"},
    {"w", "zh", 0, "0"},
    {"$w", "zh", 50000.0, "¥5万"},
    {"w", "ur", 19400000000.0, "19.4\u00a0ارب"},
    {"w", "ur", -66500000.0, "\u2066−66.5\u2069\u00a0ملین"},
    {"w", "ur", 999960000.0, "1\u00a0ارب"},
    {"w", "ur", 7, "7"},
    {"w", "ar", 19400000000.0, "١٩٫٤\u00a0مليار"},
    {"w", "ar", 3000000.0, "٣\u00a0ملايين"},
    {"w", "ar", -66500000.0, "\u2066−٦٦٫٥\u2069\u00a0مليون"},
    {"w", "ar", 999960000.0, "١\u00a0مليار"},
    {"w", "ar", 0, "٠"},
    {"w", "en", NAN, "NaN"},
};

static void numbers_print_in_words(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        NumberFormat format;
        assert_true(number_format_check(words[i].specifier));
        assert_true(number_format_parse(words[i].specifier, &format));
        g_autofree char *text =
            number_format(&format, format_locale(words[i].locale), words[i].value);
        assert_string_equal(text, words[i].expected);
    }
}

static void a_decimal_prints_in_words(void **state) {
    (void)state;
    NumberFormat format;
    assert_true(number_format_parse("$.3w", &format));
    g_autofree char *text =
        number_format_decimal(&format, format_locale("en"), (Decimal){-66549999, 0});
    assert_string_equal(text, "−$66.5\u00a0million");
}

static void numbers_print_as_d3_prints_them(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = format_text(rows[i].specifier, rows[i].locale, rows[i].value);
        if (!g_str_equal(text, rows[i].expected))
            fail_msg("format(\"%s\")(%.17g) in %s: \"%s\", expected \"%s\"", rows[i].specifier,
                     rows[i].value, rows[i].locale, text, rows[i].expected);
    }
}

static void a_specifier_is_read_into_its_parts(void **state) {
    (void)state;
    NumberFormat format;
    assert_true(number_format_parse("٠^+$020,.3~s", &format));
    assert_string_equal(format.fill, "٠");
    assert_int_equal(format.align, '^');
    assert_int_equal(format.sign, '+');
    assert_int_equal(format.symbol, '$');
    assert_true(format.zero && format.comma && format.trim);
    assert_int_equal(format.width, 20);
    assert_int_equal(format.precision, 3);
    assert_int_equal(format.type, 's');
    assert_true(number_format_parse("", &format));
    assert_string_equal(format.fill, " ");
    assert_int_equal(format.align, '>');
    assert_int_equal(format.sign, '-');
    assert_int_equal(format.width, 0);
    assert_int_equal(format.precision, -1);
    assert_int_equal(format.type, 0);
}

static void malformed_specifiers_are_refused(void **state) {
    (void)state;
    static const char *const malformed[] = {"foo",  ".",       ".-2s",         ".f",   ",,",
                                            "++d",  "d ",      "%d",           "$#",   "1 0",
                                            "\xFF", "\xFF>5d", "99999999999d", "1001d"};
    for (guint i = 0; i < G_N_ELEMENTS(malformed); i++) {
        NumberFormat format = {.width = -7};
        if (number_format_parse(malformed[i], &format))
            fail_msg("\"%s\" was taken for a specifier", malformed[i]);
        assert_int_equal(format.width, -7);
    }
}

static void the_widest_and_the_longest_fit(void **state) {
    (void)state;
    g_autofree char *wide = format_text("中=+1000.20f", "en", -DBL_MAX);
    assert_int_equal(g_utf8_strlen(wide, -1), 1000);
    g_autofree char *binary = format_text(",b", "en-IN", DBL_MAX);
    assert_true(g_utf8_strlen(binary, -1) > 1024);
    g_autofree char *tiny = format_text(".21r", "en", 5e-324);
    assert_int_equal(strlen(tiny), 2 + 323 + 21);
}

static void all_values_take_the_unit_of_the_reference(void **state) {
    (void)state;
    static const struct {
        const char *specifier;
        double reference, value;
        const char *expected;
    } cases[] = {{",.0", 1e-6, 0.00042, "420µ"},
                 {",.0", 1e-6, 0.0042, "4,200µ"},
                 {",.3", 1e3, 0, "0.000k"},
                 {"$,.1", 1e6, 42e6, "$42.0M"},
                 {".1", 1e3, -1500, "−1.5k"},
                 {".2", 1e30, 1e24, "1.00Y"},
                 {".0", 0, 5, "5"},
                 {".1", NAN, 5, "5.0"},
                 {"(.1s", 1e6, -2500000, "(2.5M)"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        NumberFormat format;
        assert_true(number_format_parse(cases[i].specifier, &format));
        g_autofree char *text =
            number_format_prefix(&format, format_locale("en"), cases[i].reference, cases[i].value);
        assert_string_equal(text, cases[i].expected);
    }
}

static void decimals_print_every_digit(void **state) {
    (void)state;
    static const struct {
        const char *specifier, *decimal, *expected;
    } cases[] = {
        {"", "12345678901234567890.12", "12345678901234567890.12"},
        {"", "-0.000000001", "−0.000000001"},
        {",", "123456789012345678901234567890123456",
         "123,456,789,012,345,678,901,234,567,890,123,456"},
        {",.2f", "99999999999999999.995", "100,000,000,000,000,000.00"},
        {",.2f", "99999999999999999.994", "99,999,999,999,999,999.99"},
        {".2f", "1.005", "1.01"}, // the double 1.005 is less: 1.00
        {".2f", "-1.005", "−1.01"},
        {".0f", "0.5", "1"},
        {".0f", "0.4", "0"},
        {".1f", "-0.04", "0.0"},
        {".1f", "0.05", "0.1"},
        {".20f", "0.1", "0.10000000000000000000"},
        {"d", "0.5", "1"},
        {"d", "12345678901234567890.5", "12345678901234567891"},
        {",d", "-1234567890123456789012", "−1,234,567,890,123,456,789,012"},
        {".1%", "0.12345", "12.3%"},
        {".0%", "0.005", "1%"},
        {".2%", "1", "100.00%"},
        {".1%", "0.00", "0.0%"},
        {"%", "0.000000001", "0.000000%"},
        {".3", "1234.5", "1.23e+3"},
        {".3", "0.99951", "1"},
        {"$,.2f", "0", "$0.00"},
        {"+.1f", "0", "+0.0"},
        {"~f", "1.50", "1.5"},
        {"012,.1f", "1234.56", "00,001,234.6"},
        {".3s", "1234567", "1.23M"}, // through double, like every other type
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        NumberFormat format;
        Decimal value;
        assert_true(number_format_parse(cases[i].specifier, &format));
        assert_true(decimal_parse(cases[i].decimal, &value));
        g_autofree char *text = number_format_decimal(&format, format_locale("en"), value);
        assert_string_equal(text, cases[i].expected);
    }
}

static void doubles_become_the_shortest_text(void **state) {
    (void)state;
    static const struct {
        double value;
        const char *expected;
    } cases[] = {{0, "0"},
                 {-0.0, "0"},
                 {1, "1"},
                 {-1.5, "-1.5"},
                 {0.1, "0.1"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {1.0 / 3, "0.3333333333333333"},
                 {123456789012345680000.0, "123456789012345680000"},
                 {1e21, "1e+21"},
                 {1.5e300, "1.5e+300"},
                 {0.000001, "0.000001"},
                 {1e-7, "1e-7"},
                 {1.25e-9, "1.25e-9"},
                 {9007199254740993.0, "9007199254740992"},
                 {4.35, "4.35"},
                 {5e-324, "5e-324"},
                 {DBL_MIN, "2.2250738585072014e-308"},
                 {DBL_MAX, "1.7976931348623157e+308"},
                 {0x1p-44, "5.684341886080802e-14"}, // a power of two: nearest of 16 digits fails
                 {NAN, "NaN"},
                 {INFINITY, "Infinity"},
                 {-INFINITY, "-Infinity"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = number_to_string(cases[i].value);
        assert_string_equal(text, cases[i].expected);
    }
}

static void every_text_reads_back(void **state) {
    (void)state;
    guint64 bits = 0x9E3779B97F4A7C15u;
    for (int i = 0; i < 20000; i++) {
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        g_autofree char *text = number_to_string(value);
        assert_true(g_ascii_strtod(text, NULL) == value);
    }
}

static bool use_comma_locale(void) {
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8", "ps_AF.UTF-8"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (setlocale(LC_NUMERIC, names[i]))
            return true;
    }
    return false;
}

static void the_c_locale_does_not_matter(void **state) {
    (void)state;
    if (!use_comma_locale())
        skip(); // none is installed
    g_autofree char *fixed = format_text(",.20f", "en", 1234.5678);
    g_autofree char *shortest = number_to_string(0.1 + 0.2);
    g_autofree char *scientific = format_text(".17e", "en", 1.5e300);
    setlocale(LC_NUMERIC, "C");
    assert_string_equal(fixed, "1,234.56780000000003383320");
    assert_string_equal(shortest, "0.30000000000000004");
    assert_string_equal(scientific, "1.50000000000000008e+300");
}

static void steps_ask_for_the_precision_they_need(void **state) {
    (void)state;
    assert_int_equal(precision_fixed(0.01), 2);
    assert_int_equal(precision_fixed(0.5), 1);
    assert_int_equal(precision_fixed(25), 0);
    assert_int_equal(precision_fixed(0), 0);
    assert_int_equal(precision_prefix(1e5, 1.3e6), 1);
    assert_int_equal(precision_prefix(1e-8, 1e-6), 2);
    assert_int_equal(precision_prefix(1e27, 1e30), 0);
    assert_int_equal(precision_round(0.01, 1.01), 3);
    assert_int_equal(precision_round(100, 1000), 1);
    assert_int_equal(precision_round(0.1, 1.1), 2);
    assert_int_equal(precision_round(NAN, INFINITY), 1);
}

static void languages_are_found_by_their_tag(void **state) {
    (void)state;
    static const char *const tags[][2] = {{"en", "en"},       {"EN-us", "en"}, {"en-IN", "en-IN"},
                                          {"en_in", "en-IN"}, {"ur-PK", "ur"}, {"zh-Hans-CN", "zh"},
                                          {"ru_RU", "ru"},    {"ar-EG", "ar"}, {"fr", "fr"}};
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++)
        assert_string_equal(format_locale_tag(format_locale(tags[i][0])), tags[i][1]);
    assert_null(format_locale("tlh"));
    assert_null(format_locale(""));
    assert_null(format_locale("eng"));
    assert_null(format_locale("e"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_print_as_d3_prints_them),
        cmocka_unit_test(numbers_print_in_words),
        cmocka_unit_test(a_decimal_prints_in_words),
        cmocka_unit_test(a_specifier_is_read_into_its_parts),
        cmocka_unit_test(malformed_specifiers_are_refused),
        cmocka_unit_test(the_widest_and_the_longest_fit),
        cmocka_unit_test(all_values_take_the_unit_of_the_reference),
        cmocka_unit_test(decimals_print_every_digit),
        cmocka_unit_test(doubles_become_the_shortest_text),
        cmocka_unit_test(every_text_reads_back),
        cmocka_unit_test(the_c_locale_does_not_matter),
        cmocka_unit_test(steps_ask_for_the_precision_they_need),
        cmocka_unit_test(languages_are_found_by_their_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
