// Every kind of mark as an outline: one function each, in the group's space. Breaks in a line or an
// area (points that are not finite) end one piece and begin another.
#include "scene/shape.h"
#include "scene/curve.h"
#include "scene/scene_visible.h"

#include <math.h>

#define CORNER 0.448084975506 // Vega's handle of a rounded corner, from its corner point

static double limited(double radius, double most) {
    return radius > 0 ? fmin(radius, most) : 0;
}

void shape_round_rect(Outline *o, double x, double y, double width, double height,
                      const double radius[4]) {
    double most = fmin(fabs(width), fabs(height)) / 2, x2 = x + width, y2 = y + height;
    double tl = limited(radius[0], most), tr = limited(radius[1], most);
    double br = limited(radius[2], most), bl = limited(radius[3], most);
    if (tl <= 0 && tr <= 0 && br <= 0 && bl <= 0) {
        outline_rect(o, x, y, width, height);
        return;
    }
    const double c = CORNER;
    outline_move(o, x + tl, y);
    outline_line(o, x2 - tr, y);
    outline_curve(o, (Point){x2 - c * tr, y}, (Point){x2, y + c * tr}, (Point){x2, y + tr});
    outline_line(o, x2, y2 - br);
    outline_curve(o, (Point){x2, y2 - c * br}, (Point){x2 - c * br, y2}, (Point){x2 - br, y2});
    outline_line(o, x + bl, y2);
    outline_curve(o, (Point){x + c * bl, y2}, (Point){x, y2 - c * bl}, (Point){x, y2 - bl});
    outline_line(o, x, y + tl);
    outline_curve(o, (Point){x, y + c * tl}, (Point){x + c * tl, y}, (Point){x + tl, y});
    outline_close(o);
}

void shape_group_box(Outline *o, const SceneGroup *group) {
    double r = group->corner_radius;
    shape_round_rect(o, 0, 0, group->width, group->height,
                     group->corner_radii ? group->corner_radii : (double[]){r, r, r, r});
}

static void add_rect(Outline *o, const SceneItem *item) {
    shape_round_rect(o, item->as.rect.x, item->as.rect.y, item->as.rect.width, item->as.rect.height,
                     item->as.rect.radius);
}

static void add_symbol(Outline *o, const SceneItem *item) {
    shape_symbol(o, item->as.symbol.shape, fmax(item->as.symbol.size, 0));
    outline_place(o, 1, item->as.symbol.angle * G_PI / 180, item->as.symbol.x, item->as.symbol.y);
}

static void add_rule(Outline *o, const SceneItem *item) {
    outline_move(o, item->as.rule.x, item->as.rule.y);
    outline_line(o, item->as.rule.x2, item->as.rule.y2);
}

static void add_text(Outline *o, const SceneItem *item) {
    (void)o;
    (void)item; // text is not an outline
}

static void add_arc(Outline *o, const SceneItem *item) {
    ArcShape arc = {item->as.arc.start, item->as.arc.end, item->as.arc.inner,
                    item->as.arc.outer, item->as.arc.pad, item->as.arc.corner_radius};
    shape_arc(o, &arc);
    outline_place(o, 1, 0, item->as.arc.x, item->as.arc.y);
}

// ---- pieces of a path between breaks ----

typedef void PieceDrawer(Outline *o, const SceneItem *item, const ScenePoint *points, guint count);

static void each_piece(Outline *o, const SceneItem *item, PieceDrawer *draw) {
    const ScenePoint *points = item->as.path.points;
    guint start = 0, n = item->as.path.count;
    for (guint i = 0; i <= n; i++) {
        if (i < n && !scene_point_breaks(&points[i]))
            continue;
        if (i > start)
            draw(o, item, points + start, i - start);
        start = i + 1;
    }
}

static Curve curve_of(const SceneItem *item) {
    return (Curve){item->as.path.interpolate,
                   item->as.path.has_tension ? item->as.path.tension : NAN,
                   !item->as.path.vertical};
}

static void line_piece(Outline *o, const SceneItem *item, const ScenePoint *points, guint count) {
    g_autofree Point *line = g_new(Point, count);
    for (guint i = 0; i < count; i++)
        line[i] = (Point){points[i].x, points[i].y};
    curve_line(o, curve_of(item), line, count);
}

static void area_piece(Outline *o, const SceneItem *item, const ScenePoint *points, guint count) {
    g_autofree Point *top = g_new(Point, count), *base = g_new(Point, count);
    bool vertical = item->as.path.vertical;
    for (guint i = 0; i < count; i++) {
        top[i] = (Point){points[i].x, points[i].y};
        base[i] =
            vertical ? (Point){points[i].x, points[i].y2} : (Point){points[i].x2, points[i].y};
    }
    curve_area(o, curve_of(item), top, base, count);
}

// One link of a trail: two circles and what lies between them.
static void trail_link(Outline *o, const ScenePoint *a, const ScenePoint *b) {
    double ux = a->y - b->y, uy = b->x - a->x, length = hypot(ux, uy);
    double r1 = fmax(a->size, 0) / 2, r2 = fmax(b->size, 0) / 2;
    if (length == 0) {
        outline_move(o, b->x + r2, b->y);
        outline_arc(o, (OutlineArc){b->x, b->y, r2, 0, 2 * G_PI, false});
        outline_close(o);
        return;
    }
    ux /= length;
    uy /= length;
    double t = atan2(uy, ux);
    outline_move(o, a->x - ux * r1, a->y - uy * r1);
    outline_line(o, b->x - ux * r2, b->y - uy * r2);
    outline_arc(o, (OutlineArc){b->x, b->y, r2, t - G_PI, t, false});
    outline_line(o, a->x + ux * r1, a->y + uy * r1);
    outline_arc(o, (OutlineArc){a->x, a->y, r1, t, t + G_PI, false});
    outline_close(o);
}

static void trail_piece(Outline *o, const SceneItem *item, const ScenePoint *points, guint count) {
    (void)item;
    for (guint i = 1; i < count; i++)
        trail_link(o, &points[i - 1], &points[i]);
}

static void add_line(Outline *o, const SceneItem *item) {
    each_piece(o, item, line_piece);
}

static void add_area(Outline *o, const SceneItem *item) {
    each_piece(o, item, area_piece);
}

static void add_trail(Outline *o, const SceneItem *item) {
    each_piece(o, item, trail_piece);
}

void shape_outline(Outline *outline, SceneMarkType type, const SceneItem *item) {
    static void (*const shapes[])(Outline *, const SceneItem *) = {
        [SCENE_RECT] = add_rect, [SCENE_SYMBOL] = add_symbol, [SCENE_RULE] = add_rule,
        [SCENE_TEXT] = add_text, [SCENE_ARC] = add_arc,       [SCENE_LINE] = add_line,
        [SCENE_AREA] = add_area, [SCENE_TRAIL] = add_trail};
    shapes[type](outline, item);
}
