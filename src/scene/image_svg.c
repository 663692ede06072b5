// SVG by librsvg, which draws on any cairo surface, so that a drawing stays one in a PDF. What it
// would leave out in silence is refused by name before: other files, pixels inside the drawing
// (whose size nothing would bound), entities, and trees too large or too deep. The first look goes
// over the text only.
#include "scene/image_private.h"
#include "scene/rsvg_library.h"

#include <librsvg/rsvg.h>
#include <string.h>

static const double POINTS_PER_PIXEL = 0.75; // 96 to the inch

// ---- the first look

typedef struct {
    guint elements, depth;
    bool in_style;
} Look;

static const char *local_name(const char *name) {
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static void refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void refuse(GError **error, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, message);
}

// Whether a text of CSS leads out of the file: url(...) but url(#...), or an import.
static bool leads_out(const char *css) {
    if (strstr(css, "@import"))
        return true;
    for (const char *at = css; (at = strstr(at, "url("));) {
        at += strlen("url(");
        at += strspn(at, " \t\n'\"");
        if (*at != '#')
            return true;
    }
    return false;
}

static void look_at_attribute(const char *element, const char *name, const char *value,
                              GError **error) {
    bool is_link = strcmp(local_name(name), "href") == 0 || strcmp(name, "src") == 0;
    if (is_link && value[0] != '#' && strcmp(element, "a") != 0)
        refuse(error, "refers to \"%.60s\", which is outside of it", value);
    else if (leads_out(value))
        refuse(error, "refers to what is outside of it: \"%.60s\"", value);
}

static void look_at_element(GMarkupParseContext *context, const char *name, const char **names,
                            const char **values, void *data, GError **error) {
    static const char *const refused[] = {"image", "feImage", "foreignObject"};
    Look *look = data;
    const char *element = local_name(name);
    (void)context;
    look->in_style = strcmp(element, "style") == 0;
    if (++look->elements > IMAGE_SVG_ELEMENTS_LIMIT || ++look->depth > IMAGE_SVG_DEPTH_LIMIT) {
        refuse(error, "has more than %d elements, or more than %d in each other",
               IMAGE_SVG_ELEMENTS_LIMIT, IMAGE_SVG_DEPTH_LIMIT);
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++)
        if (strcmp(element, refused[i]) == 0) {
            refuse(error, "holds an element \"%s\", expected lines, shapes and texts only",
                   refused[i]);
            return;
        }
    for (guint i = 0; names[i] && !*error; i++)
        look_at_attribute(element, names[i], values[i], error);
}

static void look_at_end(GMarkupParseContext *context, const char *name, void *data,
                        GError **error) {
    Look *look = data;
    (void)context, (void)name, (void)error;
    look->depth--;
    look->in_style = false;
}

static void look_at_text(GMarkupParseContext *context, const char *text, gsize length, void *data,
                         GError **error) {
    const Look *look = data;
    (void)context;
    g_autofree char *copy = g_strndup(text, length);
    if (look->in_style && leads_out(copy))
        refuse(error, "has a style sheet that refers to what is outside of it");
}

static void look_at_rest(GMarkupParseContext *context, const char *text, gsize length, void *data,
                         GError **error) {
    g_autofree char *copy = g_strndup(text, length);
    if (g_str_has_prefix(copy, "<?xml-stylesheet"))
        refuse(error, "refers to a style sheet outside of it");
    else if (strstr(copy, "<!ENTITY"))
        refuse(error, "declares entities; save it as plain SVG");
    else if (g_str_has_prefix(copy, "<![CDATA["))
        look_at_text(context, text, length, data, error);
}

// The rest of what libxml2 would take for a valid document is checked by librsvg.
static bool is_harmless(GBytes *file, char **problem) {
    static const GMarkupParser parser = {look_at_element, look_at_end, look_at_text, look_at_rest,
                                         NULL};
    Look look = {0};
    gsize length = 0;
    const char *text = g_bytes_get_data(file, &length);
    g_autoptr(GError) error = NULL;
    gsize mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; // of UTF-8
    if (length > IMAGE_SVG_BYTES_LIMIT) {
        *problem = g_strdup_printf("is larger than %d MiB", IMAGE_SVG_BYTES_LIMIT >> 20);
        return false;
    }
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &look, NULL);
    bool good =
        g_markup_parse_context_parse(context, text + mark, (gssize)(length - mark), &error) &&
        g_markup_parse_context_end_parse(context, &error);
    g_markup_parse_context_free(context);
    if (!good)
        *problem = error->code == G_MARKUP_ERROR_INVALID_CONTENT
                       ? g_strdup(error->message)
                       : g_strdup_printf("is not well-formed: %s", error->message);
    return good;
}

// ---- the drawing

static bool find_size(Image *image) {
    RsvgRectangle box;
    gboolean has_width, has_height, has_box;
    RsvgLength width, height;
    double columns, rows;
    if (!rsvg_handle_get_intrinsic_size_in_pixels(image->drawing, &columns, &rows)) {
        rsvg_handle_get_intrinsic_dimensions(image->drawing, &has_width, &width, &has_height,
                                             &height, &has_box, &box);
        if (!has_box)
            return false;
        columns = box.width;
        rows = box.height;
    }
    image->width = columns * POINTS_PER_PIXEL;
    image->height = rows * POINTS_PER_PIXEL;
    return columns > 0 && rows > 0 && columns < G_MAXINT && rows < G_MAXINT;
}

static bool render(const Image *image, cairo_t *cr, double width, double height, GError **error) {
    RsvgRectangle viewport = {0, 0, width, height};
    return rsvg_handle_render_document(image->drawing, cr, &viewport, error);
}

// Drawn small, so that what cannot be drawn is known now.
static bool try_drawing(const Image *image, char **problem) {
    enum { SIDE = 48 };
    g_autoptr(GError) error = NULL;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, SIDE, SIDE);
    cairo_t *cr = cairo_create(surface);
    bool good = render(image, cr, SIDE, SIDE, &error);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    if (!good)
        *problem = g_strdup_printf("cannot be drawn: %s", error->message);
    return good;
}

bool image_read_svg(Image *image, char **problem) {
    g_autoptr(GError) error = NULL;
    if (!is_harmless(image->file, problem) || !rsvg_library_open(problem))
        return false;
    g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(image->file);
    // Without a base file librsvg reads nothing but this stream.
    image->drawing =
        rsvg_handle_new_from_stream_sync(stream, NULL, RSVG_HANDLE_FLAGS_NONE, NULL, &error);
    if (!image->drawing) {
        *problem = g_strdup_printf("cannot be read: %s", error->message);
        return false;
    }
    rsvg_handle_set_dpi(image->drawing, 96);
    if (!find_size(image)) {
        *problem = g_strdup("has neither a width and a height nor a viewBox");
        return false;
    }
    return try_drawing(image, problem);
}

void image_paint_svg(const Image *image, cairo_t *cr, double width, double height) {
    cairo_save(cr);
    render(image, cr, width, height, NULL); // it was drawn before, when it was read
    cairo_restore(cr);
}
