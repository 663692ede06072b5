// Blocks: what a body is made of. A kind is a row of block_kinds[] with a function that reads its
// JSON into a spec and one that composes it into slabs of a flow. One file per kind: block_KIND.c.
#pragma once
#include "base/words.h"
#include "page/flow.h"
#include "page/scope.h"
#include "page/theme.h"

typedef struct Block Block;
typedef struct BlockKind BlockKind;

// A file of blocks, and the one that includes it.
typedef struct BlockIncluding {
    const char *path;
    const struct BlockIncluding *by; // NULL: it is the layout
} BlockIncluding;

// While reading: where to report, and where trees live.
typedef enum { SERIES_NONE, SERIES_FIGURE, SERIES_TABLE, SERIES_COUNT } Series;
typedef struct {
    Arena *arena;
    Diags *diags;
    const char *folder; // of the file that is read, for charts in files, images and includes
    const char *root;   // of the layout: no path leaves it
    const BlockIncluding *including; // the file that is read, and those that include it
    guint includes;                  // so far
    GPtrArray *documents;            // JsonDoc * read on the way
    guint depth;                     // nesting of blocks, at most BLOCK_DEPTH_LIMIT
    GPtrArray *languages;            // JsonNode of each "lang" of blocks, each tag once; or NULL
    struct ImageShelf *images;       // those read so far
    GHashTable *ids;                 // of the blocks read so far, to their nodes; or NULL
    bool numbered[SERIES_COUNT];     // what "numbering" of the layout says
    bool numbered_headings;
    bool has_contents; // set by a block that needs all headings: what holds it must wait too
} BlockReader;
enum { BLOCK_DEPTH_LIMIT = 16 };

// While composing.
typedef struct {
    Arena *arena; // same life as the placed document
    Diags *diags;
    TextEngine *engine;
    const Theme *theme;
    Scope *scope;
    const char *language;
    const Words *words; // the program's own, in that language
    bool rtl;
    Flow *flow;               // where slabs go; its width is the block's
    const PageGeometry *page; // of the flow's pages: for full bleeds, and how tall a slab may be
    double taken;             // of a page's height, by the edges of boxes around
    double scale;             // of what is not type: smaller than 1 in a block that is shrunk
    guint long_rows;          // a table of so many rows is set when its pages are drawn
    struct PageState *state;  // what blocks share in one document: page_state.h
    // Space to the next block of the list. block_compose sets it to the theme's block_gap before it
    // composes a block; a kind may leave another value (a heading: its role's "after").
    double gap_after;
} Compose;

struct BlockKind {
    const char *name;
    // Reads what is the kind's own from the open reader; NULL and reported on errors.
    void *(*read)(BlockReader *context, Reader *reader);
    void (*compose)(Compose *compose, const Block *block);
};

typedef enum { OVERFLOW_SPLIT, OVERFLOW_SHRINK, OVERFLOW_ERROR } Overflow;

struct Block {
    const BlockKind *kind;
    const JsonNode *node;
    const char *id;                 // destination name, or NULL
    const JsonNode *when;           // predicate, or NULL
    const JsonNode *caption, *note; // templates, or NULL
    bool numbered;                  // its caption, where it has one
    bool break_before;              // "break": "page"
    bool keep;                      // "keep": true: not over a page break if it fits one page
    bool keep_with_next;            // "keep_with_next": true
    int overflow;                   // OVERFLOW_...
    const char *language;           // "lang"; NULL: that of what is around it
    bool has_direction, rtl;        // by "dir" or "lang"; else the direction around it
    void *spec;                     // the kind's own
};

extern const BlockKind block_kinds[]; // ends with a NULL name
// Reads one block, or an array of blocks. What is wrong is reported; in its place stands a block
// that says what else is wrong with it when it is composed (block_wrong.h).
const Block *block_read(BlockReader *context, const JsonNode *node);
const Block *const *block_read_list(BlockReader *context, const JsonNode *array, guint *count);
// Composes those that are wanted, with what all blocks share: when, id, caption, note, break, keep.
void block_compose_list(Compose *compose, const Block *const *blocks, guint count);
