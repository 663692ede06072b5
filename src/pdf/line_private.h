// What the files that write lines of text share.
#pragma once
#include "pdf/font_embed.h"
#include "pdf/line_content.h"

// The pen at (x, y) of the line. Text space has y up.
void line_set_pen(Content *content, const LinePlace *place, double slant, double x, double y);
// Of a face without an italic of its own.
double line_slant(const GlyphRun *run);
// The glyphs of a run from right to left, inside a text object. False: nothing was written, since
// the run needs none of it, or the face has no blank.
bool line_put_letters(const EmbeddedFont *font, Content *content, const GlyphRun *run,
                      const LinePlace *place);
