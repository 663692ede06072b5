// Numbers are written from integers of a thousandth, so that no locale and no rounding of printf
// can change the bytes.
#include "pdf/content.h"

#include <math.h>

void content_begin(Content *content, double page_height) {
    *content = (Content){.text = g_string_sized_new(16384), .page_height = page_height};
}

double content_y(const Content *content, double y) {
    return content->page_height - y;
}

void content_integer(Content *content, long number) {
    char digits[24];
    char *start = digits + sizeof digits;
    bool negative = number < 0;
    unsigned long rest = negative ? 0 - (unsigned long)number : (unsigned long)number;
    do {
        *--start = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (negative)
        *--start = '-';
    g_string_append_len(content->text, start, digits + sizeof digits - start);
}

void content_number(Content *content, double number) {
    long thousandths = isfinite(number) ? lround(CLAMP(number, -1e9, 1e9) * 1000) : 0;
    if (thousandths < 0) {
        g_string_append_c(content->text, '-');
        thousandths = -thousandths;
    }
    content_integer(content, thousandths / 1000);
    long fraction = thousandths % 1000;
    if (fraction) {
        char digits[4] = {'.', (char)('0' + fraction / 100), (char)('0' + fraction / 10 % 10),
                          (char)('0' + fraction % 10)};
        int length = 4;
        while (digits[length - 1] == '0')
            length--;
        g_string_append_len(content->text, digits, length);
    }
    g_string_append_c(content->text, ' ');
}

void content_numbers(Content *content, const double *numbers, guint count) {
    for (guint i = 0; i < count; i++)
        content_number(content, numbers[i]);
}

void content_operator(Content *content, const char *name) {
    g_string_append(content->text, name);
    g_string_append_c(content->text, '\n');
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

static void rounded(Content *content, double x, double y, double w, double h, double r) {
    const double k = r * (1 - 0.5522847498); // control points of a quarter circle
    const double r_x = x + w, t_y = y + h;
    content_numbers(content, (double[]){x + r, y}, 2);
    content_operator(content, "m");
    content_numbers(content, (double[]){r_x - r, y}, 2);
    content_operator(content, "l");
    corner(content, (double[]){r_x - k, y, r_x, y + k, r_x, y + r});
    content_numbers(content, (double[]){r_x, t_y - r}, 2);
    content_operator(content, "l");
    corner(content, (double[]){r_x, t_y - k, r_x - k, t_y, r_x - r, t_y});
    content_numbers(content, (double[]){x + r, t_y}, 2);
    content_operator(content, "l");
    corner(content, (double[]){x + k, t_y, x, t_y - k, x, t_y - r});
    content_numbers(content, (double[]){x, y + r}, 2);
    content_operator(content, "l");
    corner(content, (double[]){x, y + k, x + k, y, x + r, y});
    content_operator(content, "h");
}

void content_rectangle(Content *content, double x, double y, double width, double height,
                       double radius) {
    double bottom = content_y(content, y + height);
    radius = MIN(radius, MIN(width, height) / 2);
    if (radius > 0.01) {
        rounded(content, x, bottom, width, height, radius);
        return;
    }
    content_numbers(content, (double[]){x, bottom, width, height}, 4);
    content_operator(content, "re");
}

void content_hex(Content *content, guint16 code) {
    static const char digits[] = "0123456789ABCDEF";
    char text[4] = {digits[code >> 12], digits[code >> 8 & 15], digits[code >> 4 & 15],
                    digits[code & 15]};
    g_string_append_len(content->text, text, 4);
}
