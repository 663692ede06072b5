// Elements are made for the tags that own content, directly or through a child, and for all cells
// of a row that has any. The kids of an element are its children and its marked content in reading
// order: tags come in that order, and an element's own content is placed where it was first marked.
// Some tags become two elements: contents' entries hold a Reference, code stands in a paragraph. A
// caption moves into the table or figure that follows it. Heading levels are closed up so that none
// is skipped. A long table has thousands of elements, so they are written as text of their own
// (pdf_reserve) and not through dictionaries.
#include "pdf/structure.h"

#include "pdf/content.h"

// A kid: a marked content sequence of a page, an annotation, or an element.
typedef struct {
    enum { KID_MARK, KID_ANNOTATION, KID_ELEMENT } kind;
    guint page;   // of a mark or an annotation
    guint number; // MCID, or object number
} Kid;

typedef struct Element Element;
struct Element {
    void *object;      // reserved; NULL until the element is needed
    const char *name;  // "P"
    guint parent;      // object number
    guint tag;         // G_MAXUINT: made here, as links are
    const char *alt;   // or NULL
    const double *box; // of a figure, or NULL
    GArray *kids;      // of Kid
    Element *inner;    // holds what the tag holds; NULL: the element does
};

// The link that was marked last in a tag.
typedef struct {
    guint tag;
    const PlacedItem *item;
    Element *element;
} LastLink;

struct Structure {
    PdfDocument *document;
    const PlacedDocument *placed;
    Arena *arena;
    Element *elements;    // per tag
    guint *parents;       // per tag: the placed parent, but of captions
    const char **names;   // per tag: the element's name
    GPtrArray *made;      // of Element: those that no tag has
    GHashTable *links;    // PlacedItem -> its Link element
    GPtrArray *annotated; // of Element: by StructParent
    LastLink last;
    GArray **page_marks; // per page: object numbers of the elements by MCID
    void *root;
};

// Tags that become two elements.
static const struct {
    TagKind kind;
    const char *outer, *inner;
} doubles[] = {{TAG_TOCI, "TOCI", "Reference"}, {TAG_CODE, "P", "Code"}};

static const char *inner_name(TagKind kind) {
    for (guint i = 0; i < G_N_ELEMENTS(doubles); i++)
        if (doubles[i].kind == kind)
            return doubles[i].inner;
    return NULL;
}

static const char *outer_name(TagKind kind) {
    for (guint i = 0; i < G_N_ELEMENTS(doubles); i++)
        if (doubles[i].kind == kind)
            return doubles[i].outer;
    return tag_name(kind);
}

// ---- names and parents

// No level is skipped: a heading is at most one level below the one before it.
static void name_elements(Structure *structure) {
    guint level = 0;
    for (guint i = 0; i < structure->placed->tag_count; i++) {
        TagKind kind = structure->placed->tags[i].kind;
        if (kind >= TAG_H1 && kind <= TAG_H6) {
            level = MIN((guint)(kind - TAG_H1), level) + 1;
            kind = (TagKind)(TAG_H1 + level - 1);
        }
        structure->names[i] = outer_name(kind);
    }
}

static guint next_sibling(const PlacedDocument *placed, guint tag) {
    for (guint i = tag + 1; i < placed->tag_count; i++) {
        if (placed->tags[i].parent == placed->tags[tag].parent)
            return i;
        if (placed->tags[i].parent < placed->tags[tag].parent)
            return 0;
    }
    return 0;
}

static void find_parents(Structure *structure) {
    const PlacedDocument *placed = structure->placed;
    for (guint i = 0; i < placed->tag_count; i++) {
        structure->parents[i] = placed->tags[i].parent;
        if (placed->tags[i].kind != TAG_CAPTION)
            continue;
        guint next = next_sibling(placed, i);
        TagKind kind = placed->tags[next].kind;
        if (next && (kind == TAG_TABLE || kind == TAG_FIGURE))
            structure->parents[i] = next;
    }
}

Structure *structure_new(PdfDocument *document, const PlacedDocument *placed) {
    Structure *structure = g_new0(Structure, 1);
    structure->document = document;
    structure->placed = placed;
    structure->arena = arena_new();
    structure->elements = arena_array(structure->arena, Element, placed->tag_count);
    structure->parents = arena_array(structure->arena, guint, placed->tag_count);
    structure->names = arena_array(structure->arena, const char *, placed->tag_count);
    structure->made = g_ptr_array_new();
    structure->links = g_hash_table_new(NULL, NULL);
    structure->annotated = g_ptr_array_new();
    structure->page_marks = arena_array(structure->arena, GArray *, placed->page_count);
    for (guint i = 0; i < placed->page_count; i++)
        structure->page_marks[i] = g_array_new(FALSE, FALSE, sizeof(guint));
    structure->root = pdf_reserve(document);
    name_elements(structure);
    find_parents(structure);
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
    for (guint i = 0; i < structure->made->len; i++)
        clear_element(structure->made->pdata[i]);
    for (guint i = 0; i < structure->placed->page_count; i++)
        g_array_unref(structure->page_marks[i]);
    g_ptr_array_unref(structure->made);
    g_ptr_array_unref(structure->annotated);
    g_hash_table_unref(structure->links);
    arena_free(structure->arena);
    g_free(structure);
}

// ---- gathering

static void add_kid(Element *element, Kid kid) {
    g_array_append_val(element->kids, kid);
}

// Parent NULL: the root of the tree.
static void begin_element(Structure *structure, Element *element, Element *parent) {
    element->object = pdf_reserve(structure->document);
    element->parent = pdf_object_number(parent ? parent->object : structure->root);
    element->kids = g_array_sized_new(FALSE, FALSE, sizeof(Kid), 1);
    if (parent)
        add_kid(parent, (Kid){.kind = KID_ELEMENT, .number = pdf_object_number(element->object)});
}

static Element *make_element(Structure *structure, Element *parent, const char *name) {
    Element *element = arena_new0(structure->arena, Element);
    element->name = name;
    element->tag = G_MAXUINT;
    begin_element(structure, element, parent);
    g_ptr_array_add(structure->made, element);
    return element;
}

static bool is_cell(const PlacedTag *tag) {
    return tag->kind == TAG_TH || tag->kind == TAG_TD;
}

static Element *element_of(Structure *structure, guint index);

// All cells of a row, so that an empty one does not shift those after it.
static void make_cells(Structure *structure, guint row) {
    const PlacedDocument *placed = structure->placed;
    for (guint i = row + 1; i < placed->tag_count && placed->tags[i].parent >= row; i++)
        if (placed->tags[i].parent == row && is_cell(&placed->tags[i]))
            element_of(structure, i);
}

// The element of a tag, made with all elements above it.
static Element *element_of(Structure *structure, guint index) {
    Element *element = &structure->elements[index];
    if (element->object)
        return element;
    const PlacedTag *tag = &structure->placed->tags[index];
    Element *parent = index ? element_of(structure, structure->parents[index]) : NULL;
    if (element->object) // made with its row
        return element;
    element->tag = index;
    element->name = structure->names[index];
    element->alt = tag->alt;
    begin_element(structure, element, parent);
    if (inner_name(tag->kind))
        element->inner = make_element(structure, element, inner_name(tag->kind));
    if (tag->kind == TAG_TR)
        make_cells(structure, index);
    return element;
}

// The element that holds a tag's content.
static Element *holder_of(Structure *structure, guint tag) {
    Element *element = element_of(structure, tag);
    return element->inner ? element->inner : element;
}

static void mark(Structure *structure, guint page, Element *element, GString *out) {
    GArray *marks = structure->page_marks[page];
    guint mcid = marks->len, number = pdf_object_number(element->object);
    g_array_append_val(marks, number);
    add_kid(element, (Kid){.kind = KID_MARK, .page = page, .number = mcid});
    g_string_append_printf(out, "/%s <</MCID %u>> BDC\n", element->name, mcid);
}

void structure_mark(Structure *structure, guint page, guint tag, GString *out) {
    structure->last.item = NULL;
    mark(structure, page, holder_of(structure, tag), out);
}

static Element *link_of(Structure *structure, const PlacedItem *item) {
    Element *link = g_hash_table_lookup(structure->links, item);
    if (link)
        return link;
    guint tag = item->tag == TAG_ARTIFACT ? 0 : item->tag;
    LastLink *last = &structure->last;
    if (last->item && last->tag == tag && placed_same_target(last->item, item))
        link = last->element;
    else
        link = make_element(structure, holder_of(structure, tag), "Link");
    g_hash_table_insert(structure->links, (void *)item, link);
    *last = (LastLink){.tag = tag, .item = item, .element = link};
    return link;
}

bool structure_same_link(Structure *structure, const PlacedItem *a, const PlacedItem *b) {
    return a->tag == b->tag && link_of(structure, a) == link_of(structure, b);
}

void structure_mark_link(Structure *structure, guint page, const PlacedItem *link, GString *out) {
    mark(structure, page, link_of(structure, link), out);
}

guint structure_annotation(Structure *structure, guint page, const PlacedItem *item, guint number) {
    Element *link = link_of(structure, item);
    add_kid(link, (Kid){.kind = KID_ANNOTATION, .page = page, .number = number});
    g_ptr_array_add(structure->annotated, link);
    return structure->placed->page_count + structure->annotated->len - 1;
}

void structure_figure(Structure *structure, const PlacedItem *item, double page_height,
                      const char *otherwise) {
    if (item->tag == TAG_ARTIFACT)
        return;
    Element *element = element_of(structure, item->tag);
    double bottom = page_height - item->y - item->height;
    double box[] = {item->x, bottom, item->x + item->width, bottom + item->height};
    element->box = arena_memdup(structure->arena, box, sizeof box);
    const char *alts[] = {item->as.scene.alt, item->as.scene.scene->description};
    for (guint i = 0; i < G_N_ELEMENTS(alts) && !element->alt; i++)
        element->alt = alts[i];
    if (!element->alt)
        element->alt = arena_strdup(structure->arena, otherwise);
}

const char *structure_language(const Structure *structure, guint tag) {
    const PlacedTag *tags = structure->placed->tags;
    for (; tag != TAG_ARTIFACT; tag = tags[tag].parent) {
        if (tags[tag].language)
            return tags[tag].language;
        if (tag == 0)
            break;
    }
    return structure->placed->language;
}

// ---- writing

static void put_text(GString *out, const char *key, const char *text) {
    if (!text)
        return;
    g_string_append_printf(out, "/%s ", key);
    pdf_put_text_string(out, text);
}

// A header cell without a scope (the name of a group) heads what is below it.
static void put_cell(GString *out, const PlacedTag *tag) {
    const char *scope = tag->scope ? tag->scope : tag->kind == TAG_TH ? "Column" : NULL;
    if (!scope && tag->column_span <= 1 && tag->row_span <= 1)
        return;
    g_string_append(out, "/A <</O /Table");
    if (scope)
        g_string_append_printf(out, "/Scope /%s", scope);
    if (tag->column_span > 1)
        g_string_append_printf(out, "/ColSpan %u", tag->column_span);
    if (tag->row_span > 1)
        g_string_append_printf(out, "/RowSpan %u", tag->row_span);
    g_string_append(out, ">>");
}

static void put_box(GString *out, const double *box) {
    Content content = {.text = out};
    g_string_append(out, "/A <</O /Layout/Placement /Block/BBox [");
    content_numbers(&content, box, 4);
    g_string_append(out, "]>>");
}

static void put_kid(GString *out, const Kid *kid, guint own_page, const GPtrArray *pages) {
    if (kid->kind == KID_ELEMENT) {
        g_string_append_printf(out, "%u 0 R ", kid->number);
        return;
    }
    guint page = pdf_object_number(pages->pdata[kid->page]);
    if (kid->kind == KID_ANNOTATION)
        g_string_append_printf(out, "<</Type/OBJR/Pg %u 0 R/Obj %u 0 R>>", page, kid->number);
    else if (kid->page == own_page)
        g_string_append_printf(out, "%u ", kid->number);
    else
        g_string_append_printf(out, "<</Type/MCR/Pg %u 0 R/MCID %u>>", page, kid->number);
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
    g_string_append(out, "/K[");
    for (guint i = 0; i < element->kids->len; i++)
        put_kid(out, &g_array_index(element->kids, Kid, i), page, pages);
    g_string_append(out, "]");
}

static void put_tag(GString *out, const PlacedTag *tag, guint number) {
    put_text(out, "Lang", tag->language);
    put_cell(out, tag);
    if (tag->kind == TAG_NOTE)
        g_string_append_printf(out, "/ID (note%08u)", number);
}

static void write_element(Structure *structure, const Element *element, const GPtrArray *pages) {
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "<</S/%s/P %u 0 R", element->name, element->parent);
    put_text(out, "Alt", element->alt);
    if (element->tag != G_MAXUINT)
        put_tag(out, &structure->placed->tags[element->tag], element->tag);
    if (element->box)
        put_box(out, element->box);
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
    for (guint i = 0; i < structure->annotated->len; i++) {
        const Element *link = structure->annotated->pdata[i];
        g_string_append_printf(out, "%u %u 0 R ", page_count + i, pdf_object_number(link->object));
    }
    g_string_append(out, "]>>");
    pdf_reserved_write(structure->document, tree, out);
}

// The notes by their names, which sort as their tags do.
static void put_ids(const Structure *structure, GString *out) {
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < structure->placed->tag_count; i++)
        if (structure->placed->tags[i].kind == TAG_NOTE && structure->elements[i].object)
            g_string_append_printf(names, "(note%08u) %u 0 R ", i,
                                   pdf_object_number(structure->elements[i].object));
    if (names->len)
        g_string_append_printf(out, "/IDTree <</Names [%s]>>", names->str);
}

static void write_root(Structure *structure) {
    void *tree = pdf_reserve(structure->document);
    write_parent_tree(structure, tree);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out,
                           "<</Type /StructTreeRoot/K %u 0 R/ParentTree %u 0 R"
                           "/ParentTreeNextKey %u",
                           pdf_object_number(element_of(structure, 0)->object),
                           pdf_object_number(tree),
                           structure->placed->page_count + structure->annotated->len);
    put_ids(structure, out);
    g_string_append(out, ">>");
    pdf_reserved_write(structure->document, structure->root, out);
}

void structure_write(Structure *structure, const GPtrArray *pages) {
    write_root(structure);
    for (guint i = 0; i < structure->placed->tag_count; i++)
        if (structure->elements[i].object)
            write_element(structure, &structure->elements[i], pages);
    for (guint i = 0; i < structure->made->len; i++)
        write_element(structure, structure->made->pdata[i], pages);
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
