// cairo writes, qpdf reads, libharu takes over. Objects are copied once each, by their number, so
// that what cairo's pages share stays shared. Streams come over inflated, since libharu compresses
// them itself.
#include "pdf/import.h"

#include <cairo-pdf.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    PdfDocument *document;
    qpdf_data qpdf;
    GHashTable *copied; // object number -> object of the document
    guint depth;
} Importer;

enum { IMPORT_DEPTH_LIMIT = 64 }; // cairo nests a handful

static void *copy_object(Importer *importer, qpdf_oh object);

// ---- drawing

static cairo_status_t append_bytes(void *data, const unsigned char *bytes, unsigned int length) {
    g_byte_array_append(data, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t draw_scenes(TextEngine *engine, const GPtrArray *scenes, GByteArray *bytes) {
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append_bytes, bytes, 1, 1);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    cairo_t *cr = cairo_create(surface);
    for (guint i = 0; i < scenes->len; i++) {
        const Scene *scene = scenes->pdata[i];
        cairo_pdf_surface_set_size(surface, scene->width, scene->height);
        scene_paint(scene, engine, cr);
        cairo_show_page(cr);
    }
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status;
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
    static const char *const left_out[] = {"/Length", "/Filter", "/DecodeParms", "/Parent",
                                           "/StructParents"};
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

static HPDF_Dict copy_dict(Importer *importer, qpdf_oh object) {
    bool indirect = qpdf_oh_is_indirect(importer->qpdf, object);
    HPDF_Dict dict =
        indirect ? pdf_indirect_dict(importer->document) : pdf_dict(importer->document);
    remember(importer, object, dict); // before its members, which may lead back here
    copy_members(importer, dict, object);
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

static HPDF_Dict page_content(Importer *importer, qpdf_oh page) {
    qpdf_oh contents = qpdf_oh_get_key(importer->qpdf, page, "/Contents");
    if (qpdf_oh_is_array(importer->qpdf, contents))
        contents = qpdf_oh_get_array_item(importer->qpdf, contents, 0);
    return copy_stream_data(importer, contents);
}

static HPDF_Dict form_of_page(Importer *importer, int number) {
    qpdf_oh page = qpdf_get_page_n(importer->qpdf, (size_t)number);
    HPDF_Dict form = page_content(importer, page);
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

static GPtrArray *import_pages(Importer *importer, const GByteArray *bytes, Diags *diags) {
    qpdf_set_suppress_warnings(importer->qpdf, QPDF_TRUE);
    QPDF_ERROR_CODE code =
        qpdf_read_memory(importer->qpdf, "charts", (const char *)bytes->data, bytes->len, NULL);
    if (code & QPDF_ERRORS) {
        diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the charts cannot be read back: %s",
                   qpdf_get_error_full_text(importer->qpdf, qpdf_get_error(importer->qpdf)));
        return NULL;
    }
    GPtrArray *forms = g_ptr_array_new();
    int count = qpdf_get_num_pages(importer->qpdf);
    for (int i = 0; i < count; i++)
        g_ptr_array_add(forms, form_of_page(importer, i));
    return forms;
}

GPtrArray *import_scenes(PdfDocument *document, TextEngine *engine, const GPtrArray *scenes,
                         Diags *diags) {
    if (scenes->len == 0)
        return g_ptr_array_new();
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    cairo_status_t status = draw_scenes(engine, scenes, bytes);
    if (status != CAIRO_STATUS_SUCCESS) {
        diag_error(diags, DIAG_INTERNAL, NULL, NULL, "the charts cannot be drawn: %s",
                   cairo_status_to_string(status));
        return NULL;
    }
    Importer importer = {
        .document = document, .qpdf = qpdf_init(), .copied = g_hash_table_new(NULL, NULL)};
    GPtrArray *forms = import_pages(&importer, bytes, diags);
    qpdf_cleanup(&importer.qpdf);
    g_hash_table_unref(importer.copied);
    return forms;
}
