// Texts and lines of axes, legends, titles and headers.
#pragma once
#include "chart/group.h"
#include "chart/view.h"

// The properties of a text that a guide shows; json values may be NULL.
typedef struct {
    const char *style; // "guide-label", ...: what the values below leave open
    json_t *color, *font, *font_size, *font_style, *font_weight, *opacity, *line_height;
} GuideText;

// An item with font and paint filled in; place, text and alignment are the caller's.
SceneItem guide_text(Chart *chart, const GuideText *text);
typedef struct {
    json_t *color, *width, *dash, *dash_offset, *opacity, *cap;
} GuideLine;
SceneStyle guide_line(Chart *chart, const GuideLine *line);
// Whether what a guide of this field counts comes in whole numbers, so that 0.5 on it would be
// false. Vega does not ask; so this holds with a theme only.
bool guide_is_whole(const View *unit, const Def *def);
// The text as it is shown: each line without blanks around it and cut to a limit (<= 0: none). In
// the arena.
const char *guide_limit(Chart *chart, const TextStyle *font, const char *text, double limit);
double json_number_or(const json_t *value, double otherwise);
Paint guide_paint(Chart *chart, json_t *color);
