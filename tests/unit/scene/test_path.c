// SVG path data: every command, the short forms that people and programs write, and what is
// refused.
#include "../support.h"

#include "scene/path.h"
#include "scene/svg_path.h"

#include <math.h>

// The path read and written again.
static char *reread(const char *data, bool *valid) {
    g_autoptr(Outline) outline = outline_new();
    GString *text = g_string_new(NULL);
    *valid = path_parse(data, outline);
    svg_put_outline(text, outline);
    return g_string_free(text, FALSE);
}

static void commands_become_absolute_steps(void **state) {
    (void)state;
    static const struct {
        const char *data, *path;
    } rows[] = {
        {"M1,2 L3 4 H5 V6 Z", "M1,2L3,4L5,4L5,6Z"},
        {"m1,2 l2,2 h2 v2 z", "M1,2L3,4L5,4L5,6Z"},
        {"M0 0 10 10 20 0", "M0,0L10,10L20,0"},
        {"m5 5 10 10-5-5", "M5,5L15,15L10,10"},
        {"M0,0C1,2,3,4,5,6S7,8,9,10", "M0,0C1,2 3,4 5,6C7,8 7,8 9,10"},
        {"M0,0c1,2,3,4,5,6s7,8,9,10", "M0,0C1,2 3,4 5,6C7,8 12,14 14,16"},
        {"M0,0S1,1,2,0", "M0,0C0,0 1,1 2,0"},
        {"M0,0Q3,3,6,0T12,0", "M0,0C2,2 4,2 6,0C8,-2 10,-2 12,0"},
        {"M0,0q3,3,6,0t6,0", "M0,0C2,2 4,2 6,0C8,-2 10,-2 12,0"},
        {"M1.5.5-2-3e1", "M1.5,0.5L-2,-30"},
        {"M-.5+.5L1e-1,1E1", "M-0.5,0.5L0.1,10"},
        {"M0,0L1,1ZL5,5", "M0,0L1,1ZL5,5"},
        {"M1,0A1,1,0,0,1,0,1", "M1,0C1,0.552 0.552,1 0,1"},
        {"M1,0a1 1 0 01-1 1", "M1,0C1,0.552 0.552,1 0,1"},
        {"M1,0A1,1,0,1,1,0,-1",
         "M1,0C1,0.552 0.552,1 0,1C-0.552,1 -1,0.552 -1,0C-1,-0.552 -0.552,-1 0,-1"},
        {"M1,0A1,1,0,0,0,0,-1", "M1,0C1,-0.552 0.552,-1 0,-1"},
        {"M0,0A0,5,0,0,1,3,3", "M0,0L3,3"},
        {"M0,0A9,9,0,0,1,0,0", "M0,0L0,0"},
        {" \n\tM 1 , 2\r\nz ", "M1,2Z"},
        {"M0,0L1.,.1", "M0,0L1,0.1"},
        {"", ""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        bool valid;
        g_autofree char *path = reread(rows[i].data, &valid);
        assert_string_equal(path, rows[i].path);
        assert_true(valid);
    }
}

static void an_arc_too_small_grows_to_reach(void **state) {
    (void)state;
    g_autoptr(Outline) outline = outline_new();
    assert_true(path_parse("M0,0A1,1,0,0,1,10,0", outline));
    Point low, high;
    assert_true(outline_bounds(outline, &low, &high));
    assert_true(fabs(low.y + 5) < 0.01 && fabs(high.x - 10) < 0.01);
}

static void turned_ellipses_keep_their_box(void **state) {
    (void)state;
    g_autoptr(Outline) outline = outline_new();
    assert_true(
        path_parse("M-3,0A6,2,90,0,0,3,0", outline)); // 2 wide turned: 6 high, grown to 3, 9
    Point low, high;
    assert_true(outline_bounds(outline, &low, &high));
    assert_true(fabs(high.y - 9) < 0.02 && fabs(low.x + 3) < 0.01);
}

// What stands before the mistake is kept, as in SVG.
static void mistakes_are_told(void **state) {
    (void)state;
    static const struct {
        const char *data, *path;
    } rows[] = {
        {"L1,1", ""},
        {"M0", ""},
        {"M0,0L1", "M0,0"},
        {"M0,0X1,1", "M0,0"},
        {"M0,0Linf,1", "M0,0"},
        {"M0,0L0x10,1", "M0,0"},
        {"M0,0L1e999,1", "M0,0"},
        {"M0,0A1,1,0,2,0,1,1", "M0,0"},
        {"M,0,0", ""},
        {"0,0", ""},
        {"M0,0Z5", "M0,0Z"},
        {"circle?", ""},
        {"M0,0L--1,1", "M0,0"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        bool valid;
        g_autofree char *path = reread(rows[i].data, &valid);
        assert_string_equal(path, rows[i].path);
        assert_false(valid);
    }
}

static void long_paths_are_refused(void **state) {
    (void)state;
    g_autofree char *blanks = g_strnfill(PATH_LENGTH_LIMIT + 1, ' ');
    g_autoptr(Outline) outline = outline_new();
    assert_false(path_parse(blanks, outline));
    GString *many = g_string_new("M0,0");
    for (int i = 0; i < PATH_STEPS_LIMIT + 10; i++)
        g_string_append(many, "h1");
    assert_false(path_parse(many->str, outline));
    assert_in_range(outline->steps->len, PATH_STEPS_LIMIT, PATH_STEPS_LIMIT + 2);
    g_string_free(many, TRUE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_become_absolute_steps),
        cmocka_unit_test(an_arc_too_small_grows_to_reach),
        cmocka_unit_test(turned_ellipses_keep_their_box),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(long_paths_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
