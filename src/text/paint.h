// Painting set text with cairo, as text: glyphs keep the characters they show.
#pragma once
#include "text/text.h"

#include <cairo.h>

// Paints the runs with the paragraph's top left corner at (x, y), in user space points. Glyphs
// only: underlines and strikethrough are drawn by whoever places the text. Sets the source, the
// font and the current point of cr.
void text_paint_runs(cairo_t *cr, const Paragraph *paragraph, double x, double y);
// The same for one line: its left edge at x, its baseline at y.
void text_paint_line(cairo_t *cr, const TextLine *line, double x, double y);
// Glyphs are to stand and look as the font has them, on every kind of surface.
void text_paint_unhinted(cairo_t *cr);
// Adds the glyphs' outlines to the path of cr, for a line around them. Sets the font of cr.
void text_outline_runs(cairo_t *cr, const Paragraph *paragraph, double x, double y);
