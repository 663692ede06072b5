// Least squares fits. Means are updated one point at a time and data are centred first, as in
// vega-statistics, so that results agree to the last digits that matter.
#include "table/regression.h"

#include <glib.h>
#include <math.h>
#include <string.h>

static double mean_of(const double *values, unsigned count) {
    double mean = 0;
    for (unsigned i = 0; i < count; i++)
        mean += (values[i] - mean) / (i + 1);
    return mean;
}

static double r_squared(const Points *points, double mean_y, const Fit *fit) {
    double errors = 0, total = 0;
    for (unsigned i = 0; i < points->count; i++) {
        double error = points->y[i] - fit->predict(fit, points->x[i]);
        double distance = points->y[i] - mean_y;
        errors += error * error;
        total += distance * distance;
    }
    return 1 - errors / total;
}

// Ordinary least squares from means: gives slope and intercept.
static void solve_line(double x, double y, double xy, double x2, double line[2]) {
    double delta = x2 - x * x;
    line[1] = fabs(delta) < 1e-24 ? 0 : (xy - x * y) / delta;
    line[0] = y - line[1] * x;
}

typedef struct {
    double x, y, xy, x2;
    unsigned count;
} Means;

static void add_point(Means *m, double x, double y) {
    m->count++;
    m->x += (x - m->x) / m->count;
    m->y += (y - m->y) / m->count;
    m->xy += (x * y - m->xy) / m->count;
    m->x2 += (x * x - m->x2) / m->count;
}

static Fit line_of(const Means *m, double (*predict)(const Fit *, double)) {
    Fit fit = {.coefficient_count = 2, .predict = predict};
    solve_line(m->x, m->y, m->xy, m->x2, fit.coefficients);
    return fit;
}

// --- methods ---

static double predict_constant(const Fit *fit, double x) {
    (void)x;
    return fit->coefficients[0];
}

static Fit fit_constant(const Points *points, unsigned order) {
    (void)order;
    Fit fit = {.coefficient_count = 1, .predict = predict_constant};
    fit.coefficients[0] = mean_of(points->y, points->count);
    return fit;
}

static double predict_linear(const Fit *fit, double x) {
    return fit->coefficients[0] + fit->coefficients[1] * x;
}

static Fit fit_linear(const Points *points, unsigned order) {
    (void)order;
    Means m = {0};
    for (unsigned i = 0; i < points->count; i++)
        add_point(&m, points->x[i], points->y[i]);
    Fit fit = line_of(&m, predict_linear);
    fit.r_squared = r_squared(points, m.y, &fit);
    return fit;
}

static double predict_log(const Fit *fit, double x) {
    return fit->coefficients[0] + fit->coefficients[1] * log(x);
}

static Fit fit_log(const Points *points, unsigned order) {
    (void)order;
    Means m = {0};
    for (unsigned i = 0; i < points->count; i++)
        add_point(&m, log(points->x[i]), points->y[i]);
    Fit fit = line_of(&m, predict_log);
    fit.r_squared = r_squared(points, m.y, &fit);
    return fit;
}

static double predict_pow(const Fit *fit, double x) {
    return fit->coefficients[0] * pow(x, fit->coefficients[1]);
}

static Fit fit_pow(const Points *points, unsigned order) {
    (void)order;
    Means m = {0};
    for (unsigned i = 0; i < points->count; i++)
        add_point(&m, log(points->x[i]), log(points->y[i]));
    Fit fit = line_of(&m, predict_pow);
    fit.coefficients[0] = exp(fit.coefficients[0]);
    fit.r_squared = r_squared(points, mean_of(points->y, points->count), &fit);
    return fit;
}

static double predict_exp(const Fit *fit, double x) {
    return exp(fit->terms[0] + fit->terms[1] * (x - fit->center_x));
}

// Weighted by y, so that small values do not rule the logarithm.
static Fit fit_exp(const Points *points, unsigned order) {
    (void)order;
    double mean_x = mean_of(points->x, points->count), mean_y = mean_of(points->y, points->count);
    double yl = 0, xy = 0, xyl = 0, x2y = 0;
    for (unsigned i = 0; i < points->count; i++) {
        double x = points->x[i] - mean_x, y = points->y[i], ly = log(y), n = i + 1;
        yl += (y * ly - yl) / n;
        xy += (x * y - xy) / n;
        xyl += (x * y * ly - xyl) / n;
        x2y += (x * x * y - x2y) / n;
    }
    Fit fit = {.coefficient_count = 2, .predict = predict_exp, .center_x = mean_x};
    solve_line(xy / mean_y, yl / mean_y, xyl / mean_y, x2y / mean_y, fit.terms);
    fit.coefficients[0] = exp(fit.terms[0] - fit.terms[1] * mean_x);
    fit.coefficients[1] = fit.terms[1];
    fit.r_squared = r_squared(points, mean_y, &fit);
    return fit;
}

static double predict_quad(const Fit *fit, double x) {
    x -= fit->center_x;
    return fit->terms[2] * x * x + fit->terms[1] * x + fit->terms[0] + fit->center_y;
}

static Fit fit_quad(const Points *points, unsigned order) {
    (void)order;
    double ux = mean_of(points->x, points->count), uy = mean_of(points->y, points->count);
    double x2 = 0, x3 = 0, x4 = 0, xy = 0, x2y = 0;
    for (unsigned i = 0; i < points->count; i++) {
        double x = points->x[i] - ux, y = points->y[i] - uy, square = x * x, n = i + 1;
        x2 += (square - x2) / n;
        x3 += (square * x - x3) / n;
        x4 += (square * square - x4) / n;
        xy += (x * y - xy) / n;
        x2y += (square * y - x2y) / n;
    }
    double spread = x4 - x2 * x2, divisor = x2 * spread - x3 * x3;
    double a = (x2y * x2 - xy * x3) / divisor, b = (xy * spread - x2y * x3) / divisor;
    double c = -a * x2;
    Fit fit = {.coefficient_count = 3, .predict = predict_quad, .center_x = ux, .center_y = uy};
    fit.terms[0] = c, fit.terms[1] = b, fit.terms[2] = a;
    fit.coefficients[0] = c - b * ux + a * ux * ux + uy;
    fit.coefficients[1] = b - 2 * a * ux;
    fit.coefficients[2] = a;
    fit.r_squared = r_squared(points, uy, &fit);
    return fit;
}

// --- polynomials ---

enum { TERMS_MAX = REGRESSION_ORDER_MAX + 1 };

// By columns: matrix[j] is the j-th column, matrix[n] the right side.
static void eliminate(double matrix[TERMS_MAX + 1][TERMS_MAX], unsigned n, double *out) {
    for (unsigned i = 0; i < n; i++) {
        unsigned pivot = i;
        for (unsigned j = i + 1; j < n; j++)
            if (fabs(matrix[i][j]) > fabs(matrix[i][pivot]))
                pivot = j;
        for (unsigned k = i; k < n + 1; k++) {
            double swap = matrix[k][i];
            matrix[k][i] = matrix[k][pivot];
            matrix[k][pivot] = swap;
        }
        for (unsigned j = i + 1; j < n; j++)
            for (unsigned k = n + 1; k-- > i;)
                matrix[k][j] -= matrix[k][i] * matrix[i][j] / matrix[i][i];
    }
    for (unsigned j = n; j-- > 0;) {
        double sum = 0;
        for (unsigned k = j + 1; k < n; k++)
            sum += matrix[k][j] * out[k];
        out[j] = (matrix[n][j] - sum) / matrix[j][j];
    }
}

// The coefficients about zero from those about x, y (binomial expansion).
static void uncenter(Fit *fit, double x, double y) {
    unsigned n = fit->coefficient_count;
    for (unsigned i = n; i-- > 0;) {
        double v = fit->terms[i], binomial = 1;
        fit->coefficients[i] += v;
        for (unsigned j = 1; j <= i; j++) {
            binomial *= (i + 1.0 - j) / j;
            fit->coefficients[i - j] += v * pow(x, j) * binomial;
        }
    }
    fit->coefficients[0] += y;
}

static double predict_poly(const Fit *fit, double x) {
    x -= fit->center_x;
    double y = fit->center_y + fit->terms[0] + fit->terms[1] * x + fit->terms[2] * x * x;
    for (unsigned i = 3; i < fit->coefficient_count; i++)
        y += fit->terms[i] * pow(x, i);
    return y;
}

static Fit fit_poly(const Points *points, unsigned order) {
    static const FitFunction LOW_ORDERS[] = {fit_constant, fit_linear, fit_quad};
    double matrix[TERMS_MAX + 1][TERMS_MAX] = {{0}};
    if (order < G_N_ELEMENTS(LOW_ORDERS))
        return LOW_ORDERS[order](points, order);
    Fit fit = {.coefficient_count = order + 1, .predict = predict_poly};
    fit.center_x = mean_of(points->x, points->count);
    fit.center_y = mean_of(points->y, points->count);
    for (unsigned i = 0; i <= order; i++)
        for (unsigned l = 0; l < points->count; l++) {
            double x = points->x[l] - fit.center_x;
            matrix[order + 1][i] += pow(x, i) * (points->y[l] - fit.center_y);
            for (unsigned j = 0; j <= order; j++)
                matrix[i][j] += pow(x, i + j);
        }
    eliminate(matrix, order + 1, fit.terms);
    uncenter(&fit, -fit.center_x, fit.center_y);
    fit.r_squared = r_squared(points, fit.center_y, &fit);
    return fit;
}

static const struct {
    const char *name;
    FitFunction fit;
} METHODS[] = {
    {"linear", fit_linear}, {"log", fit_log},   {"exp", fit_exp},           {"pow", fit_pow},
    {"quad", fit_quad},     {"poly", fit_poly}, {"constant", fit_constant},
};

FitFunction fit_find(const char *method) {
    for (gsize i = 0; i < G_N_ELEMENTS(METHODS); i++)
        if (strcmp(METHODS[i].name, method) == 0)
            return METHODS[i].fit;
    return NULL;
}
