// What the files of text/ share and other floors do not see: the engine, the fonts in use and the
// styles interned.
#pragma once
#include "text/font.h"

#include <pango/pangocairo.h>

enum { TEXT_SIZE_MAX = 2000 }; // points
#define TEXT_SIZE_MIN 0.1

// What a TextStyle says about the choice and setting of glyphs, looked up once.
typedef struct {
    TextStyle key; // strings in the engine's arena; only what matters here
    PangoFontDescription *description;
    PangoLanguage *language;
    const char *features; // OpenType features, or NULL
    const FontFace *face; // of the first family that is there
    FontMetrics metrics;
} FontStyle;

// A face at a size, as Pango handed it out.
typedef struct {
    FontFace *face;
    double size;
    bool synthetic_italic, synthetic_bold;
} SizedFont;

struct TextEngine {
    Arena *arena; // faces, styles and their strings
    PangoFontMap *font_map;
    PangoLayout *layouts[2];       // reused: left to right, right to left
    GHashTable *styles;            // FontStyle to itself, by content
    const FontStyle *recent;       // the style looked up last
    GHashTable *fonts;             // PangoFont * (owned) to SizedFont
    GHashTable *faces;             // file, index and variations to FontFace
    GHashTable *families;          // name to whether it is installed
    GHashTable *families_reported; // names
    GHashTable *missing_seen;      // characters ever found missing
    GArray *missing;               // gunichar, not reported yet
    GHashTable *widths;            // see line.c
    gsize widths_size;
};

GHashTable *style_table_new(void);
const FontStyle *style_find(TextEngine *engine, const TextStyle *style);
// Adds to the list what sets bytes [start, end) in the style. The list's layout may already have
// base's font and then needs none.
void style_add_attributes(const FontStyle *style, const FontStyle *base, PangoAttrList *list,
                          guint start, guint end);

// The family list with generic names replaced by the families they mean. New string.
char *style_map_families(const char *family);
// The first family of it. New string.
char *style_first_family(const char *family);

const SizedFont *font_find(TextEngine *engine, PangoFont *font);
void font_faces_free(TextEngine *engine);
void font_note_missing(TextEngine *engine, gunichar character);
