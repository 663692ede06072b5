// What the files of text/ share and other floors do not see: the engine, the fonts in use and the
// styles interned.
#pragma once
#include "text/font.h"
#include "text/font_names.h"

#include <pango/pangocairo.h>

enum { TEXT_SIZE_MAX = 2000 }; // points
#define TEXT_SIZE_MIN 0.1

// A face as Pango handed it out. Fonts are sought at one size for all, since neither the choice nor
// the glyphs of unhinted fonts depend on it, and a search takes milliseconds.
typedef struct {
    FontFace *face;
    bool synthetic_italic, synthetic_bold;
} FoundFont;

enum {
    STYLE_LATIN_END = 0x250,         // Latin of ASCII, Latin-1, Extended-A and B
    STYLE_PUNCTUATION_FROM = 0x2010, // to 0x2027: dashes, quotes, bullet, ellipsis
    STYLE_PUNCTUATION_END = 0x2028,
    STYLE_PLAIN_COUNT = STYLE_LATIN_END + STYLE_PUNCTUATION_END - STYLE_PUNCTUATION_FROM
};

// What a TextStyle says about the choice and setting of glyphs, looked up once.
typedef struct {
    TextStyle key; // strings in the engine's arena; only what matters here
    PangoFontDescription *description;
    PangoLanguage *language;         // never NULL
    const FoundFont *font;           // of the first family that is there
    struct Shaper *plain_shapers[2]; // of plain text (see strip.c) without and with letters
    guint8 covered[STYLE_PLAIN_COUNT];
    FontMetrics metrics;
} FontStyle;

// What is needed for one text at a time, kept for the next. NULL: in use, or never needed.
typedef struct {
    GArray *stretches, *pieces, *lines, *parts;
    GString *joined;
} Spares;

struct TextEngine {
    Arena *arena;           // faces, styles and their strings
    FontNames *names;       // NULL: everything is sought with Pango
    PangoFontMap *font_map; // NULL until text_engine_context
    PangoContext *context;
    GHashTable *styles;            // FontStyle to itself, by content
    const FontStyle *recent;       // the style looked up last
    GHashTable *fonts;             // PangoFont * (owned) to FoundFont
    GHashTable *faces;             // file, index and variations to FontFace
    GHashTable *families;          // name to whether it is installed
    GHashTable *families_reported; // names
    GHashTable *missing_seen;      // characters ever found missing
    GArray *missing;               // gunichar, not reported yet
    GPtrArray *broken;             // paths of font files that are cut short
    hb_buffer_t *buffer;
    GHashTable *shapers; // Shaper to itself; see shape.h
    Arena *words;        // of shapers
    Arena *scratch;      // emptied by whoever used it
    Spares spares;
};

static inline GArray *spare_take(GArray **spare, guint element_size) {
    GArray *array = *spare;
    *spare = NULL;
    return array ? array : g_array_new(FALSE, FALSE, element_size);
}

static inline void spare_give(GArray **spare, GArray *array) {
    g_array_set_size(array, 0);
    if (*spare)
        g_array_unref(array);
    else
        *spare = array;
}

GHashTable *style_table_new(void);
const FontStyle *style_find(TextEngine *engine, const TextStyle *style);
// Adds to the list what chooses fonts for bytes [start, end) in the style.
void style_add_attributes(const FontStyle *style, PangoAttrList *list, guint start, guint end);
// Whether the character is plain (Latin or common punctuation) and the style's own font has it.
static inline bool style_covers(const FontStyle *style, gunichar c) {
    if (c < STYLE_LATIN_END)
        return style->covered[c];
    return c >= STYLE_PUNCTUATION_FROM && c < STYLE_PUNCTUATION_END &&
           style->covered[STYLE_LATIN_END + c - STYLE_PUNCTUATION_FROM];
}

// The first family of a list, generic names replaced by the families they mean. New string.
char *style_first_family(const char *family);

// What Pango seeks fonts with; made at first use.
PangoContext *text_engine_context(TextEngine *engine);

const FoundFont *font_find(TextEngine *engine, PangoFont *font);
// The font of a file, which Pango finds by that description (borrowed) too.
const FoundFont *font_find_file(TextEngine *engine, const char *file, int index,
                                const PangoFontDescription *description);
// For cairo; owned by the engine.
PangoFont *font_pango(const FontFace *face);
void font_faces_free(TextEngine *engine);
void font_note_missing(TextEngine *engine, gunichar character);
