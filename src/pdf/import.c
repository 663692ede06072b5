// cairo writes, qpdf reads, libharu takes over. Objects are copied once each, by their number, so
// that what cairo's pages share stays shared. Streams come over inflated, since libharu compresses
// them itself. A form that equals one before it byte by byte is that one.
#include "pdf/import.h"

#include "pdf/pixels.h"
#include "pdf/qpdf_library.h"
#include "scene/scene_bytes.h"
#include "scene/surface.h"

#include <cairo-pdf.h>
#include <math.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

struct ImportedCharts {
    Arena *arena;       // of texts
    Kept *kept;         // drawings of other documents; or NULL
    GBytes *bytes;      // of cairo's PDF
    GPtrArray *layers;  // GArray of ChartLayer, per scene
    GHashTable *scenes; // Scene -> its GArray of ChartLayer
    GPtrArray *order;   // Image: those that are SVG have a page each, after those of the layers
    GHashTable *images; // Image -> PdfImage
};

typedef struct {
    PdfDocument *document;
    qpdf_data qpdf;
    GHashTable *copied; // object number -> object of the document
    GHashTable *forms;  // what a form is made from -> ChartLayer's name
    guint depth;
} Importer;

enum { IMPORT_DEPTH_LIMIT = 64 }; // cairo nests a handful

static void *copy_object(Importer *importer, qpdf_oh object);

// ---- drawing

static cairo_status_t append_bytes(void *data, const unsigned char *bytes, unsigned int length) {
    g_byte_array_append(data, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

// What is painted on: cairo's PDF, or, when that is known already, something that is thrown away,
// so that only the texts come out.
typedef struct {
    ImportedCharts *charts;
    TextEngine *engine;
    cairo_t *pdf; // NULL: it is known
} Canvas;

static cairo_t *canvas_begin(const Canvas *canvas, double width, double height) {
    if (canvas->pdf) {
        cairo_pdf_surface_set_size(cairo_get_target(canvas->pdf), width, height);
        return cairo_reference(canvas->pdf);
    }
    const cairo_rectangle_t extents = {0, 0, ceil(width), ceil(height)}; // as those of a PDF's page
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);
    cairo_t *cr = cairo_create(surface);
    cairo_surface_destroy(surface);
    return cr;
}

static void canvas_show_page(const Canvas *canvas) {
    if (canvas->pdf)
        cairo_show_page(canvas->pdf);
}

// A page of its own for each layer that has ink.
static GArray *draw_layers(const Canvas *canvas, const Scene *scene) {
    GArray *layers = g_array_new(FALSE, TRUE, sizeof(ChartLayer));
    cairo_t *cr = canvas_begin(canvas, scene->width, scene->height);
    SceneLayer layer = {.engine = canvas->engine, .arena = canvas->charts->arena, .cr = cr};
    for (bool more = true; more; layer.layer++) {
        layer.texts = g_array_new(FALSE, FALSE, sizeof(SceneText));
        more = scene_paint_layer(scene, &layer);
        ChartLayer drawn = {.name = layer.painted ? "" : NULL, .texts = layer.texts};
        g_array_append_val(layers, drawn);
        if (layer.painted)
            canvas_show_page(canvas);
    }
    cairo_destroy(cr);
    return layers;
}

// Large enough that what cairo rounds is not to be seen.
static void draw_image(const Canvas *canvas, const Image *image) {
    static const double side = 720;
    double scale = side / MAX(image->width, image->height);
    PdfImage *drawn = arena_new0(canvas->charts->arena, PdfImage);
    drawn->width = image->width * scale;
    drawn->height = image->height * scale;
    g_hash_table_insert(canvas->charts->images, (gpointer)image, drawn);
    if (!canvas->pdf)
        return;
    cairo_pdf_surface_set_size(cairo_get_target(canvas->pdf), drawn->width, drawn->height);
    image_paint(image, canvas->pdf, drawn->width, drawn->height);
    cairo_show_page(canvas->pdf);
}

static void draw_all(const Canvas *canvas, const GPtrArray *scenes, const GPtrArray *images) {
    ImportedCharts *charts = canvas->charts;
    for (guint i = 0; i < scenes->len; i++) {
        GArray *layers = draw_layers(canvas, scenes->pdata[i]);
        g_ptr_array_add(charts->layers, layers);
        g_hash_table_insert(charts->scenes, scenes->pdata[i], layers);
    }
    for (guint i = 0; i < images->len; i++) {
        g_ptr_array_add(charts->order, images->pdata[i]);
        if (((const Image *)images->pdata[i])->kind == IMAGE_SVG)
            draw_image(canvas, images->pdata[i]);
    }
}

// False and reported on failure.
static bool draw_pdf(ImportedCharts *charts, TextEngine *engine, const GPtrArray *scenes,
                     const GPtrArray *images, Diags *diags) {
    GByteArray *bytes = g_byte_array_new();
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append_bytes, bytes, 1, 1);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    const Canvas canvas = {charts, engine, cairo_create(surface)};
    draw_all(&canvas, scenes, images);
    cairo_status_t status = surface_end(canvas.pdf, surface);
    charts->bytes = g_byte_array_free_to_bytes(bytes);
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the charts cannot be drawn: %s",
               cairo_status_to_string(status));
    return false;
}

// ---- drawings that another document had too

static GBytes *drawing_bytes(const GPtrArray *scenes, const GPtrArray *images) {
    GByteArray *bytes = g_byte_array_new();
    for (guint i = 0; i < scenes->len; i++)
        scene_put_bytes(scenes->pdata[i], bytes);
    for (guint i = 0; i < images->len; i++) {
        const Image *image = images->pdata[i];
        gsize length = 0;
        const void *file = image->kind == IMAGE_SVG ? g_bytes_get_data(image->file, &length) : NULL;
        g_byte_array_append(bytes, (const guint8 *)&length, sizeof length);
        if (file)
            g_byte_array_append(bytes, file, (guint)length);
    }
    return g_byte_array_free_to_bytes(bytes);
}

static bool draw_once(ImportedCharts *charts, TextEngine *engine, const GPtrArray *scenes,
                      const GPtrArray *images, Diags *diags) {
    if (!charts->kept)
        return draw_pdf(charts, engine, scenes, images, diags);
    g_autoptr(GBytes) bytes = drawing_bytes(scenes, images);
    const KeptKey key = {"drawing", 0, bytes};
    GBytes *known = kept_find(charts->kept, &key);
    if (known) {
        const Canvas canvas = {charts, engine, NULL};
        charts->bytes = g_bytes_ref(known);
        draw_all(&canvas, scenes, images);
        return true;
    }
    if (!draw_pdf(charts, engine, scenes, images, diags))
        return false;
    kept_add(charts->kept, &key, g_bytes_ref(charts->bytes), g_bytes_get_size(charts->bytes),
             (GDestroyNotify)g_bytes_unref);
    return true;
}

static void free_layers(void *data) {
    GArray *layers = data;
    for (guint i = 0; i < layers->len; i++)
        g_array_unref(g_array_index(layers, ChartLayer, i).texts);
    g_array_unref(layers);
}

ImportedCharts *imported_charts_new(const PdfOptions *options, TextEngine *engine,
                                    const GPtrArray *scenes, const GPtrArray *images,
                                    Diags *diags) {
    ImportedCharts *charts = g_new0(ImportedCharts, 1);
    charts->kept = options->kept;
    charts->arena = arena_new();
    charts->layers = g_ptr_array_new_with_free_func(free_layers);
    charts->scenes = g_hash_table_new(NULL, NULL);
    charts->order = g_ptr_array_new();
    charts->images = g_hash_table_new(NULL, NULL);
    if (draw_once(charts, engine, scenes, images, diags))
        return charts;
    imported_charts_free(charts);
    return NULL;
}

void imported_charts_free(ImportedCharts *charts) {
    if (!charts)
        return;
    g_hash_table_unref(charts->images);
    g_ptr_array_unref(charts->order);
    g_hash_table_unref(charts->scenes);
    g_ptr_array_unref(charts->layers);
    g_bytes_unref(charts->bytes);
    arena_free(charts->arena);
    g_free(charts);
}

const GArray *imported_chart_layers(const ImportedCharts *charts, const Scene *scene) {
    return g_hash_table_lookup(charts->scenes, scene);
}

const PdfImage *imported_image(const ImportedCharts *charts, const Image *image) {
    return g_hash_table_lookup(charts->images, image);
}

// ---- copying

static GPtrArray *dict_keys(Importer *importer, qpdf_oh dict) {
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    qpdf_oh_begin_dict_key_iter(importer->qpdf, dict);
    while (qpdf_oh_dict_more_keys(importer->qpdf))
        g_ptr_array_add(keys, g_strdup(qpdf_oh_dict_next_key(importer->qpdf)));
    return keys;
}

static bool is_left_out(const char *key) {
    static const char *const left_out[] = {"/Length", "/Filter",        "/DecodeParms",
                                           "/Parent", "/StructParents", "/Interpolate"};
    for (guint i = 0; i < G_N_ELEMENTS(left_out); i++)
        if (strcmp(key, left_out[i]) == 0)
            return true;
    return false;
}

static void copy_members(Importer *importer, HPDF_Dict target, qpdf_oh dict) {
    g_autoptr(GPtrArray) keys = dict_keys(importer, dict);
    for (guint i = 0; i < keys->len; i++) {
        const char *key = keys->pdata[i];
        if (is_left_out(key))
            continue;
        void *value = copy_object(importer, qpdf_oh_get_key(importer->qpdf, dict, key));
        if (value)
            HPDF_Dict_Add(target, key + 1, value); // qpdf's names begin with a slash
    }
}

static void remember(Importer *importer, qpdf_oh object, void *copy) {
    if (qpdf_oh_is_indirect(importer->qpdf, object))
        g_hash_table_insert(importer->copied,
                            GINT_TO_POINTER(qpdf_oh_get_object_id(importer->qpdf, object)), copy);
}

// cairo does not say that the glyphs of its fonts have the numbers that texts give them, which
// PDF/UA wants to be said (ISO 14289-1, 7.21.3.2). Only drawings bring fonts.
static void complete_font(Importer *importer, HPDF_Dict dict, qpdf_oh object) {
    qpdf_oh kind = qpdf_oh_get_key(importer->qpdf, object, "/Subtype");
    if (qpdf_oh_is_name(importer->qpdf, kind) &&
        strcmp(qpdf_oh_get_name(importer->qpdf, kind), "/CIDFontType2") == 0 &&
        !qpdf_oh_has_key(importer->qpdf, object, "/CIDToGIDMap"))
        HPDF_Dict_AddName(dict, "CIDToGIDMap", "Identity");
}

static HPDF_Dict copy_dict(Importer *importer, qpdf_oh object) {
    bool indirect = qpdf_oh_is_indirect(importer->qpdf, object);
    HPDF_Dict dict =
        indirect ? pdf_indirect_dict(importer->document) : pdf_dict(importer->document);
    remember(importer, object, dict); // before its members, which may lead back here
    copy_members(importer, dict, object);
    complete_font(importer, dict, object);
    return dict;
}

static HPDF_Dict copy_stream_data(Importer *importer, qpdf_oh object) {
    unsigned char *data = NULL;
    size_t length = 0;
    QPDF_BOOL decoded = QPDF_FALSE;
    qpdf_oh_get_stream_data(importer->qpdf, object, qpdf_dl_generalized, &decoded, &data, &length);
    HPDF_Dict stream = pdf_stream(importer->document, data, length, /*compress=*/true);
    free(data);
    return stream;
}

static HPDF_Dict copy_stream(Importer *importer, qpdf_oh object) {
    HPDF_Dict stream = copy_stream_data(importer, object);
    remember(importer, object, stream);
    copy_members(importer, stream, qpdf_oh_get_dict(importer->qpdf, object));
    return stream;
}

static HPDF_Array copy_array(Importer *importer, qpdf_oh object) {
    HPDF_Array array = pdf_array(importer->document);
    int count = qpdf_oh_get_array_n_items(importer->qpdf, object);
    for (int i = 0; i < count; i++) {
        void *item = copy_object(importer, qpdf_oh_get_array_item(importer->qpdf, object, i));
        if (item)
            HPDF_Array_Add(array, item);
    }
    return array;
}

static void *copy_string(Importer *importer, qpdf_oh object) {
    size_t length = 0;
    const char *bytes = qpdf_oh_get_binary_string_value(importer->qpdf, object, &length);
    return pdf_byte_string(importer->document, bytes, length);
}

static void *copy_scalar_or_tree(Importer *importer, qpdf_oh object) {
    qpdf_data qpdf = importer->qpdf;
    HPDF_MMgr memory = importer->document->doc->mmgr;
    if (qpdf_oh_is_stream(qpdf, object))
        return copy_stream(importer, object);
    if (qpdf_oh_is_dictionary(qpdf, object))
        return copy_dict(importer, object);
    if (qpdf_oh_is_array(qpdf, object))
        return copy_array(importer, object);
    if (qpdf_oh_is_name(qpdf, object))
        return HPDF_Name_New(memory, qpdf_oh_get_name(qpdf, object) + 1);
    if (qpdf_oh_is_integer(qpdf, object))
        return HPDF_Number_New(memory, qpdf_oh_get_int_value_as_int(qpdf, object));
    if (qpdf_oh_is_real(qpdf, object))
        return HPDF_Real_New(memory, (HPDF_REAL)qpdf_oh_get_numeric_value(qpdf, object));
    if (qpdf_oh_is_string(qpdf, object))
        return copy_string(importer, object);
    if (qpdf_oh_is_bool(qpdf, object))
        return HPDF_Boolean_New(memory,
                                qpdf_oh_get_bool_value(qpdf, object) ? HPDF_TRUE : HPDF_FALSE);
    return NULL; // null, and what cairo never writes
}

static void *copy_object(Importer *importer, qpdf_oh object) {
    if (qpdf_oh_is_indirect(importer->qpdf, object)) {
        int number = qpdf_oh_get_object_id(importer->qpdf, object);
        void *known = g_hash_table_lookup(importer->copied, GINT_TO_POINTER(number));
        if (known)
            return known;
    }
    if (importer->depth >= IMPORT_DEPTH_LIMIT)
        return NULL;
    importer->depth++;
    void *copy = copy_scalar_or_tree(importer, object);
    importer->depth--;
    return copy;
}

// ---- pages to forms

static qpdf_oh page_stream(Importer *importer, qpdf_oh page) {
    qpdf_oh contents = qpdf_oh_get_key(importer->qpdf, page, "/Contents");
    if (qpdf_oh_is_array(importer->qpdf, contents))
        contents = qpdf_oh_get_array_item(importer->qpdf, contents, 0);
    return contents;
}

static HPDF_Dict form_of_page(Importer *importer, qpdf_oh page) {
    HPDF_Dict form = copy_stream_data(importer, page_stream(importer, page));
    HPDF_Dict_AddName(form, "Type", "XObject");
    HPDF_Dict_AddName(form, "Subtype", "Form");
    static const struct {
        const char *from, *to;
    } members[] = {{"/MediaBox", "BBox"}, {"/Group", "Group"}, {"/Resources", "Resources"}};
    for (guint i = 0; i < G_N_ELEMENTS(members); i++) {
        if (!qpdf_oh_has_key(importer->qpdf, page, members[i].from))
            continue;
        qpdf_oh member = qpdf_oh_get_key(importer->qpdf, page, members[i].from);
        HPDF_Dict_Add(form, members[i].to, copy_object(importer, member));
    }
    return form;
}

// Box, resources and content. Resources that lie elsewhere are named by their numbers, which no
// two pages share unless they share the resource.
static char *page_identity(Importer *importer, qpdf_oh page) {
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    static const char *const keys[] = {"/MediaBox", "/Resources"};
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        qpdf_oh member = qpdf_oh_get_key(importer->qpdf, page, keys[i]);
        g_checksum_update(sum, (const guchar *)qpdf_oh_unparse_resolved(importer->qpdf, member),
                          -1);
    }
    unsigned char *data = NULL;
    size_t length = 0;
    QPDF_BOOL decoded = QPDF_FALSE;
    qpdf_oh_get_stream_data(importer->qpdf, page_stream(importer, page), qpdf_dl_generalized,
                            &decoded, &data, &length);
    g_checksum_update(sum, data, (gssize)length);
    free(data);
    return g_strdup(g_checksum_get_string(sum));
}

static void write_layer(ImportedCharts *charts, Importer *importer, ChartLayer *layer, int number) {
    qpdf_oh page = qpdf_get_page_n(importer->qpdf, (size_t)number);
    g_autofree char *identity = page_identity(importer, page);
    const ChartLayer *known = g_hash_table_lookup(importer->forms, identity);
    if (known) {
        layer->form = known->form;
        layer->name = known->name;
        return;
    }
    layer->form = form_of_page(importer, page);
    layer->name = arena_printf(charts->arena, "C%u", g_hash_table_size(importer->forms));
    g_hash_table_insert(importer->forms, g_steal_pointer(&identity), layer);
}

static bool write_forms(ImportedCharts *charts, Importer *importer, Diags *diags) {
    qpdf_set_suppress_warnings(importer->qpdf, QPDF_TRUE);
    gsize length = 0;
    const char *bytes = g_bytes_get_data(charts->bytes, &length);
    QPDF_ERROR_CODE code = qpdf_read_memory(importer->qpdf, "charts", bytes, length, NULL);
    if (code & QPDF_ERRORS) {
        diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the charts cannot be read back: %s",
                   qpdf_get_error_full_text(importer->qpdf, qpdf_get_error(importer->qpdf)));
        return false;
    }
    int number = 0;
    for (guint i = 0; i < charts->layers->len; i++) {
        GArray *layers = charts->layers->pdata[i];
        for (guint k = 0; k < layers->len; k++)
            if (g_array_index(layers, ChartLayer, k).name)
                write_layer(charts, importer, &g_array_index(layers, ChartLayer, k), number++);
    }
    for (guint i = 0; i < charts->order->len; i++) {
        PdfImage *image = g_hash_table_lookup(charts->images, charts->order->pdata[i]);
        if (image)
            image->object =
                form_of_page(importer, qpdf_get_page_n(importer->qpdf, (size_t)number++));
    }
    g_assert(number == 0 || number == qpdf_get_num_pages(importer->qpdf));
    return true;
}

static void write_images(ImportedCharts *charts, PdfDocument *document) {
    for (guint i = 0; i < charts->order->len; i++) {
        const Image *image = charts->order->pdata[i];
        PdfImage *written = g_hash_table_lookup(charts->images, image);
        if (!written) {
            written = arena_new0(charts->arena, PdfImage);
            *written = (PdfImage){.object = pixels_write(document, image), .width = 1, .height = 1};
            g_hash_table_insert(charts->images, (gpointer)image, written);
        }
        written->name = arena_printf(charts->arena, "I%u", i);
    }
}

bool imported_charts_write(ImportedCharts *charts, PdfDocument *document, Diags *diags) {
    if (charts->layers->len == 0 && charts->order->len == 0)
        return true;
    g_autofree char *problem = NULL;
    if (!qpdf_library_open(&problem)) {
        diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the charts cannot be read back: %s", problem);
        return false;
    }
    Importer importer = {.document = document,
                         .qpdf = qpdf_init(),
                         .copied = g_hash_table_new(NULL, NULL),
                         .forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    bool good = write_forms(charts, &importer, diags);
    write_images(charts, document);
    qpdf_cleanup(&importer.qpdf);
    g_hash_table_unref(importer.copied);
    g_hash_table_unref(importer.forms);
    return good;
}
