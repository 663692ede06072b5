// Scenes from right to left: what stood left stands right, and twice mirrored is as before.
#include "draft.h"

#include "base/json.h"
#include "scene/mirror.h"

static void add_axis(Draft *draft, const char *label) {
    SceneTickLabel *labels = arena_array(draft->arena, SceneTickLabel, 1);
    labels[0] = (SceneTickLabel){.pos = 30, .text = label};
    SceneAxis *axis = arena_new0(draft->arena, SceneAxis);
    *axis = (SceneAxis){.orient = "left", .label_count = 1, .labels = labels};
    SceneGroup *group = arena_new0(draft->arena, SceneGroup);
    *group = (SceneGroup){.kind = GROUP_AXIS, .axis = axis};
    draft->nodes[draft->view.node_count++].group = group;
}

static void add_one_of_each(Draft *draft) {
    static const double ends[] = {0, 0, 40, 40};
    static const ScenePoint points[] = {{0, 10, 0, 60, 1}, {100, 30, 100, 60, 2}};
    draft_rect(draft, "#4c78a8", 0, 5, 70, 10)->as.rect.radius[1] = 2;
    draft_rule(draft, "mark", ends, 1);
    SceneItem *text = draft_text(draft, 73, 10, "394");
    text->as.text.align = "left";
    text->as.text.angle = 30;
    draft_path(draft, SCENE_LINE, points, G_N_ELEMENTS(points));
    SceneItem *arc = draft_mark(draft, SCENE_ARC, 1)->items;
    arc->style = filled("#4c78a8");
    arc->as.arc.x = 20;
    arc->as.arc.end = 1;
    arc->as.arc.outer = 10;
    add_axis(draft, "Energy");
}

static const SceneItem *item_of(const Scene *scene, guint node) {
    return scene->root->nodes[node].mark->items;
}

static void a_bar_grows_from_the_right(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    add_one_of_each(draft);
    draft->scene.width = 130; // more room at the right: after that it is at the left
    const Scene *turned = scene_mirror(&draft->scene, draft->arena);
    const SceneItem *bar = item_of(turned, 0), *text = item_of(turned, 2);
    assert_float_equal(turned->origin_x, 20, 1e-9);
    assert_float_equal(bar->as.rect.x, 30, 1e-9);
    assert_float_equal(bar->as.rect.radius[0], 2, 1e-9);
    assert_float_equal(text->as.text.x, 27, 1e-9);
    assert_string_equal(text->as.text.align, "right");
    assert_string_equal(text->as.text.text, "394");
    const SceneAxis *axis = turned->root->nodes[5].group->axis;
    assert_string_equal(axis->orient, "right");
    assert_float_equal(axis->at, 100, 1e-9);
    assert_float_equal(axis->labels[0].pos, 30, 1e-9);
}

static void twice_mirrored_is_as_before(void **state) {
    (void)state;
    g_autoptr(Draft) draft = draft_new();
    add_one_of_each(draft);
    const Scene *twice = scene_mirror(scene_mirror(&draft->scene, draft->arena), draft->arena);
    json_t *before = scene_to_json(&draft->scene, false), *after = scene_to_json(twice, false);
    assert_true(json_equal(before, after));
    json_decref(before);
    json_decref(after);
}

static void rows_are_named_by_words(void **state) {
    (void)state;
    g_autoptr(Draft) numbers = draft_new();
    add_axis(numbers, "1,200");
    assert_false(scene_has_named_rows(&numbers->scene));
    g_autoptr(Draft) words = draft_new();
    add_axis(words, "توانائی");
    assert_true(scene_has_named_rows(&words->scene));
    assert_false(scene_has_named_rows(scene_mirror(&words->scene, words->arena)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_grows_from_the_right),
        cmocka_unit_test(twice_mirrored_is_as_before),
        cmocka_unit_test(rows_are_named_by_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
