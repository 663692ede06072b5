// Breaking a strip into lines, first fit: a line takes pieces until one does not fit without the
// blanks at its end; then the last place before where a line may break is sought backwards, in
// that piece and those before it. A word wider than the line is broken between any characters.
#include "text/line.h"

static const double SLACK = 1e-6; // points, for sums in another order

// The width of the piece's text before an offset without blanks, as far as its glyphs say.
static double estimate_width(const Strip *strip, const Piece *piece, guint offset) {
    const Stretch *stretch = &g_array_index(strip->stretches, Stretch, piece->stretch);
    const Word *word = piece->word;
    double units = 0;
    while (offset > piece->start && strip->setting->text[offset - 1] == ' ')
        offset--;
    for (guint i = 0; i < word->glyph_count; i++)
        if (word->glyphs[i].cluster < offset - piece->start)
            units += word->glyphs[i].advance;
    return units * stretch->scale;
}

// The offset in the piece before which a line of the width breaks, and what stands before it; 0
// when there is none. at_least_one: the first possible one counts even when it does not fit.
static guint find_split(Strip *strip, const Piece *piece, double width, BreakKind kind,
                        bool at_least_one, Piece *head) {
    guint first = 0;
    for (guint offset = piece_end(piece) - 1; offset > piece->start; offset--) {
        if (!strip_can_break(strip, offset, kind))
            continue;
        first = offset;
        if (estimate_width(strip, piece, offset) > width * 1.1 + SLACK)
            continue;
        *head = strip_head(strip, piece, offset);
        if (head->visible <= width + SLACK)
            return offset;
    }
    if (!at_least_one || !first)
        return 0;
    *head = strip_head(strip, piece, first);
    return first;
}

// Leaves in the piece what follows the offset.
static void drop_head(Strip *strip, Piece *piece, guint offset) {
    bool breaks_after = piece->breaks_after;
    *piece = strip_piece(strip, piece->stretch, offset, piece_end(piece) - offset,
                         /*hyphen=*/false);
    piece->breaks_after = breaks_after;
}

// Where a line ends: before the offset in the piece, or after the piece when the offset is 0.
typedef struct {
    guint piece, offset;
    Piece head; // of the piece, before the offset
} LineEnd;

// Finds the last place where the line may end, at or before the piece that does not fit into the
// room left; room counts from the start of that piece.
static bool find_line_end(Strip *strip, guint first, guint overfull, double room, LineEnd *end) {
    for (guint i = overfull + 1; i-- > first;) {
        const Piece *piece = strip_piece_at(strip, i);
        if (i < overfull && strip_breaks_after(strip, i)) {
            *end = (LineEnd){.piece = i};
            return true;
        }
        room += i < overfull ? piece->width : 0;
        end->piece = i;
        end->offset =
            piece->is_solid ? 0 : find_split(strip, piece, room, BREAK_LINE, false, &end->head);
        if (end->offset)
            return true;
    }
    return false;
}

// Where a line ends whose first word is wider than the line.
static LineEnd find_emergency_end(Strip *strip, guint first, guint overfull, double room) {
    LineEnd end = {.piece = overfull};
    bool is_first = overfull == first;
    end.offset = find_split(strip, strip_piece_at(strip, overfull), room, BREAK_CHARACTER,
                            /*at_least_one=*/is_first, &end.head);
    if (!end.offset && !is_first)
        end.piece--;
    return end;
}

// Puts the line's pieces into parts; gives the piece that the next line starts with.
static guint end_line(Strip *strip, guint first, const LineEnd *end, GArray *parts) {
    if (!end->offset) {
        g_array_append_vals(parts, strip_piece_at(strip, first), end->piece + 1 - first);
        return end->piece + 1;
    }
    g_array_append_vals(parts, strip_piece_at(strip, first), end->piece - first);
    g_array_append_val(parts, end->head);
    drop_head(strip, strip_piece_at(strip, end->piece), end->offset);
    return end->piece;
}

// Collects the pieces of a line that starts with a piece; gives the piece the next starts with.
static guint fill_line(Strip *strip, guint first, double width, GArray *parts) {
    double room = width;
    for (guint i = first; i < strip->pieces->len; i++) {
        const Piece *piece = strip_piece_at(strip, i);
        if (piece->visible > room + SLACK && piece->word->visible) {
            LineEnd end;
            if (!find_line_end(strip, first, i, room, &end))
                end = find_emergency_end(strip, first, i, room);
            return end_line(strip, first, &end, parts);
        }
        room -= piece->width;
    }
    LineEnd all = {.piece = strip->pieces->len - 1};
    return end_line(strip, first, &all, parts);
}

static void append_line(Strip *strip, const GArray *parts, double justify_width, bool is_last) {
    TextLine line = {.start = strip->start, .ends_paragraph = is_last};
    line_take_pieces(strip, (const Piece *)parts->data, parts->len, is_last ? 0 : justify_width,
                     &line);
    g_array_append_val(strip->setting->lines, line);
}

static bool fits_one_line(const Strip *strip, double width) {
    return strip->pieces->len == 0 || strip_visible_width(strip) <= width + SLACK;
}

void lines_break(Strip *strip, double width, double indent) {
    bool justify = strip->setting->spec->align == TEXT_ALIGN_JUSTIFY;
    guint next = 0, count = strip->pieces->len;
    if (width <= 0 || fits_one_line(strip, width - indent)) {
        append_line(strip, strip->pieces, 0, /*is_last=*/true);
        return;
    }
    GArray **spare = &strip->setting->engine->spares.parts;
    GArray *parts = spare_take(spare, sizeof(Piece));
    while (next < count && !setting_is_full(strip->setting)) {
        double room = width - indent;
        g_array_set_size(parts, 0);
        next = fill_line(strip, next, room, parts);
        append_line(strip, parts, justify ? room : 0, next == count);
        indent = 0;
    }
    spare_give(spare, parts);
}
