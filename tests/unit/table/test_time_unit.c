// Time units: names, formats and units chosen by maxbins as Vega has them (vega/units.json), and
// the starts of units around clock changes.
#include "table_support.h"

static TimeUnit unit_of(const char *name) {
    TimeUnit unit;
    assert_true(time_unit_parse(name, &unit));
    return unit;
}

static void reads_names(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    static const char *const bad[] = {"",          "utc",          "binned",    "years",
                                      "monthyear", "yearmonthday", "weekmonth", "datedayofyear",
                                      "yearYEAR",  "quarterweek"};
    TimeUnit unit = unit_of("binnedutcyearmonthdatehours");
    assert_true(unit.binned && unit.utc);
    assert_string_equal(time_unit_name(&unit, arena), "yearmonthdatehours");
    assert_true(unit_of("dayofyear").units == TIME_UNIT_DAYOFYEAR);
    assert_true(unit_of("weekday").units == (TIME_UNIT_WEEK | TIME_UNIT_DAY));
    assert_true(unit_of("milliseconds").units == TIME_UNIT_MILLISECONDS);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        assert_false(time_unit_parse(bad[i], &unit));
}

static void formats_as_vega_lite_does(void **state) {
    (void)state;
    json_t *file = load_vega("units.json");
    const json_t *formats = json_object_get(file, "formats");
    g_autoptr(Arena) arena = arena_new();
    assert_true(json_array_size(formats) > 15);
    for (size_t i = 0; i < json_array_size(formats); i++) {
        const json_t *one = json_array_get(formats, i);
        TimeUnit unit = unit_of(json_string_value(json_object_get(one, "unit")));
        assert_string_equal(time_unit_format(&unit, arena),
                            json_string_value(json_object_get(one, "format")));
    }
    json_decref(file);
}

static void chooses_units_as_vega_does(void **state) {
    (void)state;
    json_t *file = load_vega("units.json");
    const json_t *chosen = json_object_get(file, "chosen");
    g_autoptr(Arena) arena = arena_new();
    for (size_t i = 0; i < json_array_size(chosen); i++) {
        const json_t *one = json_array_get(chosen, i);
        TimeUnit unit = {.step = 1, .maxbins = json_number_value(json_object_get(one, "maxbins"))};
        time_unit_choose(&unit, json_number_value(json_object_get(one, "min")),
                         json_number_value(json_object_get(one, "max")));
        assert_string_equal(time_unit_name(&unit, arena),
                            json_string_value(json_object_get(one, "unit")));
        assert_true(numbers_alike(unit.step, json_number_value(json_object_get(one, "step"))));
    }
    json_decref(file);
}

static double local(int year, int month, int day, int hour, GTimeZone *zone) {
    return instant_from_civil(&(CivilTime){.year = year, .month = month, .day = day, .hour = hour},
                              zone);
}

static void crosses_clock_changes(void **state) {
    (void)state;
    GTimeZone *zone = g_time_zone_new_identifier("Europe/Berlin");
    TimeUnit date = unit_of("yearmonthdate"), utc = unit_of("utcyearmonthdate");
    double noon = local(2021, 3, 28, 12, zone), start = time_unit_floor(&date, noon, zone);
    assert_true(start == local(2021, 3, 28, 0, zone));
    assert_true(time_unit_next(&date, start, zone) - start == 23 * 3600e3);
    start = time_unit_floor(&utc, noon, zone);
    assert_true(fmod(start, 86400e3) == 0 && time_unit_next(&utc, start, zone) - start == 86400e3);
    g_time_zone_unref(zone);
}

static void counts_steps_from_the_start(void **state) {
    (void)state;
    TimeUnit months = unit_of("yearmonth"), quarter = unit_of("yearquarter");
    months.step = 5;
    assert_true(time_unit_floor(&months, local(2020, 12, 31, 5, NULL), NULL) ==
                local(2020, 11, 1, 0, NULL));
    assert_true(time_unit_next(&months, local(2020, 11, 1, 0, NULL), NULL) ==
                local(2021, 4, 1, 0, NULL));
    assert_true(time_unit_floor(&quarter, local(2020, 12, 31, 5, NULL), NULL) ==
                local(2020, 10, 1, 0, NULL));
    assert_true(time_unit_next(&quarter, local(2020, 10, 1, 0, NULL), NULL) ==
                local(2021, 1, 1, 0, NULL));
    assert_true(isnan(time_unit_floor(&months, NAN, NULL)));
    assert_true(isnan(time_unit_offset(&months, 0, 1e300, NULL)));
}

static void reads_objects_and_reports(void **state) {
    (void)state;
    Bench bench = bench_open(NULL);
    TimeUnit unit;
    assert_true(time_unit_read(
        bench.diags, bench_json(&bench, "{'unit': 'yearmonth', 'step': 3, 'utc': true}"), &unit));
    assert_true(unit.utc && unit.step == 3);
    static const char *const bad[] = {"{'unit': 'fortnight'}", "{'step': 0}", "{'steps': 2}", "5"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        assert_false(time_unit_read(bench.diags, bench_json(&bench, bad[i]), &unit));
        assert_int_equal(diags_errors(bench.diags), i + 1);
    }
    bench_close(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_names),
        cmocka_unit_test(formats_as_vega_lite_does),
        cmocka_unit_test(chooses_units_as_vega_does),
        cmocka_unit_test(crosses_clock_changes),
        cmocka_unit_test(counts_steps_from_the_start),
        cmocka_unit_test(reads_objects_and_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
