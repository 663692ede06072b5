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
// The code and the advance (thousandths) of a glyph without ink that faces of runs from right to
// left keep, for the edges of letters. False: none.
bool embedded_font_edge(const EmbeddedFont *font, guint16 *code, float *advance);
// Glyphs that show some letters together: they follow each other in the run, and so do the letters.
typedef struct {
    guint first, count; // glyphs
    guint start, end;   // bytes of the run's text
} GlyphCluster;
// The cluster that begins at glyph `first`; its text reaches to the next one's in reading order.
GlyphCluster glyph_cluster_at(const GlyphRun *run, guint first);
bool embedded_font_spells_cluster(const EmbeddedFont *font, const GlyphRun *run,
                                  const GlyphCluster *cluster);
// Whether reading the run's glyphs back by their ToUnicode map gives the run's text.
bool embedded_font_spells(const EmbeddedFont *font, const GlyphRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EmbeddedFonts, embedded_fonts_free)
