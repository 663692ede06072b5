// Items in drawing order, a function for each kind. What is drawn and where is all in the placed
// page: nothing is measured or moved here, so that a preview and the PDF are equal in geometry.
// Only the axis lines of charts move to whole pixels, where there are pixels (scene/paint.c).
#include "preview/page_paint.h"

#include "text/paint.h"

typedef struct {
    cairo_t *cr;
    TextEngine *engine;
} PagePainter;

static void set_colour(cairo_t *cr, Colour colour, double alpha) {
    cairo_set_source_rgba(cr, colour.r, colour.g, colour.b, alpha);
}

// ---- text

// A rule along the run, `down` below the line's baseline.
static void paint_rule(cairo_t *cr, const PlacedItem *item, const GlyphRun *run, double down) {
    set_colour(cr, run->colour, run->colour.a);
    cairo_rectangle(cr, item->x + run->x, item->as.text.baseline + down, run->width,
                    run->size / 16);
    cairo_fill(cr);
}

static void paint_text(const PagePainter *painter, const PlacedItem *item) {
    const TextLine *line = item->as.text.line;
    cairo_new_path(painter->cr);
    text_paint_line(painter->cr, line, item->x, item->as.text.baseline);
    cairo_new_path(painter->cr);
    for (guint i = 0; i < line->run_count; i++) {
        const GlyphRun *run = &line->runs[i];
        if (run->underline)
            paint_rule(painter->cr, item, run, run->size * 0.12);
        if (run->strikethrough)
            paint_rule(painter->cr, item, run, run->size * -0.3);
    }
}

// ---- shapes

static void add_rounded(cairo_t *cr, const PlacedItem *item, double radius) {
    double right = item->x + item->width, bottom = item->y + item->height;
    cairo_new_sub_path(cr);
    cairo_arc(cr, right - radius, item->y + radius, radius, -G_PI_2, 0);
    cairo_arc(cr, right - radius, bottom - radius, radius, 0, G_PI_2);
    cairo_arc(cr, item->x + radius, bottom - radius, radius, G_PI_2, G_PI);
    cairo_arc(cr, item->x + radius, item->y + radius, radius, G_PI, G_PI + G_PI_2);
    cairo_close_path(cr);
}

static void paint_rect(const PagePainter *painter, const PlacedItem *item) {
    cairo_t *cr = painter->cr;
    double radius = MIN(item->as.rect.radius, MIN(item->width, item->height) / 2);
    if (radius > 0.01)
        add_rounded(cr, item, radius);
    else
        cairo_rectangle(cr, item->x, item->y, item->width, item->height);
    double alpha = item->as.rect.filled ? item->as.rect.fill.a : item->as.rect.stroke.a;
    if (item->as.rect.filled) {
        set_colour(cr, item->as.rect.fill, alpha);
        cairo_fill_preserve(cr);
    }
    if (item->as.rect.stroked) {
        set_colour(cr, item->as.rect.stroke, alpha);
        cairo_set_line_width(cr, item->as.rect.stroke_width);
        cairo_stroke_preserve(cr);
    }
    cairo_new_path(cr);
}

static void paint_line(const PagePainter *painter, const PlacedItem *item) {
    cairo_t *cr = painter->cr;
    double dash = item->as.line.dash;
    set_colour(cr, item->as.line.colour, 1);
    cairo_set_line_width(cr, item->as.line.width);
    cairo_set_dash(cr, &dash, dash > 0 ? 1 : 0, 0);
    cairo_move_to(cr, item->x, item->y);
    cairo_line_to(cr, item->as.line.x2, item->as.line.y2);
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
}

static void paint_scene(const PagePainter *painter, const PlacedItem *item) {
    cairo_save(painter->cr);
    cairo_translate(painter->cr, item->x, item->y);
    scene_paint(item->as.scene.scene, painter->engine, painter->cr);
    cairo_restore(painter->cr);
}

static void paint_image(const PagePainter *painter, const PlacedItem *item) {
    const PlacedBox *drawn = &item->as.image.drawn;
    cairo_save(painter->cr);
    cairo_rectangle(painter->cr, item->x, item->y, item->width, item->height);
    cairo_clip(painter->cr);
    cairo_translate(painter->cr, item->x + drawn->x, item->y + drawn->y);
    image_paint(item->as.image.image, painter->cr, drawn->width, drawn->height);
    cairo_restore(painter->cr);
}

static void paint_nothing(const PagePainter *painter, const PlacedItem *item) {
    (void)painter;
    (void)item;
}

// ---- the page

static void (*const paint_item[])(const PagePainter *, const PlacedItem *) = {
    [PLACED_TEXT] = paint_text,     [PLACED_RECT] = paint_rect,
    [PLACED_LINE] = paint_line,     [PLACED_SCENE] = paint_scene,
    [PLACED_IMAGE] = paint_image,   [PLACED_LINK] = paint_nothing, // preview.c
    [PLACED_LATER] = paint_nothing,                                // made before: placed_page_items
};

void page_paint(const PlacedDocument *document, guint page, TextEngine *engine, cairo_t *cr) {
    g_autoptr(Arena) arena = arena_new();
    const PlacedPage whole = placed_page_items(&document->pages[page], arena);
    PagePainter painter = {cr, engine};
    cairo_save(cr);
    set_colour(cr, (Colour){1, 1, 1, 1}, 1);
    cairo_rectangle(cr, 0, 0, whole.width, whole.height);
    cairo_fill(cr);
    text_paint_unhinted(cr);
    for (guint i = 0; i < whole.item_count; i++)
        paint_item[whole.items[i].kind](&painter, &whole.items[i]);
    cairo_restore(cr);
}
