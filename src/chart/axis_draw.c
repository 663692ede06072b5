// Draws axes: items of each part in the space of the axis group, then their layout (how far labels
// reach decides where the title stands).
#include "chart/axis_draw.h"
#include "chart/overlap.h"
#include "scene/scene_visible.h"

#include <math.h>

typedef struct {
    const AxisModel *axis;
    Chart *chart;
    const Scale *scale;
    const char *orient;
    bool is_x;
    double sign; // outward: -1 for top and left
    double width, height, size;
    double first, last; // of the range
    Tick *ticks;
    guint tick_count;
    bool in_header;
} Drawing;

static const double LABEL_GAP = 3;    // between names side by side
static const double LABEL_LEAST = 24; // of the room of a name that is cut to it
static const double LINE_SLACK = 1;   // lines of text may stand this much closer than their boxes

static Drawing drawing_of(const AxisDraw *draw) {
    const AxisModel *axis = draw->axis;
    Drawing d = {.axis = axis,
                 .chart = axis->view->chart,
                 .scale = view_scale(axis->view, axis->channel)->scale,
                 .orient = axis_orient(axis),
                 .width = draw->width,
                 .height = draw->height,
                 .in_header = draw->in_header};
    d.is_x = !strcmp(d.orient, "top") || !strcmp(d.orient, "bottom");
    d.sign = !strcmp(d.orient, "top") || !strcmp(d.orient, "left") ? -1 : 1;
    d.size = axis->channel == CHANNEL_X ? draw->width : draw->height;
    scale_range(d.scale, &d.first, &d.last);
    d.ticks = axis_ticks(axis, d.size, &d.tick_count);
    return d;
}

int axis_zindex(const AxisModel *axis) {
    return (int)axis_number(axis, AXIS_ZINDEX, 0);
}

// ---------- conditions ----------

static bool axis_test(Chart *chart, json_t *test, const Binding *datum, guint count) {
    Predicate *predicate =
        test ? predicate_parse(&chart->transform, chart_node(chart, test)) : NULL;
    return predicate && predicate_test_bound(predicate, datum, count);
}

// "No colour" of a condition paints nothing.
static json_t *painted(const Drawing *d, AxisProp prop, json_t *value) {
    bool is_color = prop == AXIS_LABEL_COLOR || prop == AXIS_TICK_COLOR || prop == AXIS_GRID_COLOR;
    if (is_color && value && json_is_null(value))
        return chart_own(d->chart, json_string("transparent"));
    return value;
}

// A property that may have conditions on the tick: {"condition": {"test", "value"}, "value"}.
static json_t *tick_value(const Drawing *d, AxisProp prop, const Tick *tick, double index) {
    json_t *value = axis_value(d->axis, prop);
    json_t *condition = json_object_get(value, "condition");
    if (!condition)
        return value;
    size_t count = json_is_array(condition) ? json_array_size(condition) : 1;
    for (size_t i = 0; i < count; i++) {
        json_t *item = json_is_array(condition) ? json_array_get(condition, i) : condition;
        const Binding datum[] = {{"value", tick->value},
                                 {"label", value_string(tick->label)},
                                 {"index", value_number(index)}};
        if (axis_test(d->chart, json_object_get(item, "test"), datum, G_N_ELEMENTS(datum)))
            return painted(d, prop, json_object_get(item, "value"));
    }
    return painted(d, prop, json_object_get(value, "value"));
}

static double tick_number(const Drawing *d, AxisProp prop, const Tick *tick, double index,
                          double otherwise) {
    return json_number_or(tick_value(d, prop, tick, index), otherwise);
}

// ---------- lines ----------

typedef struct {
    AxisProp color, width, dash, dash_offset, opacity, cap;
} LineProps;

static const LineProps GRID_LINE = {AXIS_GRID_COLOR,       AXIS_GRID_WIDTH,   AXIS_GRID_DASH,
                                    AXIS_GRID_DASH_OFFSET, AXIS_GRID_OPACITY, AXIS_GRID_CAP};
static const LineProps TICK_LINE = {AXIS_TICK_COLOR,       AXIS_TICK_WIDTH,   AXIS_TICK_DASH,
                                    AXIS_TICK_DASH_OFFSET, AXIS_TICK_OPACITY, AXIS_TICK_CAP};

static SceneItem line_item(const Drawing *d, const LineProps *props, const Tick *tick, double from,
                           double to) {
    double index = d->tick_count > 1 ? (double)(tick - d->ticks) / (d->tick_count - 1.0) : 0;
    GuideLine line = {
        tick_value(d, props->color, tick, index),   tick_value(d, props->width, tick, index),
        tick_value(d, props->dash, tick, index),    tick_value(d, props->dash_offset, tick, index),
        tick_value(d, props->opacity, tick, index), tick_value(d, props->cap, tick, index)};
    SceneItem item = {.style = guide_line(d->chart, &line)};
    double at = tick->at;
    item.as.rule.x = d->is_x ? at : from;
    item.as.rule.x2 = d->is_x ? at : to;
    item.as.rule.y = d->is_x ? from : at;
    item.as.rule.y2 = d->is_x ? to : at;
    return item;
}

static void add_rules(const Drawing *d, Group *group, const char *role, const SceneItem *items,
                      guint count) {
    group_add_mark(d->chart, group,
                   (SceneMark){.type = SCENE_RULE,
                               .role = role,
                               .item_count = count,
                               .items = chart_keep(d->chart, items, count * sizeof(SceneItem))});
}

static double shift_of(const AxisModel *axis) {
    return axis_number(axis, AXIS_TRANSLATE, 0.5);
}

// How far the axis has been moved along its direction, half a pixel not counted.
static double moved_along(const Drawing *d) {
    return axis_number(d->axis, AXIS_POSITION, 0) + shift_of(d->axis) - 0.5;
}

// Where lines are that can be seen.
static const double *line_places(const Drawing *d, const SceneItem *items, double moved,
                                 guint *count) {
    double *places = arena_array(d->chart->arena, double, d->tick_count + 1);
    *count = 0;
    for (guint i = 0; i < d->tick_count; i++)
        if (scene_strokes(&items[i].style))
            places[(*count)++] = d->ticks[i].at + moved;
    return places;
}

static void draw_ticks(const Drawing *d, Group *group, SceneAxis *told) {
    g_autofree SceneItem *items = g_new0(SceneItem, d->tick_count + 1);
    for (guint i = 0; i < d->tick_count; i++) {
        double size = tick_number(d, AXIS_TICK_SIZE, &d->ticks[i], i, 5);
        items[i] = line_item(d, &TICK_LINE, &d->ticks[i], 0, d->sign * size);
    }
    add_rules(d, group, "axis-tick", items, d->tick_count);
    told->ticks = line_places(d, items, moved_along(d), &told->tick_count);
}

// Whether the line can be seen.
static bool draw_domain(const Drawing *d, Group *group) {
    const AxisModel *axis = d->axis;
    GuideLine line = {
        axis_value(axis, AXIS_DOMAIN_COLOR),   axis_value(axis, AXIS_DOMAIN_WIDTH),
        axis_value(axis, AXIS_DOMAIN_DASH),    axis_value(axis, AXIS_DOMAIN_DASH_OFFSET),
        axis_value(axis, AXIS_DOMAIN_OPACITY), axis_value(axis, AXIS_DOMAIN_CAP)};
    SceneItem item = {.style = guide_line(d->chart, &line)};
    item.as.rule.x = d->is_x ? d->first : 0;
    item.as.rule.x2 = d->is_x ? d->last : 0;
    item.as.rule.y = d->is_x ? 0 : d->first;
    item.as.rule.y2 = d->is_x ? 0 : d->last;
    add_rules(d, group, "axis-domain", &item, 1);
    return scene_strokes(&item.style);
}

// ---------- labels ----------

static const char *flush_word(const Drawing *d, const Tick *tick, double threshold, const char *low,
                              const char *high, const char *middle) {
    double at = scale_map(d->scale, tick->value);
    double left = fabs(at - MIN(d->first, d->last)), right = fabs(MAX(d->first, d->last) - at);
    return left < right && left <= threshold ? low : right <= threshold ? high : middle;
}

static double flush_threshold(const AxisModel *axis) {
    const json_t *flush = axis_value(axis, AXIS_LABEL_FLUSH);
    if (json_is_number(flush))
        return json_number_value(flush);
    return js_truthy(flush) ? 1 : NAN;
}

static const char *word_of(const json_t *value, const char *otherwise) {
    return json_is_string(value) ? json_string_value(value) : otherwise;
}

static const char *kept(const Drawing *d, const char *word) {
    return arena_strdup(d->chart->arena, word);
}

static void align_label(const Drawing *d, const Tick *tick, double index, SceneItem *item) {
    double threshold = flush_threshold(d->axis);
    bool flushes = !isnan(threshold);
    const char *align =
        d->is_x ? (flushes ? flush_word(d, tick, threshold, "left", "right", "center") : "center")
                : (!strcmp(d->orient, "right") ? "left" : "right");
    const char *baseline =
        d->is_x ? (!strcmp(d->orient, "top") ? "bottom" : "top")
                : (flushes ? flush_word(d, tick, threshold, "top", "bottom", "middle") : "middle");
    const json_t *own_align = tick_value(d, AXIS_LABEL_ALIGN, tick, index);
    const json_t *own_baseline = tick_value(d, AXIS_LABEL_BASELINE, tick, index);
    double shift = axis_number(d->axis, AXIS_LABEL_FLUSH_OFFSET, 0);
    if (flushes && shift != 0) {
        char side = flush_word(d, tick, threshold, "-", "+", "0")[0];
        double by = side == '-' ? -shift : side == '+' ? shift : 0;
        if (d->is_x && !own_align)
            item->as.text.x += by;
        if (!d->is_x && !own_baseline)
            item->as.text.y += by;
    }
    item->as.text.align = kept(d, word_of(own_align, align));
    item->as.text.baseline = kept(d, word_of(own_baseline, baseline));
}

// Names of categories do not lie on each other in a chart with a theme, unless it says so. (Those
// at a slant do not touch where their boxes do.)
static bool keeps_apart(const Drawing *d) {
    const AxisModel *axis = d->axis;
    return d->chart->input->config && !axis_value(axis, AXIS_LABEL_OVERLAP) &&
           kind_is_discrete(view_scale(axis->view, axis->channel)->kind) &&
           fmod(axis_number(axis, AXIS_LABEL_ANGLE, 0), 90) == 0;
}

static bool is_named(const Drawing *d) {
    return d->axis->def && d->axis->def->type == TYPE_NOMINAL;
}

// Names side by side have the room of one step, when a part of them would still say something.
static double label_limit(const Drawing *d) {
    double limit = axis_number(d->axis, AXIS_LABEL_LIMIT, 0);
    bool is_level = fmod(axis_number(d->axis, AXIS_LABEL_ANGLE, 0), 180) == 0;
    if (!d->is_x || !is_level || !is_named(d) || d->tick_count < 2 || !keeps_apart(d))
        return limit;
    double room = fabs(d->ticks[1].label_at - d->ticks[0].label_at) - LABEL_GAP;
    return room < LABEL_LEAST ? limit : limit > 0 ? MIN(limit, room) : room;
}

static SceneItem label_item(const Drawing *d, const Tick *tick, double index) {
    const AxisModel *axis = d->axis;
    GuideText text = {.style = "guide-label",
                      .color = tick_value(d, AXIS_LABEL_COLOR, tick, index),
                      .font = tick_value(d, AXIS_LABEL_FONT, tick, index),
                      .font_size = tick_value(d, AXIS_LABEL_FONT_SIZE, tick, index),
                      .font_style = tick_value(d, AXIS_LABEL_FONT_STYLE, tick, index),
                      .font_weight = tick_value(d, AXIS_LABEL_FONT_WEIGHT, tick, index),
                      .opacity = tick_value(d, AXIS_LABEL_OPACITY, tick, index),
                      .line_height = axis_value(axis, AXIS_LABEL_LINE_HEIGHT)};
    SceneItem item = guide_text(d->chart, &text);
    bool has_ticks = axis_bool(axis, AXIS_TICKS);
    double size = has_ticks ? tick_number(d, AXIS_TICK_SIZE, tick, index, 5) : 0;
    double out = d->sign * (size + tick_number(d, AXIS_LABEL_PADDING, tick, index, 0));
    item.as.text.x = d->is_x ? tick->label_at : out;
    item.as.text.y = d->is_x ? out : tick->label_at;
    item.as.text.angle = axis_number(axis, AXIS_LABEL_ANGLE, 0);
    item.as.text.text = guide_limit(d->chart, &item.as.text.font, tick->label, label_limit(d));
    align_label(d, tick, index, &item);
    return item;
}

static OverlapMethod overlap_method(const Drawing *d) {
    const json_t *overlap = axis_value(d->axis, AXIS_LABEL_OVERLAP);
    if (keeps_apart(d))
        return is_named(d) ? OVERLAP_GREEDY : OVERLAP_PARITY;
    if (js_equals(overlap, "greedy"))
        return OVERLAP_GREEDY;
    return js_truthy(overlap) ? OVERLAP_PARITY : OVERLAP_KEEP;
}

// labelBound hides what leaves the range by more than so many pixels.
static bool is_inside(const Drawing *d, const Box *box) {
    const json_t *bound = axis_value(d->axis, AXIS_LABEL_BOUND);
    if (!js_truthy(bound))
        return true;
    double slack =
        json_is_number(bound) && json_number_value(bound) > 0 ? json_number_value(bound) : 1;
    double low = MIN(d->first, d->last) - slack, high = MAX(d->first, d->last) + slack;
    return d->is_x ? box->x1 >= low && box->x2 <= high : box->y1 >= low && box->y2 <= high;
}

static guint visible_labels(const Drawing *d, SceneItem *items, guint *indices) {
    g_autofree Box *boxes = g_new0(Box, d->tick_count + 1);
    g_autofree bool *visible = g_new0(bool, d->tick_count + 1);
    for (guint i = 0; i < d->tick_count; i++)
        boxes[i] = box_of_item(d->chart->input->engine, SCENE_TEXT, &items[i]);
    double apart = keeps_apart(d) ? (d->is_x ? LABEL_GAP : -LINE_SLACK) : 0;
    overlap_hide(overlap_method(d), axis_number(d->axis, AXIS_LABEL_SEPARATION, apart), boxes,
                 d->tick_count, visible);
    for (guint i = 0; keeps_apart(d) && is_named(d) && i < d->tick_count; i++)
        d->chart->names_hidden += !visible[i];
    guint count = 0;
    for (guint i = 0; i < d->tick_count; i++)
        if (visible[i] && items[i].as.text.text[0] && is_inside(d, &boxes[i]))
            indices[count++] = i;
    return count;
}

static guint draw_labels(const Drawing *d, Group *group, SceneTickLabel **labels) {
    SceneItem *items = arena_array(d->chart->arena, SceneItem, d->tick_count + 1);
    g_autofree guint *indices = g_new0(guint, d->tick_count + 1);
    for (guint i = 0; i < d->tick_count; i++)
        items[i] = label_item(d, &d->ticks[i], d->tick_count > 1 ? i / (d->tick_count - 1.0) : i);
    guint count = visible_labels(d, items, indices);
    *labels = arena_array(d->chart->arena, SceneTickLabel, count + 1);
    guint told = 0;
    for (guint i = 0; i < count; i++) {
        items[i] = items[indices[i]];
        if (scene_fills(&items[i].style))
            (*labels)[told++] = (SceneTickLabel){
                moved_along(d) + (d->is_x ? items[i].as.text.x : items[i].as.text.y),
                items[i].as.text.text, items[i].as.text.angle};
    }
    group_add_mark(
        d->chart, group,
        (SceneMark){.type = SCENE_TEXT, .role = "axis-label", .item_count = count, .items = items});
    return told;
}

// ---------- title ----------

static SceneItem title_item(const Drawing *d, const char *title) {
    const AxisModel *axis = d->axis;
    GuideText text = {.style = "guide-title",
                      .color = axis_value(axis, AXIS_TITLE_COLOR),
                      .font = axis_value(axis, AXIS_TITLE_FONT),
                      .font_size = axis_value(axis, AXIS_TITLE_FONT_SIZE),
                      .font_style = axis_value(axis, AXIS_TITLE_FONT_STYLE),
                      .font_weight = axis_value(axis, AXIS_TITLE_FONT_WEIGHT),
                      .opacity = axis_value(axis, AXIS_TITLE_OPACITY),
                      .line_height = axis_value(axis, AXIS_TITLE_LINE_HEIGHT)};
    SceneItem item = guide_text(d->chart, &text);
    const char *anchor = word_of(axis_value(axis, AXIS_TITLE_ANCHOR), "middle");
    double share = !strcmp(anchor, "start") ? 0 : !strcmp(anchor, "end") ? 1 : 0.5;
    double along = d->first + (d->last - d->first) * share;
    const char *align = share == 0 ? "left" : share == 1 ? "right" : "center";
    const char *baseline = d->is_x && strcmp(d->orient, "top") ? "top" : "bottom";
    item.as.text.x = axis_number(axis, AXIS_TITLE_X, d->is_x ? along : 0);
    item.as.text.y = axis_number(axis, AXIS_TITLE_Y, d->is_x ? 0 : along);
    item.as.text.angle = axis_number(axis, AXIS_TITLE_ANGLE, d->is_x ? 0 : d->sign * 90);
    item.as.text.align = kept(d, word_of(axis_value(axis, AXIS_TITLE_ALIGN), align));
    item.as.text.baseline = kept(d, word_of(axis_value(axis, AXIS_TITLE_BASELINE), baseline));
    item.as.text.text =
        guide_limit(d->chart, &item.as.text.font, title, axis_number(axis, AXIS_TITLE_LIMIT, 0));
    return item;
}

static double extra_lines(const SceneItem *item) {
    guint lines = 0;
    for (const char *p = item->as.text.text; *p; p++)
        lines += *p == '\n';
    double height =
        item->as.text.line_height > 0 ? item->as.text.line_height : item->as.text.font.size + 2;
    return lines * height;
}

static bool is_auto_title(const Drawing *d) {
    return !json_is_number(axis_value(d->axis, d->is_x ? AXIS_TITLE_Y : AXIS_TITLE_X));
}

// Sets the title beyond the labels and takes it into the bounds; gives what it shows.
static const char *draw_title(const Drawing *d, Group *group, const char *title, double extent,
                              Box *bounds) {
    SceneItem item = title_item(d, title);
    bool is_bottom = !strcmp(d->orient, "bottom");
    if (is_auto_title(d)) {
        double out = d->sign * (extent + (is_bottom ? 0 : extra_lines(&item)) +
                                axis_number(d->axis, AXIS_TITLE_PADDING, 4));
        if (d->is_x)
            item.as.text.y = out;
        else
            item.as.text.x = out;
    }
    Box box = box_of_item(d->chart->input->engine, SCENE_TEXT, &item);
    box_union(bounds, &box);
    group_add_mark(d->chart, group,
                   (SceneMark){.type = SCENE_TEXT,
                               .role = "axis-title",
                               .item_count = 1,
                               .items = arena_memdup(d->chart->arena, &item, sizeof item)});
    return scene_fills(&item.style) ? item.as.text.text : NULL;
}

// ---------- layout ----------

// How far ticks and labels reach outward, within the limits set.
static double label_extent(const Drawing *d, const Box *box) {
    double reach = box_is_empty(box)             ? 0
                   : !strcmp(d->orient, "top")   ? -box->y1
                   : !strcmp(d->orient, "left")  ? -box->x1
                   : !strcmp(d->orient, "right") ? box->x2
                                                 : box->y2;
    double low = axis_number(d->axis, AXIS_MIN_EXTENT, 0);
    double high = axis_number(d->axis, AXIS_MAX_EXTENT, 200);
    return MAX(low, MIN(high, reach));
}

// A position moves the axis along its direction; its grid stays.
static void place_axis(const Drawing *d, double position, double *x, double *y) {
    double offset = axis_number(d->axis, AXIS_OFFSET, 0);
    *x = d->is_x ? position : !strcmp(d->orient, "left") ? -offset : d->width + offset;
    *y = !d->is_x ? position : !strcmp(d->orient, "top") ? -offset : d->height + offset;
}

static void extend_bounds(const Drawing *d, double extent, Box *bounds) {
    double range = fabs(d->last - d->first);
    box_add(bounds, 0, 0);
    box_add(bounds, d->is_x ? 0 : d->sign * extent, d->is_x ? d->sign * extent : 0);
    box_add(bounds, d->is_x ? range : 0, d->is_x ? 0 : range);
}

static SceneAxis *describe(const Drawing *d, double at) {
    SceneAxis *axis = arena_new0(d->chart->arena, SceneAxis);
    axis->orient = kept(d, d->orient);
    axis->at = at + shift_of(d->axis) - 0.5;
    return axis;
}

static SceneItem *grid_items(const Drawing *d) {
    double length = d->is_x ? d->height : d->width;
    double offset = axis_number(d->axis, AXIS_OFFSET, 0);
    double from = -d->sign * offset, to = -d->sign * (length + offset);
    SceneItem *items = g_new0(SceneItem, d->tick_count + 1);
    for (guint i = 0; i < d->tick_count; i++)
        items[i] = line_item(d, &GRID_LINE, &d->ticks[i], from, to);
    return items;
}

Group *axis_draw_main(const AxisDraw *draw) {
    Drawing d = drawing_of(draw);
    const AxisModel *axis = draw->axis;
    Group *group = group_new(d.chart, GROUP_AXIS);
    double x, y;
    place_axis(&d, axis_number(axis, AXIS_POSITION, 0), &x, &y);
    SceneAxis *told = describe(&d, d.is_x ? y : x);
    SceneTickLabel *labels = NULL;
    if (axis_bool(axis, AXIS_TICKS)) {
        draw_ticks(&d, group, told);
    }
    if (axis_bool(axis, AXIS_LABELS))
        told->label_count = draw_labels(&d, group, &labels);
    told->labels = labels;
    Box bounds = group->content;
    double extent = label_extent(&d, &bounds);
    extend_bounds(&d, extent, &bounds);
    if (axis_bool(axis, AXIS_DOMAIN)) {
        told->domain = draw_domain(&d, group) && d.first != d.last;
    }
    told->title = axis_title(axis);
    if (told->title)
        told->title = draw_title(&d, group, told->title, extent, &bounds);
    if (!draw->in_header && axis_bool(axis, AXIS_GRID)) {
        g_autofree SceneItem *items = grid_items(&d);
        told->grid = line_places(&d, items, shift_of(axis) - 0.5, &told->grid_count);
    }
    double shift = shift_of(axis);
    group->scene->axis = told;
    group->scene->x = x + shift;
    group->scene->y = y + shift;
    box_move(&bounds, x, y);
    group->bounds = bounds;
    return group;
}

Group *axis_draw_grid(const AxisDraw *draw, bool alone) {
    const AxisModel *axis = draw->axis;
    if (!axis_bool(axis, AXIS_GRID))
        return NULL;
    Drawing d = drawing_of(draw);
    Group *group = group_new(d.chart, alone ? GROUP_AXIS : GROUP_PLAIN);
    double x, y;
    place_axis(&d, 0, &x, &y);
    g_autofree SceneItem *items = grid_items(&d);
    add_rules(&d, group, "axis-grid", items, d.tick_count);
    if (alone) {
        SceneAxis *told = describe(&d, d.is_x ? y : x);
        told->grid = line_places(&d, items, shift_of(axis) - 0.5, &told->grid_count);
        group->scene->axis = told;
    }
    double shift = shift_of(axis);
    group->scene->x = x + shift;
    group->scene->y = y + shift;
    Box bounds = box_empty();
    extend_bounds(&d, 0, &bounds);
    box_move(&bounds, x, y);
    group->bounds = bounds;
    return group;
}
