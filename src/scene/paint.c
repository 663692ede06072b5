// Painting a scene with cairo. Outlines become cairo paths; text is set by text/ and stays text. On
// pixels, and only there, the straight lines of axes and the frames of views move to whole pixels,
// so that a hairline is one crisp row of them. Who sets text himself gets it by layers: a new one
// begins where a mark would cover text of the layer below.
#include "text/paint.h"
#include "scene/scene_text.h"
#include "scene/scene_visible.h"
#include "scene/shape.h"

#include <math.h>
#include <string.h>

enum {
    DEPTH_LIMIT = 200,
    DASHED_LIMIT = 20000, // points: longer lines are drawn solid, not in millions of dashes
    TEXT_FAR = 1000000,   // points from the origin; text beyond is not painted
    TEXT_SIZE_LIMIT = 5000,
    LAYER_LIMIT = 8 // text above the last layer's text is painted as outlines
};

typedef struct {
    double left, top, right, bottom; // in the picture
} Extent;

// The state of painting by layers.
typedef struct {
    SceneLayer *wanted;
    guint now;
    GArray *texts; // of Extent: of the texts of the layer that is now
    Extent all;    // of them together
} Layers;

typedef struct {
    cairo_t *cr;
    TextEngine *engine;
    Arena *arena; // of the text being painted
    Outline *outline;
    bool pixels;
    int depth;
    Layers *layers; // NULL: text is painted too
    int clips;      // in force
} Painter;

// ---- outlines and paint ----

static void add_path(const Painter *painter) {
    cairo_t *cr = painter->cr;
    cairo_new_path(cr);
    for (guint i = 0; i < painter->outline->steps->len; i++) {
        const OutlineStep *s = &g_array_index(painter->outline->steps, OutlineStep, i);
        switch (s->op) {
        case OUTLINE_MOVE:
            cairo_move_to(cr, s->to.x, s->to.y);
            break;
        case OUTLINE_LINE:
            cairo_line_to(cr, s->to.x, s->to.y);
            break;
        case OUTLINE_CURVE:
            cairo_curve_to(cr, s->control1.x, s->control1.y, s->control2.x, s->control2.y, s->to.x,
                           s->to.y);
            break;
        case OUTLINE_CLOSE:
            cairo_close_path(cr);
            break;
        }
    }
}

// The gradient's box is the outline's; one without width or height counts as 1 wide.
static void set_gradient(const Painter *painter, const Gradient *gradient, double opacity) {
    Point low = {0, 0}, high = {0, 0};
    outline_bounds(painter->outline, &low, &high);
    double width = high.x > low.x ? high.x - low.x : 1;
    double height = high.y > low.y ? high.y - low.y : 1;
    cairo_pattern_t *pattern =
        cairo_pattern_create_linear(gradient->x1, gradient->y1, gradient->x2, gradient->y2);
    for (guint i = 0; i < gradient->stop_count; i++) {
        Colour c = gradient->stops[i].colour;
        cairo_pattern_add_color_stop_rgba(pattern, gradient->stops[i].offset, c.r, c.g, c.b,
                                          c.a * opacity);
    }
    cairo_matrix_t matrix;
    cairo_matrix_init(&matrix, 1 / width, 0, 0, 1 / height, -low.x / width, -low.y / height);
    cairo_pattern_set_matrix(pattern, &matrix);
    cairo_set_source(painter->cr, pattern);
    cairo_pattern_destroy(pattern);
}

static void set_paint(const Painter *painter, const Paint *paint, double opacity) {
    if (paint->gradient)
        set_gradient(painter, paint->gradient, opacity);
    else
        cairo_set_source_rgba(painter->cr, paint->colour.r, paint->colour.g, paint->colour.b,
                              paint->colour.a * opacity);
}

static void set_stroke(const Painter *painter, const SceneStyle *style) {
    cairo_t *cr = painter->cr;
    set_paint(painter, &style->stroke, style->stroke_opacity);
    cairo_set_line_width(cr, style->stroke_width);
    cairo_set_line_cap(cr, style->cap == 'r'   ? CAIRO_LINE_CAP_ROUND
                           : style->cap == 's' ? CAIRO_LINE_CAP_SQUARE
                                               : CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(cr, style->join == 'r'   ? CAIRO_LINE_JOIN_ROUND
                            : style->join == 'b' ? CAIRO_LINE_JOIN_BEVEL
                                                 : CAIRO_LINE_JOIN_MITER);
    cairo_set_miter_limit(cr, 10);
    Point low = {0, 0}, high = {0, 0};
    bool dashed = scene_dash_is_valid(style) && outline_bounds(painter->outline, &low, &high) &&
                  high.x - low.x + high.y - low.y < DASHED_LIMIT;
    cairo_set_dash(cr, style->dash, dashed ? (int)style->dash_count : 0, style->dash_offset);
}

// ---- layers ----

static Extent extent_in_picture(cairo_t *cr, Extent box) {
    const double xs[] = {box.left, box.right, box.left, box.right};
    const double ys[] = {box.top, box.top, box.bottom, box.bottom};
    Extent extent = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < 4; i++) {
        double x = xs[i], y = ys[i];
        cairo_user_to_device(cr, &x, &y);
        extent = (Extent){fmin(extent.left, x), fmin(extent.top, y), fmax(extent.right, x),
                          fmax(extent.bottom, y)};
    }
    return extent;
}

static bool extents_meet(const Extent *a, const Extent *b) {
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static bool covers_text(const Layers *layers, const Extent *extent) {
    if (layers->texts->len == 0 || !extents_meet(extent, &layers->all))
        return false;
    for (guint i = 0; i < layers->texts->len; i++)
        if (extents_meet(extent, &g_array_index(layers->texts, Extent, i)))
            return true;
    return false;
}

// Whether something with that extent (in user space) is to be painted now.
static bool enter_layer(const Painter *painter, Extent box) {
    Layers *layers = painter->layers;
    if (!layers)
        return true;
    Extent extent = extent_in_picture(painter->cr, box);
    if (layers->now + 1 < LAYER_LIMIT && covers_text(layers, &extent)) {
        layers->now++;
        g_array_set_size(layers->texts, 0);
    }
    bool now = layers->now == layers->wanted->layer;
    layers->wanted->painted |= now;
    return now;
}

static bool outline_is_now(const Painter *painter, const SceneStyle *style) {
    Point low = {0, 0}, high = {0, 0};
    if (!outline_bounds(painter->outline, &low, &high))
        return painter->layers == NULL;
    double more = scene_strokes(style) ? style->stroke_width : 0; // miters stand out further still
    return enter_layer(painter, (Extent){low.x - more, low.y - more, high.x + more, high.y + more});
}

static void remember_text(Layers *layers, const Extent *extent) {
    if (layers->texts->len == 0)
        layers->all = *extent;
    g_array_append_val(layers->texts, *extent);
    layers->all =
        (Extent){fmin(layers->all.left, extent->left), fmin(layers->all.top, extent->top),
                 fmax(layers->all.right, extent->right), fmax(layers->all.bottom, extent->bottom)};
}

static void set_clip(const Painter *painter, SceneText *text) {
    if (!painter->clips)
        return;
    Extent user;
    cairo_clip_extents(painter->cr, &user.left, &user.top, &user.right, &user.bottom);
    Extent clip = extent_in_picture(painter->cr, user);
    text->clipped = true;
    text->clip[0] = clip.left;
    text->clip[1] = clip.top;
    text->clip[2] = clip.right - clip.left;
    text->clip[3] = clip.bottom - clip.top;
}

// The line goes to whoever sets text.
static void hand_over(const Painter *painter, const Paragraph *paragraph, double x, double y) {
    Layers *layers = painter->layers;
    const TextLine *line = &paragraph->lines[0];
    double baseline = y + line->baseline;
    Extent extent = extent_in_picture(
        painter->cr, (Extent){x, y + line->top, x + paragraph->width, y + line->bottom});
    remember_text(layers, &extent);
    if (layers->now != layers->wanted->layer)
        return;
    cairo_matrix_t m;
    cairo_get_matrix(painter->cr, &m);
    SceneText text = {.line = line, .matrix = {m.xx, m.yx, m.xy, m.yy, x + line->x, baseline}};
    cairo_user_to_device(painter->cr, &text.matrix[4], &text.matrix[5]);
    set_clip(painter, &text);
    g_array_append_val(layers->wanted->texts, text);
}

static void paint_outline(const Painter *painter, const SceneStyle *style, bool fill) {
    if (!outline_is_now(painter, style))
        return;
    add_path(painter);
    if (fill && scene_fills(style)) {
        set_paint(painter, &style->fill, style->fill_opacity);
        cairo_fill_preserve(painter->cr);
    }
    if (scene_strokes(style)) {
        set_stroke(painter, style);
        cairo_stroke_preserve(painter->cr);
    }
    cairo_new_path(painter->cr);
}

// ---- crisp lines ----

// A place moved so that a line of that width covers whole pixels. scale: pixels per unit.
static double snapped(double place, double scale, double width) {
    double pixels = fmax(1, round(width * scale));
    bool odd = fmod(pixels, 2) == 1;
    return odd ? floor(place) + 0.5 : round(place);
}

static bool is_upright(cairo_t *cr, cairo_matrix_t *matrix) {
    cairo_get_matrix(cr, matrix);
    return matrix->xy == 0 && matrix->yx == 0 && matrix->xx > 0 && matrix->yy > 0;
}

static Point snap_point(const cairo_matrix_t *m, Point p, double width) {
    return (Point){(snapped(p.x * m->xx + m->x0, m->xx, width) - m->x0) / m->xx,
                   (snapped(p.y * m->yy + m->y0, m->yy, width) - m->y0) / m->yy};
}

// Upright lines move across themselves only; their ends stay where they are along.
static void snap_outline(const Painter *painter, SceneStyle *style) {
    cairo_matrix_t m;
    if (!painter->pixels || !is_upright(painter->cr, &m))
        return;
    for (guint i = 0; i + 1 < painter->outline->steps->len; i++) {
        OutlineStep *a = &g_array_index(painter->outline->steps, OutlineStep, i), *b = a + 1;
        if (fabs(a->to.x - b->to.x) < 1e-9)
            a->to.x = b->to.x = snap_point(&m, a->to, style->stroke_width).x;
        else if (fabs(a->to.y - b->to.y) < 1e-9)
            a->to.y = b->to.y = snap_point(&m, a->to, style->stroke_width).y;
    }
    style->stroke_width = fmax(1, round(style->stroke_width * m.xx)) / m.xx;
}

static bool is_hairline(const SceneMark *mark) {
    return mark->type == SCENE_RULE && mark->role && g_str_has_prefix(mark->role, "axis-");
}

// ---- text ----

static Colour text_colour(const Paint *paint, double opacity) {
    Colour colour = paint->colour;
    if (paint->gradient && paint->gradient->stop_count)
        colour = paint->gradient->stops[0].colour;
    colour.a *= opacity;
    return colour;
}

static void stroke_line(const Painter *painter, const SceneStyle *style, const Paragraph *line,
                        Point at) {
    double more = style->stroke_width;
    if (!enter_layer(painter, (Extent){at.x - more, at.y - more, at.x + line->width + more,
                                       at.y + line->height + more}))
        return;
    cairo_new_path(painter->cr);
    text_outline_runs(painter->cr, line, at.x, at.y);
    set_stroke(painter, style);
    cairo_stroke(painter->cr);
}

// As outlines, in the last layer.
static void fill_line(const Painter *painter, const SceneStyle *style, const Paragraph *line,
                      Point at) {
    if (!enter_layer(painter, (Extent){at.x, at.y, at.x + line->width, at.y + line->height}))
        return;
    cairo_new_path(painter->cr);
    text_outline_runs(painter->cr, line, at.x, at.y);
    set_paint(painter, &style->fill, style->fill_opacity);
    cairo_fill(painter->cr);
}

static void show_line(const Painter *painter, const SceneStyle *style, const Paragraph *line,
                      Point at) {
    if (!painter->layers)
        text_paint_runs(painter->cr, line, at.x, at.y);
    else if (painter->layers->now + 1 < LAYER_LIMIT)
        hand_over(painter, line, at.x, at.y);
    else
        fill_line(painter, style, line, at);
}

static void paint_line(const Painter *painter, const SceneItem *item, const char *text, double y) {
    const SceneStyle *style = &item->style;
    TextStyle font = item->as.text.font;
    font.colour = text_colour(&style->fill, style->fill_opacity);
    const Paragraph *line = text_line(painter->engine, painter->arena, &font, text);
    if (line->line_count == 0)
        return;
    Point at = {scene_text_shift(item, line->width), y - line->lines[0].baseline};
    if (scene_fills(style))
        show_line(painter, style, line, at);
    if (scene_strokes(style))
        stroke_line(painter, style, line, at);
}

static bool is_text_far(const SceneItem *item) {
    return fabs(item->as.text.x) > TEXT_FAR || fabs(item->as.text.y) > TEXT_FAR ||
           !(item->as.text.font.size > 0 && item->as.text.font.size <= TEXT_SIZE_LIMIT);
}

static void paint_text(const Painter *painter, const SceneItem *item) {
    cairo_t *cr = painter->cr;
    if (is_text_far(item))
        return;
    cairo_save(cr);
    cairo_translate(cr, item->as.text.x, item->as.text.y);
    cairo_rotate(cr, item->as.text.angle * G_PI / 180);
    double y = scene_text_offset(item);
    g_auto(GStrv) lines = g_strsplit(item->as.text.text, "\n", -1);
    for (guint i = 0; lines[i]; i++, y += scene_text_line_height(item))
        if (*lines[i])
            paint_line(painter, item, lines[i], y);
    cairo_restore(cr);
    if (!painter->layers)
        arena_reset(painter->arena);
}

// ---- the walk ----

static void paint_item(const Painter *painter, const SceneMark *mark, const SceneItem *item) {
    if (!scene_item_shows(mark->type, item))
        return;
    if (mark->type == SCENE_TEXT) {
        paint_text(painter, item);
        return;
    }
    SceneStyle style = item->style;
    outline_clear(painter->outline);
    shape_outline(painter->outline, mark->type, item);
    if (is_hairline(mark))
        snap_outline(painter, &style);
    paint_outline(painter, &style, mark->type != SCENE_RULE);
}

static void clip_to(Painter *painter, const SceneGroup *group) {
    painter->clips++;
    outline_clear(painter->outline);
    shape_group_box(painter->outline, group);
    add_path(painter);
    cairo_clip(painter->cr);
}

static void paint_mark(Painter painter, const SceneGroup *group, const SceneMark *mark) {
    cairo_save(painter.cr);
    if (mark->clip)
        clip_to(&painter, group);
    for (guint i = 0; i < mark->item_count; i++)
        paint_item(&painter, mark, &mark->items[i]);
    cairo_restore(painter.cr);
}

static void paint_box(const Painter *painter, const SceneGroup *group) {
    SceneStyle style = group->style;
    if (!scene_fills(&style) && !scene_strokes(&style))
        return;
    outline_clear(painter->outline);
    shape_group_box(painter->outline, group);
    if (scene_strokes(&style) && painter->outline->steps->len == 5) // a box without round corners
        snap_outline(painter, &style);
    paint_outline(painter, &style, /*fill=*/true);
}

static void paint_group(Painter painter, const SceneGroup *group) {
    if (++painter.depth > DEPTH_LIMIT)
        return;
    cairo_save(painter.cr);
    cairo_translate(painter.cr, group->x, group->y);
    paint_box(&painter, group);
    if (group->clip)
        clip_to(&painter, group);
    for (guint i = 0; i < group->node_count; i++) {
        if (group->nodes[i].group)
            paint_group(painter, group->nodes[i].group);
        else if (group->nodes[i].mark)
            paint_mark(painter, group, group->nodes[i].mark);
    }
    cairo_restore(painter.cr);
}

static void paint_background(const Painter *painter, const Scene *scene) {
    if (!scene->background.present)
        return;
    outline_clear(painter->outline);
    outline_rect(painter->outline, 0, 0, scene->width, scene->height);
    if (!enter_layer(painter, (Extent){0, 0, scene->width, scene->height}))
        return;
    add_path(painter);
    set_paint(painter, &scene->background, 1);
    cairo_fill(painter->cr);
}

static void paint_scene(const Painter *painter, const Scene *scene) {
    cairo_save(painter->cr);
    text_paint_unhinted(painter->cr);
    paint_background(painter, scene);
    cairo_translate(painter->cr, scene->origin_x, scene->origin_y);
    if (scene->root)
        paint_group(*painter, scene->root);
    cairo_restore(painter->cr);
}

void scene_paint(const Scene *scene, TextEngine *engine, cairo_t *cr) {
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(Outline) outline = outline_new();
    bool pixels = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE;
    Painter painter = {
        .cr = cr, .engine = engine, .arena = arena, .outline = outline, .pixels = pixels};
    paint_scene(&painter, scene);
}

bool scene_paint_layer(const Scene *scene, SceneLayer *layer) {
    g_autoptr(Outline) outline = outline_new();
    g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(Extent));
    Layers layers = {.wanted = layer, .texts = texts};
    Painter painter = {.cr = layer->cr,
                       .engine = layer->engine,
                       .arena = layer->arena,
                       .outline = outline,
                       .layers = &layers};
    layer->painted = false;
    paint_scene(&painter, scene);
    return layers.now > layer->layer;
}
