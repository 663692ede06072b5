// The flow: a long column of slabs, and its breaking into pages. A slab is a piece that is never
// cut: a line of a paragraph, a row of a table, a chart with its caption. Blocks append slabs once;
// breaking looks at heights only, so that contents and page numbers need no second shaping.
#pragma once
#include "base/json.h"
#include "page/placed.h"

typedef struct Flow Flow;
typedef struct Slab Slab;

typedef struct {
    double page_width, page_height, left, top, width, height; // of the column on each page
    bool rtl;
    Colour note_rule; // above footnotes
    double note_rule_width;
} PageGeometry;

// A place in a slab that outline, contents or links lead to.
typedef struct {
    double y;
    guint level;             // of an outline entry; 0: none
    const char *title;       // of an outline entry
    const char *destination; // or NULL
} SlabMark;

// A page number to be set once pages are known (in contents): dots from `start` to `end` and the
// number at `end`, relative to the slab. end < start: from right to left.
typedef struct {
    const char *of; // a destination
    const TextStyle *style;
    double start, end, baseline;
    guint tag;
} SlabNumber;

// What a slab can do without where its page has less room.
typedef struct {
    double most; // points
    // Makes the slab so much lower: its height and its items.
    void (*lower)(const void *data, Slab *slab, double less);
    const void *data;
} SlabGive;

// Cuts a slab whose page has no room for all of it, as text in columns.
typedef enum {
    SPLIT_TO_FILL, // the page: the next one has room for all of it
    SPLIT_NEEDED,  // no page has room for it and what it is kept with
    SPLIT_ANYHOW   // the page is empty: any cut is better than none
} SplitNeed;
typedef struct {
    // What goes into so much room with its footnotes, and the rest, which starts a page; false:
    // nothing does that looks well.
    bool (*split)(const void *data, double room, SplitNeed need, Slab *top, Slab *rest);
    const void *data;
} SlabSplit;

// Notes of a page stand in the order of their numbers, those of sources below footnotes.
enum { NOTE_ORDER_SOURCES = 1 << 24 };

struct Slab {
    double height;       // points; its items lie in [0, height] relative to the slab's top
    double space_before; // dropped at the top of a page
    bool keep_with_next; // no page break after it (chains are kept while they fit a page)
    bool closes; // it belongs to what is before it: where a chain must be broken, not before this
    bool break_before; // starts a page
    guint item_count;
    PlacedItem *items; // y relative to the slab, x to the flow's left edge
    const Slab *head;  // repeated above this slab when a page starts with it (a table's head);
                       // its items are copied as artifacts; NULL: none
    const Slab *foot;  // set below the last slab of a page when the next slab has the same foot
                       // ("continued"); NULL: none
    // What becomes an outline entry and a destination once the page is known: of the slab's top,
    // and further down (of slabs that were put inside this one).
    guint outline_level; // 0: none
    const char *outline_title;
    const char *destination; // or NULL
    guint mark_count;
    const SlabMark *marks;
    guint note_count; // footnotes, set at the foot of the page that the slab comes to
    const Slab *const *notes;
    guint order;        // of a note: where it stands among those of its page, NOTE_ORDER_...
    guint number_count; // page numbers to be set in it
    const SlabNumber *numbers;
    const PlacedLater *later; // makes its items when its page is drawn; NULL: they are here
    guint part, later_tag;    // of it; the tag that holds all of its tags
    bool tells;               // see PlacedItem
    SlabGive *give;           // shared by copies of the slab; NULL: it is as tall as it is
    const SlabSplit *split;   // NULL: it is never cut; of slabs of the body only
    bool deferred;            // stands for a block that is composed when all headings are known
    const JsonNode *node;     // of the block in the layout, for messages; or NULL
    const PageGeometry
        *page; // that it was composed for; set by flow_add. NULL: the flow's only one
};

Flow *flow_new(Arena *arena, double width);
double flow_width(const Flow *flow);
// Slabs added from here on are of pages of that geometry, and so wide. It lives as long as the
// flow.
void flow_turn(Flow *flow, const PageGeometry *page);
const PageGeometry *flow_page(const Flow *flow); // NULL: never said
void flow_add(Flow *flow, const Slab *slab);     // copied; items are taken over
void flow_clear(Flow *flow);                     // forgets the slabs; tags and items stay
guint flow_count(const Flow *flow);
Slab *flow_nth(const Flow *flow, guint index);
double flow_height(const Flow *flow); // of all slabs with their spaces
// What slabs [first, end) can do without, and makes them lower by so much of it (at most all).
double flow_gives(const Flow *flow, guint first, guint end);
void flow_lower(const Flow *flow, guint first, guint end, double less);
// Adds a slab before the index-th one, of the page of the one before.
void flow_insert(Flow *flow, guint index, const Slab *slab);
// Puts all slabs of another flow of the same document in the place of the index-th slab, which
// they follow in space, breaks, keeping and destination.
void flow_replace(Flow *flow, guint index, const Flow *by);
// Adds a slab; one taller than max_height is cut between its lines of text into pieces of a few.
void flow_add_cut(Flow *flow, const Slab *slab, double max_height);

// Structure tags: blocks open and close them while they compose; items name the current one.
// One tag list per document, shared by nested flows.
typedef struct TagTree TagTree;
TagTree *flow_tags(Flow *flow);
Flow *flow_new_inside(Flow *parent, double width); // same arena and tags
guint tag_open(TagTree *tags, TagKind kind);       // a child of the open tag; gives its index
void tag_close(TagTree *tags);
void tag_enter(TagTree *tags, guint index); // opens a tag again, for children that come late
PlacedTag *tag_nth(TagTree *tags, guint index);
guint tag_current(const TagTree *tags);
guint tag_count(const TagTree *tags);

// Building the items of a slab.
typedef struct {
    Arena *arena;
    GArray *items;   // of PlacedItem
    GArray *marks;   // of SlabMark; NULL while there are none
    GArray *numbers; // of SlabNumber; likewise
    GArray *notes;   // of const Slab *; likewise
    double height;
} SlabBuilder;
void slab_begin(SlabBuilder *builder, Arena *arena);
PlacedItem *slab_item(SlabBuilder *builder, PlacedKind kind, guint tag); // zeroed, appended
void slab_rect(SlabBuilder *builder, const PlacedBox *box, Colour fill, double radius);
// A line of that width inside the edges of the box.
void slab_frame(SlabBuilder *builder, const PlacedBox *box, Colour stroke, double width,
                double radius);
// A horizontal rule from (x, y).
void slab_rule(SlabBuilder *builder, double x, double y, double length, Colour colour,
               double width);
void slab_number(SlabBuilder *builder, const SlabNumber *number);
// Puts one line of a paragraph whose box has its top left corner at (x, y). Links of runs become
// link items.
void slab_line(SlabBuilder *builder, const TextLine *line, double x, double y, guint tag);
// Puts all lines of a paragraph at (x, y); gives its height.
double slab_paragraph(SlabBuilder *builder, const Paragraph *paragraph, double x, double y,
                      guint tag);
// Puts a finished slab at (x, y), with its outline entries and destinations.
void slab_put(SlabBuilder *builder, const Slab *slab, double x, double y);
// Puts all slabs of a nested flow below each other at (x, y): for cells of a grid and boxes.
void slab_flow(SlabBuilder *builder, const Flow *flow, double x, double y);
// Gives the first piece of a slab that is cut what holds of the slab's beginning: the space and the
// break before it, its destination and its entry in the outline.
void slab_begin_as(Slab *piece, const Slab *whole);
Slab slab_end(SlabBuilder *builder); // its height is builder->height; frees what the builder holds

// Places of the flow's parts after breaking.
typedef struct {
    guint page;
    double y;
    const PageGeometry *geometry; // of its page; NULL: it stands on none
} SlabPlace;
// Breaks into pages. A slab taller than a page is reported as overflow and stands alone.
// A slab composed for another page than that before it must start a page (break_before).
// Slabs that can be cut are, and their parts take their place in the flow. Gives per page a GArray
// of PlacedItem (absolute) in pages (GPtrArray of GArray *), and in places (GArray of SlabPlace)
// where each slab went.
void flow_break(Flow *flow, const PageGeometry *geometry, Diags *diags, GPtrArray *pages,
                GArray *places);
