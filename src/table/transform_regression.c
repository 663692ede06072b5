// regression and loess: a trend for each group, as rows along it or as its coefficients.
#include "table/curve_rows.h"
#include "table/money.h"

#include <math.h>
#include <string.h>

static const guint64 LOESS_WORK_MAX = 200000000; // points times neighbours

typedef struct {
    const char *x, *y;
    NameList groupby;
    const char *as[2];
} TrendSpec;

static bool read_trend(Step *step, const char *key, TrendSpec *spec) {
    bool good = step_field(step, key, &spec->y);
    good = step_field(step, "on", &spec->x) && good;
    good = step_fields(step, "groupby", &spec->groupby) && good;
    if (!good)
        return false;
    spec->as[0] = field_name(step->arena, spec->x);
    spec->as[1] = field_name(step->arena, spec->y);
    return step_as_pair(step, spec->as);
}

// The rows of a group that have both numbers.
static Points collect_points(Step *step, const TrendSpec *spec, const guint *rows, guint count) {
    Field fields[2] = {field_bind(step->arena, step->table, spec->x),
                       field_bind(step->arena, step->table, spec->y)};
    double *x = arena_array(step->arena, double, count),
           *y = arena_array(step->arena, double, count);
    guint used = 0;
    for (guint i = 0; i < count; i++) {
        Value vx = field_value(&fields[0], rows[i]), vy = field_value(&fields[1], rows[i]);
        x[used] = value_is_nullish(vx) ? NAN : value_to_number(vx);
        y[used] = value_is_nullish(vy) ? NAN : value_to_number(vy);
        used += !isnan(x[used]) && !isnan(y[used]);
    }
    return (Points){x, y, used};
}

// Groups of one currency each have a trend of their own; along either axis.
static bool check_money(Step *step, const char *key, const TrendSpec *spec, const Groups *groups) {
    const MoneySet y = {.table = step->table, .field = spec->y, .what = "trend"};
    const MoneySet x = {.table = step->table, .field = spec->x, .what = "trend"};
    Diags *diags = step->context.diags;
    return money_check_groups(diags, reader_node(&step->reader, key), &y, groups) &&
           money_check_groups(diags, reader_node(&step->reader, "on"), &x, groups);
}

// --- coefficients ---

static json_t *number_array(const double *numbers, guint count) {
    json_t *array = json_array();
    for (guint i = 0; i < count; i++)
        json_array_append_new(array, value_to_json(value_number(numbers[i])));
    return array;
}

static void release_json(void *json) {
    json_decref(json);
}

static Value kept_json(Arena *arena, json_t *json) {
    arena_own(arena, json, release_json);
    return (Value){.type = VALUE_JSON, .as.json = json};
}

static Value group_keys(Step *step, const TrendSpec *spec, guint row) {
    json_t *keys = json_array();
    for (guint i = 0; i < spec->groupby.count; i++) {
        Field field = field_bind(step->arena, step->table, spec->groupby.names[i]);
        json_array_append_new(keys, value_to_json(field_value(&field, row)));
    }
    return kept_json(step->arena, keys);
}

// --- regression ---

typedef struct {
    TrendSpec trend;
    const char *method;
    FitFunction fit;
    gint64 order;
    bool params, has_extent;
    double extent[2];
} RegressionSpec;

static guint degrees_of_freedom(const RegressionSpec *spec) {
    if (strcmp(spec->method, "poly") == 0)
        return (guint)spec->order;
    return strcmp(spec->method, "quad") == 0 ? 2 : 1;
}

static bool read_regression(Step *step, RegressionSpec *spec) {
    *spec = (RegressionSpec){.method = "linear", .order = 3};
    bool good = read_trend(step, "regression", &spec->trend);
    reader_string(&step->reader, "method", &spec->method);
    reader_integer(&step->reader, "order", 0, REGRESSION_ORDER_MAX, &spec->order);
    reader_bool(&step->reader, "params", &spec->params);
    good = step_extent(step, spec->extent, &spec->has_extent) && good;
    spec->fit = fit_find(spec->method);
    if (!spec->fit)
        json_error(step->context.diags, reader_node(&step->reader, "method"), DIAG_WRONG_VALUE,
                   NULL, "there is no method \"%s\", expected linear, log, exp, pow, quad or poly",
                   spec->method);
    if (strcmp(spec->method, "log") == 0 && spec->extent[0] <= 0)
        spec->has_extent = false; // as in Vega: there is no logarithm there
    return step_end(step) && good && spec->fit;
}

static double predict(const void *data, double x) {
    const Fit *fit = data;
    return fit->predict(fit, x);
}

// The extent of x over all rows of the group, also those without y.
static void data_extent(Step *step, const char *path, const guint *rows, guint count,
                        double extent[2]) {
    Field field = field_bind(step->arena, step->table, path);
    extent[0] = INFINITY;
    extent[1] = -INFINITY;
    for (guint i = 0; i < count; i++) {
        Value value = field_value(&field, rows[i]);
        double number = value_is_nullish(value) ? NAN : value_to_number(value);
        extent[0] = fmin(extent[0], number);
        extent[1] = fmax(extent[1], number);
    }
}

static GroupCurve trend_of_fit(Step *step, const RegressionSpec *spec, const Fit *fit,
                               const double range[2]) {
    static const unsigned STEPS[2] = {25, 200};
    GroupCurve trend = {NULL, 0};
    bool straight = spec->fit == fit_find("linear") || spec->fit == fit_find("constant");
    if (!straight) {
        trend.points = curve_sample(step->arena, predict, fit, range, STEPS, &trend.count);
        return trend;
    }
    trend.count = 2;
    trend.points = arena_array(step->arena, CurvePoint, 2);
    for (int i = 0; i < 2; i++)
        trend.points[i] = (CurvePoint){range[i], fit->predict(fit, range[i])};
    return trend;
}

static const Table *fits_to_table(Step *step, const TrendSpec *spec, const Groups *groups,
                                  const Fit *fits) {
    guint rows = 0, row = 0;
    for (guint g = 0; g < groups->count; g++)
        rows += fits[g].predict != NULL;
    Table *out = step_new_table(step, 3, rows);
    Value *keys = step_output(step, out, "keys"), *coefficients = step_output(step, out, "coef");
    Value *r_squared = step_output(step, out, "rSquared");
    for (guint g = 0; g < groups->count; g++) {
        if (!fits[g].predict)
            continue;
        if (spec->groupby.count)
            keys[row] = group_keys(step, spec, group_rows(groups, g)[0]);
        coefficients[row] =
            kept_json(step->arena, number_array(fits[g].coefficients, fits[g].coefficient_count));
        r_squared[row++] = value_number(fits[g].r_squared);
    }
    return out;
}

const Table *step_regression(Step *step) {
    RegressionSpec spec;
    if (!read_regression(step, &spec))
        return NULL;
    Groups groups = groups_make(step->arena, step->table, spec.trend.groupby.names,
                                spec.trend.groupby.count, GROUP_BY_TEXT);
    if (!check_money(step, "regression", &spec.trend, &groups))
        return NULL;
    Fit *fits = arena_array(step->arena, Fit, groups.count);
    GroupCurve *trends = arena_array(step->arena, GroupCurve, groups.count);
    guint skipped = 0;
    for (guint g = 0; g < groups.count; g++) {
        guint size = group_size(&groups, g);
        Points points = collect_points(step, &spec.trend, group_rows(&groups, g), size);
        if (size <= degrees_of_freedom(&spec) || points.count == 0) {
            skipped++;
            continue;
        }
        fits[g] = spec.fit(&points, (unsigned)spec.order);
        if (!spec.has_extent)
            data_extent(step, spec.trend.x, group_rows(&groups, g), size, spec.extent);
        if (!spec.params)
            trends[g] = trend_of_fit(step, &spec, &fits[g], spec.extent);
    }
    if (skipped)
        json_warning(step->context.diags, step->reader.node, DIAG_EMPTY, NULL,
                     "%u of %u groups have too few points for a fit; they have no trend", skipped,
                     groups.count);
    return spec.params ? fits_to_table(step, &spec.trend, &groups, fits)
                       : curve_rows(step, spec.trend.as, &spec.trend.groupby, &groups, trends);
}

// --- loess ---

typedef struct {
    double x, y;
    guint index;
} OrderedPoint;

static int compare_points(const void *a, const void *b) {
    const OrderedPoint *left = a, *right = b;
    int order = (left->x > right->x) - (left->x < right->x);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

static Points sort_points(Arena *arena, const Points *points) {
    OrderedPoint *ordered = arena_array(arena, OrderedPoint, points->count);
    double *x = arena_array(arena, double, points->count);
    double *y = arena_array(arena, double, points->count);
    for (guint i = 0; i < points->count; i++)
        ordered[i] = (OrderedPoint){points->x[i], points->y[i], i};
    if (points->count)
        qsort(ordered, points->count, sizeof *ordered, compare_points);
    for (guint i = 0; i < points->count; i++) {
        x[i] = ordered[i].x;
        y[i] = ordered[i].y;
    }
    return (Points){x, y, points->count};
}

static GroupCurve loess_trend(Step *step, const TrendSpec *spec, const Groups *groups, guint g,
                              double bandwidth) {
    Points points = collect_points(step, spec, group_rows(groups, g), group_size(groups, g));
    Points sorted = sort_points(step->arena, &points);
    double *x, *y;
    GroupCurve trend = {.count = loess_smooth(step->arena, &sorted, bandwidth, &x, &y)};
    trend.points = arena_array(step->arena, CurvePoint, trend.count);
    for (guint i = 0; i < trend.count; i++)
        trend.points[i] = (CurvePoint){x[i], y[i]};
    return trend;
}

const Table *step_loess(Step *step) {
    TrendSpec spec = {NULL};
    double bandwidth = 0.3;
    guint64 work = 0;
    bool good = read_trend(step, "loess", &spec);
    reader_number(&step->reader, "bandwidth", &bandwidth);
    if (!step_end(step) || !good)
        return NULL;
    bandwidth = bandwidth > 0 ? MIN(bandwidth, 1) : 0.3;
    Groups groups = groups_make(step->arena, step->table, spec.groupby.names, spec.groupby.count,
                                GROUP_BY_TEXT);
    if (!check_money(step, "loess", &spec, &groups))
        return NULL;
    for (guint g = 0; g < groups.count; g++)
        work += (guint64)(group_size(&groups, g) * (bandwidth * group_size(&groups, g)));
    if (work > LOESS_WORK_MAX) {
        json_error(step->context.diags, step->reader.node, DIAG_TOO_LARGE, NULL,
                   "too many points for \"loess\": its work grows with their square");
        return NULL;
    }
    GroupCurve *trends = arena_array(step->arena, GroupCurve, groups.count);
    for (guint g = 0; g < groups.count; g++)
        trends[g] = loess_trend(step, &spec, &groups, g, bandwidth);
    return curve_rows(step, spec.as, &spec.groupby, &groups, trends);
}
