// A scene seen in a mirror. Each group is turned in its own box, so that what is in it needs to
// know the width of that box alone: what was x is then width - x. Numbers, words and the shapes of
// symbols are not turned; words that began at a place end there.
#include "scene/mirror.h"

#include <string.h>

typedef struct {
    Arena *arena;
    double width; // of the box around
} Mirror;

// ---------- items ----------

static void swap(double *a, double *b) {
    double kept = *a;
    *a = *b;
    *b = kept;
}

static const char *other_side(const char *side) {
    if (g_strcmp0(side, "left") == 0)
        return "right";
    return g_strcmp0(side, "right") == 0 ? "left" : side;
}

static void turn_rect(const Mirror *mirror, SceneItem *item) {
    item->as.rect.x = mirror->width - item->as.rect.x - item->as.rect.width;
    swap(&item->as.rect.radius[0], &item->as.rect.radius[1]);
    swap(&item->as.rect.radius[2], &item->as.rect.radius[3]);
}

static void turn_symbol(const Mirror *mirror, SceneItem *item) {
    item->as.symbol.x = mirror->width - item->as.symbol.x;
    item->as.symbol.angle = -item->as.symbol.angle;
}

static void turn_rule(const Mirror *mirror, SceneItem *item) {
    item->as.rule.x = mirror->width - item->as.rule.x;
    item->as.rule.x2 = mirror->width - item->as.rule.x2;
}

static void turn_text(const Mirror *mirror, SceneItem *item) {
    item->as.text.x = mirror->width - item->as.text.x;
    item->as.text.align = other_side(item->as.text.align);
    item->as.text.angle = -item->as.text.angle;
}

static void turn_arc(const Mirror *mirror, SceneItem *item) {
    double start = item->as.arc.start;
    item->as.arc.x = mirror->width - item->as.arc.x;
    item->as.arc.start = -item->as.arc.end;
    item->as.arc.end = -start;
}

static void turn_path(const Mirror *mirror, SceneItem *item) {
    ScenePoint *points = arena_memdup(mirror->arena, item->as.path.points,
                                      item->as.path.count * sizeof *item->as.path.points);
    for (guint i = 0; i < item->as.path.count; i++) {
        points[i].x = mirror->width - points[i].x;
        points[i].x2 = mirror->width - points[i].x2;
    }
    item->as.path.points = points;
}

typedef void (*TurnItem)(const Mirror *mirror, SceneItem *item);
static const TurnItem turn_item[] = {
    [SCENE_RECT] = turn_rect, [SCENE_SYMBOL] = turn_symbol, [SCENE_RULE] = turn_rule,
    [SCENE_TEXT] = turn_text, [SCENE_ARC] = turn_arc,       [SCENE_LINE] = turn_path,
    [SCENE_AREA] = turn_path, [SCENE_TRAIL] = turn_path,
};

static const SceneMark *turn_mark(const Mirror *mirror, const SceneMark *mark) {
    SceneMark *turned = arena_memdup(mirror->arena, mark, sizeof *mark);
    if (mark->item_count)
        turned->items =
            arena_memdup(mirror->arena, mark->items, mark->item_count * sizeof *mark->items);
    for (guint i = 0; i < mark->item_count; i++)
        turn_item[mark->type](mirror, &turned->items[i]);
    return turned;
}

// ---------- groups ----------

static const double *turn_places(const Mirror *mirror, const double *places, guint count) {
    double *turned = arena_array(mirror->arena, double, count);
    for (guint i = 0; i < count; i++)
        turned[i] = mirror->width - places[i];
    return turned;
}

// Places along an axis that stands upright stay, one that lies has them from the other end.
static const SceneAxis *turn_axis(const Mirror *mirror, const SceneAxis *axis) {
    SceneAxis *turned = arena_memdup(mirror->arena, axis, sizeof *axis);
    SceneTickLabel *labels = arena_array(mirror->arena, SceneTickLabel, axis->label_count);
    bool upright = strcmp(axis->orient, other_side(axis->orient)) != 0;
    turned->orient = other_side(axis->orient);
    turned->labels = labels;
    for (guint i = 0; i < axis->label_count; i++) {
        labels[i] = axis->labels[i];
        labels[i].pos = upright ? labels[i].pos : mirror->width - labels[i].pos;
        labels[i].angle = -labels[i].angle;
    }
    if (upright) {
        turned->at = mirror->width - axis->at;
        return turned;
    }
    turned->grid = turn_places(mirror, axis->grid, axis->grid_count);
    turned->ticks = turn_places(mirror, axis->ticks, axis->tick_count);
    return turned;
}

static const double *turn_corners(const Mirror *mirror, const double *radii) {
    const double turned[] = {radii[1], radii[0], radii[3], radii[2]};
    return arena_memdup(mirror->arena, turned, sizeof turned);
}

static const SceneGroup *turn_group(const Mirror *mirror, const SceneGroup *group) {
    SceneGroup *turned = arena_memdup(mirror->arena, group, sizeof *group);
    Mirror inner = {mirror->arena, group->width};
    SceneNode *nodes = arena_array(mirror->arena, SceneNode, group->node_count);
    turned->x = mirror->width - group->x - group->width;
    for (guint i = 0; i < group->node_count; i++)
        nodes[i] = group->nodes[i].mark
                       ? (SceneNode){.mark = turn_mark(&inner, group->nodes[i].mark)}
                       : (SceneNode){.group = turn_group(&inner, group->nodes[i].group)};
    turned->nodes = nodes;
    if (group->corner_radii)
        turned->corner_radii = turn_corners(mirror, group->corner_radii);
    if (group->axis)
        turned->axis = turn_axis(mirror, group->axis);
    return turned;
}

Scene *scene_mirror(const Scene *scene, Arena *arena) {
    Scene *turned = arena_memdup(arena, scene, sizeof *scene);
    const SceneGroup *root = scene->root;
    // The root keeps its own x: the place where it begins in the picture moves instead.
    Mirror mirror = {arena, 2 * root->x + root->width};
    turned->root = turn_group(&mirror, root);
    turned->origin_x = scene->width - scene->origin_x - 2 * root->x - root->width;
    return turned;
}

// ---------- rows ----------

static bool is_word(const char *text) {
    for (; text && *text; text = g_utf8_next_char(text))
        if (g_unichar_isalpha(g_utf8_get_char(text)))
            return true;
    return false;
}

static bool names_rows(const SceneAxis *axis) {
    if (g_strcmp0(axis->orient, "left") != 0)
        return false;
    for (guint i = 0; i < axis->label_count; i++)
        if (is_word(axis->labels[i].text))
            return true;
    return false;
}

static bool group_has_named_rows(const SceneGroup *group) {
    if (group->axis && names_rows(group->axis))
        return true;
    for (guint i = 0; i < group->node_count; i++)
        if (group->nodes[i].group && group_has_named_rows(group->nodes[i].group))
            return true;
    return false;
}

bool scene_has_named_rows(const Scene *scene) {
    return group_has_named_rows(scene->root);
}
