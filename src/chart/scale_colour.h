// Mixing two colours in a colour space, as d3-interpolate does
// (https://d3js.org/d3-interpolate/color).
#pragma once
#include "chart/scale.h"

typedef struct {
    ColourSpace space;
    bool long_hue; // do not take the shorter way round the hue circle
    double gamma;  // of rgb and cubehelix; 0: 1
} ColourMix;

// t may lie outside of 0 to 1. The result has whole 255ths, as CSS notation has.
Colour colour_mix(Colour a, Colour b, double t, ColourMix mix);
