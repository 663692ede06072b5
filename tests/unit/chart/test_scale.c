// Values map as d3's scales map them; expected numbers come from vega-scale 8.1.
#include "../support.h"

#include "chart/scale.h"

#include <math.h>

static const Value *values_of(Arena *arena, const double *numbers, guint count) {
    Value *values = arena_array(arena, Value, count);
    for (guint i = 0; i < count; i++)
        values[i] = value_number(numbers[i]);
    return values;
}

#define NUMBERS(...) (const double[]){__VA_ARGS__}, G_N_ELEMENTS(((const double[]){__VA_ARGS__}))

static Scale make_scale(Arena *arena, ScaleType type, const double *domain, guint domain_count) {
    Scale scale = scale_default(type);
    scale.domain = values_of(arena, domain, domain_count);
    scale.domain_count = domain_count;
    return scale;
}

static void set_range(Scale *scale, Arena *arena, const double *range, guint count) {
    scale->range_numbers = arena_memdup(arena, range, count * sizeof *range);
    scale->range_count = count;
    scale_finish(scale, arena);
}

static void assert_near(double found, double expected) {
    double slack = 1e-9 * fmax(1, fabs(expected));
    if (isnan(expected) ? !isnan(found) : !(fabs(found - expected) <= slack))
        fail_msg("%.17g is not %.17g", found, expected);
}

static void linear_scales_go_through_their_breakpoints(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LINEAR, NUMBERS(0, 10, 100));
    set_range(&scale, arena, NUMBERS(0, 50, 200));
    assert_near(scale_map_number(&scale, 5), 25);
    assert_near(scale_map_number(&scale, 55), 125);
    assert_near(scale_map_number(&scale, 200), 366.6666666666667);
    assert_near(scale_map_number(&scale, -10), -50);
    assert_near(scale_invert(&scale, 125), 55);
    scale.clamp = true;
    assert_near(scale_map_number(&scale, 200), 200);
    assert_near(scale_map_number(&scale, -10), 0);
    assert_near(scale_invert(&scale, 1000), 100);
}

static void directions_may_turn(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LINEAR, NUMBERS(100, 0));
    set_range(&scale, arena, NUMBERS(200, 0));
    assert_near(scale_map_number(&scale, 25), 50);
    scale.reverse = true;
    scale_finish(&scale, arena);
    assert_near(scale_map_number(&scale, 25), 150);
    assert_near(scale_invert(&scale, 150), 25);
    double first, last;
    scale_range(&scale, &first, &last);
    assert_near(first, 0);
    assert_near(last, 200);
}

static void no_value_has_no_place(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LINEAR, NUMBERS(0, 10));
    set_range(&scale, arena, NUMBERS(0, 100));
    assert_near(scale_map(&scale, value_null()), NAN);
    assert_near(scale_map(&scale, (Value){.type = VALUE_UNDEFINED}), NAN);
    assert_near(scale_map(&scale, value_string("seven")), NAN);
    assert_near(scale_map(&scale, value_string("7")), 70);
    assert_near(scale_map(&scale, value_bool(true)), 10);
    assert_near(scale_map(&scale, value_time(5)), 50);
}

static void a_domain_without_extent_maps_to_the_middle(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LINEAR, NUMBERS(5, 5));
    set_range(&scale, arena, NUMBERS(0, 100));
    assert_near(scale_map_number(&scale, 5), 50);
    Scale short_one = make_scale(arena, SCALE_LINEAR, NUMBERS(5));
    set_range(&short_one, arena, NUMBERS(0, 100));
    assert_near(scale_map_number(&short_one, 5), NAN);
}

static void log_scales_count_in_powers(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LOG, NUMBERS(1, 1000));
    set_range(&scale, arena, NUMBERS(0, 300));
    assert_near(scale_map_number(&scale, 10), 100);
    assert_near(scale_map_number(&scale, 500), 269.8970004336019);
    assert_near(scale_invert(&scale, 150), 31.62277660168379);
    Scale below = make_scale(arena, SCALE_LOG, NUMBERS(-1000, -1));
    set_range(&below, arena, NUMBERS(0, 300));
    assert_near(scale_map_number(&below, -10), 200);
    assert_near(scale_map_number(&below, 5), NAN);
}

static void powers_keep_the_sign(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale square = make_scale(arena, SCALE_POW, NUMBERS(0, 10));
    square.exponent = 2;
    set_range(&square, arena, NUMBERS(0, 100));
    assert_near(scale_map_number(&square, 5), 25);
    assert_near(scale_map_number(&square, -5), -25);
    assert_near(scale_invert(&square, 25), 5);
    Scale root = make_scale(arena, SCALE_POW, NUMBERS(0, 100));
    root.exponent = 0.5;
    set_range(&root, arena, NUMBERS(0, 10));
    assert_near(scale_map_number(&root, 25), 5);
    assert_near(scale_map_number(&root, -25), -5);
    assert_near(scale_invert(&root, 5), 25);
    Scale symlog = make_scale(arena, SCALE_SYMLOG, NUMBERS(-100, 100));
    set_range(&symlog, arena, NUMBERS(0, 200));
    assert_near(scale_map_number(&symlog, 10), 151.95737064824405);
    assert_near(scale_map_number(&symlog, -10), 48.04262935175593);
    assert_near(scale_invert(&symlog, 150), 9.049875621120895);
}

static void rounded_places_are_whole(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LINEAR, NUMBERS(0, 7));
    scale.round = true;
    set_range(&scale, arena, NUMBERS(0, 100));
    assert_near(scale_map_number(&scale, 1), 14);
    assert_near(scale_map_number(&scale, 3.5), 50);
}

static const Value *words(Arena *arena, const char *const *texts, guint count) {
    Value *values = arena_array(arena, Value, count);
    for (guint i = 0; i < count; i++)
        values[i] = value_string(texts[i]);
    return values;
}

static void bands_are_laid_out_with_padding(void **state) {
    (void)state;
    static const char *const texts[] = {"a", "b", "c"};
    static const struct {
        ScaleType type;
        double inner, outer, align;
        bool round;
        double from, to, step, bandwidth, first, last;
    } rows[] = {
        {SCALE_BAND, 0.1, 0.05, 0.5, false, 0, 60, 20, 18, 1, 41},
        {SCALE_BAND, 0, 0, 0.5, false, 0, 100, 100 / 3.0, 100 / 3.0, 0, 200 / 3.0},
        {SCALE_BAND, 0.2, 0.1, 0.5, true, 0, 100, 33, 26, 4, 70},
        {SCALE_BAND, 0.5, 0.5, 0.5, false, 70, 0, 20, 10, 50, 10},
        {SCALE_POINT, 0, 0.5, 0.5, false, 0, 60, 20, 0, 10, 50},
        {SCALE_POINT, 0, 0.5, 0, false, 60, 0, 20, 0, 40, 0},
    };
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Scale scale = scale_default(rows[i].type);
        scale.domain = words(arena, texts, 3);
        scale.domain_count = 3;
        scale.padding_inner = rows[i].inner;
        scale.padding_outer = rows[i].outer;
        scale.align = rows[i].align;
        scale.round = rows[i].round;
        set_range(&scale, arena, NUMBERS(rows[i].from, rows[i].to));
        assert_near(scale.step, rows[i].step);
        assert_near(scale.bandwidth, rows[i].bandwidth);
        assert_near(scale_map(&scale, value_string("a")), rows[i].first);
        assert_near(scale.start, rows[i].first);
        assert_near(scale_map(&scale, value_string("c")), rows[i].last);
        assert_near(scale_map(&scale, value_string("d")), NAN);
    }
}

static void discrete_values_are_told_apart_by_type(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Value domain[] = {value_number(1),   value_string("1"), value_null(),   value_bool(true),
                      value_number(NAN), value_time(2),     value_number(1)};
    static const char *const range[] = {"number", "string", "null", "bool", "nan", "time"};
    Scale scale = scale_default(SCALE_ORDINAL);
    scale.domain = domain;
    scale.domain_count = G_N_ELEMENTS(domain);
    scale.range_kind = RANGE_STRINGS;
    scale.range_strings = range;
    scale.range_count = G_N_ELEMENTS(range);
    scale_finish(&scale, arena);
    for (guint i = 0; i < G_N_ELEMENTS(range); i++)
        assert_string_equal(scale_map_string(&scale, domain[i]), range[i]);
    assert_string_equal(scale_map_string(&scale, value_number(2)), "time");
    assert_null(scale_map_string(&scale, value_string("2")));
    assert_int_equal(scale_map_index(&scale, value_null()), 2);
    assert_int_equal(scale_map_index(&scale, value_bool(false)), -1);
}

static void ordinal_ranges_begin_again(void **state) {
    (void)state;
    static const char *const texts[] = {"a", "b", "c", "d", "e"};
    g_autoptr(Arena) arena = arena_new();
    Scale scale = scale_default(SCALE_ORDINAL);
    scale.domain = words(arena, texts, 5);
    scale.domain_count = 5;
    set_range(&scale, arena, NUMBERS(10, 20));
    assert_near(scale_map(&scale, value_string("c")), 10);
    assert_near(scale_map(&scale, value_string("d")), 20);
    scale.reverse = true;
    assert_near(scale_map(&scale, value_string("c")), 20);
}

static void many_values_are_found(void **state) {
    (void)state;
    enum { MANY = 20000 };
    g_autoptr(Arena) arena = arena_new();
    Value *domain = arena_array(arena, Value, MANY);
    for (guint i = 0; i < MANY; i++)
        domain[i] = value_string(arena_printf(arena, "partner %u", i));
    Scale scale = scale_default(SCALE_POINT);
    scale.domain = domain;
    scale.domain_count = MANY;
    set_range(&scale, arena, NUMBERS(0, MANY - 1));
    for (guint i = 0; i < MANY; i++)
        assert_near(scale_map(&scale, value_string(arena_strdup(arena, domain[i].as.string))), i);
}

// The labels of a symbol legend, joined.
static void assert_legend(const Scale *scale, Arena *arena, char type, const char *expected) {
    GString *line = g_string_new(NULL);
    LegendFormat format = {.type = type, .count = 5};
    format.values = scale_legend_values(scale, arena, 5, &format.value_count);
    for (guint i = 0; i < format.value_count; i++) {
        const char *label = scale_legend_label(scale, arena, NULL, &format, i);
        g_string_append_printf(line, "%s%s", i ? "|" : "", label ? label : "");
    }
    assert_string_equal(line->str, expected);
    g_string_free(line, TRUE);
}

static void quantize_cuts_the_domain_evenly(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_QUANTIZE, NUMBERS(0, 100));
    set_range(&scale, arena, NUMBERS(1, 2, 3, 4));
    assert_near(scale_map_number(&scale, 24.9), 1);
    assert_near(scale_map_number(&scale, 25), 2);
    assert_near(scale_map_number(&scale, -5), 1);
    assert_near(scale_map_number(&scale, 500), 4);
    assert_near(scale_map(&scale, value_null()), NAN);
    assert_legend(&scale, arena, 's', "< 25|25 – 50|50 – 75|≥ 75");
}

static void quantile_cuts_the_samples_evenly(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_QUANTILE, NUMBERS(20, 6, 7, 8, 8, 10, 13, 15, 16, 3));
    set_range(&scale, arena, NUMBERS(0, 1, 2, 3));
    guint n;
    const double *thresholds = scale_thresholds(&scale, arena, &n);
    assert_int_equal(n, 3);
    assert_near(thresholds[0], 7.25);
    assert_near(thresholds[1], 9);
    assert_near(thresholds[2], 14.5);
    assert_near(scale_map_number(&scale, 7.25), 1);
    assert_legend(&scale, arena, 's', "< 7.25|7.25 – 9.00|9.00 – 14.50|≥ 14.50");
}

static void thresholds_and_bins_cut_where_they_are_told(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale threshold = make_scale(arena, SCALE_THRESHOLD, NUMBERS(10, 20));
    set_range(&threshold, arena, NUMBERS(0, 1, 2));
    assert_near(scale_map_number(&threshold, 9), 0);
    assert_near(scale_map_number(&threshold, 10), 1);
    assert_near(scale_map_number(&threshold, 20), 2);
    assert_legend(&threshold, arena, 's', "< 10|10 – 20|≥ 20");
    assert_legend(&threshold, arena, 'd', "|10|20");
    static const double bins[] = {0, 10, 20, 30};
    Scale binned = scale_default(SCALE_BIN_ORDINAL);
    binned.bins = bins;
    binned.bin_count = 4;
    set_range(&binned, arena, NUMBERS(5, 6, 7));
    assert_near(scale_map_number(&binned, 9), 5);
    assert_near(scale_map_number(&binned, 29), 7);
    assert_near(scale_map_number(&binned, -1), NAN);
    assert_legend(&binned, arena, 's', "0 – 10|10 – 20|20 – 30");
}

static void legends_know_where_values_stand(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    Scale log_scale = make_scale(arena, SCALE_LOG, NUMBERS(1, 100));
    set_range(&log_scale, arena, NUMBERS(0, 1));
    assert_near(scale_legend_fraction(&log_scale, 10), 0.5);
    Scale threshold = make_scale(arena, SCALE_THRESHOLD, NUMBERS(10, 20));
    set_range(&threshold, arena, NUMBERS(0, 1, 2));
    assert_near(scale_legend_fraction(&threshold, 10), 1 / 3.0);
}

static Colour hex(const char *text) {
    Colour colour;
    assert_true(colour_parse(text, &colour));
    return colour;
}

static void set_colours(Scale *scale, Arena *arena, const char *const *texts, guint count) {
    Colour *colours = arena_array(arena, Colour, count);
    for (guint i = 0; i < count; i++)
        colours[i] = hex(texts[i]);
    scale->range_kind = RANGE_COLOURS;
    scale->range_colours = colours;
    scale->range_count = count;
    scale_finish(scale, arena);
}

static void assert_colour(const Scale *scale, double value, const char *expected) {
    bool known;
    char text[8];
    colour_to_hex(scale_map_colour(scale, value_number(value), &known), text);
    assert_true(known);
    assert_string_equal(text, expected);
}

static void colours_spread_over_two_or_three_breakpoints(void **state) {
    (void)state;
    static const char *const rainbow[] = {"#ff0000", "#00ff00", "#0000ff"};
    static const char *const diverging[] = {"#ff0000", "#ffffff", "#0000ff"};
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LINEAR, NUMBERS(0, 10));
    set_colours(&scale, arena, rainbow, 3);
    assert_colour(&scale, 0, "#ff0000");
    assert_colour(&scale, 2.5, "#808000");
    assert_colour(&scale, 7.5, "#008080");
    assert_colour(&scale, 12, "#0000ff");
    scale.reverse = true;
    assert_colour(&scale, 0, "#0000ff");
    Scale both = make_scale(arena, SCALE_LINEAR, NUMBERS(-10, 0, 40));
    set_colours(&both, arena, diverging, 3);
    assert_colour(&both, -5, "#ff8080");
    assert_colour(&both, 0, "#ffffff");
    assert_colour(&both, 20, "#8080ff");
    bool known = true;
    scale_map_colour(&both, value_null(), &known);
    assert_false(known);
}

static void colours_mix_in_every_space(void **state) {
    (void)state;
    static const struct {
        ColourSpace space;
        bool long_hue;
        double gamma;
        const char *colours[3];
    } rows[] = {
        {INTERPOLATE_COLOUR_RGB, false, 0, {"#767b84", "#a17f60", "#cb823c"}},
        {INTERPOLATE_COLOUR_HSL, false, 0, {"#5f3dbd", "#d22ed1", "#e42353"}},
        {INTERPOLATE_COLOUR_HSL, true, 0, {"#3dbd9f", "#2ed22f", "#b4e423"}},
        {INTERPOLATE_COLOUR_LAB, false, 0, {"#877c8a", "#b1806b", "#d48349"}},
        {INTERPOLATE_COLOUR_HCL, false, 0, {"#8c74c0", "#d562ad", "#ff5e72"}},
        {INTERPOLATE_COLOUR_HCL, true, 0, {"#0091a5", "#00a269", "#85a302"}},
        {INTERPOLATE_COLOUR_CUBEHELIX, false, 0, {"#8665d4", "#d84fc5", "#ff5575"}},
        {INTERPOLATE_COLOUR_CUBEHELIX, true, 0, {"#28a18e", "#32bb46", "#82b108"}},
        {INTERPOLATE_COLOUR_RGB, false, 2.2, {NULL, "#b97f7b", NULL}},
    };
    static const char *const ends[] = {"#4c78a8", "#f58518"};
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        Scale scale = make_scale(arena, SCALE_LINEAR, NUMBERS(0, 4));
        scale.colour_space = rows[i].space;
        scale.colour_long = rows[i].long_hue;
        scale.colour_gamma = rows[i].gamma;
        set_colours(&scale, arena, ends, 2);
        for (guint k = 0; k < 3; k++)
            if (rows[i].colours[k])
                assert_colour(&scale, k + 1, rows[i].colours[k]);
    }
}

static void a_grey_takes_the_other_ends_hue(void **state) {
    (void)state;
    static const char *const ends[] = {"#808080", "#f58518"};
    g_autoptr(Arena) arena = arena_new();
    Scale scale = make_scale(arena, SCALE_LINEAR, NUMBERS(0, 2));
    scale.colour_space = INTERPOLATE_COLOUR_HCL;
    set_colours(&scale, arena, ends, 2);
    assert_colour(&scale, 1, "#bf8455");
}

static void empty_domains_and_ranges_are_harmless(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    for (int type = SCALE_LINEAR; type <= SCALE_IDENTITY; type++) {
        Scale scale = scale_default((ScaleType)type);
        scale_finish(&scale, arena);
        bool known = true;
        double mapped = scale_map(&scale, value_number(3));
        assert_true(type == SCALE_IDENTITY ? mapped == 3 : isnan(mapped));
        scale_map_colour(&scale, value_number(3), &known);
        assert_false(known);
        assert_null(scale_map_string(&scale, value_number(3)));
        guint n;
        scale_ticks(&scale, arena, 10, 1, &n);
        assert_int_equal(n, 0);
        scale_nice(&scale, arena, 10);
        assert_non_null(scale_tick_label(&scale, arena, NULL, value_number(3), 10, NULL));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_scales_go_through_their_breakpoints),
        cmocka_unit_test(directions_may_turn),
        cmocka_unit_test(no_value_has_no_place),
        cmocka_unit_test(a_domain_without_extent_maps_to_the_middle),
        cmocka_unit_test(log_scales_count_in_powers),
        cmocka_unit_test(powers_keep_the_sign),
        cmocka_unit_test(rounded_places_are_whole),
        cmocka_unit_test(bands_are_laid_out_with_padding),
        cmocka_unit_test(discrete_values_are_told_apart_by_type),
        cmocka_unit_test(ordinal_ranges_begin_again),
        cmocka_unit_test(many_values_are_found),
        cmocka_unit_test(quantize_cuts_the_domain_evenly),
        cmocka_unit_test(quantile_cuts_the_samples_evenly),
        cmocka_unit_test(thresholds_and_bins_cut_where_they_are_told),
        cmocka_unit_test(legends_know_where_values_stand),
        cmocka_unit_test(colours_spread_over_two_or_three_breakpoints),
        cmocka_unit_test(colours_mix_in_every_space),
        cmocka_unit_test(a_grey_takes_the_other_ends_hue),
        cmocka_unit_test(empty_domains_and_ranges_are_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
