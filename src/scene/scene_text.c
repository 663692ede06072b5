// Vega does not ask fonts where their baselines are: it takes fixed shares of the size, rounded to
// whole points, so that a label stands at the same place whatever the font.
#include "scene/scene_text.h"

#include <math.h>
#include <string.h>

double scene_text_line_height(const SceneItem *item) {
    return item->as.text.line_height > 0 ? item->as.text.line_height : item->as.text.font.size + 2;
}

double scene_text_offset(const SceneItem *item) {
    static const struct {
        const char *name;
        double size, line; // shares of the font size and of the line height
    } rows[] = {{"top", 0.79, 0},
                {"middle", 0.30, 0},
                {"bottom", -0.21, 0},
                {"line-top", 0.29, 0.5},
                {"line-bottom", 0.29, -0.5}};
    const char *baseline = item->as.text.baseline;
    for (guint i = 0; baseline && i < G_N_ELEMENTS(rows); i++)
        if (strcmp(rows[i].name, baseline) == 0)
            return floor(rows[i].size * item->as.text.font.size +
                         rows[i].line * scene_text_line_height(item) + 0.5);
    return 0;
}

double scene_text_shift(const SceneItem *item, double width) {
    const char *align = item->as.text.align;
    if (align && strcmp(align, "center") == 0)
        return -width / 2;
    return align && strcmp(align, "right") == 0 ? -width : 0;
}
