// From sRGB to other spaces and back: plain matrices and curves, each with its source.
#include "base/colour.h"

#include <glib.h>
#include <math.h>

typedef struct {
    double v[3];
} Vector;

// IEC 61966-2-1.
static double linear_from_srgb(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4);
}

static double srgb_from_linear(double channel) {
    return channel <= 0.0031308 ? channel * 12.92 : 1.055 * pow(channel, 1 / 2.4) - 0.055;
}

static Vector linear_of(Colour colour) {
    return (Vector){
        {linear_from_srgb(colour.r), linear_from_srgb(colour.g), linear_from_srgb(colour.b)}};
}

static Vector multiply(const double matrix[3][3], Vector in) {
    Vector out;
    for (int i = 0; i < 3; i++)
        out.v[i] = matrix[i][0] * in.v[0] + matrix[i][1] * in.v[1] + matrix[i][2] * in.v[2];
    return out;
}

static Colour colour_of_linear(Vector linear, double alpha) {
    return (Colour){srgb_from_linear(linear.v[0]), srgb_from_linear(linear.v[1]),
                    srgb_from_linear(linear.v[2]), alpha};
}

// WCAG 2.2, "relative luminance"; its threshold 0.03928 is the older one of sRGB's draft, and no
// colour of 8 bits lies between the two.
double colour_luminance(Colour colour) {
    Vector linear = linear_of(colour);
    return 0.2126 * linear.v[0] + 0.7152 * linear.v[1] + 0.0722 * linear.v[2];
}

double colour_contrast(Colour a, Colour b) {
    double x = colour_luminance(a), y = colour_luminance(b);
    return (MAX(x, y) + 0.05) / (MIN(x, y) + 0.05);
}

Oklab colour_to_oklab(Colour colour) {
    static const double to_cones[3][3] = {{0.4122214708, 0.5363325363, 0.0514459929},
                                          {0.2119034982, 0.6806995451, 0.1073969566},
                                          {0.0883024619, 0.2817188376, 0.6299787005}};
    static const double to_lab[3][3] = {{0.2104542553, 0.7936177850, -0.0040720468},
                                        {1.9779984951, -2.4285922050, 0.4505937099},
                                        {0.0259040371, 0.7827717662, -0.8086757660}};
    Vector cones = multiply(to_cones, linear_of(colour));
    for (int i = 0; i < 3; i++)
        cones.v[i] = cbrt(cones.v[i]);
    Vector lab = multiply(to_lab, cones);
    return (Oklab){lab.v[0], lab.v[1], lab.v[2]};
}

Colour colour_simulate(Colour colour, char kind) {
    static const double protan[3][3] = {{0.152286, 1.052583, -0.204868},
                                        {0.114503, 0.786281, 0.099216},
                                        {-0.003882, -0.048116, 1.051998}};
    static const double deutan[3][3] = {{0.367322, 0.860646, -0.227968},
                                        {0.280085, 0.672501, 0.047413},
                                        {-0.011820, 0.042940, 0.968881}};
    static const double tritan[3][3] = {{1.255528, -0.076749, -0.178779},
                                        {-0.078411, 0.930809, 0.147602},
                                        {0.004733, 0.691367, 0.303900}};
    g_assert(kind == 'p' || kind == 'd' || kind == 't');
    const double(*matrix)[3] = kind == 'p' ? protan : kind == 'd' ? deutan : tritan;
    Vector linear = multiply(matrix, linear_of(colour));
    for (int i = 0; i < 3; i++)
        linear.v[i] = CLAMP(linear.v[i], 0, 1);
    return colour_of_linear(linear, colour.a);
}

// The reference white of CIE illuminant D50, and the CIE 1976 curve with its linear foot.
static const double white[3] = {0.96422, 1, 0.82521};
#define LAB_KNEE (6.0 / 29.0)
#define LAB_SLOPE (3.0 * LAB_KNEE * LAB_KNEE)

static double lab_curve(double t) {
    return t > LAB_KNEE * LAB_KNEE * LAB_KNEE ? cbrt(t) : t / LAB_SLOPE + 4.0 / 29.0;
}

static double lab_curve_inverse(double t) {
    return t > LAB_KNEE ? t * t * t : LAB_SLOPE * (t - 4.0 / 29.0);
}

// Matrices between linear sRGB and XYZ under D50 (Bradford), as d3-color has them
// (https://d3js.org/d3-color).
Lab colour_to_lab(Colour colour) {
    static const double to_xyz[3][3] = {{0.4360747, 0.3850649, 0.1430804},
                                        {0.2225045, 0.7168786, 0.0606169},
                                        {0.0139322, 0.0971045, 0.7141733}};
    Vector xyz = multiply(to_xyz, linear_of(colour));
    bool grey = colour.r == colour.g && colour.g == colour.b;
    double y = lab_curve(xyz.v[1] / white[1]);
    double x = grey ? y : lab_curve(xyz.v[0] / white[0]);
    double z = grey ? y : lab_curve(xyz.v[2] / white[2]);
    return (Lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

Colour colour_from_lab(Lab lab, double alpha) {
    static const double to_rgb[3][3] = {{3.1338561, -1.6168667, -0.4906146},
                                        {-0.9787684, 1.9161415, 0.0334540},
                                        {0.0719453, -0.2289914, 1.4052427}};
    double y = (lab.l + 16) / 116;
    double x = isnan(lab.a) ? y : y + lab.a / 500, z = isnan(lab.b) ? y : y - lab.b / 200;
    Vector xyz = {{white[0] * lab_curve_inverse(x), white[1] * lab_curve_inverse(y),
                   white[2] * lab_curve_inverse(z)}};
    return colour_of_linear(multiply(to_rgb, xyz), alpha);
}

static double hsl_hue(Colour c, double max, double span) {
    if (c.r == max)
        return (c.g - c.b) / span + (c.g < c.b ? 6 : 0);
    return c.g == max ? (c.b - c.r) / span + 2 : (c.r - c.g) / span + 4;
}

Hsl colour_to_hsl(Colour colour) {
    double min = fmin(fmin(colour.r, colour.g), colour.b);
    double max = fmax(fmax(colour.r, colour.g), colour.b);
    double span = max - min, l = (max + min) / 2;
    if (!(span > 0))
        return (Hsl){NAN, l > 0 && l < 1 ? 0 : NAN, l};
    return (Hsl){hsl_hue(colour, max, span) * 60, span / (l < 0.5 ? max + min : 2 - max - min), l};
}

static double hsl_channel(double h, double low, double high) {
    if (h < 60)
        return low + (high - low) * h / 60;
    if (h < 180)
        return high;
    return h < 240 ? low + (high - low) * (240 - h) / 60 : low;
}

Colour colour_from_hsl(Hsl hsl, double alpha) {
    double h = isnan(hsl.h) ? 0 : fmod(hsl.h, 360), s = isnan(hsl.h) || isnan(hsl.s) ? 0 : hsl.s;
    h += h < 0 ? 360 : 0;
    double high = hsl.l + (hsl.l < 0.5 ? hsl.l : 1 - hsl.l) * s, low = 2 * hsl.l - high;
    return (Colour){hsl_channel(h >= 240 ? h - 240 : h + 120, low, high), hsl_channel(h, low, high),
                    hsl_channel(h < 120 ? h + 240 : h - 120, low, high), alpha};
}

Lch colour_to_lch(Colour colour) {
    Lab lab = colour_to_lab(colour);
    if (lab.a == 0 && lab.b == 0)
        return (Lch){lab.l, lab.l > 0 && lab.l < 100 ? 0 : NAN, NAN};
    double hue = atan2(lab.b, lab.a) * 180 / G_PI;
    return (Lch){lab.l, hypot(lab.a, lab.b), hue < 0 ? hue + 360 : hue};
}

Colour colour_from_lch(Lch lch, double alpha) {
    double hue_rad = lch.h * G_PI / 180;
    bool grey = isnan(lch.h) || isnan(lch.c);
    Lab lab = {lch.l, grey ? 0 : lch.c * cos(hue_rad), grey ? 0 : lch.c * sin(hue_rad)};
    return colour_from_lab(lab, alpha);
}
