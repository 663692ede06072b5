// Draws timelines. Places along the axis come from the x scale; the lanes of items without
// categories share the whole height, those of a category its band.
#include "chart/mark_part.h"
#include "chart/timeline_layout.h"
#include "table/group.h"

#include <math.h>

enum { SYMBOL_SIZE = 42 };

typedef struct {
    const Group *cell;
    TimelinePlan plan;
    guint *items;         // of rows: item + 1; 0: no place
    const double *points; // of items: where the symbol stands
} Arranged;

// ---------- places ----------

typedef struct {
    const MarkDraw *draw;
    const Scale *x, *y;
    Field start, end, band;
    bool has_end, at_start;
} Axes;

static const Def *position_def(const MarkDraw *draw, Channel channel) {
    const Def *def = draw->unit->encoding->channel[channel];
    return def && def->is_field ? def : NULL;
}

static Field field_of(const MarkDraw *draw, const Def *def) {
    return field_bind(draw->chart->arena, draw->rows.table, def->name);
}

static const Scale *scale_of(const MarkDraw *draw, Channel channel) {
    const ScaleModel *model = draw->unit->scales[channel] ? view_scale(draw->unit, channel) : NULL;
    return model ? model->scale : NULL;
}

static bool find_axes(const MarkDraw *draw, Axes *axes) {
    const Def *x = position_def(draw, CHANNEL_X), *x2 = position_def(draw, CHANNEL_X2);
    const Def *y = position_def(draw, CHANNEL_Y);
    *axes = (Axes){.draw = draw, .x = scale_of(draw, CHANNEL_X), .has_end = x2 != NULL};
    axes->at_start = !g_strcmp0(part_text(draw, "pointAt"), "start");
    if (!x || !axes->x)
        return false;
    axes->start = field_of(draw, x);
    if (x2)
        axes->end = field_of(draw, x2);
    if (y) {
        axes->y = scale_of(draw, CHANNEL_Y);
        axes->band = field_of(draw, y);
    }
    return true;
}

static double place_of(const Axes *axes, const Field *field, guint row) {
    Value value = field_value(field, row);
    return value_is_nullish(value) ? NAN : scale_map(axes->x, value);
}

// One item; false when it has no place. What is open at one side stands where it is known. point:
// where its symbol stands.
static bool find_item(const Axes *axes, guint row, TimelineItem *item, double *point) {
    double start = place_of(axes, &axes->start, row);
    double end = axes->has_end ? place_of(axes, &axes->end, row) : NAN;
    start = isfinite(start) ? start : end;
    end = isfinite(end) ? end : start;
    if (!isfinite(start))
        return false;
    *item = (TimelineItem){.start = MIN(start, end), .end = MAX(start, end)};
    *point = axes->at_start ? start : end;
    return true;
}

// ---------- bands ----------

static void find_bands(const Axes *axes, TimelinePlan *plan, double height) {
    Arena *arena = axes->draw->chart->arena;
    TimelineBand *bands = arena_array(arena, TimelineBand, axes->y ? axes->y->domain_count + 1 : 1);
    plan->bands = bands;
    plan->band_count = axes->y ? axes->y->domain_count : 1;
    bands[0] = (TimelineBand){0, height};
    for (guint i = 0; axes->y && i < plan->band_count; i++)
        bands[i] = (TimelineBand){scale_map(axes->y, axes->y->domain[i]), axes->y->bandwidth};
}

// Numbers of bands by category.
static KeyIndex *index_bands(const Axes *axes) {
    KeyIndex *index = key_index_new(1, GROUP_BY_TEXT);
    for (guint i = 0; axes->y && i < axes->y->domain_count; i++)
        key_index_add(index, &axes->y->domain[i]);
    return index;
}

static bool find_band(const Axes *axes, const KeyIndex *index, guint row, guint *band) {
    *band = 0;
    if (!axes->y)
        return true;
    Value category = field_value(&axes->band, row);
    return key_index_find(index, &category, band);
}

static void find_items(const Axes *axes, const MarkDraw *label, Arranged *made) {
    const MarkDraw *draw = axes->draw;
    guint count = draw->rows.count, used = 0;
    TimelineItem *items = arena_array(draw->chart->arena, TimelineItem, count + 1);
    double *points = arena_array(draw->chart->arena, double, count + 1);
    made->items = arena_array(draw->chart->arena, guint, count + 1);
    g_autoptr(KeyIndex) bands = index_bands(axes);
    for (guint i = 0; i < count; i++) {
        guint row = rows_at(&draw->rows, i);
        TimelineItem *item = &items[used];
        guint band;
        if (!find_band(axes, bands, row, &band) || !find_item(axes, row, item, &points[used]))
            continue;
        item->band = band;
        if (label) {
            SceneItem text = part_label(label, i);
            item->label_width = part_label_width(label, &text);
        }
        made->items[i] = ++used;
    }
    made->plan.items = items;
    made->plan.item_count = used;
    made->points = points;
}

static double symbol_reach(const MarkDraw *point) {
    double most = 0;
    for (guint i = 0; i < point->rows.count; i++)
        most = MAX(most, item_number(point, PROP_SIZE, CONSTANT_SIZE, rows_at(&point->rows, i),
                                     SYMBOL_SIZE));
    return sqrt(most) / 2;
}

static const void *arrange(const MarkDraw *draw, const Group *cell) {
    Arranged *made = arena_new0(draw->chart->arena, Arranged);
    made->cell = cell;
    Axes axes;
    MarkDraw point, label;
    if (!find_axes(draw, &axes))
        return made;
    bool has_points = part_begin(draw, MARK_TIMELINE_POINT, cell, &point);
    bool has_labels = part_begin(draw, MARK_TIMELINE_LABEL, cell, &label);
    TimelinePlan *plan = &made->plan;
    plan->width = cell->scene->width;
    plan->reach = has_points ? symbol_reach(&point) : 0;
    plan->gap = part_number(draw, "gap", 4);
    plan->between = 3 * plan->gap;
    plan->lane_least = MAX(part_number(draw, "laneHeight", 11), 1);
    plan->lane_most = MAX(part_number(draw, "laneMax", 24), plan->lane_least);
    find_bands(&axes, plan, cell->scene->height);
    find_items(&axes, has_labels ? &label : NULL, made);
    timeline_arrange(plan);
    draw->unit->parent->left_out = plan->left_out;
    draw->unit->parent->unlabelled = plan->unlabelled;
    return made;
}

// The item of a row; NULL when it has no lane.
static const TimelineItem *item_at(const Arranged *arranged, guint index) {
    guint number = arranged->items ? arranged->items[index] : 0;
    const TimelineItem *item = number ? &arranged->plan.items[number - 1] : NULL;
    return item && item->placed ? item : NULL;
}

// ---------- items ----------

// A span has the colour of its symbol, where there are symbols.
static void colour_span(const MarkDraw *draw, const Group *cell, guint index, SceneItem *item) {
    MarkDraw point;
    if (part_begin(draw, MARK_TIMELINE_POINT, cell, &point) && index < point.rows.count)
        item->style.fill = item_style(&point, rows_at(&point.rows, index)).fill;
}

static bool make_span(const MarkDraw *draw, const TimelineItem *place, guint row, SceneItem *item) {
    double height = item_constant_number(draw, CONSTANT_HEIGHT, row, 5);
    double radius = MIN(item_constant_number(draw, CONSTANT_CORNER_RADIUS, row, 0), height / 2);
    if (place->end <= place->start)
        return false;
    item->as.rect.x = place->start;
    item->as.rect.y = place->y - height / 2;
    item->as.rect.width = place->end - place->start;
    item->as.rect.height = height;
    for (guint i = 0; i < 4; i++)
        item->as.rect.radius[i] = radius;
    return true;
}

static bool make_point(const MarkDraw *draw, const TimelineItem *place, guint row,
                       SceneItem *item) {
    item->as.symbol.y = place->y;
    item->as.symbol.size = item_number(draw, PROP_SIZE, CONSTANT_SIZE, row, SYMBOL_SIZE);
    item->as.symbol.shape = arena_strdup(
        draw->chart->arena, item_string(draw, PROP_SHAPE, CONSTANT_SHAPE, row, "circle"));
    return true;
}

static bool make_label(const MarkDraw *draw, const Arranged *arranged, guint index,
                       SceneItem *item) {
    const TimelineItem *place = item_at(arranged, index);
    const TimelinePlan *plan = &arranged->plan;
    if (place->side == TIMELINE_LABEL_NONE)
        return false;
    *item = part_label(draw, index);
    item->as.text.text = text_truncate(draw->chart->input->engine, draw->chart->arena,
                                       &item->as.text.font, item->as.text.text, place->label_limit);
    bool right = place->side == TIMELINE_LABEL_RIGHT;
    double x =
        right ? place->end + plan->reach + plan->gap : place->start - plan->reach - plan->gap;
    part_place_label(item, x, place->y, right ? "left" : "right");
    return true;
}

static bool make_item(const MarkDraw *draw, const Arranged *arranged, guint index,
                      SceneItem *item) {
    guint row = rows_at(&draw->rows, index);
    const TimelineItem *place = item_at(arranged, index);
    if (!place)
        return false;
    *item = (SceneItem){.style = item_style(draw, row), .lineage = item_lineage(draw, row)};
    if (draw->unit->mark == MARK_TIMELINE_SPAN) {
        colour_span(draw, arranged->cell, index, item);
        return make_span(draw, place, row, item);
    }
    if (draw->unit->mark == MARK_TIMELINE_LABEL)
        return make_label(draw, arranged, index, item);
    item->as.symbol.x = arranged->points[arranged->items[index] - 1];
    return make_point(draw, place, row, item);
}

void mark_timeline_draw(const MarkDraw *draw, Group *cell) {
    const Arranged *arranged = part_arranged(draw, cell, arrange);
    g_autoptr(GArray) items = g_array_new(FALSE, TRUE, sizeof(SceneItem));
    g_autoptr(GArray) plates = g_array_new(FALSE, TRUE, sizeof(SceneItem));
    for (guint i = 0; i < draw->rows.count; i++) {
        SceneItem item;
        if (!make_item(draw, arranged, i, &item))
            continue;
        g_array_append_val(items, item);
        if (draw->unit->mark == MARK_TIMELINE_LABEL) // over grid and rule
            part_add_plate(draw, &item, part_label_width(draw, &item), plates);
    }
    part_add(draw, cell, SCENE_RECT, plates);
    part_add(draw, cell, mark_kind(draw->unit->mark)->type, items);
}
