// Colours: CSS notation, sRGB, and the spaces that interpolation and tests need.
#pragma once
#include <stdbool.h>

typedef struct {
    double r, g, b, a; // sRGB, 0 to 1, not premultiplied
} Colour;

// CSS Color 4 names, "transparent", #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(), rgba(), hsl(), hsla()
// with commas or spaces; letter case and surrounding space do not matter. Channels and alpha are
// clamped. False, and *out untouched, when text is none of these.
bool colour_parse(const char *text, Colour *out);
// "#rrggbb", rounded and clamped (alpha is left out).
void colour_to_hex(Colour colour, char buffer[8]);
// Channel by channel, alpha too: t 0 gives a, 1 gives b.
Colour colour_mix_rgb(Colour a, Colour b, double t);
// WCAG 2 relative luminance and contrast ratio (1 to 21).
double colour_luminance(Colour colour);
double colour_contrast(Colour a, Colour b);

typedef struct {
    double l, a, b;
} Oklab;
// Björn Ottosson, "A perceptual color space for image processing", 2020.
Oklab colour_to_oklab(Colour colour);
// Machado, Oliveira, Fernandes 2009, severity 1. kind: 'p'rotanopia, 'd'euteranopia, 't'ritanopia.
Colour colour_simulate(Colour colour, char kind);
// Hue in degrees, saturation and lightness 0 to 1, as d3-color has them
// (https://d3js.org/d3-color). A grey has no hue, black and white no saturation either: NaN.
typedef struct {
    double h, s, l;
} Hsl;
Hsl colour_to_hsl(Colour colour);
Colour colour_from_hsl(Hsl hsl, double alpha); // any hue; NaN counts as grey

// CIE 1976 Lab under D50, as d3-color has it. l is 0 to 100. Colours
// out of Lab or Lch may lie outside sRGB: their channels are then below 0 or above 1.
typedef struct {
    double l, a, b;
} Lab;
Lab colour_to_lab(Colour colour);
Colour colour_from_lab(Lab lab, double alpha);

// The same in polar form, d3's "hcl": hue in degrees, 0 to 360, NaN when grey (c is then 0, or NaN
// for black and white).
typedef struct {
    double l, c, h;
} Lch;
Lch colour_to_lch(Colour colour);
Colour colour_from_lch(Lch lch, double alpha);
