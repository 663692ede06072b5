// Placed pages as data: names of tags, moving of items, and the JSON that tests compare.
#include "page/placed.h"

#include <math.h>

static const char *const tag_names[] = {
    [TAG_DOCUMENT] = "Document",
    [TAG_SECT] = "Sect",
    [TAG_H1] = "H1",
    [TAG_H2] = "H2",
    [TAG_H3] = "H3",
    [TAG_H4] = "H4",
    [TAG_H5] = "H5",
    [TAG_H6] = "H6",
    [TAG_P] = "P",
    [TAG_L] = "L",
    [TAG_LI] = "LI",
    [TAG_LBL] = "Lbl",
    [TAG_LBODY] = "LBody",
    [TAG_TABLE] = "Table",
    [TAG_THEAD] = "THead",
    [TAG_TBODY] = "TBody",
    [TAG_TFOOT] = "TFoot",
    [TAG_TR] = "TR",
    [TAG_TH] = "TH",
    [TAG_TD] = "TD",
    [TAG_FIGURE] = "Figure",
    [TAG_CAPTION] = "Caption",
    [TAG_NOTE] = "Note",
    [TAG_REFERENCE] = "Reference",
    [TAG_LINK] = "Link",
    [TAG_TOC] = "TOC",
    [TAG_TOCI] = "TOCI",
    [TAG_BLOCKQUOTE] = "BlockQuote",
    [TAG_CODE] = "Code",
    [TAG_SPAN] = "Span",
    [TAG_DIV] = "Div",
};

const char *tag_name(TagKind kind) {
    return tag_names[kind];
}

bool placed_same_target(const PlacedItem *a, const PlacedItem *b) {
    return g_strcmp0(a->as.link.uri, b->as.link.uri) == 0 &&
           g_strcmp0(a->as.link.destination, b->as.link.destination) == 0;
}

void placed_item_move(PlacedItem *item, double dx, double dy) {
    item->x += dx;
    item->y += dy;
    if (item->kind == PLACED_TEXT)
        item->as.text.baseline += dy;
    if (item->kind == PLACED_LINE) {
        item->as.line.x2 += dx;
        item->as.line.y2 += dy;
    }
}

// ---- what is made later

static void append_later(GArray *items, const PlacedItem *item, Arena *arena) {
    guint first = items->len;
    item->as.later.source->set(item->as.later.source->data, item->as.later.part, arena, items);
    for (guint i = first; i < items->len; i++)
        placed_item_move(&g_array_index(items, PlacedItem, i), item->x, item->y);
}

static bool has_later(const PlacedPage *page) {
    for (guint i = 0; i < page->item_count; i++)
        if (page->items[i].kind == PLACED_LATER)
            return true;
    return false;
}

PlacedPage placed_page_items(const PlacedPage *page, Arena *arena) {
    PlacedPage whole = *page;
    if (!has_later(page))
        return whole;
    g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(PlacedItem));
    for (guint i = 0; i < page->item_count; i++) {
        if (page->items[i].kind == PLACED_LATER)
            append_later(items, &page->items[i], arena);
        else
            g_array_append_vals(items, &page->items[i], 1);
    }
    whole.items = arena_memdup(arena, items->data, items->len * sizeof(PlacedItem));
    whole.item_count = items->len;
    return whole;
}

// ---- JSON

static json_t *number(double value) {
    double rounded = round(value * 100) / 100; // a hundredth of a point
    if (rounded == (double)(json_int_t)rounded)
        return json_integer((json_int_t)rounded);
    return json_real(rounded);
}

static json_t *colour(Colour value) {
    char hex[8];
    colour_to_hex(value, hex);
    return json_string(hex);
}

static void put_text(json_t *object, const PlacedItem *item) {
    const TextLine *line = item->as.text.line;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < line->run_count; i++)
        g_string_append_len(text, line->runs[i].text, line->runs[i].text_length);
    json_object_set_new(object, "text", json_stringn(text->str, text->len));
    json_object_set_new(object, "baseline", number(item->as.text.baseline));
    if (line->run_count == 0)
        return;
    json_object_set_new(object, "size", number(line->runs[0].size));
    json_object_set_new(object, "colour", colour(line->runs[0].colour));
}

static void put_rect(json_t *object, const PlacedItem *item) {
    if (item->as.rect.filled)
        json_object_set_new(object, "fill", colour(item->as.rect.fill));
    if (item->as.rect.stroked)
        json_object_set_new(object, "stroke", colour(item->as.rect.stroke));
}

static void put_line(json_t *object, const PlacedItem *item) {
    json_object_set_new(object, "x2", number(item->as.line.x2));
    json_object_set_new(object, "y2", number(item->as.line.y2));
    json_object_set_new(object, "colour", colour(item->as.line.colour));
    json_object_set_new(object, "strokeWidth", number(item->as.line.width));
}

static void put_scene(json_t *object, const PlacedItem *item) {
    json_object_set_new(object, "alt", json_string(item->as.scene.alt ? item->as.scene.alt : ""));
}

static void put_image(json_t *object, const PlacedItem *item) {
    const PlacedBox *drawn = &item->as.image.drawn;
    g_autofree char *name = g_path_get_basename(item->as.image.image->path);
    json_object_set_new(object, "file", json_string(name));
    json_object_set_new(object, "alt", json_string(item->as.image.alt ? item->as.image.alt : ""));
    json_object_set_new(object, "drawn",
                        json_pack("[o, o, o, o]", number(drawn->x), number(drawn->y),
                                  number(drawn->width), number(drawn->height)));
}

static void put_link(json_t *object, const PlacedItem *item) {
    if (item->as.link.uri)
        json_object_set_new(object, "uri", json_string(item->as.link.uri));
    if (item->as.link.destination)
        json_object_set_new(object, "destination", json_string(item->as.link.destination));
}

static const struct {
    const char *name;
    void (*put)(json_t *object, const PlacedItem *item);
} item_kinds[] = {
    [PLACED_TEXT] = {"text", put_text},    [PLACED_RECT] = {"rect", put_rect},
    [PLACED_LINE] = {"line", put_line},    [PLACED_SCENE] = {"scene", put_scene},
    [PLACED_IMAGE] = {"image", put_image}, [PLACED_LINK] = {"link", put_link},
    [PLACED_LATER] = {NULL, NULL}, // made before
};

static json_t *item_to_json(const PlacedDocument *document, const PlacedItem *item) {
    json_t *object = json_object();
    json_object_set_new(object, "kind", json_string(item_kinds[item->kind].name));
    const char *tag =
        item->tag == TAG_ARTIFACT ? "Artifact" : tag_name(document->tags[item->tag].kind);
    json_object_set_new(object, "tag", json_string(tag));
    json_object_set_new(object, "x", number(item->x));
    json_object_set_new(object, "y", number(item->y));
    json_object_set_new(object, "width", number(item->width));
    json_object_set_new(object, "height", number(item->height));
    item_kinds[item->kind].put(object, item);
    return object;
}

static json_t *page_to_json(const PlacedDocument *document, const PlacedPage *placed) {
    g_autoptr(Arena) arena = arena_new();
    const PlacedPage whole = placed_page_items(placed, arena), *page = &whole;
    json_t *items = json_array();
    for (guint i = 0; i < page->item_count; i++)
        json_array_append_new(items, item_to_json(document, &page->items[i]));
    json_t *object = json_object();
    json_object_set_new(object, "width", number(page->width));
    json_object_set_new(object, "height", number(page->height));
    if (page->label)
        json_object_set_new(object, "label", json_string(page->label));
    json_object_set_new(object, "items", items);
    return object;
}

static json_t *outline_to_json(const PlacedDocument *document) {
    json_t *array = json_array();
    for (guint i = 0; i < document->outline_count; i++) {
        const PlacedOutline *entry = &document->outline[i];
        json_t *object = json_object();
        json_object_set_new(object, "level", json_integer(entry->level));
        json_object_set_new(object, "title", json_string(entry->title));
        json_object_set_new(object, "page", json_integer(entry->page + 1));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *destinations_to_json(const PlacedDocument *document) {
    json_t *array = json_array();
    for (guint i = 0; i < document->destination_count; i++) {
        const PlacedDestination *place = &document->destinations[i];
        json_t *object = json_object();
        json_object_set_new(object, "name", json_string(place->name));
        json_object_set_new(object, "page", json_integer(place->page + 1));
        json_object_set_new(object, "x", number(place->x));
        json_object_set_new(object, "y", number(place->y));
        json_array_append_new(array, object);
    }
    return array;
}

static void put_string(json_t *object, const char *key, const char *text) {
    if (text)
        json_object_set_new(object, key, json_string(text));
}

json_t *placed_to_json(const PlacedDocument *document) {
    json_t *object = json_object();
    put_string(object, "title", document->title);
    put_string(object, "language", document->language);
    json_t *pages = json_array();
    for (guint i = 0; i < document->page_count; i++)
        json_array_append_new(pages, page_to_json(document, &document->pages[i]));
    json_object_set_new(object, "pages", pages);
    json_object_set_new(object, "outline", outline_to_json(document));
    json_object_set_new(object, "destinations", destinations_to_json(document));
    return object;
}
