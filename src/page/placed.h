// Placed pages: what a report is, resolved to boxes. Nothing is drawn yet; pdf/ and the previews
// draw it, placed_to_json prints it. Points, y down, origin at the top left corner of the page.
#pragma once
#include "base/arena.h"
#include "scene/image.h"
#include "scene/scene.h"
#include "text/text.h"

// The structure tree, by the standard structure types of PDF (ISO 32000-1, 14.8.4).
typedef enum {
    TAG_DOCUMENT,
    TAG_SECT,
    TAG_H1,
    TAG_H2,
    TAG_H3,
    TAG_H4,
    TAG_H5,
    TAG_H6,
    TAG_P,
    TAG_L,
    TAG_LI,
    TAG_LBL,
    TAG_LBODY,
    TAG_TABLE,
    TAG_THEAD,
    TAG_TBODY,
    TAG_TFOOT,
    TAG_TR,
    TAG_TH,
    TAG_TD,
    TAG_FIGURE,
    TAG_CAPTION,
    TAG_NOTE,
    TAG_REFERENCE,
    TAG_LINK,
    TAG_TOC,
    TAG_TOCI,
    TAG_BLOCKQUOTE,
    TAG_CODE,
    TAG_SPAN,
    TAG_DIV
} TagKind;

// tags[0] is the document; parents stand before their children; children are in reading order.
typedef enum { SCOPE_NONE, SCOPE_COLUMN, SCOPE_ROW } TagScope;
typedef struct {
    TagKind kind : 8;
    TagScope scope : 8;                  // of a header cell
    guint column_span : 8, row_span : 8; // 0: 1
    guint parent;
    const char *alt;      // of a figure; or NULL
    const char *language; // where it differs from the document's; or NULL
} PlacedTag;              // small: a long table has hundreds of thousands

enum { TAG_ARTIFACT = G_MAXUINT }; // running heads, rules, backgrounds, repeated table heads

typedef struct {
    double x, y, width, height;
} PlacedBox;

typedef enum {
    PLACED_TEXT,
    PLACED_RECT,
    PLACED_LINE,
    PLACED_SCENE,
    PLACED_IMAGE,
    PLACED_LINK,
    PLACED_LATER // see placed_page_items
} PlacedKind;

// Rows of a long table: their places are known, their items are made when their page is drawn, and
// again each time that is asked for, so that a report's memory does not grow with all its glyphs.
typedef struct {
    const void *data;
    // Appends the items of a part, relative to its place. What they hold lives in the arena; their
    // tags are those of the document. No part holds a picture or a link within the document.
    void (*set)(const void *data, guint part, Arena *arena, GArray *items);
} PlacedLater;

typedef struct {
    PlacedKind kind;
    guint tag;                  // index of the tag it belongs to, or TAG_ARTIFACT
    double x, y, width, height; // the box
    union {
        struct {
            const TextLine *line; // runs are relative to x; the baseline stands at `baseline`
            double baseline;
        } text;
        struct {
            bool filled, stroked;
            Colour fill, stroke;
            double stroke_width, radius;
        } rect;
        struct {
            double x2, y2; // from (x, y)
            Colour colour;
            double width, dash; // dash 0: solid
        } line;
        struct {
            const Scene *scene; // drawn at (x, y), not scaled
            const char *alt;
        } scene;
        struct {
            const Image *image; // image_paint draws it into `drawn`
            PlacedBox drawn;    // from the item's corner; what leaves the item's box is clipped
            const char *alt;
        } image;
        struct {
            const char *uri;         // http, https or mailto; or NULL
            const char *destination; // name of a PlacedDestination; or NULL
            const char *alt;         // what the link says
        } link;
        struct {
            const PlacedLater *source;
            guint part;
            bool tells; // shows glyphs that no part before it shows
        } later;
    } as;
} PlacedItem;

typedef struct {
    double width, height;
    guint item_count;
    const PlacedItem *items; // in drawing order; see placed_page_items
    const char *label;       // the page number as printed, or NULL
} PlacedPage;

typedef struct {
    const char *title;
    int level;  // 1..
    guint page; // from 0
    double y;
} PlacedOutline;

typedef struct {
    const char *name;
    guint page;
    double x, y;
} PlacedDestination;

typedef struct {
    const char *title, *subject, *author, *keywords; // NULL: left out
    const char *language;                            // BCP 47
    bool rtl;
    double created_ms; // instant for the metadata's dates: from --as-of, never the clock
    guint page_count, outline_count, destination_count, tag_count;
    const PlacedPage *pages;
    const PlacedOutline *outline;
    const PlacedDestination *destinations;
    const PlacedTag *tags;
} PlacedDocument;

// The page with all items made; the page itself where none is to be made later.
PlacedPage placed_page_items(const PlacedPage *page, Arena *arena);
// The document as JSON: pages, boxes, texts. New reference.
json_t *placed_to_json(const PlacedDocument *document);
const char *tag_name(TagKind kind); // "H1", "TD", ...
// Whether two links lead to the same place.
bool placed_same_target(const PlacedItem *a, const PlacedItem *b);
void placed_item_move(PlacedItem *item, double dx, double dy);
