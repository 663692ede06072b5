// A scene as SVG 1.1: the same outlines as cairo gets, as path data, and text as text elements.
// Clips and gradients are defined where they are first needed, numbered in document order. No
// scripts, no links, no styles: only presentation attributes.
#include "scene/svg.h"

#include "base/markup.h"
#include "scene/scene_text.h"
#include "scene/scene_visible.h"
#include "scene/shape.h"
#include "scene/svg_path.h"

#include <math.h>
#include <string.h>

enum { DEPTH_LIMIT = 200 };

typedef struct {
    GString *out;
    Outline *outline;
    guint clips, gradients; // made so far
    int depth;
    TextEngine *engine; // tells which way a text runs
    Arena *arena;
} Writer;

// ---- attributes ----

static void put_attribute(GString *out, const char *name, const char *value) {
    g_string_append_printf(out, " %s=\"", name);
    markup_put_text(out, value, -1);
    g_string_append_c(out, '"');
}

static void put_measure(GString *out, const char *name, double value) {
    g_string_append_printf(out, " %s=\"", name);
    svg_put_number(out, value);
    g_string_append_c(out, '"');
}

static void put_unless(GString *out, const char *name, double value, double usual) {
    if (fabs(value - usual) >= 0.0005)
        put_measure(out, name, value);
}

static void put_place(GString *out, double x, double y) {
    if (x == 0 && y == 0)
        return;
    g_string_append(out, " transform=\"translate(");
    svg_put_number(out, x);
    g_string_append_c(out, ',');
    svg_put_number(out, y);
    g_string_append(out, ")\"");
}

// ---- outlines ----

static void put_outline(const Writer *w) {
    g_string_append(w->out, " d=\"");
    svg_put_outline(w->out, w->outline);
    g_string_append_c(w->out, '"');
}

// ---- paint ----

static void put_stop(GString *out, const GradientStop *stop) {
    char hex[8];
    colour_to_hex(stop->colour, hex);
    g_string_append(out, "<stop");
    put_measure(out, "offset", CLAMP(stop->offset, 0, 1));
    put_attribute(out, "stop-color", hex);
    put_unless(out, "stop-opacity", stop->colour.a, 1);
    g_string_append(out, "/>");
}

// A gradient over the box of the writer's outline, in user space: a box without height would hide
// it.
static guint define_gradient(Writer *w, const Gradient *gradient) {
    Point low = {0, 0}, high = {0, 0};
    outline_bounds(w->outline, &low, &high);
    g_string_append_printf(w->out, "<linearGradient id=\"g%u\" gradientUnits=\"userSpaceOnUse\"",
                           ++w->gradients);
    put_measure(w->out, "x1", gradient->x1);
    put_measure(w->out, "y1", gradient->y1);
    put_measure(w->out, "x2", gradient->x2);
    put_measure(w->out, "y2", gradient->y2);
    g_string_append(w->out, " gradientTransform=\"matrix(");
    svg_put_number(w->out, high.x > low.x ? high.x - low.x : 1);
    g_string_append(w->out, " 0 0 ");
    svg_put_number(w->out, high.y > low.y ? high.y - low.y : 1);
    g_string_append_c(w->out, ' ');
    svg_put_number(w->out, low.x);
    g_string_append_c(w->out, ' ');
    svg_put_number(w->out, low.y);
    g_string_append(w->out, ")\">");
    for (guint i = 0; i < gradient->stop_count; i++)
        put_stop(w->out, &gradient->stops[i]);
    g_string_append(w->out, "</linearGradient>\n");
    return w->gradients;
}

typedef struct {
    guint fill, stroke; // numbers of gradients, or 0
} Gradients;

static Gradients define_gradients(Writer *w, const SceneStyle *style, bool fill) {
    Gradients made = {0, 0};
    if (fill && scene_fills(style) && style->fill.gradient)
        made.fill = define_gradient(w, style->fill.gradient);
    if (scene_strokes(style) && style->stroke.gradient)
        made.stroke = define_gradient(w, style->stroke.gradient);
    return made;
}

static void put_colour(GString *out, const char *name, const Paint *paint, guint gradient) {
    char text[32];
    if (gradient)
        g_snprintf(text, sizeof text, "url(#g%u)", gradient);
    else if (paint->gradient)
        colour_to_hex(paint->gradient->stops[0].colour, text);
    else
        colour_to_hex(paint->colour, text);
    put_attribute(out, name, text);
}

static double alpha_of(const Paint *paint) {
    return paint->gradient ? 1 : paint->colour.a;
}

static void put_dash(GString *out, const SceneStyle *style) {
    if (!scene_dash_is_valid(style))
        return;
    g_string_append(out, " stroke-dasharray=\"");
    for (guint i = 0; i < style->dash_count; i++) {
        if (i)
            g_string_append_c(out, ',');
        svg_put_number(out, style->dash[i]);
    }
    g_string_append_c(out, '"');
    put_unless(out, "stroke-dashoffset", style->dash_offset, 0);
}

static void put_stroke(GString *out, const SceneStyle *style, guint gradient) {
    put_colour(out, "stroke", &style->stroke, gradient);
    put_unless(out, "stroke-opacity", style->stroke_opacity * alpha_of(&style->stroke), 1);
    put_unless(out, "stroke-width", style->stroke_width, 1);
    if (style->cap == 'r' || style->cap == 's')
        put_attribute(out, "stroke-linecap", style->cap == 'r' ? "round" : "square");
    if (style->join == 'r' || style->join == 'b')
        put_attribute(out, "stroke-linejoin", style->join == 'r' ? "round" : "bevel");
    put_dash(out, style);
}

static void put_style(GString *out, const SceneStyle *style, bool fill, Gradients gradients) {
    if (fill && scene_fills(style)) {
        put_colour(out, "fill", &style->fill, gradients.fill);
        put_unless(out, "fill-opacity", style->fill_opacity * alpha_of(&style->fill), 1);
    } else {
        put_attribute(out, "fill", "none");
    }
    if (scene_strokes(style))
        put_stroke(out, style, gradients.stroke);
}

static void write_outline(Writer *w, const SceneStyle *style, bool fill) {
    Gradients gradients = define_gradients(w, style, fill);
    g_string_append(w->out, "<path");
    put_outline(w);
    put_style(w->out, style, fill, gradients);
    g_string_append(w->out, "/>\n");
}

// ---- text ----

// Where a family is named by what it is like, the one that measured the text comes first.
static void put_family(GString *out, const char *family) {
    static const struct {
        const char *name, *list;
    } rows[] = {{"sans-serif", "DejaVu Sans, sans-serif"},
                {"serif", "DejaVu Serif, serif"},
                {"monospace", "DejaVu Sans Mono, monospace"}};
    const char *list = family ? family : rows[0].list;
    for (guint i = 0; family && i < G_N_ELEMENTS(rows); i++)
        if (strcmp(rows[i].name, family) == 0)
            list = rows[i].list;
    put_attribute(out, "font-family", list);
}

static void put_font(GString *out, const TextStyle *font) {
    put_family(out, font->family);
    put_measure(out, "font-size", font->size);
    if (font->weight && font->weight != 400)
        put_measure(out, "font-weight", font->weight);
    if (font->italic)
        put_attribute(out, "font-style", "italic");
    if (font->small_caps)
        put_attribute(out, "font-variant", "small-caps");
    if (font->letter_spacing != 0)
        put_measure(out, "letter-spacing", font->letter_spacing);
    if (font->language)
        put_attribute(out, "xml:lang", font->language);
}

static void put_text_place(GString *out, const SceneItem *item) {
    double offset = scene_text_offset(item), angle = item->as.text.angle;
    if (angle == 0) {
        put_measure(out, "x", item->as.text.x);
        put_measure(out, "y", item->as.text.y + offset);
        return;
    }
    g_string_append(out, " transform=\"translate(");
    svg_put_number(out, item->as.text.x);
    g_string_append_c(out, ',');
    svg_put_number(out, item->as.text.y);
    g_string_append(out, ") rotate(");
    svg_put_number(out, angle);
    g_string_append(out, ")\"");
    put_measure(out, "y", offset);
}

// Lines after the first start again at the anchor, each a line height lower.
static void put_lines(GString *out, const SceneItem *item) {
    g_auto(GStrv) lines = g_strsplit(item->as.text.text, "\n", -1);
    markup_put_text(out, lines[0], -1);
    double down = 0;
    for (guint i = 1; lines[0] && lines[i]; i++) {
        down += scene_text_line_height(item);
        if (!*lines[i])
            continue;
        g_string_append(out, "<tspan");
        put_measure(out, "x", item->as.text.angle == 0 ? item->as.text.x : 0);
        put_measure(out, "dy", down);
        g_string_append_c(out, '>');
        markup_put_text(out, lines[i], -1);
        g_string_append(out, "</tspan>");
        down = 0;
    }
}

// A line that runs from right to left starts at its right end.
static void put_anchor(Writer *w, const SceneItem *item) {
    const char *first_end = strchrnul(item->as.text.text, '\n');
    char *line =
        arena_strndup(w->arena, item->as.text.text, (gsize)(first_end - item->as.text.text));
    bool rtl = text_line(w->engine, w->arena, &item->as.text.font, line)->rtl;
    arena_reset(w->arena);
    double shift = scene_text_shift(item, 1);
    if (rtl)
        put_attribute(w->out, "direction", "rtl");
    if (shift == -0.5)
        put_attribute(w->out, "text-anchor", "middle");
    else if ((shift == -1) != rtl)
        put_attribute(w->out, "text-anchor", "end");
}

static void write_text(Writer *w, const SceneItem *item) {
    g_string_append(w->out, "<text");
    put_text_place(w->out, item);
    put_anchor(w, item);
    put_font(w->out, &item->as.text.font);
    put_style(w->out, &item->style, /*fill=*/true, (Gradients){0, 0});
    g_string_append_c(w->out, '>');
    put_lines(w->out, item);
    g_string_append(w->out, "</text>\n");
}

// ---- the walk ----

static void write_item(Writer *w, SceneMarkType type, const SceneItem *item) {
    if (!scene_item_shows(type, item))
        return;
    if (type == SCENE_TEXT) {
        write_text(w, item);
        return;
    }
    outline_clear(w->outline);
    shape_outline(w->outline, type, item);
    write_outline(w, &item->style, type != SCENE_RULE);
}

static void box_outline(Writer *w, const SceneGroup *group) {
    outline_clear(w->outline);
    shape_group_box(w->outline, group);
}

static guint define_clip(Writer *w, const SceneGroup *group) {
    box_outline(w, group);
    g_string_append_printf(w->out, "<clipPath id=\"c%u\"><path", ++w->clips);
    put_outline(w);
    g_string_append(w->out, "/></clipPath>\n");
    return w->clips;
}

static void open_clip(Writer *w, const SceneGroup *group) {
    guint clip = define_clip(w, group);
    g_string_append_printf(w->out, "<g clip-path=\"url(#c%u)\">\n", clip);
}

static void write_mark(Writer *w, const SceneGroup *group, const SceneMark *mark) {
    if (mark->clip)
        open_clip(w, group);
    for (guint i = 0; i < mark->item_count; i++)
        write_item(w, mark->type, &mark->items[i]);
    if (mark->clip)
        g_string_append(w->out, "</g>\n");
}

static void write_group(Writer *w, const SceneGroup *group) {
    if (++w->depth > DEPTH_LIMIT) {
        w->depth--;
        return;
    }
    g_string_append(w->out, "<g");
    put_place(w->out, group->x, group->y);
    g_string_append(w->out, ">\n");
    if (scene_fills(&group->style) || scene_strokes(&group->style)) {
        box_outline(w, group);
        write_outline(w, &group->style, /*fill=*/true);
    }
    if (group->clip)
        open_clip(w, group);
    for (guint i = 0; i < group->node_count; i++) {
        if (group->nodes[i].group)
            write_group(w, group->nodes[i].group);
        else if (group->nodes[i].mark)
            write_mark(w, group, group->nodes[i].mark);
    }
    g_string_append(w->out, group->clip ? "</g>\n</g>\n" : "</g>\n");
    w->depth--;
}

static void write_head(Writer *w, const Scene *scene) {
    g_string_append(w->out,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" role=\"img\"");
    put_measure(w->out, "width", scene->width);
    put_measure(w->out, "height", scene->height);
    g_string_append(w->out, " viewBox=\"0 0 ");
    svg_put_number(w->out, scene->width);
    g_string_append_c(w->out, ' ');
    svg_put_number(w->out, scene->height);
    g_string_append(w->out, "\" stroke-miterlimit=\"10\">\n");
    if (!scene->description)
        return;
    g_string_append(w->out, "<desc>");
    markup_put_text(w->out, scene->description, -1);
    g_string_append(w->out, "</desc>\n");
}

GString *scene_to_svg(const Scene *scene, TextEngine *engine) {
    g_autoptr(Outline) outline = outline_new();
    g_autoptr(Arena) arena = arena_new();
    Writer w = {.out = g_string_new(NULL), .outline = outline, .engine = engine, .arena = arena};
    write_head(&w, scene);
    if (scene->background.present) {
        outline_rect(outline, 0, 0, scene->width, scene->height);
        SceneStyle style = {.fill = scene->background, .fill_opacity = 1};
        write_outline(&w, &style, /*fill=*/true);
    }
    g_string_append(w.out, "<g");
    put_place(w.out, scene->origin_x, scene->origin_y);
    g_string_append(w.out, ">\n");
    if (scene->root)
        write_group(&w, scene->root);
    g_string_append(w.out, "</g>\n</svg>\n");
    return w.out;
}
