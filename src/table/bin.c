// Bins: a step of 1, 2 or 5 times a power of ten that gives at most maxbins of them, and the bin of
// a value. After vega-statistics' bin and vega-transforms' Bin, whose arithmetic is kept to the
// operation so that borders agree to the last bit.
#include "table/transform.h"

#include <math.h>

static const double BIN_EPSILON = 1e-14; // vega-transforms Bin
static const double DIVIDE_DEFAULT[] = {5, 2};

static double or_default(double given, double otherwise) {
    return given > 0 ? given : otherwise;
}

static double pick_allowed_step(const BinOptions *o, double span, double maxbins) {
    double wanted = span / maxbins;
    guint i = 0;
    while (i < o->step_count && o->steps[i] < wanted)
        i++;
    return o->steps[i > 0 ? i - 1 : 0];
}

static double nice_step(const BinOptions *o, double span, double maxbins, double base) {
    const double *divide = o->divide ? o->divide : DIVIDE_DEFAULT;
    guint divide_count = o->divide ? o->divide_count : G_N_ELEMENTS(DIVIDE_DEFAULT);
    double log_base = log(base), level = ceil(log(maxbins) / log_base);
    // Math.round is floor(x + 1/2)
    double step = fmax(o->minstep, pow(base, floor(log(span) / log_base + 0.5) - level));
    while (ceil(span / step) > maxbins)
        step *= base;
    for (guint i = 0; i < divide_count; i++) {
        double finer = step / divide[i];
        if (finer >= o->minstep && span / finer <= maxbins)
            step = finer;
    }
    return step;
}

static double choose_step(const BinOptions *o, double base) {
    double maxbins = or_default(o->maxbins, 10);
    double span = o->span > 0 ? o->span : o->extent_max - o->extent_min;
    if (!(span != 0))
        span = fabs(o->extent_min) > 0 ? fabs(o->extent_min) : 1;
    if (o->step > 0)
        return o->step;
    if (o->steps && o->step_count)
        return pick_allowed_step(o, span, maxbins);
    return nice_step(o, span, maxbins, base);
}

static void extend_to_steps(Bin *bin, double base) {
    double level = log(bin->step);
    double precision = level >= 0 ? 0 : trunc(-level / log(base)) + 1;
    double floor_start = floor(bin->start / bin->step + pow(base, -precision - 1)) * bin->step;
    bin->start = bin->start < floor_start ? floor_start - bin->step : floor_start;
    bin->stop = ceil(bin->stop / bin->step) * bin->step;
}

static void move_to_anchor(Bin *bin, double anchor) {
    double shift = anchor - (bin->start + bin->step * floor((anchor - bin->start) / bin->step));
    bin->start += shift;
    bin->stop += shift;
}

Bin bin_compute(const BinOptions *options) {
    double base = or_default(options->base, 10);
    Bin bin = {options->extent_min, options->extent_max, 0};
    if (!isfinite(bin.start) || !isfinite(bin.stop) || base <= 1)
        return (Bin){0, 1, 1};
    bin.step = choose_step(options, base);
    if (!(bin.step > 0) || !isfinite(bin.step))
        return (Bin){bin.start, bin.start + 1, 1};
    if (options->nice)
        extend_to_steps(&bin, base);
    if (bin.stop == bin.start)
        bin.stop = bin.start + bin.step;
    bin.stop = bin.start + ceil((bin.stop - bin.start) / bin.step) * bin.step;
    if (options->has_anchor)
        move_to_anchor(&bin, options->anchor);
    return bin;
}

// The start of the bin that holds the value: null when it is missing, infinite when it is outside.
static Value bin_start(const Bin *bin, Value value) {
    Value number = value_as_number(value);
    if (number.type == VALUE_NULL)
        return value_null();
    double v = value_to_number(number);
    if (v < bin->start)
        return value_number(-INFINITY);
    if (v > bin->stop)
        return value_number(INFINITY);
    if (v > bin->stop - bin->step)
        v = bin->stop - bin->step;
    if (v < bin->start)
        v = bin->start;
    return value_number(bin->start + bin->step * floor(BIN_EPSILON + (v - bin->start) / bin->step));
}

static Value bin_end(const Bin *bin, Value start) {
    if (start.type == VALUE_NULL)
        return value_null();
    return value_number(bin->start + bin->step * (1 + (start.as.number - bin->start) / bin->step));
}

bool table_extent(const Table *table, const char *path, double *min, double *max) {
    g_autoptr(Arena) scratch = arena_new();
    Field field = field_bind(scratch, table, path);
    *min = INFINITY;
    *max = -INFINITY;
    for (guint row = 0; row < table->row_count; row++) {
        Value value = value_as_number(field_value(&field, row));
        double number = value.type == VALUE_NULL ? NAN : value_to_number(value);
        if (number < *min)
            *min = number;
        if (number > *max)
            *max = number;
    }
    return isfinite(*min) && isfinite(*max);
}

const Table *transform_bin(const TransformContext *context, const Table *table, const char *path,
                           const Bin *bin, const char *as_start, const char *as_end) {
    Field field = field_bind(context->arena, table, path);
    Table *out = table_extend(context->arena, table, 2);
    Value *starts = table_output(out, as_start);
    Value *ends = as_end ? table_output(out, as_end) : NULL;
    for (guint row = 0; row < table->row_count; row++) {
        starts[row] = bin_start(bin, field_value(&field, row));
        if (ends)
            ends[row] = bin_end(bin, starts[row]);
    }
    return out;
}
