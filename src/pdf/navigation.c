// Outline items form a tree by their levels: an item belongs to the last item before it of a lower
// level. Links go to named destinations, resolved here to a page and a place.
#include "pdf/navigation.h"

#include "pdf/content.h"

#include <math.h>
#include <string.h>

typedef struct {
    HPDF_Dict dict, last_child;
    int level;
    guint children;
} OutlineItem;

static HPDF_Array destination(PdfDocument *document, const PlacedDocument *placed,
                              const GPtrArray *pages, guint page, double y) {
    HPDF_Array array = pdf_array(document);
    HPDF_Array_Add(array, pages->pdata[page]);
    HPDF_Array_AddName(array, "XYZ");
    HPDF_Array_AddReal(array, 0);
    HPDF_Array_AddReal(array, (HPDF_REAL)(placed->pages[page].height - y));
    HPDF_Array_AddNumber(array, 0);
    return array;
}

// ---- outline

static void append_child(OutlineItem *parent, HPDF_Dict child) {
    HPDF_Dict_Add(child, "Parent", parent->dict);
    if (parent->last_child) {
        HPDF_Dict_Add(parent->last_child, "Next", child);
        HPDF_Dict_Add(child, "Prev", parent->last_child);
    } else {
        HPDF_Dict_Add(parent->dict, "First", child);
    }
    parent->last_child = child;
    parent->children++;
}

// Ends an item that can have no more children. Second and deeper levels open closed.
static void end_item(OutlineItem *item) {
    if (!item->last_child)
        return;
    HPDF_Dict_Add(item->dict, "Last", item->last_child);
    bool open = item->level < 1;
    HPDF_Dict_AddNumber(item->dict, "Count",
                        open ? (HPDF_INT32)item->children : -(HPDF_INT32)item->children);
}

static void end_deeper(GArray *stack, int level) {
    while (stack->len > 1 && g_array_index(stack, OutlineItem, stack->len - 1).level >= level) {
        end_item(&g_array_index(stack, OutlineItem, stack->len - 1));
        g_array_set_size(stack, stack->len - 1);
    }
}

void navigation_write_outline(PdfDocument *document, const PlacedDocument *placed,
                              const GPtrArray *pages) {
    if (placed->outline_count == 0)
        return;
    g_autoptr(GArray) stack = g_array_new(FALSE, TRUE, sizeof(OutlineItem));
    OutlineItem root = {.dict = pdf_indirect_dict(document)};
    HPDF_Dict_AddName(root.dict, "Type", "Outlines");
    g_array_append_val(stack, root);
    for (guint i = 0; i < placed->outline_count; i++) {
        const PlacedOutline *entry = &placed->outline[i];
        OutlineItem item = {.dict = pdf_indirect_dict(document), .level = entry->level};
        HPDF_Dict_Add(item.dict, "Title", pdf_text_string(document, entry->title));
        HPDF_Dict_Add(item.dict, "Dest",
                      destination(document, placed, pages, entry->page, entry->y));
        end_deeper(stack, entry->level);
        append_child(&g_array_index(stack, OutlineItem, stack->len - 1), item.dict);
        g_array_append_val(stack, item);
    }
    end_deeper(stack, G_MININT);
    end_item(&g_array_index(stack, OutlineItem, 0));
    HPDF_Dict_Add(pdf_catalog(document), "Outlines", root.dict);
    HPDF_Dict_AddName(pdf_catalog(document), "PageMode", "UseOutlines");
}

// ---- links

// Annotations come in thousands, as the elements of the structure do, and are written as text.

static void put_tenths(GString *out, double number) {
    Content content = {.text = out};
    content_number(&content, round(number * 10) / 10);
}

typedef struct {
    double left, top, right, bottom; // pt, y down
} Box;

static Box box_of(const PlacedItem *item) {
    return (Box){item->x, item->y, item->x + item->width, item->y + item->height};
}

static void put_rect(GString *out, const Box *box, double page_height) {
    double corners[] = {box->left, page_height - box->bottom, box->right, page_height - box->top};
    g_string_append(out, "/Rect[");
    for (guint i = 0; i < G_N_ELEMENTS(corners); i++)
        put_tenths(out, corners[i]);
    g_string_append(out, "]");
}

// Corners in the order that readers expect: both at the top, then both at the bottom.
static void put_quads(GString *out, const GPtrArray *run, double page_height) {
    g_string_append(out, "/QuadPoints[");
    for (guint i = 0; i < run->len; i++) {
        Box box = box_of(run->pdata[i]);
        double top = page_height - box.top, bottom = page_height - box.bottom;
        double corners[] = {box.left, top, box.right, top, box.left, bottom, box.right, bottom};
        for (guint k = 0; k < G_N_ELEMENTS(corners); k++)
            put_tenths(out, corners[k]);
    }
    g_string_append(out, "]");
}

static void put_uri(GString *out, const char *uri) {
    g_autofree char *ascii = g_uri_escape_string(uri, ":/?#[]@!$&'()*+,;=%", FALSE);
    g_string_append(out, "/A<</S/URI/URI");
    pdf_put_text_string(out, ascii);
    g_string_append(out, ">>");
}

static void put_destination(GString *out, const PlacedDocument *placed, const GPtrArray *pages,
                            const PlacedDestination *to) {
    g_string_append_printf(out, "/Dest[%u 0 R/XYZ 0 ", pdf_object_number(pages->pdata[to->page]));
    put_tenths(out, placed->pages[to->page].height - to->y);
    g_string_append(out, "0]");
}

static GHashTable *index_destinations(const PlacedDocument *placed) {
    GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < placed->destination_count; i++)
        g_hash_table_insert(index, (void *)placed->destinations[i].name,
                            (void *)&placed->destinations[i]);
    return index;
}

static HPDF_Array page_annotations(PdfDocument *document, HPDF_Dict page) {
    HPDF_Array annotations = HPDF_Dict_GetItem(page, "Annots", HPDF_OCLASS_ARRAY);
    if (annotations)
        return annotations;
    annotations = pdf_array(document);
    HPDF_Dict_Add(page, "Annots", annotations);
    return annotations;
}

struct LinkWriter {
    PdfDocument *document;
    const PlacedDocument *placed;
    const GPtrArray *pages;
    Structure *structure; // or NULL
    GHashTable *destinations;
    GPtrArray *run; // of PlacedItem: those of one annotation
};

LinkWriter *link_writer_new(PdfDocument *document, const PlacedDocument *placed,
                            const GPtrArray *pages, Structure *structure) {
    LinkWriter *writer = g_new0(LinkWriter, 1);
    *writer = (LinkWriter){.document = document,
                           .placed = placed,
                           .pages = pages,
                           .structure = structure,
                           .destinations = index_destinations(placed),
                           .run = g_ptr_array_new()};
    return writer;
}

void link_writer_free(LinkWriter *writer) {
    if (!writer)
        return;
    g_hash_table_unref(writer->destinations);
    g_ptr_array_unref(writer->run);
    g_free(writer);
}

static bool is_safe(const char *uri) {
    static const char *const schemes[] = {"http:", "https:", "mailto:"};
    for (guint i = 0; i < G_N_ELEMENTS(schemes); i++)
        if (g_ascii_strncasecmp(uri, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}

// ---- lines of one link are one annotation

// Whether the item goes on where the box ends: in its line, or below it from the same edge. Then
// the box around both holds the link and little else, for readers that do not know quads.
static bool continues_box(const Box *box, const PlacedItem *item) {
    const double near = 0.5;
    Box next = box_of(item);
    if (fabs(next.bottom - box->bottom) < near)
        return fabs(next.left - box->right) < near || fabs(next.right - box->left) < near;
    return fabs(next.top - box->bottom) < 2 * near &&
           (fabs(next.left - box->left) < near || fabs(next.right - box->right) < near);
}

static bool is_same_link(const LinkWriter *links, const PlacedItem *a, const PlacedItem *b) {
    if (links->structure)
        return structure_same_link(links->structure, a, b);
    return a->tag == b->tag && placed_same_target(a, b);
}

// Gathers the links of a page from index `first` that make one annotation, texts between them left
// out, into `run`; widens the box. Gives the index after the last.
static guint gather_run(const LinkWriter *links, const PlacedPage *page, guint first,
                        GPtrArray *run, Box *box) {
    const PlacedItem *start = &page->items[first];
    g_ptr_array_set_size(run, 0);
    g_ptr_array_add(run, (void *)start);
    *box = box_of(start);
    guint after = first + 1;
    for (guint i = after; i < page->item_count; i++) {
        const PlacedItem *item = &page->items[i];
        if (item->kind == PLACED_TEXT)
            continue;
        if (item->kind != PLACED_LINK || !is_same_link(links, start, item) ||
            !continues_box(box, item))
            break;
        Box next = box_of(item);
        *box = (Box){MIN(box->left, next.left), MIN(box->top, next.top),
                     MAX(box->right, next.right), MAX(box->bottom, next.bottom)};
        g_ptr_array_add(run, (void *)item);
        after = i + 1;
    }
    return after;
}

// Scripts without blanks go on without one.
static bool needs_blank(const char *before) {
    const char *last = g_utf8_find_prev_char(before, before + strlen(before));
    return last && g_utf8_get_char(last) < 0x2E80;
}

// What the link says, over all its lines. New string.
static char *words_of(const GPtrArray *run, const char *otherwise) {
    GString *words = g_string_new(NULL);
    for (guint i = 0; i < run->len; i++) {
        const char *alt = ((const PlacedItem *)run->pdata[i])->as.link.alt;
        if (!alt)
            continue;
        if (words->len && needs_blank(words->str))
            g_string_append_c(words, ' ');
        g_string_append(words, alt);
    }
    if (words->len == 0)
        g_string_append(words, otherwise);
    return g_string_free(words, FALSE);
}

// Links that lead nowhere were reported when the page was composed.
static void write_link(const LinkWriter *links, guint number, const GPtrArray *run,
                       const Box *box) {
    const PlacedItem *item = run->pdata[0];
    const char *uri = item->as.link.uri, *name = item->as.link.destination;
    const PlacedDestination *target = name ? g_hash_table_lookup(links->destinations, name) : NULL;
    if (uri ? !is_safe(uri) : !target)
        return;
    double height = links->placed->pages[number].height;
    void *annotation = pdf_reserve(links->document);
    g_autoptr(GString) out =
        g_string_new("<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4"); // 4: printed
    put_rect(out, box, height);
    if (run->len > 1)
        put_quads(out, run, height);
    g_autofree char *words = words_of(run, uri ? uri : name);
    g_string_append(out, "/Contents");
    pdf_put_text_string(out, words);
    if (uri)
        put_uri(out, uri);
    else
        put_destination(out, links->placed, links->pages, target);
    if (links->structure)
        g_string_append_printf(
            out, "/StructParent %u",
            structure_annotation(links->structure, number, item, pdf_object_number(annotation)));
    g_string_append(out, ">>");
    pdf_write_object(links->document, pdf_object_number(annotation), out);
    HPDF_Array_Add(page_annotations(links->document, links->pages->pdata[number]), annotation);
}

void link_writer_page(const LinkWriter *writer, guint number, const PlacedPage *page) {
    for (guint i = 0; i < page->item_count;) {
        Box box;
        if (page->items[i].kind != PLACED_LINK) {
            i++;
            continue;
        }
        i = gather_run(writer, page, i, writer->run, &box);
        write_link(writer, number, writer->run, &box);
    }
}
