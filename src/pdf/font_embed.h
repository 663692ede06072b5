// Fonts of a document: one subset per face, cut by HarfBuzz with renumbered glyphs, described to
// libharu as a Type 0 font (ISO 32000-1, 9.7) with widths and a ToUnicode map.
#pragma once
#include "base/diag.h"
#include "pdf/object.h"
#include "text/font.h"

typedef struct EmbeddedFonts EmbeddedFonts;

EmbeddedFonts *embedded_fonts_new(void);
void embedded_fonts_free(EmbeddedFonts *fonts); // accepts NULL
// First pass: which glyphs occur, and for which text each stands.
void embedded_fonts_collect(EmbeddedFonts *fonts, const GlyphRun *run);
// Cuts all subsets and writes them. False and reported on failure.
bool embedded_fonts_write(EmbeddedFonts *fonts, PdfDocument *document, Diags *diags);
// Second pass: a face's subset.
typedef struct EmbeddedFont EmbeddedFont;
const EmbeddedFont *embedded_font_find(const EmbeddedFonts *fonts, const FontFace *face);
const char *embedded_font_name(const EmbeddedFont *font); // of the resource: "F0"
HPDF_Dict embedded_font_dict(const EmbeddedFont *font);
// The code of a glyph in the subset, and its natural advance in thousandths of the font size.
guint16 embedded_font_code(const EmbeddedFont *font, guint32 glyph);
float embedded_font_advance(const EmbeddedFont *font, guint32 glyph);
// The code of a blank; every face that has one keeps it, for the ends of lines. False: none.
bool embedded_font_space(const EmbeddedFont *font, guint16 *code);
// Whether reading the run's glyphs back by their ToUnicode map gives the run's text.
bool embedded_font_spells(const EmbeddedFont *font, const GlyphRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EmbeddedFonts, embedded_fonts_free)
