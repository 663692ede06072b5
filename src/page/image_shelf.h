// Image files that a layout names: in blocks, and in heads and feet. Each is read once.
#pragma once
#include "page/length.h"
#include "page/placed.h"

typedef struct ImageShelf {
    Arena *arena;
    Diags *diags;
    const char *root;  // folder of the layout: no path leaves it
    GHashTable *known; // path to Image
    GPtrArray *list;   // Image, in the order of reading
    guint64 pixels;    // of them all
} ImageShelf;

void image_shelf_init(ImageShelf *shelf, Arena *arena, Diags *diags, const char *root);
void image_shelf_clear(ImageShelf *shelf);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ImageShelf, image_shelf_clear)
// The image that a text names in a file of `folder`; lives as long as the arena. NULL and reported
// when it is outside of the layout's folder, missing, of another kind, or too large, by itself or
// with those before it.
const Image *image_shelf_read(ImageShelf *shelf, const char *folder, const JsonNode *node);

// An image and the box that it is fitted into; 0: as the other side and its shape say.
typedef struct {
    const Image *image;
    double width, height; // points
} SizedImage;

// "file", "width" and "height" of an open reader. False when there is no image.
bool sized_image_read(ImageShelf *shelf, const char *folder, Reader *reader, SizedImage *out);
// Its size; of one without a side the height is what is given.
PlacedBox sized_image_box(const SizedImage *image, double height);
