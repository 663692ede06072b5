// Pictures to PNG.
#pragma once
#include <glib.h>

typedef struct {
    const guint8 *pixels;        // 0x00RRGGBB in the machine's order, as of CAIRO_FORMAT_RGB24
    guint width, height, stride; // stride: bytes from row to row
} PngPicture;

// Same pixels, same bytes. width * height is at most that of scene_check_pixels.
GBytes *png_write(const PngPicture *picture);
