// Scenes painted on pixels: small ones, probed where a person would look.
#include "draft.h"

#include <math.h>

typedef struct {
    cairo_surface_t *surface;
    int scale;
} Canvas;

static Canvas paint(const Draft *draft, int scale) {
    Canvas canvas = {cairo_image_surface_create(CAIRO_FORMAT_ARGB32,
                                                (int)draft->scene.width * scale,
                                                (int)draft->scene.height * scale),
                     scale};
    TextEngine *engine = text_engine_new();
    cairo_t *cr = cairo_create(canvas.surface);
    cairo_scale(cr, scale, scale);
    scene_paint(&draft->scene, engine, cr);
    assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    text_engine_free(engine);
    cairo_surface_flush(canvas.surface);
    return canvas;
}

// The pixel (premultiplied ARGB) that holds a place of the picture.
static guint32 pixel(Canvas canvas, double x, double y) {
    const unsigned char *data = cairo_image_surface_get_data(canvas.surface);
    int stride = cairo_image_surface_get_stride(canvas.surface);
    guint32 value;
    memcpy(&value, data + (int)(y * canvas.scale) * stride + (int)(x * canvas.scale) * 4, 4);
    return value;
}

static void assert_pixel(Canvas canvas, double x, double y, guint32 expected) {
    guint32 found = pixel(canvas, x, y);
    for (int shift = 0; shift < 32; shift += 8) {
        int a = (int)((found >> shift) & 255), b = (int)((expected >> shift) & 255);
        if (abs(a - b) > 3)
            fail_msg("the pixel at %g, %g is %08x, not %08x", x, y, found, expected);
    }
}

static guint count_dark(Canvas canvas, double x, double y, double width, double height) {
    guint dark = 0;
    for (double j = y; j < y + height; j++)
        for (double i = x; i < x + width; i++)
            dark += (pixel(canvas, i, j) >> 24) > 100;
    return dark;
}

static void fills_strokes_and_opacity_show(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    draft->scene.background = paint_of("white");
    draft_rect(draft, "#ff0000", 0, 0, 20, 20);
    draft_rect(draft, "#0000ff", 30, 0, 20, 20)->style.fill_opacity = 0.5;
    SceneItem *framed = draft_rect(draft, "#00ff00", 60, 0, 20, 20);
    framed->style.stroke = paint_of("black");
    framed->style.stroke_width = 4;
    Canvas canvas = paint(draft, 1);
    assert_pixel(canvas, 1, 1, 0xffffffff);
    assert_pixel(canvas, 15, 15, 0xffff0000);
    assert_pixel(canvas, 45, 15, 0xff8080ff);
    assert_pixel(canvas, 80, 20, 0xff00ff00);
    assert_pixel(canvas, 70.5, 20, 0xff000000);
    cairo_surface_destroy(canvas.surface);
}

static void without_a_background_pixels_stay_clear(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    Canvas canvas = paint(draft, 1);
    assert_pixel(canvas, 50, 40, 0);
    cairo_surface_destroy(canvas.surface);
}

static void clips_end_at_the_view(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    draft_rect(draft, "#ff0000", 90, 0, 20, 20);
    draft_rect(draft, "#ff0000", 90, 30, 20, 20);
    ((SceneMark *)draft->nodes[1].mark)->clip = true;
    Canvas canvas = paint(draft, 1);
    assert_pixel(canvas, 112, 15, 0xffff0000);
    assert_pixel(canvas, 105, 45, 0xffff0000);
    assert_pixel(canvas, 112, 45, 0);
    cairo_surface_destroy(canvas.surface);
}

static void groups_clip_to_their_round_box(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const double radii[] = {30, 0, 0, 0};
    draft_rect(draft, "#ff0000", 0, 0, 200, 200);
    draft->view.clip = true;
    draft->view.corner_radii = radii;
    Canvas canvas = paint(draft, 1);
    assert_pixel(canvas, 12, 12, 0);
    assert_pixel(canvas, 108, 12, 0xffff0000);
    assert_pixel(canvas, 108, 68, 0xffff0000);
    assert_pixel(canvas, 111, 68, 0);
    cairo_surface_destroy(canvas.surface);
}

// The lines of axes lie on whole pixels wherever they are asked for; other rules do not move.
static void axis_lines_are_crisp_on_pixels(void **state) {
    (void)state;
    for (int scale = 1; scale <= 3; scale++) {
        g_autoptr(Draft) draft = draft_new();
        draft_rule(draft, "axis-grid", (double[]){0, 20, 100, 20}, 1);
        draft_rule(draft, "axis-tick", (double[]){50.3, 30, 50.3, 40}, 1);
        draft_rule(draft, "mark", (double[]){0, 50, 100, 50}, 1);
        Canvas canvas = paint(draft, scale);
        guint full = 0, partial = 0, loose = 0;
        for (int y = 25 * scale; y < 35 * scale; y++) {
            guint alpha = pixel(canvas, 30, (y + 0.5) / scale) >> 24;
            full += alpha == 255;
            partial += alpha > 0 && alpha < 255;
        }
        for (int y = 55 * scale; y < 65 * scale; y++) {
            guint alpha = pixel(canvas, 30, (y + 0.5) / scale) >> 24;
            loose += alpha > 0 && alpha < 255;
        }
        assert_int_equal(full, scale);
        assert_int_equal(partial, 0);
        assert_int_equal(loose, scale % 2 ? 2 : 0);
        cairo_surface_destroy(canvas.surface);
    }
}

static void gradients_run_over_the_items_box(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const GradientStop stops[] = {{0, {1, 0, 0, 1}}, {1, {0, 0, 1, 1}}};
    static const Gradient across = {0, 0, 1, 0, 2, stops}, down = {0, 0, 0, 1, 2, stops};
    draft_rect(draft, "#000000", 0, 0, 100, 20)->style.fill.gradient = &across;
    draft_rule(draft, "mark", (double[]){0, 40, 100, 40}, 6)->style.stroke.gradient = &across;
    draft_rect(draft, "#000000", 0, 45, 100, 10)->style.fill.gradient = &down;
    Canvas canvas = paint(draft, 1);
    assert_pixel(canvas, 10, 15, 0xfffe0001);
    assert_pixel(canvas, 60, 15, 0xff7f0080);
    assert_pixel(canvas, 109, 15, 0xff0100fe);
    assert_pixel(canvas, 60, 50, 0xff7f0080);
    assert_pixel(canvas, 60, 55, 0xfff2000d);
    cairo_surface_destroy(canvas.surface);
}

static void dashes_leave_gaps(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const double dash[] = {10, 10};
    static const double absurd[] = {0, 0};
    SceneItem *rule = draft_rule(draft, "mark", (double[]){0, 20, 100, 20}, 4);
    rule->style.dash = dash;
    rule->style.dash_count = 2;
    SceneItem *solid = draft_rule(draft, "mark", (double[]){0, 40, 100, 40}, 4);
    solid->style.dash = absurd;
    solid->style.dash_count = 2;
    Canvas canvas = paint(draft, 1);
    assert_pixel(canvas, 15, 30, 0xff000000);
    assert_pixel(canvas, 25, 30, 0);
    assert_pixel(canvas, 35, 30, 0xff000000);
    assert_pixel(canvas, 25, 50, 0xff000000);
    cairo_surface_destroy(canvas.surface);
}

// The box of dark pixels in the view's left half, from its origin.
static void dark_box(Canvas canvas, int box[4]) {
    box[0] = box[1] = 1000;
    box[2] = box[3] = -1000;
    for (int y = 0; y < 80; y++)
        for (int x = 0; x < 120; x++)
            if ((pixel(canvas, x, y) >> 24) > 60) {
                box[0] = MIN(box[0], x - 10);
                box[1] = MIN(box[1], y - 10);
                box[2] = MAX(box[2], x - 10);
                box[3] = MAX(box[3], y - 10);
            }
}

static void text_stands_by_align_and_baseline(void **state) {
    (void)state;
    static const struct {
        const char *align, *baseline;
        double angle;
        int box[4];
    } rows[] = {
        // H of 20 points is about 11 wide and 15 high, with 2 of space at its left
        {"left", "alphabetic", 0, {51, 15, 64, 30}},   {"right", "alphabetic", 0, {36, 15, 49, 30}},
        {"center", "alphabetic", 0, {44, 15, 55, 30}}, {"left", "middle", 0, {51, 21, 64, 36}},
        {"left", "top", 0, {51, 31, 64, 46}},          {"left", "bottom", 0, {51, 11, 64, 26}},
        {"left", "alphabetic", -90, {35, 15, 50, 29}}, {"left", "alphabetic", 90, {50, 31, 65, 44}},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Draft) draft = draft_new();
        SceneItem *text = draft_text(draft, 50, 30, "H");
        text->as.text.font.size = 20;
        text->as.text.align = rows[i].align;
        text->as.text.baseline = rows[i].baseline;
        text->as.text.angle = rows[i].angle;
        Canvas canvas = paint(draft, 1);
        int box[4];
        dark_box(canvas, box);
        for (int k = 0; k < 4; k++)
            if (abs(box[k] - rows[i].box[k]) > 2)
                fail_msg("row %u: side %d is %d, not %d", i, k, box[k], rows[i].box[k]);
        cairo_surface_destroy(canvas.surface);
    }
}

static void lines_follow_at_the_line_height(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    SceneItem *text = draft_text(draft, 10, 10, "HH\n\nHH");
    text->as.text.font.size = 10;
    text->as.text.line_height = 20;
    Canvas canvas = paint(draft, 1);
    assert_true(count_dark(canvas, 20, 10, 20, 12) > 10);
    assert_int_equal(count_dark(canvas, 20, 30, 20, 12), 0);
    assert_true(count_dark(canvas, 20, 50, 20, 12) > 10);
    cairo_surface_destroy(canvas.surface);
}

static void text_may_have_an_outline(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    SceneItem *text = draft_text(draft, 10, 40, "O");
    text->style = stroked("#ff0000", 2);
    text->as.text.font.size = 40;
    Canvas canvas = paint(draft, 1);
    guint red = 0;
    for (int y = 0; y < 80; y++)
        for (int x = 0; x < 120; x++)
            red += pixel(canvas, x, y) == 0xffff0000;
    assert_true(red > 40);
    cairo_surface_destroy(canvas.surface);
}

static void absurd_scenes_are_painted(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    static const double dash[] = {0.1, 0.1};
    SceneItem *rule = draft_rule(draft, "axis-grid", (double[]){-1e300, 1e300, 1e300, -1e300}, 1e9);
    rule->style.dash = dash;
    rule->style.dash_count = 2;
    draft_rect(draft, "#000000", -1e300, -1e300, 1e301, 1e301);
    SceneItem *text = draft_text(draft, 1e300, 0, "far");
    text = draft_text(draft, 0, 0, "large");
    text->as.text.font.size = 1e9;
    text = draft_text(draft, 0, 0, "none");
    text->as.text.font.size = 0;
    SceneItem *symbol = draft_mark(draft, SCENE_SYMBOL, 1)->items;
    symbol->style = filled("#000000");
    symbol->as.symbol.size = 1e300;
    symbol->as.symbol.shape = "M0,0L";
    Canvas canvas = paint(draft, 1);
    cairo_surface_destroy(canvas.surface);
}

static void deep_trees_end(void **state) {
    (void)state;
    enum { DEEP = 5000 };
    g_autofree SceneGroup *groups = g_new0(SceneGroup, DEEP);
    g_autofree SceneNode *nodes = g_new0(SceneNode, DEEP);
    for (guint i = 0; i + 1 < DEEP; i++) {
        nodes[i].group = &groups[i + 1];
        groups[i].nodes = &nodes[i];
        groups[i].node_count = 1;
    }
    g_autoptr(Draft) draft = draft_new();
    draft->scene.root = groups;
    Canvas canvas = paint(draft, 1);
    json_decref(scene_to_json(&draft->scene, false));
    cairo_surface_destroy(canvas.surface);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_strokes_and_opacity_show),
        cmocka_unit_test(without_a_background_pixels_stay_clear),
        cmocka_unit_test(clips_end_at_the_view),
        cmocka_unit_test(groups_clip_to_their_round_box),
        cmocka_unit_test(axis_lines_are_crisp_on_pixels),
        cmocka_unit_test(gradients_run_over_the_items_box),
        cmocka_unit_test(dashes_leave_gaps),
        cmocka_unit_test(text_stands_by_align_and_baseline),
        cmocka_unit_test(lines_follow_at_the_line_height),
        cmocka_unit_test(text_may_have_an_outline),
        cmocka_unit_test(absurd_scenes_are_painted),
        cmocka_unit_test(deep_trees_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
