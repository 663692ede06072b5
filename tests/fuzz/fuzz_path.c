// Any text is tried as a symbol: what is read must stay bounded and finite, and be read the same
// again after it is written.
#include "fuzz.h"

#include "scene/path.h"
#include "scene/shape.h"
#include "scene/svg_path.h"

#include <math.h>
#include <string.h>

static void check_steps(const Outline *outline) {
    g_assert(outline->steps->len <= PATH_STEPS_LIMIT + 8);
    for (guint i = 0; i < outline->steps->len; i++) {
        OutlineStep step = g_array_index(outline->steps, OutlineStep, i);
        g_assert(isfinite(step.to.x) && isfinite(step.to.y));
        g_assert(isfinite(step.control1.x) && isfinite(step.control2.y));
    }
}

static void check_written(const Outline *outline) {
    g_autoptr(Outline) again = outline_new();
    GString *text = g_string_new(NULL);
    svg_put_outline(text, outline);
    if (text->len <= PATH_LENGTH_LIMIT && path_parse(text->str, again))
        g_assert(again->steps->len == outline->steps->len);
    else
        g_assert(text->len > PATH_LENGTH_LIMIT || outline->steps->len >= PATH_STEPS_LIMIT);
    g_string_free(text, TRUE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *text = g_strndup(size ? (const char *)data : "", size);
    g_autoptr(Outline) path = outline_new(), symbol = outline_new();
    Point low, high;
    path_parse(text, path);
    check_steps(path);
    check_written(path);
    shape_symbol(symbol, text, (double)(size * size));
    check_steps(symbol);
    outline_bounds(symbol, &low, &high);
    return 0;
}
