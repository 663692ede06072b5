// Widths of text: against the fonts' own tables, and what measuring is used for.
#include "text_support.h"

// Sums of advances and kerning in font units (2048 to the em) from the tables of DejaVu Sans and
// DejaVu Sans Bold 2.37.
static void widths_are_those_of_the_font(void **state) {
    static const struct {
        const char *text;
        int normal, bold;
    } CASES[] = {{"Partnerships AV To", 18873, 21727},
                 {"1,234,567.89", 13680, 15159},
                 {"Hello, World", 12362, 14176},
                 {"2014", 5212, 5700},
                 {"Tellurium \"Yo\" 11", 17327, 19792}};
    Fixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(CASES); i++) {
        TextStyle style = {.family = "DejaVu Sans", .size = 11};
        double normal = text_width(fixture->engine, &style, CASES[i].text);
        style.weight = 700;
        double bold = text_width(fixture->engine, &style, CASES[i].text);
        assert_near(normal, CASES[i].normal * 11 / 2048.0, 1e-9);
        assert_near(bold, CASES[i].bold * 11 / 2048.0, 1e-9);
    }
}

static void generic_families_are_dejavu(void **state) {
    static const char *const PAIRS[][2] = {{NULL, "DejaVu Sans"},
                                           {"", "DejaVu Sans"},
                                           {"sans-serif", "DejaVu Sans"},
                                           {"Serif", "DejaVu Serif"},
                                           {"monospace", "DejaVu Sans Mono"},
                                           {" 'Inter' , sans-serif", "Inter"}};
    for (guint i = 0; i < G_N_ELEMENTS(PAIRS); i++)
        assert_near(width_of(*state, PAIRS[i][0], 10, "Partnership"),
                    width_of(*state, PAIRS[i][1], 10, "Partnership"), 0);
}

static void width_grows_with_size_alone(void **state) {
    double small = width_of(*state, "Inter", 8, "Partnerships by sector");
    assert_near(width_of(*state, "Inter", 24, "Partnerships by sector"), 3 * small, 1e-9);
    assert_near(width_of(*state, "Inter", 8, ""), 0, 0);
}

static void width_is_that_of_the_line(void **state) {
    static const char *const TEXTS[] = {"plain", "a  b ", "عربی 12 abc", "Москва – 5%", "a\nb\tc"};
    Fixture *fixture = *state;
    TextStyle style = {.family = "Inter", .size = 9};
    for (guint i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
        const Paragraph *line = text_line(fixture->engine, fixture->arena, &style, TEXTS[i]);
        assert_int_equal(line->line_count, 1);
        assert_near(text_width(fixture->engine, &style, TEXTS[i]), line->width, 1e-9);
        assert_sound(line);
    }
}

static void tabular_figures_have_one_width(void **state) {
    Fixture *fixture = *state;
    TextStyle style = {.family = "Inter", .size = 10};
    assert_true(text_width(fixture->engine, &style, "111") <
                text_width(fixture->engine, &style, "888") - 1);
    style.tabular = true;
    assert_near(text_width(fixture->engine, &style, "1,111.11"),
                text_width(fixture->engine, &style, "8,888.88"), 1e-9);
}

static void small_capitals_are_narrower_than_capitals(void **state) {
    Fixture *fixture = *state;
    TextStyle style = {.family = "Noto Serif", .size = 10, .small_caps = true};
    double small = text_width(fixture->engine, &style, "mou");
    style.small_caps = false;
    assert_true(small != text_width(fixture->engine, &style, "mou"));
    assert_true(small < text_width(fixture->engine, &style, "MOU"));
}

static void letter_spacing_follows_every_letter(void **state) {
    Fixture *fixture = *state;
    TextStyle style = {.family = "DejaVu Sans", .size = 10};
    double plain = text_width(fixture->engine, &style, "SECTOR");
    style.letter_spacing = 1.5;
    assert_near(text_width(fixture->engine, &style, "SECTOR"), plain + 6 * 1.5, 1e-9);
}

static void metrics_are_those_of_the_font(void **state) {
    Fixture *fixture = *state;
    TextStyle style = {.family = "DejaVu Sans", .size = 20};
    FontMetrics metrics = text_font_metrics(fixture->engine, &style);
    assert_near(metrics.ascent, 1901 / 2048.0 * 20, 1e-9);
    assert_near(metrics.descent, 483 / 2048.0 * 20, 1e-9);
    assert_near(metrics.cap_height, 1493 / 2048.0 * 20, 1e-9);
    assert_near(metrics.x_height, 1120 / 2048.0 * 20, 1e-9);
}

static void unsound_styles_are_bounded(void **state) {
    Fixture *fixture = *state;
    TextStyle styles[] = {{.size = NAN},
                          {.size = -5},
                          {.size = 1e300},
                          {.size = 10, .weight = -7, .letter_spacing = INFINITY},
                          {.size = 10, .weight = 99999, .language = "x-\xff?"}};
    for (guint i = 0; i < G_N_ELEMENTS(styles); i++)
        assert_true(isfinite(text_width(fixture->engine, &styles[i], "text")));
}

static const char *truncated(Fixture *fixture, const char *text, double width) {
    TextStyle style = {.family = "DejaVu Sans", .size = 10};
    const char *cut = text_truncate(fixture->engine, fixture->arena, &style, text, width);
    if (strcmp(cut, "…") != 0)
        assert_true(text_width(fixture->engine, &style, cut) <= width + 1e-6);
    return cut;
}

static void truncation_ends_in_an_ellipsis(void **state) {
    Fixture *fixture = *state;
    const char *text = "Partnerships between countries";
    assert_string_equal(truncated(fixture, text, 500), text);
    double exact = width_of(fixture, "DejaVu Sans", 10, "Partnership…");
    assert_string_equal(truncated(fixture, text, exact), "Partnership…");
    assert_string_equal(truncated(fixture, text, exact - 0.01), "Partnershi…");
    assert_string_equal(truncated(fixture, text, 0), "…");
    assert_string_equal(truncated(fixture, text, -1), "…");
    assert_string_equal(truncated(fixture, "", 5), "");
}

static void truncation_drops_the_blank_before_it(void **state) {
    double width = width_of(*state, "DejaVu Sans", 10, "by …");
    assert_string_equal(truncated(*state, "by sector", width), "by…");
}

static void truncation_keeps_letters_whole(void **state) {
    const char *text = "é"
                       "é"
                       "é"
                       "é"
                       "é";
    double width = width_of(*state, "DejaVu Sans", 10, "ee…");
    assert_string_equal(truncated(*state, text, width + 0.01), "e\xCC\x81"
                                                               "e\xCC\x81…");
    const char *cut = truncated(*state, "پاکستان اور روس کے درمیان", 60);
    assert_true(g_str_has_suffix(cut, "…"));
    assert_true(
        g_str_has_prefix("پاکستان اور روس کے درمیان", arena_strndup(((Fixture *)*state)->arena, cut,
                                                                    strlen(cut) - strlen("…"))));
}

static void truncation_of_a_long_text_is_quick_work(void **state) {
    Fixture *fixture = *state;
    g_autofree char *text = g_strnfill(1 << 20, 'a');
    assert_string_equal(truncated(fixture, text, 40), "aaaa…");
}

static void extent_is_of_longest_piece_and_line(void **state) {
    Fixture *fixture = *state;
    TextStyle style = {.family = "DejaVu Sans", .size = 10};
    static const struct {
        const char *text, *piece, *line;
    } CASES[] = {{"a long-winded thing\nof two", "winded", "a long-winded thing"},
                 {"one", "one", "one"},
                 {"", "", ""},
                 {"trailing   ", "trailing", "trailing"},
                 {"and/or something", "something", "and/or something"},
                 {"no\xC2\xA0"
                  "break here",
                  "no\xC2\xA0"
                  "break",
                  "no\xC2\xA0"
                  "break here"},
                 {"soft\xC2\xADhyphens", "hyphens", "softhyphens"},
                 {"Москва и Лахор", "Москва", "Москва и Лахор"}};
    for (guint i = 0; i < G_N_ELEMENTS(CASES); i++) {
        double min_width, max_width;
        text_extent(fixture->engine, &style, CASES[i].text, &min_width, &max_width);
        assert_near(min_width, text_width(fixture->engine, &style, CASES[i].piece), 1e-6);
        assert_near(max_width, text_width(fixture->engine, &style, CASES[i].line), 1e-6);
    }
}

// A box as wide as the minimum needs no emergency break.
static void nothing_is_torn_at_the_minimum_width(void **state) {
    Fixture *fixture = *state;
    const char *text = "Memorandum of understanding (MoU), co-signed 1,200/2,400 – «mégaprojet».";
    TextStyle style = {.family = "Inter", .size = 10};
    double min_width, max_width;
    text_extent(fixture->engine, &style, text, &min_width, &max_width);
    const Paragraph *paragraph = set_text(fixture, "Inter", text, min_width);
    assert_true(paragraph->width <= min_width + 1e-6);
    assert_null(strstr(lines_text(fixture, paragraph), "understandin|"));
    assert_int_equal(set_text(fixture, "Inter", text, max_width)->line_count, 1);
}

static void what_cannot_stand_in_text_is_seen(void **state) {
    static const char *const PAIRS[][2] = {{"a\x01z", "a\xEF\xBF\xBDz"},
                                           {"a\xFFz", "a\xEF\xBF\xBDz"},
                                           {"a\xE2\x80\xAEz", "a\xEF\xBF\xBDz"},
                                           {"a\tz", "a z"},
                                           {"a\r\nz", "a\nz"},
                                           {"a\rz", "a\nz"},
                                           {"a\xE2\x80\xA8z", "a\nz"},
                                           {"a\xC2\x85z", "a\nz"},
                                           {"a\xC2\x9Bz", "a\xEF\xBF\xBDz"},
                                           {"a\x7F", "a\xEF\xBF\xBD"},
                                           {"\xC3", "\xEF\xBF\xBD"},
                                           {"é", "é"}};
    Fixture *fixture = *state;
    for (guint i = 0; i < G_N_ELEMENTS(PAIRS); i++) {
        const Paragraph *paragraph = set_text(fixture, "DejaVu Sans", PAIRS[i][0], 0);
        assert_string_equal(paragraph->text, PAIRS[i][1]);
        assert_sound(paragraph);
    }
}

static void missing_glyphs_are_reported_once(void **state) {
    g_autoptr(Diags) diags = diags_new();
    Fixture *fixture = *state;
    const char *text = "a\xF3\xB0\x80\x80 \xF3\xB0\x80\x81\xF3\xB0\x80\x80"; // private use
    const Paragraph *paragraph = set_text(fixture, "Inter", text, 0);
    assert_sound(paragraph);
    assert_int_equal(paragraph->lines[0].runs[0].glyphs[1].glyph, 0);
    text_report_missing(fixture->engine, diags, NULL);
    set_text(fixture, "DejaVu Sans", text, 0);
    text_report_missing(fixture->engine, diags, NULL);
    assert_int_equal(diags_warnings(diags), 2);
    assert_int_equal(diags_nth(diags, 0)->id, DIAG_MISSING_GLYPH);
    assert_string_equal(nth_message(diags, 0),
                        "no font has the character \"\xF3\xB0\x80\x80\" (U+F0000)");
}

static void invisible_characters_are_not_missing(void **state) {
    g_autoptr(Diags) diags = diags_new();
    Fixture *fixture = *state;
    set_text(fixture, "Inter", "a\xE2\x80\x8D\xE2\x80\x8C\xEF\xBB\xBF\xC2\xADz", 0);
    set_text(fixture, "Inter", "می\xE2\x80\x8Cخواهم", 0);
    text_report_missing(fixture->engine, diags, NULL);
    assert_int_equal(diags_warnings(diags), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_are_those_of_the_font),
        cmocka_unit_test(generic_families_are_dejavu),
        cmocka_unit_test(width_grows_with_size_alone),
        cmocka_unit_test(width_is_that_of_the_line),
        cmocka_unit_test(tabular_figures_have_one_width),
        cmocka_unit_test(small_capitals_are_narrower_than_capitals),
        cmocka_unit_test(letter_spacing_follows_every_letter),
        cmocka_unit_test(metrics_are_those_of_the_font),
        cmocka_unit_test(unsound_styles_are_bounded),
        cmocka_unit_test(truncation_ends_in_an_ellipsis),
        cmocka_unit_test(truncation_drops_the_blank_before_it),
        cmocka_unit_test(truncation_keeps_letters_whole),
        cmocka_unit_test(truncation_of_a_long_text_is_quick_work),
        cmocka_unit_test(extent_is_of_longest_piece_and_line),
        cmocka_unit_test(nothing_is_torn_at_the_minimum_width),
        cmocka_unit_test(what_cannot_stand_in_text_is_seen),
        cmocka_unit_test(missing_glyphs_are_reported_once),
        cmocka_unit_test(invisible_characters_are_not_missing),
    };
    return cmocka_run_group_tests(tests, set_up_engine, tear_down_engine);
}
