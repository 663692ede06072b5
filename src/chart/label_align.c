// Where labels that are turned hold on to their place, as Vega-Lite has it (src/compile/axis/
// properties.ts): the end of the text that is nearer to the axis. Angles in degrees, 0 to 360.
#include "chart/label_align.h"

#include <math.h>
#include <string.h>

json_t *label_align_default(Chart *chart, double angle, const char *orient, bool is_x) {
    double start = is_x ? 0 : 90;
    if (isnan(angle))
        return NULL;
    if (fmod(angle + start, 180) == 0)
        return is_x ? NULL : chart_own(chart, json_string("center"));
    bool is_main = !strcmp(orient, is_x ? "bottom" : "left");
    bool is_inside = start < angle && angle < 180 + start;
    return chart_own(chart, json_string(is_inside == is_main ? "left" : "right"));
}

json_t *label_baseline_default(Chart *chart, double angle, const char *orient, bool is_x,
                               bool with_middle) {
    if (isnan(angle))
        return NULL;
    const char *word = NULL;
    if (is_x) {
        bool is_steep = (45 < angle && angle < 135) || (225 < angle && angle < 315);
        bool is_flat = angle <= 45 || angle >= 315;
        word = is_steep ? "middle" : is_flat == !strcmp(orient, "top") ? "bottom" : "top";
    } else if (angle <= 45 || angle >= 315 || (135 <= angle && angle <= 225)) {
        word = with_middle ? "middle" : NULL;
    } else {
        word = (45 <= angle && angle <= 135) == !strcmp(orient, "left") ? "top" : "bottom";
    }
    return word ? chart_own(chart, json_string(word)) : NULL;
}
