// Scenes as bytes: equal ones are equal, and each thing that is painted makes a difference.
#include "../support.h"

#include "scene/scene_bytes.h"

#include <string.h>

// A group with a text, a symbol and a dashed line, in memory of its own.
typedef struct {
    Scene scene;
    SceneGroup group;
    SceneNode nodes[3];
    SceneMark marks[3];
    SceneItem items[3];
    ScenePoint points[2];
    double dash[2], corners[4];
    GradientStop stops[2];
    Gradient gradient;
    char text[8], family[8], shape[8], role[8];
} Whole;

static Whole *make(void) {
    static const SceneMarkType types[] = {SCENE_TEXT, SCENE_SYMBOL, SCENE_LINE};
    Whole *whole = g_new0(Whole, 1);
    strcpy(whole->text, "Energy");
    strcpy(whole->family, "Inter");
    strcpy(whole->shape, "circle");
    strcpy(whole->role, "mark");
    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        whole->marks[i] = (SceneMark){
            .type = types[i], .role = whole->role, .item_count = 1, .items = &whole->items[i]};
        whole->nodes[i].mark = &whole->marks[i];
    }
    whole->items[0].as.text.text = whole->text;
    whole->items[0].as.text.font.family = whole->family;
    whole->items[1].as.symbol.shape = whole->shape;
    whole->items[1].style.fill.gradient = &whole->gradient;
    whole->items[2].as.path.points = whole->points;
    whole->items[2].as.path.count = G_N_ELEMENTS(whole->points);
    whole->items[2].style.dash = whole->dash;
    whole->items[2].style.dash_count = G_N_ELEMENTS(whole->dash);
    whole->gradient.stops = whole->stops;
    whole->gradient.stop_count = G_N_ELEMENTS(whole->stops);
    whole->group.nodes = whole->nodes;
    whole->group.node_count = G_N_ELEMENTS(whole->nodes);
    whole->group.corner_radii = whole->corners;
    whole->scene.root = &whole->group;
    return whole;
}

static GBytes *bytes_of(const Whole *whole) {
    GByteArray *bytes = g_byte_array_new();
    scene_put_bytes(&whole->scene, bytes);
    return g_byte_array_free_to_bytes(bytes);
}

static bool is_equal(const Whole *a, const Whole *b) {
    g_autoptr(GBytes) left = bytes_of(a), right = bytes_of(b);
    return g_bytes_equal(left, right);
}

static void equal_scenes_are_equal_wherever_they_lie(void **state) {
    (void)state;
    g_autofree Whole *one = make(), *other = make();
    assert_true(is_equal(one, other));
    other->items[0].lineage = (const Lineage *)(const void *)other; // the facts are not painted
    other->scene.description = "said, not painted";
    other->group.axis = (const SceneAxis *)(const void *)other;
    assert_true(is_equal(one, other));
}

#define DIFFERS(change)                                                                            \
    do {                                                                                           \
        g_autofree Whole *one = make(), *other = make();                                           \
        other->change;                                                                             \
        assert_false(is_equal(one, other));                                                        \
    } while (0)

static void all_that_is_painted_tells_scenes_apart(void **state) {
    (void)state;
    DIFFERS(text[0] = 'e');
    DIFFERS(family[0] = 'i');
    DIFFERS(shape[0] = 'C');
    DIFFERS(role[0] = 'M');
    DIFFERS(points[1].y = 1);
    DIFFERS(dash[1] = 1);
    DIFFERS(corners[3] = 1);
    DIFFERS(stops[1].offset = 1);
    DIFFERS(gradient.x2 = 1);
    DIFFERS(items[0].style.fill.colour.r = 1);
    DIFFERS(items[0].as.text.angle = 1);
    DIFFERS(items[1].as.symbol.size = 1);
    DIFFERS(items[2].as.path.interpolate = INTERPOLATE_STEP);
    DIFFERS(items[2].as.path.count = 1);
    DIFFERS(items[1].style.fill.gradient = NULL);
    DIFFERS(marks[1].clip = true);
    DIFFERS(marks[1].item_count = 0);
    DIFFERS(group.x = 1);
    DIFFERS(group.corner_radii = NULL);
    DIFFERS(group.style.stroke_width = 1);
    DIFFERS(group.node_count = 2);
    DIFFERS(nodes[0].mark = NULL);
    DIFFERS(scene.width = 1);
    DIFFERS(scene.background.colour.g = 1);
    DIFFERS(scene.root = NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_scenes_are_equal_wherever_they_lie),
        cmocka_unit_test(all_that_is_painted_tells_scenes_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
