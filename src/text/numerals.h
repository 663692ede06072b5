// Numbers put together from glyphs of single figures, in faces where that is what shaping gives.
#pragma once
#include "text/shape.h"

typedef struct Numerals Numerals;

// The figures of a shaper; NULL while it has not shaped many numbers, and for good when figures of
// its face are changed by their neighbours (kerning, old forms, groups of three). Asked for each
// word that is not known yet.
const Numerals *numerals_of(TextEngine *engine, Shaper *shaper, const char *text, guint length);
// The glyphs of a text that numerals_of was asked about; length glyphs.
void numerals_set(const Numerals *numerals, const char *text, guint length, WordGlyph *out);
void numerals_free(Numerals *numerals); // accepts NULL
