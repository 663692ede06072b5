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
// Second pass: the resource name and dictionary of a face, and the code of a glyph in its subset.
const char *embedded_font_name(const EmbeddedFonts *fonts, const FontFace *face);
HPDF_Dict embedded_font_dict(const EmbeddedFonts *fonts, const FontFace *face);
guint16 embedded_font_code(const EmbeddedFonts *fonts, const FontFace *face, guint32 glyph);
// Whether reading the run's glyphs back by their ToUnicode map gives the run's text.
bool embedded_fonts_spell(const EmbeddedFonts *fonts, const GlyphRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EmbeddedFonts, embedded_fonts_free)
