// Font faces as files: what pdf/ embeds and what draw code paints.
#pragma once
#include "text/text.h"

#include <hb.h>

struct FontFace {
    guint id;                    // counts from 0 in the order of first use by the engine
    hb_face_t *hb_face;          // owned by the engine
    hb_font_t *hb_font;          // the same, unscaled (font units), with its variations
    const char *postscript_name; // never empty
    const char *family;
    bool is_cff; // CFF outlines: embed as FontFile3
    bool is_serif, is_fixed_pitch, is_italic;
    unsigned units_per_em;
    double ascent, descent, cap_height, x_height; // em units / units_per_em
    double italic_angle;
    double bbox[4]; // xmin, ymin, xmax, ymax in em
    int weight;
    struct FacePango *pango; // for cairo; inside text/ only
    const char *path;        // of its file
};

// Whether the face's file is all there.
bool font_is_whole(hb_face_t *hb_face);
// Unhinted advance of a glyph in ems.
double font_advance(const FontFace *face, uint32_t glyph);
// Font files this machine lacks: reports a missing family once, as an error when there is no font
// at all. True when it is there.
bool font_check_family(TextEngine *engine, Diags *diags, const Place *place, const char *family);
