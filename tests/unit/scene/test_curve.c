// Curves are those of d3-shape 3.2, step by step; closing steps aside, which d3 leaves to the ends.
#include "../support.h"

#include "scene/curve.h"
#include "scene/svg_path.h"

#include <math.h>

static const Point points[] = {{0, 0}, {10, 20}, {25, 5}, {40, 30}};

static void assert_outline(const Outline *outline, const char *expected) {
    GString *text = g_string_new(NULL);
    svg_put_outline(text, outline);
    assert_string_equal(text->str, expected);
    g_string_free(text, TRUE);
}

static void lines_curve_as_in_d3(void **state) {
    (void)state;
    static const struct {
        Interpolate kind;
        double tension;
        const char *path;
    } rows[] = {
        {INTERPOLATE_LINEAR, NAN, "M0,0L10,20L25,5L40,30"},
        {INTERPOLATE_LINEAR_CLOSED, NAN, "M0,0L10,20L25,5L40,30Z"},
        {INTERPOLATE_STEP, NAN, "M0,0L5,0L5,20L17.5,20L17.5,5L32.5,5L32.5,30L40,30"},
        {INTERPOLATE_STEP_BEFORE, NAN, "M0,0L0,20L10,20L10,5L25,5L25,30L40,30"},
        {INTERPOLATE_STEP_AFTER, NAN, "M0,0L10,0L10,20L25,20L25,5L40,5L40,30"},
        {INTERPOLATE_BASIS, NAN,
         "M0,0L1.667,3.333C3.333,6.667 6.667,13.333 10.833,14.167C15,15 20,10 25,11.667"
         "C30,13.333 35,21.667 37.5,25.833L40,30"},
        {INTERPOLATE_BASIS_OPEN, NAN, "M10.833,14.167C15,15 20,10 25,11.667"},
        {INTERPOLATE_BASIS_CLOSED, NAN,
         "M10.833,14.167C15,15 20,10 25,11.667C30,13.333 35,21.667 30.833,20.833"
         "C26.667,20 13.333,10 8.333,8.333C3.333,6.667 6.667,13.333 10.833,14.167Z"},
        {INTERPOLATE_BUNDLE, NAN,
         "M0,0L1.75,3.083C3.5,6.167 7,12.333 11.208,13.542C15.417,14.75 20.333,11 25.25,12.917"
         "C30.167,14.833 35.083,22.417 37.542,26.208L40,30"},
        {INTERPOLATE_CARDINAL, 0.5,
         "M0,0C0,0 7.917,19.583 10,20C12.083,20.417 22.5,4.167 25,5C27.5,5.833 40,30 40,30"},
        {INTERPOLATE_CARDINAL_OPEN, NAN, "M10,20C14.167,20.833 20,3.333 25,5"},
        {INTERPOLATE_CARDINAL_CLOSED, NAN,
         "M10,20C14.167,20.833 20,3.333 25,5C30,6.667 44.167,30.833 40,30"
         "C35.833,29.167 5,1.667 0,0C-5,-1.667 5.833,19.167 10,20Z"},
        {INTERPOLATE_CATMULL_ROM, NAN,
         "M0,0C0,0 5.755,19.311 10,20C14.135,20.671 20.338,4.426 25,5C30.465,5.673 40,30 40,30"},
        {INTERPOLATE_MONOTONE, NAN,
         "M0,0C3.333,10 6.667,20 10,20C15,20 20,5 25,5C30,5 35,17.5 40,30"},
        {INTERPOLATE_NATURAL, NAN,
         "M0,0C2.889,10.667 5.778,21.333 10,20C14.222,18.667 19.778,5.333 25,5"
         "C30.222,4.667 35.111,17.333 40,30"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Outline) outline = outline_new();
        curve_line(outline, (Curve){rows[i].kind, rows[i].tension, false}, points, 4);
        assert_outline(outline, rows[i].path);
    }
}

static void areas_come_back_along_their_base(void **state) {
    (void)state;
    static const Point base[] = {{0, 40}, {10, 40}, {25, 40}};
    static const struct {
        Interpolate kind;
        const char *path;
    } rows[] = {
        {INTERPOLATE_LINEAR, "M0,0L10,20L25,5L25,40L10,40L0,40Z"},
        {INTERPOLATE_STEP_AFTER, "M0,0L10,0L10,20L25,20L25,5L25,40L25,40L10,40L10,40L0,40Z"},
        {INTERPOLATE_MONOTONE, "M0,0C3.333,10 6.667,20 10,20C15,20 20,12.5 25,5L25,40"
                               "C20,40 15,40 10,40C6.667,40 3.333,40 0,40Z"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Outline) outline = outline_new();
        curve_area(outline, (Curve){rows[i].kind, NAN, false}, points, base, 3);
        assert_outline(outline, rows[i].path);
    }
}

static void a_lying_area_is_monotone_in_y(void **state) {
    (void)state;
    static const Point top[] = {{0, 0}, {20, 10}, {5, 25}}, base[] = {{40, 0}, {40, 10}, {40, 25}};
    g_autoptr(Outline) outline = outline_new();
    curve_area(outline, (Curve){INTERPOLATE_MONOTONE, NAN, true}, top, base, 3);
    assert_outline(outline, "M0,0C10,3.333 20,6.667 20,10C20,15 12.5,20 5,25L40,25"
                            "C40,20 40,15 40,10C40,6.667 40,3.333 40,0Z");
}

// Whatever comes: few points, equal points, absurd tensions.
static void short_and_odd_lines_are_harmless(void **state) {
    (void)state;
    static const Point same[] = {{3, 3}, {3, 3}, {3, 3}, {3, 3}};
    static const double tensions[] = {NAN, 0, 1, -5, 1e300};
    for (int kind = INTERPOLATE_LINEAR; kind <= INTERPOLATE_NATURAL; kind++)
        for (guint n = 0; n <= 4; n++)
            for (guint t = 0; t < G_N_ELEMENTS(tensions); t++) {
                g_autoptr(Outline) outline = outline_new();
                Curve curve = {(Interpolate)kind, tensions[t], t % 2 == 1};
                curve_line(outline, curve, points, n);
                curve_line(outline, curve, same, n);
                curve_area(outline, curve, points, same, n);
                for (guint i = 0; i < outline->steps->len; i++) {
                    OutlineStep step = g_array_index(outline->steps, OutlineStep, i);
                    assert_true(isfinite(step.to.x) && isfinite(step.control1.y));
                }
            }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_curve_as_in_d3),
        cmocka_unit_test(areas_come_back_along_their_base),
        cmocka_unit_test(a_lying_area_is_monotone_in_y),
        cmocka_unit_test(short_and_odd_lines_are_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
