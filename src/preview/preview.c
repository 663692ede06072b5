// Pages are painted on cairo surfaces; what comes out is taken from the stream. Cairo's SVG knows
// neither words nor links: both are put into its text, the words as the picture's description.
// Cairo names some elements by numbers that count through the whole run of the program; they are
// counted anew in each picture.
#include "preview/preview.h"

#include "base/markup.h"
#include "preview/page_paint.h"
#include "preview/png.h"
#include "scene/surface.h"

#include <cairo-svg.h>
#include <math.h>
#include <string.h>

static bool check_status(Diags *diags, cairo_status_t status) {
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "cairo could not make the picture: %s",
               cairo_status_to_string(status));
    return false;
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
    cairo_surface_flush(surface);
    const PngPicture picture = {.pixels = cairo_image_surface_get_data(surface),
                                .width = (guint)width,
                                .height = (guint)height,
                                .stride = (guint)cairo_image_surface_get_stride(surface)};
    GBytes *bytes = check_status(diags, status) ? png_write(&picture) : NULL;
    cairo_surface_destroy(surface);
    return bytes;
}

GBytes *preview_thumbnail(const PlacedDocument *document, guint page, TextEngine *engine,
                          guint width, Diags *diags) {
    return preview_png(document, page, engine, width / document->pages[page].width, diags);
}

// ---- SVG

static void put_words(GString *out, const PlacedPage *page) {
    g_string_append(out, "<desc>");
    for (guint i = 0; i < page->item_count; i++) {
        const PlacedItem *item = &page->items[i];
        if (item->kind == PLACED_SCENE && item->as.scene.alt)
            markup_put_text(out, item->as.scene.alt, -1);
        if (item->kind == PLACED_IMAGE && item->as.image.alt)
            markup_put_text(out, item->as.image.alt, -1);
        for (guint k = 0; item->kind == PLACED_TEXT && k < item->as.text.line->run_count; k++)
            markup_put_text(out, item->as.text.line->runs[k].text,
                            item->as.text.line->runs[k].text_length);
        if (item->kind == PLACED_TEXT || item->kind == PLACED_SCENE || item->kind == PLACED_IMAGE)
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
    markup_put_text(out, item->as.link.uri, -1);
    g_string_append(out, "\"><rect fill-opacity=\"0\"");
    put_measure(out, "x", item->x);
    put_measure(out, "y", item->y);
    put_measure(out, "width", item->width);
    put_measure(out, "height", item->height);
    g_string_append(out, "/></a>\n");
}

// Where a name of such a number begins: "surface7" or "image7" after a quote or a hash.
static const char *counted_name(const char *text) {
    static const char *const kinds[] = {"surface", "image"};
    if (*text != '"' && *text != '#')
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_has_prefix(text + 1, kinds[i]) && g_ascii_isdigit(text[1 + strlen(kinds[i])]))
            return text + 1 + strlen(kinds[i]);
    return NULL;
}

static void put_counted(GString *out, const char *text, const char *end) {
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL); // number -> the new one
    while (text < end) {
        const char *number = counted_name(text);
        if (!number) {
            g_string_append_c(out, *text++);
            continue;
        }
        g_string_append_len(out, text, number - text);
        char *rest = NULL;
        gpointer old = GUINT_TO_POINTER((guint)g_ascii_strtoull(number, &rest, 10));
        if (!g_hash_table_contains(seen, old))
            g_hash_table_insert(seen, old, GUINT_TO_POINTER(g_hash_table_size(seen) + 1));
        g_string_append_printf(out, "%u", GPOINTER_TO_UINT(g_hash_table_lookup(seen, old)));
        text = rest;
    }
}

// Cairo's text with what it does not know.
static GBytes *completed(const PlacedDocument *document, guint page, const GString *drawn) {
    g_autoptr(Arena) arena = arena_new();
    const PlacedPage whole = placed_page_items(&document->pages[page], arena);
    const char *text = drawn->str, *head = strstr(text, "<svg "), *end = g_strrstr(text, "</svg>");
    const char *body = head ? strchr(head, '>') : NULL;
    g_assert(body && end); // cairo's own form
    GString *out = g_string_sized_new(drawn->len + 8192);
    g_string_append_len(out, text, body + 1 - text);
    g_string_append(out, "\n<title>");
    markup_put_text(out, document->title ? document->title : "", -1);
    g_string_append(out, "</title>\n");
    put_words(out, &whole);
    put_counted(out, body + 1, end);
    for (guint i = 0; i < whole.item_count; i++)
        if (whole.items[i].kind == PLACED_LINK && whole.items[i].as.link.uri)
            put_link(out, &whole.items[i]);
    g_string_append(out, "</svg>\n");
    return g_string_free_to_bytes(out);
}

static cairo_status_t append_text(void *closure, const unsigned char *data, unsigned length) {
    g_string_append_len(closure, (const char *)data, (gssize)length);
    return CAIRO_STATUS_SUCCESS;
}

GBytes *preview_svg(const PlacedDocument *document, guint page, TextEngine *engine, Diags *diags) {
    const PlacedPage *placed = &document->pages[page];
    g_autoptr(GString) drawn = g_string_new(NULL);
    cairo_surface_t *surface =
        cairo_svg_surface_create_for_stream(append_text, drawn, placed->width, placed->height);
    cairo_t *cr = cairo_create(surface);
    page_paint(document, page, engine, cr);
    return check_status(diags, surface_end(cr, surface)) ? completed(document, page, drawn) : NULL;
}
