// Pages as pictures in memory: their sizes, what is on them and where, and what is refused.
#include "../support.h"

#include "preview/preview.h"

#include <cairo.h>

typedef struct {
    Arena *arena;
    Diags *diags;
    TextEngine *engine;
} Fixture;

static int set_up(void **state) {
    Fixture *fixture = g_new0(Fixture, 1);
    *fixture = (Fixture){arena_new(), diags_new(), text_engine_new()};
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    arena_free(fixture->arena);
    text_engine_free(fixture->engine);
    diags_free(fixture->diags);
    g_free(fixture);
    return 0;
}

static const Colour RED = {1, 0, 0, 1}, HALF_BLUE = {0, 0, 1, 0.5};

static PlacedItem rect(double x, double y, double width, double height, Colour fill) {
    PlacedItem item = {
        .kind = PLACED_RECT, .tag = TAG_ARTIFACT, .x = x, .y = y, .width = width, .height = height};
    item.as.rect.filled = true;
    item.as.rect.fill = fill;
    return item;
}

static PlacedItem text(Fixture *f, const char *words, double x, double y) {
    TextStyle style = {
        .family = "DejaVu Sans", .size = 10, .underline = true, .colour = {0, 0, 0, 1}};
    const Paragraph *paragraph = text_line(f->engine, f->arena, &style, words);
    const TextLine *line = &paragraph->lines[0];
    PlacedItem item = {.kind = PLACED_TEXT, .x = x, .y = y, .width = line->width, .height = 12};
    item.as.text.line = line;
    item.as.text.baseline = y + line->baseline;
    return item;
}

static PlacedItem link_to(const char *uri) {
    PlacedItem item = {.kind = PLACED_LINK, .x = 5, .y = 6, .width = 7, .height = 8};
    item.as.link.uri = uri;
    return item;
}

static const PlacedTag root = {.kind = TAG_DOCUMENT};

static PlacedDocument document_of(const PlacedPage *pages, guint count) {
    return (PlacedDocument){.title = "A & B",
                            .language = "en",
                            .page_count = count,
                            .pages = pages,
                            .tag_count = 1,
                            .tags = &root};
}

typedef struct {
    const char *bytes;
    gsize length;
} Reading;

static cairo_status_t read_bytes(void *closure, unsigned char *data, unsigned length) {
    Reading *reading = closure;
    if (length > reading->length)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(data, reading->bytes, length);
    reading->bytes += length;
    reading->length -= length;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *decode(GBytes *png) {
    Reading reading;
    reading.bytes = g_bytes_get_data(png, &reading.length);
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &reading);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    return surface;
}

static guint32 pixel(cairo_surface_t *surface, int x, int y) {
    const unsigned char *row =
        cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface);
    guint32 value;
    memcpy(&value, row + 4 * x, sizeof value);
    return value & 0xffffff;
}

static void shapes_stand_where_they_are_placed(void **state) {
    Fixture *f = *state;
    const PlacedItem items[] = {rect(10, 20, 30, 10, RED), rect(20, 20, 10, 30, HALF_BLUE)};
    const PlacedPage page = {.width = 60, .height = 80, .item_count = 2, .items = items};
    PlacedDocument document = document_of(&page, 1);
    g_autoptr(GBytes) png = preview_png(&document, 0, f->engine, 2, f->diags);
    assert_non_null(png);
    cairo_surface_t *picture = decode(png);
    assert_int_equal(cairo_image_surface_get_width(picture), 120);
    assert_int_equal(cairo_image_surface_get_height(picture), 160);
    assert_int_equal(pixel(picture, 0, 0), 0xffffff);
    assert_int_equal(pixel(picture, 19, 40), 0xffffff);
    assert_int_equal(pixel(picture, 20, 40), 0xff0000);
    assert_int_equal(pixel(picture, 79, 59), 0xff0000);
    assert_int_equal(pixel(picture, 80, 59), 0xffffff);
    assert_int_equal(pixel(picture, 50, 90) & 0xff, 0xff); // blue over white
    assert_in_range(pixel(picture, 50, 90) >> 16, 0x7e, 0x81);
    cairo_surface_destroy(picture);
}

static void text_stands_on_its_baseline(void **state) {
    Fixture *f = *state;
    const PlacedItem item = text(f, "HHH", 10, 10);
    const PlacedPage page = {.width = 60, .height = 40, .item_count = 1, .items = &item};
    PlacedDocument document = document_of(&page, 1);
    g_autoptr(GBytes) png = preview_png(&document, 0, f->engine, 10, f->diags);
    cairo_surface_t *picture = decode(png);
    int baseline = (int)(item.as.text.baseline * 10);
    int stem = 100 + 14; // of the first letter: 10 points and the side bearing
    assert_int_equal(pixel(picture, stem, baseline - 5), 0);
    assert_int_equal(pixel(picture, stem, baseline + 5), 0xffffff);
    assert_int_equal(pixel(picture, stem, baseline + 15), 0); // the line under it
    assert_int_equal(pixel(picture, 95, baseline - 5), 0xffffff);
    cairo_surface_destroy(picture);
}

static void a_thumbnail_has_the_width_asked_for(void **state) {
    Fixture *f = *state;
    const PlacedPage pages[] = {{.width = 595.2755905511812, .height = 841.8897637795276},
                                {.width = 841.8897637795276, .height = 595.2755905511812},
                                {.width = 960, .height = 540}};
    PlacedDocument document = document_of(pages, G_N_ELEMENTS(pages));
    for (guint page = 0; page < G_N_ELEMENTS(pages); page++)
        for (guint width = 1; width < 400; width += 37) {
            g_autoptr(GBytes) png = preview_thumbnail(&document, page, f->engine, width, f->diags);
            assert_non_null(png);
            cairo_surface_t *picture = decode(png);
            assert_int_equal(cairo_image_surface_get_width(picture), width);
            cairo_surface_destroy(picture);
        }
}

static void the_same_page_gives_the_same_bytes(void **state) {
    Fixture *f = *state;
    const PlacedItem items[] = {text(f, "Same", 10, 10), rect(10, 30, 30, 10, HALF_BLUE)};
    const PlacedPage page = {.width = 60, .height = 80, .item_count = 2, .items = items};
    PlacedDocument document = document_of(&page, 1);
    g_autoptr(GBytes) first = preview_png(&document, 0, f->engine, 1, f->diags);
    g_autoptr(GBytes) second = preview_png(&document, 0, f->engine, 1, f->diags);
    assert_true(g_bytes_equal(first, second));
    g_autoptr(GBytes) first_svg = preview_svg(&document, 0, f->engine, f->diags);
    g_autoptr(GBytes) second_svg = preview_svg(&document, 0, f->engine, f->diags);
    assert_true(g_bytes_equal(first_svg, second_svg));
}

static void svg_says_its_words_and_links(void **state) {
    Fixture *f = *state;
    const PlacedItem items[] = {text(f, "Fish & <chips>", 10, 10),
                                link_to("https://example.org/?a=1&b=\"2\"")};
    const PlacedPage page = {.width = 60, .height = 80, .item_count = 2, .items = items};
    PlacedDocument document = document_of(&page, 1);
    g_autoptr(GBytes) svg = preview_svg(&document, 0, f->engine, f->diags);
    gsize length = 0;
    const char *bytes = g_bytes_get_data(svg, &length);
    g_autofree char *written = g_strndup(bytes, length);
    assert_non_null(strstr(written, "<title>A &amp; B</title>"));
    assert_non_null(strstr(written, "Fish &amp; &lt;chips&gt;"));
    assert_non_null(strstr(written, "xlink:href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\""));
    assert_non_null(strstr(written, " x=\"5.00\" y=\"6.00\" width=\"7.00\" height=\"8.00\""));
}

static void too_many_pixels_are_refused(void **state) {
    Fixture *f = *state;
    const PlacedPage page = {.width = 10000, .height = 10000};
    PlacedDocument document = document_of(&page, 1);
    assert_null(preview_png(&document, 0, f->engine, 2, f->diags));
    assert_non_null(strstr(nth_message(f->diags, 0), "a picture of 20000 by 20000 pixels"));
    assert_null(preview_thumbnail(&document, 0, f->engine, 0, f->diags));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shapes_stand_where_they_are_placed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(text_stands_on_its_baseline, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_thumbnail_has_the_width_asked_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_page_gives_the_same_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(svg_says_its_words_and_links, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_many_pixels_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
