// Building outlines step by step. Arcs become Bézier curves of at most a quarter turn, whose
// error is below 3 in 10,000 of the radius.
#include "scene/outline.h"

#include <math.h>

enum {
    ARC_PIECES_MAX = 8,
    FAR = 1000000 // places beyond are cut off: cairo's fixed point numbers end at 8 million
};

Outline *outline_new(void) {
    Outline *outline = g_new0(Outline, 1);
    outline->steps = g_array_new(FALSE, FALSE, sizeof(OutlineStep));
    return outline;
}

void outline_free(Outline *outline) {
    if (!outline)
        return;
    g_array_unref(outline->steps);
    g_free(outline);
}

void outline_clear(Outline *outline) {
    g_array_set_size(outline->steps, 0);
    outline->has_point = false;
}

static double near_enough(double x) {
    return isnan(x) ? 0 : CLAMP(x, -FAR, FAR);
}

static Point bounded(Point p) {
    return (Point){near_enough(p.x), near_enough(p.y)};
}

static void add_step(Outline *outline, OutlineStep step) {
    step.control1 = bounded(step.control1);
    step.control2 = bounded(step.control2);
    step.to = bounded(step.to);
    g_array_append_val(outline->steps, step);
    outline->at = step.to;
    outline->has_point = true;
}

void outline_move(Outline *outline, double x, double y) {
    add_step(outline, (OutlineStep){.op = OUTLINE_MOVE, .to = {x, y}});
    outline->start = outline->at;
}

void outline_line(Outline *outline, double x, double y) {
    if (outline->has_point)
        add_step(outline, (OutlineStep){.op = OUTLINE_LINE, .to = {x, y}});
    else
        outline_move(outline, x, y);
}

void outline_curve(Outline *outline, Point control1, Point control2, Point to) {
    if (!outline->has_point)
        outline_move(outline, control1.x, control1.y);
    add_step(outline, (OutlineStep){OUTLINE_CURVE, control1, control2, to});
}

static Point toward(Point from, Point to, double part) {
    return (Point){from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part};
}

void outline_quadratic(Outline *outline, Point control, Point to) {
    Point from = outline->has_point ? outline->at : control;
    outline_curve(outline, toward(from, control, 2.0 / 3), toward(to, control, 2.0 / 3), to);
}

void outline_close(Outline *outline) {
    if (!outline->has_point)
        return;
    add_step(outline, (OutlineStep){.op = OUTLINE_CLOSE, .to = outline->start});
}

void outline_rect(Outline *outline, double x, double y, double width, double height) {
    outline_move(outline, x, y);
    outline_line(outline, x + width, y);
    outline_line(outline, x + width, y + height);
    outline_line(outline, x, y + height);
    outline_close(outline);
}

// The turn from one angle to another in the arc's direction, at most a whole circle.
static double arc_turn(OutlineArc arc) {
    double turn = arc.backward ? arc.from - arc.to : arc.to - arc.from;
    if (turn >= 2 * G_PI)
        turn = 2 * G_PI;
    else if (turn < 0)
        turn = fmod(turn, 2 * G_PI) + 2 * G_PI;
    return arc.backward ? -turn : turn;
}

void outline_arc(Outline *outline, OutlineArc arc) {
    double turn = arc_turn(arc), cosine = cos(arc.from), sine = sin(arc.from);
    Point start = {arc.x + arc.radius * cosine, arc.y + arc.radius * sine};
    if (!outline->has_point || hypot(outline->at.x - start.x, outline->at.y - start.y) > 1e-6)
        outline_line(outline, start.x, start.y);
    int pieces = (int)CLAMP(ceil(fabs(turn) / (G_PI / 2) - 1e-9), 1, ARC_PIECES_MAX);
    double reach = arc.radius * 4 / 3 * tan(turn / pieces / 4);
    for (int i = 1; i <= pieces && arc.radius > 0; i++) {
        double angle = arc.from + turn * i / pieces, c = cos(angle), s = sin(angle);
        Point from = outline->at, to = {arc.x + arc.radius * c, arc.y + arc.radius * s};
        outline_curve(outline, (Point){from.x - reach * sine, from.y + reach * cosine},
                      (Point){to.x + reach * s, to.y - reach * c}, to);
        cosine = c, sine = s;
    }
}

typedef struct {
    double a, b, x, y; // x' = a x - b y + x, y' = b x + a y + y
} Placing;

static Point put(Placing placing, Point p) {
    return (Point){placing.a * p.x - placing.b * p.y + placing.x,
                   placing.b * p.x + placing.a * p.y + placing.y};
}

void outline_place(Outline *outline, double scale, double angle_rad, double x, double y) {
    Placing placing = {scale * cos(angle_rad), scale * sin(angle_rad), x, y};
    for (guint i = 0; i < outline->steps->len; i++) {
        OutlineStep *step = &g_array_index(outline->steps, OutlineStep, i);
        step->control1 = bounded(put(placing, step->control1));
        step->control2 = bounded(put(placing, step->control2));
        step->to = bounded(put(placing, step->to));
    }
    outline->at = put(placing, outline->at);
    outline->start = put(placing, outline->start);
}

static double bezier(double a, double b, double c, double d, double t) {
    double u = 1 - t;
    return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
}

static void include(double *low, double *high, double x) {
    *low = fmin(*low, x);
    *high = fmax(*high, x);
}

// Where a cubic's derivative is zero between its ends.
static void include_curve(double *low, double *high, const double p[4]) {
    double a = -p[0] + 3 * p[1] - 3 * p[2] + p[3], b = 2 * (p[0] - 2 * p[1] + p[2]);
    double c = p[1] - p[0], root = sqrt(b * b - 4 * a * c);
    double at[2] = {(-b + root) / (2 * a), (-b - root) / (2 * a)};
    if (fabs(a) < 1e-9)
        at[0] = at[1] = -c / b;
    for (int i = 0; i < 2; i++)
        if (at[i] > 0 && at[i] < 1) // false for NaN
            include(low, high, bezier(p[0], p[1], p[2], p[3], at[i]));
}

bool outline_bounds(const Outline *outline, Point *low, Point *high) {
    *low = (Point){INFINITY, INFINITY};
    *high = (Point){-INFINITY, -INFINITY};
    Point from = {0, 0};
    for (guint i = 0; i < outline->steps->len; i++) {
        const OutlineStep *s = &g_array_index(outline->steps, OutlineStep, i);
        include(&low->x, &high->x, s->to.x);
        include(&low->y, &high->y, s->to.y);
        if (s->op == OUTLINE_CURVE) {
            include_curve(&low->x, &high->x,
                          (double[]){from.x, s->control1.x, s->control2.x, s->to.x});
            include_curve(&low->y, &high->y,
                          (double[]){from.y, s->control1.y, s->control2.y, s->to.y});
        }
        from = s->to;
    }
    return outline->steps->len > 0;
}
