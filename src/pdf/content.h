// A content stream being written: numbers, paint and marked content, with the graphics state
// remembered so that nothing is said twice. Coordinates come in y down and leave y up.
#pragma once
#include "base/colour.h"

#include <glib.h>
#include <stdbool.h>

typedef struct {
    GString *text;
    double page_height;
    Colour fill, stroke;
    double line_width;
    bool fill_known, stroke_known, width_known;
    const char *font; // resource set last, or NULL
    double font_size;
} Content;

void content_begin(Content *content, double page_height);
double content_y(const Content *content, double y); // flipped
void content_integer(Content *content, long number);
// A number with at most three decimals and a space after it.
void content_number(Content *content, double number);
void content_numbers(Content *content, const double *numbers, guint count);
void content_operator(Content *content, const char *name); // and a new line
void content_fill(Content *content, Colour colour);
void content_stroke(Content *content, Colour colour, double width);
typedef struct {
    double x, y, width, height, radius; // pt, y down; radius 0: sharp corners
} ContentBox;
// The rectangle as a path, used by the operator: a painting one, or "W n" (sharp corners only).
void content_rectangle(Content *content, const ContentBox *box, const char *operator);
void content_hex(Content *content, guint16 code);
