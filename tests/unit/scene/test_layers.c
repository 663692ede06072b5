// Painting by layers: texts are handed over where they stand, and marks over text stay over it.
#include "draft.h"

#include <cairo-pdf.h>

typedef struct {
    TextEngine *engine;
    Arena *arena;
    cairo_t *cr;
    SceneLayer layer;
} Fixture;

static int set_up(void **state) {
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->engine = text_engine_new();
    fixture->arena = arena_new();
    cairo_surface_t *surface = cairo_pdf_surface_create(NULL, 120, 80);
    fixture->cr = cairo_create(surface);
    cairo_surface_destroy(surface);
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    cairo_destroy(fixture->cr);
    arena_free(fixture->arena);
    text_engine_free(fixture->engine);
    g_free(fixture);
    return 0;
}

// Paints one layer; gives whether there is another. The texts are in fixture->layer.texts.
static bool paint_layer(Fixture *fixture, const Draft *draft, guint number) {
    fixture->layer = (SceneLayer){.engine = fixture->engine,
                                  .arena = fixture->arena,
                                  .cr = fixture->cr,
                                  .layer = number,
                                  .texts = g_array_new(FALSE, FALSE, sizeof(SceneText))};
    return scene_paint_layer(&draft->scene, &fixture->layer);
}

static void assert_texts(Fixture *fixture, const char *expected) {
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint i = 0; i < fixture->layer.texts->len; i++) {
        const TextLine *line = g_array_index(fixture->layer.texts, SceneText, i).line;
        for (guint k = 0; k < line->run_count; k++)
            g_string_append_len(found, line->runs[k].text, line->runs[k].text_length);
        g_string_append_c(found, ';');
    }
    assert_string_equal(found->str, expected);
    g_array_unref(fixture->layer.texts);
}

static void text_stands_where_it_would_be_painted(void **state) {
    Fixture *fixture = *state;
    g_autoptr(Draft) draft = draft_new();
    draft_text(draft, 20, 30, "flat");
    draft_text(draft, 50, 40, "up")->as.text.angle = -90;
    assert_false(paint_layer(fixture, draft, 0));
    assert_false(fixture->layer.painted);
    const SceneText *texts = (const SceneText *)fixture->layer.texts->data;
    const double flat[] = {1, 0, 0, 1, 30, 40}, up[] = {0, -1, 1, 0, 60, 50};
    for (guint i = 0; i < 6; i++) {
        assert_float_equal(texts[0].matrix[i], flat[i], 1e-6);
        assert_float_equal(texts[1].matrix[i], up[i], 1e-6);
    }
    assert_false(texts[0].clipped);
    assert_texts(fixture, "flat;up;");
}

static void a_mark_over_text_begins_a_layer(void **state) {
    Fixture *fixture = *state;
    g_autoptr(Draft) draft = draft_new();
    draft_rect(draft, "#ff0000", 0, 0, 50, 50);
    draft_text(draft, 10, 30, "under");
    draft_rect(draft, "#00ff00", 15, 20, 10, 20); // over the text
    draft_text(draft, 12, 30, "over");
    assert_true(paint_layer(fixture, draft, 0));
    assert_true(fixture->layer.painted);
    assert_texts(fixture, "under;");
    assert_false(paint_layer(fixture, draft, 1));
    assert_true(fixture->layer.painted);
    assert_texts(fixture, "over;");
}

static void marks_beside_text_share_its_layer(void **state) {
    Fixture *fixture = *state;
    g_autoptr(Draft) draft = draft_new();
    for (int i = 0; i < 5; i++) {
        draft_text(draft, 5, 10 + i * 11, "label");
        draft_rect(draft, "#0000ff", 60, 4 + i * 11, 20, 6);
    }
    assert_false(paint_layer(fixture, draft, 0));
    assert_texts(fixture, "label;label;label;label;label;");
}

static void clipped_text_says_to_what(void **state) {
    Fixture *fixture = *state;
    g_autoptr(Draft) draft = draft_new();
    draft_text(draft, 90, 30, "cut off at the edge");
    ((SceneMark *)draft->nodes[0].mark)->clip = true;
    assert_false(paint_layer(fixture, draft, 0));
    const SceneText *text = &g_array_index(fixture->layer.texts, SceneText, 0);
    assert_true(text->clipped);
    const double box[] = {10, 10, 100, 60};
    for (guint i = 0; i < 4; i++)
        assert_float_equal(text->clip[i], box[i], 1.01);
    assert_texts(fixture, "cut off at the edge;");
}

// Beyond a number of layers text becomes outlines, so that a page does not take hundreds of forms.
static void layers_come_to_an_end(void **state) {
    Fixture *fixture = *state;
    g_autoptr(Draft) draft = draft_new();
    for (int i = 0; i < 18; i++) {
        draft_text(draft, 10, 30, "text");
        draft_rect(draft, "#00ff00", 8, 20, 20, 20);
    }
    guint layers = 1;
    while (paint_layer(fixture, draft, layers - 1)) {
        assert_texts(fixture, "text;");
        layers++;
    }
    assert_true(fixture->layer.painted);
    assert_texts(fixture, "");
    assert_int_equal(layers, 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_stands_where_it_would_be_painted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_mark_over_text_begins_a_layer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(marks_beside_text_share_its_layer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clipped_text_says_to_what, set_up, tear_down),
        cmocka_unit_test_setup_teardown(layers_come_to_an_end, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
