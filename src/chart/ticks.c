// Round numbers between two ends: d3-array's ticks, with its care for what doubles cannot say (a
// step below 1 is held as its whole reciprocal, so that 0.3 is 3 / 10 and not 3 * 0.1).
#include "chart/scale_private.h"

typedef struct {
    double first, last; // whole multiples of the increment
    double increment;   // negative: the step is 1 / -increment
} TickSpec;

static double step_factor(double error) {
    if (error >= sqrt(50))
        return 10;
    if (error >= sqrt(10))
        return 5;
    return error >= sqrt(2) ? 2 : 1;
}

static TickSpec spec_once(double start, double stop, double count) {
    double step = (stop - start) / MAX(0, count);
    double power = floor(log10(step));
    double factor = step_factor(step / pow(10, power));
    bool small = power < 0;
    double unit = small ? pow(10, -power) / factor : pow(10, power) * factor;
    TickSpec spec = {round_js(small ? start * unit : start / unit),
                     round_js(small ? stop * unit : stop / unit), small ? -unit : unit};
    if ((small ? spec.first / unit : spec.first * unit) < start)
        spec.first++;
    if ((small ? spec.last / unit : spec.last * unit) > stop)
        spec.last--;
    return spec;
}

static TickSpec tick_spec(double start, double stop, double count) {
    TickSpec spec = spec_once(start, stop, count);
    while (spec.last < spec.first && count >= 0.5 && count < 2) {
        count *= 2;
        spec = spec_once(start, stop, count);
    }
    return spec;
}

guint ticks_linear(Arena *arena, double start, double stop, double count, const double **out) {
    *out = NULL;
    if (!(count > 0) || !isfinite(start) || !isfinite(stop))
        return 0;
    if (start == stop) {
        *out = arena_memdup(arena, &start, sizeof start);
        return 1;
    }
    bool reverse = stop < start;
    count = MIN(count, TICK_LIMIT);
    TickSpec spec = reverse ? tick_spec(stop, start, count) : tick_spec(start, stop, count);
    if (!(spec.last >= spec.first) || !isfinite(spec.increment))
        return 0;
    guint n = (guint)MIN(spec.last - spec.first + 1, 4.0 * TICK_LIMIT);
    double *ticks = arena_array(arena, double, n);
    for (guint i = 0; i < n; i++) {
        double whole = reverse ? spec.last - i : spec.first + i;
        ticks[i] = spec.increment < 0 ? whole / -spec.increment : whole * spec.increment;
    }
    *out = ticks;
    return n;
}

double tick_increment(double start, double stop, double count) {
    return tick_spec(start, stop, count).increment;
}

double tick_step(double start, double stop, double count) {
    bool reverse = stop < start;
    double increment =
        reverse ? tick_increment(stop, start, count) : tick_increment(start, stop, count);
    return (reverse ? -1 : 1) * (increment < 0 ? 1 / -increment : increment);
}
