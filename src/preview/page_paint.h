// A placed page on a cairo surface.
#pragma once
#include "page/placed.h"

// Paints page `page` (from 0) with its top left corner at the origin of cr, a point a unit, on
// white paper. Every glyph stands where it stands in the PDF.
void page_paint(const PlacedDocument *document, guint page, TextEngine *engine, cairo_t *cr);
