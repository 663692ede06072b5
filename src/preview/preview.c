// Pages are painted on cairo surfaces; what comes out is taken from the stream. Cairo's SVG knows
// neither words nor links: both are put into its text, the words as the picture's description.
#include "preview/preview.h"

#include "preview/page_paint.h"

#include <cairo-svg.h>
#include <math.h>
#include <string.h>

static cairo_status_t append_bytes(void *closure, const unsigned char *data, unsigned length) {
    g_byte_array_append(closure, data, length);
    return CAIRO_STATUS_SUCCESS;
}

static GBytes *finished(GByteArray *bytes, cairo_status_t status, Diags *diags) {
    if (status == CAIRO_STATUS_SUCCESS)
        return g_byte_array_free_to_bytes(bytes);
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "cairo could not make the picture: %s",
               cairo_status_to_string(status));
    g_byte_array_unref(bytes);
    return NULL;
}

// ---- PNG

// Pixels that cover a length; a length that is whole but for rounding gets no pixel more.
static double pixels(double length, double scale) {
    return ceil(length * scale - 1e-6);
}

static cairo_status_t paint_pixels(const PlacedDocument *document, guint page, TextEngine *engine,
                                   cairo_surface_t *surface, double scale) {
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1); // the page may end within the last pixels
    cairo_paint(cr);
    cairo_scale(cr, scale, scale);
    page_paint(document, page, engine, cr);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    return status;
}

GBytes *preview_png(const PlacedDocument *document, guint page, TextEngine *engine, double scale,
                    Diags *diags) {
    const PlacedPage *placed = &document->pages[page];
    double width = pixels(placed->width, scale), height = pixels(placed->height, scale);
    if (!scene_check_pixels(diags, width, height, "ask for fewer dots per inch"))
        return NULL;
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_status_t status = paint_pixels(document, page, engine, surface, scale);
    GByteArray *bytes = g_byte_array_new();
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_write_to_png_stream(surface, append_bytes, bytes);
    cairo_surface_destroy(surface);
    return finished(bytes, status, diags);
}

GBytes *preview_thumbnail(const PlacedDocument *document, guint page, TextEngine *engine,
                          guint width, Diags *diags) {
    return preview_png(document, page, engine, width / document->pages[page].width, diags);
}

// ---- SVG

static void put_escaped(GString *out, const char *text, gssize length) {
    g_autofree char *escaped = g_markup_escape_text(text, length);
    g_string_append(out, escaped);
}

static void put_words(GString *out, const PlacedPage *page) {
    g_string_append(out, "<desc>");
    for (guint i = 0; i < page->item_count; i++) {
        const PlacedItem *item = &page->items[i];
        if (item->kind == PLACED_SCENE && item->as.scene.alt)
            put_escaped(out, item->as.scene.alt, -1);
        for (guint k = 0; item->kind == PLACED_TEXT && k < item->as.text.line->run_count; k++)
            put_escaped(out, item->as.text.line->runs[k].text,
                        item->as.text.line->runs[k].text_length);
        if (item->kind == PLACED_TEXT || item->kind == PLACED_SCENE)
            g_string_append_c(out, '\n');
    }
    g_string_append(out, "</desc>\n");
}

static void put_measure(GString *out, const char *name, double value) {
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append_printf(out, " %s=\"%s\"", name,
                           g_ascii_formatd(number, sizeof number, "%.2f", value));
}

static void put_link(GString *out, const PlacedItem *item) {
    g_string_append(out, "<a xlink:href=\"");
    put_escaped(out, item->as.link.uri, -1);
    g_string_append(out, "\"><rect fill-opacity=\"0\"");
    put_measure(out, "x", item->x);
    put_measure(out, "y", item->y);
    put_measure(out, "width", item->width);
    put_measure(out, "height", item->height);
    g_string_append(out, "/></a>\n");
}

// Cairo's text with what it does not know.
static GBytes *completed(const PlacedDocument *document, guint page, GBytes *drawn) {
    g_autoptr(Arena) arena = arena_new();
    const PlacedPage whole = placed_page_items(&document->pages[page], arena);
    gsize length = 0;
    const char *text = g_bytes_get_data(drawn, &length);
    const char *head = g_strstr_len(text, (gssize)length, "<svg ");
    const char *body = head ? memchr(head, '>', length - (gsize)(head - text)) : NULL;
    const char *end = g_strrstr_len(text, (gssize)length, "</svg>");
    g_assert(body && end); // cairo's own form
    GString *out = g_string_sized_new(length + 8192);
    g_string_append_len(out, text, body + 1 - text);
    g_string_append(out, "\n<title>");
    put_escaped(out, document->title ? document->title : "", -1);
    g_string_append(out, "</title>\n");
    put_words(out, &whole);
    g_string_append_len(out, body + 1, end - body - 1);
    for (guint i = 0; i < whole.item_count; i++)
        if (whole.items[i].kind == PLACED_LINK && whole.items[i].as.link.uri)
            put_link(out, &whole.items[i]);
    g_string_append(out, "</svg>\n");
    return g_string_free_to_bytes(out);
}

GBytes *preview_svg(const PlacedDocument *document, guint page, TextEngine *engine, Diags *diags) {
    const PlacedPage *placed = &document->pages[page];
    GByteArray *bytes = g_byte_array_new();
    cairo_surface_t *surface =
        cairo_svg_surface_create_for_stream(append_bytes, bytes, placed->width, placed->height);
    cairo_t *cr = cairo_create(surface);
    page_paint(document, page, engine, cr);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    g_autoptr(GBytes) drawn = finished(bytes, status, diags);
    return drawn ? completed(document, page, drawn) : NULL;
}
