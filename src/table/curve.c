// Samples a curve where it bends: from an even grid, halves every piece whose middle turns by more
// than half a degree, down to a least width. After vega-statistics' sampleCurve, where angles are
// measured with both axes scaled to the span of the grid's points.
#include "table/regression.h"

#include <glib.h>
#include <math.h>

typedef struct {
    CurveFunction curve;
    const void *data;
    double scale_x, scale_y;
} Sampler;

static CurvePoint point_at(const Sampler *s, double x) {
    return (CurvePoint){x, s->curve(s->data, x)};
}

static double bend(const Sampler *s, CurvePoint from, CurvePoint middle, CurvePoint to) {
    double straight = atan2(s->scale_y * (to.y - from.y), s->scale_x * (to.x - from.x));
    double half = atan2(s->scale_y * (middle.y - from.y), s->scale_x * (middle.x - from.x));
    return fabs(straight - half);
}

static double span_scale(const GArray *points, double first_y) {
    double min = first_y, max = first_y;
    for (guint i = 0; i < points->len; i++) {
        double y = g_array_index(points, CurvePoint, i).y;
        min = y < min ? y : min;
        max = y > max ? y : max;
    }
    return 1 / (max - min);
}

// next holds the points ahead, the nearest last.
static void refine(const Sampler *s, GArray *done, GArray *next, double least) {
    CurvePoint from = g_array_index(done, CurvePoint, 0);
    while (next->len > 0) {
        CurvePoint to = g_array_index(next, CurvePoint, next->len - 1);
        CurvePoint middle = point_at(s, (from.x + to.x) / 2);
        if (middle.x - from.x >= least && bend(s, from, middle, to) > 0.5 * G_PI / 180) {
            g_array_append_val(next, middle);
            continue;
        }
        from = to;
        g_array_append_val(done, to);
        g_array_set_size(next, next->len - 1);
    }
}

CurvePoint *curve_sample(Arena *arena, CurveFunction curve, const void *data, const double range[2],
                         const unsigned steps[2], unsigned *count) {
    Sampler s = {curve, data, 0, 0};
    double span = range[1] - range[0];
    unsigned min_steps = steps[0], max_steps = MAX(steps[0], steps[1]);
    g_autoptr(GArray) done = g_array_new(FALSE, FALSE, sizeof(CurvePoint));
    g_autoptr(GArray) next = g_array_new(FALSE, FALSE, sizeof(CurvePoint));
    CurvePoint first = point_at(&s, range[0]), last = point_at(&s, range[1]);
    g_array_append_val(done, first);
    g_array_append_val(next, last);
    for (unsigned i = min_steps - 1; i > 0; i--) {
        CurvePoint point = point_at(&s, range[0] + (double)i / min_steps * span);
        g_array_append_val(next, point);
    }
    s.scale_x = 1 / span;
    s.scale_y = span_scale(next, first.y);
    if (min_steps == max_steps)
        for (; next->len > 0; g_array_set_size(next, next->len - 1))
            g_array_append_val(done, g_array_index(next, CurvePoint, next->len - 1));
    else
        refine(&s, done, next, span / max_steps);
    *count = done->len;
    return arena_memdup(arena, done->data, done->len * sizeof(CurvePoint));
}
