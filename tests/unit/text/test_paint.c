// Painting: glyphs land where the paragraph says, in its colour, and cairo's PDF keeps their text.
#include "text_support.h"

#include "text/paint.h"

#include <cairo-pdf.h>

typedef struct {
    int left, top, right, bottom; // pixels; right and bottom exclusive; empty: right is 0
} Ink;

// Where a 200 x 60 picture at four pixels a point is not white.
static Ink paint(const Paragraph *paragraph, double x, double y, bool outline) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 800, 240);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, 4, 4);
    if (outline) {
        text_outline_runs(cr, paragraph, x, y);
        cairo_set_source_rgb(cr, 0, 0, 0);
        cairo_fill(cr);
    } else {
        text_paint_runs(cr, paragraph, x, y);
    }
    assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    Ink ink = {800, 240, 0, 0};
    const unsigned char *data = cairo_image_surface_get_data(surface);
    for (int row = 0; row < 240; row++)
        for (int column = 0; column < 800; column++) {
            const unsigned char *pixel =
                data + row * cairo_image_surface_get_stride(surface) + column * 4;
            if (pixel[0] == 255 && pixel[1] == 255 && pixel[2] == 255)
                continue;
            ink = (Ink){MIN(ink.left, column), MIN(ink.top, row), MAX(ink.right, column + 1),
                        MAX(ink.bottom, row + 1)};
        }
    cairo_surface_destroy(surface);
    return ink;
}

static const Paragraph *line_of(Fixture *fixture, const char *text, TextStyle style) {
    style.family = style.family ? style.family : "DejaVu Sans";
    style.size = 20;
    style.colour = (Colour){0, 0, 0, 1};
    return text_line(fixture->engine, fixture->arena, &style, text);
}

static void ink_is_where_the_line_is(void **state) {
    const Paragraph *line = line_of(*state, "HHH", (TextStyle){0});
    Ink ink = paint(line, 10, 5, /*outline=*/false);
    double baseline = 5 + line->lines[0].baseline, height = 1493 / 2048.0 * 20;
    assert_in_range(ink.left, 40, 40 + 4 * 4);
    assert_in_range(ink.right, (int)((10 + line->width - 4) * 4), (int)((10 + line->width) * 4));
    assert_in_range(ink.bottom, (int)(baseline * 4), (int)(baseline * 4) + 1);
    assert_in_range(ink.top, (int)((baseline - height) * 4) - 1,
                    (int)((baseline - height) * 4) + 1);
    Ink outline = paint(line, 10, 5, /*outline=*/true);
    assert_in_range(outline.left, ink.left - 1, ink.left + 1);
    assert_in_range(outline.bottom, ink.bottom - 1, ink.bottom + 1);
}

static void rise_lifts(void **state) {
    Ink low = paint(line_of(*state, "H", (TextStyle){0}), 10, 20, false);
    Ink high = paint(line_of(*state, "H", (TextStyle){.rise = 5}), 10, 20, false);
    assert_int_equal(low.bottom - high.bottom, 20);
}

static void synthetic_slants_lean_right(void **state) {
    const Paragraph *upright = line_of(*state, "ا", (TextStyle){.family = "Noto Nastaliq Urdu"});
    const Paragraph *slanted =
        line_of(*state, "ا", (TextStyle){.family = "Noto Nastaliq Urdu", .italic = true});
    assert_true(slanted->lines[0].runs[0].synthetic_italic);
    Ink a = paint(upright, 10, 5, false), b = paint(slanted, 10, 5, false);
    assert_true(b.right - b.left > a.right - a.left + 4);
    assert_int_equal(a.bottom, b.bottom);
}

static void every_script_paints(void **state) {
    static const char *const TEXTS[] = {"office ffi",    "معاہدہ 2025 (MoU)", "q\xCC\x81x",
                                        "ऊर्जा",          "\xF3\xB0\x80\x80",  "中国",
                                        "a\xE2\x80\x8Dz"};
    for (guint i = 0; i < G_N_ELEMENTS(TEXTS); i++)
        assert_true(paint(line_of(*state, TEXTS[i], (TextStyle){0}), 10, 5, false).right > 0);
    assert_int_equal(paint(line_of(*state, "", (TextStyle){0}), 10, 5, false).right, 0);
    assert_int_equal(paint(line_of(*state, "  ", (TextStyle){0}), 10, 5, false).right, 0);
}

static cairo_status_t count_bytes(void *closure, const unsigned char *data, unsigned length) {
    (void)data;
    *(size_t *)closure += length;
    return CAIRO_STATUS_SUCCESS;
}

// Cairo checks that clusters add up to the text and the glyphs; an error would stick.
static void clusters_add_up_for_cairo(void **state) {
    static const char *const TEXTS[] = {"office ffi",
                                        "کراچی میں نئی اسٹیل",
                                        "ऊर्जा और जल",
                                        "e\xCC\x81q\xCC\x81",
                                        "a\xC2\xAD"
                                        "b",
                                        "שלום 12"};
    size_t written = 0;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(count_bytes, &written, 200, 60);
    cairo_t *cr = cairo_create(surface);
    for (guint i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
        text_paint_runs(cr, line_of(*state, TEXTS[i], (TextStyle){0}), 10, 5);
        assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
        cairo_show_page(cr);
    }
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
    assert_true(written > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ink_is_where_the_line_is),    cmocka_unit_test(rise_lifts),
        cmocka_unit_test(synthetic_slants_lean_right), cmocka_unit_test(every_script_paints),
        cmocka_unit_test(clusters_add_up_for_cairo),
    };
    return cmocka_run_group_tests(tests, set_up_engine, tear_down_engine);
}
