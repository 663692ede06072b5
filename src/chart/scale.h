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
    bool colour_long;                // the long way round the hue circle (hsl, hcl, cubehelix)
    double colour_gamma;             // of rgb and cubehelix; 0: 1
    double base, exponent, constant; // log, pow, symlog; 0: 10, 1, 1
    bool clamp, reverse, round;
    double padding_inner, padding_outer, align; // band and point
    const double *bins;                         // boundaries, when the domain is binned
    guint bin_count;
    GTimeZone *zone; // of a time scale
    // Of band and point, computed by scale_finish: start is the place of the first value; with a
    // descending range the later ones stand before it.
    double step, bandwidth, start;
    void *lookup; // private
} Scale;

// A scale with the defaults of d3 and Vega (base 10, exponent 1, constant 1, align 0.5).
Scale scale_default(ScaleType type);
// Computes what is derived (band layout, lookups). Call after filling the fields, and again after
// changing any. `reverse` turns the range round inside; the fields stay as they were given.
void scale_finish(Scale *scale, Arena *arena);
// First and last number of the range as it is used (reversed when reverse is set).
void scale_range(const Scale *scale, double *first, double *last);

// NaN where the value has no position (for a discrete scale: an unknown value).
double scale_map(const Scale *scale, Value value);
Colour scale_map_colour(const Scale *scale, Value value, bool *known);
const char *scale_map_string(const Scale *scale, Value value);
// Which entry of the range (as given, not reversed) a value takes, for discrete and discretizing
// scales; -1: none.
int scale_map_index(const Scale *scale, Value value);
// The colour at t of a continuous colour range, 0 to 1, as scale_map_colour interpolates it.
Colour scale_colour_at(const Scale *scale, double t);
double scale_map_number(const Scale *scale, double value); // continuous fast path
double scale_invert(const Scale *scale, double position);  // linear, log, pow, symlog, time
bool scale_is_continuous(const Scale *scale);              // linear .. utc

// The inner boundaries of quantile, quantize and threshold scales.
const double *scale_thresholds(const Scale *scale, Arena *arena, guint *count);

// Rounds the domain outward; writes a new domain. Does not need scale_finish before. count: desired
// ticks (10), or an interval for times.
void scale_nice(Scale *scale, Arena *arena, double count);
// An interval such as {"interval": "month", "step": 3}; NULL unit: by count.
void scale_nice_time(Scale *scale, Arena *arena, const char *unit, double step, double count);
enum { TICK_LIMIT = 10000 }; // more ticks are never made, whatever count says
// The count that Vega uses for ticks and labels when `count` is asked for: fewer when steps would
// be below minstep (0: none), at least one for each bin.
double scale_tick_count(const Scale *scale, double count, double minstep);
// Ticks for about `count` (Vega's tickCount), as values; whole numbers only when minstep is 1.
const Value *scale_ticks(const Scale *scale, Arena *arena, double count, double minstep,
                         guint *tick_count);
const Value *scale_ticks_time(const Scale *scale, Arena *arena, const char *unit, double step,
                              guint *tick_count);
// Values given by hand, without those outside of the range, in the order of the range.
const Value *scale_valid_ticks(const Scale *scale, Arena *arena, const Value *values,
                               guint value_count, double count, guint *tick_count);
// The text of a tick: d3's default for the scale and count (from scale_tick_count) when specifier
// is NULL. Labels of a log scale that would crowd are ""; none is with count INFINITY.
const char *scale_tick_label(const Scale *scale, Arena *arena, const FormatLocale *locale,
                             Value tick, double count, const char *specifier);
// The text of any value as a time (Vega's formatType "time" or "utc"); specifier NULL: the largest
// unit that tells it, as d3 and Vega do.
const char *scale_time_label(Arena *arena, const FormatLocale *locale, GTimeZone *zone, Value tick,
                             const char *specifier);

// The values that a legend shows, as vega-scale chooses them: for discretizing and binned scales
// the lower ends of the ranges (the first may be -Infinity).
const Value *scale_legend_values(const Scale *scale, Arena *arena, double count,
                                 guint *value_count);
typedef struct {
    char type; // 's'ymbol (ranges "a – b" for discretizing scales), 'd'iscrete, 'g'radient
    const Value *values; // of scale_legend_values
    guint value_count;
    double count;
    const char *specifier; // or NULL
} LegendFormat;
// The label of values[index]; NULL for the first of a discrete legend.
const char *scale_legend_label(const Scale *scale, Arena *arena, const FormatLocale *locale,
                               const LegendFormat *format, guint index);
// Where a value stands along a gradient or a row of bands, 0 to 1.
double scale_legend_fraction(const Scale *scale, double value);

// d3-array ticks and tickIncrement.
guint ticks_linear(Arena *arena, double start, double stop, double count, const double **out);
double tick_increment(double start, double stop, double count);
double tick_step(double start, double stop, double count);
