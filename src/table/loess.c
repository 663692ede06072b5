// Local regression: each point gets a line fitted to its nearest neighbours, weighted by the
// tricube of their distance; then twice more with outliers weighted down. W. S. Cleveland, "Robust
// locally weighted regression and smoothing scatterplots", JASA 74 (1979). Numbers agree with
// Vega's loess.
#include "table/aggregate.h"
#include "table/regression.h"

#include <math.h>

enum { ROBUST_ITERATIONS = 2 };
static const double TINY = 1e-12;

typedef struct {
    const double *x, *y;      // centred, by ascending x
    guint count, first, last; // the neighbours: [first, last]
    double *smooth, *residuals, *weights;
} Loess;

static double tricube(double distance) {
    double rest = 1 - distance * distance * distance;
    return rest * rest * rest;
}

static void fit_point(Loess *l, guint i) {
    double at = l->x[i], w = 0, wx = 0, wy = 0, wxy = 0, wx2 = 0;
    guint edge = at - l->x[l->first] > l->x[l->last] - at ? l->first : l->last;
    double width = fabs(l->x[edge] - at) > 0 ? fabs(l->x[edge] - at) : 1;
    for (guint k = l->first; k <= l->last; k++) {
        double weight = tricube(fabs(at - l->x[k]) * (1 / width)) * l->weights[k];
        double x = l->x[k] * weight;
        w += weight;
        wx += x;
        wy += l->y[k] * weight;
        wxy += l->y[k] * x;
        wx2 += l->x[k] * x;
    }
    double mean_x = wx / w, mean_y = wy / w, delta = wx2 / w - mean_x * mean_x;
    double slope = fabs(delta) < 1e-24 ? 0 : (wxy / w - mean_x * mean_y) / delta;
    l->smooth[i] = mean_y - slope * mean_x + slope * at;
    l->residuals[i] = fabs(l->y[i] - l->smooth[i]);
}

// Moves the neighbours right for the point i, as long as the right edge is not farther.
static void move_neighbours(Loess *l, guint i) {
    if (i >= l->count)
        return;
    double at = l->x[i];
    for (guint right = l->last + 1; right < l->count && i > l->first; right++) {
        if (l->x[right] - at > at - l->x[l->first])
            break;
        l->first++;
        l->last = right;
    }
}

static void fit_all(Loess *l, guint neighbours) {
    l->first = 0;
    l->last = neighbours - 1;
    for (guint i = 0; i < l->count; i++) {
        fit_point(l, i);
        move_neighbours(l, i + 1);
    }
}

static double median_residual(const Loess *l, double *scratch) {
    for (guint i = 0; i < l->count; i++)
        scratch[i] = l->residuals[i];
    sort_numbers(scratch, l->count);
    return quantile_sorted(scratch, l->count, 0.5);
}

static void weigh_outliers(Loess *l, double median) {
    for (guint i = 0; i < l->count; i++) {
        double distance = l->residuals[i] / (6 * median), rest = 1 - distance * distance;
        l->weights[i] = distance >= 1 ? TINY : rest * rest;
    }
}

// Points of one x become one, at the mean of their smoothed values.
static guint join_equal_x(const Loess *l, double mean_x, double mean_y, double *x, double *y) {
    guint used = 0, joined = 0;
    for (guint i = 0; i < l->count; i++) {
        double at = l->x[i] + mean_x;
        if (used && x[used - 1] == at) {
            y[used - 1] += (l->smooth[i] - y[used - 1]) / ++joined;
        } else {
            joined = 0;
            x[used] = at;
            y[used++] = l->smooth[i];
        }
    }
    for (guint i = 0; i < used; i++)
        y[i] += mean_y;
    return used;
}

static double *centre(Arena *arena, const double *values, guint count, double *mean) {
    double *centred = arena_array(arena, double, count);
    *mean = 0;
    for (guint i = 0; i < count; i++)
        *mean += (values[i] - *mean) / (i + 1);
    for (guint i = 0; i < count; i++)
        centred[i] = values[i] - *mean;
    return centred;
}

unsigned loess_smooth(Arena *arena, const Points *points, double bandwidth, double **x,
                      double **y) {
    guint n = points->count, wanted = (guint)(bandwidth * n), neighbours = MIN(MAX(wanted, 2), n);
    double mean_x, mean_y, *scratch = arena_array(arena, double, n);
    Loess l = {.count = n};
    l.x = centre(arena, points->x, n, &mean_x);
    l.y = centre(arena, points->y, n, &mean_y);
    l.smooth = arena_array(arena, double, n);
    l.residuals = arena_array(arena, double, n);
    l.weights = arena_array(arena, double, n);
    *x = arena_array(arena, double, n);
    *y = arena_array(arena, double, n);
    for (guint i = 0; i < n; i++)
        l.weights[i] = 1;
    for (int iteration = 0; n > 0 && iteration <= ROBUST_ITERATIONS; iteration++) {
        fit_all(&l, neighbours);
        double median = median_residual(&l, scratch);
        if (iteration == ROBUST_ITERATIONS || fabs(median) < TINY)
            break;
        weigh_outliers(&l, median);
    }
    return join_equal_x(&l, mean_x, mean_y, *x, *y);
}
