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

static void put_box(GString *out, const PlacedPage *page, const PlacedItem *item) {
    double bottom = page->height - item->y - item->height;
    double box[] = {item->x, bottom, item->x + item->width, bottom + item->height};
    g_string_append(out, "/Rect[");
    for (guint i = 0; i < G_N_ELEMENTS(box); i++)
        put_tenths(out, box[i]);
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

typedef struct {
    PdfDocument *document;
    const PlacedDocument *placed;
    const GPtrArray *pages;
    Structure *structure;
    GHashTable *destinations;
} Links;

static bool is_safe(const char *uri) {
    static const char *const schemes[] = {"http:", "https:", "mailto:"};
    for (guint i = 0; i < G_N_ELEMENTS(schemes); i++)
        if (g_ascii_strncasecmp(uri, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}

// Links that lead nowhere were reported when the page was composed.
static void write_link(const Links *links, guint number, const PlacedItem *item) {
    const char *uri = item->as.link.uri, *name = item->as.link.destination;
    const PlacedDestination *target = name ? g_hash_table_lookup(links->destinations, name) : NULL;
    if (uri ? !is_safe(uri) : !target)
        return;
    void *annotation = pdf_reserve(links->document);
    GString *out = g_string_new("<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4"); // 4: printed
    put_box(out, &links->placed->pages[number], item);
    g_string_append(out, "/Contents");
    pdf_put_text_string(out, item->as.link.alt ? item->as.link.alt : uri ? uri : name);
    if (uri)
        put_uri(out, uri);
    else
        put_destination(out, links->placed, links->pages, target);
    if (links->structure)
        g_string_append_printf(
            out, "/StructParent %u",
            structure_annotation(links->structure, number, item, pdf_object_number(annotation)));
    g_string_append(out, ">>");
    pdf_reserved_write(links->document, annotation, out);
    HPDF_Array_Add(page_annotations(links->document, links->pages->pdata[number]), annotation);
}

void navigation_write_links(PdfDocument *document, const PlacedDocument *placed,
                            const GPtrArray *pages, Structure *structure) {
    g_autoptr(GHashTable) destinations = index_destinations(placed);
    Links links = {document, placed, pages, structure, destinations};
    for (guint p = 0; p < placed->page_count; p++)
        for (guint i = 0; i < placed->pages[p].item_count; i++)
            if (placed->pages[p].items[i].kind == PLACED_LINK)
                write_link(&links, p, &placed->pages[p].items[i]);
}
