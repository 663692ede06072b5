// Colour interpolation: a colour is taken apart into three numbers of a space, each goes its way,
// and the result is put together again. A hue or saturation that a grey does not have is NaN and
// takes the other end's. Formulas: d3-color (https://d3js.org/d3-color).
#include "chart/scale_colour.h"

#include <math.h>

typedef struct {
    void (*split)(Colour colour, double out[3]);
    Colour (*join)(const double in[3], double alpha);
    int hue;       // which of the three is an angle; -1: none
    int lightness; // which one cubehelix's gamma bends; -1: none
} Space;

// 0 to 255, and exactly so for colours that came from hexadecimal digits: then the middle between
// two rounds as it does in d3.
static double whole_part(double x) {
    double whole = round(x * 255);
    return fabs(whole - x * 255) < 1e-9 ? whole : x * 255;
}

static void split_rgb(Colour c, double out[3]) {
    out[0] = whole_part(c.r), out[1] = whole_part(c.g), out[2] = whole_part(c.b);
}

static Colour join_rgb(const double in[3], double alpha) {
    return (Colour){in[0] / 255, in[1] / 255, in[2] / 255, alpha};
}

static void split_hsl(Colour c, double out[3]) {
    Hsl hsl = colour_to_hsl(c);
    out[0] = hsl.h, out[1] = hsl.s, out[2] = hsl.l;
}

static Colour join_hsl(const double in[3], double alpha) {
    return colour_from_hsl((Hsl){in[0], in[1], in[2]}, alpha);
}

static void split_lab(Colour c, double out[3]) {
    Lab lab = colour_to_lab(c);
    out[0] = lab.l, out[1] = lab.a, out[2] = lab.b;
}

static Colour join_lab(const double in[3], double alpha) {
    return colour_from_lab((Lab){in[0], in[1], in[2]}, alpha);
}

static void split_hcl(Colour c, double out[3]) {
    Lch lch = colour_to_lch(c);
    out[0] = lch.h, out[1] = lch.c, out[2] = lch.l;
}

static Colour join_hcl(const double in[3], double alpha) {
    return colour_from_lch((Lch){in[2], in[1], in[0]}, alpha);
}

// Dave Green's cubehelix in Mike Bostock's form.
static const double helix_a = -0.14861, helix_b = 1.78277, helix_c = -0.29227, helix_d = -0.90649,
                    helix_e = 1.97294;

static void split_cubehelix(Colour c, double out[3]) {
    double ed = helix_e * helix_d, eb = helix_e * helix_b;
    double bc_da = helix_b * helix_c - helix_d * helix_a;
    double l = (bc_da * c.b + ed * c.r - eb * c.g) / (bc_da + ed - eb), bl = c.b - l;
    double k = (helix_e * (c.g - l) - helix_c * bl) / helix_d;
    double s = sqrt(k * k + bl * bl) / (helix_e * l * (1 - l));
    double h = s != 0 && !isnan(s) ? atan2(k, bl) * 180 / G_PI - 120 : NAN;
    out[0] = h < 0 ? h + 360 : h;
    out[1] = s;
    out[2] = l;
}

static Colour join_cubehelix(const double in[3], double alpha) {
    double h = isnan(in[0]) ? 0 : (in[0] + 120) * G_PI / 180, l = in[2];
    double a = isnan(in[1]) ? 0 : in[1] * l * (1 - l), x = cos(h), y = sin(h);
    return (Colour){l + a * (helix_a * x + helix_b * y), l + a * (helix_c * x + helix_d * y),
                    l + a * helix_e * x, alpha};
}

static const Space spaces[] = {
    [INTERPOLATE_COLOUR_RGB] = {split_rgb, join_rgb, -1, -1},
    [INTERPOLATE_COLOUR_HSL] = {split_hsl, join_hsl, 0, -1},
    [INTERPOLATE_COLOUR_LAB] = {split_lab, join_lab, -1, -1},
    [INTERPOLATE_COLOUR_HCL] = {split_hcl, join_hcl, 0, -1},
    [INTERPOLATE_COLOUR_CUBEHELIX] = {split_cubehelix, join_cubehelix, 0, 2},
};

static double mix_number(double a, double b, double t) {
    double span = b - a;
    if (isnan(span))
        return isnan(a) ? b : a;
    return a + t * span;
}

static double mix_hue(double a, double b, double t) {
    double span = b - a;
    if (isnan(span))
        return isnan(a) ? b : a;
    if (span > 180 || span < -180)
        span -= 360 * floor(span / 360 + 0.5);
    return a + t * span;
}

static double mix_gamma(double a, double b, double t, double gamma) {
    double x = pow(a, gamma), y = pow(b, gamma);
    return pow(x + t * (y - x), 1 / gamma);
}

// x in 255ths, an exact half where it is one but for the last digits.
static double whole_half(double x) {
    double twice = round(x * 510);
    return fabs(twice - x * 510) < 1e-9 ? twice / 2 : x * 255;
}

static double whole_255th(double x) {
    return isnan(x) ? 0 : CLAMP(floor(whole_half(x) + 0.5), 0, 255) / 255;
}

Colour colour_mix(Colour a, Colour b, double t, ColourMix mix) {
    const Space *space = &spaces[mix.space];
    double from[3], to[3], at[3], gamma = mix.gamma > 0 ? mix.gamma : 1;
    space->split(a, from);
    space->split(b, to);
    for (int i = 0; i < 3; i++) {
        if (i == space->hue && !mix.long_hue)
            at[i] = mix_hue(from[i], to[i], t);
        else if (mix.space == INTERPOLATE_COLOUR_RGB && gamma != 1)
            at[i] = mix_gamma(from[i], to[i], t, gamma);
        else
            at[i] = mix_number(from[i], to[i], i == space->lightness ? pow(t, gamma) : t);
    }
    Colour mixed = space->join(at, CLAMP(mix_number(a.a, b.a, t), 0, 1));
    return (Colour){whole_255th(mixed.r), whole_255th(mixed.g), whole_255th(mixed.b), mixed.a};
}
