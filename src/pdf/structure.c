// Elements are made for the tags that own content, directly or through a child, and for all cells
// of a row that has any. The kids of an element are its children and its marked content in reading
// order: tags come in that order, and an element's own content is placed where it was first marked.
// Some tags become two elements: contents' entries hold a Reference, code stands in a paragraph. A
// caption moves into the table or figure that follows it. Heading levels are closed up so that none
// is skipped. A long table has hundreds of thousands of elements: they are written as text, each as
// soon as the last page that adds to it is done, and then forgotten.
#include "pdf/structure.h"

#include "pdf/content.h"
#include "pdf/put.h"

// A kid: a marked content sequence of a page, an annotation, or an element.
typedef struct {
    enum { KID_MARK, KID_ANNOTATION, KID_ELEMENT } kind;
    guint page;   // of a mark or an annotation
    guint number; // MCID, or object number
} Kid;

typedef struct Element Element;
struct Element {
    guint number;     // of its object
    guint parent;     // object number
    const char *name; // "P"
    guint tag;        // G_MAXUINT: made here, as links are
    const char *alt;  // or NULL
    double *box;      // of a figure, or NULL
    guint kid_count;
    Kid first;      // kid
    GArray *others; // of Kid; NULL: none
    Element *inner; // holds what the tag holds; NULL: the element does
    Element *next;  // of those made for the same tag
};

// The link that was marked last in a tag.
typedef struct {
    guint tag;
    PlacedItem item;  // a copy: items may be gone with their page
    Element *element; // NULL: none
} LastLink;

typedef struct {
    guint tag, number;
} Note;

struct Structure {
    PdfDocument *document;
    const PlacedDocument *placed;
    const GPtrArray *pages;
    Arena *arena;
    Element **elements; // per tag; NULL: not made; &written: done with
    guint *parents;     // per tag: the placed parent, but of captions
    guint *last_pages;  // per tag: the last with content of it or of a child
    guint8 *levels;     // per tag: of a heading, from 1; 0: it is none
    GPtrArray *open;    // of Element: those of tags, in the order they were made
    GHashTable *links;  // PlacedItem -> its Link element; of this page
    GArray *annotated;  // object numbers of elements, by StructParent
    GArray *notes;      // of Note
    LastLink last;
    GArray **page_marks; // per page: object numbers of the elements by MCID
    GString *text;       // of the element being written
    void *root;
    Element written; // stands for all that were
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
static void find_levels(Structure *structure) {
    guint level = 0;
    for (guint i = 0; i < structure->placed->tag_count; i++) {
        TagKind kind = structure->placed->tags[i].kind;
        if (kind >= TAG_H1 && kind <= TAG_H6)
            structure->levels[i] = (guint8)(level = MIN((guint)(kind - TAG_H1), level) + 1);
    }
}

static const char *element_name(const Structure *structure, guint tag) {
    guint level = structure->levels[tag];
    return level ? tag_name((TagKind)(TAG_H1 + level - 1))
                 : outer_name(structure->placed->tags[tag].kind);
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

// Pages with content of each tag, then of its children, which come after it; a tag without any is
// done when its parent is.
static void find_last_pages(Structure *structure) {
    const PlacedDocument *placed = structure->placed;
    guint *last = structure->last_pages; // one more than the page; 0: none
    for (guint page = 0; page < placed->page_count; page++)
        for (guint i = 0; i < placed->pages[page].item_count; i++) {
            guint tag = placed->pages[page].items[i].tag;
            last[tag == TAG_ARTIFACT ? 0 : tag] = page + 1;
        }
    for (guint tag = placed->tag_count; tag-- > 1;)
        last[structure->parents[tag]] = MAX(last[structure->parents[tag]], last[tag]);
    for (guint tag = 1; tag < placed->tag_count; tag++)
        if (!last[tag])
            last[tag] = last[structure->parents[tag]];
    last[0] = G_MAXUINT; // the document ends the tree
}

Structure *structure_new(PdfDocument *document, const PlacedDocument *placed,
                         const GPtrArray *pages) {
    Structure *structure = g_new0(Structure, 1);
    structure->document = document;
    structure->placed = placed;
    structure->pages = pages;
    structure->arena = arena_new();
    structure->elements = arena_array(structure->arena, Element *, placed->tag_count);
    structure->parents = arena_array(structure->arena, guint, placed->tag_count);
    structure->last_pages = arena_array(structure->arena, guint, placed->tag_count);
    structure->levels = arena_array(structure->arena, guint8, placed->tag_count);
    structure->open = g_ptr_array_new();
    structure->links = g_hash_table_new(NULL, NULL);
    structure->annotated = g_array_new(FALSE, FALSE, sizeof(guint));
    structure->notes = g_array_new(FALSE, FALSE, sizeof(Note));
    structure->page_marks = arena_array(structure->arena, GArray *, placed->page_count);
    for (guint i = 0; i < placed->page_count; i++)
        structure->page_marks[i] = g_array_new(FALSE, FALSE, sizeof(guint));
    structure->text = g_string_sized_new(1024);
    structure->root = pdf_reserve(document);
    find_levels(structure);
    find_parents(structure);
    find_last_pages(structure);
    return structure;
}

// And those made for the same tag.
static void element_free(Element *element) {
    while (element) {
        Element *next = element->next;
        if (element->others)
            g_array_unref(element->others);
        g_free(element->box);
        g_free(element);
        element = next;
    }
}

void structure_free(Structure *structure) {
    if (!structure)
        return;
    for (guint i = 0; i < structure->open->len; i++)
        element_free(structure->open->pdata[i]);
    for (guint i = 0; i < structure->placed->page_count; i++)
        g_array_unref(structure->page_marks[i]);
    g_ptr_array_unref(structure->open);
    g_array_unref(structure->annotated);
    g_array_unref(structure->notes);
    g_hash_table_unref(structure->links);
    g_string_free(structure->text, TRUE);
    arena_free(structure->arena);
    g_free(structure);
}

// ---- gathering

static void add_kid(Element *element, Kid kid) {
    if (element->kid_count++ == 0) {
        element->first = kid;
        return;
    }
    if (!element->others)
        element->others = g_array_new(FALSE, FALSE, sizeof(Kid));
    g_array_append_val(element->others, kid);
}

static const Kid *nth_kid(const Element *element, guint n) {
    return n == 0 ? &element->first : &g_array_index(element->others, Kid, n - 1);
}

// Parent NULL: the root of the tree.
static Element *begin_element(Structure *structure, Element *parent, const char *name) {
    Element *element = g_new0(Element, 1);
    element->name = name;
    element->tag = G_MAXUINT;
    element->number = pdf_number(structure->document);
    element->parent = parent ? parent->number : pdf_object_number(structure->root);
    if (parent)
        add_kid(parent, (Kid){.kind = KID_ELEMENT, .number = element->number});
    return element;
}

// An element that no tag has: it is written with that of the tag.
static Element *make_element(Structure *structure, Element *of_tag, Element *parent,
                             const char *name) {
    Element *element = begin_element(structure, parent, name);
    element->next = of_tag->next;
    of_tag->next = element;
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

static void begin_tag_element(Structure *structure, guint index, Element *parent) {
    const PlacedTag *tag = &structure->placed->tags[index];
    Element *element = begin_element(structure, parent, element_name(structure, index));
    element->tag = index;
    element->alt = tag->alt;
    structure->elements[index] = element;
    g_ptr_array_add(structure->open, element);
    if (inner_name(tag->kind))
        element->inner = make_element(structure, element, element, inner_name(tag->kind));
    if (tag->kind == TAG_NOTE)
        g_array_append_vals(structure->notes, &(Note){index, element->number}, 1);
}

// The element of a tag, made with all elements above it.
static Element *element_of(Structure *structure, guint index) {
    g_assert(structure->elements[index] != &structure->written);
    if (structure->elements[index])
        return structure->elements[index];
    Element *parent = index ? element_of(structure, structure->parents[index]) : NULL;
    if (structure->elements[index]) // made with its row
        return structure->elements[index];
    begin_tag_element(structure, index, parent);
    if (structure->placed->tags[index].kind == TAG_TR)
        make_cells(structure, index);
    return structure->elements[index];
}

// The element that holds a tag's content.
static Element *holder_of(Structure *structure, guint tag) {
    Element *element = element_of(structure, tag);
    return element->inner ? element->inner : element;
}

static void mark(Structure *structure, guint page, Element *element, GString *out) {
    GArray *marks = structure->page_marks[page];
    guint mcid = marks->len;
    g_array_append_val(marks, element->number);
    add_kid(element, (Kid){.kind = KID_MARK, .page = page, .number = mcid});
    put_text(out, "/");
    put_text(out, element->name);
    put_text(out, " <</MCID ");
    put_count(out, mcid);
    put_text(out, ">> BDC\n");
}

void structure_mark(Structure *structure, guint page, guint tag, GString *out) {
    structure->last.element = NULL;
    mark(structure, page, holder_of(structure, tag), out);
}

static Element *link_of(Structure *structure, const PlacedItem *item) {
    Element *link = g_hash_table_lookup(structure->links, item);
    if (link)
        return link;
    guint tag = item->tag == TAG_ARTIFACT ? 0 : item->tag;
    LastLink *last = &structure->last;
    if (last->element && last->tag == tag && placed_same_target(&last->item, item))
        link = last->element;
    else
        link =
            make_element(structure, element_of(structure, tag), holder_of(structure, tag), "Link");
    g_hash_table_insert(structure->links, (void *)item, link);
    *last = (LastLink){.tag = tag, .item = *item, .element = link};
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
    g_array_append_val(structure->annotated, link->number);
    return structure->placed->page_count + structure->annotated->len - 1;
}

void structure_figure(Structure *structure, const PlacedItem *item, double page_height,
                      const char *alt) {
    if (item->tag == TAG_ARTIFACT)
        return;
    Element *element = element_of(structure, item->tag);
    double bottom = page_height - item->y - item->height;
    double box[] = {item->x, bottom, item->x + item->width, bottom + item->height};
    g_free(element->box);
    element->box = g_memdup2(box, sizeof box);
    if (!element->alt)
        element->alt = arena_strdup(structure->arena, alt);
}

void structure_figure_part(Structure *structure, const PlacedItem *item, double page_height) {
    if (item->tag == TAG_ARTIFACT || structure->placed->tags[item->tag].kind != TAG_FIGURE)
        return;
    Element *element = element_of(structure, item->tag);
    bool is_line = item->kind == PLACED_LINE;
    double right = is_line ? item->as.line.x2 : item->x + item->width,
           foot = is_line ? item->as.line.y2 : item->y + item->height;
    double box[] = {MIN(item->x, right), page_height - MAX(item->y, foot), MAX(item->x, right),
                    page_height - MIN(item->y, foot)};
    if (!element->box) {
        element->box = g_memdup2(box, sizeof box);
        return;
    }
    for (int i = 0; i < 2; i++) {
        element->box[i] = MIN(element->box[i], box[i]);
        element->box[i + 2] = MAX(element->box[i + 2], box[i + 2]);
    }
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

static void put_string(GString *out, const char *key, const char *text) {
    if (!text)
        return;
    put_text(out, key);
    pdf_put_text_string(out, text);
}

// A header cell without a scope (the name of a group) heads what is below it.
static void put_cell(GString *out, const PlacedTag *tag) {
    static const char *const names[] = {NULL, "/A <</O /Table/Scope /Column",
                                        "/A <</O /Table/Scope /Row"};
    TagScope scope = tag->kind == TAG_TH && !tag->scope ? SCOPE_COLUMN : tag->scope;
    if (!scope && tag->column_span <= 1 && tag->row_span <= 1)
        return;
    put_text(out, scope ? names[scope] : "/A <</O /Table");
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

static void put_kid(GString *out, const Structure *structure, const Kid *kid, guint own_page) {
    if (kid->kind == KID_ELEMENT) {
        put_reference(out, kid->number);
        return;
    }
    guint page = pdf_object_number(structure->pages->pdata[kid->page]);
    if (kid->kind == KID_ANNOTATION) {
        g_string_append_printf(out, "<</Type/OBJR/Pg %u 0 R/Obj %u 0 R>>", page, kid->number);
    } else if (kid->page == own_page) {
        put_count(out, kid->number);
        put_text(out, " ");
    } else {
        g_string_append_printf(out, "<</Type/MCR/Pg %u 0 R/MCID %u>>", page, kid->number);
    }
}

// The page of the element's first mark, which its plain numbers refer to.
static guint own_page(const Element *element) {
    for (guint i = 0; i < element->kid_count; i++)
        if (nth_kid(element, i)->kind == KID_MARK)
            return nth_kid(element, i)->page;
    return G_MAXUINT;
}

static void put_kids(GString *out, const Structure *structure, const Element *element) {
    guint page = own_page(element);
    if (page != G_MAXUINT) {
        put_text(out, "/Pg ");
        put_reference(out, pdf_object_number(structure->pages->pdata[page]));
    }
    put_text(out, "/K[");
    for (guint i = 0; i < element->kid_count; i++)
        put_kid(out, structure, nth_kid(element, i), page);
    put_text(out, "]");
}

static void put_tag(GString *out, const PlacedTag *tag, guint number) {
    put_string(out, "/Lang ", tag->language);
    put_cell(out, tag);
    if (tag->kind == TAG_NOTE)
        g_string_append_printf(out, "/ID (note%08u)", number);
}

static void write_element(Structure *structure, const Element *element) {
    GString *out = structure->text;
    g_string_truncate(out, 0);
    put_text(out, "<</S/");
    put_text(out, element->name);
    put_text(out, "/P ");
    put_reference(out, element->parent);
    put_string(out, "/Alt ", element->alt);
    if (element->tag != G_MAXUINT)
        put_tag(out, &structure->placed->tags[element->tag], element->tag);
    if (element->box)
        put_box(out, element->box);
    put_kids(out, structure, element);
    put_text(out, ">>");
    pdf_write_object(structure->document, element->number, out);
}

static void close_element(Structure *structure, Element *element) {
    for (const Element *made = element; made; made = made->next)
        write_element(structure, made);
    structure->elements[element->tag] = &structure->written;
    if (structure->last.tag == element->tag)
        structure->last.element = NULL;
    element_free(element);
}

void structure_end_page(Structure *structure, guint page) {
    guint kept = 0;
    for (guint i = 0; i < structure->open->len; i++) {
        Element *element = structure->open->pdata[i];
        if (structure->last_pages[element->tag] <= page + 1)
            close_element(structure, element);
        else
            structure->open->pdata[kept++] = element;
    }
    g_ptr_array_set_size(structure->open, (gint)kept);
    g_hash_table_remove_all(structure->links);
}

static void write_parent_tree(Structure *structure, guint number) {
    g_autoptr(GString) out = g_string_new("<</Nums [");
    guint page_count = structure->placed->page_count;
    for (guint page = 0; page < page_count; page++) {
        const GArray *marks = structure->page_marks[page];
        put_count(out, page);
        put_text(out, " [");
        for (guint i = 0; i < marks->len; i++)
            put_reference(out, g_array_index(marks, guint, i));
        put_text(out, "]");
    }
    for (guint i = 0; i < structure->annotated->len; i++) {
        put_count(out, page_count + i);
        put_text(out, " ");
        put_reference(out, g_array_index(structure->annotated, guint, i));
    }
    put_text(out, "]>>");
    pdf_write_object(structure->document, number, out);
}

static gint by_tag(gconstpointer a, gconstpointer b) {
    guint left = ((const Note *)a)->tag, right = ((const Note *)b)->tag;
    return (left > right) - (left < right);
}

// The notes by their names, which sort as their tags do.
static void put_ids(const Structure *structure, GString *out) {
    if (!structure->notes->len)
        return;
    g_array_sort(structure->notes, by_tag);
    g_string_append(out, "/IDTree <</Names [");
    for (guint i = 0; i < structure->notes->len; i++) {
        const Note *note = &g_array_index(structure->notes, Note, i);
        g_string_append_printf(out, "(note%08u) %u 0 R ", note->tag, note->number);
    }
    g_string_append(out, "]>>");
}

static void write_root(Structure *structure, guint document_element) {
    guint tree = pdf_number(structure->document);
    write_parent_tree(structure, tree);
    g_autoptr(GString) out = g_string_new(NULL);
    g_string_append_printf(out,
                           "<</Type /StructTreeRoot/K %u 0 R/ParentTree %u 0 R"
                           "/ParentTreeNextKey %u",
                           document_element, tree,
                           structure->placed->page_count + structure->annotated->len);
    put_ids(structure, out);
    g_string_append(out, ">>");
    pdf_write_object(structure->document, pdf_object_number(structure->root), out);
}

void structure_finish(Structure *structure) {
    guint document_element = element_of(structure, 0)->number;
    structure_end_page(structure, G_MAXUINT - 1); // the last page of the document element
    write_root(structure, document_element);
    for (guint i = 0; i < structure->pages->len; i++) {
        HPDF_Dict_AddNumber(structure->pages->pdata[i], "StructParents", (HPDF_INT32)i);
        HPDF_Dict_AddName(structure->pages->pdata[i], "Tabs", "S");
    }
    HPDF_Dict catalog = pdf_catalog(structure->document);
    HPDF_Dict_Add(catalog, "StructTreeRoot", structure->root);
    HPDF_Dict marked = pdf_dict(structure->document);
    HPDF_Dict_AddBoolean(marked, "Marked", HPDF_TRUE);
    HPDF_Dict_Add(catalog, "MarkInfo", marked);
}
