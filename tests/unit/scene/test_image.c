// Images from files: every kind that people have, and files made to harm.
#include "../support.h"

#include "scene/image.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include <jpeglib.h>

typedef struct {
    Arena *arena;
    Diags *diags;
    char *folder, *path;
} Desk;

static int set_up(void **state) {
    Desk *desk = g_new0(Desk, 1);
    desk->arena = arena_new();
    desk->diags = diags_new();
    desk->folder = g_dir_make_tmp("image-XXXXXX", NULL);
    desk->path = g_build_filename(desk->folder, "picture", NULL);
    *state = desk;
    return 0;
}

static int tear_down(void **state) {
    Desk *desk = *state;
    g_unlink(desk->path);
    g_rmdir(desk->folder);
    g_free(desk->path);
    g_free(desk->folder);
    arena_free(desk->arena);
    diags_free(desk->diags);
    g_free(desk);
    return 0;
}

static const Image *load(Desk *desk, const void *bytes, gsize length) {
    assert_true(g_file_set_contents(desk->path, bytes, (gssize)length, NULL));
    return image_load(desk->arena, desk->diags, desk->path, NULL);
}

static const Image *load_text(Desk *desk, const char *text) {
    return load(desk, text, strlen(text));
}

static void forget_messages(Desk *desk) {
    diags_free(desk->diags);
    desk->diags = diags_new();
}

// The load fails, and says why with these words.
static void assert_refused(Desk *desk, const void *bytes, gsize length, const char *words) {
    assert_null(load(desk, bytes, length));
    assert_int_equal(diags_kept(desk->diags), 1);
    if (!strstr(nth_message(desk->diags, 0), words))
        fail_msg("\"%s\" does not say \"%s\"", nth_message(desk->diags, 0), words);
    forget_messages(desk);
}

static guint32 painted(const Image *image) {
    guint32 pixel;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 8, 8);
    cairo_t *cr = cairo_create(surface);
    image_paint(image, cr, 8, 8);
    cairo_surface_flush(surface);
    memcpy(&pixel, cairo_image_surface_get_data(surface) + 4 * 4 + 4 * 32, sizeof pixel);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return pixel;
}

// ---- PNG

static guint32 crc_of(const guint8 *data, gsize length) {
    guint32 crc = 0xFFFFFFFFU;
    for (gsize i = 0; i < length; i++) {
        crc ^= data[i];
        for (int k = 0; k < 8; k++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320U : crc >> 1;
    }
    return ~crc;
}

static void put_word(GByteArray *out, guint32 word) {
    guint8 bytes[] = {(guint8)(word >> 24), (guint8)(word >> 16), (guint8)(word >> 8),
                      (guint8)word};
    g_byte_array_append(out, bytes, sizeof bytes);
}

static void put_chunk(GByteArray *out, const char *type, const void *data, gsize length) {
    put_word(out, (guint32)length);
    guint start = out->len;
    g_byte_array_append(out, (const guint8 *)type, 4);
    g_byte_array_append(out, data, (guint)length);
    put_word(out, crc_of(out->data + start, out->len - start));
}

// The samples are rows with a filter byte each.
static GByteArray *png_of(guint columns, guint rows, const char *head, const void *palette,
                          const void *samples, gsize length) {
    GByteArray *out = g_byte_array_new(), *fields = g_byte_array_new();
    g_autoptr(GConverter) packer =
        G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
    gsize size = length + 1000, read, written;
    g_autofree guint8 *packed = g_malloc(size);
    assert_int_equal(g_converter_convert(packer, samples, length, packed, size,
                                         G_CONVERTER_INPUT_AT_END, &read, &written, NULL),
                     G_CONVERTER_FINISHED);
    g_byte_array_append(out, (const guint8 *)"\x89PNG\r\n\x1A\n", 8);
    put_word(fields, columns);
    put_word(fields, rows);
    g_byte_array_append(fields, (const guint8 *)head, 5);
    put_chunk(out, "IHDR", fields->data, fields->len);
    if (palette)
        put_chunk(out, "PLTE", palette, 6);
    put_chunk(out, "IDAT", packed, written);
    put_chunk(out, "IEND", "", 0);
    g_byte_array_unref(fields);
    return out;
}

static guint32 painted_png(Desk *desk, const char *head, const void *palette, const void *samples,
                           gsize length) {
    g_autoptr(GByteArray) png = png_of(2, 2, head, palette, samples, length);
    const Image *image = load(desk, png->data, png->len);
    assert_printed(desk->diags, "");
    assert_int_equal(image->columns, 2);
    assert_true(image->width == 1.5); // 96 to the inch
    return painted(image);
}

static void png_of_all_kinds_is_read(void **state) {
    static const guint8 rgb[] = {0, 9, 8, 7, 9, 8, 7, 0, 9, 8, 7, 9, 8, 7};
    static const guint8 deep[] = {0, 0x40, 0, 0x40, 0, 0, 0x40, 0, 0x40, 0};
    static const guint8 listed[] = {0, 0xC0, 0, 0xC0};                        // one bit each
    static const guint8 clear[] = {0, 0x60, 0, 0x60, 0, 0, 0x60, 0, 0x60, 0}; // grey and alpha
    static const guint8 laced[] = {0, 5, 0, 5, 0, 5, 5};
    static const guint8 palette[] = {1, 2, 3, 200, 100, 50};
    assert_int_equal(painted_png(*state, "\x8\x2\0\0\0", NULL, rgb, sizeof rgb), 0xFF090807);
    assert_int_equal(painted_png(*state, "\x10\0\0\0\0", NULL, deep, sizeof deep), 0xFF404040);
    assert_int_equal(painted_png(*state, "\x1\x3\0\0\0", palette, listed, sizeof listed),
                     0xFFC86432);
    assert_int_equal(painted_png(*state, "\x8\x4\0\0\0", NULL, clear, sizeof clear), 0);
    assert_int_equal(painted_png(*state, "\x8\0\0\0\x1", NULL, laced, sizeof laced), 0xFF050505);
}

static void a_png_cut_anywhere_is_refused(void **state) {
    static const guint8 rgb[] = {0, 9, 8, 7, 9, 8, 7, 0, 9, 8, 7, 9, 8, 7};
    g_autoptr(GByteArray) png = png_of(2, 2, "\x8\x2\0\0\0", NULL, rgb, sizeof rgb);
    for (guint length = 8; length + 12 < png->len; length++) // the last chunk has no pixels
        assert_null(load(*state, png->data, length));
}

static void a_small_file_of_many_pixels_is_refused(void **state) {
    static const guint8 nothing[] = {0};
    g_autoptr(GByteArray) wide = png_of(1000000, 2, "\x8\x2\0\0\0", NULL, nothing, 1);
    g_autoptr(GByteArray) large = png_of(20000, 20000, "\x8\x2\0\0\0", NULL, nothing, 1);
    g_autoptr(GByteArray) empty = png_of(0, 5, "\x8\x2\0\0\0", NULL, nothing, 1);
    assert_refused(*state, wide->data, wide->len, "has 1000000 by 2 pixels");
    assert_refused(*state, large->data, large->len, "more than 40 million");
    assert_refused(*state, empty->data, empty->len, "has no pixels");
}

// ---- JPEG

static gsize make_jpeg(J_COLOR_SPACE space, int channels, bool progressive, guint8 *out,
                       gsize size) {
    struct jpeg_compress_struct codec;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL;
    unsigned long length = 0;
    JSAMPLE samples[16 * 4], *line = samples;
    codec.err = jpeg_std_error(&errors);
    jpeg_create_compress(&codec);
    jpeg_mem_dest(&codec, &bytes, &length);
    codec.image_width = codec.image_height = 16;
    codec.input_components = channels;
    codec.in_color_space = space;
    jpeg_set_defaults(&codec);
    if (progressive)
        jpeg_simple_progression(&codec);
    jpeg_start_compress(&codec, TRUE);
    memset(samples, 0x50, sizeof samples);
    for (int y = 0; y < 16; y++)
        jpeg_write_scanlines(&codec, &line, 1);
    jpeg_finish_compress(&codec);
    jpeg_destroy_compress(&codec);
    assert_true(length <= size);
    memcpy(out, bytes, length);
    free(bytes);
    return length;
}

static void jpeg_is_read_in_colour_and_grey(void **state) {
    Desk *desk = *state;
    static const struct {
        J_COLOR_SPACE space;
        int channels;
        bool progressive;
    } kinds[] = {{JCS_GRAYSCALE, 1, false}, {JCS_RGB, 3, false}, {JCS_RGB, 3, true}};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        guint8 bytes[4096];
        gsize length =
            make_jpeg(kinds[i].space, kinds[i].channels, kinds[i].progressive, bytes, sizeof bytes);
        const Image *image = load(desk, bytes, length);
        assert_printed(desk->diags, "");
        assert_int_equal(image->grey, kinds[i].channels == 1);
        assert_int_equal(painted(image), 0xFF505050);
        assert_null(load(desk, bytes, length - 3)); // and none that is cut short
        forget_messages(desk);
    }
}

static void jpeg_in_four_inks_is_refused_by_name(void **state) {
    guint8 bytes[4096];
    gsize length = make_jpeg(JCS_CMYK, 4, false, bytes, sizeof bytes);
    assert_refused(*state, bytes, length, "the JPEG is in CMYK, expected RGB or greyscale");
}

// ---- SVG

#define SVG(inside) "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'>" inside "</svg>"

static void svg_is_drawn(void **state) {
    Desk *desk = *state;
    const Image *image =
        load_text(desk, "\xEF\xBB\xBF<?xml version='1.0'?>\n" SVG("<rect width='40' height='20' "
                                                                  "fill='#102030'/>"));
    assert_printed(desk->diags, "");
    assert_int_equal(image->kind, IMAGE_SVG);
    assert_true(image->width == 30 && image->height == 15);
    assert_int_equal(painted(image), 0xFF102030);
}

static void svg_that_leads_out_of_its_file_is_refused(void **state) {
    static const struct {
        const char *text, *words;
    } cases[] = {
        {SVG("<image href='/etc/passwd'/>"), "holds an element \"image\""},
        {SVG("<filter id='f'><feImage href='x.png'/></filter>"), "holds an element \"feImage\""},
        {SVG("<use href='other.svg#a'/>"), "refers to \"other.svg#a\", which is outside of it"},
        {SVG("<rect fill='url(other.svg#a)'/>"), "outside of it"},
        {SVG("<style>@import 'x.css';</style>"), "style sheet"},
        {SVG("<style><![CDATA[rect{fill:url( 'x#a')}]]></style>"), "style sheet"},
        {"<?xml-stylesheet href='x.css'?>" SVG(""), "style sheet"},
        {"<!DOCTYPE svg [<!ENTITY a SYSTEM '/etc/passwd'>]>" SVG("<text>&a;</text>"), "entities"},
        {"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither a width and a height nor a viewBox"},
        {"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 0 0'/>", "neither a width"},
        {SVG("<g>"), "not well-formed"},
        {"<html/>", ""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_refused(*state, cases[i].text, strlen(cases[i].text), cases[i].words);
}

static void svg_trees_are_bounded(void **state) {
    g_autoptr(GString) deep = g_string_new("<svg xmlns='http://www.w3.org/2000/svg' width='9' "
                                           "height='9'>");
    for (int i = 0; i < 5000; i++)
        g_string_append(deep, "<g>");
    assert_refused(*state, deep->str, deep->len, "in each other");
    // each level uses the one below ten times
    g_autoptr(GString) wide = g_string_new(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path id='a0' d='M0 0h9'/>");
    for (int i = 1; i < 12; i++) {
        g_string_append_printf(wide, "<g id='a%d'>", i);
        for (int k = 0; k < 10; k++)
            g_string_append_printf(wide, "<use href='#a%d'/>", i - 1);
        g_string_append(wide, "</g>");
    }
    g_string_append(wide, "</svg>");
    assert_refused(*state, wide->str, wide->len, "cannot be drawn");
}

// ---- what is none

static void other_files_are_no_images(void **state) {
    assert_refused(*state, "", 0, "is no image: expected PNG, JPEG or SVG");
    assert_refused(*state, "GIF89a", 6, "is no image");
    assert_refused(*state, "\x1F\x8B\x08", 3, "is no image"); // a packed SVG
    assert_refused(*state, "\x89PNG\r\n\x1A\n", 8, "is cut short");
    assert_refused(*state, "\xFF\xD8\xFF", 3, "is damaged");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(png_of_all_kinds_is_read),
        TEST(a_png_cut_anywhere_is_refused),
        TEST(a_small_file_of_many_pixels_is_refused),
        TEST(jpeg_is_read_in_colour_and_grey),
        TEST(jpeg_in_four_inks_is_refused_by_name),
        TEST(svg_is_drawn),
        TEST(svg_that_leads_out_of_its_file_is_refused),
        TEST(svg_trees_are_bounded),
        TEST(other_files_are_no_images),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
