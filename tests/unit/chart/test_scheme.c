// Schemes have Vega's names and colours; expected colours come from vega-scale 8.1.
#include "../support.h"

#include "chart/scheme.h"

static void assert_hex(Colour colour, const char *expected) {
    char text[8];
    colour_to_hex(colour, text);
    assert_string_equal(text, expected);
}

static void every_name_has_colours(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    const char *const *names = scheme_names();
    guint count = 0;
    for (; names[count]; count++) {
        guint n = 0;
        SchemeKind kind;
        assert_non_null(scheme_colours(arena, names[count], &n, &kind));
        assert_in_range(n, kind == SCHEME_CATEGORICAL ? 8 : 6, 64);
    }
    assert_int_equal(count, 68);
}

static void categories_have_their_colours_in_order(void **state) {
    (void)state;
    static const struct {
        const char *name;
        guint count;
        const char *first, *last;
    } rows[] = {
        {"tableau10", 10, "#4c78a8", "#bab0ac"},   {"category10", 10, "#1f77b4", "#17becf"},
        {"dark2", 8, "#1b9e77", "#666666"},        {"set3", 12, "#8dd3c7", "#ffed6f"},
        {"category20b", 20, "#393b79", "#de9ed6"}, {"Tableau20", 20, "#4c78a8", "#d8b5a5"},
    };
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        guint n;
        SchemeKind kind;
        const Colour *colours = scheme_colours(arena, rows[i].name, &n, &kind);
        assert_int_equal(n, rows[i].count);
        assert_int_equal(kind, SCHEME_CATEGORICAL);
        assert_hex(colours[0], rows[i].first);
        assert_hex(colours[n - 1], rows[i].last);
    }
}

static void ramps_interpolate_as_in_vega(void **state) {
    (void)state;
    static const struct {
        const char *name;
        SchemeKind kind;
        const char *at[5];      // 0, 0.1, 0.5, 0.9, 1
        const char *samples[4]; // a range of four
    } rows[] = {
        {"blues",
         SCHEME_SEQUENTIAL,
         {"#cfe1f2", "#bed8ec", "#5ba3cf", "#125ca4", "#0a4a90"},
         {"#a8cee5", "#74b2d7", "#4592c6", "#206fb2"}},
        {"viridis",
         SCHEME_SEQUENTIAL,
         {"#440154", "#482575", "#21918d", "#bcdf27", "#fde725"},
         {"#414487", "#2a788e", "#22a884", "#7ad151"}},
        {"redyellowblue",
         SCHEME_DIVERGING,
         {"#a50026", "#d4322c", "#faf8c1", "#4a74b4", "#313695"},
         {"#f16e43", "#fedd90", "#dcf1ec", "#75abd0"}},
        {"sinebow",
         SCHEME_CYCLICAL,
         {"#ff4040", "#e78d0b", "#00bfbf", "#e70b8d", "#ff4040"},
         {"#a7d503", "#18f472", "#1872f4", "#a703d5"}},
        {"lightMulti",
         SCHEME_SEQUENTIAL,
         {"#e0f1f2", "#caebd7", "#f6e072", "#f56c3f", "#ef4a3c"},
         {"#b8e2b3", "#d8e17e", "#f6c659", "#f58a3f"}},
    };
    static const double places[] = {0, 0.1, 0.5, 0.9, 1};
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        guint n;
        SchemeKind kind;
        const Colour *stops = scheme_colours(arena, rows[i].name, &n, &kind);
        assert_int_equal(kind, rows[i].kind);
        for (guint k = 0; k < 5; k++)
            assert_hex(scheme_interpolate(stops, n, places[k]), rows[i].at[k]);
        const Colour *samples = scheme_sample(arena, stops, n, 4, (const double[]){0, 1});
        for (guint k = 0; k < 4; k++)
            assert_hex(samples[k], rows[i].samples[k]);
    }
}

static void a_ramp_can_be_cut_and_turned(void **state) {
    (void)state;
    g_autoptr(Arena) arena = arena_new();
    guint n, steps;
    SchemeKind kind;
    const Colour *stops = scheme_colours(arena, "blues", &n, &kind);
    const Colour *turned = scheme_sample(arena, stops, n, 4, (const double[]){1, 0});
    assert_hex(turned[0], "#206fb2");
    const Colour *part = scheme_sample(arena, stops, n, 1, (const double[]){0.8, 1});
    assert_hex(part[0], "#125ca4");
    const Colour *named = scheme_colours(arena, "blues-4", &steps, &kind);
    assert_int_equal(steps, 4);
    assert_hex(named[3], "#206fb2");
}

static void other_names_are_refused(void **state) {
    (void)state;
    static const char *const names[] = {
        "",         "blue",     "blues-", "blues-2",      "blues-12",
        "blues-4x", "blues--4", "-4",     "category10-4", "blues-99999999999999999999"};
    g_autoptr(Arena) arena = arena_new();
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        guint n;
        SchemeKind kind;
        assert_null(scheme_colours(arena, names[i], &n, &kind));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_has_colours),
        cmocka_unit_test(categories_have_their_colours_in_order),
        cmocka_unit_test(ramps_interpolate_as_in_vega),
        cmocka_unit_test(a_ramp_can_be_cut_and_turned),
        cmocka_unit_test(other_names_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
