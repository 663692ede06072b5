// Fits of y over x, as vega-statistics has them; internal to the table floor.
#pragma once
#include "base/arena.h"

typedef struct {
    const double *x, *y;
    unsigned count;
} Points;

enum { REGRESSION_ORDER_MAX = 20 };

typedef struct Fit Fit;
struct Fit {
    double coefficients[REGRESSION_ORDER_MAX + 1];
    unsigned coefficient_count;
    double r_squared;
    // of predict
    double (*predict)(const Fit *fit, double x);
    double center_x, center_y;
    double terms[REGRESSION_ORDER_MAX + 1];
};

typedef Fit (*FitFunction)(const Points *points, unsigned order);
// By name: constant, linear, log, exp, pow, quad, poly. NULL when unknown.
FitFunction fit_find(const char *method);

// Local regression (Cleveland 1979) with two robust iterations; points sorted by x. Gives the count
// of distinct x, with the smoothed y of each, in the arena.
unsigned loess_smooth(Arena *arena, const Points *points, double bandwidth, double **x, double **y);

// A curve over [min, max], refined where it bends (vega-statistics sampleCurve). In the arena.
typedef struct {
    double x, y;
} CurvePoint;
typedef double (*CurveFunction)(const void *data, double x);
CurvePoint *curve_sample(Arena *arena, CurveFunction curve, const void *data, const double range[2],
                         const unsigned steps[2], unsigned *count);
