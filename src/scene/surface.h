// The end of a drawing on a cairo surface.
#pragma once
#include <cairo.h>

// Destroys both, the surface finished first; gives the first failure of either.
cairo_status_t surface_end(cairo_t *cr, cairo_surface_t *surface);
