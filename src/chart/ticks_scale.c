// The ticks of a scale: which values get one, by type, and which of those given by hand are kept.
// Follows d3-scale and vega-scale (https://vega.github.io/vega/docs/scales/).
#include "chart/scale_private.h"
#include "chart/ticks_time.h"

#include <stdlib.h>

double log_base(double base, double x) {
    if (base == 10)
        return log10(x);
    double power = base == 2 ? log2(x) : log(x) / log(base);
    return fabs(power - round(power)) < 1e-12 * fabs(power) ? round(power) : power;
}

double log_power(double base, double exponent) {
    if (base != 10 || floor(exponent) != exponent || fabs(exponent) > 330)
        return pow(base, exponent);
    char text[16]; // the nearest double, which pow does not promise
    g_snprintf(text, sizeof text, "1e%d", (int)exponent);
    return g_ascii_strtod(text, NULL);
}

static double base_of(const Scale *scale) {
    return scale->base > 0 ? scale->base : 10;
}

static bool is_time(const Scale *scale) {
    return scale->type == SCALE_TIME || scale->type == SCALE_UTC;
}

static double minstep_count(const Scale *scale, double count, double minstep) {
    double low = MIN(scale_low(scale), scale_high(scale));
    double high = MAX(scale_low(scale), scale_high(scale));
    double steps = (high - low) / minstep;
    count = MIN(count, floor(steps != 0 && !isnan(steps) ? steps : 1) + 1);
    if (scale->bin_count || scale->type == SCALE_LOG || is_time(scale) || !(low < high))
        return count;
    while (count > 1 && tick_step(low, high, count) < minstep)
        count--;
    return count;
}

double scale_tick_count(const Scale *scale, double count, double minstep) {
    if (isinf(count))
        return count;
    count = MIN(count, TICK_LIMIT);
    if (scale->bin_count)
        count = MAX(count, scale->bin_count);
    if (minstep > 0 && scale->domain_count)
        count = minstep_count(scale, count, minstep);
    return count;
}

static const Value *numbers_as_values(Arena *arena, const double *numbers, guint count, bool time) {
    Value *values = arena_array(arena, Value, count);
    for (guint i = 0; i < count; i++)
        values[i] = time ? value_time(numbers[i]) : value_number(numbers[i]);
    return values;
}

// ---- log ----

typedef struct {
    double low, high, base;
    GArray *out;
} LogTicks;

static double log_multiple(double base, double power, double k, bool negative) {
    if (negative)
        return power > 0 ? k * -log_power(base, power) : -k / log_power(base, -power);
    return power < 0 ? k / log_power(base, -power) : k * log_power(base, power);
}

// The multiples of one power: 1, 2, ... base - 1 times.
static void add_multiples(const LogTicks *ticks, double power) {
    bool negative = ticks->low <= 0;
    double whole = MIN(ceil(ticks->base) - 1, TICK_LIMIT);
    for (double i = 1; i <= whole && ticks->out->len < TICK_LIMIT; i++) {
        double k = negative ? whole + 1 - i : i;
        double tick = log_multiple(ticks->base, negative ? -power : power, k, negative);
        if (tick < ticks->low)
            continue;
        if (tick > ticks->high)
            break;
        g_array_append_val(ticks->out, tick);
    }
}

static void add_powers(const LogTicks *ticks, double first, double last, double count,
                       bool negative) {
    g_autoptr(Arena) arena = arena_new();
    const double *exponents;
    guint n = ticks_linear(arena, first, last, MIN(last - first, count), &exponents);
    for (guint i = 0; i < n; i++) {
        double power = negative ? -log_power(ticks->base, -exponents[i])
                                : log_power(ticks->base, exponents[i]);
        g_array_append_val(ticks->out, power);
    }
}

static void fill_log(const LogTicks *ticks, double count) {
    bool negative = ticks->low < 0;
    double first =
        negative ? -log_base(ticks->base, -ticks->low) : log_base(ticks->base, ticks->low);
    double last =
        negative ? -log_base(ticks->base, -ticks->high) : log_base(ticks->base, ticks->high);
    bool whole = floor(ticks->base) == ticks->base && ticks->base > 1;
    if (!isfinite(first) || !isfinite(last))
        return;
    if (!whole || last - first >= count) {
        add_powers(ticks, first, last, count, negative);
        return;
    }
    for (double i = floor(first); i <= ceil(last); i++)
        add_multiples(ticks, i);
    if (ticks->out->len * 2 >= count)
        return;
    g_autoptr(Arena) arena = arena_new();
    const double *linear;
    guint n = ticks_linear(arena, ticks->low, ticks->high, count, &linear);
    g_array_set_size(ticks->out, 0);
    g_array_append_vals(ticks->out, linear, n);
}

static const Value *log_ticks(const Scale *scale, Arena *arena, double count, guint *tick_count) {
    double low = MIN(scale_low(scale), scale_high(scale));
    double high = MAX(scale_low(scale), scale_high(scale));
    g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(double));
    LogTicks ticks = {low, high, base_of(scale), out};
    fill_log(&ticks, count);
    double *numbers = arena_array(arena, double, out->len);
    bool reverse = scale_high(scale) < scale_low(scale);
    for (guint i = 0; i < out->len; i++)
        numbers[i] = g_array_index(out, double, reverse ? out->len - 1 - i : i);
    *tick_count = out->len;
    return numbers_as_values(arena, numbers, out->len, false);
}

// ---- bins and values given by hand ----

typedef struct {
    Value value;
    double place;
    guint order;
} Placed;

static int compare_placed(const void *a, const void *b) {
    const Placed *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static int compare_placed_down(const void *a, const void *b) {
    const Placed *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? 1 : -1;
    return (x->order > y->order) - (x->order < y->order);
}

// Drops every second one until there are few enough; the ends alone when less than three are left.
static guint thin_out(Value *values, guint n, double count) {
    if (!(count > 0) || n < 2)
        return n;
    Value first = values[0], last = values[n - 1];
    while (n > count && n >= 3) {
        guint kept = 0;
        for (guint i = 0; i < n; i += 2)
            values[kept++] = values[i];
        n = kept;
    }
    if (n >= 3)
        return n;
    values[0] = first, values[1] = last;
    return 2;
}

const Value *scale_valid_ticks(const Scale *scale, Arena *arena, const Value *values,
                               guint value_count, double count, guint *tick_count) {
    double first = 0, last = 1;
    scale_range(scale, &first, &last);
    double low = floor(MIN(first, last)), high = ceil(MAX(first, last));
    g_autofree Placed *placed = g_new(Placed, value_count + 1);
    guint n = 0;
    for (guint i = 0; i < value_count; i++) {
        double place = scale_map(scale, values[i]);
        if (place >= low && place <= high)
            placed[n++] = (Placed){values[i], place, i};
    }
    qsort(placed, n, sizeof *placed, first > last ? compare_placed_down : compare_placed);
    Value *out = arena_array(arena, Value, MAX(n, 2));
    for (guint i = 0; i < n; i++)
        out[i] = placed[i].value;
    *tick_count = thin_out(out, n, count);
    return out;
}

static const Value *bin_ticks(const Scale *scale, Arena *arena, double count, guint *tick_count) {
    const Value *bins = numbers_as_values(arena, scale->bins, scale->bin_count, is_time(scale));
    if (scale->range_kind == RANGE_NUMBERS)
        return scale_valid_ticks(scale, arena, bins, scale->bin_count, count, tick_count);
    *tick_count = scale->bin_count;
    return bins;
}

// ---- by type ----

static GTimeZone *zone_of(const Scale *scale) {
    return scale->type == SCALE_TIME ? scale->zone : NULL;
}

static const Value *span_ticks(const Scale *scale, Arena *arena, const TimeSpan *span,
                               guint *tick_count) {
    const double *numbers;
    *tick_count = time_span_ticks(span, arena, scale_low(scale), scale_high(scale), &numbers);
    return numbers_as_values(arena, numbers, *tick_count, true);
}

const Value *scale_ticks_time(const Scale *scale, Arena *arena, const char *unit, double step,
                              guint *tick_count) {
    TimeSpan span;
    *tick_count = 0;
    if (scale->domain_count < 2 || !time_span_parse(unit, step, zone_of(scale), &span))
        return NULL;
    return span_ticks(scale, arena, &span, tick_count);
}

const Value *scale_ticks(const Scale *scale, Arena *arena, double count, double minstep,
                         guint *tick_count) {
    count = scale_tick_count(scale, count, minstep);
    *tick_count = scale->domain_count;
    if (scale->bin_count)
        return bin_ticks(scale, arena, count, tick_count);
    bool linear = (scale_is_continuous(scale) && !is_time(scale)) ||
                  scale->type == SCALE_QUANTIZE || scale->type == SCALE_IDENTITY;
    if (scale->domain_count < 2 || (!linear && !is_time(scale)))
        return scale->domain; // every value of the domain
    if (scale->type == SCALE_LOG)
        return log_ticks(scale, arena, count, tick_count);
    if (is_time(scale)) {
        double low = MIN(scale_low(scale), scale_high(scale));
        double high = MAX(scale_low(scale), scale_high(scale));
        TimeSpan span = time_span_choose(low, high, count, zone_of(scale));
        return span_ticks(scale, arena, &span, tick_count);
    }
    const double *numbers;
    *tick_count = ticks_linear(arena, scale_low(scale), scale_high(scale), count, &numbers);
    return numbers_as_values(arena, numbers, *tick_count, false);
}
