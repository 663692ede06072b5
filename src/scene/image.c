// The kind of an image is told by its signature, never by its name. PNG is read by cairo, after its
// head was looked at, so that a small file that claims a billion pixels is refused before anything
// is decoded. JPEG and SVG: image_jpeg.c, image_svg.c.
#include "scene/image.h"

#include "base/file.h"
#include "scene/image_private.h"

#include <glib-object.h>
#include <string.h>

static const double POINTS_PER_PIXEL = 0.75; // 96 to the inch

bool image_check_size(guint64 columns, guint64 rows, char **problem) {
    if (columns == 0 || rows == 0) {
        *problem = g_strdup("has no pixels");
        return false;
    }
    if (columns <= IMAGE_SIDE_LIMIT && rows <= IMAGE_SIDE_LIMIT &&
        columns * rows <= IMAGE_PIXELS_LIMIT)
        return true;
    *problem = g_strdup_printf("has %" G_GUINT64_FORMAT " by %" G_GUINT64_FORMAT
                               " pixels, more than %d million or %d on a side",
                               columns, rows, IMAGE_PIXELS_LIMIT / 1000000, IMAGE_SIDE_LIMIT);
    return false;
}

// ---- PNG

typedef struct {
    const guint8 *at, *end;
} Bytes;

static cairo_status_t read_bytes(void *data, unsigned char *out, unsigned int length) {
    Bytes *bytes = data;
    if ((gsize)(bytes->end - bytes->at) < length)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, bytes->at, length);
    bytes->at += length;
    return CAIRO_STATUS_SUCCESS;
}

static guint32 big_endian(const guint8 *at) {
    return (guint32)at[0] << 24 | (guint32)at[1] << 16 | (guint32)at[2] << 8 | at[3];
}

static bool image_read_png(Image *image, char **problem) {
    enum { HEAD = 8 + 8 + 13 }; // signature, length and type of IHDR, its fields
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(image->file, &length);
    if (length < HEAD || memcmp(data + 12, "IHDR", 4) != 0) {
        *problem = g_strdup("is cut short");
        return false;
    }
    image->columns = big_endian(data + 16);
    image->rows = big_endian(data + 20);
    if (!image_check_size(image->columns, image->rows, problem))
        return false;
    Bytes bytes = {data, data + length};
    image->pixels = cairo_image_surface_create_from_png_stream(read_bytes, &bytes);
    if (cairo_surface_status(image->pixels) == CAIRO_STATUS_SUCCESS)
        return true;
    *problem = g_strdup("is damaged or cut short");
    return false;
}

// ---- all kinds

static const struct {
    const char *name;
    const char *signature;
    bool (*read)(Image *image, char **problem);
} kinds[] = {
    [IMAGE_PNG] = {"PNG", "\x89PNG\r\n\x1A\n", image_read_png},
    [IMAGE_JPEG] = {"JPEG", "\xFF\xD8\xFF", image_read_jpeg},
    [IMAGE_SVG] = {"SVG", "<", image_read_svg},
};

static bool has_signature(GBytes *file, const char *signature) {
    gsize length = 0;
    const char *data = g_bytes_get_data(file, &length);
    return length >= strlen(signature) && memcmp(data, signature, strlen(signature)) == 0;
}

// White space and a byte order mark may stand before XML.
static GBytes *without_blanks(GBytes *file) {
    gsize length = 0, start = 0;
    const char *data = g_bytes_get_data(file, &length);
    if (length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        start = 3;
    while (start < length && g_ascii_isspace(data[start]))
        start++;
    return g_bytes_new_from_bytes(file, start, length - start);
}

static bool find_kind(Image *image) {
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GBytes) trimmed = i == IMAGE_SVG ? without_blanks(image->file) : NULL;
        image->kind = (ImageKind)i;
        if (has_signature(trimmed ? trimmed : image->file, kinds[i].signature))
            return true;
    }
    return false;
}

static void release(void *data) {
    Image *image = data;
    g_clear_pointer(&image->file, g_bytes_unref);
    g_clear_pointer(&image->pixels, cairo_surface_destroy);
    g_clear_object(&image->drawing);
}

static bool read_file(Image *image, Diags *diags, const Place *at) {
    g_autoptr(Source) source = file_read(diags, image->path, IMAGE_BYTES_LIMIT, at);
    if (source)
        image->file = g_bytes_new(source->text, source->length);
    return source != NULL;
}

const Image *image_load(Arena *arena, Diags *diags, const char *path, const Place *at) {
    Image *image = arena_new0(arena, Image);
    g_autofree char *problem = NULL;
    image->path = arena_strdup(arena, path);
    arena_own(arena, image, release);
    if (!read_file(image, diags, at))
        return NULL;
    if (!find_kind(image)) {
        diag_error(diags, DIAG_WRONG_VALUE, at, "save it as one of these",
                   "\"%s\" is no image: expected PNG, JPEG or SVG", path);
        return NULL;
    }
    if (!kinds[image->kind].read(image, &problem)) {
        diag_error(diags, DIAG_WRONG_VALUE, at, NULL, "\"%s\" cannot be used: the %s %s", path,
                   kinds[image->kind].name, problem);
        return NULL;
    }
    if (image->kind != IMAGE_SVG) {
        image->width = image->columns * POINTS_PER_PIXEL;
        image->height = image->rows * POINTS_PER_PIXEL;
    }
    return image;
}

static void paint_pixels(const Image *image, cairo_t *cr, double width, double height) {
    cairo_save(cr);
    cairo_scale(cr, width / image->columns, height / image->rows);
    cairo_set_source_surface(cr, image->pixels, 0, 0);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD); // no soft edge
    cairo_rectangle(cr, 0, 0, image->columns, image->rows);
    cairo_fill(cr);
    cairo_restore(cr);
}

void image_paint(const Image *image, cairo_t *cr, double width, double height) {
    if (image->kind == IMAGE_SVG)
        image_paint_svg(image, cr, width, height);
    else
        paint_pixels(image, cr, width, height);
}
