// Draws legends: entries of symbols in a grid, or a gradient with labels beside it, and a title.
#include "chart/legend_draw.h"
#include "chart/axis_model.h"
#include "chart/config.h"
#include "chart/grid.h"
#include "chart/guide.h"
#include "chart/guide_title.h"
#include "chart/legend_part.h"
#include "chart/size.h"
#include "scene/scene_visible.h"

#include <math.h>

// ---------- type ----------

static guint driver_count(const LegendModel *legend) {
    guint count = 0;
    for (LegendDriven d = 0; d < DRIVES_COUNT; d++)
        count += legend->drivers[d] != CHANNEL_NONE;
    return count;
}

const ScaleModel *legend_scale(const LegendModel *legend, LegendDriven driven) {
    Channel channel = legend->drivers[driven];
    return channel == CHANNEL_NONE ? NULL : view_scale(legend->view, channel);
}

static const ScaleModel *main_scale(const LegendModel *legend) {
    for (LegendDriven d = 0; d < DRIVES_COUNT; d++)
        if (legend->drivers[d] != CHANNEL_NONE)
            return legend_scale(legend, d);
    return NULL;
}

static LegendKind find_kind(const LegendModel *legend, const ScaleModel *scale) {
    const char *given = json_string_value(legend->props[LEGEND_TYPE].value);
    bool is_stepped = kind_is_discretizing(scale->kind) || scale->kind == KIND_BIN_ORDINAL;
    bool is_color = legend->drivers[DRIVES_FILL] != CHANNEL_NONE ||
                    legend->drivers[DRIVES_STROKE] != CHANNEL_NONE;
    if (given)
        return strcmp(given, "gradient") ? LEGEND_SYMBOLS
               : is_stepped              ? LEGEND_DISCRETE
                                         : LEGEND_GRADIENT;
    if (driver_count(legend) != 1 || !is_color)
        return LEGEND_SYMBOLS;
    return kind_is_continuous(scale->kind) ? LEGEND_GRADIENT
           : is_stepped                    ? LEGEND_DISCRETE
                                           : LEGEND_SYMBOLS;
}

static bool is_vertical(const LegendModel *legend, bool is_symbol) {
    const Chart *chart = legend->view->chart;
    const json_t *direction = legend->props[LEGEND_DIRECTION].value;
    if (!direction)
        direction = config_get(chart, "legend", "direction");
    if (!direction)
        direction =
            config_vega(chart, "legend", is_symbol ? "symbolDirection" : "gradientDirection");
    return js_equals(direction, "vertical");
}

static double gradient_length(const LegendModel *legend, bool vertical) {
    Chart *chart = legend->view->chart;
    const json_t *own = legend->props[LEGEND_GRADIENT_LENGTH].value;
    if (json_is_number(own))
        return json_number_value(own);
    const json_t *config = config_get(chart, "legend", "gradientLength");
    if (json_is_number(config))
        return json_number_value(config);
    if (!legend->has_default_length)
        return json_number_or(config_vega(chart, "legend", "gradientLength"), 200);
    if (vertical)
        return CLAMP(size_of(legend->unit, DIM_HEIGHT),
                     config_number(chart, "legend", "gradientVerticalMinLength", 64),
                     config_number(chart, "legend", "gradientVerticalMaxLength", 200));
    const char *orient = legend_word(legend, LEGEND_ORIENT, "right");
    double low = config_number(chart, "legend", "gradientHorizontalMinLength", 100);
    if (strcmp(orient, "top") && strcmp(orient, "bottom"))
        return low;
    return CLAMP(size_of(legend->unit, DIM_WIDTH), low,
                 config_number(chart, "legend", "gradientHorizontalMaxLength", 200));
}

// ---------- values ----------

static const char *entry_label(const LegendDrawing *d, const LegendFormat *format,
                               const Expression *expression, guint index) {
    static const TextFormat PLAIN = {.kind = TEXT_PLAIN};
    Chart *chart = d->chart;
    const char *type = legend_word(d->legend, LEGEND_FORMAT_TYPE, NULL);
    const char *label = NULL;
    if (type && (!strcmp(type, "time") || !strcmp(type, "utc")))
        label = scale_time_label(chart->arena, chart->input->locale,
                                 strcmp(type, "utc") ? chart->input->zone : NULL,
                                 format->values[index], format->specifier);
    else
        label = scale_legend_label(d->scale, chart->arena, chart->input->locale, format, index);
    if (!expression)
        return label ? arena_strdup(chart->arena, label) : NULL;
    Binding datum[] = {{"value", format->values[index]},
                       {"label", label ? value_string(label) : value_null()},
                       {"index", value_number(index)}};
    return text_format_value(chart, &PLAIN,
                             expression_evaluate_bound(expression, datum, G_N_ELEMENTS(datum)));
}

static const Value *given_values(const LegendDrawing *d, guint *count) {
    const json_t *values = legend_value(d->legend, LEGEND_VALUES);
    *count = (guint)json_array_size(values);
    Value *list = arena_array(d->chart->arena, Value, *count + 1);
    for (guint i = 0; i < *count; i++)
        list[i] = def_scale_value(d->chart, d->legend->def, json_array_get(values, i));
    return list;
}

static double value_count_wanted(const LegendDrawing *d) {
    const json_t *count = legend_value(d->legend, LEGEND_TICK_COUNT);
    if (json_is_number(count))
        return json_number_value(count);
    if (d->kind == LEGEND_GRADIENT)
        return MAX(2, 2 * floor(d->length / 100));
    return 5;
}

// A gradient with too few labels shows the ends of its domain.
static void use_ends(LegendDrawing *d, guint *count) {
    const Scale *scale = d->scale;
    Value first = scale->domain[0], last = scale->domain[scale->domain_count - 1];
    if (*count >= 3 || value_to_number(first) == value_to_number(last))
        return;
    Value *ends = arena_array(d->chart->arena, Value, 2);
    ends[0] = first;
    ends[1] = last;
    d->values = ends;
    *count = 2;
}

// With too many entries the rest is counted in the last one.
static void limit_entries(LegendDrawing *d, guint total) {
    double limit = legend_number(d->legend, LEGEND_SYMBOL_LIMIT, 0);
    if (d->kind != LEGEND_SYMBOLS || !(limit >= 1) || total <= limit)
        return;
    guint kept = (guint)limit - 1;
    d->entries[kept].label = arena_printf(d->chart->arena, "…%u entries", total - kept);
    d->entry_count = kept + 1;
}

// A symbol of no size or width, which Vega leaves out when it is the first. No node of a network
// has the size of nothing either.
static bool shows_nothing(const LegendDrawing *d, Value value) {
    if (d->legend->unit->mark == MARK_NETWORK_NODE &&
        d->legend->drivers[DRIVES_SIZE] != CHANNEL_NONE)
        return value_is_quantity(value) && value_to_number(value) == 0;
    return d->kind == LEGEND_SYMBOLS && d->scale->range_kind == RANGE_NUMBERS &&
           scale_map(d->scale, value) == 0;
}

static void find_entries(LegendDrawing *d) {
    guint count = 0;
    bool has_values = json_is_array(legend_value(d->legend, LEGEND_VALUES));
    double wanted = value_count_wanted(d);
    wanted = scale_tick_count(d->scale, wanted, legend_number(d->legend, LEGEND_TICK_MIN_STEP, 0));
    if (has_values)
        d->values = given_values(d, &count);
    else
        d->values = scale_legend_values(d->scale, d->chart->arena, wanted, &count);
    if (d->kind == LEGEND_GRADIENT && !has_values && d->scale->domain_count >= 2)
        use_ends(d, &count);
    static const char TYPES[] = {
        [LEGEND_SYMBOLS] = 's', [LEGEND_GRADIENT] = 'g', [LEGEND_DISCRETE] = 'd'};
    if (!has_values && count && shows_nothing(d, d->values[0])) {
        d->values++;
        count--;
    }
    LegendFormat format = {TYPES[d->kind], d->values, count, has_values ? INFINITY : wanted,
                           legend_word(d->legend, LEGEND_FORMAT, NULL)};
    const json_t *text = legend_value(d->legend, LEGEND_LABEL_EXPR);
    Expression *expression = json_is_string(text)
                                 ? expression_parse(&d->chart->expression, json_string_value(text),
                                                    chart_node(d->chart, text))
                                 : NULL;
    d->entries = arena_array(d->chart->arena, LegendEntry, count + 1);
    d->entry_count = count;
    for (guint i = 0; i < count; i++) {
        d->entries[i].value = d->values[i];
        d->entries[i].label = entry_label(d, &format, expression, i);
    }
    limit_entries(d, count);
}

// ---------- title ----------

static SceneItem title_item(const LegendDrawing *d, const char *title) {
    const LegendModel *legend = d->legend;
    GuideText text = {.style = "guide-title",
                      .color = legend_value(legend, LEGEND_TITLE_COLOR),
                      .font = legend_value(legend, LEGEND_TITLE_FONT),
                      .font_size = legend_value(legend, LEGEND_TITLE_FONT_SIZE),
                      .font_style = legend_value(legend, LEGEND_TITLE_FONT_STYLE),
                      .font_weight = legend_value(legend, LEGEND_TITLE_FONT_WEIGHT),
                      .opacity = legend_value(legend, LEGEND_TITLE_OPACITY),
                      .line_height = legend_value(legend, LEGEND_TITLE_LINE_HEIGHT)};
    SceneItem item = guide_text(d->chart, &text);
    const char *orient = legend_word(legend, LEGEND_TITLE_ORIENT, "top");
    bool is_side = !strcmp(orient, "left") || !strcmp(orient, "right");
    bool is_turned = is_side && d->vertical && d->kind != LEGEND_SYMBOLS;
    const char *anchor = legend_word(legend, LEGEND_TITLE_ANCHOR, is_side ? "middle" : "start");
    const char *align = is_side                    ? "left"
                        : !strcmp(anchor, "start") ? "left"
                        : !strcmp(anchor, "end")   ? "right"
                                                   : "center";
    const char *baseline = !is_side                   ? "top"
                           : is_turned                ? (orient[0] == 'r' ? "bottom" : "top")
                           : !strcmp(anchor, "start") ? "top"
                           : !strcmp(anchor, "end")   ? "bottom"
                                                      : "middle";
    item.as.text.angle = is_turned ? (orient[0] == 'l' ? -90 : 90) : 0;
    item.as.text.align =
        arena_strdup(d->chart->arena, legend_word(legend, LEGEND_TITLE_ALIGN, align));
    item.as.text.baseline =
        arena_strdup(d->chart->arena, legend_word(legend, LEGEND_TITLE_BASELINE, baseline));
    item.as.text.x = item.as.text.y = d->padding;
    item.as.text.text = guide_limit(d->chart, &item.as.text.font, title,
                                    legend_number(legend, LEGEND_TITLE_LIMIT, 0));
    return item;
}

typedef struct {
    double share; // along the side: 0 start, 0.5 middle, 1 end
    bool is_y;
} TitleSide;

static double side_offset(const LegendDrawing *d, const Box *entries, const char *anchor,
                          bool is_y) {
    double extent = (is_y ? entries->y2 : entries->x2) - d->padding;
    return floor((!strcmp(anchor, "start") ? 0
                  : !strcmp(anchor, "end") ? extent
                                           : 0.5 * extent) +
                 0.5);
}

// Puts the title and the entries side by side or one above the other.
static void place_title(LegendDrawing *d, SceneItem *title, Box *box) {
    const char *orient = legend_word(d->legend, LEGEND_TITLE_ORIENT, "top");
    bool is_side = !strcmp(orient, "left") || !strcmp(orient, "right");
    const char *anchor = legend_word(d->legend, LEGEND_TITLE_ANCHOR, is_side ? "middle" : "start");
    double gap = legend_number(d->legend, LEGEND_TITLE_PADDING, 0);
    double ex = d->padding, ey = d->padding, tx = 0, ty = 0;
    if (!strcmp(orient, "left"))
        ex += ceil(box_width(box)) + gap;
    else if (strcmp(orient, "right") && strcmp(orient, "bottom"))
        ey += box_height(box) + gap;
    d->entries_x = ex;
    d->entries_y = ey;
    Box entries = d->entries_box;
    box_move(&entries, ex, ey);
    if (!strcmp(orient, "right"))
        tx += side_offset(d, &entries, "end", false) + gap;
    if (is_side)
        ty += side_offset(d, &entries, anchor, true);
    else
        tx += side_offset(d, &entries, anchor, false);
    if (!strcmp(orient, "bottom"))
        ty += side_offset(d, &entries, "end", true) + gap;
    title->as.text.x += tx;
    title->as.text.y += ty;
    box_move(box, tx, ty);
    double left = floor(box->x1 - d->padding + 0.5);
    if (left < 0) {
        d->entries_x -= left;
        title->as.text.x -= left;
        box_move(box, -left, 0);
    }
}

// ---------- the whole ----------

static void draw_frame(LegendDrawing *d) {
    SceneGroup *scene = d->group->scene;
    const LegendModel *legend = d->legend;
    const Chart *chart = d->chart;
    GuideLine line = {legend_value(legend, LEGEND_STROKE_COLOR),
                      config_get(chart, "legend", "strokeWidth"),
                      config_get(chart, "legend", "strokeDash"),
                      NULL,
                      NULL,
                      NULL};
    scene->style = guide_line(d->chart, &line);
    scene->style.fill = guide_paint(d->chart, legend_value(legend, LEGEND_FILL_COLOR));
    scene->corner_radius = legend_number(legend, LEGEND_CORNER_RADIUS, 0);
}

static LegendGroup *finish(LegendDrawing *d, const Box *title_box) {
    const LegendModel *legend = d->legend;
    LegendGroup *result = arena_new0(d->chart->arena, LegendGroup);
    Box box = d->entries_box;
    box_move(&box, d->entries_x, d->entries_y);
    box_union(&box, title_box);
    double right = box_is_empty(&box) ? d->padding : box.x2;
    double bottom = box_is_empty(&box) ? d->padding : box.y2;
    result->width = ceil(right - d->padding + 2 * d->padding);
    result->height = ceil(bottom - d->padding + 2 * d->padding);
    result->orient = legend_word(legend, LEGEND_ORIENT, "right");
    result->has_offset = json_is_number(legend->props[LEGEND_OFFSET].value) ||
                         json_is_number(config_get(d->chart, "legend", "offset"));
    result->offset = legend_number(legend, LEGEND_OFFSET, 0);
    draw_frame(d);
    result->bounds = (Box){0, 0, result->width, result->height};
    if (d->group->scene->style.stroke.present)
        box_expand(&result->bounds, d->group->scene->style.stroke_width / 2);
    d->group->scene->width = result->width;
    d->group->scene->height = result->height;
    if (!strcmp(result->orient, "none")) {
        double x = legend_number(legend, LEGEND_LEGEND_X, 0);
        double y = legend_number(legend, LEGEND_LEGEND_Y, 0);
        d->group->scene->x = x;
        d->group->scene->y = y;
        box_move(&result->bounds, x, y);
    }
    result->group = d->group;
    return result;
}

// The limits of the entries are those of the legend without its padding and title.
static void limit_room(LegendDrawing *d, const LegendRoom *room, const Box *title) {
    const char *orient = legend_word(d->legend, LEGEND_TITLE_ORIENT, "top");
    bool is_side = !strcmp(orient, "left") || !strcmp(orient, "right");
    double gap = legend_number(d->legend, LEGEND_TITLE_PADDING, 0);
    double wide = 2 * d->padding, high = wide;
    if (!box_is_empty(title))
        *(is_side ? &wide : &high) += gap + ceil(is_side ? box_width(title) : box_height(title));
    d->room_width = room->width > 0 ? MAX(room->width - wide, 1) : 0;
    d->room_height = room->height > 0 ? MAX(room->height - high, 1) : 0;
}

LegendGroup *legend_draw(const LegendModel *legend, const LegendRoom *room) {
    const ScaleModel *scale = main_scale(legend);
    if (!scale || !scale->scale)
        return NULL;
    LegendDrawing d = {.legend = legend,
                       .chart = legend->view->chart,
                       .model = scale,
                       .scale = scale->scale,
                       .kind = find_kind(legend, scale),
                       .padding = legend_number(legend, LEGEND_PADDING, 0),
                       .entries_box = box_empty()};
    d.vertical = is_vertical(legend, d.kind == LEGEND_SYMBOLS);
    d.length = gradient_length(legend, d.vertical);
    d.group = group_new(d.chart, GROUP_LEGEND);
    d.content = group_new(d.chart, GROUP_PLAIN);
    d.told = arena_new0(d.chart->arena, SceneLegend);
    find_entries(&d);
    d.entries_x = d.entries_y = d.padding;
    static void (*const DRAWS[])(LegendDrawing *) = {[LEGEND_SYMBOLS] = legend_draw_symbols,
                                                     [LEGEND_GRADIENT] = legend_draw_gradient,
                                                     [LEGEND_DISCRETE] = legend_draw_bands};
    const char *title = guide_title_text(d.chart, legend->props[LEGEND_TITLE].value);
    Box title_box = box_empty();
    SceneItem item = {0};
    if (title) {
        item = title_item(&d, title);
        title_box = box_of_item(d.chart->input->engine, SCENE_TEXT, &item);
    }
    limit_room(&d, room, &title_box);
    DRAWS[d.kind](&d);
    if (title) {
        title = scene_fills(&item.style) ? item.as.text.text : NULL;
        place_title(&d, &item, &title_box);
        group_add_mark(d.chart, d.group,
                       (SceneMark){.type = SCENE_TEXT,
                                   .role = "legend-title",
                                   .item_count = 1,
                                   .items = arena_memdup(d.chart->arena, &item, sizeof item)});
    }
    d.content->scene->x = d.entries_x;
    d.content->scene->y = d.entries_y;
    group_add_node(d.group, group_end(d.chart, d.content));
    d.told->title = title;
    d.told->type = d.kind == LEGEND_SYMBOLS    ? "symbol"
                   : d.kind == LEGEND_GRADIENT ? "gradient"
                                               : "discrete";
    d.group->scene->legend = d.told;
    return finish(&d, &title_box);
}
