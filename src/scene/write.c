// Scenes as files. The picture is made in memory and written whole. PDF gets no date, so that
// the same scene gives the same bytes.
#include "base/file.h"
#include "scene/scene.h"
#include "scene/surface.h"
#include "scene/svg.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

enum {
    SIDE_LIMIT = 32000,            // pixels: cairo's image surfaces end at 32767
    AREA_LIMIT = 150 * 1000 * 1000 // pixels: 600 MB
};

static cairo_status_t append_bytes(void *closure, const unsigned char *data, unsigned length) {
    g_byte_array_append(closure, data, length);
    return CAIRO_STATUS_SUCCESS;
}

static bool check_status(Diags *diags, cairo_status_t status, const char *what) {
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "cairo could not make the %s: %s", what,
               cairo_status_to_string(status));
    return false;
}

bool scene_check_pixels(Diags *diags, double width, double height, const char *hint) {
    if (width >= 1 && height >= 1 && width <= SIDE_LIMIT && height <= SIDE_LIMIT &&
        width * height <= AREA_LIMIT)
        return true;
    diag_error(diags, DIAG_TOO_LARGE, NULL, hint,
               "a picture of %.0f by %.0f pixels, expected 1 to %d each way and %d in all", width,
               height, SIDE_LIMIT, AREA_LIMIT);
    return false;
}

bool scene_write_png(const Scene *scene, TextEngine *engine, Diags *diags, const char *path,
                     double scale) {
    double width = ceil(scene->width * scale), height = ceil(scene->height * scale);
    if (!scene_check_pixels(diags, width, height, "lower the scale or the chart's size"))
        return false;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)width, (int)height);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, scale, scale);
    scene_paint(scene, engine, cr);
    cairo_status_t status = cairo_status(cr);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, append_bytes, bytes);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return check_status(diags, status, "PNG") && file_write(diags, path, bytes->data, bytes->len);
}

static void set_metadata(cairo_surface_t *surface, const Scene *scene) {
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Accord");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, ""); // none
    if (scene->description)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, scene->description);
}

bool scene_write_pdf(const Scene *scene, TextEngine *engine, Diags *diags, const char *path) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(append_bytes, bytes, scene->width, scene->height);
    set_metadata(surface, scene);
    cairo_t *cr = cairo_create(surface);
    scene_paint(scene, engine, cr);
    cairo_show_page(cr);
    return check_status(diags, surface_end(cr, surface), "PDF") &&
           file_write(diags, path, bytes->data, bytes->len);
}

bool scene_write_svg(const Scene *scene, TextEngine *engine, Diags *diags, const char *path) {
    GString *text = scene_to_svg(scene, engine);
    g_autofree char *bytes = g_string_free(text, FALSE);
    return file_write(diags, path, bytes, strlen(bytes));
}

const char *scene_cairo_version(void) {
    return cairo_version_string();
}
