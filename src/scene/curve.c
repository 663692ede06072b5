// Each kind of curve is a function that adds one stroke through all its points. A stroke is a line
// of its own, or the top of an area, or the base that leads back and closes it; the only difference
// is how a stroke begins (a move, or a line from the top's end) and whether it is closed.
// Definitions: d3-shape's documentation; monotone is M. Steffen, "A simple method for monotonic
// interpolation in one dimension", 1990; natural solves the tridiagonal system of a cubic spline
// whose second derivative is zero at the ends.
#include "scene/curve.h"

#include <math.h>

typedef enum { STROKE_LINE, STROKE_TOP, STROKE_BASE } StrokeRole;

typedef struct {
    Outline *out;
    StrokeRole role;
    double tension;
    const Point *p;
    guint n;
} Stroke;

static void begin(const Stroke *s, Point p) {
    if (s->role == STROKE_BASE)
        outline_line(s->out, p.x, p.y);
    else
        outline_move(s->out, p.x, p.y);
}

static void line_to(const Stroke *s, Point p) {
    outline_line(s->out, p.x, p.y);
}

// lone: only a point was drawn, which shows as a dot when it is closed.
static void end(const Stroke *s, bool lone) {
    if (s->role == STROKE_BASE || (s->role == STROKE_LINE && lone))
        outline_close(s->out);
}

// ---- linear and steps ----

static void draw_linear(const Stroke *s) {
    begin(s, s->p[0]);
    for (guint i = 1; i < s->n; i++)
        line_to(s, s->p[i]);
    end(s, s->n == 1);
}

static void draw_linear_closed(const Stroke *s) {
    outline_move(s->out, s->p[0].x, s->p[0].y);
    for (guint i = 1; i < s->n; i++)
        line_to(s, s->p[i]);
    outline_close(s->out);
}

// part: how far between two points the step is; turned round on the way back.
static void draw_steps(const Stroke *s, double part) {
    double t = s->role == STROKE_BASE ? 1 - part : part;
    begin(s, s->p[0]);
    for (guint i = 1; i < s->n; i++) {
        double x = s->p[i - 1].x * (1 - t) + s->p[i].x * t;
        if (t > 0)
            line_to(s, (Point){x, s->p[i - 1].y});
        line_to(s, (Point){x, s->p[i].y});
        if (t <= 0)
            line_to(s, s->p[i]);
    }
    if (t > 0 && t < 1 && s->n > 1)
        line_to(s, s->p[s->n - 1]);
    end(s, s->n == 1);
}

static void draw_step(const Stroke *s) {
    draw_steps(s, 0.5);
}

static void draw_step_before(const Stroke *s) {
    draw_steps(s, 0);
}

static void draw_step_after(const Stroke *s) {
    draw_steps(s, 1);
}

// ---- B-splines ----

static Point weigh(Point a, double wa, Point b, double wb, Point c, double wc) {
    return (Point){a.x * wa + b.x * wb + c.x * wc, a.y * wa + b.y * wb + c.y * wc};
}

static Point basis_knot(Point a, Point b, Point c) {
    return weigh(a, 1 / 6.0, b, 4 / 6.0, c, 1 / 6.0);
}

// The piece of a uniform cubic B-spline that ends at the knot of b.
static void basis_piece(const Stroke *s, Point a, Point b, Point c) {
    outline_curve(s->out, weigh(a, 2 / 3.0, b, 1 / 3.0, c, 0), weigh(a, 1 / 3.0, b, 2 / 3.0, c, 0),
                  basis_knot(a, b, c));
}

static void draw_basis(const Stroke *s) {
    const Point *p = s->p;
    begin(s, p[0]);
    if (s->n > 2) {
        line_to(s, weigh(p[0], 5 / 6.0, p[1], 1 / 6.0, p[1], 0));
        for (guint i = 2; i < s->n; i++)
            basis_piece(s, p[i - 2], p[i - 1], p[i]);
        basis_piece(s, p[s->n - 2], p[s->n - 1], p[s->n - 1]);
    }
    if (s->n > 1)
        line_to(s, p[s->n - 1]);
    end(s, s->n == 1);
}

static void draw_basis_open(const Stroke *s) {
    if (s->n >= 3)
        begin(s, basis_knot(s->p[0], s->p[1], s->p[2]));
    for (guint i = 3; i < s->n; i++)
        basis_piece(s, s->p[i - 2], s->p[i - 1], s->p[i]);
    end(s, s->n == 3);
}

static void draw_basis_closed(const Stroke *s) {
    const Point *p = s->p;
    guint n = s->n;
    if (n == 1) {
        draw_linear_closed(s);
        return;
    }
    if (n == 2) { // only the middle third
        Point ends[2] = {weigh(p[0], 1 / 3.0, p[1], 2 / 3.0, p[1], 0),
                         weigh(p[0], 2 / 3.0, p[1], 1 / 3.0, p[1], 0)};
        draw_linear_closed(&(Stroke){s->out, s->role, 0, ends, 2});
        return;
    }
    Point start = basis_knot(p[0], p[1], p[2]);
    outline_move(s->out, start.x, start.y);
    for (guint i = 3; i < n + 3; i++)
        basis_piece(s, p[(i - 2) % n], p[(i - 1) % n], p[i % n]);
    outline_close(s->out);
}

// Points drawn toward the straight line between the ends, then a B-spline.
static void draw_bundle(const Stroke *s) {
    if (s->n < 2)
        return;
    Point *pulled = g_new(Point, s->n), first = s->p[0], last = s->p[s->n - 1];
    for (guint i = 0; i < s->n; i++) {
        double t = i / (s->n - 1.0), b = s->tension;
        Point straight = {first.x + t * (last.x - first.x), first.y + t * (last.y - first.y)};
        pulled[i] = weigh(s->p[i], b, straight, 1 - b, straight, 0);
    }
    Stroke bundle = *s;
    bundle.p = pulled;
    draw_basis(&bundle);
    g_free(pulled);
}

// ---- cardinal and Catmull-Rom splines ----

// The piece from b to c, whose slopes come from their neighbours a and d.
static void cardinal_piece(const Stroke *s, Point a, Point b, Point c, Point d) {
    double k = (1 - s->tension) / 6;
    outline_curve(s->out, (Point){b.x + k * (c.x - a.x), b.y + k * (c.y - a.y)},
                  (Point){c.x + k * (b.x - d.x), c.y + k * (b.y - d.y)}, c);
}

static void draw_cardinal(const Stroke *s) {
    const Point *p = s->p;
    guint n = s->n;
    begin(s, p[0]);
    if (n == 2)
        line_to(s, p[1]);
    for (guint i = 1; i < n && n > 2; i++) // no slope at the ends
        cardinal_piece(s, i > 1 ? p[i - 2] : p[1], p[i - 1], p[i], i + 1 < n ? p[i + 1] : p[i - 1]);
    end(s, n == 1);
}

static void draw_cardinal_open(const Stroke *s) {
    if (s->n >= 3)
        begin(s, s->p[1]);
    for (guint i = 2; i + 1 < s->n; i++)
        cardinal_piece(s, s->p[i - 2], s->p[i - 1], s->p[i], s->p[i + 1]);
    end(s, s->n == 3);
}

static void draw_cardinal_closed(const Stroke *s) {
    const Point *p = s->p;
    guint n = s->n;
    if (n < 3) {
        draw_linear_closed(s);
        return;
    }
    outline_move(s->out, p[1].x, p[1].y);
    for (guint i = 1; i <= n; i++)
        cardinal_piece(s, p[i - 1], p[i % n], p[(i + 1) % n], p[(i + 2) % n]);
    outline_close(s->out);
}

// The control point after b on the way to c: of the curve through a, b, c whose knots lie at the
// distances to the power alpha.
static Point catmull_control(Point a, Point b, Point c, double alpha) {
    double ab2 = pow((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y), alpha);
    double bc2 = pow((c.x - b.x) * (c.x - b.x) + (c.y - b.y) * (c.y - b.y), alpha);
    double ab = sqrt(ab2), bc = sqrt(bc2);
    if (!(ab > 1e-12) || (a.x == b.x && a.y == b.y))
        return b;
    double weight = 2 * ab2 + 3 * ab * bc + bc2, sum = 3 * ab * (ab + bc);
    return weigh(b, weight / sum, a, -bc2 / sum, c, ab2 / sum);
}

static void draw_catmull_rom(const Stroke *s) {
    const Point *p = s->p;
    guint n = s->n;
    if (s->tension == 0) {
        draw_cardinal(s);
        return;
    }
    begin(s, p[0]);
    if (n == 2)
        line_to(s, p[1]);
    for (guint i = 1; i < n && n > 2; i++) {
        Point before = i > 1 ? p[i - 2] : p[0], after = i + 1 < n ? p[i + 1] : p[i];
        outline_curve(s->out, catmull_control(before, p[i - 1], p[i], s->tension),
                      catmull_control(after, p[i], p[i - 1], s->tension), p[i]);
    }
    end(s, n == 1);
}

// ---- monotone ----

static double sign_of(double x) {
    return x < 0 ? -1 : 1;
}

static double least(double a, double b) {
    return isnan(a) || isnan(b) ? NAN : fmin(a, b);
}

// A slope at b that keeps the curve between its neighbours.
static double inner_slope(Point a, Point b, Point c) {
    double h0 = b.x - a.x, h1 = c.x - b.x;
    double s0 = (b.y - a.y) / (h0 != 0 ? h0 : h1 < 0 ? -0.0 : 0.0);
    double s1 = (c.y - b.y) / (h1 != 0 ? h1 : h0 < 0 ? -0.0 : 0.0);
    double p = (s0 * h1 + s1 * h0) / (h0 + h1);
    double slope = (sign_of(s0) + sign_of(s1)) * least(least(fabs(s0), fabs(s1)), 0.5 * fabs(p));
    return isnan(slope) ? 0 : slope;
}

static double end_slope(Point a, Point b, double slope) {
    double h = b.x - a.x;
    return h != 0 ? (3 * (b.y - a.y) / h - slope) / 2 : slope;
}

static void hermite_piece(const Stroke *s, Point a, Point b, double slope_a, double slope_b) {
    double dx = (b.x - a.x) / 3;
    outline_curve(s->out, (Point){a.x + dx, a.y + dx * slope_a},
                  (Point){b.x - dx, b.y - dx * slope_b}, b);
}

// Points that follow themselves are skipped.
static guint drop_repeats(const Point *p, guint n, Point *out) {
    guint kept = 0;
    for (guint i = 0; i < n; i++)
        if (kept == 0 || p[i].x != out[kept - 1].x || p[i].y != out[kept - 1].y)
            out[kept++] = p[i];
    return kept;
}

static void draw_monotone(const Stroke *s) {
    g_autofree Point *p = g_new(Point, s->n);
    guint n = drop_repeats(s->p, s->n, p);
    begin(s, p[0]);
    if (n == 2)
        line_to(s, p[1]);
    double slope = n > 2 ? inner_slope(p[0], p[1], p[2]) : 0;
    if (n > 2)
        hermite_piece(s, p[0], p[1], end_slope(p[0], p[1], slope), slope);
    for (guint i = 2; i < n; i++) {
        double next =
            i + 1 < n ? inner_slope(p[i - 1], p[i], p[i + 1]) : end_slope(p[i - 1], p[i], slope);
        hermite_piece(s, p[i - 1], p[i], slope, next);
        slope = next;
    }
    end(s, n == 1);
}

// ---- natural ----

// First control numbers of each of n pieces between n + 1 knots, for one coordinate.
static void natural_controls(const double *knots, guint n, double *first, double *diagonal) {
    diagonal[0] = 2;
    first[0] = knots[0] + 2 * knots[1];
    for (guint i = 1; i < n; i++) {
        bool last = i == n - 1;
        double m = (last ? 2 : 1) / diagonal[i - 1];
        diagonal[i] = (last ? 7 : 4) - m;
        first[i] = (last ? 8 * knots[i] + knots[i + 1] : 4 * knots[i] + 2 * knots[i + 1]) -
                   m * first[i - 1];
    }
    first[n - 1] /= diagonal[n - 1];
    for (guint i = n - 1; i-- > 0;)
        first[i] = (first[i] - first[i + 1]) / diagonal[i];
}

static double natural_second(const double *knots, const double *first, guint n, guint i) {
    return i + 1 < n ? 2 * knots[i + 1] - first[i + 1] : (knots[n] + first[n - 1]) / 2;
}

static void natural_pieces(const Stroke *s) {
    guint n = s->n - 1;
    g_autofree double *memory = g_new(double, 5 * (gsize)s->n);
    double *x = memory, *y = x + s->n, *first_x = y + s->n, *first_y = first_x + s->n;
    double *diagonal = first_y + s->n;
    for (guint i = 0; i < s->n; i++)
        x[i] = s->p[i].x, y[i] = s->p[i].y;
    natural_controls(x, n, first_x, diagonal);
    natural_controls(y, n, first_y, diagonal);
    for (guint i = 0; i < n; i++)
        outline_curve(s->out, (Point){first_x[i], first_y[i]},
                      (Point){natural_second(x, first_x, n, i), natural_second(y, first_y, n, i)},
                      s->p[i + 1]);
}

static void draw_natural(const Stroke *s) {
    begin(s, s->p[0]);
    if (s->n == 2)
        line_to(s, s->p[1]);
    else if (s->n > 2)
        natural_pieces(s);
    end(s, s->n == 1);
}

// ---- kinds ----

static const struct {
    void (*draw)(const Stroke *stroke);
    double tension; // when none is given
} kinds[] = {
    [INTERPOLATE_LINEAR] = {draw_linear, 0},
    [INTERPOLATE_LINEAR_CLOSED] = {draw_linear_closed, 0},
    [INTERPOLATE_STEP] = {draw_step, 0},
    [INTERPOLATE_STEP_BEFORE] = {draw_step_before, 0},
    [INTERPOLATE_STEP_AFTER] = {draw_step_after, 0},
    [INTERPOLATE_BASIS] = {draw_basis, 0},
    [INTERPOLATE_BASIS_OPEN] = {draw_basis_open, 0},
    [INTERPOLATE_BASIS_CLOSED] = {draw_basis_closed, 0},
    [INTERPOLATE_BUNDLE] = {draw_bundle, 0.85},
    [INTERPOLATE_CARDINAL] = {draw_cardinal, 0},
    [INTERPOLATE_CARDINAL_OPEN] = {draw_cardinal_open, 0},
    [INTERPOLATE_CARDINAL_CLOSED] = {draw_cardinal_closed, 0},
    [INTERPOLATE_CATMULL_ROM] = {draw_catmull_rom, 0.5},
    [INTERPOLATE_MONOTONE] = {draw_monotone, 0},
    [INTERPOLATE_NATURAL] = {draw_natural, 0},
};

static void swap_axes(Point *points, guint count) {
    for (guint i = 0; i < count; i++)
        points[i] = (Point){points[i].y, points[i].x};
}

static void swap_steps(Outline *outline, guint from) {
    for (guint i = from; i < outline->steps->len; i++) {
        OutlineStep *step = &g_array_index(outline->steps, OutlineStep, i);
        swap_axes(&step->control1, 1);
        swap_axes(&step->control2, 1);
        swap_axes(&step->to, 1);
    }
    swap_axes(&outline->at, 1);
    swap_axes(&outline->start, 1);
}

static void draw_stroke(Outline *outline, Curve curve, StrokeRole role, const Point *points,
                        guint count) {
    double tension = isnan(curve.tension) ? kinds[curve.kind].tension : curve.tension;
    kinds[curve.kind].draw(&(Stroke){outline, role, tension, points, count});
}

void curve_line(Outline *outline, Curve curve, const Point *points, guint count) {
    if (count > 0)
        draw_stroke(outline, curve, STROKE_LINE, points, count);
}

void curve_area(Outline *outline, Curve curve, const Point *top, const Point *base, guint count) {
    if (count == 0)
        return;
    bool swap = curve.sideways && curve.kind == INTERPOLATE_MONOTONE;
    g_autofree Point *forward = g_memdup2(top, count * sizeof *top);
    g_autofree Point *backward = g_new(Point, count);
    for (guint i = 0; i < count; i++)
        backward[i] = base[count - 1 - i];
    guint from = outline->steps->len;
    if (swap) {
        swap_axes(forward, count);
        swap_axes(backward, count);
    }
    draw_stroke(outline, curve, STROKE_TOP, forward, count);
    draw_stroke(outline, curve, STROKE_BASE, backward, count);
    if (swap)
        swap_steps(outline, from);
}
