// The scene as JSON, for tests and for programs: views with their marks and axes, then what belongs
// to the whole chart. One walk over the tree; places become relative to the view, or for what is
// shared by views to the plot area of the whole. Numbers have three decimals, keys a fixed order.
#include "base/json.h"
#include "scene/scene_visible.h"

#include <math.h>

enum { BOLD_FROM = 600, DEPTH_LIMIT = 200 };

static const char *const type_names[] = {
    [SCENE_RECT] = "rect", [SCENE_SYMBOL] = "symbol", [SCENE_RULE] = "rule",
    [SCENE_TEXT] = "text", [SCENE_ARC] = "arc",       [SCENE_LINE] = "line",
    [SCENE_AREA] = "area", [SCENE_TRAIL] = "trail"};

static const char *const interpolate_names[] = {[INTERPOLATE_LINEAR] = "linear",
                                                [INTERPOLATE_LINEAR_CLOSED] = "linear-closed",
                                                [INTERPOLATE_STEP] = "step",
                                                [INTERPOLATE_STEP_BEFORE] = "step-before",
                                                [INTERPOLATE_STEP_AFTER] = "step-after",
                                                [INTERPOLATE_BASIS] = "basis",
                                                [INTERPOLATE_BASIS_OPEN] = "basis-open",
                                                [INTERPOLATE_BASIS_CLOSED] = "basis-closed",
                                                [INTERPOLATE_BUNDLE] = "bundle",
                                                [INTERPOLATE_CARDINAL] = "cardinal",
                                                [INTERPOLATE_CARDINAL_OPEN] = "cardinal-open",
                                                [INTERPOLATE_CARDINAL_CLOSED] = "cardinal-closed",
                                                [INTERPOLATE_CATMULL_ROM] = "catmull-rom",
                                                [INTERPOLATE_MONOTONE] = "monotone",
                                                [INTERPOLATE_NATURAL] = "natural"};

// ---- numbers and paint ----

static json_t *number(double value) {
    if (!isfinite(value))
        return json_null();
    double rounded = round(value * 1000) / 1000;
    if (rounded == floor(rounded) && fabs(rounded) < 1e15)
        return json_integer((json_int_t)rounded);
    return json_real(rounded);
}

static void set_number(json_t *object, const char *key, double value) {
    json_object_set_new(object, key, number(value));
}

static void set_unless(json_t *object, const char *key, double value, double usual) {
    if (fabs(value - usual) >= 0.0005)
        set_number(object, key, value);
}

static void set_text(json_t *object, const char *key, const char *text) {
    json_object_set_new(object, key, text ? json_string(text) : json_null());
}

static json_t *numbers(const double *values, guint count) {
    json_t *array = json_array();
    for (guint i = 0; i < count; i++)
        json_array_append_new(array, number(values[i]));
    return array;
}

static json_t *colour_json(Colour colour) {
    char hex[8];
    colour_to_hex(colour, hex);
    return json_string(hex);
}

static json_t *gradient_json(const Gradient *gradient) {
    json_t *object = json_object(), *stops = json_array();
    set_text(object, "gradient", "linear");
    set_number(object, "x1", gradient->x1);
    set_number(object, "y1", gradient->y1);
    set_number(object, "x2", gradient->x2);
    set_number(object, "y2", gradient->y2);
    for (guint i = 0; i < gradient->stop_count; i++) {
        json_t *stop = json_array();
        json_array_append_new(stop, number(gradient->stops[i].offset));
        json_array_append_new(stop, colour_json(gradient->stops[i].colour));
        json_array_append_new(stops, stop);
    }
    json_object_set_new(object, "stops", stops);
    return object;
}

static json_t *paint_json(const Paint *paint) {
    return paint->gradient ? gradient_json(paint->gradient) : colour_json(paint->colour);
}

static double paint_opacity(const Paint *paint, double opacity) {
    return paint->gradient ? opacity : opacity * paint->colour.a;
}

static void set_style(json_t *object, const SceneStyle *style) {
    if (scene_fills(style)) {
        json_object_set_new(object, "fill", paint_json(&style->fill));
        set_unless(object, "fillOpacity", paint_opacity(&style->fill, style->fill_opacity), 1);
    }
    if (!scene_strokes(style))
        return;
    json_object_set_new(object, "stroke", paint_json(&style->stroke));
    set_unless(object, "strokeOpacity", paint_opacity(&style->stroke, style->stroke_opacity), 1);
    set_unless(object, "strokeWidth", style->stroke_width, 1);
    if (style->dash_count)
        json_object_set_new(object, "strokeDash", numbers(style->dash, style->dash_count));
}

// ---- items ----

static void set_place(json_t *object, double x, double y) {
    set_number(object, "x", x);
    set_number(object, "y", y);
}

static void rect_json(json_t *object, const SceneItem *item, double x, double y) {
    set_place(object, item->as.rect.x + x, item->as.rect.y + y);
    set_number(object, "width", item->as.rect.width);
    set_number(object, "height", item->as.rect.height);
    const double *radius = item->as.rect.radius;
    if (radius[0] > 0 || radius[1] > 0 || radius[2] > 0 || radius[3] > 0)
        json_object_set_new(object, "cornerRadius", numbers(radius, 4));
}

static void symbol_fields(json_t *object, const SceneItem *item) {
    set_number(object, "size", item->as.symbol.size);
    set_text(object, "shape", item->as.symbol.shape ? item->as.symbol.shape : "circle");
    set_unless(object, "angle", item->as.symbol.angle, 0);
}

static void symbol_json(json_t *object, const SceneItem *item, double x, double y) {
    set_place(object, item->as.symbol.x + x, item->as.symbol.y + y);
    symbol_fields(object, item);
}

static void rule_json(json_t *object, const SceneItem *item, double x, double y) {
    set_place(object, item->as.rule.x + x, item->as.rule.y + y);
    set_number(object, "x2", item->as.rule.x2 + x);
    set_number(object, "y2", item->as.rule.y2 + y);
}

static void text_json(json_t *object, const SceneItem *item, double x, double y) {
    set_place(object, item->as.text.x + x, item->as.text.y + y);
    set_text(object, "text", item->as.text.text);
    set_text(object, "align", item->as.text.align ? item->as.text.align : "left");
    set_text(object, "baseline", item->as.text.baseline ? item->as.text.baseline : "alphabetic");
    set_number(object, "fontSize", item->as.text.font.size);
    if (item->as.text.font.weight >= BOLD_FROM)
        set_text(object, "fontWeight", "bold");
    set_unless(object, "angle", item->as.text.angle, 0);
}

static void arc_json(json_t *object, const SceneItem *item, double x, double y) {
    set_place(object, item->as.arc.x + x, item->as.arc.y + y);
    set_number(object, "startAngle", item->as.arc.start);
    set_number(object, "endAngle", item->as.arc.end);
    set_number(object, "innerRadius", item->as.arc.inner);
    set_number(object, "outerRadius", item->as.arc.outer);
    set_unless(object, "padAngle", item->as.arc.pad, 0);
    set_unless(object, "cornerRadius", item->as.arc.corner_radius, 0);
}

static json_t *point_json(SceneMarkType type, bool vertical, const ScenePoint *p, double x,
                          double y) {
    json_t *array = json_array();
    json_array_append_new(array, number(p->x + x));
    json_array_append_new(array, number(p->y + y));
    if (type == SCENE_TRAIL)
        json_array_append_new(array, number(p->size));
    if (type == SCENE_AREA) {
        json_array_append_new(array, number((vertical ? p->x : p->x2) + x));
        json_array_append_new(array, number((vertical ? p->y2 : p->y) + y));
    }
    return array;
}

static json_t *points_json(SceneMarkType type, const SceneItem *item, double x, double y) {
    json_t *points = json_array();
    bool broken = false;
    for (guint i = 0; i < item->as.path.count; i++) {
        const ScenePoint *p = &item->as.path.points[i];
        if (scene_point_breaks(p)) {
            broken = json_array_size(points) > 0;
            continue;
        }
        if (broken)
            json_array_append_new(points, json_null());
        broken = false;
        json_array_append_new(points, point_json(type, item->as.path.vertical, p, x, y));
    }
    return points;
}

static void path_json(SceneMarkType type, json_t *object, const SceneItem *item, double x,
                      double y) {
    if (type != SCENE_TRAIL && item->as.path.interpolate != INTERPOLATE_LINEAR)
        set_text(object, "interpolate", interpolate_names[item->as.path.interpolate]);
    if (type != SCENE_TRAIL && item->as.path.has_tension)
        set_number(object, "tension", item->as.path.tension);
    json_object_set_new(object, "points", points_json(type, item, x, y));
}

static void set_lineage(json_t *object, const Lineage *lineage) {
    if (!lineage)
        return;
    json_t *facts = json_array();
    for (guint i = 0; i < lineage->count; i++)
        json_array_append_new(facts, json_integer(lineage->ids[i]));
    json_object_set_new(object, "facts", facts);
}

typedef struct {
    bool with_lineage;
    int depth;
    json_t *views, *axes, *headers, *legends, *titles;
    json_t *view; // the view that the walk is in, or NULL
    double x, y;  // of the current group, from the view or else from the plot area of the whole
    double view_x, view_y; // of the view, from the plot area of the whole
} Walk;

static json_t *item_json(const Walk *walk, SceneMarkType type, const SceneItem *item) {
    typedef void Writer(json_t * object, const SceneItem *item, double x, double y);
    static Writer *const writers[] = {[SCENE_RECT] = rect_json,
                                      [SCENE_SYMBOL] = symbol_json,
                                      [SCENE_RULE] = rule_json,
                                      [SCENE_TEXT] = text_json,
                                      [SCENE_ARC] = arc_json};
    json_t *object = json_object();
    bool path = type == SCENE_LINE || type == SCENE_AREA || type == SCENE_TRAIL;
    if (!path)
        writers[type](object, item, walk->x, walk->y);
    set_style(object, &item->style);
    if (path)
        path_json(type, object, item, walk->x, walk->y);
    if (walk->with_lineage)
        set_lineage(object, item->lineage);
    return object;
}

// ---- marks and axes ----

static bool continues(const json_t *last, const SceneMark *mark) {
    if (!last)
        return false;
    const char *type = json_string_value(json_object_get(last, "type"));
    return g_str_equal(type, type_names[mark->type]) &&
           (json_object_get(last, "clip") != NULL) == mark->clip;
}

static json_t *open_mark(json_t *marks, const SceneMark *mark) {
    json_t *last = json_array_get(marks, json_array_size(marks) - 1);
    if (continues(last, mark))
        return json_object_get(last, "items");
    json_t *object = json_object(), *items = json_array();
    set_text(object, "type", type_names[mark->type]);
    if (mark->clip)
        json_object_set_new(object, "clip", json_true());
    json_object_set_new(object, "items", items);
    json_array_append_new(marks, object);
    return items;
}

static void add_mark(const Walk *walk, const SceneMark *mark) {
    json_t *items = NULL, *marks = json_object_get(walk->view, "marks");
    for (guint i = 0; i < mark->item_count; i++) {
        const SceneItem *item = &mark->items[i];
        if (!scene_item_shows(mark->type, item))
            continue;
        if (!items)
            items = open_mark(marks, mark);
        json_array_append_new(items, item_json(walk, mark->type, item));
    }
}

static json_t *shifted(const double *values, guint count, double shift) {
    json_t *array = json_array();
    for (guint i = 0; i < count; i++)
        json_array_append_new(array, number(values[i] + shift));
    return array;
}

static json_t *tick_labels(const SceneAxis *axis, double shift) {
    json_t *labels = json_array();
    for (guint i = 0; i < axis->label_count; i++) {
        json_t *label = json_object();
        set_number(label, "pos", axis->labels[i].pos + shift);
        set_text(label, "text", axis->labels[i].text);
        set_unless(label, "angle", axis->labels[i].angle, 0);
        json_array_append_new(labels, label);
    }
    return labels;
}

static bool axis_shows(const SceneAxis *axis) {
    return axis->title || axis->domain || axis->grid_count || axis->tick_count || axis->label_count;
}

static void add_axis(const Walk *walk, const SceneAxis *axis) {
    if (!axis_shows(axis))
        return;
    bool upright = axis->orient[0] == 'l' || axis->orient[0] == 'r';
    double along = upright ? walk->y : walk->x, across = upright ? walk->x : walk->y;
    json_t *object = json_object();
    set_text(object, "orient", axis->orient);
    set_number(object, "at", axis->at + across);
    set_text(object, "title", axis->title);
    json_object_set_new(object, "domain", json_boolean(axis->domain));
    json_object_set_new(object, "grid", shifted(axis->grid, axis->grid_count, along));
    json_object_set_new(object, "ticks", shifted(axis->ticks, axis->tick_count, along));
    json_object_set_new(object, "labels", tick_labels(axis, along));
    json_array_append_new(walk->view ? json_object_get(walk->view, "axes") : walk->axes, object);
}

// ---- legends, headers, titles ----

static json_t *legend_entry(const SceneLegend *legend, const SceneLegendEntry *entry) {
    json_t *object = json_object();
    set_text(object, "label", entry->label ? entry->label : "");
    if (g_str_equal(legend->type, "gradient"))
        set_number(object, "pos", entry->pos);
    if (entry->symbol) {
        symbol_fields(object, entry->symbol);
        set_style(object, &entry->symbol->style);
    }
    return object;
}

static void add_legend(const Walk *walk, const SceneLegend *legend) {
    json_t *object = json_object(), *entries = json_array(), *colours = json_array();
    set_text(object, "title", legend->title);
    set_text(object, "type", legend->type);
    for (guint i = 0; i < legend->colour_count; i++)
        json_array_append_new(colours, colour_json(legend->colours[i]));
    if (legend->colour_count)
        json_object_set(object, "colors", colours);
    json_decref(colours);
    for (guint i = 0; i < legend->entry_count; i++)
        json_array_append_new(entries, legend_entry(legend, &legend->entries[i]));
    json_object_set_new(object, "entries", entries);
    json_array_append_new(walk->legends, object);
}

static void add_header(const Walk *walk, const SceneGroup *group) {
    json_t *object = json_object();
    set_text(object, "role", group->header_role);
    set_text(object, "text", group->text);
    json_array_append_new(walk->headers, object);
}

static void add_title(const Walk *walk, const SceneGroup *group) {
    json_t *object = json_object();
    set_text(object, "text", group->text);
    if (group->subtext)
        set_text(object, "subtitle", group->subtext);
    json_array_append_new(walk->titles, object);
}

// ---- the walk ----

static void walk_group(Walk walk, const SceneGroup *group);

// Guides tell what they show themselves; their marks are no data.
static bool shows_data(const SceneMark *mark) {
    return !mark->role || g_str_equal(mark->role, "mark");
}

static void walk_nodes(const Walk *walk, const SceneGroup *group) {
    for (guint i = 0; i < group->node_count; i++) {
        const SceneNode *node = &group->nodes[i];
        if (node->group)
            walk_group(*walk, node->group);
        else if (node->mark && walk->view && shows_data(node->mark))
            add_mark(walk, node->mark);
    }
}

static bool view_shows(const json_t *view, const SceneGroup *group) {
    return group->width != 0 || group->height != 0 ||
           json_array_size(json_object_get(view, "marks")) ||
           json_array_size(json_object_get(view, "axes"));
}

static void walk_view(Walk walk, const SceneGroup *group) {
    json_t *view = json_object();
    if (walk.view) { // a view in a view is one of its own
        walk.x += walk.view_x;
        walk.y += walk.view_y;
    }
    set_place(view, walk.x, walk.y);
    set_number(view, "width", group->width);
    set_number(view, "height", group->height);
    if (scene_fills(&group->style))
        json_object_set_new(view, "fill", paint_json(&group->style.fill));
    if (scene_strokes(&group->style))
        json_object_set_new(view, "stroke", paint_json(&group->style.stroke));
    json_object_set_new(view, "marks", json_array());
    json_object_set_new(view, "axes", json_array());
    size_t place = json_array_size(walk.views);
    json_array_append_new(walk.views, view);
    walk.view = view;
    walk.view_x = walk.x, walk.view_y = walk.y;
    walk.x = walk.y = 0;
    walk_nodes(&walk, group);
    if (!view_shows(view, group))
        json_array_remove(walk.views, place);
}

static void walk_group(Walk walk, const SceneGroup *group) {
    if (++walk.depth > DEPTH_LIMIT)
        return;
    switch (group->kind) {
    case GROUP_PLAIN:
    case GROUP_CHART:
        walk.x += group->x;
        walk.y += group->y;
        walk_nodes(&walk, group);
        break;
    case GROUP_VIEW:
        walk.x += group->x;
        walk.y += group->y;
        walk_view(walk, group);
        break;
    case GROUP_AXIS:
        add_axis(&walk, group->axis);
        break;
    case GROUP_LEGEND:
        add_legend(&walk, group->legend);
        break;
    case GROUP_TITLE:
        add_title(&walk, group);
        break;
    case GROUP_HEADER:
        add_header(&walk, group);
        break;
    }
}

json_t *scene_to_json(const Scene *scene, bool with_lineage) {
    Walk walk = {.with_lineage = with_lineage,
                 .views = json_array(),
                 .axes = json_array(),
                 .headers = json_array(),
                 .legends = json_array(),
                 .titles = json_array()};
    json_t *object = json_object();
    set_number(object, "width", scene->plot_width);
    set_number(object, "height", scene->plot_height);
    bool painted = scene->background.present && scene->background.colour.a > 0;
    json_object_set_new(object, "background",
                        painted ? paint_json(&scene->background) : json_null());
    json_object_set_new(object, "views", walk.views);
    json_object_set_new(object, "axes", walk.axes);
    json_object_set_new(object, "headers", walk.headers);
    json_object_set_new(object, "legends", walk.legends);
    json_object_set_new(object, "titles", walk.titles);
    if (scene->root)
        walk_group(walk, scene->root);
    return object;
}
