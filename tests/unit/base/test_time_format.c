// Times by specifier. The rows are what d3-time-format 4.1.1 answers in UTC
// (https://d3js.org/d3-time-format), with the locales of its package: en-US, fr-FR, ru-RU, zh-CN
// and ar-EG.
#include "../support.h"

#include "base/format.h"

#include <math.h>

typedef struct {
    const char *specifier, *locale;
    double instant_ms;
    const char *expected;
} Row;

static const Row rows[] = {
    // every directive, on 2025-07-08T15:04:05.067Z
    {"%a", "en", 1751987045067, "Tue"},
    {"%A", "en", 1751987045067, "Tuesday"},
    {"%b", "en", 1751987045067, "Jul"},
    {"%B", "en", 1751987045067, "July"},
    {"%c", "en", 1751987045067, "7/8/2025, 3:04:05 PM"},
    {"%d", "en", 1751987045067, "08"},
    {"%e", "en", 1751987045067, " 8"},
    {"%f", "en", 1751987045067, "067000"},
    {"%g", "en", 1751987045067, "25"},
    {"%G", "en", 1751987045067, "2025"},
    {"%H", "en", 1751987045067, "15"},
    {"%I", "en", 1751987045067, "03"},
    {"%j", "en", 1751987045067, "189"},
    {"%L", "en", 1751987045067, "067"},
    {"%m", "en", 1751987045067, "07"},
    {"%M", "en", 1751987045067, "04"},
    {"%p", "en", 1751987045067, "PM"},
    {"%q", "en", 1751987045067, "3"},
    {"%Q", "en", 1751987045067, "1751987045067"},
    {"%s", "en", 1751987045067, "1751987045"},
    {"%S", "en", 1751987045067, "05"},
    {"%u", "en", 1751987045067, "2"},
    {"%U", "en", 1751987045067, "27"},
    {"%V", "en", 1751987045067, "28"},
    {"%w", "en", 1751987045067, "2"},
    {"%W", "en", 1751987045067, "27"},
    {"%x", "en", 1751987045067, "7/8/2025"},
    {"%X", "en", 1751987045067, "3:04:05 PM"},
    {"%y", "en", 1751987045067, "25"},
    {"%Y", "en", 1751987045067, "2025"},
    {"%Z", "en", 1751987045067, "+0000"},
    {"%%", "en", 1751987045067, "%"},
    // years and weeks where they disagree: 2024-12-30T00:00:00.007Z and 2027-01-03T12:30Z
    {"%Y %G %g", "en", 1735516800007, "2024 2025 25"},
    {"%Y %G %g", "en", 1798979400000, "2027 2026 26"},
    {"%U %W %V", "en", 1735516800007, "52 53 01"},
    {"%U %W %V", "en", 1798979400000, "01 00 53"},
    {"%j %q", "en", 1735516800007, "365 4"},
    {"%j %q", "en", 1798979400000, "003 1"},
    {"%I %p %H", "en", 1735516800007, "12 AM 00"},
    {"%I %p %H", "en", 1798979400000, "12 PM 12"},
    {"%L %f", "en", 1735516800007, "007 007000"},
    {"%L %f", "en", 1798979400000, "000 000000"},
    // padding
    {"%-d/%-m/%y", "en", 1751987045067, "8/7/25"},
    {"%_d %_m %_H", "en", 1751987045067, " 8  7 15"},
    {"%0e", "en", 1751987045067, "08"},
    {"%-H:%-M:%-S", "en", 1751987045067, "15:4:5"},
    {"%_j", "en", 1736035200000, "  5"},
    {"%-j", "en", 1736035200000, "5"},
    {"%_Y", "en", 1751987045067, "2025"},
    {"%-I %p", "en", 1751987045067, "3 PM"},
    {"%-%", "en", 1751987045067, "%"},
    // text around, and far years
    {"on %d %B, %Y", "en", 1751987045067, "on 08 July, 2025"},
    {"年%Y", "en", 1751987045067, "年2025"},
    {"", "en", 1751987045067, ""},
    {"%Y", "en", -63524131200000, "-0043"},
    {"%Y %y", "en", 317305209600000, "2025 25"},
    {"%Y %-Y %y", "en", -47146060800000, "0476 476 76"},
    {"%Q %s", "en", -1500, "-1500 -2"},
    {"%d %B %Y %H:%M", "en", -1, "31 December 1969 23:59"},
    // languages
    {"%A %-d %B %Y", "fr", 1751987045067, "mardi 8 juillet 2025"},
    {"%a %b", "fr", 1751987045067, "mar. juil."},
    {"%c", "fr", 1751987045067, "mardi  8 juillet 2025 à 15:04:05"},
    {"%x", "fr", 1751987045067, "08/07/2025"},
    {"%X", "fr", 1751987045067, "15:04:05"},
    {"%p", "fr", 1751987045067, "PM"},
    {"%A %-d %B %Y", "ru", 1751987045067, "вторник 8 июля 2025"},
    {"%a %b", "ru", 1751987045067, "вт июл"},
    {"%c", "ru", 1751987045067, "вторник,  8 июля 2025 г. 15:04:05"},
    {"%x", "ru", 1751987045067, "08.07.2025"},
    {"%X", "ru", 1751987045067, "15:04:05"},
    {"%p", "ru", 1751987045067, "PM"},
    {"%A %-d %B %Y", "zh", 1751987045067, "星期二 8 七月 2025"},
    {"%a %b", "zh", 1751987045067, "周二 七月"},
    {"%c", "zh", 1751987045067, "2025年7月8日 星期二 15:04:05"},
    {"%x", "zh", 1751987045067, "2025年7月8日"},
    {"%X", "zh", 1751987045067, "15:04:05"},
    {"%p", "zh", 1751987045067, "下午"},
    {"%A %-d %B %Y", "ar", 1751987045067, "الثلاثاء 8 يوليو 2025"},
    {"%a %b", "ar", 1751987045067, "ثلاثاء يوليو"},
    {"%c", "ar", 1751987045067, "8/7/2025, 3:04:05 م"},
    {"%x", "ar", 1751987045067, "8/7/2025"},
    {"%X", "ar", 1751987045067, "3:04:05 م"},
    {"%p", "ar", 1751987045067, "م"},
};

static void times_print_as_d3_prints_them(void **state) {
    (void)state;
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        const FormatLocale *locale = format_locale(rows[i].locale);
        g_autofree char *text = time_format(rows[i].specifier, locale, rows[i].instant_ms, NULL);
        if (!g_str_equal(text, rows[i].expected))
            fail_msg("format(\"%s\")(%.0f) in %s: \"%s\", expected \"%s\"", rows[i].specifier,
                     rows[i].instant_ms, rows[i].locale, text, rows[i].expected);
    }
}

static void local_times_name_their_zone(void **state) {
    (void)state;
    static const struct {
        const char *zone;
        double instant_ms;
        const char *expected;
    } cases[] = {{"Asia/Karachi", 1751986800000, "2025-07-08 20:00 +0500"},
                 {"America/New_York", 1751986800000, "2025-07-08 11:00 -0400"},
                 {"America/New_York", 1736348400000, "2025-01-08 10:00 -0500"},
                 {"Asia/Kathmandu", 1751986800000, "2025-07-08 20:45 +0545"},
                 {"Australia/Lord_Howe", 1751986800000, "2025-07-09 01:30 +1030"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(cases[i].zone);
        assert_non_null(zone);
        g_autofree char *text =
            time_format("%Y-%m-%d %H:%M %Z", format_locale("en"), cases[i].instant_ms, zone);
        assert_string_equal(text, cases[i].expected);
    }
}

static void what_is_no_directive_stands_as_it_is(void **state) {
    (void)state;
    static const char *const cases[] = {"%k", "%-k", "100%", "%", "%-", "%é", "%%"};
    static const char *const expected[] = {"%k", "%-k", "100%", "%", "%-", "%é", "%"};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = time_format(cases[i], format_locale("en"), 0, NULL);
        assert_string_equal(text, expected[i]);
    }
}

static void the_check_points_at_what_is_wrong(void **state) {
    (void)state;
    const char *problem = NULL, *specifier = "%Y %k %B";
    assert_false(time_format_check(specifier, &problem));
    assert_ptr_equal(problem, specifier + 3);
    specifier = "%d %_";
    assert_false(time_format_check(specifier, &problem));
    assert_ptr_equal(problem, specifier + 3);
    assert_true(time_format_check("%-d %B %Y %% 年", &problem));
    assert_true(time_format_check("", &problem));
}

static void instants_out_of_range_are_invalid(void **state) {
    (void)state;
    static const double instants[] = {NAN, INFINITY, -INFINITY, 8.64e15 + 1, -1e300};
    for (guint i = 0; i < G_N_ELEMENTS(instants); i++) {
        g_autofree char *text = time_format("%Y", format_locale("en"), instants[i], NULL);
        assert_string_equal(text, "Invalid date");
    }
    g_autofree char *last = time_format("%d %b %y", format_locale("en"), 8.64e15, NULL);
    assert_string_equal(last, "13 Sep 60");
}

static void a_specifier_knows_the_precision_it_shows(void **state) {
    (void)state;
    assert_int_equal(time_format_precision("%Y"), EDTF_YEAR);
    assert_int_equal(time_format_precision("%B %Y"), EDTF_MONTH);
    assert_int_equal(time_format_precision("Q%q %y"), EDTF_MONTH);
    assert_int_equal(time_format_precision("%-d %B"), EDTF_DAY);
    assert_int_equal(time_format_precision("%x"), EDTF_DAY);
    assert_int_equal(time_format_precision("%H:%M"), EDTF_DAY);
    assert_int_equal(time_format_precision("100%% %k"), EDTF_INTERVAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_print_as_d3_prints_them),
        cmocka_unit_test(local_times_name_their_zone),
        cmocka_unit_test(what_is_no_directive_stands_as_it_is),
        cmocka_unit_test(the_check_points_at_what_is_wrong),
        cmocka_unit_test(instants_out_of_range_are_invalid),
        cmocka_unit_test(a_specifier_knows_the_precision_it_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
