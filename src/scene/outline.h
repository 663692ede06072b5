// An outline: the steps of a path, as data. Shapes and curves are built once, as outlines, and then
// drawn by cairo or written as an SVG path.
#pragma once
#include <glib.h>
#include <stdbool.h>

typedef enum { OUTLINE_MOVE, OUTLINE_LINE, OUTLINE_CURVE, OUTLINE_CLOSE } OutlineOp;

typedef struct {
    double x, y;
} Point;

typedef struct {
    OutlineOp op;
    Point control1, control2; // of a curve
    Point to;                 // not of a close
} OutlineStep;

typedef struct {
    GArray *steps; // of OutlineStep
    Point at;      // current point
    Point start;   // of the current piece
    bool has_point;
} Outline;

Outline *outline_new(void);
void outline_free(Outline *outline); // accepts NULL
void outline_clear(Outline *outline);

void outline_move(Outline *outline, double x, double y);
void outline_line(Outline *outline, double x, double y); // a move when there is no current point
void outline_curve(Outline *outline, Point control1, Point control2, Point to);
void outline_quadratic(Outline *outline, Point control, Point to);
void outline_close(Outline *outline);
void outline_rect(Outline *outline, double x, double y, double width, double height);

typedef struct {
    double x, y, radius;
    double from, to; // radians, 0 to the right, growing clockwise (y is down)
    bool backward;   // counterclockwise
} OutlineArc;
// As a canvas's arc: a line to where the arc begins, when there is a current point.
void outline_arc(Outline *outline, OutlineArc arc);

// Turns by an angle (radians, clockwise), scales and moves all steps.
void outline_place(Outline *outline, double scale, double angle_rad, double x, double y);
// The smallest box around it, curves taken exactly; false when it is empty.
bool outline_bounds(const Outline *outline, Point *low, Point *high);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outline, outline_free)
