// Colours as CSS writes them, and the spaces they are measured in. Lab and Lch values are those of
// d3-color 3.1.1; that of red in OKLab is from CSS Color Module Level 4
// (https://www.w3.org/TR/css-color-4/).
#include "../support.h"

#include "base/colour.h"

#include <glib.h>
#include <math.h>

static Colour colour_of(const char *text) {
    Colour colour;
    if (!colour_parse(text, &colour))
        fail_msg("\"%s\" was not taken for a colour", text);
    return colour;
}

static void assert_near(double value, double expected, double tolerance) {
    if (!(fabs(value - expected) <= tolerance) && !(isnan(value) && isnan(expected)))
        fail_msg("%.10g, expected %.10g", value, expected);
}

static void notations_of_css_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text, *hex;
        double alpha;
    } cases[] = {{"red", "#ff0000", 1},
                 {"AliceBlue", "#f0f8ff", 1},
                 {"yellowgreen", "#9acd32", 1},
                 {"rebeccapurple", "#663399", 1},
                 {"lightgoldenrodyellow", "#fafad2", 1},
                 {"transparent", "#000000", 0},
                 {" steelblue\n", "#4682b4", 1},
                 {"#f80", "#ff8800", 1},
                 {"#f808", "#ff8800", 136 / 255.0},
                 {"#4682B4", "#4682b4", 1},
                 {"#4682b480", "#4682b4", 128 / 255.0},
                 {"rgb(70, 130, 180)", "#4682b4", 1},
                 {"rgb(70,130,180)", "#4682b4", 1},
                 {"RGB( 70 , 130 , 180 )", "#4682b4", 1},
                 {"rgb(70 130 180)", "#4682b4", 1},
                 {"rgb(70 130 180 / 50%)", "#4682b4", 0.5},
                 {"rgba(70, 130, 180, .25)", "#4682b4", 0.25},
                 {"rgb(100%, 0%, 50%)", "#ff0080", 1},
                 {"rgb(300, -20, 127.5)", "#ff0080", 1},
                 {"rgba(1e2, 0, 0, 7)", "#640000", 1},
                 {"hsl(0, 100%, 50%)", "#ff0000", 1},
                 {"hsl(120, 100%, 25%)", "#008000", 1},
                 {"hsl(-120, 100%, 50%)", "#0000ff", 1},
                 {"hsl(207.27 44% 49%)", "#4682b4", 1},
                 {"hsl(0.5turn 100% 50%)", "#00ffff", 1},
                 {"hsl(200grad, 100%, 50%)", "#00ffff", 1},
                 {"hsla(60deg, 100%, 50%, 0.5)", "#ffff00", 0.5},
                 {"hsl(0, 0%, 150%)", "#ffffff", 1}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Colour colour = colour_of(cases[i].text);
        char hex[8];
        colour_to_hex(colour, hex);
        if (!g_str_equal(hex, cases[i].hex))
            fail_msg("\"%s\" is %s, expected %s", cases[i].text, hex, cases[i].hex);
        assert_near(colour.a, cases[i].alpha, 1e-9);
    }
}

static void what_is_no_colour_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {"",
                                        " ",
                                        "#",
                                        "#12",
                                        "#12345",
                                        "#1234567",
                                        "#123456789",
                                        "#ggg",
                                        "reddish",
                                        "light blue",
                                        "rgb",
                                        "rgb(",
                                        "rgb()",
                                        "rgb(1,2)",
                                        "rgb(1,2,3",
                                        "rgb(1,2,3,)",
                                        "rgb(1,2,3,4,5)",
                                        "rgb(1,2,3) x",
                                        "rgb(1,2%,3)",
                                        "rgb(1 2 3 4)",
                                        "rgb(1,2,3/0.5)",
                                        "rgb(0x10,2,3)",
                                        "rgb(nan,2,3)",
                                        "rgb(inf,2,3)",
                                        "rgb(1e,2,3)",
                                        "rgb(1deg,2,3)",
                                        "hsl(1,2,3)",
                                        "hsl(1%,2%,3%)",
                                        "hsl(1e999,2%,3%)",
                                        "url(#a)",
                                        "\xFF\xFE"};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Colour colour = {.r = 7};
        if (colour_parse(cases[i], &colour))
            fail_msg("\"%s\" was taken for a colour", cases[i]);
        assert_true(colour.r == 7);
    }
    g_autofree char *longest = g_strnfill(1 << 16, 'r');
    Colour colour;
    assert_false(colour_parse(longest, &colour));
}

// Every row is found, which fails when a name is out of order.
static void all_names_are_found(void **state) {
    (void)state;
    static const char names[] =
        "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue "
        "blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk "
        "crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki "
        "darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen "
        "darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue "
        "dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite "
        "gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki "
        "lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan "
        "lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen "
        "lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen "
        "linen "
        "magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen "
        "mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream "
        "mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid "
        "palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum "
        "powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown "
        "seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen "
        "steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow "
        "yellowgreen";
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    assert_int_equal(g_strv_length(list), 148);
    for (guint i = 0; list[i]; i++)
        assert_true(colour_of(list[i]).a == 1);
}

static void hex_rounds_and_clamps(void **state) {
    (void)state;
    char hex[8];
    colour_to_hex((Colour){1.5, -0.5, 0.5, 1}, hex);
    assert_string_equal(hex, "#ff0080");
    colour_to_hex((Colour){NAN, INFINITY, -INFINITY, 1}, hex);
    assert_string_equal(hex, "#00ff00");
}

static void mixing_is_channel_by_channel(void **state) {
    (void)state;
    Colour mixed = colour_mix_rgb(colour_of("black"), colour_of("rgba(255,128,0,0.5)"), 0.5);
    assert_near(mixed.r, 0.5, 1e-9);
    assert_near(mixed.g, 128 / 510.0, 1e-9);
    assert_near(mixed.b, 0, 1e-9);
    assert_near(mixed.a, 0.75, 1e-9);
}

static void contrast_is_that_of_wcag(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        double expected;
    } cases[] = {{"black", "white", 21},      {"white", "black", 21},      {"red", "red", 1},
                 {"#777777", "white", 4.478}, {"#767676", "white", 4.542}, {"blue", "white", 8.592},
                 {"#4682b4", "white", 4.108}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_near(colour_contrast(colour_of(cases[i].a), colour_of(cases[i].b)),
                    cases[i].expected, 0.001);
    assert_near(colour_luminance(colour_of("lime")), 0.7152, 1e-9);
}

static void lab_and_lch_are_those_of_d3(void **state) {
    (void)state;
    static const struct {
        const char *text;
        Lab lab;
        double chroma, hue;
    } cases[] = {{"red",
                  {54.29173376861782, 80.8124553179771, 69.88504032350531},
                  106.83899941284552,
                  40.85261277607024},
                 {"steelblue",
                  {51.98624890550498, -8.362792037014344, -32.832699449697714},
                  33.88100417355618,
                  255.71009124439382},
                 {"#808080", {53.58501345216902, 0, 0}, 0, NAN},
                 {"white", {100, 0, 0}, NAN, NAN},
                 {"black", {0, 0, 0}, NAN, NAN},
                 {"#010203",
                  {0.5039640997681936, -0.1677891262419351, -0.4776544284963491},
                  0.5062676603805598,
                  250.64478591530985},
                 {"rebeccapurple",
                  {32.3927828577818, 38.42842805638128, -47.69020610952806},
                  61.24622308072343,
                  308.86161946273876}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        Colour colour = colour_of(cases[i].text);
        Lab lab = colour_to_lab(colour);
        Lch lch = colour_to_lch(colour);
        assert_near(lab.l, cases[i].lab.l, 1e-9);
        assert_near(lab.a, cases[i].lab.a, 1e-9);
        assert_near(lab.b, cases[i].lab.b, 1e-9);
        assert_near(lch.l, cases[i].lab.l, 1e-9);
        assert_near(lch.c, cases[i].chroma, 1e-9);
        assert_near(lch.h, cases[i].hue, 1e-9);
    }
}

static void spaces_lead_back_to_the_colour(void **state) {
    (void)state;
    for (guint i = 0; i < 4096; i++) {
        Colour colour = {(i & 15) / 15.0, (i >> 4 & 15) / 15.0, (i >> 8) / 15.0, 0.5};
        Colour back[] = {colour_from_lab(colour_to_lab(colour), 0.5),
                         colour_from_lch(colour_to_lch(colour), 0.5)};
        for (guint j = 0; j < 2; j++) {
            assert_near(back[j].r, colour.r, 1e-5);
            assert_near(back[j].g, colour.g, 1e-5);
            assert_near(back[j].b, colour.b, 1e-5);
            assert_true(back[j].a == 0.5);
        }
    }
}

static void oklab_is_that_of_css(void **state) {
    (void)state;
    Oklab white = colour_to_oklab(colour_of("white"));
    assert_near(white.l, 1, 1e-6);
    assert_near(white.a, 0, 1e-6);
    assert_near(white.b, 0, 1e-6);
    Oklab red = colour_to_oklab(colour_of("red"));
    assert_near(red.l, 0.62796, 1e-5);
    assert_near(red.a, 0.22486, 1e-5);
    assert_near(red.b, 0.12585, 1e-5);
    Oklab black = colour_to_oklab(colour_of("black"));
    assert_near(black.l, 0, 1e-9);
}

static double oklab_distance(Colour a, Colour b) {
    Oklab x = colour_to_oklab(a), y = colour_to_oklab(b);
    return sqrt((x.l - y.l) * (x.l - y.l) + (x.a - y.a) * (x.a - y.a) + (x.b - y.b) * (x.b - y.b));
}

static void simulation_keeps_grey_and_merges_what_is_confused(void **state) {
    (void)state;
    static const char kinds[] = "pdt";
    // Pairs of equal lightness on a line of confusion of each kind.
    static const char *const confused[][2] = {
        {"#b38289", "#3f9089"}, {"#b3728a", "#3f9c88"}, {"#83953f", "#8f7bb3"}};
    for (guint i = 0; i < 3; i++) {
        Colour grey = colour_simulate(colour_of("#808080"), kinds[i]);
        assert_near(grey.r, 128 / 255.0, 0.001);
        assert_near(grey.g, 128 / 255.0, 0.001);
        assert_near(grey.b, 128 / 255.0, 0.001);
        Colour a = colour_of(confused[i][0]), b = colour_of(confused[i][1]);
        double before = oklab_distance(a, b);
        double after = oklab_distance(colour_simulate(a, kinds[i]), colour_simulate(b, kinds[i]));
        if (!(after < before / 4))
            fail_msg("%c: distance %g stays %g", kinds[i], before, after);
    }
    Colour red = colour_simulate(colour_of("rgba(255,0,0,0.5)"), 'd');
    assert_near(red.r, 0.6401, 0.0001); // 0.367322 in linear light
    assert_true(red.b == 0);            // below the gamut: clamped
    assert_true(red.a == 0.5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notations_of_css_are_read),
        cmocka_unit_test(what_is_no_colour_is_refused),
        cmocka_unit_test(all_names_are_found),
        cmocka_unit_test(hex_rounds_and_clamps),
        cmocka_unit_test(mixing_is_channel_by_channel),
        cmocka_unit_test(contrast_is_that_of_wcag),
        cmocka_unit_test(lab_and_lch_are_those_of_d3),
        cmocka_unit_test(spaces_lead_back_to_the_colour),
        cmocka_unit_test(oklab_is_that_of_css),
        cmocka_unit_test(simulation_keeps_grey_and_merges_what_is_confused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
