// cairo's pixels are BGRA words with the colour multiplied by alpha; PDF wants the channels one
// after the other, unmultiplied, and alpha as an image of its own. Grey pictures have one channel.
#include "pdf/pixels.h"

#include <string.h>

typedef struct {
    const guint8 *data;
    gsize stride;
    guint columns, rows;
    bool has_alpha;
} Pixels;

static guint32 pixel_at(const Pixels *pixels, guint x, guint y) {
    guint32 word;
    memcpy(&word, pixels->data + y * pixels->stride + 4 * (gsize)x, sizeof word);
    return pixels->has_alpha ? word : word | 0xFF000000U;
}

static guint8 unmultiplied(guint32 pixel, guint shift) {
    guint alpha = pixel >> 24, value = pixel >> shift & 0xFF;
    return (guint8)(alpha == 0 ? 0 : MIN((value * 255 + alpha / 2) / alpha, 255));
}

static bool is_grey(const Pixels *pixels) {
    for (guint y = 0; y < pixels->rows; y++)
        for (guint x = 0; x < pixels->columns; x++) {
            guint32 pixel = pixel_at(pixels, x, y);
            if ((pixel >> 16 & 0xFF) != (pixel & 0xFF) || (pixel >> 8 & 0xFF) != (pixel & 0xFF))
                return false;
        }
    return true;
}

static bool is_opaque(const Pixels *pixels) {
    for (guint y = 0; y < pixels->rows && pixels->has_alpha; y++)
        for (guint x = 0; x < pixels->columns; x++)
            if (pixel_at(pixels, x, y) >> 24 != 0xFF)
                return false;
    return true;
}

static GBytes *colour_samples(const Pixels *pixels, bool grey) {
    gsize length = (gsize)pixels->columns * pixels->rows * (grey ? 1 : 3);
    guint8 *samples = g_malloc(length), *out = samples;
    for (guint y = 0; y < pixels->rows; y++)
        for (guint x = 0; x < pixels->columns; x++) {
            guint32 pixel = pixel_at(pixels, x, y);
            *out++ = unmultiplied(pixel, 16);
            if (grey)
                continue;
            *out++ = unmultiplied(pixel, 8);
            *out++ = unmultiplied(pixel, 0);
        }
    return g_bytes_new_take(samples, length);
}

static GBytes *alpha_samples(const Pixels *pixels) {
    gsize length = (gsize)pixels->columns * pixels->rows;
    guint8 *samples = g_malloc(length), *out = samples;
    for (guint y = 0; y < pixels->rows; y++)
        for (guint x = 0; x < pixels->columns; x++)
            *out++ = (guint8)(pixel_at(pixels, x, y) >> 24);
    return g_bytes_new_take(samples, length);
}

static GString *members_of(const Image *image, bool grey) {
    GString *members = g_string_new("/Type /XObject\n/Subtype /Image\n/BitsPerComponent 8\n");
    g_string_append_printf(members, "/Width %u\n/Height %u\n/ColorSpace /%s\n", image->columns,
                           image->rows, grey ? "DeviceGray" : "DeviceRGB");
    return members;
}

static void write_jpeg(PdfDocument *document, guint number, const Image *image) {
    GString *members = members_of(image, image->grey);
    g_string_append(members, "/Filter /DCTDecode\n");
    if (image->untransformed)
        g_string_append(members, "/DecodeParms <</ColorTransform 0>>\n");
    container_add_stream(document->container, number, members, g_bytes_ref(image->file),
                         /*deflate=*/false);
}

static void write_samples(PdfDocument *document, guint number, const Image *image) {
    Pixels pixels = {.data = cairo_image_surface_get_data(image->pixels),
                     .stride = (gsize)cairo_image_surface_get_stride(image->pixels),
                     .columns = image->columns,
                     .rows = image->rows,
                     .has_alpha =
                         cairo_image_surface_get_format(image->pixels) == CAIRO_FORMAT_ARGB32};
    bool grey = is_grey(&pixels);
    GString *members = members_of(image, grey);
    if (!is_opaque(&pixels)) {
        guint mask = pdf_object_number(pdf_reserve(document));
        g_string_append_printf(members, "/SMask %u 0 R\n", mask);
        container_add_stream(document->container, mask, members_of(image, /*grey=*/true),
                             alpha_samples(&pixels), /*deflate=*/true);
    }
    container_add_stream(document->container, number, members, colour_samples(&pixels, grey),
                         /*deflate=*/true);
}

void *pixels_write(PdfDocument *document, const Image *image) {
    void *object = pdf_reserve(document);
    if (image->kind == IMAGE_JPEG)
        write_jpeg(document, pdf_object_number(object), image);
    else
        write_samples(document, pdf_object_number(object), image);
    return object;
}
