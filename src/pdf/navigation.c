// Outline items form a tree by their levels: an item belongs to the last item before it of a lower
// level. Links go to named destinations, resolved here to a page and a place.
#include "pdf/navigation.h"

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

static HPDF_Dict new_annotation(PdfDocument *document, const PlacedPage *page,
                                const PlacedItem *item) {
    HPDF_Dict annotation = pdf_indirect_dict(document);
    HPDF_Dict_AddName(annotation, "Type", "Annot");
    HPDF_Dict_AddName(annotation, "Subtype", "Link");
    double bottom = page->height - item->y - item->height;
    HPDF_Dict_Add(
        annotation, "Rect",
        pdf_numbers(document,
                    (double[]){item->x, bottom, item->x + item->width, bottom + item->height}, 4));
    HPDF_Dict_Add(annotation, "Border", pdf_numbers(document, (double[]){0, 0, 0}, 3));
    HPDF_Dict_AddNumber(annotation, "F", 4); // printed
    if (item->as.link.alt)
        HPDF_Dict_Add(annotation, "Contents", pdf_text_string(document, item->as.link.alt));
    return annotation;
}

static void point_to_uri(PdfDocument *document, HPDF_Dict annotation, const char *uri) {
    g_autofree char *ascii = g_uri_escape_string(uri, ":/?#[]@!$&'()*+,;=%", FALSE);
    HPDF_Dict action = pdf_dict(document);
    HPDF_Dict_AddName(action, "S", "URI");
    HPDF_Dict_Add(action, "URI", pdf_ascii_string(document, ascii));
    HPDF_Dict_Add(annotation, "A", action);
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

void navigation_write_links(PdfDocument *document, const PlacedDocument *placed,
                            const GPtrArray *pages, Structure *structure) {
    g_autoptr(GHashTable) destinations = index_destinations(placed);
    for (guint p = 0; p < placed->page_count; p++) {
        const PlacedPage *page = &placed->pages[p];
        for (guint i = 0; i < page->item_count; i++) {
            const PlacedItem *item = &page->items[i];
            if (item->kind != PLACED_LINK)
                continue;
            const char *name = item->as.link.destination;
            const PlacedDestination *target = name ? g_hash_table_lookup(destinations, name) : NULL;
            if (!item->as.link.uri && !target)
                continue; // composing reported it
            HPDF_Dict annotation = new_annotation(document, page, item);
            if (item->as.link.uri)
                point_to_uri(document, annotation, item->as.link.uri);
            else
                HPDF_Dict_Add(annotation, "Dest",
                              destination(document, placed, pages, target->page, target->y));
            HPDF_Array_Add(page_annotations(document, pages->pdata[p]), annotation);
            if (structure)
                structure_annotation(structure, p, item, annotation);
        }
    }
}
