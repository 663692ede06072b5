// Breaking a strip into lines, and a line's pieces into glyph runs.
#pragma once
#include "text/strip.h"

// Appends the strip's lines to setting->lines, at most until there is one more than max_lines.
// width: of the box, of the first line less the indent; <= 0: one line.
void lines_break(Strip *strip, double width, double indent);

// Pieces [first, first + count) of the array as the line's runs, its text range and width. In
// text that wraps blanks at the end of a line are left out. justify_width > 0: blanks are widened
// until the line fills it.
void line_take_pieces(const Strip *strip, const Piece *pieces, guint count, double justify_width,
                      TextLine *line);
