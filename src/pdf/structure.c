// Elements are made for the tags that own content, directly or through a child. The kids of an
// element are its children and its marked content in reading order: tags come in that order, and
// an element's own content is placed where it was first marked.
#include "pdf/structure.h"

typedef struct {
    HPDF_Dict dict; // made when the element is first needed
    HPDF_Array kids;
} Element;

typedef struct {
    GPtrArray *parents; // of HPDF_Dict: the element of each MCID
} PageMarks;

struct Structure {
    PdfDocument *document;
    const PlacedDocument *placed;
    Element *elements; // per tag
    PageMarks *marks;  // per page
    HPDF_Dict root;
    GPtrArray *annotation_parents; // of HPDF_Dict: elements, by key page_count + index
    GArray *pending;               // of Pending: kids that need their page's dictionary
};

typedef struct {
    HPDF_Dict dict; // of the MCR or OBJR
    guint page;
} Pending;

Structure *structure_new(PdfDocument *document, const PlacedDocument *placed) {
    Structure *structure = g_new0(Structure, 1);
    structure->document = document;
    structure->placed = placed;
    structure->elements = g_new0(Element, placed->tag_count);
    structure->marks = g_new0(PageMarks, placed->page_count);
    structure->annotation_parents = g_ptr_array_new();
    structure->pending = g_array_new(FALSE, FALSE, sizeof(Pending));
    for (guint i = 0; i < placed->page_count; i++)
        structure->marks[i].parents = g_ptr_array_new();
    structure->root = pdf_indirect_dict(document);
    return structure;
}

void structure_free(Structure *structure) {
    if (!structure)
        return;
    for (guint i = 0; i < structure->placed->page_count; i++)
        g_ptr_array_unref(structure->marks[i].parents);
    g_ptr_array_unref(structure->annotation_parents);
    g_array_unref(structure->pending);
    g_free(structure->marks);
    g_free(structure->elements);
    g_free(structure);
}

static HPDF_Dict new_element(Structure *structure, const char *type, HPDF_Dict parent) {
    HPDF_Dict dict = pdf_indirect_dict(structure->document);
    HPDF_Dict_AddName(dict, "Type", "StructElem");
    HPDF_Dict_AddName(dict, "S", type);
    HPDF_Dict_Add(dict, "P", parent);
    return dict;
}

static void describe_cell(Structure *structure, HPDF_Dict dict, const PlacedTag *tag) {
    if (!tag->scope && tag->column_span <= 1 && tag->row_span <= 1)
        return;
    HPDF_Dict attributes = pdf_dict(structure->document);
    HPDF_Dict_AddName(attributes, "O", "Table");
    if (tag->scope)
        HPDF_Dict_AddName(attributes, "Scope", tag->scope);
    if (tag->column_span > 1)
        HPDF_Dict_AddNumber(attributes, "ColSpan", (HPDF_INT32)tag->column_span);
    if (tag->row_span > 1)
        HPDF_Dict_AddNumber(attributes, "RowSpan", (HPDF_INT32)tag->row_span);
    HPDF_Dict_Add(dict, "A", attributes);
}

// The element of a tag, made with all elements above it.
static Element *element_of(Structure *structure, guint index) {
    Element *element = &structure->elements[index];
    if (element->dict)
        return element;
    const PlacedTag *tag = &structure->placed->tags[index];
    Element *parent = index ? element_of(structure, tag->parent) : NULL;
    HPDF_Dict above = parent ? parent->dict : structure->root;
    element->dict = new_element(structure, tag_name(tag->kind), above);
    element->kids = pdf_array(structure->document);
    HPDF_Dict_Add(element->dict, "K", element->kids);
    if (tag->alt)
        HPDF_Dict_Add(element->dict, "Alt", pdf_text_string(structure->document, tag->alt));
    if (tag->language)
        HPDF_Dict_Add(element->dict, "Lang", pdf_ascii_string(structure->document, tag->language));
    describe_cell(structure, element->dict, tag);
    if (parent)
        HPDF_Array_Add(parent->kids, element->dict);
    return element;
}

static void add_pending(Structure *structure, HPDF_Dict dict, guint page) {
    Pending pending = {.dict = dict, .page = page};
    g_array_append_val(structure->pending, pending);
}

guint structure_mark(Structure *structure, guint page, guint tag) {
    Element *element = element_of(structure, tag);
    GPtrArray *parents = structure->marks[page].parents;
    guint mcid = parents->len;
    HPDF_Dict reference = pdf_dict(structure->document);
    HPDF_Dict_AddName(reference, "Type", "MCR");
    HPDF_Dict_AddNumber(reference, "MCID", (HPDF_INT32)mcid);
    HPDF_Array_Add(element->kids, reference);
    add_pending(structure, reference, page);
    g_ptr_array_add(parents, element->dict);
    return mcid;
}

void structure_annotation(Structure *structure, guint page, guint tag, HPDF_Dict annotation,
                          const char *alt) {
    if (tag == TAG_ARTIFACT)
        return;
    Element *parent = element_of(structure, tag);
    HPDF_Dict link = new_element(structure, "Link", parent->dict);
    if (alt)
        HPDF_Dict_Add(link, "Alt", pdf_text_string(structure->document, alt));
    HPDF_Dict reference = pdf_dict(structure->document);
    HPDF_Dict_AddName(reference, "Type", "OBJR");
    HPDF_Dict_Add(reference, "Obj", annotation);
    HPDF_Dict_Add(link, "K", reference);
    HPDF_Array_Add(parent->kids, link);
    add_pending(structure, reference, page);
    guint key = structure->placed->page_count + structure->annotation_parents->len;
    HPDF_Dict_AddNumber(annotation, "StructParent", (HPDF_INT32)key);
    g_ptr_array_add(structure->annotation_parents, link);
}

static HPDF_Dict parent_tree(Structure *structure) {
    HPDF_Array numbers = pdf_array(structure->document);
    guint page_count = structure->placed->page_count;
    for (guint i = 0; i < page_count; i++) {
        const GPtrArray *parents = structure->marks[i].parents;
        HPDF_Array list = pdf_array(structure->document);
        for (guint k = 0; k < parents->len; k++)
            HPDF_Array_Add(list, parents->pdata[k]);
        HPDF_Array_AddNumber(numbers, (HPDF_INT32)i);
        HPDF_Array_Add(numbers, list);
    }
    for (guint i = 0; i < structure->annotation_parents->len; i++) {
        HPDF_Array_AddNumber(numbers, (HPDF_INT32)(page_count + i));
        HPDF_Array_Add(numbers, structure->annotation_parents->pdata[i]);
    }
    HPDF_Dict tree = pdf_indirect_dict(structure->document);
    HPDF_Dict_Add(tree, "Nums", numbers);
    return tree;
}

void structure_write(Structure *structure, const GPtrArray *pages) {
    for (guint i = 0; i < structure->pending->len; i++) {
        const Pending *pending = &g_array_index(structure->pending, Pending, i);
        HPDF_Dict_Add(pending->dict, "Pg", pages->pdata[pending->page]);
    }
    for (guint i = 0; i < pages->len; i++) {
        HPDF_Dict_AddNumber(pages->pdata[i], "StructParents", (HPDF_INT32)i);
        HPDF_Dict_AddName(pages->pdata[i], "Tabs", "S");
    }
    HPDF_Dict root = structure->root;
    HPDF_Dict_AddName(root, "Type", "StructTreeRoot");
    HPDF_Dict_Add(root, "K", element_of(structure, 0)->dict);
    HPDF_Dict_Add(root, "ParentTree", parent_tree(structure));
    HPDF_Dict_AddNumber(
        root, "ParentTreeNextKey",
        (HPDF_INT32)(structure->placed->page_count + structure->annotation_parents->len));
    HPDF_Dict catalog = pdf_catalog(structure->document);
    HPDF_Dict_Add(catalog, "StructTreeRoot", root);
    HPDF_Dict marked = pdf_dict(structure->document);
    HPDF_Dict_AddBoolean(marked, "Marked", HPDF_TRUE);
    HPDF_Dict_Add(catalog, "MarkInfo", marked);
}
