// Ticks and their labels are those of d3 and Vega; expected texts come from vega-scale 8.1.
#include "../support.h"

#include "chart/scale.h"

#include <math.h>

enum { WORDS = 1024 };

static void assert_number(double found, double expected) {
    if (found != expected)
        fail_msg("%.17g is not %.17g", found, expected);
}

static void add_word(char *line, const char *word, const char *separator) {
    if (*line)
        g_strlcat(line, separator, WORDS);
    g_strlcat(line, word, WORDS);
}

static void round_numbers_stand_between_two_ends(void **state) {
    (void)state;
    static const struct {
        double start, stop, count;
        const char *ticks;
    } rows[] = {
        {0, 1, 10, "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1"},
        {0, 1, 5, "0 0.2 0.4 0.6 0.8 1"},
        {-1, 1, 5, "-1 -0.5 0 0.5 1"},
        {0.1, 0.9, 4, "0.2 0.4 0.6 0.8"},
        {100, 0, 5, "100 80 60 40 20 0"},
        {1e-7, 9e-7, 3, "2e-7 4e-7 6e-7 8e-7"},
        {123456, 987654, 10, "200000 300000 400000 500000 600000 700000 800000 900000"},
        {5, 5, 10, "5"},
        {0, 1, 0.5, "0"},
        {0, 0.3, 3, "0 0.1 0.2 0.3"},
        {1999.2, 2021.7, 8, "2000 2002 2004 2006 2008 2010 2012 2014 2016 2018 2020"},
        {0, 1, 0, ""},
        {NAN, 1, 5, ""},
        {0, INFINITY, 5, ""},
    };
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        char line[WORDS] = "";
        const double *ticks;
        guint count = ticks_linear(arena, rows[i].start, rows[i].stop, rows[i].count, &ticks);
        for (guint k = 0; k < count; k++)
            add_word(line, value_to_string(value_number(ticks[k]), arena), " ");
        assert_string_equal(line, rows[i].ticks);
    }
}

static const Value *two_values(Arena *arena, double low, double high, bool time) {
    Value *values = arena_array(arena, Value, 2);
    values[0] = time ? value_time(low) : value_number(low);
    values[1] = time ? value_time(high) : value_number(high);
    return values;
}

static Scale make_scale(Arena *arena, ScaleType type, double low, double high) {
    static const double range[] = {0, 400};
    Scale scale = scale_default(type);
    scale.domain = two_values(arena, low, high, type == SCALE_TIME || type == SCALE_UTC);
    scale.domain_count = 2;
    scale.range_numbers = range;
    scale.range_count = 2;
    return scale;
}

static void assert_labels(const Scale *scale, Arena *arena, double count, const char *specifier,
                          const char *expected) {
    char line[WORDS] = "";
    guint n;
    count = scale_tick_count(scale, count, 0);
    const Value *ticks = scale_ticks(scale, arena, count, 0, &n);
    for (guint i = 0; i < n; i++) {
        if (i)
            g_strlcat(line, "|", WORDS);
        g_strlcat(line, scale_tick_label(scale, arena, NULL, ticks[i], count, specifier), WORDS);
    }
    assert_string_equal(line, expected);
}

static void labels_have_the_digits_that_the_step_needs(void **state) {
    (void)state;
    static const struct {
        ScaleType type;
        double low, high, count;
        const char *specifier;
        double base;
        const char *labels;
    } rows[] = {
        {SCALE_LINEAR, 0, 100, 5, NULL, 10, "0|20|40|60|80|100"},
        {SCALE_LINEAR, 0, 1, 10, NULL, 10, "0.0|0.1|0.2|0.3|0.4|0.5|0.6|0.7|0.8|0.9|1.0"},
        {SCALE_LINEAR, 0, 1, 5, "%", 10, "0%|20%|40%|60%|80%|100%"},
        {SCALE_LINEAR, 0, 0.05, 5, "%", 10, "0%|1%|2%|3%|4%|5%"},
        {SCALE_LINEAR, 0, 2500000, 5, "s", 10, "0.0M|0.5M|1.0M|1.5M|2.0M|2.5M"},
        {SCALE_LINEAR, 0, 4000, 2, "$,.2f", 10, "$0.00|$2,000.00|$4,000.00"},
        {SCALE_LINEAR, -0.002, 0.002, 5, "e", 10, "−2e-3|−1e-3|0e+0|1e-3|2e-3"},
        {SCALE_LINEAR, 1990, 2020, 6, "d", 10, "1990|1995|2000|2005|2010|2015|2020"},
        {SCALE_LINEAR, 1990, 2020, 3, NULL, 10, "1,990|2,000|2,010|2,020"},
        {SCALE_LOG, 1, 1000, 10, NULL, 10, "1|2|3|||||||10|20|30|||||||100|200|300|||||||1,000"},
        {SCALE_LOG, 1, 1000, 5, NULL, 10, "1|||||||||10|||||||||100|||||||||1,000"},
        {SCALE_LOG, 0.001, 5, 10, NULL, 10,
         "0.001|0.002|0.003|||||||0.01|0.02|0.03|||||||0.1|0.2|0.3|||||||1|2|3||"},
        {SCALE_LOG, 1, 64, 5, NULL, 2, "1|2|4|8|16|32|64"},
        {SCALE_SYMLOG, -100, 100, 5, NULL, 10, "−100|−50|0|50|100"},
        {SCALE_POW, 0, 50, 5, NULL, 10, "0|10|20|30|40|50"},
        {SCALE_LINEAR, 0, 0, 5, "s", 10, "0"}, // Vega says NaN
    };
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Scale scale = make_scale(arena, rows[i].type, rows[i].low, rows[i].high);
        scale.base = rows[i].base;
        scale_finish(&scale, arena);
        assert_labels(&scale, arena, rows[i].count, rows[i].specifier, rows[i].labels);
    }
}

static void all_labels_of_a_log_scale_can_be_asked_for(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LOG, 1, 1000);
    scale_finish(&scale, arena);
    assert_string_equal(scale_tick_label(&scale, arena, NULL, value_number(7), 10, NULL), "");
    assert_string_equal(scale_tick_label(&scale, arena, NULL, value_number(7), INFINITY, NULL),
                        "7");
}

static double local(GTimeZone *zone, int month, int day, int hour) {
    CivilTime civil = {.year = 2020, .month = month, .day = day, .hour = hour};
    return instant_from_civil(&civil, zone);
}

static void times_tick_at_calendar_places(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    static const struct {
        double start, stop, count;
        const char *labels;
    } rows[] = {
        {1577836800000, 1609372800000, 10,
         "2020|February|March|April|May|June|July|August|September|October|November|December"},
        {1577836800000, 1579478400000, 10,
         "2020|Fri 03|Jan 05|Tue 07|Thu 09|Sat 11|Mon 13|Wed 15|Fri 17|Jan 19"},
        {-8520336000000, 1577836800000, 5, "1700|1750|1800|1850|1900|1950|2000"},
        {1590969600000, 1577836800000, 5, "June|May|April|March|February|2020"},
        {1577898000000, 1577898180000, 6, "05 PM|:30|05:01|:30|05:02|:30|05:03"},
        {1577898000000, 1577898001000, 4, "05 PM|.200|.400|.600|.800|:01"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Scale scale = make_scale(arena, SCALE_UTC, rows[i].start, rows[i].stop);
        scale_finish(&scale, arena);
        assert_labels(&scale, arena, rows[i].count, NULL, rows[i].labels);
    }
}

static void local_ticks_survive_the_change_of_clocks(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("America/Los_Angeles");
    Scale scale = make_scale(arena, SCALE_TIME, local(zone, 3, 7, 12), local(zone, 3, 9, 12));
    scale.zone = zone;
    scale_finish(&scale, arena);
    assert_labels(&scale, arena, 10, NULL,
                  "12 PM|06 PM|Mar 08|06 AM|12 PM|06 PM|Mon 09|06 AM|12 PM");
}

static void intervals_can_be_asked_for(void **state) {
    (void)state;
    static const struct {
        const char *unit;
        double step;
        int month, day, to_month, to_day;
        const char *ticks;
    } rows[] = {
        {"month", 3, 1, 15, 12, 1, "04-01 00|07-01 00|10-01 00"},
        {"quarter", 1, 1, 15, 12, 1, "04-01 00|07-01 00|10-01 00"},
        {"week", 1, 1, 15, 2, 10, "01-19 00|01-26 00|02-02 00|02-09 00"},
        {"week", 2, 1, 15, 4, 1, "01-19 00|02-02 00|02-16 00|03-01 00|03-15 00|03-29 00"},
        {"date", 10, 1, 15, 3, 1, "01-21 00|01-31 00|02-01 00|02-11 00|02-21 00|03-01 00"},
        {"hours", 6, 3, 8, 3, 9, "03-08 00|03-08 06|03-08 12|03-08 18|03-09 00"},
    };
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("America/Los_Angeles");
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Scale scale = make_scale(arena, SCALE_TIME, local(zone, rows[i].month, rows[i].day, 0),
                                 local(zone, rows[i].to_month, rows[i].to_day, 0));
        scale.zone = zone;
        scale_finish(&scale, arena);
        guint n;
        char line[WORDS] = "";
        const Value *ticks = scale_ticks_time(&scale, arena, rows[i].unit, rows[i].step, &n);
        for (guint k = 0; k < n; k++)
            add_word(line, scale_time_label(arena, NULL, zone, ticks[k], "%m-%d %H"), "|");
        assert_string_equal(line, rows[i].ticks);
    }
}

static void domains_become_round(void **state) {
    (void)state;
    static const struct {
        ScaleType type;
        double low, high, count, nice_low, nice_high;
    } rows[] = {
        {SCALE_LINEAR, 0.13, 0.96, 10, 0.1, 1},
        {SCALE_LINEAR, -11.1, 10.9, 5, -15, 15},
        {SCALE_LINEAR, 123, 0, 10, 130, 0},
        {SCALE_LOG, 0.7, 1234, 10, 0.1, 10000},
        {SCALE_LOG, -1234, -0.7, 10, -10000, -0.1},
        {SCALE_SYMLOG, -4.2, 999, 10, -100, 1000},
        {SCALE_LINEAR, 5, 5, 10, 5, 5},
        {SCALE_UTC, 1577836800000, 1609372800000, 10, 1577836800000, 1609459200000},
    };
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Scale scale = make_scale(arena, rows[i].type, rows[i].low, rows[i].high);
        scale_nice(&scale, arena, rows[i].count);
        assert_number(scale.domain[0].as.number, rows[i].nice_low);
        assert_number(scale.domain[1].as.number, rows[i].nice_high);
    }
}

static void a_time_domain_ends_at_units_of_the_zone(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("America/Los_Angeles");
    Scale scale = make_scale(arena, SCALE_TIME, 1579075200000, 1612166400000);
    scale.zone = zone;
    scale_nice_time(&scale, arena, "month", 3, 10);
    assert_number(scale.domain[0].as.number, 1577865600000);
    assert_number(scale.domain[1].as.number, 1617260400000);
    assert_int_equal(scale.domain[0].type, VALUE_TIME);
}

static void counts_have_whole_ticks(void **state) {
    (void)state;
    static const struct {
        double high, count;
        guint ticks;
    } rows[] = {{3, 4, 4}, {4.5, 5, 5}, {1, 1, 2}, {120, 10, 13}};
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Scale scale = make_scale(arena, SCALE_LINEAR, 0, rows[i].high);
        scale_finish(&scale, arena);
        guint n;
        const Value *ticks = scale_ticks(&scale, arena, 10, 1, &n);
        assert_number(scale_tick_count(&scale, 10, 1), rows[i].count);
        assert_int_equal(n, rows[i].ticks);
        for (guint k = 0; k < n; k++)
            assert_number(ticks[k].as.number, floor(ticks[k].as.number));
    }
}

static void bins_tick_at_their_boundaries_inside_the_range(void **state) {
    (void)state;
    static const double bins[] = {0, 10, 20, 30, 40, 50, 60};
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LINEAR, 0, 50);
    scale.bins = bins;
    scale.bin_count = G_N_ELEMENTS(bins);
    scale_finish(&scale, arena);
    guint n;
    const Value *ticks = scale_ticks(&scale, arena, 3, 0, &n);
    assert_int_equal(n, 6);
    assert_number(ticks[5].as.number, 50);
}

static void values_given_by_hand_are_sorted_and_thinned(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LINEAR, 0, 10);
    scale_finish(&scale, arena);
    Value values[] = {value_number(8),  value_number(2), value_number(99),
                      value_number(-5), value_number(4), value_string("x")};
    guint n;
    const Value *kept = scale_valid_ticks(&scale, arena, values, 6, 10, &n);
    assert_int_equal(n, 3);
    assert_number(kept[0].as.number, 2);
    assert_number(kept[2].as.number, 8);
    kept = scale_valid_ticks(&scale, arena, values, 6, 2, &n);
    assert_int_equal(n, 2);
    assert_number(kept[1].as.number, 8);
}

// Absurd wishes end, with few ticks.
static void hostile_counts_and_domains_are_bounded(void **state) {
    (void)state;
    static const struct {
        ScaleType type;
        double low, high, count, base;
    } rows[] = {
        {SCALE_LINEAR, 0, 1, 1e300, 10},
        {SCALE_LINEAR, -1e308, 1e308, 10, 10},
        {SCALE_LINEAR, 0, 1, INFINITY, 10},
        {SCALE_LINEAR, 1e15, 1e15 + 1, 1e9, 10},
        {SCALE_LOG, 1, 1e300, 1e300, 10},
        {SCALE_LOG, 1, 1e8, 10, 1e9},
        {SCALE_LOG, 0, 10, 10, 10},
        {SCALE_LOG, -5, 10, 10, 10},
        {SCALE_LOG, 1, 10, 10, 1},
        {SCALE_LOG, 1, 10, 10, 0.5},
        {SCALE_UTC, 0, 8.64e15, 1e300, 10},
        {SCALE_UTC, 0, 1e300, 10, 10},
        {SCALE_UTC, NAN, 1, 10, 10},
        {SCALE_UTC, 0, 1e12, 0, 10},
        {SCALE_UTC, -8.64e15, 8.64e15, 5, 10},
        {SCALE_LINEAR, NAN, NAN, 10, 10},
        {SCALE_LINEAR, 0, 1, NAN, 10},
        {SCALE_LINEAR, 0, 1, -3, 10},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Arena) arena = arena_new();
        Scale scale = make_scale(arena, rows[i].type, rows[i].low, rows[i].high);
        scale.base = rows[i].base;
        scale_nice(&scale, arena, rows[i].count);
        scale_finish(&scale, arena);
        guint n;
        scale_ticks(&scale, arena, rows[i].count, 1e-300, &n);
        assert_in_range(n, 0, 4 * TICK_LIMIT);
    }
}

static void hostile_intervals_are_bounded(void **state) {
    (void)state;
    static const char *const units[] = {"year",    "quarter", "month",       "week",
                                        "isoweek", "date",    "hours",       "minutes",
                                        "seconds", "day",     "milliseconds"};
    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(Arena) arena = arena_new();
        Scale scale = make_scale(arena, SCALE_UTC, -8e15, 8e15);
        guint n;
        scale_finish(&scale, arena);
        scale_ticks_time(&scale, arena, units[i], 1e18, &n);
        assert_in_range(n, 0, TICK_LIMIT);
        scale_ticks_time(&scale, arena, units[i], NAN, &n);
        assert_in_range(n, 0, TICK_LIMIT);
        scale_nice_time(&scale, arena, units[i], 1e18, 10);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_numbers_stand_between_two_ends),
        cmocka_unit_test(labels_have_the_digits_that_the_step_needs),
        cmocka_unit_test(all_labels_of_a_log_scale_can_be_asked_for),
        cmocka_unit_test(times_tick_at_calendar_places),
        cmocka_unit_test(local_ticks_survive_the_change_of_clocks),
        cmocka_unit_test(intervals_can_be_asked_for),
        cmocka_unit_test(domains_become_round),
        cmocka_unit_test(a_time_domain_ends_at_units_of_the_zone),
        cmocka_unit_test(counts_have_whole_ticks),
        cmocka_unit_test(bins_tick_at_their_boundaries_inside_the_range),
        cmocka_unit_test(values_given_by_hand_are_sorted_and_thinned),
        cmocka_unit_test(hostile_counts_and_domains_are_bounded),
        cmocka_unit_test(hostile_intervals_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
