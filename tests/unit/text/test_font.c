// Faces: what a PDF font descriptor needs, and which faces are one.
#include "text_support.h"

#include "text/engine.h"

static const FontFace *face_of(Fixture *fixture, const TextStyle *style, const char *text) {
    const Paragraph *line = text_line(fixture->engine, fixture->arena, style, text);
    assert_int_equal(line->lines[0].run_count, 1);
    return line->lines[0].runs[0].face;
}

static void dejavu_is_described(void **state) {
    const FontFace *face = face_of(*state, &(TextStyle){.family = "DejaVu Sans", .size = 10}, "a");
    assert_string_equal(face->postscript_name, "DejaVuSans");
    assert_string_equal(face->family, "DejaVu Sans");
    assert_false(face->is_cff || face->is_serif || face->is_fixed_pitch || face->is_italic);
    assert_int_equal(face->units_per_em, 2048);
    assert_int_equal(face->weight, 400);
    assert_near(face->ascent, 1901 / 2048.0, 1e-9);
    assert_near(face->descent, 483 / 2048.0, 1e-9);
    assert_near(face->cap_height, 1493 / 2048.0, 1e-9);
    assert_near(face->bbox[0], -2090 / 2048.0, 1e-9);
    assert_near(face->bbox[3], 2524 / 2048.0, 1e-9);
    assert_non_null(font_pango(face));
}

static void flags_tell_the_kind(void **state) {
    Fixture *fixture = *state;
    const FontFace *inter =
        face_of(fixture, &(TextStyle){.family = "Inter", .size = 10, .weight = 700}, "a");
    assert_true(inter->is_cff);
    assert_string_equal(inter->postscript_name, "Inter-Bold");
    assert_int_equal(inter->weight, 700);
    const FontFace *serif = face_of(fixture, &(TextStyle){.family = "serif", .size = 10}, "a");
    assert_true(serif->is_serif);
    const FontFace *mono = face_of(fixture, &(TextStyle){.family = "monospace", .size = 10}, "a");
    assert_true(mono->is_fixed_pitch);
    const FontFace *oblique =
        face_of(fixture, &(TextStyle){.family = "DejaVu Sans", .size = 10, .italic = true}, "a");
    assert_true(oblique->is_italic);
    assert_near(oblique->italic_angle, -11, 0.01);
}

static void a_file_is_one_face_at_all_sizes(void **state) {
    Fixture *fixture = *state;
    TextStyle style = {.family = "DejaVu Serif", .size = 8};
    const FontFace *small = face_of(fixture, &style, "a");
    style.size = 36;
    style.tabular = true;
    assert_ptr_equal(face_of(fixture, &style, "b"), small);
    style.weight = 700;
    assert_ptr_not_equal(face_of(fixture, &style, "b"), small);
}

static void ids_count_in_the_order_of_use(void **state) {
    Fixture *fixture = *state;
    TextEngine *engine = text_engine_new();
    Fixture fresh = {engine, fixture->arena};
    TextStyle style = {.family = "Noto Serif", .size = 8};
    assert_int_equal(face_of(&fresh, &style, "a")->id, 0);
    style.family = "Inter";
    assert_int_equal(face_of(&fresh, &style, "a")->id, 1);
    style.family = "Noto Serif";
    assert_int_equal(face_of(&fresh, &style, "a")->id, 0);
    text_engine_free(engine);
}

static void advances_are_in_ems(void **state) {
    const Paragraph *paragraph = set_text(*state, "DejaVu Sans", "2", 0);
    const GlyphRun *run = &paragraph->lines[0].runs[0];
    assert_near(font_advance(run->face, run->glyphs[0].glyph), 1303 / 2048.0, 1e-9);
    assert_near(font_advance(run->face, 0xFFFFFF), 0, 1);
}

static void a_missing_slant_is_synthetic(void **state) {
    Fixture *fixture = *state;
    TextStyle style = {.family = "Noto Nastaliq Urdu", .size = 10, .italic = true};
    const Paragraph *line = text_line(fixture->engine, fixture->arena, &style, "شراکت");
    assert_true(line->lines[0].runs[0].synthetic_italic);
    style.family = "DejaVu Sans";
    line = text_line(fixture->engine, fixture->arena, &style, "a");
    assert_false(line->lines[0].runs[0].synthetic_italic);
}

static void families_are_found(void **state) {
    Fixture *fixture = *state;
    assert_true(text_engine_has_family(fixture->engine, "Inter"));
    assert_true(text_engine_has_family(fixture->engine, "inter, Nonesuch"));
    assert_true(text_engine_has_family(fixture->engine, "sans-serif"));
    assert_true(text_engine_has_family(fixture->engine, NULL));
    assert_false(text_engine_has_family(fixture->engine, "Nonesuch, Inter"));
}

static void a_missing_family_is_reported_once(void **state) {
    Fixture *fixture = *state;
    g_autoptr(Diags) diags = diags_new();
    assert_true(font_check_family(fixture->engine, diags, NULL, "DejaVu Sans"));
    assert_false(font_check_family(fixture->engine, diags, NULL, "Dejavu Sanz"));
    assert_false(font_check_family(fixture->engine, diags, NULL, "Dejavu Sanz"));
    assert_printed(diags, "warning: font family \"Dejavu Sanz\" is not installed [missing-font]\n"
                          "  did you mean \"DejaVu Sans\"?\n");
}

static void a_missing_family_still_shows_text(void **state) {
    assert_true(width_of(*state, "Nonesuch", 10, "text") > 0);
    assert_true(width_of(*state, "\"\",'',,", 10, "text") > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dejavu_is_described),
        cmocka_unit_test(flags_tell_the_kind),
        cmocka_unit_test(a_file_is_one_face_at_all_sizes),
        cmocka_unit_test(ids_count_in_the_order_of_use),
        cmocka_unit_test(advances_are_in_ems),
        cmocka_unit_test(a_missing_slant_is_synthetic),
        cmocka_unit_test(families_are_found),
        cmocka_unit_test(a_missing_family_is_reported_once),
        cmocka_unit_test(a_missing_family_still_shows_text),
    };
    return cmocka_run_group_tests(tests, set_up_engine, tear_down_engine);
}
