// Places what stands around a plot or a composition: legends by their orient, then the title; and
// finds the bounds of all of it. Axes are drawn in place already.
#include "chart/config.h"
#include "chart/draw.h"
#include "chart/grid.h"
#include "chart/legend_draw.h"

#include <math.h>

void surround_init(Surround *surround) {
    *surround = (Surround){.x_bounds = box_empty(), .y_bounds = box_empty()};
}

void surround_add_axis(Surround *surround, const Group *axis, bool is_x) {
    box_union(is_x ? &surround->y_bounds : &surround->x_bounds, &axis->bounds);
}

// ---------- legends ----------

// What config.legend.layout says for an orient, or for all.
static json_t *layout_value(const Chart *chart, const char *orient, const char *key) {
    const json_t *layout = config_vega(chart, "legend", "layout");
    json_t *own = json_object_get(json_object_get(layout, orient), key);
    return own && !json_is_null(own) ? own : json_object_get(layout, key);
}

static GridAnchor anchor_of(const char *name) {
    if (name && !strcmp(name, "end"))
        return ANCHOR_END;
    return name && !strcmp(name, "middle") ? ANCHOR_MIDDLE : ANCHOR_START;
}

static bool is_beside(const char *orient) {
    return !strcmp(orient, "left") || !strcmp(orient, "right");
}

static bool is_across(const char *orient) {
    return !strcmp(orient, "top") || !strcmp(orient, "bottom");
}

typedef struct {
    const Chart *chart;
    const char *orient;
    const Surround *surround;
    double width, height, offset;
    double room; // from left to right; 0: no limit
    guint count;
} LegendPlace;

static double along(double low, double length, GridAnchor anchor) {
    return low + length * (anchor == ANCHOR_END ? 1 : anchor == ANCHOR_MIDDLE ? 0.5 : 0);
}

static void place_beside(const LegendPlace *p, GridOptions *o) {
    const Box *xb = &p->surround->x_bounds, *yb = &p->surround->y_bounds;
    GridAnchor anchor = anchor_of(json_string_value(layout_value(p->chart, p->orient, "anchor")));
    bool by_bounds = js_equals(layout_value(p->chart, p->orient, "frame"), "bounds");
    bool is_left = !strcmp(p->orient, "left"), is_top = !strcmp(p->orient, "top");
    if (is_left || !strcmp(p->orient, "right")) {
        double height = p->height > 0 ? p->height : box_height(xb) + 2 * xb->y1;
        o->x = is_left ? floor(xb->x1) - p->offset : ceil(xb->x2) + p->offset;
        o->anchor_column = is_left ? ANCHOR_END : ANCHOR_START;
        o->y = by_bounds ? along(yb->y1, box_height(yb), anchor) : along(0, height, anchor);
        o->anchor_row = anchor;
    } else {
        double width = p->width > 0 ? p->width : box_width(yb) + 2 * yb->x1;
        o->y = is_top ? floor(yb->y1) - p->offset : ceil(yb->y2) + p->offset;
        o->anchor_row = is_top ? ANCHOR_END : ANCHOR_START;
        o->x = by_bounds ? along(xb->x1, box_width(xb), anchor) : along(0, width, anchor);
        o->anchor_column = anchor;
    }
}

static void place_in_corner(const LegendPlace *p, GridOptions *o) {
    bool is_right = strstr(p->orient, "right") != NULL;
    bool is_bottom = g_str_has_prefix(p->orient, "bottom");
    o->x = is_right ? p->width - p->offset : p->offset;
    o->y = is_bottom ? p->height - p->offset : p->offset;
    o->anchor_column = is_right ? ANCHOR_END : ANCHOR_START;
    o->anchor_row = is_bottom ? ANCHOR_END : ANCHOR_START;
}

static GridOptions legend_options(const LegendPlace *p) {
    double margin = json_number_or(layout_value(p->chart, p->orient, "margin"), 8);
    GridOptions options = {
        .align_column = GRID_EACH,
        .align_row = GRID_EACH,
        .padding_column = margin,
        .padding_row = margin,
        .flush = !js_equals(layout_value(p->chart, p->orient, "bounds"), "full"),
        .columns =
            js_equals(layout_value(p->chart, p->orient, "direction"), "vertical") ? 1 : p->count,
        .center_column = json_is_true(layout_value(p->chart, p->orient, "center"))};
    options.center_row = options.center_column;
    if (strchr(p->orient, '-'))
        place_in_corner(p, &options);
    else
        place_beside(p, &options);
    return options;
}

// How many of the legends stand side by side, so that they are not wider than the room.
static guint columns_in(double room, const GridOptions *options, const GridItem *items,
                        guint count) {
    guint columns = MIN(options->columns, count);
    g_autofree GridItem *tried = g_new(GridItem, count);
    for (; columns > 1; columns--) {
        GridOptions o = *options;
        o.columns = columns;
        memcpy(tried, items, count * sizeof *items);
        Box box = grid_layout(&o, tried, count);
        if (box_width(&box) <= room)
            break;
    }
    return columns;
}

static void lay_out_legends(LegendPlace *p, LegendGroup **legends) {
    p->offset = -INFINITY;
    for (guint i = 0; i < p->count; i++)
        if (legends[i]->has_offset)
            p->offset = MAX(p->offset, legends[i]->offset);
    if (isinf(p->offset))
        p->offset = json_number_or(layout_value(p->chart, p->orient, "offset"), 0);
    GridOptions options = legend_options(p);
    g_autofree GridItem *items = g_new0(GridItem, p->count);
    for (guint i = 0; i < p->count; i++)
        items[i] = (GridItem){
            .width = legends[i]->width, .height = legends[i]->height, .bounds = legends[i]->bounds};
    if (is_across(p->orient) && p->room > 0)
        options.columns = columns_in(p->room, &options, items, p->count);
    grid_layout(&options, items, p->count);
    for (guint i = 0; i < p->count; i++) {
        legends[i]->group->scene->x = items[i].x;
        legends[i]->group->scene->y = items[i].y;
        legends[i]->bounds = items[i].bounds;
    }
}

static void add_legend_bounds(const Chart *chart, Surround *surround, const LegendGroup *legend) {
    const Box *box = &legend->bounds;
    if (!chart->fits) {
        box_union(&surround->view_bounds, box);
        return;
    }
    // A picture that must fit makes room for legends across their side only.
    Box across = box_empty();
    if (!strcmp(legend->orient, "left") || !strcmp(legend->orient, "right"))
        across = (Box){box->x1, 0, box->x2, 0};
    else if (!strcmp(legend->orient, "top") || !strcmp(legend->orient, "bottom"))
        across = (Box){0, box->y1, 0, box->y2};
    box_union(&surround->view_bounds, &across);
}

// The room beside and below or above a plot. A picture that takes what room it needs gives its
// legends that of its plot, or of a plot that has no other size.
static LegendRoom find_room(const View *view, const Group *group, const Surround *surround) {
    const Chart *chart = view->chart;
    Box box = surround->view_bounds;
    box_union(&box, &surround->x_bounds);
    box_union(&box, &surround->y_bounds);
    LegendRoom room = {MAX(box.x2, group->scene->width), MAX(box.y2, group->scene->height)};
    if (view->parent)
        return room;
    room.width = chart->room[0] > 0
                     ? chart->room[0] - MAX(0, -box.x1)
                     : MAX(room.width, config_number(chart, "view", "continuousWidth", 0));
    room.height = chart->room[1] > 0
                      ? chart->room[1] - chart->above
                      : MAX(room.height, config_number(chart, "view", "continuousHeight", 0));
    return (LegendRoom){MAX(room.width, 1), MAX(room.height, 1)};
}

static bool keeps_to_room(const Chart *chart) {
    return chart->input->config != NULL; // without a theme legends are as Vega's
}

static LegendGroup *draw_legend(const LegendModel *model, const LegendRoom *room, double share) {
    const char *orient = legend_word(model, LEGEND_ORIENT, "right");
    LegendRoom limit = {0, 0};
    if (keeps_to_room(model->view->chart) && is_across(orient))
        limit.width = room->width;
    else if (keeps_to_room(model->view->chart) && is_beside(orient))
        limit.height = room->height * share;
    return legend_draw(model, &limit);
}

// Several legends above each other share the height of the plot by what each needs.
static double total_height(const GPtrArray *drawn, const char *orient) {
    double total = 0;
    for (guint i = 0; i < drawn->len; i++) {
        const LegendGroup *legend = g_ptr_array_index(drawn, i);
        if (!strcmp(legend->orient, orient))
            total += legend->height;
    }
    return total;
}

static GPtrArray *draw_legends(View *view, const LegendRoom *room) {
    GPtrArray *drawn = g_ptr_array_new();
    g_autoptr(GPtrArray) models = legend_collect(view);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    for (guint i = 0; models && i < models->len; i++) {
        LegendModel *model = g_ptr_array_index(models, i);
        LegendGroup *legend = draw_legend(model, room, 1);
        if (!legend)
            continue;
        g_ptr_array_add(drawn, legend);
        g_ptr_array_add(kept, model);
    }
    for (guint i = 0; keeps_to_room(view->chart) && i < drawn->len; i++) {
        LegendGroup *legend = g_ptr_array_index(drawn, i);
        double total = is_beside(legend->orient) ? total_height(drawn, legend->orient) : 0;
        if (total > room->height && legend->height < total)
            drawn->pdata[i] =
                draw_legend(g_ptr_array_index(kept, i), room, 0.9 * legend->height / total);
    }
    return drawn;
}

// A legend that does not fit across its side is not part of what a picture makes room for.
static void note_excess(View *view, const LegendGroup *legend, const LegendRoom *room) {
    Chart *chart = view->chart;
    if (view->parent || !chart->fits)
        return;
    if (is_across(legend->orient) && chart->room[0] > 0)
        chart->excess[0] = MAX(chart->excess[0], legend->bounds.x2 - room->width);
    else if (is_beside(legend->orient) && chart->room[1] > 0)
        chart->excess[1] = MAX(chart->excess[1], legend->bounds.y2 - room->height);
}

static void add_legends(View *view, Group *group, Surround *surround) {
    static const char *const ORIENTS[] = {"left",     "right",     "top",         "bottom",
                                          "top-left", "top-right", "bottom-left", "bottom-right"};
    LegendRoom room = find_room(view, group, surround);
    g_autoptr(GPtrArray) legends = draw_legends(view, &room);
    g_autofree LegendGroup **side = g_new0(LegendGroup *, legends->len + 1);
    for (guint o = 0; o < G_N_ELEMENTS(ORIENTS); o++) {
        LegendPlace place = {.chart = view->chart,
                             .orient = ORIENTS[o],
                             .surround = surround,
                             .room = keeps_to_room(view->chart) ? room.width : 0,
                             .width = group->scene->width,
                             .height = group->scene->height};
        for (guint i = 0; i < legends->len; i++) {
            LegendGroup *legend = g_ptr_array_index(legends, i);
            if (!strcmp(legend->orient, ORIENTS[o]))
                side[place.count++] = legend;
        }
        if (place.count)
            lay_out_legends(&place, side);
    }
    for (guint i = 0; i < legends->len; i++) {
        LegendGroup *legend = g_ptr_array_index(legends, i);
        note_excess(view, legend, &room);
        add_legend_bounds(view->chart, surround, legend);
        group_add_node(group, group_end(view->chart, legend->group));
    }
}

// ---------- titles ----------

static void add_title(View *view, Group *group, Surround *surround) {
    TitlePlace place = {group->scene->width, group->scene->height, &surround->view_bounds};
    Group *title = view->cell_label ? title_draw_header(view->chart, view->cell_label, &place)
                                    : title_draw(view, &place);
    if (!title)
        return;
    box_union(&surround->view_bounds, &title->bounds);
    group_add_node(group, group_end(view->chart, title));
}

// ---------- the whole ----------

void layout_surround(View *view, Group *group, Surround *surround) {
    double width = MAX(group->scene->width, 0), height = MAX(group->scene->height, 0);
    Box frame = {0, 0, width, height};
    box_union(&surround->x_bounds, &frame);
    box_union(&surround->y_bounds, &frame);
    surround->view_bounds = frame;
    box_union(&surround->view_bounds, &group->content);
    add_legends(view, group, surround);
    box_union(&surround->view_bounds, &surround->x_bounds);
    box_union(&surround->view_bounds, &surround->y_bounds);
    add_title(view, group, surround);
    Box bounds = surround->view_bounds;
    // The stroke of the frame counts around everything, as in Vega.
    if (group->scene->style.stroke.present && group->scene->style.stroke_opacity > 0)
        box_expand(&bounds, group->scene->style.stroke_width / 2);
    group->layout = surround->view_bounds;
    box_move(&bounds, group->scene->x, group->scene->y);
    group->bounds = bounds;
}
