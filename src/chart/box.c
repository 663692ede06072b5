// Bounds of items by Vega's rules: text by its width and font size, paths by their exact extent,
// strokes by half their width, mitered ones by twice their width.
#include "chart/box.h"
#include "scene/shape.h"

#include <math.h>

Box box_empty(void) {
    return (Box){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

bool box_is_empty(const Box *box) {
    return !(box->x1 <= box->x2 && box->y1 <= box->y2);
}

Box box_of(double x1, double y1, double x2, double y2) {
    return (Box){MIN(x1, x2), MIN(y1, y2), MAX(x1, x2), MAX(y1, y2)};
}

void box_add(Box *box, double x, double y) {
    if (!isfinite(x) || !isfinite(y))
        return;
    box->x1 = MIN(box->x1, x);
    box->y1 = MIN(box->y1, y);
    box->x2 = MAX(box->x2, x);
    box->y2 = MAX(box->y2, y);
}

void box_union(Box *box, const Box *other) {
    if (box_is_empty(other))
        return;
    box->x1 = MIN(box->x1, other->x1);
    box->y1 = MIN(box->y1, other->y1);
    box->x2 = MAX(box->x2, other->x2);
    box->y2 = MAX(box->y2, other->y2);
}

void box_expand(Box *box, double by) {
    box->x1 -= by;
    box->y1 -= by;
    box->x2 += by;
    box->y2 += by;
}

void box_move(Box *box, double dx, double dy) {
    box->x1 += dx;
    box->y1 += dy;
    box->x2 += dx;
    box->y2 += dy;
}

double box_width(const Box *box) {
    return box_is_empty(box) ? 0 : box->x2 - box->x1;
}
double box_height(const Box *box) {
    return box_is_empty(box) ? 0 : box->y2 - box->y1;
}

// ---------- text ----------

static double line_height(const SceneItem *item) {
    return item->as.text.line_height > 0 ? item->as.text.line_height : item->as.text.font.size + 2;
}

static double baseline_shift(const SceneItem *item) {
    const char *baseline = item->as.text.baseline ? item->as.text.baseline : "alphabetic";
    double size = item->as.text.font.size, shift = 0;
    if (!strcmp(baseline, "top"))
        shift = 0.79 * size;
    else if (!strcmp(baseline, "middle"))
        shift = 0.30 * size;
    else if (!strcmp(baseline, "bottom"))
        shift = -0.21 * size;
    else if (!strcmp(baseline, "line-top"))
        shift = 0.29 * size + 0.5 * line_height(item);
    else if (!strcmp(baseline, "line-bottom"))
        shift = 0.29 * size - 0.5 * line_height(item);
    return floor(shift + 0.5);
}

static double text_extent_of(TextEngine *engine, const SceneItem *item, guint *lines) {
    g_auto(GStrv) parts = g_strsplit(item->as.text.text, "\n", -1);
    double width = 0;
    for (*lines = 0; parts[*lines]; (*lines)++)
        width = MAX(width, text_width(engine, &item->as.text.font, parts[*lines]));
    return width;
}

static Box rotated(const Box *box, double angle_rad, double x, double y) {
    double c = cos(angle_rad), s = sin(angle_rad);
    double cx = x - x * c + y * s, cy = y - x * s - y * c;
    const double xs[2] = {box->x1, box->x2}, ys[2] = {box->y1, box->y2};
    Box turned = box_empty();
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++)
            box_add(&turned, c * xs[i] - s * ys[k] + cx, s * xs[i] + c * ys[k] + cy);
    return turned;
}

static Box text_box(TextEngine *engine, const SceneItem *item) {
    guint lines;
    double width = text_extent_of(engine, item, &lines);
    double size = item->as.text.font.size;
    double height = size + (lines > 1 ? line_height(item) * (lines - 1) : 0);
    const char *align = item->as.text.align ? item->as.text.align : "left";
    double dx = !strcmp(align, "center") ? -width / 2 : !strcmp(align, "right") ? -width : 0;
    double dy = baseline_shift(item) - floor(0.8 * size + 0.5);
    double x = item->as.text.x, y = item->as.text.y;
    Box box = {x + dx, y + dy, x + dx + width, y + dy + height};
    if (item->as.text.angle != 0)
        box = rotated(&box, item->as.text.angle * G_PI / 180, x, y);
    return box;
}

// ---------- shapes ----------

static bool strokes(const SceneStyle *style) {
    return style->stroke.present && style->stroke_opacity > 0;
}

static void add_stroke(Box *box, const SceneStyle *style, bool mitered) {
    if (!strokes(style) || box_is_empty(box))
        return;
    double width = style->stroke_width;
    double by = (style->cap == 's' ? G_SQRT2 : 1) * width / 2;
    if (mitered && (style->join == 'm' || !style->join))
        by = MAX(by, 2 * width);
    box_expand(box, by);
}

static Box outline_box(SceneMarkType type, const SceneItem *item) {
    g_autoptr(Outline) outline = outline_new();
    Point low, high;
    shape_outline(outline, type, item);
    if (!outline_bounds(outline, &low, &high))
        return box_empty();
    return (Box){low.x, low.y, high.x, high.y};
}

static Box symbol_box(const SceneItem *item) {
    const char *shape = item->as.symbol.shape;
    if (shape && strcmp(shape, "circle"))
        return outline_box(SCENE_SYMBOL, item);
    double r = sqrt(MAX(item->as.symbol.size, 0)) / 2;
    double x = item->as.symbol.x, y = item->as.symbol.y;
    return (Box){x - r, y - r, x + r, y + r};
}

// The curves of an outline reach a little beyond their circle.
static Box arc_box(const SceneItem *item) {
    Box box = outline_box(SCENE_ARC, item);
    double x = item->as.arc.x, y = item->as.arc.y, r = MAX(item->as.arc.inner, item->as.arc.outer);
    box.x1 = MAX(box.x1, x - r);
    box.y1 = MAX(box.y1, y - r);
    box.x2 = MIN(box.x2, x + r);
    box.y2 = MIN(box.y2, y + r);
    return box;
}

Box box_of_item(TextEngine *engine, SceneMarkType type, const SceneItem *item) {
    Box box = box_empty();
    bool mitered = true;
    switch (type) {
    case SCENE_RECT:
        box = box_of(item->as.rect.x, item->as.rect.y, item->as.rect.x + item->as.rect.width,
                     item->as.rect.y + item->as.rect.height);
        mitered = false;
        break;
    case SCENE_RULE:
        box = box_of(item->as.rule.x, item->as.rule.y, item->as.rule.x2, item->as.rule.y2);
        mitered = false;
        break;
    case SCENE_SYMBOL:
        box = symbol_box(item);
        break;
    case SCENE_TEXT:
        return text_box(engine, item);
    case SCENE_ARC:
        box = arc_box(item);
        break;
    case SCENE_LINE:
    case SCENE_AREA:
    case SCENE_TRAIL:
        box = outline_box(type, item);
        break;
    }
    add_stroke(&box, &item->style, mitered);
    return box;
}

Box box_of_mark(TextEngine *engine, const SceneMark *mark) {
    Box box = box_empty();
    for (guint i = 0; i < mark->item_count; i++) {
        Box item = box_of_item(engine, mark->type, &mark->items[i]);
        if (isfinite(item.x1) && isfinite(item.y1) && isfinite(item.x2) && isfinite(item.y2))
            box_union(&box, &item);
    }
    return box;
}
