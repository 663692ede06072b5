// Colours: CSS notation, sRGB, and the spaces that interpolation and tests need.
#pragma once
#include <stdbool.h>

typedef struct {
    double r, g, b, a; // sRGB, 0 to 1, not premultiplied
} Colour;

// CSS Color 4 names, #rgb, #rrggbb, #rrggbbaa, rgb(), rgba(), hsl(), hsla(), "transparent".
bool colour_parse(const char *text, Colour *out);
// "#rrggbb" (alpha is left out); buffer of 8 bytes.
void colour_to_hex(Colour colour, char buffer[8]);
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
// CIE Lab and HCL (Lch(ab)), D50, as d3-color has them; hue in degrees, NaN when grey.
typedef struct {
    double l, a, b;
} Lab;
Lab colour_to_lab(Colour colour);
Colour colour_from_lab(Lab lab, double alpha);
