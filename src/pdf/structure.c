// Elements are made for the tags that own content, directly or through a child. The kids of an
// element are its children and its marked content in reading order: tags come in that order, and
// an element's own content is placed where it was first marked. A long table has thousands of
// elements, so they are written as text of their own (pdf_reserve) and not through dictionaries.
#include "pdf/structure.h"

// A kid: a marked content sequence of the element's page, of another page, an annotation, or an
// element.
typedef struct {
    enum { KID_MARK, KID_ANNOTATION, KID_ELEMENT } kind;
    guint page;   // of a mark or an annotation
    guint number; // MCID, or object number
} Kid;

typedef struct {
    void *object; // reserved; NULL until the element is needed
    guint parent; // object number
    const PlacedTag *tag;
    const char *alt; // of a link
    GArray *kids;    // of Kid
} Element;

struct Structure {
    PdfDocument *document;
    const PlacedDocument *placed;
    Element *elements;   // per tag
    GPtrArray *links;    // of Element: those made for annotations
    GArray **page_marks; // per page: object numbers of the elements by MCID
    void *root;
};

Structure *structure_new(PdfDocument *document, const PlacedDocument *placed) {
    Structure *structure = g_new0(Structure, 1);
    structure->document = document;
    structure->placed = placed;
    structure->elements = g_new0(Element, placed->tag_count);
    structure->links = g_ptr_array_new();
    structure->page_marks = g_new0(GArray *, placed->page_count);
    for (guint i = 0; i < placed->page_count; i++)
        structure->page_marks[i] = g_array_new(FALSE, FALSE, sizeof(guint));
    structure->root = pdf_reserve(document);
    return structure;
}

static void clear_element(Element *element) {
    if (element->kids)
        g_array_unref(element->kids);
}

void structure_free(Structure *structure) {
    if (!structure)
        return;
    for (guint i = 0; i < structure->placed->tag_count; i++)
        clear_element(&structure->elements[i]);
    for (guint i = 0; i < structure->links->len; i++) {
        clear_element(structure->links->pdata[i]);
        g_free(structure->links->pdata[i]);
    }
    for (guint i = 0; i < structure->placed->page_count; i++)
        g_array_unref(structure->page_marks[i]);
    g_ptr_array_unref(structure->links);
    g_free(structure->page_marks);
    g_free(structure->elements);
    g_free(structure);
}

// ---- gathering

static void add_kid(Element *element, Kid kid) {
    g_array_append_val(element->kids, kid);
}

static void begin_element(Structure *structure, Element *element, guint parent) {
    element->object = pdf_reserve(structure->document);
    element->parent = parent;
    element->kids = g_array_sized_new(FALSE, FALSE, sizeof(Kid), 1);
}

// The element of a tag, made with all elements above it.
static Element *element_of(Structure *structure, guint index) {
    Element *element = &structure->elements[index];
    if (element->object)
        return element;
    element->tag = &structure->placed->tags[index];
    Element *parent = index ? element_of(structure, element->tag->parent) : NULL;
    begin_element(structure, element, pdf_object_number(parent ? parent->object : structure->root));
    if (parent)
        add_kid(parent, (Kid){.kind = KID_ELEMENT, .number = pdf_object_number(element->object)});
    return element;
}

guint structure_mark(Structure *structure, guint page, guint tag) {
    Element *element = element_of(structure, tag);
    GArray *marks = structure->page_marks[page];
    guint mcid = marks->len, number = pdf_object_number(element->object);
    g_array_append_val(marks, number);
    add_kid(element, (Kid){.kind = KID_MARK, .page = page, .number = mcid});
    return mcid;
}

void structure_annotation(Structure *structure, guint page, guint tag, HPDF_Dict annotation,
                          const char *alt) {
    if (tag == TAG_ARTIFACT)
        return;
    Element *parent = element_of(structure, tag);
    Element *link = g_new0(Element, 1);
    link->alt = alt;
    begin_element(structure, link, pdf_object_number(parent->object));
    add_kid(link,
            (Kid){.kind = KID_ANNOTATION, .page = page, .number = pdf_object_number(annotation)});
    add_kid(parent, (Kid){.kind = KID_ELEMENT, .number = pdf_object_number(link->object)});
    guint key = structure->placed->page_count + structure->links->len;
    HPDF_Dict_AddNumber(annotation, "StructParent", (HPDF_INT32)key);
    g_ptr_array_add(structure->links, link);
}

// ---- writing

static void put_text(GString *out, const char *key, const char *text) {
    if (!text)
        return;
    g_string_append_printf(out, "/%s ", key);
    pdf_put_text_string(out, text);
}

static void put_cell(GString *out, const PlacedTag *tag) {
    if (!tag->scope && tag->column_span <= 1 && tag->row_span <= 1)
        return;
    g_string_append(out, "/A <</O /Table");
    if (tag->scope)
        g_string_append_printf(out, "/Scope /%s", tag->scope);
    if (tag->column_span > 1)
        g_string_append_printf(out, "/ColSpan %u", tag->column_span);
    if (tag->row_span > 1)
        g_string_append_printf(out, "/RowSpan %u", tag->row_span);
    g_string_append(out, ">>");
}

static void put_kid(GString *out, const Kid *kid, guint own_page, const GPtrArray *pages) {
    if (kid->kind == KID_ELEMENT) {
        g_string_append_printf(out, "%u 0 R ", kid->number);
        return;
    }
    guint page = pdf_object_number(pages->pdata[kid->page]);
    if (kid->kind == KID_ANNOTATION)
        g_string_append_printf(out, "<</Type /OBJR/Pg %u 0 R/Obj %u 0 R>>", page, kid->number);
    else if (kid->page == own_page)
        g_string_append_printf(out, "%u ", kid->number);
    else
        g_string_append_printf(out, "<</Type /MCR/Pg %u 0 R/MCID %u>>", page, kid->number);
}

// The page of the element's first mark, which its plain numbers refer to.
static guint own_page(const Element *element) {
    for (guint i = 0; i < element->kids->len; i++)
        if (g_array_index(element->kids, Kid, i).kind == KID_MARK)
            return g_array_index(element->kids, Kid, i).page;
    return G_MAXUINT;
}

static void put_kids(GString *out, const Element *element, const GPtrArray *pages) {
    guint page = own_page(element);
    if (page != G_MAXUINT)
        g_string_append_printf(out, "/Pg %u 0 R", pdf_object_number(pages->pdata[page]));
    g_string_append(out, "/K [");
    for (guint i = 0; i < element->kids->len; i++)
        put_kid(out, &g_array_index(element->kids, Kid, i), page, pages);
    g_string_append(out, "]");
}

static void write_element(Structure *structure, const Element *element, const GPtrArray *pages) {
    const PlacedTag *tag = element->tag;
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "<</S /%s/P %u 0 R", tag ? tag_name(tag->kind) : "Link",
                           element->parent);
    put_text(out, "Alt", tag ? tag->alt : element->alt);
    if (tag) {
        put_text(out, "Lang", tag->language);
        put_cell(out, tag);
    }
    put_kids(out, element, pages);
    g_string_append(out, ">>");
    pdf_reserved_write(structure->document, element->object, out);
}

static void write_parent_tree(Structure *structure, void *tree) {
    GString *out = g_string_new("<</Nums [");
    guint page_count = structure->placed->page_count;
    for (guint page = 0; page < page_count; page++) {
        const GArray *marks = structure->page_marks[page];
        g_string_append_printf(out, "%u [", page);
        for (guint i = 0; i < marks->len; i++)
            g_string_append_printf(out, "%u 0 R ", g_array_index(marks, guint, i));
        g_string_append(out, "]");
    }
    for (guint i = 0; i < structure->links->len; i++) {
        const Element *link = structure->links->pdata[i];
        g_string_append_printf(out, "%u %u 0 R ", page_count + i, pdf_object_number(link->object));
    }
    g_string_append(out, "]>>");
    pdf_reserved_write(structure->document, tree, out);
}

static void write_root(Structure *structure) {
    void *tree = pdf_reserve(structure->document);
    write_parent_tree(structure, tree);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out,
                           "<</Type /StructTreeRoot/K %u 0 R/ParentTree %u 0 R"
                           "/ParentTreeNextKey %u>>",
                           pdf_object_number(element_of(structure, 0)->object),
                           pdf_object_number(tree),
                           structure->placed->page_count + structure->links->len);
    pdf_reserved_write(structure->document, structure->root, out);
}

void structure_write(Structure *structure, const GPtrArray *pages) {
    write_root(structure);
    for (guint i = 0; i < structure->placed->tag_count; i++)
        if (structure->elements[i].object)
            write_element(structure, &structure->elements[i], pages);
    for (guint i = 0; i < structure->links->len; i++)
        write_element(structure, structure->links->pdata[i], pages);
    for (guint i = 0; i < pages->len; i++) {
        HPDF_Dict_AddNumber(pages->pdata[i], "StructParents", (HPDF_INT32)i);
        HPDF_Dict_AddName(pages->pdata[i], "Tabs", "S");
    }
    HPDF_Dict catalog = pdf_catalog(structure->document);
    HPDF_Dict_Add(catalog, "StructTreeRoot", structure->root);
    HPDF_Dict marked = pdf_dict(structure->document);
    HPDF_Dict_AddBoolean(marked, "Marked", HPDF_TRUE);
    HPDF_Dict_Add(catalog, "MarkInfo", marked);
}
