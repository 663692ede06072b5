// Previews: placed pages as pictures in memory, equal in geometry to the PDF. Pages count from 0.
#pragma once
#include "page/placed.h"

// A page as PNG; scale: pixels per point. NULL and reported when it has too many pixels or cairo
// fails. Same page, same bytes.
GBytes *preview_png(const PlacedDocument *document, guint page, TextEngine *engine, double scale,
                    Diags *diags);
// The same, `width` pixels wide.
GBytes *preview_thumbnail(const PlacedDocument *document, guint page, TextEngine *engine,
                          guint width, Diags *diags);
// A page as SVG in points: glyphs as outlines, so that it looks the same without the fonts; its
// text is in the description, its links to other documents work.
GBytes *preview_svg(const PlacedDocument *document, guint page, TextEngine *engine, Diags *diags);
