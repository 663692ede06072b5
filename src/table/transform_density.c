// quantile and density: the distribution of a field, for each group. Densities are Gaussian kernel
// estimates with the bandwidth of Scott (1992), as in vega-statistics; the normal distribution's
// integral is C's erfc.
#include "table/aggregate.h"
#include "table/curve_rows.h"
#include "table/money.h"

#include <math.h>

enum { CURVE_STEPS_MAX = 10000 };
static const guint64 DENSITY_WORK_MAX = 1000000000; // values times points of the curve

// --- what both read ---

typedef struct {
    const char *as[2];
    NameList groupby;
} SampleSpec;

static bool check_money(Step *step, const char *key, const char *path, const Groups *groups) {
    const MoneySet set = {.table = step->table, .field = path, .what = "distribution"};
    return money_check_groups(step->context.diags, reader_node(&step->reader, key), &set, groups);
}

static RowSet group_set(Step *step, const Field *field, const Groups *groups, guint g) {
    return (RowSet){step->arena, step->table, field, group_rows(groups, g), group_size(groups, g)};
}

// --- quantile ---

static bool read_probs(Step *step, double **probs, guint *count) {
    double by = 0.01;
    bool has_step = reader_number(&step->reader, "step", &by);
    const JsonNode *node =
        reader_has(&step->reader, "probs") ? reader_array(&step->reader, "probs") : NULL;
    if (has_step && !(by >= 1e-6)) {
        json_error(step->context.diags, reader_node(&step->reader, "step"), DIAG_WRONG_VALUE, NULL,
                   "\"step\" must be at least 0.000001");
        return false;
    }
    double steps = ceil((1 - 1e-14 - by / 2) / by);
    *count = node ? (guint)json_node_size(node) : steps > 0 ? (guint)steps : 0;
    *probs = arena_array(step->arena, double, *count);
    bool good = true;
    for (guint i = 0; i < *count; i++) {
        (*probs)[i] = by / 2 + i * by;
        if (node)
            good = json_read_number(step->context.diags, json_node_item(node, i), "probs",
                                    &(*probs)[i]) &&
                   good;
    }
    return good;
}

const Table *step_quantile(Step *step) {
    const char *path = NULL;
    SampleSpec spec = {.as = {"prob", "value"}};
    double *probs = NULL;
    guint count = 0;
    bool good = step_field(step, "quantile", &path);
    good = step_fields(step, "groupby", &spec.groupby) && good;
    good = read_probs(step, &probs, &count) && good;
    good = step_as_pair(step, spec.as) && good;
    if (!step_end(step) || !good)
        return NULL;
    Groups groups = groups_make(step->arena, step->table, spec.groupby.names, spec.groupby.count,
                                GROUP_BY_TEXT);
    if (!step_check_size(step, spec.groupby.count + 2, (guint64)groups.count * count))
        return NULL;
    if (!check_money(step, "quantile", path, &groups))
        return NULL;
    Field field = field_bind(step->arena, step->table, path);
    GroupCurve *samples = arena_array(step->arena, GroupCurve, groups.count);
    for (guint g = 0; g < groups.count; g++) {
        RowSet set = group_set(step, &field, &groups, g);
        guint number_count;
        g_autofree double *numbers = aggregate_sorted_numbers(&set, &number_count);
        samples[g] = (GroupCurve){arena_array(step->arena, CurvePoint, count), count};
        for (guint i = 0; i < count; i++)
            samples[g].points[i] =
                (CurvePoint){probs[i], quantile_sorted(numbers, number_count, probs[i])};
    }
    return curve_rows(step, spec.as, &spec.groupby, &groups, samples);
}

// --- density ---

typedef struct {
    const double *values; // null counts as 0 here, as in Vega
    guint count;
    double bandwidth, scale;
} Kernel;

static double kernel_pdf(const void *data, double x) {
    const Kernel *kernel = data;
    double sum = 0;
    for (guint i = 0; i < kernel->count; i++) {
        double z = (x - kernel->values[i]) / kernel->bandwidth;
        sum += exp(-0.5 * z * z) / sqrt(2 * G_PI);
    }
    return sum / kernel->bandwidth / kernel->count * kernel->scale;
}

static double kernel_cdf(const void *data, double x) {
    const Kernel *kernel = data;
    double sum = 0;
    for (guint i = 0; i < kernel->count; i++)
        sum += 0.5 * erfc(-(x - kernel->values[i]) / kernel->bandwidth / G_SQRT2);
    return sum / kernel->count * kernel->scale;
}

// d3's deviation: of a sample, over what is a number.
static double sample_deviation(const RowSet *set) {
    Moments moments = moments_new(0);
    for (guint i = 0; i < set->count; i++) {
        Value value = field_value(set->field, set->rows[i]);
        if (!value_is_nullish(value))
            moments_add(&moments, value_number(value_to_number(value)));
    }
    return moments.valid > 1 ? sqrt(moments.deviation / (moments.valid - 1.0)) : NAN;
}

static double estimate_bandwidth(const RowSet *set) {
    guint count;
    g_autofree double *numbers = aggregate_sorted_numbers(set, &count);
    double q1 = quantile_sorted(numbers, count, 0.25), q3 = quantile_sorted(numbers, count, 0.75);
    double deviation = sample_deviation(set), spread = (q3 - q1) / 1.34;
    double width = isnan(deviation) || isnan(spread) ? NAN : fmin(deviation, spread);
    if (!(width > 0))
        width = deviation > 0 ? deviation : fabs(q1) > 0 ? fabs(q1) : 1;
    return 1.06 * width * pow(set->count, -0.2);
}

static Kernel make_kernel(Step *step, const RowSet *set, double bandwidth, bool counts) {
    double *values = arena_array(step->arena, double, set->count);
    for (guint i = 0; i < set->count; i++)
        values[i] = value_to_number(field_value(set->field, set->rows[i]));
    return (Kernel){values, set->count, bandwidth > 0 ? bandwidth : estimate_bandwidth(set),
                    counts ? set->count : 1};
}

// vega-util's extent: null and NaN do not count.
static void value_extent(const RowSet *set, double extent[2]) {
    extent[0] = INFINITY;
    extent[1] = -INFINITY;
    for (guint i = 0; i < set->count; i++) {
        Value value = field_value(set->field, set->rows ? set->rows[i] : i);
        double number = value_is_valid(value) ? value_to_number(value) : NAN;
        if (number < extent[0])
            extent[0] = number;
        if (number > extent[1])
            extent[1] = number;
    }
}

typedef struct {
    SampleSpec sample;
    const char *field;
    bool cumulative, counts, has_extent;
    double bandwidth, extent[2];
    unsigned steps[2];
    int resolve;
} DensitySpec;

enum { RESOLVE_SHARED, RESOLVE_INDEPENDENT };
static const Keyword RESOLVES[] = {
    {"shared", RESOLVE_SHARED}, {"independent", RESOLVE_INDEPENDENT}, {NULL, 0}};

static void read_steps(Step *step, DensitySpec *spec) {
    gint64 least = 25, most = 200, exact = 0;
    reader_integer(&step->reader, "minsteps", 1, CURVE_STEPS_MAX, &least);
    reader_integer(&step->reader, "maxsteps", 1, CURVE_STEPS_MAX, &most);
    if (reader_integer(&step->reader, "steps", 1, CURVE_STEPS_MAX, &exact))
        least = most = exact;
    if (spec->resolve == RESOLVE_SHARED)
        least = most;
    spec->steps[0] = (unsigned)least;
    spec->steps[1] = (unsigned)MAX(least, most);
}

static bool read_density(Step *step, DensitySpec *spec) {
    *spec = (DensitySpec){.sample = {.as = {"value", "density"}}};
    bool good = step_field(step, "density", &spec->field);
    good = step_fields(step, "groupby", &spec->sample.groupby) && good;
    reader_bool(&step->reader, "cumulative", &spec->cumulative);
    reader_bool(&step->reader, "counts", &spec->counts);
    reader_number(&step->reader, "bandwidth", &spec->bandwidth);
    reader_keyword(&step->reader, "resolve", RESOLVES, &spec->resolve);
    read_steps(step, spec);
    good = step_extent(step, spec->extent, &spec->has_extent) && good;
    good = step_as_pair(step, spec->sample.as) && good;
    return step_end(step) && good;
}

static GroupCurve density_of_group(Step *step, const DensitySpec *spec, const RowSet *set) {
    GroupCurve samples = {NULL, 0};
    double range[2] = {spec->extent[0], spec->extent[1]};
    if (!spec->has_extent && spec->resolve == RESOLVE_INDEPENDENT)
        value_extent(set, range);
    if (!isfinite(range[0]) || !isfinite(range[1]))
        return samples;
    Kernel kernel = make_kernel(step, set, spec->bandwidth, spec->counts);
    samples.points = curve_sample(step->arena, spec->cumulative ? kernel_cdf : kernel_pdf, &kernel,
                                  range, spec->steps, &samples.count);
    return samples;
}

const Table *step_density(Step *step) {
    DensitySpec spec;
    if (!read_density(step, &spec))
        return NULL;
    if ((guint64)step->table->row_count * spec.steps[1] > DENSITY_WORK_MAX) {
        json_error(step->context.diags, step->reader.node, DIAG_TOO_LARGE, NULL,
                   "too many rows and steps for \"density\"");
        return NULL;
    }
    Groups groups = groups_make(step->arena, step->table, spec.sample.groupby.names,
                                spec.sample.groupby.count, GROUP_BY_TEXT);
    if (!check_money(step, "density", spec.field, &groups))
        return NULL;
    Field field = field_bind(step->arena, step->table, spec.field);
    if (spec.resolve == RESOLVE_SHARED && !spec.has_extent) {
        RowSet all = {step->arena, step->table, &field, NULL, step->table->row_count};
        value_extent(&all, spec.extent);
    }
    GroupCurve *samples = arena_array(step->arena, GroupCurve, groups.count);
    for (guint g = 0; g < groups.count; g++) {
        RowSet set = group_set(step, &field, &groups, g);
        samples[g] = density_of_group(step, &spec, &set);
    }
    return curve_rows(step, spec.sample.as, &spec.sample.groupby, &groups, samples);
}
