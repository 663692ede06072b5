// What a scale does with one value. scale_finish turns the fields into a ScaleState: continuous
// scales become ascending, transformed breakpoints; discretizing ones boundaries; discrete ones a
// hash of their values. Mapping then only looks up and interpolates, in d3's order of operations.
#include "chart/scale_colour.h"
#include "chart/scale_private.h"

#include <stdlib.h>
#include <string.h>

Scale scale_default(ScaleType type) {
    return (Scale){.type = type, .base = 10, .exponent = 1, .constant = 1, .align = 0.5};
}

static bool scale_is_discrete(const Scale *scale) {
    return scale->type == SCALE_BAND || scale->type == SCALE_POINT || scale->type == SCALE_ORDINAL;
}

bool scale_is_continuous(const Scale *scale) {
    return scale->type <= SCALE_UTC;
}

static double log_either(const Scale *scale, double x) {
    return scale_low(scale) < 0 ? -log(-x) : log(x);
}

static double exp_either(const Scale *scale, double x) {
    return scale_low(scale) < 0 ? -exp(-x) : exp(x);
}

static double signed_power(double x, double exponent) {
    if (exponent == 0.5)
        return copysign(sqrt(fabs(x)), x);
    return x < 0 ? -pow(-x, exponent) : pow(x, exponent);
}

static double exponent_of(const Scale *scale) {
    return scale->exponent != 0 ? scale->exponent : 1;
}

static double constant_of(const Scale *scale) {
    return scale->constant != 0 ? scale->constant : 1;
}

double scale_transform(const Scale *scale, double x) {
    if (scale->type == SCALE_LOG)
        return log_either(scale, x);
    if (scale->type == SCALE_POW && exponent_of(scale) != 1)
        return signed_power(x, exponent_of(scale));
    if (scale->type == SCALE_SYMLOG)
        return copysign(log1p(fabs(x / constant_of(scale))), x);
    return x;
}

static double scale_untransform(const Scale *scale, double x) {
    if (scale->type == SCALE_LOG)
        return exp_either(scale, x);
    if (scale->type == SCALE_POW && exponent_of(scale) == 0.5)
        return x < 0 ? -x * x : x * x;
    if (scale->type == SCALE_POW && exponent_of(scale) != 1)
        return signed_power(x, 1 / exponent_of(scale));
    if (scale->type == SCALE_SYMLOG)
        return copysign(expm1(fabs(x)) * constant_of(scale), x);
    return x;
}

// ---- finishing ----

static double range_number(const Scale *scale, guint index) {
    return scale->range_numbers[scale->reverse ? scale->range_count - 1 - index : index];
}

// Orders breakpoints so that `from` ascends, as d3 does by its ends.
static void order_points(double *from, double *to, guint count) {
    if (from[count - 1] >= from[0])
        return;
    for (guint i = 0; i < count / 2; i++) {
        guint j = count - 1 - i;
        double a = from[i], b = to[i];
        from[i] = from[j], to[i] = to[j];
        from[j] = a, to[j] = b;
    }
}

static void finish_continuous(const Scale *scale, ScaleState *state, Arena *arena) {
    bool numbers = scale->range_kind == RANGE_NUMBERS;
    guint n = numbers ? MIN(scale->domain_count, scale->range_count) : scale->domain_count;
    state->point_count = n;
    if (n < 2)
        return;
    double first = scale_low(scale), last = value_to_number(scale->domain[n - 1]);
    state->clamp_low = MIN(first, last);
    state->clamp_high = MAX(first, last);
    state->domain = arena_array(arena, double, n);
    state->range = arena_array(arena, double, n);
    for (guint i = 0; i < n; i++) {
        state->domain[i] = scale_transform(scale, value_to_number(scale->domain[i]));
        // Colours are interpolated between the numbers of the breakpoints.
        state->range[i] = numbers ? range_number(scale, i) : i;
    }
    state->inverse_range = arena_memdup(arena, state->range, n * sizeof(double));
    state->inverse_domain = arena_memdup(arena, state->domain, n * sizeof(double));
    order_points(state->domain, state->range, n);
    order_points(state->inverse_range, state->inverse_domain, n);
}

static int compare_numbers(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// d3-array's quantileSorted, R-7.
static double quantile_sorted(const double *values, guint count, double p) {
    if (count == 0)
        return NAN;
    double at = (count - 1) * p;
    guint low = (guint)floor(at);
    if (low + 1 >= count)
        return values[count - 1];
    return values[low] + (values[low + 1] - values[low]) * (at - low);
}

static void finish_quantile(const Scale *scale, ScaleState *state, Arena *arena) {
    double *values = arena_array(arena, double, scale->domain_count);
    guint n = 0;
    for (guint i = 0; i < scale->domain_count; i++) {
        double value = value_to_number(scale->domain[i]);
        bool null = scale->domain[i].type == VALUE_NULL || scale->domain[i].type == VALUE_UNDEFINED;
        if (!null && !isnan(value))
            values[n++] = value;
    }
    qsort(values, n, sizeof *values, compare_numbers);
    state->sample_low = n ? values[0] : NAN;
    state->sample_high = n ? values[n - 1] : NAN;
    state->threshold_count = MAX(scale->range_count, 1) - 1;
    state->thresholds = arena_array(arena, double, state->threshold_count);
    for (guint i = 0; i < state->threshold_count; i++)
        state->thresholds[i] = quantile_sorted(values, n, (i + 1.0) / scale->range_count);
}

static void finish_quantize(const Scale *scale, ScaleState *state, Arena *arena) {
    guint n = MAX(scale->range_count, 1) - 1;
    double low = scale->domain_count ? scale_low(scale) : NAN;
    double high = scale->domain_count > 1 ? value_to_number(scale->domain[1]) : NAN;
    state->threshold_count = n;
    state->thresholds = arena_array(arena, double, n);
    for (guint i = 0; i < n; i++)
        state->thresholds[i] = ((i + 1.0) * high - ((double)i - n) * low) / (n + 1);
}

static void finish_boundaries(const Scale *scale, ScaleState *state, Arena *arena) {
    bool from_bins = scale->type == SCALE_BIN_ORDINAL && scale->domain_count == 0;
    guint n = from_bins ? scale->bin_count : scale->domain_count;
    state->thresholds = arena_array(arena, double, n);
    for (guint i = 0; i < n; i++)
        state->thresholds[i] = from_bins ? scale->bins[i] : value_to_number(scale->domain[i]);
    state->threshold_count =
        scale->type == SCALE_THRESHOLD ? MIN(n, MAX(scale->range_count, 1) - 1) : n;
}

// Dates are the same as their number, as in d3's InternMap.
static Value plain_value(Value value) {
    if (value.type == VALUE_TIME || value.type == VALUE_DECIMAL)
        return value_number(value_to_number(value));
    return value;
}

static bool same_value(Value a, Value b) {
    if (a.type == VALUE_NUMBER && b.type == VALUE_NUMBER && isnan(a.as.number))
        return isnan(b.as.number);
    return value_equal(a, b);
}

static guint32 *find_slot(const ScaleState *state, Value value) {
    guint mask = state->slot_count - 1;
    bool nan = value.type == VALUE_NUMBER && isnan(value.as.number);
    guint at = (nan ? 0 : value_hash(value)) & mask;
    while (state->slots[at] && !same_value(state->values[state->slots[at] - 1], value))
        at = (at + 1) & mask;
    return &state->slots[at];
}

static void finish_discrete(const Scale *scale, ScaleState *state, Arena *arena) {
    state->slot_count = 16;
    while (state->slot_count < 2 * scale->domain_count)
        state->slot_count *= 2;
    state->slots = arena_array(arena, guint32, state->slot_count);
    state->values = arena_array(arena, Value, scale->domain_count);
    for (guint i = 0; i < scale->domain_count; i++) {
        Value value = plain_value(scale->domain[i]);
        guint32 *slot = find_slot(state, value);
        if (*slot)
            continue;
        state->values[state->value_count] = value;
        *slot = ++state->value_count;
    }
}

static double clamp_unit(double x) {
    return x >= 0 ? MIN(x, 1) : 0;
}

// vega-scale's scaleBand.
static void finish_band(Scale *scale, const ScaleState *state) {
    double first = 0, last = 1;
    scale_range(scale, &first, &last);
    double inner = scale->type == SCALE_POINT ? 1 : clamp_unit(scale->padding_inner);
    double outer = clamp_unit(scale->padding_outer), n = state->value_count;
    double low = MIN(first, last), high = MAX(first, last);
    double space = n > 0 ? n - inner + outer * 2 : 1;
    scale->step = (high - low) / (space > 0 ? space : 1);
    if (scale->round)
        scale->step = floor(scale->step);
    double start = low + (high - low - scale->step * (n - inner)) * clamp_unit(scale->align);
    scale->bandwidth = scale->step * (1 - inner);
    if (scale->round) {
        start = round_js(start);
        scale->bandwidth = round_js(scale->bandwidth);
    }
    scale->start = last < first ? start + scale->step * (n - 1) : start;
}

void scale_finish(Scale *scale, Arena *arena) {
    ScaleState *state = arena_new0(arena, ScaleState);
    scale->lookup = state;
    switch (scale->type) {
    case SCALE_LINEAR:
    case SCALE_LOG:
    case SCALE_POW:
    case SCALE_SYMLOG:
    case SCALE_TIME:
    case SCALE_UTC:
        finish_continuous(scale, state, arena);
        break;
    case SCALE_BAND:
    case SCALE_POINT:
        finish_discrete(scale, state, arena);
        finish_band(scale, state);
        break;
    case SCALE_ORDINAL:
        finish_discrete(scale, state, arena);
        break;
    case SCALE_QUANTILE:
        finish_quantile(scale, state, arena);
        break;
    case SCALE_QUANTIZE:
        finish_quantize(scale, state, arena);
        break;
    case SCALE_THRESHOLD:
    case SCALE_BIN_ORDINAL:
        finish_boundaries(scale, state, arena);
        break;
    case SCALE_IDENTITY:
        break;
    }
}

void scale_range(const Scale *scale, double *first, double *last) {
    if (scale->range_kind != RANGE_NUMBERS || scale->range_count == 0)
        return;
    *first = range_number(scale, 0);
    *last = range_number(scale, scale->range_count - 1);
}

const double *scale_thresholds(const Scale *scale, Arena *arena, guint *count) {
    const ScaleState *state = scale_state(scale);
    *count = state->threshold_count;
    return arena_memdup(arena, state->thresholds, *count * sizeof(double));
}

// ---- mapping ----

static bool is_nothing(Value value) {
    return value.type == VALUE_NULL || value.type == VALUE_UNDEFINED;
}

static double between(double low, double high, double x) {
    double span = high - low;
    if (span != 0 && !isnan(span))
        return (x - low) / span;
    return isnan(span) ? NAN : 0.5;
}

// The piece of ascending breakpoints that x lies in, and how far into it.
static guint find_piece(const double *from, guint count, double x, double *t) {
    guint i = count > 2 ? bisect_right(from, x, 1, count - 1) - 1 : 0;
    *t = between(from[i], from[i + 1], x);
    return i;
}

static double map_pieces(const double *from, const double *to, guint count, double x, bool round) {
    double t;
    guint i = find_piece(from, count, x, &t);
    double y = to[i] * (1 - t) + to[i + 1] * t;
    return round ? round_js(y) : y;
}

double scale_map_number(const Scale *scale, double value) {
    if (scale->type == SCALE_IDENTITY)
        return value;
    if (!scale_is_continuous(scale))
        return scale_map(scale, value_number(value));
    const ScaleState *state = scale_state(scale);
    if (isnan(value) || state->point_count < 2)
        return NAN;
    if (scale->clamp)
        value = CLAMP(value, state->clamp_low, state->clamp_high);
    return map_pieces(state->domain, state->range, state->point_count,
                      scale_transform(scale, value), scale->round);
}

double scale_invert(const Scale *scale, double position) {
    if (scale->type == SCALE_IDENTITY)
        return position;
    const ScaleState *state = scale_state(scale);
    if (!scale_is_continuous(scale) || state->point_count < 2)
        return NAN;
    double x = scale_untransform(scale, map_pieces(state->inverse_range, state->inverse_domain,
                                                   state->point_count, position, false));
    if (scale->clamp)
        x = CLAMP(x, state->clamp_low, state->clamp_high);
    return scale->type == SCALE_TIME || scale->type == SCALE_UTC ? round_js(x) : x;
}

static int discrete_index(const Scale *scale, Value value) {
    const ScaleState *state = scale_state(scale);
    return (int)*find_slot(state, plain_value(value)) - 1;
}

static int boundary_index(const Scale *scale, Value value) {
    const ScaleState *state = scale_state(scale);
    double x = is_nothing(value) ? NAN : value_to_number(value);
    if (isnan(x))
        return -1;
    guint n = bisect_right(state->thresholds, x, 0, state->threshold_count);
    return scale->type == SCALE_BIN_ORDINAL ? (int)n - 1 : (int)n;
}

int scale_map_index(const Scale *scale, Value value) {
    if (scale_is_continuous(scale) || scale->type == SCALE_IDENTITY || scale->range_count == 0)
        return -1;
    int i = scale_is_discrete(scale) ? discrete_index(scale, value) : boundary_index(scale, value);
    if (i < 0)
        return -1;
    int n = (int)scale->range_count, at = i % n;
    if (!scale_is_discrete(scale) && scale->type != SCALE_BIN_ORDINAL)
        at = MIN(i, n - 1);
    return scale->reverse ? n - 1 - at : at;
}

static double band_position(const Scale *scale, Value value) {
    int i = discrete_index(scale, value);
    if (i < 0)
        return NAN;
    double first = 0, last = 1;
    scale_range(scale, &first, &last);
    return scale->start + (last < first ? -scale->step : scale->step) * i;
}

double scale_map(const Scale *scale, Value value) {
    if (scale->type == SCALE_BAND || scale->type == SCALE_POINT)
        return band_position(scale, value);
    if (scale_is_continuous(scale) || scale->type == SCALE_IDENTITY)
        return is_nothing(value) ? NAN : scale_map_number(scale, value_to_number(value));
    int i = scale_map_index(scale, value);
    return i < 0 || scale->range_kind != RANGE_NUMBERS ? NAN : scale->range_numbers[i];
}

const char *scale_map_string(const Scale *scale, Value value) {
    int i = scale_map_index(scale, value);
    return i < 0 || scale->range_kind != RANGE_STRINGS ? NULL : scale->range_strings[i];
}

// ---- colours ----

static Colour range_colour(const Scale *scale, guint index) {
    return scale->range_colours[scale->reverse ? scale->range_count - 1 - index : index];
}

static Colour mix_range(const Scale *scale, guint index, double t) {
    ColourMix mix = {scale->colour_space, scale->colour_long, scale->colour_gamma};
    return colour_mix(range_colour(scale, index), range_colour(scale, index + 1), t, mix);
}

// d3-interpolate's piecewise over all colours of the range.
Colour scale_colour_at(const Scale *scale, double t) {
    guint n = scale->range_count;
    if (n < 2)
        return n ? scale->range_colours[0] : (Colour){0, 0, 0, 1};
    double at = t * (n - 1);
    guint i = (guint)CLAMP(floor(at), 0, n - 2.0);
    return mix_range(scale, i, at - i);
}

static bool is_time(const Scale *scale) {
    return scale->type == SCALE_TIME || scale->type == SCALE_UTC;
}

// Two or three breakpoints are Vega's sequential and diverging scales: the colours are spread
// evenly whatever their number. Else each breakpoint has its colour.
static Colour continuous_colour(const Scale *scale, double value) {
    const ScaleState *state = scale_state(scale);
    guint n = state->point_count;
    if (scale->clamp)
        value = CLAMP(value, state->clamp_low, state->clamp_high);
    double x = scale_transform(scale, value), t;
    bool spread = !is_time(scale) && n <= 3;
    if (!spread && scale->range_count < n)
        n = scale->range_count;
    if (n < 2)
        return range_colour(scale, 0);
    guint piece = find_piece(state->domain, n, x, &t);
    if (spread) {
        double place = state->range[piece] * (1 - t) + state->range[piece + 1] * t;
        if (state->domain[0] == state->domain[n - 1])
            place = (n - 1) / 2.0;
        return scale_colour_at(scale, place / (n - 1));
    }
    guint a = (guint)state->range[piece], b = (guint)state->range[piece + 1];
    return a < b ? mix_range(scale, a, t) : mix_range(scale, b, 1 - t);
}

Colour scale_map_colour(const Scale *scale, Value value, bool *known) {
    Colour none = {0, 0, 0, 0};
    *known = false;
    if (scale->range_kind != RANGE_COLOURS || scale->range_count == 0)
        return none;
    if (scale_is_continuous(scale)) {
        double x = is_nothing(value) ? NAN : value_to_number(value);
        *known = !isnan(x) && scale_state(scale)->point_count >= 2;
        return *known ? continuous_colour(scale, x) : none;
    }
    int i = scale_map_index(scale, value);
    *known = i >= 0;
    return i < 0 ? none : scale->range_colours[i];
}
