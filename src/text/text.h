// Text set in type: Pango and HarfBuzz shape, break and order it; what comes out are lines of
// glyph runs in points, y down, ready for a PDF content stream or cairo. One engine per run of the
// program, used by one thread; it keeps fonts and a bounded store of words shaped.
//
// Text is made safe first, and nothing of it disappears: invalid UTF-8, control characters and
// overrides of direction (U+202D, U+202E) are shown as U+FFFD; a tab is a space; line ends of
// every kind (CR LF, U+2028, ...) are "\n". Paragraph.text and all offsets are of the safe text.
#pragma once
#include "base/arena.h"
#include "base/colour.h"
#include "base/diag.h"

#include <stdint.h>

typedef struct TextEngine TextEngine;
typedef struct FontFace FontFace; // one face of a font file; see text/font.h

typedef enum { TEXT_ALIGN_START, TEXT_ALIGN_END, TEXT_ALIGN_CENTER, TEXT_ALIGN_JUSTIFY } TextAlign;
typedef enum { TEXT_DIR_AUTO, TEXT_DIR_LTR, TEXT_DIR_RTL } TextDirection;

// How a piece of text looks. Strings are borrowed and must live as long as what was shaped.
typedef struct {
    const char *family; // one family or a comma separated list; NULL: "sans-serif"
    double size;        // points
    int weight;         // 100 to 900; 0 is 400
    bool italic;
    bool tabular; // figures of one width (tnum)
    bool small_caps;
    bool underline, strikethrough;
    double letter_spacing; // points
    double rise;           // baseline shift in points, up
    Colour colour;
    const char *language; // BCP 47, or NULL
} TextStyle;

// Where font files are looked for follows fontconfig. "sans-serif", "serif" and "monospace" mean
// DejaVu Sans, DejaVu Serif and DejaVu Sans Mono, so that output does not depend on the machine.
const char *text_pango_version(void);
const char *text_harfbuzz_version(void);
TextEngine *text_engine_new(void);
void text_engine_free(TextEngine *engine); // accepts NULL
// Begins, in a thread of its own, to read the rules by which fonts are sought for letters that a
// text's own font lacks: for much text of any kind, which will need them. Without it they are read
// when a text does.
void text_engine_warm(TextEngine *engine);
// What was found missing is told anew: before the next document that the engine sets.
void text_engine_forget_missing(TextEngine *engine);
// Calls back with the path of each font file in use.
void text_engine_each_file(const TextEngine *engine, void (*call)(void *data, const char *path),
                           void *data);
// Calls back with the path of each folder where fonts may be installed.
void text_engine_each_folder(void (*call)(void *data, const char *path), void *data);
// Whether a family is installed (the first of a list).
bool text_engine_has_family(TextEngine *engine, const char *family);

typedef struct {
    double ascent, descent; // points from the baseline, both positive
    double cap_height, x_height;
} FontMetrics;
FontMetrics text_font_metrics(TextEngine *engine, const TextStyle *style);

// The advance width of one line in points, unhinted. Cached.
double text_width(TextEngine *engine, const TextStyle *style, const char *text);

typedef struct {
    uint32_t glyph;   // index in the font file
    float advance;    // points
    float dx, dy;     // points, y down
    uint32_t cluster; // byte offset in the run's text
} Glyph;

// Glyphs of one face, size, colour and direction, in visual order.
typedef struct {
    const FontFace *face;
    double size;
    bool synthetic_italic, synthetic_bold; // the face lacks the style; whoever draws fakes it
    Colour colour;
    bool rtl;
    double x; // of the run's origin, from the line's left edge
    double width;
    double rise; // y offset of the baseline, up
    // UTF-8 that the glyphs show (not NUL terminated): a part of the line's text, or a copy without
    // the soft hyphens and isolates in it that are not seen.
    const char *text;
    guint text_length;
    const char *link;     // URI or "#destination", or NULL
    const char *language; // or NULL
    bool underline, strikethrough;
    guint span; // index of the TextSpan the run comes from
    guint glyph_count;
    const Glyph *glyphs;
} GlyphRun;

typedef struct {
    double x;           // left edge of the ink line in the paragraph's box
    double width;       // natural width
    double baseline;    // from the paragraph's top
    double top, bottom; // of the line box, from the paragraph's top
    bool ends_paragraph;
    guint start, length; // bytes of the paragraph's whole text
    guint run_count;
    const GlyphRun *runs;
} TextLine;

typedef struct {
    const char *text; // UTF-8, NUL terminated
    TextStyle style;
    const char *link; // or NULL
} TextSpan;

typedef struct {
    guint span_count;
    const TextSpan *spans;
    double width;   // of the box in points; <= 0: do not break
    double measure; // that lines are broken at, when that is less than the box; 0: the box
    TextAlign align;
    TextDirection direction;
    double leading; // line height in points; 0: the font's own
    double indent;  // of the first line
    int max_lines;  // 0: all; the last line then ends in an ellipsis
    bool hyphenate; // at soft hyphens only
} ParagraphSpec;

typedef struct {
    double width, height; // width: the widest line
    guint line_count;
    const TextLine *lines;
    const char *text; // the spans joined
    bool rtl;         // base direction
    bool truncated;   // max_lines cut something
} Paragraph;

// Sets a paragraph; the result lives in the arena (fonts in the engine). Newlines break lines.
// A word wider than the box is broken anywhere. With a width, blanks at the end of a line hang:
// they are in TextLine.length, but not in its runs and width. Box k of the lines is [k, k + 1) *
// leading, with ascent and descent of the first span's font centred in it, whatever fonts stand in
// for it. A character that no font has is set as the face's .notdef, remembered for
// text_report_missing.
const Paragraph *text_paragraph(TextEngine *engine, Arena *arena, const ParagraphSpec *spec);
// One style, one line, no width: the common case of labels and cells. A newline is a space here
// and in text_width.
const Paragraph *text_line(TextEngine *engine, Arena *arena, const TextStyle *style,
                           const char *text);
// The widths a paragraph can have: of its longest unbreakable piece and of its longest line.
void text_extent(TextEngine *engine, const TextStyle *style, const char *text, double *min_width,
                 double *max_width);
// The text cut so that it and "…" fit the width; the text itself when it fits. In the arena.
const char *text_truncate(TextEngine *engine, Arena *arena, const TextStyle *style,
                          const char *text, double width);

// Reports (as warnings, once per character and engine) what had no glyph since the last call.
void text_report_missing(TextEngine *engine, Diags *diags, const Place *place);
bool text_has_missing(const TextEngine *engine); // whether there is something to report
// Reports as errors the font files in use that are cut short: no page is to be made with them.
void text_report_broken(const TextEngine *engine, Diags *diags);
