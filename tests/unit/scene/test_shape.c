// The outlines of marks: boxes, areas and corners that a person can check.
#include "draft.h"

#include "scene/shape.h"

#include <math.h>

static void assert_box(const Outline *outline, const double expected[4], double slack) {
    Point low, high;
    assert_true(outline_bounds(outline, &low, &high));
    const double found[] = {low.x, low.y, high.x, high.y};
    for (int i = 0; i < 4; i++)
        if (!(fabs(found[i] - expected[i]) <= slack))
            fail_msg("side %d is %g, not %g", i, found[i], expected[i]);
}

// The signed area of an outline's pieces, curves in 64 parts.
static double area_of(const Outline *outline) {
    double sum = 0;
    Point from = {0, 0};
    for (guint i = 0; i < outline->steps->len; i++) {
        const OutlineStep *s = &g_array_index(outline->steps, OutlineStep, i);
        Point at = from;
        for (int k = 1; k <= 64 && s->op != OUTLINE_MOVE; k++) {
            double t = k / 64.0, u = 1 - t;
            Point to = {from.x + t * (s->to.x - from.x), from.y + t * (s->to.y - from.y)};
            if (s->op == OUTLINE_CURVE) {
                double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
                to.x = a * from.x + b * s->control1.x + c * s->control2.x + d * s->to.x;
                to.y = a * from.y + b * s->control1.y + c * s->control2.y + d * s->to.y;
            }
            sum += at.x * to.y - at.y * to.x;
            at = to;
        }
        from = s->to;
    }
    return sum / 2;
}

static void assert_near(double found, double expected, double slack) {
    if (!(fabs(found - expected) <= slack))
        fail_msg("%g is not %g", found, expected);
}

static void symbols_have_vegas_boxes(void **state) {
    (void)state;
    const double h = sqrt(3) / 2;
    const struct {
        const char *shape;
        double box[4]; // for a size of 4, so that r is 1
    } rows[] = {
        {"circle", {-1, -1, 1, 1}},
        {"square", {-1, -1, 1, 1}},
        {"cross", {-1, -1, 1, 1}},
        {"diamond", {-1, -1, 1, 1}},
        {"triangle-up", {-1, -h, 1, h}},
        {"triangle-down", {-1, -h, 1, h}},
        {"triangle-left", {-h, -1, h, 1}},
        {"triangle-right", {-h, -1, h, 1}},
        {"triangle", {-1, -1.155, 1, 0.577}},
        {"wedge", {-0.25, -1.155, 0.25, 0.577}},
        {"arrow", {-0.4, -1, 0.4, 1}},
        {"stroke", {-1, 0, 1, 0}},
        {"M-1,0.5H1V1", {-1, 0.5, 1, 1}},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Outline) outline = outline_new();
        assert_true(shape_symbol(outline, rows[i].shape, 4));
        assert_box(outline, rows[i].box, 0.001);
        assert_true(scene_shape_is_known(rows[i].shape));
    }
    assert_false(scene_shape_is_known("circel"));
    assert_false(scene_shape_is_known(""));
}

static void a_circle_has_its_area(void **state) {
    (void)state;
    g_autoptr(Outline) outline = outline_new();
    shape_symbol(outline, "circle", 400);
    assert_near(area_of(outline), G_PI * 100, 0.1);
}

static void sectors_have_their_area(void **state) {
    (void)state;
    static const struct {
        ArcShape arc;
        double area; // of d3's arcs
    } rows[] = {
        {{0, 2 * G_PI, 0, 20, 0, 0}, G_PI * 400},
        {{0, 2 * G_PI, 10, 20, 0, 0}, G_PI * 300},
        {{0, 7, 20, 10, 0, 0}, G_PI * 300},
        {{0, 1, 0, 20, 0, 0}, 200},
        {{1, 2, 10, 20, 0, 0}, 150},
        {{2, 1, 10, 20, 0, 0}, -150},
        {{0, 1, 10, 20, 0.1, 0}, 127.6},
        {{0, 1, 10, 20, 0, 3}, 142.4},
        {{0, 0.01, 10, 20, 0.1, 3}, 0},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Outline) outline = outline_new();
        shape_arc(outline, &rows[i].arc);
        assert_near(area_of(outline), rows[i].area, fmax(0.5, fabs(rows[i].area) * 0.003));
    }
}

static void padding_and_corners_meet_d3s_points(void **state) {
    (void)state;
    g_autoptr(Outline) padded = outline_new(), rounded = outline_new();
    shape_arc(padded, &(ArcShape){0, 1, 10, 20, 0.1, 0});
    const OutlineStep *first = &g_array_index(padded->steps, OutlineStep, 0);
    assert_near(first->to.x, 1.118, 0.001);
    assert_near(first->to.y, -19.969, 0.001);
    shape_arc(rounded, &(ArcShape){0, 1, 10, 20, 0, 3});
    first = &g_array_index(rounded->steps, OutlineStep, 0);
    assert_near(first->to.x, 0, 0.001);
    assert_near(first->to.y, -16.733, 0.001);
    assert_near(first[2].to.x, 3.529, 0.001); // the corner is two curves
    assert_near(first[2].to.y, -19.686, 0.001);
}

static void corners_are_limited_to_half_a_side(void **state) {
    (void)state;
    g_autoptr(Outline) outline = outline_new();
    shape_round_rect(outline, 0, 0, 40, 10, (double[]){100, 0, -3, 100});
    assert_box(outline, (double[]){0, 0, 40, 10}, 1e-9);
    assert_near(area_of(outline), 400 - 2 * 25 * (1 - G_PI / 4), 0.5);
}

static void breaks_cut_a_line_in_pieces(void **state) {
    (void)state;
    static const ScenePoint points[] = {{.x = NAN, .y = 1},      {.x = 0, .y = 0}, {.x = 5, .y = 0},
                                        {.x = 6, .y = NAN},      {.x = 7, .y = 0}, {.x = 9, .y = 0},
                                        {.x = 10, .y = INFINITY}};
    g_autoptr(Outline) outline = outline_new();
    SceneItem item = {.as.path = {.count = G_N_ELEMENTS(points), .points = points}};
    shape_outline(outline, SCENE_LINE, &item);
    assert_int_equal(outline->steps->len, 4);
    assert_int_equal(g_array_index(outline->steps, OutlineStep, 2).op, OUTLINE_MOVE);
}

static void a_trail_is_as_wide_as_its_points(void **state) {
    (void)state;
    static const ScenePoint points[] = {{.x = 0, .y = 0, .size = 4}, {.x = 20, .y = 0, .size = 10}};
    g_autoptr(Outline) outline = outline_new();
    SceneItem item = {.as.path = {.count = 2, .points = points}};
    shape_outline(outline, SCENE_TRAIL, &item);
    assert_box(outline, (double[]){-2, -5, 25, 5}, 0.01);
}

static void symbols_turn_about_their_centre(void **state) {
    (void)state;
    g_autoptr(Outline) outline = outline_new();
    SceneItem item = {.as.symbol = {10, 20, 4, 90, "stroke"}};
    shape_outline(outline, SCENE_SYMBOL, &item);
    assert_box(outline, (double[]){10, 19, 10, 21}, 1e-9);
}

static void absurd_measures_stay_finite(void **state) {
    (void)state;
    static const double odd[] = {0, -1, 1e300, -1e300, 1e-300};
    for (guint i = 0; i < G_N_ELEMENTS(odd); i++)
        for (guint k = 0; k < G_N_ELEMENTS(odd); k++) {
            g_autoptr(Outline) outline = outline_new();
            shape_arc(outline, &(ArcShape){odd[i], odd[k], odd[k], odd[i], odd[i], odd[k]});
            shape_round_rect(outline, odd[i], odd[k], odd[i], odd[k],
                             (double[]){odd[i], odd[k], 1, 1});
            shape_symbol(outline, "circle", fabs(odd[i]));
            Point low, high;
            if (outline_bounds(outline, &low, &high))
                assert_true(low.x >= -1e6 && high.y <= 1e6);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symbols_have_vegas_boxes),
        cmocka_unit_test(a_circle_has_its_area),
        cmocka_unit_test(sectors_have_their_area),
        cmocka_unit_test(padding_and_corners_meet_d3s_points),
        cmocka_unit_test(corners_are_limited_to_half_a_side),
        cmocka_unit_test(breaks_cut_a_line_in_pieces),
        cmocka_unit_test(a_trail_is_as_wide_as_its_points),
        cmocka_unit_test(symbols_turn_about_their_centre),
        cmocka_unit_test(absurd_measures_stay_finite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
