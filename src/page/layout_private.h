// What the files that read a layout share.
#pragma once
#include "page/layout.h"

typedef struct {
    Arena *arena;
    Diags *diags;
    Layout *layout;
    const char *language; // that the command line asks for, or NULL
    GPtrArray *documents;
    ImageShelf *images;
    guint apart; // errors that say nothing of other parts of the layout
} LayoutReader;

// The assignment that is no parameter but chooses the language.
#define LAYOUT_LANG "lang"

// "page": size, orientation, margin.
void layout_read_page(LayoutReader *reader, const JsonNode *node);
// "header" and "footer".
void layout_read_heads(LayoutReader *reader, Reader *members);
// Whether the images of head and foot have room in the page's margins; after its size is known.
void layout_check_heads(LayoutReader *reader);
// "params", and what the command line assigns to them.
void layout_read_params(LayoutReader *reader, const JsonNode *node,
                        const ParamAssignment *assignments, guint assignment_count);
// Names that a layout may give: letters, digits and underscores, none of the built-in ones.
bool layout_check_name(LayoutReader *reader, const JsonNode *node, const char *what);
