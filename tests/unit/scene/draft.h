// Small scenes for tests: marks in one view.
#pragma once
#include "../support.h"

#include "scene/scene.h"

static inline Paint paint_of(const char *text) {
    Paint paint = {.present = true};
    assert_true(colour_parse(text, &paint.colour));
    return paint;
}

static inline SceneStyle filled(const char *colour) {
    return (SceneStyle){
        .fill = paint_of(colour), .fill_opacity = 1, .stroke_opacity = 1, .stroke_width = 1};
}

static inline SceneStyle stroked(const char *colour, double width) {
    return (SceneStyle){
        .stroke = paint_of(colour), .fill_opacity = 1, .stroke_opacity = 1, .stroke_width = width};
}

enum { DRAFT_NODES = 40 };

typedef struct {
    Arena *arena;
    Scene scene;
    SceneGroup view;
    SceneNode nodes[DRAFT_NODES];
} Draft;

// A view of 100 by 60 at (10, 10) of a picture of 120 by 80.
static inline Draft *draft_new(void) {
    Draft *draft = g_new0(Draft, 1);
    draft->arena = arena_new();
    draft->view =
        (SceneGroup){.kind = GROUP_VIEW, .width = 100, .height = 60, .nodes = draft->nodes};
    draft->scene = (Scene){.width = 120,
                           .height = 80,
                           .origin_x = 10,
                           .origin_y = 10,
                           .plot_width = 100,
                           .plot_height = 60,
                           .root = &draft->view};
    return draft;
}

static inline void draft_free(Draft *draft) {
    arena_free(draft->arena);
    g_free(draft);
}

static inline SceneMark *draft_mark(Draft *draft, SceneMarkType type, guint item_count) {
    assert_true(draft->view.node_count < DRAFT_NODES);
    SceneMark *mark = arena_new0(draft->arena, SceneMark);
    mark->type = type;
    mark->role = "mark";
    mark->item_count = item_count;
    mark->items = arena_array(draft->arena, SceneItem, item_count);
    draft->nodes[draft->view.node_count++].mark = mark;
    return mark;
}

static inline SceneItem *draft_rect(Draft *draft, const char *colour, double x, double y,
                                    double width, double height) {
    SceneItem *item = draft_mark(draft, SCENE_RECT, 1)->items;
    item->style = filled(colour);
    item->as.rect.x = x;
    item->as.rect.y = y;
    item->as.rect.width = width;
    item->as.rect.height = height;
    return item;
}

static inline SceneItem *draft_rule(Draft *draft, const char *role, const double ends[4],
                                    double width) {
    SceneMark *mark = draft_mark(draft, SCENE_RULE, 1);
    mark->role = role;
    mark->items->style = stroked("#000000", width);
    mark->items->as.rule.x = ends[0];
    mark->items->as.rule.y = ends[1];
    mark->items->as.rule.x2 = ends[2];
    mark->items->as.rule.y2 = ends[3];
    return mark->items;
}

static inline SceneItem *draft_text(Draft *draft, double x, double y, const char *text) {
    SceneItem *item = draft_mark(draft, SCENE_TEXT, 1)->items;
    item->style = filled("#000000");
    item->as.text.x = x;
    item->as.text.y = y;
    item->as.text.text = text;
    item->as.text.font.size = 11;
    return item;
}

static inline SceneItem *draft_path(Draft *draft, SceneMarkType type, const ScenePoint *points,
                                    guint count) {
    SceneItem *item = draft_mark(draft, type, 1)->items;
    item->style = type == SCENE_LINE ? stroked("#000000", 1) : filled("#000000");
    item->as.path.points = points;
    item->as.path.count = count;
    item->as.path.vertical = true;
    return item;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Draft, draft_free)
