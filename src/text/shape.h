// Words shaped by HarfBuzz and kept. Lengths are font units, so that one word serves all sizes.
#pragma once
#include "text/engine.h"

typedef struct {
    uint32_t glyph;
    int advance, dx, dy; // font units, y down
    guint cluster;       // byte offset in the word
} WordGlyph;

typedef struct {
    const char *text; // not NUL terminated
    guint length;
    guint visible;   // bytes without the blanks at its end
    bool hyphen;     // ends in a soft hyphen that is shown, since the line breaks there
    int width;       // with its blanks
    int blank_width; // of the blanks at its end
    guint glyph_count, clusters, visible_clusters;
    const WordGlyph *glyphs; // visual order
} Word;

// One way of shaping: a face with all that changes what comes out, and the words shaped so.
typedef struct Shaper {
    FontFace *face;
    hb_script_t script;
    hb_language_t language;
    bool rtl, tabular, small_caps, no_ligatures;
    GHashTable *words;         // Word to itself, by text
    struct Numerals *numerals; // see numerals.h; NULL: not asked yet
    guint numbers_shaped;
} Shaper;

GHashTable *shaper_table_new(void);
// The shaper that equals the key, made when it is new.
Shaper *shaper_find(TextEngine *engine, const Shaper *key);
// A word's glyphs; they last until shaper_forget. hyphen: see Word.
const Word *shaper_word(TextEngine *engine, Shaper *shaper, const char *text, guint length,
                        bool hyphen);
// The same for bytes [start, start + length) of a text whose neighbouring letters matter (in
// scripts that join letters); kept too, but not found again.
const Word *shaper_word_in_context(TextEngine *engine, Shaper *shaper, const char *text,
                                   guint start, guint length, guint text_length);
// Shapes the text afresh; the buffer is the engine's and holds what came out.
hb_buffer_t *shaper_run(TextEngine *engine, const Shaper *shaper, const char *text, guint length);
// Empties the store of words when it has grown past its limit. Words found before are then gone.
void shaper_forget(TextEngine *engine);
