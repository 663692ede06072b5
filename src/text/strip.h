// A strip: text without line ends, as pieces that lines are made of.
#pragma once
#include "text/paragraph.h"
#include "text/shape.h"

// Text of one span, font, script and direction.
typedef struct {
    guint start, length; // bytes of the paragraph's text
    guint span;
    const FontStyle *style;
    const FoundFont *font;
    Shaper *shaper;
    double scale;  // points per font unit
    guint8 level;  // of embedding: odd is right to left
    bool is_plain; // Latin letters, digits and punctuation that the style's own font has
} Stretch;

// About a word with the blanks after it: what is shaped as one.
typedef struct {
    guint start, length; // bytes of the paragraph's text
    guint stretch;
    const Word *word;
    double width, visible; // points, with and without the blanks at its end
    bool is_solid;         // a line cannot break inside, but in an emergency
    bool breaks_after;     // a line can break after it; false: see strip_can_break
} Piece;

typedef struct {
    const Setting *setting;
    guint start, length;
    bool wraps;
    GArray *stretches; // Stretch
    GArray *pieces;    // Piece
    guint8 *breaks;    // see strip_can_break; made when it is needed
} Strip;

typedef enum { BREAK_LINE = 1, BREAK_CHARACTER = 2 } BreakKind;

// Takes bytes [start, start + length) apart. wraps: whether lines will be broken.
Strip strip_new(const Setting *setting, guint start, guint length, bool wraps);
void strip_clear(Strip *strip);
// Whether text may be broken before a byte, by Pango's rules: between lines, or between
// characters when nothing else helps.
bool strip_can_break(Strip *strip, guint offset, BreakKind kind);
// The piece that bytes [start, start + length) of a stretch make. hyphen: the line breaks after
// the soft hyphen at its end.
Piece strip_piece(const Strip *strip, guint stretch, guint start, guint length, bool hyphen);
// Cuts the stretches into pieces.
void strip_cut(Strip *strip, bool is_plain);
// The part of a piece before an offset, as a line that breaks there ends with it.
Piece strip_head(const Strip *strip, const Piece *piece, guint offset);
// Whether a line can break after the piece.
bool strip_breaks_after(Strip *strip, guint index);
// The pieces' widths added up, with and without the blanks at the end.
double strip_width(const Strip *strip);
double strip_visible_width(const Strip *strip);

static inline Piece *strip_piece_at(const Strip *strip, guint index) {
    return &g_array_index(strip->pieces, Piece, index);
}

static inline guint piece_end(const Piece *piece) {
    return piece->start + piece->length;
}
