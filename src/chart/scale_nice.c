// Rounding a domain outward to round numbers, powers or dates, as d3-scale's nice does.
#include "chart/scale_private.h"
#include "chart/ticks_time.h"

enum { NICE_ROUNDS = 10 };

// Replaces the ends of the domain: low and high are the lesser and the greater one.
static void set_ends(Scale *scale, Arena *arena, double low, double high) {
    if (isnan(low) || isnan(high))
        return;
    guint n = scale->domain_count;
    bool descending = scale_high(scale) < scale_low(scale);
    Value *domain = arena_memdup(arena, scale->domain, n * sizeof *domain);
    bool time = scale->type == SCALE_TIME || scale->type == SCALE_UTC;
    domain[descending ? n - 1 : 0] = time ? value_time(low) : value_number(low);
    domain[descending ? 0 : n - 1] = time ? value_time(high) : value_number(high);
    scale->domain = domain;
}

static void nice_linear(Scale *scale, Arena *arena, double count) {
    double start = MIN(scale_low(scale), scale_high(scale));
    double stop = MAX(scale_low(scale), scale_high(scale)), previous = NAN;
    for (int i = 0; i < NICE_ROUNDS; i++) {
        double step = tick_increment(start, stop, count);
        if (step == previous) {
            set_ends(scale, arena, start, stop);
            return;
        }
        if (step > 0) {
            start = floor(start / step) * step;
            stop = ceil(stop / step) * step;
        } else if (step < 0) {
            start = ceil(start * step) / step;
            stop = floor(stop * step) / step;
        } else {
            return;
        }
        previous = step;
    }
}

static double base_of(const Scale *scale) {
    return scale->base > 0 ? scale->base : 10;
}

static void nice_log(Scale *scale, Arena *arena) {
    double base = base_of(scale), low = MIN(scale_low(scale), scale_high(scale));
    double high = MAX(scale_low(scale), scale_high(scale));
    if (scale_low(scale) < 0)
        set_ends(scale, arena, -log_power(base, ceil(log_base(base, -low))),
                 -log_power(base, floor(log_base(base, -high))));
    else
        set_ends(scale, arena, log_power(base, floor(log_base(base, low))),
                 log_power(base, ceil(log_base(base, high))));
}

static void nice_span(Scale *scale, Arena *arena, const TimeSpan *span) {
    double low = MIN(scale_low(scale), scale_high(scale));
    double high = MAX(scale_low(scale), scale_high(scale));
    set_ends(scale, arena, time_span_floor(span, low), time_span_ceil(span, high));
}

static GTimeZone *zone_of(const Scale *scale) {
    return scale->type == SCALE_TIME ? scale->zone : NULL;
}

void scale_nice_time(Scale *scale, Arena *arena, const char *unit, double step, double count) {
    if (scale->domain_count < 2)
        return;
    TimeSpan span;
    if (!unit || !time_span_parse(unit, step, zone_of(scale), &span))
        span = time_span_choose(scale_low(scale), scale_high(scale), count, zone_of(scale));
    if (span.every >= 1)
        nice_span(scale, arena, &span);
}

void scale_nice(Scale *scale, Arena *arena, double count) {
    if (scale->domain_count < 2)
        return;
    if (scale->type == SCALE_TIME || scale->type == SCALE_UTC)
        scale_nice_time(scale, arena, NULL, 1, count);
    else if (scale->type == SCALE_LOG)
        nice_log(scale, arena);
    else if (scale_is_continuous(scale) || scale->type == SCALE_QUANTIZE ||
             scale->type == SCALE_IDENTITY)
        nice_linear(scale, arena, count);
}
