// Sectors of a circle or ring, as d3-shape's arc draws them (https://d3js.org/d3-shape/arc):
// padding is a parallel gap between neighbours, so that it takes a larger angle nearer the centre;
// rounded corners are circles that touch the ring and the side. Angles here are from 3 o'clock.
#include "scene/shape.h"

#include <math.h>

#define EPSILON 1e-12

typedef struct {
    Outline *out;
    double inner, outer;           // radii
    double start, end;             // of the whole sector
    double outer_start, outer_end; // after padding
    double inner_start, inner_end;
    double outer_turn, inner_turn; // what is left of the ring, 0: nothing
    double corner, inner_corner, outer_corner;
    bool clockwise;
} Sector;

static Point polar(double radius, double angle) {
    return (Point){radius * cos(angle), radius * sin(angle)};
}

static double safe_asin(double x) {
    return x >= 1 ? G_PI / 2 : x <= -1 ? -G_PI / 2 : asin(x);
}

static void add_ring(const Sector *s, double radius, double from, double to, bool clockwise) {
    outline_arc(s->out, (OutlineArc){0, 0, radius, from, to, !clockwise});
}

static void add_whole_ring(const Sector *s) {
    Point p = polar(s->outer, s->start), q = polar(s->inner, s->end);
    outline_move(s->out, p.x, p.y);
    add_ring(s, s->outer, s->start, s->start + (s->clockwise ? 2 : -2) * G_PI, s->clockwise);
    outline_close(s->out);
    if (s->inner <= EPSILON)
        return;
    outline_move(s->out, q.x, q.y);
    add_ring(s, s->inner, s->end, s->end + (s->clockwise ? -2 : 2) * G_PI, !s->clockwise);
    outline_close(s->out);
}

// Narrows one ring by the padding, given as the half gap's width.
static double pad_ring(double *start, double *end, double turn, double angle, bool clockwise) {
    if (turn - 2 * angle <= EPSILON) {
        *start = *end = (*start + *end) / 2;
        return 0;
    }
    *start += clockwise ? angle : -angle;
    *end -= clockwise ? angle : -angle;
    return turn - 2 * angle;
}

static void apply_padding(Sector *s, double pad) {
    double half = pad / 2, radius = hypot(s->inner, s->outer);
    if (half <= EPSILON || radius <= EPSILON)
        return;
    double gap = radius * sin(half);
    s->inner_turn = pad_ring(&s->inner_start, &s->inner_end, s->inner_turn,
                             s->inner > 0 ? safe_asin(gap / s->inner) : G_PI / 2, s->clockwise);
    s->outer_turn = pad_ring(&s->outer_start, &s->outer_end, s->outer_turn,
                             safe_asin(gap / s->outer), s->clockwise);
}

// Where the lines through a, b and through c, d meet.
static bool meet(Point a, Point b, Point c, Point d, Point *out) {
    double x10 = b.x - a.x, y10 = b.y - a.y, x32 = d.x - c.x, y32 = d.y - c.y;
    double t = y32 * x10 - x32 * y10;
    if (t * t < EPSILON)
        return false;
    t = (x32 * (a.y - c.y) - y32 * (a.x - c.x)) / t;
    *out = (Point){a.x + t * x10, a.y + t * y10};
    return true;
}

// Corners must fit between the two sides where the sector is narrow.
static void limit_corners(Sector *s) {
    Point apex, a = polar(s->outer, s->outer_start), b = polar(s->outer, s->outer_end);
    if (!meet(a, polar(s->inner, s->inner_start), b, polar(s->inner, s->inner_end), &apex)) {
        s->inner_corner = s->outer_corner = 0;
        return;
    }
    double ax = a.x - apex.x, ay = a.y - apex.y, bx = b.x - apex.x, by = b.y - apex.y;
    double cosine = (ax * bx + ay * by) / (hypot(ax, ay) * hypot(bx, by));
    double k = 1 / sin(acos(CLAMP(cosine, -1, 1)) / 2), reach = hypot(apex.x, apex.y);
    s->inner_corner = fmin(s->corner, (s->inner - reach) / (k - 1));
    s->outer_corner = fmin(s->corner, (s->outer - reach) / (k + 1));
}

typedef struct {
    Point centre;
    Point side, ring; // from the centre to where the circle touches the side and the ring
} Corner;

// The circle of a radius that touches the line from `from` to `to` and, inside, the ring at `to`.
static Corner corner_circle(Point from, Point to, double ring, double radius, bool clockwise) {
    double dx = from.x - to.x, dy = from.y - to.y;
    double reach = (clockwise ? radius : -radius) / hypot(dx, dy), ox = reach * dy,
           oy = -reach * dx;
    Point a = {from.x + ox, from.y + oy}, b = {to.x + ox, to.y + oy};
    Point middle = {(a.x + b.x) / 2, (a.y + b.y) / 2};
    double lx = b.x - a.x, ly = b.y - a.y, l2 = lx * lx + ly * ly, r = ring - radius;
    double cross = a.x * b.y - b.x * a.y;
    double root = (ly < 0 ? -1 : 1) * sqrt(fmax(0, r * r * l2 - cross * cross));
    Point p = {(cross * ly - lx * root) / l2, (-cross * lx - ly * root) / l2};
    Point q = {(cross * ly + lx * root) / l2, (-cross * lx + ly * root) / l2};
    if (hypot(p.x - middle.x, p.y - middle.y) > hypot(q.x - middle.x, q.y - middle.y))
        p = q;
    return (Corner){p, {-ox, -oy}, {p.x * (ring / r - 1), p.y * (ring / r - 1)}};
}

static void add_corner(const Sector *s, const Corner *c, double radius, Point from, Point to) {
    outline_arc(s->out, (OutlineArc){c->centre.x, c->centre.y, radius, atan2(from.y, from.x),
                                     atan2(to.y, to.x), !s->clockwise});
}

static double touch_angle(const Corner *c) {
    return atan2(c->centre.y + c->ring.y, c->centre.x + c->ring.x);
}

// A ring's arc with a corner at each end; begins on the side of the first one.
static void add_rounded(const Sector *s, const Corner *a, const Corner *b, double ring,
                        double radius, bool clockwise) {
    double x = a->centre.x + a->side.x, y = a->centre.y + a->side.y;
    outline_line(s->out, x, y);
    if (radius < s->corner) { // the corners have merged
        outline_arc(s->out,
                    (OutlineArc){a->centre.x, a->centre.y, radius, atan2(a->side.y, a->side.x),
                                 atan2(b->side.y, b->side.x), !s->clockwise});
        return;
    }
    add_corner(s, a, radius, a->side, a->ring);
    add_ring(s, ring, touch_angle(a), touch_angle(b), clockwise);
    add_corner(s, b, radius, b->ring, b->side);
}

static void add_outer(const Sector *s) {
    Point a = polar(s->outer, s->outer_start), b = polar(s->outer, s->outer_end);
    s->out->has_point = false;
    if (s->outer_turn <= EPSILON) {
        outline_move(s->out, a.x, a.y);
        return;
    }
    if (s->outer_corner > EPSILON) {
        Corner c = corner_circle(polar(s->inner, s->inner_start), a, s->outer, s->outer_corner,
                                 s->clockwise);
        Corner d = corner_circle(b, polar(s->inner, s->inner_end), s->outer, s->outer_corner,
                                 s->clockwise);
        add_rounded(s, &c, &d, s->outer, s->outer_corner, s->clockwise);
        return;
    }
    outline_move(s->out, a.x, a.y);
    add_ring(s, s->outer, s->outer_start, s->outer_end, s->clockwise);
}

static void add_inner(const Sector *s) {
    Point a = polar(s->inner, s->inner_end), b = polar(s->inner, s->inner_start);
    if (s->inner <= EPSILON || s->inner_turn <= EPSILON) {
        outline_line(s->out, a.x, a.y);
        return;
    }
    if (s->inner_corner > EPSILON) {
        Corner c = corner_circle(a, polar(s->outer, s->outer_end), s->inner, -s->inner_corner,
                                 s->clockwise);
        Corner d = corner_circle(polar(s->outer, s->outer_start), b, s->inner, -s->inner_corner,
                                 s->clockwise);
        add_rounded(s, &c, &d, s->inner, s->inner_corner, !s->clockwise);
        return;
    }
    add_ring(s, s->inner, s->inner_end, s->inner_start, !s->clockwise);
}

void shape_arc(Outline *outline, const ArcShape *arc) {
    Sector s = {.out = outline,
                .inner = fmax(fmin(arc->inner, arc->outer), 0),
                .outer = fmax(arc->inner, arc->outer),
                .start = arc->start - G_PI / 2,
                .end = arc->end - G_PI / 2};
    s.clockwise = s.end > s.start;
    s.outer_turn = s.inner_turn = fabs(s.end - s.start);
    s.outer_start = s.inner_start = s.start;
    s.outer_end = s.inner_end = s.end;
    if (s.outer <= EPSILON)
        return;
    if (s.outer_turn > 2 * G_PI - EPSILON) {
        add_whole_ring(&s);
        return;
    }
    s.corner = fmin((s.outer - s.inner) / 2, fmax(arc->corner_radius, 0));
    s.inner_corner = s.outer_corner = s.corner;
    apply_padding(&s, arc->pad);
    if (s.corner > EPSILON && fabs(s.end - s.start) < G_PI)
        limit_corners(&s);
    add_outer(&s);
    add_inner(&s);
    outline_close(outline);
}
