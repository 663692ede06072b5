// Colour schemes by name. A categorical scheme is its colours; a continuous one is stops that are
// joined by straight lines in sRGB, and is cut into steps where a scale needs a few colours, at
// 1/(n+1), 2/(n+1), ..., so that the palest and darkest ends are not used (as Vega does).
#include "chart/scheme.h"
#include "chart/scale_colour.h"
#include "chart/scheme_data.h"

#include <math.h>
#include <string.h>

enum { STEPS_MIN = 3, STEPS_MAX = 11 }; // of "blues-5"

static double hex_pair(const char *digits) {
    return (g_ascii_xdigit_value(digits[0]) * 16 + g_ascii_xdigit_value(digits[1])) / 255.0;
}

static const Colour *read_hex(Arena *arena, const char *hex, guint *count) {
    *count = (guint)strlen(hex) / 6;
    Colour *colours = arena_array(arena, Colour, *count);
    for (guint i = 0; i < *count; i++, hex += 6)
        colours[i] = (Colour){hex_pair(hex), hex_pair(hex + 2), hex_pair(hex + 4), 1};
    return colours;
}

static const SchemeRow *find_row(const char *name, size_t length) {
    for (guint i = 0; i < scheme_row_count; i++)
        if (strlen(scheme_rows[i].name) == length &&
            g_ascii_strncasecmp(scheme_rows[i].name, name, length) == 0)
            return &scheme_rows[i];
    return NULL;
}

// The number after a dash, or 0.
static guint read_steps(const char *dash) {
    guint64 steps;
    if (!g_ascii_string_to_unsigned(dash + 1, 10, STEPS_MIN, STEPS_MAX, &steps, NULL))
        return 0;
    return (guint)steps;
}

const Colour *scheme_colours(Arena *arena, const char *name, guint *count, SchemeKind *kind) {
    const SchemeRow *row = find_row(name, strlen(name));
    const char *dash = row ? NULL : strrchr(name, '-');
    guint steps = dash ? read_steps(dash) : 0;
    if (steps)
        row = find_row(name, (size_t)(dash - name));
    if (!row || (steps && row->kind == SCHEME_CATEGORICAL))
        return NULL;
    *kind = row->kind;
    const Colour *colours = read_hex(arena, row->hex, count);
    if (!steps)
        return colours;
    colours = scheme_sample(arena, colours, *count, steps, (const double[]){0, 1});
    *count = steps;
    return colours;
}

const char *const *scheme_names(void) {
    return scheme_name_list;
}

Colour scheme_interpolate(const Colour *stops, guint stop_count, double t) {
    if (stop_count < 2)
        return stop_count ? stops[0] : (Colour){0, 0, 0, 1};
    double at = (isnan(t) ? 0 : t) * (stop_count - 1);
    guint i = (guint)CLAMP(floor(at), 0, stop_count - 2.0);
    return colour_mix(stops[i], stops[i + 1], at - i,
                      (ColourMix){INTERPOLATE_COLOUR_RGB, false, 1});
}

const Colour *scheme_sample(Arena *arena, const Colour *stops, guint stop_count, guint count,
                            const double extent[2]) {
    Colour *colours = arena_array(arena, Colour, count);
    for (guint i = 0; i < count; i++) {
        double t = (i + 1.0) / (count + 1.0);
        colours[i] = scheme_interpolate(stops, stop_count, extent[0] + t * (extent[1] - extent[0]));
    }
    return colours;
}
