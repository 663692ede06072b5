// Instants, civil time and the texts that dates come in. The instants are what V8 answers to the
// same questions (node 20); zones are those of the IANA data of the system.
#include "../support.h"

#include "base/datetime.h"

#include <math.h>

static void days_count_from_the_epoch_both_ways(void **state) {
    (void)state;
    static const int cases[][4] = {
        {0, 1970, 1, 1},       {-1, 1969, 12, 31},      {20277, 2025, 7, 8},
        {11016, 2000, 2, 29},  {-719528, 0, 1, 1},      {-719162, 1, 1, 1},
        {-719529, -1, 12, 31}, {2932896, 9999, 12, 31}, {2932897, 10000, 1, 1}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        int year, month, day;
        civil_from_days(cases[i][0], &year, &month, &day);
        assert_int_equal(year, cases[i][1]);
        assert_int_equal(month, cases[i][2]);
        assert_int_equal(day, cases[i][3]);
        assert_int_equal(days_from_civil(year, month, day), cases[i][0]);
    }
}

// Walks through every day of some centuries and compares with the plain rules of the calendar.
static void every_day_follows_the_one_before(void **state) {
    (void)state;
    int year = -400, month = 1, day = 1, weekday = -1;
    for (int days = days_from_civil(-400, 1, 1); year <= 2400; days++) {
        int y, m, d;
        civil_from_days(days, &y, &m, &d);
        if (y != year || m != month || d != day)
            fail_msg("day %d is %d-%d-%d, expected %d-%d-%d", days, y, m, d, year, month, day);
        assert_int_equal(days_from_civil(y, m, d), days);
        CivilTime civil = civil_from_instant(days * 86400000.0, NULL);
        assert_true(weekday < 0 || civil.weekday == weekday);
        weekday = (civil.weekday + 1) % 7;
        if (++day > days_in_month(year, month)) {
            day = 1;
            if (++month > 12) {
                month = 1;
                year++;
            }
        }
    }
}

static void months_know_leap_years(void **state) {
    (void)state;
    assert_int_equal(days_in_month(2024, 2), 29);
    assert_int_equal(days_in_month(2025, 2), 28);
    assert_int_equal(days_in_month(1900, 2), 28);
    assert_int_equal(days_in_month(2000, 2), 29);
    assert_int_equal(days_in_month(0, 2), 29);
    assert_int_equal(days_in_month(-1, 2), 28);
    assert_int_equal(days_in_month(2025, 7), 31);
}

static void civil_fields_are_those_of_utc(void **state) {
    (void)state;
    CivilTime civil = civil_from_instant(1751986805067.9, NULL);
    assert_int_equal(civil.year, 2025);
    assert_int_equal(civil.month, 7);
    assert_int_equal(civil.day, 8);
    assert_int_equal(civil.hour, 15);
    assert_int_equal(civil.minute, 0);
    assert_int_equal(civil.second, 5);
    assert_int_equal(civil.millisecond, 67);
    assert_int_equal(civil.weekday, 2);
    assert_int_equal(civil.yearday, 189);
    assert_int_equal(civil.offset_minutes, 0);
    civil = civil_from_instant(-1, NULL);
    assert_int_equal(civil.year, 1969);
    assert_int_equal(civil.millisecond, 999);
    assert_int_equal(civil.yearday, 365);
}

static void fields_out_of_range_carry_over(void **state) {
    (void)state;
    static const struct {
        CivilTime civil;
        double expected;
    } cases[] = {{{.year = 2025, .month = 3, .day = 0}, 1740700800000},   // 28 February
                 {{.year = 2025, .month = 14, .day = 1}, 1769904000000},  // February 2026
                 {{.year = 2025, .month = 0, .day = 1}, 1733011200000},   // December 2024
                 {{.year = 2025, .month = -11, .day = 1}, 1704067200000}, // January 2024
                 {{.year = 2025, .month = 1, .day = 1, .hour = -1}, 1735686000000},
                 {{.year = 2025, .month = 1, .day = 1, .minute = 1500}, 1735779600000},
                 {{.year = 2025, .month = 1, .day = 1, .millisecond = -1}, 1735689599999},
                 {{.year = 99, .month = 1, .day = 1}, -59042995200000}, // not 1999
                 {{.year = 275760, .month = 9, .day = 13}, 8.64e15},
                 {{.year = -271821, .month = 4, .day = 20}, -8.64e15}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_true(instant_from_civil(&cases[i].civil, NULL) == cases[i].expected);
}

static void instants_beyond_the_range_are_nan(void **state) {
    (void)state;
    static const CivilTime far[] = {
        {.year = 275760, .month = 9, .day = 13, .millisecond = 1},
        {.year = -271821, .month = 4, .day = 19},
        {.year = G_MAXINT, .month = G_MAXINT, .day = G_MAXINT, .hour = G_MAXINT},
        {.year = G_MININT, .month = G_MININT, .day = G_MININT, .second = G_MININT},
        {.year = 2025, .month = 1, .day = G_MAXINT}};
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Asia/Karachi");
    for (guint i = 0; i < G_N_ELEMENTS(far); i++) {
        assert_true(isnan(instant_from_civil(&far[i], NULL)));
        if (i > 0)
            assert_true(isnan(instant_from_civil(&far[i], zone)));
    }
    assert_int_equal(civil_from_instant(NAN, zone).year, 1970);
    assert_int_equal(civil_from_instant(INFINITY, zone).year, 1970);
    assert_int_equal(civil_from_instant(8.64e15, zone).year, 275760);
}

// Skipped hours are read with the offset before the change, repeated ones are the first.
static void local_time_is_read_as_browsers_read_it(void **state) {
    (void)state;
    static const struct {
        const char *zone;
        int field[5];
        double expected;
    } cases[] = {
        {"Europe/Berlin", {2025, 3, 30, 1, 59}, 1743296340000},
        {"Europe/Berlin", {2025, 3, 30, 2, 30}, 1743298200000},
        {"Europe/Berlin", {2025, 3, 30, 3, 0}, 1743296400000},
        {"Europe/Berlin", {2025, 10, 26, 2, 30}, 1761438600000},
        {"Europe/Berlin", {2025, 10, 26, 3, 0}, 1761444000000},
        {"Europe/Berlin", {2050, 7, 1, 0, 0}, 2540239200000},
        {"America/New_York", {2025, 3, 9, 2, 30}, 1741505400000},
        {"America/New_York", {2025, 11, 2, 1, 30}, 1762061400000},
        {"America/New_York", {2025, 11, 2, 2, 0}, 1762066800000},
        {"Asia/Karachi", {2002, 4, 7, 0, 30}, 1018121400000},
        {"Asia/Karachi", {2008, 6, 1, 0, 30}, 1212262200000},
        {"Asia/Karachi", {2008, 11, 1, 0, 30}, 1225481400000},
        {"Asia/Karachi", {2025, 7, 8, 0, 0}, 1751914800000},
        {"Australia/Lord_Howe", {2025, 10, 5, 2, 15}, 1759592700000},
        {"Australia/Lord_Howe", {2025, 4, 6, 1, 45}, 1743864300000},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const int *field = cases[i].field;
        CivilTime civil = {.year = field[0],
                           .month = field[1],
                           .day = field[2],
                           .hour = field[3],
                           .minute = field[4]};
        g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(cases[i].zone);
        assert_non_null(zone);
        double instant_ms = instant_from_civil(&civil, zone);
        if (instant_ms != cases[i].expected)
            fail_msg("%s %d-%d-%d %d:%d is %.0f, expected %.0f", cases[i].zone, field[0], field[1],
                     field[2], field[3], field[4], instant_ms, cases[i].expected);
    }
}

static void far_years_keep_the_rules_of_their_zone(void **state) {
    (void)state;
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
    static const int years[] = {2200, 3000, 9999, 200000};
    for (guint i = 0; i < G_N_ELEMENTS(years); i++) {
        CivilTime july = {.year = years[i], .month = 7, .day = 1};
        CivilTime january = {.year = years[i], .month = 1, .day = 1};
        double summer = instant_from_civil(&july, zone),
               winter = instant_from_civil(&january, zone);
        assert_int_equal(civil_from_instant(summer, zone).offset_minutes, 120);
        assert_int_equal(civil_from_instant(winter, zone).offset_minutes, 60);
        assert_int_equal(civil_from_instant(summer, zone).hour, 0);
    }
}

static void texts_parse_as_in_browsers(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double expected;
    } cases[] = {
        {"2025-07-08", 1751932800000}, // a date alone is UTC
        {"2025-07", 1751328000000},
        {"2025", 1735689600000},
        {"2025-07-08T10:30", 1751952600000}, // with a time it is local
        {"2025-07-08T10:30Z", 1751970600000},
        {"2025-07-08T10:30:15.25+05:00", 1751952615250},
        {"2025-07-08 10:30", 1751952600000},
        {"2025/07/08", 1751914800000},
        {"07/08/2025", 1751914800000},
        {"7/8/25", 1751914800000},
        {"Jul 8 2025", 1751914800000},
        {"July 8, 2025 10:30 PM", 1751995800000},
        {"July 8, 2025, 10:30:00\u202fPM", 1751995800000},
        {"8 July 2025", 1751914800000},
        {"8 Jul 2025 10:30:15", 1751952615000},
        {"Tue, 08 Jul 2025 10:30:15 GMT", 1751970615000},
        {"Tue Jul 08 2025 10:30:15 GMT+0500 (Pakistan Standard Time)", 1751952615000},
        {"Jul 2025", 1751310000000},
        {"2025-02-30", 1740873600000}, // carries over into March
        {"+012025-01-01", 317305209600000},
        {"-000001-01-01", -62198755200000},
        {"2025-07-08T24:00Z", 1752019200000},
        {"Sept 1, 2025", 1756666800000},
        {"1-Jan-99", 915130800000},
        {" 2025-07-08 ", 1751914800000},
        {"+275760-09-13", 8640000000000000},
    };
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Asia/Karachi");
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        double instant_ms = instant_parse(cases[i].text, zone);
        if (instant_ms != cases[i].expected)
            fail_msg("\"%s\" is %.0f, expected %.0f", cases[i].text, instant_ms, cases[i].expected);
    }
}

static void texts_that_are_no_date_are_nan(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        " ",
                                        "-",
                                        "12:30",
                                        "July",
                                        "next Tuesday",
                                        "Q1 2025",
                                        "8th July 2025",
                                        "2025-W28",
                                        "2025-13-01",
                                        "2025-07-32",
                                        "32 Jul 2025",
                                        "Jul 32 2025",
                                        "2025-07-08T",
                                        "2025-07-08T25:00",
                                        "2025-07-08T10:30:15 PM",
                                        "yesterday at 10:30",
                                        "+275760-09-14",
                                        "99999999999999999999/1/1",
                                        "1 2 3 4",
                                        "\xFF\xFE"};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        if (!isnan(instant_parse(texts[i], NULL)))
            fail_msg("\"%s\" was taken for a date", texts[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_from_the_epoch_both_ways),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(months_know_leap_years),
        cmocka_unit_test(civil_fields_are_those_of_utc),
        cmocka_unit_test(fields_out_of_range_carry_over),
        cmocka_unit_test(instants_beyond_the_range_are_nan),
        cmocka_unit_test(local_time_is_read_as_browsers_read_it),
        cmocka_unit_test(far_years_keep_the_rules_of_their_zone),
        cmocka_unit_test(texts_parse_as_in_browsers),
        cmocka_unit_test(texts_that_are_no_date_are_nan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
