// What the files of the scale share: the derived state behind Scale.lookup.
#pragma once
#include "chart/scale.h"

#include <math.h>

typedef struct {
    // Continuous: breakpoints, transformed and ascending, with the range in the same order.
    guint point_count;
    double *domain, *range;
    double clamp_low, clamp_high;
    // Of invert: the range ascending, with the transformed domain in the same order.
    double *inverse_range, *inverse_domain;
    // Discretizing: boundaries. Of quantile: the ends of its sorted samples.
    guint threshold_count;
    double *thresholds;
    double sample_low, sample_high;
    // Log: how many ticks there are for a count, remembered for the labels.
    double label_count;
    guint label_ticks;
    // Discrete: unique values, and an open hash of their indices + 1.
    guint value_count, slot_count;
    Value *values;
    guint32 *slots;
} ScaleState;

static inline const ScaleState *scale_state(const Scale *scale) {
    g_assert(scale->lookup); // scale_finish was called
    return scale->lookup;
}
static inline double round_js(double x) {
    return floor(x + 0.5);
}
static inline double scale_low(const Scale *scale) {
    return value_to_number(scale->domain[0]);
}
static inline double scale_high(const Scale *scale) {
    return value_to_number(scale->domain[scale->domain_count - 1]);
}
// Index of the first boundary above x (d3's bisectRight) among values[from, to).
static inline guint bisect_right(const double *values, double x, guint from, guint to) {
    while (from < to) {
        guint middle = from + (to - from) / 2;
        if (values[middle] > x)
            to = middle;
        else
            from = middle + 1;
    }
    return from;
}

double scale_transform(const Scale *scale, double x);
// log of x, whole where x is a power as far as doubles can tell; and base to a power.
double log_base(double base, double x);
double log_power(double base, double exponent);
