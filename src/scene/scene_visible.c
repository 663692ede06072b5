// What an item must have to show: paint that is not wholly transparent, and an extent. Places that
// are not finite (a value that a scale does not know) show nothing.
#include "scene/scene_visible.h"

#include <math.h>

static bool shows(const Paint *paint, double opacity) {
    bool visible = paint->gradient ? paint->gradient->stop_count > 0 : paint->colour.a > 0;
    return paint->present && opacity > 0 && visible;
}

bool scene_fills(const SceneStyle *style) {
    return shows(&style->fill, style->fill_opacity);
}

bool scene_strokes(const SceneStyle *style) {
    return shows(&style->stroke, style->stroke_opacity) && style->stroke_width > 0;
}

bool scene_point_breaks(const ScenePoint *point) {
    return !isfinite(point->x) || !isfinite(point->y);
}

bool scene_dash_is_valid(const SceneStyle *style) {
    double sum = 0;
    for (guint i = 0; i < style->dash_count; i++) {
        if (!(style->dash[i] >= 0))
            return false;
        sum += style->dash[i];
    }
    return sum >= 0.1 && isfinite(sum);
}

static bool has_points(const SceneItem *item) {
    guint whole = 0;
    for (guint i = 0; i < item->as.path.count && whole < 2; i++)
        whole += !scene_point_breaks(&item->as.path.points[i]);
    return whole > 1;
}

static bool has_extent(SceneMarkType type, const SceneItem *item) {
    switch (type) {
    case SCENE_RECT:
        return fmin(item->as.rect.width, item->as.rect.height) >= 0.001 ||
               scene_strokes(&item->style);
    case SCENE_SYMBOL:
        return item->as.symbol.size >= 0.001;
    case SCENE_RULE:
        return fabs(item->as.rule.x - item->as.rule.x2) >= 0.001 ||
               fabs(item->as.rule.y - item->as.rule.y2) >= 0.001;
    case SCENE_TEXT:
        return item->as.text.text && *item->as.text.text;
    case SCENE_ARC:
        return fabs(item->as.arc.start - item->as.arc.end) >= 1e-4 &&
               item->as.arc.inner != item->as.arc.outer;
    case SCENE_LINE:
    case SCENE_AREA:
    case SCENE_TRAIL:
        return has_points(item);
    }
    return false;
}

static bool is_finite(SceneMarkType type, const SceneItem *item) {
    switch (type) {
    case SCENE_RECT:
        return isfinite(item->as.rect.x + item->as.rect.y) &&
               isfinite(item->as.rect.width + item->as.rect.height);
    case SCENE_SYMBOL:
        return isfinite(item->as.symbol.x + item->as.symbol.y) && isfinite(item->as.symbol.size);
    case SCENE_RULE:
        return isfinite(item->as.rule.x + item->as.rule.y) &&
               isfinite(item->as.rule.x2 + item->as.rule.y2);
    case SCENE_TEXT:
        return isfinite(item->as.text.x + item->as.text.y) && isfinite(item->as.text.angle);
    case SCENE_ARC:
        return isfinite(item->as.arc.x + item->as.arc.y) &&
               isfinite(item->as.arc.start + item->as.arc.end) &&
               isfinite(item->as.arc.inner + item->as.arc.outer);
    case SCENE_LINE:
    case SCENE_AREA:
    case SCENE_TRAIL:
        return true;
    }
    return false;
}

bool scene_item_shows(SceneMarkType type, const SceneItem *item) {
    bool painted = scene_strokes(&item->style) || (type != SCENE_RULE && scene_fills(&item->style));
    return painted && is_finite(type, item) && has_extent(type, item);
}
