// Scenes as files: whole, the same bytes every time, and a message when it cannot be.
#include "draft.h"

#include <glib/gstdio.h>

typedef struct {
    char *folder, *path;
    TextEngine *engine;
    Diags *diags;
    Draft *draft;
} Desk;

static int set_up(void **state) {
    Desk *desk = g_new0(Desk, 1);
    desk->folder = g_dir_make_tmp("scene-XXXXXX", NULL);
    desk->path = g_build_filename(desk->folder, "picture", NULL);
    desk->engine = text_engine_new();
    desk->diags = diags_new();
    desk->draft = draft_new();
    draft_rect(desk->draft, "#4c78a8", 10, 10, 30, 30);
    draft_text(desk->draft, 20, 50, "Selectable words");
    *state = desk;
    return 0;
}

static int tear_down(void **state) {
    Desk *desk = *state;
    g_unlink(desk->path);
    g_rmdir(desk->folder);
    g_free(desk->path);
    g_free(desk->folder);
    text_engine_free(desk->engine);
    diags_free(desk->diags);
    draft_free(desk->draft);
    g_free(desk);
    return 0;
}

static char *read_back(const Desk *desk, gsize *length) {
    char *bytes = NULL;
    assert_true(g_file_get_contents(desk->path, &bytes, length, NULL));
    return bytes;
}

static void a_png_has_the_scales_size(void **state) {
    const Desk *desk = *state;
    assert_true(scene_write_png(&desk->draft->scene, desk->engine, desk->diags, desk->path, 1.5));
    cairo_surface_t *surface = cairo_image_surface_create_from_png(desk->path);
    assert_int_equal(cairo_image_surface_get_width(surface), 180);
    assert_int_equal(cairo_image_surface_get_height(surface), 120);
    cairo_surface_destroy(surface);
}

static void an_svg_is_written_whole(void **state) {
    const Desk *desk = *state;
    assert_true(scene_write_svg(&desk->draft->scene, desk->engine, desk->diags, desk->path));
    g_autofree char *bytes = read_back(desk, NULL);
    assert_true(g_str_has_prefix(bytes, "<svg "));
    assert_true(g_str_has_suffix(bytes, "</svg>\n"));
}

static void a_pdf_has_the_same_bytes_every_time(void **state) {
    const Desk *desk = *state;
    gsize lengths[2];
    desk->draft->scene.description = "A test";
    assert_true(scene_write_pdf(&desk->draft->scene, desk->engine, desk->diags, desk->path));
    g_autofree char *first = read_back(desk, &lengths[0]);
    g_usleep(1100 * 1000); // the clock that must not matter counts seconds
    assert_true(scene_write_pdf(&desk->draft->scene, desk->engine, desk->diags, desk->path));
    g_autofree char *second = read_back(desk, &lengths[1]);
    assert_int_equal(lengths[0], lengths[1]);
    assert_memory_equal(first, second, lengths[0]);
    assert_true(g_str_has_prefix(first, "%PDF-"));
}

static void absurd_sizes_are_refused(void **state) {
    const Desk *desk = *state;
    static const double scales[] = {0, -1, 1e9, 300, 1e300};
    for (guint i = 0; i < G_N_ELEMENTS(scales); i++)
        assert_false(
            scene_write_png(&desk->draft->scene, desk->engine, desk->diags, desk->path, scales[i]));
    assert_true(diags_has(desk->diags, DIAG_TOO_LARGE));
    assert_int_equal(diags_errors(desk->diags), G_N_ELEMENTS(scales));
    assert_false(g_file_test(desk->path, G_FILE_TEST_EXISTS));
}

static void a_place_that_cannot_be_written_is_told(void **state) {
    const Desk *desk = *state;
    const Scene *scene = &desk->draft->scene;
    assert_false(scene_write_svg(scene, desk->engine, desk->diags, "/dev/null/picture.svg"));
    assert_false(scene_write_png(scene, desk->engine, desk->diags, "/dev/null/picture.png", 1));
    assert_false(scene_write_pdf(scene, desk->engine, desk->diags, "/dev/null/picture.pdf"));
    assert_int_equal(diags_errors(desk->diags), 3);
    assert_true(diags_has(desk->diags, DIAG_FILE));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_png_has_the_scales_size, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_svg_is_written_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_pdf_has_the_same_bytes_every_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(absurd_sizes_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_place_that_cannot_be_written_is_told, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
