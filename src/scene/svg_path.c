// SVG path data from outlines: M, L, C and Z with absolute places.
#include "scene/svg_path.h"

#include <math.h>
#include <string.h>

void svg_put_number(GString *out, double value) {
    char text[64];
    if (!isfinite(value) || fabs(value) > 1e15)
        value = 0;
    g_ascii_formatd(text, sizeof text, "%.3f", value);
    gsize length = strlen(text);
    while (text[length - 1] == '0')
        length--;
    if (text[length - 1] == '.')
        length--;
    bool zero = length == 2 && text[0] == '-' && text[1] == '0';
    g_string_append_len(out, zero ? "0" : text, zero ? 1 : (gssize)length);
}

static void put_point(GString *out, char letter, Point p) {
    if (letter)
        g_string_append_c(out, letter);
    svg_put_number(out, p.x);
    g_string_append_c(out, ',');
    svg_put_number(out, p.y);
}

static void put_step(GString *out, const OutlineStep *s) {
    switch (s->op) {
    case OUTLINE_MOVE:
        put_point(out, 'M', s->to);
        break;
    case OUTLINE_LINE:
        put_point(out, 'L', s->to);
        break;
    case OUTLINE_CURVE:
        put_point(out, 'C', s->control1);
        g_string_append_c(out, ' ');
        put_point(out, 0, s->control2);
        g_string_append_c(out, ' ');
        put_point(out, 0, s->to);
        break;
    case OUTLINE_CLOSE:
        g_string_append_c(out, 'Z');
        break;
    }
}

void svg_put_outline(GString *out, const Outline *outline) {
    for (guint i = 0; i < outline->steps->len; i++)
        put_step(out, &g_array_index(outline->steps, OutlineStep, i));
}
