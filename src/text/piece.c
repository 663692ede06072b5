// Cutting stretches into pieces, and where lines may break. Pieces end at blanks between letters
// or digits; in wrapped text also wherever a line may break beside a wide (Chinese, Japanese,
// Korean) character. Break opportunities are Pango's (Unicode Standard Annex 14); asked for only
// when a line is full, and not at all for the blank between two Latin words, where it is certain.
#include "text/strip.h"

#include <string.h>

enum { PIECE_MAX = 256, BREAK_WINDOW = 16384, LATIN_END = 0x250 }; // bytes; a character

static bool is_letter(gunichar c) {
    return c < 0x80 ? g_ascii_isalnum((char)c) : g_unichar_isalnum(c) || g_unichar_ismark(c);
}

// Punctuation that a word may end with.
static bool is_tail(gunichar c) {
    return c == ',' || c == '.' || c == ';';
}

static gunichar character_at(const char *p) {
    return (guchar)*p < 0x80 ? (guchar)*p : g_utf8_get_char(p);
}

static gunichar character_before(const char *p) {
    return (guchar)p[-1] < 0x80 ? (guchar)p[-1] : g_utf8_get_char(g_utf8_prev_char(p));
}

// Letters whose form depends on their neighbours' belong to scripts written from right to left.
static bool needs_context(const Strip *strip, const Stretch *stretch, guint start, guint end) {
    if (!(stretch->level & 1))
        return false;
    const char *text = strip->setting->text;
    bool joins_before = start > strip->start && is_letter(character_before(text + start)) &&
                        is_letter(character_at(text + start));
    bool joins_after = end < strip->start + strip->length &&
                       is_letter(character_before(text + end)) &&
                       is_letter(character_at(text + end));
    return joins_before || joins_after;
}

Piece strip_piece(const Strip *strip, guint index, guint start, guint length, bool hyphen) {
    const Stretch *stretch = &g_array_index(strip->stretches, Stretch, index);
    const Setting *setting = strip->setting;
    TextEngine *engine = setting->engine;
    const Word *word =
        needs_context(strip, stretch, start, start + length)
            ? shaper_word_in_context(engine, stretch->shaper, setting->text, start, length,
                                     setting->length)
            : shaper_word(engine, stretch->shaper, setting->text + start, length, hyphen);
    double spacing = stretch->style->key.letter_spacing;
    return (Piece){
        .start = start,
        .length = length,
        .stretch = index,
        .word = word,
        .width = word->width * stretch->scale + word->clusters * spacing,
        .visible =
            (word->width - word->blank_width) * stretch->scale + word->visible_clusters * spacing,
    };
}

static bool ends_in_soft_hyphen(const Strip *strip, guint offset) {
    const char *p = strip->setting->text + offset;
    return offset >= strip->start + 2 && (guchar)p[-2] == 0xC2 && (guchar)p[-1] == 0xAD;
}

Piece strip_head(const Strip *strip, const Piece *piece, guint offset) {
    return strip_piece(strip, piece->stretch, piece->start, offset - piece->start,
                       ends_in_soft_hyphen(strip, offset));
}

double strip_visible_width(const Strip *strip) {
    guint count = strip->pieces->len;
    if (!count)
        return 0;
    const Piece *last = strip_piece_at(strip, count - 1);
    return strip_width(strip) - last->width + last->visible;
}

double strip_width(const Strip *strip) {
    double width = 0;
    for (guint i = 0; i < strip->pieces->len; i++)
        width += g_array_index(strip->pieces, Piece, i).width;
    return width;
}

// Cutting goes character by character and remembers the piece being read.
typedef struct {
    Strip *strip;
    guint stretch;     // index
    const char *start; // of the piece
    const char *word;  // of the last word in it
    gunichar last;     // character of that word that is no blank, 0: none
    guint stage;       // 0: letters so far, 1: then tail punctuation, 2: then blanks
    bool is_solid;
} Cutter;

static void end_piece(Cutter *cutter, const char *end, bool breaks_after) {
    const char *text = cutter->strip->setting->text;
    if (end == cutter->start)
        return;
    Piece piece = strip_piece(cutter->strip, cutter->stretch, (guint)(cutter->start - text),
                              (guint)(end - cutter->start), /*hyphen=*/false);
    piece.is_solid = cutter->is_solid;
    piece.breaks_after = breaks_after;
    g_array_append_val(cutter->strip->pieces, piece);
    cutter->start = cutter->word = end;
    cutter->last = 0;
    cutter->stage = 0;
    cutter->is_solid = true;
}

// "x" between numbers may become a multiplication sign.
static bool is_times(const char *word, const char *end) {
    return end - word >= 1 && (*word == 'x' || *word == 'X') && (end - word == 1 || word[1] == ' ');
}

// Whether a word that starts at p, after a blank, can be shaped apart from what is before it.
static bool is_apart(const Cutter *cutter, const char *p, const char *end, gunichar c) {
    if (!is_letter(c) || !cutter->last)
        return false;
    return (is_letter(cutter->last) || is_tail(cutter->last)) && !is_times(p, end) &&
           !is_times(cutter->word, p);
}

static void read_character(Cutter *cutter, gunichar c) {
    guint stage = is_letter(c) && c < LATIN_END ? 0 : is_tail(c) ? 1 : c == ' ' ? 2 : 3;
    if (stage < cutter->stage || stage == 3)
        cutter->is_solid = false;
    cutter->stage = MIN(stage, 2);
    if (c != ' ')
        cutter->last = c;
}

static bool is_wide_break(const Strip *strip, const char *p, gunichar c) {
    guint offset = (guint)(p - strip->setting->text) - strip->start;
    return strip->breaks && (strip->breaks[offset] & BREAK_LINE) &&
           (g_unichar_iswide(c) || g_unichar_iswide(character_before(p)));
}

// Over letters and digits of ASCII in a word that began with one: no piece ends among them.
static const char *skip_letters(Cutter *cutter, const char *p, const char *end) {
    const char *stop = MIN(end, cutter->start + PIECE_MAX);
    const char *first = p;
    if (cutter->stage != 0 || cutter->last == 0)
        return p;
    while (p < stop && g_ascii_isalnum(*p))
        p++;
    if (p > first)
        cutter->last = (guchar)p[-1];
    return p;
}

static void cut_stretch(Strip *strip, guint index) {
    const Stretch *stretch = &g_array_index(strip->stretches, Stretch, index);
    const char *p = strip->setting->text + stretch->start, *end = p + stretch->length;
    Cutter cutter = {.strip = strip, .stretch = index, .start = p, .word = p, .is_solid = true};
    while (p < end) {
        gunichar c = character_at(p);
        bool is_start = p > cutter.start && p[-1] == ' ' && c != ' ';
        if (is_start && is_apart(&cutter, p, end, c))
            end_piece(&cutter, p, c < LATIN_END && cutter.last < LATIN_END);
        else if (!stretch->is_plain && p > cutter.start && is_wide_break(strip, p, c))
            end_piece(&cutter, p, true);
        else if (p - cutter.start >= PIECE_MAX && !g_unichar_ismark(c))
            end_piece(&cutter, p, false);
        if (is_start)
            cutter.word = p;
        read_character(&cutter, c);
        p = skip_letters(&cutter, g_utf8_next_char(p), end);
    }
    end_piece(&cutter, end, false);
}

// Fills in break opportunities of text, one byte for each of its bytes.
static void find_window_breaks(const char *text, guint length, PangoLanguage *language,
                               guint8 *breaks) {
    gsize count = (gsize)g_utf8_strlen(text, (gssize)length) + 1;
    g_autofree PangoLogAttr *attributes = g_new0(PangoLogAttr, count);
    pango_get_log_attrs(text, (int)length, /*level=*/-1, language, attributes, (int)count);
    const char *p = text;
    for (gsize i = 0; i + 1 < count; i++, p = g_utf8_next_char(p))
        breaks[p - text] = (guint8)((attributes[i].is_line_break ? BREAK_LINE : 0) |
                                    (attributes[i].is_cursor_position ? BREAK_CHARACTER : 0));
}

// A raised span, such as the mark of a note, stays with the word before it, also behind a full
// stop.
static void keep_raised(const Strip *strip, guint8 *breaks) {
    const Setting *setting = strip->setting;
    guint end = strip->start + strip->length;
    for (guint span = setting_span_at(setting, strip->start); setting->ends[span] < end; span++) {
        guint next = setting->ends[span];
        if (setting->spec->spans[span + 1].style.rise > 0 && setting->text[next - 1] != ' ')
            breaks[next - strip->start] &= (guint8)~BREAK_LINE;
    }
}

// Pango's break opportunities, a byte for each of the strip's. Found window by window, since for
// languages without blanks Pango's work grows with the square of the text.
static guint8 *find_breaks(const Strip *strip) {
    const Setting *setting = strip->setting;
    PangoLanguage *language = setting->styles[setting_span_at(setting, strip->start)]->language;
    guint8 *breaks = g_malloc0(strip->length + 1);
    for (guint from = 0, to; from < strip->length; from = to) {
        const char *text = setting->text + strip->start + from;
        to = MIN(from + BREAK_WINDOW, strip->length);
        if (to < strip->length)
            to = from + (guint)(g_utf8_find_prev_char(text, text + (to - from)) - text);
        find_window_breaks(text, to - from, language, breaks + from);
    }
    keep_raised(strip, breaks);
    return breaks;
}

bool strip_can_break(Strip *strip, guint offset, BreakKind kind) {
    if (!strip->breaks)
        strip->breaks = find_breaks(strip);
    return strip->breaks[offset - strip->start] & kind;
}

bool strip_breaks_after(Strip *strip, guint index) {
    const Piece *piece = strip_piece_at(strip, index);
    return piece->breaks_after || strip_can_break(strip, piece_end(piece), BREAK_LINE);
}

void strip_cut(Strip *strip, bool is_plain) {
    if (strip->wraps && !is_plain)
        strip->breaks = find_breaks(strip);
    for (guint i = 0; i < strip->stretches->len; i++)
        cut_stretch(strip, i);
}
