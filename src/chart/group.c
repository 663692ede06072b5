// Building of scene groups.
#include "chart/group.h"

Group *group_new(Chart *chart, SceneGroupKind kind) {
    Group *group = arena_new0(chart->arena, Group);
    group->scene = arena_new0(chart->arena, SceneGroup);
    group->scene->kind = kind;
    group->scene->style.fill_opacity = group->scene->style.stroke_opacity = 1;
    group->scene->style.stroke_width = 1;
    group->nodes = g_array_new(FALSE, FALSE, sizeof(SceneNode));
    group->bounds = group->content = box_empty();
    g_ptr_array_add(chart->groups, group);
    return group;
}

// What a clipped mark shows lies inside the group.
static void clip_box(Box *box, const SceneGroup *scene) {
    box->x1 = MAX(box->x1, 0);
    box->y1 = MAX(box->y1, 0);
    box->x2 = MIN(box->x2, scene->width);
    box->y2 = MIN(box->y2, scene->height);
}

void group_add_mark(Chart *chart, Group *group, SceneMark mark) {
    if (mark.item_count == 0)
        return;
    SceneNode node = {.mark = arena_memdup(chart->arena, &mark, sizeof mark)};
    g_array_append_val(group->nodes, node);
    Box box = box_of_mark(chart->input->engine, &mark);
    if (mark.clip)
        clip_box(&box, group->scene);
    box_union(&group->content, &box);
}

void group_add_node(Group *group, const SceneGroup *child) {
    SceneNode node = {.group = child};
    g_array_append_val(group->nodes, node);
}

const SceneGroup *group_end(Chart *chart, Group *group) {
    group->scene->node_count = group->nodes->len;
    group->scene->nodes =
        chart_keep(chart, group->nodes->data, group->nodes->len * sizeof(SceneNode));
    return group->scene;
}

void group_move(Group *group, double x, double y) {
    box_move(&group->bounds, x - group->scene->x, y - group->scene->y);
    group->scene->x = x;
    group->scene->y = y;
}
