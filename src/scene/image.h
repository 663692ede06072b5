// Images from files: PNG and JPEG as pixels, SVG as a drawing. A file is read once, looked at in
// full before anything is placed, and is hostile until then: its size is checked before it is
// decoded, and nothing outside of it is ever read.
#pragma once
#include "base/arena.h"
#include "base/diag.h"

#include <cairo.h>

enum {
    IMAGE_BYTES_LIMIT = 32 << 20,
    IMAGE_SVG_BYTES_LIMIT = 4 << 20,
    IMAGE_PIXELS_LIMIT = 40000000, // of one image: 160 MB when decoded
    IMAGE_SIDE_LIMIT = 30000,      // pixels
    IMAGE_SVG_ELEMENTS_LIMIT = 100000,
    IMAGE_SVG_DEPTH_LIMIT = 100
};

typedef enum { IMAGE_PNG, IMAGE_JPEG, IMAGE_SVG } ImageKind;

typedef struct {
    ImageKind kind;
    const char *path;
    double width, height;    // as it is by itself, in points: 96 pixels to the inch
    guint columns, rows;     // pixels; 0 of an SVG
    bool grey;               // of a JPEG: one channel
    bool untransformed;      // of a JPEG: its three channels are RGB as they are
    GBytes *file;            // as it was read
    cairo_surface_t *pixels; // ARGB32 or RGB24; NULL of an SVG
    void *drawing;           // of an SVG: librsvg's handle
} Image;

// Reads and checks an image of any of the kinds, told by its first bytes. NULL and reported when it
// is none, or one that cannot be used. Lives as long as the arena.
const Image *image_load(Arena *arena, Diags *diags, const char *path, const Place *at);
// Paints the whole image into a box of cairo's current space.
void image_paint(const Image *image, cairo_t *cr, double width, double height);
