// Structs are put as they lie in memory, their pointers taken out, then what these point at. So a
// number that a struct gains is told apart without anything being done here; a pointer that it
// gains, or what lies between its members, can make equal scenes look different, but never
// different ones equal. What only tells of a scene (its axes, legends, facts and tables) is left
// out.
#include "scene/scene_bytes.h"

#include <string.h>

enum { DEPTH_LIMIT = 200 }; // deeper groups are not painted

static void put(GByteArray *out, const void *data, gsize length) {
    if (length)
        g_byte_array_append(out, data, (guint)length);
}

// With its end; NULL and "" differ.
static void put_text(GByteArray *out, const char *text) {
    const guint8 is_there = text != NULL;
    put(out, &is_there, 1);
    if (text)
        put(out, text, strlen(text) + 1);
}

static void put_gradient(GByteArray *out, const Gradient *gradient) {
    if (!gradient)
        return;
    Gradient plain = *gradient;
    plain.stops = NULL;
    put(out, &plain, sizeof plain);
    put(out, gradient->stops, gradient->stop_count * sizeof *gradient->stops);
}

static void put_behind_style(GByteArray *out, const SceneStyle *style) {
    put_gradient(out, style->fill.gradient);
    put_gradient(out, style->stroke.gradient);
    put(out, style->dash, style->dash_count * sizeof *style->dash);
}

// A pointer becomes a mark that there was one.
static const void *mark_of(const void *pointer) {
    return pointer ? GINT_TO_POINTER(1) : NULL;
}

static void clear_style(SceneStyle *style) {
    style->fill.gradient = mark_of(style->fill.gradient);
    style->stroke.gradient = mark_of(style->stroke.gradient);
    style->dash = NULL;
}

static void put_text_item(GByteArray *out, const SceneItem *item) {
    put_text(out, item->as.text.text);
    put_text(out, item->as.text.align);
    put_text(out, item->as.text.baseline);
    put_text(out, item->as.text.font.family);
    put_text(out, item->as.text.font.language);
}

static void clear_text_item(SceneItem *plain) {
    plain->as.text.text = plain->as.text.align = plain->as.text.baseline = NULL;
    plain->as.text.font.family = plain->as.text.font.language = NULL;
}

static void put_behind_item(GByteArray *out, SceneMarkType type, const SceneItem *item,
                            SceneItem *plain) {
    switch (type) {
    case SCENE_TEXT:
        clear_text_item(plain);
        put_text_item(out, item);
        break;
    case SCENE_SYMBOL:
        plain->as.symbol.shape = NULL;
        put_text(out, item->as.symbol.shape);
        break;
    case SCENE_LINE:
    case SCENE_AREA:
    case SCENE_TRAIL:
        plain->as.path.points = NULL;
        put(out, item->as.path.points, item->as.path.count * sizeof *item->as.path.points);
        break;
    case SCENE_RECT:
    case SCENE_RULE:
    case SCENE_ARC:
        break;
    }
    put(out, plain, sizeof *plain);
}

static void put_mark(GByteArray *out, const SceneMark *mark) {
    const guint head[] = {mark->type, mark->clip, mark->item_count};
    put(out, head, sizeof head);
    put_text(out, mark->role);
    for (guint i = 0; i < mark->item_count; i++) {
        SceneItem item = mark->items[i];
        item.lineage = NULL;
        clear_style(&item.style);
        put_behind_item(out, mark->type, &mark->items[i], &item);
        put_behind_style(out, &mark->items[i].style);
    }
}

static void put_group(GByteArray *out, const SceneGroup *group, guint depth) {
    enum { CORNERS = 4 };
    SceneGroup plain = *group;
    plain.corner_radii = mark_of(group->corner_radii);
    plain.nodes = NULL;
    plain.axis = NULL;
    plain.legend = NULL;
    plain.text = plain.subtext = plain.header_role = NULL;
    clear_style(&plain.style);
    put(out, &plain, sizeof plain);
    put_behind_style(out, &group->style);
    if (group->corner_radii)
        put(out, group->corner_radii, CORNERS * sizeof *group->corner_radii);
    for (guint i = 0; i < group->node_count && depth < DEPTH_LIMIT; i++) {
        const SceneNode *node = &group->nodes[i];
        put_text(out, node->group ? "group" : node->mark ? "mark" : NULL);
        if (node->group)
            put_group(out, node->group, depth + 1);
        else if (node->mark)
            put_mark(out, node->mark);
    }
}

void scene_put_bytes(const Scene *scene, GByteArray *out) {
    Scene plain = *scene;
    plain.background.gradient = mark_of(scene->background.gradient);
    plain.root = mark_of(scene->root);
    plain.description = NULL;
    plain.tables = NULL;
    plain.table_count = 0;
    put(out, &plain, sizeof plain);
    put_gradient(out, scene->background.gradient);
    if (scene->root)
        put_group(out, scene->root, 0);
}
