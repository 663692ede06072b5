// Numbers are written from integers of a thousandth, so that no locale and no rounding of printf
// can change the bytes.
#include "pdf/content.h"

#include "pdf/put.h"

#include <math.h>
#include <stdlib.h>

void content_begin(Content *content, double page_height) {
    *content = (Content){.text = g_string_sized_new(16384), .page_height = page_height};
}

double content_y(const Content *content, double y) {
    return content->page_height - y;
}

void content_integer(Content *content, long number) {
    bool negative = number < 0;
    if (negative)
        put_bytes(content->text, "-", 1);
    put_count(content->text, negative ? 0 - (unsigned long)number : (unsigned long)number);
}

// Digits from the last one: thousandths without zeros at their end, the whole, the sign.
void content_number(Content *content, double number) {
    long thousandths = isfinite(number) ? lround(CLAMP(number, -1e9, 1e9) * 1000) : 0;
    unsigned long size = (unsigned long)labs(thousandths), whole = size / 1000;
    char text[24], *const end = text + sizeof text, *first = end;
    *--first = ' ';
    guint fraction = (guint)(size % 1000), places = fraction ? 3 : 0;
    for (; places && fraction % 10 == 0; places--)
        fraction /= 10;
    bool has_fraction = places > 0;
    for (; places; places--, fraction /= 10)
        *--first = (char)('0' + fraction % 10);
    if (has_fraction)
        *--first = '.';
    do
        *--first = (char)('0' + whole % 10);
    while ((whole /= 10));
    if (thousandths < 0)
        *--first = '-';
    put_bytes(content->text, first, (gsize)(end - first));
}

void content_numbers(Content *content, const double *numbers, guint count) {
    for (guint i = 0; i < count; i++)
        content_number(content, numbers[i]);
}

void content_operator(Content *content, const char *name) {
    put_text(content->text, name);
    put_bytes(content->text, "\n", 1);
}

static bool same_colour(Colour a, Colour b) {
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

static void put_colour(Content *content, Colour colour, const char *operator) {
    content_numbers(content, (double[]){colour.r, colour.g, colour.b}, 3);
    content_operator(content, operator);
}

void content_fill(Content *content, Colour colour) {
    if (content->fill_known && same_colour(content->fill, colour))
        return;
    put_colour(content, colour, "rg");
    content->fill = colour;
    content->fill_known = true;
}

void content_stroke(Content *content, Colour colour, double width) {
    if (!content->stroke_known || !same_colour(content->stroke, colour))
        put_colour(content, colour, "RG");
    if (!content->width_known || content->line_width != width) {
        content_number(content, width);
        content_operator(content, "w");
    }
    content->stroke = colour;
    content->line_width = width;
    content->stroke_known = content->width_known = true;
}

// A quarter of an ellipse from the current point, by one Bézier segment.
static void corner(Content *content, const double points[6]) {
    content_numbers(content, points, 6);
    content_operator(content, "c");
}

static void side(Content *content, double x, double y, const char *operator) {
    content_numbers(content, (double[]){x, y}, 2);
    content_operator(content, operator);
}

static void rounded(Content *content, double w, double h, double r) {
    const double k = r * (1 - 0.5522847498); // control points of a quarter circle
    side(content, r, 0, "m");
    side(content, w - r, 0, "l");
    corner(content, (double[]){w - k, 0, w, k, w, r});
    side(content, w, h - r, "l");
    corner(content, (double[]){w, h - k, w - k, h, w - r, h});
    side(content, r, h, "l");
    corner(content, (double[]){k, h, 0, h - k, 0, h - r});
    side(content, 0, r, "l");
    corner(content, (double[]){0, k, k, 0, r, 0});
    content_operator(content, "h");
}

// Rounded ones are drawn from an origin of their own: those of one size, as the swatches of a
// table, are then the same bytes and cost next to nothing once the page is packed.
void content_rectangle(Content *content, const ContentBox *box, const char *operator) {
    double bottom = content_y(content, box->y + box->height);
    double radius = MIN(box->radius, MIN(box->width, box->height) / 2);
    if (radius > 0.01) {
        content_operator(content, "q");
        content_numbers(content, (double[]){1, 0, 0, 1, box->x, bottom}, 6);
        content_operator(content, "cm");
        rounded(content, box->width, box->height, radius);
        content_operator(content, operator);
        content_operator(content, "Q");
        return;
    }
    content_numbers(content, (double[]){box->x, bottom, box->width, box->height}, 4);
    content_operator(content, "re");
    content_operator(content, operator);
}

void content_hex(Content *content, guint16 code) {
    static const char digits[] = "0123456789ABCDEF";
    char text[4] = {digits[code >> 12], digits[code >> 8 & 15], digits[code >> 4 & 15],
                    digits[code & 15]};
    put_bytes(content->text, text, sizeof text);
}
