// Numbers and outlines as SVG writes them.
#pragma once
#include "scene/outline.h"

// With at most three decimals, no zeros at the end, never "-0".
void svg_put_number(GString *out, double value);
// Path data, all commands absolute.
void svg_put_outline(GString *out, const Outline *outline);
