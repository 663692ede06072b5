// Scales: from data to pixels, colours, sizes and shapes, as d3-scale and Vega have them
// (https://d3js.org/d3-scale, https://vega.github.io/vega/docs/scales/).
#pragma once
#include "base/arena.h"
#include "base/colour.h"
#include "base/format.h"
#include "table/transform.h"

typedef enum {
    SCALE_LINEAR,
    SCALE_LOG,
    SCALE_POW, // sqrt is pow with exponent 0.5
    SCALE_SYMLOG,
    SCALE_TIME,
    SCALE_UTC,
    SCALE_BAND,
    SCALE_POINT,
    SCALE_ORDINAL,
    SCALE_THRESHOLD,
    SCALE_QUANTIZE,
    SCALE_QUANTILE,
    SCALE_BIN_ORDINAL,
    SCALE_IDENTITY
} ScaleType;

typedef enum { RANGE_NUMBERS, RANGE_COLOURS, RANGE_STRINGS, RANGE_DASHES } RangeKind;

typedef enum {
    INTERPOLATE_COLOUR_RGB,
    INTERPOLATE_COLOUR_HSL,
    INTERPOLATE_COLOUR_LAB,
    INTERPOLATE_COLOUR_HCL,
    INTERPOLATE_COLOUR_CUBEHELIX
} ColourSpace;

typedef struct {
    ScaleType type;
    // Continuous domain: ascending or descending breakpoints (2 or more), times in ms.
    // Discretizing: thresholds or samples. Discrete: values in order.
    guint domain_count;
    const Value *domain;
    RangeKind range_kind;
    guint range_count;
    const double *range_numbers;
    const Colour *range_colours;
    const char *const *range_strings;
    ColourSpace colour_space;
    double base, exponent, constant; // log, pow, symlog
    bool clamp, reverse, round;
    double padding_inner, padding_outer, align; // band and point
    const double *bins; // boundaries, when the domain is binned
    guint bin_count;
    GTimeZone *zone; // of a time scale
    // Of band and point, computed by scale_finish:
    double step, bandwidth, start;
    void *lookup; // private
} Scale;

// Computes what is derived (band layout, lookups). Call once after filling the fields.
void scale_finish(Scale *scale, Arena *arena);

// NaN where the value has no position (for a discrete scale: an unknown value).
double scale_map(const Scale *scale, Value value);
Colour scale_map_colour(const Scale *scale, Value value, bool *known);
const char *scale_map_string(const Scale *scale, Value value);
double scale_map_number(const Scale *scale, double value); // continuous fast path
double scale_invert(const Scale *scale, double position);  // linear, log, pow, symlog, time
bool scale_is_discrete(const Scale *scale);   // band, point, ordinal
bool scale_is_continuous(const Scale *scale); // linear .. utc
bool scale_has_band(const Scale *scale);

// Rounds the domain outward. count: desired ticks (10), or an interval for times.
void scale_nice(Scale *scale, Arena *arena, double count);
// An interval such as {"interval": "month", "step": 3}; NULL unit: by count.
void scale_nice_time(Scale *scale, Arena *arena, const char *unit, double step, double count);
// Ticks for about `count` (Vega's tickCount), as values; whole numbers only when minstep is 1.
const Value *scale_ticks(const Scale *scale, Arena *arena, double count, double minstep,
                         guint *tick_count);
const Value *scale_ticks_time(const Scale *scale, Arena *arena, const char *unit, double step,
                              guint *tick_count);
// The text of a tick: d3's default for the scale and count when specifier is NULL.
// is_time_specifier: specifier is a time format although the scale is not.
const char *scale_tick_label(const Scale *scale, Arena *arena, const FormatLocale *locale,
                             Value tick, double count, const char *specifier);

// d3-array ticks and tickIncrement.
guint ticks_linear(Arena *arena, double start, double stop, double count, const double **out);
double tick_increment(double start, double stop, double count);
double tick_step(double start, double stop, double count);
