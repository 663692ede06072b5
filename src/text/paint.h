// Painting set text with cairo, as text: glyphs keep the characters they show.
#pragma once
#include "text/text.h"

#include <cairo.h>

// Paints the runs with the paragraph's top left corner at (x, y), in user space points. Glyphs
// only: underlines and strikethrough are drawn by whoever places the text. Sets the source, the
// font and the current point of cr.
void text_paint_runs(cairo_t *cr, const Paragraph *paragraph, double x, double y);
// Adds the glyphs' outlines to the path of cr, for a line around them. Sets the font of cr.
void text_outline_runs(cairo_t *cr, const Paragraph *paragraph, double x, double y);
