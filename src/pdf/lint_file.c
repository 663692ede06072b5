// The file around the pages: header, trailer, catalog, metadata, output intent, attached files, and
// what every object may not have.
#include "pdf/lint_private.h"

#include <string.h>

// ---- bytes

static const guint8 *file_bytes(const Lint *lint, gsize *length) {
    return g_bytes_get_data(lint->reader->bytes, length);
}

static void check_header(Lint *lint) {
    gsize length = 0;
    const guint8 *bytes = file_bytes(lint, &length);
    bool version = length > 16 && memcmp(bytes, "%PDF-1.", 7) == 0 && bytes[7] >= '0' &&
                   bytes[7] <= '7' && (bytes[8] == '\n' || bytes[8] == '\r');
    guint at = version && bytes[8] == '\r' && bytes[9] == '\n' ? 10 : 9;
    bool high = version && bytes[at] == '%';
    for (guint i = 1; high && i <= 4; i++)
        high = bytes[at + i] > 127;
    if (!high)
        lint_found(lint, LINT_A_HEADER, "byte 0");
}

static void check_end(Lint *lint) {
    gsize length = 0;
    const guint8 *bytes = file_bytes(lint, &length);
    while (length && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
        length--;
    if (length < 5 || memcmp(bytes + length - 5, "%%EOF", 5) != 0)
        lint_found(lint, LINT_A_AFTER_END, "byte %" G_GSIZE_FORMAT, length);
}

static void check_syntax(Lint *lint) {
    qpdf_data qpdf = lint->reader->qpdf;
    while (qpdf_more_warnings(qpdf)) {
        qpdf_error warning = qpdf_next_warning(qpdf);
        lint_found(lint, LINT_A_SYNTAX, "%s", qpdf_get_error_message_detail(qpdf, warning));
    }
}

static void check_trailer(Lint *lint) {
    qpdf_data qpdf = lint->reader->qpdf;
    if (pdf_reader_length(lint->reader, lint_member(lint, qpdf_get_trailer(qpdf), "/ID")) != 2)
        lint_found(lint, LINT_A_TRAILER_ID, "trailer");
    if (!qpdf_is_encrypted(qpdf))
        return;
    lint_found(lint, LINT_A_ENCRYPTED, "trailer");
    if (!qpdf_allow_accessibility(qpdf))
        lint_found(lint, LINT_UA_READABLE, "trailer");
}

// ---- objects

static bool is_one_of(const char *name, const char *const *names, guint count) {
    for (guint i = 0; name && i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static void check_filter(Lint *lint, qpdf_oh filter, int number) {
    static const char *const bad[] = {"LZWDecode", "LZW", "Crypt"};
    int count = pdf_reader_length(lint->reader, filter);
    for (int i = 0; i < count; i++)
        check_filter(lint, pdf_reader_item(lint->reader, filter, i), number);
    if (is_one_of(lint_name(lint, filter), bad, G_N_ELEMENTS(bad)))
        lint_found(lint, LINT_A_FILTER, "object %d", number);
}

static void check_xobject(Lint *lint, qpdf_oh object, int number) {
    const char *kind = lint_name(lint, lint_member(lint, object, "/Subtype"));
    if (g_strcmp0(kind, "PS") == 0)
        lint_found(lint, LINT_A_XOBJECT, "object %d", number);
    if (g_strcmp0(kind, "Form") == 0 && lint_has(lint, object, "/Ref")) {
        lint_found(lint, LINT_A_XOBJECT, "object %d", number);
        lint_found(lint, LINT_UA_REFERENCE_XOBJECT, "object %d", number);
    }
    if (g_strcmp0(kind, "Image") != 0)
        return;
    qpdf_oh interpolate = lint_member(lint, object, "/Interpolate");
    if (lint_has(lint, object, "/Alternates") || lint_has(lint, object, "/OPI") ||
        (qpdf_oh_is_bool(lint->reader->qpdf, interpolate) &&
         qpdf_oh_get_bool_value(lint->reader->qpdf, interpolate)))
        lint_found(lint, LINT_A_IMAGE, "object %d", number);
}

static void check_action(Lint *lint, qpdf_oh object, int number) {
    static const char *const bad[] = {"Launch",     "Sound",      "Movie",       "ResetForm",
                                      "ImportData", "JavaScript", "SetOCGState", "Hide",
                                      "Rendition",  "Trans",      "GoTo3DView"};
    qpdf_oh action = lint_member(lint, object, "/A");
    if (is_one_of(lint_name(lint, lint_member(lint, action, "/S")), bad, G_N_ELEMENTS(bad)) ||
        is_one_of(lint_name(lint, lint_member(lint, object, "/S")), bad, G_N_ELEMENTS(bad)))
        lint_found(lint, LINT_A_ACTION, "object %d", number);
}

static void check_object(Lint *lint, int number, qpdf_oh object) {
    if (qpdf_oh_is_stream(lint->reader->qpdf, object)) {
        if (lint_has(lint, object, "/F") || lint_has(lint, object, "/FFilter"))
            lint_found(lint, LINT_A_EXTERNAL, "object %d", number);
        check_filter(lint, lint_member(lint, object, "/Filter"), number);
        check_xobject(lint, object, number);
    } else if (qpdf_oh_is_dictionary(lint->reader->qpdf, object)) {
        check_action(lint, object, number);
    }
}

static void check_objects(Lint *lint) {
    qpdf_data qpdf = lint->reader->qpdf;
    int size =
        qpdf_oh_get_int_value_as_int(qpdf, lint_member(lint, qpdf_get_trailer(qpdf), "/Size"));
    gsize bytes = 0;
    file_bytes(lint, &bytes);
    // A number costs a byte at least; 8,388,607 is the limit of ISO 32000-1, annex C.
    for (int number = 1; number < size && (gsize)number < MIN(bytes, 8388608); number++) {
        check_object(lint, number, qpdf_get_object_by_id(qpdf, number, 0));
        qpdf_oh_release_all(qpdf); // handles are kept by qpdf until they are released
    }
}

// ---- metadata

static bool xmp_says(const GByteArray *xmp, const char *element, const char *value) {
    g_autofree char *text = g_strndup((const char *)xmp->data, xmp->len);
    g_autofree char *as_element = g_strdup_printf("<%s>%s</%s>", element, value, element);
    g_autofree char *as_attribute = g_strdup_printf("%s=\"%s\"", element, value);
    return strstr(text, as_element) || strstr(text, as_attribute);
}

static void check_xmp(Lint *lint, qpdf_oh root) {
    qpdf_oh stream = lint_member(lint, root, "/Metadata");
    g_autoptr(GByteArray) xmp = pdf_reader_data(lint->reader, stream);
    if (!xmp || lint_has(lint, stream, "/Filter"))
        lint_found(lint, LINT_A_XMP, "catalog");
    if (!xmp) {
        lint_found(lint, LINT_UA_XMP, "catalog");
        return;
    }
    if (!xmp_says(xmp, "pdfuaid:part", "1"))
        lint_found(lint, LINT_UA_IDENTIFIED, "metadata");
    bool level = xmp_says(xmp, "pdfaid:conformance", "A") ||
                 xmp_says(xmp, "pdfaid:conformance", "B") ||
                 xmp_says(xmp, "pdfaid:conformance", "U");
    if (!xmp_says(xmp, "pdfaid:part", "3") || !level)
        lint_found(lint, LINT_A_IDENTIFIED, "metadata");
    g_autofree char *text = g_strndup((const char *)xmp->data, xmp->len);
    if (!strstr(text, "<dc:title>"))
        lint_found(lint, LINT_UA_TITLE, "metadata");
}

// Letters, digits and hyphens in parts of at most eight (BCP 47, 2.1).
static bool is_language(const char *text) {
    static const char pattern[] = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
    return g_regex_match_simple(pattern, text, 0, 0);
}

static void check_language(Lint *lint, qpdf_oh root) {
    g_autofree char *language = pdf_reader_text(lint->reader, lint_member(lint, root, "/Lang"));
    if (!language || !*language)
        lint_found(lint, LINT_UA_LANGUAGE, "catalog");
    if (language && !is_language(language))
        lint_found(lint, LINT_A_LANGUAGE, "catalog: %s", language);
}

// ---- the output intent

static bool is_profile(const Lint *lint, const GByteArray *profile, qpdf_oh stream) {
    static const struct {
        const char *space;
        int components;
    } spaces[] = {{"RGB ", 3}, {"GRAY", 1}, {"CMYK", 4}};
    if (!profile || profile->len < 128 || memcmp(profile->data + 36, "acsp", 4) != 0)
        return false;
    int n = lint_integer(lint, lint_member(lint, stream, "/N"), 0);
    for (guint i = 0; i < G_N_ELEMENTS(spaces); i++)
        if (memcmp(profile->data + 16, spaces[i].space, 4) == 0)
            return n == spaces[i].components;
    return false;
}

static void check_intents(Lint *lint, qpdf_oh root) {
    qpdf_oh intents = lint_member(lint, root, "/OutputIntents");
    int count = pdf_reader_length(lint->reader, intents);
    bool found = false;
    for (int i = 0; i < count; i++) {
        qpdf_oh intent = pdf_reader_item(lint->reader, intents, i);
        qpdf_oh stream = lint_member(lint, intent, "/DestOutputProfile");
        if (g_strcmp0(lint_name(lint, lint_member(lint, intent, "/S")), "GTS_PDFA1") != 0)
            continue;
        g_autoptr(GByteArray) profile = pdf_reader_data(lint->reader, stream);
        if (!is_profile(lint, profile, stream) ||
            !lint_has(lint, intent, "/OutputConditionIdentifier"))
            continue;
        found = true;
        lint->intent_rgb = memcmp(profile->data + 16, "RGB ", 4) == 0;
    }
    if (!found)
        lint_found(lint, LINT_A_INTENT, "catalog");
}

// ---- attached files

static bool is_associated(const Lint *lint, int number) {
    qpdf_oh list = lint_member(lint, pdf_reader_root(lint->reader), "/AF");
    int count = pdf_reader_length(lint->reader, list);
    for (int i = 0; number && i < count; i++)
        if (pdf_reader_number(lint->reader, pdf_reader_item(lint->reader, list, i)) == number)
            return true;
    return false;
}

static void check_attachment(void *data, qpdf_oh name, qpdf_oh specification) {
    static const char *const relations[] = {"Source",           "Data",        "Alternative",
                                            "Supplement",       "Unspecified", "FormData",
                                            "EncryptedPayload", "Schema"};
    Lint *lint = data;
    g_autofree char *own = pdf_reader_text(lint->reader, name);
    const char *place = own ? own : "unnamed";
    bool named = lint_has(lint, specification, "/F") && lint_has(lint, specification, "/UF");
    qpdf_oh file = lint_member(lint, lint_member(lint, specification, "/EF"), "/F");
    qpdf_oh parameters = lint_member(lint, file, "/Params");
    if (!named)
        lint_found(lint, LINT_UA_FILE_NAMES, "%s", place);
    if (!named || !lint_has(lint, file, "/Subtype") || !lint_has(lint, parameters, "/ModDate"))
        lint_found(lint, LINT_A_FILE_NAMES, "%s", place);
    if (!is_one_of(lint_name(lint, lint_member(lint, specification, "/AFRelationship")), relations,
                   G_N_ELEMENTS(relations)))
        lint_found(lint, LINT_A_FILE_RELATION, "%s", place);
    if (!is_associated(lint, pdf_reader_number(lint->reader, specification)))
        lint_found(lint, LINT_A_FILE_ASSOCIATED, "%s", place);
}

// ---- the catalog

static bool is_true(const Lint *lint, qpdf_oh object) {
    return qpdf_oh_is_bool(lint->reader->qpdf, object) &&
           qpdf_oh_get_bool_value(lint->reader->qpdf, object);
}

static void check_form(Lint *lint, qpdf_oh root) {
    qpdf_oh form = lint_member(lint, root, "/AcroForm");
    if (lint_has(lint, form, "/XFA"))
        lint_found(lint, LINT_UA_XFA, "catalog");
    if (lint_has(lint, form, "/XFA") || is_true(lint, lint_member(lint, form, "/NeedAppearances")))
        lint_found(lint, LINT_A_FORM, "catalog");
}

static void check_catalog(Lint *lint, qpdf_oh root) {
    qpdf_oh marked = lint_member(lint, root, "/MarkInfo");
    qpdf_oh names = lint_member(lint, root, "/Names");
    if (!is_true(lint, lint_member(lint, marked, "/Marked")))
        lint_found(lint, LINT_A_MARKED, "catalog");
    if (is_true(lint, lint_member(lint, marked, "/Suspects")))
        lint_found(lint, LINT_UA_SUSPECTS, "catalog");
    if (!is_true(lint, lint_member(lint, lint_member(lint, root, "/ViewerPreferences"),
                                   "/DisplayDocTitle")))
        lint_found(lint, LINT_UA_SHOW_TITLE, "catalog");
    if (lint_has(lint, root, "/AA"))
        lint_found(lint, LINT_A_TRIGGER, "catalog");
    if (lint_has(lint, names, "/JavaScript"))
        lint_found(lint, LINT_A_ACTION, "catalog");
    if (lint_has(lint, names, "/AlternatePresentations"))
        lint_found(lint, LINT_A_ALTERNATES, "catalog");
    if (lint_has(lint, root, "/Requirements"))
        lint_found(lint, LINT_A_REQUIREMENTS, "catalog");
    check_form(lint, root);
}

void lint_file(Lint *lint) {
    check_header(lint);
    check_end(lint);
    check_objects(lint);
    check_syntax(lint);
    check_trailer(lint);
    qpdf_oh root = pdf_reader_root(lint->reader);
    check_catalog(lint, root);
    check_xmp(lint, root);
    check_language(lint, root);
    check_intents(lint, root);
    qpdf_oh names = lint_member(lint, root, "/Names");
    pdf_reader_names(lint->reader, lint_member(lint, names, "/EmbeddedFiles"), check_attachment,
                     lint);
}
