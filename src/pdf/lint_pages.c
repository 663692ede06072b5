// Pages: their content, their annotations, and whether the parent tree leads from both back to the
// elements that hold them.
#include "pdf/lint_private.h"

#include <string.h>

typedef struct {
    Lint *lint;
    int number; // of the page's object
    const char *place;
} Page;

// ---- content

static GByteArray *page_content(const Lint *lint, qpdf_oh page) {
    qpdf_oh contents = lint_member(lint, page, "/Contents");
    int count = pdf_reader_length(lint->reader, contents);
    if (count == 0)
        return pdf_reader_data(lint->reader, contents);
    GByteArray *all = g_byte_array_new();
    for (int i = 0; i < count; i++) {
        g_autoptr(GByteArray) part =
            pdf_reader_data(lint->reader, pdf_reader_item(lint->reader, contents, i));
        if (part)
            g_byte_array_append(all, part->data, part->len);
        g_byte_array_append(all, (const guint8 *)"\n", 1);
    }
    return all;
}

// A page's resources may stand on a node above it.
static qpdf_oh page_resources(const Lint *lint, qpdf_oh page) {
    for (guint depth = 0; depth < PDF_DEPTH_LIMIT; depth++) {
        qpdf_oh resources = lint_member(lint, page, "/Resources");
        if (!pdf_reader_is_null(lint->reader, resources))
            return resources;
        page = lint_member(lint, page, "/Parent");
    }
    return qpdf_oh_new_null(lint->reader->qpdf);
}

static void check_content(const Page *page, qpdf_oh object) {
    g_autoptr(GByteArray) content = page_content(page->lint, object);
    if (!content)
        return;
    ContentCheck check = {.lint = page->lint, .place = page->place, .page = page->number};
    lint_content(&check, page_resources(page->lint, object), content);
    if (content->len && !lint_has(page->lint, object, "/StructParents"))
        lint_found(page->lint, LINT_UA_PARENT_TREE, "%s has no StructParents", page->place);
}

// ---- annotations

enum { FLAG_INVISIBLE = 1, FLAG_HIDDEN = 2, FLAG_PRINT = 4, FLAG_NO_VIEW = 32, FLAG_TOGGLE = 256 };

static void check_kind(const Page *page, const char *kind, int number) {
    static const char *const bad[] = {"3D", "Sound", "Screen", "Movie"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        if (g_strcmp0(kind, bad[i]) == 0)
            lint_found(page->lint, LINT_A_ANNOTATION_KIND, "%s, object %d: %s", page->place, number,
                       kind);
    if (g_strcmp0(kind, "TrapNet") == 0)
        lint_found(page->lint, LINT_UA_TRAPNET, "%s, object %d", page->place, number);
}

static void check_flags(const Page *page, qpdf_oh annotation, int number) {
    int flags = lint_integer(page->lint, lint_member(page->lint, annotation, "/F"), 0);
    int bad = FLAG_INVISIBLE | FLAG_HIDDEN | FLAG_NO_VIEW | FLAG_TOGGLE;
    if (!(flags & FLAG_PRINT) || flags & bad)
        lint_found(page->lint, LINT_A_ANNOTATION_FLAGS, "%s, object %d", page->place, number);
}

static void check_place(const Page *page, qpdf_oh annotation, int number, bool link) {
    const char *type = g_hash_table_lookup(page->lint->annotated, GINT_TO_POINTER(number));
    if (!type || !lint_has(page->lint, annotation, "/StructParent"))
        lint_found(page->lint, LINT_UA_ANNOTATION, "%s, object %d", page->place, number);
    if (link && g_strcmp0(type, "Link") != 0)
        lint_found(page->lint, LINT_UA_LINK_ELEMENT, "%s, object %d", page->place, number);
}

static void check_annotation(const Page *page, qpdf_oh annotation) {
    int number = pdf_reader_number(page->lint->reader, annotation);
    const char *kind = lint_name(page->lint, lint_member(page->lint, annotation, "/Subtype"));
    bool link = g_strcmp0(kind, "Link") == 0;
    check_kind(page, kind, number);
    if (g_strcmp0(kind, "Popup") == 0)
        return;
    check_flags(page, annotation, number);
    check_place(page, annotation, number, link);
    if (link && !lint_has(page->lint, annotation, "/Contents"))
        lint_found(page->lint, LINT_UA_LINK_CONTENTS, "%s, object %d", page->place, number);
}

static void check_annotations(const Page *page, qpdf_oh object) {
    qpdf_oh annotations = lint_member(page->lint, object, "/Annots");
    int count = pdf_reader_length(page->lint->reader, annotations);
    for (int i = 0; i < count; i++)
        check_annotation(page, pdf_reader_item(page->lint->reader, annotations, i));
    if (count &&
        g_strcmp0(lint_name(page->lint, lint_member(page->lint, object, "/Tabs")), "S") != 0)
        lint_found(page->lint, LINT_UA_TABS, "%s", page->place);
}

void lint_pages(Lint *lint) {
    int count = qpdf_get_num_pages(lint->reader->qpdf);
    for (int i = 0; i < count; i++) {
        qpdf_oh object = qpdf_get_page_n(lint->reader->qpdf, (size_t)i);
        g_autofree char *place = g_strdup_printf("page %d", i + 1);
        Page page = {lint, pdf_reader_number(lint->reader, object), place};
        check_content(&page, object);
        check_annotations(&page, object);
        if (lint_has(lint, object, "/AA"))
            lint_found(lint, LINT_A_TRIGGER, "%s", place);
        qpdf_oh_release_all(lint->reader->qpdf);
    }
}
