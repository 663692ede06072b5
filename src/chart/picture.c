// Autosize. Plots stretch: all sizes in a direction are multiplied by one factor, so that units,
// layers and compositions fit by the same rule.
#include "chart/picture.h"
#include "chart/draw.h"
#include "chart/guide.h"
#include "chart/scale_instance.h"

#include <math.h>

enum { FIT_PASSES = 5 };
static const double FIT_ERROR = 0.25;   // in points
static const double STRETCH_MIN = 0.01; // a plot never vanishes
// To fill a place no plot is pressed below these points, no composition below this share.
static const double PLOT_MIN = 8, COMPOSITION_MIN = 0.05;

typedef struct {
    double low[2], high[2]; // left and top, right and bottom
} Margins;

typedef struct {
    bool fits[2], by_content; // "contains": "content"
    Margins padding;
} Autosize;

// ---------- what the specification says ----------

static json_t *top_level(const Chart *chart, const char *key) {
    json_t *value = json_object_get(chart->spec, key);
    return value ? value : json_object_get(chart->config, key);
}

static Margins read_padding(const Chart *chart) {
    const json_t *json = top_level(chart, "padding");
    double all = json_number_or(json, 0);
    Margins padding = {{js_number(json, "left", all), js_number(json, "top", all)},
                       {js_number(json, "right", all), js_number(json, "bottom", all)}};
    for (int d = 0; d < 2; d++) {
        padding.low[d] = CLAMP(padding.low[d], 0, CHART_SIZE_MAX);
        padding.high[d] = CLAMP(padding.high[d], 0, CHART_SIZE_MAX);
    }
    return padding;
}

static json_t *autosize_value(const json_t *autosize, const char *key) {
    if (json_is_string(autosize))
        return !strcmp(key, "type") ? (json_t *)autosize : NULL;
    return json_object_get(autosize, key);
}

static json_t *autosize_member(const Chart *chart, const char *key) {
    json_t *own = autosize_value(json_object_get(chart->spec, "autosize"), key);
    return own ? own : autosize_value(json_object_get(chart->config, "autosize"), key);
}

static bool is_kind(const View *root, int d, SizeKind kind) {
    const SizeModel *size = size_root(root->size[d]);
    return size && size->kind == kind;
}

// Sizes by step do not fit; when one of the two is by step, the other one fits, whichever it was
// that was asked for.
static void read_fits(const View *root, const json_t *type, Autosize *autosize) {
    bool steps[2] = {is_kind(root, 0, SIZE_STEP), is_kind(root, 1, SIZE_STEP)};
    bool has_both = root->size[0] && root->size[1];
    bool is_any = js_equals(type, "fit") || js_equals(type, "fit-x") || js_equals(type, "fit-y");
    for (int d = 0; d < 2; d++) {
        bool wanted = js_equals(type, "fit") || js_equals(type, d ? "fit-y" : "fit-x");
        bool is_container = !view_is_composition(root) && is_kind(root, d, SIZE_CONTAINER);
        bool by_step = has_both && (steps[0] || steps[1]);
        autosize->fits[d] = by_step ? is_any && !steps[d] : type ? wanted : is_container;
        if (view_is_composition(root) && !root->size[d])
            autosize->fits[d] = false;
    }
}

static Autosize read_autosize(View *root) {
    Chart *chart = root->chart;
    Autosize autosize = {.padding = read_padding(chart)};
    const json_t *contains = autosize_member(chart, "contains");
    bool fills = !view_is_composition(root) &&
                 (is_kind(root, 0, SIZE_CONTAINER) || is_kind(root, 1, SIZE_CONTAINER));
    read_fits(root, autosize_member(chart, "type"), &autosize);
    autosize.by_content = contains ? !js_equals(contains, "padding") : !fills;
    return autosize;
}

// ---------- drawing ----------

static void forget_encoders(View *view) {
    view->encoder = NULL;
    for (guint i = 0; i < view->child_count; i++)
        forget_encoders(view->children[i]);
}

static Group *draw_once(View *root) {
    Chart *chart = root->chart;
    chart->views = chart->items = 0;
    chart->excess[0] = chart->excess[1] = 0;
    chart->names_hidden = 0;
    if (chart->marks)
        g_array_set_size(chart->marks, 0);
    forget_encoders(root);
    scales_instantiate(root);
    return draw_view(root);
}

// What stands around the plot; whole points, as Vega has it.
static Margins margins_of(const Group *group) {
    const Box *box = &group->layout;
    const SceneGroup *scene = group->scene;
    return (Margins){{MAX(0, ceil(-box->x1)), MAX(0, ceil(-box->y1))},
                     {MAX(0, ceil(box->x2 - MAX(scene->width, 0))),
                      MAX(0, ceil(box->y2 - MAX(scene->height, 0)))}};
}

static double plot_of(const Group *group, int d) {
    return MAX(d == DIM_WIDTH ? group->scene->width : group->scene->height, 0);
}

typedef struct {
    Group *group;
    Margins margins;
    double size[2]; // of the picture without its padding
} Drawing;

static Drawing draw(View *root) {
    Drawing drawing = {.group = draw_once(root)};
    drawing.margins = margins_of(drawing.group);
    root->chart->above = drawing.margins.low[1];
    for (int d = 0; d < 2; d++)
        drawing.size[d] =
            plot_of(drawing.group, d) + drawing.margins.low[d] + drawing.margins.high[d];
    return drawing;
}

// ---------- fitting ----------

// As Vega fits: once, from the stated size.
static Drawing draw_fitted(View *root, const Autosize *autosize) {
    Chart *chart = root->chart;
    chart->fits = true;
    Drawing first = draw(root);
    double stated[2];
    for (int d = 0; d < 2; d++) {
        stated[d] = plot_of(first.group, d);
        if (!autosize->by_content)
            stated[d] -= autosize->padding.low[d] + autosize->padding.high[d];
        double room = MAX(0, stated[d] - first.margins.low[d] - first.margins.high[d]);
        double plot = plot_of(first.group, d);
        chart->room[d] = autosize->fits[d] ? stated[d] : 0;
        if (autosize->fits[d] && plot > 0)
            chart->stretch[d] = MAX(room / plot, STRETCH_MIN);
    }
    Drawing second = draw(root);
    for (int d = 0; d < 2; d++)
        if (autosize->fits[d])
            second.size[d] = stated[d];
    return second;
}

// One dimension of the search for the stretch that fills a place: the size grows about linearly.
typedef struct {
    double target, slope, last_stretch, last_size;
    double least; // stretch
    bool has_last;
} Search;

static void search_step(Search *search, double *stretch, double size) {
    if (search->has_last && fabs(*stretch - search->last_stretch) > 1e-6) {
        double slope = (size - search->last_size) / (*stretch - search->last_stretch);
        if (slope > 1)
            search->slope = slope;
    }
    search->has_last = true;
    search->last_stretch = *stretch;
    search->last_size = size;
    if (search->slope > 0)
        *stretch = MAX(search->least, *stretch + (search->target - size) / search->slope);
}

// The size in a direction that was given one: that, unless what stands around a plot that cannot
// get smaller needs more; then the picture is as large as it is, and that is said.
static double filled_size(View *root, int d, const Search *search, double size) {
    static const char *const WORDS[] = {"wide", "high"};
    const ChartInput *input = root->chart->input;
    double given = d == DIM_WIDTH ? input->width : input->height;
    if (root->chart->stretch[d] > search->least || size <= search->target + 1)
        return search->target;
    chart_warning(root->chart, input->spec->json, DIAG_OVERFLOW,
                  "give it more room, or shorter labels and no titles or legend",
                  "the chart is %.0f points %s, it was given %.4g",
                  ceil(size + given - search->target), WORDS[d], given);
    return size;
}

static Drawing draw_filling(View *root, const Autosize *autosize) {
    Chart *chart = root->chart;
    const double given[2] = {chart->input->width, chart->input->height};
    Search search[2] = {{0}};
    chart->fits = true;
    for (int d = 0; d < 2; d++) {
        search[d].target = given[d] - autosize->padding.low[d] - autosize->padding.high[d];
        chart->room[d] = MAX(search[d].target, 0);
    }
    Drawing drawing = draw(root);
    for (int d = 0; d < 2; d++) {
        double plot = plot_of(drawing.group, d);
        search[d].slope = plot > 0 ? plot : drawing.size[d];
        search[d].least = plot > 0 ? CLAMP(PLOT_MIN / plot, STRETCH_MIN, 1) : COMPOSITION_MIN;
    }
    for (guint pass = 0; pass < FIT_PASSES && !chart_failed(chart); pass++) {
        bool done = true;
        for (int d = 0; d < 2; d++) {
            if (given[d] <= 0 || fabs(drawing.size[d] - search[d].target) <= FIT_ERROR)
                continue;
            done = false;
            search_step(&search[d], &chart->stretch[d], drawing.size[d]);
        }
        if (done)
            break;
        drawing = draw(root);
    }
    for (int d = 0; d < 2; d++)
        if (given[d] > 0)
            drawing.size[d] = filled_size(root, d, &search[d], drawing.size[d]);
    return drawing;
}

// Legends are cut where they reach out of a picture that keeps its size; that is said.
static void report_excess(const View *root) {
    static const char *const WORDS[] = {"wide", "high"};
    Chart *chart = root->chart;
    for (int d = 0; d < 2; d++)
        if (chart->excess[d] > 1)
            chart_warning(chart, chart->input->spec->json, DIAG_OVERFLOW,
                          "give the chart more room, put the legend elsewhere (\"orient\"), or let "
                          "it have more \"columns\"",
                          "the legend is %.0f points too %s for the chart and is cut",
                          ceil(chart->excess[d]), WORDS[d]);
}

static void report_names(const View *root) {
    Chart *chart = root->chart;
    if (chart->names_hidden)
        chart_warning(chart, chart->input->spec->json, DIAG_OVERFLOW,
                      "make the chart larger, show fewer categories, or turn the labels "
                      "(\"axis\": {\"labelAngle\": -90})",
                      "no room for the labels of %u categories on the axis", chart->names_hidden);
}

static Drawing draw_sized(View *root, const Autosize *autosize) {
    const ChartInput *input = root->chart->input;
    if (input->width > 0 || input->height > 0)
        return draw_filling(root, autosize);
    if (autosize->fits[0] || autosize->fits[1])
        return draw_fitted(root, autosize);
    return draw(root);
}

// ---------- the scene ----------

static void add_extent(const SceneGroup *group, double x, double y, Scene *scene) {
    x += group->x;
    y += group->y;
    if (group->kind == GROUP_VIEW) {
        scene->plot_width = MAX(scene->plot_width, x + group->width);
        scene->plot_height = MAX(scene->plot_height, y + group->height);
    }
    for (guint i = 0; i < group->node_count; i++)
        if (group->nodes[i].group && (group->nodes[i].group->kind == GROUP_VIEW ||
                                      group->nodes[i].group->kind == GROUP_CHART))
            add_extent(group->nodes[i].group, x, y, scene);
}

Scene *picture_draw(View *root) {
    Chart *chart = root->chart;
    Autosize autosize = read_autosize(root);
    Drawing drawing = draw_sized(root, &autosize);
    if (chart_failed(chart))
        return NULL;
    report_excess(root);
    report_names(root);
    const Margins *padding = &autosize.padding;
    Scene *scene = arena_new0(chart->arena, Scene);
    scene->origin_x = drawing.margins.low[0] + padding->low[0];
    scene->origin_y = drawing.margins.low[1] + padding->low[1];
    scene->width = drawing.size[0] + padding->low[0] + padding->high[0];
    scene->height = drawing.size[1] + padding->low[1] + padding->high[1];
    scene->background = guide_paint(chart, top_level(chart, "background"));
    scene->root = group_end(chart, drawing.group);
    add_extent(scene->root, 0, 0, scene);
    return scene;
}
