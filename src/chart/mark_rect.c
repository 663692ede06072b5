// Bars, rects and ticks: rectangles by their two sides, with rounded corners where asked for.
#include "chart/mark_item.h"

#include <math.h>

void mark_rect_encode_bar(Encoder *encoder) {
    encode_base(encoder);
    encode_rect(encoder, CHANNEL_X);
    encode_rect(encoder, CHANNEL_Y);
}

void mark_rect_encode_rect(Encoder *encoder) {
    encode_base(encoder);
    encode_rect(encoder, CHANNEL_X);
    encode_rect(encoder, CHANNEL_Y);
}

void mark_rect_encode_tick(Encoder *encoder) {
    View *unit = encoder->unit;
    bool is_horizontal = !g_strcmp0(mark_orient(unit->mark_def), "horizontal");
    encode_base(encoder);
    encode_rect(encoder, is_horizontal ? CHANNEL_X : CHANNEL_Y);
    encode_point(encoder, is_horizontal ? CHANNEL_Y : CHANNEL_X, PLACE_MIDDLE,
                 is_horizontal ? PROP_YC : PROP_XC);
    json_t *thickness = mark_prop(unit->chart, unit->mark_def, "thickness", NULL);
    if (thickness)
        encoder_set(encoder, is_horizontal ? PROP_HEIGHT : PROP_WIDTH,
                    property_single(unit->chart, ref_json(unit->chart, thickness)));
}

// ---------- corners ----------

enum { TOP_LEFT, TOP_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT };

static const char *const CORNERS[4] = {"cornerRadiusTopLeft", "cornerRadiusTopRight",
                                       "cornerRadiusBottomRight", "cornerRadiusBottomLeft"};
static const ConstantId CORNER_IDS[4] = {CONSTANT_CORNER_TOP_LEFT, CONSTANT_CORNER_TOP_RIGHT,
                                         CONSTANT_CORNER_BOTTOM_RIGHT, CONSTANT_CORNER_BOTTOM_LEFT};

static double corner(const MarkDraw *draw, guint row, int which) {
    double all = item_constant_number(draw, CONSTANT_CORNER_RADIUS, row, 0);
    return item_constant_number(draw, CORNER_IDS[which], row, all);
}

static bool is_ranged(const MarkDraw *draw) {
    const Encoding *encoding = draw->unit->encoding;
    bool is_horizontal = !g_strcmp0(mark_orient(draw->unit->mark_def), "horizontal");
    return encoding->channel[is_horizontal ? CHANNEL_X2 : CHANNEL_Y2] != NULL;
}

static const json_t *end_radius(const MarkDraw *draw) {
    if (draw->unit->mark != MARK_BAR || !mark_orient(draw->unit->mark_def))
        return NULL;
    return mark_prop(draw->chart, draw->unit->mark_def, "cornerRadiusEnd", NULL);
}

// Which corners lie at the end that carries the value.
static void end_corners(const MarkDraw *draw, guint row, bool at_end[4]) {
    bool is_horizontal = !g_strcmp0(mark_orient(draw->unit->mark_def), "horizontal");
    double first, second;
    item_ends(draw, is_horizontal, row, &first, &second);
    bool right = is_horizontal && first > second, left = is_horizontal && first < second;
    bool top = !is_horizontal && first < second, bottom = !is_horizontal && first > second;
    at_end[TOP_LEFT] = left || top;
    at_end[TOP_RIGHT] = right || top;
    at_end[BOTTOM_RIGHT] = right || bottom;
    at_end[BOTTOM_LEFT] = left || bottom;
}

static void set_corners(const MarkDraw *draw, guint row, double radius[4]) {
    const json_t *mark_def = draw->unit->mark_def;
    const json_t *end = end_radius(draw);
    bool at_end[4] = {false, false, false, false};
    bool is_stated = js_has(mark_def, "cornerRadiusEnd");
    if (end && is_ranged(draw) && (is_stated || !js_has(mark_def, "cornerRadius"))) {
        for (int i = 0; i < 4; i++)
            at_end[i] = true;
    } else if (end && !is_ranged(draw)) {
        end_corners(draw, row, at_end);
    }
    for (int i = 0; i < 4; i++) {
        bool is_own =
            !is_stated && (js_has(mark_def, CORNERS[i]) || js_has(mark_def, "cornerRadius"));
        radius[i] = at_end[i] && !is_own && json_is_number(end) ? json_number_value(end)
                                                                : corner(draw, row, i);
    }
}

void mark_rect_item(const MarkDraw *draw, guint row, SceneItem *item) {
    item_span(draw, true, row, &item->as.rect.x, &item->as.rect.width);
    item_span(draw, false, row, &item->as.rect.y, &item->as.rect.height);
    set_corners(draw, row, item->as.rect.radius);
}

// ---------- stacks with rounded ends ----------

static bool has_corners(const MarkDraw *draw) {
    if (js_truthy(mark_prop(draw->chart, draw->unit->mark_def, "cornerRadiusEnd", NULL)) ||
        js_truthy(mark_prop(draw->chart, draw->unit->mark_def, "cornerRadius", NULL)))
        return true;
    for (int i = 0; i < 4; i++)
        if (js_truthy(mark_prop(draw->chart, draw->unit->mark_def, CORNERS[i], NULL)))
            return true;
    return false;
}

bool mark_rect_is_rounded_stack(const MarkDraw *draw) {
    return draw->unit->mark == MARK_BAR && draw->unit->stack &&
           !encoding_field(draw->unit->encoding, CHANNEL_SIZE) && has_corners(draw);
}

typedef struct {
    Box box;
    double radius[4];
    GArray *items; // of SceneItem
} RoundedBar;

static void take_item(RoundedBar *bar, const SceneItem *item) {
    Box box = box_of(item->as.rect.x, item->as.rect.y, item->as.rect.x + item->as.rect.width,
                     item->as.rect.y + item->as.rect.height);
    box_union(&bar->box, &box);
    for (int i = 0; i < 4; i++)
        bar->radius[i] = MAX(bar->radius[i], item->as.rect.radius[i]);
    g_array_append_val(bar->items, *item);
}

// A clip rounds all four corners alike; a side that stays square is put outside of the bar.
static Box clip_of(const RoundedBar *bar, double *radius) {
    Box box = bar->box;
    const double *r = bar->radius;
    *radius = MAX(MAX(r[0], r[1]), MAX(r[2], r[3]));
    if (r[TOP_LEFT] == 0 && r[TOP_RIGHT] == 0)
        box.y1 -= *radius;
    if (r[BOTTOM_LEFT] == 0 && r[BOTTOM_RIGHT] == 0)
        box.y2 += *radius;
    if (r[TOP_LEFT] == 0 && r[BOTTOM_LEFT] == 0)
        box.x1 -= *radius;
    if (r[TOP_RIGHT] == 0 && r[BOTTOM_RIGHT] == 0)
        box.x2 += *radius;
    return box;
}

static void draw_bar(const MarkDraw *draw, Group *cell, const RoundedBar *bar, bool clips) {
    Chart *chart = draw->chart;
    double radius;
    Box clip = clip_of(bar, &radius);
    Group *group = group_new(chart, GROUP_PLAIN);
    group->scene->x = clip.x1;
    group->scene->y = clip.y1;
    group->scene->width = box_width(&clip);
    group->scene->height = box_height(&clip);
    group->scene->clip = true;
    group->scene->corner_radius = radius;
    SceneItem *items =
        arena_memdup(chart->arena, bar->items->data, bar->items->len * sizeof(SceneItem));
    for (guint i = 0; i < bar->items->len; i++) {
        items[i].as.rect.x -= clip.x1;
        items[i].as.rect.y -= clip.y1;
        memset(items[i].as.rect.radius, 0, sizeof items[i].as.rect.radius);
    }
    group_add_mark(chart, group,
                   (SceneMark){.type = SCENE_RECT,
                               .role = "mark",
                               .clip = clips,
                               .item_count = bar->items->len,
                               .items = items});
    group_add_node(cell, group_end(chart, group));
    box_union(&cell->content, &bar->box);
}

// One group for each bar, in the order of their first pieces.
void mark_rect_draw_rounded_stack(const MarkDraw *draw, Group *cell, const SceneMark *mark) {
    bool is_x = draw->unit->stack->channel == CHANNEL_X;
    g_autoptr(GHashTable) index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GArray) bars = g_array_new(FALSE, FALSE, sizeof(RoundedBar));
    for (guint i = 0; i < mark->item_count; i++) {
        const SceneItem *item = &mark->items[i];
        double place = is_x ? item->as.rect.y : item->as.rect.x;
        char *key = g_strdup_printf("%.3f", place);
        gpointer known = NULL;
        if (!g_hash_table_lookup_extended(index, key, NULL, &known)) {
            RoundedBar bar = {.box = box_empty(),
                              .items = g_array_new(FALSE, FALSE, sizeof(SceneItem))};
            known = GUINT_TO_POINTER(bars->len);
            g_hash_table_insert(index, g_strdup(key), known);
            g_array_append_val(bars, bar);
        }
        g_free(key);
        take_item(&g_array_index(bars, RoundedBar, GPOINTER_TO_UINT(known)), item);
    }
    for (guint i = 0; i < bars->len; i++) {
        RoundedBar *bar = &g_array_index(bars, RoundedBar, i);
        draw_bar(draw, cell, bar, mark->clip);
        g_array_unref(bar->items);
    }
}
